"""Ways through a chapter: corrections of the sources fold, a short path of about twenty minutes, and side roads that one may pass by.

A correction, `:::{admonition} …` with the class `correction`, becomes a fold whose line says that the source has a mistake here. It is
closed on the screen, open in print, and opens for a link to one of its labels. Short paths and side roads are labels of sections.
"""

import re
import tomllib
from html import escape
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode

VERSION = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf8"))["project"]["version"]

GAPS = re.compile(r"A gap|Left out|Not (?:printed|said|there)|What the source leaves out")
SHORT = {
    "01-derivatives": ("sec-01-derivative", "sec-01-chain", "sec-01-partial", "sec-01-gradient", "sec-01-descent"),
    "02-softplus-two-neurons": ("sec-softplus-forward", "sec-softplus-shared", "sec-softplus-w1", "sec-softplus-learning"),
    "03-sigmoid-3-2-1": ("sec-321-forward", "sec-321-output-delta", "sec-321-hidden-deltas", "sec-321-gradient"),
    "04-general-layers": ("sec-gen-shared", "sec-gen-forward", "sec-gen-1", "sec-gen-2", "sec-gen-3", "sec-gen-4", "sec-gen-code"),
    "05-trust-a-gradient": ("sec-trust-vee", "sec-trust-truncation", "sec-trust-rounding", "sec-trust-mistakes", "sec-trust-blind", "sec-trust-direction"),
    "06-handwritten-digits": ("sec-dig-split", "sec-dig-softmax", "sec-dig-delta", "sec-dig-why", "sec-dig-momentum", "sec-dig-early"),
    "07-deep-nets": ("sec-07-thirty", "sec-07-forward", "sec-07-backward", "sec-07-he", "sec-07-eos"),
    "08-automatic-differentiation": ("sec-auto-node", "sec-auto-paths", "sec-auto-order", "sec-auto-gradient", "sec-auto-forward", "sec-auto-costs"),
    "09-experiments-of-1986": ("sec-1986-rule", "sec-1986-weights", "sec-1986-codes", "sec-1986-plateau"),
    "10-what-libraries-do": ("sec-lib-corner", "sec-lib-reported", "sec-lib-product", "sec-lib-shapes", "sec-lib-optimiser", "sec-lib-four"),
}
SIDE = {
    "01-derivatives": ("sec-01-machine", "sec-01-strict"),
    "02-softplus-two-neurons": ("five-roads-to-the-same-numbers", "fix-000-overflow"),
    "03-sigmoid-3-2-1": ("sec-321-agreement", "sec-321-evidence"),
    "05-trust-a-gradient": ("sec-trust-single",),
    "06-handwritten-digits": ("sec-dig-three",),
    "08-automatic-differentiation": ("sec-auto-doublings",),
    "10-what-libraries-do": ("sec-lib-init",),
}
# What the line of a folded cell says by its first words; "Show code cell content" says it of all others.
SOLUTIONS = {"# Solution, checked": "the check of the solution", "# Solution": "the solution"}
# So many signs of HTML, or more, take a rem of height on a phone: 130 to 330 in sections with corrections, whose lines fingers have to find. The
# least of these keeps rather too much room free than too little.
SIGNS = 130
MARK = re.compile(r'<span class="section-number">[\d.]+\s*</span>(?=Exercise \d)')

# What a source prints and the chapters strike out, where it is a formula: as text in the notebooks, as a formula on the site.
STRUCK = {
    "dL/dw": r"dL/dw", "δᵢ × aⱼ": r"\delta_i \times a_j", "−(y − ŷ) × ŷ(1 − ŷ)": r"-(y - \hat y) \times \hat y (1 - \hat y)", "σ⁻¹(a)": r"\sigma^{-1}(a)",
    "Σ L_i": r"\sum L_i", "x_i": "x_i", "X(1,i)": "X_{(1,i)}", "N": "N", "L": "L", "w": "w", "∂": r"\partial", "∂(f)ₓ": r"\partial (f)_x", "ω16": r"\omega_{16}"}


class Fold(nodes.General, nodes.Element):
    """A correction, as <details>."""


class FoldLine(nodes.General, nodes.TextElement):
    """Its line, as <summary>, with the labels behind it: a browser opens a fold for a link to what is inside."""


def visit_fold(self, node):
    self.body.append('<details class="admonition correction">\n')


def depart_fold(self, node):
    self.body.append("</details>\n")


def visit_line(self, node):
    self.body.append(f'<summary class="admonition-title"><span class="fold-what">The source has a {node["what"]} here.</span> ')


def depart_line(self, node):
    self.body.append("</summary>\n" + "".join(f'<span class="fold-label" id="{id}"></span>' for id in node["labels"]))


def folded(app, doctree, docname):
    """Corrections as folds, solutions by their name, formulas struck out as formulas, and under a chapter's title its short path and its side roads."""
    for raw in list(doctree.findall(nodes.raw)):
        text = raw.next_node(descend=False, siblings=True) if raw.astext() == "<del>" else None
        if isinstance(text, nodes.Text) and text.astext() in STRUCK:
            raw.parent.replace(text, nodes.math("", STRUCK[text.astext()]))
    for box in list(doctree.findall(nodes.admonition)):
        if "correction" in box["classes"]:
            title = box.next_node(nodes.title)
            line = FoldLine("", "", *title.children, what="gap" if GAPS.match(title.astext()) else "mistake", labels=list(box["ids"]))
            box.replace_self(Fold("", line, *(child for child in box.children if child is not title)))
    for cell in doctree.findall(HideCodeCellNode):
        code = cell.next_node(nodes.literal_block)
        if said := next((said for begins, said in SOLUTIONS.items() if code is not None and code.astext().startswith(begins)), None):
            cell["prompt_show"], cell["prompt_hide"] = f"Show {said}", f"Hide {said}"
    page = docname.rpartition("/")[2]
    if page in SHORT:
        first = doctree.next_node(nodes.section)
        numbers = app.env.toc_secnumbers.get(docname, {})
        words = [nodes.strong("", "In about twenty minutes: "), *places(first, numbers, SHORT[page]), nodes.Text(".")]
        if page in SIDE:
            words += [nodes.Text(" Side roads, which nothing later needs: "), *places(first, numbers, SIDE[page]), nodes.Text(".")]
        at = next(k for k, child in enumerate(first.children) if isinstance(child, nodes.paragraph))
        first.insert(at + 1, nodes.paragraph("", "", *words, classes=["short-path"]))


def places(chapter, numbers, labels):
    """Links to sections, by their numbers and titles."""
    parts = []
    for section in sections(chapter, labels):
        number = ".".join(map(str, numbers.get(f"#{section['ids'][0]}", ())))
        parts += [nodes.Text(", "), nodes.reference("", f"{number} {section.next_node(nodes.title).astext()}".strip(), refid=section["ids"][0], internal=True)]
    return parts[1:]


def sections(chapter, labels):
    """The sections that have one of the labels, in the order of the page; a label that no section has is an error."""
    found = [section for section in chapter.findall(nodes.section) if set(labels) & {*section["ids"], *map(nodes.make_id, section["names"])}]
    if len(found) != len(labels):
        raise ValueError(f"of the sections {labels} only {[s['ids'] for s in found]} are there; see course/site/paths.py")
    return found


def marked(app, pagename, templatename, context, doctree):
    """Marks in the contents of the page, exercises without a second number, and at the page's end a line for who finds something wrong."""
    if doctree is None:
        return
    page = pagename.rpartition("/")[2]
    below = [section["ids"][0] for section in doctree.findall(nodes.section) if section.parent.parent is doctree]  # below the page's title
    context["body"] = reserved(MARK.sub("", context["body"]), below) + report(app, pagename)
    context["toc"] = re.sub(r">[\d.]+\s+(?=Exercise \d+\.\d)", ">", context["toc"])
    if page in SHORT:
        for name, labels in (("short", SHORT[page]), ("side", SIDE.get(page, ()))):
            for section in sections(doctree, labels):
                context["toc"] = context["toc"].replace(f'<a class="reference internal" href="#{section["ids"][0]}"',
                                                        f'<a class="reference internal toc-{name}" href="#{section["ids"][0]}"')


def reserved(body, ids):
    """The sections with the length that is kept free for each until it is laid out (book.css): about as long as on a phone, from its HTML."""
    starts = [body.index(f'<section id="{id}"') for id in ids]
    for start, end in reversed([*zip(starts, [*starts[1:], len(body)])]):
        body = f'{body[:start]}<section style="--long: {max(60, round((end - start) / SIGNS))}rem"{body[start + len("<section"):]}'
    return body


def report(app, pagename):
    """The line at a page's end: a link that opens a prepared report where a repository is set, and else a button that copies one."""
    repository = (app.config.html_theme_options or {}).get("repository_url", "").rstrip("/")
    about = f"{pagename}, version {VERSION}"
    if repository:
        does = f'<a href="{escape(repository)}/issues/new?title={quote("Page " + about)}">Open a report</a>'
    else:
        does = '<button type="button" class="pst-js-only">Copy a report</button> <span role="status"></span>'
    return f'<p class="page-report" data-about="{escape(about)}">Is something wrong on this page? {does}</p>\n'


def setup(app):
    app.add_node(Fold, html=(visit_fold, depart_fold))
    app.add_node(FoldLine, html=(visit_line, depart_line))
    app.connect("doctree-resolved", folded)
    app.connect("html-page-context", marked, priority=100)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
