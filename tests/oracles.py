"""What several test files share: random problems for hypothesis, and how far two gradients are apart."""

from typing import NamedTuple

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from nnlib import (Network, Params, cross_entropy, half_mse, half_sse, identity, mean_squared, mse, relu, sigmoid,
                   softplus, sse, tanh)

# The same examples on every run and every machine: a test that is red stays red until somebody repairs something.
settings.register_profile("book", derandomize=True, database=None, deadline=None, max_examples=200)
settings.load_profile("book")

SQUARED = [sse, half_sse, mse, half_mse, mean_squared]
LOSSES = [*SQUARED, cross_entropy]
ACTIVATIONS = [identity, sigmoid, softplus, tanh, relu]

# Two sums of the same products in another order differ by a few roundings of 1e-16 for each of at most some hundred
# terms; a factor of 1000 more is room for sums that nearly cancel. A wrong formula is off by far more than 1e-10.
ROUNDING = 1e-10
# The error of a central difference is of order ε^(2/3) = 4e-11 times the size of the cost and its third derivative.
DIFFERENCES = 1e-7


class Problem(NamedTuple):
    net: Network
    theta: Params
    X: np.ndarray
    Y: np.ndarray
    loss: object


def problem(sizes, phi, loss, D, seed=0):
    """A network with random weights and biases, and random samples; targets are probabilities where they have to be."""
    rng = np.random.default_rng(seed)
    net = Network(sizes, *phi)
    theta = net.init(rng)
    for b in theta.b.values():
        b[...] = 0.5 * rng.standard_normal(b.shape)
    X, Y = rng.standard_normal((D, sizes[0])), rng.standard_normal((D, sizes[-1]))
    if loss is cross_entropy:
        Y = rng.dirichlet(np.ones(sizes[-1]), size=D)
    return Problem(net, theta, X, Y, loss)


@st.composite
def problems(draw):
    """Any architecture of up to four weight layers, any activations, any of the six losses, one to six samples."""
    sizes = tuple(draw(st.lists(st.integers(1, 5), min_size=2, max_size=5)))
    loss = draw(st.sampled_from(LOSSES))
    phi = [draw(st.sampled_from(ACTIVATIONS)) for _ in sizes[1:]]
    if loss is cross_entropy:
        phi[-1] = identity  # it takes logits
        sizes = (*sizes[:-1], max(2, sizes[-1]))  # with one class it is 0, and differences would be of roundings only
    return problem(sizes, phi, loss, draw(st.integers(1, 6)), draw(st.integers(0, 10_000)))


def apart(given, true):
    """The largest difference of two gradients, each W[l] and b[l] measured by its own largest entry.

    Early layers often have small gradients; measured by the largest entry of all, a mistake there could hide.
    """
    pairs = [(a[l], b[l]) for a, b in ((given.W, true.W), (given.b, true.b)) for l in b]
    return max(float(np.abs(g - t).max() / (np.abs(t).max() or 1.0)) for g, t in pairs)
