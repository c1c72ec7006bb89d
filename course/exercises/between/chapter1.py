"""The questions between the sections of chapter 1: each is a function that computes its truth and its slips."""

import numpy as np

from course.exercises.builders import Wrong, asked, chosen
from course.exercises.chapters.chapter1 import CHAIN, DERIVATIVE, DESCENT, FREE, PARTIAL, PATHS, PRIME, SQUARED
from course.exercises.judging import significant as n
from course.exercises.model import Exercise
from nnlib.activations import sigmoid


def slope(w: float) -> float:
    """The derivative of (3 − 2w)²."""
    return -4 * (3 - 2 * w)


def beyond_the_minimum() -> Exercise:
    """1.a: the derivative on the other side of the minimum."""
    w = 2
    return Exercise(
        "1.a", "beyond the minimum", "dC/dw:", "number", ("dC/dw",),
        **asked(lambda keep: float(slope(w)), [
            Wrong("minus lost", "The minus of the inner derivative is lost: w stands with the factor −2.", CHAIN, lambda keep: -float(slope(w))),
            Wrong("inner derivative missing", "The inner derivative −2 is missing: this is the derivative by what is squared.", CHAIN,
                  lambda keep: 2.0 * (3 - 2 * w)),
            Wrong("cost instead", "This is the cost itself.", DERIVATIVE, lambda keep: float((3 - 2 * w) ** 2))]),
        hints=("Put w into the formula of the section.", "dC/dw = −4 (3 − 2w).", f"−4 (3 − {n(2 * w)}) = {n(slope(w))}."),
        shows="It is positive: here a larger w costs more, so the minimum lies to the left.")


def two_factors() -> Exercise:
    """1.b: a chain of two factors."""
    a, b, w = 5, 3, 1
    r = a - b * w
    return Exercise(
        "1.b", "two factors", "dC/dw:", "number", ("dC/dw",),
        **asked(lambda keep: -2.0 * r * b, [
            Wrong("inner derivative missing", "The second factor, dr/dw, is missing.", CHAIN, lambda keep: 2.0 * r),
            Wrong("outer derivative missing", "The first factor, dC/dr = 2r, is missing.", CHAIN, lambda keep: -float(b)),
            Wrong("wrong sign", "The sign is turned: r becomes smaller when w grows.", CHAIN, lambda keep: 2.0 * r * b)]),
        hints=("What is r here, and how does it answer to w?", "dC/dw = 2r · dr/dw.", f"r = {r}, so 2 · {r} · ({n(-b)}) = {n(-2.0 * r * b)}."),
        shows="Nothing was multiplied out.")


def slope_from_the_value() -> Exercise:
    """1.c: σ′ from σ."""
    a = 0.8
    return Exercise(
        "1.c", "the slope from the value", "σ′(z):", "number", ("σ′(z)",),
        **asked(lambda keep: a * (1 - a), [
            Wrong("slope at a", f"This is σ′ at the place {a}. That number is the value of σ; its place is some z.", FREE,
                  lambda keep: float(sigmoid.prime(a))),
            Wrong("one factor", "This is one of the two factors, 1 − σ(z).", PRIME, lambda keep: 1 - a),
            Wrong("squared", "The value was squared. The second factor is 1 − σ(z).", PRIME, lambda keep: a * a)]),
        hints=("You need not know z.", "σ′(z) = σ(z) (1 − σ(z)).", f"{a} · {n(1 - a)} = {n(a * (1 - a))}."),
        shows="No exponential was needed, and no z.")


def four_sigmoids() -> Exercise:
    """1.d: what several sigmoids leave of a derivative."""
    layers, quarter = 4, 0.25
    return Exercise(
        "1.d", "four sigmoids", "What is left, as a fraction or a decimal:", "number", ("factor",),
        **asked(lambda keep: quarter**layers, [
            Wrong("one sigmoid", "That is one of them. Factors along a path multiply.", CHAIN, lambda keep: quarter),
            Wrong("added", "They were added. Along a path factors multiply.", CHAIN, lambda keep: quarter * layers),
            Wrong("halves", "The largest slope of the sigmoid is ¼; ½ is its value there.", PRIME, lambda keep: 0.5**layers)]),
        hints=("How large can σ′ become?", "¼ for each.", f"(1/4) to the power {layers} is 1/{4**layers} = {n(quarter**layers)}."),
        shows="And that is the best case.")


def held_at_its_best() -> Exercise:
    """1.e: the sign of a partial derivative."""
    w1 = 2
    value = -(1 - w1 / 2)
    return Exercise(
        "1.e", "one weight at its best", "∂C/∂w₁ is", "choice", ("positive", "negative", "zero"),
        **chosen(2 if value == 0 else int(value < 0), {
            0: Wrong("positive", "A positive one would mean that a smaller w₁ helps. The first sample is fitted exactly.", PARTIAL, None),
            1: Wrong("negative", "A negative one would mean that a larger w₁ helps. The first sample is fitted exactly.", PARTIAL, None)}),
        hints=("Which sample does w₁ act on, and what does the output say to it?", "∂C/∂w₁ = −(1 − w₁/2).",
               "1 − 2/2 = 0, so the derivative is zero: the third answer."),
        shows="The cost is not at its least, only this weight is: the other one still has work to do.")


def larger_input() -> Exercise:
    """1.f: the three factors of a neuron with other numbers."""
    x, w, b, y = 4, 0.25, -1, 1
    a = float(sigmoid(w * x + b))
    first, second = -2 * (y - a), a * (1 - a)
    return Exercise(
        "1.f", "the same z, another x", "∂C/∂w:", "number", ("∂C/∂w",),
        **asked(lambda keep: first * second * x, [
            Wrong("old input", "The last factor is still the old input 2.", SQUARED, lambda keep: first * second * 2),
            Wrong("derivative by the bias", "This is ∂C/∂b: the last factor, x, is missing.", SQUARED, lambda keep: first * second),
            Wrong("slope missing", "The factor ŷ (1 − ŷ) is missing.", SQUARED, lambda keep: first * x),
            Wrong("wrong sign", "The sign is turned: the first factor is −2 (y − ŷ).", SQUARED, lambda keep: -first * second * x)]),
        hints=("What is z now, and so ŷ?", "−2 (y − ŷ) · ŷ (1 − ŷ) · x.", f"z is 0 as before, so {n(first)} · {n(second)} · {x} = {n(first * second * x)}."),
        shows="Twice the input, twice the derivative: a weight learns in proportion to what it carries.")


def both_paths() -> Exercise:
    """1.g: two paths at another place."""
    x = 1
    u, v = x**2, 3 * x
    return Exercise(
        "1.g", "both paths", "dC/dx:", "number", ("dC/dx",),
        **asked(lambda keep: float(v * 2 * x + u * 3), [
            Wrong("path through u only", "This is the path through u alone; x feeds v too.", PATHS, lambda keep: float(v * 2 * x)),
            Wrong("path through v only", "This is the path through v alone; x feeds u too.", PATHS, lambda keep: float(u * 3)),
            Wrong("paths multiplied", "The two paths were multiplied. Along a path one multiplies; paths are added.", PATHS,
                  lambda keep: float(v * 2 * x * u * 3))]),
        hints=("There are two paths from x to C.", "dC/dx = v · 2x + u · 3.", f"{n(v)} · 2 + 1 · 3 = {n(float(v * 2 * x + u * 3))}, as {n(float(v * 2 * x + u * 3))} x² gives."),
        shows=f"Whoever takes one path has {n(float(v * 2 * x))} or {n(float(u * 3))} of it.")


def steepest() -> Exercise:
    """1.h: how steep it is in the steepest direction."""
    g = np.array([-(1 - 0 / 2), -4.0 * (3 - 2 * 1)])
    return Exercise(
        "1.h", "the steepest direction", "The rate, in three significant digits:", "number", ("rate",),
        **asked(lambda keep: float(np.linalg.norm(g)), [
            Wrong("sum of the entries", "The sizes of the entries were added. The rate is the length of the gradient.", PARTIAL,
                  lambda keep: float(np.abs(g).sum())),
            Wrong("squared length", "This is the square of the length.", PARTIAL, lambda keep: float(g @ g)),
            Wrong("larger entry", "That is the rate along w₂ alone. A direction between the two is steeper.", PARTIAL,
                  lambda keep: float(np.abs(g).max()))]),
        hints=("In the direction of the gradient the angle is 0.", "The rate is |∇C|.", f"√({n(g[0] ** 2)} + {n(g[1] ** 2)}) = {n(float(np.linalg.norm(g)))}."),
        shows="It is steeper than along either weight alone.")


def one_step() -> Exercise:
    """1.i: one step of descent by hand."""
    w, eta = 1, 0.1
    return Exercise(
        "1.i", "one step by hand", "The new w:", "number", ("w",),
        **asked(lambda keep: w - eta * slope(w), [
            Wrong("uphill", "The step goes uphill: minus η times a negative derivative is an addition.", DESCENT, lambda keep: w + eta * slope(w)),
            Wrong("step alone", "This is the step; the new w is the old one and the step.", DESCENT, lambda keep: -eta * slope(w)),
            Wrong("inner derivative missing", "The derivative is half of what it should be: the inner derivative is −2.", CHAIN,
                  lambda keep: w - eta * slope(w) / 2)]),
        hints=("What is dC/dw at w = 1?", "w − η dC/dw.", f"{w} − {eta} · ({n(slope(w))}) = {n(w - eta * slope(w))}."),
        shows=f"The minimum is at {n(3 / 2)}, and a step that is a quarter longer would have hit it.")


QUESTIONS = {"1.a": beyond_the_minimum, "1.b": two_factors, "1.c": slope_from_the_value, "1.d": four_sigmoids, "1.e": held_at_its_best,
             "1.f": larger_input, "1.g": both_paths, "1.h": steepest, "1.i": one_step}

# What the statements give, in their order, as in the modules of the exercises.
GIVEN = {
    "1.a": (2,),
    "1.b": (5, 3, 2, 1),
    "1.c": ("sigmoid", 0.8),
    "1.d": ("four sigmoids largest",),
    "1.e": (2, 1, "w_1"),
    "1.f": (4, 0.25),
    "1.g": (1,),
    "1.h": (0, 1),
    "1.i": (1, 0.1),
}
