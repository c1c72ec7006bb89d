"""The exercises of chapter 5, the trust in a gradient: steps, kinks, factors, reports, and a difference to implement."""

import math
from fractions import Fraction

import numpy as np

from course.exercises.builders import Wrong, asked, chosen, compared
from course.exercises.formulas import parsed
from course.exercises.functions import cubes, exponential, growth, product_of_sines, sines
from course.exercises.judging import significant as n
from course.exercises.model import Exercise, Passage
from course.exercises.one_step import Problem, by_hand
from nnlib import data
from nnlib.activations import identity, relu, sigmoid, tanh
from nnlib.diagnosis import STEP
from nnlib.gradcheck import central_difference, complex_step
from nnlib.losses import half_mse, mean_squared, mse, sse
from nnlib.network import Network

VEE = Passage("Three quotients and a V", "sec-trust-vee")
TRUNCATION = Passage("The right arm: truncation", "sec-trust-truncation")
ROUNDING = Passage("The left arm: rounding", "sec-trust-rounding")
BEST = Passage("The best step", "sec-trust-best")
COMPLEX = Passage("What the complex step asks for", "sec-trust-complex")
KINKS = Passage("Kinks", "sec-trust-kinks")
MISTAKES = Passage("What the check says, mistake by mistake", "sec-trust-mistakes")
BLIND = Passage("What it cannot see", "sec-trust-blind")
FACTOR = Passage("The constant-factor disease", "sec-trust-factor")
DIRECTION = Passage("One direction for all", "sec-trust-direction")


def random_network():
    """The 3-4-4-3 network of the chapter with its point and samples, from the same random numbers in the same order."""
    rng = np.random.default_rng(5)
    net = Network((3, 4, 4, 3), sigmoid, tanh, identity)
    theta = net.init(rng, gain=2.0)
    for b in theta.b.values():
        b[...] = 0.5 * rng.standard_normal(b.shape)
    return net, theta, rng.standard_normal((7, 3)), rng.standard_normal((7, 3))


def one_more_term() -> Exercise:
    """5.1: the orders of a quotient with four points."""
    def orders(truncation, error=lambda p, q: p * q):
        """The best step ε^q from h^p = ε/h, and its error."""
        return lambda keep: (1 / (truncation + 1), error(truncation, 1 / (truncation + 1)))

    p, q = orders(4)(None)
    return Exercise(
        "5.1", "one more term", "The exponents p and q of a best step of order ε^p and a best error of order ε^q:", "array", ("p", "q"),
        **asked(orders(4), [
            Wrong("one-sided", "These are the orders of the one-sided difference, whose truncation is of order h.", BEST, orders(1)),
            Wrong("central", "These are the orders of the central difference, whose truncation is of order h².", BEST, orders(2)),
            Wrong("odd order", "A truncation of order h³ was taken. The odd powers cancel, and here it begins with h⁴.", TRUNCATION,
                  orders(3)),
            Wrong("rounding not divided", "The truncation was set equal to ε. The rounding is divided by the step, so it is ε/h.",
                  ROUNDING, lambda keep: (1 / 4, 1.0)),
            Wrong("error of the order of the step", "The error at the best step is not of the order of the step: put the step into h⁴, "
                  "or into ε/h.", BEST, orders(4, lambda p, q: q)),
            Wrong("half of the digits", "The step is right, the error is that of a one-sided difference at its best step.", BEST,
                  orders(4, lambda p, q: 1 / 2))]),
        hints=(
            "One arm of the V is h⁴, the other is rounding. Where do they meet?",
            "h⁴ = ε/h gives h⁵ = ε, and the error there is h⁴.",
            f"h = ε^{n(p)}, which is {2.0 ** (-52 * p):.0e}, near 2⁻¹⁰. The error is of order ε^{n(q)}, near {2.0 ** (-52 * q):.0e}."),
        shows="Four fifths of the digits, for four values of the function instead of two.")


def step_that_was_taken(w: float = 0.7, h: float = 1e-9) -> Exercise:
    """5.2: the rounding of w + h, exactly, by fractions."""
    taken, asked_for = Fraction(w + h) - Fraction(w), "10⁻⁹" if h == 1e-9 else f"{round(h * 1e9)} · 10⁻⁹"

    def changes(step=taken / Fraction(h), quotient=Fraction(h) / taken):
        return lambda keep: (float((step - 1) * 10**8), float((quotient - 1) * 10**8))

    step, quotient = changes()(None)
    return Exercise(
        "5.2", "the step that was taken", "Relative changes in units of 10⁻⁸, in two significant digits:", "array",
        ("of the step", "of the quotient"),
        **asked(changes(), [
            Wrong("wrong sign", "Signs are turned. The change of the step is (w + h − w)/h − 1, the one taken by the one asked for.", VEE,
                  changes(Fraction(h) / taken, taken / Fraction(h))),
            Wrong("same sign twice", "The quotient divides by the step: where the step is smaller, the quotient is larger.", VEE,
                  changes(quotient=taken / Fraction(h))),
            Wrong("sizes alone", "Both are positive here. With its sign, the change says which of the two is smaller.", VEE,
                  lambda keep: tuple(map(abs, changes()(keep)))),
            Wrong("units", "These are the parts themselves. They are asked for in units of 10⁻⁸.", VEE,
                  lambda keep: tuple(v / 10**8 for v in changes()(keep))),
            Wrong("largest possible", f"This is the most that it could be, half of the gap of 2⁻⁵³ between numbers near {n(w)}, divided by h. "
                  "Asked for is what happens here.", ROUNDING,
                  changes(1 - Fraction(1, 2**54) / Fraction(h), 1 + Fraction(1, 2**54) / Fraction(h))),
            Wrong("nothing is lost", "The subtraction is exact, but w + h was rounded before, and the step that was taken is not h.",
                  ROUNDING, changes(Fraction(1), Fraction(1)))], digits=2),
        hints=(
            "Compute (w + h) − w in Python. The subtraction is exact; what happened to the sum?",
            "The relative change of the step is ((w + h) − w)/h − 1. The quotient divides by the step.",
            f"(w + h) − w is {asked_for} times 1 + ({n(step, 4)}) · 10⁻⁸, so the change of the step is {n(step, 4)} in these units. Divided by "
            f"the step that was taken, the quotient changes by the same part in the other direction, {n(quotient, 4)}."),
        statement=f"Compare the one-sided quotient of w³ at w = {n(w)} for h = {asked_for} in float64, once divided by h and once by the step that was really taken, "
        "(w + h) − w. By which part of h, with its sign, does the step that was taken differ from it, and by which part the quotient that divides by it from "
        "the one that divides by h?",
        shows="Divide by the step that was taken, as nnlib does, or take powers of two.")


def kink_next_door() -> Exercise:
    """5.3: a difference that reaches across a kink."""
    dose = data.dosage()
    net = Network((1, 2, 1), relu, identity)
    theta = net.params(W={1: [[2.74, -1.13]], 2: [[0.36], [0.63]]}, b={1: [1e-7, 1e-7], 2: [0.5]})

    def cost(b, c=1.0):
        moved = theta.copy()
        moved.b[1][0] = b
        return c * net.cost(moved, dose.X, dose.Y, sse)

    def share(weight, c=1.0):
        """The derivative with the sample at x = 0 counted `weight` times."""
        Z, A = net.forward(theta, dose.X)
        delta, _ = net.backward(theta, Z, A, dose.Y, sse)
        rows = delta[1][:, 0]
        return float(c * (weight * rows[0] + rows[1:].sum()))

    slope = share(1.0)
    across = central_difference(cost, 1e-7)
    return Exercise(
        "5.3", "a kink next door", "∂C/∂b¹₁, in three significant digits, by two roads:", "array",
        ("backpropagation", "difference with the default step"),
        **asked(lambda keep: (slope, across), [
            Wrong("on the kink", "The sample x = 0 was left out, as on the kink or left of it. Its pre-activations are 10⁻⁷, to the right of the "
                  "kink, so its slope is 1.", KINKS, lambda keep: (share(0.0), share(0.5))),
            Wrong("small step", "With a step of 10⁻⁸ the difference stays on one side. The default step is larger than 10⁻⁷ and "
                  "reaches across the kink.", KINKS, lambda keep: (slope, slope)),
            Wrong("half", "The factor is off: sse is the sum of squares, and its derivative has the 2.", MISTAKES,
                  lambda keep: (share(1.0, 0.5), central_difference(lambda b: cost(b, 0.5), 1e-7))),
            Wrong("mean for sum", "There is a factor 1/D too many: sse adds up the samples.", MISTAKES,
                  lambda keep: (share(1.0, 1 / 3), central_difference(lambda b: cost(b, 1 / 3), 1e-7)))]),
        hints=(
            "How far does the default step reach, and where is the kink seen from 10⁻⁷?",
            "kinked.grad(near, dose.X, dose.Y, sse).b[1][0], and central_difference(kinked_cost, near).b[1][0]. The step is ε^(1/3).",
            f"Backpropagation gives {n(slope)}. The step is {STEP:.0e}, so one of the two values lies beyond the kink, and the "
            f"difference is {n(across)}, nearly the mean of the two slopes {n(share(0.0))} and {n(slope)}. So the "
            "check speaks of a kink. With h = 10⁻⁸ both values lie on one side, and it says ok."),
        shows="A verdict that depends on the step is about the step.")


def read_the_report() -> Exercise:
    """5.4: where a mistake sits that shows in one layer only."""
    return Exercise(
        "5.4", "read the report", "What is wrong:", "choice", (
            "δ² has the wrong sign.",
            "On the way from δ² to δ¹ the weights are taken with the wrong sign.",
            "The residual has the wrong sign, y − ŷ for ŷ − y.",
            "The sign is lost where the derivatives of layer 2 are stored."),
        **chosen(3, {
            0: Wrong("delta 2", "With a wrong δ² the deltas of layer 1, which come from it, would be wrong too, and so would W[1] and "
                     "b[1].", MISTAKES, None),
            1: Wrong("way back", "A mistake on the way from δ² to δ¹ shows in W[1] and b[1]. Those are ok here, and layer 2 is not.",
                     MISTAKES, None),
            2: Wrong("residual", "A wrong residual turns every delta, and with it all six parts.", MISTAKES, None)}),
        hints=(
            "Deltas come from behind. Which deltas does the report prove to be right?",
            "W[1] = (A⁰)ᵀ δ¹ and δ¹ = (δ² (W²)ᵀ) ⊙ φ′(Z¹), while W[2] = (A¹)ᵀ δ².",
            "W[1] and b[1] are right, so δ¹ is, and so is δ², from which it comes. W[2] and b[2] use the same δ² and are turned, so "
            "the sign is lost after δ², where layer 2 is stored. So the fourth answer is right."),
        shows="A mistake in a delta shows in its own layer and in all before it. This one stops, so it is not in a delta.")


def wrong_mean() -> Exercise:
    """5.5: what two reports tell of a factor, and what a third will say."""
    tried = {(6, 3): None, (4, 1): None}
    new = (10, 4)

    def reported(followed=mse, halves=0.5, D=new[0], K=new[1]):
        """The quotient of a gradient of one cost by that of `halves` times the mean over all, on a network with K outputs and D samples."""
        rng = np.random.default_rng(55)
        net = Network((3, 4, K), sigmoid, identity)
        theta, X, Y = net.init(rng, gain=2.0), rng.standard_normal((D, 3)), rng.standard_normal((D, K))
        g, q = net.grad(theta, X, Y, followed).vector, halves * net.grad(theta, X, Y, mean_squared).vector
        return float(g @ q / (q @ q))

    (one, two), truth = [round(reported(D=D, K=K)) for D, K in tried], reported()
    (D1, K1), (D2, K2) = tried
    return Exercise(
        "5.5", "a cost in the wrong mean", "What the check will say with 10 samples and 4 outputs: how many times the derivative each entry is:", "number",
        ("times",),
        **asked(lambda keep: truth, [
            Wrong("samples", f"The factor was taken to be the number of samples. With {D1} samples that fits, with {D2} samples it does not: there the factor is {two}.",
                  FACTOR, lambda keep: float(new[0])),
            Wrong("outputs", f"The number of outputs alone does not fit: with {K1} outputs the factor is {one}.", FACTOR, lambda keep: float(new[1])),
            Wrong("always the first", f"The factor is not always {one}: the second report has another one.", FACTOR, lambda keep: float(one)),
            Wrong("always the second", f"The factor is not always {two}: the first report has another one.", FACTOR, lambda keep: float(two)),
            Wrong("samples and outputs", "Samples times outputs fit neither report, whatever number stands before them.", FACTOR,
                  lambda keep: float(new[0] * new[1])),
            Wrong("upside down", "The quotient is upside down: the given entries are larger than the derivatives.", FACTOR, lambda keep: 1 / truth)]),
        hints=(
            f"Which numbers of the first network make {one}, and which of these make {two} in the second?",
            "The cost and the gradient have factors in front of their squares, such as 1/D, 1/(D K) or ½ of them. Try which quotient fits both reports.",
            f"{one} may be the {D1} samples, or 2 · {K1}. With {D2} samples and {K2} output it is {two}, which is 2 · {K2} and not {D2}. So the factor is "
            f"2 K, and with {new[1]} outputs it is {n(truth)}: the cost has the factor 1/(2 D K), and the gradient is that of 1/D."),
        shows="Two networks that differ in samples and outputs tell the factors apart; one does not.")


def unlucky_direction() -> Exercise:
    """5.6: how often a normal direction misses a mistake."""
    net, theta, X, Y = random_network()
    task = Problem(net, theta, X, Y, mse)

    tries, near = 1000, 0.01

    def expected(width=2 * near, density=1 / math.sqrt(2 * math.pi)):
        return lambda keep: tries * width * density

    def counted(keep):
        """Among the chapter's directions, for the missing transpose."""
        wrong = by_hand(task, carry=lambda delta, W, W_new, l: delta[l + 1] @ (W[l + 1] if l == 1 else W[l + 1].T)).grad.vector
        e = wrong - net.grad(theta, X, Y, mse).vector
        rng = np.random.default_rng(7)
        rng.standard_normal((3, 51))
        rng.choice([-1.0, 1.0], (1000, 51))
        return float((np.abs(rng.standard_normal((1000, 51)) @ e) < 0.01 * np.linalg.norm(e)).sum())

    often = expected()(None)
    return Exercise(
        "5.6", "how often is a direction unlucky?", "How many of 1,000 directions are expected to be unlucky, in three significant "
        "digits:", "number", ("directions",),
        **asked(expected(), [
            Wrong("one side", f"That is one side. The inner product may be a little above 0 or a little below, so the interval is {2 * near} "
                  "wide.", DIRECTION, expected(0.01)),
            Wrong("density 1", "The density at 0 was taken to be 1. That of the normal distribution is 1/√(2π).", DIRECTION,
                  expected(density=1.0)),
            Wrong("density without the root", "The density at 0 lacks the root: it is 1/√(2π).", DIRECTION,
                  expected(density=1 / (2 * math.pi))),
            Wrong("density without the 2", "The density at 0 lacks the 2: it is 1/√(2π).", DIRECTION,
                  expected(density=1 / math.sqrt(math.pi))),
            Wrong("one in a hundred", "A hundred times smaller is not one in a hundred: take the width of the interval times the "
                  "density.", DIRECTION, expected(0.01, 1.0)),
            Wrong("counted", "That is the count among the directions of the chapter. Asked for is what one expects.", DIRECTION, counted)]),
        hints=(
            "In units of ‖e‖ the inner product is a normal number with standard deviation 1. In which interval does it have to lie?",
            f"From −{near} to {near}. The probability is the width of the interval times the density at 0, which is 1/√(2π).",
            f"{tries} · {2 * near}/√(2π) = {n(often)}. Counted are {n(counted(None))}. Three directions are all unlucky with the probability "
            f"{(often / 1000) ** 3:.1e}, about once in {round((1000 / often) ** 3 / 1e6)} million times."),
        shows="One direction may be unlucky, three hardly ever.")


def broken_complex_step() -> Exercise:
    """5.7: a size where a square belongs."""
    net, theta, X, Y = random_network()

    def with_abs(theta):
        return (np.abs(net(theta, X) - Y) ** 2).sum() / 7

    def largest(loss):
        return float(np.abs(net.grad(theta, X, Y, loss).vector).max())

    def zeros(*views):
        return float(sum((view == 0).sum() for view in views))

    broken = complex_step(with_abs, theta)
    answer = largest(mse), zeros(broken.vector)
    return Exercise(
        "5.7", "break the complex step", "The largest derivative by central differences, in three significant digits, and how many "
        "of the 51 derivatives the complex step makes 0:", "array", ("largest", "zeros"),
        **asked(lambda keep: answer, [
            Wrong("squares", "This is the complex step of r * r, which is right. With np.abs(r) the imaginary part is lost.", COMPLEX,
                  lambda keep: (answer[0], zeros(complex_step(lambda p: net.cost(p, X, Y, mse), theta).vector))),
            Wrong("weights only", "The weights alone were counted. The derivatives by the biases go through the same size.", COMPLEX,
                  lambda keep: (answer[0], zeros(*broken.W.values()))),
            Wrong("biases only", "The biases alone were counted. The derivatives by the weights go through the same size.", COMPLEX,
                  lambda keep: (answer[0], zeros(*broken.b.values()))),
            Wrong("sum for mean", f"The squares were added up, and this cost is the mean over the {len(Y)} samples.", FACTOR,
                  lambda keep: (largest(sse), answer[1])),
            Wrong("mean over outputs too", "The mean over the outputs was taken as well. This cost adds up the outputs.", FACTOR,
                  lambda keep: (largest(mean_squared), answer[1])),
            Wrong("half", "A ½ came in. The mean squared error of this chapter has none.", FACTOR,
                  lambda keep: (largest(half_mse), answer[1]))]),
        hints=(
            "What is the size of a complex number, and what is its imaginary part?",
            f"|r + ih| is the root of r² + h², a real number. cost = (np.abs(net(theta, X) - Y) ** 2).sum() / {len(Y)}.",
            f"The largest derivative is {n(answer[0])}, by differences and by backpropagation. The complex step gives 0 for all "
            f"{n(answer[1])}, since the size is real and its imaginary part is 0."),
        shows="It is wrong everywhere, and nothing warns.")


def to_implement() -> Exercise:
    """5.8: central differences for an array of any shape."""
    rng = np.random.default_rng(58)

    def at(shape):
        return np.round(4 * rng.normal(size=shape)) / 8  # every θ + h is exact

    instances = [{"f": f, "theta": at(shape), "h": h} for f, shape, h in
                 ((cubes, (3,), 0.5), (sines, (2, 3), 0.25), (exponential, (1,), 0.125), (exponential, (4,), 0.25), (sines, (2, 2), 0.5))]

    def of(quotient):
        """For each entry, quotient(value, h): value(s) is f with the entry moved by s."""
        def function(given):
            f, theta, h = given.values()
            result = np.empty(theta.shape)
            for place in np.ndindex(theta.shape):
                def value(by, place=place):
                    moved = theta.copy()
                    moved[place] += by
                    return f(moved)
                result[place] = quotient(value, h)
            return result
        return function

    def not_put_back(given):
        f, theta, h = given["f"], given["theta"].copy(), given["h"]
        result = np.empty(theta.shape)
        for place in np.ndindex(theta.shape):
            theta[place] += h
            up = f(theta)
            theta[place] -= 2 * h
            result[place] = (up - f(theta)) / (2 * h)
        return result

    def together(given):
        f, theta, h = given.values()
        return np.full(theta.shape, (f(theta + h) - f(theta - h)) / (2 * h))

    def right_one(given):
        return central_difference(given["f"], given["theta"], given["h"])

    return Exercise(
        "5.8", "differences for any shape", "The function difference(f, theta, h).", "function", (),
        **compared(right_one, [
            Wrong("one-sided", "This is the one-sided difference. The central one goes to both sides.", VEE,
                  of(lambda value, h: (value(h) - value(0)) / h)),
            Wrong("one-sided, to the left", "This is the one-sided difference to the left. The central one goes to both sides.", VEE,
                  of(lambda value, h: (value(0) - value(-h)) / h)),
            Wrong("divided by h", "Divided by h, this is twice too large: the two points are 2h apart.", VEE,
                  of(lambda value, h: (value(h) - value(-h)) / h)),
            Wrong("half the step", "The points lie at half the distance: move by h, and divide by 2h.", VEE,
                  of(lambda value, h: (value(h / 2) - value(-h / 2)) / h)),
            Wrong("wrong sign", "The two values are exchanged: first the one at θ + h, minus the one at θ − h.", VEE,
                  of(lambda value, h: (value(-h) - value(h)) / (2 * h))),
            Wrong("another step", "The step is a small one of your own, and not the h that was given.", VEE,
                  of(lambda value, h: (value(1e-5) - value(-1e-5)) / 2e-5)),
            Wrong("not put back", "An entry is not put back before the next one is moved. All the others have to stay where they were.",
                  VEE, not_put_back),
            Wrong("all at once", "All entries are moved at once. That is the slope along one direction; a gradient moves one entry at "
                  "a time.", DIRECTION, together),
            Wrong("shape lost", "The result does not have the shape of theta where theta has rows and columns. A gradient has a place for "
                  "each entry, in the shape of theta.", VEE, lambda given: right_one(given).ravel())], instances),
        hints=(
            "How many times do you have to call f, and what has to be true of theta at each call?",
            "For each place: (f(θ + h e) − f(θ − h e)) / 2h, where e is 1 there and 0 elsewhere. np.ndindex(theta.shape) goes "
            "through the places.",
            "def difference(f, theta, h):\n    result = np.empty(theta.shape)\n    for place in np.ndindex(theta.shape):\n"
            "        step = np.zeros(theta.shape)\n        step[place] = h\n"
            "        result[place] = (f(theta + step) - f(theta - step)) / (2 * h)\n    return result"),
        shows="Two calls for each entry: this is why nobody trains with differences.")


def zero_point() -> Exercise:
    """5.9: why a check at 0 proves little."""
    return Exercise(
        "5.9", "a start that looks harmless", "The right explanation:", "choice", (
            "The hidden deltas are 0 with and without the mistake: the weights are 0.",
            "All derivatives are 0 there, so there is nothing to compare.",
            "The step of a difference is relative to the parameter, so at 0 the differences are worth nothing.",
            "The cost contains the same mistake, so the two agree."),
        **chosen(0, {
            1: Wrong("all zero", "The output biases have a derivative that is not 0: their deltas do not come through any weight.", BLIND,
                     None),
            2: Wrong("relative step", "The step is ε^(1/3) max(1, |θ|), which is not 0 at 0, and the differences are as good there as "
                     "elsewhere.", BEST, None),
            3: Wrong("same in both", "The mistake is in the backward pass, and the cost needs the forward pass only.", BLIND, None)}),
        hints=(
            "Write down δ² and δ¹ for a network whose weights are all 0.",
            "δ² = (δ³ (W³)ᵀ) ⊙ φ′(Z²), and W³ is 0.",
            "δ³ is not 0, but δ² is, since δ³ meets a matrix of zeros, and so is δ¹. Without the transpose the same zeros come out, so "
            "whatever happens on the way back cannot show. So the first answer is right."),
        shows="A check speaks about one point; take one with nothing special about it.")


def best_step() -> Exercise:
    """5.10: the step of 5.1 with its constants."""
    rng = np.random.default_rng(510)
    points = [{name: float(v) for name, v in zip(("eps", "M0", "M5"), rng.uniform((1e-4, 0.5, 0.5), (1e-2, 3, 9)))} for _ in range(6)]
    names = list(points[0])
    answer = "(45 * eps * M0 / (4 * M5)) ** (1/5)"

    def text(formula):
        return parsed(formula, names)

    def truth(values):
        """Where the derivative 4 M5 h³/30 − (18/12) ε M0/h² is 0."""
        eps, M0, M5 = values.values()
        return (18 / 12 * eps * M0 / (4 / 30 * M5)) ** (1 / 5)

    return Exercise(
        "5.10", "the best step, with its constants", "The best step, as a text.", "formula", (),
        **compared(truth, [
            Wrong("parts set equal", "The two parts were set equal, or the 4 of the power rule is missing. The sum is smallest where "
                  "its derivative is 0.", BEST, text("(45 * eps * M0 / M5) ** (1/5)")),
            Wrong("weights of the values forgotten", "The rounding is that of a central difference. Here a value of f is multiplied by "
                  "8, 8, 1 or 1, its rounding too, and the sum is divided by 12 h.", ROUNDING,
                  text("(15 * eps * M0 / (2 * M5)) ** (1/5)")),
            Wrong("roundings subtracted", "Roundings do not cancel in a bound: 8 + 8 + 1 + 1, whatever the signs in the quotient.",
                  ROUNDING, text("(35 * eps * M0 / (4 * M5)) ** (1/5)")),
            Wrong("central", "This is the best step of the central difference. Here the truncation is of order h⁴.", BEST,
                  text("(3 * eps * M0 / M5) ** (1/3)")),
            Wrong("root missing", "The fifth root is missing: this is h⁵.", BEST, text("45 * eps * M0 / (4 * M5)")),
            Wrong("fourth root", "The root is the fourth. The derivative has h³ on one side and 1/h² on the other, which makes h⁵.", BEST,
                  text("(45 * eps * M0 / (4 * M5)) ** (1/4)")),
            Wrong("constants upside down", "M0 and M5 are exchanged: the larger the truncation, the smaller the best step.", BEST,
                  text("(45 * eps * M5 / (4 * M0)) ** (1/5)")),
            Wrong("constants missing", "This is the order only. The constants are asked for.", BEST, text("eps ** (1/5)"))], points),
        hints=(
            "Write the bound as a sum of two parts, as in the chapter, and differentiate it by h.",
            "E(h) = M₅ h⁴/30 + (8 + 8 + 1 + 1) ε M₀/(12 h), and E′(h) = 4 M₅ h³/30 − 3 ε M₀/(2 h²).",
            f"E′(h) = 0 gives h⁵ = 45 ε M₀/(4 M₅), so the text is \"{answer}\"."),
        shows="The exponent is that of 5.1, and the constants hardly matter: a fifth root makes little of them.")


def own_complex_step() -> Exercise:
    """5.11: the complex step for an array of any shape."""
    rng = np.random.default_rng(511)
    instances = [{"f": f, "theta": np.round(rng.normal(size=shape), 2)} for f, shape in
                 ((product_of_sines, (3,)), (growth, (2, 2)), (product_of_sines, (1,)), (growth, (4,)))]

    def of(read, step=1e-30j, moved=None):
        """For each entry, read(f with the entry moved by the step)."""
        def function(given):
            f, theta = given.values()
            result = np.empty(theta.shape)
            for place in np.ndindex(theta.shape):
                point = theta.astype(complex)
                point[moved or place] += step
                result[place] = read(f(point), abs(step))
            return result
        return function

    return Exercise(
        "5.11", "a complex step of your own", "The function complex_slopes(f, theta).", "function", (),
        **compared(lambda given: complex_step(given["f"], given["theta"]), [
            Wrong("not divided", "The imaginary part is not divided by the step, so it is tiny.", COMPLEX, of(lambda value, h: value.imag)),
            Wrong("real part", "The real part was read, which is the value of f. The derivative stands in the imaginary part.", COMPLEX,
                  of(lambda value, h: value.real)),
            Wrong("wrong sign", "The sign is turned: the step is +ih.", COMPLEX, of(lambda value, h: -value.imag / h)),
            Wrong("one place only", "It is always the first entry that is moved. Each derivative moves its own.", DIRECTION,
                  lambda given: of(lambda value, h: value.imag / h, moved=(0,) * given["theta"].ndim)(given)),
            Wrong("all at once", "All entries are moved at once, which gives the slope along one direction.", DIRECTION,
                  of(lambda value, h: value.imag / h, moved=...)),
            Wrong("twice the step", "It was divided by 2h. There is one evaluation here, and the step is h.", COMPLEX,
                  of(lambda value, h: value.imag / (2 * h)))], instances),
        hints=(
            "How small may the step be, where nothing is subtracted?",
            "For each place: Im f(θ + ih e)/h with h = 10⁻³⁰, where e is 1 there and 0 elsewhere.",
            "def complex_slopes(f, theta):\n    result = np.empty(theta.shape)\n    for place in np.ndindex(theta.shape):\n"
            "        moved = theta.astype(complex)\n        moved[place] += 1e-30j\n        result[place] = f(moved).imag / 1e-30\n    return result"),
        shows="One evaluation for each entry, and all digits: no difference of nearly equal numbers is taken.")


def own_checker() -> Exercise:
    """5.12: which entries of a claimed gradient are wrong."""
    rng = np.random.default_rng(512)

    def instance(f, shape, change):
        theta = np.round(4 * rng.normal(size=shape)) / 8
        claimed = complex_step(f, theta)
        return {"claimed": change(claimed), "f": f, "theta": theta}

    def spoiled(*places, by=1e-3):
        def change(g):
            g = g.copy()
            for k in places:
                g.flat[k] += by * np.abs(g).max()
            return g
        return change

    instances = [instance(growth, (4,), spoiled(1)), instance(product_of_sines, (3,), spoiled()), instance(growth, (2, 3), spoiled(0, 5, by=-1e-3)),
                 instance(growth, (3,), spoiled(0, 1, 2)), instance(growth, (5,), spoiled(2, by=1e-5)),
                 instance(growth, (4,), lambda g: -g), instance(growth, (3,), spoiled(1, by=1e-9))]

    def of(wrong):
        def function(given):
            claimed, f, theta = given.values()
            return wrong(claimed, complex_step(f, theta)).astype(float)
        return function

    def right_one(claimed, true):
        return np.abs(claimed - true) > 1e-6 * np.abs(true).max()

    return Exercise(
        "5.12", "a checker of your own", "The function wrong_entries(claimed, f, theta).", "function", (),
        **compared(of(right_one), [
            Wrong("exact equality", "Every last bit was taken for a mistake. Two roads to one number differ by rounding.", BEST,
                  of(lambda claimed, true: np.abs(claimed - true) > 1e-12 * np.abs(true).max())),
            Wrong("too generous", "A part in a thousand was let through, and real mistakes are often no larger.", MISTAKES,
                  of(lambda claimed, true: np.abs(claimed - true) > 1e-2 * np.abs(true).max())),
            Wrong("right for wrong", "The entries that are right were marked. The wrong ones get the 1.", MISTAKES,
                  of(lambda claimed, true: ~right_one(claimed, true))),
            Wrong("sizes compared", "Only the sizes were compared, so a turned sign is not seen.", MISTAKES,
                  of(lambda claimed, true: np.abs(np.abs(claimed) - np.abs(true)) > 1e-6 * np.abs(true).max())),
            Wrong("one verdict for all", "There is one verdict for the whole gradient. Each entry is to have its own.", MISTAKES,
                  of(lambda claimed, true: np.full(true.shape, right_one(claimed, true).any()))),
            Wrong("without the size", "The sign of the difference was left in: an entry that is too small is wrong as well.", MISTAKES,
                  of(lambda claimed, true: claimed - true > 1e-6 * np.abs(true).max()))], instances),
        hints=(
            "With what do you compare a difference, so that the verdict does not change when the cost is multiplied by a thousand?",
            "An entry is wrong where |claimed − true| is above 10⁻⁶ times the largest |true|, with the true ones by differences or by a complex step.",
            "def wrong_entries(claimed, f, theta):\n    true = central_difference(f, theta)\n"
            "    return np.abs(claimed - true) > 1e-6 * np.abs(true).max()"),
        shows="It compares with the largest derivative, since an entry that is 0 has no size of its own.")


EXERCISES = {"5.1": one_more_term, "5.2": step_that_was_taken, "5.3": kink_next_door, "5.4": read_the_report, "5.5": wrong_mean,
             "5.6": unlucky_direction, "5.7": broken_complex_step, "5.8": to_implement, "5.9": zero_point, "5.10": best_step,
             "5.11": own_complex_step, "5.12": own_checker}

# Other numbers for the exercises that can be asked with them.
FRESH = {"5.2": lambda rng: {"w": int(rng.integers(51, 100)) / 100, "h": int(rng.choice([1, 2, 3, 4, 5])) * 1e-9}}

# What the statements give, in their order: numbers, and in texts the words that count or decide, symbols and shapes.
GIVEN = {
    "5.1": (2, 8, 8, 2, 12, 4, 0.7, 0.0625, 9.5367431640625e-07),
    "5.2": ("float64", 0.7, 0.1, 0.1, 0.7, 3, 0.7, 1e-09),
    "5.3": ("ReLU", 1e-07, 1e-08),
    "5.4": ("W[3] b[3] W[2] b[2]", -1, "W[1] b[1]"),
    "5.5": (6, 3, 6, 4, 1, 2, 10, 4, "two"),
    "5.6": (1000, "hundred smaller", 0),
    "5.7": ("mean squared", 3, 4, 4, 3, 2, 0),
    "5.8": ("(f, theta, h)",),
    "5.9": (0,),
    "5.10": (5.1, "most M_5", 4, 30, "M_5 fifth four M_0 smallest M0 M5"),
    "5.11": (),
    "5.12": (1, "more", 1e-06, "largest", 0),
}
