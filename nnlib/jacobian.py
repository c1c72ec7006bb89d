"""The recursion of A. Filler's paper (2025): the Jacobian ∂a^L/∂a^l carried back by index, and what that costs.

Where backpropagation carries ∂C/∂z^l, one number for each neuron, this carries the derivative of every output. The
letters are those of `indexed`, and k is an output: d a sample, i the neuron an arrow leaves, j the neuron it enters.
"""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from nnlib.activations import Activation
from nnlib.losses import Loss
from nnlib.network import Layers, Network
from nnlib.params import Params


def backward(net: Network, theta: Params, Z: Layers, A: Layers, Y: Any, loss: Loss) -> tuple[Layers, Params]:
    """The Jacobians J^l = ∂a^L/∂a^l, each (D, n_L, n_l), and the gradient ∇C; arguments as in `Network.backward`.

    This is the repaired recursion: it starts from J^L, which is 1 for k = j and 0 otherwise.
    """
    return _carry(net, theta, {l: net.phi[l].prime(Z[l]) for l in Z}, A, Y, loss)


def backward_as_printed(net: Network, theta: Params, Z: Layers, A: Layers, Y: Any,
                        loss: Loss) -> tuple[Layers, Params]:
    """The same with the output layer treated as linear, as the paper prints it: 1 in the place of φ′_L(z^L)."""
    slope = {l: net.phi[l].prime(Z[l]) for l in range(1, net.L)} | {net.L: np.ones_like(Z[net.L])}
    return _carry(net, theta, slope, A, Y, loss)


def _carry(net: Network, theta: Params, slope: Layers, A: Layers, Y: Any, loss: Loss) -> tuple[Layers, Params]:
    L, residual = net.L, loss.grad(A[net.L], Y)  # ∂C/∂a^L, (D, n_L)
    D, n = residual.shape
    J = {L: np.broadcast_to(np.eye(n), (D, n, n))}
    dC_da = {L: residual}
    for l in range(L - 1, 0, -1):
        step = np.einsum("dj,ij->dji", slope[l + 1], theta.W[l + 1])  # ∂a^{l+1}_dj/∂a^l_di, (D, n_{l+1}, n_l)
        J[l] = step if l == L - 1 else np.einsum("dkj,dji->dki", J[l + 1], step)  # 1 · step needs no product
        dC_da[l] = np.einsum("dk,dkj->dj", residual, J[l])
    grad = Params(np.empty_like(theta.vector), net.sizes)
    for l in range(1, L + 1):
        dC_dz = np.einsum("dj,dj->dj", dC_da[l], slope[l])
        grad.W[l][...] = np.einsum("di,dj->ij", A[l - 1], dC_dz)
        grad.b[l][...] = np.einsum("dj->j", dC_dz)
    return J, grad


def backward_in_printed_order(net: Network, theta: Params, Z: Layers, A: Layers, Y: Any,
                              loss: Loss) -> tuple[Layers, Params]:
    """The repaired recursion with its products in the order of the paper; arguments and results as in `backward`.

    The derivative of every output by every weight is formed, biases look one layer ahead, and the cost comes last.
    """
    L, residual = net.L, loss.grad(A[net.L], Y)
    slope = {l: net.phi[l].prime(Z[l]) for l in Z}
    D, n = residual.shape
    J, grad = {L: np.broadcast_to(np.eye(n), (D, n, n))}, Params(np.empty_like(theta.vector), net.sizes)
    for l in range(L, 0, -1):
        own = np.einsum("dj,di->dij", slope[l], A[l - 1])  # ∂a^l_dj/∂W^l_ij, (D, n_{l−1}, n_l)
        if l == L:  # an output has no part in the weights of another one: J is 1 or 0 and needs no product
            grad.W[l][...] = np.einsum("dj,dij->ij", residual, own)
            grad.b[l][...] = np.einsum("dj,dj->j", residual, slope[l])
            continue
        step = np.einsum("dj,ij->dji", slope[l + 1], theta.W[l + 1])
        ahead = np.einsum("dji,di->dji", step, slope[l])  # ∂a^{l+1}_dj/∂b^l_i, (D, n_{l+1}, n_l)
        J[l] = step if l == L - 1 else np.einsum("dkj,dji->dki", J[l + 1], step)
        by_bias = ahead if l == L - 1 else np.einsum("dkj,dji->dki", J[l + 1], ahead)
        grad.W[l][...] = np.einsum("dk,dkij->ij", residual, np.einsum("dkj,dij->dkij", J[l], own))
        grad.b[l][...] = np.einsum("dk,dki->i", residual, by_bias)
    return J, grad


def derivative(net: Network, theta: Params, x: Any, m: int, kind: str, l: int) -> np.ndarray:
    """All derivatives of a^m by the entries of a^l, W^l or b^l (`kind` "a", "W", "b") for one sample x, l < m for "a".

    The shape is (n_m, …), with that of a^l, W^l or b^l behind. By complex steps through the forward pass: no formula
    of a derivative is used.
    """
    A = {k: a[0] for k, a in net.forward(theta, np.reshape(x, (1, -1)))[1].items()}
    parts: dict[str, Mapping[int, np.ndarray]] = {"a": A, "W": theta.W, "b": theta.b}
    point = parts[kind][l]

    def pushed(value: np.ndarray) -> np.ndarray:
        W, b = value if kind == "W" else theta.W.get(l), value if kind == "b" else theta.b.get(l)
        a = value if kind == "a" else net.phi[l](A[l - 1] @ W + b)
        for k in range(l + 1, m + 1):
            a = net.phi[k](a @ theta.W[k] + theta.b[k])
        return a

    result = np.empty((net.sizes[m], *point.shape))
    for index in np.ndindex(point.shape):
        moved = point.astype(complex)
        moved[index] += 1e-100j
        result[:, *index] = pushed(moved).imag / 1e-100
    return result


def multiplications_delta(sizes: tuple[int, ...], D: int) -> int:
    """How many products `Network.backward` forms for D samples, φ′ given: 2c(ŷ − y), then equations (1), (2), (3)."""
    n, L = sizes, len(sizes) - 1
    return D * (n[L] + sum(n[1:]) + sum(a * b for a, b in pairwise(n[1:])) + sum(a * b for a, b in pairwise(n)))


def multiplications_jacobian(sizes: tuple[int, ...], D: int) -> int:
    """How many products `backward` of this module forms: those with δ, and n_L (Σ n_l n_{l+1} + Σ n_l) a sample more.

    The first sum is the recursion's, l = 1 … L−2, the second that over the outputs, l = 1 … L−1.
    """
    n, L = sizes, len(sizes) - 1
    return multiplications_delta(n, D) + D * n[L] * (sum(a * b for a, b in pairwise(n[1:L])) + sum(n[1:L]))


def multiplications_printed_order(sizes: tuple[int, ...], D: int) -> int:
    """How many products `backward_in_printed_order` forms: each derivative of an output once, and once more with the cost."""
    n, L = sizes, len(sizes) - 1
    weights = sum((1 + 2 * n[L]) * a * b for a, b in pairwise(n[:L])) + 2 * n[L - 1] * n[L]
    steps = 2 * sum(a * b for a, b in pairwise(n[1:])) + 2 * n[L] * sum(a * b for a, b in pairwise(n[1:L]))
    return D * (2 * n[L] + weights + steps + n[L] * sum(n[1:L]))


def count(run: Callable[..., Any], net: Network, theta: Params, X: Any, Y: Any, loss: Loss) -> int:
    """How many products `run` (such as `Network.backward`) really forms, found by running it on numbers that count.

    The forward pass and φ′ are computed before the counting starts; sums are not counted.
    """
    tally = [0]
    counted = np.frompyfunc(lambda value: _Counted(value, tally), 1, 1)

    def counted_slope(f: Activation) -> Callable[[Any], Any]:
        return lambda z: counted(f.prime(z))

    Z, A = net.forward(theta, X)
    phi = [Activation(f.name, f.f, counted_slope(f)) for f in net.phi.values()]
    run(Network(net.sizes, *phi), Params(counted(theta.vector), net.sizes), Z, {l: counted(a) for l, a in A.items()},
        Y, loss)
    return tally[0]


class _Counted:
    """A number that adds one to its tally whenever it is multiplied."""

    __slots__ = ("value", "tally")

    def __init__(self, value: Any, tally: list[int]):
        self.value, self.tally = float(value), tally

    def __float__(self) -> float:
        return self.value

    def __mul__(self, other: Any) -> "_Counted":
        self.tally[0] += 1
        return _Counted(self.value * float(other), self.tally)

    def __add__(self, other: Any) -> "_Counted":
        return _Counted(self.value + float(other), self.tally)

    def __sub__(self, other: Any) -> "_Counted":
        return _Counted(self.value - float(other), self.tally)

    __rmul__, __radd__ = __mul__, __add__
