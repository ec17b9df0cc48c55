"""What was measured, and questions to it."""

import statistics

WORKLOADS = {
    "xor": "2-4-1 tanh/sigmoid, sgd, batch of all 4",
    "tabular": "64-128-64-10 relu, adam, batch 32",
    "mnist": "784-512-512-10 relu, adam, batch 128",
    "deep": "20 hidden layers of 64 relu, adam, batch 32",
    "infer1": "one sample through 64-128-64-10",
    "inferN": "1024 samples through 64-128-64-10",
    "xor_run": "mlp train configs/xor.json, start to exit",
}
PEER_WORKLOADS = [name for name in WORKLOADS if name != "xor_run"]
PEERS = ["FANN", "dlib", "PyTorch", "scikit-learn"]


class NotMeasured(Exception):
    """There is no such number; its text says why where that is known."""


class Measurements:
    """Medians of what all rounds gave, one record a program, workload, variant and threads.
    missing: lines that say what is not measured and why. others: how much of a core was kept busy
    by others."""

    def __init__(self):
        self.rounds = {}
        self.missing = []
        self.others = 0

    def add(self, program, records):
        for record in records:
            key = (program, record["workload"], record.get("variant", ""), record["threads"])
            self.rounds.setdefault(key, []).append(record)

    def records(self):
        for (program, *_), rounds in self.rounds.items():
            merged = rounds[-1] | {"program": program}
            for field, value in merged.items():
                if type(value) in (int, float) and field != "threads":
                    merged[field] = statistics.median(record[field] for record in rounds)
            steps = [record["step_seconds"] for record in rounds]
            yield merged | {"step_seconds_min": min(steps), "step_seconds_max": max(steps)}

    def best(self, program, workload, threads=None):
        """The fastest record, of all variants, and of all numbers of threads if none is given."""
        found = [r for r in self.records() if r["program"] == program
                 and r["workload"] == workload and threads in (None, r["threads"])]
        if not found:
            raise NotMeasured
        return min(found, key=lambda record: record["step_seconds"])

    def step(self, program, workload, threads=None):
        return self.best(program, workload, threads)["step_seconds"]

    def ratio(self, slow, workload, fast="mlp", threads=None):
        return self.step(slow, workload, threads) / self.step(fast, workload, threads)

    def field(self, name, workload, threads=1):
        value = self.best("mlp", workload, threads).get(name)
        if value is None:
            raise NotMeasured
        return value

    def sgemm_peak(self):
        """GFLOP/s of one thread, as mlp-bench measures it beside its workloads."""
        peaks = [r["sgemm_gflops"] for r in self.records() if "sgemm_gflops" in r]
        if not peaks:
            raise NotMeasured
        return statistics.median(peaks)

    def threads_ratio(self):
        """Two threads' time by one's, of the workload where that is worst."""
        ratios = []
        for workload in WORKLOADS:
            try:
                ratios.append(self.step("mlp", workload, 2) / self.step("mlp", workload, 1))
            except NotMeasured:
                pass
        if not ratios:
            raise NotMeasured
        return max(ratios)
