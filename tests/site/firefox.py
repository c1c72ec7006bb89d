"""Firefox on the built site, by its own WebDriver BiDi: one process, one tab, one connection, and the account of what goes wrong.

Playwright drives a Firefox of its own only, which is not the one that readers have; Debian's speaks this protocol without a driver.
"""

import itertools
import json
import re
import shutil
import subprocess
import time
from contextlib import contextmanager

import websocket

NAMES = ("firefox-esr", "firefox")
MISSING = f"no Firefox found (looked for {' and '.join(NAMES)}); to bring one on Debian: apt install firefox-esr"
SECONDS = 60  # for the start and for each command, on a busy machine
# Asks nobody for anything of its own accord, and begins on an empty page.
SETTINGS = {"app.update.enabled": False, "browser.safebrowsing.downloads.remote.enabled": False, "browser.safebrowsing.malware.enabled": False,
            "browser.safebrowsing.phishing.enabled": False, "browser.shell.checkDefaultBrowser": False, "browser.startup.page": 0,
            "datareporting.policy.dataSubmissionEnabled": False, "extensions.update.enabled": False, "network.captive-portal-service.enabled": False,
            "network.connectivity-service.enabled": False, "network.dns.disablePrefetch": True, "network.prefetch-next": False,
            "remote.prefs.recommended": True, "services.settings.server": "data:,", "toolkit.telemetry.enabled": False, "ui.prefersReducedMotion": 1}
WATCHED = ["log.entryAdded", "network.beforeRequestSent", "network.responseCompleted"]


def executable():
    """The path of Firefox, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Tab:
    """A tab: `problems` are the complaints of its page, answers that are errors, and requests that leave `base`."""

    def __init__(self, address, base):
        self.socket = websocket.create_connection(f"{address}/session", timeout=SECONDS, suppress_origin=True)
        self.base, self.problems, self.numbers = base, [], itertools.count(1)
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=WATCHED)
        self.context = self.ask("browsingContext.getTree")["contexts"][0]["context"]
        self.ask("browsingContext.setViewport", context=self.context, viewport={"width": 1280, "height": 900})

    def ask(self, method, **given):
        """The result of a command; what happens meanwhile is noted."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": given}))
        while True:
            said = json.loads(self.socket.recv())
            if said.get("id") == number:
                if said["type"] == "error":
                    raise AssertionError(f"{method}: {said['error']}: {said['message'][:500]}")
                return said["result"]
            if said["type"] == "event":
                self.note(said["method"], said["params"])

    def note(self, event, told):
        if event == "log.entryAdded" and told["level"] in ("error", "warn"):
            self.problems.append(f"{told['level']}: {told['text']}")
        if event == "network.beforeRequestSent" and not told["request"]["url"].startswith((self.base, "data:", "blob:", "about:")):
            self.problems.append(f"a request to {told['request']['url']}")
        if event == "network.responseCompleted" and told["response"]["status"] >= 400:
            self.problems.append(f"{told['response']['status']} for {told['request']['url']}")

    def open(self, address):
        """A page, when it is loaded. The one before has a mark, since Firefox may answer from that one a little longer."""
        self.evaluate("() => { globalThis.isLeft = true; }")
        self.problems.clear()
        self.ask("browsingContext.navigate", context=self.context, url=address, wait="complete")
        until = time.monotonic() + SECONDS
        while self.evaluate("() => globalThis.isLeft || document.readyState !== 'complete'"):
            assert time.monotonic() < until, f"{address} does not come"
            time.sleep(0.02)

    def evaluate(self, function, *given):
        """What a function in JavaScript gives, once it is settled; arguments and result travel as JSON."""
        text = f"async () => JSON.stringify(await ({function})(...{json.dumps(given)}) ?? null)"
        said = self.ask("script.callFunction", functionDeclaration=text, target={"context": self.context}, awaitPromise=True)
        assert said["type"] == "success", said["exceptionDetails"]["text"]
        return json.loads(said["result"]["value"])

    def press(self, *keys):
        """Keys, one after the other, as a hand presses them."""
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.ask("input.performActions", context=self.context, actions=[{"type": "key", "id": "keys", "actions": strokes}])


@contextmanager
def tab(home, base):
    """A tab of a Firefox that is started for it, with a profile in `home`, which nobody else has used."""
    (home / "user.js").write_text("".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in SETTINGS.items()))
    with subprocess.Popen([executable(), "--headless", "--no-remote", "--profile", str(home), "--remote-debugging-port", "0"],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            heard = next((found[1] for line in process.stderr if (found := re.search(r"WebDriver BiDi listening on (\S+)", line))), None)
            assert heard, "Firefox ended before it listened"
            begun = Tab(heard, base)
            yield begun
            begun.socket.close()
        finally:
            process.terminate()
            process.communicate(timeout=SECONDS)
