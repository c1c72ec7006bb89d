"""A browser on the built site: how it is found and started, and pages that keep an account of what goes wrong."""

import json
import os
import platform
import re
import shutil
import sys
from contextlib import ExitStack, contextmanager, suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HTML, README = ROOT / "_build/html", ROOT / "README.md"
NAMES = sorted(path.relative_to(HTML).as_posix() for path in HTML.glob("chapters/**/*.html"))
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SHELL = "chromium-headless-shell"  # draws pages and has no windows, tabs and wallets to look after, which is half of the work
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
         # Each window of a browser with windows would draw two pages of suggestions below its address. The others Playwright leaves out
         # too, and this list takes the place of its own.
         "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess,AimEnabled,AvoidCorsURLLoaderRestartOnRedirect,"
         "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,"
         "MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch,ThirdPartyStoragePartitioning"]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
TOUCHED = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
STATES = re.compile(r'<script type="application/json" id="book-widgets">(.*?)</script>', re.S)


def explorers(name):
    """The states of the figures that move on a page."""
    return [state for text in STATES.findall((HTML / name).read_text(encoding="utf8")) for state in json.loads(text) if "_bounds" in state]


# Words for no number among what is shown or told: texts, values of controls, names for screen readers.
TEXT_PROBLEMS = r"""figure => [figure.innerText, ...[...figure.querySelectorAll('*')].flatMap(e =>
    [...e.attributes].filter(a => /^aria-|^d$|^c[xy]$|^[xy][12]?$|^transform|^width|^height|^points/.test(a.name)).map(a => `${a.name}=${a.value}`)
        .concat(e.matches('input') ? [`value=${e.value}`] : []))]
    .filter(text => /\bNaN\b|Infinity|undefined|\[object|null/.test(text)).map(text => text.slice(0, 200))"""


# What is drawn on top of each other: two texts of a drawing, the name of an axis and a handle, its name or a number and the curves,
# and a sentence of the status line that stands in the figure a second time.
DRAWN_PROBLEMS = """figure => {
    const found = new Set(), shown = e => e.checkVisibility() && e.textContent.trim(), short = e => e.textContent.slice(0, 30);
    const apart = (p, q, across = 1, down = 4) => Math.min(p.right, q.right) - Math.max(p.left, q.left) <= across
        || Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) <= down;
    for (const drawing of figure.querySelectorAll('.nn svg:not(svg svg)')) {
        const texts = [...drawing.querySelectorAll('text:not(.nn-handle text)')].filter(shown).map(e => [e, e.getBoundingClientRect()]);
        texts.forEach(([e, p], k) => texts.slice(k + 1).forEach(([f, q]) => { if (!apart(p, q)) found.add(`${short(e)} on ${short(f)}`); }));
        const area = drawing.matches('.nn-chart') && drawing.querySelector(':scope > svg');
        if (!area) continue;
        const frame = drawing.getBoundingClientRect(), zoom = frame.width / drawing.viewBox.baseVal.width;
        const [left, top, width, height] = ['x', 'y', 'width', 'height'].map(name => zoom * area.getAttribute(name));
        const plot = {left: frame.left + left, right: frame.left + left + width, top: frame.top + top, bottom: frame.top + top + height};
        const names = e => e.matches('.nn-axis'), taken = [['curve', plot, () => true], ...[...drawing.querySelectorAll('.nn-grip')].filter(e => e.checkVisibility()).map(e => ['handle', e.getBoundingClientRect(), names])];
        for (const [e, p] of texts) {
            if (area.contains(e)) continue;
            for (const [what, q, concerns] of taken) if (concerns(e) && !apart(p, q, 2, 5)) found.add(`${short(e)} under a ${what}`);
            if (p.left < frame.left - 1 || p.right > frame.right + 1) found.add(`${short(e)} beyond the drawing`);
        }
    }
    const line = figure.querySelector('.nn-said'), rest = figure.querySelector('.nn')?.cloneNode(true);
    rest?.querySelectorAll('.nn-said, .nn-voice').forEach(e => e.remove());
    for (const sentence of line?.textContent.split(/(?<=[.!?:]) /) ?? []) {
        if (sentence.length > 12 && rest.textContent.includes(sentence.replace(/[.:]$/, ''))) found.add(`twice: ${sentence}`);
    }
    return [...found];
}"""


def text_problems(figure):
    """Words for no number in a figure."""
    return figure.evaluate(TEXT_PROBLEMS)


class Quiet(SimpleHTTPRequestHandler):
    """Serves the site; what is in `lone`, by its path, from there. A browser may keep all but pages, which come anew each time."""

    lone: dict[str, bytes] = {}
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def end_headers(self):
        self.send_header("Cache-Control", "no-store" if self.path.split("?")[0].endswith((".html", "/")) else "max-age=3600")
        super().end_headers()

    def do_GET(self):
        if (page := self.lone.get(self.path.split("?")[0])) is None:
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


class Strict(Quiet):
    """Sends the policy that README.md names with every file."""

    policy = re.search(r"Content-Security-Policy: (.+)", README.read_text(encoding="utf8"))[1]

    def end_headers(self):
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()


class Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A page that is closed while it loads is no news."""


def bring():
    """The command that installs a browser on this machine."""
    with suppress(OSError):
        if platform.freedesktop_os_release().get("ID") == "debian":
            return f"apt install {SHELL}"
    python = Path(sys.executable)
    return f"{python.relative_to(ROOT) if python.is_relative_to(ROOT) else python} -m playwright install --with-deps chromium"


def chromium(playwright):
    """The path of a Chromium or Chrome, installed or Playwright's own; without one the test is skipped, but not in CI."""
    own = Path(playwright.chromium.executable_path)
    executable = next(filter(None, (shutil.which(SHELL), own_shell(own), *map(shutil.which, BROWSERS), own if own.exists() else None)), None)
    if executable is None:
        missing = f"no browser found (looked for {', '.join([SHELL, *BROWSERS])} and Playwright's own); to bring one: {bring()}"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)
    return str(executable)


def own_shell(own):
    """The browser without windows that Playwright brings beside its other one, if it is there."""
    folders = (folder.with_name(folder.name.replace("-", "_headless_shell-")) for folder in own.parents if folder.name.startswith("chromium-"))
    return next((found for folder in folders for found in folder.glob("*/*headless?shell*")), None)


CONTEXTS = {}  # where tests have had their pages, by browser, site and settings: to begin a page costs more than to lead one elsewhere
KEPT = 6


def begun(browser, base, mode, script, **settings):
    """A context whose page is in that mode until somebody changes it, and keeps an account of what goes wrong.

    What a test asks of other places is noted and not stopped, since a browser that has to ask before each request keeps nothing of what it
    was given before; FLAGS let it find no other host.
    """
    context = browser.new_context(**settings)
    context.add_init_script(f"localStorage.mode = localStorage.mode || '{mode}';"
                            f"localStorage.theme = localStorage.theme || '{mode}';{script}")
    page = context.new_page()
    elsewhere = re.compile(f"(?!{re.escape(base)}|data:|blob:|about:)")
    page.on("console", lambda message: message.type in ("error", "warning") and page.problems.append(message.text))
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    context.on("request", lambda request: elsewhere.match(request.url) and page.problems.append(f"a request to {request.url}"))
    page.devtools = context.new_cdp_session(page)
    return context


@contextmanager
def opened(browser, address, base, mode="light", viewport=DESKTOP, script="", routed=None, **settings):
    """A page whose complaints and requests to other places are collected in `page.problems`; every page there begins with `script`.

    It may have shown others before, and nothing is remembered of them. A test that fails leaves no context behind, nor does one whose
    files are `routed`, as {pattern: what answers}, for the browser would keep them.
    """
    settings = {"viewport": viewport, "reduced_motion": "reduce", **settings}
    which = (id(browser), base, mode, script, repr(sorted(settings.items())))
    context = not routed and CONTEXTS.pop(which, None) or begun(browser, base, mode, script, **settings)
    page, *_ = context.pages
    for pattern, answer in (routed or {}).items():
        page.route(pattern, answer)
    page.problems = []
    page.devtools.send("Storage.clearDataForOrigin", {"origin": "file://" if base.startswith("file:") else base, "storageTypes": "all"})
    try:
        page.goto(address, wait_until="load")
        yield page
        if routed:
            return context.close()
        for each in context.pages[1:]:
            each.close()
        page.evaluate("try { sessionStorage.clear(); } catch { /* where a page has none */ }")
        page.emulate_media(media="null")
        page.goto("about:blank")
        page.mouse.move(0, 0)
        if page.viewport_size != viewport:
            page.set_viewport_size(viewport)
    except BaseException:
        context.close()
        raise
    CONTEXTS[which] = context
    while len(CONTEXTS) > KEPT:
        CONTEXTS.pop(next(iter(CONTEXTS))).close()


# A page without what fills its sections: their headings and the places of links stay, what is asked for, and what is around the text,
# so that all links and scripts find what they look for, and there is room above and below, so that it can be scrolled. Of the states
# of its widgets it has those of what is left.
ALONE = """([text, kept]) => {
    const page = new DOMParser().parseFromString(text, 'text/html'), article = page.querySelector('article');
    const empty = (node) => {
        for (const child of [...node.children]) {
            if (child.matches(`${kept}, h1, h2, h3, h4, span[id]:empty, script`)) continue;
            if (child.matches('section') || child.querySelector(kept)) empty(child); else child.remove();
        }
    };
    empty(article);
    for (const where of ['prepend', 'append']) { // without a style, which a policy may forbid
        const room = page.createElementNS('http://www.w3.org/2000/svg', 'svg');
        room.setAttribute('width', 1);
        room.setAttribute('height', 2000);
        article[where](room);
    }
    const states = page.getElementById('book-widgets');
    states.textContent = JSON.stringify(JSON.parse(states.textContent).filter(({key}) => page.getElementById(key))).replaceAll('<', '\\u003c');
    return `<!DOCTYPE html>${page.documentElement.outerHTML}`;
}"""


BLANK = {}  # a page of each browser in which pages are emptied


def alone(browser, name, *kept):
    """The address, below the site's, of a page with nothing but headings and what `kept`, classes and ids, names.

    What tests of one figure or of boxes look at is the same as on the whole page, a tenth of whose elements are left, and it is there
    in a third of the time. tests/site/test_visits.py sees the whole pages.
    """
    address = f"{name.removesuffix('.html')}{''.join(kept).replace('#', '.')}.html"
    if f"/{address}" not in Quiet.lone:
        if browser not in BLANK:
            BLANK[browser] = browser.new_page()
        text = (HTML / name).read_text(encoding="utf8")
        Quiet.lone[f"/{address}"] = BLANK[browser].evaluate(ALONE, [text, ", ".join(kept)]).encode()
    return address


SHARED = {}  # pages that are open for tests of figures, by browser, address, figure and settings; the oldest first
AT_MOST = 4

# A figure as if its page had just been opened by a link: nothing runs, nothing is unfolded, nothing has been said, nothing has
# the focus, and its state is the link's. The event is heard by the page's own loader, which reads every link so.
AS_OPENED = """async ([key, hash]) => {
    const figure = document.getElementById(key);
    for (const button of figure.querySelectorAll('button')) if (button.textContent.trim() === 'Pause') button.click();
    for (const fold of figure.querySelectorAll('details')) {
        fold.dataset.opened ??= fold.open; // as it was when the page was opened
        fold.open = fold.dataset.opened === 'true';
    }
    for (const voice of figure.querySelectorAll('.nn-voice')) voice.textContent = '';
    document.activeElement.blur();
    figure.removeAttribute('tabindex');
    document.documentElement.dataset.theme = localStorage.theme;
    history.replaceState(null, '', location.pathname);
    const heard = new Promise(done => addEventListener('hashchange', () => setTimeout(done), {once: true}));
    location.hash = hash;
    await heard;
}"""


# Takes all out of the page that neither holds nor belongs to what is asked for, since axe-core reads whole pages; and back.
APART = """context => {
    window.away = [];
    const apart = node => {
        for (const child of [...node.children]) {
            if (child.matches(context)) continue;
            if (child.querySelector(context)) { apart(child); continue; }
            const place = document.createComment('');
            child.replaceWith(place);
            away.push([place, child]);
        }
    };
    apart(document.body);
}"""
BACK = "for (const [place, child] of away) place.replaceWith(child)"
# All that moves on a page is at work; figures that are far away are asked to begin.
ALL_AT_WORK = """() => dispatchEvent(new Event('nn-all-at-work')) && JSON.parse(document.getElementById('book-widgets')?.textContent ?? '[]')
    .every(({key}) => document.getElementById(key).matches('.ready, .failed'))"""


@contextmanager
def explored(browser, base, name, key, state="", fresh=False, **settings):
    """The figure `key` of a page at work, in the state that a link describes, as a locator; its page is `.page`.

    The page is one that an earlier test has opened, led back by a link, unless a `fresh` one is asked for. Of what stands
    around the figure it holds no more than encloses it, which makes each look at it three times as fast, unless it is
    touched by fingers, which might move it; a fresh one has its headings. A test that fails leaves no page behind.
    """
    link = f"{key}{'?' if state else ''}{state}"
    address = f"{base}{name if base.startswith('file:') else alone(browser, name, f'#{key}')}"
    if fresh:
        with opened(browser, f"{address}#{link}", base, **settings) as page:
            figure = page.locator(f"#{key}.ready")
            figure.wait_for()
            yield figure
        return
    which = (id(browser), base, name, key, repr(sorted(settings.items())))
    if which not in SHARED:
        while len(SHARED) >= AT_MOST:
            SHARED.pop(next(iter(SHARED))).close()
        stack = ExitStack()
        stack.page = stack.enter_context(opened(browser, address, base, **settings))
        stack.page.wait_for_function(ALL_AT_WORK)
        if not settings.get("has_touch"):
            stack.page.evaluate(APART, f"#{key}, script")
        SHARED[which] = stack
    page = SHARED[which].page
    try:
        figure = page.locator(f"#{key}.ready")
        figure.wait_for(state="attached")
        page.emulate_media(media="screen")
        page.mouse.move(0, 0)
        page.evaluate(AS_OPENED, [key, link])
        page.problems.clear()
        yield figure
    except BaseException:
        SHARED.pop(which).close()
        raise


VISITED = """async (figure, [hashes, look]) => {
    const see = eval(look), found = [];
    for (const hash of hashes) {
        history.replaceState(null, '', location.pathname);
        const heard = new Promise(done => addEventListener('hashchange', () => setTimeout(done), {once: true}));
        location.hash = hash;
        await heard;
        found.push(see(figure));
    }
    return found;
}"""


def visited(figure, hashes, look):
    """What a function in JavaScript sees in a figure after each of many links, one after the other, once it is drawn."""
    return figure.evaluate(VISITED, [hashes, look])


COLOURS = ["color-contrast", "link-in-text-block"]  # the rules of axe-core that another theme can break


def rested(page, milliseconds):
    """Wait by the page's own clock: what it was to do sooner has then been done, however slow the machine."""
    page.evaluate("time => new Promise(done => setTimeout(done, time))", milliseconds)


def drawn_again(page):
    """Wait for two frames: the page hears of a pointer's moves with the next one."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def complaints(page, context, rules=None):
    """What axe-core finds there, by all of its rules or by some, as (rule, element, what to do); its script is brought in once a page.

    The rule about the size of what fingers touch is off by itself.
    """
    from axe_playwright_python.sync_playwright import Axe

    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    page.evaluate(APART, context)
    found = page.evaluate("([context, rules]) => axe.run(context, {resultTypes: ['violations'], ...(rules ? {runOnly: rules} : {rules: {'target-size': {enabled: true}}})})", [context, rules])
    page.evaluate(BACK)
    return [(rule["id"], node["html"][:150], node["failureSummary"][:300]) for rule in found["violations"] for node in rule["nodes"]]


def math_problems(page):
    """Elements of mathematics that hold no drawing, or the drawing of an error."""
    return page.evaluate("""() => [...document.querySelectorAll('main .math')].flatMap(element => {
        const drawn = element.querySelectorAll('mjx-container > svg');
        if (!drawn.length) return ['not drawn: ' + element.textContent.slice(0, 80)];
        for (const use of element.querySelectorAll('use')) {
            if (!document.querySelector(use.getAttribute('href') + '[d]')) return ['no glyph ' + use.getAttribute('href')];
        }
        const error = element.querySelector('[data-mml-node="merror"], mjx-merror');
        return error ? ['TeX error: ' + (error.getAttribute('title') || error.getAttribute('data-mjx-error'))] : [];
    })""")


def width_problems(page):
    """What makes the page wider than the screen, with all of it laid out."""
    page.add_style_tag(content=".bd-article section { content-visibility: visible !important; }")
    return page.evaluate("""() => {
        const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= width) return [];
        const scrolls = e => e && (getComputedStyle(e).overflowX !== 'visible' || scrolls(e.parentElement));
        const wide = [...document.querySelectorAll('main *')]
            .filter(e => e.getBoundingClientRect().right > width + 1 && !scrolls(e.parentElement));
        return [`${document.documentElement.scrollWidth} px wide on ${width} px`,
                ...wide.slice(0, 5).map(e => e.outerHTML.slice(0, 120))];
    }""")


def luminance(colour):
    """Relative luminance of a colour as CSS writes it: #rrggbb or rgb(r, g, b)."""
    parts = [int(colour[k:k + 2], 16) for k in (1, 3, 5)] if colour.startswith("#") \
        else [float(part) for part in re.findall(r"[\d.]+", colour)[:3]]
    linear = [p / 255 / 12.92 if p / 255 <= 0.04045 else ((p / 255 + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def background(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")
