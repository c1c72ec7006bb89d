"""The built site in a browser, by hand: search, the theme, folded cells, the list of chapters, paper, and a strict policy."""

import re
import time

import pytest
from browsing import NAMES, PHONE, Strict, alone, background, contrast, luminance, math_problems, opened, width_problems
from playwright.sync_api import Error

CHAPTER = next((name for name in NAMES if "/02-" in name), None)
LIGHT = next((name for name in NAMES if "/10-" in name), None)  # a chapter as good as any, a third as large
CONTRAST = 4.5  # WCAG AA for text

def test_the_front_address_leads_to_the_first_page(browser, served):
    """Whoever opens the site at its root arrives at the book."""
    with opened(browser, served, served) as page:
        page.wait_for_url("**/chapters/index.html")
        assert page.problems == []


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_colours_can_be_read(browser, served, mode):
    """Links and each colour with a meaning have the contrast of text on the page, on code and on admonitions."""
    with opened(browser, served + LIGHT, served, mode=mode) as page:
        colours = page.evaluate("""() => {
            const style = getComputedStyle(document.documentElement);
            return Object.fromEntries(['--forward', '--backward', '--parameter', '--data', '--wrong', '--pst-color-link',
                '--pst-color-background', '--pst-color-surface', '--pst-color-on-background']
                .map(name => [name, style.getPropertyValue(name).trim()
                    .replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3')]));
        }""")
    grounds = {name: value for name, value in colours.items() if name.startswith("--pst") and name != "--pst-color-link"}
    assert len(colours) - len(grounds) == 6
    assert [(name, ground, round(contrast(value, grounds[ground]), 2))
            for name, value in colours.items() for ground in grounds
            if name not in grounds and contrast(value, grounds[ground]) < CONTRAST] == []


# The theme fades the colours of the page; to ask for one is to have its fading begin. What fades elsewhere may be out of view,
# where it stands still and never ends; and no wait is for ever.
FADED = """() => { getComputedStyle(document.body).backgroundColor;
    const fades = document.getAnimations().filter(({effect}) => [document.body, document.documentElement].includes(effect?.target));
    return Promise.race([Promise.allSettled(fades.map(({finished}) => finished)), new Promise(done => setTimeout(done, 2000))]); }"""


def test_the_theme_switch_answers_to_the_keyboard(browser, served):
    """Pressing it walks through the modes, and the background follows."""
    with opened(browser, served + LIGHT, served) as page:
        button = page.locator(".theme-switch-button").last
        asked = "document.documentElement.dataset.mode"
        seen = {page.evaluate("document.documentElement.dataset.theme"): background(page)}
        for _ in range(3):
            before = page.evaluate(asked)
            button.press("Enter")
            wait_until(page, f"{asked} !== '{before}'")
            page.evaluate(FADED)
            seen[page.evaluate("document.documentElement.dataset.theme")] = background(page)
        assert luminance(seen["dark"]) < 0.05 < 0.9 < luminance(seen["light"])


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_sidebar_toggle_answers_to_the_keyboard(browser, served, key):
    """The list of chapters is put away and comes back."""
    with opened(browser, served + LIGHT, served) as page:
        sidebar = page.locator("#pst-primary-sidebar")
        page.locator(".primary-toggle").focus()
        assert sidebar.is_visible()
        page.keyboard.press(key)
        sidebar.wait_for(state="hidden", timeout=5000)
        page.keyboard.press(key)
        sidebar.wait_for(state="visible", timeout=5000)


def test_the_chapters_open_on_a_phone_by_the_keyboard(browser, served):
    """There the list of chapters is a dialog: Enter opens it, Escape closes it."""
    with opened(browser, served + CHAPTER, served, viewport=PHONE) as page:
        chapters = page.get_by_role("link", name="Notation")
        page.locator(".primary-toggle").focus()
        assert not chapters.is_visible()
        page.keyboard.press("Enter")
        chapters.wait_for(state="visible", timeout=5000)
        page.keyboard.press("Escape")
        chapters.wait_for(state="hidden", timeout=5000)


def test_hidden_cells_open_by_the_keyboard(browser, served):
    """What is folded, code or solution, opens and closes under the Enter key, and shows its place by a frame."""
    with opened(browser, served + alone(browser, CHAPTER, ".hide", ".sd-dropdown"), served) as page:
        folded = page.locator("details.hide, details.sd-dropdown")
        assert folded.count() > 3
        for k in range(folded.count()):
            summary = folded.nth(k).locator("summary").first
            summary.focus()
            page.keyboard.press("Enter")
            assert folded.nth(k).evaluate("e => e.open"), f"the {k + 1}. folded element stays shut"
            assert summary.evaluate("e => e.matches(':focus-visible') && getComputedStyle(e).outlineStyle") == "solid"
            page.keyboard.press("Enter")
            assert not folded.nth(k).evaluate("e => e.open")


def test_the_link_past_the_navigation_is_the_first(browser, served):
    """One press of Tab shows it, Enter follows it."""
    with opened(browser, served + LIGHT, served) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
        page.keyboard.press("Enter")
        assert page.url.endswith("#main-content")


def test_search_finds_a_word(browser, served):
    """From the keyboard: Ctrl+K, a word, Enter; the chapter that treats it is among the answers."""
    with opened(browser, served + LIGHT, served) as page:
        page.keyboard.press("Control+k")
        page.keyboard.type("softplus")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=softplus")
        page.wait_for_selector("ul.search li a[href*='02-softplus']")
        assert page.problems == []


def test_paper_shows_the_text_alone(browser, served):
    """In print there are no sidebars and buttons, one title, every formula, and the light colours even at night."""
    with opened(browser, served + CHAPTER, served, mode="dark") as page:
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate("document.documentElement.dataset.theme") == "light"
        for selector in ("#pst-primary-sidebar", "#pst-secondary-sidebar", ".bd-header-article", ".prev-next-footer"):
            assert not page.locator(selector).is_visible(), selector
        assert page.locator("h1:visible").count() == 1
        assert math_problems(page) == []
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"


VIOLATIONS = """window.violations = [];
    addEventListener('securitypolicyviolation', event => violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));"""


def wait_until(page, expression, arg=None):
    """Ask until it is so. `wait_for_function` would evaluate in the page, which a policy without 'unsafe-eval' refuses."""
    for _ in range(600):
        try:
            if page.evaluate(expression, arg):
                return
        except Error:  # the page is on its way to another
            pass
        time.sleep(0.05)
    raise AssertionError(f"not within half a minute: {expression}")


def test_the_site_works_under_the_policy_of_the_readme(browser, strictly_served):
    """Figures move, an answer is judged, colours, search and the list of exercises work, and nothing is refused."""
    with opened(browser, strictly_served + CHAPTER, strictly_served, mode="dark", script=VIOLATIONS) as page:
        for box in page.locator("[id^='explorer-'], .nn-question").all():
            box.scroll_into_view_if_needed()
        wait_until(page, "document.querySelectorAll('.nn-question.ready, [id^=explorer-].ready').length > 3")
        for box, button in ((".nn-prediction", "Compare"), (".nn-question:not(.nn-prediction)", "Check")):
            question = page.locator(box).filter(has=page.locator("input[type=text]")).first
            question.locator("input[type=text]").first.fill("7")
            question.get_by_role("button", name=button).press("Enter")
            assert question.locator(".nn-verdict").inner_text()
        assert page.evaluate("violations") + math_problems(page) + page.problems == []
        assert luminance(background(page)) < 0.05
        for name in ("search.html?q=softplus", "chapters/reference/exercises.html", "chapters/06-handwritten-digits.html"):
            page.goto(strictly_served + name)
            page.wait_for_selector("ul.search li" if "search" in name else "#progress button" if "exercises" in name else ".nn-question.ready")
            assert page.evaluate("violations") + page.problems == [], name


def permissions(policy):
    """[(directive, source)]: everything that a policy permits."""
    return [(name, source) for name, *sources in map(str.split, policy.split(";")) for source in sources if source != "'none'"]


def without(policy, directive, source):
    """The policy with that permission taken away."""
    parts = [(name, [s for s in sources if (name, s) != (directive, source)]) for name, *sources in map(str.split, policy.split(";"))]
    return "; ".join(f"{name} {' '.join(sources) or NOTHING}" for name, sources in parts)


NOTHING = "'none'"
# A page of each kind, with what on it has been at work: search; the list of exercises; a figure that moves and boxes, with formulas.
KINDS = {"search.html?q=softplus": "ul.search li", "chapters/reference/exercises.html": "#progress button", CHAPTER: "[id^=explorer-].ready"}


def refused(page, base, mark):
    """What is refused on the pages, up to the first page that misses something; `mark` keeps a page from coming out of a cache."""
    for name, works in KINDS.items():
        name = alone(page.context.browser, CHAPTER, "#explorer-softplus", ".nn-question") if name == CHAPTER else name
        page.goto(f"{base}{name}{'&' if '?' in name else '?'}again={mark}")
        for box in ("[id^='explorer-']", ".nn-question:not(.nn-prediction)"):  # a prediction without its script is away
            for first in page.locator(box).all()[:1]:
                first.scroll_into_view_if_needed()
        wait_until(page, "works => violations.length || Boolean(document.querySelector(works))", works)
        if found := page.evaluate("violations"):
            return found
    page.keyboard.press("Control+k")
    page.keyboard.type("softplus")
    page.keyboard.press("Enter")
    wait_until(page, "violations.length || location.pathname.endsWith('search.html')")
    return page.evaluate("violations")


def test_every_permission_of_the_policy_is_needed(browser, strictly_served, monkeypatch):
    """Each one taken away is missed on some page, so that one too many would be found; and with all of them nothing is missed."""
    whole = Strict.policy
    with opened(browser, "about:blank", strictly_served, script=VIOLATIONS) as page:
        assert refused(page, strictly_served, "whole") == []
        for k, (directive, source) in enumerate(permissions(whole)):
            monkeypatch.setattr(Strict, "policy", without(whole, directive, source))
            assert refused(page, strictly_served, k), f"nothing misses {source} of {directive}"
        page.problems.clear()


@pytest.mark.parametrize(("directive", "source"), [("script-src", "'unsafe-eval'"), ("img-src", "blob:"), ("font-src", "'self'")])
def test_a_permission_that_nothing_needs_is_noticed(browser, strictly_served, monkeypatch, directive, source):
    monkeypatch.setattr(Strict, "policy", Strict.policy.replace(f"{directive} ", f"{directive} {source} "))
    assert (directive, source) in permissions(Strict.policy)
    monkeypatch.setattr(Strict, "policy", without(Strict.policy, directive, source))
    with opened(browser, "about:blank", strictly_served, script=VIOLATIONS) as page:
        assert refused(page, strictly_served, f"{directive} {source}") == []


def test_the_policy_refuses_all_that_it_does_not_name_and_no_unsafe_script_passes():
    for directive in ("default-src", "base-uri"):
        assert f"{directive} 'none'" in Strict.policy
    assert [source for name, source in permissions(Strict.policy) if name.startswith("script-src") and re.search("unsafe|data:", source)] == []
    assert [source for _, source in permissions(Strict.policy)
            if not re.fullmatch(r"'self'|blob:|data:|'unsafe-inline'|'sha256-[\w+/]{43}='", source)] == []


def test_a_refusal_is_noticed(browser, strictly_served):
    """A style and a script in the page are what the policy refuses, and both are reported."""
    with opened(browser, strictly_served + LIGHT, strictly_served) as page:
        page.evaluate("""() => ['style', 'script'].forEach(tag =>
            document.body.append(Object.assign(document.createElement(tag), {textContent: tag === 'style' ? 'p { color: red }' : 'var x'})))""")
        for _ in range(600):
            if len(page.problems) < 2:
                page.wait_for_timeout(50)
        assert len(page.problems) == 2 and all("Content Security Policy" in problem for problem in page.problems)


FAULTY = """<html><body><main><p>x</p><span class="math">raw</span><div style="width: 2000px">wide</div></main>
<script src="https://example.org/x.js"></script><script>nothing.there</script></body></html>"""


def test_planted_faults_are_reported(browser, tmp_path):
    """A page with an undrawn formula, a wide box, a foreign script and an error is reported for each of them."""
    (tmp_path / "page.html").write_text(FAULTY)
    base = tmp_path.as_uri() + "/"
    with opened(browser, base + "page.html", base, viewport=PHONE) as page:
        assert math_problems(page) == ["not drawn: raw"]
        assert "2000px" in " ".join(width_problems(page))
        assert any("example.org" in problem for problem in page.problems)
        assert any("nothing" in problem for problem in page.problems)


def test_contrast_is_that_of_the_guidelines():
    """Black on white is 21, a grey of known contrast is 4.54, and the palest figure colour would fail as text."""
    assert contrast("#000000", "rgb(255, 255, 255)") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast("#009E73", "#ffffff") < CONTRAST
