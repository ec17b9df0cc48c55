"""Tables of step times and ratios, aligned or in Markdown."""

from measurements import PEER_WORKLOADS, PEERS, WORKLOADS, NotMeasured


def three_digits(value):
    return f"{value:#.3g}".rstrip(".") if value < 1000 else f"{value:.0f}"


def time_text(seconds):
    for scale, unit in ((1, "s"), (1e-3, "ms"), (1e-6, "us")):
        if seconds >= scale:
            break
    return f"{three_digits(seconds / scale)} {unit}"


def print_table(rows, markdown):
    """The first row is the header; the first column is aligned left, the others right."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    for number, row in enumerate(rows):
        cells = [cell.rjust(width) if i else cell.ljust(width)
                 for i, (cell, width) in enumerate(zip(row, widths))]
        print("| " + " | ".join(cells) + " |" if markdown else "   ".join(cells).rstrip())
        if markdown and number == 0:
            print("| --- |" + " ---: |" * (len(row) - 1))
    print()


def cell(text, *values):
    """What text gives for the values, "-" where that is not measured."""
    try:
        return text(*values)
    except NotMeasured:
        return "-"


def print_facts(where, measurements, markdown):
    for name, fact in where.items():
        print(f"- {name}: {fact}" if markdown else f"{name:<14}{fact}")
    for line in measurements.missing:
        print(f"- {line}" if markdown else line)
    print()


def print_fastest(peer, measurements, workloads):
    """How the peer was fastest in each workload."""
    fastest = {}
    for workload in workloads:
        try:
            record = measurements.best(peer, workload)
        except NotMeasured:
            continue
        how = record["variant"] + ", 2 threads" * (record["threads"] == 2)
        fastest.setdefault(how, []).append(workload)
    if fastest:
        print(f"- {peer} is fastest with:",
              "; ".join(f"{how} ({', '.join(where)})" for how, where in fastest.items()))


def print_comparison(measurements, arguments):
    def step(program, workload, threads=None):
        return time_text(measurements.step(program, workload, threads))

    def ratio(peer, workload):
        return three_digits(measurements.ratio(peer, workload)) + " x"

    threads = arguments.threads
    steps = [["a step", *(f"mlp, {n} thread{'s' * (n > 1)}" for n in threads), *PEERS]]
    ratios = [["mlp is faster than", *PEERS]]
    for workload in arguments.only:
        name = f"{workload}: {WORKLOADS[workload]}" if arguments.markdown else workload
        steps.append([name, *(cell(step, "mlp", workload, n) for n in threads),
                      *(cell(step, peer, workload) for peer in PEERS)])
        if workload in PEER_WORKLOADS:
            ratios.append([workload, *(cell(ratio, peer, workload) for peer in PEERS)])
    print_table(steps, arguments.markdown)
    print_table(ratios, arguments.markdown)
    for peer in PEERS:
        print_fastest(peer, measurements, arguments.only)
    for r in measurements.records():
        if "loss" in r and not r["loss"] < r["first_loss"]:
            print(f"- warning: {r['program']}, {r['workload']}, {r['variant']}: the loss did not"
                  f" fall ({r['first_loss']:.3g} to {r['loss']:.3g})")
    print()


def print_verdicts(verdicts, markdown):
    def number(value, unit):
        return "-" if value is None else f"{value:.4g} {unit}".strip()

    rows = [["target", "measured", "goal", ""]]
    for v in verdicts:
        rows.append([v.target, number(v.measured, v.unit), f"{v.relation} {number(v.goal, v.unit)}",
                     v.verdict])
    print_table(rows, markdown)
