"""The exercises of chapter 1, derivatives and descent: each is a function that computes its truth and its slips."""

import functools
import math
from collections.abc import Sequence

import numpy as np

from course.exercises.builders import Wrong, asked, asked_of, chosen, compared
from course.exercises.formulas import parsed
from course.exercises.functions import bowl, cube, ridge
from course.exercises.given import listed, sign, tenths
from course.exercises.judging import significant as n
from course.exercises.model import Exercise, Passage
from course.exercises.one_step import Problem, by_hand, right
from nnlib.activations import identity, sigmoid, softplus, tanh
from nnlib.losses import sse
from nnlib.network import Network
from nnlib.training import descend

DERIVATIVE = Passage("Three ways for a machine", "sec-01-machine")
CHAIN = Passage("The chain rule along one path", "sec-01-chain")
PRIME = Passage("Its derivative, one step at a time", "sec-01-sigmoid-prime")
FREE = Passage("What you get for free, and what you do not", "sec-01-free")
STRICT = Passage("Strictly between 0 and 1, on paper", "sec-01-strict")
PARTIAL = Passage("Partial derivatives", "sec-01-partial")
SQUARED = Passage("The squared error, and a neuron with three factors", "sec-01-squared")
PATHS = Passage("The chain rule over several paths", "sec-01-paths")
DESCENT = Passage("Gradient descent", "sec-01-descent")
EDGE = Passage("Where descent turns into divergence", "sec-01-edge")
PASSAGES = {"affine": SQUARED, "cost": SQUARED, "output": SQUARED, "slope": FREE, "dW": SQUARED, "db": SQUARED, "update": DESCENT}


def one_sample() -> Exercise:
    """1.1: the places where the input enters a chain."""
    w, y = 1.0, 4.0

    def both(inner=lambda x: -x, front=2.0, residual=lambda x: y - w * x, inputs=(-1.0, -2.0)):
        return lambda keep: tuple(front * residual(x) * inner(x) for x in inputs)

    one, two = both()(None)
    return Exercise(
        "1.1", "an input twice as large", "dC/dw at w = 1 with the input −1, and with the input −2:", "array", ("with −1", "with −2"),
        **asked(both(), [
            Wrong("wrong sign", "The sign is turned. With a negative input the inner derivative −x is positive, and so is the residual.", CHAIN,
                  both(inner=lambda x: x)),
            Wrong("half", "The 2 of the power rule is missing: dC/dr is 2r.", CHAIN, both(front=1.0)),
            Wrong("doubled", f"The input stands in the residual too: with −2 it is {n(y)} + 2w, and not {n(y)} + w. So the derivative more than doubles.", SQUARED,
                  both(residual=lambda x: y + w)),
            Wrong("input in the residual only", "With the input −2 the inner derivative is 2: w stands in r with that factor.", CHAIN,
                  lambda keep: (one, 2 * (y + 2 * w))),
            Wrong("four times", "The input comes twice, once in the inner derivative and once in the residual. But the residual does not double with it: "
                  "the target stays.", SQUARED, lambda keep: (one, 4 * one)),
            Wrong("sign of the input", "The residual was taken to be y − w |x|. With a negative input the output is negative, and r = y + w |x|.", SQUARED,
                  both(residual=lambda x: y + w * x)),
            Wrong("cost instead", "These are the costs at w = 1. Their derivatives were asked for.", CHAIN,
                  both(inner=lambda x: y - w * x, front=1.0))]),
        hints=(
            "Name what stands between: r = y − w x. Which factors does the chain have, and in which of them does the input stand?",
            "dC/dw = dC/dr · dr/dw with dC/dr = 2r and dr/dw = −x.",
            f"With the input {n(-1.0)} the residual at w = 1 is {n(y + w)}, so the product is 2 · {n(y + w)} · 1 = {n(one)}. With {n(-2.0)} it is "
            f"{n(y + 2 * w)}, and the product 2 · {n(y + 2 * w)} · 2 = {n(two)}. That is {n(two / one)} times as much: the inner derivative doubles, "
            f"and the residual grows from {n(y + w)} to {n(y + 2 * w)}."),
        shows=f"The input stands in two factors: twice the input, {n(two / one)} times the derivative.")


def hyperbolic_tangent() -> Exercise:
    """1.2: a derivative from another one, as a formula."""
    points = [{"z": z} for z in (-1.7, -0.6, 0.0, 0.4, 1.1, 2.3)]
    answer = "4 * sigmoid(2 * z) * (1 - sigmoid(2 * z))"

    def instead(text):
        return parsed(text, ["z"])

    return Exercise(
        "1.2", "the hyperbolic tangent", "tanh′(z), as text in z, with sigmoid(…) or tanh(…):", "formula", (),
        **compared(lambda given: float(tanh.prime(given["z"])), [
            Wrong("inner derivative missing", "The inner derivative is missing: 2z stands in σ, which gives another factor 2.", CHAIN,
                  instead("2 * sigmoid(2 * z) * (1 - sigmoid(2 * z))")),
            Wrong("both factors missing", "Both factors 2 are missing: the one in front of σ, and the inner derivative of 2z.", CHAIN,
                  instead("sigmoid(2 * z) * (1 - sigmoid(2 * z))")),
            Wrong("slope at z", "σ′ was taken at z. Here its place is 2z.", PRIME, instead("4 * sigmoid(z) * (1 - sigmoid(z))")),
            Wrong("slope at a", "σ′ was applied to σ(2z). σ (1 − σ) is σ′(2z) already, without another σ.", FREE,
                  instead("4 * sigmoid(sigmoid(2 * z)) * (1 - sigmoid(sigmoid(2 * z)))")),
            Wrong("a (1 − a) for tanh", "a (1 − a) is the derivative of σ. With a = tanh z it is not that of tanh.", PRIME,
                  instead("tanh(z) * (1 - tanh(z))")),
            Wrong("square missing", "The square is missing: 1 − tanh z is larger than 1 on the left, and the slope is not.", PRIME,
                  instead("1 - tanh(z)")),
            Wrong("wrong sign", "The sign is turned: tanh rises everywhere.", PRIME, instead("tanh(z)**2 - 1")),
            Wrong("function itself", "This is tanh itself. Its derivative was asked for.", PRIME, instead("tanh(z)"))], points),
        hints=(
            "In 2σ(2z) − 1 two factors 2 wait for the chain rule. Where does each come from?",
            "The derivative of f(2z) is f′(2z) times the inner derivative 2. The other 2 stands in front of σ, whose derivative is σ′ = σ (1 − σ).",
            f"tanh′(z) = \"{answer}\". With s = σ(2z) and tanh z = 2s − 1: 1 − tanh² z = 1 − (4s² − 4s + 1) = 4s (1 − s), the same. Since "
            "s (1 − s) is at most ¼, the maximum is 1, at z = 0."),
        shows="It equals 1 − tanh² z, and its maximum is 1, four times that of the sigmoid.")


def two_paths_again(x: float = 1.0) -> Exercise:
    """1.3: two paths, and what each alone is worth."""

    def answers(slope=lambda a: a * (1 - a), du=2 * x, add=lambda p, q: p + q, exchanged=False):
        def compute(keep):
            a = keep(float(sigmoid(x)))
            through_u, through_v = keep(a * du), keep(x**2 * keep(slope(a)))
            if exchanged:
                through_u, through_v = keep(x**2 * du), keep(a * keep(slope(a)))
            return through_u, through_v, add(through_u, through_v)
        return compute

    u, v, both = (n(value) for value in answers()(lambda value: value))
    return Exercise(
        "1.3", "two paths again", "What each path gives, and dC/dx, in three significant digits:", "array", ("through u", "through v", "dC/dx"),
        **asked(answers(), [
            Wrong("one path only", "dC/dx has only the path through u. x feeds v as well, and the two paths are added.", PATHS,
                  answers(add=lambda p, q: p)),
            Wrong("other path only", "dC/dx has only the path through v. x feeds u as well, and the two paths are added.", PATHS,
                  answers(add=lambda p, q: q)),
            Wrong("paths multiplied", "The paths were multiplied. Multiply along each path, then add the paths.", PATHS,
                  answers(add=lambda p, q: p * q)),
            Wrong("paths subtracted", "The paths were subtracted. They are added, whatever their signs are.", PATHS,
                  answers(add=lambda p, q: p - q)),
            Wrong("slope missing", "σ′ is missing on the path through v: the factor dv/dx is σ′(x).", PRIME, answers(lambda a: 1.0)),
            Wrong("slope at a", "σ′ was taken at σ(x). Its place is x.", FREE, answers(lambda a: float(sigmoid.prime(a)))),
            Wrong("z put into a (1 − a)", "x was put into a (1 − a). That formula wants the activation σ(x).", FREE,
                  answers(lambda a: x * (1 - x))),
            Wrong("power rule forgotten", "du/dx is 2x. Here the 2 is missing.", PATHS, answers(du=x)),
            Wrong("factors exchanged", "∂C/∂u is v and ∂C/∂v is u. Here they are exchanged.", PATHS, answers(exchanged=True))]),
        hints=(
            "x feeds u and v. What is ∂C/∂u for a product, and what is ∂C/∂v?",
            "Through u: v · 2x. Through v: u · σ′(x). dC/dx is their sum.",
            f"At x = {n(x)}, u = {n(x**2)} and v = σ({n(x)}) = {n(float(sigmoid(x)))}. Through u: v · {n(2 * x)} = {u}. Through v: {n(x**2)} · "
            f"σ({n(x)}) (1 − σ({n(x)})) = {v}. The sum is {both}."),
        rules={2: "x0 + x1"}, slip_rules={"one path only": {2: "x0"}, "other path only": {2: "x1"}, "paths multiplied": {2: "x0 * x1"},
                                          "paths subtracted": {2: "x0 - x1"}},
        statement=f"Let u = x², v = σ(x) and C = u v. What does each path give at x = {n(x)}, and what is dC/dx?",
        shows="Each path alone is too small by what the other gives.")


def find_the_edge(x: Sequence[float] = (1.0, 2.0, 3.0), y: Sequence[float] = (2.0, 3.0, 7.0)) -> Exercise:
    """1.4: curvature, edge and minimum from sums over samples."""
    x, y = np.array(x), np.array(y)
    net = Network((1, 1), identity)

    def slope(w, b=0.0):
        """dC/dw by nnlib."""
        return net.grad(net.params(W={1: [[w]]}, b={1: [b]}), x[:, np.newaxis], y[:, np.newaxis], sse).W[1].item()

    curvature, zero = slope(1.0) - slope(0.0), slope(0.0)
    truth = (curvature, 2 / curvature, -zero / curvature)
    minimum = truth[2]

    def of(lam, edge=2.0, at=minimum):
        return lambda keep: (lam, edge / lam, at)

    return Exercise(
        "1.4", "find the edge before you fall off it", "Curvature, edge and minimum, in three significant digits:", "array",
        ("λ", "edge", "w at the minimum"),
        **asked(lambda keep: truth, [
            Wrong("power rule forgotten", "The curvature is half as large as it should be: the 2 of the square is missing.", EDGE, of((x**2).sum())),
            Wrong("1/λ for 2/λ", "At η = 1/λ a parabola is finished in one step. The edge is 2/λ.", EDGE, of(curvature, edge=1.0)),
            Wrong("mean for sum", "The samples were averaged. This cost adds them up.", PATHS, of(curvature / len(x))),
            Wrong("sum of x squared", "The inputs were added before they were squared. Each sample has its own parabola, and the curvatures "
                  "are added.", PATHS, of(2 * x.sum() ** 2)),
            Wrong("input not squared", "The inner derivative −x comes twice when one differentiates twice, so the curvature has x².", CHAIN,
                  of(2 * x.sum())),
            Wrong("last sample only", "This is the curvature of the last sample alone. Each sample is a path of its own, and they are added.",
                  PATHS, of(2 * x[-1] ** 2)),
            Wrong("quotient of sums", "w is not Σ y / Σ x: where dC/dw is 0, each residual counts with its x.", PATHS,
                  of(curvature, at=y.sum() / x.sum())),
            Wrong("mean of quotients", "The samples' own minima y/x were averaged. The steeper parabolas of larger x count more.", PATHS,
                  of(curvature, at=(y / x).mean())),
            Wrong("wrong sign", "The sign of the minimum is turned: Σ x (y − w x) is 0 for a positive w.", SQUARED,
                  of(curvature, at=-minimum))]),
        hints=(
            "C is a sum of three parabolas in w. What is the second derivative of each?",
            "dC/dw = −2 Σ x (y − w x): λ is the factor that w has in it, and the minimum is where it is 0.",
            f"λ = 2 ({' + '.join(map(n, x**2))}) = {n(curvature)}, the edge is 2/{n(curvature)} = {n(truth[1])}, and the minimum is at "
            f"({' + '.join(map(n, x * y))})/{n((x**2).sum())} = {n(minimum)}."),
        rules={1: "2 / x0"},
        statement=f"Three samples, x = {listed(x)} with the targets {listed(y)}, and one weight: C(w) = Σ (y − w x)², a sum over the samples. "
        "What are the curvature of C, the edge of the learning rate, and the w at the minimum?",
        shows="The data decide which learning rate is too large, before the first step.")


def in_the_tail() -> Exercise:
    """1.5: how long a saturated neuron takes."""
    starts, goal = (0.0, -5.0, -10.0), 0.01

    @functools.cache
    def steps(slope="right", factor=2.0, target=1.0):
        def objective(b):
            a = float(sigmoid(b))
            prime = {"right": float(sigmoid.prime(b)), "at a": float(sigmoid.prime(a)), "missing": 1.0}[slope]
            return (target - a) ** 2, -factor * (target - a) * prime
        return tuple(float(next(s.k for s in descend(objective, b, eta=1.0, steps=40_000) if s.cost < goal)) for b in starts)

    at = steps()
    return Exercise(
        "1.5", "a start in the tail", "The number of steps until C < 0.01, for each start:", "array", ("from 0", "from −5", "from −10"),
        **asked(lambda keep: steps(), [
            Wrong("off by one", "It is one too many. `descend` yields the start as step 0, and each step knows its number as step.k.", DESCENT,
                  lambda keep: tuple(k + 1 for k in steps())),
            Wrong("half", "The gradient is half as large as it should be: the 2 of the power rule is missing, and twice as many steps are "
                  "needed.", SQUARED, lambda keep: steps(factor=1.0)),
            Wrong("slope missing", "σ′ is missing in the gradient. Then nothing is slow in the tail.", SQUARED,
                  lambda keep: steps("missing")),
            Wrong("slope at a", "σ′ was taken at σ(b). There it is never small; its place is b.", FREE, lambda keep: steps("at a"))],
            digits=6),
        hints=(
            "The chain from C to b has two factors. Which of them is small in the tail?",
            f"dC/db = −2 (1 − σ(b)) σ′(b). Take the first step of descend(…, eta=1.0, steps=20_000) with a cost below {goal}.",
            f"The steps are {at[0]:.0f}, {at[1]:.0f} and {at[2]:.0f}. In the left tail the gradient is about −2 e^b, so a step lowers e^−b by about "
            f"2, and it takes about e^−b / 2 steps to get out. {n(starts[1] - starts[2])} units of b are a factor near e^{n(starts[1] - starts[2])}; from {n(starts[1])} the last stretch still counts, which "
            "lowers the ratio."),
        shows=f"Five units further out take {at[2] / at[1]:.0f} times as many steps.")


def thresholds_in_float32() -> Exercise:
    """1.6: where a computed sigmoid is 1."""
    bits = -round(math.log2(np.finfo(np.float32).eps))
    truth = (bits + 1) * math.log(2)
    return Exercise(
        "1.6", "the same thresholds in float32", "The predicted z from which σ(z) is 1 in float32, in four significant digits:", "number", ("z",),
        **asked(lambda keep: truth, [
            Wrong("whole gap", "e^−z need not be as small as the gap: a sum is rounded to 1 from half of the gap on.", STRICT,
                  lambda keep: bits * math.log(2)),
            Wrong("float64", "This is the threshold of float64. float32 has the gap 2⁻²³.", STRICT, lambda keep: 53 * math.log(2)),
            Wrong("quarter gap", "This is where a sigmoid that is rounded once is 1. The usual formula, 1/(1 + e^−z), gets there earlier.", STRICT,
                  lambda keep: (bits + 2) * math.log(2)),
            Wrong("logarithm to base 2", "e^−z is a power of e and not of 2: the exponent is multiplied by ln 2.", STRICT,
                  lambda keep: float(bits + 1)),
            Wrong("logarithm to base 10", "The logarithm was taken to the base 10. The exponential here has the base e.", STRICT,
                  lambda keep: (bits + 1) * math.log10(2)),
            Wrong("wrong sign", "The sign is turned: σ is near 1 on the right.", STRICT, lambda keep: -truth)], digits=4),
        hints=(
            "When is 1 + e^−z rounded to 1? Compare e^−z with the gap above 1.",
            "e^−z ≤ 2⁻²⁴, half of the gap 2⁻²³. Solve for z.",
            f"z ≥ {bits + 1} ln 2 = {n(truth)}."),
        shows="In float32 a neuron has a slope of exactly 0 from there on, if it is computed as a (1 − a).")


NEURON = Network((1, 1), sigmoid)
THREE = Problem(NEURON, NEURON.params(W={1: [[0.8]]}, b={1: [-1.2]}), [[-2.0], [1.0], [3.0]], [[0.7], [1.0], [0.2]], sse, 0.5)
# The slips of the catalogue in the words of this chapter, which knows chains and no deltas yet.
WORDS = {
    "slope missing": "σ′ is missing: between ŷ and z the chain has the factor ŷ (1 − ŷ).",
    "twice": "The first factor is twice as large as it should be: the derivative of the square has one 2.",
    "half": "The 2 of the power rule is missing: this cost has no half in front.",
    "sum for mean": "There is a factor 3 too many: the samples are added up once.",
    "mean for sum": "There is a factor 1/3 too many: this cost adds the samples up and does not average them.",
    "mean in the gradient": "∂C/∂w was averaged over the samples. It is a sum over them, as ∂C/∂b is.",
    "wrong sign": "The sign is turned: the first factor is −2 (y − ŷ), with a minus from the inner derivative.",
    "bias forgotten": "The bias is missing in z = w x + b.",
    "activation of the layer itself": "The last factor of ∂C/∂w is the input x, and here ŷ stands in its place."}


def three_samples(task: Problem = THREE) -> Exercise:
    """1.7: a neuron, three samples, one update."""
    def pick(r):
        return r.grad.W[1].item(), r.grad.b[1].item(), r.new.W[1].item()

    twins = ["slope missing at the output", "slope at a, at the output only", "slope of the layer above"]  # there is one layer
    r = right(task)
    front, slope = -2 * (np.array(task.Y) - r.A[1])[:, 0], sigmoid.prime(r.Z[1][:, 0])
    w, b, eta = n(task.theta.W[1].item()), n(task.theta.b[1].item()), n(task.eta)
    return Exercise(
        "1.7", "a neuron and three samples", f"Both derivatives, and the new w at η = {eta}, in four significant digits:", "array",
        ("∂C/∂w", "∂C/∂b", "new w"),
        **asked_of(task, pick, [
            Wrong("last factor missing", "The last factor of ∂C/∂w is missing: w stands in z with the factor x.", SQUARED,
                  lambda keep: pick(by_hand(task, keep, dW=lambda A, delta, l: delta[l].sum(axis=0, keepdims=True)))),
            Wrong("w by the slope of b", "The new w was made with ∂C/∂b. Each parameter is moved by its own derivative.", DESCENT,
                  lambda keep: (*pick(r := by_hand(task, keep))[:2], float(keep(task.theta.W[1].item() - task.eta * r.grad.b[1].item())))),
            Wrong("rate forgotten", "The new w was made without η. The derivative is multiplied by the rate before it is subtracted.", DESCENT,
                  lambda keep: (*pick(r := by_hand(task, keep))[:2], float(keep(task.theta.W[1].item() - r.grad.W[1].item())))),
            Wrong("step alone", "This is the step, −η ∂C/∂w. The new w is the old one plus the step.", DESCENT,
                  lambda keep: (*pick(r := by_hand(task, keep))[:2], float(keep(-task.eta * r.grad.W[1].item())))),
            Wrong("product of sums", "The sums were taken first and then multiplied. Multiply along each path, then add the paths.", PATHS,
                  lambda keep: pick(by_hand(task, keep, dW=lambda A, delta, l: np.outer(A[l - 1].sum(0), delta[l].sum(0)))))],
            passages=PASSAGES, digits=4, without=twins, words=WORDS),
        hints=(
            "Each sample is a path of its own from w to C. Make a row for each: z, ŷ, y − ŷ, σ′(z).",
            "∂C/∂w = Σ −2 (y − ŷ) ŷ (1 − ŷ) x, ∂C/∂b is the same without x, and w ← w − η ∂C/∂w.",
            "The predictions are " + ", ".join(n(v, 4) for v in r.A[1][:, 0]) + ", the factors −2 (y − ŷ) are "
            + ", ".join(n(v, 4) for v in front) + " and the slopes " + ", ".join(n(v, 4) for v in slope)
            + f". The sums are ∂C/∂w = {n(pick(r)[0])} and ∂C/∂b = {n(pick(r)[1])}, and the new w is {w} − {eta} · ({n(pick(r)[0])}) = "
            f"{n(pick(r)[2])}."),
        rules={2: f"{w} - {eta} * x0"}, slip_rules={"uphill": {2: f"{w} + {eta} * x0"}, "w by the slope of b": {2: f"{w} - {eta} * x1"},
                                                       "rate forgotten": {2: f"{w} - x0"}, "step alone": {2: f"-{eta} * x0"}},
        statement=f"The neuron ŷ = σ(w x + b) stands at w = {w}, b = {b}. It sees three samples, x = {listed(np.ravel(task.X))} with the targets "
        f"{listed(np.ravel(task.Y))}, and the cost is the sum of the three squared errors. What are ∂C/∂w, ∂C/∂b, and the new w after one step with "
        f"η = {eta}?",
        shows="Multiply along each path, add the paths: the samples are paths too.")


def by_differences() -> Exercise:
    """1.8: partial derivatives by central differences, as a function."""
    functions = [cube, bowl, ridge]
    points = [(1.3,), (0.4, 1.7), (0.8, -0.5, 1.1)]
    instances = [{"f": f, "w": np.array(w), "h": h} for f, w, h in zip(functions, points, (0.1, 0.01, 0.05))]

    def of(up=1, down=1, width=2.0, moved=lambda w, i: np.eye(len(w))[i]):
        """A version of the function: from −down h to +up h, divided by width h, along what is moved."""
        def function(given):
            f, w, h = given.values()
            return np.array([(f(w + up * h * moved(w, i)) - f(w - down * h * moved(w, i))) / (width * h) for i in range(len(w))])
        return function

    return Exercise(
        "1.8", "central differences as a function", "differences(f, w, h) for any number of weights:", "function", (),
        **compared(of(), [
            Wrong("one-sided", "The difference is one-sided, from w to w + h. Its error is of order h, that of the central one of order h².",
                  DERIVATIVE, of(down=0, width=1.0)),
            Wrong("one-sided, backward", "The difference is one-sided, from w − h to w. Its error is of order h, that of the central one of "
                  "order h².", DERIVATIVE, of(up=0, width=1.0)),
            Wrong("width h for 2h", "From w − h to w + h it is 2h, and the difference was divided by h.", DERIVATIVE, of(width=1.0)),
            Wrong("half of one side", "The difference from w to w + h was divided by 2h. Go to both sides.", DERIVATIVE, of(down=0)),
            Wrong("wrong sign", "The sign is turned: f at w + h comes first.", DERIVATIVE, of(width=-2.0)),
            Wrong("all moved at once", "All weights are moved at once. A partial derivative moves one of them and holds the others.", PARTIAL,
                  of(moved=lambda w, i: np.ones(len(w)))),
            Wrong("not divided", "The difference of the two values is not divided by 2h.", DERIVATIVE,
                  lambda given: of()(given) * 2 * given["h"]),
            Wrong("another order", "The entries are in the opposite order.", PARTIAL, lambda given: of()(given)[::-1])], instances),
        hints=(
            "Make a loop over the entries of w. Which two points does entry i need?",
            "(f(w + h e) − f(w − h e)) / (2h), where e is 1 at place i and 0 elsewhere.",
            "def differences(f, w, h):\n    return np.array([(f(w + h * e) - f(w - h * e)) / (2 * h)\n                     for e in np.eye(len(w))])"),
        shows="It knows nothing of any formula, so it can judge all of them.")


def it_climbs() -> Exercise:
    """1.9: why a step against the gradient can raise the cost."""
    eta, curvature, distance = 0.26, 8, 1.5
    return Exercise(
        "1.9", "downhill, and yet it climbs", "The right explanation:", "choice", (
            "Each step is more than twice as long as the way to the minimum.",
            "The derivative has the wrong sign on the far side of the minimum, so every second step goes uphill.",
            "A rate above a quarter is too large for any cost, since 2/λ is then exceeded.",
            "Rounding errors are multiplied by the factor 1 − 8η at each step, until they are larger than w."),
        **chosen(0, {
            1: Wrong("sign of the far side", "On the far side the derivative is positive, and a step against it leads back. The direction is right in "
                     "every step; the length is not.", DESCENT, None),
            2: Wrong("a quarter for all", "The edge is 2/λ, and λ belongs to the cost: a flat one with λ = ½ allows rates up to 4.", EDGE, None),
            3: Wrong("rounding", f"Exact numbers climb in the same way: the first step leads from the distance {distance} to more than {distance}.", EDGE,
                     None)}),
        hints=(
            "Compute the first step by hand: how far is it from w = 0 to the minimum, and how far does the step lead?",
            f"The step is η λ times the distance from the minimum, here {eta} · {curvature}.",
            f"The distance is {distance} and the step {n(eta * curvature * distance)}, more than twice as much. The new distance is {n(eta * curvature * distance - distance)}, the factor is "
            f"1 − {curvature} · {eta} = {n(1 - curvature * eta)}, and so on at each step. The first answer is right."),
        shows="The direction is right at every step, and only the length is wrong.")


def valley(start: tuple[float, float] = (1.0, -1.0), eta: float = 0.1) -> Exercise:
    """1.10: two steps of descent in two variables."""

    def walked(steps=2, cross=1.0, sign=-1.0, power=2.0, fresh=False, exchanged=False):
        """The place after some steps for C = p² + p q + 2 q²."""
        def compute(keep):
            a, b = start
            for _ in range(steps):
                da, db = keep(power * a + cross * b), keep(cross * a + 2 * power * b)
                da, db = (db, da) if exchanged else (da, db)
                new = keep(a + sign * eta * da)
                b = keep(b + sign * eta * (keep(cross * new + 2 * power * b) if fresh else db))
                a = new
            return a, b
        return compute

    (a1, b1), (a2, b2) = walked(1)(float), walked()(float)
    return Exercise(
        "1.10", "two steps in a valley", "Where it stands after the second step, in three significant digits:", "array", ("p", "q"),
        **asked(walked(), [
            Wrong("product forgotten", "The product p q is missing in the derivatives. By p it has the derivative q, by q the derivative p.",
                  PARTIAL, walked(cross=0.0)),
            Wrong("power rule forgotten", "The 2 of the power rule is missing in both derivatives.", PARTIAL, walked(power=1.0)),
            Wrong("uphill", "The step goes uphill: the new value is the old one minus η times the derivative.", DESCENT, walked(sign=1.0)),
            Wrong("new place used", "The derivative by q was taken where p had moved already. Both belong to one place.", DESCENT, walked(fresh=True)),
            Wrong("derivatives exchanged", "The two derivatives are exchanged: each variable moves by its own.", PARTIAL, walked(exchanged=True)),
            Wrong("one step", "This is the place after the first step.", DESCENT, walked(1)),
            Wrong("three steps", "This is the place after the third step.", DESCENT, walked(3))], factors={"η": eta}),
        hints=(
            "Which terms of the cost change when p alone moves, and which when q does?",
            "∂C/∂p = 2 p + q and ∂C/∂q = p + 4 q. Take both at one place, then move both.",
            f"The first step leads to ({n(a1)}, {n(b1)}). There the derivatives are {n(2 * a1 + b1)} and {n(a1 + 4 * b1)}, and the second step "
            f"leads to ({n(a2)}, {n(b2)})."),
        statement=f"The cost is C(p, q) = p² + p q + 2 q². Descent starts at p = {n(start[0])} and q = {n(start[1])} with η = {n(eta)}. Where does it stand "
        "after the second step?",
        shows="The steep direction is done first, and the flat one is left on the floor of the valley.")


def tails() -> np.ndarray:
    """Numbers for which e^z or e^−z is too large for the machine, and others."""
    return np.array([-1000.0, -30.0, -1.5, 0.0, 0.25, 40.0, 900.0])


def careful_sigmoid() -> Exercise:
    """1.11: a sigmoid that never meets a number too large for the machine."""
    instances = [{"z": tails()}, {"z": -tails()[::-1]}, {"z": np.array([0.5])}]

    def quotient(given):
        """e^z/(1 + e^z) as it stands; ∞/∞ is no number."""
        with np.errstate(all="ignore"):
            return np.exp(given["z"]) / (1 + np.exp(given["z"]))

    return Exercise(
        "1.11", "a sigmoid without overflow", "The function careful_sigmoid(z) for an array.", "function", (),
        **compared(lambda given: sigmoid(given["z"]), [
            Wrong("both too large", "Where e^z is too large for the machine, e^z/(1 + e^z) is ∞/∞. Right of 0 use e^−z, which is small there.", STRICT, quotient),
            Wrong("turned", "This is σ(−z): the two branches are exchanged.", PRIME, lambda given: sigmoid(-given["z"])),
            Wrong("size for z", "|z| was left where z belongs: left of 0 the value has to be below a half.", PRIME,
                  lambda given: sigmoid(np.abs(given["z"]))),
            Wrong("derivative", "This is σ′(z). The function itself was asked for.", PRIME, lambda given: sigmoid.prime(given["z"]))], instances),
        hints=(
            "Which of e^z and e^−z is never larger than 1, on the left of 0 and on the right?",
            "With e for the power that is small, 1/(1 + e) is right on one side of 0. What is it on the other side?",
            "def careful_sigmoid(z):\n    e = np.exp(-np.abs(z))\n    return np.where(z >= 0, 1, e) / (1 + e)"),
        shows="The exponential of a negative number can be rounded to 0, and that does no harm.")


def careful_softplus() -> Exercise:
    """1.12: the same for the logarithm of a sum."""
    instances = [{"z": tails()}, {"z": -tails()[::-1]}, {"z": np.array([0.5])}]

    def of(largest=lambda z: np.maximum(z, 0), rest=lambda z: np.log1p(np.exp(-np.abs(z)))):
        return lambda given: largest(given["z"]) + rest(given["z"])

    return Exercise(
        "1.12", "a softplus without overflow", "The function careful_softplus(z) for an array.", "function", (),
        **compared(lambda given: softplus(given["z"]), [
            Wrong("rest forgotten", "This is the ramp max(z, 0). Near 0 softplus lies above it by the logarithm of 1 + e^−|z|.", STRICT,
                  of(rest=np.zeros_like)),
            Wrong("ramp forgotten", "Only the rest beside the ramp came: right of 0 the ramp z has to be added.", STRICT, of(largest=np.zeros_like)),
            Wrong("z for the ramp", "z was added everywhere. Left of 0 softplus does not fall with z but goes to 0.", STRICT, of(largest=lambda z: z)),
            Wrong("size for the ramp", "|z| was added. Left of 0 the ramp is 0.", STRICT, of(largest=np.abs)),
            Wrong("rest subtracted", "The rest was subtracted: softplus lies above the ramp.", STRICT, of(rest=lambda z: -np.log1p(np.exp(-np.abs(z))))),
            Wrong("derivative", "This is σ(z), the derivative of softplus. The function itself was asked for.", PRIME,
                  lambda given: sigmoid(given["z"])),
            Wrong("logarithm to base 2", "The logarithm is the natural one.", STRICT, of(rest=lambda z: np.log2(1 + np.exp(-np.abs(z)))))], instances),
        hints=(
            "Where z is large, 1 + e^z is hardly more than e^z. What can be taken out of the logarithm?",
            "For positive z it is z plus the logarithm of 1 + e^−z. What is the same for negative z?",
            "def careful_softplus(z):\n    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))"),
        shows="What is taken out of a logarithm is added, and what is left in it stays between 1 and 2.")


EXERCISES = {"1.1": one_sample, "1.2": hyperbolic_tangent, "1.3": two_paths_again, "1.4": find_the_edge, "1.5": in_the_tail,
             "1.6": thresholds_in_float32, "1.7": three_samples, "1.8": by_differences, "1.9": it_climbs,
             "1.10": valley, "1.11": careful_sigmoid, "1.12": careful_softplus}

# Other numbers for the exercises that can be asked with them.
FRESH = {
    "1.3": lambda rng: {"x": tenths(rng, 0.4, 2.2)},
    "1.4": lambda rng: {"x": np.sort(rng.choice(np.arange(1.0, 6.0), 3, replace=False)), "y": rng.choice(np.arange(1.0, 10.0), 3, replace=False)},
    "1.7": lambda rng: {"task": THREE._replace(
        theta=NEURON.params(W={1: [[tenths(rng, 0.3, 1.2) * sign(rng)]]}, b={1: [tenths(rng, 0.3, 1.5) * sign(rng)]}),
        X=rng.choice([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0], (3, 1), replace=False), Y=rng.choice(np.arange(11) / 10, (3, 1), replace=False),
        eta=float(rng.choice([0.2, 0.3, 0.4, 0.5, 0.8])))},
    "1.10": lambda rng: {"start": (sign(rng) * tenths(rng, 0.5, 2), sign(rng) * tenths(rng, 0.5, 2)), "eta": float(rng.choice([0.05, 0.1, 0.15, 0.2]))},
}

# What the statements give, in their order: numbers, and in texts the words that count or decide, symbols and shapes.
GIVEN = {
    "1.1": (-1, 4, 4, 2, 1, -2, 4, 1, "twice"),
    "1.2": ("tanh sigmoid tanh", 2, 2, 1, 1, "tanh", 2),
    "1.3": (2, 1),
    "1.4": (1, 2, 3, 2, 3, 7, "sum_d", 1, 3, "y_d x_d", 2, 200, "below above"),
    "1.5": (1, 1, 2, 1, 0, -5, -10, 0.01, "last two"),
    "1.6": (1, "float32 float64", float(np.finfo(np.float32).eps), "above", 1),
    "1.7": (THREE.theta.W[1], THREE.theta.b[1], "three", THREE.X, THREE.Y, "sum three squared", THREE.eta),
    "1.8": ("(f, w, h) (n,)",),
    "1.9": (3, 2, 2, "w_0", 0, 0.26, "larger"),
    "1.10": ("(p, q)", 2, 2, 2, 1, -1, 0.1, "second"),
    "1.11": (0, "larger"),
    "1.12": (1, "more"),
}
