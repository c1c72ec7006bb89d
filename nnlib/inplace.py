"""Gradient descent in place, every array laid out beforehand: for runs that are long enough to care about a step's time.

The chapters show `Network.forward` and `Network.backward`; here the same lines are written down once as a list of calls.
No other part of the numerics keeps anything between two calls, and none needs this one.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from nnlib import checks
from nnlib.activations import Activation, identity, sigmoid, softplus
from nnlib.losses import Loss
from nnlib.network import Network
from nnlib.params import Params

_BLOCK = 2**14  # numbers that fit into a processor's cache, from one function to the next
_LARGE = 2**12  # numbers: below, np.dot is faster, which writes zeros first; np.matmul takes longer to begin
# By a number's bytes, and as arrays, since a Python number would be made into one at each call.
_ZERO, _ONE = ({4: np.array(number, np.float32), 8: np.array(number, float)} for number in (0, 1))
_TOP = {4: np.array(87, np.float32), 8: np.array(708, float)}  # up to here e^z is finite and e^−z a normal number

_Calls = list[tuple[Callable[..., Any], tuple[Any, ...]]]  # functions, each with the arrays that it reads and writes


class _Layout(NamedTuple):
    """The arrays that a step begins and ends with, and the calls that lead from one to the other."""

    W1: np.ndarray
    Z1: np.ndarray
    forward: _Calls  # from Z¹ to A^L
    outputs: np.ndarray
    delta: np.ndarray
    backward: _Calls  # from loss.grad in δ^L to all deltas and to all of the gradient but ∂C/∂W¹
    delta1: np.ndarray
    dW1: np.ndarray  # a view into grad, as W¹ is one into θ
    grad: np.ndarray


class InPlaceDescent:
    """A network on its way down: `theta` is a copy of the start, and each `step` changes it where it stands.

    The numbers are those of `theta - eta * net.grad(theta, X, Y, loss)` but for the last digits, since η multiplies
    δ^L, not the gradient: by (2) and (3) all that follows is η times as large, and the gradient is the step itself.
    """

    def __init__(self, net: Network, theta: Params, loss: Loss):
        net.check(theta)
        self.net, self.theta, self.loss = net, theta.copy(), loss
        self._layouts: dict[int, _Layout] = {}

    def step(self, X: Any, Y: Any, eta: float) -> None:
        """θ ← θ − η ∇C(θ) on the samples X, Y. The arrays are kept for the next step with as many samples."""
        vector = self.theta.vector
        X = checks.batch(X, self.net.sizes[0]).astype(vector.dtype, copy=False)
        if len(X) not in self._layouts:
            self._layouts[len(X)] = self._lay_out(len(X))
        W1, Z1, forward, outputs, delta, backward, delta1, dW1, grad = self._layouts[len(X)]
        _product(Z1)(X, W1, Z1)
        for function, arrays in forward:
            function(*arrays)
        np.multiply(self.loss.grad(outputs, Y), checks.learning_rate(eta), delta)
        for function, arrays in backward:
            function(*arrays)
        _product(dW1)(X.T, delta1, dW1)
        np.subtract(vector, grad, vector)

    def _look(self, z: np.ndarray) -> None:
        """ValueError if θ is not finite: each entry of W^l and b^l is a term of some z^l of one sample, and shows in it."""
        if not checks.all_finite(z):
            self.net.check(self.theta)

    def _lay_out(self, D: int) -> _Layout:
        """All arrays for D samples, and all calls but those that need X, Y or η."""
        L, phi, W, b, dtype = self.net.L, self.net.phi, self.theta.W, self.theta.b, self.theta.vector.dtype
        Z, slope, delta = ({l: np.empty((D, self.net.sizes[l]), dtype) for l in phi} for _ in range(3))
        A = Z  # φ(Z) takes the place of Z
        kernels = _KERNELS if dtype.char in "fd" else {}
        grad, ones = Params(np.empty_like(self.theta.vector), self.net.sizes), np.ones(D, dtype)

        forward: _Calls = []
        for l in range(1, L + 1):
            forward += [(_product(Z[l]), (A[l - 1], W[l], Z[l]))] if l > 1 else []
            for rows in _blocks(Z[l]):
                forward += [(np.add, (Z[l][rows], b[l], Z[l][rows]))]
                forward += [(self._look, (Z[l][0],))] if rows.start == 0 else []
                forward += [(kernels.get(phi[l], _any), (phi[l], Z[l][rows], slope[l][rows]))]
        backward: _Calls = [(np.multiply, (delta[L], slope[L], delta[L]))]                      # (1)
        for l in range(L - 1, 0, -1):
            backward += [(_product(delta[l]), (delta[l + 1], W[l + 1].T, delta[l])),
                         (np.multiply, (delta[l], slope[l], delta[l]))]                        # (2)
        for l in range(1, L + 1):
            backward += [(_product(grad.W[l]), (A[l - 1].T, delta[l], grad.W[l]))] if l > 1 else []  # (3)
            backward += [(np.dot, (ones, delta[l], grad.b[l]))]                                # (4)
        return _Layout(W[1], Z[1], forward, A[L], delta[L], backward, delta[1], grad.W[1], grad.vector)


def _product(out: np.ndarray) -> Callable[..., Any]:
    """The faster way to a matrix product in `out`: np.dot begins sooner, but first fills `out` with zeros."""
    return np.dot if out.size < _LARGE else np.matmul


def _any(phi: Activation, z: np.ndarray, slope: np.ndarray) -> None:
    """φ′(z) into slope, and φ(z) into the place of z."""
    z[...], slope[...] = phi(z), phi.prime(z)


def _identity(phi: Activation, z: np.ndarray, slope: np.ndarray) -> None:
    slope.fill(1)


def _lowered(z: np.ndarray) -> np.ndarray:
    """z, changed where e^z would be infinite. In a large array it takes less time to look for the largest number first."""
    top = _TOP[z.itemsize]
    return z if z.size >= _LARGE and np.maximum.reduce(z, axis=None) <= top else np.minimum(z, top, out=z)


def _sigmoid(phi: Activation, z: np.ndarray, slope: np.ndarray) -> None:
    # From one exponential: σ(z) = e^z / (1 + e^z) and σ′(z) = σ(z) / (1 + e^z) keep their digits in both tails.
    np.exp(_lowered(z), z)
    np.add(z, _ONE[z.itemsize], slope)
    np.divide(z, slope, z)
    np.divide(z, slope, slope)


def _softplus(phi: Activation, z: np.ndarray, slope: np.ndarray) -> None:
    # The slope is σ(z); ln(1 + e^z) is z from where e^z is so large that the 1 goes under, and never less.
    e = np.exp(_lowered(z.copy()))
    np.add(e, _ONE[z.itemsize], slope)
    np.divide(e, slope, slope)
    np.maximum(z, np.log1p(e, e), out=z)


_KERNELS = {identity: _identity, sigmoid: _sigmoid, softplus: _softplus}


def _blocks(array: np.ndarray) -> list[slice]:
    """The rows of an array in blocks of about _BLOCK numbers."""
    height = max(1, _BLOCK // array.shape[1])
    return [slice(first, first + height) for first in range(0, len(array), height)]
