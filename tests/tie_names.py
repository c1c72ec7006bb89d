"""What the Python of a tie may name beside NumPy and nnlib: small networks, and what is measured on them or by chance."""

from functools import cache

import numpy as np

import nnlib
from nnlib import Network, gradcheck, identity, relu, sigmoid, softmax, softplus, sse, tanh
from tests.correction_claims import DEEP as NET, X, Y, count, layers

__all__ = ["NET", "X", "Y", "count", "layers"]
THETA = NET.init(np.random.default_rng(0))
FORWARD = NET.forward(THETA, X)
DELTAS = NET.backward(THETA, *FORWARD, Y, sse)[0]
SOFT = softmax(np.array([[0.3, -0.2, 1.0]]))[0]
XI = np.linspace(-8, 8, 4001)
SHARE = np.exp(-(XI**2) / 2) / np.exp(-(XI**2) / 2).sum()


def same(a, b):
    """Whether two arrays of one shape agree to rounding."""
    return np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-9, atol=1e-12)


def shape(text, l=2, **letters):
    """What a shape such as `D \\times n_l` is in the small network, at one of its layers."""
    letters = {"D": len(X), "n_L": NET.sizes[-1], "n_l": NET.sizes[l], "n_{l-1}": NET.sizes[l - 1], "n_{l+1}": NET.sizes[l + 1]} | letters
    return tuple(letters[part.strip()] for part in text.split(r"\times"))


def twins():
    """The gradient of chapter 2's cost by w_1, b_1, w_3 and by w_2, b_2, w_4 where both hidden neurons are equal."""
    net = Network((1, 2, 1), softplus, identity)
    theta = net.params({1: [[0.7, 0.7]], 2: [[-0.4], [-0.4]]}, {1: [0.2, 0.2], 2: [0.1]})
    grad = net.grad(theta, np.array([[0.0], [0.5], [1.0]]), np.array([[0.0], [1.0], [0.0]]), sse)
    return [(grad.W[1][0, k], grad.b[1][k], grad.W[2][k, 0]) for k in (0, 1)]


def chains(parts):
    """Whether the second part times the third is the derivative by the first, in each three, for the cost of chapter 2 and one sample."""
    net, letters = Network((1, 2, 1), softplus, identity), {"w_1": 0.5, "w_2": -0.8, "b_1": 0.1, "b_2": 0.3, "w_3": -0.4, "w_4": 0.9, "b_3": 0.2}
    theta = net.params({1: [[0.5, -0.8]], 2: [[-0.4], [0.9]]}, {1: [0.1, 0.3], 2: [0.2]})
    x, y = np.array([[1.5]]), np.array([[1.0]])
    Z, A = net.forward(theta, x)
    letters |= {"r_d": 1 - A[2].item(), "x_d": 1.5, "a_{d1}": A[1][0, 0], "a_{d2}": A[1][0, 1], r"\sigma(z_{d1})": sigmoid(Z[1][0, 0]), r"\sigma(z_{d2})": sigmoid(Z[1][0, 1])}
    grad = net.grad(theta, x, y, sse)
    right = {"w_1": grad.W[1][0, 0], "w_2": grad.W[1][0, 1], "b_1": grad.b[1][0], "b_2": grad.b[1][1], "w_3": grad.W[2][0, 0], "w_4": grad.W[2][1, 0], "b_3": grad.b[2][0]}

    def product(text):
        value = 1.0
        for factor in text.replace(r"\,", " ").replace("-2", "-2 ").split():
            value *= letters[factor] if factor in letters else float(factor)
        return value

    return all(abs(product(first) * product(last) - right[name]) < 1e-12 for name, first, last in zip(parts[::3], parts[1::3], parts[2::3]))


def bias_jacobian(h=1e-6):
    """The derivatives of two sigmoid outputs by their biases."""
    net = Network((2, 2), sigmoid)
    def outputs(b):
        return net.forward(net.params({1: [[0.3, -0.5], [0.8, 0.1]]}, {1: b}), np.array([[1.0, 2.0]]))[1][1][0]
    columns = [(outputs(np.eye(2)[k] * h) - outputs(-np.eye(2)[k] * h)) / (2 * h) for k in (0, 1)]
    return np.round(np.array(columns).T, 8)


def softmax_jacobian():
    """The derivatives of softmax at three logits, by central differences to six places."""
    z = np.array([0.3, -0.2, 1.0])
    return np.array([(softmax((z + d)[None]) - softmax((z - d)[None]))[0] / 2e-5 for d in np.eye(3) * 1e-5]).T


def asked(theta, method):
    """The points at which a way of differentiating asks for the cost."""
    points = []

    def cost(vector):
        points.append(np.array(vector, copy=True))
        return (vector**2).sum()

    method(cost, theta)
    return points


def step_of(theta):
    """The step that central differences take at a number."""
    points = np.array(asked(np.array([theta]), gradcheck.central_difference)).ravel()
    return float(np.ptp(points) / 2)


def passes(P=6):
    """How often central, one-sided and complex differences ask for the cost of P parameters."""
    def one_sided(cost, theta):
        start = cost(theta)
        return [(cost(theta + d) - start) / 1e-8 for d in np.eye(P) * 1e-8]
    return [len(asked(np.ones(P), method)) for method in (gradcheck.central_difference, one_sided, gradcheck.complex_step)]


@cache
def delta_ratio(n=300, v=0.02, q=0.7):
    """The factor by which a random layer changes the size of a delta, over the root of n v κ."""
    rng = np.random.default_rng(0)
    delta, z = rng.standard_normal((40, n)), np.sqrt(q) * rng.standard_normal((40, n))
    back = (delta @ rng.normal(0, np.sqrt(v), (n, n)).T) * tanh.prime(z)
    kappa = SHARE @ tanh.prime(np.sqrt(q) * XI) ** 2
    return np.sqrt((back**2).mean() / (delta**2).mean()) / np.sqrt(n * v * kappa)


@cache
def next_q(n=300, v=0.02, q=0.7):
    """The mean square of z behind a random layer, over n v p."""
    rng = np.random.default_rng(1)
    z = tanh(np.sqrt(q) * rng.standard_normal((40, n))) @ rng.normal(0, np.sqrt(v), (n, n))
    return (z**2).mean() / (n * v * (SHARE @ tanh(np.sqrt(q) * XI) ** 2))


def pyramid():
    """The factors of mean squares, forward and back, where a layer is half as wide as the one before: three rules for v."""
    before, after = 2.0, 1.0
    return [(before * v, after * v) for v in (1 / before, 1 / after, 2 / (before + after))]


@cache
def silent(n, l, runs=200_000):
    """How often a neuron of layer l is open in narrow layers of ReLU, to some thousandths."""
    rng = np.random.default_rng(2)
    a = np.abs(rng.standard_normal((runs, n)))
    for _ in range(l):
        z = np.einsum("ri,rij->rj", a, rng.standard_normal((runs, n, n)))
        a = relu(z)
    return float(relu.prime(z).mean())


@cache
def relative_variance(n=1, back=False, runs=1_000_000):
    """The variance of a mean over n neurons, of max(0, ξ)² or of squared weights behind masks, over its squared mean."""
    rng = np.random.default_rng(3)
    squares = rng.standard_normal((runs // n, n)) ** 2
    parts = (squares * (rng.random(squares.shape) < 0.5) if back else relu(rng.standard_normal(squares.shape)) ** 2).mean(axis=1)
    return parts.var() / parts.mean() ** 2


@cache
def log_sizes(m, n, runs=4000):
    """Mean and standard deviation of the logarithm of a size behind m layers of n neurons with He's weights."""
    rng = np.random.default_rng(4)
    logs = sum(np.log((2 * relu(rng.standard_normal((runs, n))) ** 2).mean(axis=1)) for _ in range(m)) / 2
    return logs.mean(), logs.std()


def q_after(q):
    """The mean square of z one layer of tanh further, with n v = 1."""
    return SHARE @ tanh(np.sqrt(q) * XI) ** 2


def kappa_of_gain(g):
    """The mean of the squared slope of tanh where z has the size g."""
    fine = np.linspace(-0.05, 0.05, 200_001)
    return (tanh.prime(g * fine) ** 2).sum()


def power_of(f, at=1000):
    """The power with which f goes to 0 or grows."""
    return float(np.log2(f(2 * at) / f(at)))


def order(error):
    """With which power of h an error goes to 0."""
    return float(np.log2(abs(error(0.02) / error(0.01))))


def drop(move, change):
    """Whether a cost changes by `change` when the point moves by `move`, to first order."""
    def cost(w):
        return (1 - w[0] / 2) ** 2 + (3 - 2 * w[1]) ** 2

    w, names = np.array([0.0, 1.0]), {"eta": 1e-7, "g": np.array([-1.0, -4.0]), "G": 17.0}
    move, change = (text.replace(r"\lvert", "|").replace(r"\rvert", "|").replace(r"|\nabla C|^2", "*G").replace(r"\nabla C", "*g").replace(r"\eta", "eta ")
                    for text in (move, change))
    return abs((cost(w + eval(move, names)) - cost(w)) / eval(change, names) - 1) < 1e-4


def moment(alpha, eta, signs, sweeps=400):
    """The size of the move that momentum makes in the end where the gradient has size 1 and keeps or changes its sign."""
    run = list(nnlib.descend(lambda t, s=iter(range(10**6)): (0.0, float(signs ** next(s))), 0.0, eta=eta, alpha=alpha, steps=sweeps))
    return abs(run[-1].theta - run[-2].theta)


def paths(n):
    """How many ways lead from x through n doublings, by a recursion over the graph."""
    return 1 if n == 0 else paths(n - 1) + paths(n - 1)


def corner(x1, x2):
    """The pre-activations of chapter 9's path over τ."""
    return np.array([1 - 2 * x1 + 2 * x2, -1 + 2 * x1 + 2 * x2])


ROWS = ((0, 0), (0, 1), (1, 0), (1, 1))


def hidden_differences(tau):
    """a_2 − a_1 on the path, for 00, 01, 10 and 11."""
    return [float(np.diff(sigmoid(tau * corner(*row)))[0]) for row in ROWS]


def RHO(tau):
    return float(sigmoid(tau) - sigmoid(-tau))


def MU(tau):
    return float(sigmoid(3 * tau) - sigmoid(tau))


def path_cost(tau, s):
    """The cost of exclusive or on the path."""
    return float(sum((sigmoid(s * d) - (a ^ b)) ** 2 for d, (a, b) in zip(hidden_differences(tau), ROWS)) / 2)


def path_products(tau, s):
    """The products v_k p_k on the path: of what weighs neuron k and what its pre-activation gains with the input that the answer hangs on."""
    return [float(v * (corner(1, 0) - corner(0, 0))[k] * tau) for k, v in enumerate((-s, s))]


def uncorrected_adam(beta_1, beta_2, g=0.7):
    """The first step of Adam without corrections, in units of η, for any gradient."""
    return (1 - beta_1) * g / np.sqrt((1 - beta_2) * g**2)


def change_of_sign(tau, s):
    """By how much the parameters of the path have to change before a product v_k p_k changes its sign."""
    return float(min(abs(s), *np.abs((corner(1, 0) - corner(0, 0)) * tau)))


@cache
def stuck(sign, tries=20_000):
    """The least cost of exclusive or among random networks of two hidden neurons whose products v_k p_k have a sign, or any."""
    rng = np.random.default_rng(5)
    p, q, b, v = (rng.normal(0, 6, (tries, 2)) for _ in range(4))
    c = rng.normal(0, 6, tries)
    v = sign * np.abs(v) * np.sign(p) if sign else v
    answers = [sigmoid((v * sigmoid(p * x1 + q * x2 + b)).sum(axis=1) + c) - (x1 ^ x2) for x1, x2 in ROWS]
    return float((np.square(answers).sum(axis=0) / 2).min())
