"""The questions between the sections of chapter 5: each is a function that computes its truth and its slips."""

import numpy as np

from course.exercises.builders import Wrong, asked, chosen
from course.exercises.chapters.chapter5 import BEST, COMPLEX, DIRECTION, KINKS, MISTAKES, ROUNDING, TRUNCATION
from course.exercises.judging import significant as n
from course.exercises.model import Exercise
from nnlib.gradcheck import central_difference, complex_step

def half_the_step() -> Exercise:
    """5.a: the right arm of the central difference."""
    error = 0.004
    return Exercise(
        "5.a", "half the step", "The error:", "number", ("error",),
        **asked(lambda keep: error / 2**2, [
            Wrong("one-sided", "That is what a one-sided difference would do. The error of a central one goes with h².", TRUNCATION,
                  lambda keep: error / 2),
            Wrong("third power", "It goes with h², and not with h³.", TRUNCATION, lambda keep: error / 2**3),
            Wrong("rounding", "On the right arm a smaller step helps; doubling the error is for the left arm.", ROUNDING, lambda keep: error * 2)]),
        hints=("Which power of h is the error of a central difference?", "It goes with h².", f"{error} / {2**2} = {n(error / 4)}."),
        shows="Ten halvings of the step bring it below a millionth of what it was.")


def further_left() -> Exercise:
    """5.b: the left arm."""
    error = 1e-7
    return Exercise(
        "5.b", "a tenth of the step", "The error, about:", "number", ("error",),
        **asked(lambda keep: error * 10, [
            Wrong("truncation", "That would be truncation. On the left arm rounding rules, and it goes with 1/h.", ROUNDING, lambda keep: error / 10),
            Wrong("squared", "Rounding goes with 1/h, not with its square.", ROUNDING, lambda keep: error * 100),
            Wrong("central truncation", "That is the right arm of a central difference, where h² rules.", ROUNDING, lambda keep: error / 100)]),
        hints=("What is divided by h on the left arm?", "ε M₀ / h.", f"Ten times {error:.0e} is {n(error * 10)}.".replace("1e-07", "10⁻⁷")),
        shows="The difference itself has no more digits to lose: the step divides what rounding has left in it.")


def single_precision() -> Exercise:
    """5.c: the best step where the numbers are shorter."""
    eps, steps = 2.0**-23, (3e-4, 5e-3, 1e-7)
    return Exercise(
        "5.c", "shorter numbers", "The best step is about", "choice", ("3 · 10⁻⁴", "5 · 10⁻³", "10⁻⁷"),
        **chosen(int(np.argmin(np.abs(np.log(np.array(steps) / np.sqrt(eps))))), {
            1: Wrong("central", "That is the cube root of ε, the best step of a central difference.", BEST, None),
            2: Wrong("ε itself", "That is ε itself. With such a step nothing but rounding is left.", BEST, None)}),
        hints=("Which root of ε is the best one-sided step?", "ε^(1/2).", f"√ε = {n(float(np.sqrt(eps)), 3)}, so the first answer is right."),
        shows="Its error is of the same size: three digits, where float64 has eight.")


def silent() -> Exercise:
    """5.d: what the complex step does not survive."""
    functions = {"w · w · w": lambda w: w * w * w, "|w|²": lambda w: abs(w) ** 2, "e^w": np.exp}
    wrong = [k for k, f in enumerate(functions.values()) if not np.isclose(complex_step(f, 0.7), central_difference(f, 0.7))]
    return Exercise(
        "5.d", "wrong in silence", "Wrong is that of", "choice", tuple(functions),
        **chosen(wrong[0], {
            0: Wrong("a product", "Products let complex numbers through and are analytic.", COMPLEX, None),
            2: Wrong("the exponential", "The exponential has a power series, and lets complex numbers through.", COMPLEX, None)}),
        hints=("What does each do to the imaginary part of w + ih?", "A size is a real number.",
               "|w + ih|² = w² + h² has no imaginary part, so the derivative comes out as 0: the second answer."),
        shows="For real numbers it is w², and nothing warns.")


def two_slopes() -> Exercise:
    """5.e: what a central difference says at a kink."""
    left, right = 0.5, 3
    return Exercise(
        "5.e", "at a kink", "The quotient:", "number", ("quotient",),
        **asked(lambda keep: (left + right) / 2, [
            Wrong("right slope", "That is the one-sided difference to the right.", KINKS, lambda keep: float(right)),
            Wrong("left slope", "That is the one-sided difference to the left.", KINKS, lambda keep: left),
            Wrong("sum", "The two slopes were added: the step is 2h.", KINKS, lambda keep: float(left + right)),
            Wrong("jump", "That is the jump of the slope. The quotient is the mean of both sides.", KINKS, lambda keep: right - left)]),
        hints=("A central difference is the mean of the two one-sided ones.", "The one-sided quotients are the two slopes, however small h is.", f"({left} + {right}) / 2 = {n((left + right) / 2)}."),
        shows="It is the slope of nothing, and no mistake: there is no derivative to agree with.")


def where_to_look() -> Exercise:
    """5.f: reading a report from the output backwards."""
    parts = {4: "right", 3: "right", 2: "wrong", 1: "wrong"}
    place = max(l for l, said in parts.items() if said == "wrong")
    return Exercise(
        "5.f", "where to look", "The mistake sits", "choice", (
            "in the step from δ² to δ¹", "in the step from δ³ to δ²", "in the derivative of the loss"),
        **chosen(place - 1, {
            0: Wrong("too far", "Then layer 2 would be right: a mistake shows in its own layer and in those before it.", MISTAKES, None),
            2: Wrong("loss", "A mistake in the loss is in every delta, also in that of the last layer.", MISTAKES, None)}),
        hints=("Read from the output backwards.", "The last part that is wrong is where to look.",
               "δ³ is right and δ² is wrong, so the step between them is wrong: the second answer."),
        shows="What comes before is wrong only because it is made of it.")


def passes() -> Exercise:
    """5.g: the price of central differences."""
    P = 100
    return Exercise(
        "5.g", "what a check costs", "Forward passes:", "number", ("passes",),
        **asked(lambda keep: float(2 * P), [
            Wrong("one each", "That is one for each parameter, as for the complex step. A central difference looks at both sides.", DIRECTION,
                  lambda keep: float(P)),
            Wrong("one-sided", "That is the price of one-sided differences, which share the cost at θ.", DIRECTION, lambda keep: float(P + 1)),
            Wrong("two", "Two passes are enough for one direction; a gradient has one for each parameter.", DIRECTION, lambda keep: 2.0)], digits=6),
        hints=("How many costs does one central difference take?", "2 P.", f"2 · {P} = {2 * P}."),
        shows="Backpropagation takes about three, whatever P is.")


QUESTIONS = {"5.a": half_the_step, "5.b": further_left, "5.c": single_precision, "5.d": silent, "5.e": two_slopes,
             "5.f": where_to_look, "5.g": passes}

# What the statements give, in their order, as in the modules of the exercises.
GIVEN = {
    "5.a": (0.004, "half"),
    "5.b": (1e-07, "ten smaller"),
    "5.c": (2**-23,),
    "5.d": (),
    "5.e": (3, 0.5),
    "5.f": ("four", 4, 3, 2, 1),
    "5.g": (100,),
}
