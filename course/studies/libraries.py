"""What other libraries were seen to do, as the rows and columns of a table, with nnlib's own row above them."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from course.studies import measured

LIBRARIES = {seen["name"]: seen for seen in measured.libraries()["libraries"].values() if "absent" not in seen}
PACKAGES = {name: seen for name, seen in measured.libraries()["packages"].items() if "absent" not in seen}
# What the mathematics settles, whatever a library writes of it, by probe.
_TRUE = measured.libraries()["true"] | {"a right gradient of sin in float32": "passes", "0 for a gradient of 9e-6": "fails"}
_TOGETHER = ",\N{NO-BREAK SPACE}"
_WORDS = {"full": "all", "zero": "0 came"}


def spelled(value: Any) -> str:
    """A stored answer as a table shows it: ½ for 0.5, (0, 6, 0) for three slopes, "refuses" for an error.

    More than three numbers are a path, 1 → 0.9 → …. No line breaks inside of parentheses: the spaces there are of the kind that holds words together.
    """
    if isinstance(value, (list, tuple)):
        parts = [spelled(entry) for entry in value]
        return parts[0] if len(parts) == 1 else " → ".join(parts) if len(parts) > 3 else f"({_TOGETHER.join(parts)})"
    if isinstance(value, str):
        return "refuses" if value.endswith("Error") else _WORDS.get(value, value)
    if math.isnan(value):
        return "nan"
    return "½" if value == 0.5 else f"{value + 0.0:g}".replace("-", "−")


def _answer(value: Any, digits: bool) -> str:
    return "–" if value is None else f"{value} digits" if digits and isinstance(value, int) else spelled(value)


def compared(group: str, columns: Mapping[str, str], own: Mapping[str, Any], digits: bool = False) -> dict[str, list[str]]:
    """Columns for `table`: by header the answers to a probe of a group, nnlib's first, then those of all that answer to any.

    `own` holds nnlib's answers by header; without any it has no row. A dash stands where nothing was asked, since a library has no such function. With `digits`
    whole numbers are numbers of right digits.
    """
    rows = {name: {header: seen["values"].get(group, {}).get(probe) for header, probe in columns.items()} for name, seen in LIBRARIES.items()}
    rows = ({"`nnlib`": {header: own.get(header) for header in columns}} if own else {}) | {
        name: row for name, row in rows.items() if any(value is not None for value in row.values())}

    return {"library": list(rows), **{header: [_answer(row[header], digits) for row in rows.values()] for header in columns}}


def came(asked: Sequence[tuple[str, str, str]]) -> dict[str, list[str]]:
    """Columns for `table`: for each (library, group, probe) the versions, the code that was run, and the answer."""
    found = [(LIBRARIES[name], group, probe) for name, group, probe in asked]
    return {"library": [", ".join(f"{package} {number}" for package, number in seen["versions"].items()) for seen, _, _ in found],
            "call": [f"`{seen['calls'][group][probe]}`".replace("|", r"\|") for seen, group, probe in found],
            "measured": [_answer(seen["values"][group][probe], group.startswith("tails")) for seen, group, probe in found]}


def called(group: str, probe: str) -> dict[str, list[str]]:
    """Columns for `table`: how each library was asked one question, as the code that was run."""
    calls = {name: seen["calls"][group][probe] for name, seen in LIBRARIES.items() if probe in seen["calls"].get(group, {})}
    return {"library": list(calls), "call": [f"`{call}`".replace("|", r"\|") for call in calls.values()]}


def differences() -> dict[str, list[str]]:
    """Columns for `table`: what functions made for differences give, a row for each way to call one."""
    seen = LIBRARIES["SciPy, statsmodels, numdifftools"]["values"]["differences"]
    heads = {r"$\max(x, 0)$ at 0": "max(x, 0) at 0", r"$\lvert x \rvert$ at 1": "abs(x) at 1", "right digits of a sine": "digits of sin' at 0.7",
             "sine in float32": "sin in float32 at 0.7"}
    ways = list(dict.fromkeys(name.split(": ")[0] for name in seen))
    return {"way": [way.replace("scipy", "SciPy") for way in ways],
            **{head: [spelled(seen[f"{way}: {probe}"]) for way in ways] for head, probe in heads.items()}}


def _standing(name: str, group: str, probe: str) -> str:
    """How a cell stands to the documentation of its library: one of the headers of `written`."""
    seen = LIBRARIES[name]
    value, said = seen["values"][group][probe], seen.get("documented", {}).get(group, {}).get(probe)
    if said:
        return "stated otherwise" if "otherwise" in said else "stated"
    right = value == "full" or value == (1 if probe.endswith(": abs(x) at 1") else _TRUE.get(probe))
    return "right anyway" if right else "nowhere"


def written(asked: Mapping[str, Sequence[tuple[str, Iterable[str]]]]) -> dict[str, list]:
    """Columns for `table`: how many cells of each section's tables, given as (group, probes), documentation states.

    "right anyway" are those of which it says nothing, and where the mathematics leaves no choice and the answer is right.
    """
    rows = {section: Counter(_standing(name, group, probe) for group, probes in tables for probe in probes
                             for name, seen in LIBRARIES.items() if probe in seen["values"].get(group, {}))
            for section, tables in asked.items()}
    rows["together"] = sum(rows.values(), Counter())
    return {"section": list(rows), "cells": [row.total() for row in rows.values()],
            **{header: [row[header] for row in rows.values()] for header in ("stated", "stated otherwise", "right anyway", "nowhere")}}


def contradicted() -> dict[str, list[str]]:
    """Columns for `table`: each answer that is not what the library's documentation says, with the place that says so."""
    found = [(name, group, probe, said) for name, seen in LIBRARIES.items() for group, probes in seen.get("documented", {}).items()
             for probe, said in probes.items() if "otherwise" in said]
    columns = came([(name, group, probe) for name, group, probe, _ in found])
    return {"library": columns["library"], "call": columns["call"], "its documentation says": [said["otherwise"] for *_, said in found],
            "measured": columns["measured"]}


def right_digits(value: float, true: float) -> int | str:
    """How much of a float64 is right, in the words of the data file: "full", a number of digits, or "zero"."""
    if value == 0:
        return "zero"
    error = abs(value / true - 1)
    return "full" if error <= 16 * 2.0**-52 else max(0, math.floor(-math.log10(error)))
