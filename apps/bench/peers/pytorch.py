#!/usr/bin/python3
"""Measures PyTorch on the workloads of mlp-bench."""

import os
import sys

sys.dont_write_bytecode = True

import workloads

parsed = workloads.options(__doc__)
# Its own waiting threads would take the cores from those of OpenBLAS.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import torch
from torch import nn
from torch.nn import functional

torch.set_flush_denormal(True)
torch.manual_seed(1)
report = workloads.Report("PyTorch", torch.__version__ + workloads.blas(), parsed)


def network(units):
    layers = []
    for inputs, outputs in zip(units, units[1:]):
        linear = nn.Linear(inputs, outputs)
        # The default of Linear is too small for twenty layers of relu: nothing is learnt.
        nn.init.kaiming_normal_(linear.weight, nonlinearity="relu")
        layers += [linear, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def batches(x, y, size):
    """Endless shuffled batches; one permutation an epoch, gathered without a DataLoader."""
    while True:
        for rows in torch.randperm(len(x)).split(size):
            yield x.index_select(0, rows), y.index_select(0, rows)


def flat_parameter(parameters):
    """All parameters, and their gradients, become views of one tensor, so that the optimizer runs
    its operations once instead of once a tensor."""
    flat = nn.Parameter(torch.cat([p.detach().reshape(-1) for p in parameters]))
    flat.grad = torch.zeros_like(flat)
    begin = 0
    for p in parameters:
        end = begin + p.numel()
        p.data = flat.data[begin:end].view_as(p)
        p.grad = flat.grad[begin:end].view_as(p)
        begin = end
    return flat


class Training:
    """One step: forward, loss, backward, update. The loss is read after the last step only."""

    def __init__(self, model, optimizer, loss, next_batch, set_to_none=True):
        self.model, self.optimizer, self.loss, self.next_batch = model, optimizer, loss, next_batch
        self.set_to_none = set_to_none
        self.first = self.last = None

    def step(self):
        x, y = self.next_batch()
        self.optimizer.zero_grad(set_to_none=self.set_to_none)
        loss = self.loss(self.model(x), y)
        loss.backward()
        self.optimizer.step()
        self.last = loss
        if self.first is None:
            self.first = loss.item()


def measure_xor():
    x = torch.tensor(workloads.XOR[0], dtype=torch.float32)
    y = torch.tensor(workloads.XOR[1], dtype=torch.float32).reshape(4, 1)
    rate = 1.0

    def build():
        return nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1), nn.Sigmoid())

    for foreach in (True, False):
        model = build()
        optimizer = torch.optim.SGD(model.parameters(), rate, foreach=foreach)
        training = Training(model, optimizer, functional.mse_loss, lambda: (x, y))
        seconds = report.step_seconds(training.step)
        losses = training.first, training.last
        report.add("xor", f"SGD, foreach={foreach}, MSE", 4, seconds, losses)

    model = build()
    parameters = list(model.parameters())
    losses = []

    def step():
        loss = functional.mse_loss(model(x), y)
        gradients = torch.autograd.grad(loss, parameters)
        with torch.no_grad():
            torch._foreach_add_(parameters, gradients, alpha=-rate)
        losses[1:] = [loss]

    losses.append(functional.mse_loss(model(x), y))
    seconds = report.step_seconds(step)
    report.add("xor", "autograd.grad, foreach add, MSE", 4, seconds, losses)


def measure_training(workload):
    units, batch = workloads.NETWORKS[workload]
    x, y = map(torch.from_numpy, workloads.samples(workload))
    for variant in ("foreach=True", "foreach=False", "one flat parameter"):
        model = network(units)
        parameters = list(model.parameters())
        flat = variant == "one flat parameter"
        optimizer = torch.optim.Adam([flat_parameter(parameters)] if flat else parameters,
                                     foreach=variant == "foreach=True")
        training = Training(model, optimizer, functional.cross_entropy,
                            batches(x, y, batch).__next__, set_to_none=not flat)
        seconds = report.step_seconds(training.step)
        report.add(workload, f"Adam, {variant}", batch, seconds, (training.first, training.last))


def measure_inference(workload):
    units, batch = workloads.NETWORKS[workload]
    model = nn.Sequential(network(units), nn.Softmax(1)).eval()
    x = torch.randn(batch, units[0])
    # Transposed once: a product with addmm costs less than a Linear.
    layers = [(layer.bias.detach(), layer.weight.detach().t())
              for layer in model[0] if isinstance(layer, nn.Linear)]

    def products(values):
        for bias, weight in layers[:-1]:
            values = torch.addmm(bias, values, weight).relu_()
        bias, weight = layers[-1]
        return torch.softmax(torch.addmm(bias, values, weight), 1)

    with torch.no_grad():
        variants = {
            "jit.trace, freeze": torch.jit.freeze(torch.jit.trace(model, x)),
            "optimize_for_inference": torch.jit.optimize_for_inference(torch.jit.trace(model, x)),
            "addmm": products,
        }
        for variant, predict in variants.items():
            report.add(workload, variant, batch, report.step_seconds(lambda: predict(x)))


# Elementwise operations in one thread and only the products of BLAS in several is often faster.
for own_threads in sorted({1, parsed.threads}):
    torch.set_num_threads(own_threads)
    report.note = ", only products" if own_threads < parsed.threads else ""
    if report.wants("xor"):
        measure_xor()
    for workload in filter(report.wants, workloads.TRAINED):
        measure_training(workload)
    for workload in filter(report.wants, workloads.INFERRED):
        measure_inference(workload)
report.print()
