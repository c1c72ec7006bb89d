"""The answer boxes on the built site: by keyboard, without a kernel, with the very sentences of Python."""

import pytest
from by_number import IDS, KINDS
from browsing import ALL_AT_WORK, APART, COLOURS, DESKTOP, TOUCHED, alone, complaints, opened
from course.exercises import check, exercise_by_id, exercises_of, hint, questions_of
from course.exercises.checking import chapters, others
from course.exercises.question import ANSWERED
from playwright.sync_api import expect

PAGES = {1: "chapters/01-derivatives.html", 2: "chapters/02-softplus-two-neurons.html", 3: "chapters/03-sigmoid-3-2-1.html",
         4: "chapters/04-general-layers.html", 5: "chapters/05-trust-a-gradient.html",
         6: "chapters/06-handwritten-digits.html", 7: "chapters/07-deep-nets.html",
         8: "chapters/08-automatic-differentiation.html", 9: "chapters/09-experiments-of-1986.html",
         10: "chapters/10-what-libraries-do.html"}
ON_PAGE = [id for id in IDS if KINDS[id] in ANSWERED]
SIZES = {"desktop": {"viewport": DESKTOP}, "phone": TOUCHED}

each_chapter = pytest.mark.parametrize("chapter", chapters(), indirect=True)
on_the_third = pytest.mark.parametrize("chapter", [3], indirect=True)
each_size = pytest.mark.parametrize("size", SIZES)


def key(exercise):
    return "exercise-" + exercise.id.replace(".", "-")


def of(browser, chapter):
    """The address of the page of a chapter with its boxes alone."""
    return alone(browser, PAGES[chapter], ".nn-question")


def at_work(browser, base, chapter, **settings):
    """The boxes of a chapter on one page, since it takes its time."""
    return opened(browser, base + of(browser, chapter), base, **settings)


@pytest.fixture(scope="module")
def chapter(request):
    return request.param


@pytest.fixture(scope="module")
def page(browser, served, chapter):
    """The page of a chapter, one for all tests that ask for it; the first of them finds it untouched."""
    with at_work(browser, served, chapter) as page:
        page.wait_for_function(ALL_AT_WORK)
        yield page


def on_page(chapter):
    return [exercise for exercise in (*questions_of(chapter), *exercises_of(chapter)) if exercise.kind in ANSWERED]


def box(page, exercise):
    page.evaluate("dispatchEvent(new Event('nn-all-at-work'))")  # one far away would wait until the page has come to rest
    page.wait_for_selector(f"#{key(exercise)}.ready")
    return page.locator(f"#{key(exercise)}")


def submit(place, texts, typed=True):
    """Fill the fields from the first by keys alone, and press Enter; not typed, a text arrives at once, as if pasted."""
    page = place.page
    place.locator("input[type=text]").first.focus()
    for k, text in enumerate(texts):
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        (page.keyboard.type if typed else page.keyboard.insert_text)(text)
        if k < len(texts) - 1:
            page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    return place.locator(".nn-verdict").inner_text()


def told(verdict):
    """What Python says, with the places to read as the page writes them."""
    places = " or ".join(passage.heading for passage in verdict.passages)
    return verdict.sentence + (f" See {places}." if places else "")


def test_every_chapter_with_exercises_has_its_page_here():
    assert set(PAGES) == set(chapters()) and len(ON_PAGE) >= 6


@pytest.mark.parametrize("texts", [
    ["0.526", "0.474", "0.00785", "−0.00589"], ["0,526", "0,474", "7.85e-3", "-5.89e-3"], ["0.526", "0.474", "0.00785", "0.00589"],
    ["1", "2", "3", "4"], ["x", "0.474", "", "1"], ["", "0.474", "0.1", "1"], ["1e999", "1", "1", "1"], ["10/19", "9/19", "0.00785", "-0.0059"],
])
@on_the_third
def test_by_keyboard_the_page_says_what_python_says(page, texts):
    """Right in two spellings, a slip, nonsense of several kinds, and fractions."""
    assert submit(box(page, exercise_by_id("3.1")), texts) == told(check("3.1", [text or None for text in texts]))
    assert page.problems == []


# Many answers to one box, in the page itself; that they can be given by keys alone is shown above.
ANSWERS = """([key, answers]) => {
    const place = document.getElementById(key), verdict = place.querySelector('.nn-verdict');
    return answers.map(answer => {
        if (typeof answer === 'number') place.querySelectorAll('input[type=radio]')[answer].click();
        else place.querySelectorAll('input[type=text]').forEach((field, k) => {
            field.value = answer[k];
            field.dispatchEvent(new Event('input', {bubbles: true}));
        });
        place.querySelector('form').requestSubmit();
        return [verdict.textContent, verdict.dataset.right];
    });
}"""


@each_chapter
def test_the_truth_and_every_slip_are_told_in_the_words_of_python(page, chapter):
    for exercise in on_page(chapter):
        values = [exercise.truth, *(slip.value for slip in exercise.slips)]
        if exercise.kind == "choice":
            given, verdicts = [int(value[0]) for value in values], [check(exercise.id, int(value[0]) + 1) for value in values]
        else:
            given, verdicts = [[repr(v) for v in value] for value in values], [check(exercise.id, list(value)) for value in values]
        said = page.evaluate(ANSWERS, [key(exercise), given])
        assert said == [[told(verdict), str(verdict.right).lower()] for verdict in verdicts], exercise.id
    assert page.problems == []


@on_the_third
def test_the_passage_is_a_link_that_leads_there(page):
    place = box(page, exercise_by_id("3.1"))
    submit(place, ["0.526", "0.474", "0.00785", "0.00589"])
    place.locator(".nn-verdict a").press("Enter")
    page.wait_for_url("**#sec-321-hidden-deltas")
    expect(page.locator("#sec-321-hidden-deltas")).to_be_in_viewport()


@on_the_third
def test_a_screen_reader_has_names_for_all_and_is_told_the_result(page):
    place = box(page, exercise_by_id("3.1"))
    assert place.get_by_role("group", name=exercise_by_id("3.1").asks).is_visible()
    for label in exercise_by_id("3.1").labels:
        assert place.get_by_role("textbox", name=label, exact=True).is_visible()
    assert place.get_by_role("status").count() == 1
    for letter, label in zip("abcd", exercise_by_id("3.9").labels):
        assert box(page, exercise_by_id("3.9")).get_by_role("radio", name=f"{letter}) {label}").is_visible()


@on_the_third
def test_in_print_there_are_neither_buttons_nor_hints(page):
    page.emulate_media(media="print")
    assert box(page, exercise_by_id("3.1")).locator("button:visible, details:visible").count() == 0
    page.emulate_media(media="screen")


@on_the_third
def test_another_one_is_asked_for_by_keys_and_judged_as_in_python(page):
    """The numbers of each seed that the page keeps, then those of the chapter again; hints and legend follow, and nothing is counted."""
    exercise, place = exercise_by_id("3.1"), box(page, exercise_by_id("3.1"))
    place.scroll_into_view_if_needed()
    kept = page.evaluate("localStorage['nn-exercises']")
    for other in others(exercise):
        place.get_by_role("button", name="Another one").press("Enter")
        statement = place.locator(".nn-statement")
        expect(statement).to_be_focused()  # so a screen reader reads it
        expect(statement).to_have_text(f"With other numbers. {other.statement}")
        expect(place.get_by_role("group", name=other.asks)).to_be_visible()
        assert place.locator("input").evaluate_all("fields => fields.map(field => field.value)") == [""] * len(other.truth)
        for values in (other.truth, other.slips[0].value, (0.3, *other.truth[1:])):
            assert submit(place, [repr(v) for v in values]) == told(check("3.1", list(values), seed=other.seed))
        assert place.locator("details p").evaluate_all("hints => hints.map(hint => hint.textContent)") == [
            hint("3.1", k, seed=other.seed).sentence for k in (1, 2, 3)]
    place.get_by_role("button", name="The numbers of the chapter").press("Enter")
    expect(place.locator(".nn-statement")).to_be_hidden()
    assert page.evaluate("localStorage['nn-exercises']") == kept
    assert submit(place, [repr(v) for v in exercise.truth]) == told(check("3.1", list(exercise.truth)))
    assert place.locator("details p").first.text_content() == hint("3.1").sentence and page.problems == []


# The next two take everything but the boxes out of the page, and with it the places that links lead to.


@each_chapter
def test_without_an_answer_that_is_said(page, chapter):
    page.evaluate(APART, ".nn-question, script")
    for exercise in on_page(chapter):
        place = box(page, exercise)
        place.locator("form").evaluate("form => form.reset()")
        place.get_by_role("button", name="Check").press("Enter")
        expect(place.locator(".nn-verdict")).to_have_text("There is no answer yet.", use_inner_text=True)
        assert check(exercise.id, ...).sentence == "There is no answer yet."


@each_chapter
def test_the_hints_unfold_one_after_the_other(page, chapter):
    """By keyboard; what is said is what `hint` says."""
    page.evaluate(APART, ".nn-question, script")
    for exercise in exercises_of(chapter):
        folds = box(page, exercise).locator("details")
        for k in range(3):
            assert folds.evaluate_all("folds => folds.map(fold => fold.checkVisibility())") == [j <= k for j in range(3)], exercise.id
            folds.nth(k).locator("summary").press("Enter")
            folds.nth(k).locator("p").wait_for(state="visible")
            assert folds.nth(k).locator("p").text_content() == hint(exercise.id, k + 1).sentence


# Progress.


@on_the_third
def test_what_was_answered_is_remembered_on_this_device_only(page):
    page.evaluate("localStorage.removeItem('nn-exercises')")
    page.reload()
    place = box(page, exercise_by_id("3.2"))
    submit(place, ["7"])
    expect(place.locator(".nn-before")).to_have_text("Attempts on this device: 1.")
    submit(place, ["x"])  # what cannot be read is no attempt
    submit(place, ["-0.225"])
    expect(place.locator(".nn-before")).to_have_text("Answered on this device.")
    assert page.evaluate("JSON.parse(localStorage['nn-exercises'])") == {"3.2": {"right": True, "attempts": 2}}
    page.reload()
    place = box(page, exercise_by_id("3.2"))
    place.scroll_into_view_if_needed()  # what is far from the view is not laid out, and has no text to show
    expect(place.locator(".nn-before")).to_have_text("Answered on this device.")
    assert place.locator("input").input_value() == "" and page.problems == []


@on_the_third
def test_a_prediction_is_shown_beside_what_comes_out_and_stands_there_again(page):
    page.evaluate("localStorage.removeItem('nn-exercises')")
    page.reload()
    numbers, options = exercise_by_id("3.p1"), exercise_by_id("3.p2")
    place = box(page, options)
    place.get_by_role("button", name="Compare").press("Enter")
    assert place.locator(".nn-verdict").inner_text() == "There is no guess yet."
    place.get_by_role("radio").nth(1).check()
    place.get_by_role("button", name="Compare").press("Enter")
    assert place.locator(".nn-verdict").inner_text() == check("3.p2", 2).sentence
    assert submit(box(page, numbers), ["0.4", "a half"]) == check("3.p1", [0.4, "a half"]).sentence
    assert page.evaluate("JSON.parse(localStorage['nn-exercises'])") == {"3.p1": {"guess": ["0.4", "a half"]}, "3.p2": {"guess": ["1"]}}
    page.reload()
    place = box(page, numbers)
    place.scroll_into_view_if_needed()
    expect(place.locator(".nn-verdict")).to_have_text(check("3.p1", [0.4, "a half"]).sentence)
    assert place.locator("input").evaluate_all("fields => fields.map(field => field.value)") == ["0.4", "a half"]
    assert place.locator(".nn-verdict").get_attribute("data-right") == "guess" and page.problems == []


@pytest.mark.parametrize("stored", ["not json", "null", "3", '{"3.2": null}', '{"3.2": 5}', "[]"])
@on_the_third
def test_whatever_the_storage_holds_the_box_works(page, stored):
    page.evaluate("text => { localStorage['nn-exercises'] = text; }", stored)
    page.reload()
    assert submit(box(page, exercise_by_id("3.2")), ["-0.225"]).startswith("Right") and page.problems == []


def test_a_browser_that_keeps_nothing_is_no_obstacle(browser, served):
    closed = "for (const name of ['getItem', 'setItem']) Storage.prototype[name] = () => { throw Error('closed'); };"
    with opened(browser, served + of(browser, 3), served, script=closed) as page:
        assert submit(box(page, exercise_by_id("3.2")), ["-0.225"]).startswith("Right")


# Where something fails, elsewhere, and for everyone.


def test_where_the_module_fails_no_dead_field_stands(browser, served):
    def broken(route):
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace("const form = el.querySelector", "throw Error('old'); el.querySelector"))

    with opened(browser, served + of(browser, 3), served, routed={"**/_static/widgets/*.js": broken}) as page:
        page.wait_for_selector("#exercise-3-1.failed")
        assert not page.locator("#exercise-3-1 input").first.is_visible()
        assert page.locator("#exercise-3-1 summary").first.is_visible()


@each_size
def test_axe_finds_nothing(browser, served, size):
    """In all boxes of the page, with a right answer, a wrong one, and open hints; by night what is about colours."""
    with at_work(browser, served, 3, **SIZES[size]) as page:
        submit(box(page, exercise_by_id("3.1")), ["0.526", "0.474", "0.00785", "0.00589"])
        submit(box(page, exercise_by_id("3.2")), ["-0.225"])
        box(page, exercise_by_id("3.4")).get_by_role("button", name="Another one").press("Enter")
        box(page, exercise_by_id("3.2")).locator("summary").first.click()
        for mode, rules in (("light", None), ("dark", COLOURS)):
            page.evaluate("mode => { document.documentElement.dataset.theme = mode; }", mode)
            assert [(mode, *found) for found in complaints(page, ".nn-question", rules)] == []


def test_it_works_in_a_page_opened_as_a_file(browser, html):
    base = html.as_uri() + "/"
    with opened(browser, base + PAGES[3], base) as page:
        assert submit(box(page, exercise_by_id("3.2")), ["-0.2"]) == told(check("3.2", "-0.2")) and page.problems == []
