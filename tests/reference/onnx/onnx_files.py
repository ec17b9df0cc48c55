"""ONNX files that others write, for tests of the import: python3 onnx_files.py

Needs Debian's python3-torch (1.13) and python3-onnx (1.12). Networks by PyTorch's exporter, and some
built by hand of operators that other tools write. expected.json holds, for each that is to be read,
its layers and what PyTorch or numpy computes for some inputs; refused.json what is to be said of
the others.
"""
import json
import pathlib

import numpy
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

here = pathlib.Path(__file__).parent
torch.manual_seed(1)
generator = numpy.random.default_rng(1)
inputs = numpy.round(generator.uniform(-4, 4, (6, 3)), 3).astype(numpy.float32)
expected = {}
refused = {}


def add(name, layers, outputs):
    expected[name] = {"layers": layers, "inputs": inputs.tolist(), "outputs": outputs.tolist()}


def from_torch(name, layers, *modules, opset=13):
    network = nn.Sequential(*modules).eval()
    torch.onnx.export(network, torch.from_numpy(inputs), str(here / (name + ".onnx")),
                      opset_version=opset, input_names=["input"], output_names=["output"],
                      dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}})
    if layers is not None:
        with torch.no_grad():
            add(name, layers, network(torch.from_numpy(inputs)).numpy())


def hidden(name, activation, module, opset=13):
    from_torch(f"torch_{name}", f"dense {activation}, dense linear", nn.Linear(3, 4), module,
               nn.Linear(4, 2), opset=opset)


hidden("relu", "relu", nn.ReLU())
hidden("relu_9", "relu", nn.ReLU(), opset=9)
hidden("leaky_relu", "leaky_relu", nn.LeakyReLU(0.2))
hidden("prelu", "prelu", nn.PReLU(4))
hidden("relu6", "relu6", nn.ReLU6())
hidden("relu6_9", "relu6", nn.ReLU6(), opset=9)
hidden("elu", "elu", nn.ELU())
hidden("selu", "selu", nn.SELU())
hidden("celu", "celu", nn.CELU(1.5))
hidden("silu", "silu", nn.SiLU())
hidden("gelu", "gelu", nn.GELU())
hidden("gelu_tanh", "gelu", nn.GELU("tanh"))
hidden("mish", "mish", nn.Mish())
hidden("hardswish", "hard_swish", nn.Hardswish())
hidden("hardswish_14", "hard_swish", nn.Hardswish(), opset=14)
hidden("hardsigmoid", "hard_sigmoid", nn.Hardsigmoid())
hidden("hardtanh", "hard_tanh", nn.Hardtanh())
hidden("logsigmoid", "log_sigmoid", nn.LogSigmoid())
hidden("softplus", "softplus", nn.Softplus())
hidden("softsign", "softsign", nn.Softsign())
hidden("tanh", "tanh", nn.Tanh())
hidden("dropout", "sigmoid", nn.Sequential(nn.Sigmoid(), nn.Dropout(0.5), nn.Identity()))
from_torch("torch_softmax", "dense tanh, dense softmax", nn.Flatten(), nn.Linear(3, 4), nn.Tanh(),
           nn.Linear(4, 3), nn.Softmax(dim=1))
from_torch("torch_log_softmax", "dense tanh, dense log_softmax", nn.Linear(3, 4, bias=False),
           nn.Tanh(), nn.Linear(4, 3), nn.LogSoftmax(dim=-1), opset=9)


def by_hand(name, layers, nodes, constants, outputs=None, opset=13):
    """A graph from "input" to "output"; constants by name."""
    ports = [helper.make_tensor_value_info(port, TensorProto.FLOAT, ["batch", None])
             for port in ("input", "output")]
    graph = helper.make_graph(nodes, name, ports[:1], ports[1:],
                              [tensor if isinstance(tensor, TensorProto)
                               else numpy_helper.from_array(tensor, key)
                               for key, tensor in constants.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    onnx.save(model, str(here / (name + ".onnx")))
    if layers is not None:
        add(name, layers, outputs)


def numbers(*shape, dtype=numpy.float32):
    return numpy.round(generator.uniform(-1, 1, shape), 3).astype(dtype)


node = helper.make_node
w, b = numbers(3, 2), numbers(2)
x = inputs.astype(numpy.float64)
by_hand("bias_first", "dense linear", [node("MatMul", ["input", "w"], ["z"]),
                                       node("Add", ["b", "z"], ["output"])],
        {"w": w, "b": b}, x @ w + b)
by_hand("float64_data", "dense linear",
        [node("Gemm", ["input", "w", "b"], ["output"], alpha=0.5, beta=2.0)],
        {"w": helper.make_tensor("w", TensorProto.DOUBLE, [3, 2], w.astype(float).flatten()),
         "b": helper.make_tensor("b", TensorProto.FLOAT, [1, 2], b)}, 0.5 * x @ w + 2 * b)
z = x @ w + b
z = x @ w + b
silu = z / (1 + numpy.exp(-z))
by_hand("composed", "dense silu, activation prelu, activation algebraic",
        [node("Gemm", ["input", "w", "b"], ["z"]),
         node("Neg", ["z"], ["n"]), node("Exp", ["n"], ["e"]), node("Add", ["one", "e"], ["s"]),
         node("Div", ["z", "s"], ["a"]),
         node("PRelu", ["a", "half"], ["p"]),
         node("Mul", ["p", "p"], ["q"]), node("Add", ["q", "one"], ["r"]),
         node("Sqrt", ["r"], ["t"]), node("Div", ["p", "t"], ["output"])],
        {"w": w, "b": b, "one": numpy.float32(1), "half": numpy.full(1, 0.5, numpy.float32)},
        (lambda p: p / numpy.sqrt(1 + p * p))(numpy.where(silu < 0, 0.5 * silu, silu)))
by_hand("step_where", "dense step",
        [node("Gemm", ["input", "w", "b"], ["z"]), node("Less", ["z", "zero"], ["negative"]),
         node("Where", ["negative", "zero", "one"], ["output"])],
        {"w": w, "b": b, "zero": numpy.float32(0), "one": numpy.float32(1)},
        (z >= 0).astype(float))


def refuse(name, parts, nodes, constants):
    by_hand(name, None, nodes, constants)
    refused[name] = parts


refuse("refused_scaling", ["what is computed between the input and Gemm 'z'"],
       [node("Sub", ["input", "half"], ["c"]), node("Gemm", ["c", "w"], ["z"], name="z"),
        node("Relu", ["z"], ["output"])], {"w": w, "half": numpy.float32(0.5)})
refuse("refused_many",
       ["ReduceSum 'sum': the operator is not supported", "Round 'round': the operator is not",
        "Gemm 'first': transA is not supported", "Mul 'rows': its constant is not a single number",
        "Odd 'odd': operators of 'my.own' are not supported", "help: supported are"],
       [node("Gemm", ["input", "w", "b"], ["z"], name="first", transA=1),
        node("Gemm", ["input", "w", "b"], ["u"], name="second"),
        node("Mul", ["u", "b"], ["v"], name="rows"), node("Round", ["u"], ["r"], name="round"),
        node("ReduceSum", ["r"], ["s"], name="sum"), node("Odd", ["u"], ["o"], name="odd",
                                                          domain="my.own"),
        node("Add", ["s", "o"], ["output"])], {"w": w, "b": b})
refuse("refused_residual", ["Add 'output': it joins values of different layers"],
       [node("Gemm", ["input", "w"], ["z"]), node("Gemm", ["z", "v"], ["u"]),
        node("Add", ["z", "u"], ["output"])], {"w": w, "v": numbers(2, 2)})
refuse("refused_activation", ["between the layer before and the output is no activation"],
       [node("Gemm", ["input", "w"], ["z"]), node("Exp", ["z"], ["output"])], {"w": w})
refuse("refused_clip", ["between the layer before and the output is no activation"],
       [node("Gemm", ["input", "w"], ["z"]), node("Clip", ["z", "low", "high"], ["output"])],
       {"w": w, "low": numpy.float32(0), "high": numpy.float32(20)})
refuse("refused_sizes", ["Gemm 'u': it takes 3 inputs where there are 2"],
       [node("Gemm", ["input", "w"], ["z"]), node("Gemm", ["z", "w"], ["u"]),
        node("Relu", ["u"], ["output"])], {"w": w})
refuse("refused_axis", ["Softmax 'output': only the last axis is supported"],
       [node("Gemm", ["input", "w"], ["z"]), node("Softmax", ["z"], ["output"], axis=0)],
       {"w": w})
from_torch("refused_torch_layer_norm", None, nn.Linear(3, 4), nn.LayerNorm(4), nn.Linear(4, 2))
refused["refused_torch_layer_norm"] = ["ReduceMean '", ": the operator is not supported"]

(here / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
(here / "refused.json").write_text(json.dumps(refused, indent=1) + "\n")
