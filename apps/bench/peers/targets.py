"""What mlp is to reach."""

from collections import namedtuple

from measurements import NotMeasured

NOISE = 1.03  # two threads may seem slower than one by this factor

# What is measured, its goal (a number or a function of the measurements), "<=" or ">=", and unit.
Target = namedtuple("Target", "text measure relation goal unit")
TARGETS = [
    Target("xor, a step", lambda m: m.step("mlp", "xor") * 1e6, "<=", 0.25, "us"),
    Target("xor against FANN", lambda m: m.ratio("FANN", "xor"), ">=", 2, "x"),
    Target("xor against PyTorch", lambda m: m.ratio("PyTorch", "xor"), ">=", 350, "x"),
    Target("tabular against PyTorch", lambda m: m.ratio("PyTorch", "tabular"), ">=", 7.5, "x"),
    Target("tabular, samples/s (800k where sgemm reaches 140 GFLOP/s)",
           lambda m: m.best("mlp", "tabular")["samples_per_second"] / 1e3, ">=",
           lambda m: 800 * min(1, m.sgemm_peak() / 140), "k"),
    Target(f"two threads' time by one's, slowest workload ({NOISE - 1:.0%} noise allowed)",
           lambda m: m.threads_ratio(), "<=", NOISE, "x"),
    Target("mnist against PyTorch, one thread each",
           lambda m: m.ratio("PyTorch", "mnist", threads=1), ">=", 1.3, "x"),
    Target("mnist, share of the sgemm rate, one thread",
           lambda m: m.field("sgemm_share", "mnist") * 100, ">=", 88, "%"),
    Target("mnist, two threads against one",
           lambda m: m.step("mlp", "mnist", 1) / m.step("mlp", "mnist", 2), ">=", 1.8, "x"),
    Target("infer1, a sample", lambda m: m.step("mlp", "infer1") * 1e6, "<=", 0.8, "us"),
    Target("infer1, allocations", lambda m: m.field("allocations_per_step", "infer1"), "<=", 0, ""),
    Target("xor, tabular, mnist, deep: allocations a step",
           lambda m: max(m.field("allocations_per_step", workload)
                         for workload in ("xor", "tabular", "mnist", "deep")), "<=", 0, ""),
    Target("tabular, mnist, deep: bytes a parameter",
           lambda m: max(m.field("bytes_per_parameter", workload)
                         for workload in ("tabular", "mnist", "deep")), "<=", 16, ""),
    Target("xor_run, start to exit", lambda m: m.step("mlp", "xor_run") * 1e3, "<=", 20, "ms"),
    Target("mnist, oneDNN against Eigen, one thread each",
           lambda m: m.ratio("mlp Eigen", "mnist", "mlp oneDNN", threads=1), ">=", 1.2, "x"),
    Target("mnist, bfloat16 against PyTorch's float32",
           lambda m: m.ratio("PyTorch", "mnist", "mlp bfloat16"), ">=", 4, "x"),
]


# verdict: reached, missed or not measured; measured and goal are numbers or None.
Verdict = namedtuple("Verdict", "target verdict measured relation goal unit")


def judge(target, measurements):
    measured = goal = None
    verdict = "not measured"
    try:
        goal = target.goal(measurements) if callable(target.goal) else target.goal
        measured = target.measure(measurements)
        reached = measured <= goal if target.relation == "<=" else measured >= goal
        verdict = "reached" if reached else "missed"
    except NotMeasured:
        pass
    return Verdict(target.text, verdict, measured, target.relation, goal, target.unit)
