"""A point in the space of all weights and biases: one vector, and a view into it for each layer."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from nnlib import checks


class Views(Mapping[int, np.ndarray]):
    """The arrays of the layers by number, each a view into one vector: `W[1] -= step` and `W[1] = array` write there.

    What is assigned has the shape of what is there; anything else is refused before a number has changed.
    """

    __slots__ = ("kind", "arrays")

    def __init__(self, kind: str, arrays: dict[int, np.ndarray]):
        self.kind, self.arrays = kind, arrays

    def __getitem__(self, l: int) -> np.ndarray:
        return self.arrays[l]

    def __setitem__(self, l: int, values: Any) -> None:
        if l not in self.arrays:
            raise KeyError(f"there is no {self.kind}[{l}]; expected one of the layers {list(self.arrays)}.")
        _write(self.arrays[l], values, f"{self.kind}[{l}]")

    def __iter__(self) -> Iterator[int]:
        return iter(self.arrays)

    def __len__(self) -> int:
        return len(self.arrays)

    def __reduce__(self) -> tuple[Any, ...]:  # alone, without the vector, it is copied as a dictionary
        return dict, (self.arrays,)

    def __repr__(self) -> str:
        return repr(self.arrays)


class Params:
    """A point θ = (W¹, b¹, …, W^L, b^L): one flat vector, with W[l] (n_{l−1}, n_l) and b[l] (n_l,) as views into it.

    `theta - eta * grad` is therefore one vector operation. Writing into a view (`theta.W[1][0, 0] = 2.0`,
    `theta.W[1] -= step`) changes the vector too. A gradient is a `Params` as well: its W[l] is ∂C/∂W^l.

    To keep a point: `np.savez("theta.npz", vector=theta.vector, sizes=theta.sizes)`. To have it again:
    `Params(**np.load("theta.npz"))`.
    """

    __slots__ = ("vector", "sizes", "W", "b")
    __array_ufunc__ = None  # so that NumPy numbers leave `eta * grad` to __rmul__

    vector: np.ndarray
    sizes: tuple[int, ...]
    W: Views
    b: Views

    def __init__(self, vector: Any, sizes: Iterable[int]):
        vector, sizes = checks.numbers(vector, "vector", "fcO"), checks.widths(sizes)
        P, _ = _places(sizes)
        if vector.shape != (P,):
            raise ValueError(f"vector has shape {vector.shape}; a {_dashes(sizes)} network has {P} parameters, "
                             f"so expected ({P},).")
        self._hold(vector, sizes)

    def _hold(self, vector: np.ndarray, sizes: tuple[int, ...]) -> "Params":
        _, layers = _places(sizes)
        put = object.__setattr__  # ours writes into the vector that is there
        put(self, "vector", vector)
        put(self, "sizes", sizes)
        put(self, "W", Views("W", {l: vector[w].reshape(shape) for l, w, shape, _ in layers}))
        put(self, "b", Views("b", {l: vector[b] for l, _, _, b in layers}))
        return self

    def _at(self, vector: np.ndarray) -> "Params":
        """Another point of the same network, whose vector needs no looking at."""
        return Params.__new__(Params)._hold(vector, self.sizes)

    def __setattr__(self, name: str, value: Any) -> None:
        """`theta.vector = array` writes into the vector, so that W and b go along; nothing else can be set."""
        if name != "vector":
            raise AttributeError(f"{name} of Params cannot be set; write into theta.vector, theta.W[l] or theta.b[l], or "
                                 "make another point: Params(vector, sizes).")
        _write(self.vector, value, "vector")

    def names(self) -> list[str]:
        """The name of every entry of the vector as one would type it, such as 'W[1][0, 1]' or 'b[2][0]'."""
        parts = [(f"{kind}[{l}]", array) for l in self.W for kind, array in (("W", self.W[l]), ("b", self.b[l]))]
        return [f"{part}[{', '.join(map(str, index))}]" for part, array in parts for index in np.ndindex(array.shape)]

    def copy(self) -> "Params":
        """The same point with a vector of its own."""
        return self._at(self.vector.copy())

    __copy__ = copy

    def __reduce__(self) -> tuple[Any, ...]:
        return Params, (self.vector, self.sizes)

    def _other(self, other: Any) -> np.ndarray:
        if not isinstance(other, Params):
            raise TypeError(f"cannot combine Params with {type(other).__name__}; expected Params of the same network.")
        if other.sizes != self.sizes:
            raise ValueError(f"cannot combine the parameters of a {_dashes(self.sizes)} network with those of a "
                             f"{_dashes(other.sizes)} network.")
        return other.vector

    def __add__(self, other: "Params") -> "Params":
        return self._at(self.vector + self._other(other))

    def __sub__(self, other: "Params") -> "Params":
        return self._at(self.vector - self._other(other))

    def __mul__(self, factor: float) -> "Params":
        if not isinstance(factor, float) and (np.ndim(factor) != 0 or isinstance(factor, Params)):
            raise TypeError("Params can be multiplied by one number; for entries use .vector or the views .W and .b.")
        return self._at(factor * self.vector)

    __rmul__ = __mul__

    def __repr__(self) -> str:
        arrays = ((f"  {kind}[{l}] = ", part[l]) for l in self.W for kind, part in (("W", self.W), ("b", self.b)))
        lines = [head + np.array2string(array, precision=6, threshold=60, prefix=head) for head, array in arrays]
        return "\n".join([f"Params of a {_dashes(self.sizes)} network ({self.vector.size} numbers)", *lines])


def _write(there: np.ndarray, values: Any, name: str) -> None:
    """`values` into an array that is there, if they have its shape and kind; otherwise nothing has changed."""
    if values is there:  # what `theta.W[1] -= step` assigns when the step has been taken
        return
    values = checks.numbers(values, name, "fcO")
    if values.shape != there.shape:
        raise ValueError(f"{name} was given values of shape {values.shape}; expected {there.shape}."
                         + (f" For one number everywhere write {name}[...] = number." if values.ndim == 0 else ""))
    if not np.can_cast(values.dtype, there.dtype, "same_kind"):
        raise TypeError(f"{name} was given {values.dtype} values and holds {there.dtype}; expected real numbers.")
    there[...] = values


@cache
def _places(sizes: tuple[int, ...]) -> tuple[int, list[tuple[int, slice, tuple[int, int], slice]]]:
    """How many parameters there are; and for each layer its l, the place of W^l in the vector, its shape, that of b^l."""
    ends = [0, *accumulate(n * m + m for n, m in pairwise(sizes))]
    layers = enumerate(zip(ends, ends[1:], pairwise(sizes)), start=1)
    return ends[-1], [(l, slice(start, end - m), (n, m), slice(end - m, end)) for l, (start, end, (n, m)) in layers]


def _dashes(sizes: tuple[int, ...]) -> str:
    """The widths of a network as one says them, such as 3-2-1."""
    return "-".join(map(str, sizes))
