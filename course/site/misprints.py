"""The page of slips that went to print, made from `chapters/reference/misprints.toml`: the directives misprints and misprints-count.

    ```{misprints} sign        the entries of one kind
    ```{misprints-count}       how many there are, by kind

Formulas are shown as course/proofs tries them: tests/test_misprints.py sees that what was printed is refused and what is right proved.
"""

import tomllib
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

DATA = Path(__file__).resolve().parents[2] / "chapters/reference/misprints.toml"
KINDS = {"lost": "a factor or a term lost", "place": "taken at the wrong place", "transpose": "a transpose, or two indices exchanged",
         "exchanged": "in and out exchanged", "sign": "a sign", "counting": "samples or biases counted wrongly"}
MONTHS = "January February March April May June July August September October November December".split()


def load():
    """The entries as dictionaries, texts without line breaks."""
    entries = tomllib.loads(DATA.read_text(encoding="utf8"))["misprint"]
    return [{key: " ".join(value.split()) if isinstance(value, str) else value for key, value in entry.items()} for entry in entries]


def day(date):
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


class Misprints(SphinxDirective):
    """The entries of one kind, each as a block of its own."""

    required_arguments = 1

    def run(self):
        self.env.note_dependency(str(DATA))
        return [self.block(entry) for entry in load() if entry["kind"] == self.arguments[0]]

    def block(self, entry):
        head = nodes.paragraph("", entry["work"], classes=["correction-place"])
        head += [nodes.Text(", "), nodes.inline("", entry["place"], classes=["kind"])]
        struck = [nodes.raw("", "<del>", format="html"), nodes.math(entry["printed"], entry["printed"]), nodes.raw("", "</del>", format="html")]
        right = entry["right"] + (f"\\quad ({entry['holds']})" if "holds" in entry else "")
        answer = f": {entry['answer']}" if entry["answer"] else ""
        rows = [("Printed", struck), ("Right", [nodes.math(right, right)]), ("Why", self.parse_inline(entry["why"])[0]),
                ("Reported", [nodes.reference("", day(entry["date"]), refuri=entry["report"]), nodes.Text(answer)])]
        table = nodes.definition_list(classes=["correction"])
        for term, content in rows:
            table += nodes.definition_list_item("", nodes.term("", term), nodes.definition("", nodes.paragraph("", "", *content)))
        return nodes.container("", head, table, ids=[f"misprint-{entry['id']}"], classes=["correction-entry"])


class Count(SphinxDirective):
    """A table of how many there are, by kind."""

    def run(self):
        self.env.note_dependency(str(DATA))
        kinds = [entry["kind"] for entry in load()]
        rows = [("slip", "entries"), *((words, kinds.count(kind)) for kind, words in KINDS.items()), ("all", len(kinds))]
        group = nodes.tgroup(cols=2)
        group.extend(nodes.colspec(colwidth=1) for _ in rows[0])
        group += [nodes.thead("", row(rows[0])), nodes.tbody("", *map(row, rows[1:]))]
        return [nodes.table("", group, classes=["numbers"])]


def row(cells):
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", str(cell))) for cell in cells))


def setup(app):
    app.add_directive("misprints", Misprints)
    app.add_directive("misprints-count", Count)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
