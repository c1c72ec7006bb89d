"""Worksheets marked by machine: a simulated class is graded rightly, with follow-through; bad tables are refused whole."""

import csv
import functools
import io
import math
from itertools import combinations

import numpy as np
import pytest

from course.editions import worksheet
from course.editions.written import table
from course.exercises.slips import CATALOGUE
from course.exercises.tolerance import exact, to_digits
from course.grading import grade, marking

SHEETS = [(seed, net) for seed in (1, 2) for net in worksheet.NETS]
made = functools.cache(lambda seed, net: worksheet.sheet(seed, net, "sim"))
ASCII = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def handed_in(sheet, **steps):
    """What somebody hands in who carries four digits and answers in three, with some steps done wrongly."""
    return to_digits(3)(np.array(worksheet.answers(sheet.problem, to_digits(4), **steps)))


def own_steps(sheet, values):
    """What each number should be by the numbers before it, with nothing but `math` and the names: a second way to follow."""
    given = {name.translate(ASCII): value for name, value in worksheet.given(sheet.problem)}
    n = {name.translate(ASCII): value for name, value in zip(worksheet.listed(sheet.problem.net.sizes), values)}
    inputs, hidden, _ = sheet.problem.net.sizes
    first, second, out = range(1, inputs + 1), range(inputs + 1, inputs + hidden + 1), inputs + hidden + 1
    y, eta, due = sheet.problem.Y[0][0], sheet.problem.eta, {}

    def sigma(z):
        return 1 / (1 + math.exp(-z))

    for j in second:
        due[f"z{j}"] = sum(given[f"x{i}"] * given[f"w{i}{j}"] for i in first) + given[f"b{j}"]
    due[f"z{out}"] = sum(n[f"a{j}"] * given[f"w{j}{out}"] for j in second) + given[f"b{out}"]
    due |= {f"a{j}": sigma(n[f"z{j}"]) for j in (*second, out)}
    a, d = n[f"a{out}"], n[f"δ{out}"]
    due |= {"C": (y - a) ** 2 / 2, f"δ{out}": (a - y) * a * (1 - a)}
    for j in second:
        due[f"δ{j}"] = d * given[f"w{j}{out}"] * n[f"a{j}"] * (1 - n[f"a{j}"])
        due[f"∂C/∂w{j}{out}"] = n[f"a{j}"] * d
        due |= {f"∂C/∂w{i}{j}": given[f"x{i}"] * n[f"δ{j}"] for i in first}
    due |= {f"∂C/∂b{j}": n[f"δ{j}"] for j in (*second, out)}
    p = {name: n[f"new {name}"] for name in given if not name.startswith("x")}
    due |= {f"new {name}": given[name] - eta * n[f"∂C/∂{name}"] for name in p}
    hidden_a = {j: sigma(sum(given[f"x{i}"] * p[f"w{i}{j}"] for i in first) + p[f"b{j}"]) for j in second}
    due["new ŷ"] = sigma(sum(hidden_a[j] * p[f"w{j}{out}"] for j in second) + p[f"b{out}"])
    return np.array([due[name.translate(ASCII)] for name in worksheet.listed(sheet.problem.net.sizes)])


def students(sheet, rng):
    """(slips made, what they replace) of a class on one sheet: nobody's slip, each slip of the catalogue, some pairs."""
    pairs = [pair for pair in combinations(CATALOGUE, 2) if not set(CATALOGUE[pair[0]].steps) & set(CATALOGUE[pair[1]].steps)]
    for names in [(), *((name,) for name in CATALOGUE), *(pairs[k] for k in rng.permutation(len(pairs))[:6])]:
        steps = {step: by for name in names for step, by in CATALOGUE[name].steps.items()}
        try:
            alone = [worksheet.answers(sheet.problem, exact, **CATALOGUE[name].steps) for name in names]
        except ValueError:  # a slip that this network does not have
            continue
        if not any(np.allclose(row, worksheet.answers(sheet.problem, exact)) for row in alone):
            yield names, steps


def test_a_simulated_class_is_graded_rightly(record_property):
    """Points go where the step is wrong, by a second way and before any rounding, and the number is off by more than the key allows;
    the slips that were made are named. What is missed are slips that rounding hides, and pairs that leave one number to tell by."""
    points, named, total, honest = 0, 0, 0, 0
    for seed, net in SHEETS:
        sheet = made(seed, net)
        key = [row for part in sheet.parts.values() for row in part]
        for names, steps in students(sheet, np.random.default_rng(seed)):
            whole = np.array(worksheet.answers(sheet.problem, exact, **steps))
            lost = {k for k, row in enumerate(key) if abs(whole[k] - own_steps(sheet, whole)[k]) > 1e-9 and abs(whole[k] - row.value) > row.tolerance}
            marked = marking.mark(sheet, handed_in(sheet, **steps))
            found = {name for finding in marked.findings for group in finding.slips for name in group.split(" + ")}
            points += {k for k, mark in enumerate(marked.marks) if mark == "off"} == lost
            named += set(names) <= found
            honest += not names and set(marked.marks) <= {"right", "follows"}
            total += 1
    record_property("share", (points, named, total))
    assert honest == len(SHEETS)
    assert total > 60 and points >= 0.92 * total and named >= 0.92 * total, (points, named, total)


@pytest.mark.parametrize(("seed", "net"), SHEETS)
def test_what_follows_is_found_by_scalars(seed, net):
    """From any numbers: twice the rounding of some forty operations on numbers of order 10."""
    sheet = made(seed, net)
    values = np.array(worksheet.answers(sheet.problem, exact)) * np.random.default_rng(seed).uniform(0.5, 1.5, len(worksheet.listed(sheet.problem.net.sizes)))
    assert marking.continued(sheet.problem, values) == pytest.approx(own_steps(sheet, values), abs=1e-12)


def test_one_wrong_number_costs_one_point():
    sheet = made(1, "3-2-1")
    names = worksheet.listed(sheet.problem.net.sizes)
    r = handed_in(sheet, output=lambda y_hat, Y, loss: -2.5 * loss.grad(y_hat, Y))
    marked = marking.mark(sheet, r)
    assert [names[k] for k, mark in enumerate(marked.marks) if mark == "off"] == ["δ₆"] and sum(marked.points()) == 32
    assert marked.marks.count("follows") > 15 and len(marked.findings) == 1


def test_blanks_earn_nothing_and_are_no_slip():
    sheet = made(1, "3-2-1")
    values = handed_in(sheet)
    values[[3, 7, 20]] = math.nan
    marked = marking.mark(sheet, values)
    assert sum(marked.points()) == 30 and marked.findings == () and marked.marks.count("missing") == 3


def test_random_numbers_are_given_few_slips():
    """Of numbers that nobody computed hardly one should be told a slip of the catalogue."""
    rng, sheet = np.random.default_rng(0), made(1, "3-2-1")
    told = 0
    for _ in range(30):
        values = handed_in(sheet)
        k = rng.integers(len(values))
        values[k] = float(f"{rng.uniform(-2, 2):.3g}")
        told += any(finding.slips for finding in marking.mark(sheet, values).findings)
    assert told <= 2


# From files to files.


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    (folder / "class.csv").write_text("Name,ID\nAda L,1\n\"Gödel, Kurt\",2\nEmmy N,3\n=Evil(),4\n", encoding="utf8")
    worksheet.main(["7", "--names", str(folder / "class.csv"), "--out", str(folder)])
    return folder


def filled(folder, change=lambda rows: None, delimiter=","):
    """The table that was written, filled in by three of four: without a slip, with one, and half."""
    rows = list(csv.reader(io.StringIO((folder / "answers-3-2-1-7-class.csv").read_text(encoding="utf-8-sig"))))
    sheets = grade.read_key(7, "3-2-1", folder)
    for k, steps in ((1, {}), (2, CATALOGUE["slope missing"].steps), (3, {})):
        values = handed_in(sheets[rows[k][2]], **steps)
        rows[k][3:] = [f"{value:.3g}" for value in values]
    rows[3][13:] = [""] * len(rows[3][13:])
    change(rows)
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path = folder / "filled.csv"
    path.write_text(out.getvalue(), encoding="utf8")
    return path


def test_a_class_is_marked_from_the_table_that_was_written(folder, tmp_path, capsys):
    def by_hand(rows):
        rows[0] = [head.translate(ASCII).replace("∂", "d").upper() for head in rows[0]]
        rows[1][3] = rows[1][3].replace(".", ",")
        rows[2][0] = "kurt gödel"

    grade.main(["7", str(filled(folder, by_hand, ";")), "--keys", str(folder), "--out", str(tmp_path)])
    rows = list(csv.DictReader(io.StringIO((tmp_path / "grades.csv").read_text(encoding="utf-8-sig"))))
    assert [row["points (of 33)"] for row in rows] == ["33", "30", "10", ""] and rows[3]["handed in"] == "nothing"
    assert [row["deltas (of 3)"] for row in rows] == ["3", "0", "3", ""] and rows[3]["student"] == "'=Evil()"
    slips = list(csv.DictReader(io.StringIO((tmp_path / "slips.csv").read_text(encoding="utf-8-sig"))))
    assert [(row["slip"], row["first step that breaks"], row["students"]) for row in slips] == [("slope missing", "δ₆", "1")]
    page = (tmp_path / f"feedback/{rows[1]['sheet']}.html").read_text(encoding="utf8")
    assert "30 of 33 points" in page and "σ′ is missing in every delta" in page and "Gödel, Kurt" in page and "Ada" not in page
    assert len(list((tmp_path / "feedback").iterdir())) == 3 and (tmp_path / "slips.svg").read_text(encoding="utf8").startswith("<svg")
    assert (tmp_path / "feedback.html").read_text(encoding="utf8").count("<section>") == 3 and "3 of 4 sheets" in capsys.readouterr().out


def test_a_table_saved_by_a_spreadsheet_in_an_older_encoding_is_read(folder, tmp_path):
    """It leaves question marks for subscripts and Greek letters, and for letters of names; a first line may say what separates."""
    path = filled(folder, lambda rows: rows[2].__setitem__(0, "G?del, Kurt"), ";")
    path.write_bytes(b"sep=;\r\n" + path.read_text(encoding="utf8").encode("cp1252", "replace"))
    grade.main(["7", str(path), "--keys", str(folder), "--out", str(tmp_path)])
    rows = list(csv.DictReader(io.StringIO((tmp_path / "grades.csv").read_text(encoding="utf-8-sig"))))
    assert [row["points (of 33)"] for row in rows] == ["33", "30", "10", ""]


def test_pages_of_an_earlier_table_do_not_stay_and_lost_points_are_told(folder, tmp_path, capsys):
    out = ["--keys", str(folder), "--out", str(tmp_path)]
    grade.main(["7", str(filled(folder)), *out])

    def change(rows):
        rows[1][3] = "1.526".replace(".", "")
        del rows[2]

    grade.main(["7", str(filled(folder, change)), *out])
    assert len(list((tmp_path / "feedback").iterdir())) == 2 and "z₄: 1526 came" in capsys.readouterr().err


def cell(line, column, text):
    def change(rows):
        rows[line][column] = text
    return change


@pytest.mark.parametrize(("change", "words"), [
    (cell(1, 5, "0.3.1"), "line 2, column z₅: “0.3.1” cannot be read as a number. Write it like"), (cell(1, 2, "zzzzzz"), "line 2: there is no sheet “zzzzzz”"),
    (cell(2, 0, "Ada L"), "belongs to Gödel, Kurt, and the line says Ada L"), (lambda rows: rows.append(rows[1]), "was in the table before"),
    (cell(1, 5, "01. Mai"), "It looks like a date"), (cell(1, 5, "2026-05-01"), "It looks like a date"), (cell(0, 0, "a₄"), "more than one column a₄"),
    (lambda rows: [row.__setitem__(2, "bcdfgh") for row in rows[1:]], "none of its 4 sheets is in this key"),
    (cell(0, 4, "b"), "has no column a₄"), (lambda rows: rows[1].append("7"), "cells came"), (lambda rows: rows.__delitem__(slice(1, None)), "no line below"),
    (lambda rows: rows.clear(), "has no column sheet")])
def test_a_table_that_cannot_be_marked_is_refused_whole(folder, tmp_path, change, words):
    with pytest.raises(SystemExit) as refused:
        grade.main(["7", str(filled(folder, change)), "--keys", str(folder), "--out", str(tmp_path / "out")])
    assert words in str(refused.value) and not (tmp_path / "out").exists()


def test_a_key_that_is_missing_or_broken_is_said(tmp_path):
    with pytest.raises(SystemExit, match="no key for seed 8.*make worksheet SEED=8"):
        grade.read_key(8, "3-2-1", tmp_path)
    (tmp_path / "key-3-2-1-8.json").write_text("{}")
    with pytest.raises(SystemExit, match="is not the key"):
        grade.read_key(8, "3-2-1", tmp_path)


def test_a_number_that_begins_a_formula_is_left_as_it_is():
    assert "\r\n'=x,-0.3\r\n" in table([["a"], ["=x", -0.3]])
