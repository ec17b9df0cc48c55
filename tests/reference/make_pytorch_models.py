"""Small models of torch.nn.Sequential as safetensors files, with what PyTorch computes by them.

    python3 tests/reference/make_pytorch_models.py

writes pytorch_*.safetensors and pytorch_models.json beside this file; the tests read these and need
no Python. The safetensors format is written here by hand, from its published description
(https://github.com/huggingface/safetensors#format): eight bytes with the length of the header
(little-endian), the header in JSON, then the numbers, row-major and little-endian. Needs torch and
numpy.
"""

import json
import pathlib
import struct

import numpy
import torch
from torch import nn

HERE = pathlib.Path(__file__).resolve().parent

DTYPES = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
}


def raw_bytes(tensor):
    """The numbers of a tensor, row by row."""
    tensor = tensor.detach().contiguous()
    if tensor.dtype == torch.bfloat16:  # which numpy does not have: the upper half of a float32
        bits = tensor.to(torch.float32).numpy().view("<u4")
        return (bits >> 16).astype("<u2").tobytes()
    numbers = tensor.numpy()
    return numbers.astype(numbers.dtype.newbyteorder("<")).tobytes()


def write_safetensors(path, tensors, metadata):
    header = {"__metadata__": metadata}
    numbers = b""
    for name, tensor in tensors.items():
        part = raw_bytes(tensor)
        header[name] = {
            "dtype": DTYPES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [len(numbers), len(numbers) + len(part)],
        }
        numbers += part
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + numbers)


def sequential(sizes, activation, last):
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), activation()]
    layers[-1:] = [last] if last is not None else []
    return nn.Sequential(*layers)


def main():
    torch.manual_seed(8)
    numpy.random.seed(8)
    cases = []
    for name, dtype, sizes, activation, last, network in [
        ("f32", torch.float32, [4, 8, 5, 3], nn.Tanh, nn.Softmax(dim=1), "tanh, softmax"),
        ("f64", torch.float64, [3, 7, 6, 2], nn.ReLU, None, "relu, linear"),
        ("bf16", torch.bfloat16, [4, 6, 1], nn.Tanh, nn.Sigmoid(), "tanh, sigmoid"),
        ("f16", torch.float16, [4, 6, 1], nn.Tanh, nn.Sigmoid(), "tanh, sigmoid"),
    ]:
        model = sequential(sizes, activation, last).to(dtype)
        file = f"pytorch_{name}.safetensors"
        write_safetensors(HERE / file, model.state_dict(), {"format": "pt"})
        # What the stored weights compute, in float64 unless float32 is what is to be compared.
        exact = model.to(torch.float32 if dtype == torch.float32 else torch.float64)
        inputs = torch.from_numpy(numpy.random.normal(size=(6, sizes[0]))).to(
            next(exact.parameters()).dtype
        )
        with torch.no_grad():
            outputs = exact(inputs)
        hidden, output = network.split(", ")
        cases.append(
            {
                "file": file,
                "sizes": sizes,
                "hidden": hidden,
                "output": output,
                "names": {
                    f"layers.{i}.{part}": f"{2 * i}.{part}"
                    for i in range(len(sizes) - 1)
                    for part in ("weight", "bias")
                },
                "inputs": inputs.tolist(),
                "outputs": outputs.tolist(),
            }
        )
    (HERE / "pytorch_models.json").write_text(json.dumps({"models": cases}, indent=1) + "\n")


if __name__ == "__main__":
    main()
