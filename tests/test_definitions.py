"""What a page defines and no later formula proves is run from its LaTeX, and compared with the steps, networks and cells of the book."""

import re
from functools import cache
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest

from course.proofs.extract import formulas, markdown
from nnlib import Network, descend, identity, mse, sigmoid, softplus, tanh

ROOT = Path(__file__).parents[1]
CURVATURE, ETA, ALPHA, KAPPA, STEPS = np.array([1.0, 0.3]), 0.4, 0.7, 0.02, 12
# By labels: how the rate of the page is that of nnlib, whose momentum stands outside of the rate's product.
UPDATES = {
    ("06-handwritten-digits", "eq-dig-momentum"): 1, ("06-handwritten-digits", "eq-dig-outside"): 1,
    ("06-handwritten-digits", "eq-dig-averaged"): 1 / (1 - ALPHA), ("09-experiments-of-1986", "eq-1986-move", "eq-1986-step"): 1,
    ("reference/notation", "eq-notation-momentum", "eq-notation-move"): 1,
    ("reference/notation", "eq-notation-momentum", "eq-notation-move", "eq-notation-decay"): 1,
}
WORDS = ((r"\frac{\partial C}{\partial w}", "g"), (r"\nabla C(\theta)", "g"), (r"\alpha", "alpha"), (r"\eta", "eta"), (r"\theta", "theta"), (r"\kappa", "kappa"),
         (r"\,", " "), ("&", ""))


@cache
def labelled(page):
    """The LaTeX of the formulas of a page, by label."""
    (path,) = ROOT.glob(f"chapters/{page}.*")
    return {f.label: f.latex for f in formulas(page, markdown(path))}


def latex_of(page, *labels):
    """The LaTeX of these formulas, one after the other."""
    return "\n".join(labelled(page)[label] for label in labels)


def updates(latex):
    """(symbol, Python expression of its new value) for each row with an arrow."""
    text = re.sub(r"%.*", "", latex)
    for written, name in WORDS:
        text = text.replace(written, name)
    for row in re.split(r"\\\\|\n", text):
        if r"\leftarrow" in row:
            left, right = row.split(r"\leftarrow")
            right = re.sub(r"(?<=[\w)])\s+(?=[\w(])", " * ", right.replace(r"\left", "").replace(r"\right", "").strip())
            yield left.strip(), right


def path(latex, eta):
    """The points of a descent by the updates, on C = Σ c θ² / 2, from (1, −2) and from rest."""
    rows = [(name, compile(code, code, "eval")) for name, code in updates(latex)]
    point = "w" if any(name == "w" for name, _ in rows) else "theta"
    there = dict.fromkeys("vuq", np.zeros(2)) | {"alpha": ALPHA, "kappa": KAPPA, "eta": eta, point: np.array([1.0, -2.0])}
    points = [there[point]]
    for _ in range(STEPS):
        there["g"] = CURVATURE * there[point]
        for name, code in rows:
            there[name] = eval(code, {}, there)
        points.append(there[point])
    return np.array(points)


def ours(labels):
    """The same by nnlib, which shrinks the point where a label says that it decays."""
    decay = KAPPA if any("decay" in label for label in labels) else 0.0
    run = descend(lambda t: (float(CURVATURE @ t**2) / 2, CURVATURE * t), np.array([1.0, -2.0]), eta=ETA, alpha=ALPHA,
                  decay=decay, steps=STEPS)
    return np.array([step.theta for step in run])


@pytest.mark.parametrize("where, factor", UPDATES.items(), ids=lambda v: v[1] if isinstance(v, tuple) else "")
def test_an_update_that_a_page_defines_is_the_step_of_nnlib(where, factor):
    np.testing.assert_allclose(path(latex_of(*where), ETA * factor), ours(where), rtol=1e-12, atol=1e-13)  # a dozen steps of a few roundings


@pytest.mark.parametrize("where, factor", UPDATES.items(), ids=lambda v: v[1] if isinstance(v, tuple) else "")
@pytest.mark.parametrize("old, new", [(r"\alpha", r"(1 - \alpha)"), (r"\alpha", r"2 \alpha"), ("- ", "+ "), (r"-\eta", r"\eta"), (r"\eta", r"\alpha"),
                                      ("+ v", "- v"), (r"(1 - \kappa)", r"(1 + \kappa)"), (r"(1 - \kappa)", r"\kappa"), (r"\alpha v", "v"), (r"\alpha u", "u"), (r"\alpha q", "q"), (r"(1 - \alpha) g", "g")])
def test_a_planted_fault_takes_another_path(where, factor, old, new):
    latex = latex_of(*where)
    if old in latex:
        assert np.abs(path(latex.replace(old, new, 1), ETA * factor) - ours(where)).max() > 1e-3


# Definitions from which later formulas follow only up to a factor, a root or a name: run from their LaTeX, beside the network or the
# cell that they speak of.

TURNS = ((r"\\frac\{\\partial C\}\{\\partial (\w)_\{?(\d+)\}?\}", r"d\1\2"), (r"\\frac\{(\d)\}\{(\d)\}", r"(\1/\2)"), (r"\\(rho|mu|tau)", r"\1"),
         (r"\\sqrt\{([^}]*)\}", r"sqrt(\1)"), (r"\\operatorname\{E\}", "E"), (r"\\delta\^l_1", "delta"), (r"\\sigma", "sigma"), (r"\\left|\\right|&|\\quad", ""),
         (r"\\sum_\{l=1\}\^\{L\} \((.*)\)", r"total(lambda l: \1)"), (r"n_(l|\{l-1\})", lambda m: f"n[{m[1].strip('{}')}]"),
         (r"_\{?(\d+)\}?", r"\1"), (r"\^2", "**2"), (r"(?<=[\w\])])\s+(?=[\w(\\])", " * "), (r"lambda \* l", "lambda l"))


def defined(latex, **known):
    """The names that a definition sets, by rows in their order, each with its value."""
    for row in re.split(r"\\\\|\n", re.sub(r"\\(begin|end)\{aligned\}|%.*", "", latex)):
        if "=" in row:
            left, _, right = row.replace(r"\sum_{l=1}", r"\sum_{l§1}").partition("=")
            text = f"{left.strip()} = {right.strip()}".replace("§", "=")
            left, right = text.split(" = ", 1)
            for old, new in TURNS:
                left, right = re.sub(old, new, left), re.sub(old, new, right)
            known[left.strip()] = eval(right, {"sqrt": np.sqrt, "sigma": sigmoid, **known})
    return known


def blind(latex):
    """The second error that hides the first, by the formula and by the cell of chapter 3."""
    cells = nbformat.read(ROOT / "chapters/03-sigmoid-3-2-1.ipynb", as_version=4).cells
    grad = SimpleNamespace(W={2: np.array([[-0.04]])}, b={2: np.array([-0.13])})
    space = {"np": np, "grad": grad}
    exec(next(cell.source for cell in cells if cell.source.startswith("e46 = ")), space)
    return defined(latex, e46=space["e46"], dw46=-0.04, db6=-0.13)["e6"], space["e6"]


def parameters(latex):
    """How many parameters networks have, by the formula and by what nnlib makes room for."""
    nets = [(3, 4, 4, 3), (5, 2), (2, 7, 1)]
    return ([defined(latex, n=n, total=lambda f, n=n: sum(map(f, range(1, len(n)))))["P"] for n in nets],
            [Network(n, *[sigmoid] * (len(n) - 1)).zeros().vector.size for n in nets])


def squares(latex):
    """The mean square of a delta, of the first neuron as the formula has it, and of all neurons, as chapter 7 measures it."""
    net, deltas = Network((6, 6, 6), tanh, identity), []
    for seed in range(400):
        rng = np.random.default_rng(seed)
        X, Y = rng.standard_normal((2, 16, 6))
        theta = net.init(rng)
        deltas.append(net.backward(theta, *net.forward(theta, X), 10 * Y, mse)[0][1])
    deltas = np.array(deltas)
    return defined(latex, E=np.mean, delta=deltas[:, :, 0])["s_l"], (deltas**2).mean()


def halves(latex):
    """ρ and μ by the formulas, and as differences of hidden activations in the network of chapter 9's path, at τ = 0.7."""
    net = Network((2, 2, 1), sigmoid, sigmoid)
    theta = net.params({1: [[-1.4, 1.4], [1.4, 1.4]], 2: [[-1.0], [1.0]]}, {1: [0.7, -0.7], 2: [0.0]})
    first, second = net.forward(theta, np.array([[1.0, 0.0], [1.0, 1.0]]))[1][1].T
    found = defined(latex, tau=0.7)
    return [found["rho"], found["mu"]], second - first


NAMED = {("03-sigmoid-3-2-1", "eq-321-blind"): (blind, 1e-12), ("05-trust-a-gradient", "eq-trust-P"): (parameters, 0),
         ("07-deep-nets", "eq-deep-s"): (squares, 0.1),  # a mean over 400 draws, whose standard error is some per cent
         ("09-experiments-of-1986", "eq-1986-rho"): (halves, 1e-12)}


@pytest.mark.parametrize("where", NAMED, ids=lambda where: where[1])
def test_a_definition_is_what_it_names(where):
    both, near = NAMED[where]
    np.testing.assert_allclose(*both(latex_of(*where)), rtol=near)


@pytest.mark.parametrize("where", NAMED, ids=lambda where: where[1])
@pytest.mark.parametrize("old, new", [("- \\sqrt", "+ \\sqrt"), ("q^2", "2 q^2"), ("- p", "+ p"), ("\\frac{1}{2}", "\\frac{1}{3}"), ("_6}", "_6} e_{46}"), ("+ n_l", "- n_l"),
                                      ("n_{l-1} n_l", "n_l n_l"), ("+ n_l", "+ n_{l-1}"), ("\\delta^l_1)^2", "\\delta^l_1)"), ("\\operatorname{E}", "2 \\operatorname{E}"),
                                      ("3 \\tau", "2 \\tau"), ("- \\sigma(-\\tau)", "+ \\sigma(-\\tau)"), ("- \\sigma(\\tau)", "")])
def test_a_changed_definition_is_another_number(where, old, new):
    both, near = NAMED[where]
    latex = latex_of(*where)
    if old in latex:
        ours, theirs = both(latex.replace(old, new, 1))
        assert np.abs(np.subtract(ours, theirs) / theirs).max() > 2 * near


# The bounds that chapter 9 draws in its sentences from a few inequalities, beside the least weights that a search finds.

BOUND = re.compile(r"\$(?:0 < )?(w_\d)\s*\\(ge|le)\s*([^$]+)\$")


def bounds_of(sentence):
    """(weight, relation, right side as an expression in w) for each inequality of a sentence."""
    return [(f"w[{name[-1]}]", {"ge": ">=", "le": "<="}[relation], re.sub(r"w_(\d)", r"w[\1]", right)) for name, relation, right in BOUND.findall(sentence)]


def loose_bounds(text):
    """The bounds of the two kinds of codes that are not the least weights which the inequalities before them leave."""
    asked = bounds_of(next(part for part in text.split("\n\n") if part.startswith("Four of the patterns")))
    for kind in ("**Above.**", "**Below.**"):
        supposed, *drawn = bounds_of(next(part for part in text.split("\n\n") if part.startswith(kind)))
        conditions = compile(" and ".join(map(" ".join, [*asked, supposed])), kind, "eval")
        fitting = [w for t in product(range(10), repeat=3) if eval(conditions, {"w": (w := (0, *t))})]
        for name, relation, right in drawn:
            if right.isdigit():
                least = min(w[int(name[2])] for w in fitting)
                if relation != ">=" or least != int(right):
                    yield f"{kind} {name} {relation} {right}, and the least is {least}"


def codes_in_words():
    return next(text for text in markdown(ROOT / "chapters/09-experiments-of-1986.ipynb") if "**Above.**" in text)


def test_the_bounds_of_the_two_codes_are_the_least_weights():
    assert len(bounds_of(codes_in_words())) > 10 and list(loose_bounds(codes_in_words())) == []


@pytest.mark.parametrize("old, new", [(r"w_2 \ge 2", r"w_2 \ge 1"), (r"w_3 \ge 4", r"w_3 \ge 5"), (r"w_1 + w_2 + 1", r"w_1 + w_2 + 2"), (r"w_1 + w_2 - 1", r"w_1 + w_2"),
                                      (r"w_2 \ge w_1 + 1", r"w_2 \ge w_1"), (r"w_3 \ge w_2 + 1", r"w_3 \ge w_2 + 3"), (r"w_2 \ge 3", r"w_2 \le 3")])
def test_a_changed_bound_is_reported(old, new):
    assert old in codes_in_words() and list(loose_bounds(codes_in_words().replace(old, new, 1)))


# ---- the edges of displayed inequalities, which random points never meet


def bounds():
    """(page, relations of a displayed formula in their order, its first side) for each that has an inequality."""
    for path in sorted(ROOT.glob("chapters/*.ipynb")):
        for f in formulas(path.stem, markdown(path)):
            latex = " ".join(re.sub(r"%.*", "", f.latex).split())
            found = re.findall(r"<|>|\\leq?(?![a-z])|\\geq?(?![a-z])|\\iff", latex)
            if not f.inline and found:
                yield path.stem, " ".join(found).replace("eq", "e"), re.split(r"<|>|\\[lg]eq?(?![a-z])", latex)[0].strip()


def attained(left, right, points):
    """Whether two sides are equal at one of these points, and whether the first is ever the larger."""
    a, b = np.array([left(z) for z in points]), np.array([right(z) for z in points])
    return bool(np.isclose(a, b, rtol=1e-12, atol=0).any()), bool((a > b * (1 + 1e-12)).any())


Z = [*np.linspace(-6, 6, 49), -np.log(2.0)]  # with 0, and where σ is 1/3
# By page and first side: the relations, and for each that can be met exactly its two sides and where; a strict one is never met, another is.
AT_THE_EDGE = {
    ("01-derivatives", r"\left|\frac{w_{k+1}}{w_k}\right|"): (r"< \iff <", []), ("01-derivatives", r"|1 - \eta \lambda|"): (r"< \iff <", []),
    ("02-softplus-two-neurons", r"\max(0, z)"): (r"< \le", [(lambda z: max(0, z), softplus, Z), (softplus, lambda z: max(0, z) + np.log(2), Z)]),
    ("03-sigmoid-3-2-1", r"\left|\delta_4\right|"): (r"\le", [(sigmoid.prime, lambda z: 1 / 4, Z)]), ("03-sigmoid-3-2-1", r"\left|\delta_5\right|"): (r"\le", [(sigmoid.prime, lambda z: 1 / 4, Z)]),
    ("05-trust-a-gradient", r"\frac{2 P M_f}{M_f + M_\delta}"): (r"\ge", [(lambda m: 1 / 2, lambda m: 2 / (1 + m), [1, 2, 3])]),  # the surplus is at most twice the forward pass
    ("06-handwritten-digits", r"2 \, (1 - \sigma(z))^2 \, \sigma(z)"): (r"\le", [(lambda z: 2 * (1 - sigmoid(z)) ** 2 * sigmoid(z), lambda z: 8 / 27, Z)])}


def test_an_inequality_is_strict_where_its_sides_never_meet_and_only_there():
    found = {(page, left): relations for page, relations, left in bounds()}
    assert found == {key: relations for key, (relations, _) in AT_THE_EDGE.items()}
    for (page, left), (relations, edges) in AT_THE_EDGE.items():
        sides = relations.split(r" \iff ")
        assert len(set(sides)) == 1, f"{page}: {left}: at the edge one side holds and the other does not"
        for relation, (a, b, points) in zip(relations.split(), edges):
            assert attained(a, b, points) == (relation != "<", False), f"{page}: {left} {relation}"
