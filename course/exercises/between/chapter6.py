"""The questions between the sections of chapter 6: each is a function that computes its truth and its slips."""

import math

import numpy as np

from course.exercises.builders import Wrong, asked
from course.exercises.chapters.chapter6 import DELTA, MOMENTUM, SOFTMAX, WHY
from course.exercises.judging import significant as n
from course.exercises.model import Exercise
from nnlib.losses import cross_entropy

def two_logits() -> Exercise:
    """6.a: softmax of two numbers by hand."""
    z = np.array([0.0, math.log(3)])
    y = np.exp(z) / np.exp(z).sum()
    return Exercise(
        "6.a", "softmax by hand", "The second probability:", "number", ("probability",),
        **asked(lambda keep: float(y[1]), [
            Wrong("not normalised", "This is e^z. The probabilities have to sum to one.", SOFTMAX, lambda keep: float(np.exp(z[1]))),
            Wrong("first", "This is the first probability.", SOFTMAX, lambda keep: float(y[0])),
            Wrong("no exponential", "The logits themselves were divided by their sum; softmax takes e^z of each first.", SOFTMAX,
                  lambda keep: float(z[1] / z.sum()))]),
        hints=("What are e^0 and e^(ln 3)?", "e^z₂ / (e^z₁ + e^z₂).", f"{n(np.exp(z[1]))} / (1 + {n(np.exp(z[1]))}) = {n(float(y[1]))}."),
        shows=f"Only the difference of the logits counts: {n(5.0)} and {n(5.0)} + ln 3 would give the same.")


def price_of_a_half() -> Exercise:
    """6.b: cross-entropy of one sample."""
    p = 0.5
    return Exercise(
        "6.b", "the price of a doubt", "The cost:", "number", ("cost",),
        **asked(lambda keep: -math.log(p), [
            Wrong("base 2", "This is the logarithm to the base 2; the book's is the natural one.", SOFTMAX, lambda keep: -math.log2(p)),
            Wrong("base 10", "This is the logarithm to the base 10; the book's is the natural one.", SOFTMAX, lambda keep: -math.log10(p)),
            Wrong("what is missing", "This is what is missing to one, and not its cost.", SOFTMAX, lambda keep: 1 - p),
            Wrong("squared", "This is a squared error.", SOFTMAX, lambda keep: (1 - p) ** 2)]),
        hints=("Only one term of the sum is left.", "−ln p.", f"−ln {p} = ln 2 = {n(-math.log(p))}."),
        shows="A guess among ten costs ln 10, more than three times as much.")


def delta_of_the_right_class() -> Exercise:
    """6.c: the delta at the logits."""
    p, right = np.array([0.7, 0.2, 0.1]), 1
    delta = p - np.eye(3)[right]
    assert np.allclose(cross_entropy.grad(np.log(p)[None], np.eye(3)[right][None])[0], delta)
    return Exercise(
        "6.c", "three deltas", "δ of the second logit:", "number", ("δ",),
        **asked(lambda keep: float(delta[right]), [
            Wrong("wrong sign", "The sign is turned: a larger logit of the right class lowers the cost.", DELTA, lambda keep: -float(delta[right])),
            Wrong("first logit", "This is the delta of the first logit, whose target is 0.", DELTA, lambda keep: float(delta[0])),
            Wrong("slope counted", "A factor ŷ (1 − ŷ) is in it. With cross-entropy it cancels.", DELTA,
                  lambda keep: float(delta[right] * p[right] * (1 - p[right])))]),
        hints=("What are the targets of the three?", "δ = ŷ − y.", f"{p[right]} − 1 = {n(float(delta[right]))}."),
        shows="The three deltas sum to 0: what is taken from the right class is given to the others.")


def louder() -> Exercise:
    """6.d: two deltas of one wrong output."""
    a, y = 0.1, 1
    entropy, squared = a - y, 2 * (a - y) * a * (1 - a)
    return Exercise(
        "6.d", "which is louder", "In three significant digits:", "number", ("factor",),
        **asked(lambda keep: entropy / squared, [
            Wrong("2 forgotten", "The 2 of the power rule is missing in the squared error's delta.", WHY, lambda keep: 2 * entropy / squared),
            Wrong("activation for slope", "The slope is ŷ (1 − ŷ); ŷ alone was taken.", WHY, lambda keep: 1 / (2 * a)),
            Wrong("upside down", "It is the other way round: the cross-entropy is the louder one.", WHY, lambda keep: squared / entropy)]),
        hints=("Which factors does the squared error have besides?", "1 / (2 ŷ (1 − ŷ)).", f"1 / (2 · {a} · {1 - a}) = {n(entropy / squared)}."),
        shows=f"And at ŷ = {n(0.001)} it is five hundred times.")


def lasting() -> Exercise:
    """6.e: what momentum makes of a lasting gradient."""
    alpha = 0.8
    return Exercise(
        "6.e", "a lasting gradient", "As with a learning rate that is larger by the factor", "number", ("factor",),
        **asked(lambda keep: 1 / (1 - alpha), [
            Wrong("share alone", "1/α was taken. The moves add up: 1, α, α² and so on.", MOMENTUM, lambda keep: 1 / alpha),
            Wrong("first move left out", "The first move is missing in the sum: it begins with 1.", MOMENTUM, lambda keep: alpha / (1 - alpha)),
            Wrong("two moves", "Only two moves were added; the old ones go on.", MOMENTUM, lambda keep: 1 + alpha)]),
        hints=("What does α^m tend to?", "1 / (1 − α).", f"1 / {n(1 - alpha)} = {n(1 / (1 - alpha))}."),
        shows=f"Close to 1 the share decides: from {n(alpha)} to {n((1 + alpha) / 2)} the factor doubles.")


def steps_of_an_epoch() -> Exercise:
    """6.f: how many steps an epoch has."""
    samples, size = 1077, 100
    return Exercise(
        "6.f", "steps of an epoch", "Steps:", "number", ("steps",),
        **asked(lambda keep: float(math.ceil(samples / size)), [
            Wrong("rest dropped", "The last, smaller batch is missing.", MOMENTUM, lambda keep: float(samples // size)),
            Wrong("one each", "That is one step for each sample.", MOMENTUM, lambda keep: float(samples))]),
        hints=("Every sample comes once.", "The quotient, rounded up.", f"{samples} / {size} is a little more than {samples // size}, so {math.ceil(samples / size)}."),
        shows=f"The last batch has {samples % size} samples.")


QUESTIONS = {"6.a": two_logits, "6.b": price_of_a_half, "6.c": delta_of_the_right_class, "6.d": louder, "6.e": lasting,
             "6.f": steps_of_an_epoch}

# What the statements give, in their order, as in the modules of the exercises.
GIVEN = {
    "6.a": ("two", 0, 3, "softmax second"),
    "6.b": (0.5, "cross-entropy"),
    "6.c": (0.7, 0.2, 0.1, "second second"),
    "6.d": (0.1, 1, "cross-entropy larger squared"),
    "6.e": ("momentum", 0.8, "larger"),
    "6.f": (1077, 100),
}
