"""The questions between the sections of chapter 2: each is a function that computes its truth and its slips."""

import numpy as np

from course.exercises.builders import Wrong, asked, chosen
from course.exercises.chapters.chapter2 import BIAS_1, BIAS_3, FAILS, FORWARD, NET, SHARED, THETA, WEIGHT_1, WEIGHT_3, X, Y, point
from course.exercises.judging import significant as n
from course.exercises.model import Exercise, Passage
from nnlib.activations import sigmoid, softplus
from nnlib.losses import sse

JACOBIAN = Passage("All seven at once", "sec-softplus-jacobian")


def who_speaks_at_dose_0() -> Exercise:
    """2.a: which parameters a prediction depends on."""
    dose = 0
    moved = []
    for k in range(THETA.vector.size):
        other = THETA.copy()
        other.vector[k] += 0.5
        moved.append(abs(NET(other, [[dose]]).item() - NET(THETA, [[dose]]).item()) > 0)
    counts = [7, 5, 1]
    return Exercise(
        "2.a", "who speaks at dose 0", "It depends on", "choice", (
            "all seven parameters", "the five that are not w₁ or w₂", "b₃ alone"),
        **chosen(counts.index(sum(moved)), {
            0: Wrong("all seven", "w₁ and w₂ are multiplied by the dose, which is 0 here.", FORWARD, None),
            2: Wrong("only the last bias", "At dose 0 each hidden neuron still sends ln(1 + e^b), which w₃ or w₄ weighs.", FORWARD, None)}),
        hints=("Write ŷ down for x = 0.", "z₁ = 0 · w₁ + b₁ and z₂ = 0 · w₂ + b₂.",
               "Of the seven, w₁ and w₂ fall out, so the second answer is right."),
        shows="That is why the first sample will not move w₁ or w₂.")


def first_factor() -> Exercise:
    """2.b: the first factor, from a residual."""
    r = 0.4
    return Exercise(
        "2.b", "the first factor", "∂C/∂ŷ:", "number", ("∂C/∂ŷ",),
        **asked(lambda keep: -2 * r, [
            Wrong("wrong sign", "The sign is turned: the prediction is too low, so raising it lowers the cost.", SHARED, lambda keep: 2 * r),
            Wrong("half", "The 2 of the power rule is missing; this cost has no ½ that would cancel it.", SHARED, lambda keep: -r),
            Wrong("square", "This is the cost of the sample, r².", SHARED, lambda keep: r * r)]),
        hints=("Outer derivative of the square, times an inner derivative.", "−2 r.", f"−2 · {r} = {n(-2 * r)}."),
        shows="All seven derivatives begin with this number.")


def slope_at_0() -> Exercise:
    """2.c: the slope of softplus where it is met first."""
    z = 0.0
    return Exercise(
        "2.c", "the slope at 0", "The slope:", "number", ("slope",),
        **asked(lambda keep: float(sigmoid(z)), [
            Wrong("value", "This is the value, ln 2. Its slope is the sigmoid.", SHARED, lambda keep: float(softplus(z))),
            Wrong("slope of the sigmoid", "This is the slope of the sigmoid. The slope of softplus is the sigmoid itself.", SHARED,
                  lambda keep: float(sigmoid.prime(z))),
            Wrong("slope of the ramp", "That is the slope of the ramp on the right. Softplus only tends to it.", SHARED, lambda keep: 1.0)]),
        hints=("Which function is the derivative of softplus?", "σ(z) = 1 / (1 + e^(−z)).", f"1 / (1 + 1) = {n(float(sigmoid(z)))}."),
        shows="It is the mean of the two slopes of the ramp, 0 and 1.")


def from_weight_to_bias() -> Exercise:
    """2.d: the term of the bias from that of the weight."""
    x, term = 0.5, 0.2
    return Exercise(
        "2.d", "from w₁ to b₁", "The term of b₁:", "number", ("term",),
        **asked(lambda keep: term / x, [
            Wrong("multiplied", "It was multiplied by x once more. The chain of b₁ ends in 1 where that of w₁ ends in x.", BIAS_1,
                  lambda keep: term * x),
            Wrong("the same", "The last factors differ: x for the weight, 1 for the bias.", BIAS_1, lambda keep: term)]),
        hints=("The two chains share all factors but the last.", "The term of w₁ is that of b₁ times x.", f"{term} / {x} = {n(term / x)}."),
        shows="At a small dose the bias is moved more than the weight.")


def missing_in_the_chain() -> Exercise:
    """2.e: what stands not on the way to an output weight."""
    return Exercise(
        "2.e", "a shorter chain", "Not in it is", "choice", ("−2 (y − ŷ)", "σ(z₁)", "a₁"),
        **chosen(1, {
            0: Wrong("first factor", "Every chain begins at the cost, with −2 (y − ŷ).", WEIGHT_3, None),
            2: Wrong("last factor", "a₁ is its last factor: w₃ stands in ŷ with the factor a₁.", WEIGHT_3, None)}),
        hints=("Does the way from C to w₃ pass through softplus?", "∂C/∂ŷ · ∂ŷ/∂w₃.",
               "The way is C, ŷ, w₃. It does not pass z₁, so σ(z₁) is not in it: the second answer."),
        shows="Only what lies on the way contributes a factor.")


def three_residuals() -> Exercise:
    """2.f: the derivative by the last bias from the residuals."""
    r = np.array([0.2, -0.3, 0.5])
    return Exercise(
        "2.f", "three residuals", "∂C/∂b₃:", "number", ("∂C/∂b₃",),
        **asked(lambda keep: float(-2 * r.sum()), [
            Wrong("wrong sign", "The sign is turned: each term is −2 r.", BIAS_3, lambda keep: float(2 * r.sum())),
            Wrong("signs lost", "The signs of the residuals are lost: a prediction that is too high pulls the other way.", BIAS_3,
                  lambda keep: float(-2 * np.abs(r).sum())),
            Wrong("mean for sum", "There is a factor ⅓ too many: this cost adds the samples up.", BIAS_3, lambda keep: float(-2 * r.mean())),
            Wrong("cost", "This is the cost, the sum of the squares.", BIAS_3, lambda keep: float(r @ r))]),
        hints=("The chain of b₃ has one factor that is not 1.", "−2 (r₁ + r₂ + r₃).", f"−2 · {n(r.sum())} = {n(float(-2 * r.sum()))}."),
        shows="Where the residuals add up to 0 this derivative is 0, however bad the fit.")


def indifferent_directions() -> Exercise:
    """2.g: how many directions the samples leave alone."""
    parameters, samples = 12, 5
    return Exercise(
        "2.g", "directions that nobody asks for", "At least", "number", ("directions",),
        **asked(lambda keep: float(parameters - samples), [
            Wrong("pushed directions", "These are the directions that samples can push in. The others are asked for.", JACOBIAN,
                  lambda keep: float(samples)),
            Wrong("all", "Each sample can push in a direction of its own.", JACOBIAN, lambda keep: float(parameters)),
            Wrong("entries", "This is how many numbers J has.", JACOBIAN, lambda keep: float(parameters * samples))]),
        hints=("In how many directions can the samples push?", "The rank of J is at most the number of samples.",
               f"{parameters} − {samples} = {parameters - samples}."),
        shows="Networks have far more weights than samples often enough, and then most directions are free.")


def opposite_twins() -> Exercise:
    """2.h: two hidden neurons that are equal, with opposite weights behind them."""
    theta = point(1, 0.5, 1, 0.5, 0.3, -0.3, 0)
    slopes = NET.grad(theta, X, Y, sse).W[1][0]
    right = 0 if np.isclose(*slopes) else 1 if np.sign(slopes[0]) == -np.sign(slopes[1]) else 2
    return Exercise(
        "2.h", "opposite twins", "After the first step", "choice", (
            "they are still equal", "they differ: their derivatives have opposite signs", "they have not moved"),
        **chosen(right, {
            0: Wrong("equal", "The chain of w₁ has the factor w₃, that of w₂ has w₄, and these have opposite signs.", WEIGHT_1, None),
            2: Wrong("not moved", "Nothing in the chains of w₁ and w₂ is zero.", FAILS, None)}),
        hints=("Which factor of the two chains differs?", "−2 r w₃ σ(z₁) x and −2 r w₄ σ(z₂) x.",
               "σ(z₁) = σ(z₂), and w₄ = −w₃: opposite derivatives, so the second answer is right."),
        shows="Equal neurons stay equal only if all that belongs to them is equal, behind as well as before.")


QUESTIONS = {"2.a": who_speaks_at_dose_0, "2.b": first_factor, "2.c": slope_at_0, "2.d": from_weight_to_bias, "2.e": missing_in_the_chain,
             "2.f": three_residuals, "2.g": indifferent_directions, "2.h": opposite_twins}

# What the statements give, in their order, as in the modules of the exercises.
GIVEN = {
    "2.a": (0,),
    "2.b": (0.4,),
    "2.c": ("softplus", 0),
    "2.d": (0.5, "w_1", 0.2, "b_1"),
    "2.e": ("w_3",),
    "2.f": (0.2, -0.3, 0.5, "b_3"),
    "2.g": (12, 5, "without"),
    "2.h": ("equal equal w_3", 0.3, "w_4", -0.3),
}
