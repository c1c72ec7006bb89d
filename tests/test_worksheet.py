"""Worksheets: the key is right, the seed is enough, no sheet is degenerate, and no sheet tells its key."""

import functools
import math
import re
from itertools import combinations
from pathlib import Path

import pytest

from course.editions import people, worksheet
from course.editions.written import written

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
    assert {worksheet_name(row.name) for row in rows(sheet)} == set(second) and [row.name for row in rows(sheet)] == worksheet.listed(sheet.problem.net.sizes)
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
    (tmp_path / "o'brien.txt").write_text("Ada\n\nKurt\n", encoding="utf8")
    worksheet.main(["5", "--net", "2-2-1", "--names", str(tmp_path / "o'brien.txt"), "--out", str(tmp_path)])
    sheet, key = ((tmp_path / f"{kind}-2-2-1-5-class.html").read_text(encoding="utf8") for kind in ("worksheet", "key"))
    assert sheet.count("<section>") == key.count("<section>") == 2 and "Ada" in sheet and "Kurt" in key
    assert worksheet.sheet(5, "2-2-1", "Ada", "ada").code in sheet and "worksheet-2-2-1-5-class.html" in capsys.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["o'brien.txt", *worksheet.names_of_files(5, "2-2-1", True).values()])


@each_net
def test_a_paper_key_tells_nearly_every_slip(net):
    """The slips that change a 3-2-1 sheet by more than rounding: twelve on the deltas, one in the gradient, one in the update."""
    for seed in SEEDS:
        sheet = made(seed, net)
        assert [row.name for row in sheet.deciding][0].startswith("a") and len(sheet.deciding) == 5
        said = " ".join(sentence for sentence, _ in sheet.slips)
        assert len(sheet.slips) >= 14 and "uphill" in said and "at its tail" in said


# Class lists: the same person gets the same sheet, whatever the list looks like.


def read(tmp_path, content, **options):
    path = tmp_path / "it's a class.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf8"))
    return people.class_list(path, **options)


@pytest.mark.parametrize("content", [
    "Zoë Smith\n", b"\xef\xbb\xbfZo\xc3\xab Smith\r\n", "Zoë Smith\n".encode("cp1252"), "Zoë Smith".encode("utf-16"), "Zoe\u0308 Smith", "  zoë   SMITH ",
    "Smith, Zoë", "smith,  zoë", "Name\nZoë Smith", '"Zoë Smith"', '"Smith, Zoë"', "Name,Email\nZoë Smith,z@x.org", 'Student;Group\n"Smith, Zoë";2',
    "Last name,First name,Email address\nSmith,Zoë,z@x.org", "Zoë\u00a0Smith\n\n", "sep=;\r\nZoë Smith\r\n", '"sep=;"\nName;Group\nZoë Smith;2',
    "Zo\u200bë Smith\u200e", "\rZoë Smith\r", "Student,Section\n    Points Possible,\n\"Smith, Zoë\",One\n"])
def test_the_same_person_has_the_same_key(tmp_path, content):
    (person,) = read(tmp_path, content)
    assert person.key == "zoë smith" and person.id == ""


def test_an_apostrophe_is_one_however_it_is_typed_and_the_order_of_columns_does_not_matter(tmp_path):
    table = "Last name,First name\nO'Hara-X,Zoë\n"
    (key,) = {person.key for name in ("Last name,First name", "First name,Last name", "") for person in read(tmp_path, table, name=name)}
    assert {person.key for name in ("Zoë O’Hara\u2010X", "O`Hara-X, Zoë") for person in read(tmp_path, name)} == {key}


def test_a_list_that_is_not_in_utf8_is_read_and_that_is_said(tmp_path, capsys):
    assert read(tmp_path, "Ada\nZoë Smith\n".encode("cp1252"))[1].name == "Zoë Smith"
    assert "is “Zoë Smith” right?" in capsys.readouterr().err


def test_columns_are_chosen_by_name_and_an_id_is_the_key(tmp_path):
    table = 'Who;No;Given;Family\n"Smith, Ada";17;Ada;Smith\nSmith Ada;18;Ada;Smith\n'
    assert [p.key for p in read(tmp_path, table, name="Who", id="no")] == ["17", "18"]
    assert [p.name for p in read(tmp_path, table, name="given,family", id="No")] == ["Ada Smith"] * 2
    assert [p.key for p in read(tmp_path, "Name,ID number\nAda,A7\nAda,B9\n")] == ["a7", "b9"]
    assert [p.key for p in read(tmp_path, "Name,ID number\nAda,\nKurt,\n")] == ["ada", "kurt"]


@pytest.mark.parametrize(("content", "options", "words"), [
    ("", {}, "holds no name"), ("Name\n", {}, "a header and no name"), ("Ada\nKurt\nADA\n", {}, "Ada twice, in lines 1 and 3"),
    ("Smith, John\nJohn  Smith", {}, "twice"), ("Zoë Smith\nZoe Smith", {}, "nearly the same.*ALIKE=yes"), ("John Smith\nSmith John", {}, "nearly the same"),
    ("Katherine\nKatharine", {}, "nearly the same"), ("Ada;1\nKurt;2", {}, "Begin the table with a line of names"), ("Name,ID\nAda,1", {"name": "Who"}, "no column “Who”.*Name, ID"),
    ("Name,ID\nAda,1\n,2", {}, "line 3: the name is missing"), ("Name,ID\nAda,1\nKurt,1", {}, "holds 1 twice"), ("ID,Email\n1,a@b", {}, "which column holds the names"),
    ("Name,ID\nAda,\nB,2\n,3", {}, "line 2: the ID is missing.*; line 4: the name is missing.*take the line out"),
    ("Ada,1,x\nKurt,2,y", {}, "looks like a row of a table"), ("Ada L,1\nKurt G,2", {}, "looks like a row of a table"),
    ('Name,ID\nAda,1\n"Kurt,2\nEmmy,3', {}, "quotation mark in line 3"), (b"PK\x03\x04\0", {}, "is a spreadsheet.*save it as CSV"),
    ("<html>", {}, "page of the web"), (b"\x00\x01\x02", {}, "cannot be read as text"), ("...", {}, "is no name")])
def test_what_is_wrong_with_a_class_list_is_said(tmp_path, content, options, words):
    with pytest.raises(SystemExit, match=words):
        read(tmp_path, content, **options)


def test_two_people_may_be_alike_if_that_is_said_and_numbers_are_not_letters(tmp_path):
    assert len(read(tmp_path, "Zoë Smith\nZoe Smith", alike=True)) == 2
    assert len(read(tmp_path, "Student 12\nStudent 13\nStudent 2")) == 3


def test_a_class_list_that_is_not_there_is_said(tmp_path):
    with pytest.raises(SystemExit, match="cannot be read: No such file"):
        people.class_list(tmp_path / "none.csv")


def test_a_table_that_was_filled_in_is_never_written_over(tmp_path):
    """Whoever adds a late arrival to the list and runs it again keeps what the others handed in."""
    (tmp_path / "class").write_text("Ada\nKurt\n")
    run = ["5", "--net", "2-2-1", "--names", str(tmp_path / "class"), "--out", str(tmp_path)]
    worksheet.main(run)
    worksheet.main(run)  # nobody has filled anything in
    table = tmp_path / "answers-2-2-1-5-class.csv"
    filled = table.read_text(encoding="utf8").replace(",", ";").replace(";;", ";0,5;", 1)
    table.write_text(filled, encoding="utf8")
    with pytest.raises(SystemExit, match="has been filled in, and nothing was written over it"):
        worksheet.main(run)
    assert table.read_text(encoding="utf8") == filled


def test_two_sheets_with_one_code_are_refused():
    with pytest.raises(SystemExit, match="the sheets of Ada and Kurt have the same code.*another seed"):
        worksheet.apart([made(1)._replace(name="Ada"), made(1)._replace(name="Kurt")])


def test_a_code_is_no_number_for_a_spreadsheet():
    """The code of seed 27 would be 726e05 in the digits of a hash, which a spreadsheet turns into 72600000."""
    assert all(made(seed).code.isalpha() and not set(made(seed).code) & set("aeiou") for seed in (*SEEDS, 27))


def test_people_of_one_name_are_told_apart_on_paper():
    for key in (False, True):
        assert "Jo, 17</span>" in worksheet.pages([made(1)._replace(name="Jo", id="17")], "t", key)


def test_a_folder_that_cannot_be_written_to_is_said_before_the_work(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(worksheet, "sheet", lambda *_: pytest.fail("the work was begun"))
    with pytest.raises(SystemExit, match="cannot be written to .*--out names another"):
        worksheet.main(["5", "--out", str(tmp_path / "file/x")])


def test_nothing_is_half_written(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "a").write_text("old")
    with pytest.raises(SystemExit, match="cannot be written to"):
        written(tmp_path, {"a/c": "new", "b": "new"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"] and (tmp_path / "a").read_text() == "old"
