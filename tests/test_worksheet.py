"""Worksheets: the key is right, the seed is enough, no sheet is degenerate, and no sheet tells its key."""

import functools
import math
import re
from itertools import combinations
from pathlib import Path

import pytest

from course.editions import worksheet

ROOT = Path(__file__).parents[1]

each_net = pytest.mark.parametrize("net", worksheet.NETS)
SEEDS = range(8)


def by_scalars(sheet):
    """Every number of a key by name, from the printed inputs, with nothing but `math`: {"z4": …}."""
    given = {worksheet_name(name): value for name, value in worksheet.given(sheet.problem)}
    inputs, hidden, _ = sheet.problem.net.sizes
    first, second = range(1, inputs + 1), range(inputs + 1, inputs + hidden + 1)
    out, y, eta = inputs + hidden + 1, sheet.problem.Y[0][0], sheet.problem.eta

    def forward(p):
        z = {j: sum(given[f"x{i}"] * p[f"w{i}{j}"] for i in first) + p[f"b{j}"] for j in second}
        a = {j: 1 / (1 + math.exp(-z[j])) for j in second}
        z[out] = sum(a[j] * p[f"w{j}{out}"] for j in second) + p[f"b{out}"]
        a[out] = 1 / (1 + math.exp(-z[out]))
        return z, a

    z, a = forward(given)
    delta = {out: (a[out] - y) * a[out] * (1 - a[out])}
    delta |= {j: delta[out] * given[f"w{j}{out}"] * a[j] * (1 - a[j]) for j in second}
    slopes = {f"w{i}{j}": given[f"x{i}"] * delta[j] for i in first for j in second}
    slopes |= {f"w{j}{out}": a[j] * delta[out] for j in second} | {f"b{j}": delta[j] for j in (*second, out)}
    new = {name: given[name] - eta * slope for name, slope in slopes.items()}
    return ({f"z{j}": v for j, v in z.items()} | {f"a{j}": v for j, v in a.items()} | {"C": (y - a[out]) ** 2 / 2}
            | {f"δ{j}": v for j, v in delta.items()} | {f"∂C/∂{name}": v for name, v in slopes.items()}
            | {f"new {name}": v for name, v in new.items()} | {"new ŷ": forward(given | new)[1][out]})


made = functools.cache(worksheet.sheet)


def worksheet_name(name):
    return name.translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789"))


def rows(sheet):
    return [row for part in sheet.parts.values() for row in part]


@each_net
@pytest.mark.parametrize("seed", SEEDS)
def test_every_number_of_a_key_is_found_by_scalars(net, seed):
    """Rounding of some forty operations on numbers of order 1 stays below 1e-12."""
    sheet = made(seed, net)
    second = by_scalars(sheet)
    assert {worksheet_name(row.name) for row in rows(sheet)} == set(second)
    for row in rows(sheet):
        assert row.value == pytest.approx(second[worksheet_name(row.name)], abs=1e-12), row.name


@each_net
def test_no_sheet_is_degenerate(net):
    """Inputs and weights of different sizes, deltas and updates that are seen, slips that can be told apart."""
    for seed in SEEDS:
        sheet = made(seed, net)
        theta, values = sheet.problem.theta, {row.name: row for row in rows(sheet)}
        for group in (sheet.problem.X[0], theta.W[1].ravel(), theta.W[2].ravel()):
            assert 0 not in group and len({abs(v) for v in group}) == len(group)
        assert all(abs(row.value) >= 0.002 for row in sheet.parts["deltas"])
        for name, old in worksheet.given(sheet.problem):
            if not name.startswith("x"):
                assert worksheet.shown(values[f"new {name}"].value) != worksheet.shown(old)
        answers = [tuple(slip.values()) for _, slip in sheet.slips] + [tuple(sheet.slips[0][1])]
        assert len(sheet.slips) >= 12 and len({sentence for sentence, _ in sheet.slips}) == len(sheet.slips)
        assert all(a != b for a, b in combinations(answers, 2))


def test_a_degenerate_problem_is_refused():
    problem = made(0).problem
    assert not worksheet.plain(problem)
    assert worksheet.plain(problem._replace(X=[[0.5, 0.5, 1.0]]))  # two inputs alike: exchanged weights would go unseen
    assert worksheet.plain(problem._replace(eta=1e-9))  # nothing moves


def test_slips_that_coincide_are_refused():
    problem = made(0).problem
    judged = worksheet.asked_of(problem, worksheet.deltas, passages=worksheet.NOWHERE)
    assert not worksheet.ambiguous(judged)
    assert worksheet.ambiguous({**judged, "slips": (*judged["slips"], judged["slips"][0])})


def test_the_same_seed_gives_the_same_sheet_and_another_gives_another():
    one, two = (worksheet.pages([worksheet.sheet(7)], "t", key) for key in (False, True))
    assert (one, two) == tuple(worksheet.pages([worksheet.sheet(7)], "t", key) for key in (False, True))
    codes = {made(seed, net).code for seed in SEEDS for net in worksheet.NETS}
    assert len(codes) == 2 * len(SEEDS)


def test_each_of_a_class_gets_numbers_of_their_own_wherever_they_stand_in_the_list():
    names = ["Ada Lovelace", "Kurt Gödel", "Emmy Noether"]
    sheets = {name: worksheet.sheet(7, name=name) for name in names}
    points = [tuple(sheet.problem.theta.vector) for sheet in sheets.values()]
    assert len(set(points)) == len(names)
    again = worksheet.sheet(7, name="Kurt Gödel")
    assert again.code == sheets["Kurt Gödel"].code and tuple(again.problem.theta.vector) == points[1]


@each_net
def test_a_sheet_does_not_tell_its_key(net):
    """No number that is asked for, in the digits in which it is asked, but for those that are given anyway."""
    for seed in SEEDS:
        sheet = made(seed, net)
        page = re.sub(r"<svg.*?</svg>|<style>.*?</style>", "", worksheet.pages([sheet], "t", key=False), flags=re.S)
        told = {worksheet.shown(row.value) for row in rows(sheet)} & set(re.findall(r"−?\d+\.?\d*", page))
        assert told == set() and "Which step" not in page
        key = worksheet.pages([sheet], "t", key=True)
        assert all(f">{worksheet.shown(row.value)}<" in key for row in rows(sheet))


def test_a_page_asks_no_other_host():
    for key in (False, True):
        page = worksheet.pages([made(3)], "t", key)
        assert re.findall(r"(?:src|href)=|@import|url\(", re.sub(r'xlink:href="#|url\(#', "", page)) == []


@pytest.mark.parametrize(("value", "digits", "text"), [
    (0.27, 3, "0.270"), (-0.0357, 3, "−0.0357"), (0.00007, 1, "0.00007"), (0.9999, 3, "1.00"), (12.34, 3, "12.3"), (1.5, 2, "1.5")])
def test_numbers_keep_their_zeros_and_have_no_powers_of_ten(value, digits, text):
    assert worksheet.shown(value, digits) == text


def test_a_tolerance_is_never_shown_smaller_than_it_is():
    assert worksheet.at_most(0.0014) == "0.002" and worksheet.at_most(0.0095) == "0.01"


def test_files_are_written_for_a_class_and_named_by_the_seed(tmp_path, capsys):
    (tmp_path / "class.txt").write_text("Ada\n\nKurt\n", encoding="utf8")
    worksheet.main(["5", "--net", "2-2-1", "--names", str(tmp_path / "class.txt"), "--out", str(tmp_path)])
    sheet, key = ((tmp_path / f"{kind}-2-2-1-5-class.html").read_text(encoding="utf8") for kind in ("worksheet", "key"))
    assert sheet.count("<section>") == key.count("<section>") == 2 and "Ada" in sheet and "Kurt" in key
    assert worksheet.sheet(5, "2-2-1", "Ada").code in sheet and "worksheet-2-2-1-5-class.html" in capsys.readouterr().out


@pytest.mark.parametrize(("text", "words"), [("", "holds no name"), ("Ada\nKurt\nAda\n", "Ada twice"), (None, "cannot be read")])
def test_what_is_wrong_with_a_class_list_is_said(tmp_path, text, words):
    path = tmp_path / "class.txt"
    if text is not None:
        path.write_text(text, encoding="utf8")
    with pytest.raises(SystemExit, match=words):
        worksheet.class_list(path)
