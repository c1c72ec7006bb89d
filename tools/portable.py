"""Runs the notebooks and the numeric tests as other machines would, and prints which cells and tests differ.

    python -m tools.portable                  everything: disturbances, instruction sets, BLAS kernels, threads, Pythons
    python -m tools.portable disturbed        one kind, or some: disturbed dispatch blas threads pythons
    python -m tools.portable disturbed 3      three seeds instead of twenty
    python -m tools.portable disturbed 8-20   the seeds from 8 to 20, to go on where a run was stopped

Disturbed arithmetic is that of tests/disturbed: every second seed moves a bit by its value alone, the others by its place
too. Instruction sets and BLAS kernels are those that this processor has and NumPy was built for. Each other Python from
3.11 to 3.14 that is installed gets an environment of its own in .venv-portable, from the lock.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ROOT / ".venv-portable"
KINDS = ("disturbed", "dispatch", "blas", "threads", "pythons")
SEEDS = 20
PYTHONS = [(3, minor) for minor in range(11, 15)]

# The kernels of OpenBLAS by what a processor needs for them; a name that the library does not know changes nothing.
CORES = {
    "x86_64": {"Prescott": "SSE3", "Nehalem": "SSE42", "Sandybridge": "AVX", "Haswell": "AVX2", "Zen": "AVX2",
               "SkylakeX": "AVX512_SKX"},
    "aarch64": {"ARMV8": "ASIMD", "CORTEXA57": "ASIMD", "NEOVERSEN1": "ASIMDHP", "NEOVERSEV1": "SVE"},
}


def numeric_tests():
    """The tests of nnlib's modules, by name, and the one that holds its implementations together."""
    modules = (ROOT / "nnlib").glob("*.py")
    named = [ROOT / "tests" / f"test_{module.stem}.py" for module in sorted(modules)]
    return [*filter(Path.is_file, named), ROOT / "tests/test_agreement.py"]


def features():
    """What NumPy finds in this processor, by name."""
    return {name for name, there in np._core._multiarray_umath.__cpu_features__.items() if there}


def dispatched():
    """The instruction sets above the baseline that NumPy was built for and this processor has, lowest first."""
    return [name for name in np._core._multiarray_umath.__cpu_dispatch__ if name in features()]


def variants(kinds, seeds):
    """(name, environment, extra arguments of pytest, Python) of each way to run the tests."""
    here = Path(sys.executable)
    if "disturbed" in kinds:
        for seed in seeds:
            how = f"{seed}-by-place" if seed % 2 == 0 else str(seed)
            yield f"disturbed {how}", {"DISTURB": how}, ["-p", "tests.disturbed.process"], here
    if "dispatch" in kinds:
        levels = dispatched()
        for k, name in enumerate(levels):
            yield f"NumPy below {name}", {"NPY_DISABLE_CPU_FEATURES": " ".join(levels[k:])}, [], here
    if "blas" in kinds:
        for core, needed in CORES.get(platform.machine().replace("AMD64", "x86_64"), {}).items():
            if needed in features():
                yield f"OpenBLAS {core}", {"OPENBLAS_CORETYPE": core}, [], here
    if "threads" in kinds:
        for n in ("1", "2"):
            yield f"{n} thread{'s' * (n != '1')}", {"OPENBLAS_NUM_THREADS": n, "OMP_NUM_THREADS": n}, [], here
    if "pythons" in kinds:
        for version in PYTHONS:
            if version == sys.version_info[:2]:
                continue
            name = "{}.{}".format(*version)
            python = environment(name)
            yield f"Python {name}", {}, [], python


def environment(version):
    """The Python of an environment with the lock's packages for this version, made once; None where there is none."""
    made = ENVIRONMENTS / version
    python = made / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = made / "installed"
    if stamp.is_file() and stamp.stat().st_mtime > (ROOT / "requirements.txt").stat().st_mtime:
        return python
    base = shutil.which(f"python{version}")
    # A name on the path may be a stub that says which versions could be had.
    if not base or subprocess.run([base, "-c", "import ensurepip, venv"], capture_output=True, check=False).returncode:
        return None
    print(f"setting up Python {version} ...", flush=True)
    for command in ([base, "-m", "venv", "--clear", made],
                    [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", "requirements.txt"],
                    [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "-e", "."]):
        subprocess.run(command, cwd=ROOT, check=True)
    stamp.touch()
    return python


def run(name, changes, extra, python):
    """Run all notebooks and numeric tests in one way; the cells and the tests that fail, and the seconds."""
    start = time.perf_counter()
    command = [python, "-m", "pytest", *extra, "--nbval", "--nbval-current-env", "--nbval-cell-timeout", "600", "-n", "2",
               "--dist", "loadfile", "-q", "-rfE", "--tb=no", "--color=no", "-p", "no:cacheprovider", "chapters", *numeric_tests()]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "DISTURB": "off", **changes}, capture_output=True, text=True, check=False)
    failed = re.findall(r"^(?:FAILED|ERROR) (\S+\.ipynb::Cell \d+|\S+)", done.stdout, re.M)
    if done.returncode not in (0, 1) or not re.search(r"\d+ passed", done.stdout):
        failed.append("pytest did not finish: " + " ".join((done.stdout + done.stderr).split())[-300:])
    return failed, time.perf_counter() - start


def main(*words):
    numbers = [word for word in words if re.fullmatch(r"\d+(-\d+)?", word)]
    kinds = [word for word in words if word not in numbers] or KINDS
    if unknown := set(kinds) - set(KINDS):
        sys.exit(f"{', '.join(sorted(unknown))}: no such kind; expected some of {', '.join(KINDS)}.\n\n{__doc__}")
    first, _, last = (numbers or [str(SEEDS)])[-1].rpartition("-")
    seeds = range(int(first or 1), int(last) + 1)
    print(f"{platform.machine()}, NumPy {np.__version__}, here Python {platform.python_version()}\n\n"
          f"| {'variant':30} | cells | tests | seconds |\n|:{'-' * 30}-|------:|------:|--------:|", flush=True)
    worst = 0
    for name, changes, extra, python in variants(kinds, seeds):
        if python is None:
            print(f"| {name:30} |     – |     – | not installed here |", flush=True)
            continue
        failed, seconds = run(name, changes, extra, python)
        cells = [f for f in failed if ".ipynb::" in f]
        print(f"| {name:30} | {len(cells):5} | {len(failed) - len(cells):5} | {seconds:7.0f} |", flush=True)
        print("".join(f"  differs: {f}\n" for f in failed), end="", flush=True)
        worst = max(worst, len(failed))
    sys.exit(worst > 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
