"""Where the measurements were made and with what."""

import os
import re
import shutil
from pathlib import Path

from measurements import PEERS, NotMeasured
from programs import HERE, output_of


def processor():
    info = Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*: (.*)", info)
    flags = re.search(r"flags\s*: (.*)", info)
    flags = flags[1].split() if flags else []
    vectors = [name for name in ("avx2", "avx512f", "avx512_bf16", "amx_bf16") if name in flags]
    cores = f"{len(os.sched_getaffinity(0))} cores"
    return ", ".join([model[1] if model else "?", cores, *vectors])


def of_build(build):
    """The compiler and the version of mlp, from CMake's cache."""
    path = build / "CMakeCache.txt"
    cache = dict(re.findall(r"^(\w+):\w+=(.*)$", path.read_text(), re.M)) if path.exists() else {}
    compiler = shutil.which(cache.get("CMAKE_CXX_COMPILER", "c++"))
    if compiler:
        native = ", -march=native" if cache.get("MLP_NATIVE") == "ON" else ""
        yield "compiler", output_of([compiler, "--version"]).splitlines()[0] + native
    mlp = [cache.get("CMAKE_PROJECT_VERSION", "?")]
    eigen = Path(cache.get("Eigen3_DIR", "")) / "Eigen3ConfigVersion.cmake"
    if eigen.is_file():
        version = re.search(r'PACKAGE_VERSION "([\d.]+)"', eigen.read_text())
        mlp.append(f"Eigen {version[1] if version else '?'}")
    try:
        commit = output_of(["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"])
        mlp.append(f"commit {commit.strip()}")
    except NotMeasured:
        pass
    yield "mlp", ", ".join(mlp)


def facts(build, measurements):
    """Pairs of a name and what there is to know about it."""
    yield "machine", processor()
    yield from of_build(build)
    versions = {record["program"]: record.get("version") for record in measurements.records()}
    yield from ((name, versions[name]) for name in PEERS if name in versions)
    try:
        yield "sgemm", f"{measurements.sgemm_peak():.0f} GFLOP/s, one thread"
    except NotMeasured:
        pass
    yield "others", f"kept {measurements.others:.0%} of one core busy meanwhile"
