"""The quick checks check: they name files that exist, the linter finds what is planted, and markers choose their tests."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tools import check

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = sorted((ROOT / "chapters").glob("[01]*.ipynb"))


def linted(code, name="nnlib/planted.py"):
    """The rules that a file with this code would break there."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--quiet", "--output-format", "concise", "--stdin-filename", name, "-"]
    done = subprocess.run(command, cwd=ROOT, input=code, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode in (0, 1) and not done.stderr, done.stderr  # 2: it did not run
    return re.findall(r"^\S+:\d+:\d+: ([A-Z]+\d+)", done.stdout, re.M)


def test_the_linter_finds_nothing():
    done = subprocess.run([sys.executable, "-m", "ruff", "check", "--no-cache", "."], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0 and "All checks passed" in done.stdout, done.stdout


@pytest.mark.parametrize(("code", "rule"), [
    ("import math\n", "F401"), ("def f(x):\n    return y\n", "F821"), ("def f(x):\n    y = x\n", "F841"), ("def f(x=[]):\n    return x\n", "B006"),
    ("fs = []\nfor k in range(3):\n    fs.append(lambda: k)\n", "B023"), ("x = None\ny = x == None\n", "E711"), ("try:\n    x = 1\nexcept:\n    x = 2\n", "E722"),
    ("x = 1\nassert (x, 'no')\n", "F631"), ("x = 'a' is 'a'\n", "F632"), ("def f():\n    '''One.'''\n    return f''\n", "F541"),
])
def test_a_planted_slip_is_found(code, rule):
    assert rule in linted(code)


def test_the_commands_name_files_that_exist():
    named = [part for command in [*check.package(), *(c for n in range(1, len(CHAPTERS) + 1) for c in check.chapter(n))]
             for part in command if part.endswith((".py", ".ipynb"))]
    assert len(named) > 60 and [name for name in named if not (ROOT / name).is_file()] == []


def test_a_chapter_that_there_is_not_is_told():
    with pytest.raises(SystemExit, match="no chapter 77; there are 01-derivatives.ipynb"):
        check.chapter(77)


def test_every_hook_is_a_command_of_the_makefile():
    repositories = YAML(typ="safe").load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf8"))["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    for hook in repositories[0]["hooks"]:
        program, target = shlex.split(hook["entry"])
        assert program == "make" and re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf8"), re.M)


def test_markers_choose_their_tests():
    """Collected once; what -m does with marks is pytest's business."""
    files = {"proofs": "test_formulas.py", "editions": "test_worksheet.py", "browser": "test_drawing.py", None: "test_tables.py"}
    code = "import pytest; pytest.main(['--collect-only', '-qq', '-p', 'no:cacheprovider', *%r], plugins=[type('Told', (), {'pytest_collection_finish': %s})()])"
    told = "lambda self, session: print(*(f'{item.path.name} {sorted(mark.name for mark in item.iter_markers())}' for item in session.items), sep='\\n')"
    named = [f"tests/{'site/' if mark == 'browser' else ''}{name}" for mark, name in files.items()]
    done = subprocess.run([sys.executable, "-c", code % (named, told)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    marked = {name: [re.findall(r"'(proofs|editions|browser)'", line) for line in done.stdout.splitlines() if line.startswith(f"{name} [")] for name in files.values()}
    for mark in ("proofs", "editions"):
        assert marked[files[mark]] and all(marks == [mark] for marks in marked[files[mark]])
    assert sorted(map(tuple, {tuple(marks) for marks in marked[files["browser"]]})) == [(), ("browser",)]  # one test of it needs a browser
    assert marked[files[None]] and not any(marked[files[None]])
