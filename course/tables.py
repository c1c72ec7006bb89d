"""Numbers as the book shows them: aligned tables in Markdown, and errors as powers of ten."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from nnlib.chain import GREEK, Chain, fraction, symbol


class Table:
    """Columns with a header each, shown as a Markdown table in a notebook and as plain text elsewhere; no cell holds a |."""

    def __init__(self, headers: list[str], rows: list[list[str]]):
        for text in [*headers, *(cell for row in rows for cell in row)]:
            if "|" in text:
                raise ValueError(f"a table cell is {text!r}, and a | ends the cell in Markdown; "
                                 r"write \vert, or \lvert … \rvert for a size.")
        self.headers, self.rows = headers, rows

    def _repr_markdown_(self) -> str:
        lines = [self.headers, [":---"] + ["---:"] * (len(self.headers) - 1), *self.rows]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)

    def __repr__(self) -> str:
        widths = [max(map(len, column)) for column in zip(self.headers, *self.rows)]
        lines = [[cell.rjust(w) if k else cell.ljust(w) for k, (cell, w) in enumerate(zip(row, widths))]
                 for row in [self.headers, *self.rows]]
        return "\n".join("  ".join(line).rstrip() for line in lines)


def table(columns: Mapping[str, Sequence[Any]], *, digits: int = 6) -> Table:
    """Columns by header, which may hold `$…$`. Floats get `digits` decimals; text and whole numbers stay as they are."""
    lengths = {header: len(values) for header, values in columns.items()}
    if len(set(lengths.values())) != 1:
        raise ValueError(f"the columns have the lengths {lengths}; expected one length.")
    cells = [[_cell(value, digits) for value in values] for values in columns.values()]
    return Table(list(columns), [list(row) for row in zip(*cells)])


def numbers(*, digits: int = 6, **named: Any) -> Table:
    """Named numbers in a row each: `numbers(z4=z4, y_hat=y_hat, C_before=C)` shows z₄, ŷ and 'C before'."""
    return Table(["", "value"], [[_label(name), _cell(value, digits)] for name, value in named.items()])


def below(error: float, least: int = -14) -> str:
    """The smallest power of ten above |error|, but at least 10^least, as `$< 10^{-14}$`; ValueError for NaN or infinity.

    The last bits of a sum differ between processors; a bound that is not too tight is the same on all of them.
    """
    if not math.isfinite(error):
        raise ValueError(f"the error is {error}; there is no bound to show.")
    exponent = least
    while abs(error) >= float(f"1e{exponent}"):
        exponent += 1
    return f"$< 10^{{{exponent}}}$"


def _label(name: str) -> str:
    """A symbol as in `Chain`, then words; a name that starts with no symbol is words altogether."""
    head, *words = name.replace("_hat", "-hat").split("_")
    if re.fullmatch(rf"([A-Za-z]|[a-z]-hat|{'|'.join(GREEK)})\d*", head):
        head = f"${symbol(head.replace('-', '_'))}$"
    return " ".join([head, *words])


def _cell(value: Any, digits: int) -> str:
    if isinstance(value, (str, bool, np.bool_)):
        return str(value)
    if isinstance(value, (int, np.integer)):
        return str(value).replace("-", "−")
    text = f"{float(value):.{digits}f}"
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", "−")  # no −0.000


def factors(chain: Chain, *, digits: int = 6) -> Table:
    """A chain as a table: a row for each sample, a column for each factor, their product last, and below it the sum."""
    samples = chain.per_sample.size
    whole = {f"${fraction(*pair)}$": np.broadcast_to(value, samples)
             for pair, value in zip(chain.pairs, chain.factors.values())}
    whole["product"] = chain.per_sample.reshape(-1)
    rows = [[str(d + 1)] + [_cell(column[d], digits) for column in whole.values()] for d in range(samples)]
    rows.append(["sum"] + [""] * (len(whole) - 1) + [_cell(chain.value, digits)])
    return Table(["$d$", *whole], rows)
