"""The same two passes by index: every sum as a subscript string, a second implementation beside `network`.

The letters are the book's: d a sample, i the neuron an arrow leaves, j the neuron it enters. In equation (2) the arrow
enters a neuron of the next layer, so there j is summed and i is left.

What it shares with `network` is what the cost is made of: the activation functions φ and the factor c of a loss. Every
derivative it needs, the slopes φ′ and the gradient of the loss, is written here once more, so that a wrong derivative
there is not repeated here.
"""

from typing import Any

import numpy as np

from nnlib import checks
from nnlib.activations import Activation
from nnlib.losses import CrossEntropy, Loss, SquaredError
from nnlib.network import Layers, Network
from nnlib.params import Params


def forward(net: Network, theta: Params, X: Any) -> tuple[Layers, Layers]:
    """Z[1 … L] and A[0 … L], each (D, n_l): z^l_dj = Σ_i a^{l−1}_di W^l_ij + b^l_j and a^l_dj = φ_l(z^l_dj)."""
    net.check(theta)
    Z, A = {}, {0: checks.batch(X, net.sizes[0])}
    for l in range(1, net.L + 1):
        Z[l] = np.einsum("di,ij->dj", A[l - 1], theta.W[l]) + theta.b[l]
        A[l] = net.phi[l](Z[l])
    return Z, A


def backward(net: Network, theta: Params, Z: Layers, A: Layers, Y: Any, loss: Loss) -> tuple[Layers, Params]:
    """The deltas, each (D, n_l), and the gradient, from the Z and A of `forward`; errors as in `loss_gradient`."""
    L = net.L
    delta = {L: np.einsum("dj,dj->dj", loss_gradient(loss, A[L], Y), slope(net.phi[L], Z[L]))}
    for l in range(L - 1, 0, -1):
        delta[l] = np.einsum("dj,ij,di->di", delta[l + 1], theta.W[l + 1], slope(net.phi[l], Z[l]))
    dW = {l: np.einsum("di,dj->ij", A[l - 1], delta[l]) for l in range(1, L + 1)}
    db = {l: np.einsum("dj->j", delta[l]) for l in range(1, L + 1)}
    return delta, Params(np.concatenate([part[l].ravel() for l in dW for part in (dW, db)]), net.sizes)


def grad(net: Network, theta: Params, X: Any, Y: Any, loss: Loss) -> Params:
    """The gradient ∇C(θ) on the samples X, Y, by both passes."""
    return backward(net, theta, *forward(net, theta, X), Y, loss)[1]


def slope(phi: Activation, z: np.ndarray) -> np.ndarray:
    """φ′(z), the shape of z, without a look at `phi.prime`: a formula for nnlib's own five, for others a complex step.

    Which of the five φ is, its name says; a φ of another name has to take complex numbers, and z is then real.
    """
    e = np.exp(np.where(z.real < 0, z, -z))  # at most 1; as fractions of it no slope overflows and none loses digits
    slopes = {
        "identity": np.ones_like(z),
        "sigmoid": e / (1 + e) ** 2,  # e^z and e^−z give the same
        "softplus": np.where(z.real < 0, e, 1) / (1 + e),
        "tanh": 4 * (e / (1 + e**2)) ** 2,  # 1 / cosh² z
        "relu": np.where(z.real > 0, np.ones_like(z), 0),
    }
    return slopes[phi.name] if phi.name in slopes else phi(z + 1e-100j).imag / 1e-100


def loss_gradient(loss: Loss, y_hat: np.ndarray, Y: Any) -> np.ndarray:
    """∂C/∂ŷ, shape (D, n_L), without a look at `loss.grad`; ValueError for a loss that is not one of nnlib's."""
    Y = checks.targets(Y, y_hat.shape)
    if isinstance(loss, SquaredError):
        return -2 * loss.c(*Y.shape) * (Y - y_hat)
    if isinstance(loss, CrossEntropy):
        D, K = Y.shape
        e = np.exp(y_hat - np.repeat(y_hat.real.max(axis=1), K).reshape(D, K))
        return (np.einsum("dj,d->dj", e, 1 / np.einsum("dj->d", e)) - Y) / D
    raise ValueError(f"the index form has no gradient for the loss {loss!r}; expected one of nnlib's.")
