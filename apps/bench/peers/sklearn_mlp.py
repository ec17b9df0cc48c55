#!/usr/bin/python3
"""Measures scikit-learn's MLPClassifier on the workloads of mlp-bench."""

import sys

sys.dont_write_bytecode = True

import workloads

parsed = workloads.options(__doc__)

import time
import warnings

import numpy
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

sklearn.set_config(assume_finite=True)
warnings.simplefilter("ignore", ConvergenceWarning)
report = workloads.Report("scikit-learn", sklearn.__version__ + workloads.blas(), parsed)


def classifier(hidden, epochs, **how):
    """Trains for all epochs: no early end, no penalty on the weights."""
    return MLPClassifier(hidden, alpha=0, max_iter=epochs, tol=0, n_iter_no_change=epochs,
                         random_state=1, **how)


def measure_training(workload, variant, hidden, x, y, batch, **how):
    """A step's part of a fit of as many epochs as fill a round."""
    steps = len(x) // batch

    def fit(epochs):
        model = classifier(hidden, epochs, batch_size=batch, **how)
        start = time.perf_counter()
        model.fit(x, y)
        return (time.perf_counter() - start) / (epochs * steps), model

    def round_of(epochs):
        return fit(epochs)[0]

    warm_up, rounds, seconds = (1, 3, 0.05) if parsed.quick else (2, 5, 0.2)
    epochs = max(2, round(seconds / (round_of(warm_up) * steps)))
    times = []
    for _ in range(rounds):
        step_seconds, model = fit(epochs)
        times.append(step_seconds)
    report.add(workload, variant, batch, float(numpy.median(times)),
               (model.loss_curve_[0], model.loss_curve_[-1]))


def measure_inference(workload):
    units, batch = workloads.NETWORKS[workload]
    x, y = workloads.samples(workload)
    model = classifier(units[1:-1], 1).fit(x, y)
    x = x[:batch]
    report.add(workload, "predict_proba", batch,
               report.step_seconds(lambda: model.predict_proba(x)))


if report.wants("xor"):
    x, y = map(numpy.array, workloads.XOR)
    measure_training("xor", "sgd, log loss", (4,), x.astype(numpy.float32), y, 4, solver="sgd",
                     momentum=0, learning_rate_init=1, activation="tanh", shuffle=False)
for workload in filter(report.wants, workloads.TRAINED):
    units, batch = workloads.NETWORKS[workload]
    x, y = workloads.samples(workload)
    measure_training(workload, "adam", units[1:-1], x, y, batch)
for workload in filter(report.wants, workloads.INFERRED):
    measure_inference(workload)
report.print()
