"""The questions between the sections of chapter 10: each is a function that computes its truth and its slips."""

import math

from course.exercises.builders import Wrong, asked
from course.exercises.chapters.chapter10 import CORNER, OPTIMISER, PRODUCT, SHAPES
from course.exercises.judging import significant as n
from course.exercises.model import Exercise, Passage

REPORTED = Passage("Is the reported loss the one descended?", "sec-lib-reported")
TAILS = Passage("In the tails", "sec-lib-tails")
CHECKER = Passage("What a checker lets through", "sec-lib-checker")
INIT = Passage("Inits", "sec-lib-init")
MOMENTUM = 0.9  # of the chapter's section on optimisers


def two_corners() -> Exercise:
    """10.a: a smooth function written with two corners."""
    slope = 1
    return Exercise(
        "10.a", "two corners", "The slope at 0:", "number", ("slope",),
        **asked(lambda keep: float(slope - -slope), [
            Wrong("true slope", "That is the slope of the function. The question is what the rules give from the two corners.", CORNER, lambda keep: 1.0),
            Wrong("signs lost", "The inner derivative of −x is −1, and the second maximum is subtracted: the two signs cancel.", CORNER,
                  lambda keep: float(slope - slope))]),
        hints=("Apply the rules: which slope has each of the two?", "The second has the slope −1 times that of the maximum.",
               f"1 − (−1) = {slope - -slope}."),
        shows="The function is x, whose slope is 1. Subgradients may be added, and not subtracted: with 0 at the corner it would be 0, and with ½ right.")


def by_a_difference() -> Exercise:
    """10.b: which multiple of the reported loss is followed."""
    below, above, h, followed = 0.80, 0.84, 0.01, 6
    slope = (above - below) / (2 * h)

    def ratio(across=2):
        return lambda keep: followed / ((above - below) / (across * h))

    return Exercise(
        "10.b", "followed by reported", "The followed gradient, divided by the reported one:", "number", ("ratio",),
        **asked(ratio(), [
            Wrong("one step", "The two losses lie two steps apart: the difference is divided by 2h.", REPORTED, ratio(1)),
            Wrong("upside down", "This is the reported slope by the followed one.", REPORTED, lambda keep: 1 / ratio()(keep)),
            Wrong("slope", "This is the slope of the reported loss; the gradient that is followed has yet to be divided by it.", REPORTED,
                  lambda keep: (above - below) / (2 * h))]),
        hints=("What is the slope of the reported loss?", "A central difference divides by 2h.",
               f"{n(above - below)} / {2 * h} = {n(slope)}, and {followed} / {n(slope)} = {n(ratio()(None))}."),
        shows="Nothing but two reports and one gradient is needed, and no look into the library.")


def digits_left() -> Exercise:
    """10.c: right digits of a difference near 1."""
    z, last = 25, 1e-16
    left = math.floor(-math.log10(last / math.exp(-z)))
    return Exercise(
        "10.c", "digits that are left", "Right digits, a whole number:", "number", ("digits",),
        **asked(lambda keep: float(left), [
            Wrong("all of them", "These are the digits of the number near 1. Its leading nines are lost in the difference.", TAILS, lambda keep: 16.0),
            Wrong("digits lost", "These are the digits that are lost, not those that are left.", TAILS, lambda keep: float(16 - left)),
            Wrong("z", "This is z and not the number of digits, which are counted in powers of ten and not of e.", TAILS, lambda keep: float(z))]),
        hints=("How large is the difference?", f"About e⁻ᶻ, which is {math.exp(-z):.1e}, and its error is 10⁻¹⁶.",
               f"10⁻¹⁶ / {math.exp(-z):.1e} is about {last / math.exp(-z):.0e}: {left} digits."),
        shows=f"Each {math.log(10):.1f} further out costs one digit more.")


def running_product() -> Exercise:
    """10.d: the slope of running products at a zero."""
    x1, x2, x3 = 4, 0, 5
    return Exercise(
        "10.d", "running products", "The slope by the second factor:", "number", ("slope",),
        **asked(lambda keep: float(x1 + x1 * x3), [
            Wrong("last only", "The second factor stands in two of the three products.", PRODUCT, lambda keep: float(x1 * x3)),
            Wrong("second only", "The second factor stands in the whole product, too.", PRODUCT, lambda keep: float(x1)),
            Wrong("through the zero", "The factor itself has gone where its slope is taken; only the others remain.", PRODUCT,
                  lambda keep: float(x2 * (x1 + x1 * x3))),
            Wrong("1 for the first", "The first of the three products does not hold the second factor.", PRODUCT, lambda keep: float(1 + x1 + x1 * x3))]),
        hints=("In which of the three products does the second factor stand?", "x₁ + x₁ x₃.", f"{x1} + {x1} · {x3} = {x1 + x1 * x3}."),
        shows="A zero in a row is the commonest place where a library divides by it.")


def pairs_of_a_batch() -> Exercise:
    """10.e: how many differences a column against a row makes."""
    samples = 64
    return Exercise(
        "10.e", "a batch in pairs", "Differences:", "number", ("differences",),
        **asked(lambda keep: float(samples**2), [
            Wrong("samples", "That is one for each sample, as it should be. Broadcasting makes all pairs.", SHAPES, lambda keep: float(samples)),
            Wrong("sum", "Each prediction meets each target: a product, not a sum.", SHAPES, lambda keep: 2.0 * samples),
            Wrong("each pair once", "A prediction and a target are different things: (i, j) and (j, i) are two pairs.", SHAPES,
                  lambda keep: samples * (samples + 1) / 2)]),
        hints=("Which shape has the difference?", "(D, D).", f"{samples} · {samples} = {samples**2}."),
        shows=f"The right ones are the diagonal, one in {samples}.")


def what_passes() -> Exercise:
    """10.f: the relative error that two tolerances let pass."""
    absolute, relative, slope = 1e-5, 1e-3, 0.01
    return Exercise(
        "10.f", "two tolerances", "The relative error that just passes:", "number", ("error",),
        **asked(lambda keep: (absolute + relative * slope) / slope, [
            Wrong("relative only", "The absolute tolerance is added to it.", CHECKER, lambda keep: relative),
            Wrong("not divided", "This is the error itself. Relative to the slope it is larger.", CHECKER, lambda keep: absolute + relative * slope),
            Wrong("added", "The two tolerances are no numbers of one kind: the absolute one has to be divided by the slope first.", CHECKER,
                  lambda keep: absolute + relative)]),
        hints=("How large may the error be here?", "The two tolerances together, divided by the slope: (absolute + relative · slope) / slope.",
               f"10⁻⁵ + 10⁻³ · {slope} = {n(absolute + relative * slope)}, and {n(absolute + relative * slope)} / {slope} = {n((absolute + relative * slope) / slope)}."),
        shows="The smaller a slope, the more the absolute tolerance lets pass; below 10⁻⁵ even a gradient of 0 passes.")


def rate_for_averages() -> Exercise:
    """10.g: translating a learning rate."""
    alpha = 0.8
    return Exercise(
        "10.g", "a rate translated", "How many times the rate:", "number", ("factor",),
        **asked(lambda keep: 1 / (1 - alpha), [
            Wrong("upside down", "An average is smaller than a sum, so it needs the larger rate.", OPTIMISER, lambda keep: 1 - alpha),
            Wrong("weight of the old", "The new gradient is taken with the weight 1 − α, and it is that factor which has to be made good.", OPTIMISER,
                  lambda keep: 1 / alpha),
            Wrong("as in the chapter", f"That is the factor for the momentum of the chapter, {MOMENTUM}.", OPTIMISER, lambda keep: 1 / (1 - MOMENTUM))]),
        hints=("With which weight does a new gradient enter the average?", "1 − α; the rate has to make that good.", f"1 / {n(1 - alpha)} = {n(1 / (1 - alpha))}."),
        shows="The factor is that of a lasting gradient in chapter 6.")


def evenly_drawn() -> Exercise:
    """10.h: the deviation of a uniform start."""
    inputs = 48
    return Exercise(
        "10.h", "evenly drawn", "The deviation, in three significant digits:", "number", ("deviation",),
        **asked(lambda keep: 1 / math.sqrt(3 * inputs), [
            Wrong("bound", "This is the bound. Numbers drawn evenly between ±r have the deviation r divided by the root of three.", INIT, lambda keep: 1 / math.sqrt(inputs)),
            Wrong("variance", "This is the variance. The deviation is its root.", INIT, lambda keep: 1 / (3 * inputs)),
            Wrong("third", "The bound was divided by three and not by the root of three.", INIT, lambda keep: 1 / (3 * math.sqrt(inputs)))]),
        hints=("What is the variance of numbers drawn evenly between −r and r?", f"A third of r², with r² = 1/{inputs}.",
               f"√(1/{3 * inputs}) = {n(1 / math.sqrt(3 * inputs))}."),
        shows="A linear layer with such weights makes signals smaller by the root of three.")


QUESTIONS = {"10.a": two_corners, "10.b": by_a_difference, "10.c": digits_left, "10.d": running_product, "10.e": pairs_of_a_batch,
             "10.f": what_passes, "10.g": rate_for_averages, "10.h": evenly_drawn}

# What the statements give, in their order, as in the modules of the exercises.
GIVEN = {
    "10.a": (0, 0, 1, 0, 0, 0),
    "10.b": (0.80, 0.84, 0.01, 6),
    "10.c": (1, 1e-16, 1, 25),
    "10.d": ("sum", 4, 0, 5, "second"),
    "10.e": (64, 64),
    "10.f": ("most", 1e-5, 1e-3, 0.01),
    "10.g": ("momentum", 0.8),
    "10.h": (48, 1),
}
