"""The cloud of descents: its script goes where nnlib.many goes, and its curvature is that of the Hessian at an exact fit."""

import itertools

import numpy as np
import pytest
from course.widgets import DescentCloud
from course.widgets.cloud import CLOUDS, _sharpest
from nnlib import sse, train
from nnlib.hessian import hessian

STATES = [dict(cost=cost, eta=eta, spread=spread, runs=runs, first=first, steps=steps)
          for cost, eta, (spread, runs, first), steps in itertools.product(
              CLOUDS, (0.03, 0.11, 0.6), ((0.5, 100, 0), (1.8, 7, 4321), (2.5, 30, 9)), (0, 1, 12))]
WORK = """return given.states.map((s) => {
    const stack = module.together(given.clouds[s.cost], s.runs, s.spread, s.first), start = Array.from(stack.theta);
    while (stack.k < s.steps) stack.advance(s.eta);
    return {start, theta: Array.from(stack.theta), cost: Array.from(stack.cost), ended: Array.from(stack.ended), curvatures: Array.from(stack.curvatures())};
});"""


def test_the_script_goes_where_nnlib_many_goes(javascript):
    """Not to the last bit, since exp and logarithm of a browser differ in theirs; a dozen steps of a steep cost enlarge that."""
    seen, compared = set(), 0
    for state, shown in zip(STATES, javascript(DescentCloud._esm, WORK, {"clouds": DescentCloud()._clouds, "states": STATES}), strict=True):
        cloud = DescentCloud(**state)
        ends, shape = cloud.ends(), (-1, state["runs"])
        assert (np.reshape(shown["start"], shape) == cloud.starts().array).all()  # these to the last bit
        assert [k < 0 for k in shown["ended"]] == [why != "diverged" for why in ends.why], state
        going = ends.why != "diverged"
        seen |= {*ends.why}
        assert [k for k in shown["ended"] if k >= 0] == ends.k[~going].tolist()
        tame = going & (ends.cost < 1e3)  # far out rounding errors grow without bound
        np.testing.assert_allclose(np.reshape(np.array(shown["theta"], float), shape)[:, tame], ends.theta.array[:, tame], rtol=1e-8, atol=1e-8)
        np.testing.assert_allclose(np.array(shown["cost"], float)[tame], ends.cost[tame], rtol=1e-7, atol=1e-10)
        np.testing.assert_allclose(np.array(shown["curvatures"], float)[tame], cloud.curvatures()[tame], rtol=1e-7)
        compared += tame.sum()
    assert compared > 500 and seen == {"steps", "diverged"}


@pytest.mark.parametrize("cost", CLOUDS)
def test_at_an_exact_fit_the_curvature_is_that_of_the_hessian(cost):
    _, net, X, Y, moves, _ = CLOUDS[cost]
    objective = net.objective(X, Y, sse)
    if cost == "product":
        theta = net.params(W={1: [[0.5]], 2: [[2.0]]}, b={1: [0], 2: [0]})
        assert _sharpest(net, theta, X, np.array(moves)) == pytest.approx(2 * (0.5**2 + 2**2))
    else:
        theta = train(objective, DescentCloud(cost=cost, spread=0.01).starts()[0], eta=0.03, steps=5000, every=5000)[-1].theta
    H = hessian(lambda point: objective(point)[1], theta)[np.ix_(np.flatnonzero(moves), np.flatnonzero(moves))]
    assert _sharpest(net, theta, X, np.array(moves)) == pytest.approx(np.linalg.eigvalsh(H)[-1], rel=1e-5)  # H is made of differences


def test_what_comes_to_rest_rests_below_the_edge():
    """Or within one per cent of it, as in the chapter, where the swings die out by more than the second order."""
    for cost, eta in (("product", 0.2), ("neurons", 0.11)):
        cloud = DescentCloud(cost=cost, eta=eta, spread=1.2 if cost == "product" else 0.3, steps=2000)
        ends, rest = cloud.ends(), cloud.ends().cost < 1e-12
        assert rest.sum() > 20 and (cloud.curvatures()[rest] < 1.01 * 2 / eta).all() and set(ends.why[rest]) == {"steps"}
