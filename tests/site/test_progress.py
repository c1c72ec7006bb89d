"""The page of exercises: it lists them all, and what the device remembers can be seen, saved, taken over and cleared."""

import json

from browsing import opened
from by_number import BETWEEN, IDS
from course.exercises import exercise_by_id
from playwright.sync_api import expect

PAGE = "chapters/reference/exercises.html"
TEACHING = "chapters/reference/teaching.html"
KEPT = {"1.1": {"right": True, "attempts": 2}, "3.1": {"right": False, "attempts": 1}}


def remember(page, kept):
    page.evaluate("kept => localStorage.setItem('nn-exercises', JSON.stringify(kept))", kept)
    page.reload()


def states(page):
    """What stands beside the exercises, where something does."""
    return page.evaluate("""() => Object.fromEntries([...document.querySelectorAll("[id^='progress-']")]
        .filter(e => e.textContent).map(e => [e.id.slice(9).replace('-', '.'), e.textContent]))""")


def straight(text):
    """A text without the quotation marks and dashes that typesetting bends."""
    for bent, plain in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "--"), ("…", "...")):
        text = text.replace(bent, plain)
    return text.strip()


def test_every_exercise_is_listed_and_its_link_leads_to_its_box(pages):
    links = {link.get_text(): link["href"] for link in pages[PAGE].select("table.nn-exercise-list a")}
    assert list(links) == IDS
    for href in links.values():
        name, anchor = href.removeprefix("../").split("#")
        assert pages[f"chapters/{name}"].find(id=anchor), href
    titles = [row.select("td")[1].get_text().strip() for row in pages[PAGE].select("table.nn-exercise-list tbody tr")]
    assert all(titles) and len(titles) == len(IDS)


def test_every_question_between_the_sections_is_listed_with_a_link_to_its_box(pages):
    links = {link.get_text(): link["href"] for link in pages[PAGE].select(".nn-question-list a")}
    assert list(links) == BETWEEN
    for id, href in links.items():
        name, anchor = href.removeprefix("../").split("#")
        assert pages[f"chapters/{name}"].find(id=anchor) and pages[PAGE].find(id=f"progress-{id.replace('.', '-')}"), href


def test_the_instructors_tables_name_every_slip_and_where_it_shows(pages):
    # What stands between backticks is set as code there.
    shown = {tuple(straight(cell.get_text()) for cell in row.select("td")) for row in pages[TEACHING].select("table.nn-slips tbody tr")}
    for exercise in map(exercise_by_id, IDS):
        for slip in exercise.slips:
            assert any((name, said) == (straight(slip.name), straight(slip.sentence.replace("`", ""))) and exercise.id in where.split(", ")
                       for name, said, where in shown), (exercise.id, slip.name)


def test_an_answer_on_a_chapter_s_page_is_counted_here(browser, served):
    with opened(browser, served + "chapters/03-sigmoid-3-2-1.html", served) as page:
        page.locator("#exercise-3-2").scroll_into_view_if_needed()
        box = page.locator("#exercise-3-2.ready")
        box.locator("input").fill("7")
        box.get_by_role("button", name="Check").press("Enter")
        expect(box.locator(".nn-verdict")).not_to_be_empty()
        page.goto(served + PAGE)
        assert states(page) == {"3.2": "1 attempt"}
        assert f"0 of {len(IDS)}." in page.locator("#progress p").inner_text() and page.problems == []
        remember(page, {BETWEEN[0]: {"right": True, "attempts": 1}})
        said = page.locator("#progress p").inner_text()
        assert states(page) == {BETWEEN[0]: " ✓"} and f"device: 0 of {len(IDS)}." in said and f"sections: 1 of {len(BETWEEN)}." in said


def test_progress_is_saved_taken_over_and_cleared(browser, served, tmp_path):
    with opened(browser, served + PAGE, served, accept_downloads=True) as page:
        remember(page, KEPT)
        assert states(page) == {"1.1": "answered, 2 attempts", "3.1": "1 attempt"}
        with page.expect_download() as download:
            page.get_by_role("button", name="Save as a file").press("Enter")
        path = tmp_path / "exercises.json"
        download.value.save_as(path)
        assert json.loads(path.read_text()) == {"exercises": KEPT}

        page.once("dialog", lambda dialog: dialog.dismiss())
        page.get_by_role("button", name="Clear").press("Enter")
        assert len(states(page)) == 2
        page.once("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="Clear").press("Enter")
        assert states(page) == {} and page.evaluate("localStorage.getItem('nn-exercises')") is None

        remember(page, {"3.1": {"right": True, "attempts": 5}})
        page.locator("#progress input").set_input_files(path)
        page.wait_for_function("document.querySelector('#progress p').textContent.startsWith('Taken over: 2 exercises.')")
        assert states(page) == {"1.1": "answered, 2 attempts", "3.1": "answered, 5 attempts"} and page.problems == []


def test_a_file_that_is_none_is_refused_with_a_sentence(browser, served, tmp_path):
    with opened(browser, served + PAGE, served) as page:
        remember(page, KEPT)
        for text in ("", "[]", "{}", '{"exercises": {"99.1": {"right": true, "attempts": 1}}}', '{"exercises": {"1.1": {"attempts": -3}}}',
                     '{"exercises": {"1.1": null, "__proto__": {"attempts": 1}}}'):
            path = tmp_path / "mine.json"
            path.write_text(text)
            page.locator("#progress input").set_input_files([])
            page.evaluate("document.querySelector('#progress p').textContent = ''")
            page.locator("#progress input").set_input_files(path)
            page.wait_for_function("document.querySelector('#progress p').textContent.startsWith('mine.json cannot be taken over')")
            assert states(page) == {"1.1": "answered, 2 attempts", "3.1": "1 attempt"}, text
        assert page.problems == []


def test_a_damaged_memory_is_no_obstacle(browser, served):
    with opened(browser, served + PAGE, served) as page:
        for text in ("nonsense", "null", "7", '{"1.1": 3}'):
            page.evaluate("text => localStorage.setItem('nn-exercises', text)", text)
            page.reload()
            assert f"0 of {len(IDS)}." in page.locator("#progress p").inner_text(), text
        assert page.problems == []
