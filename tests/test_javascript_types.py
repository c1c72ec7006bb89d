"""The types that the scripts declare in comments hold, by the TypeScript compiler, and a linter finds nothing.

Both are those of deno, which is a Python package; it reads `deno.json`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from copied_scripts import planted

from tools import check

ROOT = Path(__file__).resolve().parents[1]
ENGINE, LINKS = "course/widgets/engine.js", "course/site/static/explorers.js"
TYPES = [(ENGINE, "= unpack(net.sizes, theta), L", "= unpack(net, theta), L"), (ENGINE, "loss.cost(passed.A[net.sizes.length - 1], Y)", "loss.cost(passed.A, Y)"),
         (ENGINE, "Y, loss).grad)", "Y, loss).gradient)"), ("course/widgets/descent/descent.js", "import { descend, sum } from", "import { descent, sum } from"),
         (LINKS, 'addEventListener("hashchange", (event)', 'addEventListeners("hashchange", (event)'), ("course/widgets/charts.js", "ticks(y[0], y[1], 5, log)", "ticks(y[0], y[1], log)")]
LINTED = [(ENGINE, "export const sum =", "const unused = 1;\nexport const sum ="), (ENGINE, "if (k > 0) theta", "debugger;\n    if (k > 0) theta"),
          (ENGINE, "const path = [];", "var path = [];")]


@pytest.fixture(scope="module")
def deno(tmp_path_factory):
    """deno(arguments, folder=…): its exit status and what it says; it remembers what it has read."""
    memory = tmp_path_factory.mktemp("deno")

    def run(*arguments, folder=ROOT):
        done = subprocess.run([sys.executable, "-m", "deno", *arguments], cwd=folder, env=os.environ | check.DENO | {"DENO_DIR": str(memory), "NO_COLOR": "1"},
                              capture_output=True, text=True, encoding="utf8", timeout=120, check=False)
        return done.returncode, done.stdout + done.stderr

    return run


def test_the_types_hold(deno):
    assert deno("check", "--quiet", *check.scripts()) == (0, "")


def test_planted_type_errors_are_found(deno, tmp_path):
    """Each in its file and line; what follows from one may be found elsewhere too."""
    status, said = deno("check", *check.scripts(), folder=planted(tmp_path, *TYPES))
    found = {(name, int(line)) for name, line in re.findall(r"at file://\S*?/(course/\S+?\.js):(\d+):\d+", said)}
    lines = {(name, (tmp_path / name).read_text(encoding="utf8").split(new)[0].count("\n") + 1) for name, _, new in TYPES}
    assert status == 1 and lines <= found, said


def test_the_linter_finds_nothing(deno):
    assert deno("lint", "--quiet", *check.scripts(), "tests/javascript") == (0, "")


def test_what_the_linter_forbids_is_found(deno, tmp_path):
    status, said = deno("lint", ENGINE, folder=planted(tmp_path, *LINTED))
    assert status == 1 and {"no-unused-vars", "no-debugger", "no-var"} <= set(re.findall(r"error\[([\w-]+)\]", said)), said
