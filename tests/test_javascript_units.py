"""The unit tests of the scripts, in tests/javascript, pass under node's own runner, and fail where a fault is planted."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from copied_scripts import planted

from course.site.formulas import node

ROOT = Path(__file__).resolve().parents[1]
NUMBERS, ENGINE, PARTS, LINKS, SEARCH = "course/numbers.js", "course/widgets/engine.js", "course/widgets/parts.js", "course/site/static/explorers.js", "course/site/static/search.js"


def by_node(folder=ROOT):
    """What node's runner says of the tests in tests/javascript, with the scripts of a folder."""
    files = sorted(map(str, (ROOT / "tests/javascript").glob("*.test.mjs")))
    return subprocess.run([node(), "--test", "--test-reporter", "tap", *files], env=os.environ | {"BOOK": str(folder)}, capture_output=True, text=True,
                          encoding="utf8", timeout=120, check=False)


def test_the_unit_tests_pass():
    done = by_node()
    assert done.returncode == 0 and int(re.search(r"^# pass (\d+)", done.stdout, re.M)[1]) > 40, done.stdout + done.stderr


@pytest.mark.parametrize(("name", "old", "new"), [
    (ENGINE, "net.phi[l].prime(Z[l][d][j])", "net.phi[l].prime(A[l][d][j])"), (ENGINE, "2 * c(Y.length, row.length)", "c(Y.length, row.length)"),
    (ENGINE, "{ k, diverged: true }]", "{ k: k + 1, diverged: true }]"), (NUMBERS, 'Number(part.replace(",", "."))', "Number(part)"), ("course/numbers.json", '"⅞": "7/8"', '"⅞": "5/8"'), (PARTS, "?? NaN", "?? 0"),
    (NUMBERS, "|[.,][0-9]+)", "|[.][0-9]+)"), (LINKS, "x <= bounds.most) ||", "x < bounds.most) ||"), (LINKS, '.replaceAll("%2C", ",")', ""),
    (LINKS, "Object.hasOwn(state._bounds, name)", "(name in state)"),
    (SEARCH, "`${grouped(first)}/${grouped(second)}`", "first + second"), (SEARCH, "whole.indexOf(\" \", from) + 1", "from")])
def test_a_planted_fault_fails_a_unit_test(tmp_path, name, old, new):
    done = by_node(planted(tmp_path, (name, old, new)))
    assert done.returncode == 1 and re.search(r"^# fail [1-9]", done.stdout, re.M), done.stdout + done.stderr
