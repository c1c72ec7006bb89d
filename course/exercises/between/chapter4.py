"""The questions between the sections of chapter 4: each is a function that computes its truth and its slips."""

import numpy as np

from course.exercises.builders import Wrong, asked, chosen
from course.exercises.chapters.chapter4 import BIASES, FIVE, FORWARD, HIDDEN, INDEX, OUTPUT, SHARED, WEIGHTS
from course.exercises.judging import significant as n
from course.exercises.model import Exercise
from nnlib.activations import identity, sigmoid
from nnlib.losses import half_sse, mean_squared, mse, sse
from nnlib.network import Network

SIZES = (784, 128, 10)
NET = Network(SIZES, sigmoid, identity)


def deltas_of_a_sample() -> Exercise:
    """4.a: how many deltas there are."""
    parameters = NET.zeros()
    weights = sum(W.size for W in parameters.W.values())

    def count(value):
        return lambda keep: float(value)

    return Exercise(
        "4.a", "how many deltas", "For one sample:", "number", ("deltas",),
        **asked(count(sum(SIZES[1:])), [
            Wrong("weights counted", "These are the weights. A delta belongs to a neuron.", SHARED, count(weights)),
            Wrong("parameters counted", "These are the parameters. A delta belongs to a neuron.", SHARED, count(parameters.vector.size)),
            Wrong("inputs counted", "The inputs are counted too. An input has no z, and so no delta.", SHARED, count(sum(SIZES)))], digits=6),
        hints=("Which neurons have a pre-activation?", "One for each neuron after the input.", f"{SIZES[1]} + {SIZES[2]} = {sum(SIZES[1:])}."),
        shows=f"They serve {parameters.vector.size:,} derivatives.".replace(",", " "))


def numbers_forward() -> Exercise:
    """4.b: how many pre-activations a batch has."""
    D = 32
    Z = NET.forward(NET.zeros(), np.zeros((D, SIZES[0])))[0]

    def count(value):
        return lambda keep: float(value)

    return Exercise(
        "4.b", "a batch on its way", "Pre-activations of the hidden layer:", "number", ("numbers",),
        **asked(count(Z[1].size), [
            Wrong("one sample", "This is one sample. Each sample is a row.", FORWARD, count(SIZES[1])),
            Wrong("inputs", "These are the inputs of the batch.", FORWARD, count(D * SIZES[0])),
            Wrong("weights", "These are the weights of the layer, which do not hang on the batch.", FORWARD, count(SIZES[0] * SIZES[1]))]),
        hints=("What is the shape of Z¹?", "D × n₁.", f"{D} · {SIZES[1]} = {Z[1].size}."),
        shows="The weights stay the same however many samples there are.")


def a_linear_output() -> Exercise:
    """4.c: equation (1) with the simplest activation."""
    c, y_hat, y = 1 / 2, 0.8, 1
    at, target = np.array([[y_hat]]), np.array([[float(y)]])

    def delta(loss, slope=1.0, sign=1.0):
        return lambda keep: sign * loss.grad(at, target).item() * slope

    assert half_sse.c(1, 1) == c
    return Exercise(
        "4.c", "a linear output", "δ of the output:", "number", ("δ",),
        **asked(delta(half_sse), [
            Wrong("wrong sign", "The sign is turned: the derivative of the square is ŷ − y.", OUTPUT, delta(half_sse, sign=-1.0)),
            Wrong("twice", "The ½ of the cost cancels the 2 of the power rule.", FIVE, delta(sse)),
            Wrong("slope of a sigmoid", "A factor ŷ (1 − ŷ) is in it. A linear neuron has the slope 1.", OUTPUT, delta(half_sse, y_hat * (1 - y_hat)))]),
        hints=("What is φ′ of the identity?", "δ = (ŷ − y) · 1.", f"{y_hat} − {y} = {n(delta(half_sse)(None))}."),
        shows="With this pair of cost and activation the delta is the error itself.")


def back_along_two_arrows() -> Exercise:
    """4.d: equation (2) for one neuron."""
    w, delta, slope = np.array([0.5, -1]), np.array([0.2, 0.3]), 0.25

    return Exercise(
        "4.d", "back along two arrows", "δ of the hidden neuron:", "number", ("δ",),
        **asked(lambda keep: float(w @ delta * slope), [
            Wrong("slope missing", "The slope is missing: this is the derivative by a, and a delta is one by z.", HIDDEN,
                  lambda keep: float(w @ delta)),
            Wrong("first arrow only", "The second arrow is missing. What comes back along all arrows is added.", HIDDEN,
                  lambda keep: float(w[0] * delta[0] * slope)),
            Wrong("second arrow only", "The first arrow is missing. What comes back along all arrows is added.", HIDDEN,
                  lambda keep: float(w[1] * delta[1] * slope)),
            Wrong("sign lost", "The sign of the second weight is lost.", HIDDEN, lambda keep: float(np.abs(w) @ delta * slope))]),
        hints=("What comes back along each arrow?", "The sum of δ times weight, times the slope.",
               f"({delta[0]} · {w[0]} − {delta[1]} · {n(-w[1])}) · {slope} = {n(float(w @ delta * slope))}."),
        shows="Two paths that pull against each other: the larger one decides the sign.")


def two_samples() -> Exercise:
    """4.e: equation (3) for one weight."""
    a, delta = np.array([1.0, 2]), np.array([0.3, -0.1])
    return Exercise(
        "4.e", "one weight, two samples", "∂C/∂W of this weight:", "number", ("∂C/∂W",),
        **asked(lambda keep: float(a @ delta), [
            Wrong("averaged", "The products were averaged. If the cost is a mean, its factor is in the deltas already.", WEIGHTS,
                  lambda keep: float(a @ delta) / 2),
            Wrong("first sample only", "The second sample is missing.", WEIGHTS, lambda keep: float(a[0] * delta[0])),
            Wrong("sums multiplied", "The sums were multiplied. Each sample gives a product of its own, and these are added.", WEIGHTS,
                  lambda keep: float(a.sum() * delta.sum())),
            Wrong("bias instead", "This is the derivative by the bias: the activations are missing.", BIASES, lambda keep: float(delta.sum()))]),
        hints=("One product for each sample.", "a₁ δ₁ + a₂ δ₂.", f"{n(a[0])} · {delta[0]} − {n(a[1])} · {-delta[1]} = {n(float(a @ delta))}."),
        shows="The matrix product of (3) does this sum for every weight at once.")


def summed_letter() -> Exercise:
    """4.f: reading a string of subscripts."""
    string, letters = "dj,ij->di", ("d", "i", "j")
    before, after = string.split("->")
    (gone,) = set(before) - set(after) - {","}
    return Exercise(
        "4.f", "reading the letters", "Summed is", "choice", letters,
        **chosen(letters.index(gone), {
            0: Wrong("samples", "d stands behind the arrow, so it is left over: each sample has its own delta.", INDEX, None),
            1: Wrong("neuron", "i stands behind the arrow, so it is left over: it counts the neurons whose deltas are computed.", INDEX, None)}),
        hints=("Which letter is missing behind the arrow?", "What stands before the arrow and not behind it is summed.",
               "j is missing behind the arrow, so the third answer is right: the sum over the neurons that arrows enter."),
        shows="It is the sum for which the matrix form needs its transpose.")


def two_conventions() -> Exercise:
    """4.g: how two means differ."""
    D, K = 8, 2
    return Exercise(
        "4.g", "two means", "The first gradient is larger by the factor", "number", ("factor",),
        **asked(lambda keep: float(mse.c(D, K) / mean_squared.c(D, K)), [
            Wrong("samples", "Both divide by the number of samples.", FIVE, lambda keep: float(D)),
            Wrong("all entries", "Both divide by the number of samples; only one divides by that of the outputs too.", FIVE,
                  lambda keep: float(D * K)),
            Wrong("upside down", "It is the other way round: the mean over outputs as well is the smaller one.", FIVE,
                  lambda keep: float(mean_squared.c(D, K) / mse.c(D, K)))]),
        hints=("What stands in front of each sum?", "1/D against 1/(D K).", f"(1/{D}) / (1/{D * K}) = {n(float(mse.c(D, K) / mean_squared.c(D, K)))}."),
        shows="A learning rate that is taken over from one to the other is off by this factor.")


QUESTIONS = {"4.a": deltas_of_a_sample, "4.b": numbers_forward, "4.c": a_linear_output, "4.d": back_along_two_arrows, "4.e": two_samples,
             "4.f": summed_letter, "4.g": two_conventions}

# What the statements give, in their order, as in the modules of the exercises.
GIVEN = {
    "4.a": (*SIZES,),
    "4.b": (32,),
    "4.c": (1 / 2, 2, 0.8, 1),
    "4.d": ("two", 0.5, -1, 0.2, 0.3, 0.25),
    "4.e": ("two", 1, 2, 0.3, -0.1),
    "4.f": (2,),
    "4.g": (8, 2, "mean_squared"),
}
