"""Losses: each maps predictions and targets to one number C and knows its gradient with respect to the predictions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from nnlib import checks


class Loss(Protocol):
    """What a network needs of a loss: the number C and the gradient ∂C/∂ŷ, shape (D, n_L)."""

    @property
    def name(self) -> str: ...

    def __call__(self, y_hat: Any, Y: Any) -> float: ...

    def grad(self, y_hat: Any, Y: Any) -> np.ndarray: ...


@dataclass(frozen=True)
class SquaredError:
    """C = c · Σ_d Σ_k (ŷ_dk − y_dk)² for predictions ŷ and targets y, both (D, K).

    The factor c is a function of D and K, and `factor` is the same as text. Books and libraries differ in c and in
    nothing else; a gradient that is wrong by a constant is nearly always a c that was changed in one place only.
    """

    name: str
    factor: str
    c: Callable[[int, int], float]

    def __call__(self, y_hat: Any, Y: Any) -> float:
        """C, a number."""
        y_hat = checks.predictions(y_hat)
        r = checks.targets(Y, y_hat.shape) - y_hat
        return (self.c(*r.shape) * (r * r).sum()).item()

    def grad(self, y_hat: Any, Y: Any) -> np.ndarray:
        """∂C/∂ŷ = 2c (ŷ − y), shape (D, K)."""
        y_hat = checks.predictions(y_hat)
        Y = checks.targets(Y, y_hat.shape)
        return (2 * self.c(*Y.shape)) * (y_hat - Y)

    def __reduce__(self) -> Any:
        """Pickled and copied by name where it is one of this module's five, whose c could not be."""
        return self.name if globals().get(self.name) is self else super().__reduce__()

    def __repr__(self) -> str:
        return self.name


sse = SquaredError("sse", "1", lambda D, K: 1.0)
half_sse = SquaredError("half_sse", "1/2", lambda D, K: 1 / 2)
mse = SquaredError("mse", "1/D", lambda D, K: 1 / D)
half_mse = SquaredError("half_mse", "1/(2D)", lambda D, K: 1 / (2 * D))
mean_squared = SquaredError("mean_squared", "1/(DK)", lambda D, K: 1 / (D * K))


def softmax(Z: Any) -> np.ndarray:
    """Each row of Z, shape (D, K), turned into positive numbers that sum to 1: e^z_k / Σ_j e^z_j."""
    Z = checks.predictions(Z)
    e = np.exp(Z - Z.real.max(axis=1, keepdims=True))  # the largest exponent is 0, so nothing overflows
    return e / e.sum(axis=1, keepdims=True)


@dataclass(frozen=True)
class CrossEntropy:
    """C = −(1/D) Σ_d Σ_k y_dk ln softmax(z_d)_k, on the logits z of an identity output layer, both (D, K).

    The rows of Y are probabilities (one-hot for classes): non-negative, with sum 1.
    """

    name: str

    def __call__(self, Z: Any, Y: Any) -> float:
        """C, a number."""
        Z = checks.predictions(Z)
        Y = self._probabilities(Y, Z.shape)
        shifted = Z - Z.real.max(axis=1, keepdims=True)
        log_sum = np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return ((Y * (log_sum - shifted)).sum() / len(Y)).item()

    def grad(self, Z: Any, Y: Any) -> np.ndarray:
        """∂C/∂z = (softmax(z) − y) / D, shape (D, K)."""
        Z = checks.predictions(Z)
        Y = self._probabilities(Y, Z.shape)
        return (softmax(Z) - Y) / len(Y)

    @staticmethod
    def _probabilities(Y: Any, shape: tuple[int, ...]) -> np.ndarray:
        Y = checks.targets(Y, shape)
        if Y.min() < 0 or np.abs(Y.sum(axis=1) - 1).max() > 1e-5:
            raise ValueError("Y holds rows that are not probabilities; expected non-negative numbers with sum 1 in "
                             "each row. For class numbers write np.eye(K)[classes].")
        return Y

    def __repr__(self) -> str:
        return self.name


cross_entropy = CrossEntropy("cross_entropy")
