"""The page of corrections, made from `chapters/reference/corrections.toml`: the directives corrections and corrections-count.

    ```{corrections} 001       the entries of one source
    ```{corrections-count}     how many there are, by source and by kind

The right values are evaluated when the page is built, in the names of `course/site/worked_examples.py`.
"""

import json
import re
import tomllib
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "chapters/reference/corrections.toml"
KINDS = ("value", "formula", "symbol", "wording", "gap")
SOURCES = ("000", "001", "002", "003")
COMPUTED = re.compile(r"\[\[(.+?) \| (\d+)\]\]")  # [[expression | digits]] in a text


def load(path=DATA):
    """The entries as dictionaries, texts without line breaks: the corrections, and what was confirmed."""
    with path.open("rb") as file:
        data = tomllib.load(file)
    for entry in data["correction"]:
        for key in ("reason", "correct"):
            entry[key] = " ".join(entry[key].split())
    return data["correction"], data["confirmed"]


def evaluate(expression, source, **names):
    """An expression of the data file, in the names of its source and in further ones."""
    from course.site.worked_examples import NAMES

    return float(eval(expression, {"__builtins__": {"abs": abs}}, NAMES[source] | names))


def number(value, digits):
    return f"{value:.{digits}f}".replace("-", "−")


def misread(entry):
    """{meant, read}: the only digit in which what is printed and what is right differ; nothing where it is not one digit."""
    printed, right = entry["printed"], entry["correct"]
    if entry["kind"] == "value":
        right = number(evaluate(right, entry["source"]), len(printed.partition(".")[2]))
    pairs = list(zip(re.sub(r"\D", "", right), re.sub(r"\D", "", printed), strict=False))
    other = [pair for pair in pairs if pair[0] != pair[1]]
    return dict(zip(("meant", "read"), map(int, other[0]))) if len(other) == 1 else {}


def filled(text, source, **names):
    """A text with its [[expression | digits]] evaluated."""
    return COMPUTED.sub(lambda m: number(evaluate(m[1], source, **names), int(m[2])), text)


def labels(chapters=ROOT / "chapters"):
    """Where each label fix-… stands: {label: [(file, heading above it), …]}."""
    found = {}
    for path in sorted(chapters.glob("*.ipynb")):
        heading = ""
        for cell in json.loads(path.read_text(encoding="utf8"))["cells"]:
            if cell["cell_type"] != "markdown":
                continue
            lines = "".join(cell["source"]).split("\n")
            for k, line in enumerate(lines):
                if line.startswith("#"):
                    heading = line.lstrip("# ")
                elif match := re.fullmatch(r"\((fix-[\w-]+)\)=", line.strip()):
                    after = next((text for text in lines[k + 1:] if not re.fullmatch(r"\([\w-]+\)=|", text.strip())), "")
                    title = after.lstrip("# ") if after.startswith("#") else heading
                    found.setdefault(match[1], []).append((path.stem, title.replace("`", "")))
    return found


class Corrections(SphinxDirective):
    """The entries of one source, each as a block of its own."""

    required_arguments = 1

    def run(self):
        watch(self.env)
        where = labels()
        return [block for entry in load()[0] if entry["source"] == self.arguments[0]
                for block in self.block(entry, where)]

    def block(self, entry, where):
        source, name = entry["source"], f"correction-{entry['id']}"
        head = nodes.paragraph("", "", *self.parse_inline(entry["place"])[0], nodes.Text(" "),
                               nodes.inline("", entry["kind"], classes=["kind"]), classes=["correction-place"])
        rows = []
        if entry["printed"]:
            rows.append(("Printed", self.printed(entry)))
        rows.append(("Right" if entry["printed"] else "Missing", self.right(entry)))
        rows.append(("Why", self.paragraph(filled(entry["reason"], source, **misread(entry)))))
        chapter, heading = where.get(entry["where"], [("?", "no such passage")])[0]
        link = f"{{ref}}`Chapter {chapter[:2].lstrip('0')}: {heading} <{entry['where']}>`"
        rows.append(("Treated in", self.paragraph(link)))
        table = nodes.definition_list(classes=["correction"])
        for term, content in rows:
            table += nodes.definition_list_item("", nodes.term("", term), nodes.definition("", *content))
        return [nodes.container("", head, table, ids=[name], classes=["correction-entry"])]

    def paragraph(self, text):
        return [nodes.paragraph("", "", *self.parse_inline(text)[0])]

    def printed(self, entry):
        text = entry["printed"]
        content = nodes.math(text, text) if entry.get("math") else nodes.Text(text)
        struck = [nodes.raw("", "<del>", format="html"), content, nodes.raw("", "</del>", format="html")]
        return [nodes.paragraph("", "", *struck)]

    def right(self, entry):
        correct = entry["correct"]
        if entry["kind"] == "value":
            text = number(evaluate(correct, entry["source"]), entry["digits"])
            return [nodes.paragraph("", "", nodes.inline("", text, classes=["correct-value"]))]
        if entry["kind"] == "formula":
            return [nodes.paragraph("", "", nodes.math(correct, correct))]
        return self.paragraph(filled(correct, entry["source"]))


class Count(SphinxDirective):
    """A table of how many corrections there are, by kind and source, and how many results were confirmed."""

    def run(self):
        watch(self.env)
        entries, confirmed = load()
        counts = [[sum(e["kind"] == kind and e["source"] == s for e in entries) for s in SOURCES] for kind in KINDS]
        rows = [["", *SOURCES, "all"]]
        rows += [[kind, *row, sum(row)] for kind, row in zip(KINDS, counts)]
        rows += [["all", *map(sum, zip(*counts)), len(entries)]]
        table = nodes.table(classes=["numbers"])
        group = nodes.tgroup(cols=len(rows[0]))
        table += group
        group.extend(nodes.colspec(colwidth=1) for _ in rows[0])
        group += nodes.thead("", self.row(rows[0]))
        group += nodes.tbody("", *map(self.row, rows[1:]))
        sentence = (f"Beside these {len(entries)} corrections, {len(confirmed)} printed results were computed again and "
                    "are right to the last digit shown.")
        return [table, nodes.paragraph("", sentence)]

    @staticmethod
    def row(cells):
        return nodes.row("", *(nodes.entry("", nodes.paragraph("", str(cell))) for cell in cells))


def watch(env):
    """A page is made again when the data, a worked example or the place of a label has changed."""
    for path in (DATA, ROOT / "course/site/worked_examples.py", *sorted((ROOT / "chapters").glob("*.ipynb"))):
        env.note_dependency(str(path))


def setup(app):
    app.add_directive("corrections", Corrections)
    app.add_directive("corrections-count", Count)
    app.add_css_file("reference.css")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
