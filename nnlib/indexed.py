"""The same two passes by index: every sum as a subscript string, an implementation independent of `network`.

The letters are the book's: d a sample, i the neuron an arrow leaves, j the neuron it enters. In equation (2) the arrow
enters a neuron of the next layer, so there j is summed and i is left.
"""

from typing import Any

import numpy as np

from nnlib import checks
from nnlib.losses import Loss
from nnlib.network import Layers, Network, Params


def forward(net: Network, theta: Params, X: Any) -> tuple[Layers, Layers]:
    """Z[1 … L] and A[0 … L], each (D, n_l): z^l_dj = Σ_i a^{l−1}_di W^l_ij + b^l_j and a^l_dj = φ_l(z^l_dj)."""
    net.check(theta)
    Z, A = {}, {0: checks.batch(X, net.sizes[0])}
    for l in range(1, net.L + 1):
        Z[l] = np.einsum("di,ij->dj", A[l - 1], theta.W[l]) + theta.b[l]
        A[l] = net.phi[l](Z[l])
    return Z, A


def backward(net: Network, theta: Params, X: Any, Y: Any, loss: Loss) -> tuple[Layers, Params]:
    """The deltas, each (D, n_l), and the gradient; errors as in `Network`."""
    Z, A = forward(net, theta, X)
    L = net.L
    delta = {L: np.einsum("dj,dj->dj", loss.grad(A[L], Y), net.phi[L].prime(Z[L]))}
    for l in range(L - 1, 0, -1):
        delta[l] = np.einsum("dj,ij,di->di", delta[l + 1], theta.W[l + 1], net.phi[l].prime(Z[l]))
    dW = {l: np.einsum("di,dj->ij", A[l - 1], delta[l]) for l in range(1, L + 1)}
    db = {l: np.einsum("dj->j", delta[l]) for l in range(1, L + 1)}
    return delta, net.params(dW, db)
