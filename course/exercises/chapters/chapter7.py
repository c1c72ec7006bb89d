"""The exercises of chapter 7, deep nets: factors per layer, the rules of Xavier and He, clipping, the edge."""

import math
from fractions import Fraction
from collections.abc import Callable

import numpy as np

from course.exercises.builders import Wrong, asked, chosen, compared
from course.exercises.formulas import parsed
from course.exercises.judging import significant as n
from course.exercises.model import Exercise, Passage
from nnlib.activations import Activation, relu, softplus, tanh

FORWARD = Passage("Forward", "sec-07-forward")
BACKWARD = Passage("Backward", "sec-07-backward")
SLOPES = Passage("The mean of the squared slope", "sec-07-slopes")
XAVIER = Passage("Xavier's rule", "sec-07-xavier")
HE = Passage("He's rule", "sec-07-he")
TANH = Passage("Tanh under Xavier's rule is not level either", "sec-07-tanh")
CROSSOVER = Passage("When Xavier's rule is worse than a rule of thumb", "sec-07-crossover")
CLIPPING = Passage("Clipping", "sec-07-clipping")
EDGE = Passage("The edge of stability", "sec-07-eos")
ABOVE = Passage("Just below and just above", "sec-07-above")

XI = (np.arange(4000) - 1999.5) / 250
SHARE = np.exp(-(XI**2) / 2) / np.exp(-(XI**2) / 2).sum()


def mean_square(f: Callable, q: float) -> float:
    """The mean of f(z)² for a normal z with the mean square q, as on the page."""
    return float(SHARE @ f(np.sqrt(q) * XI) ** 2)


def factors(phi: Activation, nv: float, L: int = 26, slope: Callable = mean_square) -> tuple[list[float], list[float]]:
    """The mean squares q of the layers 1 … L, and the factors √(n v κ) of the steps back into them."""
    q = [nv]
    while len(q) < L:
        q.append(nv * mean_square(phi, q[-1]))
    return q, [math.sqrt(nv * slope(phi.prime, x)) for x in q]


FIRST, LAST = 6, 25  # the layers whose steps are averaged


def in_the_middle(row: list[float], first: int = FIRST - 1, last: int = LAST - 1) -> float:
    """The geometric mean over the layers 6 to 24, into which the steps from 7 to 25 lead."""
    return float(np.exp(np.mean(np.log(row[first:last]))))


def leaky_unit() -> Exercise:
    """7.1: He's gain for a unit with a slope below 0."""
    points = [{"s": float(s)} for s in (0.01, 0.1, 0.25, 0.5, 0.8)]

    def text(formula):
        return parsed(formula, ["s"])

    def truth(values):
        """From the mean of the squared slope, half of the time 1 and half of the time s²."""
        s = values["s"]
        return 1 / math.sqrt((1.0 + s * s) / 2)

    answer = "sqrt(2 / (1 + s**2))"
    return Exercise(
        "7.1", "a leaky unit", "The gain as a formula in s, as a text.", "formula", (),
        **compared(truth, [
            Wrong("variance for gain", "This is g². The gain multiplies a standard deviation, so it is the root.", HE,
                  text("2 / (1 + s**2)")),
            Wrong("factor 2 forgotten", "The 2 is missing. Each of the two halves is met half of the time only.", HE,
                  text("1 / sqrt(1 + s**2)")),
            Wrong("slope not squared", "s was not squared. What counts is the mean square of the slope, half of 1 and "
                  "half of s².", SLOPES, text("sqrt(2 / (1 + s))")),
            Wrong("square of the mean", "The slopes were averaged before they were squared. The mean of the squares is "
                  "larger than the square of the mean.", SLOPES, text("2 / (1 + s)")),
            Wrong("upside down", "This is the factor that one layer leaves of a size. The gain has to undo it.", HE,
                  text("sqrt((1 + s**2) / 2)")),
            Wrong("ReLU", "This is He's gain for ReLU. Here the other half comes through too, with the slope s.", HE,
                  text("2 ** 0.5 * (1 + 0 * s)")),
            Wrong("open half left out", "The half with the slope 1 was left out.", HE, text("sqrt(2) / s")),
            Wrong("leak subtracted", "s² was subtracted. In the mean square both halves count with a plus.", HE,
                  text("sqrt(2 / (1 - s**2))"))], points),
        hints=(
            "z and −z are equally likely. What do the two contribute to the mean square of a, and what to that of the "
            "slope?",
            "p = ½ q + ½ s² q, and κ = ½ + ½ s². Both ways are level where g² times that is 1.",
            f"g² (1 + s²)/2 = 1, so the text is \"{answer}\". For s = ½ it is {n(truth({'s': 0.5}), 4)}; for s = 0 it "
            "is He's √2, and for s = 1, a linear unit, it is 1."),
        shows="The leak needs a smaller gain than ReLU, since less is thrown away.")


def widening() -> Exercise:
    """7.2: three rules in a net whose layers grow."""
    rules = (lambda a, b: 1 / a, lambda a, b: 1 / b, lambda a, b: 2 / (a + b))

    def ends(widths=(32, 64, 128, 256), power=0.5, forward=slice(0, None), back=slice(1, None), enter=0):
        layers = list(zip(widths, widths[1:]))

        def compute(keep):
            row = []
            for rule in rules:
                row.append([math.prod(pair[enter] * rule(*pair) for pair in layers[forward]) ** power,
                            math.prod(pair[1 - enter] * rule(*pair) for pair in layers[back]) ** power])
            return np.array(row)
        return compute

    truth = ends()(None)
    said = [n(v, 4) for v in truth.ravel()]
    into, out_of = (Fraction(2 * width, 32 + 64) for width in (32, 64))
    names = ("1/nₗ₋₁", "1/nₗ", "2/(nₗ₋₁ + nₗ)")
    return Exercise(
        "7.2", "a net that widens", "The factors of the sizes, in three significant digits:", "array",
        tuple(f"{name} {way}" for name in names for way in ("forward", "back")),
        **asked(ends(), [
            Wrong("mean squares", "These are the factors of mean squares. A size is their root.", FORWARD,
                  ends(power=1.0)),
            Wrong("the pyramid", "These are the factors of the pyramid that narrows. Here each layer is twice as wide "
                  "as the one before.", XAVIER, ends((256, 128, 64, 32))),
            Wrong("entering and leaving exchanged", "The two widths are exchanged. Forward the arrows that enter a "
                  "neuron are counted, nₗ₋₁, and back those that leave, nₗ.", FORWARD, ends(enter=1)),
            Wrong("one layer only", "This is the factor of one layer. Forward there are three, back two.", XAVIER,
                  ends(forward=slice(0, 1), back=slice(1, 2))),
            Wrong("three steps back", "Three steps back were taken. From δ³ to δ¹ there are two.", BACKWARD,
                  ends(back=slice(0, None))),
            Wrong("two steps forward", "Two steps forward were taken. There are three layers of weights from the input "
                  "to z³.", FORWARD, ends(forward=slice(1, None)))]),
        hints=(
            "Now n_in is half of n_out. What is n_in v for each rule, and what is n_out v?",
            "Forward the size is multiplied by the root of (nₗ₋₁ vₗ) three times, back by the root of (nₗ vₗ) twice.",
            f"For 1/nₗ₋₁ the products are 1 and 2, for 1/nₗ they are ½ and 1, for the compromise {into} and {out_of}. So: "
            f"{said[0]} and {said[1]}; {said[2]} and {said[3]}; {said[4]} and {said[5]}."),
        shows="A net that widens makes the deltas grow where the pyramid made them shrink.")


def weights_of_1986() -> Exercise:
    """7.3: from which width on deltas grow under tanh."""
    r = 0.3

    def widths(v=r * r / 3, threshold=1.0, slope=mean_square, row=in_the_middle):
        """The first width with n v over 1, and the first whose factor in the layers 6 to 25 is over 1."""
        def compute(keep):
            far = math.floor(threshold / v) + 1
            near = far
            while row(factors(tanh, near * v, slope=slope)[1]) <= 1:
                near += 1
            return float(far), float(near)
        return compute

    def crude(f, q):
        """No distribution of z: the slope at 0."""
        return 1.0

    far, near = widths()(None)
    return Exercise(
        "7.3", "tanh with the weights of 1986", "The first widths at which the predicted factor is above 1:", "array",
        ("far from the input", "layers 6 to 25"),
        **asked(widths(), [
            Wrong("variance without the third", "The variance of a uniform number between −r and r is r²/3, not r².",
                  XAVIER, widths(r * r)),
            Wrong("r not squared", "r was not squared. The variance is r²/3.", XAVIER, widths(r / 3)),
            Wrong("twelfth", "The variance is the square of the whole interval over 12, and the interval is 2r long.",
                  XAVIER, widths(r * r / 12)),
            Wrong("one too small", "At these widths the factor is still a little below 1. The first ones above it were "
                  "asked for.", SLOPES, lambda keep: (far - 1, near - 1)),
            Wrong("level at 2", "The product n v was compared with 2, as for ReLU. Tanh halves nothing where z is "
                  "small, so the level is 1.", HE,
                  lambda keep: (float(math.floor(2 / (r * r / 3)) + 1), widths()(keep)[1])),
            Wrong("slope at 0", "The slope was taken at 0 in every layer. Near the input z is not yet small, and its "
                  "slopes are below 1.", TANH, widths(slope=crude)),
            Wrong("from the first layer on", f"The layers near the input were counted too. Measured here are the layers "
                  f"{FIRST} to {LAST}.", TANH, widths(row=lambda row: in_the_middle(row, 0)))]),
        hints=(
            "Below a certain n v, z dies out from layer to layer. What happens above it, and how soon?",
            f"n v = {n(r * r / 3)} n. Far from the input the change comes where n v passes 1; in the layers {FIRST} to {LAST}, where the "
            f"geometric mean gauss(tanh, {n(r * r / 3)} * n) does.",
            f"{n(r * r / 3)} n is above 1 from n = {n(far)} on. In the layers {FIRST} to {LAST} z is still on its way from the input's "
            f"size 1, its slopes are smaller, and the predicted factor is above 1 from n = {n(near)} on."),
        shows="A limit says where one ends, and not how soon.")


def what_softplus_does() -> Exercise:
    """7.4: the two recursions for softplus."""
    def predicted(phi=softplus, squares=(1.0, 2.0), slope=mean_square, root=True):
        def compute(keep):
            runs = [factors(phi, g2, slope=slope) for g2 in squares]
            return np.array([in_the_middle(row) if root else in_the_middle(row) ** 2 for _, row in runs]
                            + [math.sqrt(q[19]) if root else q[19] for q, _ in runs])
        return compute

    def at_zero(f, q):
        return float(f(np.zeros(1))[0] ** 2)

    truth = predicted()(None)
    return Exercise(
        "7.4", "what softplus does", "The predicted factor in the layers 6 to 25, and the size of z in layer 20, in "
        "three significant digits:", "array", ("factor at gain 1", "factor at gain √2", "z at gain 1", "z at gain √2"),
        **asked(predicted(), [
            Wrong("gain for variance", "n v is g², and g was put in its place.", SLOPES,
                  predicted(squares=(1.0, math.sqrt(2)))),
            Wrong("root missing", "These are mean squares and their factors. A size is the root.", BACKWARD,
                  predicted(root=False)),
            # The slopes at z and −z add up to 1, so a half is the slope at 0 and the mean slope too: one slip for both.
            Wrong("slope of a half", "The slope was taken to be a half, as it is at 0 and in the mean. κ is the mean "
                  "of its squares, which is larger than the square of the mean.", BACKWARD, predicted(slope=at_zero)),
            Wrong("ReLU", "These are the numbers of ReLU. The squares of softplus at z and −z do not add up to z².", HE,
                  predicted(relu)),
            Wrong("tanh", "These are the numbers of tanh.", SLOPES, predicted(tanh)),
            Wrong("κ missing", "The slope is missing. Equation (2) has it once in each layer, squared in the mean "
                  "square.", BACKWARD, predicted(slope=lambda f, q: 1.0)),
            Wrong("sigmoid", "These are the numbers of the sigmoid, which is the slope of softplus and not softplus "
                  "itself.", SLOPES,
                  predicted(Activation("sigmoid", softplus.prime, lambda z: softplus.prime(z) * softplus.prime(-z))))]),
        hints=(
            "He's argument adds the squares at z and −z. What do they add up to for softplus, at z = 0 for instance?",
            "predict(softplus, g**2) has q and the factors √(n v κ), and gauss(softplus, g**2) the geometric mean of "
            f"the layers {FIRST} to {LAST}.",
            f"With gain 1 the factor is {n(truth[0], 4)}, near softplus′(0) = {n(float(softplus.prime(0.0)))}, and z "
            f"has the size {n(truth[2], 4)}. With √2, z grows to {n(truth[3], 4)} in layer 20, where softplus looks "
            f"like ReLU, and the factor is {n(truth[1], 4)}."),
        shows="Softplus keeps neither its z nor its deltas at a usual gain.")


def above_the_edge() -> Exercise:
    """7.5: an edge that moves."""
    below, above, more, beyond = (n(eta) for eta in (0.05, 0.08, 0.1, 0.15))
    return Exercise(
        "7.5", "above the edge at the start", "Why this is no contradiction:", "choice", (
            "The edge 2/λ is an estimate, and the true one at the start lies above 0.1.",
            "The cost is no parabola, so no learning rate is too large for it.",
            "Of the seven curvatures two are negative at the start, and the edge is made of their mean.",
            "The edge moves: where the climb leads, λ is smaller, and 0.1 is below 2/λ."),
        **chosen(3, {
            0: Wrong("an estimate", f"With {above} and {more} the cost climbs at once, and with {below} it falls: the edge at "
                     "the start is where it is said to be.", EDGE, None),
            1: Wrong("no rate too large", f"With {beyond} the descent is thrown onto a plateau and stays there. That the "
                     "cost is no parabola helps only where it leads to flatter places.", ABOVE, None),
            2: Wrong("mean curvature", "Each eigenvector has a factor of its own, 1 − ηλ. The largest λ has the "
                     "largest swings, whatever the others are.", EDGE, None)}),
        hints=(
            "Look at the last column of the table: what has become of λ after ten steps?",
            "The factor of a step is 1 − ηλ, with the λ of the place where the step is taken.",
            f"At the start ηλ is above 2 for {above} and {more}, and the cost climbs. Ten steps later λ is much smaller, and "
            "with it ηλ is below 2. So the fourth answer is right."),
        shows="A rate above the edge of the start chooses another way, and need not fail.")


def fewer_samples() -> Exercise:
    """7.6: flat directions at an exact fit of two samples."""
    return Exercise(
        "7.6", "only as many samples as curved directions", "How many zero eigenvalues:", "choice", (
            "Four, as before: their number belongs to the network.",
            "At least five: each sample curves one direction at most.",
            "Two, one for each sample that is fitted.",
            "All seven: where the cost is 0 it has no curvature in any direction."),
        **chosen(1, {
            0: Wrong("as before", "Four was seven minus three, one curved direction for each of three samples. A "
                     "sample less is a matrix less in the sum.", EDGE, None),
            2: Wrong("curved for flat", "Two is the number of directions that can be curved. The others are flat.",
                     EDGE, None),
            3: Wrong("no curvature at 0", "A cost of 0 is least, and it rises on the sides: the first sum of the "
                     "Hessian is left, a matrix for each sample.", EDGE, None)}),
        hints=(
            "What is left of the Hessian where all residuals are 0?",
            "A sum over samples of one vector times itself. Each such matrix has one direction to curve in.",
            "Two matrices have at most two curved directions, so at least seven minus two eigenvalues are 0, which is "
            "five; the table shows that it is five here. So the second answer is right."),
        shows="The fewer samples, the flatter is the place of an exact fit.")


def to_implement() -> Exercise:
    """7.7: a gradient shortened to a length."""
    rng = np.random.default_rng(77)
    grads = [np.round(8 * rng.normal(0, 2, size)) / 8 for size in ((6,), (4,), (3, 4), (5,), (2, 3))]
    lengths = [float(np.linalg.norm(g)) for g in grads]
    instances = [{"g": g, "c": c} for g, c in zip(grads, (1.0, 2.5, 2.0, 0.5, 3.0))]
    instances += [{"g": grads[0] / 16, "c": 3.0}, {"g": grads[2] / 8, "c": 4.0}, {"g": np.zeros(3), "c": 1.0},
                  {"g": grads[3], "c": (lengths[3] + float(np.abs(grads[3]).max())) / 2}]

    def right(given):
        g, c = given.values()
        length = np.linalg.norm(g)
        return (c / length if length > c else 1.0) * g

    def by(length):
        """Shortened by another length than the root of the sum of squares."""
        def function(given):
            g, c = given.values()
            size = length(g)
            return np.where(size > c, c / np.where(size > 0, size, 1.0), 1.0) * g
        return function

    def always(given):
        g, c = given.values()
        with np.errstate(all="ignore"):
            return c * g / np.linalg.norm(g)

    def turned(given):
        g, c = given.values()
        length = float(np.linalg.norm(g))
        return c / length * g if 0 < length < c else g

    def to_one(given):
        g, c = given.values()
        length = np.linalg.norm(g)
        return g / length if length > c else g

    def dropped(given):
        g, c = given.values()
        return g if np.linalg.norm(g) <= c else np.zeros_like(g)

    return Exercise(
        "7.7", "clipping", "The function clipped(g, c).", "function", (),
        **compared(right, [
            Wrong("entry by entry", "Each entry was cut off at c. That turns the gradient to another direction; here "
                  "all entries get one factor.", CLIPPING, lambda given: np.clip(given["g"], -given["c"], given["c"])),
            Wrong("always", "A gradient that is shorter than c was changed as well. It is left as it is.", CLIPPING,
                  always),
            Wrong("condition turned", "The short gradients were changed, and the long ones left. It is to be the other "
                  "way round.", CLIPPING, turned),
            Wrong("to length 1", "The long gradients were shortened to 1 and not to c.", CLIPPING, to_one),
            Wrong("square of the length", "The root is missing: the length is the root of the sum of squares.",
                  CLIPPING, by(lambda g: (g**2).sum())),
            Wrong("mean square", "The length is the root of the sum of squares, not of their mean.", CLIPPING,
                  by(lambda g: np.sqrt((g**2).mean()))),
            Wrong("largest entry", "The largest entry was taken for the length.", CLIPPING,
                  by(lambda g: np.abs(g).max())),
            Wrong("sum of sizes", "The sizes of the entries were added. The length is the root of the sum of squares.",
                  CLIPPING, by(lambda g: np.abs(g).sum())),
            Wrong("cut from above", "Each entry above c was cut off, and the negative ones were left as they are. The "
                  "length counts, whatever the signs.", CLIPPING, lambda given: np.minimum(given["g"], given["c"])),
            Wrong("column by column", "Each column was shortened by itself. One length is that of the whole gradient.",
                  CLIPPING, by(lambda g: np.sqrt((g**2).sum(axis=0, keepdims=True)))),
            Wrong("row by row", "Each row was shortened by itself. One length is that of the whole gradient.", CLIPPING,
                  by(lambda g: np.sqrt((g**2).sum(axis=-1, keepdims=True)))),
            Wrong("dropped", "A gradient that is too long was set to 0. It keeps its direction and gets the length c.",
                  CLIPPING, dropped),
            Wrong("not clipped", "Nothing was shortened.", CLIPPING, lambda given: given["g"])], instances),
        hints=(
            "How many factors does it take to shorten a gradient without turning it?",
            "Compare its length, the root of the sum of squares, with c. Only where it is longer a factor is needed, and it makes the length c.",
            "def clipped(g, c):\n    length = np.linalg.norm(g)\n    return (c / length if length > c else 1.0) * g"),
        shows="The direction stays, and no step is longer than η c.")


def weights_by_hand() -> Exercise:
    """7.8: what the two rules say for one layer."""
    n_in, n_out = 300, 200

    def rules(v=2 / (n_in + n_out), bound=3.0, he=2 / n_in, root=math.sqrt):
        def compute(keep):
            variance = keep(v)
            return variance, math.sqrt(variance), math.sqrt(keep(bound * variance)), root(keep(he))
        return compute

    variance, deviation, rho, he = rules()(float)
    return Exercise(
        "7.8", "one layer's weights", "In three significant digits:", "array",
        ("Xavier: variance", "Xavier: standard deviation", "Xavier: ρ", "He: standard deviation"),
        **asked(rules(), [
            Wrong("factor 2 forgotten", "The 2 of the compromise is missing: it is one over the mean of the two "
                  "widths, not over their sum.", XAVIER, rules(1 / (n_in + n_out))),
            Wrong("entering arrows only", "This is 1/nₗ₋₁, the condition of the way forward. Xavier's compromise has "
                  "both widths.", XAVIER, rules(1 / n_in)),
            Wrong("leaving arrows only", "This is 1/nₗ, the condition of the way back. Xavier's compromise has both "
                  "widths.", XAVIER, rules(1 / n_out)),
            Wrong("standard deviation for ρ", "ρ is not the standard deviation. A uniform number between −ρ and ρ has "
                  "the variance ρ²/3.", XAVIER, rules(bound=1.0)),
            Wrong("third upside down", "The 3 is on the wrong side: ρ²/3 is the variance, so ρ is larger than the "
                  "standard deviation.", XAVIER, rules(bound=1 / 3)),
            Wrong("whole interval", "This is the length of the interval. It reaches from −ρ to ρ.", XAVIER,
                  rules(bound=12.0)),
            Wrong("He without the 2", "The 2 of He's rule is missing. ReLU halves the mean square, and the variance "
                  "has to double.", HE, rules(he=1 / n_in)),
            Wrong("He's variance", "This is He's variance. The standard deviation is its root.", HE, rules(root=float)),
            Wrong("He by leaving arrows", f"He's rule was taken with the {n_out} arrows that leave. Its condition for the "
                  f"way forward has the {n_in} that enter.", HE, rules(he=2 / n_out)),
            Wrong("He's gain squared", "The variance is 2/nₗ₋₁, so the gain of the standard deviation is √2 and not 2.",
                  HE, rules(he=4 / n_in)),
            Wrong("He with both widths", "The compromise was doubled. He's rule has the arrows that enter only.", HE,
                  rules(he=4 / (n_in + n_out)))]),
        hints=(
            "Which of the four numbers are variances, and which are roots of one?",
            "v = 2/(nₗ₋₁ + nₗ), its root, ρ = √(3 v) = √(6/(nₗ₋₁ + nₗ)), and √(2/nₗ₋₁).",
            f"2/({n_in} + {n_out}) = {n(variance)}, its root is {n(deviation)}, ρ = √(6/{n_in + n_out}) = {n(rho)}, and √(2/{n_in}) = "
            f"{n(he)}."),
        rules={1: "sqrt(x0)", 2: "sqrt(3 * x0)"},
        shows="He's weights have more than Xavier's spread, since half of what they send is cut off.")


def way_back() -> Exercise:
    """7.9: a delta through eighteen layers."""
    width, v, kappa, steps = 50, 0.06, 0.2, 18

    def sizes(square=width * v * kappa, root=math.sqrt, steps=steps, of=lambda f, m: f**m):
        def compute(keep):
            factor = keep(root(square))
            return factor, of(factor, steps)
        return compute

    factor, size = sizes()(float)
    return Exercise(
        "7.9", "eighteen steps back", "In three significant digits:", "array", ("factor per layer", "size in layer 2"),
        **asked(sizes(), [
            Wrong("root missing", "This is the factor of the mean square. The size is its root, and so is the factor.",
                  BACKWARD, sizes(root=float)),
            Wrong("width forgotten", f"The width is missing: a delta is a sum over the {width} arrows that leave its neuron.",
                  BACKWARD, sizes(v * kappa)),
            Wrong("slopes forgotten", "The slopes are missing. Each step back has the factor φ′, and its mean square "
                  "is κ.", BACKWARD, sizes(width * v)),
            Wrong("weights forgotten", "The variance of the weights is missing.", BACKWARD, sizes(width * kappa)),
            Wrong("κ outside the root", "κ is a mean square already, and stands under the root like the variance.",
                  BACKWARD, sizes(width * v * kappa**2)),
            Wrong("variance squared", f"{v} is the variance of the weights already. It was squared once more.",
                  BACKWARD, sizes(width * v**2 * kappa)),
            Wrong("one step too many", f"There are {steps} steps from layer {steps + 2} to layer 2, not {steps + 1}.", BACKWARD,
                  sizes(steps=steps + 1)),
            Wrong("one step too few", f"There are {steps} steps from layer {steps + 2} to layer 2, not {steps - 1}.", BACKWARD,
                  sizes(steps=steps - 1)),
            Wrong("all layers", f"The way ends in layer 2: from layer {steps + 2} there are {steps} steps and not {steps + 2}.", BACKWARD,
                  sizes(steps=steps + 2)),
            Wrong("the other way", "The delta was carried forward. It is given in layer 20 and asked for in layer 2.",
                  BACKWARD, sizes(steps=-steps)),
            Wrong("times the steps", "The factor was multiplied by the number of steps. Each layer multiplies what "
                  "comes, so it is a power.", BACKWARD, sizes(of=lambda f, m: f * m)),
            Wrong("one step", f"This is after one step. There are {steps}.", BACKWARD, sizes(steps=1))]),
        hints=(
            "The factor per layer multiplies the size, and it is the same in every layer. How many steps are there?",
            f"√(n v κ), to the power {steps + 2} − 2.",
            f"√({width} · {v} · {kappa}) = √{n(width * v * kappa)} = {n(factor)}, and {n(factor)} to the power {steps} is "
            f"{n(size, 3)}."),
        rules={1: "x0^18"},
        shows=f"A factor not far below 1, and after {steps} layers about a hundredth is left.")


def beyond_the_edge() -> Exercise:
    """7.10: how fast a minimum that is too sharp is left."""
    eta, lam, goal = 0.18, 12.0, 1000.0

    def numbers(edge=2 / lam, factor=1 - eta * lam, grown=goal):
        return lambda keep: (edge, factor, math.log(grown) / keep(math.log(abs(factor))))

    edge, factor, steps = numbers()(float)
    return Exercise(
        "7.10", "beyond the edge", "In three significant digits:", "array", ("edge", "factor of a step", "steps"),
        **asked(numbers(), [
            Wrong("half of the edge", "This is 1/λ, the rate that reaches the minimum in one step. The edge is twice "
                  "that.", EDGE, numbers(1 / lam)),
            Wrong("upside down", "The edge is upside down: the sharper the minimum, the smaller the rate that it can "
                  "be held with.", EDGE, numbers(lam / 2)),
            Wrong("sign of the factor", "The sign of the factor is missing. The point swings from side to side.", ABOVE,
                  lambda keep: (edge, -factor, steps)),
            Wrong("1 forgotten", "The 1 is missing from 1 − ηλ: what is left of a distance is the distance minus the "
                  "step.", ABOVE, numbers(factor=-eta * lam)),
            Wrong("1 + ηλ", "The sign is wrong: descent subtracts ηλ times the distance.", ABOVE,
                  numbers(factor=1 + eta * lam)),
            Wrong("rate upside down", "η is multiplied by λ, not divided by it.", ABOVE, numbers(factor=1 - lam / eta)),
            Wrong("half of the curvature", "A ½ came in. λ is the second derivative, and the slope is λ times the "
                  "distance.", EDGE, numbers(edge=4 / lam, factor=1 - eta * lam / 2)),
            Wrong("logarithms mixed", "A logarithm to the base 10 stands above a natural one. Take the same for both.",
                  ABOVE, lambda keep: (edge, factor, math.log10(1000) / math.log(-factor))),
            Wrong("growth added up", "The growth of each step was added: it multiplies, so the logarithm is needed.",
                  ABOVE, lambda keep: (edge, factor, 999 / (-factor - 1))),
            Wrong("logarithm of 1 + x", f"ln {n(-factor)} was taken to be {n(-factor - 1)}. For a factor so far from 1 that is too rough.",
                  ABOVE, lambda keep: (edge, factor, math.log(1000) / (-factor - 1))),
            Wrong("whole steps", "This is the first whole step after which it has grown that far. The number of the "
                  "formula, with its decimals, was asked for.", ABOVE,
                  lambda keep: (edge, factor, float(math.ceil(steps)))),
            Wrong("the cost", "These are the steps until the cost is a thousand times as large. It grows with the "
                  "square of the distance, so in half as many.", ABOVE, numbers(grown=math.sqrt(1000)))]),
        hints=(
            "What becomes of the distance from the minimum in one step, with its sign?",
            "At the edge the factor 1 − ηλ is −1, and after k steps a distance has been multiplied by its power k.",
            f"2/{n(lam)} = {n(edge)}. 1 − {n(eta)} · {n(lam)} = {n(factor)}. ln {n(goal)}/ln {n(-factor)} = {n(steps)}: after "
            f"{math.ceil(steps)} steps a distance has grown a thousandfold."),
        rules={2: "ln(1000) / ln(sqrt(x1 * x1))"},
        slip_rules={"logarithms mixed": {2: "3 / ln(sqrt(x1 * x1))"}, "growth added up": {2: "999 / (sqrt(x1 * x1) - 1)"},
                    "logarithm of 1 + x": {2: "ln(1000) / (sqrt(x1 * x1) - 1)"}, "the cost": {2: "ln(1000) / 2 / ln(sqrt(x1 * x1))"}},
        shows="Whatever distance there is, a rounding error too, grows at this pace until the parabola ends.")


def rules_as_functions() -> Exercise:
    """7.11: Xavier's and He's rule for any layer."""
    instances = [{"n_in": float(i), "n_out": float(j)} for i, j in ((300, 200), (64, 30), (5, 5), (1, 9), (784, 10))]

    def of(xavier=lambda i, j: 2 / (i + j), bound=3.0, he=lambda i, j: 2 / i, root=math.sqrt):
        return lambda given: np.array([math.sqrt(v := xavier(*given.values())), math.sqrt(bound * v), root(he(*given.values()))])

    def by_moments(given):
        """From the conditions: the mean of the two widths times v is 1, ρ²/3 is v, and half of the entering width times v is 1."""
        i, j = given.values()
        v = 1 / ((i + j) / 2)
        return np.array([v**0.5, (3 * v) ** 0.5, (1 / (i / 2)) ** 0.5])

    return Exercise(
        "7.11", "the two rules as a function", "The function start_sizes(n_in, n_out).", "function", (),
        **compared(by_moments, [
            Wrong("factor 2 forgotten", "The 2 of Xavier's compromise is missing: it is one over the mean of the two widths.", XAVIER, of(lambda i, j: 1 / (i + j))),
            Wrong("entering arrows only", "For Xavier only the arrows that enter were counted. The compromise has both widths.", XAVIER, of(lambda i, j: 1 / i)),
            Wrong("leaving arrows only", "For Xavier only the arrows that leave were counted. The compromise has both widths.", XAVIER, of(lambda i, j: 1 / j)),
            Wrong("standard deviation for ρ", "ρ is not the deviation. A uniform number between −ρ and ρ has the variance ρ²/3.", XAVIER, of(bound=1.0)),
            Wrong("whole interval", "The length of the interval came for ρ. It reaches from −ρ to ρ.", XAVIER, of(bound=12.0)),
            Wrong("He without the 2", "The 2 of He's rule is missing: ReLU halves the mean square.", HE, of(he=lambda i, j: 1 / i)),
            Wrong("He by leaving arrows", "He's rule was taken with the arrows that leave. Its condition has those that enter.", HE, of(he=lambda i, j: 2 / j)),
            Wrong("He's variance", "This is He's variance. The standard deviation is its root.", HE, of(root=float)),
            Wrong("He with both widths", "He's rule was made a compromise as well. It has the arrows that enter only.", HE, of(he=lambda i, j: 4 / (i + j)))],
            instances),
        hints=(
            "Which of the three numbers is not a standard deviation?",
            "Write down both variances first. Those of uniform weights between −ρ and ρ are ρ²/3.",
            "def start_sizes(n_in, n_out):\n    v = 2 / (n_in + n_out)\n    return [v ** 0.5, (3 * v) ** 0.5, (2 / n_in) ** 0.5]"),
        shows="Three lines that every library has, under names that differ from library to library.")


EXERCISES = {"7.1": leaky_unit, "7.2": widening, "7.3": weights_of_1986, "7.4": what_softplus_does,
             "7.5": above_the_edge, "7.6": fewer_samples, "7.7": to_implement, "7.8": weights_by_hand, "7.9": way_back,
             "7.10": beyond_the_edge,
             "7.11": rules_as_functions}

# What the statements give, in their order: numbers, and in texts the words that count or decide, symbols and shapes.
GIVEN = {
    "7.1": ("ReLU", 0, 0, 0.5),
    "7.2": (32, 64, 128, 256, "six three"),
    "7.3": ("tanh", -0.3, 0.3, "two above", 1, "above", 1, 6, 25),
    "7.4": ("softplus", 1, 2, 20),
    "7.5": (2, 29.879, 2, "below", 0.07, 0.1, 0.05, 0.08, 0.1),
    "7.6": ("third zero two",),
    "7.7": ("(g, c)",),
    "7.8": (300, 200),
    "7.9": (50, 0.06, "mean", 0.2, 20, 1, 2),
    "7.10": (12, 0.18, "thousandfold"),
    "7.11": ("n_in n_out n_in n_out three",),
}
