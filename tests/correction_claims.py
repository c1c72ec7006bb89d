"""The names in which `chapters/reference/corrections.toml` shows what its reasons say: the source's example, its words and a prover."""

import numpy as np

from course.proofs.misprints import tried
from course.site.corrections import evaluate, number
from course.site.worked_examples import NAMES
from nnlib import Network, descend, half_sse, identity, relu, sigmoid, softplus, sse
from tools.fingerprint import stands_in

NETS = {"000": Network((1, 2, 1), softplus, identity), "001": Network((3, 2, 1), sigmoid, sigmoid), "002": Network((2, 1, 1), sigmoid, sigmoid),
        "003": Network((3, 2, 4, 1), sigmoid, sigmoid, sigmoid)}
X, Y, DEEP = np.array([[1.0, 0.5, -1.0], [0.0, 2.0, 1.0]]), np.array([[1.0], [0.0]]), NETS["003"]


def after(sign, eta=0.1):
    """The costs before and after the gradient, times sign η, is added to a point."""
    theta = DEEP.init(np.random.default_rng(0))
    moved = theta + sign * eta * DEEP.grad(theta, X, Y, sse)
    return DEEP.cost(theta, X, Y, sse), DEEP.cost(moved, X, Y, sse)


def steepest():
    """How far from the gradient's own direction the direction is in which a cost of two weights rises fastest."""
    def cost(w):
        return (1 - w[0] / 2) ** 2 + (3 - 2 * w[1]) ** 2
    place, gradient = np.array([0.0, 1.0]), np.array([-1.0, -4.0])
    ways = [np.array([np.cos(t), np.sin(t)]) for t in np.linspace(0, 2 * np.pi, 721)]
    best = max(ways, key=lambda way: cost(place + 1e-4 * way))
    return np.abs(best - gradient / np.linalg.norm(gradient)).max()


def kept():
    """A point before and after the backward pass at it."""
    theta = DEEP.init(np.random.default_rng(0))
    before = theta.vector.copy()
    DEEP.backward(theta, *DEEP.forward(theta, X), Y, sse)
    return before, theta.vector


def by_chance(tries=50):
    """Whether random changes, kept where they help, lower a cost."""
    rng, theta = np.random.default_rng(0), DEEP.init(np.random.default_rng(1))
    start = best = DEEP.cost(theta, X, Y, sse)
    for _ in range(tries):
        other = theta + 0.1 * DEEP.init(rng)
        if (cost := DEEP.cost(other, X, Y, sse)) < best:
            theta, best = other, cost
    return best < start


def central(h=1e-5):
    """The slope of source 002's loss by w3, by a central difference."""
    names, net = NAMES["002"], NETS["002"]
    inputs, target = np.array([[names["x1"], names["x2"]]]), np.array([[names["y"]]])
    costs = [net.cost(net.params({1: [[names["w1"]], [names["w2"]]], 2: [[names["w3"] + d]]}, {1: [0.0], 2: [0.0]}), inputs, target, sse)
             for d in (h, -h)]
    return (costs[0] - costs[1]) / (2 * h)


def layers(what):
    """The layers, counted from 1 as source 003 counts them, in which a rule of it needs no layer that the network has not."""
    weights = [l + 1 for l in DEEP.zeros().W]
    return {"activation": weights, "bias": [l for l in weights if l + 1 in weights],
            "recursion": [l for l in reversed(weights) if l + 1 in weights]}[what]


def count():
    """How source 003 and this book count the layers of one network."""
    theta = DEEP.zeros()
    return {"N": len(DEEP.sizes), "weights": len(theta.W), "L": DEEP.L, "first": min(DEEP.forward(theta, X)[1])}


def names(entry, prints):
    """What the expressions of an entry may name."""
    def prover(latex):
        return {result.kind for result in tried({"setting": entry["source"]}, latex)}

    theta = DEEP.init(np.random.default_rng(0))
    known = {"np": np, "e": np.e, "net": NETS[entry["source"]], "relu": relu, "descend": descend, "half_sse": half_sse, "h": 1e-6,
             "n": number, "kept": kept, "by_chance": by_chance, "central": central, "layers": layers, "count": count, "steepest": steepest,
             "falls": lambda sign: after(sign)[1] < after(sign)[0], "deltas": list(DEEP.backward(theta, *DEEP.forward(theta, X), Y, sse)[0]),
             "prints": lambda text: stands_in(text, prints), "proved": lambda latex: prover(latex) <= {"proved", "definition"},
             "refused": lambda latex: prover(latex) == {"false"}} | NAMES[entry["source"]]
    if entry["kind"] == "value":
        known["printed"] = float(entry["printed"])
        known["right"] = number(evaluate(entry["correct"], entry["source"]), entry["digits"])
    return known


def untrue(entry, prints):
    """What an entry says of itself and is not so, a sentence each."""
    text, known = f"{entry['correct']} {entry['reason']}", names(entry, prints)
    for words, shown in entry["so"]:
        if words not in text:
            yield f"{entry['id']}: {words!r} is shown, and not said"
        elif not shown.startswith("given: "):
            try:
                if not eval(shown, known):
                    yield f"{entry['id']}: {words!r} is not so: {shown}"
            except Exception as error:
                yield f"{entry['id']}: {words!r} cannot be shown: {type(error).__name__}: {error}"
