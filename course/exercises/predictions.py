"""What the chapters ask to predict: nobody judges the guess, and what comes out is computed by nnlib and shown beside it.

The full edition and that of students have the same, since the text behind each tells what comes out.
"""

from collections.abc import Callable, Sequence

import numpy as np

from course.exercises.model import Exercise
from course.studies import measured, published
from nnlib import autodiff, check_gradient, data, minibatch, splits
from nnlib.activations import identity, sigmoid, softplus
from nnlib.autodiff import Node
from nnlib.losses import cross_entropy, half_sse, mse
from nnlib.network import Network
from nnlib.training import train


def guess(id: str, title: str, labels: Sequence[str], values: Sequence[float], digits: int = 3, shows: str = "",
          asks: str = "Your guess, roughly:") -> Exercise:
    """A prediction of numbers."""
    return Exercise(id, title, asks, "guess", tuple(labels), tuple(map(float, values)), (), (), (), shows, digits)


def guess_of(id: str, title: str, options: Sequence[str], right: int, shows: str = "", asks: str = "Your guess:") -> Exercise:
    """A prediction by one of several options, of which number `right` comes out."""
    return Exercise(id, title, asks, "guess of options", tuple(options), (float(right),), (), (), (), shows)


def sign(value: float) -> int:
    """The place of a sign among positive, negative, zero."""
    return 0 if value > 0 else 1 if value < 0 else 2


def sigmoid_321():
    """The network of chapter 3, its forward and its backward pass: (Z, A, delta)."""
    X, Y = data.han_kamber()[:2]
    net = Network((3, 2, 1), sigmoid, sigmoid)
    theta = net.params(W={1: [[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]], 2: [[-0.3], [-0.2]]}, b={1: [-0.4, 0.2], 2: [0.1]})
    Z, A = net.forward(theta, X)
    return Z, A, net.backward(theta, Z, A, Y, half_sse)[0]


def quotient() -> Exercise:
    """1.p1: the difference quotient of (3 − 2w)² at w = 1."""
    h = 0.1
    return guess("1.p1", "A quotient", ("quotient",), [((3 - 2 * (1 + h)) ** 2 - 1) / h], asks="Your guess for h = 0.1:")


def errors_shrink() -> Exercise:
    """1.p2: what a step that is ten times smaller does to the two errors of the proof."""
    def errors(h):
        m = (1 + h) ** 2 - 1
        return np.array([m / h - 2, (sigmoid(1 + m) - sigmoid(1.0)) / m - sigmoid.prime(1.0)])

    by = np.round(np.log10(errors(0.01) / errors(0.001)))
    assert np.all(by == by[0])
    return guess_of("1.p2", "Two errors", ("they stay", "about ten times smaller", "about a hundred times smaller"), int(by[0]))


def tail_slope() -> Exercise:
    """1.p3: the slope of the sigmoid at 5."""
    return guess("1.p3", "A slope far out", ("σ′(5)",), [sigmoid.prime(5.0)], digits=2)


def first_row() -> Exercise:
    """2.p1: the first prediction of the untrained softplus network."""
    net = Network((1, 2, 1), softplus, identity)
    theta = net.params(W={1: [[2.74, -1.13]], 2: [[0.36], [0.63]]}, b={1: [0, 0], 2: [0]})
    return guess("2.p1", "The first prediction", ("ŷ₁",), [net(theta, data.dosage().X)[0, 0]])


def overflow() -> Exercise:
    """2.p2: what the formula of softplus gives at 710."""
    with np.errstate(over="ignore"):
        value = np.log(1 + np.exp(710.0))
    return guess_of("2.p2", "Softplus at 710", ("710", "infinity", "0"), 1 if np.isinf(value) else 0 if value else 2)


def hidden_activations() -> Exercise:
    """3.p1: the two hidden activations."""
    return guess("3.p1", "Two activations", ("a₄", "a₅"), sigmoid_321()[1][1][0])


def hidden_signs() -> Exercise:
    """3.p2: the signs of the two hidden deltas."""
    delta = sigmoid_321()[2][1][0]
    assert np.all(np.sign(delta) == np.sign(delta[0]))
    return guess_of("3.p2", "The sign of the hidden deltas", ("both positive", "both negative", "one of each"), sign(delta[0]))


def shape_of_delta() -> Exercise:
    """4.p1: the shape of a delta of the 3-4-5-2 network with seven samples."""
    return guess("4.p1", "The shape of δ²", ("rows", "columns"), np.zeros((7, 5)).shape, asks="δ² will have:")


def half_the_step() -> Exercise:
    """5.p1: what half the step makes of the error of a central difference of w³."""
    def error(h):
        return ((0.7 + h) ** 3 - (0.7 - h) ** 3) / (2 * h) - 3 * 0.7**2

    share = error(2.0**-5) / error(2.0**-4)
    return guess_of("5.p1", "Half the step", ("it halves", "it falls to a quarter", "it stays"), int(np.argmin(np.abs(share - np.array([1 / 2, 1 / 4, 1])))),
                    asks="The error of the central difference, when h is halved and still large:")


def tiny_step() -> Exercise:
    """5.p2: which of the three quotients are ruined by the smallest step of the table."""
    h = 2.0**-52
    quotients = [((0.7 + h) ** 3 - 0.7**3) / h, ((0.7 + h) ** 3 - (0.7 - h) ** 3) / (2 * h), (complex(0.7, h) ** 3).imag / h]
    wrong = [abs(quotient - 3 * 0.7**2) > 0.01 for quotient in quotients]
    return guess_of("5.p2", "A tiny step", ("the one-sided alone", "both differences", "all three"), sum(wrong) - 1, asks="When h is very small, wrong will be:")


def apart_at_40() -> Exercise:
    """6.p1: a delta that is divided by its slope first, where the sigmoid is 1."""
    y_hat = sigmoid(40.0)
    slope = y_hat * (1 - y_hat)
    with np.errstate(invalid="ignore"):
        delta = np.divide(y_hat - 1, slope) * slope
    return guess_of("6.p1", "In two steps", ("0", "a tiny number", "no number at all"), 2 if np.isnan(delta) else int(delta != 0), asks="At z = 40, with the target 1:")


def batches_or_momentum() -> Exercise:
    """6.p2: which of the two alone leaves the lower cost after ten epochs."""
    digits = data.digits()
    training = splits.shuffled(len(digits.X), (1077, 360, 360), np.random.default_rng(6))[0]
    X, Y = data.standardised(digits.X[training], by=digits.X[training]), digits.Y[training]
    net = Network((64, 30, 10), sigmoid, identity)

    def cost(size, alpha):
        rng = np.random.default_rng(0)
        *_, end = minibatch.descend(net, net.init(rng), X, Y, cross_entropy, size=size, rng=rng, eta=0.3, epochs=10, alpha=alpha)
        return end.cost

    return guess_of("6.p2", "Batches or momentum", ("small batches", "momentum"), int(cost(32, 0.0) > cost(1077, 0.9)), asks="After ten epochs the lower cost is that of:")


def thirty_sigmoids() -> Exercise:
    """7.p1: what thirty layers of sigmoid with the gain 1 leave of the output's delta, the median of ten starts."""
    def left(seed):
        rng = np.random.default_rng(seed)
        net = Network((64,) * 31, *[sigmoid] * 29, identity)
        theta = net.init(rng, 1.0)
        X, Y = rng.standard_normal((2, 16, 64))
        delta, _ = net.backward(theta, *net.forward(theta, X), 10 * Y, mse)
        return np.sqrt(np.mean(delta[1] ** 2) / np.mean(delta[30] ** 2))

    share = np.median([left(seed) for seed in range(10)])
    return guess_of("7.p1", "Thirty sigmoids", ("about 10⁻³", "about 10⁻⁹", "about 10⁻¹⁸"), int(np.argmin(np.abs(np.log10(share) + [3, 9, 18]))),
                    asks="The sigmoid with g = 1: what 30 layers leave of the delta:")


def sigmoid_forward() -> Exercise:
    """7.p2: whether the pre-activations of sigmoid layers die out."""
    rng = np.random.default_rng(0)
    net = Network((64,) * 21, *[sigmoid] * 20)
    Z, _ = net.forward(net.init(rng), rng.standard_normal((16, 64)))
    change = np.sqrt(np.mean(Z[20] ** 2) / np.mean(Z[5] ** 2))
    return guess_of("7.p2", "Sigmoids forward", ("it falls by about 4 with each layer", "it stays", "it grows"), 0 if change < 0.5 else 1 if change < 2 else 2,
                    asks="The size of z, from layer 5 to layer 20:")


def example_of_three() -> tuple[Node, Node, Node, Node]:
    """The example of chapter 8: w, u, v and f."""
    w = Node(3, name="w")
    u = w + 1
    v = u * w
    return w, u, v, u + v


def remembered() -> Exercise:
    """8.p1: the two partial derivatives that a product remembers."""
    return guess("8.p1", "What a product remembers", ("by u", "by w"), example_of_three()[2].partials, asks="The partial derivatives of v, as numbers:")


def swept_wrongly() -> Exercise:
    """8.p2: df/dw where shares are assigned, and where u has its turn before v."""
    w, u, v, f = example_of_three()

    def sweep(nodes, add):
        adjoint = dict.fromkeys(nodes, 0.0) | {f: 1.0}
        for node in nodes:
            for parent, partial in zip(node.parents, node.partials):
                adjoint[parent] = adjoint[node] * partial + (adjoint[parent] if add else 0.0)
        return adjoint[w]

    return guess("8.p2", "Two mistakes", ("assigned", "in that order"), [sweep([f, v, u, w], False), sweep([f, u, v, w], True)], asks="df/dw will be:")


def quicker_than_nature() -> Exercise:
    """9.p1: the share of our runs that learn mirror images as quickly as the published one."""
    done = np.array(measured.experiments1986()["symmetry"]["eta 0.1"]["right"])
    return guess("9.p1", "As quick as Nature's", ("share",), [np.mean((done >= 0) & (done <= 1425))], asks="The share of our 200 runs that are as quick:")


def goes_on() -> Exercise:
    """9.p2: where the answers of the stuck network of exclusive or go, when its descent goes on."""
    net, theta, _ = published.xor_stuck()
    xor = data.xor()
    end = train(net.objective(xor.X, xor.Y, half_sse), theta, eta=0.5, alpha=0.9, steps=1000)[-1].theta
    merged = np.sum(np.abs(net(end, xor.X)[:, 0] - 0.5) < 0.1)
    return guess_of("9.p2", "The stuck network goes on", ("it gets out and learns", "two answers stay at one half", "all four go to one half"), int(merged) // 2,
                    asks="When the descent goes on:")


def outside_at_the_start() -> Exercise:
    """9.p3: how often runs fail that start outside the regions of one sign, beside those that start inside."""
    two = published.xor_stuck().net
    lost = np.array(measured.experiments1986()["xor"]["2-2-1, alpha 0.9, r 1"]["within"]) < 0
    starts = [two.init_uniform(np.random.default_rng(seed), 1.0) for seed in range(len(lost))]
    inside = np.array([np.any(np.abs(np.sign(theta.W[1] * theta.W[2][:, 0]).sum(axis=1)) == 2) for theta in starts])
    times = lost[~inside].mean() / lost[inside].mean()
    return guess_of("9.p3", "Outside at the start", ("never", "less often than those inside", "about as often"), 0 if times == 0 else 1 if times < 0.75 else 2,
                    asks="Those that start outside fail:")


def five_spellings() -> Exercise:
    """10.p1: how many slopes PyTorch was seen to give max(x, 0) at 0, in five spellings."""
    seen = measured.libraries()["libraries"]["torch"]["values"]["slopes"]
    spellings = ("relu", "maximum(x, 0)", "maximum(0, x)", "clamp(x, 0)", "where(x > 0, x, 0)")
    return guess_of("10.p1", "Five spellings", ("one", "two", "three"), len({seen[name][0] for name in spellings}) - 1,
                    asks="In PyTorch the five spellings have at 0 … different slopes:")


def zero_in_a_product() -> Exercise:
    """10.p2: the slopes of the product of 2, 0 and 3."""
    x1, x2, x3 = xs = [Node(v) for v in (2.0, 0.0, 3.0)]
    return guess("10.p2", "A zero in a product", ("by 2", "by 0", "by 3"), autodiff.gradient(x1 * x2 * x3, xs))


def what_passes() -> Exercise:
    """10.p3: the largest of four relative errors that check_gradient lets pass."""
    x, tried = np.array([0.3, 0.7, 1.2]), (1e-7, 1e-6, 1e-5, 1e-4)
    passed = [check_gradient(lambda x: np.sin(x).sum(), (1 + e) * np.cos(x), x).ok for e in tried]
    return guess_of("10.p3", "What passes", ("10⁻⁷", "10⁻⁶", "10⁻⁵", "10⁻⁴"), passed.index(False) - 1, asks="The largest e that nnlib lets pass:")


PREDICTIONS: dict[str, Callable[[], Exercise]] = {
    "1.p1": quotient, "1.p2": errors_shrink, "1.p3": tail_slope, "2.p1": first_row, "2.p2": overflow, "3.p1": hidden_activations,
    "3.p2": hidden_signs, "4.p1": shape_of_delta, "5.p1": half_the_step, "5.p2": tiny_step, "6.p1": apart_at_40, "6.p2": batches_or_momentum,
    "7.p1": thirty_sigmoids, "7.p2": sigmoid_forward, "8.p1": remembered, "8.p2": swept_wrongly, "9.p1": quicker_than_nature,
    "9.p2": goes_on, "9.p3": outside_at_the_start,
    "10.p1": five_spellings, "10.p2": zero_in_a_product, "10.p3": what_passes}
