"""The site of the student edition: built without a warning, nothing of a solution in it, and its boxes at work."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import edition
import pytest
from browsing import DESKTOP, PHONE, opened
from course.exercises import check, exercise_by_id, hint
from playwright.sync_api import expect

CHAPTER = "chapters/03-sigmoid-3-2-1.html"
ROOT = Path(__file__).resolve().parents[2]
ENOUGH = ("03-sigmoid-3-2-1.ipynb", "05-trust-a-gradient.ipynb")  # the others follow from tests/test_editions.py


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A student edition as one hands it out, its site inside."""
    return edition.editions.write(tmp_path_factory.mktemp("student") / "edition", say=lambda line: None)


def run(folder, program, *options):
    """A program of the environment, run in the folder and with its package."""
    return subprocess.run([Path(sys.executable).with_name(program), *options], cwd=folder, env=os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1"},
                          capture_output=True, text=True, encoding="utf8", timeout=300, check=False)


@pytest.fixture(scope="module")
def built(folder):
    """Its pages, built as `make student` builds them, with every warning as an error."""
    drawn = ROOT / "_build/.doctrees/formulas.json"  # what MathJax has drawn for the full edition need not be drawn again
    if drawn.exists():
        (folder / "_build/.doctrees").mkdir(parents=True)
        shutil.copy(drawn, folder / "_build/.doctrees")
    done = run(folder, "python", "-m", "course.site.build")
    assert done.returncode == 0 and "WARNING" not in done.stdout + done.stderr, (done.stdout + done.stderr)[-3000:]
    return folder / "_build/html"


@pytest.fixture(scope="module")
def page(browser, built):
    """The third chapter, opened as a file, for all tests that only look or answer."""
    base = built.as_uri() + "/"
    with opened(browser, base + CHAPTER, base) as page:
        yield page
        assert page.problems == []


def box(page, id):
    place = page.locator(f"#exercise-{id.replace('.', '-')}")
    place.scroll_into_view_if_needed()
    page.wait_for_selector(f"#exercise-{id.replace('.', '-')}.ready")
    return place


def submit(place, texts):
    place.locator("input[type=text]").first.focus()
    for k, text in enumerate(texts):
        place.page.keyboard.press("Control+A")
        place.page.keyboard.type(text)
        place.page.keyboard.press("Tab" if k < len(texts) - 1 else "Enter")
    return place.locator(".nn-verdict").inner_text()


def told(verdict):
    places = " or ".join(passage.heading for passage in verdict.passages)
    return verdict.sentence + (f" See {places}." if places else "")


def test_nothing_of_a_solution_can_be_read_in_the_site(built):
    """Pages, their stored states and sources, the search index: all files with text."""
    found = edition.read(built)
    assert {"searchindex.js", CHAPTER, "_sources/chapters/03-sigmoid-3-2-1.ipynb"} <= set(found)
    assert 'id="book-widgets"' in found[CHAPTER] and "Your solution: 3.4" in found[CHAPTER]
    assert edition.leaks(found, edition.secrets()) == []


def test_a_solution_in_the_search_index_is_noticed(built):
    index = edition.read(built)["searchindex.js"].replace('"chapters/01-derivatives"', '"chapters/01-derivatives", "0.0058896"', 1)
    assert edition.leaks({"searchindex.js": index}, edition.secrets()) == [("searchindex.js", "0.0058896")]


@pytest.mark.parametrize("name", ENOUGH)
def test_a_notebook_runs_and_gives_what_it_holds(folder, name):
    done = run(folder, "pytest", "-q", "--nbval", "--nbval-current-env", "--nbval-cell-timeout", "120", "-p", "no:cacheprovider",
               f"chapters/{name}")
    assert done.returncode == 0 and re.search(r"\d{2} passed", done.stdout), done.stdout[-3000:]


@pytest.mark.parametrize("texts", [
    ["0.526", "0.474", "0.00785", "−0.00589"], ["0.526", "0.474", "0.00785", "0.00589"], ["0,526", "0,474", "7.85e-3", "1"], ["1", "2", "3", "4"],
    ["x", "0.474", "1", "1"], ["0.526", "0.474", "0.0079", "-0.0063"]])
def test_by_keyboard_a_box_says_what_the_full_edition_says(page, texts):
    assert submit(box(page, "3.1"), texts) == told(check("3.1", texts))


def test_the_truth_and_the_slips_are_told_in_the_words_of_the_full_edition(page):
    for id in ("3.2", "3.4"):
        for value in (exercise_by_id(id).truth, *(slip.value for slip in exercise_by_id(id).slips)):
            assert submit(box(page, id), [repr(v) for v in value]) == told(check(id, list(value)))
    for k in range(len(exercise_by_id("3.9").labels)):
        box(page, "3.9").locator("input[type=radio]").nth(k).focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        assert box(page, "3.9").locator(".nn-verdict").inner_text() == told(check("3.9", k + 1))


def test_two_hints_unfold_and_no_third(page):
    for id in ("3.1", "3.8"):
        folds = box(page, id).locator("details")
        assert folds.count() == 2
        for k in range(2):
            folds.nth(k).locator("summary").press("Enter")
            assert folds.nth(k).locator("p").text_content() == hint(id, k + 1).sentence


def test_another_one_has_its_numbers_and_two_hints_here_too(page):
    place, other = box(page, "3.2"), exercise_by_id("3.2", 1)
    place.get_by_role("button", name="Another one").press("Enter")
    expect(place.locator(".nn-statement")).to_have_text(f"With other numbers. {other.statement}")
    for value in (other.truth, other.slips[0].value):
        assert submit(place, [repr(v) for v in value]) == told(check("3.2", list(value), seed=1))
    assert place.locator("details p").evaluate_all("hints => hints.map(hint => hint.textContent)") == [hint("3.2", k, seed=1).sentence for k in (1, 2)]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_cell_for_ones_own_solution_is_folded_and_says_so(browser, built, size):
    base = built.as_uri() + "/"
    with opened(browser, base + CHAPTER, base, viewport=size) as page:
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        fold = page.locator("details.hide").filter(has_text="3.4").first
        fold.scroll_into_view_if_needed()  # what is far from the view is not laid out
        expect(fold.locator("summary")).to_contain_text("Where your solution goes", use_inner_text=True)
        fold.locator("summary").click()
        assert "There is no answer yet." in fold.inner_text() and page.problems == []
