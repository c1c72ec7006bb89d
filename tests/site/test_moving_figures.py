"""What every moving figure owes its reader on the built site, whatever it shows."""

import re
from urllib.parse import quote

import pytest
from browsing import COLOURS, DESKTOP, DRAWN_PROBLEMS, NAMES, TEXT_PROBLEMS, TOUCHED, alone, complaints, explored, explorers, opened, rested, text_problems, visited
from course import widgets
from playwright.sync_api import expect

FIGURES = [pytest.param(name, state, id=f"{name.split('/')[-1][:2]}-{state['key']}") for name in NAMES for state in explorers(name)]
each_figure = pytest.mark.parametrize(("name", "state"), FIGURES, scope="module")  # one after the other, each with its open page
SIZES = {"desktop": {"viewport": DESKTOP}, "phone": TOUCHED}
each_size = pytest.mark.parametrize("size", SIZES)


def corners(bounds):
    """Values of a trait worth trying: both ends and, for choices, each."""
    if bounds["kind"] == "choice":
        return [value for value, _ in bounds["options"]]
    if bounds["kind"] == "text":
        return ["y", "x**-x / (x - y)"]
    if bounds["kind"] == "numbers":
        n = bounds["fewest"]
        return [",".join(str(v) for v in [value] * n) for value in (bounds["least"], 0, bounds["most"])
                if bounds["least"] <= value <= bounds["most"]]
    return [str(bounds["least"]), str(bounds["most"])]


def test_there_are_figures():
    assert len(FIGURES) >= len(widgets.__all__)


@each_figure
def test_where_its_module_fails_its_picture_stands(browser, served, name, state):
    """A browser too old for something in it still shows the figure."""
    def broken(route):
        response = route.fetch()
        assert "export default {" in response.text()
        route.fulfill(response=response, body=response.text().replace("export default {", "export default { render() { throw Error('old') }, x: {"))

    address = f"{served}{alone(browser, name, '#' + state['key'])}#{state['key']}"
    with opened(browser, address, served, routed={"**/_static/widgets/*.js": broken}) as page:
        page.wait_for_selector(f"#{state['key']}.failed")
        expect(page.locator(f"#{state['key']} img")).to_be_visible()


@each_figure
def test_where_its_module_is_missing_its_picture_stands(browser, served, name, state):
    address = f"{served}{alone(browser, name, '#' + state['key'])}#{state['key']}"
    with opened(browser, address, served, routed={"**/_static/widgets/*.js": lambda route: route.abort()}) as page:
        page.wait_for_selector(f"#{state['key']}.failed")
        expect(page.locator(f"#{state['key']} img")).to_be_visible()


@each_figure
@each_size
def test_axe_finds_nothing(browser, served, name, state, size):
    """The rules of axe-core, all of them, inside the figure by day, and those about colours by night."""
    with explored(browser, served, name, state["key"], **SIZES[size]) as figure:
        for mode, rules in (("light", None), ("dark", COLOURS)):
            figure.page.evaluate("mode => { document.documentElement.dataset.theme = mode; }", mode)
            assert [(mode, *found) for found in complaints(figure.page, f"#{state['key']}", rules)] == []


@each_figure
def test_every_control_can_be_reached_by_the_keyboard_and_has_a_name(browser, served, name, state):
    """Tab goes through all of them in the order in which they stand, and out again; each shows where it is."""
    with explored(browser, served, name, state["key"]) as figure:
        page, key = figure.page, state["key"]
        wanted = figure.evaluate("""f => { window.controls = [...f.querySelectorAll('button, input, select, summary, [tabindex="0"]')]
            .filter(e => e.checkVisibility() && e.getBoundingClientRect().width && !e.disabled && !(e.type === 'radio' && !e.checked)); return controls.length; }""")
        reached = []
        figure.evaluate("f => { f.tabIndex = -1; f.focus({preventScroll: true}); }")
        for _ in range(wanted + 5):
            page.keyboard.press("Tab")
            at = page.evaluate("controls.indexOf(document.activeElement)")
            if at < 0 and reached:
                break
            reached.append(at)
            ring = page.evaluate("""() => { const e = document.activeElement, s = getComputedStyle(e), g = e.querySelector('.nn-grip');
                return s.outlineStyle !== 'none' || (g && getComputedStyle(g).strokeWidth !== '2px') || s.boxShadow !== 'none'; }""")
            assert ring, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        assert reached == list(range(wanted)), f"{key}: reached {reached} of {wanted}"


@each_figure
def test_fingers_find_every_control(browser, served, name, state):
    """Buttons, fields and sliders are at least 32 px high on a phone, and nothing is wider than the screen."""
    with explored(browser, served, name, state["key"], **SIZES["phone"]) as figure:
        low = figure.evaluate("""f => [...f.querySelectorAll('.nn button, .nn select, .nn input:not([type=checkbox]):not([type=radio]), .nn summary')]
            .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 32).map(e => e.outerHTML.slice(0, 120))""")
        small = figure.evaluate("""f => [...f.querySelectorAll('svg text')].filter(e => e.checkVisibility() &&
            parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a < 11.5).map(e => e.textContent)""")
        assert low == [] and small == [] and figure.evaluate(DRAWN_PROBLEMS) == []
        assert figure.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def noticed(figure, words):
    """Wait until the figure's own notice says something with these words, or nothing for none."""
    notice = figure.locator(".explorer-notice").element_handle()
    figure.page.wait_for_function("([e, words]) => words ? e.innerText.includes(words) : e.innerText === ''", arg=[notice, words])


def text_at_rest(figure):
    """What the figure says once its line for screen readers, which waits for things to rest, has been set."""
    rested(figure.page, 500)
    return figure.locator(".nn").inner_text()


def changed(state):
    """A state that differs from the book's in everything that has another good value, as a link's query."""
    parts = []
    for name, bounds in state["_bounds"].items():
        value = state[name]
        if bounds["kind"] == "whole":
            parts.append((name, min(bounds["most"], value + 1)))
        elif bounds["kind"] == "number":
            parts.append((name, round(0.9 * value + 0.1 * min(bounds["most"], value + 1), 6)))
        elif bounds["kind"] == "numbers" and value:
            parts.append((name, ",".join(str(int(v // 2)) if bounds["most"] > 1e6 else f"{0.9 * v + 0.01:.6g}" for v in value)))
    return parts


@each_figure
def test_a_link_carries_the_state(browser, served, name, state):
    """Open a link, copy it with the figure's button, open the copy: all three show the same."""
    query = "&".join(f"{key}={value}" for key, value in changed(state))
    with explored(browser, served, name, state["key"], query, fresh=True) as figure:
        assert figure.locator(".explorer-notice").inner_text() == ""
        figure.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        figure.get_by_role("button", name="Copy link").click()
        noticed(figure, "link")
        link, first = figure.page.evaluate("navigator.clipboard.readText()"), text_at_rest(figure)
    assert link.startswith(f"{served}{alone(browser, name, '#' + state['key'])}#{state['key']}?")
    carried = dict(part.split("=") for part in link.split("?", 1)[1].split("&"))
    for key, value in changed(state):
        came = [float(part) for part in carried.get(key, str(state[key])).split(",")] if not isinstance(state[key], list) or key in carried else state[key]
        assert came == pytest.approx([float(part) for part in str(value).split(",")]), key
    with explored(browser, served, name, state["key"], link.split("?", 1)[1], fresh=True) as figure:
        assert text_at_rest(figure) == first


@each_figure
def test_a_malformed_link_gives_the_book_s_state_and_a_message(browser, served, name, state):
    """Never an error; what was expected is said."""
    bounds = state["_bounds"]
    numeric = next(key for key, each in bounds.items() if each["kind"] in ("number", "whole"))
    wrong = ["nothing=1", f"{numeric}=x", f"{numeric}=", f"{numeric}=1e999", f"{numeric}=NaN", "%", quote("<img src=x onerror=alert(1)>") + "=1",
             "__proto__=1", "=", "key=other", "_esm=1"]
    for key, each in bounds.items():
        wrong += [f"{key}=nonsense"]
        wrong += [f"{key}={each['most'] * 2 + 1}"] if each["kind"] in ("number", "whole") else []
        wrong += [f"{key}={'1,' * each['longest']}1"] if each["kind"] == "numbers" else []
    with explored(browser, served, name, state["key"]) as figure:
        book = text_at_rest(figure)
        hashes = [hash for query in wrong for hash in (f"{state['key']}?{query}", state["key"])]
        seen = visited(figure, hashes, "f => [f.querySelector('.explorer-notice').innerText, f.querySelector('.nn').innerText]")
        for query, (message, text), (later, _) in zip(wrong, seen[::2], seen[1::2], strict=True):
            assert "The link could not" in message and text == book and later == "", query
        assert figure.page.problems == []


@each_figure
def test_no_corner_shows_what_is_no_number_or_one_text_on_another(browser, served, name, state):
    """Each trait at both ends alone, all at one end together, and every choice."""
    bounds = state["_bounds"]
    queries = [f"{key}={value}" for key, each in bounds.items() for value in corners(each)]
    for end in (0, -1):
        queries.append("&".join(f"{key}={corners(each)[end]}" for key, each in bounds.items() if each["kind"] != "numbers"))
    with explored(browser, served, name, state["key"]) as figure:
        seen = visited(figure, [f"{state['key']}?{query}" for query in queries], f"f => [...({TEXT_PROBLEMS})(f), ...({DRAWN_PROBLEMS})(f)]")
        assert [(query, words) for query, words in zip(queries, seen, strict=True) if words] == []
        assert figure.page.problems == []


@each_figure
def test_in_print_there_is_a_picture_with_its_numbers_and_no_button(browser, served, name, state):
    with explored(browser, served, name, state["key"]) as figure:
        figure.page.emulate_media(media="print")
        assert figure.locator("svg, .nn-tape").first.is_visible()
        assert figure.locator("button:visible, input[type=range]:visible").count() == 0
        assert len(re.findall(r"\d+\.\d+", figure.inner_text())) >= 3


def test_what_is_drawn_on_top_of_each_other_is_seen(browser):
    """Two texts in one place, a name among the curves and a sentence that is told twice; texts side by side are no fault."""
    page = browser.new_page()
    page.set_content("""<figure><div class="nn"><p class="nn-said">Nearly level: all of it arrives.</p><p>Nearly level: all of it arrives.</p>
        <svg class="nn-chart" viewBox="0 0 200 100" width="200"><text x="60" y="50">cost</text><text x="2" y="10">one</text><text x="5" y="11">two</text>
        <text x="60" y="10">three</text><svg x="40" y="20" width="150" height="70"></svg></svg></div></figure>""")
    assert page.locator("figure").evaluate(DRAWN_PROBLEMS) == ["one on two", "cost under a curve", "twice: Nearly level:", "twice: all of it arrives."]
    page.close()


def test_forbidden_words_are_seen(browser):
    """The search for words that are no numbers finds them in texts, in coordinates and in what screen readers hear."""
    page = browser.new_page()
    page.set_content('<figure><p>C = NaN</p><svg><path d="M1 NaN"/></svg><b aria-valuenow="Infinity"></b><input value="undefined"></figure>')
    assert len(text_problems(page.locator("figure"))) == 4
    page.close()
