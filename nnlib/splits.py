"""Which samples to learn from, which to choose by, and which to be judged on: row numbers, each in one part only."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnlib import checks


def shuffled(D: int, sizes: Sequence[int], rng: np.random.Generator) -> list[np.ndarray]:
    """The numbers 0 … D − 1 in random order, cut into parts of the given sizes, which have to add up to D."""
    D = checks.count(D, "D", least=1)
    return np.split(checks.generator(rng).permutation(D), _ends(sizes, D, "samples"))


def by_group(groups: Any, sizes: Sequence[int], rng: np.random.Generator) -> list[np.ndarray]:
    """Rows in parts that cut no group in two: `groups` names each row's group, `sizes` counts the groups of each part.

    The groups go to the parts in random order; within a part the rows are in their own order. Where samples of one group
    resemble each other (digits of one writer, pictures of one patient), this is how to ask about groups never seen.
    """
    groups = np.asarray(groups)  # names, not numbers to compute with: they stay what they are
    if groups.dtype.kind not in "biufUS":
        raise TypeError(f"groups holds {groups.dtype} values; expected a number or a text for each row.")
    if groups.ndim != 1 or groups.size == 0:
        raise ValueError(f"groups has shape {groups.shape}; expected (D,), the group of each of at least one row.")
    names = np.unique(groups)
    parts = np.split(checks.generator(rng).permutation(names), _ends(sizes, len(names), "groups"))
    return [np.flatnonzero(np.isin(groups, part)) for part in parts]


def _ends(sizes: Sequence[int], total: int, what: str) -> np.ndarray:
    """Where each part but the last ends."""
    sizes = [checks.count(n, "a part's size", least=1) for n in sizes]
    if sum(sizes) != total:
        raise ValueError(f"the sizes {sizes} add up to {sum(sizes)}; there are {total} {what}.")
    return np.cumsum(sizes)[:-1]
