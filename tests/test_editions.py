"""The student edition: nothing of a solution can be read in it, its notebooks run, and `check` answers as in the full one."""

import json
import subprocess
import sys
import zipfile

import edition
import nbformat
import numpy as np
import pytest
from by_number import IDS, each, exercises
from edition import ROOT, editions
from tools.notebooks import problems

from course.exercises import another, check, exercise_by_id, hint
from course.exercises.checking import chapters, with_others
from course.exercises.fresh import KEPT
from course.exercises.judging import judge, table
from course.exercises.student_file import packed, unpacked

BY_VALUE = ("number", "array", "choice")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A student edition, without its site."""
    return editions.write(tmp_path_factory.mktemp("student") / "edition", say=lambda line: None)


@pytest.fixture(scope="module")
def secrets():
    return edition.secrets()


def run(folder, code, given):
    """What a program prints that imports nnlib from a student edition and reads `given`."""
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env={"PYTHONPATH": str(folder), "PATH": ""}, timeout=120,
                          input=json.dumps(given), capture_output=True, text=True, encoding="utf8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def changed(folder):
    """(cells of the full notebook, cells of the student's) for each chapter."""
    for path in sorted((folder / "chapters").glob("*.ipynb")):
        yield nbformat.read(ROOT / "chapters" / path.name, as_version=4).cells, nbformat.read(path, as_version=4).cells


# What is handed out.


def test_the_folder_holds_what_a_student_needs_and_no_more(folder):
    assert {path.name for path in folder.iterdir()} == {*editions.HANDED_OUT, "README.md", editions.MARK}
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert "course/exercises/sealed.json" in names and not any("/chapter1" in name or "teaching" in name or "grading" in name for name in names)
    assert not any(part in name for part in ("tests", "tools", "fingerprint", "second_ways", "__pycache__") for name in names)
    assert "  - file: chapters/reference/api" in (folder / "_toc.yml").read_text() and "teaching" not in (folder / "_toc.yml").read_text()


def test_the_makefile_and_the_first_page_are_those_of_a_student(folder):
    makefile, first = (folder / "Makefile").read_text(), (folder / "chapters/index.md").read_text()
    assert "make mutants" not in makefile and "GIVEN" not in makefile and "tools" not in makefile and makefile.count("\nbook:") == 1 == makefile.count("\ntest:")
    assert "with your instructor" in first and "folded" not in first


def test_the_edition_becomes_one_file_with_its_site_in_it_or_none(tmp_path):
    folder = tmp_path / "student"
    (folder / "_build/html").mkdir(parents=True)
    (folder / editions.MARK).write_text("")
    with pytest.raises(SystemExit, match="no student edition with its site"):
        editions.archive(folder)
    (folder / "_build/html/index.html").write_text("site")
    done = editions.archive(folder, say=lambda line: None)
    assert done == tmp_path / "student.zip" and [path.name for path in tmp_path.glob("*.zip")] == ["student.zip"]
    with zipfile.ZipFile(done) as archive:
        assert archive.read("student/_build/html/index.html") == b"site"


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(SystemExit, match="not empty"):
        editions.write(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_a_sentence_that_is_no_longer_there_is_reported():
    with pytest.raises(SystemExit, match="no longer says “old”"):
        editions.rephrased("index.md", "new", [("old", "newer")])


def test_the_instructors_page_leaves_the_contents():
    toc = "  - file: chapters/reference/glossary\n  - file: chapters/reference/teaching\n"
    assert editions.contents(toc) == "  - file: chapters/reference/glossary\n"


# Notebooks.


def kept(cells, but):
    """Source and outputs of the cells of code that are neither a solution's nor a box; how often a kernel ran is no matter."""
    for cell in cells:
        if cell.cell_type == "code" and not cell.source.startswith((but, "Question(")):
            yield cell.source, [{key: value for key, value in output.items() if key != "execution_count"} for output in cell.outputs]


def test_every_notebook_is_canonical(folder):
    assert [problem for path in sorted((folder / "chapters").glob("*.ipynb")) for problem in problems(path)] == []


def test_a_cell_waits_for_each_solution_and_all_else_is_as_it_was(folder):
    """So what nbval proves of the full edition holds here as well, if nothing that is left needs a solution: see below."""
    for full, student in changed(folder):
        stubs = [cell for cell in student if cell.source.startswith("# Your solution: ")]
        ids = [found for cell in full if cell.cell_type == "markdown" for found in editions.HEADING.findall(cell.source)]
        assert [cell.source.split("\n")[0].split()[-1] for cell in stubs] == ids
        assert list(kept(full, "# Solution")) == list(kept(student, "# Your solution"))
        headings = [line for c in full if c.cell_type == "markdown" for line in c.source.split("\n") if line.startswith(("#", "("))]
        assert headings == [line for c in student if c.cell_type == "markdown" for line in c.source.split("\n") if line.startswith(("#", "("))]


def test_after_the_first_solution_come_only_boxes_and_cells_to_fill(folder):
    for _, student in changed(folder):
        sources = [cell.source for cell in student if cell.cell_type == "code"]
        first = next(k for k, source in enumerate(sources) if source.startswith("# Your solution"))
        assert all(source.startswith(("# Your solution", "Question(")) for source in sources[first:])


def test_the_words_above_the_exercises_promise_no_solution(folder):
    for _, student in changed(folder):
        text = "\n".join(cell.source for cell in student if cell.cell_type == "markdown")
        exercises = text[text.index("## Exercises"):].split("\n### ")[0]
        if "box" in exercises:
            assert "Two hints" in exercises and "three hints" not in exercises.lower()
            assert exercises.count("solution") == 2 and "the solutions are with your instructor" in exercises


# The sealed file.

VERDICTS = """
import json, sys
from course.exercises import another, check, exercise_by_id, exercises_of, hint
from course.exercises.checking import chapters
given = json.load(sys.stdin)
def said(v):
    return [repr(v), v._repr_markdown_(), v.right, list(v.slips), [list(p) for p in v.passages]]
print(json.dumps({"verdicts": [said(check(id, answer)) for id, answer in given["answers"]],
    "ids": [e.id for c in chapters() for e in exercises_of(c)], "hints": [repr(hint(*call)) for call in given["hints"]],
    "open": [e.id for c in chapters() for e in exercises_of(c) if e.slips or any(t == t for t in e.truth) or len(e.hints) > 2],
    "formula": said(check("3.7", "-(y - y_hat) * y_hat * (1 - y_hat) * w56 * a5 * (1 - a5) * x1")),
    "again": [[repr(another(*call)), hint(call[0], 2, seed=call[1]).sentence] + [said(check(call[0], answer, seed=call[1])) for answer in tried]
              for *call, tried in given["again"]],
    "slip": said(check("3.8", lambda d, W, Z: d @ W.T)), "function": said(check("5.8", lambda f, theta, h: None))}))
"""


def answers():
    """Right answers, every slip, near ones, random ones and nonsense, for all that is answered with numbers."""
    rng = np.random.default_rng(7)
    for exercise in exercises():
        yield from ((exercise.id, answer) for answer in (None, "", "x", [], [1.0] * 40))
        if exercise.kind == "choice":
            yield from ((exercise.id, k + 1) for k in range(len(exercise.labels)))
        elif exercise.kind in BY_VALUE:
            for value in (exercise.truth, *(slip.value for slip in exercise.slips)):
                yield exercise.id, list(value)
                yield exercise.id, [[f"{v:.{exercise.digits - 1}e}"] for v in value]
            for scale in (3, 9, 12):
                yield exercise.id, [t + scale * u for t, u in zip(exercise.truth, exercise.tolerance)]
            yield from ((exercise.id, [float(v) for v in rng.uniform(-3, 3, len(exercise.truth)) * exercise.truth]) for _ in range(5))


def said(verdict):
    return [repr(verdict), verdict._repr_markdown_(), verdict.right, list(verdict.slips), [list(p) for p in verdict.passages]]


def test_check_answers_as_in_the_full_edition(folder, monkeypatch):
    """With the package of the folder, which has no truth to compare with, and no right formulas to follow an answer by."""
    monkeypatch.setattr("course.exercises.replay.replayed", lambda *_: None)
    given = list(answers())
    hints = [(exercise.id, k) for exercise in exercises() for k in (1, 2, 3)]
    again = [(id, seed, [list(made.truth), list(made.slips[-1].value), [9.0] * len(made.truth)]) for chapter in chapters() for id in with_others(chapter)
             for seed in range(1, KEPT + 1) for made in [exercise_by_id(id, seed)]]
    came = run(folder, VERDICTS, {"answers": given, "hints": hints, "again": [*again, ["3.1", KEPT + 1, [1]]]})
    assert came["again"][:-1] == [[repr(another(id, seed)), hint(id, 2, seed=seed).sentence, *(said(check(id, answer, seed)) for answer in tried)]
                                  for id, seed, tried in again]
    assert "This edition has other numbers for the seeds 1 to" in came["again"][-1][0]
    assert came["ids"] == IDS and came["open"] == []
    assert len(given) > 800 and came["verdicts"] == [said(check(id, answer)) for id, answer in given]
    assert came["formula"][2] and came["slip"][3] == ["slope missing"] and "returns nothing" in came["function"][0]
    for (id, k), text in zip(hints, came["hints"]):
        assert ("with your instructor" in text and "to hint" in text) if k == 3 else hint(id, k).sentence in text
        assert k == 1 or "The next" not in text


@each
def test_an_exercise_comes_out_of_the_file_as_it_went_in(exercise):
    """Also what functions are tried on, entry by entry, and the verdicts on the truth and each slip."""
    back = unpacked(json.loads(json.dumps(packed(exercise))))
    for field in ("id", "title", "asks", "kind", "labels", "digits", "shape"):
        assert getattr(back, field) == getattr(exercise, field)
    assert len(back.instances) == len(exercise.instances) and len(back.truth) == len(exercise.truth)
    for old, new in zip(exercise.instances, back.instances):
        assert list(old) == list(new)
        for a, b in zip(old.values(), new.values()):
            assert a is b if callable(a) else np.array_equal(a, b) and type(a) is type(b) and np.asarray(a).dtype == np.asarray(b).dtype
    assert judge(table(back), list(exercise.truth))["right"]
    assert all(judge(table(back), list(slip.value))["slips"] == [k] for k, slip in enumerate(exercise.slips))


def test_what_cannot_be_put_into_a_file_is_named():
    exercise = next(e for e in exercises() if e.kind == "function")
    with pytest.raises(TypeError, match="functions.py"):
        packed(exercise._replace(instances=({"f": lambda w: w},)))


# Leaks.


def test_nothing_of_a_solution_can_be_read_in_the_folder(folder, secrets):
    assert len(secrets[0]) > 300 and len(secrets[1]) > 300 and all(secrets[2].values())  # chapter 8 asks for whole numbers mostly
    assert edition.leaks(edition.read(folder), secrets) == []


@pytest.mark.parametrize(("name", "text", "seen"), [
    ("chapters/03-sigmoid-3-2-1.ipynb", '"    "other.W[2][1, 0] = 0.2\\n",', "other.W[2][1, 0] = 0.2"),
    ("chapters/03-sigmoid-3-2-1.html", '<span class="n">other</span><span class="o">.</span>W[<span>2</span>][1, 0] = 0.2', "other.W[2]"),
    ("nnlib/x.py", "the bound is -0.0058896.", "0.0058896"), ("chapters/03-sigmoid-3-2-1.html", "w is &minus;0.224954 here", "0.224954"),
    ("searchindex.js", '"0.224954": 3', "0.224954"), ("a.json", r"\u03b4\u2086 = \u22120.131", "δ₆ = −0.131"),
    ("a.html", "Prediction and error have exchanged their numbers, nearly, and &delta;₅ has the sign of &#948;₆ now.", "exchanged"),
    ("b.md", "is a 1 − a there: The exponent is that of 5.1, and the constants hardly matter: a fifth root", "The exponent"),
])
def test_a_planted_leak_is_found(secrets, name, text, seen):
    solution = next(e for e in exercises() if e.id == "3.1").hints[2]
    text = text.replace(r"\u03b4\u2086 = \u22120.131", json.dumps(solution))
    found = edition.leaks({name: "before " + text + " behind"}, secrets)
    assert found and any(seen in what or what in solution for _, what in found), found


def test_the_full_edition_is_full_of_them(secrets):
    """The scan itself: every exercise's solution is seen in its notebook and in its module."""
    for chapter in {int(exercise.id.split(".")[0]) for exercise in exercises()}:
        (path,) = (ROOT / "chapters").glob(f"{chapter:02d}-*.ipynb")
        assert len(edition.leaks({f"chapters/{path.name}": path.read_text(encoding="utf8")}, secrets)) > 40
        module = ROOT / f"course/exercises/chapters/chapter{chapter}.py"
        assert len(edition.leaks({"module.py": module.read_text(encoding="utf8")}, secrets)) > 20
