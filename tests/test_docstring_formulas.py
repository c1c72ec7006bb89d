"""Formulas, shapes, ranges and rules in the docstrings of nnlib and on the interface page are read there and tried on what they describe.

A check gets a text and says whether what it states is so; a fault planted in the text has to turn it. The advice of error messages
is followed here too, and the numbers in them are those of the call.
"""

import ast
import inspect
import re
from pathlib import Path

import numpy as np
import pytest

import nnlib
from nnlib import Network, checks, cross_entropy, diagnosis, gradcheck, identity, losses, masks, metrics, minibatch, params, sigmoid, softmax, splits, sse, tanh, training
from nnlib.activations import Activation

ROOT = Path(__file__).parents[1]
API = (ROOT / "chapters/reference/api.md").read_text(encoding="utf8")
SIGNS = [("−", "-"), ("·", "*"), ("ŷ", "y_hat"), ("½", "(1/2)"), ("^", "**"), ("2D", "2 * D"), ("2c ", "2 * c * "), ("DK", "D * K"), ("e**", "exp(1)**"), ("ln(", "log(")]
NET, RNG = Network((3, 4, 2), tanh, identity), np.random.default_rng(5)
X, Y = RNG.normal(size=(6, 3)), RNG.normal(size=(6, 2))


def value(formula, **names):
    """A formula as a docstring writes it, at given values of its letters."""
    for old, new in SIGNS:
        formula = formula.replace(old, new)
    return eval(re.sub(r"exp\(1\)\*\*(-?\w+)", r"exp(\1)", formula), {"exp": np.exp, "log": np.log, "max": np.maximum, **names})


def said(thing):
    return " ".join(inspect.getdoc(thing).split())


def sources():
    return {path.name: path.read_text(encoding="utf8") for path in sorted((ROOT / "nnlib").glob("*.py"))}


# ---- the interface page


def constants(text):
    """(name, type, what is said) of the constants on the interface page."""
    return re.findall(r"\.\. py:data:: (\w+)\n   :type: (\w+)\n\n   (.+)", text)


def activations_are_as_stated(text):
    z = np.array([-2.0, -0.3, 0.0, 0.7, 3.0])
    for name, _, what in (entry for entry in constants(text) if entry[1] == "Activation"):
        phi = getattr(nnlib, name)
        if formula := re.match(r"φ\(z\) = (.+?)(?:, |; |\.$)", re.sub(r", z\)", " ,z)", what)):
            if not np.allclose(value(formula[1], z=z), phi(z)):
                return False
        if (prime := re.search(r"whose derivative is the (\w+)", what)) and not np.array_equal(phi.prime(z), getattr(nnlib, prime[1])(z)):
            return False
        if (kink := re.search(r"at its kink the derivative is taken to be (\d)", what)) and float(phi.prime(0.0)) != float(kink[1]):
            return False
        if (ends := re.search(r"interval from (\S+) to (\d)", what)) and [float(phi(-40.0)), float(phi(40.0))] != [value(end) for end in ends.groups()]:
            return False
    return True


def factors_are_as_stated(text):
    found = [entry for entry in constants(text) if entry[1] == "SquaredError"]
    for name, _, what in found:
        loss, c = getattr(losses, name), re.match(r"c = (.+?)[,.](?= |$)", what)[1]
        if value(c, D=7, K=3) != pytest.approx(loss.c(7, 3)):
            return False
        front = 2 * loss.c(7, 3)
        if re.search(r"gradient has no factor", what) and front != 1 or "gradient has" in what and front == 1 and "no factor" not in what:
            return False
        if mean := re.search(r"the mean over (?:the )?(samples(?: and outputs)?)(?: of the (sum) over the outputs)?", what):
            if loss.c(7, 3) != pytest.approx(1 / (7 * 3) if "outputs" in mean[1] else 1 / 7):
                return False
    return len(found) == 5


# ---- docstrings


def update_is_as_stated(text):
    rule, start, eta, alpha = re.search(r"v ← (.+?), then θ ← (θ [+-] v)", text).groups(), 1.3, 0.1, 0.6
    walk = [step.theta for step in training.train(lambda w: (w**4, 4 * w**3), start, eta=eta, alpha=alpha, steps=3)]
    theta, v = start, 0.0
    for expected in walk[1:]:
        v = value(rule[0].replace("−η ∇C(θ)", "-eta*g").replace("α v", "alpha*v"), eta=eta, alpha=alpha, g=4 * theta**3, v=v)
        theta = value(rule[1].replace("θ", "theta"), theta=theta, v=v)
        if theta != pytest.approx(expected):
            return False
    return True


def squared_gradient_is_as_stated(text):
    formula = re.search(r"∂C/∂ŷ = (.+?), shape", text)[1]
    return np.allclose(value(formula.replace(" − y)", " - y)"), c=sse.c(6, 2), y_hat=X[:, :2], y=Y), sse.grad(X[:, :2], Y))


def cross_entropy_is_as_stated(text):
    front, K = re.search(r"C = (−\S+) Σ_d Σ_k y_dk ln softmax\(z_d\)_k", text)[1], 3
    T = np.eye(K)[[0, 2, 1, 1, 0, 2]]
    return value(front, D=len(X), K=K) * (T * np.log(softmax(X))).sum() == pytest.approx(cross_entropy(X, T))


def spread_of_a_start_is_as_stated(text):
    width = re.search(r"standard deviation gain / √(n_l\b|n_\{l−1\})", text)[1]
    net = Network((400, 100), identity)
    return net.init(np.random.default_rng(0), 3.0).W[1].std() == pytest.approx(3 / np.sqrt(net.sizes[width == "n_l"]), rel=0.02)


def layers_are_as_stated(text):
    Z, A = NET.forward(NET.init(RNG), X)
    return all(list(layers) == list(range(int(first), NET.L + 1)) for name, layers in (("Z", Z), ("A", A)) for first in re.findall(rf"\b{name}\[(\d) … L\]", text))


def shapes_of_layers_are_as_stated(text):
    theta, name = NET.zeros(), {"n_{l−1}": 0, "n_l": 1}
    stated = re.findall(r"\b(W|b)\[l\],? (?:shape )?\(((?:n_\{l−1\}|n_l)(?:, (?:n_\{l−1\}|n_l))?)(?:,|, S)?\)", text)  # S networks at once have an axis more
    return bool(stated) and all(tuple(NET.sizes[name[n]] for n in shape.split(", ")) == (theta.W if kind == "W" else theta.b)[1].shape for kind, shape in stated)


def rows_and_columns_are_as_stated(text):
    row, column, was, taken = re.search(r"entry of row (\w) and column (\w) is the number of samples of class (\w) that were taken for class (\w)", text).groups()
    counts, classes = metrics.confusion(predicted=[2], true=[1], K=3), {was: 1, taken: 2}
    return counts[classes[row], classes[column]] == 1


def best_of_equals_is_as_stated(text):
    steps = [training.Step(k, k, 0.0, 0.0) for k in range(4)]
    best = minibatch.stop_early(steps, lambda k: [3.0, 1.0, 1.0, 2.0][k], patience=9).best.k
    return {"first": 1, "last": 2}[re.search(r"Of equal scores the (first|last) is the best", text)[1]] == best


def place_of_the_slope_is_as_stated(text):
    wants, z = re.search(r"`sigmoid.prime` wants (z|a)\b", text)[1], 1.1
    slope = (sigmoid(z + 1e-6) - sigmoid(z - 1e-6)) / 2e-6
    return float(sigmoid.prime({"z": z, "a": sigmoid(z)}[wants])) == pytest.approx(float(slope), rel=1e-6)


def direct_rows_are_as_stated(text):
    n, hidden = 2, 3
    net, fixed, _ = masks.with_direct_connections((n, hidden, 1), sigmoid, identity)
    rows = {"last": slice(hidden, None), "first": slice(0, n)}[re.search(r"The (last|first) rows of W² are the direct connections", text)[1]]
    theta = fixed.copy()
    theta.W[2][rows] = [[2.0], [3.0]]
    return np.allclose(net(theta, [[1.0, 10.0]]), 32.0)


DOCS = {
    activations_are_as_stated: API, factors_are_as_stated: API, update_is_as_stated: said(training.descend),
    squared_gradient_is_as_stated: said(losses.SquaredError.grad), cross_entropy_is_as_stated: said(losses.CrossEntropy),
    spread_of_a_start_is_as_stated: said(Network.init), layers_are_as_stated: said(Network.forward),
    shapes_of_layers_are_as_stated: said(params.Params), rows_and_columns_are_as_stated: said(metrics.confusion),
    best_of_equals_is_as_stated: said(minibatch.stop_early), place_of_the_slope_is_as_stated: said(Activation),
    direct_rows_are_as_stated: said(masks.with_direct_connections)}
by_name = {"ids": lambda check: getattr(check, "__name__", None)}


@pytest.mark.parametrize("check", DOCS, **by_name)
def test_what_a_docstring_states_is_so(check):
    assert check(DOCS[check])


def test_the_layers_and_their_shapes_are_the_same_in_every_docstring():
    texts = [ast.get_docstring(node) or "" for source in sources().values() for node in ast.walk(ast.parse(source))
             if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))]
    stating = [text for text in texts if re.search(r"\b[Wb]\[l\],? (?:shape )?\(n_[^)]*\)", text)]
    assert len(stating) >= 2 and all(map(shapes_of_layers_are_as_stated, stating))
    assert all(map(layers_are_as_stated, texts))


@pytest.mark.parametrize(("check", "old", "new"), [
    (activations_are_as_stated, "1 + e^z", "2 + e^z"), (activations_are_as_stated, "derivative is the sigmoid", "derivative is the tanh"),
    (activations_are_as_stated, "taken to be 0", "taken to be 1"), (activations_are_as_stated, "from −1 to 1", "from 0 to 1"),
    (factors_are_as_stated, "c = 1/(2D)", "c = 1/D"), (factors_are_as_stated, "has no factor", "has the factor 2"),
    (factors_are_as_stated, "the mean over samples and outputs", "the mean over the samples"),
    (update_is_as_stated, "+ α v", "− α v"), (squared_gradient_is_as_stated, "ŷ − y", "y − ŷ"), (cross_entropy_is_as_stated, "−(1/D)", "−(1/(DK))"),
    (spread_of_a_start_is_as_stated, "√n_{l−1}", "√n_l"), (layers_are_as_stated, "A[0 …", "A[1 …"),
    (shapes_of_layers_are_as_stated, "(n_{l−1}, n_l)", "(n_l, n_{l−1})"), (rows_and_columns_are_as_stated, "class i that were taken for class j", "class j that were taken for class i"),
    (best_of_equals_is_as_stated, "the first is", "the last is"), (place_of_the_slope_is_as_stated, "wants z", "wants a"),
    (direct_rows_are_as_stated, "The last rows", "The first rows")], **by_name)
def test_a_planted_fault_is_told(check, old, new):
    assert old in DOCS[check] and not check(DOCS[check].replace(old, new))


# ---- messages


def refused(kind, call):
    with pytest.raises(kind) as error:
        call()
    return str(error.value)


def test_the_advice_of_a_message_helps():
    told = refused(training.Diverged, lambda: training.train(lambda w: (w * w, 2 * w), 1.0, eta=3.0, steps=2000))
    eta = float(re.search(r"such as (\S+)\.$", told)[1])
    assert eta < 1  # on this parabola it diverges above
    assert training.train(lambda w: (w * w, 2 * w), 1.0, eta=eta, steps=2000)[-1].cost < 1
    classes, K = np.array([2, 0, 1]), 3
    told = refused(ValueError, lambda: cross_entropy(np.zeros((3, 3)), classes[:, np.newaxis] * np.ones(3)))
    assert "np.eye(K)[classes]" in told
    T = np.eye(K)[classes]
    assert np.array_equal(T.argmax(axis=1), classes) and cross_entropy(np.zeros((3, 3)), T) == pytest.approx(np.log(K))
    W = np.ones((4, 3))
    told = refused(ValueError, lambda: NET.params({1: W, 2: np.ones((4, 2))}, {1: np.zeros(4), 2: np.zeros(2)}))
    assert NET.params({1: eval(re.search(r"Try W\[1\](\.T)\.$", told)[1].replace(".T", "W.T"), {"W": W}), 2: np.ones((4, 2))}, {1: np.zeros(4), 2: np.zeros(2)})
    *shape, rows, columns = re.search(r"expected \((\d), (\d)\), (from|to) layer on the rows, (from|to) layer on the columns", told).groups()
    assert dict(zip((rows, columns), map(int, shape))) == {"from": NET.sizes[0], "to": NET.sizes[1]}


def test_the_numbers_of_a_message_are_those_of_the_call():
    assert re.findall(r"\d+", refused(ValueError, lambda: splits.shuffled(10, (4, 3), RNG))) == ["4", "3", "7", "10"]
    assert re.findall(r"\d+", refused(ValueError, lambda: next(minibatch.batches(X, Y[:4], 2, RNG)))) == ["6", "4"]


# ---- the ends of what is taken, and the constants


TINY = np.nextafter(0.0, 1.0)
ENDS = [  # a check, what it takes up to its very ends, and what lies just outside
    (checks.share, [0, 0.5, np.nextafter(1.0, 0.0)], [-TINY, 1, 1.0, 1.5], "from 0 up to, but not including, 1"),
    (checks.positive, [TINY, 1, 1e300], [0, 0.0, -TINY, np.inf, np.nan], "positive finite"),
    (lambda eta, _: checks.learning_rate(eta), [TINY, 1, 1e300], [0, 0.0, -TINY, np.inf, np.nan], "positive finite"),
    (lambda n, name: checks.count(n, name, least=2), [2, 3], [1, -1], "at least 2"), (checks.count, [0, 1], [-1], "at least 0"),
    (lambda ks, name: checks.classes(np.array(ks), name, 3), [[0], [2], [0, 2]], [[3], [-1], [0, 3]], "0 to 2"),
    (lambda ks, name: checks.classes(np.array(ks), name), [[0], [99]], [[-1]], "0 to K − 1"),
    (lambda sizes, _: checks.widths(sizes), [(1, 1), (3, 2, 1)], [(), (3,), (0, 1), (1, 0)], ""),
    (lambda D, name: checks.batch(np.ones((D, 2)), 2, name), [1, 2], [0], "at least one sample"),
    (lambda off, _: cross_entropy(np.zeros((1, 2)), np.array([[0.5, 0.5 + off]])), [0, 9e-6, -9e-6], [1.1e-5, -1.1e-5], "sum 1 in each row"),
    (lambda least, _: cross_entropy(np.zeros((1, 2)), np.array([[least, 1 - least]])), [0, 1], [-1e-12, 1 + 1e-12], "")]


@pytest.mark.parametrize(("check", "taken", "outside", "words"), ENDS)
def test_a_check_takes_what_it_says_to_the_very_end_and_nothing_beyond(check, taken, outside, words):
    for value in taken:
        check(value, "x")
    for value in outside:
        with pytest.raises((ValueError, TypeError)) as error:
            check(value, "x")
        assert words in str(error.value)


def test_the_constants_are_what_the_interface_page_says_of_them():
    """The step balances a truncation of h² against a rounding of ε/h; a smaller bend is no kink, a larger one is."""
    said = dict(re.findall(r"py:data:: ([A-Z]+)\n(?:   :.+\n)*\n   (.+)", API))
    epsilon = float(np.finfo(float).eps)
    assert diagnosis.STEP**2 == pytest.approx(epsilon / diagnosis.STEP)
    assert diagnosis.STEP == value(re.match(r"ε\S+(?=,)", said["STEP"])[0].replace("ε", "eps"), eps=epsilon)
    for scale in (1.0, 50.0):
        for share, found in ((1.1, True), (0.9, False)):
            assert (diagnosis.kink(lambda x, c=share * diagnosis.KINK * scale / 2: c * abs(x), 0.0, scale) is not None) == found
    assert diagnosis.KINK == 1e-3 and "smallest bend" in said["KINK"] and "largest derivative" in said["KINK"]
    assert gradcheck.ROUNDING == 8 * epsilon  # a sum of many terms is off by a few of its roundings
