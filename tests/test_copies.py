"""The clean copies of sources 001 and 002: whoever multiplies out a printed line finds the printed result."""

import math
import re
from pathlib import Path

import pytest

from course.site.copies import BLOCK, PAGES, rows
from course.site.corrections import load

ROOT = Path(__file__).resolve().parent.parent

LINES = [(path.stem, row) for path in PAGES for block in BLOCK.finditer(path.read_text(encoding="utf8"))
         for row in rows(block[3].split("\n"), block[1])]
ARITHMETIC = re.compile(r"(?:[\d.\s()+*/-]|exp|\*\*)+")


def numeric(text):
    """The value of a text that holds numbers and signs only, else None."""
    plain = text.replace("−", "-").replace("×", "*").replace("²", "**2")
    return eval(plain, {"exp": math.exp}) if re.search(r"\d", plain) and ARITHMETIC.fullmatch(plain) else None


def disagreements(line, exact=""):
    """Where a chain of equalities does not hold at the digits of its last number, and that number against the exact one."""
    parts = re.split(r" = |: ", line)
    values = [value for part in parts if (value := numeric(part)) is not None]
    if len(values) < 2:
        return []
    digits = len(parts[-1].strip("()").partition(".")[2])
    found = [f"{line}: {value} is not {values[-1]}" for value in values if round(value, digits) != values[-1]]
    # By hand, three digits carried on stay within a hundredth of the result, or within one unit of the last digit.
    if exact and abs(numeric(exact) - values[-1]) > max(abs(values[-1]) / 100, 10**-digits):
        found.append(f"{line}: at full precision {exact}")
    return found


@pytest.mark.parametrize(("page", "row"), LINES, ids=lambda value: value if isinstance(value, str) else value[0][:30])
def test_a_line_gives_what_it_says(page, row):
    assert disagreements(*row) == []


def test_the_lines_are_all_there_and_most_of_them_are_arithmetic():
    counts = {page: sum(len(re.split(r" = |: ", row[0])) > 1 and numeric(re.split(r" = |: ", row[0])[-1]) is not None
                        for name, row in LINES if name == page) for page in ("copy-001", "copy-002")}
    assert counts["copy-001"] >= 21 and counts["copy-002"] >= 13  # eleven updates and ten lines; five, and eight


@pytest.mark.parametrize("source", ["001", "002"])
def test_no_value_that_a_source_printed_wrongly_is_a_result(source):
    wrong = {entry["printed"].replace("-", "−") for entry in load()[0] if entry["source"] == source and entry["kind"] == "value"}
    results = {re.split(r" = |: ", row[0])[-1] for page, row in LINES if page == f"copy-{source}"}
    assert wrong and not wrong & results


@pytest.mark.parametrize(("line", "exact"), [
    ("a5 = 1 / (1 + exp(−0.1)) = 0.325", ""),
    ("δ5 = 0.325 × (1 − 0.525) × (0.2 × 0.131) = 0.095", ""),
    ("ω46 = −0.3 + 0.9 × 0.131 × 0.332 = −0.3 + 0.0391 = −0.2619", ""),
    ("δ_out = −(1 − 0.646) × 0.646 × (1 − 0.646) = −0.081", "−0.162098"),
])
def test_a_wrong_line_is_found(line, exact):
    assert disagreements(line, exact)
