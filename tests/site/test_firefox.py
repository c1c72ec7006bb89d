"""Every page in Firefox, whose engine shares nothing with Chromium's: all is drawn, every figure that moves is moved by a key, and
every box judges a right answer and a wrong one with the sentences of Python."""

import firefox
import pytest
from browsing import ALL_AT_WORK, NAMES, TEXT_PROBLEMS, explorers
from course.exercises import check, exercise_by_id, exercises_of, questions_of
from course.exercises.checking import chapters
from course.exercises.predictions import PREDICTIONS
from course.exercises.question import CHOSEN, TAKEN, name_on_page
from test_javascript_answers import TYPED
from test_questions import ANSWERS, PAGES, told

CHAPTERS = {PAGES[k]: k for k in chapters()}
AT_WORK = f"""async () => {{
    const ready = {ALL_AT_WORK};
    while (!ready()) await new Promise(requestAnimationFrame);
    return [...document.querySelectorAll('.failed')].map(each => each.id);
}}"""
DRAWN = """() => [...document.querySelectorAll('main .math')].filter(each => !each.querySelector('mjx-container > svg')
    || [...each.querySelectorAll('use')].some(use => !document.querySelector(`${use.getAttribute('href')}[d]`))
    || each.querySelector('[data-mml-node="merror"], mjx-merror')).map(each => each.textContent.slice(0, 80))"""
PICTURES = "() => [...document.images].filter(each => each.complete && each.checkVisibility() && !each.naturalWidth).map(each => each.src)"
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Text and numbers of a figure, without what is only told.
SEEN = """key => { const figure = document.getElementById(key).querySelector('.nn');
    return [figure.outerHTML, [...figure.querySelectorAll('input')].map(each => each.value)].join(); }"""
# The first control of a figure that the keys move, with the focus, and the key that moves it.
HELD = """key => {
    const figure = document.getElementById(key).querySelector('.nn');
    const shown = [...figure.querySelectorAll('input[type=range], [role=slider], button')].filter(each => each.checkVisibility() && !each.disabled);
    const control = shown.find(each => each.matches('input[type=range], [role=slider]')) ?? shown[0];
    control.scrollIntoView({block: 'center'});
    control.focus();
    return control.matches('button') ? ' ' : (control.value ?? control.getAttribute('aria-valuenow')) === (control.max ?? control.getAttribute('aria-valuemax')) ? '\\uE012' : '\\uE014';
}"""
CHANGED = """async (key, before) => {
    const seen = SEEN;
    for (let frame = 0; seen(key) === before && frame < 600; frame++) await new Promise(requestAnimationFrame);
    return seen(key) !== before;
}""".replace("SEEN", SEEN)


@pytest.fixture(scope="module")
def fox(served, tmp_path_factory):
    if firefox.executable() is None:
        pytest.skip(firefox.MISSING)
    with firefox.tab(tmp_path_factory.mktemp("firefox"), served) as tab:
        yield tab


def asked(chapter):
    """All that has a box on the page of a chapter."""
    predictions = [exercise_by_id(id) for id in PREDICTIONS if id.startswith(f"{chapter}.")]
    return [exercise for exercise in (*predictions, *questions_of(chapter), *exercises_of(chapter)) if exercise.kind in TAKEN]


def answers(exercise):
    """What is right, and a slip or something else that is not; each as the page takes it and as Python does."""
    if exercise.kind == "formula":
        texts = TYPED.get(exercise.id, ())[:3]
        return [[text] for text in texts], texts
    if exercise.kind in CHOSEN:
        right = int(exercise.truth[0])
        places = [right, next(k for k in range(len(exercise.labels)) if k != right)]
        return places, [k + 1 for k in places]
    values = [exercise.truth, exercise.slips[0].value if exercise.slips else [value + 1 for value in exercise.truth]]
    return [[repr(v) for v in value] for value in values], [list(value) for value in values]


def judged(exercise, answer):
    """What the page has to say, and whether it marks it as right; a prediction is not judged."""
    verdict = check(exercise.id, answer)
    return [told(verdict).replace("There is no formula yet", "There is no answer yet"), verdict.right and exercise.id not in PREDICTIONS]


def faults(fox):
    """What is wrong with a page that is open and at work, whatever stands on it."""
    return [*fox.evaluate(AT_WORK), *fox.evaluate(DRAWN), *fox.evaluate(PICTURES), *(["too wide"] if fox.evaluate(WIDE) > 0 else []), *fox.problems]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_works_in_firefox(fox, served, name):
    fox.open(served + name)
    assert faults(fox) == []
    for state in explorers(name):
        before = fox.evaluate(SEEN, state["key"])
        fox.press(fox.evaluate(HELD, state["key"]))
        assert fox.evaluate(CHANGED, state["key"], before), f"{state['key']} is not moved by a key"
        assert fox.evaluate(TEXT_PROBLEMS.replace("figure =>", "key => (figure =>", 1) + ")(document.getElementById(key))", state["key"]) == []
    for exercise in asked(CHAPTERS[name]) if name in CHAPTERS else ():
        given, meant = answers(exercise)
        said = [[sentence, mark == "true"] for sentence, mark in fox.evaluate(ANSWERS, [name_on_page(exercise), given])]
        assert said == [judged(exercise, answer) for answer in meant], exercise.id
    assert fox.problems == []


def test_the_search_finds_in_firefox(fox, served):
    fox.open(f"{served}search.html?q=softplus")
    first = """async () => {
        let link;
        while (!(link = document.querySelector('#search-results li a'))) await new Promise(requestAnimationFrame);
        return link.textContent;
    }"""
    assert "oftplus" in fox.evaluate(first) and fox.problems == []


@pytest.mark.parametrize(("planted", "told"), [
    ("setTimeout(() => { throw Error('planted'); })", "planted"), ("console.error('planted')", "planted"),
    ("fetch('no-such-file')", "404"), ("fetch('http://127.0.0.2:8080/').catch(() => {})", "a request to http://127.0.0.2:8080/"),
    ("document.querySelector('main .math svg').remove()", ""), ("document.querySelector('main .math use').setAttribute('href', '#none')", ""),
    ("document.querySelector('main').prepend(Object.assign(new Image(), {src: 'no-such.svg', width: 9, height: 9}))", "no-such.svg"),
    ("document.body.style.width = '200vw'", "too wide"), ("document.querySelector('.nn-question').classList.add('failed')", "exercise-"),
])
def test_a_planted_fault_is_told(fox, served, planted, told):
    """By whichever of the looks above; what comes later than the call is waited for by two more rounds through the page."""
    fox.open(f"{served}chapters/10-what-libraries-do.html")
    assert faults(fox) == []
    fox.evaluate(f"async () => {{ {planted}; await new Promise(done => setTimeout(done, 100)); }}")
    fox.evaluate("() => fetch('').then(answer => answer.text()).then(() => null)")
    found = faults(fox)
    assert found and any(told in fault for fault in found)
