"""Where the browser denies storage, as for blocked site data or a frame in a sandbox: all works but remembering, and that is said once."""

from contextlib import contextmanager

import pytest
from browsing import DESKTOP, alone
from playwright.sync_api import expect

DENIED = """for (const store of ['localStorage', 'sessionStorage']) Object.defineProperty(window, store, {configurable: true, get() {
    throw new DOMException('Access is denied for this document.', 'SecurityError');
}})"""
CHAPTER, PROGRESS = ("chapters/03-sigmoid-3-2-1.html", "#explorer-stepper", ".nn-question"), "chapters/reference/exercises.html"
SAID = "store nothing"


@contextmanager
def blocked(browser, served, name):
    """A page whose site data are blocked."""
    context = browser.new_context(viewport=DESKTOP)
    context.add_init_script(DENIED)
    page = context.new_page()
    problems = watched(page)
    page.goto(served + name)
    yield page.main_frame, problems
    context.close()


@contextmanager
def framed(browser, served, name, allowed="allow-scripts allow-forms"):
    """A page as a learning system embeds it, in a frame whose origin is nobody's."""
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    problems = watched(page)
    page.set_content(f'<iframe sandbox="{allowed}" width="1200" height="880" src="{served}{name}"></iframe>')
    frame = page.locator("iframe").element_handle().content_frame()
    frame.wait_for_load_state("load")
    assert frame.evaluate("document.documentElement.dataset.forgets") == "true"
    yield frame, problems
    context.close()


def watched(page):
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    return problems


WAYS = pytest.mark.parametrize("denied", [blocked, framed])


@WAYS
def test_answers_are_judged_and_explorers_work(browser, served, denied):
    with denied(browser, served, alone(browser, *CHAPTER)) as (frame, problems):
        frame.locator("#exercise-3-2").scroll_into_view_if_needed()
        box = frame.locator("#exercise-3-2.ready")
        box.wait_for()
        assert frame.evaluate("document.querySelector('.forgets + .nn-question') === document.querySelector('.nn-question')")
        box.locator("input").fill("7")
        box.get_by_role("button", name="Check").click()
        expect(box.locator(".nn-verdict")).to_contain_text("Not yet")
        frame.locator("figure[id^=explorer-]").first.scroll_into_view_if_needed()
        frame.locator("figure[id^=explorer-].ready").first.wait_for()
        note = box.locator(".forgets")  # it has come to the box that was used first
        note.scroll_into_view_if_needed()
        expect(note).to_contain_text(SAID, use_inner_text=True)  # `inner_text` is what is laid out
        assert problems == []


def test_a_frame_that_may_send_no_forms_judges_answers(browser, served):
    """By the button and by Enter; each time once."""
    with framed(browser, served, alone(browser, *CHAPTER), allowed="allow-scripts") as (frame, problems):
        frame.locator("#exercise-3-2").scroll_into_view_if_needed()
        box = frame.locator("#exercise-3-2.ready")
        box.locator("input").fill("7")
        box.get_by_role("button", name="Check").click()
        expect(box.locator(".nn-before")).to_have_text("Attempts on this device: 1.")
        box.locator("input").fill("-0.225")
        box.locator("input").press("Enter")
        expect(box.locator(".nn-verdict")).to_contain_text("Right")
        assert frame.evaluate("JSON.parse(localStorage.getItem('nn-exercises'))") == {"3.2": {"right": True, "attempts": 2}}
        assert problems == []


@WAYS
def test_colours_turn_and_code_has_its_copy_buttons(browser, served, denied):
    with denied(browser, served, "chapters/10-what-libraries-do.html") as (frame, problems):
        assert frame.locator(".highlight > pre").count() > 10
        expect(frame.locator(".copybtn")).to_have_count(frame.locator(".highlight > pre").count())  # they come a moment after the page
        modes = set()
        for _ in range(3):
            frame.locator(".theme-switch-button:visible").first.click()
            modes.add(frame.evaluate("document.documentElement.dataset.mode"))
        assert modes == {"light", "dark", "auto"} and problems == []


@WAYS
def test_the_first_page_says_it_when_colours_are_chosen(browser, served, denied):
    with denied(browser, served, "chapters/index.html") as (frame, problems):
        assert frame.locator(".forgets").count() == 0
        for _ in range(2):
            frame.locator(".theme-switch-button:visible").first.click()
        assert frame.locator(".forgets").count() == 1 and problems == []


@WAYS
def test_the_search_finds(browser, served, denied):
    with denied(browser, served, "search.html?q=softplus") as (frame, problems):
        expect(frame.locator("#search-results li a").first).to_be_visible()
        assert frame.locator("#search-results li").count() > 2
        if denied is blocked:  # in a frame of nobody's origin it may not read pages for excerpts
            assert problems == []


@WAYS
def test_progress_shows_its_list_and_takes_a_file_for_as_long_as_the_page_is_open(browser, served, denied):
    with denied(browser, served, PROGRESS) as (frame, problems):
        expect(frame.locator("#progress [role=status]")).to_contain_text("Answered on this device: 0")
        kept = b'{"exercises": {"1.1": {"right": true, "attempts": 2}}}'
        frame.locator("#progress input[type=file]").set_input_files({"name": "exercises.json", "mimeType": "application/json", "buffer": kept})
        expect(frame.locator("#progress-1-1")).to_have_text("answered, 2 attempts")
        assert frame.locator(".forgets").count() == 1 and problems == []


def test_nothing_is_said_where_storage_works(browser, served):
    page = browser.new_page()
    page.goto(served + PROGRESS)
    assert page.locator(".forgets").count() == 0
    assert page.evaluate("localStorage instanceof Storage")
    page.close()
