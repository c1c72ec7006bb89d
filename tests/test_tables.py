"""Tables show numbers aligned, with the digits asked for, and bounds that are true."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracles  # noqa: F401  (the settings of hypothesis)
from course.tables import Table, below, factors, numbers, table
from nnlib import Chain

CHAPTERS = Path(__file__).parents[1] / "chapters"


def markdown(shown):
    """The cells of a Markdown table, and its rule."""
    lines = [line.removeprefix("| ").removesuffix(" |").split(" | ") for line in shown._repr_markdown_().split("\n")]
    return lines[0], lines[1], lines[2:]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6), st.integers(1, 8))
def test_decimal_points_stand_below_each_other(values, digits):
    lines = repr(table({"name": [f"row {k}" for k in range(len(values))], "value": values}, digits=digits)).split("\n")
    assert len(lines) == len(values) + 1
    assert len({line.index(".") for line in lines[1:]}) == 1
    assert len({len(line) for line in lines[1:]}) == 1 and lines[0].endswith("value")
    assert all(len(line.rsplit(".", 1)[1]) == digits for line in lines[1:])


@given(st.floats(-1e6, 1e6), st.integers(1, 10))
def test_what_is_shown_is_the_rounding_of_the_number(value, digits):
    (row,) = markdown(table({"x": [value]}, digits=digits))[2]
    assert "-" not in row[0]  # a minus sign is no hyphen
    assert float(row[0].replace("−", "-")) == float(f"{value:.{digits}f}")


def test_markdown_has_a_header_a_rule_and_a_row_for_each_row_with_numbers_to_the_right():
    columns = {"road": ["by hand", "nnlib"], "$w_1$": [1.5, -2], "$b$": [0.25, 1e-9]}
    header, rule, rows = markdown(table(columns, digits=2))
    assert header == ["road", "$w_1$", "$b$"] and rule == [":---", "---:", "---:"]
    assert rows == [["by hand", "1.50", "0.25"], ["nnlib", "−2", "0.00"]]


def test_text_whole_numbers_and_truth_values_stay_as_they_are():
    shown = table({"a": ["x", 3, np.int64(-4), np.uint8(5), True, np.True_, 3.0, np.float32(0.5)]}, digits=1)
    assert [row[0] for row in shown.rows] == ["x", "3", "−4", "5", "True", "True", "3.0", "0.5"]


@pytest.mark.parametrize("zero", [0.0, -0.0, -1e-9, 1e-9, np.float64(-0.0)])
def test_zero_has_no_sign(zero):
    assert table({"a": [zero]}, digits=3).rows == [["0.000"]]


def test_an_array_is_a_column():
    assert table({"d": np.arange(2), "x": np.array([0.5, -0.25])}, digits=2).rows == [["0", "0.50"], ["1", "−0.25"]]


@pytest.mark.parametrize("columns", [{"a": [1, 2], "b": [1]}, {"a": [], "b": [1]}, {}])
def test_columns_of_different_lengths_are_refused(columns):
    with pytest.raises(ValueError, match="the columns have the lengths .*; expected one length") as error:
        table(columns)
    assert all(f"'{header}': {len(values)}" in str(error.value) for header, values in columns.items())


@pytest.mark.parametrize("columns", [{"$|s|$": [1]}, {"a": ["x", "x | y"]}])
def test_a_stroke_that_would_end_the_cell_is_refused(columns):
    with pytest.raises(ValueError, match=r"a table cell is '.*\|.*', and a \| ends the cell .* write \\vert"):
        table(columns)


def test_named_numbers_have_a_row_each_with_their_symbol():
    shown = numbers(z4=-0.7, a4=0.33181, y_hat=1, digits=3)
    assert shown.rows == [["$z_{4}$", "−0.700"], ["$a_{4}$", "0.332"], [r"$\hat{y}$", "1"]]


def test_a_chain_is_a_table_of_its_factors_their_product_and_the_sum():
    chain = Chain(dC_dy_hat=[1.0, -2.0, 4.0], dy_hat_da1=0.5, da1_dw1=[1.0, 1.0, 3.0])
    header, _, rows = markdown(factors(chain, digits=2))
    assert header[0] == "$d$" and header[-1] == "product" and len(header) == 5
    assert [row[0] for row in rows] == ["1", "2", "3", "sum"]
    assert [row[1:] for row in rows[:3]] == [["1.00", "0.50", "1.00", "0.50"], ["−2.00", "0.50", "1.00", "−1.00"],
                                             ["4.00", "0.50", "3.00", "6.00"]]
    assert rows[3][-1] == "5.50" and not any(rows[3][1:-1]) and chain.value == 5.5


def test_a_chain_of_numbers_is_one_row_and_its_sum():
    assert [row[-1] for row in factors(Chain(dC_dy=2.0, dy_dw=3), digits=1).rows] == ["6.0", "6.0"]


def test_every_table_shows_in_both_ways():
    for shown in (table({"a": [1.0]}), numbers(z=1.0), factors(Chain(dC_dw=[1.0]))):
        assert isinstance(shown, Table) and repr(shown) and shown._repr_markdown_().startswith("| ")


def exponent(error):
    text = below(error)
    assert text.startswith("$< 10^{") and text.endswith("}$")
    return int(text[7:-2])


@pytest.mark.parametrize("k", range(-14, 6))
def test_the_bound_is_strict_so_a_power_of_ten_is_below_the_next(k):
    power = float(f"1e{k}")
    assert exponent(power) == exponent(-power) == exponent(1.001 * power) == k + 1
    assert exponent(0.999 * power) == k


@pytest.mark.parametrize("error", [0.0, -0.0, 5e-324, 1e-300, 1e-16, 2.2e-16, 9.9e-15, np.float64(3e-15)])
def test_rounding_errors_are_all_below_the_same_bound(error):
    assert below(error) == "$< 10^{-14}$"


@given(st.floats(1e-20, 1e20))
def test_the_bound_is_true_and_the_tightest_of_its_kind(error):
    k = exponent(error)
    assert error < float(f"1e{k}")
    assert k == -14 or error >= float(f"1e{k - 1}")


def test_a_coarser_least_bound_hides_what_differs_between_machines():
    assert below(3e-12, least=-10) == below(9e-11, least=-10) == "$< 10^{-10}$"
    assert below(1e-10, least=-10) == "$< 10^{-9}$"


@pytest.mark.parametrize("error", [np.nan, np.inf])
def test_no_bound_is_claimed_for_an_error_that_is_not_finite(error):
    with pytest.raises(ValueError, match="no bound"):
        below(error)


def broken_tables(text):
    """The tables of a Markdown text whose rows have not the number of cells that the first has, by their first line.

    Such a table is shown as the text that it is written in.
    """
    tables = [block.splitlines() for block in re.findall(r"(?:^\|.*\n?)+", text, flags=re.M)]
    return [lines[0] for lines in tables if len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) > 1]


def test_a_stroke_in_a_formula_breaks_a_table():
    assert broken_tables("| $|s|$ |\n| ---: |\n| 1 |\n") == ["| $|s|$ |"]
    assert broken_tables("| $\\lvert s\\rvert$ |\n| ---: |\n| 1 |\n\n| a |\n") == []


def test_every_table_of_the_book_has_as_many_cells_in_each_row():
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in CHAPTERS.rglob("*.md")]
    for path in CHAPTERS.rglob("*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            outputs = [output.get("data", {}).get("text/markdown", "") for output in cell.get("outputs", [])]
            texts += [(path.name, text) for text in ([cell.source] if cell.cell_type == "markdown" else outputs)]
    assert sum("\n| :---" in text for _, text in texts) > 100
    assert [(name, line) for name, text in texts for line in broken_tables(text)] == []
