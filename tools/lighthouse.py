"""Measures the built site as a phone on a slow line sees it: a table of bytes, times and Lighthouse's four scores.

    .venv/bin/python -m tools.lighthouse                       # bytes, requests, times, layout shift: needs a Chromium
    .venv/bin/python -m tools.lighthouse --scores              # Lighthouse as well, from npm: needs node and the registry
    .venv/bin/python -m tools.lighthouse --runs 3 --pages 02 index     # medians of three, pages by a part of their name

The site is served on this machine, compressed as static hosts do it (--plain: as it is). Line and processor are slowed
as in Lighthouse's mobile preset: 150 ms, 1.6 Mbit/s, a quarter of the speed. Bytes and requests do not depend on the
machine; times do, and the table is worth what else the machine was doing.
"""

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from functools import cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIGHTHOUSE = "lighthouse@12.8.2"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True, "has_touch": True}
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
COMPRESSED = (".html", ".css", ".js", ".svg", ".json", ".ipynb")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")

# Notes in the page when the first formula is there and when all in view are, and adds up what jumps.
WATCH = """
window.seen = {shift: 0};
new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) seen.shift += e.value; })
    .observe({type: 'layout-shift', buffered: true});
const drawn = e => e.querySelector('mjx-container > svg');
(function look() {
    const painted = performance.getEntriesByName('first-contentful-paint')[0];
    if (painted) {
        const all = [...document.querySelectorAll('main .math')], now = performance.now();
        seen.paint = painted.startTime;
        if (all.some(drawn)) seen.first ??= now;
        const inView = all.filter(e => { const b = e.getBoundingClientRect(); return b.height && b.top < innerHeight && b.bottom > 0; });
        if (inView.every(drawn)) seen.view ??= now; else delete seen.view;
    }
    requestAnimationFrame(look);
})();
"""


@cache
def compressed(path, changed):
    return gzip.compress(Path(path).read_bytes(), 6)


class Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    plain, policy = False, None

    def log_message(self, *args):
        pass

    def end_headers(self):
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if self.plain or not path.is_file() or path.suffix not in COMPRESSED:
            return super().do_GET()
        body = compressed(str(path), path.stat().st_mtime)
        self.send_response(200)
        for name, value in (("Content-Type", self.guess_type(str(path))), ("Content-Encoding", "gzip"),
                            ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A page that is closed while it loads is no news."""


def visit(browser, address):
    """One load of a page, measured from outside and inside."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.add_init_script(WATCH)
    devices = context.new_cdp_session(page)
    devices.send("Network.enable")
    devices.send("Network.emulateNetworkConditions", LINE)
    devices.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    responses = []
    page.on("response", lambda response: response.url.startswith("http") and responses.append(response))
    page.goto(address, wait_until="load", timeout=120_000)
    page.wait_for_function("'view' in seen", timeout=120_000)
    page.wait_for_timeout(1500)
    bodies = [response.body() for response in responses]
    result = page.evaluate("""() => ({...seen, nodes: document.querySelectorAll('*').length})""")
    context.close()
    return {"requests": len(bodies), "bytes": sum(map(len, bodies)),
            "gzipped": sum(len(gzip.compress(body, 6)) for body in bodies), **result}


def scores(address, executable, folder):
    """Lighthouse's four scores, and the audits of a category other than performance that are not perfect."""
    report = Path(folder) / "report.json"
    subprocess.run(["npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json", f"--output-path={report}",
                    f"--chrome-flags=--headless=new {' '.join(FLAGS)}"],
                   check=True, cwd=folder, env={**os.environ, "CHROME_PATH": executable}, stderr=subprocess.DEVNULL)
    data = json.loads(report.read_text())
    found = {name: round(100 * (data["categories"][name]["score"] or 0)) for name in CATEGORIES}
    named = {ref["id"] for name in CATEGORIES[1:] for ref in data["categories"][name]["auditRefs"] if ref["weight"]}
    found["complaints"] = [key for key in sorted(named) if data["audits"][key]["score"] not in (None, 1)]
    for key, audit in (("fcp", "first-contentful-paint"), ("lcp", "largest-contentful-paint"),
                       ("blocked", "total-blocking-time"), ("cls", "cumulative-layout-shift")):
        found[key] = data["audits"][audit]["numericValue"]
    return found


def median(rows):
    """The medians of what can be counted; of the rest, all that was said."""
    return {key: (sorted(set(sum((row[key] for row in rows), []))) if isinstance(value, list)
                  else statistics.median([row[key] for row in rows if key in row]))
            for key, value in rows[0].items()}


def columns(row):
    yield from (("requests", f"{row['requests']:.0f}"), ("kB", f"{row['bytes'] / 1000:.0f}"),
                ("kB gzipped", f"{row['gzipped'] / 1000:.0f}"), ("first paint s", f"{row['paint'] / 1000:.1f}"),
                ("first formula s", f"{row['first'] / 1000:.1f}" if "first" in row else "–"),
                ("all in view s", f"{row['view'] / 1000:.1f}"), ("shift", f"{row['shift']:.3f}"))
    if "performance" in row:
        yield from ((name, f"{row[name]:.0f}") for name in CATEGORIES)
        yield from (("FCP s", f"{row['fcp'] / 1000:.1f}"), ("LCP s", f"{row['lcp'] / 1000:.1f}"),
                    ("blocked ms", f"{row['blocked']:.0f}"), ("complaints", " ".join(row["complaints"])))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--html", type=Path, default=ROOT / "_build/html", help="the built site")
    arguments.add_argument("--pages", nargs="*", default=[""], help="parts of the names of pages")
    arguments.add_argument("--runs", type=int, default=1)
    arguments.add_argument("--scores", action="store_true", help="Lighthouse as well (needs npm)")
    arguments.add_argument("--plain", action="store_true", help="serve without compression")
    arguments.add_argument("--json", type=Path, help="write all numbers into this file")
    asked = arguments.parse_args()
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        sys.exit(f"no browser found (looked for {', '.join(BROWSERS)}); on Debian: apt install chromium")
    names = [path.relative_to(asked.html).as_posix() for path in sorted(asked.html.glob("chapters/**/*.html"))]
    names = [name for name in [*names, "search.html"] if any(part in name for part in asked.pages)]

    handler = type("Served", (Handler,), {"plain": asked.plain})
    server = Server(("127.0.0.1", 0), lambda *given: handler(*given, directory=str(asked.html)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/"
    from playwright.sync_api import sync_playwright

    rows = {name: [] for name in names}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        for _ in range(asked.runs):
            for name in names:
                rows[name].append({**visit(browser, base + name),
                                   **(scores(base + name, executable, folder) if asked.scores else {})})
                print(".", end="", flush=True, file=sys.stderr)
        browser.close()
    print(file=sys.stderr)
    server.shutdown()
    result = {name: median(found) for name, found in rows.items()}
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1) + "\n")
    heads = [head for head, _ in columns(next(iter(result.values())))]
    print("| page | " + " | ".join(heads) + " |\n|---|" + "---:|" * len(heads))
    for name, row in result.items():
        print(f"| {name} | " + " | ".join(text for _, text in columns(row)) + " |")


if __name__ == "__main__":
    main()
