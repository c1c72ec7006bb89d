"""The questions between the sections of chapter 7: each is a function that computes its truth and its slips."""

import math

from course.exercises.builders import Wrong, asked, chosen
from course.exercises.chapters.chapter7 import BACKWARD, CLIPPING, EDGE, HE, TANH, XAVIER
from course.exercises.judging import significant as n
from course.exercises.model import Exercise, Passage

SATURATED = Passage("Saturated units and exploding deltas", "sec-07-saturation")

def factor_per_layer() -> Exercise:
    """7.a: the factor by which deltas shrink."""
    width, v, kappa = 100, 0.01, 0.25
    return Exercise(
        "7.a", "the factor per layer", "The factor for the size of a delta:", "number", ("factor",),
        **asked(lambda keep: math.sqrt(width * v * kappa), [
            Wrong("mean square", "This is the factor of the mean square. A size is its root.", BACKWARD, lambda keep: width * v * kappa),
            Wrong("slope forgotten", "κ is missing: the slope of the activation stands in front of the sum.", BACKWARD,
                  lambda keep: math.sqrt(width * v)),
            Wrong("variance forgotten", "The variance of the weights is missing.", BACKWARD, lambda keep: math.sqrt(width * kappa))]),
        hints=("What is multiplied in the mean square?", "√(n v κ).", f"√{n(width * v * kappa)} = {n(math.sqrt(width * v * kappa))}."),
        shows="After ten layers a thousandth is left.")


def xavier_by_hand() -> Exercise:
    """7.b: the variance of Xavier's rule."""
    into, out = 300, 100
    return Exercise(
        "7.b", "Xavier's variance", "v:", "number", ("v",),
        **asked(lambda keep: 2 / (into + out), [
            Wrong("2 forgotten", "The 2 is missing: one divides by the mean of the two widths.", XAVIER, lambda keep: 1 / (into + out)),
            Wrong("forward only", "That keeps the way forward level, and not the way back.", XAVIER, lambda keep: 1 / into),
            Wrong("backward only", "That keeps the way back level, and not the way forward.", XAVIER, lambda keep: 1 / out),
            Wrong("deviation", "This is the standard deviation, the root of the variance.", XAVIER, lambda keep: math.sqrt(2 / (into + out)))]),
        hints=("One divides by the mean of the two widths.", "2 / (n in + n out).", f"2 / {into + out} = {n(2 / (into + out))}."),
        shows="Forward the mean square grows by a half, and back it is halved: the compromise.")


def ten_halves() -> Exercise:
    """7.c: what ReLU leaves without the 2."""
    layers = 10
    return Exercise(
        "7.c", "ten layers of ReLU", "What is left, in three significant digits:", "number", ("share",),
        **asked(lambda keep: 0.5**layers, [
            Wrong("size", "This is what is left of the size. The mean square is its square.", HE, lambda keep: 0.5 ** (layers / 2)),
            Wrong("one layer", "That is one layer.", HE, lambda keep: 0.5),
            Wrong("added", "Factors of layers multiply.", HE, lambda keep: 0.5 / layers)]),
        hints=("What does one layer leave?", "½ for each layer.", f"(½)^{layers} = {n(0.5**layers)}."),
        shows="He's variance 2/n gives each layer its factor back.")


def slow_decay() -> Exercise:
    """7.d: tanh without a factor per layer."""
    q, layers = 0.1, 20
    return Exercise(
        "7.d", "slower than a power", "q, about:", "number", ("q",),
        **asked(lambda keep: 1 / (1 / q + 2 * layers), [
            Wrong("start forgotten", f"1/q begins at {n(1 / q)}, not at 0.", TANH, lambda keep: 1 / (2 * layers)),
            Wrong("once a layer", "1/q grows by about 2 in each layer.", TANH, lambda keep: 1 / (1 / q + layers)),
            Wrong("quotient itself", "This is 1/q.", TANH, lambda keep: 1 / q + 2 * layers)]),
        hints=("What does each layer do to 1/q?", "1/q grows by about 2.", f"1/q = {n(1 / q)} + {2 * layers}, so q is {n(1 / (1 / q + 2 * layers))}."),
        shows="A factor of five in twenty layers: no layer takes a fixed share.")


def cut_off() -> Exercise:
    """7.e: what a saturated unit still teaches."""
    slope, delta_behind, a = 1e-9, 0.3, 1.0
    entering, leaving = slope * delta_behind * a, a * delta_behind
    return Exercise(
        "7.e", "what stops learning", "Hardly any derivative have", "choice", (
            "the weights that leave it", "the weights that enter it", "both"),
        **chosen(1 if entering < 1e-6 < leaving else 2, {
            0: Wrong("leaving", "Their derivative is its activation, which is near 1 in size, times the delta behind it.", SATURATED, None),
            2: Wrong("both", "Those that leave it have its activation as a factor, and that is near 1 in size.", SATURATED, None)}),
        hints=("Delta at the head, activation at the tail: which of the two is dead?", "Its own delta has the factor φ′(z), nearly 0.",
               "Weights that enter have its delta, those that leave its activation. So the second answer is right."),
        shows="It still speaks, and loudly, but it does not listen.")


def clipped() -> Exercise:
    """7.f: a gradient that is shortened."""
    g, c = (3.0, 4.0), 1
    length = math.hypot(*g)
    return Exercise(
        "7.f", "clipped", "The first entry:", "number", ("entry",),
        **asked(lambda keep: g[0] * c / length, [
            Wrong("entry by entry", "Each entry was cut by itself, which turns the direction.", CLIPPING, lambda keep: float(min(g[0], c))),
            Wrong("sum for length", "It was divided by the sum of the entries; the length is the root of the sum of squares.", CLIPPING,
                  lambda keep: g[0] / sum(g)),
            Wrong("untouched", "Its length is above the bound, so it is shortened.", CLIPPING, lambda keep: g[0])]),
        hints=("How long is the gradient?", "g c / |g|.", f"{n(g[0])} · {c} / {n(length)} = {n(g[0] * c / length)}."),
        shows="The direction stays.")


def edge_from_curvature() -> Exercise:
    """7.g: the edge of a learning rate."""
    curvature = 50
    return Exercise(
        "7.g", "the edge", "The edge:", "number", ("η",),
        **asked(lambda keep: 2 / curvature, [
            Wrong("half of it", "That is the rate that hits the minimum in one step; the edge is twice as large.", EDGE, lambda keep: 1 / curvature),
            Wrong("upside down", "The quotient is upside down: a strong curvature asks for a small rate.", EDGE, lambda keep: curvature / 2)]),
        hints=("Chapter 1 has the edge.", "2/λ.", f"2 / {curvature} = {n(2 / curvature)}."),
        shows="Descent that trains with a fixed rate ends up where its curvature is near this edge.")


QUESTIONS = {"7.a": factor_per_layer, "7.b": xavier_by_hand, "7.c": ten_halves, "7.d": slow_decay, "7.e": cut_off,
             "7.f": clipped, "7.g": edge_from_curvature}

# What the statements give, in their order, as in the modules of the exercises.
GIVEN = {
    "7.a": (100, 0.01, "mean", 0.25),
    "7.b": (300, 100),
    "7.c": ("ReLU", 1, "ten mean"),
    "7.d": (0.1, "tanh twenty"),
    "7.e": (),
    "7.f": ("two", 3, 4, 1),
    "7.g": ("largest second", 50),
}
