"""What a page does for a reader: folds that open for links, marks, the next exercise, drafts, where the reading stopped, a report."""

import re

from browsing import ALL_AT_WORK, TOUCHED, alone, opened
from playwright.sync_api import expect

from course.site.paths import SHORT, SIDE

CHAPTER, FIRST = "chapters/03-sigmoid-3-2-1.html", "chapters/index.html"


def test_every_chapter_shows_its_short_path_and_its_folds(pages):
    for page in SHORT:
        soup = pages[f"chapters/{page}.html"]
        line = soup.select_one("p.short-path")
        assert len(line.select("a")) == len(SHORT[page]) + len(SIDE.get(page, ()))
        assert all(soup.find(id=link["href"][1:]) for link in line.select("a"))
        assert {link["href"] for link in soup.select("a.toc-short")} == {link["href"] for link in line.select("a")[: len(SHORT[page])]}
        for fold in soup.select("details.correction"):
            assert not fold.has_attr("open") and fold.find("summary").get_text().startswith("The source has a ")
        assert not soup.select("div.admonition.correction") and len(soup.select(".page-report")) == 1


def test_a_folded_solution_says_that_it_is_one(pages):
    """And no other fold does."""
    for page in SHORT:
        folds = [(fold.select_one("summary .collapsed").get_text(), fold.select_one("pre").get_text()) for fold in pages[f"chapters/{page}.html"].select("details.hide")]
        assert {line for line, code in folds if code.startswith("# Solution")} <= {"Show the solution", "Show the check of the solution"}
        assert all(code.startswith("# Solution") == ("solution" in line) for line, code in folds) and any("solution" in line for line, _ in folds)


def test_exercises_have_one_number(pages):
    for page in SHORT:
        soup = pages[f"chapters/{page}.html"]
        headings = [h.get_text() for h in soup.select("h3") if "Exercise " in h.get_text()]
        assert headings and all(text.startswith("Exercise ") for text in headings)
        assert all(link.get_text().startswith("Exercise ") for link in soup.select(".section-nav a") if "Exercise " in link.get_text())


def test_a_link_to_a_correction_opens_it_and_print_shows_all(browser, served):
    with opened(browser, served + CHAPTER + "#fix-001-delta6", served) as page:
        fold = page.locator("details.correction:has(#fix-001-delta6)")
        expect(fold).to_have_attribute("open", "")
        assert page.locator("details.correction[open]").count() == 1
        page.goto(served + CHAPTER + "#fix-001-old-weights")
        expect(page.locator("details.correction:has(#fix-001-old-weights)")).to_have_attribute("open", "")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator("details.correction:not([open])").count() == 0
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("details.correction[open]").count() <= 2 and page.problems == []


def test_a_session_is_kept(browser, served):
    """A draft, a mark in both lists, the next exercise, and on the first page the place."""
    with opened(browser, served + CHAPTER, served) as page:
        page.locator("#exercise-3-1").scroll_into_view_if_needed()
        draft = page.locator("#exercise-3-1.ready")
        draft.locator("input").first.fill("0.5")
        page.locator("#exercise-3-2").scroll_into_view_if_needed()
        box = page.locator("#exercise-3-2.ready")
        box.locator("input").fill("-0.225")
        box.locator("input").press("Enter")
        expect(box.locator(".nn-next")).to_have_text("Next unsolved: 3.3")
        assert page.locator(".section-nav a.answered").first.get_attribute("href").startswith("#exercise-3-2-")
        expect(page.locator(".bd-docs-nav a[href='#'] .answered-count")).to_have_text(" ✓ 1")
        page.locator("#sec-321-learning").scroll_into_view_if_needed()
        page.wait_for_function("localStorage.getItem('nn-place')?.includes('03-sigmoid')")
        page.goto(served + FIRST)
        line = page.locator("p.continue a")
        assert "03-sigmoid-3-2-1.html#" in line.get_attribute("href") and "A 3-2-1 sigmoid network" in line.inner_text()
        expect(page.locator(".bd-docs-nav a[href='03-sigmoid-3-2-1.html'] .answered-count")).to_have_text(" ✓ 1")
        page.goto(f"{served}{CHAPTER}#exercise-3-1")
        box = page.locator("#exercise-3-1.ready")
        assert box.locator("input").first.input_value() == "0.5"
        assert page.locator("#exercise-3-2.ready input").input_value() == "" and page.problems == []


def test_on_this_page_the_section_that_is_read_is_marked(browser, served):
    """Down, up, by a jump, and where a link leads that cannot come to the top of the window."""
    read = """id => new Promise(done => {
        const section = document.getElementById(id), frames = (n, then) => n ? requestAnimationFrame(() => frames(n - 1, then)) : then();
        const go = () => scrollTo({top: section.getBoundingClientRect().top + scrollY - 100, behavior: 'instant'});
        go();
        frames(3, () => { go(); frames(5, () => { // once more, when what came into view is laid out
            const third = innerHeight / 3, all = [...document.querySelectorAll('#pst-page-toc-nav a')].map(a => document.getElementById(a.hash.slice(1)));
            const passed = all.filter(s => s.getBoundingClientRect().top < third);
            done([[...document.querySelectorAll('#pst-page-toc-nav a[aria-current], #pst-page-toc-nav a.active')].map(a => a.hash.slice(1)), passed.at(-1).id]);
        }); });
    })"""
    with opened(browser, served + CHAPTER, served) as page:
        ids = page.evaluate("[...document.querySelectorAll('#pst-page-toc-nav a')].map(a => a.hash.slice(1))")
        for at in (0, 3, 8, 7, 2, 1, len(ids) - 8, 4, 0):
            marked, reading = page.evaluate(read, ids[at])
            assert marked == [reading], ids[at]
        page.locator("#pst-page-toc-nav a").last.press("Enter")
        page.wait_for_function("id => document.querySelector('#pst-page-toc-nav a[aria-current]')?.hash.slice(1) === id", arg=ids[-1])
        assert page.problems == []


def test_the_search_shows_sections_and_formulas_in_a_line(browser, served):
    """The glossary first, for a plural too; a place is a section and opens there, with the word marked; nothing is counted twice."""
    with opened(browser, served + "search.html?q=deltas", served) as page:
        expect(page.locator(".search-summary")).to_contain_text(re.compile(r"^\d+ places on \d+ pages\.$"))
        assert page.locator("ul.search li a").first.get_attribute("href").endswith("glossary.html#term-delta")
        assert len(page.locator("ul.search li").first.locator(".context").inner_text()) > 40
        links = page.evaluate("[...document.querySelectorAll('ul.search li > a')].map(a => a.href)")
        assert len(links) == len(set(links)) and all("#" in link for link in links)
        texts = page.locator("ul.search .context").all_inner_texts()
        assert not [text for text in texts if re.search(r"\\[a-z]+|import |Show code", text)]
        link = page.locator("ul.search li > a[href*='03-sigmoid']").first
        place = link.get_attribute("href").split("#")[1]
        assert " › " in link.inner_text()
        link.click()
        page.wait_for_url(f"**/03-sigmoid-3-2-1.html#{place}")
        expect(page.locator(f"#{place} .highlighted").first).to_be_attached()
        page.goto(served + "search.html?q=zyzzyva")
        expect(page.locator(".search-summary")).to_contain_text("Nothing in this book has all of these words")
        assert page.problems == []


def test_a_figure_far_away_begins_when_it_comes_near(browser, served):
    """Or when the tab key walks, or a link asks for it; until then its picture stands."""
    far = alone(browser, "chapters/04-general-layers.html", "#explorer-flow", ".nn-question")
    ready = "key => document.getElementById(key).matches('.ready')"
    with opened(browser, served + far, served) as page:
        page.wait_for_function("document.querySelector('.nn-place')")
        key = page.locator("figure[id^=explorer-]").last.get_attribute("id")
        assert not page.evaluate(ready, key) and page.locator(f"#{key} img").count() == 1
        page.evaluate("key => document.getElementById(key).scrollIntoView()", key)
        page.wait_for_function(ready, arg=key)
        page.goto(served + "chapters/index.html")
        page.goto(served + far)
        page.keyboard.press("Tab")
        page.wait_for_function(ready, arg=key)
        page.goto(served + "chapters/index.html")
        page.goto(f"{served}{far}#{key}")
        page.wait_for_function(ready, arg=key)
        page.goto(served + "chapters/index.html")
        page.goto(served + far)
        page.evaluate("key => { location.hash = key; }", key)
        page.wait_for_function(ready, arg=key)
        assert page.problems == []


# Where each box has its parts and how large they are, once all of them are laid out.
PLACES = """() => {
    for (const section of document.querySelectorAll('.bd-article > section > section')) section.style.contentVisibility = 'visible';
    return [...document.querySelectorAll('.nn-question')].flatMap(box => {
        const from = box.getBoundingClientRect();
        return [box, ...box.querySelectorAll('fieldset label, fieldset label > :is(input, .nn-place), .nn-line, summary')].map(element => {
            const {x, y, width, height} = element.getBoundingClientRect();
            return [x - from.x, y - from.y, width, height];
        });
    });
}"""


def test_a_box_far_away_has_no_form_until_it_comes_near_and_nothing_moves(browser, served):
    """Browsers lay out every section that holds one. What stands in is as large; the tab key finds all of them at once."""
    forms = "[...document.querySelectorAll('.nn-question')].filter(box => box.querySelector('form')).length"
    fields = "document.querySelectorAll('.nn-question form input').length"
    for settings in ({}, TOUCHED):
        with opened(browser, served + CHAPTER, served, **settings) as page:
            page.evaluate("scrollTo(0, 0)")
            boxes = page.locator(".nn-question:has(fieldset)").count()
            assert page.evaluate(forms) < boxes / 2 and page.locator(".nn-place").count() > boxes / 2
            before = page.evaluate(PLACES)
            page.keyboard.press("Tab")
            assert page.evaluate(forms) == boxes and page.evaluate(fields) > boxes and page.locator(".nn-place").count() == 0
            page.wait_for_function(ALL_AT_WORK)
            after = page.evaluate(PLACES)
            assert len(before) == len(after) > 2 * boxes
            assert [pair for pair in zip(before, after) if any(abs(a - b) > 1 for a, b in zip(*pair))] == []
            assert page.problems == []



def test_a_report_is_prepared(browser, served):
    with opened(browser, served + CHAPTER, served) as page:
        page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }")
        page.locator("#sec-321-cost").scroll_into_view_if_needed()
        page.evaluate("getSelection().selectAllChildren(document.querySelector('#error-and-cost p'))")
        page.wait_for_function("getSelection().toString()")
        page.locator(".page-report button").click()
        expect(page.locator(".page-report [role=status]")).to_contain_text("Copied")
        text = page.evaluate("window.copied")
        assert text.startswith("Page: chapters/03-sigmoid-3-2-1, version ") and "subtracts prediction from target" in text
