"""Second derivatives of a cost, as differences of its gradient: what the edge 2/λ of a learning rate needs."""

from collections.abc import Callable
from typing import Any

import numpy as np

from nnlib.gradcheck import _flat


def hessian(gradient: Callable[[Any], Any], theta: Any, h: float | None = None) -> np.ndarray:
    """The matrix ∂²C/∂θ_p∂θ_q, shape (P, P), by central differences of ∇C: column q is (∇C(θ + h e_q) − ∇C(θ − h e_q)) / 2h.

    `gradient` maps θ, which is `Params`, an array or a number, to ∇C(θ) of the same kind. Second derivatives do not
    depend on their order, so the result is the mean of what the differences give and its transpose: symmetric to the
    last bit, as `np.linalg.eigh` wants it. The default h is that of `central_difference`: about ten correct digits.
    """
    vector, rebuild = _flat(theta, float)
    H = np.empty((vector.size, vector.size))
    for q, value in enumerate(vector):
        step = h if h is not None else np.finfo(float).eps ** (1 / 3) * max(1.0, abs(value))
        up, down = vector.copy(), vector.copy()
        up[q] += step
        down[q] -= step
        if up[q] == down[q]:
            raise ValueError(f"h is {step:g}, which does not move {value:g}; expected more than "
                             f"{np.spacing(abs(value)):.1g}.")
        difference = _flat(gradient(rebuild(up)), float)[0] - _flat(gradient(rebuild(down)), float)[0]
        if difference.shape != vector.shape:
            raise ValueError(f"gradient(theta) has {difference.size} entries; theta has {vector.size}.")
        H[:, q] = difference / (up[q] - down[q])  # the step that was really taken
    return (H + H.T) / 2
