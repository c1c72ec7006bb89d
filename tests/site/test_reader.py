"""What a page does for a reader: folds that open for links, marks, the next exercise, drafts, where the reading stopped, a report."""

from browsing import opened
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
        draft = page.locator("#exercise-3-1.ready")
        draft.locator("input").first.fill("0.5")
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
        page.goto(served + CHAPTER)
        box = page.locator("#exercise-3-1.ready")
        assert box.locator("input").first.input_value() == "0.5"
        assert page.locator("#exercise-3-2.ready input").input_value() == "" and page.problems == []


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
