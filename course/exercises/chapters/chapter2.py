"""The exercises of chapter 2, two softplus neurons: each is a function that computes its truth and its slips."""

import math

import numpy as np

from course.exercises.builders import Wrong, asked, asked_of, chosen, compared
from course.exercises.formulas import parsed
from course.exercises.given import sign
from course.exercises.judging import significant as n
from course.exercises.model import Exercise, Passage
from course.exercises.one_step import Problem, by_hand, right
from course.exercises.tolerance import exact
from nnlib import data
from nnlib.activations import identity, sigmoid, softplus
from nnlib.losses import half_sse, sse
from nnlib.network import Network
from nnlib.training import train

FORWARD = Passage("From input to cost", "sec-softplus-forward")
SHARED = Passage("What all seven derivatives share", "sec-softplus-shared")
WEIGHT_1 = Passage("Weight 1", "sec-softplus-w1")
BIAS_1 = Passage("Bias 1", "sec-softplus-b1")
WEIGHT_3 = Passage("Weight 3", "sec-softplus-w3")
BIAS_3 = Passage("Bias 3", "sec-softplus-b3")
SOFTPLUS = Passage("Softplus itself", "sec-softplus-itself")
LEARNING = Passage("Learning", "sec-softplus-learning")
FAILS = Passage("Starts from which it fails", "sec-softplus-fails")
PASSAGES = {"affine": FORWARD, "cost": FORWARD, "output": SHARED, "slope": SHARED, "carry": WEIGHT_1, "dW": WEIGHT_1, "db": BIAS_1,
            "update": LEARNING}

X, Y = data.dosage()[:2]
NET = Network((1, 2, 1), softplus, identity)


def point(w1, b1, w2, b2, w3, w4, b3):
    """The seven parameters by their names."""
    return NET.params(W={1: [[w1, w2]], 2: [[w3], [w4]]}, b={1: [b1, b2], 2: [b3]})


THETA = point(2.74, 0, -1.13, 0, 0.36, 0.63, 0)
ZERO = point(0, 0, 0, 0, 0, 0, 0)
ETA = 0.03

# The slips of the catalogue in the words of this chapter, which knows chains and no deltas yet.
WORDS = {
    "slope missing": "softplus′ is missing: the way from a to z has the factor σ(z).",
    "slope at a": "softplus′ was taken from the output: σ(a), at the activation. Its place is the pre-activation, σ(z).",
    "twice": "The first factor is twice as large as it should be: with this cost the power rule does not leave so much.",
    "half": "The first factor is half as large as it should be: the derivative of r² is 2r times an inner derivative.",
    "sum for mean": "There is a factor D = 3 too many: the samples are added up once.",
    "mean for sum": "There is a factor 1/D too many: this cost adds the samples up and does not average them.",
    "mean in the gradient": "The derivatives by the weights were averaged over the samples. They are sums, as the cost is.",
    "updated weights": "The weight on the way back was the updated one. All derivatives come first, at the old point.",
    "head and tail exchanged": "The last factor of an output weight is what its arrow carries, the activation a; here something else was taken.",
    "wrong sign": "The sign is turned: the first factor is −2 (y − ŷ), with a minus from the inner derivative.",
}
TWINS = ["slope missing in the hidden layer", "slope of the layer above",  # the output is bent by nothing, so that its slope is 1
         "slope at a, in the hidden layer only"]


def of_round(problem, pick, wrong=(), without=(), digits=3, reasoned=()):
    """The fields of an exercise on a round, with the slips of the catalogue in the words above."""
    return asked_of(problem, pick, wrong, passages=PASSAGES, digits=digits, without=[*TWINS, *without], words=WORDS, reasoned=reasoned)


def everything_zero() -> Exercise:
    """2.1: which derivatives vanish where all parameters do."""
    zero = Problem(NET, ZERO, X, Y, sse, ETA)

    def pick(r):
        return r.grad.W[2][0, 0], r.grad.W[2][1, 0], r.grad.b[2][0], float((r.grad.vector == 0).sum())

    def activation(value):
        """All activations taken to be `value`, which changes w₃ and w₄ alone."""
        return lambda keep: pick(by_hand(zero, keep, dW=lambda A, delta, l: (A[l - 1] * 0 + (value if l == 2 else A[l - 1])).T @ delta[l]))

    r = right(zero)
    return Exercise(
        "2.1", "everything zero", "Three of the derivatives, in three significant digits, and how many of the seven are 0:", "array",
        ("∂C/∂w₃", "∂C/∂w₄", "∂C/∂b₃", "zeros"),
        **of_round(zero, pick, [
            Wrong("softplus(0) = 0", "The activations were taken to be 0. softplus(0) is ln 2; it is the ramp that is 0 there.", SOFTPLUS,
                  activation(0.0)),
            Wrong("softplus′ for softplus", "The factor of an output weight is the activation, softplus(0). σ(0) = ½ is its slope.", WEIGHT_3,
                  activation(0.5)),
            Wrong("logarithm to base 10", "The logarithm of softplus is the natural one, ln 2, and not that to the base 10.", FORWARD,
                  activation(math.log10(2))),
            Wrong("all zero", "Not all of them are zero. w₃ = w₄ = 0 cuts the paths to the hidden parameters; the chains of the output "
                  "parameters do not pass through w₃ or w₄.", BIAS_3, lambda keep: (0.0, 0.0, 0.0, 7.0)),
            Wrong("output zero too", "Four of the seven are 0, and these three are the others: the chains of the output parameters do not pass through w₃ "
                  "or w₄.", BIAS_3, lambda keep: (0.0, 0.0, 0.0, 4.0))],
            # The first makes ∂C/∂w₃ zero, as softplus(0) = 0 does; of the second only a count would tell.
            without=["head and tail exchanged", "updated weights"]),
        hints=(
            "All predictions are 0, so the residuals are the targets. Which of the chains pass through w₃ or w₄?",
            "∂C/∂w₃ = Σ −2 (y − ŷ) a, the same for w₄, and ∂C/∂b₃ = Σ −2 (y − ŷ), with a = ln 2 everywhere.",
            f"The residuals are 0, 1 and 0. So ∂C/∂b₃ = −2 · (0 + 1 + 0) = {n(r.grad.b[2][0])}, and ∂C/∂w₃ = ∂C/∂w₄ = −2 · ln 2 = "
            f"{n(r.grad.W[2][0, 0])}. The chains of w₁, b₁, w₂ and b₂ have w₃ or w₄ as a factor, so these {pick(r)[3]:.0f} derivatives are 0."),
        shows="At this point only the output can learn.")


def with_the_half() -> Exercise:
    """2.2: what the factor in front of the square does to a derivative and to the rate."""
    halved, usual = Problem(NET, THETA, X, Y, half_sse, ETA), right(Problem(NET, THETA, X, Y, sse, ETA))

    def pick(r):
        return r.grad.b[1][1], ETA * usual.grad.b[2][0] / r.grad.b[2][0]

    def turned(keep):
        slope, rate = pick(by_hand(halved, keep))
        return slope, ETA * ETA / rate

    r = right(halved)
    return Exercise(
        "2.2", "a half in front", "With the half: ∂C/∂b₂, and the rate that makes the same step, in four significant digits:", "array",
        ("∂C/∂b₂", "rate"),
        **of_round(halved, pick, [
            Wrong("rate left", "The rate was left as it is. The gradient is half as large, so that the step would be too.", LEARNING,
                  lambda keep: (pick(by_hand(halved, keep))[0], ETA)),
            Wrong("rate halved", "The rate was halved where it has to be doubled: the gradient is half as large, and the product of both has "
                  "to stay.", LEARNING, turned)], digits=4, reasoned=(1,)),
        hints=(
            "Which of the factors of a chain does the cost itself decide?",
            "∂C/∂ŷ is −(y − ŷ) now, half of what it was, and the other factors stay. The step is η ∂C/∂θ.",
            f"Every derivative is half of the chapter's: ∂C/∂b₂ = {n(usual.grad.b[1][1])} / 2 = {n(r.grad.b[1][1])}. The step stays "
            f"the same if η is doubled, to {n(pick(r)[1])}."),
        shows="A factor of the cost can be moved into the learning rate.")


def bent_output() -> Exercise:
    """2.3: one more link in the chain, as a formula."""
    bent = Network((1, 2, 1), softplus, softplus)
    rng = np.random.default_rng(23)
    points = []
    for _ in range(6):
        names = dict(zip(("w1", "b1", "w2", "b2", "w3", "w4", "b3"), rng.normal(size=7).tolist()))
        x, y = rng.normal(size=2).tolist()
        Z, A = bent.forward(point(**names), np.array([[x]]))
        points.append({"x": x, "y": y} | names | {"z1": Z[1][0, 0].item(), "z2": Z[1][0, 1].item(), "a1": A[1][0, 0].item(),
                                                  "a2": A[1][0, 1].item(), "z": Z[2].item(), "y_hat": A[2].item()})
    names = list(points[0])

    def truth(values):
        """The term of this sample by nnlib."""
        theta = point(*(values[name] for name in ("w1", "b1", "w2", "b2", "w3", "w4", "b3")))
        return bent.grad(theta, np.array([[values["x"]]]), np.array([[values["y"]]]), sse).W[1][0, 0]

    answer = "-2 * (y - y_hat) * sigmoid(z) * w3 * sigmoid(z1) * x"

    def instead(old, new):
        assert old in answer
        return parsed(answer.replace(old, new), names)

    wrong = [
        Wrong("new factor missing", "The factor between ŷ and z is missing: that is the chain without the bend at the output.", WEIGHT_1,
              instead("sigmoid(z) * ", "")),
        Wrong("slope missing in the hidden layer", "The factor σ(z₁) between a₁ and z₁ is missing.", WEIGHT_1, instead("sigmoid(z1) * ", "")),
        Wrong("slope from the output", "softplus′ was taken from the output: σ(ŷ), and ŷ = softplus(z). Its place is z.", SHARED,
              instead("sigmoid(z)", "sigmoid(y_hat)")),
        Wrong("slope from the activation", "softplus′ of the hidden neuron was taken from its output: σ(a₁). Its place is z₁.", SHARED,
              instead("sigmoid(z1)", "sigmoid(a1)")),
        Wrong("both slopes from outputs", "softplus′ was taken from the outputs ŷ and a₁, both times. Its places are z and z₁.", SHARED,
              parsed("-2 * (y - y_hat) * sigmoid(y_hat) * w3 * sigmoid(a1) * x", names)),
        Wrong("softplus for its derivative", "ŷ stands where the slope at ŷ belongs: the derivative of softplus is σ.", SHARED,
              instead("sigmoid(z)", "y_hat")),
        Wrong("slope of the sigmoid", "ŷ (1 − ŷ) is the slope of a sigmoid neuron. These neurons are bent by softplus, with the slope σ(z).",
              SHARED, parsed("-2 * (y - y_hat) * y_hat * (1 - y_hat) * w3 * a1 * (1 - a1) * x", names)),
        Wrong("wrong sign", "The sign is turned: ∂C/∂ŷ is −2 (y − ŷ).", SHARED, instead("-2", "2")),
        Wrong("half", "The 2 of the power rule is missing: this cost has no half in front.", SHARED, instead("-2", "-1")),
        Wrong("other neuron's weight", "The way from z to neuron 1 goes along w₃, and w₄ belongs to neuron 2.", WEIGHT_1,
              instead("w3", "w4")),
        Wrong("weight itself", "The factor between z and a₁ is the weight of that arrow, w₃, and not the weight by which one differentiates.",
              WEIGHT_1, instead("w3", "w1")),
        Wrong("last factor missing", "The last factor is missing: this is the term of b₁, and w₁ stands in z₁ with the factor x.", BIAS_1,
              instead(" * x", "")),
        Wrong("not bent", "ŷ was replaced by z in the residual too. The prediction is softplus(z).", FORWARD,
              instead("y_hat", "z"))]
    return Exercise(
        "2.3", "a bent output", "The term of one sample in ∂C/∂w₁, as text in y, y_hat, z, w3, z1, x:", "formula", (),
        **compared(truth, wrong, points),
        hints=(
            "Between ŷ and a₁ there is one more variable now. Which two factors take the place of the one factor w₃?",
            "∂C/∂ŷ · ∂ŷ/∂z · ∂z/∂a₁ · ∂a₁/∂z₁ · ∂z₁/∂w₁, where the second and the fourth are slopes of softplus.",
            f"The factors are −2 (y − ŷ), σ(z), w₃, σ(z₁) and x, so the text is \"{answer}\". The new one is σ(z), in the second place, "
            "taken at z and not at ŷ."),
        shows="Each bend on the path adds a slope, taken at its own pre-activation.")


def near_the_ramp(power: int = 6) -> Exercise:
    """2.4: where softplus and ramp can no longer be told apart."""
    g, gap = 10.0**-power, f"10⁻{'⁰¹²³⁴⁵⁶⁷⁸⁹'[power]}"
    z = -math.log(math.expm1(g))
    return Exercise(
        "2.4", "close to the ramp", "The value of |z|, in four significant digits:", "number", ("|z|",),
        **asked(lambda keep: z, [
            Wrong("logarithm to base 10", "The logarithm was taken to the base 10. The exponential of softplus has the base e.", FORWARD,
                  lambda keep: -math.log10(math.expm1(g))),
            Wrong("wrong sign", "This is the place on the left, where z is negative. |z| was asked for.", SOFTPLUS, lambda keep: -z),
            Wrong("bump too high", "The bump was taken to be ln 2 · e^−|z|. It is ln 2 at 0 and close to e^−|z| far out.", SOFTPLUS,
                  lambda keep: math.log(math.log(2) / g)),
            Wrong("both sides together", f"The gaps at z and at −z were added. They are equal, and each is to be {gap}.", SOFTPLUS,
                  lambda keep: math.log(2 / g)),
            Wrong("thousandth", f"This is the place where the gap is a thousandth. It is to be {gap}.", SOFTPLUS,
                  lambda keep: -math.log(math.expm1(1e-3)))], digits=4),
        hints=(
            "The chapter writes softplus as the ramp plus a bump. How large is the bump?",
            f"The gap is ln(1 + e^−|z|). Set it equal to g = {gap} and solve for |z|.",
            f"1 + e^−|z| = e^g, so |z| = −ln(e^g − 1) = {n(z)}. Far out ln(1 + e^−|z|) is close to e^−|z|, so that {power} ln 10 = "
            f"{n(power * math.log(10))} is nearly the same."),
        statement=f"Softplus is within {gap} of the ramp once |z| exceeds a certain value. Which value?",
        shows=f"Each power of ten costs ln 10 = {n(math.log(10), 4)} units of z.")


def silent_neurons() -> Exercise:
    """2.5: what moves where both hidden neurons are silent."""
    steps, start = 1000, point(1, -30, -1, -30, 1, 1, 0)

    def answers(start=start, loss=sse, targets=Y, least=1e-6):
        def compute(keep):
            run = train(NET.objective(X, targets, loss), start, eta=ETA, steps=steps, every=steps)
            end, moved = run[-1].theta, np.abs(run[-1].theta.vector - start.vector) > least
            return float(moved.sum()), end.b[2][0], run[0].grad.b[2][0]
        return compute

    one, b3, slope = answers()(exact)
    return Exercise(
        "2.5", "silent neurons", "How many of the seven parameters move, where b₃ ends, and its first derivative, in three significant digits:",
        "array", ("moving", "b₃", "∂C/∂b₃"),
        **asked(answers(), [
            Wrong("output weights counted", "w₃ and w₄ were counted among those that move. The last factor of their chains is the activation, "
                  "which is about e⁻³⁰ here.", WEIGHT_3, lambda keep: (3.0, *answers()(keep)[1:])),
            Wrong("all counted", "Silent neurons do not move: σ(z), about e⁻³⁰, stands in the chain of every hidden parameter.", FAILS,
                  lambda keep: (7.0, *answers()(keep)[1:])),
            Wrong("none counted", "One parameter has a chain with neither σ(z) nor a in it, and it moves.", BIAS_3,
                  lambda keep: (0.0, 0.0, 0.0)),
            Wrong("half", "The derivative is half as large as it should be: the derivative of r² is 2r times an inner derivative.", SHARED,
                  lambda keep: (one, b3, answers(loss=half_sse)(keep)[2])),
            Wrong("wrong sign", "The sign of the derivative is turned: raising a prediction that is too low lowers the cost.", SHARED,
                  lambda keep: (one, b3, -slope)),
            Wrong("mean for sum", "There is a factor 1/D too many: this cost adds the samples up and does not average them.", SHARED,
                  lambda keep: (one, b3, slope / len(Y))),
            Wrong("sum of the targets", "b₃ does not end at the sum of the targets. The derivative is zero where the residuals add up to 0, "
                  "which is at their mean.", BIAS_3, lambda keep: (one, float(Y.sum()), slope)),
            Wrong("middle target", "b₃ cannot give each sample its own prediction. Half of the largest target is not where the residuals add up "
                  "to 0.", BIAS_3, lambda keep: (one, float(Y.max() / 2), slope))]),
        hints=(
            "Go through the seven chains: which have σ(z) in them, which a, and which neither?",
            "With a and σ(z) near 0 the predictions are b₃, and ∂C/∂b₃ = Σ −2 (y − b₃).",
            f"At {n(start.b[1][0])} both σ(z) and a are about 10⁻¹³. The chains of w₁, b₁, w₂, b₂ have the first as a factor, those of w₃ and w₄ the "
            f"second, and b₃ neither: {one:.0f} parameter moves. At the start ∂C/∂b₃ = −2 · (0 + 1 + 0) = {n(slope)}. It ends at the mean of the "
            f"targets, {n(b3)}."),
        shows="The best constant is all that is left to learn.")


MEASURED = {2000: 1.34 * 1e-3, 2200: 7.69 * 1e-5}  # the cost of the chapter's descent at two steps, in three digits


def when_to_stop() -> Exercise:
    """2.6: how long a descent goes on, by a law that shows late in it."""
    (first, high), (last, low) = MEASURED.items()
    every, goal, other = 200, 1e-6, 0.05

    def estimated(log=math.log, ratio=ETA / other, at=last, cost=low, by=lambda c, f: c / f):
        def compute(keep):
            factor = keep(by(high, low))
            step = keep(at + every * log(cost / goal) / log(factor))
            return factor, step, ratio * step
        return compute

    factor, step, faster = estimated()(exact)
    return Exercise(
        "2.6", "when is it good enough?", "The factor, and both steps, in three significant digits:", "array",
        ("factor of 200 steps", "step at η = 0.03", "step at η = 0.05"),
        **asked(estimated(), [
            Wrong("counted from the first", f"The steps were counted from {first} with the cost of {last}. From {last} on it is {low / goal:.1f} times the goal.",
                  LEARNING, estimated(at=first)),
            Wrong("cost of the first", f"At step {last} the cost is the smaller of the two.", LEARNING, estimated(cost=high)),
            Wrong("rate not in it", "The rate was left out: near the minimum a step is η times the gradient, so a larger rate needs fewer steps.", LEARNING,
                  estimated(ratio=1.0)),
            Wrong("quotient upside down", "The larger rate needs fewer steps and not more: the quotient of the rates is upside down.", LEARNING,
                  estimated(ratio=other / ETA)),
            Wrong("straight line", "The cost does not fall by the same amount in each step: it is multiplied by the same factor.", LEARNING,
                  lambda keep: (factor, float(keep(last + (low - goal) / (high - low) * every)), ETA / other * (last + (low - goal) / (high - low) * every))),
            Wrong("difference for factor", "This is how much the cost has fallen. The question is by which factor.", LEARNING,
                  lambda keep: (high - low, step, faster))], digits=3),
        hints=(
            "What happens to the logarithm of the cost, if the cost is multiplied by the same factor in each step?",
            f"The factor is the quotient of the two costs. From the later one on it takes {every} · ln(cost/10⁻⁶)/ln(factor) steps more. Of a rate that is larger, "
            "each step is longer by the quotient of the rates.",
            f"The factor is {n(high)}/{n(low)} = {n(factor, 4)}. From step {last} on the cost has to fall by {n(low / goal, 4)}, which takes {every} · "
            f"ln {n(low / goal, 4)}/ln {n(factor, 4)} = {n(step - last, 4)} steps, so it is step {n(step, 4)}. With the other rate it is about "
            f"{n(ETA)}/{n(other)} of that, {n(faster, 4)}."),
        rules={1: f"{last} + {every} * ln({low / goal:.9g}) / ln(x0)", 2: f"{ETA / other:.9g} * x1"},
        shows="Near a minimum a descent is a geometric sequence: two values tell when it will be good enough. The runs come out within a hundredth.")


OTHER = Problem(NET, point(1, -1, -2, 0.5, 1.5, 2, -0.5), X, Y, sse, 0.1)


def by_pencil(task: Problem = OTHER) -> Exercise:
    """2.7: three sums over three samples, and one update."""
    def pick(r):
        return r.grad.W[1][0, 0], r.grad.b[1][0], r.grad.W[2][0, 0], r.new.W[2][0, 0]

    first_left_out = task._replace(X=X[1:], Y=Y[1:])
    r = right(task)
    w1, w2, w3, w4, b1, b2, b3 = (n(v) for v in task.theta.vector[[0, 1, 4, 5, 2, 3, 6]])
    eta = n(task.eta)
    residual, s, a = (Y - r.A[2])[:, 0], sigmoid(r.Z[1][:, 0]), r.A[1][:, 0]
    return Exercise(
        "2.7", "three sums by hand", f"Three derivatives and the new w₃ at η = {eta}, in four significant digits:", "array",
        ("∂C/∂w₁", "∂C/∂b₁", "∂C/∂w₃", "new w₃"),
        **of_round(task, pick, [
            Wrong("first sample left out", "The first sample was left out everywhere. Its x is 0, which silences it for w₁ alone.", BIAS_1,
                  lambda keep: pick(by_hand(first_left_out, keep))),
            Wrong("product of sums", "The sums were taken first and then multiplied. Each sample is a path of its own: multiply along it, "
                  "then add the paths.", SHARED,
                  lambda keep: pick(by_hand(task, keep, dW=lambda A, delta, l: np.outer(A[l - 1].sum(0), delta[l].sum(0))))),
            Wrong("weights of the two neurons exchanged", "The weight on the way back is that of the other neuron: neuron 1 is weighed by w₃.",
                  WEIGHT_1, lambda keep: pick(by_hand(task, keep, carry=lambda delta, W, W_new, l: delta[l + 1] @ W[l + 1][::-1].T))),
            Wrong("rate forgotten", "The new w₃ was made without η. The derivative is multiplied by the rate before it is subtracted.", LEARNING,
                  lambda keep: (*pick(r := by_hand(task, keep))[:3], float(keep(task.theta.W[2][0, 0] - r.grad.W[2][0, 0])))),
            Wrong("step alone", "This is the step, −η ∂C/∂w₃. The new w₃ is the old one plus the step.", LEARNING,
                  lambda keep: (*pick(r := by_hand(task, keep))[:3], float(keep(-task.eta * r.grad.W[2][0, 0]))))],
            digits=4),
        hints=(
            "Make a table with a row for each sample: z₁, z₂, a₁, a₂, ŷ, r, σ(z₁). Every derivative is a sum down the rows.",
            "∂C/∂w₁ = Σ −2 r w₃ σ(z₁) x, ∂C/∂b₁ the same without x, ∂C/∂w₃ = Σ −2 r a₁, and w₃ ← w₃ − η ∂C/∂w₃.",
            "The residuals are " + ", ".join(n(v, 4) for v in residual) + "; σ(z₁) is " + ", ".join(n(v, 4) for v in s) + "; a₁ is "
            + ", ".join(n(v, 4) for v in a) + f". With w₃ = {w3} the sums are ∂C/∂w₁ = {n(pick(r)[0])}, ∂C/∂b₁ = {n(pick(r)[1])} and ∂C/∂w₃ = "
            f"{n(pick(r)[2])}, and the new w₃ is {w3} − {eta} · ({n(pick(r)[2])}) = {n(pick(r)[3])}."),
        rules={3: f"{w3} - {eta} * x2"}, slip_rules={"uphill": {3: f"{w3} + {eta} * x2"}, "rate forgotten": {3: f"{w3} - x2"}, "step alone": {3: f"-{eta} * x2"}},
        statement=f"The same doses and effects, but another point: w₁ = {w1}, b₁ = {b1}, w₂ = {w2}, b₂ = {b2}, w₃ = {w3}, w₄ = {w4}, b₃ = {b3}. What are ∂C/∂w₁, "
        f"∂C/∂b₁ and ∂C/∂w₃, and the new w₃ after one step with η = {eta}?",
        shows="Every derivative is a sum over the samples, taken after the products.")


def seven_at_once() -> Exercise:
    """2.8: the seven derivatives of the chapter as a function, for any number of samples."""
    rng = np.random.default_rng(28)
    names = ("w1", "b1", "w2", "b2", "w3", "w4", "b3")
    instances = [{"x": rng.uniform(-1, 2, D), "y": rng.uniform(-1, 1, D)} | dict(zip(names, rng.normal(size=7).tolist())) for D in (1, 3, 5)]

    def truth(given):
        theta = point(*(given[name] for name in names))
        grad = NET.grad(theta, given["x"][:, np.newaxis], given["y"][:, np.newaxis], sse)
        return np.array([grad.W[1][0, 0], grad.b[1][0], grad.W[1][0, 1], grad.b[1][1], *grad.W[2][:, 0], grad.b[2][0]])

    def of(first=lambda r: -2 * r, slope=lambda z, a: sigmoid(z), swap=False, last=lambda x: x, bias=1, order=range(7),
           add=lambda terms: terms.sum(axis=1)):
        """A version of the function: the chains of the chapter, with one piece replaced."""
        def function(given):
            x, y, w1, b1, w2, b2, w3, w4, b3 = given.values()
            z1, z2 = x * w1 + bias * b1, x * w2 + bias * b2
            a1, a2 = softplus(z1), softplus(z2)
            front = first(y - (a1 * w3 + a2 * w4 + bias * b3))
            back1, back2 = (w4, w3) if swap else (w3, w4)
            hidden1, hidden2 = front * back1 * slope(z1, a1), front * back2 * slope(z2, a2)
            return add(np.array([hidden1 * last(x), hidden1, hidden2 * last(x), hidden2, front * a1, front * a2, front])[list(order)])
        return function

    return Exercise(
        "2.8", "the seven derivatives as a function", "seven(x, y, w1, b1, w2, b2, w3, w4, b3) for any number of samples:", "function", (),
        **compared(truth, [
            Wrong("slope missing", "σ(z) is missing in the hidden derivatives: the way from a to z has the factor softplus′(z).", WEIGHT_1,
                  of(slope=lambda z, a: np.ones_like(z))),
            Wrong("slope from the output", "softplus′ is taken from the output: σ(a). Its place is the pre-activation, σ(z).", SHARED,
                  of(slope=lambda z, a: sigmoid(a))),
            Wrong("slope of the sigmoid", "a (1 − a) is the slope of a sigmoid neuron. That of softplus is σ(z).", SHARED,
                  of(slope=lambda z, a: a * (1 - a))),
            Wrong("softplus for its derivative", "The activation stands where the slope belongs: the derivative of softplus is σ(z).", SHARED,
                  of(slope=lambda z, a: a)),
            Wrong("slope of the slope", "σ(z) (1 − σ(z)) is the derivative of σ. The derivative of softplus is σ itself.", SOFTPLUS,
                  of(slope=lambda z, a: sigmoid(z) * (1 - sigmoid(z)))),
            Wrong("wrong sign", "The sign is turned: the first factor of every chain is −2 (y − ŷ).", SHARED, of(first=lambda r: 2 * r)),
            Wrong("half", "The 2 of the power rule is missing: this cost has no half in front.", SHARED, of(first=lambda r: -r)),
            Wrong("mean for sum", "There is a factor 1/D too many: this cost adds the samples up and does not average them.", SHARED,
                  of(add=lambda terms: terms.mean(axis=1))),
            Wrong("not added up", "It works for one sample only. With several, the terms of the samples are added up, and seven numbers are "
                  "left.", SHARED, of(add=lambda terms: terms)),
            Wrong("product of sums", "The residuals are added up before they are multiplied. Each sample is a path of its own: multiply "
                  "along it, then add the paths.", SHARED, of(first=lambda r: np.full_like(r, -2 * r.sum()))),
            Wrong("weights of the two neurons exchanged", "w₃ and w₄ are exchanged on the way back: neuron 1 is weighed by w₃.", WEIGHT_1,
                  of(swap=True)),
            Wrong("last factor missing", "The factor x is missing in the derivatives by w₁ and w₂: w₁ stands in z₁ with that factor.", WEIGHT_1,
                  of(last=np.ones_like)),
            Wrong("bias forgotten", "The biases are left out of the forward pass.", FORWARD, of(bias=0)),
            Wrong("another order", "The numbers are right and their order is not: w₁, b₁, w₂, b₂, w₃, w₄, b₃ was asked for.", WEIGHT_1,
                  of(order=(0, 2, 1, 3, 4, 5, 6)))], instances),
        hints=(
            "Compute z₁, z₂, a₁, a₂, ŷ and r as arrays with an entry for each sample. Every derivative is then one sum.",
            "With g = −2 r: Σ g w₃ σ(z₁) x, Σ g w₃ σ(z₁), Σ g w₄ σ(z₂) x, Σ g w₄ σ(z₂), Σ g a₁, Σ g a₂, Σ g.",
            "def seven(x, y, w1, b1, w2, b2, w3, w4, b3):\n    z1, z2 = x * w1 + b1, x * w2 + b2\n    a1, a2 = softplus(z1), softplus(z2)\n"
            "    g = -2 * (y - (a1 * w3 + a2 * w4 + b3))\n    h1, h2 = g * w3 * sigmoid(z1), g * w4 * sigmoid(z2)\n"
            "    return [sum(h1 * x), sum(h1), sum(h2 * x), sum(h2), sum(g * a1), sum(g * a2), sum(g)]"),
        shows="Five products shared by seven sums: chapter 4 makes matrices of them.")


def off_the_plateau() -> Exercise:
    """2.9: why a gradient can vanish where the cost does not."""
    return Exercise(
        "2.9", "off the plateau", "Which of the seven derivatives are not 0 now, and why?", "choice", (
            "None: the residuals are the same three numbers as before, so all the sums are still 0.",
            "Those of w₁ and w₂: only their sums have x in them, and Σ r x is not 0.",
            "That of b₃: no other factor stands in its sum, so it feels every change of the data.",
            "All seven: a gradient is 0 only where the residuals are, and they are not.",
        ),
        **chosen(1, {
            0: Wrong("x forgotten", "The residuals are the same, but two of the sums multiply each of them by its x, and one x has changed.",
                     WEIGHT_1, None),
            2: Wrong("b₃ without x", "∂C/∂b₃ = Σ −2 r has no x in it. The residuals are the same, so this sum is still 0.", BIAS_3, None),
            3: Wrong("zero only at a fit", "A sum may be 0 although its terms are not: on the plateau the samples ask for opposite changes, which "
                     "cancel.", FAILS, None)}),
        hints=(
            "Every derivative is a sum over the samples. In which of the sums does a dose stand?",
            "With w₁ = w₂ = 0 the activations and the slopes are the same for all samples. So every derivative is a constant times Σ r, or a "
            "constant times Σ r x.",
            "Σ r = −⅓ + ⅔ − ⅓ = 0 as before, so the derivatives by b₁, b₂, w₃, w₄ and b₃ are 0. But Σ r x = ⅔ · 0.2 − ⅓ · 1 = −0.2, so those by "
            "w₁ and w₂ are not, and a descent leaves the plateau. The second answer is right."),
        shows="On the plateau the samples disagree evenly, and one dose is enough to end that.")


EXERCISES = {"2.1": everything_zero, "2.2": with_the_half, "2.3": bent_output, "2.4": near_the_ramp, "2.5": silent_neurons,
             "2.6": when_to_stop, "2.7": by_pencil, "2.8": seven_at_once, "2.9": off_the_plateau}

# Other numbers for the exercises that can be asked with them.
FRESH = {
    "2.4": lambda rng: {"power": int(rng.choice([4, 5, 7, 8, 9]))},
    "2.7": lambda rng: {"task": OTHER._replace(theta=point(*(sign(rng) * rng.choice([0.5, 1, 1.5, 2]) for _ in range(7))),
                                               eta=float(rng.choice([0.05, 0.1, 0.2])))},
}

# What the statements give, in their order: numbers, and in texts the words that count or decide, symbols and shapes.
GIVEN = {
    "2.1": ("seven", 0, "three zero"),
    "2.2": (0.5, "sum seven", ETA, "b_2"),
    "2.3": ("w_1 softplus y_d", 1, "e^z_d z_d a_d1 w_3 a_d2 w_4 b_3 y_hat"),
    "2.4": ("softplus", 10.0**-6, "exceeds"),
    "2.5": (-30, "w_1", 1, "w_2", -1, "w_3 w_4", 1, "b_3", 0, 1000, ETA),
    "2.6": (ETA, 1.34, 1e-3, 2000, 7.69, 1e-5, 2200, 200, "below", 1e-06, 0.05),
    "2.7": ("w_1", 1, "b_1", -1, "w_2", -2, "b_2", 0.5, "w_3", 1.5, "w_4", 2, "b_3", -0.5, "w_1 b_1 w_3 sum three w_3", OTHER.eta),
    "2.8": ("seven w1 b1 w2 b2 w3 w4 b3 seven w_1 b_1 w_2 b_2 w_3 w_4 b_3 two (D,) softplus sigmoid",),
    "2.9": (1 / 3, "w_1 w_2", 0, "seven", 0, X[1], 0.2, 1, 0),
}
