"""One derivative as the product of named factors along one path, which must telescope from the cost to the parameter."""

import re
from typing import Any

import numpy as np

_FACTOR = re.compile(r"d(?P<of>[A-Za-z]\w*?)_d(?P<by>[A-Za-z]\w*)")


GREEK = ("alpha", "delta", "eta", "lambda", "phi", "sigma", "theta")


class Chain:
    """The product ∂C/∂ŷ · ∂ŷ/∂a₁ · …: `Chain(dC_dy_hat=…, dy_hat_da1=…, da1_dz1=…, dz1_dw1=…)`.

    Each factor is a number or an array (D,) with one entry for each sample. The denominator of each factor must be
    the numerator of the next: a dropped or swapped link is a ValueError here, and a wrong number everywhere else.
    """

    def __init__(self, **factors: Any):
        if not factors:
            raise ValueError("no factors came; expected at least one, such as dC_dy_hat=-2 * r.")
        pairs = []
        for name in factors:
            link = _FACTOR.fullmatch(name)
            if link is None:
                raise ValueError(f"{name} is no derivative's name; expected d<above>_d<below>, such as dy_hat_da1.")
            pairs.append((link["of"], link["by"]))
        for (of, by), (next_of, next_by) in zip(pairs, pairs[1:]):
            if by != next_of:
                raise ValueError(f"the chain breaks: d{of}_d{by} is followed by d{next_of}_d{next_by}; expected a "
                                 f"factor that starts with d{by}_d…")
        self.factors = {name: np.asarray(value, dtype=float) for name, value in factors.items()}
        shapes = {value.shape for value in self.factors.values()} - {()}
        if len(shapes) > 1 or any(len(shape) != 1 or shape == (0,) for shape in shapes):
            raise ValueError(f"the factors have the shapes {[v.shape for v in self.factors.values()]}; expected "
                             "numbers, or arrays (D,) of one length, D ≥ 1. Write x.ravel() or x[:, 0] for a column.")
        for name, value in self.factors.items():
            if not np.isfinite(value).all():
                raise ValueError(f"{name} holds {value}; expected finite numbers.")
        self.pairs = pairs

    @property
    def per_sample(self) -> np.ndarray:
        """The product of the factors for each sample, shape (D,); () where every factor is a number."""
        product = np.asarray(1.0)
        for factor in self.factors.values():
            product = product * factor
        return product

    @property
    def value(self) -> float:
        """The derivative: the products summed over the samples."""
        return float(self.per_sample.sum())

    def __float__(self) -> float:
        return self.value

    def __repr__(self) -> str:
        return f"Chain(d{self.pairs[0][0]}_d{self.pairs[-1][1]} = {self.value:.6g})"

    def _repr_latex_(self) -> str:
        whole = fraction(self.pairs[0][0], self.pairs[-1][1])
        product = r" \cdot ".join(fraction(of, by) for of, by in self.pairs)
        over_samples = r"\sum_d " if self.per_sample.shape else ""
        return rf"$\displaystyle {whole} = {over_samples}{product} = {self.value:.6g}$"


def fraction(of: str, by: str) -> str:
    """The partial derivative of one name by another in LaTeX, each written as `symbol` writes it."""
    return rf"\frac{{\partial {symbol(of)}}}{{\partial {symbol(by)}}}"


def symbol(name: str) -> str:
    """The LaTeX of a name in code: a1 as a_{1}, y_hat as \\hat{y}, delta6 as \\delta_{6}."""
    letters = name.rstrip("0123456789")
    digits = name[len(letters):]
    if letters.endswith("_hat"):
        letters = rf"\hat{{{letters.removesuffix('_hat')}}}"
    elif letters in GREEK:
        letters = "\\" + letters
    return letters + (f"_{{{digits}}}" if digits else "")
