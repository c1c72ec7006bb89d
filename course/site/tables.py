"""The heads of a table once more beside its cells, for phones, where a table of many columns is folded and its head is far away.

book.css shows them where it folds a table and nowhere else. They are no text of the page: what is written comes from attributes, what is
drawn is hidden from screen readers, which read the heads of a table themselves. So nothing finds or copies a word twice.
"""

import re
from html import escape, unescape

TABLE = re.compile(r"<table\b.*?</table>", re.S)
ROW = re.compile(r"<tr\b.*?</tr>", re.S)
CELL = re.compile(r"(<(t[hd])\b[^>]*>)(.*?)(?=</\2>)", re.S)
DRAWN = re.compile(r"(<svg\b.*?</svg>)", re.S)
READ_ALOUD = re.compile(r"<mjx-assistive-mml\b.*?</mjx-assistive-mml>", re.S)
TAG = re.compile(r"<[^>]+>")
FOLDS = 4  # columns; three only where a formula stands in the third, as in book.css


def named(html):
    """A page whose tables that a phone may fold have the head of each cell in it."""
    return TABLE.sub(lambda match: labelled(match[0]), html)


def labelled(table):
    head, found, body = table.partition("</thead>")
    rows = ROW.findall(head)
    if not rows:
        return table
    labels = [label(content) for _, _, content in CELL.findall(rows[-1])]
    if len(labels) < FOLDS - any(len(cells) == FOLDS - 1 and DRAWN.search(cells[-1][2]) for cells in map(CELL.findall, ROW.findall(table))):
        return table

    def row(match):
        cells = list(CELL.finditer(match[0]))
        if len(cells) != len(labels):
            return match[0]  # a cell that spans several columns has no head of its own
        heads = iter(labels)
        return CELL.sub(lambda cell: cell[1] + next(heads) * says_something(cell[3]) + cell[3], match[0])

    return head + found + ROW.sub(row, body)


def label(cell):
    """The content of a head with its text as attributes, so that it is shown and is no text."""
    parts = [part if DRAWN.fullmatch(part) else re.sub(r"\s+", " ", unescape(TAG.sub("", part))) for part in DRAWN.split(READ_ALOUD.sub("", cell.strip()))]
    shown = "".join(part if part.startswith("<svg") else f'<span data-head="{escape(part)}"></span>' for part in parts if part)
    return f'<span class="cell-head" aria-hidden="true">{shown}</span>' if shown else ""


def says_something(cell):
    return bool(DRAWN.search(cell) or TAG.sub("", cell).strip())


def name_cells(app, pagename, templatename, context, doctree):
    if doctree is not None:
        context["body"] = named(context["body"])


def setup(app):
    app.connect("html-page-context", name_cells, priority=200)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
