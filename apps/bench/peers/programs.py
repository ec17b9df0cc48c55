"""The programs that are compared: how they are found, built and run."""

import json
import re
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

from busy import BusyOthers
from measurements import PEER_WORKLOADS, WORKLOADS, Measurements, NotMeasured

HERE = Path(__file__).resolve().parent

# target: of the build; module: what the Python program `file` has to import; workloads: those that
# it is asked for; threaded: whether it can use more than one thread.
Program = namedtuple("Program", "name target module file options workloads threaded",
                     defaults=(None, None, None, (), tuple(PEER_WORKLOADS), True))
PROGRAMS = [
    Program("mlp", target="mlp-bench", options=("--json",), workloads=tuple(WORKLOADS)),
    Program("mlp Eigen", target="mlp-bench", options=("--json", "--backend", "eigen"),
            workloads=("mnist",)),
    Program("mlp oneDNN", target="mlp-bench", options=("--json", "--backend", "onednn"),
            workloads=("mnist",)),
    Program("mlp bfloat16", target="mlp-bench", workloads=("mnist",),
            options=("--json", "--backend", "onednn", "--precision", "bfloat16")),
    Program("FANN", target="mlp-bench-fann", threaded=False),
    Program("dlib", target="mlp-bench-dlib"),
    Program("PyTorch", module="torch", file="pytorch.py"),
    Program("scikit-learn", module="sklearn", file="sklearn_mlp.py"),
]


def note(text):
    print(text, file=sys.stderr, flush=True)


def output_of(command):
    """What a command prints; where it fails, NotMeasured with the line that says why."""
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except OSError as error:
        raise NotMeasured(error) from None
    if done.returncode != 0:
        lines = (done.stderr.strip() or done.stdout.strip() or "it failed").splitlines()
        raise NotMeasured(next(filter(re.compile(r"\berror\b|Error:").search, lines), lines[0]))
    return done.stdout


def interpreter_for(module):
    for name in ("python3", "/usr/bin/python3"):
        try:
            output_of([name, "-c", f"import {module}"])
            return name
        except NotMeasured:
            pass
    raise NotMeasured(f"no python3 here imports {module}")


def command_of(program, build, build_wanted):
    """What runs a program; NotMeasured where it cannot be built or run."""
    if program.module:
        return [interpreter_for(program.module), str(HERE / program.file)]
    if build_wanted:
        try:
            output_of(["cmake", "--build", str(build), "--target", program.target])
        except NotMeasured as error:
            if "unknown target" not in str(error) and "No rule" not in str(error):
                raise NotMeasured(f"{program.target} does not build: {error}") from None
            raise NotMeasured("its library was not found when the build was configured") from None
    path = build / "bin" / program.target
    if not path.exists():
        raise NotMeasured(f"there is no {path}")
    return [str(path), *program.options]


def measure(arguments):
    """All programs in turn, `rounds` times."""
    measurements = Measurements()
    commands = {}
    for program in PROGRAMS:
        if not set(program.workloads) & set(arguments.only):
            continue
        try:
            note(f"preparing {program.name}")
            commands[program] = command_of(program, arguments.build, not arguments.no_build)
        except NotMeasured as error:
            measurements.missing.append(f"{program.name} is not measured: {error}")
    busy = BusyOthers()
    for number in range(1, arguments.rounds + 1):
        for program, command in list(commands.items()):
            only = ",".join(name for name in program.workloads if name in arguments.only)
            for threads in arguments.threads if program.threaded else [1]:
                note(f"round {number} of {arguments.rounds}: {program.name}, threads {threads}")
                try:
                    text = output_of([*command, "--threads", str(threads), "--only", only,
                                      *["--quick"] * arguments.quick])
                    measurements.add(program.name, json.loads(text))
                except (NotMeasured, json.JSONDecodeError) as error:
                    measurements.missing.append(f"{program.name} is not measured: {error}")
                    commands.pop(program, None)
                    break
    measurements.others = busy.share()
    return measurements
