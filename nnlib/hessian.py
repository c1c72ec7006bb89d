"""Second derivatives of a cost, as differences of its gradient: what the edge 2/λ of a learning rate needs."""

from collections.abc import Callable
from typing import Any

import numpy as np

from nnlib.gradcheck import _flat, _quotient


def hessian(gradient: Callable[[Any], Any], theta: Any, h: float | None = None) -> np.ndarray:
    """The matrix ∂²C/∂θ_p∂θ_q, shape (P, P), by central differences of ∇C: column q is (∇C(θ + h e_q) − ∇C(θ − h e_q)) / 2h.

    `gradient` maps θ, which is `Params`, an array or a number, to ∇C(θ) of the same kind. Second derivatives do not
    depend on their order, so the result is the mean of what the differences give and its transpose: symmetric to the
    last bit, as `np.linalg.eigh` wants it. The default h is that of `central_difference`: about ten correct digits.
    """
    vector, rebuild = _flat(theta, float)

    def slope(moved: np.ndarray) -> np.ndarray:
        flat, _ = _flat(gradient(rebuild(moved)), float)
        if flat.shape != vector.shape:
            raise ValueError(f"gradient(theta) has {flat.size} entries; theta has {vector.size}.")
        return flat

    H = np.column_stack([_quotient(slope, vector, q, h) for q in range(vector.size)])
    return (H + H.T) / 2
