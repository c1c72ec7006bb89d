"""Draws all formulas when the book is built, by MathJax, so that pages show them at once and need no script for it.

MathJax runs in the node that the package playwright brings along; what it drew is kept in a file beside Sphinx's
doctrees, and a second build asks it for new formulas only. A formula that MathJax cannot read is a warning of the build.
"""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

HERE = Path(__file__).resolve().parent
DRIVER = HERE / "formulas.js"
HEAD, TAIL = re.compile(r"[(\[“]?$"), re.compile(r"\S{1,6}(?!\S)|[^\w\s]*")
GLYPH = re.compile(r'href="#(t[\w-]+)"')
log = logging.getLogger(__name__)


def node():
    """The node that runs playwright's browsers; it draws our formulas as well."""
    try:
        import playwright
        path = Path(playwright.__file__).parent / "driver" / ("node.exe" if sys.platform == "win32" else "node")
        if path.exists():
            return path
    except ImportError:
        pass
    raise ExtensionError("Formulas are drawn by the node of the Python package playwright, which is not installed in this environment. "
                         "Install what requirements.txt locks (remove .venv and run: make book), or: pip install playwright")


class Drawings:
    """What MathJax drew, as HTML by formula, and the outlines of the glyphs; new formulas are drawn when asked for."""

    def __init__(self, path=None):
        self.path, self.process, self.new = path, None, False
        sources = b"".join(file.read_bytes() for file in (DRIVER, *sorted(DRIVER.parent.glob("mathjax/**/*.js"))))
        self.version = hashlib.sha256(sources).hexdigest()
        try:
            kept = json.loads(path.read_text(encoding="utf8"))
        except (AttributeError, FileNotFoundError, ValueError):
            kept = {}
        fits = kept.get("version") == self.version
        self.formulas, self.glyphs = (kept["formulas"], kept["glyphs"]) if fits else ({}, {})

    def draw(self, tex, display):
        """The HTML of a formula; a ValueError says what MathJax cannot read."""
        key = f"{'display' if display else 'inline'} {tex}"
        if key not in self.formulas:
            answer = self.ask([tex, display])
            if isinstance(answer, str):
                raise ValueError(answer)
            html, outlines = answer
            self.formulas[key] = html
            self.glyphs |= outlines
            self.new = True
        return self.formulas[key]

    def ask(self, question):
        if self.process is None:
            self.process = subprocess.Popen([node(), DRIVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                            stderr=subprocess.DEVNULL, encoding="utf8", bufsize=1)
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        if line := self.process.stdout.readline():
            return json.loads(line)
        raise ExtensionError(f"{DRIVER.name} ended while it drew {question[0]!r}; to see why, run it: {' '.join(map(str, self.process.args))}")

    def defined(self, html):
        """The outlines of the glyphs that a page uses, for its beginning."""
        used = sorted(set(GLYPH.findall(html)) & self.glyphs.keys())
        paths = "".join(f'<path id="{name}" d="{self.glyphs[name]}"/>' for name in used)
        return f'<svg class="glyphs" aria-hidden="true" focusable="false"><defs>{paths}</defs></svg>\n' if used else ""

    def close(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait(10)
            self.process.stdout.close()
            self.process = None
        if self.new and self.path:
            kept = {"version": self.version, "formulas": self.formulas, "glyphs": self.glyphs}
            self.path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf8")
            self.new = False


def drawn(translator, node, tex, display):
    try:
        return translator.builder.app.drawings.draw(tex, display)
    except ValueError as error:
        log.warning("MathJax cannot read %r: %s", tex, error, location=node, type="formulas")
        return translator.encode(tex)


def visit_math(self, node):
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    self.body.append(drawn(self, node, node.astext(), display=False) + "</span>")
    raise nodes.SkipNode


def visit_displaymath(self, node):
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node["number"] and not node["nowrap"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(drawn(self, node, node.astext() if node["nowrap"] else wrapped(node.astext()), display=True) + "</div>\n")
    raise nodes.SkipNode


def wrapped(text):
    """Paragraphs of a formula below each other, lines within one aligned: the rule of Sphinx."""
    parts = [rf"\begin{{split}}{part}\end{{split}}" if r"\\" in part else part
             for part in text.split("\n\n") if part.strip()]
    return parts[0] if len(parts) == 1 else r"\begin{align}\begin{aligned}" + r"\\".join(parts) + r"\end{aligned}\end{align}"


def keep_together(app, doctree, docname):
    """No line breaks between a formula in a sentence and the comma, the bracket or the ending that it bears.

    A browser may break a line before and after any picture, whatever stands beside it.
    """
    for formula in list(doctree.findall(nodes.math)):
        parent, place = formula.parent, formula.parent.index(formula)
        before, after = (parent[k] if 0 <= k < len(parent) and isinstance(parent[k], nodes.Text) else "" for k in (place - 1, place + 1))
        head, tail = HEAD.search(before)[0], TAIL.match(after)[0]
        if tail:
            parent[place + 1] = nodes.Text(after[len(tail):])
        if head:
            parent[place - 1] = nodes.Text(before[:-len(head)])
        if head or tail:
            parent[place] = nodes.inline("", "", nodes.Text(head), formula, nodes.Text(tail), classes=["whole"])


def begin(app):
    app.drawings = Drawings(Path(app.doctreedir) / "formulas.json")


def finish(app, error):
    app.drawings.close()


def setup(app):
    app.add_html_math_renderer("drawn", (visit_math, None), (visit_displaymath, None))
    app.connect("builder-inited", begin)
    app.connect("doctree-resolved", keep_together)
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
