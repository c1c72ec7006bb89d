"""Chapter 9 once more: rows one by one, differences of sums, closed forms, truth tables, descents in plain numbers."""

import math
from itertools import combinations, product

import numpy as np

from course.exercises import exercise_by_id
from course.studies import measured, published
from nnlib import data


def sigma(z):
    return 1 / (1 + math.exp(-z))


def nearest_miss():
    """From the printed numbers in a code of 1, 2 and 4, row by row; no other row that is not symmetric is higher."""
    theta = published.symmetry().theta
    W, b, v, c = theta.W[1].tolist(), theta.b[1].tolist(), theta.W[2][:, 0].tolist(), float(theta.b[2][0])
    code = [round(W[i][0] / abs(W[0][0])) for i in range(3)]
    assert sorted(map(abs, code)) == [1, 2, 4]
    patterns, answers, others = set(), [], []
    for x in product((0, 1), repeat=6):
        t = tuple(x[i] - x[5 - i] for i in range(3))
        hidden = [sigma(b[k] + sum(W[i][k] * x[i] for i in range(6))) for k in (0, 1)]
        y = sigma(c + hidden[0] * v[0] + hidden[1] * v[1])
        if abs(sum(w * s for w, s in zip(code, t))) == 1:
            patterns.add(t)
            answers.append(y)
        elif any(t):
            others.append(y)
    assert max(others) < min(answers)
    return [len(patterns), len(answers), max(answers)]


def four_pairs():
    """By different sums of all subsets."""
    (found,) = (w for w in combinations(range(1, 8), 4)
                if len({sum(v for v, taken in zip(w, half) if taken) for half in product((0, 1), repeat=4)}) == 16)
    return found


def slow_momentum():
    """In closed form, by logarithms."""
    return [math.ceil(math.log(0.5) / math.log(0.9)), math.ceil(math.log(0.1) / math.log(0.9)), 1 - 0.9**10]


def silent_encoder():
    """One of eight is on: the cost of one output as the variance of its targets, and as the sum of their squares."""
    Y = data.encoder(8).Y
    return [0.5 * 8 * Y.var(axis=0).sum(), 0.5 * (Y**2).sum()]


def parity_by_hand():
    """Written down one by one; what they are for is tried on every row."""
    row = []
    for given in exercise_by_id("9.5").instances:
        n, g = given["n"], given["g"]
        hidden = [g / 2 - g * k for k in range(1, n + 1)]
        out = [g if k % 2 else -g for k in range(1, n + 1)]
        for x in product((0, 1), repeat=n):
            z = sum(v * sigma(g * sum(x) + b) for v, b in zip(out, hidden)) - g / 2
            assert (sigma(z) > 0.8) == sum(x) % 2 and not 0.2 < sigma(z) < 0.8
        row += [*hidden, *out, -g / 2]
    return row


ROWS = ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0))


def descended(p, q, b, v, c, sweeps):
    """Momentum 0.9 at the rate 0.5 on exclusive or, in a 2-K-1 network in plain numbers; with its cost and answers."""
    K = len(p)
    theta = [*p, *q, *b, *v, c]
    move = [0.0] * len(theta)
    for sweep in range(sweeps + 1):
        grad, answers, hidden = [0.0] * len(theta), [], []
        for x1, x2, y in ROWS:
            a = [sigma(theta[k] * x1 + theta[K + k] * x2 + theta[2 * K + k]) for k in range(K)]
            u = sigma(theta[-1] + sum(theta[3 * K + k] * a[k] for k in range(K)))
            delta = (u - y) * u * (1 - u)
            grad[-1] += delta
            for k in range(K):
                back = delta * theta[3 * K + k] * a[k] * (1 - a[k])
                grad[k] += back * x1
                grad[K + k] += back * x2
                grad[2 * K + k] += back
                grad[3 * K + k] += delta * a[k]
            answers.append(u)
            hidden.append(a)
        if sweep == sweeps:
            break
        move = [-0.5 * g + 0.9 * m for g, m in zip(grad, move)]
        theta = [w + m for w, m in zip(theta, move)]
    cost = sum((u - y) ** 2 for u, (_, _, y) in zip(answers, ROWS)) / 2
    return theta, cost, answers, hidden


def regions(theta, K):
    """The inputs whose products with the weights to the output have one sign."""
    return {i + 1 for i in (0, 1) if len({theta[i * K + k] * theta[3 * K + k] > 0 for k in range(K)}) == 1}


def copies():
    """It stays stuck, ten times as long too; the deltas of 01 and 11 are no zeros; all copies are on in both rows."""
    theta = published.xor_stuck().theta
    p, q = (2 * row.tolist() for row in theta.W[1])
    b, v, c = 2 * theta.b[1].tolist(), 2 * (theta.W[2][:, 0] / 2).tolist(), float(theta.b[2][0])
    for sweeps in (0, 2000, 20000):
        end, cost, answers, hidden = descended(p, q, b, v, c, sweeps)
        assert 0.25 < cost < 0.2605 and abs(answers[1] - 0.5) < 0.01 and abs(answers[3] - 0.5) < 0.01
        assert regions(end, 4) == {1}
        assert min(hidden[1] + hidden[3]) > 0.99
        assert all(abs((u - y) * u * (1 - u) - share) < 0.005
                   for u, y, share in ((answers[1], 1, -1 / 8), (answers[3], 0, 1 / 8)))
    return [3]


def ends():
    """The five descents, in plain numbers."""
    within = measured.experiments1986()["xor"]["2-2-1, alpha 0.9, r 1"]["within"]
    before, after = [], []
    for seed in [seed for seed, sweeps in enumerate(within) if sweeps < 0][:5]:
        begin = published.xor_stuck().net.init_uniform(np.random.default_rng(seed), 1.0)
        p, q = begin.W[1].tolist()
        start = (p, q, begin.b[1].tolist(), begin.W[2][:, 0].tolist(), float(begin.b[2][0]))
        before.append(regions(descended(*start, 0)[0], 2))
        end, cost, *_ = descended(*start, 3000)
        assert cost > 0.25
        after.append(regions(end, 2))
    assert before == [{2}, {2}, {2}, {1}, set()] and after == [{1}, {1}, {1, 2}, {2}, {2}]
    assert sum(bool(start & end) for start, end in zip(before, after)) == 1  # "only one of the five"
    return [1]


def share_with_error():
    """As the mean of zeros and ones, with their standard deviation."""
    ones = np.array(measured.experiments1986()["xor"]["2-2-1, alpha 0.9, r 1"]["within"]) >= 0
    error = ones.std() / math.sqrt(len(ones))
    return [ones.mean(), ones.mean() - 2 * error, ones.mean() + 2 * error]


def printed_by_hand():
    """With the numbers of the figure typed, and the deltas by central differences of the cost, refined."""
    a = sigma(-2.0 + 2.0), sigma(4.3 - 0.1)

    def cost(z1, z2, z=None):
        z = sigma(z1) * -4.5 + sigma(z2) * 5.3 - 0.8 if z is None else z
        return (sigma(z) - 1) ** 2 / 2

    def slope(f):
        one, two = ((f(h) - f(-h)) / (2 * h) for h in (2e-3, 1e-3))
        three = (f(5e-4) - f(-5e-4)) / 1e-3
        four, five = (4 * two - one) / 3, (4 * three - two) / 3
        return (16 * five - four) / 15

    z = a[0] * -4.5 + a[1] * 5.3 - 0.8
    return [*a, sigma(z), slope(lambda h: cost(0, 0, z + h)), slope(lambda h: cost(h, 4.2)),
            slope(lambda h: cost(0, 4.2 + h))]


def descent_to_implement():
    """Entry by entry, in the form without v: from the last two points."""
    row = []
    for given in exercise_by_id("9.10").instances:
        f, w, eta, alpha, kappa, steps = given.values()
        points = [w.tolist()]
        for _ in range(steps):
            g = f(np.array(points[-1]))
            move = [-eta * float(s) for s in g]
            if len(points) > 1:  # the last move is what had been reached before the shrinking, less where it began
                move = [m + alpha * (now / (1 - kappa) - old) for m, now, old in zip(move, points[-1], points[-2])]
            points.append([(1 - kappa) * (v + m) for v, m in zip(points[-1], move)])
        row += points[-1]
    return row


def problem_of_printed_by_hand():
    from nnlib import half_sse
    from course.exercises.one_step import Problem

    net, theta, _ = published.xor_stuck()
    return Problem(net, theta, np.array([[1.0, 0.0]]), np.array([[1.0]]), half_sse, 0.5)


SECOND = {"9.1": nearest_miss, "9.2": four_pairs, "9.3": slow_momentum, "9.4": silent_encoder, "9.5": parity_by_hand,
          "9.6": copies, "9.7": ends, "9.8": share_with_error, "9.9": printed_by_hand, "9.10": descent_to_implement}
ROUNDS = {"9.9": (problem_of_printed_by_hand(),
                  lambda r: (*r.A[1][0], r.A[2].item(), r.delta[2].item(), *r.delta[1][0]))}
