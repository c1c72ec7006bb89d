"""The ways through a chapter: a short path takes about twenty minutes, and what an exercise takes is said of exercises that are there."""

import re
from pathlib import Path

import nbformat
import pytest
from by_number import IDS

from course.exercises import exercise_by_id
from course.exercises.needs import FIGURES, NEEDS, figure, needs
from course.site.paths import SHORT, SIDE
from course.widgets import BackpropSteps

ROOT = Path(__file__).resolve().parents[1]
HEADING = re.compile(r"^((?:\([\w-]+\)=\n)*)(#+) (.+)$", re.M)


def read(page):
    """[(labels, level, text)] of the sections of a chapter, without corrections and comments; a cell of code is the word CODE."""
    cells = nbformat.read(ROOT / f"chapters/{page}.ipynb", as_version=4).cells
    text = "\n\n".join(cell.source if cell.cell_type == "markdown" else "CODE" for cell in cells)
    text = re.sub(r"<!--.*?-->|:::\{admonition\}.*?^:::$", "", text, flags=re.S | re.M)
    parts = HEADING.split(text)[1:]
    slug = [re.sub(r"[^\w]+", "-", title.lower()).strip("-") for title in parts[2::4]]
    return [({*re.findall(r"\(([\w-]+)\)=", labels), slug[k]}, len(level), body)
            for k, (labels, level, body) in enumerate(zip(parts[::4], parts[1::4], parts[3::4]))]


def minutes(text):
    """At 200 words a minute, half a minute for a displayed formula and a quarter for a cell with its output."""
    prose, formulas = re.subn(r"\$\$.*?\$\$", "", text, flags=re.S)
    return len(prose.split()) / 200 + formulas / 2 + prose.count("CODE") / 4


def path_minutes(page, labels):
    """A section counts with those below it that have no label of their own."""
    sections, total = read(page), 0.0
    for label in labels:
        (k,) = (k for k, (names, _, _) in enumerate(sections) if label in names)
        total += minutes(sections[k][2])
        for names, level, text in sections[k + 1:]:
            if level <= sections[k][1] or len(names) > 1:
                break
            total += minutes(text)
    return total


@pytest.mark.parametrize("page", SHORT)
def test_a_short_path_takes_about_twenty_minutes(page):
    assert 14 <= path_minutes(page, SHORT[page]) <= 26
    assert len(SHORT[page]) == len(set(SHORT[page])) and not set(SHORT[page]) & set(SIDE.get(page, ()))


def test_every_chapter_has_a_short_path_and_every_side_road_is_there():
    assert sorted(SHORT) == sorted(path.stem for path in (ROOT / "chapters").glob("[01]*.ipynb"))
    for page, labels in SIDE.items():
        names = set().union(*(names for names, _, _ in read(page)))
        assert set(labels) <= names, page


def test_every_exercise_says_what_it_takes():
    assert set(NEEDS) <= set(IDS) and set(FIGURES) <= set(IDS)
    for id in IDS:
        assert re.fullmatch(r"[A-Z][A-Za-z ]+, about \d+ minutes\.", needs(exercise_by_id(id))), id
    assert needs(exercise_by_id("3.a")) == "" == needs(exercise_by_id("3.p1")) == figure(exercise_by_id("3.2"))
    assert needs(exercise_by_id("3.8")).startswith("Python")


def test_a_figure_that_is_set_to_an_exercise_shows_its_answer():
    shown = BackpropSteps(theta=list(FIGURES["3.1"][1]["theta"]))
    results = {name: value for name, _, value in shown.calculations()}
    y_hat, _, delta4, delta5 = exercise_by_id("3.1").truth
    assert results["ŷ"] == pytest.approx(y_hat) and results["δ_4"] == pytest.approx(delta4) and results["δ_5"] == pytest.approx(delta5)
