"""Activation functions: each is a function φ of the pre-activation z together with its derivative φ′."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnlib import checks


@dataclass(frozen=True)
class _Door:
    """A function of z that first makes its argument an array of floats."""

    function: Callable[[Any], Any]

    def __call__(self, z: Any) -> Any:
        z = checks.numbers(z, "z")
        return self.function(z if z.ndim else z[()])


@dataclass(frozen=True)
class Activation:
    """A function φ and its derivative φ′, both taking the pre-activation z, both elementwise.

    `phi(z)` is φ(z) and `phi.prime(z)` is φ′(z), with the shape and the precision of z. Beware of texts that
    write φ′ in terms of the output: `sigmoid.prime` wants z, not a = σ(z).
    """

    name: str
    f: Callable[[Any], Any]
    prime: Callable[[Any], Any]

    def __post_init__(self) -> None:
        for part in ("f", "prime"):
            function = getattr(self, part)
            object.__setattr__(self, part, function if isinstance(function, _Door) else _Door(function))

    def __call__(self, z: Any) -> Any:
        return self.f(z)

    def __repr__(self) -> str:
        return self.name


def _exp_minus_abs(z: Any) -> Any:
    """e^(−|z|), at most 1, so that nothing built from it overflows; the sign is taken from the real part."""
    # For real z, copysign(z, −1) is −|z| in one pass, and whole numbers become float64.
    return np.exp(np.where(z.real >= 0, -z, z) if np.iscomplexobj(z) else np.copysign(z, -1.0))


def _sigmoid(z: Any) -> Any:
    # 1 / (1 + e^−z) for z ≥ 0 and the same fraction times e^z / e^z for z < 0: full relative accuracy in both tails.
    below = np.where(z.real >= 0, 0, z) if np.iscomplexobj(z) else np.minimum(z, 0.0)
    return np.exp(below) / (1 + _exp_minus_abs(z))


def _sigmoid_prime(z: Any) -> Any:
    # σ′(z) = σ(z) σ(−z). Written as σ (1 − σ) it would lose every digit where σ rounds to 1.
    e = _exp_minus_abs(z)
    return e / (1 + e) ** 2


def _softplus(z: Any) -> Any:
    if np.iscomplexobj(z):  # logaddexp knows no complex numbers; only the complex step comes here
        return np.where(z.real >= 0, z, 0) + np.log1p(_exp_minus_abs(z))
    return np.logaddexp(0, z)  # ln(e^0 + e^z)


def _tanh_prime(z: Any) -> Any:
    # 1 / cosh² z, which unlike 1 − tanh² z keeps its digits in the tails
    e2 = _exp_minus_abs(z) ** 2
    return 4 * e2 / (1 + e2) ** 2


def _itself(z: Any) -> Any:
    return z


def _relu(z: Any) -> Any:
    return np.maximum(z, 0)


def _relu_prime(z: Any) -> Any:
    # At its kink relu has no derivative; like the relu of PyTorch and JAX we take 0, the second argument of heaviside.
    return np.heaviside(z, 0)


identity = Activation("identity", _itself, np.ones_like)
sigmoid = Activation("sigmoid", _sigmoid, _sigmoid_prime)
softplus = Activation("softplus", _softplus, _sigmoid)
tanh = Activation("tanh", np.tanh, _tanh_prime)
relu = Activation("relu", _relu, _relu_prime)
