"""What every peer in Python is measured on and how; workloads.h is the same for those in C++."""

import argparse
import json
import os
import statistics
import time

# Units from input to output, samples a step. All hidden layers are relu, the last is softmax.
NETWORKS = {
    "tabular": ([64, 128, 64, 10], 32),
    "mnist": ([784, 512, 512, 10], 128),
    "deep": ([64] + [64] * 20 + [10], 32),
    "infer1": ([64, 128, 64, 10], 1),
    "inferN": ([64, 128, 64, 10], 1024),
}
TRAINED = ["tabular", "mnist", "deep"]
INFERRED = ["infer1", "inferN"]
SAMPLES = 8192
CLASSES = 10
XOR = ([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])


def options(description):
    """Parses the command line and, before any library reads it, sets how many threads BLAS gets."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    parser.add_argument("--only", default="", help="workloads, separated by commas")
    parser.add_argument("--threads", type=int, default=1)
    parsed = parser.parse_args()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(parsed.threads)
    return parsed


def samples(workload):
    """SAMPLES rows of numbers, float32, and their classes: normal ones around each class's centre,
    or in [0, 1] for mnist. One label in ten is wrong, so that the loss never vanishes."""
    import numpy

    random = numpy.random.default_rng(1)
    features = NETWORKS[workload][0][0]
    classes = random.integers(0, CLASSES, SAMPLES)
    centres = random.standard_normal((CLASSES, features))
    x = 0.5 * centres[classes] + random.standard_normal((SAMPLES, features))
    if workload == "mnist":
        x = numpy.clip(0.5 + 0.25 * x, 0, 1)
    wrong = random.random(SAMPLES) < 0.1
    classes[wrong] = random.integers(0, CLASSES, wrong.sum())
    return x.astype(numpy.float32), classes


class Report:
    """Measures and collects the records that are printed as JSON. note: ends their variants."""

    def __init__(self, program, version, parsed):
        self.program, self.version, self.parsed = program, version, parsed
        self.note = ""
        self.records = []

    def wants(self, workload):
        return not self.parsed.only or workload in self.parsed.only.split(",")

    def step_seconds(self, step):
        """Median over rounds after a warm-up of at least one step."""
        warm_up, rounds, seconds = (0.05, 3, 0.05) if self.parsed.quick else (0.3, 5, 0.2)
        start, steps = time.perf_counter(), 0
        while steps == 0 or time.perf_counter() - start < warm_up:
            step()
            steps += 1
        steps = max(1, round(steps * seconds / (time.perf_counter() - start)))
        times = []
        for _ in range(rounds):
            start = time.perf_counter()
            for _ in range(steps):
                step()
            times.append((time.perf_counter() - start) / steps)
        return statistics.median(times)

    def add(self, workload, variant, batch, step_seconds, losses=None):
        """losses: the first and the last that training gave."""
        record = {
            "program": self.program,
            "version": self.version,
            "workload": workload,
            "threads": self.parsed.threads,
            "variant": variant + self.note,
            "step_seconds": step_seconds,
            "samples_per_second": batch / step_seconds,
        }
        if losses:
            record |= {"first_loss": float(losses[0]), "loss": float(losses[1])}
        self.records.append(record)

    def print(self):
        print(json.dumps(self.records, indent=2))


def blas():
    """Name and version of the BLAS that the process has loaded, for the version of a program."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return ""
    found = {f"{pool['internal_api'].replace('openblas', 'OpenBLAS')} {pool['version']}"
             for pool in threadpool_info() if pool["user_api"] == "blas"}
    return "".join(f", {name}" for name in sorted(found))
