"""The types that nnlib declares hold: in the numerics, in the example of README, and for whoever installs the package."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import nnlib

ROOT = Path(__file__).parents[1]
EXAMPLE = re.search(r"`import nnlib` needs NumPy and nothing else:\n\n((?: {4}.*\n|\n)+)", (ROOT / "README.md").read_text(encoding="utf8"))
CODE = "\n".join(line.removeprefix("    ") for line in EXAMPLE[1].split("\n"))


@pytest.fixture(scope="module")
def problems(tmp_path_factory):
    """What mypy finds in files, or in those of pyproject.toml, whose settings hold for both; it remembers what it has read of NumPy."""
    memory = tmp_path_factory.mktemp("mypy")

    def run(*files):
        command = [sys.executable, "-m", "mypy", "--cache-dir", memory, "--no-error-summary", *files]
        done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode in (0, 1) and not done.stderr, done.stderr  # 2: it did not run
        return [line for line in done.stdout.splitlines() if ": error:" in line]

    return run


def test_the_numerics_have_the_types_that_they_declare(problems):
    assert problems() == [] and tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["tool"]["mypy"]["files"] == ["nnlib"]


def test_the_example_of_readme_runs_and_has_no_type_error(problems, tmp_path, capsys):
    (tmp_path / "example.py").write_text(CODE, encoding="utf8")
    assert problems(tmp_path / "example.py") == []
    exec(CODE, {})
    assert 0 < float(capsys.readouterr().out) < 2  # random targets of variance 1, fitted a little


@pytest.mark.parametrize("old, new", [
    ("Network((2, 3, 1)", 'Network("2, 3, 1", 3'), ("net.objective(X, Y, mse)", "net.objective(X, Y, sigmoid)"),
    ("net.init(rng)", "net.init(0)"), ("steps=500", "steps=500.0"), (".cost", ".price"),
])
def test_a_planted_type_error_is_found(problems, tmp_path, old, new):
    assert old in CODE
    (tmp_path / "example.py").write_text(CODE.replace(old, new), encoding="utf8")
    assert problems(tmp_path / "example.py")


def test_a_loss_need_not_let_its_name_be_changed(problems, tmp_path):
    """The slip that made every frozen loss an error: a plain `name: str` in a protocol asks for one that can be set."""
    text = (ROOT / "nnlib/losses.py").read_text(encoding="utf8")
    (tmp_path / "as_it_was.py").write_text(
        text.replace("    @property\n    def name(self) -> str: ...", "    name: str") + "\n\nloss: Loss = mse\n", encoding="utf8")
    assert any("settable" in line or "assignment" in line for line in problems(tmp_path / "as_it_was.py"))


def test_the_package_says_that_it_has_types():
    assert (Path(nnlib.__file__).parent / "py.typed").is_file()
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))
    assert "py.typed" in settings["tool"]["setuptools"]["package-data"]["*"]
