"""What other libraries were seen to do, as the rows and columns of a table, with nnlib's own row above them."""

import math
from collections.abc import Mapping
from typing import Any

from course.studies import measured

LIBRARIES = {seen["name"]: seen for seen in measured.libraries()["libraries"].values() if "absent" not in seen}
PACKAGES = {name: seen for name, seen in measured.libraries()["packages"].items() if "absent" not in seen}
_WORDS = {"full": "all", "zero": "0 came"}


def spelled(value: Any) -> str:
    """A stored answer as a table shows it: ½ for 0.5, (0, 6, 0) for three slopes, "refuses" for an error."""
    if isinstance(value, (list, tuple)):
        return spelled(value[0]) if len(value) == 1 else f"({', '.join(map(spelled, value))})"
    if isinstance(value, str):
        return "refuses" if value.endswith("Error") else _WORDS.get(value, value)
    if math.isnan(value):
        return "nan"
    return "½" if value == 0.5 else f"{value + 0.0:g}".replace("-", "−")


def compared(group: str, columns: Mapping[str, str], own: Mapping[str, Any], digits: bool = False) -> dict[str, list[str]]:
    """Columns for `table`: by header the answers to a probe of a group, nnlib's first, then those of all that answer to any.

    `own` holds nnlib's answers by header. A dash stands where nothing was asked, since a library has no such function. With `digits`
    whole numbers are numbers of right digits.
    """
    rows = {name: {header: seen["values"].get(group, {}).get(probe) for header, probe in columns.items()} for name, seen in LIBRARIES.items()}
    rows = {"`nnlib`": {header: own.get(header) for header in columns}} | {
        name: row for name, row in rows.items() if any(value is not None for value in row.values())}

    def cell(value: Any) -> str:
        return "–" if value is None else f"{value} digits" if digits and isinstance(value, int) else spelled(value)

    return {"library": list(rows), **{header: [cell(row[header]) for row in rows.values()] for header in columns}}


def called(group: str, probe: str) -> dict[str, list[str]]:
    """Columns for `table`: how each library was asked one question, as the code that was run."""
    calls = {name: seen["calls"][group][probe] for name, seen in LIBRARIES.items() if probe in seen["calls"].get(group, {})}
    return {"library": list(calls), "call": [f"`{call}`".replace("|", r"\|") for call in calls.values()]}


def right_digits(value: float, true: float) -> int | str:
    """How much of a float64 is right, in the words of the data file: "full", a number of digits, or "zero"."""
    if value == 0:
        return "zero"
    error = abs(value / true - 1)
    return "full" if error <= 16 * 2.0**-52 else max(0, math.floor(-math.log10(error)))
