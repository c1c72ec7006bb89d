"""Plants faults in a copy of the project, one at a time, and sees which test turns red: `make mutants`.

    python -m tools.mutants                    all of them; --list says which, without running anything
    python -m tools.mutants --only sign        some kinds only, or a group: numeric, content, site, moving, beside, reasoned
    python -m tools.mutants --thorough         every fault that the rules find in the package, not two of each kind
    python -m tools.mutants --sample 8         a few, spread over the kinds, the same on every run

A fault that nothing catches survives. Either a test is missing, or the fault changes nothing that can be seen; the
reasons for the latter stand in tests/mutants_argued.toml. A survivor without a reason there makes the run fail, and so
does a reason for a fault that does not survive. The working tree is never touched.
"""

import argparse
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tools import faults
from tools.faults import ROOT, Fault

ARGUED = ROOT / "tests/mutants_argued.toml"
WORKERS = 2
SECONDS = 180  # for one check; a fault that makes it longer has been noticed
LEFT_BEHIND = shutil.ignore_patterns(".git", ".venv", "_build", "drafts", "node_modules", "__pycache__", ".hypothesis",
                                     ".pytest_cache", "*.egg-info", ".ipynb_checkpoints")
SURVIVED = "-"
# How a fault can end. Only an assertion has compared something and found it wrong; so has the build where it is what a
# fault is planted for, as a link that leads nowhere. A crash or a time-out proves no test, and does not count.
ENDS = ("assertion", "build", "crash", "time-out")
COUNT = ("assertion", "build")


class Result(NamedTuple):
    """What became of a fault: the test that caught it, or SURVIVED; and how, one of ENDS, where it was caught."""

    fault: Fault
    caught_by: str
    seconds: float
    how: str = "assertion"


class Copy:
    """A copy of the project in which faults are planted."""

    def __init__(self, folder: Path):
        self.folder = folder
        shutil.copytree(ROOT, folder, ignore=LEFT_BEHIND, dirs_exist_ok=True)
        subprocess.run(["git", "init", "--quiet", folder], check=True)  # tests ask git which files there are
        # The copy's nnlib comes before the installed one, for pytest and for the kernels it starts. Bytecode would be
        # trusted by its time and size, which a planted fault may share with the original.
        self.environment = os.environ | {
            "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "NO_COLOR": "1", "COLUMNS": "400"}
        where = self.call("python", "-c", "import nnlib; print(nnlib.__file__)").stdout.strip()
        assert Path(where).is_relative_to(folder), f"{where} would be tested, not the copy in {folder}"

    def call(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment in the copy."""
        return subprocess.run([Path(sys.executable).with_name(program), *arguments], cwd=self.folder, text=True,
                              env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS, check=False)

    def red(self, check: tuple[str, ...]) -> tuple[str, str] | None:
        """What a check complains of first, and how it ended, one of ENDS; None where it is green."""
        try:
            if check[0] == "build":
                run = self.call("python", "-m", "course.site.build")
                if run.returncode:
                    complaint = re.search(r".*(WARNING|ERROR).*", run.stdout)
                    return (f"build: {complaint[0] if complaint else run.stdout[-300:]}".replace(f"{self.folder}/", ""),
                            "build" if complaint else "crash")
            plugins = ["-p", "nbval.plugin", "--nbval", "--nbval-current-env"] if check[1].endswith(".ipynb") else []
            pytest = ("python", "-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider", *plugins, *check[1:])
            run = self.call(*pytest, "-x")
            if run.returncode and ended(run.stdout)[1] != "assertion":  # another test may compare what this one only tripped over
                run = self.call(*pytest)
        except subprocess.TimeoutExpired:
            return f"no end within {SECONDS} s of {' '.join(check)}", "time-out"
        if run.returncode == 0:
            return None
        complaint, how = ended(run.stdout)
        return complaint or f"{' '.join(check)} ended with {run.returncode}: {run.stdout[-300:]}", how

    def plant(self, fault: Fault) -> Result:
        """Write a fault, run its checks until one of them finds it by an assertion, and put the file back.

        Where none does, what counts is the first that was red in another way.
        """
        start, path = time.perf_counter(), self.folder / fault.path
        original = path.read_bytes()
        path.write_text(fault.planted(), encoding="utf8")
        try:
            found = []
            for check in fault.checks:
                if red := self.red(check):
                    found.append(red)
                    if red[1] == "assertion":
                        break
        finally:
            path.write_bytes(original)
        caught_by, how = min(found, key=lambda red: red[1] != "assertion", default=(SURVIVED, ""))
        return Result(fault, caught_by, time.perf_counter() - start, how)


def ended(output: str) -> tuple[str, str]:
    """(the first test that compared and found something wrong, "assertion"), else (the first that was red, or nothing, "crash")."""
    complaints = re.findall(r"^(FAILED|ERROR:?) (\S.*?)(?: - (.*))?$", output, re.M)
    compared = [test for kind, test, reason in complaints if kind == "FAILED" and asserted(reason or None)]
    return (compared[0], "assertion") if compared else (complaints[0][1] if complaints else "", "crash")


def asserted(reason: str | None) -> bool:
    """Whether a failed test, by its reason in pytest's summary, has compared; nbval gives no reason where an output differs."""
    return reason is None or re.match(r"assert\b|AssertionError|Failed\b|hypothesis|\s*$|E? *Not equal", reason) is not None


def spread(planned: list[Fault], n: int) -> list[Fault]:
    """`n` of the faults, as evenly over the kinds and within each as can be; the same ones on every run."""
    kinds: dict[str, list[Fault]] = {}
    for fault in planned:
        kinds.setdefault(fault.kind, []).append(fault)
    chosen: list[Fault] = []
    for turn in range(n):
        for members in kinds.values():
            share = min(len(members), n // len(kinds) + 1)
            if turn < share and len(chosen) < n:
                chosen.append(members[(2 * turn + 1) * len(members) // (2 * share)])
    return chosen


def run(planned: list[Fault], say=print, first_without=True) -> list[Result]:
    """Plant every fault in one of a few copies, after seeing that each check is green without any fault."""
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder, ThreadPoolExecutor(WORKERS) as pool:
        copies: queue.Queue[Copy] = queue.Queue()
        for k in range(min(WORKERS, len(planned))):
            copies.put(Copy(Path(folder).resolve() / str(k)))
        lock = threading.Lock()

        def using(work, what):
            copy = copies.get()
            try:
                return work(copy, what)
            finally:
                copies.put(copy)

        checks = sorted({check for fault in planned for check in fault.checks}) if first_without else []
        red = {check: found for check, found in zip(checks, pool.map(lambda c: using(Copy.red, c), checks)) if found}
        for check, (found, _) in red.items():
            say(f"red without any fault, so it cannot judge one: {' '.join(check)}: {found}")

        def judge(fault):
            result = (Result(fault, f"not judged: {fault.checks[0][-1]} is red anyway", 0.0)
                      if set(fault.checks) & red.keys() else using(Copy.plant, fault))
            with lock:
                results.append(result)
                say(f"{len(results):4d}/{len(planned)} {result.seconds:5.1f} s  {fault.kind:10s} "
                    f"{'SURVIVED' if result.caught_by == SURVIVED else 'caught  '}  {fault.name[:120]}", flush=True)

        list(pool.map(judge, planned))
    return sorted(results, key=lambda result: planned.index(result.fault))


def report(results: list[Result], argued: dict[str, str]) -> tuple[str, bool]:
    """The table of all faults, the survivors with their reasons, and whether all is well."""
    lines = ["", f"{'kind':11s} {'seconds':>7s}  fault, and what caught it"]
    for fault, caught_by, seconds, how in results:
        lines += [f"{fault.kind:11s} {seconds:7.1f}  {fault.path}:{fault.line}  {fault.what}",
                  f"{'':21s} {caught_by}{f'  ({how})' if how not in ('', 'assertion') else ''}"]
    survivors = [result.fault for result in results if result.caught_by == SURVIVED]
    unjudged = [result.fault for result in results if result.caught_by.startswith("not judged")]
    unargued = [fault for fault in survivors if fault.name not in argued]
    stale = [r.fault for r in results if r.fault.name in argued and r.fault not in survivors + unjudged]
    by_kind = Counter((result.fault.kind, how_it_ended(result)) for result in results)
    ends = (*ENDS, "survived", "not judged")
    caught = sum(how_it_ended(result) in COUNT for result in results)
    uncounted = [result for result in results if how_it_ended(result) in ENDS and how_it_ended(result) not in COUNT]
    lines += ["", " ".join([f"{'kind':11s}", *(f"{end:>10s}" for end in ends)])]
    lines += [" ".join([f"{kind:11s}", *(f"{by_kind[kind, end] or '':>10}" for end in ends)])
              for kind in dict.fromkeys(result.fault.kind for result in results)]
    lines += ["", f"{len(results)} faults, {caught} caught by a comparison, {len(uncounted)} by a crash or a time-out only, which do not count, "
              f"{len(survivors)} survive ({len(survivors) - len(unargued)} argued), {len(unjudged)} not judged"]
    lines += [f"  compared by no test, {result.how}: {result.fault.name}" for result in uncounted]
    lines += [f"  survives, argued: {f.name}\n    {argued[f.name]}" for f in survivors if f.name in argued]
    lines += [f"  SURVIVES: {f.path}:{f.line}  [{f.name}]" for f in unargued]
    lines += [f"  argued in {ARGUED.name}, but caught: {f.name}" for f in stale]
    return "\n".join(lines), not (unargued or stale or unjudged)


def how_it_ended(result: Result) -> str:
    """One of ENDS, or that it survived or was not judged."""
    if result.caught_by == SURVIVED:
        return "survived"
    return "not judged" if result.caught_by.startswith("not judged") else result.how


def reasons() -> dict[str, str]:
    """Why a fault may survive, by the fault's name."""
    return tomllib.loads(ARGUED.read_text(encoding="utf8")) if ARGUED.exists() else {}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="KIND", nargs="+", help="kinds of faults, or numeric, content, site, moving, beside, reasoned")
    parser.add_argument("--match", metavar="TEXT", default="", help="faults whose file or change has this text in it")
    parser.add_argument("--sample", metavar="N", type=int, help="only N faults, spread over the kinds")
    parser.add_argument("--thorough", action="store_true", help="not only two of each kind in each function")
    parser.add_argument("--list", action="store_true", help="name the faults and plant none")
    options = parser.parse_args()
    groups = faults.groups(None if options.thorough else 2)
    planned = [fault for group, members in groups.items() for fault in members
               if options.match in fault.name
               and (not options.only or {group, fault.kind} & set(options.only))]
    if not planned:
        kinds = sorted({fault.kind for group in groups.values() for fault in group})
        sys.exit(f"no such fault; the kinds are {', '.join([*groups, *kinds])}")
    if options.sample:
        planned = spread(planned, options.sample)
    if options.list:
        print("\n".join(f"{fault.kind:11s} {fault.path}:{fault.line}  {fault.what}" for fault in planned))
        return
    start = time.perf_counter()
    text, well = report(run(planned), reasons())
    print(text)
    print(f"{time.perf_counter() - start:.0f} s")
    sys.exit(not well)


if __name__ == "__main__":
    main()
