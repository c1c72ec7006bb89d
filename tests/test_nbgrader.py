"""The course for nbgrader: release cells are well formed, and an answer is judged as a value, in a process that no submission reaches.

nbgrader itself is not in the lock; course/grading/nbgrader_config.py was validated with nbgrader 0.9.6 on an honest, a slipping
and a forging submission. What is tested here is everything on this side of it.
"""

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest

from course.exercises import exercises_of
from course.exercises.checking import chapters
from course.grading import judged, nbgrader

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def course():
    return nbgrader.files()


def test_each_chapter_is_an_assignment_with_a_cell_to_fill_and_a_graded_one_for_each_plain_answer(course):
    for chapter in chapters():
        notebook = nbformat.reads(course[f"source/chapter-{chapter}/exercises.ipynb"], as_version=4)
        nbformat.validate(notebook)
        told = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
        wanted = [exercise.id.replace(".", "-") for exercise in exercises_of(chapter) if exercise.kind in nbgrader.PLAIN]
        assert [one.grade_id for one in told if one.grade] == [f"exercise-{id}" for id in wanted]
        assert [one.grade_id for one in told if one.solution] == [f"answer-{id}" for id in wanted]
        assert all(one.locked == one.grade and one.get("points", 0) == one.grade and one.schema_version == 3 for one in told)


def test_no_assignment_tells_a_solution(course):
    for chapter in chapters():
        text = course[f"source/chapter-{chapter}/exercises.ipynb"]
        for exercise in exercises_of(chapter):
            assert not any(slip.sentence in text for slip in exercise.slips) and json.dumps(exercise.hints[2])[1:-1] not in text
        assert "# Solution" not in text and "{dropdown}" not in text


def printed(answer, name="3_1"):
    """What the graded cell prints of an answer in the kernel of a student."""
    with contextlib.redirect_stdout(out := io.StringIO()):
        exec(nbgrader.PRINTS.format(name=name), {f"answer_{name}": answer})
    return out.getvalue()


def cases(exercise):
    if exercise.kind == "choice":
        return ["abcdefgh"[int(exercise.truth[0])], "z"]
    rows = [exercise.truth, *(slip.value for slip in exercise.slips if not np.isnan(slip.value).any())]
    return [np.array(row) for row in rows] if exercise.kind == "array" else [np.float64(row[0]) for row in rows]


@pytest.mark.parametrize("chapter", [1, 3, 9, 10])
def test_a_value_that_was_printed_is_judged_as_check_judges_it(chapter):
    for exercise in exercises_of(chapter):
        if exercise.kind in ("number", "array", "choice"):
            for k, answer in enumerate(cases(exercise)):
                found = judged.judged(exercise.id, printed(answer))
                assert found["right"] == (k == 0)
                assert k == 0 or exercise.kind == "choice" or exercise.slips[k - 1].sentence in found["sentence"] or found["sentence"].startswith("Not yet")


@pytest.mark.parametrize("text", [
    "1.0", "{'right': True}", "True", "[True, True]", "__import__('os').system('true')", "Verdict(True)", "", "[0.526, 0.474", "x" * 30_000, "[" * 5000,
    "'[0.526, 0.474]'", "nan", "...", "None", "b'1'", "{1, 2}", "1.0\n1.0", "[[0.1, 0.2], [0.3]]"])
def test_nothing_that_a_kernel_prints_forges_a_verdict(text):
    found = judged.judged("3.1", text)
    assert found["right"] is False and len(found["sentence"]) > 20


def test_a_kernel_in_which_check_is_replaced_gains_nothing(monkeypatch):
    """The process is another one: it imports the book afresh."""
    from course.exercises import checking

    monkeypatch.setattr(checking, "check", lambda *arguments: checking.Verdict(True, "Right."))
    right, wrong = "[0.526, 0.474, 0.00807, -0.00516]", "[1, 2, 3, 4]"
    for text in (right, wrong):
        done = subprocess.run([sys.executable, "-m", "course.grading.judged"], input=json.dumps({"id": "3.1", "text": text}), cwd=ROOT, capture_output=True,
                              text=True, encoding="utf8", timeout=60, check=True, env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"})
        found = json.loads(done.stdout)
        assert found["right"] is False
        assert text == wrong or "σ′ was taken at the activation a" in found["sentence"]


def test_the_settings_are_python_and_name_what_the_folder_holds(course):
    compile(course["nbgrader_config.py"], "nbgrader_config.py", "exec")
    assert set(json.loads(course["book.json"])) == {"root", "python"} and "course.grading.judged" in course["nbgrader_config.py"]
