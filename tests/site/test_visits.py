"""Each page is visited four times, and what can be seen without a hand is looked at then: whether nothing fails, nothing is asked
of another host, all is drawn, the figures and boxes are at work, nothing jumps, and nothing is cut.

Served, as a file, on a phone at night, and without scripts. A page takes its time, so the tests share what a visit has found.
"""

import re

import pytest
from browsing import (ALL_AT_WORK, HTML, NAMES, TEXT_PROBLEMS, TOUCHED, background, contrast, explorers, luminance, math_problems, opened,
                      width_problems)
from bs4 import BeautifulSoup
from playwright.sync_api import expect

JUMP = 24  # pixels by which a figure may grow when it gets to work
BLANK = 80  # pixels that a place may be higher than its figure: other fonts break lines elsewhere
ALL = sorted(name for path in HTML.rglob("*.html") if not {"_static", "_sources"} & set(path.relative_to(HTML).parts)
             and (name := path.relative_to(HTML).as_posix()) != "index.html")  # which only leads to the first page

# Of each figure: the height that it needs and that its place keeps, when it was at work, and words for no number in it.
FIGURES = f"""keys => keys.map(key => {{
    const figure = document.getElementById(key), kept = parseFloat(getComputedStyle(figure).minHeight);
    figure.style.minHeight = 0;
    const needed = figure.getBoundingClientRect().height;
    figure.style.minHeight = '';
    const began = performance.getEntriesByName(key)[0]?.startTime - performance.timing.loadEventEnd + performance.timing.navigationStart;
    return {{key, needed, kept, began, ready: figure.matches('.ready'), shown: Boolean(figure.querySelector('.nn')?.checkVisibility()),
             words: ({TEXT_PROBLEMS})(figure)}};
}})"""
# Of each box: whether it is at work, its height then and before, and the controls that are too low for a finger.
BOXES = """() => [...document.querySelectorAll('.nn-question')].map(box => {
    const form = box.querySelector('form'), height = () => box.getBoundingClientRect().height;
    const ready = box.matches('.ready'), now = height();
    box.classList.remove('ready');
    if (form) form.hidden = true;
    const before = height();
    if (form) form.hidden = false;
    box.classList.add('ready');
    return {id: box.id, ready, now, before, low: [...box.querySelectorAll('button, input[type=text], summary, .nn-option, :scope > a')].filter(control =>
        control.checkVisibility() && control.getBoundingClientRect().height < 32).map(control => control.outerHTML.slice(0, 100))};
})"""
# Everything that is opened is looked at; sections far away are laid out as well.
OPEN = """() => {
    for (const fold of document.querySelectorAll('article details')) fold.open = true;
    for (const section of document.querySelectorAll('.bd-article > section > section')) section.style.contentVisibility = 'visible';
}"""
# A formula or table is cut if it reaches out of a box that scrolls or hides, or out of the window; a table also if what a cell holds, or its
# head in a folded one, reaches out of it, or if a name in its first column is broken but where the build lets it.
CUT = """selector => [...document.querySelectorAll(selector)].filter(element => {
    if (!element.getClientRects().length) return false;
    let { left, right } = element.getBoundingClientRect();
    const aside = element.tHead && getComputedStyle(element.tHead).clipPath !== 'none' ? element.tHead : null; // for screen readers alone
    const seen = (part) => !aside?.contains(part) && part.getClientRects().length;
    for (const cell of element.querySelectorAll('th, td')) {
        const edge = cell.getBoundingClientRect();
        for (const drawing of [...cell.querySelectorAll('p, code, mjx-container > svg, .cell-head > *')].filter(seen)) if (drawing.getBoundingClientRect().right > edge.right + 2) return true;
        if (seen(cell) && cell.scrollWidth > cell.clientWidth + 2) return true; // what stands in the style sheet, a head
        if (cell.matches(':first-child')) for (const name of cell.querySelectorAll('code .pre')) for (const part of name.childNodes) {
            const range = document.createRange();
            range.selectNodeContents(part);
            if (range.getClientRects().length > 1) return true;
        }
    }
    for (const drawing of [...element.querySelectorAll('svg')].filter(seen)) {
        left = Math.min(left, drawing.getBoundingClientRect().left);
        right = Math.max(right, drawing.getBoundingClientRect().right);
    }
    for (let box = element; box !== document.documentElement; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (box === element || style.display === 'inline' || style.overflowX === 'visible') continue;
        const edge = box.getBoundingClientRect();
        if (left < edge.left - 2 || right > edge.right + 2) return true;
    }
    return left < -2 || right > innerWidth + 2;
}).map(element => `${element.closest('section[id]')?.id}: ${element.textContent.trim().replace(/\\s+/g, ' ').slice(0, 80)}`)"""
# How much smaller than it was drawn a formula outside of tables is shown, for the smallest.
SMALLEST = """() => Math.min(1, ...[...document.querySelectorAll('article mjx-container svg:not(.indent, svg svg, table *)')].filter(drawing => drawing.getClientRects().length)
    .map(drawing => drawing.getBoundingClientRect().width / drawing.width.baseVal.value))"""
# How many screens down the first figure that moves begins; nothing where there is none.
FIRST = """() => document.querySelector('figure[id^="explorer-"]') && Math.min(...[...document.querySelectorAll('figure[id^="explorer-"]')]
    .map(figure => (figure.getBoundingClientRect().top + scrollY) / innerHeight))"""
BEGINS = [name for name in NAMES if re.match(r"chapters/(\d\d-|index)", name)]  # pages that begin with something to do
# Sections that are longer than what is kept free for them, and whose end lies over the next one until it is looked at, where either has folded
# corrections, whose lines a finger is to find.
LONGER = """() => [...document.querySelectorAll('.bd-article > section > section:is(:has(details.correction), :has(+ section details.correction))')].map(section => {
    const kept = parseFloat(getComputedStyle(section).containIntrinsicHeight.replace('auto ', ''));
    section.style.contentVisibility = 'visible';
    return [section.id, section.getBoundingClientRect().height / kept];
}).filter(([, share]) => share > 1.02)"""
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def led(page, address):
    """Lead a page elsewhere, until all that moves there is at work."""
    page.problems.clear()
    page.goto(address, wait_until="load")
    page.wait_for_function(ALL_AT_WORK)


def at_rest(page, name):
    """What is found on a page by any visit."""
    return {"faults": math_problems(page) + page.problems, "wide": page.evaluate(WIDE),
            "figures": page.evaluate(FIGURES, [state["key"] for state in explorers(name)] if name in NAMES else []), "boxes": page.evaluate(BOXES)}


@pytest.fixture(scope="module")
def tab(browser, served):
    with opened(browser, "about:blank", served) as page:
        yield page


@pytest.fixture(scope="module", params=NAMES)
def desktop(tab, served, request):
    led(tab, served + request.param)
    return at_rest(tab, request.param)


@pytest.fixture(scope="module")
def files(browser, html):
    base = html.as_uri() + "/"
    with opened(browser, "about:blank", base) as page:
        yield page, base


@pytest.fixture(scope="module", params=NAMES)
def file(files, request):
    """By a link to a place that there is not, written as none should be, which figures that read links have to leave alone."""
    page, base = files
    led(page, f"{base}{request.param}#no-such-place?%E0%A4%A")
    return at_rest(page, request.param)


@pytest.fixture(scope="module")
def at_night(browser, served):
    with opened(browser, "about:blank", served, mode="dark", **TOUCHED) as page:
        yield page


@pytest.fixture(scope="module", params=ALL)
def phone(at_night, served, request):
    """At 390 px as it is loaded, and then, with everything opened, there and on the narrowest one of 320 px."""
    page = at_night
    page.set_viewport_size(TOUCHED["viewport"])
    led(page, served + request.param)
    found = at_rest(page, request.param) | {"cut": {}, "first": []}
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 844})
        found["first"].append(page.evaluate(FIRST))
    text = page.evaluate("document.querySelector('main p') && getComputedStyle(document.querySelector('main p')).color")
    found |= {"ground": background(page), "text": text, "wide": width_problems(page)}
    found["longer"] = page.evaluate(LONGER)
    page.evaluate(OPEN)
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        found["cut"][width] = {"formulas": page.evaluate(CUT, "article mjx-container:not(table *)"), "tables": page.evaluate(CUT, "article table"),
                               "smallest": page.evaluate(SMALLEST), "width": page.evaluate("document.documentElement.scrollWidth")}
    page.goto("about:blank")  # where the next size costs nothing
    return request.param, found


@pytest.fixture(scope="module")
def unscripted(browser, served):
    with opened(browser, "about:blank", served, java_script_enabled=False) as page:
        yield page


@pytest.fixture(scope="module", params=NAMES)
def plain(unscripted, served, request):
    """A page without scripts, and its name."""
    unscripted.goto(served + request.param, wait_until="load")
    return unscripted, request.param


def assert_at_work(found, jump=True):
    for figure in found["figures"]:
        assert figure["ready"] and figure["shown"] and figure["words"] == [], figure["key"]
        if jump:
            assert figure["needed"] - JUMP <= figure["kept"] <= figure["needed"] + BLANK, figure
    for box in found["boxes"]:
        assert box["ready"] and abs(box["before"] - box["now"]) < 2 and box["low"] == [], box


# Served.


def test_a_served_page_is_whole(desktop):
    """Nothing is logged as a fault, nothing leaves the site, and every formula is drawn."""
    assert desktop["faults"] == []


def test_figures_and_boxes_get_to_work_and_nothing_jumps(desktop, record_property):
    """Their height is kept before and after, so text below stays where it is. How long it takes is recorded, not asserted."""
    assert_at_work(desktop)
    assert not desktop["wide"]
    record_property("milliseconds from the page's load", {figure["key"]: figure["began"] for figure in desktop["figures"]})


# As a file, without a server: the folder can be handed out.


def test_a_page_opened_as_a_file_is_whole(file):
    assert file["faults"] == []


def test_figures_and_boxes_get_to_work_in_a_file(file):
    assert_at_work(file, jump=False)


# On a phone.


def test_a_page_fits_a_phone_and_is_dark_at_night(phone):
    """At 390 px nothing but boxes of their own scrolls sideways; in dark mode the text is light on dark."""
    name, found = phone
    assert found["wide"] + found["faults"] == []
    assert luminance(found["ground"]) < 0.05
    assert found["text"] is None and name not in NAMES or contrast(found["ground"], found["text"]) > 7


def test_figures_and_boxes_get_to_work_on_a_phone_and_fingers_find_all(phone):
    assert_at_work(phone[1])


def test_eleven_pages_begin_with_something_to_do():
    assert len(BEGINS) == 11


@pytest.mark.parametrize("phone", BEGINS, indirect=True)
def test_there_is_something_to_do_within_two_screens(phone):
    assert max(phone[1]["first"]) < 2


def test_no_section_lies_over_the_next(phone):
    assert phone[1]["longer"] == []


def test_no_formula_is_cut(phone):
    for width, cut in phone[1]["cut"].items():
        assert cut["formulas"] == [] and cut["width"] <= width, width


def test_no_formula_is_too_small_to_read(phone):
    """What cannot break is drawn smaller: the matrix of equation (2.45) the smallest, at two thirds on the narrowest phone."""
    for width, least in {390: 0.75, 320: 0.6}.items():
        assert phone[1]["cut"][width]["smallest"] > least, width


def test_tables_show_all_their_columns(phone):
    for width, cut in phone[1]["cut"].items():
        assert cut["tables"] == [], width


def test_a_table_of_many_columns_is_folded_and_every_value_has_its_head(browser, served):
    """The first cell of a row has a line to itself; the others stand below it, three to a line, each under the head of its column. For a
    screen reader it is a table with its heads."""
    with opened(browser, served + "chapters/03-sigmoid-3-2-1.html", served, viewport={"width": 390, "height": 844}) as page:
        page.evaluate(OPEN)
        heads, *rows = page.evaluate("""() => [...document.querySelector('#five-roads-eleven-derivatives table').rows].map(row => [...row.cells].map(cell => {
            const {left, right, bottom} = cell.getBoundingClientRect(), {display, content} = getComputedStyle(cell, '::before');
            const named = display !== 'none' && content.match(/^"(.*)" \\/ ""$/)?.[1] || '';
            return [left, right, bottom - row.cells[0].getBoundingClientRect().bottom, named, cell.textContent.trim()];
        }))""")
        assert len(heads) == 6 and len(rows) == 11
        for row in rows:
            assert [cell[:2] for cell in row] == [cell[:2] for cell in rows[0]] and [cell[3] for cell in row] == [cell[4] for cell in heads]
            ends = [cell[2] for cell in row]
            assert ends[0] == 0 < ends[1] == ends[2] == ends[3] < ends[4] == ends[5]
        devtools = page.context.new_cdp_session(page)
        root = devtools.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
        node = devtools.send("DOM.querySelector", {"nodeId": root, "selector": "#five-roads-eleven-derivatives table"})["nodeId"]
        read = {role: [found["name"]["value"] for found in devtools.send("Accessibility.queryAXTree", {"nodeId": node, "role": role})["nodes"]]
                for role in ("table", "columnheader", "cell")}
        assert len(read["table"]) == 1 and read["columnheader"] == [cell[4] for cell in heads]
        assert read["cell"][1:6] == [cell[4] for cell in rows[0][1:]] and len(read["cell"]) == 66
        devtools.detach()


def test_a_table_that_scrolls_keeps_its_first_column_and_shows_its_edge(browser, served):
    """None does on a phone, so one is given less room."""
    with opened(browser, served + "chapters/01-derivatives.html", served, viewport={"width": 390, "height": 844}) as page:
        page.evaluate(OPEN)
        before, after, edge = page.evaluate("""() => {
            const table = document.querySelector('article table'), box = table.parentElement, cell = table.rows[1].cells[0];
            box.style.width = '120px';
            const before = cell.getBoundingClientRect().left;
            box.scrollLeft = 60;
            return [before, cell.getBoundingClientRect().left, getComputedStyle(box).backgroundAttachment, box.scrollLeft];
        }""")[:3]
        assert abs(before - after) < 2 and edge == "local, local, scroll, scroll"


# Without scripts.


def test_without_scripts_pictures_stand_for_the_figures(plain):
    page, name = plain
    for state in explorers(name):
        picture = page.locator(f"#{state['key']} img")
        expect(picture).to_be_visible()  # it is laid out a moment after the page has loaded
        assert len(picture.get_attribute("alt")) > 40


# Of each box: which of its hints are seen, how many controls, whether a click on its last hint's line would meet it, and unfolds it.
UNFOLDED = """ids => ids.map(id => {
    const box = document.getElementById(id), folds = [...box.querySelectorAll('details')];
    folds.at(-1)?.scrollIntoView({block: 'center'});  // what is far from the view is not laid out
    const seen = folds.map(fold => fold.checkVisibility()), controls = [...box.querySelectorAll('input, button')].filter(e => e.checkVisibility()).length;
    const summary = folds.at(-1)?.querySelector('summary');
    if (!summary) return [seen, controls, false, false];
    const {left, top, width, height} = summary.getBoundingClientRect();
    const hit = summary.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    summary.click();
    return [seen, controls, hit, folds.at(-1).querySelector('p').checkVisibility()];
})"""


def test_without_scripts_questions_stand_with_their_hints(plain):
    page, name = plain
    written = BeautifulSoup((HTML / name).read_text(encoding="utf8"), "lxml").select(".nn-question")
    assert page.locator(".nn-question").count() == len(written)
    found = page.evaluate(UNFOLDED, [each["id"] for each in written])
    for each, (seen, controls, hit, unfolded) in zip(written, found, strict=True):
        hints = len(each.select("details"))
        assert hints == 3 or re.fullmatch(r"exercise-\d+-p\d+", each["id"])  # a prediction has none, and nothing stands there
        assert seen == [True] * hints and controls == 0, each["id"]
        assert (hit, unfolded) == (bool(hints), bool(hints)), each["id"]
    hinted = [each["id"] for each in written if each.select("details")]
    for id in hinted[:1]:
        page.locator(f"[id='{id}'] summary").first.click()  # as a hand does it
        assert page.locator(f"[id='{id}'] details p").first.is_visible()
