"""The explorer of chapter 7 as Python sees it, against one layer after the other in plain loops."""

import math

import numpy as np
import pytest
from course.widgets import LayerStack
from course.widgets.depth import TARGET, WIDTH, D
from course.widgets.flow import normals

PHI = {"sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a)), "tanh": (np.tanh, lambda a: 1 - a * a),
       "relu": (lambda z: np.maximum(z, 0), lambda a: 1.0 * (a > 0)), "identity": (lambda z: z, np.ones_like)}


def one_after_the_other(activation, gain, layers, seed):
    """The sizes of a and of δ, with the numbers drawn in the order in which the module says."""
    weights, samples = normals(2 * seed), normals(2 * seed + 1)
    draw = lambda source, rows: np.array([[next(source) for _ in range(WIDTH)] for _ in range(rows)])  # noqa: E731
    Ws = [gain / math.sqrt(WIDTH) * draw(weights, WIDTH) for _ in range(layers)]
    X, Y = draw(samples, D), TARGET * draw(samples, D)
    f, slope = PHI[activation]
    A = [X]
    for W in Ws[:-1]:
        A.append(f(A[-1] @ W))
    deltas = [2 / D * (A[-1] @ Ws[-1] - Y)]
    for W, a in zip(Ws[:0:-1], A[:0:-1], strict=True):
        deltas.insert(0, deltas[0] @ W.T * slope(a))
    rms = lambda M: float(np.sqrt((M**2).mean()))  # noqa: E731
    return [rms(a) for a in A], [rms(d) for d in deltas]


@pytest.mark.parametrize("activation", PHI)
def test_sizes_and_factors_are_those_of_a_plain_loop(activation):
    for gain, layers, seed in ((1, 20, 1), (0.5, 3, 7), (2.5, 12, 40)):
        stack = LayerStack(activation=activation, gain=gain, layers=layers, seed=seed)
        a, delta = one_after_the_other(activation, gain, layers, seed)
        assert list(stack.sizes()[0].values()) == pytest.approx(a, rel=1e-10)
        assert list(stack.sizes()[1].values()) == pytest.approx(delta, rel=1e-10)
        assert stack.factors() == pytest.approx([front / behind for front, behind in zip(delta, delta[1:], strict=False)], rel=1e-9)
        assert math.prod(stack.factors()[:-1]) == pytest.approx(stack.factor() ** (layers - 2), rel=1e-9)


def test_the_scale_multiplies_each_layer_where_nothing_bends():
    """Three times the gain is three times the factor: to a hundredth, since the output, 0.6²⁰ of its targets, has a share in its δ."""
    for activation in ("identity", "relu"):
        once, thrice = (LayerStack(activation=activation, gain=gain).factor() for gain in (0.2, 0.6))
        assert thrice / once == pytest.approx(3, rel=0.01)


def test_the_sigmoid_vanishes_and_no_scale_of_the_start_levels_it_at_one():
    assert LayerStack().factor() < 0.25 < LayerStack(gain=5).factor()
    assert LayerStack(activation="identity", gain=3).factor() > 2
