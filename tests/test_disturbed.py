"""Disturbed arithmetic moves what another processor might move and nothing else, and a fragile cell fails under it."""

import ast
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest

from tests.disturbed.arithmetic import Disturbed, Sources, setting
from tools import notebooks

ROOT = Path(__file__).resolve().parent.parent

EXACT = [0.0, -0.0, 1.0, -3.0, 0.25, 1234567.0, 2.0**40, 1e15, np.inf, -np.inf, 5e-324, 1.3e-310]


def ulps(a, b):
    """How many floats apart two arrays are, entry by entry."""
    kind = {4: np.int32, 8: np.int64}[a.dtype.itemsize]
    return a.view(kind) - b.view(kind)


@pytest.mark.parametrize("place", [False, True])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_last_bits_move_by_one_at_most(place, dtype):
    """A third of the numbers goes down, a third up, a third stays: 20,000 of them, so ± 0.02 is six standard errors."""
    values = np.random.default_rng(0).normal(size=20_000).astype(dtype)
    moved = ulps(Disturbed(1, place).moved(values.copy()), values)
    assert set(moved) == {-1, 0, 1}
    assert np.abs(np.bincount(moved + 1) / moved.size - 1 / 3).max() < 0.02


@pytest.mark.parametrize("place", [False, True])
def test_what_is_exact_stays(place):
    """No processor gets these wrong, and of a subnormal number the last bit may be all there is."""
    exact = np.array([*EXACT, np.nan])
    assert np.array([Disturbed(1, place).moved(x) for x in exact.tolist()]).tobytes() == exact.tobytes()
    assert Disturbed(1, place).moved(exact.copy()).tobytes() == exact.tobytes()
    whole = np.arange(7)
    assert Disturbed(1, place).moved(whole) is whole


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_what_is_finite_stays_finite(dtype):
    largest = np.full(1000, np.finfo(dtype).max)
    for seed in range(9):
        for place in (False, True):
            assert np.isfinite(Disturbed(seed, place).moved(np.concatenate([largest, -largest]))).all()
        assert math.isfinite(Disturbed(seed).moved(sys.float_info.max)) and math.isfinite(Disturbed(seed).moved(-sys.float_info.max))


def test_equal_inputs_give_equal_outputs_unless_the_place_counts():
    tenths = np.full(1000, 0.1)
    assert len(set(Disturbed(1).moved(tenths.copy()))) == 1
    assert len(set(Disturbed(1, place=True).moved(tenths.copy()))) == 3
    assert {float(Disturbed(seed).moved(0.1)) for seed in range(20)} == {np.nextafter(0.1, 0), 0.1, np.nextafter(0.1, 1)}


def test_every_kind_of_result_is_moved_and_keeps_its_kind():
    values = np.random.default_rng(0).normal(size=(4, 3))
    disturbed = Disturbed(1)
    assert [type(disturbed.moved(x)) for x in (0.1, 1j / 3, np.float32(0.1), [0.1], (0.1,), "text", None)] == [
        float, complex, np.float32, list, tuple, str, type(None)]
    assert [disturbed.moved(float(x)) for x in values.ravel()] == [*disturbed.moved(values.copy()).ravel()]
    assert [disturbed.moved(np.array(x)) for x in values.ravel()] == [*disturbed.moved(values.copy()).ravel()]
    assert (disturbed.moved(values + 1j * values).real == disturbed.moved(values.copy())).all()
    view, before = values.T, values.copy()
    assert (disturbed.moved(view) == disturbed.moved(before.copy()).T).all()
    assert (values == before).all(), "an array that others may see was changed"


@pytest.mark.parametrize("source", ["A @ B", "a ** 0.3", "a **= 3", "A @= B", "A.sum(axis=0)", "A.mean()", "sum([a, a])",
                                    "rng.normal(size=3)", "x.f(A @ B)"])
def test_products_sums_and_powers_are_found_in_a_source(source):
    assert "__disturb__(" in ast.unparse(Sources().visit(ast.parse(source)))


@pytest.mark.parametrize("source", ["a ** 2", "a * b + c", "np.sum(a)", "A.sum(out=b)", "A.reshape(3)", "'A @ B'"])
def test_what_every_processor_does_alike_is_left(source):
    """np.sum is replaced as a function; moved once more it would move twice."""
    assert "__disturb__(" not in ast.unparse(Sources().visit(ast.parse(source)))


COMPUTE = """
import sys
from tests.disturbed.arithmetic import install, setting
if sys.argv[1] != "off":
    install(*setting(sys.argv[1]))
import math
import numpy as np
from nnlib import Network, sigmoid, softplus, sse
net = Network((3, 4, 2), softplus, sigmoid)
X, Y = np.linspace(-1, 1, 15).reshape(5, 3), np.linspace(0, 1, 10).reshape(5, 2)
theta = net.init(np.random.default_rng(0))
print(*net.grad(theta, X, Y, sse).vector, math.exp(0.3), np.logaddexp(0, 0.3), np.exp(0.1, out=np.zeros(1))[0])
"""


def compute(how):
    run = subprocess.run([sys.executable, "-c", COMPUTE, how], cwd=ROOT, capture_output=True, text=True, check=True)
    return np.array(run.stdout.split(), dtype=float)


def test_nnlib_is_disturbed_by_a_few_last_bits():
    """A gradient of a small network is well conditioned: moved, and by no more than some rounding errors, 1e-14."""
    plain, by_value, by_place = compute("off"), compute("7"), compute("7-by-place")
    for disturbed in (by_value, by_place):
        assert (disturbed != plain)[:-3].any()
        np.testing.assert_allclose(disturbed, plain, rtol=1e-14, atol=1e-16)
    assert (by_value != by_place).any()
    assert {tuple((compute(str(seed)) != plain)[-3:]) for seed in range(4)} != {(False,) * 3}


def test_nnlib_already_imported_is_said():
    import nnlib  # noqa: F401
    from tests.disturbed.arithmetic import install

    with pytest.raises(RuntimeError, match="install before anything imports nnlib"):
        install(1)


@pytest.mark.parametrize("text", ["", "one", "-1", "7-by", "1.5"])
def test_a_setting_that_means_nothing_is_said(text):
    with pytest.raises(ValueError, match="expected off, a whole number such as 7, or 7-by-place"):
        setting(text)


FRAGILE = """x = 0.3
for _ in range(100):
    x = float(np.sin(3.1 * x))
f"{x:.3f}\""""


def run_cells(folder, sources, disturb):
    """Store the cells as a plain run shows them, then run them under pytest as `make test` does; its output and verdict."""
    path = folder / "cells.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources]), path)
    assert notebooks.run(path) == []
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-p", "tests.disturbed.plugin", "-p", "no:cacheprovider",
         "--color=no", "--rootdir", folder, "-c", os.devnull, path],
        cwd=ROOT, env={**os.environ, "DISTURB": disturb}, capture_output=True, text=True, check=False)
    return path, run.stdout, run.returncode


def test_a_fragile_cell_fails_and_is_told_what_to_do(tmp_path):
    """A chaotic run shows another number under every disturbance, and a mean of many exponentials does not."""
    steady = "import numpy as np\nf\"{np.exp(np.linspace(0, 1, 9)).mean():.6f}\""
    path, output, verdict = run_cells(tmp_path, [steady, FRAGILE], "1")
    shown = nbformat.read(path, as_version=4).cells[1].outputs[0].data["text/plain"]
    assert verdict == 1 and "1 failed, 1 passed" in output
    assert shown in output and len(set(re.findall(r"'0\.\d{3}'", output))) == 2, "both values are named"
    assert "Cell 1" in output and "python -m tools.notebooks run cells.ipynb" in output
    assert "Show what is stable in it" in output


def test_without_disturbance_the_same_cell_passes(tmp_path):
    _, output, verdict = run_cells(tmp_path, ["import numpy as np", FRAGILE], "off")
    assert verdict == 0 and "2 passed" in output
