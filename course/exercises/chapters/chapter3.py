"""The exercises of chapter 3, the 3-2-1 sigmoid network: each is a function that computes its truth and its slips."""

import numpy as np

from course.exercises import hunts
from course.exercises.builders import Wrong, asked, asked_of, chosen, compared
from course.exercises.formulas import parsed
from course.exercises.given import sign, tenths
from course.exercises.judging import significant as n
from course.exercises.model import Exercise, Passage
from course.exercises.one_step import Problem, by_hand, right
from nnlib import data
from nnlib.activations import sigmoid
from nnlib.losses import half_sse, sse
from nnlib.network import Network, Params

FORWARD = Passage("Forward", "sec-321-forward")
COST = Passage("Error and cost", "sec-321-cost")
OUTPUT = Passage("The output delta", "sec-321-output-delta")
HIDDEN = Passage("The hidden deltas", "sec-321-hidden-deltas")
GRADIENT = Passage("From three deltas to eleven derivatives", "sec-321-gradient")
MATRIX = Passage("The same in matrix form", "sec-321-matrix")
UPDATES = Passage("All eleven updates", "sec-321-updates")
LEARNING = Passage("Until it has learned", "sec-321-learning")
PASSAGES = {"affine": FORWARD, "cost": COST, "output": COST, "slope": OUTPUT, "carry": HIDDEN, "dW": GRADIENT, "db": GRADIENT,
            "update": UPDATES}

X, Y = data.han_kamber()[:2]
NET = Network((3, 2, 1), sigmoid, sigmoid)
THETA = NET.params(W={1: [[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]], 2: [[-0.3], [-0.2]]}, b={1: [-0.4, 0.2], 2: [0.1]})
ETA = 0.9
BOOK = Problem(NET, THETA, X, Y, half_sse, ETA)


def other_sign(w56: float = 0.2) -> Exercise:
    """3.1: a whole pass by hand, with one weight changed."""
    theta = THETA.copy()
    theta.W[2][1, 0] = w56
    other = BOOK._replace(theta=theta)

    def pick(r):
        return r.A[2][0, 0], 1 - r.A[2][0, 0], *r.delta[1][0]

    def forward_only(keep):
        return pick(by_hand(other, keep, carry=lambda delta, W, W_new, l: delta[l + 1] @ THETA.W[l + 1].T))

    def backward_only(keep):
        return pick(by_hand(BOOK, keep, carry=lambda delta, W, W_new, l: delta[l + 1] @ theta.W[l + 1].T))

    def exchanged(keep):
        return pick(by_hand(other, keep, carry=lambda delta, W, W_new, l: delta[l + 1] @ W[l + 1][::-1].T))

    r = right(other)
    return Exercise(
        "3.1", "the other sign", f"With w₅₆ = {n(w56)}, in three significant digits:", "array", ("ŷ", "y − ŷ", "δ₄", "δ₅"),
        **asked_of(other, pick, [
            Wrong("old weight on the way back", f"On the way back w₅₆ is still {n(THETA.W[2][1, 0])}: the pass backward uses the weights of the "
                  "pass forward.", HIDDEN, forward_only),
            Wrong("old weight on the way forward", f"On the way forward w₅₆ is still {n(THETA.W[2][1, 0])}; z₆ has to be computed again.",
                  FORWARD, backward_only),
            Wrong("the two weights exchanged", "The weights on the way back are exchanged: δ₄ needs w₄₆, and δ₅ needs w₅₆.",
                  HIDDEN, exchanged)], passages=PASSAGES),
        hints=(
            "Nothing before z₆ changes, so a₄ and a₅ are those of the chapter. Which sign does δ₆ have, and which signs do the "
            "two outgoing weights have now?",
            "z₆ = a₄ w₄₆ + a₅ w₅₆ + b₆ and ŷ = σ(z₆). Then δ₆ = −(y − ŷ) ŷ (1 − ŷ), δ₄ = δ₆ w₄₆ a₄ (1 − a₄) and "
            "δ₅ = δ₆ w₅₆ a₅ (1 − a₅).",
            f"z₆ = {n(r.A[1][0, 0])} · ({n(theta.W[2][0, 0])}) + {n(r.A[1][0, 1])} · ({n(w56)}) + {n(theta.b[2][0])} = {n(r.Z[2].item())}, so ŷ = {n(r.A[2].item())} and "
            f"y − ŷ = {n(1 - r.A[2].item())}. δ₆ = {n(r.delta[2].item())}. δ₄ = δ₆ · ({n(theta.W[2][0, 0])}) · a₄ (1 − a₄) = "
            f"{n(r.delta[1][0, 0])} and δ₅ = δ₆ · ({n(w56)}) · a₅ (1 − a₅) = {n(r.delta[1][0, 1])}."),
        rules={1: "1 - x0"} | {k: f"t{k} * x1 * x0 * (1 - x0) / (t1 * t0 * (1 - t0))" for k in (2, 3)},
        statement=f"Suppose that w₅₆ were {n(w56)}, and everything else as in the chapter. What are ŷ, the error y − ŷ, and the two hidden deltas?",
        shows="Prediction and error have exchanged their numbers, nearly, and δ₅ has the sign of δ₆ now." if w56 == 0.2
        else "A hidden delta has the sign of δ₆ where its outgoing weight is positive, and the other where it is not.")


def equal_deltas(w56: float = THETA.W[2][1, 0].item()) -> Exercise:
    """3.2: what the sizes of two hidden deltas depend on."""

    def solved(slope):
        """w₄₆ from w₄₆ s₄ = w₅₆ s₅, with the slopes that `slope` makes of z and a."""
        def compute(keep):
            z = NET.forward(THETA, X)[0][1][0]
            s4, s5 = keep(slope(z, keep(sigmoid(z))))
            return w56 * s5 / s4
        return compute

    r = right(BOOK)
    a4, a5 = r.A[1][0]
    right_slope = solved(lambda z, a: a * (1 - a))
    return Exercise(
        "3.2", "two hidden deltas of the same size", "w₄₆ for which δ₄ = δ₅, in three significant digits:", "number", ("w₄₆",),
        **asked(right_slope, [
            Wrong("slopes missing", "With σ′ left out the two weights would have to be equal. The factors a (1 − a) of the two "
                  "neurons differ.", HIDDEN, solved(lambda z, a: np.ones(2))),
            Wrong("quotient upside down", "The quotient of the slopes is upside down: w₄₆ is multiplied by the slope of neuron 4, so "
                  "that slope goes below the line.", HIDDEN, solved(lambda z, a: 1 / (a * (1 - a)))),
            Wrong("a instead of σ′", "The factors are σ′(z) = a (1 − a), and a alone was taken.", OUTPUT, solved(lambda z, a: a)),
            Wrong("slope at a", "σ′ was taken at the activation a. Its place is the pre-activation z.", OUTPUT,
                  solved(lambda z, a: sigmoid.prime(a))),
            Wrong("z put into a (1 − a)", "z was put into a (1 − a). That formula wants the activation a.", OUTPUT,
                  solved(lambda z, a: z * (1 - z))),
            Wrong("wrong sign", "The sign is wrong. δ₄ and δ₅ share the factor δ₆, and slopes are positive, so the two weights "
                  "have the same sign.", HIDDEN, lambda keep: -right_slope(keep))]),
        hints=(
            "Write both deltas down as products and set them equal. One factor stands on both sides.",
            "δ₆ w₄₆ a₄ (1 − a₄) = δ₆ w₅₆ a₅ (1 − a₅), and δ₆ cancels.",
            f"w₄₆ = w₅₆ a₅ (1 − a₅) / (a₄ (1 − a₄)) = {n(w56)} · {n(a5 * (1 - a5))} / {n(a4 * (1 - a4))} = "
            f"{n(w56 * a5 * (1 - a5) / (a4 * (1 - a4)))}."),
        statement=f"In the network of the chapter let w₅₆ be {n(w56)}. For which w₄₆, with a₄ and a₅ as they are, would δ₄ and δ₅ be equal?",
        shows=f"It is not the {n(THETA.W[2][0, 0])} of the example, so the two printed deltas could not be equal." if w56 == THETA.W[2][1, 0] else
        "The neuron with the smaller slope needs the larger weight.")


def largest_delta() -> Exercise:
    """3.3: a bound on the delta of a hidden neuron with one arrow, for which one need not know the rest of the network."""
    largest_weight, printed = 0.3, 0.095
    def delta(a, slope=sigmoid.prime):
        z = np.log(a / (1 - a))
        return -half_sse.grad(np.array([[a]]), np.ones((1, 1))).item() * slope(z)

    def answers(a, size=delta, quarter=0.25, weight=largest_weight):
        def compute(keep):
            at = keep(a)
            largest = keep(size(at))
            return at, largest, quarter * weight * largest
        return compute

    return Exercise(
        "3.3", "the largest output delta", "Place, size and bound, in three significant digits:", "array", ("a", "δ̃₆", "bound"),
        **asked(answers(1 / 3), [
            Wrong("largest slope instead", "½ is where a (1 − a) is largest. The residual 1 − a is a factor too, and it pulls the "
                  "maximum to smaller a.", OUTPUT, answers(1 / 2)),
            Wrong("residual missing", "The factor 1 − a of the residual is missing in the size: a (1 − a) is the slope, and the "
                  "delta is residual times slope.", OUTPUT, answers(1 / 3, lambda a: a * (1 - a))),
            Wrong("slope at a", "σ′ was taken at the activation a. Its place is the pre-activation z.", OUTPUT,
                  answers(1 / 3, lambda a: (1 - a) * sigmoid.prime(a))),
            Wrong("quarter missing", "The bound lacks the quarter: a (1 − a) of the hidden neuron is at most ¼.", HIDDEN,
                  answers(1 / 3, quarter=1)),
            Wrong("weight missing", "The bound lacks the weight: a hidden delta is δ₆ times the outgoing weight times the slope.",
                  HIDDEN, answers(1 / 3, weight=1))]),
        hints=(
            "A smooth function is largest where its derivative is zero. Differentiate a (1 − a)² by a and factor the result.",
            f"The derivative is (1 − a)² − 2a (1 − a) = (1 − a)(1 − 3a). The bound is ¼ · {largest_weight} times the largest δ̃₆.",
            f"(1 − a)(1 − 3a) = 0 inside of (0, 1) at a = 1/3, and δ̃₆ = 1/3 · (2/3)² = {n(delta(1 / 3))}. The hidden delta is at most "
            f"¼ · {largest_weight} · {n(delta(1 / 3))} = {n(0.25 * largest_weight * delta(1 / 3))}."),
        rules={1: "x0 * (1 - x0)^2", 2: "0.25 * 0.3 * x1"},
        shows=f"{printed} is more than eight times as large: with a single arrow it takes a weight of size "
              f"{printed / (0.25 * delta(1 / 3)):.3f} at least. Where several arrows go out, the paths add up, and so may the bound.")


def without_the_half(eta: float = ETA) -> Exercise:
    """3.4: what the factor in front of the square does to one step."""
    squared, usual = BOOK._replace(loss=sse, eta=eta), right(BOOK)

    def pick(r):
        return r.new.b[2][0], eta * usual.grad.b[2][0] / r.grad.b[2][0]

    def doubled(keep):
        b6, rate = pick(by_hand(squared, keep))
        return b6, eta * eta / rate

    r = right(squared)
    return Exercise(
        "3.4", "the square without the half", f"The new b₆ at η = {n(eta)}, and the rate that gives {'the table' if eta == ETA else 'the new parameters of the half'}, "
        "in three significant digits:", "array", ("new b₆", "rate"),
        **asked_of(squared, pick, [
            Wrong("rate left", "The rate was left as it is. The gradient is twice as large, so that the step would be too.", UPDATES,
                  lambda keep: (pick(by_hand(squared, keep))[0], eta)),
            Wrong("rate doubled", "The rate was doubled where it has to be halved: the gradient is twice as large, and the "
                  "product of both has to stay.", UPDATES, doubled),
            Wrong("step alone", "This is the step, −η ∂C/∂b₆. The new b₆ is the old one plus the step.", UPDATES,
                  lambda keep: (float(keep(-eta * by_hand(squared, keep).grad.b[2][0])), pick(by_hand(squared, keep))[1]))], passages=PASSAGES,
            without=["slope missing", "slope at a"], reasoned=(1,)),  # of b₆ and a rate, only the output's slope is a factor
        hints=(
            "Only one factor of every derivative changes. Which one, and by how much?",
            "∂C/∂ŷ = −2 (y − ŷ), so every derivative is twice that of the chapter: b₆ ← b₆ − η · 2 δ₆ with the chapter's δ₆.",
            f"∂C/∂b₆ = {n(r.grad.b[2][0])}, twice {n(usual.grad.b[2][0])}. With η = {n(eta)} the new b₆ is {n(THETA.b[2][0])} + {n(eta)} · "
            f"{n(-r.grad.b[2][0])} = {n(r.new.b[2][0])}. With η = {n(pick(r)[1])} the products η ∂C/∂θ, and so all new parameters, are those "
            "of the cost with the half."),
        statement=f"Repeat the first update of the chapter under C = (y − ŷ)² with η = {n(eta)}. What is the new b₆? And with which learning rate would this "
        f"cost give the parameters that the cost with the half gives with η = {n(eta)}?",
        shows="A factor of the cost can always be hidden in the learning rate.")


def does_it_matter() -> Exercise:
    """3.5: what a wrong slope does to learning, predicted before it is run."""
    return Exercise(
        "3.5", "does the slip matter?", "What happens, and why?", "choice", (
            "The prediction stays where it is, since a wrong slope points anywhere.",
            "It learns, and more slowly: σ′(a) is smaller than σ′(z) in every neuron and at every step.",
            "It learns, and faster: σ′(a) is never small.",
            "It learns exactly as fast, since all slopes are wrong by one and the same factor and only the length of a step changes."),
        **chosen(2, {
            0: Wrong("anywhere", "σ′(a) is positive, as σ′(z) is: every factor keeps its sign, and so does every derivative of this network.", HIDDEN, None),
            1: Wrong("smaller everywhere", "In neuron 4 it is larger from the start. And as ŷ grows σ′(z₆) dies, while σ′ of an activation cannot fall below σ′(1).", OUTPUT, None),
            3: Wrong("one factor", "The factors differ from neuron to neuron and from step to step, so the direction changes as well.", HIDDEN, None)}),
        hints=(
            "Between which two numbers does an activation lie, and how small can σ′ be there?",
            "Compare σ′(a) for a from 0 to 1 with σ′(z) for a z that goes on growing.",
            f"σ′(a) lies between σ′(1) = {n(float(sigmoid.prime(1.0)))} and ¼, so every delta keeps its sign, and no slope dies as σ′(z₆) does "
            "when ŷ nears the target. So the third answer is right, and a falling cost is no proof of a gradient."),
        shows="The wrong gradient learns faster here, so a falling cost proves little; check_gradient finds the slip at once.")


def second_sample() -> Exercise:
    """3.6: which samples have a part in which derivatives."""
    both = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]), np.array([[1.0], [0.0]])
    parts = [NET.grad(THETA, x[np.newaxis], y[np.newaxis], half_sse).vector != 0 for x, y in zip(*both)]

    def counts(of=lambda one, two: (one & ~two, two & ~one, one & two)):
        return lambda keep: tuple(float(part.sum()) for part in of(*parts))

    first, second, shared = (int(k) for k in counts()(None))
    total = THETA.vector.size
    return Exercise(
        "3.6", "a second sample", "Of the eleven derivatives, how many have a part from the first sample only, from the second only, and from both:", "array",
        ("first only", "second only", "both"),
        **asked(counts(), [
            Wrong("biases without a sample", "The biases feel both samples: equation (4) adds up the deltas of all samples, whatever the inputs are.", GRADIENT,
                  lambda keep: (float(first), float(second), float(shared - 3))),
            Wrong("everything from both", "A weight of the first layer has its input as a factor, and where that is 0 the sample has no part in its derivative.",
                  GRADIENT, lambda keep: (0.0, 0.0, float(total))),
            Wrong("inputs for weights", "These are inputs. From each of them two arrows go out, with a weight each.", GRADIENT,
                  lambda keep: (first / 2, second / 2, float(total - first / 2 - second / 2))),
            Wrong("the two samples exchanged", "The two samples are exchanged: the first has the inputs 1, 0, 1.", GRADIENT,
                  lambda keep: (float(second), float(first), float(shared))),
            Wrong("first not alone", "What both feel was counted for each of them as well. Each derivative belongs to one of the three.", GRADIENT,
                  lambda keep: (float(first + shared), float(second + shared), float(shared))),
            Wrong("output weights by one", "The output weights feel both samples: their last factor is a₄ or a₅, which is never 0.", GRADIENT,
                  lambda keep: (float(first + 2), float(second), float(shared - 2)))]),
        hints=(
            "The last factor of a derivative is what its arrow carries. For which arrows is that 0, in the first sample and in the second?",
            "∂C/∂wᵢⱼ = Σ_d x_dᵢ δ_dⱼ in the first layer. Hidden activations are never 0, and a bias has the factor 1.",
            f"The inputs 1 and 3 are 1 in the first sample alone, and {first} arrows leave them. Input 2 is 1 in the second alone, with {second} arrows. The "
            f"other {shared}, the output weights and the biases, feel both samples. So w₂₄ and w₂₅, which had stood still, move from the first step on."),
        shows="Weights that had stood still learn as soon as their input is not zero.")


def one_formula() -> Exercise:
    """3.7: a derivative of the first layer without deltas, from any starting numbers."""
    rng = np.random.default_rng(37)
    points = []
    for _ in range(6):
        theta = Params(rng.normal(size=THETA.vector.size), NET.sizes)
        x, y = rng.normal(size=(1, 3)), rng.uniform(size=(1, 1))
        r = right(Problem(NET, theta, x, y, half_sse))
        weights = {f"w{i}{j}": theta.W[1][i - 1, j - 4] for i in (1, 2, 3) for j in (4, 5)}
        values = {f"x{i}": x[0, i - 1] for i in (1, 2, 3)} | weights | {"w46": theta.W[2][0, 0], "w56": theta.W[2][1, 0]}
        values |= {"b4": theta.b[1][0], "b5": theta.b[1][1], "b6": theta.b[2].item(), "z4": r.Z[1][0, 0], "z5": r.Z[1][0, 1], "z6": r.Z[2][0, 0], "a4": r.A[1][0, 0], "a5": r.A[1][0, 1]}
        values |= {"y_hat": r.A[2].item(), "a6": r.A[2].item(), "y": y.item()}
        values |= {"delta4": r.delta[1][0, 0], "delta5": r.delta[1][0, 1], "delta6": r.delta[2].item()}
        points.append({name: float(v) for name, v in values.items()})

    def truth(values):
        """∂C/∂w₁₅ by nnlib, at the point that the values belong to."""
        theta = NET.zeros()
        theta.W[1][...] = [[values[f"w{i}{j}"] for j in (4, 5)] for i in (1, 2, 3)]
        theta.W[2][...] = [[values["w46"]], [values["w56"]]]
        x = np.array([[values[f"x{i}"] for i in (1, 2, 3)]])
        theta.b[1][...] = [values["z4"], values["z5"]] - (x @ theta.W[1])[0]
        theta.b[2][...] = values["z6"] - values["a4"] * values["w46"] - values["a5"] * values["w56"]
        return NET.grad(theta, x, np.array([[values["y"]]]), half_sse).W[1][0, 1]

    names = list(points[0])
    answer = "-(y - y_hat) * y_hat * (1 - y_hat) * w56 * a5 * (1 - a5) * x1"

    def instead(old, new):
        assert old in answer
        return parsed(answer.replace(old, new), names)

    wrong = [
        Wrong("slope missing at the output", "The factor ŷ (1 − ŷ) from ŷ back to z₆ is missing.", OUTPUT,
              instead("y_hat * (1 - y_hat) * ", "")),
        Wrong("slope missing in the hidden layer", "The factor a₅ (1 − a₅) from a₅ back to z₅ is missing.", HIDDEN,
              instead("a5 * (1 - a5) * ", "")),
        Wrong("wrong sign", "The sign is wrong: ∂C/∂ŷ is −(y − ŷ).", COST, instead("-(y", "(y")),
        Wrong("twice", "There is a 2 too many: the ½ of the cost cancels the 2 of the power rule.", COST, instead("-(y", "-2 * (y")),
        Wrong("other neuron's weight", "The way from z₆ to neuron 5 goes along w₅₆, not along w₄₆.", HIDDEN, instead("w56", "w46")),
        Wrong("weights of the layer below", "The factor between z₆ and a₅ is the weight of the arrow between neurons 5 and 6, w₅₆, "
              "and not the weight by which one differentiates.", HIDDEN, instead("w56", "w15")),
        Wrong("activation at the head", "The last factor is what the arrow carries: the activation at its tail, x₁, and not a₅ at "
              "its head.", GRADIENT, instead("x1", "a5")),
        Wrong("last factor missing", "The last factor is missing: this is ∂C/∂z₅, and z₅ changes with w₁₅ by x₁.", GRADIENT,
              instead(" * x1", "")),
        Wrong("slope at a", "σ′ was taken at the activations. a (1 − a) is σ′(z) already, without another σ.", OUTPUT,
              parsed("-(y - y_hat) * sigmoid(y_hat) * (1 - sigmoid(y_hat)) * w56 * sigmoid(a5) * (1 - sigmoid(a5)) * x1", names)),
        Wrong("z put into a (1 − a)", "z was put into a (1 − a). That formula wants the activations.", OUTPUT,
              parsed("-(y - y_hat) * z6 * (1 - z6) * w56 * z5 * (1 - z5) * x1", names)),
        Wrong("the other path", "This is the derivative by w₁₄, whose path goes through neuron 4. The arrow of w₁₅ ends at neuron 5.", HIDDEN,
              parsed(answer.replace("w56", "w46").replace("a5", "a4"), names))]
    return Exercise(
        "3.7", "one derivative, written out", "∂C/∂w₁₅ without deltas, as a text.", "formula", (),
        **compared(truth, wrong, points), shorthand=("delta4", "delta5", "delta6"),
        hints=(
            "Walk from C to w₁₅: there is one path. Each neuron on it gives a slope, each arrow a weight, and the last arrow gives "
            "what it carries.",
            "∂C/∂w₁₅ = ∂C/∂ŷ · ∂ŷ/∂z₆ · ∂z₆/∂a₅ · ∂a₅/∂z₅ · ∂z₅/∂w₁₅.",
            f"The five factors are −(y − ŷ), ŷ (1 − ŷ), w₅₆, a₅ (1 − a₅) and x₁, so the text is \"{answer}\"."),
        shows="The first three factors and the fourth make δ₅, and the last is the activation at the tail.")


def hidden_delta() -> Exercise:
    """3.8: equation (2) for any number of samples and neurons, as a function."""
    rng = np.random.default_rng(38)
    shapes = [(4, 3, 2), (1, 2, 1), (3, 3, 3), (5, 1, 4)]  # samples, neurons of this layer, of the next
    instances = [{"delta_next": rng.normal(size=(D, m)), "W_next": rng.normal(size=(k, m)), "Z": rng.normal(size=(D, k))}
                 for D, k, m in shapes]

    def of(step, slope=sigmoid.prime):
        """A version of the function: the way back done by `step`, times a slope."""
        return lambda given: step(given["delta_next"], given["W_next"]) * slope(given["Z"])

    def back(delta, W):
        return delta @ W.T

    return Exercise(
        "3.8", "the hidden deltas as a function", "The function hidden_delta(delta_next, W_next, Z).",
        "function", (),
        **compared(of(back), [
            Wrong("slope missing", "σ′(Z) is missing: what comes back along the arrows is ∂C/∂A, and a delta is ∂C/∂Z.", HIDDEN,
                  of(back, np.ones_like)),
            Wrong("slope at a", "σ′ is taken at σ(Z). `sigmoid.prime` wants Z.", OUTPUT,
                  of(back, lambda Z: sigmoid.prime(sigmoid(Z)))),
            Wrong("z put into a (1 − a)", "Z stands in a (1 − a) where the activation belongs: write σ(Z) (1 − σ(Z)).", OUTPUT,
                  of(back, lambda Z: Z * (1 - Z))),
            Wrong("wrong sign", "The sign is turned: nothing in equation (2) has a minus.", HIDDEN,
                  lambda given: -of(back)(given)),
            Wrong("no transpose on the way back", "W_next is not transposed. That runs for square matrices only; the way back goes "
                  "from columns to rows.", MATRIX, of(lambda delta, W: delta @ W)),
            Wrong("⊙ for @", "The product with W_next is taken entry by entry. A neuron with several arrows adds up what comes back "
                  "along them, which is @.", MATRIX, of(lambda delta, W: delta * W.T)),
            Wrong("@ for ⊙", "σ′(Z) is multiplied with @. Each neuron has its own slope, so this product is ⊙, in code *.", MATRIX,
                  lambda given: back(given["delta_next"], given["W_next"]) @ sigmoid.prime(given["Z"])),
            Wrong("summed over samples", "The result has one row for all samples: they are added up, or only one is computed. Each sample has "
                  "its own delta; the sum comes later, in the gradient.", MATRIX, lambda given: of(back)(given).sum(axis=0, keepdims=True)),
            Wrong("transposed", "The result is transposed: a delta has a row for each sample, as Z has.", MATRIX,
                  lambda given: of(back)(given).T)], instances),
        hints=(
            "Begin with the shapes: delta_next is (D, m), W_next is (n, m), and the result has the shape of Z, (D, n). Only one "
            "matrix product fits.",
            "Two factors: what comes back along the arrows, a sum over the m neurons of the next layer, and the slope of each neuron at its own z.",
            "def hidden_delta(delta_next, W_next, Z):\n    return (delta_next @ W_next.T) * sigmoid.prime(Z)"),
        shows="These are four shapes of one line, and every layer of every network of this book is one of them.")


def two_signs() -> Exercise:
    """3.9: why two books with opposite deltas agree on the new weights."""
    return Exercise(
        "3.9", "why both signs work", "The right explanation:", "choice", (
            "The cost is a square, and squaring loses the sign of the delta.",
            "The delta and the update both have the other sign there, and that cancels.",
            "The target is 1, so the residual is positive; with the target 0 the two would disagree.",
            "The sign of a delta only says which neuron it belongs to; for the update its size counts."),
        **chosen(1, {
            0: Wrong("squared away", "The square is differentiated before any delta appears, and −(y − ŷ) keeps its sign: with the "
                     "target 0 it would be positive.", COST, None),
            2: Wrong("this sample only", "δ̃ = −δ holds for every target. With the target 0 both deltas change their sign together.",
                     OUTPUT, None),
            3: Wrong("size only", "Subtracting the post's deltas moves the prediction away from the target, so the sign does "
                     "count.", UPDATES, None)}),
        hints=(
            "Write down both updates of b₆, the post's and ours, and put δ̃₆ = −δ₆ into the first.",
            "Ours is b₆ − η δ₆, the post's is b₆ + η δ̃₆.",
            "b₆ + η δ̃₆ = b₆ + η (−δ₆) = b₆ − η δ₆, and the same for a weight, whose activation is a factor of both. So the second "
            "answer is right. One must take both signs from one book."),
        shows="Take both signs from one book; mixed, they climb.")


SECOND = BOOK._replace(X=np.array([[0.0, 1.0, 1.0]]), Y=np.array([[0.0]]), eta=0.4)


def eleven_updates() -> Exercise:
    """3.10: a whole round for another sample, to the last of the eleven parameters."""
    def pick(r):
        return *r.new.W[1].ravel(), *r.new.W[2].ravel(), *r.new.b[1], *r.new.b[2]

    r = right(SECOND)
    d4, d5 = r.delta[1][0]
    return Exercise(
        "3.10", "eleven new numbers", "All new parameters, in three significant digits:", "array",
        ("w₁₄", "w₁₅", "w₂₄", "w₂₅", "w₃₄", "w₃₅", "w₄₆", "w₅₆", "b₄", "b₅", "b₆"),
        **asked_of(SECOND, pick, [
            Wrong("target 1", "The target was taken to be 1. For this sample it is 0.", COST, lambda keep: pick(by_hand(SECOND._replace(Y=Y), keep))),
            Wrong("the old sample", "These are updates for the sample of the chapter. This one has other inputs.", GRADIENT,
                  lambda keep: pick(by_hand(SECOND._replace(X=X), keep))),
            Wrong("biases left", "The biases were left as they are. Each moves by its own delta.", UPDATES,
                  lambda keep: (*pick(by_hand(SECOND, keep))[:8], *THETA.b[1], *THETA.b[2])),
            Wrong("nothing moved", "These are the old parameters. A round ends with the update of each of them.", UPDATES,
                  lambda keep: (*THETA.W[1].ravel(), *THETA.W[2].ravel(), *THETA.b[1], *THETA.b[2])),
            Wrong("rate forgotten", "The rate is missing: each derivative is multiplied by η before it is subtracted.", UPDATES,
                  lambda keep: pick(by_hand(SECOND._replace(eta=1.0), keep)))], passages=PASSAGES,
            without=["slope at a, at the output only", "uphill"]),  # nothing here tells them from σ′(a) everywhere, and from a turned sign
        hints=(
            "Which input is 0 here, and which weights does that leave where they are?",
            "Forward, then δ₆ = −(y − ŷ) ŷ (1 − ŷ), δ₄ and δ₅; each weight moves by −η times what it carries times the delta at its head, each "
            "bias by −η times its delta.",
            f"a₄ = {n(r.A[1][0, 0])}, a₅ = {n(r.A[1][0, 1])} and ŷ = {n(r.A[2].item())}, so δ₆ = {n(r.delta[2].item())}, δ₄ = {n(d4)} and "
            f"δ₅ = {n(d5)}. The first input is 0, so w₁₄ and w₁₅ stay. The others are, in the order of the boxes, "
            f"{', '.join(n(v) for v in pick(r)[2:])}."),
        shows="A weight whose input is 0 has no part in the error, and none in the correction.")


def one_row_too_few() -> Exercise:
    """3.11: a bug hunt."""
    hunt = hunts.COLUMN
    least = next(D for D in range(1, 9) if hunts.wrong_network(hunt, (3, 2, 1), D))
    line = hunt.line()

    def at(k, samples=least):
        return lambda keep: (float(k), float(samples))

    return Exercise(
        "3.11", "bug hunt: it passed on the sample of the book", "The number of the wrong line, and the least number of samples that shows it:", "array",
        ("line", "samples"),
        **asked(at(line), [
            Wrong("forward pass", "The pre-activations of layer 1 are right: a row for each sample, a column for each neuron.", MATRIX, at(2)),
            Wrong("output", "The output layer is computed as the hidden one is, from its activations.", MATRIX, at(3)),
            Wrong("output delta", "The output delta is right: the residual with its sign, times a (1 − a).", OUTPUT, at(4)),
            Wrong("hidden delta", "The way back is right: through the transposed weights, then times a (1 − a) of the hidden neurons.", HIDDEN, at(5)),
            Wrong("weights", "The derivatives by the weights are right: what enters, transposed, times the deltas. The product adds up the samples.",
                  GRADIENT, at(6)),
            Wrong("one sample", "With a single sample the first row is the whole sum, and nothing shows.", MATRIX, at(line, 1)),
            Wrong("three samples", "Fewer samples are enough: as soon as there is a second row, the first alone is not the sum.", MATRIX,
                  at(line, least + 1))]),
        hints=(
            "For each line ask what it does with a second row.",
            "∂C/∂b of a layer is the sum of its deltas over the samples, for every layer alike.",
            f"Line {line} takes the first row of the output deltas where their sum belongs, so ∂C/∂b₆ is that of the first sample alone. With one "
            f"sample both are the same; from {least} on they differ."),
        shows="A check on a single sample cannot see what is wrong with sums over samples.")


EXERCISES = {"3.1": other_sign, "3.2": equal_deltas, "3.3": largest_delta, "3.4": without_the_half, "3.5": does_it_matter,
             "3.6": second_sample, "3.7": one_formula, "3.8": hidden_delta, "3.9": two_signs,
             "3.10": eleven_updates, "3.11": one_row_too_few}

# Other numbers for the exercises that can be asked with them.
FRESH = {
    "3.1": lambda rng: {"w56": tenths(rng, 0.3, 0.9) * sign(rng)},
    "3.2": lambda rng: {"w56": tenths(rng, 0.1, 0.9) * sign(rng)},
    "3.4": lambda rng: {"eta": tenths(rng, 0.2, 1.5)},
}

# What the statements give, in their order: numbers, and in texts the words that count or decide, symbols and shapes.
GIVEN = {
    "3.1": ("w_56", 0.2, "delta_5 two"),
    "3.2": ("w_46 a_4 a_5 w_56 delta_4 delta_5 equal delta_6",),
    "3.3": (1, "delta_6", 1, 2, 0, 1, "largest sigmoid most", 0.3, "largest", 0.095),
    "3.4": (2, ETA, "b_6"),
    "3.5": (171, "more"),
    "3.6": (0, 1, 0, 0, "eleven sum two second", 3000, "w_24 w_25"),
    "3.7": ("w_15 y_hat w56 w_56",),
    "3.8": ("(delta_next, W_next, Z) (D, m) (n, m) (D, n) sigmoids (D, n)",),
    "3.9": (),
    "3.10": (SECOND.X, SECOND.Y, SECOND.eta, "eleven"),
    "3.11": ("two sigmoid half_sse last", 1, "least"),
}
