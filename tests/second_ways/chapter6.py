"""Chapter 6 once more: scalars and math.exp, index form, complex steps, loops over samples, and draws."""

import itertools
import math

import numpy as np

from course.exercises import exercise_by_id
from nnlib import Network, complex_step, data, identity, indexed, sigmoid, splits
from nnlib.losses import cross_entropy

NET = Network((64, 30, 10), sigmoid, identity)


def split():
    """The chapter's split; each column of ink standardised by the training part, one after the other."""
    digits = data.digits()
    rows = splits.shuffled(1797, (1077, 360, 360), np.random.default_rng(6))
    ink = np.array(digits.X, dtype=float)
    scaled = np.empty_like(ink)
    for k in range(64):
        seen = ink[rows[0], k]
        mean = seen.sum() / 1077
        spread = math.sqrt(((seen - mean) ** 2).sum() / 1077) if seen.min() < seen.max() else 1.0
        scaled[:, k] = (ink[:, k] - mean) / spread
    return rows, ink, scaled, digits.Y


def start():
    """Layer after layer from the same random numbers."""
    rng, theta = np.random.default_rng(0), NET.zeros()
    for l, (a, b) in enumerate(itertools.pairwise(NET.sizes), 1):
        theta.W[l][...] = rng.standard_normal((a, b)) / math.sqrt(a)
    return theta


def entropy(z, k):
    """The cost of one sample with the logits z, whose class is k."""
    return np.log(sum(np.exp(v) for v in z)) - z[k]


def nothing_is_created():
    """A few steps with momentum on a batch without a 9: the sum stays, the biases and the others do not."""
    rng = np.random.default_rng(3)
    net, D = Network((4, 3, 10), sigmoid, identity), 6
    theta, v = net.init(rng), 0.0
    theta.b[2][...] = rng.normal(size=10)
    X, classes = rng.normal(size=(D, 4)), rng.integers(9, size=D)
    before = theta.b[2].copy()
    Z, A = indexed.forward(net, theta, X)
    assert (indexed.backward(net, theta, Z, A, np.eye(10)[classes], cross_entropy)[0][2] > 0).sum() > 5 * D  # most are positive
    for _ in range(5):
        v = 0.9 * v - 0.3 * indexed.grad(net, theta, X, np.eye(10)[classes], cross_entropy).vector
        theta.vector[...] += v
    assert abs(theta.b[2].sum() - before.sum()) < 1e-13 and np.abs(theta.b[2] - before).min() > 1e-3
    return [2]


def sum_for_mean():
    """From lengths of gradients that are summed sample by sample."""
    rng = np.random.default_rng(2)
    net = Network((3, 4), identity)
    theta, X, Y = net.init(rng), rng.normal(size=(32, 3)), np.eye(4)[rng.integers(4, size=32)]

    def length(D, share):
        each = [indexed.grad(net, theta, X[d : d + 1], Y[d : d + 1], cross_entropy).vector for d in range(D)]
        return np.linalg.norm(sum(each)) * share

    eta = 0.3 * length(32, 1 / 32) / length(32, 1)
    return [eta, eta * length(21, 1) / (0.3 * length(21, 1 / 21))]


def rough_but_right():
    """The weights as those of a least-squares fit of the whole gradient; gradients by index."""
    rows, _, S, Y = split()
    X, Y = S[rows[0]], Y[rows[0]]
    theta = start()
    order = np.random.default_rng(1).permutation(1077)
    cut = [order[k : k + 32] for k in range(0, 1077, 32)]
    whole = indexed.grad(NET, theta, X, Y, cross_entropy).vector
    grads = np.array([indexed.grad(NET, theta, X[k], Y[k], cross_entropy).vector for k in cut])
    weights = np.linalg.lstsq(grads.T, whole, rcond=None)[0]
    far = sorted(math.sqrt(((g - whole) ** 2).sum() / (whole**2).sum()) for g in grads)
    return [weights[0], weights[-1], (far[16] + far[17]) / 2]


def softmax_and_squares():
    """By complex steps in the second logit."""
    def cost(t, z2):
        e = [np.exp(t), np.exp(z2), 1.0]
        return sum((v / sum(e) - y) ** 2 for v, y in zip(e, (0, 1, 0)))

    return [complex_step(lambda z2, t=t: cost(t, z2), 0.0) for t in (2.0, 5.0, 10.0)]


def without_the_scale():
    """By pre-activations beyond ln 99, where a sigmoid is within 0.01 of an end."""
    rows, ink, _, _ = split()
    W = start().W[1]
    Z = np.einsum("di,ij->dj", ink[rows[0]], W)
    size = np.linalg.norm(Z) / math.sqrt(Z.size)
    return [100 * sum(abs(z) > math.log(99) for z in Z.flat) / Z.size, size, size / 16]


def luckiest_of_eight():
    """Eight networks that are equally good, 360 pictures, many times: what the chosen one scores."""
    rng = np.random.default_rng(66)
    v, t = rng.binomial(360, 0.96, (2, 20000, 8)) / 360
    alone = math.sqrt(0.96 * 0.04 / 360)
    best, chosen = t.max(axis=1), t[np.arange(20000), v.argmax(axis=1)]
    assert abs(t.mean() - 0.96) < 2e-4 and abs(chosen.mean() - 0.96) < 5e-4  # fair, each alone and the one chosen elsewhere
    assert best.mean() - 0.96 > alone and (best > 0.96).mean() > 0.95  # too high by more than a standard error
    return [1]


def same_mistakes():
    """By the distribution of the common pictures of two sets that are drawn by chance, and by sets that lie in each other and apart."""
    D, net, near = 360, 11, 6
    ways = [math.comb(near, k) * math.comb(D - near, net - k) for k in range(near + 1)]
    rows, ink, _, Y = split()
    classes = Y.argmax(axis=1)
    found = [classes[rows[0][((ink[rows[0]] - x) ** 2).sum(axis=1).argmin()]] for x in ink[rows[2]]]
    assert len(found) == D and sum(a != c for a, c in zip(found, classes[rows[2]])) == near
    inside, apart = set(range(net)) ^ set(range(near)), set(range(net)) ^ set(range(net, net + near))
    return [sum(k * way for k, way in enumerate(ways)) / sum(ways), len(inside), len(apart)]


def to_implement():
    """By complex steps in each logit, sample by sample, from logits that are moved near 0 first."""
    row = []
    for given in exercise_by_id("6.8").instances:
        for z, y in zip(given["Z"], given["Y"]):
            for k in range(len(z)):
                moved = (z - np.sort(z)[-1]).astype(complex)
                moved[k] += 1e-100j
                row.append(entropy(moved, int(np.flatnonzero(y)[0])).imag / 1e-100 / len(given["Z"]))
    return row


def two_moves():
    """The recursion for the place alone: w_{k+1} = w_k + α (w_k − w_{k−1}) − η C′(w_k), in tenths."""
    before, here = 10, 10
    for _ in range(2):
        before, here = here, here + 0.6 * (here - before) - 0.1 * 2 * (here - 30)
    return [(here - before) / 10, here / 10]


def before_it_runs():
    """Counted one by one, and the watch with a list."""
    parameters = sum(1 for a, b in ((64, 20), (20, 10)) for _ in range((a + 1) * b))
    scores = (2.41, 0.90, 0.61, 0.52, 0.55, 0.49, 0.50, 0.47, 0.48, 0.51, 0.49, 0.50, 0.48, 0.46, 0.50)
    waiting = [min(scores[: e + 1]) == min(scores[: max(1, e - 3)]) and e >= 4 for e in range(len(scores))]
    last = waiting.index(True)
    steps, left = 0, 600
    for _ in range(last):
        left = 600
        while left > 48:
            left, steps = left - 48, steps + 1
        steps += 1
    return [parameters, left, scores.index(min(scores[: last + 1])), last, steps]


def table_of_counts():
    """Picture by picture; the standard error as the spread of the mean of what is right."""
    told = [(true, taken) for true, row in enumerate(((45, 3, 2), (6, 64, 10), (1, 4, 65))) for taken, m in enumerate(row) for _ in range(m)]
    right = [float(a == b) for a, b in told]
    written, called = ([a == b for a, b in told if (a, b)[side] == 1] for side in (0, 1))
    return [np.mean(right), np.std(right) / math.sqrt(len(right)), np.mean(written), np.mean(called)]


def three_classes():
    """The cost by the complex step of its formula in the logits, and its delta as a derivative."""
    def cost(z):
        return np.log(np.exp(z).sum()) - z[2]

    z = np.array([1.2, -0.4, 0.3])
    return [math.exp(-cost(z)), cost(z), complex_step(cost, z)[2]]


def one_scale():
    """Column by column in plain numbers."""
    row = []
    for given in exercise_by_id("6.13").instances:
        train, other = given["train"], given["other"]
        scale = []
        for column in train.T.tolist():
            middle = math.fsum(column) / len(column)
            spread = math.sqrt(math.fsum((v - middle) ** 2 for v in column) / len(column))
            scale.append((middle, spread or 1.0))
        row += [(v - middle) / spread for line in other.tolist() for v, (middle, spread) in zip(line, scale)]
    return row


def patient_descent():
    """All epochs first, in plain numbers; then the first that is followed by as many without a lower cost."""
    row = []
    for given in exercise_by_id("6.14").instances:
        x, y, x_val, y_val, w, size, eta, patience = (v.tolist() if isinstance(v, np.ndarray) else v for v in given.values())
        weights = [w]
        for _ in range(80):
            for k in range(0, len(x), size):
                pairs = list(zip(x[k:k + size], y[k:k + size]))
                w -= eta * sum(2 * (w * a - b) * a for a, b in pairs) / len(pairs)
            weights.append(w)
        costs = [sum((w * a - b) ** 2 for a, b in zip(x_val, y_val)) / len(x_val) for w in weights]
        best = next(k for k in range(80) if costs[k] == min(costs[: k + 1]) and all(c >= costs[k] for c in costs[k + 1 : k + patience + 1]))
        row += [weights[best], best, best + patience]
    return row


SECOND = {"6.1": nothing_is_created, "6.2": sum_for_mean, "6.3": rough_but_right, "6.4": softmax_and_squares,
          "6.5": without_the_scale, "6.6": luckiest_of_eight, "6.7": same_mistakes, "6.8": to_implement, "6.9": two_moves,
          "6.10": before_it_runs, "6.11": table_of_counts,
          "6.12": three_classes, "6.13": one_scale, "6.14": patient_descent}
ROUNDS = {}
