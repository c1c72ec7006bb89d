"""The exercises of chapter 6, learning from data: softmax, batches, momentum, patience, and what a share is worth."""

import functools
import math

import numpy as np

from course.exercises.builders import Wrong, asked, chosen, compared
from course.exercises.given import listed, sign, tenths
from course.exercises.judging import significant as n
from course.exercises.model import Exercise, Passage
from nnlib import data, metrics, minibatch, splits
from nnlib.activations import identity, sigmoid
from nnlib.losses import cross_entropy, mse, softmax
from nnlib.network import Network
from nnlib.training import Step, descend

SPLIT = Passage("Three parts and one scale", "sec-dig-split")
SOFTMAX = Passage("Softmax and cross-entropy", "sec-dig-softmax")
JACOBIAN = Passage("The Jacobian of softmax", "sec-dig-jacobian")
DELTA = Passage("The delta, step by step", "sec-dig-delta")
BATCHES = Passage("In batches", "sec-dig-batches")
WHY = Passage("Why this changes everything", "sec-dig-why")
MOMENTUM = Passage("Minibatches and momentum", "sec-dig-momentum")
EARLY = Passage("When to stop", "sec-dig-early")
TEST = Passage("The test, once", "sec-dig-test")
OTHERS = Passage("Beside other methods", "sec-dig-others")
NET = Network((64, 30, 10), sigmoid, identity)


@functools.cache
def parts():
    """The split of the chapter: rows, raw ink, standardised ink, targets and digits of each part."""
    digits = data.digits()
    rows = splits.shuffled(len(digits.X), (1077, 360, 360), np.random.default_rng(6))
    ink = [digits.X[part] for part in rows]
    return ink, [data.standardised(X, by=ink[0]) for X in ink], [digits.Y[part] for part in rows]


def start():
    """The network of the chapter before it has learned."""
    return NET.init(np.random.default_rng(0))


def nothing_is_created() -> Exercise:
    """6.1: what deltas that sum to 0 mean for the output biases."""
    return Exercise(
        "6.1", "nothing is created", "What follows for the ten output biases:", "choice", (
            "Each of them keeps the value that it has at the start.",
            "Their sum falls, since nine deltas of ten are positive.",
            "Their sum keeps the value that it has at the start, with momentum too.",
            "Their sum keeps its value only where a batch holds each digit equally often."),
        **chosen(2, {
            0: Wrong("each of them", "It is the ten derivatives together that are 0. Each of them is a sum of deltas "
                     "of one output, and has no reason to vanish.", DELTA, None),
            1: Wrong("nine of ten", "The nine are small and the tenth is not: in each sample ŷ sums to 1 and y does, "
                     "so the deltas sum to 0.", DELTA, None),
            3: Wrong("balanced batches", "The deltas sum to 0 in each sample by itself, so it does not matter which "
                     "samples meet in a batch.", DELTA, None)}),
        hints=(
            "Sum the delta of one sample over the outputs. What does ŷ sum to, and what y?",
            "Σ_k (ŷ_k − y_k) = 1 − 1, and by equation (4) the derivative by b_k is the sum of the deltas of output k.",
            "The ten derivatives sum to 0 at every step, and so does every move v, which is made of them. The biases "
            "start at 0, so their sum stays there, up to rounding. So the third answer is right."),
        shows="Only differences of logits matter, and the descent leaves alone what does not matter.")


def sum_for_mean(D: int = 32, eta: float = 0.3) -> Exercise:
    """6.2: the rate of a cost that adds up its batch."""
    batch, last = D, len(parts()[0][0]) % D

    def rate(D=batch, last=last, eta=eta):
        return lambda keep: (eta / D, last / D)

    her_eta, share = rate()(None)
    return Exercise(
        "6.2", "a sum instead of a mean", "Her η, and her step on the last batch as a multiple of ours:", "array",
        ("η", "step"),
        **asked(rate(), [
            Wrong("multiplied", "The quotient is upside down. Her gradient is the larger one, so her rate has to be "
                  "the smaller.", BATCHES, lambda keep: (eta * batch, batch / last)),
            Wrong("last batch like the others", f"On the last batch her gradient is {last} times ours, and her rate was "
                  f"made for {batch}.", MOMENTUM, lambda keep: (eta / batch, 1.0)),
            Wrong("step upside down", "The second quotient is upside down: her sum has fewer samples there, so her "
                  "step is shorter.", MOMENTUM, lambda keep: (eta / batch, batch / last)),
            Wrong("share of the epoch", f"The last batch was compared with the epoch. Her rate is ours over {batch}, "
                  "whatever the number of samples.", MOMENTUM, lambda keep: (eta / batch, last / 1077)),
            Wrong("outputs for samples", "The cross-entropy is not a mean over the ten outputs. The factor is that of "
                  "the samples.", BATCHES, rate(10)),
            Wrong("all samples", "A step sees one batch, not all samples of the training part.", MOMENTUM, rate(1077)),
            Wrong("no change", f"The rate was left as it is. Then her steps are {batch} times as long as ours.", BATCHES,
                  lambda keep: (eta, float(last)))]),
        hints=(
            "Both gradients point in one direction. How many times as long is hers?",
            "η times the gradient is to be the same: her η is ours over D. On the last batch D is smaller, and her η still "
            "the one for a full batch.",
            f"{n(eta)}/{batch} = {n(her_eta)}. On the last batch her gradient is {last} times ours and her rate ours over {batch}, so her step is "
            f"{last}/{batch} = {n(share)} of ours."),
        rules={1: f"{last} * x0 / {n(eta)}"},
        statement=f"A colleague's cross-entropy is the sum over the batch of {batch}, not the mean. Which η takes the steps that ours takes with {n(eta)}? And what "
        f"happens to her last batch of {last}? Give that step as a multiple of ours.",
        shows="With a mean a short batch counts as much as a full one, with a sum as much as its samples.")


def rough_but_right() -> Exercise:
    """6.3: the gradients of minibatches beside that of all samples."""
    _, S, Y = parts()
    whole = NET.grad(start(), S[0], Y[0], cross_entropy).vector
    D, size = len(S[0]), 32
    cut = list(minibatch.batches(S[0], Y[0], size, np.random.default_rng(1)))
    grads = [NET.grad(start(), x, y, cross_entropy).vector for x, y in cut]

    def distances(of=np.median, by=lambda g: np.linalg.norm(whole), full=size / D, last=D % size / D):
        far = [np.linalg.norm(g - whole) / by(g) for g in grads]
        return lambda keep: (full, last, float(of(far)))

    cosine = float(np.median([g @ whole / np.linalg.norm(g) / np.linalg.norm(whole) for g in grads]))
    full, last, far = distances()(None)
    return Exercise(
        "6.3", "rough, but right on average", "The weight of a full batch, that of the last batch, and the median of "
        "the relative distances, in three significant digits:", "array", ("full batch", "last batch", "distance"),
        **asked(distances(), [
            Wrong("equal weights", f"All batches got the same weight. The last one has {D % size} samples and counts less.",
                  MOMENTUM, distances(full=1 / 34, last=1 / 34)),
            Wrong("weights of a sum", "These weights belong to gradients that are sums. Ours are means, so a batch "
                  "counts with its samples.", BATCHES, distances(full=1.0, last=1.0)),
            Wrong("counts for shares", f"These are numbers of samples. A weight is a share of all {D}.", MOMENTUM,
                  distances(full=32.0, last=21.0)),
            Wrong("mean for median", "This is the mean of the distances. The median was asked for.", MOMENTUM,
                  distances(np.mean)),
            Wrong("its own length", "The distance was divided by the length of the batch's own gradient. It is "
                  "measured by that of the gradient over all samples.", MOMENTUM, distances(by=np.linalg.norm)),
            Wrong("not relative", "The distance was not divided by the length of the whole gradient.", MOMENTUM,
                  distances(by=lambda g: 1.0)),
            Wrong("square", "The root of the sum of squares is missing.", MOMENTUM, lambda keep: (full, last, far**2)),
            Wrong("cosine", "This is the cosine of the angle between the two. The length of their difference was asked "
                  "for.", MOMENTUM, lambda keep: (full, last, cosine)),
            Wrong("the worst batch", "This is the largest distance. The median was asked for.", MOMENTUM,
                  distances(np.max))]),
        hints=(
            "The cost is a mean over samples. With which weights does a mean of means become the mean of all?",
            f"The weight of a batch is its share of the {D} samples, and the distance is ‖g − g_all‖/‖g_all‖.",
            f"{size}/{D} = {n(full)} and {D % size}/{D} = {n(last)}; with them the {len(cut)} gradients add up to the whole one. A "
            f"single batch is {n(far, 3)} of its length away from it, in the median."),
        shows=f"A single batch is nearly as far from the gradient as its length, and {len(cut)} rough steps reach farther than "
        "one exact one.")


def softmax_and_squares() -> Exercise:
    """6.4: the delta of squared errors behind a softmax."""
    y = np.array([0.0, 1.0, 0.0])
    ts = (2.0, 5.0, 10.0)

    def deltas(way=lambda p, g: p[1] * (g[1] - (g * p).sum()), factor=2.0, prob=lambda z: softmax(z[np.newaxis])[0]):
        def compute(keep):
            row = []
            for t in ts:
                p = keep(prob(np.array([t, 0.0, 0.0])))
                row.append(way(p, keep(factor * (p - y))))
            return np.array(row)
        return compute

    truth = deltas()(lambda v: v)
    entropy = [softmax(np.array([[t, 0.0, 0.0]]))[0, 1] - 1 for t in ts]
    return Exercise(
        "6.4", "softmax without the logarithm", "The delta ∂C/∂z₂ as δ₂(t), in three significant digits:", "array",
        ("δ₂(2)", "δ₂(5)", "δ₂(10)"),
        **asked(deltas(), [
            Wrong("diagonal only", "Only the diagonal of the Jacobian was used. The logit z₂ moves all three "
                  "probabilities, so two more products belong to the sum.", JACOBIAN,
                  deltas(lambda p, g: p[1] * (1 - p[1]) * g[1])),
            Wrong("wrong sign off the diagonal", "The derivatives off the diagonal have the wrong sign. They are −ŷ_k "
                  "ŷ_j: what one class gains the others lose.", JACOBIAN,
                  deltas(lambda p, g: p[1] * (g[1] - 2 * p[1] * g[1] + (g * p).sum()))),
            Wrong("off the diagonal only", "The surplus ŷ_j on the diagonal is missing: ∂ŷ₂/∂z₂ is ŷ₂ − ŷ₂².", JACOBIAN,
                  deltas(lambda p, g: -p[1] * (g * p).sum())),
            Wrong("half", "The 2 of the power rule is missing from ∂C/∂ŷ.", WHY, deltas(factor=1.0)),
            Wrong("wrong sign", "The sign is wrong. ∂C/∂ŷ has the sign of ŷ − y.", WHY, deltas(factor=-2.0)),
            Wrong("Jacobian missing", "This is ∂C/∂ŷ₂. The way from ŷ to z, the Jacobian, is missing.", JACOBIAN,
                  deltas(lambda p, g: g[1])),
            Wrong("cross-entropy", "This is ŷ₂ − y₂, the delta of the cross-entropy. Without the logarithm the "
                  "Jacobian stays.", DELTA, deltas(lambda p, g: g[1] / 2)),
            Wrong("first class", "This is the delta of the first class. The second one is right, and asked for.", DELTA,
                  deltas(lambda p, g: p[0] * (g[0] - (g * p).sum()))),
            Wrong("mean over the classes", "The squares of the three classes are added here, not averaged.", WHY,
                  deltas(factor=2 / 3)),
            Wrong("one sigmoid for each", "Each logit got a sigmoid of its own. Softmax divides e^z by the sum over "
                  "all classes.", SOFTMAX, deltas(lambda p, g: p[1] * (1 - p[1]) * g[1], prob=sigmoid))]),
        hints=(
            "Which of the three probabilities move when z₂ does?",
            "∂C/∂z₂ = Σ_k 2 (ŷ_k − y_k) ∂ŷ_k/∂z₂, with ŷ₂ − ŷ₂² for k = 2 and −ŷ_k ŷ₂ for the others.",
            f"The three deltas are {', '.join(n(v, 3) for v in truth)}. They die like ŷ₂, since every entry of the "
            f"Jacobian's column has the factor ŷ₂. The cross-entropy's are {', '.join(n(v, 3) for v in entropy)}: its "
            "1/ŷ₂ cancels that factor."),
        shows="What keeps the delta alive is the logarithm, and softmax alone does not do it.")


def without_the_scale() -> Exercise:
    """6.5: pre-activations of raw ink."""
    ink, S, _ = parts()
    edge, full = 0.01, 16

    def seen(X=ink[0], size=lambda Z: math.sqrt((Z**2).mean()), far=lambda A: (A < edge) | (A > 1 - edge), small=1 / full):
        theta = start()

        def compute(keep):
            Z, A = NET.forward(theta, X)
            return 100 * float(far(A[1]).mean()), float(size(Z[1])), float(size(NET.forward(theta, small * X)[0][1]))
        return compute

    share, raw, divided = seen()(None)
    return Exercise(
        "6.5", "without the common scale", "At the start: percent of hidden activations below 0.01 or above 0.99 on "
        "raw ink, and the size of the pre-activations on raw ink and on ink over 16, in three significant digits:",
        "array", ("percent", "size on raw ink", "size on ink over 16"),
        **asked(seen(), [
            Wrong("only one side", f"Only those above {1 - edge} were counted. Near 0 a sigmoid is as flat as near 1.", WHY,
                  seen(far=lambda A: A > 1 - edge)),
            Wrong("only the other side", f"Only those below {edge} were counted. Near 1 a sigmoid is as flat as near 0.",
                  WHY, seen(far=lambda A: A < edge)),
            Wrong("mean of the sizes", "This is the mean of |z|. The size is the root of the mean square.", SPLIT,
                  seen(size=lambda Z: np.abs(Z).mean())),
            Wrong("root missing", "The root is missing: this is the mean square.", SPLIT,
                  seen(size=lambda Z: (Z**2).mean())),
            Wrong("standardised", f"These are the standardised inputs. The ink is to be used as it is, from 0 to {full}.",
                  SPLIT, seen(S[0])),
            Wrong("validation part", "This is the validation part. The network learns from the training part.", SPLIT,
                  seen(ink[1])),
            Wrong("all of the data", "All pictures were used. The network learns from the training part.", SPLIT,
                  seen(data.digits().X)),
            Wrong("share for percent", "The first number is a share. Percent were asked for.", TEST,
                  lambda keep: (share / 100, raw, divided))]),
        hints=(
            "No training is needed for these numbers: one forward pass at the start, and the hidden layer's Z and A.",
            f"Z, A = net.forward(start, X[training]); the share of A[1] outside of {edge} to {1 - edge}, and the root of the "
            "mean of Z[1]².",
            f"On raw ink {n(share, 3)} % of the activations are saturated, with pre-activations of size {n(raw, 3)}. "
            f"Over {full} the size is {n(divided, 3)}, a sixteenth, since the biases are 0, and none is saturated."),
        rules={2: "x1 / 16"},
        shows="Where most units are saturated at the start, most of the first layer cannot learn.")


def luckiest_of_eight() -> Exercise:
    """6.6: what a maximum promises."""
    return Exercise(
        "6.6", "the luckiest of eight", "Is the best test score of the eight too high a promise?", "choice", (
            "No: none of the eight was trained on a test picture, so each score is fair, the best as well.",
            "Yes: the winner was chosen by its score, and the luck in that score does not come again.",
            "Yes: a network that is trained eight times has seen the test part eight times.",
            "No, once its standard error is written beside it."),
        **chosen(1, {
            0: Wrong("each score is fair", "Each score by itself is fair. The largest of eight is not: choosing by a "
                     "score is a use of the test part.", SPLIT, None),
            2: Wrong("seen in training", "No network learns from the test part here, and each starts anew. What uses "
                     "it is the choice.", SPLIT, None),
            3: Wrong("standard error", "The standard error says how one score scatters around its mean. A maximum of "
                     "eight lies to one side.", TEST, None)}),
        hints=(
            "Suppose that all eight networks were equally good. What would the best of the eight scores tell?",
            "A score is what a network is worth plus luck. The maximum picks the largest sum.",
            "Of eight equally good networks the one with the luckiest test part wins, and on new pictures it is like "
            "the others. Chosen on the validation part, the network has no more luck on the test part than any. So the "
            "second answer is right."),
        shows="Whatever is used for choosing is used up.")


def same_mistakes() -> Exercise:
    """6.7: what two counts of mistakes leave open, and what chance would make of them."""
    D, net, near = 360, 11, 6

    def bounds(both=lambda: net * near / D, least=float(net - near), most=float(net + near)):
        return lambda keep: (both(), least, most)

    by_chance, least, most = bounds()(None)
    return Exercise(
        "6.7", "the same mistakes?", "Both wrong, if mistakes fell by chance, in three significant digits; the fewest and the most pictures on which they can "
        "disagree:", "array", ("both wrong by chance", "fewest", "most"),
        **asked(bounds(), [
            Wrong("share for count", "This is a share of all pictures. The number of pictures was asked for.", OTHERS, bounds(lambda: net * near / D**2)),
            Wrong("shares added", "The shares were added. That two things happen together has the product of the shares, if the one knows nothing of the other.",
                  OTHERS, bounds(lambda: float(net + near))),
            Wrong("all of the smaller", "This is the most that can be wrong for both. By chance it is far less.", OTHERS, bounds(lambda: float(near))),
            Wrong("fewest is none", "Somewhere the network is wrong and the neighbour is not, since it makes more mistakes. There they disagree.", OTHERS,
                  bounds(least=0.0)),
            Wrong("most is the larger", "The most comes where no picture is wrong for both: then each mistake of either is a disagreement.", OTHERS,
                  bounds(most=float(net))),
            Wrong("most is all", "Where both are right they agree, so they can disagree only where somebody is wrong.", OTHERS, bounds(most=float(D)))]),
        hints=(
            "On which pictures can two methods disagree, if one of them is right there, and if both are wrong?",
            "By chance the shares are multiplied. They disagree wherever one is right and the other wrong: fewest if the smaller set of mistakes lies "
            "in the larger with the same wrong digits, most if no picture is wrong for both.",
            f"{near}/{D} of the network's {net} mistakes are {n(by_chance, 3)} pictures. If all {near} mistakes of the neighbour are the network's too, "
            f"{net} − {near} = {n(least)} remain, and if none is, {net} + {near} = {n(most)}. Counted are far more common mistakes than chance would make."),
        shows="The two fail on the same hard pictures. Where they disagree a person should look; where they agree on a wrong digit nobody will.")


def to_implement() -> Exercise:
    """6.8: the delta of softmax and cross-entropy for a batch."""
    rng = np.random.default_rng(68)

    def instance(D, K, shift=0.0):
        """Logits in eighths, and one-hot targets; `shift` is added to the rows."""
        Z = np.round(8 * rng.normal(0, 1.5, (D, K))) / 8 + shift
        return {"Z": Z, "Y": np.eye(K)[rng.integers(K, size=D)]}

    apart = np.array([[-900.0], [0.0], [0.0], [900.0]])
    instances = [instance(4, 3), instance(5, 10), instance(3, 4, 1000.0), instance(4, 3, apart), instance(4, 4)]

    def wrong(change):
        def function(given):
            with np.errstate(all="ignore"):
                return change(**given)
        return function

    def right(Z, Y):
        return cross_entropy.grad(Z, Y)

    def shares(Z, top=0.0, axis=1):
        e = np.exp(Z - top)
        return e / e.sum(axis=axis, keepdims=True)

    def flat(Z, Y):
        e = np.exp(Z - Z.max(axis=1))
        return (e / e.sum(axis=1) - Y) / len(Z)

    def diagonal(Z, Y):
        p = softmax(Z)
        return -Y / p * p * (1 - p) / len(Z)

    return Exercise(
        "6.8", "the delta of a batch", "The function delta(Z, Y).", "function", (),
        **compared(wrong(right), [
            Wrong("sum for mean", "The factor 1/D is missing: the cost is the mean over the samples.", BATCHES,
                  wrong(lambda Z, Y: softmax(Z) - Y)),
            Wrong("mean over the outputs too", "Divided by the samples and by the classes. The cost adds up the "
                  "classes.", BATCHES, wrong(lambda Z, Y: right(Z, Y) / Y.shape[1])),
            Wrong("wrong sign", "The sign is wrong: the delta is prediction minus target.", DELTA,
                  wrong(lambda Z, Y: -right(Z, Y))),
            Wrong("no shift", "Right for small logits, but e^z overflows for large ones. Subtract the largest logit of "
                  "the row first: softmax depends on differences only.", SOFTMAX,
                  wrong(lambda Z, Y: (shares(Z) - Y) / len(Z))),
            Wrong("one shift for all rows", "The largest logit of the whole batch was subtracted. Where a row lies far "
                  "below it, all its exponentials round to 0, and 0/0 is no number. Each row has its own largest.",
                  SOFTMAX, wrong(lambda Z, Y: (shares(Z, Z.max()) - Y) / len(Z))),
            Wrong("columns", "Softmax was taken down the columns. A sample is a row, and it is the row that sums to 1.",
                  BATCHES, wrong(lambda Z, Y: (shares(Z, Z.max(axis=0), 0) - Y) / len(Z))),
            Wrong("one sum for all", "The exponentials were divided by the sum over the whole batch. Each row has its "
                  "own sum.", BATCHES, wrong(lambda Z, Y: (shares(Z, Z.max(), (0, 1)) - Y) / len(Z))),
            Wrong("not normalised", "The exponentials were not divided by their sum.", SOFTMAX,
                  wrong(lambda Z, Y: (np.exp(Z - Z.max(axis=1, keepdims=True)) - Y) / len(Z))),
            Wrong("logits for probabilities", "Softmax is missing: the targets were subtracted from the logits.",
                  SOFTMAX, wrong(lambda Z, Y: (Z - Y) / len(Z))),
            Wrong("diagonal only", "Only the diagonal of the Jacobian was used, ŷ (1 − ŷ). Every logit moves every "
                  "probability.", JACOBIAN, wrong(diagonal)),
            Wrong("slope too much", "ŷ − y was multiplied by ŷ (1 − ŷ). It is the delta already, with no slope.", DELTA,
                  wrong(lambda Z, Y: right(Z, Y) * softmax(Z) * (1 - softmax(Z)))),
            Wrong("powers of ten", "The powers are those of 10. Softmax has those of e.", SOFTMAX,
                  wrong(lambda Z, Y: right(math.log(10) * Z, Y))),
            Wrong("keepdims missing", "The largest logits and the sums have lost their axis, so NumPy sets them beside "
                  "the columns, or stops. keepdims=True keeps a number for each row.", BATCHES,
                  wrong(flat))], instances),
        hints=(
            "What is the largest logit of a row allowed to be before e^z is too large for the machine, and what may be "
            "subtracted?",
            "Ŷ = e^(z − max) over the sum of its row, and the delta is (Ŷ − Y)/D. axis=1 with keepdims=True keeps the "
            "rows apart.",
            "def delta(Z, Y):\n    e = np.exp(Z - Z.max(axis=1, keepdims=True))\n"
            "    return (e / e.sum(axis=1, keepdims=True) - Y) / len(Z)"),
        shows="Three lines, and no slope in them.")


def two_moves(w0: float = 1.0, eta: float = 0.1, alpha: float = 0.6, goal: float = 3.0) -> Exercise:
    """6.9: momentum by hand."""
    def pencil(keep, steps=2, eta=eta, alpha=alpha, derivative=lambda w, v: 2 * (w - goal), gain=1.0, sign=-1.0):
        """The move v and the place w after some steps; `derivative` may look ahead along v."""
        w, v = w0, 0.0
        for _ in range(steps):
            v = keep(alpha * v + sign * gain * eta * keep(derivative(w, v)))
            w = keep(w + v)
        return v, w

    def slip(**instead):
        return lambda keep: pencil(keep, **instead)

    *_, end = descend(lambda w: ((w - goal) ** 2, 2 * (w - goal)), w0, eta=eta, alpha=alpha, steps=2)
    (v1, w1), (v2, w2) = (pencil(float, steps) for steps in (1, 2))
    if not math.isclose(w2, end.theta):
        raise ArithmeticError(f"two steps by hand end at {w2} and those of descend at {end.theta}.")
    return Exercise(
        "6.9", "two steps with momentum", "After the second step:", "array", ("v", "w"),
        **asked(lambda keep: pencil(keep), [
            Wrong("without momentum", "The last move was forgotten. A share α of it goes on in the next.", MOMENTUM,
                  slip(alpha=0.0)),
            Wrong("all of the last move", "The whole last move went on. It is a share α of it.", MOMENTUM,
                  slip(alpha=1.0)),
            Wrong("momentum against the step", "The sign of α v is wrong: the last move goes on in its own direction.",
                  MOMENTUM, slip(alpha=-alpha)),
            Wrong("uphill", "The step goes uphill: v has −η times the derivative.", MOMENTUM, slip(sign=1.0)),
            Wrong("mean of the moves", "The new part was multiplied by 1 − α, as in a running mean. Here it counts in "
                  "full.", MOMENTUM, slip(gain=1 - alpha)),
            Wrong("η and α exchanged", "η and α are exchanged.", MOMENTUM, slip(eta=alpha, alpha=eta)),
            Wrong("old derivative", "The derivative of the first step was used again. It is taken anew at the place "
                  "that was reached.", MOMENTUM, slip(derivative=lambda w, v: 2 * (w0 - goal))),
            Wrong("looked ahead", "The derivative was taken a share α of the move ahead, at w + α v. Here it is taken "
                  "at w.", MOMENTUM, slip(derivative=lambda w, v: 2 * (w + alpha * v - goal))),
            Wrong("half", "The 2 of the power rule is missing from the derivative.", MOMENTUM,
                  slip(derivative=lambda w, v: w - goal)),
            Wrong("one step", "This is after the first step.", MOMENTUM, slip(steps=1)),
            Wrong("three steps", "This is after the third step. The first step from rest counts as a step.", MOMENTUM,
                  slip(steps=3)),
            Wrong("the move with the other sign", "The place is right, and v has the other sign: it was subtracted, as "
                  "in some books. Here a move is added.", MOMENTUM, lambda keep: (-pencil(keep)[0], pencil(keep)[1])),
            Wrong("η outside", "The place is right. The v of this book is the move itself and has −η in it; here it "
                  "was left out, as some libraries do.", MOMENTUM,
                  lambda keep: (pencil(keep)[0] / -eta, pencil(keep)[1]))]),
        hints=(
            "At the start nothing moves, so the first step is an ordinary one.",
            f"v ← α v − η · 2 (w − {n(goal)}), then w ← w + v, twice, and the derivative is taken where w is.",
            f"First step: v = {n(v1)} and w = {n(w1)}. Second step: v = {n(alpha)} · {n(v1)} − {n(eta)} · 2 ({n(w1)} − {n(goal)}) = "
            f"{n(v2)} and w = {n(w2)}."),
        statement=f"The cost is (w − {n(goal)})², the start w = {n(w0)} at rest, η = {n(eta)} and α = {n(alpha)}. What are v and w after the second step?",
        shows=f"Without momentum the second step would have had the length {n(abs(eta * 2 * (w1 - goal)))}.")


SCORES = (2.41, 0.90, 0.61, 0.52, 0.55, 0.49, 0.50, 0.47, 0.48, 0.51, 0.49, 0.50, 0.48, 0.46, 0.50)


def before_it_runs() -> Exercise:
    """6.10: what can be counted: parameters, batches, epochs, steps."""
    net, D, size, patience = Network((64, 20, 10), sigmoid, identity), 600, 48, 4
    in_one_epoch = len(list(minibatch.batches(np.zeros((D, 1)), np.zeros((D, 1)), size, np.random.default_rng(0))))
    steps = [Step(k, k, 0.0, None) for k in range(len(SCORES))]
    watched = minibatch.stop_early(steps, lambda k: SCORES[k], patience=patience)
    k, last = watched.best.k, len(watched.scores) - 1
    n0, n1, n2 = net.sizes

    def books(parameters=net.zeros().vector.size, best=k, end=last, left=D % size, an_epoch=in_one_epoch):
        return lambda keep: (float(parameters), float(left), float(best), float(end), float(end * an_epoch))

    lowest, rise = int(np.argmin(SCORES)), next(e for e, score in enumerate(SCORES) if score > SCORES[e - 1] and e)
    weights = sum(W.size for W in net.zeros().W.values())
    return Exercise(
        "6.10", "the books of a descent", "In whole numbers:", "array",
        ("parameters", "samples in the last batch", "best epoch", "last epoch", "steps"),
        **asked(books(), [
            Wrong("biases forgotten", "The biases are missing. Each hidden unit and each output has one.", DELTA,
                  books(weights)),
            Wrong("biases of the inputs", "The inputs were given biases. They have no pre-activation, and so no bias.",
                  DELTA, books(weights + sum(net.sizes))),
            Wrong("last batch left out", "The steps on the last, smaller batch are missing. It is a batch like the "
                  "others.", MOMENTUM, books(an_epoch=D // size)),
            Wrong("last batch is full", "The last batch is not full. It has what remains of the samples.", MOMENTUM,
                  books(left=size)),
            Wrong("epochs for steps", "These are epochs. In each of them there is a step for every batch.", MOMENTUM,
                  books(an_epoch=1)),
            Wrong("samples for steps", "A step was counted for each sample. There is one for each batch.", MOMENTUM,
                  books(an_epoch=D)),
            Wrong("last for best", "The last epoch was taken for the best. What comes back is the network that had the "
                  f"lowest cost, {patience} epochs earlier.", EARLY, books(best=last)),
            Wrong("best for last", f"The walk did not end with the best epoch. It takes {patience} more to see that it was the "
                  "best.", EARLY, books(end=k)),
            Wrong("steps to the best", "The steps were counted up to the best epoch. The walk went on until it had "
                  "waited long enough.", EARLY, lambda keep: (*books()(keep)[:4], float(k * in_one_epoch))),
            Wrong("start counted", "The start was counted as an epoch with steps. Epoch 0 is what is there before the first.", MOMENTUM,
                  lambda keep: (*books()(keep)[:4], float((last + 1) * in_one_epoch))),
            Wrong("first rise", f"The walk was stopped at the first rise. It waits for {patience} epochs without a new lowest "
                  "cost.", EARLY, books(best=rise - 1, end=rise)),
            Wrong("patience from any fall", "The waiting was begun anew whenever the cost fell against the epoch "
                  "before. It begins anew at a new lowest cost only.", EARLY, books(best=lowest, end=len(SCORES) - 1)),
            Wrong("best epoch counted", f"The best epoch was counted as the first of the {patience}. They come after it.", EARLY,
                  books(end=last - 1)),
            Wrong("waited too long", "The walk ends with the fourth epoch without a gain, not after it.", EARLY,
                  books(end=last + 1)),
            Wrong("counted from 1", "The epochs were counted from 1. The first number is that of epoch 0, the start.",
                  EARLY, books(best=k + 1, end=last + 1)),
            Wrong("not watched", "The lowest cost of the whole row was taken. It comes after the end of the walk, so "
                  "nobody sees it.", EARLY, books(best=lowest))], digits=4),
        hints=(
            "What is written down for epoch 0? And which samples does an epoch leave out?",
            f"({n0} + 1) · {n1} + ({n1} + 1) · {n2} parameters; the samples are cut into full batches and a rest; the walk ends "
            f"{patience} epochs after the last new lowest cost.",
            f"{n0 + 1} · {n1} + {n1 + 1} · {n2} = {n(float(net.zeros().vector.size))}. {D} = {D // size} · {size} + {D % size}, so an "
            f"epoch has {in_one_epoch} steps and the last batch {D % size} samples. The lowest cost before the end is "
            f"{SCORES[k]:.2f} in epoch {k}; epochs {k + 1} to {last} bring no lower one. {last} · {in_one_epoch} = "
            f"{last * in_one_epoch} steps."),
        rules={4: "13 * x3"},
        shows=f"Patience that ends has a price: the cost of {SCORES[lowest]:.2f} in epoch {lowest} is never seen.")


COUNTS = ((45, 3, 2), (6, 64, 10), (1, 4, 65))


def table_of_counts() -> Exercise:
    """6.11: a confusion matrix and what its shares are worth."""
    true, taken = (np.repeat(side, np.ravel(COUNTS)) for side in (np.repeat([0, 1, 2], 3), np.tile([0, 1, 2], 3)))
    counts = metrics.confusion(taken, true, 3)

    def shares(m=counts, c=1, total=None, error=lambda p, D: math.sqrt(p * (1 - p) / D),
               each=lambda m, c: (m[c].sum(), m[:, c].sum())):
        def compute(keep):
            p = float(keep(np.trace(m) / m.sum() if total is None else total))
            row, column = each(m, c)
            return p, error(p, m.sum()), m[c, c] / row, m[c, c] / column
        return compute

    p, error, row, column = shares()(float)
    D = int(counts.sum())
    means = float(np.mean(np.diag(counts) / counts.sum(axis=1)))
    return Exercise(
        "6.11", "a table of counts", "As shares, in three significant digits:", "array",
        ("share right", "standard error", "of the written 1s", "of those taken for a 1"),
        **asked(shares(), [
            Wrong("rows and columns exchanged", "Rows and columns are exchanged: a row is the digit that was written, "
                  "a column what it was taken for.", TEST, shares(counts.T)),
            Wrong("counted from 1", "The row of the 1 is the second, as the digits begin with 0.", TEST, shares(c=0)),
            Wrong("one further", "This is the row of the 2. That of the 1 is the second.", TEST, shares(c=2)),
            Wrong("mean of the rows", "The shares of the three rows were averaged. The rows are not equally long: what "
                  "is right goes by all pictures.", TEST, shares(total=means)),
            Wrong("root missing", "The root is missing: p (1 − p)/n is the square of the standard error.", TEST,
                  shares(error=lambda p, D: p * (1 - p) / D)),
            Wrong("spread of one picture", "n is missing. This is how a single picture scatters, and not the share of "
                  "all.", TEST, shares(error=lambda p, D: math.sqrt(p * (1 - p)))),
            Wrong("n outside the root", "n stands under the root: four times as many pictures halve the error, not "
                  "twice as many.", TEST, shares(error=lambda p, D: math.sqrt(p * (1 - p)) / D)),
            Wrong("error of the count", "This is the error of the number of right ones. Divided by n it is that of the "
                  "share.", TEST, shares(error=lambda p, D: math.sqrt(p * (1 - p) * D))),
            Wrong("1 − p missing", "The factor 1 − p is missing under the root.", TEST,
                  shares(error=lambda p, D: math.sqrt(p / D))),
            Wrong("p of a coin", "p was taken to be a half. It is the share that was observed.", TEST,
                  shares(error=lambda p, D: math.sqrt(0.25 / D))),
            Wrong("mistakes for what is right", "The mistakes were counted. What is right stands on the diagonal.",
                  TEST, lambda keep: (1 - p, error, 1 - row, 1 - column)),
            Wrong("percent", "These are percent. Shares were asked for.", TEST,
                  lambda keep: (100 * p, 100 * error, 100 * row, 100 * column)),
            Wrong("share of all", f"The {counts[1, 1]} were divided by all pictures. The third and the fourth share are those of a "
                  "row and of a column.", TEST, shares(each=lambda m, c: (m.sum(), m.sum())))]),
        hints=(
            "The row is the digit that was written, the column what it was taken for. What is summed for each of the "
            "shares?",
            "The diagonal over all, √(p (1 − p)/n), the entry of the 1 over the sum of its row, and over the sum of "
            "its column.",
            f"{np.trace(counts)}/{D} = {n(p)}. √({n(p)} · {n(1 - p)}/{D}) = {n(error)}. {counts[1, 1]}/{counts[1].sum()} = "
            f"{n(row)} and {counts[1, 1]}/{counts[:, 1].sum()} = {n(column)}."),
        rules={1: "sqrt(x0 * (1 - x0) / 200)"},
        slip_rules={"root missing": {1: "x0 * (1 - x0) / 200"}, "spread of one picture": {1: "sqrt(x0 * (1 - x0))"},
                    "n outside the root": {1: "sqrt(x0 * (1 - x0)) / 200"}, "error of the count": {1: "sqrt(x0 * (1 - x0) * 200)"},
                    "1 − p missing": {1: "sqrt(x0 / 200)"}},
        shows="The share by the row is lower than the share by the column: the network calls fewer pictures a 1 than "
        "there are.")


def three_classes(z: tuple[float, float, float] = (1.2, -0.4, 0.3)) -> Exercise:
    """6.12: softmax, cross-entropy and delta by hand."""
    right_class = 2

    def by_hand(exponential=math.exp, logarithm=math.log, c=right_class, one=1.0, sign=-1.0, cost=None):
        def compute(keep):
            e = [keep(exponential(v)) for v in z]
            p = keep(e[c] / sum(e))
            return p, (sign * logarithm(p) if cost is None else cost(p)), p - one
        return compute

    p, cost, delta = by_hand()(float)
    return Exercise(
        "6.12", "cross-entropy by hand", "For the class that is right: its probability, the cost, and its delta, in three significant digits:", "array",
        ("ŷ₃", "C", "δ₃"),
        **asked(by_hand(), [
            Wrong("another class", "This is the first class. The third one is right.", SOFTMAX, by_hand(c=0)),
            Wrong("the second class", "This is the second class. The third one is right.", SOFTMAX, by_hand(c=1)),
            Wrong("logarithm to base 10", "The logarithm is the natural one.", SOFTMAX, by_hand(logarithm=math.log10)),
            Wrong("wrong sign of the cost", "The sign of the cost is turned: a logarithm of a probability is negative, and the cost is minus that.", SOFTMAX,
                  by_hand(sign=1.0)),
            Wrong("target forgotten", "The delta is ŷ − y, and y of the right class is 1.", DELTA, by_hand(one=0.0)),
            Wrong("delta turned", "The delta has the wrong sign: it is ŷ − y, and ŷ is below 1.", DELTA,
                  lambda keep: (*by_hand()(keep)[:2], -by_hand()(keep)[2])),
            Wrong("delta with a slope", "The delta was multiplied by ŷ (1 − ŷ). Behind softmax and cross-entropy there is no slope.", DELTA,
                  lambda keep: (*by_hand()(keep)[:2], by_hand()(keep)[2] * keep(p * (1 - p)))),
            Wrong("one minus for the logarithm", "The cost is −ln ŷ of the right class and not 1 − ŷ.", SOFTMAX, by_hand(cost=lambda p: 1 - p)),
            Wrong("square", "This is a squared error. The cost is −ln ŷ of the right class.", SOFTMAX, by_hand(cost=lambda p: (1 - p) ** 2)),
            Wrong("one sigmoid for each", "The logit got a sigmoid of its own. Softmax divides e^z by the sum over all classes.", SOFTMAX,
                  lambda keep: (s := keep(1 / (1 + math.exp(-z[2]))), -math.log(s), s - 1)),
            Wrong("powers of ten", "The powers are those of 10. Softmax has those of e.", SOFTMAX, by_hand(lambda v: 10.0**v))]),
        hints=(
            "Which of the three outputs does the cost look at, and what does it need of the others?",
            "ŷ₃ = e^z₃ over the sum of the three e^z, C = −ln ŷ₃, and δ₃ = ŷ₃ − 1.",
            f"e^{n(z[0])} = {n(math.exp(z[0]))}, e^{n(z[1])} = {n(math.exp(z[1]))} and e^{n(z[2])} = {n(math.exp(z[2]))}. So ŷ₃ = {n(p)}, C = {n(cost)} and δ₃ = {n(delta)}."),
        statement=f"A picture has the logits z = ({listed(z)}), and the third class is right. What are the probability of that class, the cost, and the "
        "delta ∂C/∂z₃?",
        shows="The delta of the right class is minus the probability that the others have taken.")


def one_scale() -> Exercise:
    """6.13: a scale that comes from the training part alone."""
    rng = np.random.default_rng(613)

    def instance(D, E, k, still=()):
        train, other = np.round(rng.normal(2, 3, (D, k)), 2), np.round(rng.normal(1, 4, (E, k)), 2)
        train[:, list(still)] = 5.0
        return {"train": train, "other": other}

    instances = [instance(6, 3, 2), instance(4, 5, 3, [1]), instance(5, 1, 4), instance(3, 2, 2, [0])]

    def of(middle=lambda t, o: t.mean(axis=0), spread=lambda t, o: t.std(axis=0), instead=1.0):
        def function(given):
            t, o = given.values()
            s = spread(t, o)
            return (o - middle(t, o)) / np.where(s == 0, instead, s)
        return function

    def both(t, o):
        return np.vstack([t, o])

    return Exercise(
        "6.13", "one scale for all parts", "The function scaled(train, other).", "function", (),
        **compared(lambda given: data.standardised(given["other"], by=given["train"]), [
            Wrong("its own scale", "The other part was scaled by its own means and deviations. Then two equal pictures of two parts become different inputs.",
                  SPLIT, of(lambda t, o: o.mean(axis=0), lambda t, o: o.std(axis=0))),
            Wrong("all parts together", "The scale was made from both parts together. What is known of the validation part before training is known too early.",
                  SPLIT, of(lambda t, o: both(t, o).mean(axis=0), lambda t, o: both(t, o).std(axis=0))),
            Wrong("one scale for all inputs", "One mean and one deviation were taken for all inputs. Each column has its own.", SPLIT,
                  of(lambda t, o: t.mean(), lambda t, o: t.std())),
            Wrong("by n − 1", "The deviation was divided by n − 1. Here it is the root of the mean square.", SPLIT, of(spread=lambda t, o: t.std(axis=0, ddof=1))),
            Wrong("variance for deviation", "It was divided by the variance. The deviation is its root.", SPLIT, of(spread=lambda t, o: t.var(axis=0))),
            Wrong("not moved", "The mean was not subtracted.", SPLIT, of(lambda t, o: 0.0)),
            Wrong("not divided", "It was not divided by the deviation.", SPLIT, of(spread=lambda t, o: np.ones(t.shape[1]))),
            Wrong("row by row", "Each row was scaled by itself. A scale belongs to an input, which is a column.", SPLIT,
                  lambda given: (lambda o: (o - o.mean(axis=1, keepdims=True)) / (o.std(axis=1, keepdims=True) + (o.shape[1] == 1)))(given["other"]))],
            instances),
        hints=(
            "What may be known of the other part before the network is trained?",
            "Two rows of numbers make the scale, both from train alone, and one of them must not have a 0 in it.",
            "def scaled(train, other):\n    spread = train.std(axis=0)\n    spread[spread == 0] = 1\n    return (other - train.mean(axis=0)) / spread"),
        shows="The scale is a part of the model: it is learned from the training part, like the weights.")


LONGEST = 60  # epochs of a slip that never stops


def patient_descent() -> Exercise:
    """6.14: a loop of minibatches that stops early."""
    rng = np.random.default_rng(614)

    def instance(D, E, w, size, eta, patience, noise):
        x, v = np.round(rng.normal(size=D), 2), np.round(rng.normal(size=E), 2)
        return {"x": x, "y": np.round(2 * x + noise * rng.normal(size=D), 2), "x_val": v, "y_val": np.round(1.4 * v + noise * rng.normal(size=E), 2),
                "w": w, "size": size, "eta": eta, "patience": patience}

    instances = [instance(7, 5, -1.0, 3, 0.05, 2, 0.1), instance(6, 4, 0.0, 2, 0.1, 3, 0.3), instance(5, 6, -2.0, 4, 0.03, 1, 0.2),
                 instance(8, 5, 0.5, 8, 0.1, 2, 0.2), instance(6, 5, 1.4, 2, 0.05, 3, 0.0)]
    swings = instance(5, 4, 1.4, 5, 0.0, 2, 0.0)  # from side to side of the training minimum, beyond the validation minimum
    instances.append({**swings, "eta": round(0.85 / float((swings["x"]**2).mean()), 3)})

    def of(factor=2.0, mean=True, last=False, kept=False, start=True, watched="val", any_fall=False, off=0):
        def function(given):
            x, y, x_val, y_val, w, size, eta, patience = given.values()
            watch_x, watch_y = (x_val, y_val) if watched == "val" else (x, y)

            def score(w):
                return ((w * watch_x - watch_y) ** 2).mean()

            best, low, at = w, score(w) if start else math.inf, 0
            before, since, epoch = low, 0, 0
            while since < patience + off and epoch < LONGEST:
                epoch += 1
                for k in range(0, len(x) - (size - 1 if kept else 0), size):
                    r = w * x[k:k + size] - y[k:k + size]
                    w = w - eta * factor * (r * x[k:k + size]).sum() / (len(r) if mean else 1)
                now = score(w)
                since = 0 if now < (before if any_fall else low) else since + 1
                if now < low:
                    best, low, at = w, now, epoch
                before = now
            return np.array([w if last else best, at, epoch])
        return function

    def with_nnlib(given):
        """The loop of the package, for a network of one weight, whose batches come in the order of the rows."""
        x, y, x_val, y_val, w, size, eta, patience = given.values()
        net = Network((1, 1), identity)
        theta, steps = net.params({1: [[w]]}, {1: [0.0]}), []
        for epoch in range(LONGEST):
            steps.append(Step(epoch, theta.W[1].item(), 0.0, None))
            for k in range(0, len(x), size):
                grad = net.grad(theta, x[k:k + size, np.newaxis], y[k:k + size, np.newaxis], mse)
                theta = net.params({1: theta.W[1] - eta * grad.W[1]}, {1: [0.0]})
        watched = minibatch.stop_early(steps, lambda w: float(((w * x_val - y_val) ** 2).mean()), patience=patience)
        return np.array([watched.best.theta, watched.best.k, len(watched.scores) - 1])

    return Exercise(
        "6.14", "a loop that stops by itself", "The function patient(x, y, x_val, y_val, w, size, eta, patience).", "function", (),
        **compared(with_nnlib, [
            Wrong("last for best", "The last weight came back. What is asked for is the one with the lowest validation cost.", EARLY, of(last=True)),
            Wrong("training part watched", "The cost of the training part was watched. It says nothing about new samples.", EARLY, of(watched="train")),
            Wrong("last batch left out", "The last batch was left out where it is not full. It is a batch like the others.", MOMENTUM, of(kept=True)),
            Wrong("half", "The 2 of the power rule is missing from the gradient.", MOMENTUM, of(factor=1.0)),
            Wrong("sum for mean", "The samples of a batch were added up. The cost of a batch is their mean.", BATCHES, of(mean=False)),
            Wrong("start not watched", "The start was not watched. It is epoch 0, and it may be the best.", EARLY, of(start=False)),
            Wrong("any fall", "The waiting begins anew at every fall against the epoch before. It does so at a new lowest cost only.", EARLY, of(any_fall=True)),
            Wrong("waited too long", "It stops one epoch too late: the last is the one that makes the number of epochs without a gain equal to patience.",
                  EARLY, of(off=1)),
            Wrong("uphill", "The step goes uphill.", MOMENTUM, of(factor=-2.0))], instances),
        hints=(
            "What has to be remembered from epoch to epoch, besides w?",
            "The best w so far, its cost and its epoch. After each epoch compare the validation cost with the lowest so far, and stop when patience epochs "
            "in a row have brought no lower one.",
            "def patient(x, y, x_val, y_val, w, size, eta, patience):\n    def score(w):\n        return ((w * x_val - y_val) ** 2).mean()\n\n"
            "    best, low, at, epoch = w, score(w), 0, 0\n    while epoch - at < patience:\n        epoch += 1\n        for k in range(0, len(x), size):\n"
            "            xs, ys = x[k:k + size], y[k:k + size]\n            w = w - eta * 2 * ((w * xs - ys) * xs).mean()\n"
            "        if score(w) < low:\n            best, low, at = w, score(w), epoch\n    return [best, at, epoch]"),
        shows="Three numbers are enough to know when to stop: the best so far, its cost, and when that was.")


EXERCISES = {"6.1": nothing_is_created, "6.2": sum_for_mean, "6.3": rough_but_right, "6.4": softmax_and_squares,
             "6.5": without_the_scale, "6.6": luckiest_of_eight, "6.7": same_mistakes, "6.8": to_implement,
             "6.9": two_moves, "6.10": before_it_runs, "6.11": table_of_counts,
             "6.12": three_classes, "6.13": one_scale, "6.14": patient_descent}

# Other numbers for the exercises that can be asked with them.
FRESH = {
    "6.2": lambda rng: {"D": int(rng.choice([16, 20, 24, 25, 40, 50, 64])), "eta": tenths(rng, 0.1, 0.6)},
    "6.9": lambda rng: {"w0": tenths(rng, 0, 2), "eta": float(rng.choice([0.05, 0.1, 0.15, 0.2])), "alpha": float(rng.choice([0.3, 0.4, 0.5, 0.7, 0.8])),
                        "goal": tenths(rng, 3, 6)},
    "6.12": lambda rng: {"z": tuple(sign(rng) * tenths(rng, 0.1, 1.6) for _ in "123")},
}

# What the statements give, in their order: numbers, and in texts the words that count or decide, symbols and shapes.
GIVEN = {
    "6.1": ("sum", 0, "cross-entropy ten"),
    "6.2": ("cross-entropy sum", 32, "mean", 0.3, "last", 1077 % 32),
    "6.3": (34, 1077, "two last", 1),
    "6.4": ("softmax squared sum_k y_k y_k", 2, 0, 0, "second", 2, 5, 10, "cross-entropy second"),
    "6.5": ("raw", 0, 16, 0.3, 20, 16, "sigmoid below", 0.01, "above", 1 - 0.01, "raw mean two"),
    "6.6": ("eight", 1, 8, "eight", 0.3, "eight"),
    "6.7": (360, 11, "nearest raw", 6, "most two two"),
    "6.8": ("(Z, Y) cross-entropy softmax (D, K)", 900, "above", -900),
    "6.9": (3, 2, 1, 0.1, 0.6, "two second"),
    "6.10": (64, 20, 10, 600, 48, 0, SCORES, "above", 4, "ten last last"),
    "6.11": (sum(map(sum, COUNTS)), 0, 1, 2, 0, 1, 2, 0, COUNTS[0], 1, COUNTS[1], 2, COUNTS[2], 1, 1),
    "6.12": (1.2, -0.4, 0.3, "third z_3"),
    "6.13": ("mean", 1),
    "6.14": ("x_val y_val smallest mean squared last smaller last", 0),
}
