"""Writes a course for nbgrader: an assignment for each chapter, with the statements of the student edition and no solution.

    python -m course.grading.nbgrader [FOLDER]      (default: _build/nbgrader)

A student writes an answer as a plain value, a number, a list or a text. nbgrader runs the notebook, and the value is judged in
another process (`judged.py`, `nbgrader_config.py`). Exercises that ask for a function stay with `check`.
"""

import json
import sys
from pathlib import Path

import nbformat

from course.editions.student import HEADING, UNTIL_FIRST, WORDS
from course.editions.worksheet import ROOT
from course.editions.written import written
from course.exercises import exercises_of
from course.exercises.checking import chapters
from course.exercises.model import Exercise

FOLDER = ROOT / "_build/nbgrader"
PLAIN = ("number", "array", "choice", "formula")
INTRODUCTION = ("# Exercises of chapter {}\n\nWrite each answer as a plain value: a number, a list in the order of the names, the letter of a choice in quotes, "
                "or a formula in quotes. Whatever you compute on the way may stand in the same cell. Three significant digits are enough, unless more are asked for.")
PRINTS = """\
# This cell hands in what stands above: it is judged when the notebook is collected.
import numpy

answer = globals().get("answer_{name}", ...)
print(repr(answer if answer is ... or isinstance(answer, str) else numpy.asarray(answer).tolist()))"""


def statements(path: Path) -> dict[str, str]:
    """The statements of a chapter's exercises by their numbers, as the student edition has them."""
    found: dict[str, str] = {}
    for cell in json.loads(path.read_text(encoding="utf8"))["cells"]:
        text = WORDS.sub("", "".join(cell["source"]))
        if cell["cell_type"] == "markdown" and (ids := HEADING.findall(text)):
            text = UNTIL_FIRST.sub("", text)
            found[ids[-1]] = text[text.index(f"### Exercise {ids[-1]}"):].strip()
    return found


def assignment(chapter: int, exercises: list[Exercise], texts: dict[str, str]) -> nbformat.NotebookNode:
    """The notebook of a chapter: statement, a cell to fill in, a cell that is graded, for each exercise with a plain answer."""
    cells = [nbformat.v4.new_markdown_cell(INTRODUCTION.format(chapter), id="introduction")]
    for exercise in exercises:
        name = exercise.id.replace(".", "_")
        labels = f" of {', '.join(exercise.labels)}" if exercise.kind == "array" else ""
        options = "".join(f"\n\n{'abcdefgh'[k]}) {label}" for k, label in enumerate(exercise.labels)) if exercise.kind == "choice" else ""
        cells += [nbformat.v4.new_markdown_cell(f"{texts[exercise.id]}\n\n{exercise.asks}{options}", id=f"statement-{name}"),
                  _cell(f"# Your answer{labels}\nanswer_{name} = ...", f"answer-{exercise.id.replace('.', '-')}", solution=True),
                  _cell(PRINTS.format(name=name), f"exercise-{exercise.id.replace('.', '-')}", grade=True, locked=True, points=1)]
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})


def _cell(source: str, grade_id: str, *, grade: bool = False, solution: bool = False, locked: bool = False, points: int = 0) -> nbformat.NotebookNode:
    told = {"grade": grade, "solution": solution, "locked": locked, "task": False, "grade_id": grade_id, "schema_version": 3}
    return nbformat.v4.new_code_cell(source, id=grade_id, metadata={"nbgrader": told | ({"points": points} if grade else {})})


def files() -> dict[str, str]:
    """The course folder by names of files."""
    found = {"nbgrader_config.py": Path(__file__).with_name("nbgrader_config.py").read_text(encoding="utf8"),
             "book.json": json.dumps({"root": str(ROOT), "python": sys.executable}) + "\n"}
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        chapter = int(path.name[:2])
        if chapter in chapters():
            exercises = [exercise for exercise in exercises_of(chapter) if exercise.kind in PLAIN]
            found[f"source/chapter-{chapter}/exercises.ipynb"] = nbformat.writes(assignment(chapter, exercises, statements(path))) + "\n"
    return found


def main() -> None:
    if len(sys.argv) > 2 or "-h" in sys.argv or "--help" in sys.argv:
        sys.exit(__doc__)
    folder = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else FOLDER
    made = written(folder, files())
    print(f"{folder} is a course of {len(made) - 2} assignments. In it, where nbgrader is installed: nbgrader generate_assignment chapter-3; put what comes in "
          "into submitted/NAME/chapter-3/; nbgrader autograde chapter-3; nbgrader generate_feedback chapter-3.")


if __name__ == "__main__":
    main()
