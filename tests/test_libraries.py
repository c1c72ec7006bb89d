"""The file of what libraries do has its form, and a library that is here does again what the file says."""

import json
import math
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import pytest

from course.studies import measured
from course.studies.libraries import LIBRARIES, called, compared, contradicted, differences, right_digits, spelled, written
from tools.libraries import catalogue, documented
from tools.libraries.adapters import teaching
from tools.libraries.probing import SHAPE_TRUTHS, Probes, digits, plain

ROOT = Path(__file__).parents[1]
RECORD = measured.libraries()
RAN = {name: seen for name, seen in RECORD["libraries"].items() if "absent" not in seen}
PACKAGES = {name: seen for name, seen in RECORD["packages"].items() if "absent" not in seen}
CITED = tomllib.loads((ROOT / "tools/libraries/documented.toml").read_text(encoding="utf8"))
REQUIREMENTS = ROOT / "tools/libraries/requirements"
GROUPS = {"slopes", "lines", "tails 64", "tails 32", "loss", "shapes", "checker", "optimisers", "init", "differences"}
WORDS = {"nan", "inf", "-inf"}


def values(seen):
    return [(group, name, value) for group, probes in seen["values"].items() for name, value in probes.items()]


def test_the_file_says_when_where_and_by_what_it_was_made():
    assert set(RECORD) == {"command", "date", "platform", "pythons", "machine", "places", "true", "libraries", "packages", "not asked"}
    assert RECORD["command"] == "make libraries" and RECORD["date"].startswith("20")
    for seen in (*RECORD["libraries"].values(), *RECORD["packages"].values()):
        assert seen.get("absent") or seen.get("version") or all(seen["versions"].values())
    assert all(reason for reason in RECORD["not asked"].values())
    assert RECORD["pythons"] == ["3.10", "3.11", "3.12"] and {seen["python"] for seen in PACKAGES.values()} <= {*RECORD["pythons"]}
    assert RECORD["true"] == {name: true for name, (_, true) in catalogue.SLOPES.items() if true}


def test_enough_libraries_and_small_packages_ran():
    assert len(RAN) >= 18 and len(PACKAGES) >= 20 and sum(len(values(seen)) for seen in RAN.values()) > 500


@pytest.mark.parametrize("name", RAN)
def test_a_library_answers_questions_of_the_catalogue_in_the_form_agreed(name):
    for group, probe, value in values(RAN[name]):
        assert group in GROUPS
        if group == "slopes" and not isinstance(value, str):
            assert len(value) == sum(len(v) if isinstance(v, list) else 1 for v in catalogue.SLOPES[probe][0])
            assert all(isinstance(v, float | int) or v in WORDS for v in value)
        elif group == "lines":
            assert len(value) == len(RECORD["places"][probe]) and all(isinstance(v, float | int) or v in WORDS or v.endswith("Error") for v in value)
        elif group.startswith("tails"):
            assert probe in catalogue.TAILS and (value in {"full", "zero", *WORDS} or isinstance(value, int) or value.endswith("Error"))
        elif group == "optimisers":
            assert probe in catalogue.OPTIMISERS and (isinstance(value, str) or len(value) == catalogue.STEPS)
        elif group == "shapes":
            assert probe in SHAPE_TRUTHS and value.split(",")[0] in {"right", "pairs", "refuses"}
        elif group == "loss":
            assert len(value) == 2 and all(v > 0 for v in value)


def test_a_line_goes_through_the_point_of_its_probe():
    """And along it one entry moves: the places are those of the file."""
    for name, (entry, places) in catalogue.LINES.items():
        point = catalogue.SLOPES[name][0]
        moved = [catalogue.moved(point, entry, to) for to in places]
        assert point in moved and all(np.hstack(m).tolist() != np.hstack(point).tolist() for m in moved if m != point)
        assert {sum(a != b for a, b in zip(np.hstack(m), np.hstack(point))) for m in moved} == {0, 1}
        assert RECORD["places"][name] == places == sorted(places)
    assert RECORD["places"]["sigmoid in float64"] == RECORD["places"]["sigmoid in float32"] == catalogue.FAR
    assert set(RECORD["places"]) == {*catalogue.LINES, "sigmoid in float64", "sigmoid in float32"}


@pytest.mark.parametrize("name", RAN)
def test_the_calls_stand_beside_the_answers(name):
    seen = RAN[name]
    for group in ("slopes", "tails 64", "tails 32"):
        assert set(seen["calls"].get(group, {})) == set(seen["values"].get(group, {}))


@pytest.mark.parametrize("name", PACKAGES)
def test_a_wrong_derivative_is_one(name):
    """Each stored fault is far from the truth, and the stored truth is a difference quotient's."""
    for expression, (point, given, true) in PACKAGES[name]["wrong"].items():
        f = eval(f"lambda {'x, y'[: 3 * len(point) - 2]}: {expression}", {"m": teaching.TRUE})
        np.testing.assert_allclose(true, teaching.quotients(f, *point), rtol=1e-3)  # stored with four digits
        assert any(isinstance(a, str) or abs(a - b) > 1e-4 for a, b in zip(given, true))


def test_the_truths_of_the_catalogue_are_those_of_differences():
    """Of smooth places and products, by quotients that share nothing with the libraries."""
    h = 1e-6
    functions = {"prod of (2, 0, 3)": math.prod, "prod of (0, 0, 3)": math.prod,
                 "sum of cumprod of (2, 0, 3)": lambda x: float(np.cumprod(x).sum())}
    for name, f in functions.items():
        [x], true = catalogue.PRODUCT[name]
        steps = h * np.eye(3)
        np.testing.assert_allclose([(f(x + s) - f(x - s)) / (2 * h) for s in steps], true, atol=1e-8)
    for kind, _, point, true in catalogue.TAILS.values():
        assert true != 0 and kind and point


def test_what_documentation_says_is_what_the_list_of_citations_says():
    """Each citation is of a cell that was measured, of one only, and stands in the file as it is listed."""
    for name, entries in CITED.items():
        cells = [cell for entry in entries for cell in entry["cells"]]
        assert len(cells) == len(set(cells))
        said = {f"{group}: {probe}": where for group, probes in RAN[name]["documented"].items() for probe, where in probes.items()}
        assert said == {cell: {key: entry[key] for key in ("where", "otherwise") if key in entry} for entry in entries for cell in entry["cells"]}
        assert {*said} <= {f"{group}: {probe}" for group, probe, _ in values(RAN[name])}
    assert not any("documented" in seen for name, seen in RAN.items() if name not in CITED)
    looked_up = [entry for entries in CITED.values() for entry in entries if "words" in entry]
    assert len(looked_up) > 70 and all(len(entry["words"]) >= 6 for entry in looked_up)


def test_words_that_documentation_does_not_hold_are_found():
    assert documented.says("math.isclose", "rel_tol=1e-09") and documented.says("json.JSONDecoder.decode", "document")
    assert not documented.says("math.isclose", "rel_tol=1e-08")
    asked = json.dumps([["math.isclose", "rel_tol=1e-09"], ["math.isclose", "of the moon"]])
    run = subprocess.run([sys.executable, ROOT / "tools/libraries/documented.py"], input=asked, capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == [["math.isclose", "of the moon"]]


def test_each_cell_is_counted_once_and_under_one_head():
    asked = {"corner": [("slopes", ["abs", "relu"])], "smooth": [("slopes", ["prod of (2, 0, 3)", "where(x > 0, sqrt(x), 0) at -1"])], "init": [("init", ["kind"])]}
    columns = written(asked)
    assert columns["section"] == [*asked, "together"]
    cells = [sum(probe in seen["values"].get(group, {}) for [(group, probes)] in [tables] for probe in probes for seen in LIBRARIES.values())
             for tables in asked.values()]
    assert columns["cells"] == [*cells, sum(cells)]
    assert columns["cells"] == [sum(row) for row in zip(*(columns[head] for head in ("stated", "stated otherwise", "right anyway", "nowhere")))]
    at_corner = {head: column[0] for head, column in columns.items()}
    assert at_corner["stated"] == 3 and at_corner["right anyway"] == 0  # PyTorch's two and JAX's relu; at a corner nothing is right anyway
    smooth = {head: column[1] for head, column in columns.items()}
    wrong = sum(seen["values"].get("slopes", {}).get("prod of (2, 0, 3)", [0.0, 6.0, 0.0]) != [0.0, 6.0, 0.0] for seen in LIBRARIES.values())
    assert smooth["nowhere"] >= wrong == 3 and smooth["stated otherwise"] == 1


def test_an_answer_that_is_not_the_documented_one_stands_beside_it():
    columns = contradicted()
    row = columns["call"].index("`paddle.max(x)`")
    assert "(1, 1, 0)" in columns["its documentation says"][row] and columns["measured"][row] == "(½,\N{NO-BREAK SPACE}½,\N{NO-BREAK SPACE}0)"
    assert len({len(column) for column in columns.values()}) == 1


def test_pins_are_exact_and_name_no_host():
    for path in REQUIREMENTS.iterdir():
        for line in path.read_text(encoding="utf8").splitlines():
            assert line.startswith("#") or line.count("==") == 1 or path.name == "npm.txt" and "@" in line[1:], f"{path.name}: {line}"
    texts = [path.read_text(encoding="utf8") for path in (ROOT / "tools/libraries").rglob("*") if path.suffix in {".py", ".js", ".txt"}]
    assert len(texts) > 30 and not any("://" in text for text in texts)


def test_pins_are_the_versions_in_the_file():
    pins = {}
    for path in REQUIREMENTS.glob("*.txt"):
        separator = "@" if path.name == "npm.txt" else "=="
        pins[path.stem] = dict(line.rsplit(separator, 1) for line in path.read_text(encoding="utf8").splitlines() if not line.startswith("#"))
    for name, seen in RAN.items():
        for package, found in seen["versions"].items():
            pinned = pins.get(name, pins["npm"])
            assert pinned[package] == found, f"{name}: {package}"
    assert {name: seen["version"] for name, seen in PACKAGES.items()} == {n: pins["packages"][n] for n in PACKAGES}


@pytest.mark.parametrize("name", ["autograd", "sympy"])
def test_a_library_that_is_here_does_it_again(name):
    """Everything that hangs on no last bit; with another version than the file's there is nothing to compare."""
    try:
        here = version(name)
    except PackageNotFoundError:
        pytest.skip(f"{name} is not installed here")
    if here != RAN[name]["versions"][name]:
        pytest.skip(f"{name} {here} is here, the file has {RAN[name]['versions'][name]}")
    run = subprocess.run([sys.executable, "-m", f"tools.libraries.adapters.{name}"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=100)
    again = json.loads(run.stdout.splitlines()[-1])["values"]
    assert again["slopes"] == RAN[name]["values"]["slopes"] and again["lines"] == RAN[name]["values"]["lines"]
    for probe, value in again["tails 64"].items():
        stored = RAN[name]["values"]["tails 64"][probe]
        assert value == stored or isinstance(value, int) and isinstance(stored, int) and abs(value - stored) <= 1


# The instruments themselves, on things whose answers are known.


def test_digits_are_counted_and_gross_answers_named():
    assert digits(1 + 2e-16, 1.0, "64") == "full" and digits(0.0, 1.0, "64") == "zero" and digits(math.nan, 1.0, "64") == "nan"
    assert digits(1 + 3e-8, 1.0, "64") == 7 and digits(1 + 3e-8, 1.0, "32") == "full" and digits(3.0, 1.0, "64") == 0
    assert plain([1.23456, math.nan, -math.inf, -0.0]) == [1.235, "nan", "-inf", 0.0]


def test_a_loss_that_follows_another_gradient_is_seen():
    def run(P, T, factor):
        errors = [p - t for a, b in zip(P, T) for p, t in zip(a, b)]
        return sum(e * e for e in errors) / len(errors), factor * 2 * errors[0] / len(errors)

    for factor in (1, 3):
        probes = Probes({})
        probes.loss(lambda P, T, factor=factor: run(P, T, factor), "by hand")
        assert probes.seen["values"]["loss"] == {"squared error, K = 1": [0.25, factor], "squared error, K = 3": [0.0833, factor]}


@pytest.mark.parametrize("call, verdict", [("((p - t) ** 2).mean()", "pairs"), ("((p[:, 0] - t) ** 2).mean()", "right"), ("p @ t", "refuses"),
                                           ("(p - t) ** 2", "pairs")])
def test_a_column_against_a_row_is_judged(call, verdict):
    probes = Probes({})
    column, row = np.array(catalogue.COLUMN)[:, None], np.array(catalogue.ROW)
    probes.shapes({"squared error": call}, lambda: column, lambda: row, lambda r: (float(np.mean(r)), np.shape(r)))
    assert probes.seen["values"]["shapes"] == {"squared error": verdict}


def test_a_wrong_slope_of_a_package_is_found(monkeypatch, capsys):
    monkeypatch.setitem(teaching.PACKAGES, "a constant", "def gradient(f, *point): return [1.0 + 0 * f(*point) for _ in point]\nm = SimpleNamespace()")
    teaching.main("a constant")
    survey = json.loads(capsys.readouterr().out.splitlines()[-1])["survey"]
    assert "2 - x" in survey["wrong"] and "x + 2" not in survey["wrong"] and "m.exp(x)" in survey["refused"]


def test_digits_are_counted_alike_in_the_chapter_and_in_the_file():
    for value, true in ((1.0, 1.0), (0.0, 2.0), (1 + 3e-8, 1.0), (5.0, 1.0), (-1e-9, -1.0), (1 + 2e-15, 1.0)):
        assert right_digits(value, true) == digits(value, true, "64")


def test_a_table_shows_every_library_that_answers_and_a_dash_where_there_is_no_function():
    columns = compared("slopes", {"a": "relu", "b": "maximum(x, 0)"}, {"a": [0.0]})
    assert columns["library"][0] == "`nnlib`" and columns["a"][0] == "0" and columns["b"][0] == "–"
    row = columns["library"].index("TensorFlow, Keras")
    assert (columns["a"][row], columns["b"][row]) == ("0", "1") and len({len(column) for column in columns.values()}) == 1
    assert spelled([0.0, "nan", 6.0]) == "(0,\N{NO-BREAK SPACE}nan,\N{NO-BREAK SPACE}6)" and spelled([0.9, 0.72, 0.4, -0.1]) == "0.9 → 0.72 → 0.4 → −0.1" and spelled(-0.5) == "−0.5" and spelled("TypeError") == "refuses"
    assert set(called("slopes", "relu")["library"]) < {*LIBRARIES}


def test_what_differences_give_is_a_row_for_each_way():
    columns = differences()
    row = columns["way"].index("statsmodels, complex step")
    assert [column[row] for column in columns.values()][1:] == ["1", "0", "two thirds or more", "0 came"] and len({len(c) for c in columns.values()}) == 1
