"""Gradient descent in place, every array laid out beforehand: for runs that are long enough to care about a step's time.

The chapters show `Network.forward` and `Network.backward`; here the same lines are written down once as a list of calls.
No other part of the numerics keeps anything between two calls, and none needs this one.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from nnlib import checks
from nnlib.activations import Activation, identity, sigmoid
from nnlib.losses import Loss
from nnlib.network import Network, Params

_STEEP = 80  # e^80 and its inverse are well inside of the numbers that a float32 can hold
_BLOCK = 2**14  # so many numbers stay in a processor's own memory from one function to the next
_ONE = np.ones((), np.float32)  # an array, since a Python number would be made into one at each call

_Calls = list[tuple[Callable[..., Any], tuple[Any, ...]]]  # functions, each with the arrays that it reads and writes


class _Layout(NamedTuple):
    """The arrays that a step begins and ends with, and the calls that lead from one to the other."""

    Z1: np.ndarray
    forward: _Calls  # from Z¹ to A^L
    outputs: np.ndarray
    delta: np.ndarray
    backward: _Calls  # from loss.grad in δ^L to all deltas and to all of the gradient but ∂C/∂W¹
    delta1: np.ndarray
    grad: Params


class Stepper:
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
        theta = self.theta
        self.net.check(theta)
        X = checks.batch(X, self.net.sizes[0]).astype(theta.vector.dtype, copy=False)
        if len(X) not in self._layouts:
            self._layouts[len(X)] = self._lay_out(len(X))
        Z1, forward, outputs, delta, backward, delta1, grad = self._layouts[len(X)]
        np.dot(X, theta.W[1], Z1)
        for function, arrays in forward:
            function(*arrays)
        np.multiply(self.loss.grad(outputs, Y), checks.learning_rate(eta), delta)
        for function, arrays in backward:
            function(*arrays)
        np.dot(X.T, delta1, grad.W[1])
        np.subtract(theta.vector, grad.vector, theta.vector)

    def _lay_out(self, D: int) -> _Layout:
        """All arrays for D samples, and all calls but those that need X, Y or η."""
        L, phi, W, b, dtype = self.net.L, self.net.phi, self.theta.W, self.theta.b, self.theta.vector.dtype
        Z, A, delta = ({l: np.empty((D, self.net.sizes[l]), dtype) for l in phi} for _ in range(3))
        slope = Z  # φ′(Z) takes the place of Z as soon as A = φ(Z) is there
        grad, ones = Params(np.empty_like(self.theta.vector), self.net.sizes), np.ones(D, dtype)

        forward: _Calls = []
        for l in range(1, L + 1):
            forward += [(np.dot, (A[l - 1], W[l], Z[l]))] if l > 1 else []
            for rows in _blocks(Z[l]):
                forward += [(np.add, (Z[l][rows], b[l], Z[l][rows])),
                            (_KERNELS.get(phi[l], _any), (phi[l], Z[l][rows], A[l][rows]))]
        backward: _Calls = [(np.multiply, (delta[L], slope[L], delta[L]))]                      # (1)
        for l in range(L - 1, 0, -1):
            backward += [(np.dot, (delta[l + 1], W[l + 1].T, delta[l])),
                         (np.multiply, (delta[l], slope[l], delta[l]))]                        # (2)
        for l in range(1, L + 1):
            backward += [(np.dot, (A[l - 1].T, delta[l], grad.W[l]))] if l > 1 else []         # (3)
            backward += [(np.dot, (ones, delta[l], grad.b[l]))]                                # (4)
        return _Layout(Z[1], forward, A[L], delta[L], backward, delta[1], grad)


def _any(phi: Activation, z: np.ndarray, a: np.ndarray) -> None:
    """φ(z) into a, and φ′(z) into the place of z."""
    a[...], z[...] = phi(z), phi.prime(z)


def _identity(phi: Activation, z: np.ndarray, a: np.ndarray) -> None:
    np.copyto(a, z)
    z.fill(1)


def _sigmoid(phi: Activation, z: np.ndarray, a: np.ndarray) -> None:
    # From one exponential: with e = e^−z, σ(z) = 1 / (1 + e) and σ′(z) = e σ(z)², which keeps its digits.
    if not np.minimum.reduce(z, None) > -_STEEP:  # e^−z might overflow; NaN comes here, too
        return _any(phi, z, a)
    e = np.exp(np.negative(z, z), z)
    np.reciprocal(np.add(e, _ONE, a), a)
    np.multiply(np.multiply(e, a, z), a, z)


_KERNELS = {identity: _identity, sigmoid: _sigmoid}


def _blocks(array: np.ndarray) -> list[slice]:
    """The rows of an array in blocks of about _BLOCK numbers."""
    height = max(1, _BLOCK // array.shape[1])
    return [slice(first, first + height) for first in range(0, len(array), height)]
