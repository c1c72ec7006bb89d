"""The JavaScript engine of the moving figures computes what nnlib computes, to 1e-12 of the size of each result.

Why not to the last bit: the order of sums differs (NumPy adds pairwise or by blocks), and exp and tanh of JavaScript and
of NumPy may differ in the last place. A dozen layers of that stay far below 1e-12; a wrong formula does not.
"""

from pathlib import Path

import numpy as np
import pytest
from nnlib import activations, losses
from nnlib.network import Network
from nnlib.training import Diverged, train

ENGINE = (Path(__file__).parents[1] / "course/widgets/engine.js").read_text(encoding="utf8")
PHI = ("identity", "sigmoid", "softplus", "tanh", "relu")
LOSSES = ("sse", "half_sse", "mse", "half_mse", "mean_squared", "cross_entropy")
TOLERANCE = 1e-12

PASSES = """
    const net = {sizes: c.sizes, phi: Object.fromEntries(c.phi.map((name, k) => [k + 1, e.activations[name]]))};
    const passed = e.forward(net, c.theta, c.X), loss = e.losses[c.loss];
    const {delta, grad} = e.backward(net, c.theta, passed, c.Y, loss);
    const path = e.descend(e.objective(net, c.X, c.Y, loss), c.theta, c.eta, 3);
    return {Z: passed.Z, A: passed.A, cost: loss.cost(passed.A[c.sizes.length - 1], c.Y), delta, grad: e.pack(grad),
            W: e.unpack(c.sizes, c.theta).W, count: e.count(c.sizes),
            path: path.map(s => s.diverged ? 'diverged' : s.theta)};
"""


@pytest.fixture
def run(javascript):
    """run(work, cases, engine=…): a JavaScript function body of (e, c), the engine and a case, for each case."""
    each = "const work = new Function('e', 'c', given.work); return given.cases.map((c) => work(module, c));"
    return lambda work, cases, engine=ENGINE: javascript(engine, each, {"work": work, "cases": cases})


def apart(came, expected):
    """The largest difference as a fraction of the largest expected entry."""
    came, expected = np.asarray(came, dtype=float), np.asarray(expected, dtype=float)
    assert came.shape == expected.shape
    if np.array_equal(came, expected):
        return 0.0
    size = np.abs(expected).max()
    return float(np.abs(came - expected).max() / size) if size else np.inf


def drawn(rng, scale):
    """A random network with samples, a loss and a rate, as plain data."""
    sizes = [int(n) for n in rng.integers(1, 7, size=rng.integers(2, 7))]
    D, loss = int(rng.integers(1, 6)), str(rng.choice(LOSSES))
    phi = [str(name) for name in rng.choice(PHI, size=len(sizes) - 1)]
    Y = rng.standard_normal((D, sizes[-1]))
    if loss == "cross_entropy":
        phi[-1], Y = "identity", np.eye(sizes[-1])[rng.integers(sizes[-1], size=D)]
    P = sum(n * m + m for n, m in zip(sizes, sizes[1:], strict=False))
    return {"sizes": sizes, "phi": phi, "loss": loss, "eta": 0.01, "theta": rng.standard_normal(P).tolist(),
            "X": (scale * rng.standard_normal((D, sizes[0]))).tolist(), "Y": Y.tolist()}


def by_python(case):
    """What the engine has to give."""
    net = Network(tuple(case["sizes"]), *(getattr(activations, name) for name in case["phi"]))
    loss, X, Y = getattr(losses, case["loss"]), np.array(case["X"]), np.array(case["Y"])
    theta = net.zeros()
    theta.vector[:] = case["theta"]
    Z, A = net.forward(theta, X)
    delta, grad = net.backward(theta, Z, A, Y, loss)
    try:
        path = train(net.objective(X, Y, loss), theta, eta=case["eta"], steps=3)
    except Diverged as error:
        path = error.steps
    return {"Z": Z, "A": A, "cost": loss(A[net.L], Y), "delta": delta, "grad": grad.vector, "W": theta.W,
            "count": theta.vector.size, "path": [step.theta.vector for step in path]}


def errors(came, expected):
    """The relative difference of each part, by name; a descent that ends elsewhere is infinitely far."""
    found = {name: apart(came[name], expected[name]) for name in ("cost", "grad", "count")}
    for name in ("Z", "A", "delta", "W"):
        found[name] = max(apart(came[name][str(l)], value) for l, value in expected[name].items())
    steps = [step for step in came["path"] if step != "diverged"]
    found["path"] = max((apart(a, b) for a, b in zip(steps, expected["path"], strict=True)), default=0)
    return found


CASES = [drawn(np.random.default_rng(k), scale) for k in range(40) for scale in (1, 1e-8, 30, 700)]


def worst(run, engine=ENGINE):
    """The largest error of each part over all cases."""
    found = [errors(came, by_python(case)) for case, came in zip(CASES, run(PASSES, CASES, engine), strict=True)]
    return {name: max(each[name] for each in found) for name in found[0]}


def test_the_cases_cover_every_activation_and_loss():
    assert {name for case in CASES for name in case["phi"]} == set(PHI)
    assert {case["loss"] for case in CASES} == set(LOSSES)


def test_forward_backward_cost_and_descent_are_those_of_nnlib(run, record_property):
    found = worst(run)
    record_property("largest error", max(found.values()))
    print(found)
    assert {name: error for name, error in found.items() if not error <= TOLERANCE} == {}  # NaN is no agreement


@pytest.mark.parametrize("name", PHI)
def test_an_activation_keeps_its_digits_for_any_z(run, name):
    """In both tails as well: each value, not only the largest, is right to 1e-12 of itself."""
    z = np.concatenate([np.linspace(-700, 700, 1401), [-1e308, -1e-300, 0.0, 1e-300, 1e308],
                        np.geomspace(1e-12, 40, 200), -np.geomspace(1e-12, 40, 200)])
    (came,) = run("return [c.z.map(e.activations[c.name].f), c.z.map(e.activations[c.name].prime)]",
                  [{"name": name, "z": z.tolist()}])
    phi = getattr(activations, name)
    for values, expected in zip(came, (phi(z), phi.prime(z)), strict=True):
        np.testing.assert_allclose(values, expected, rtol=TOLERANCE, atol=1e-320)  # below that numbers have few bits left


def test_large_logits_do_not_overflow(run):
    Z, Y = [[1000.0, -1000.0, 999.0]], [[0.0, 1.0, 0.0]]
    (came,) = run("return {cost: e.losses.cross_entropy.cost(c.Z, c.Y), grad: e.losses.cross_entropy.grad(c.Z, c.Y)}",
                  [{"Z": Z, "Y": Y}])
    loss, Z, Y = losses.cross_entropy, np.array(Z), np.array(Y)
    assert apart([came["cost"]], [loss(Z, Y)]) < TOLERANCE and apart(came["grad"], loss.grad(Z, Y)) < TOLERANCE


def test_a_descent_that_leaves_the_numbers_says_so_at_the_same_step(run):
    case = {**drawn(np.random.default_rng(3), 1), "sizes": [1, 1], "phi": ["identity"], "theta": [1.0, 0.0],
            "X": [[10.0]], "Y": [[0.0]], "loss": "sse"}
    (came,) = run("""const net = {sizes: c.sizes, phi: {1: e.activations.identity}};
        return e.descend(e.objective(net, c.X, c.Y, e.losses.sse), c.theta, 1e3, 200).at(-1)""", [case])
    net = Network((1, 1), activations.identity)
    with pytest.raises(Diverged) as error:
        train(net.objective(np.array([[10.0]]), np.array([[0.0]]), losses.sse), net.params(W={1: [[1.0]]}, b={1: [0.0]}),
              eta=1e3, steps=200)
    assert came == {"k": error.value.k, "diverged": True}


FAULTS = {
    "σ′ at a": ("net.phi[l].prime(Z[l][d][j])", "net.phi[l].prime(A[l][d][j])"),
    "no transpose": ("row[j] * w_ij", "row[j] * W[l + 1][j % W[l + 1].length][0]"),
    "a sign": ("(yHat[d][k] - y)", "(y - yHat[d][k])"),
    "a factor": ("2 * c(Y.length, row.length)", "c(Y.length, row.length)"),
    "a layer beside": ("A[l - 1][d][i] * row[j]", "(A[l][d][i] ?? 0) * row[j]"),
    "updated upwards": ("t - eta", "t + eta"),
    "softplus overflows": ("Math.max(z, 0) + Math.log1p(expMinusAbs(z))", "Math.log(1 + Math.exp(z))"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_seen(run, fault):
    right, wrong = FAULTS[fault]
    assert ENGINE.count(right) == 1
    try:
        found = worst(run, ENGINE.replace(right, wrong))
    except (ValueError, TypeError, AssertionError):  # another number of layers, or a path of another length
        return
    assert any(not error <= TOLERANCE for error in found.values())
