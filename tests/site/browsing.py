"""A browser on the built site: how it is found and started, and pages that keep an account of what goes wrong."""

import os
import re
import shutil
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

HTML = Path(__file__).resolve().parents[2] / "_build/html"
README = Path(__file__).resolve().parents[2] / "README.md"
NAMES = sorted(path.relative_to(HTML).as_posix() for path in HTML.glob("chapters/**/*.html"))
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


class Strict(Quiet):
    """Sends the policy that README.md names with every file."""

    policy = re.search(r"Content-Security-Policy: (.+)", README.read_text(encoding="utf8"))[1]

    def end_headers(self):
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()


class Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A page that is closed while it loads is no news."""


def chromium():
    """The path of an installed Chromium or Chrome; without one the test is skipped, but not in CI."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        missing = f"no browser found (looked for {', '.join(BROWSERS)}); on Debian: apt install chromium"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)
    return executable


@contextmanager
def opened(browser, address, base, mode="light", viewport=DESKTOP, **settings):
    """A page whose complaints and requests to other places are collected in `page.problems`; those requests fail."""
    context = browser.new_context(**{"viewport": viewport, "reduced_motion": "reduce", **settings})
    context.add_init_script(f"localStorage.mode = localStorage.mode || '{mode}';"
                            f"localStorage.theme = localStorage.theme || '{mode}'")
    page = context.new_page()
    page.problems = problems = []
    page.on("console", lambda message: message.type in ("error", "warning") and problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))

    def refuse(route):
        problems.append(f"a request to {route.request.url}")
        route.abort()

    context.route(re.compile(f"^(?!{re.escape(base)}|data:|blob:)"), refuse)
    page.goto(address, wait_until="load")
    try:
        yield page
    finally:
        context.close()


@contextmanager
def explored(browser, base, name, key, state="", **settings):
    """The figure `key` of a page at work, in the state that a link describes, as a locator; its page is `.page`."""
    with opened(browser, f"{base}{name}#{key}{'?' if state else ''}{state}", base, **settings) as page:
        figure = page.locator(f"#{key}.ready")
        figure.wait_for()
        yield figure
