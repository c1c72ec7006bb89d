"""The exercises of chapter 10, what libraries do: subgradients, pairs, products, first steps, and a test to write."""

import numpy as np

from course.exercises.builders import Wrong, asked, chosen, compared
from course.exercises.functions import derivative, derivative_exponent, derivative_left, derivative_minus, derivative_twice
from course.exercises.functions import dual_sigmoid, dual_sigmoid_at_a
from course.exercises.judging import significant as n
from course.exercises.model import Exercise, Passage

CORNER = Passage("One corner, many slopes", "sec-lib-corner")
PRODUCT = Passage("A zero in the product", "sec-lib-product")
SHAPES = Passage("(D, 1) against (D,)", "sec-lib-shapes")
OPTIMISER = Passage("The first step of an optimiser", "sec-lib-optimiser")
FOUR = Passage("Four lines that find most faulty packages", "sec-lib-four")

FIT = (1.0, 2.0, 6.0)
FACTORS = (3.0, 0.0, 5.0, 2.0)
BETA_1, BETA_2 = 0.8, 0.99
MOMENTUM, GRADIENT, START, ETA, LATER = 0.5, 1.0, 0.0, 0.4, 0.1


def none_of_these() -> Exercise:
    """10.1: which answer at a corner is no subgradient."""
    return Exercise(
        "10.1", "which of these is none?", "No subgradient is:", "choice", (
            "−1 for |x| at 0.",
            "½ for max(x, 0) at 0.",
            "(1, 1) for the maximum of two equal entries.",
            "(0, 0) for the length of a vector at (0, 0)."),
        **chosen(2, {
            0: Wrong("an end of the interval", "The slopes of |x| on its two sides are −1 and 1, and both ends belong to the subgradients.", CORNER, None),
            1: Wrong("between the slopes", "½ lies between 0 and 1, the slopes on the two sides.", CORNER, None),
            3: Wrong("length", "The length of a vector is nowhere below 0, so the level plane through the corner stays below it.", CORNER, None)}),
        hints=(
            "A subgradient belongs to a line or a plane through the corner that is nowhere above the function.",
            "For the maximum, move both entries by h: it rises by h. What does each answer promise?",
            "With (1, 1) the plane rises by 2h where both entries rise by h, and the maximum by h only, so the plane is above it. Shares of a "
            "maximum sum to 1. The third answer is the one."),
        shows="Several values are defensible at a corner, and some are not.")


def all_pairs() -> Exercise:
    """10.2: a perfect fit, as a column against a row."""
    p = np.array(FIT)

    def loss(pairs=9.0, slope=9.0, two=2.0):
        """The mean over `pairs`, and the slope by the first prediction, divided by `slope`."""
        e = p[:, np.newaxis] - p
        return lambda keep: (float((e**2).sum() / pairs), float(two * e[0].sum() / slope))

    value, slope = loss()(None)
    first = p[0] - p
    return Exercise(
        "10.2", "all pairs", "The reported loss, and its slope by the first prediction:", "array", ("loss", "slope"),
        **asked(loss(), [
            Wrong("right pairs only", "This is the loss of a prediction with its own target. Here each prediction meets all targets.", SHAPES,
                  lambda keep: (0.0, 0.0)),
            Wrong("divided by D", "The mean is over all pairs, of which there are nine, and not over samples.", SHAPES, loss(3.0, 3.0)),
            Wrong("sum", "This is the sum over all pairs. The mean divides by their number.", SHAPES, loss(1.0, 1.0)),
            Wrong("no 2", "The 2 of the square is missing in the slope.", SHAPES, loss(two=1.0)),
            Wrong("wrong sign", "The residual is the prediction minus the target: the first prediction is below most targets, so its slope is negative.",
                  SHAPES, loss(two=-2.0))]),
        hints=(
            f"Write the {len(p)} × {len(p)} matrix of differences: a row for each prediction, a column for each target.",
            "The loss is the mean of nine squares. The first prediction stands in the three entries of the first row.",
            f"The squares sum to {n(value * 9)}, so the loss is {n(value)}. The first row is {', '.join(n(v) for v in first[:-1])} and {n(first[-1])}, so the "
            f"slope is 2 · ({n(first.sum())})/{len(p) ** 2}, which is {n(slope)}."),
        shows="The loss of a perfect fit is not 0, and descent leads away from it, to equal predictions.")


def zero_among_four() -> Exercise:
    """10.3: the slopes of a product with one zero."""
    def slopes(by):
        return lambda keep: tuple(by(k) for k in range(len(FACTORS)))

    def others(k):
        return float(np.prod(np.delete(FACTORS, k)))

    truth = slopes(others)(None)
    return Exercise(
        "10.3", "a zero among four", "The slope by each factor:", "array", ("by 3", "by 0", "by 5", "by 2"),
        **asked(slopes(others), [
            Wrong("all zero", "The product is 0, its slope by the factor 0 is not: that is the product of the others.", PRODUCT, slopes(lambda k: 0.0)),
            Wrong("the zero left out", "The other factors' slopes hold the 0 as a factor, so they are 0.", PRODUCT,
                  slopes(lambda k: float(np.prod([v for j, v in enumerate(FACTORS) if j != k and v])))),
            Wrong("sum of the others", "The slope is the product of the other factors and not their sum.", PRODUCT,
                  slopes(lambda k: float(np.sum(np.delete(FACTORS, k)))))]),
        hints=(
            "Hold three factors and move one.",
            "The slope by a factor is the product of the others.",
            f"Three of the products hold the 0. The fourth is {' · '.join(n(v) for v in FACTORS if v)} = {n(truth[1])}."),
        shows="Dividing the whole product by the factor gives 0/0 for the only slope that is not 0.")


def without_correction() -> Exercise:
    """10.4: Adam's first step, uncorrected and half corrected."""
    def steps(first=lambda b1, b2: (1 - b1) / np.sqrt(1 - b2), second=lambda b1, b2: 1 / np.sqrt(1 - b2)):
        return lambda keep: (float(keep(first(BETA_1, BETA_2))), float(keep(second(BETA_1, BETA_2))))

    one, two = steps()(float)
    return Exercise(
        "10.4", "a first step without correction", "How many times the learning rate:", "array", ("no correction", "m corrected only"),
        **asked(steps(), [
            Wrong("corrected", "With both corrections the first step is the learning rate. Here one or both are left out.", OPTIMISER,
                  steps(lambda b1, b2: 1.0, lambda b1, b2: 1.0)),
            Wrong("root missing", "Adam divides by the root of v.", OPTIMISER,
                  steps(lambda b1, b2: (1 - b1) / (1 - b2), lambda b1, b2: 1 / (1 - b2))),
            Wrong("upside down", "The step is m divided by the root of v, and not the other way round.", OPTIMISER,
                  steps(lambda b1, b2: np.sqrt(1 - b2) / (1 - b1), lambda b1, b2: np.sqrt(1 - b2))),
            Wrong("β for 1 − β", "The new gradient enters the averages with the weight 1 − β; β is the weight of the old average, which is 0.", OPTIMISER,
                  steps(lambda b1, b2: b1 / np.sqrt(b2), lambda b1, b2: 1 / np.sqrt(b2)))]),
        hints=(
            "Both averages start at 0. What are they after one gradient g?",
            "m = (1 − β₁) g and v = (1 − β₂) g², and the step is η m/√v. The correction of m divides it by 1 − β₁.",
            f"Without any: {n(1 - BETA_1)}/√{n(1 - BETA_2)} = {n(one)}. With m corrected, m is g, and 1/√{n(1 - BETA_2)} = {n(two)}."),
        shows="The size of the gradient cancels, so the first step depends on the two averages alone.")


def rate_falls() -> Exercise:
    """10.5: a learning rate that falls, with η inside of the moves and outside."""
    def ends(alpha=MOMENTUM, rates=(ETA, ETA, LATER)):
        def compute(keep):
            w = v = u = other = START
            for eta in rates:
                v = alpha * v - eta * GRADIENT
                w = w + v
                u = alpha * u + GRADIENT
                other = other - eta * u
            return float(keep(w)), float(keep(other))
        return compute

    inside, outside = ends()(float)
    u = [sum(MOMENTUM**j for j in range(k)) for k in (1, 2, 3)]
    v = [-ETA, -ETA * u[1], -ETA * MOMENTUM * u[1] - LATER]
    return Exercise(
        "10.5", "the rate falls", "Where w stands:", "array", ("η inside", "η outside"),
        **asked(ends(), [
            Wrong("exchanged", "The two are exchanged. Inside, old moves go on at the old rate, so it gets further.", OPTIMISER,
                  lambda keep: (outside, inside)),
            Wrong("no momentum", "The moves do not go on: half of each is added to the next.", OPTIMISER, ends(alpha=0.0)),
            Wrong("rate not lowered", "The third step has the lower rate.", OPTIMISER, ends(rates=(ETA,) * 3)),
            Wrong("all momentum", "A half of the last move goes on, and not all of it.", OPTIMISER, ends(alpha=1.0)),
            Wrong("wrong sign", "Descent goes against the gradient, so w falls.", OPTIMISER, lambda keep: (-inside, -outside))]),
        hints=(
            "Write two columns: the move v with η in it, and the sum u of gradients.",
            f"v ← {n(MOMENTUM)} v − η and w ← w + v; u ← {n(MOMENTUM)} u + 1 and w ← w − η u.",
            f"v is {n(v[0])}, {n(v[1])} and {n(MOMENTUM * v[1])} − {n(LATER)} = {n(v[2])}, which sum to {n(inside)}. u is {n(u[0])}, {n(u[1])} and "
            f"{n(u[2])}, so w is −{n(ETA * u[0])} − {n(ETA * u[1])} − {n(LATER * u[2])}, which is {n(outside)}."),
        shows="A schedule of rates means two things, and a library's page seldom says which.")


def test_of_your_own() -> Exercise:
    """10.6: a function that trusts a package or not."""
    right = {"differentiate": derivative, "sigmoid": dual_sigmoid}
    faulty = {"left": derivative_left, "minus": derivative_minus, "twice": derivative_twice, "exponent": derivative_exponent}
    instances = [right, *({"differentiate": d, "sigmoid": dual_sigmoid} for d in faulty.values()),
                 {"differentiate": derivative, "sigmoid": dual_sigmoid_at_a}]
    x = 0.7
    lines = {"left": (lambda x: 2 - x, -1.0), "minus": (lambda x: -x, -1.0), "twice": (lambda x: x * x + x, 2 * x + 1),
             "exponent": (lambda x: x**x, x**x * (np.log(x) + 1)), "sigmoid": (None, float(np.exp(-x) / (1 + np.exp(-x)) ** 2))}

    def by(names):
        """Trust where these lines come out right."""
        def trusts(given):
            return float(all(abs(given["differentiate"](lines[name][0] or given["sigmoid"], x) - lines[name][1]) < 1e-6 for name in names))
        return trusts

    def without(name, sentence):
        return Wrong(f"without {name}", sentence, FOUR, by([line for line in lines if line != name]))

    return Exercise(
        "10.6", "a test of your own", "The function trusts(differentiate, sigmoid).", "function", (),
        **compared(by(lines), [
            without("left", "A package that gives 2 − x the slope +1 passes: subtract from a number."),
            without("minus", "A package that gives −x the slope 0 passes: try the sign in front."),
            without("twice", "A package passes that counts one of two uses: let a variable meet itself in a product, as in x · x."),
            without("exponent", "A package passes that takes every exponent for a constant: put the variable there."),
            without("sigmoid", "A package passes whose sigmoid has its slope at the wrong place: the second argument wants a test, too."),
            Wrong("trusts all", "All six packages are trusted. Compare with the slope that you know, or with differences.", FOUR, lambda given: 1.0),
            Wrong("trusts none", "None of the six is trusted, the right one neither. Look whether the tolerance is above the rounding, and whether your true slopes are right.",
                  FOUR, lambda given: 0.0),
            Wrong("turned round", "The verdicts are turned round: 1 stands for trust.", FOUR, lambda given: 1.0 - by(lines)(given))], instances),
        hints=(
            "Which expressions of the chapter found most wrong derivatives? Which slip would each of them miss?",
            "Five lines are enough: 2 − x, −x, x · x + x, xˣ with the slope xˣ (ln x + 1), and the sigmoid. Compare each with its slope at one "
            "point, to about six digits.",
            "def trusts(differentiate, sigmoid):\n    x = 0.7\n    lines = [(lambda x: 2 - x, -1), (lambda x: -x, -1),\n"
            "             (lambda x: x * x + x, 2 * x + 1),\n             (lambda x: x**x, x**x * (np.log(x) + 1)),\n"
            "             (sigmoid, np.exp(-x) / (1 + np.exp(-x)) ** 2)]\n"
            "    return float(all(abs(differentiate(f, x) - slope) < 1e-6\n                     for f, slope in lines))"),
        shows="A test of a dozen lines would have spared more than half of the packages their slip.")


EXERCISES = {"10.1": none_of_these, "10.2": all_pairs, "10.3": zero_among_four, "10.4": without_correction, "10.5": rate_falls,
             "10.6": test_of_your_own}

# What the statements give, in their order: numbers, and in texts the words that count or decide, symbols and shapes.
GIVEN = {
    "10.1": ("four",),
    "10.2": (FIT, FIT, "mean squared"),
    "10.3": ("four", FACTORS),
    "10.4": ("beta_1", BETA_1, "beta_2", BETA_2, "without"),
    "10.5": (MOMENTUM, GRADIENT, START, "two", ETA, LATER),
    "10.6": ("sigmoid (f, x) sigmoid sigmoid", 1, 0, "five"),
}
