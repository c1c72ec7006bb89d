"""The heads of a table once more beside its cells, for phones, where a table of many columns is folded and its head is far away.

book.css shows them where it folds a table and nowhere else. A head of words is written once, as a property of its table, which the style
sheet sets before each cell of the column; one with a formula stands in each cell, as a reference to its drawing in the head. Neither is text
of the page, and both are hidden from screen readers, which read the heads of a table themselves. So nothing finds or copies a word twice.
"""

import re
from html import escape, unescape
from itertools import count

TABLE = re.compile(r"<table\b.*?</table>", re.S)
ROW = re.compile(r"<tr\b.*?</tr>", re.S)
CELL = re.compile(r"(<(t[hd])\b[^>]*>)(.*?)(?=</\2>)", re.S)
DRAWN = re.compile(r"(<svg\b.*?</svg>)", re.S)
GROUP = re.compile(r'(?<=>)<g( transform="scale\(1,-1\)")')
READ_ALOUD = re.compile(r"<mjx-assistive-mml\b.*?</mjx-assistive-mml>", re.S)
TAG = re.compile(r"<[^>]+>")
NAME, JOINT = re.compile(r'(?<=<span class="pre">)[^<]{12,}(?=</span>)'), re.compile(r"(?<=[_.(=])(?=[^\W\d_])")
FOLDS = 4  # columns; three only where a formula stands in the third, as in book.css
MOST = 9  # columns for whose heads book.css has a property, --h1 and so on


def named(html):
    """A page whose tables that a phone may fold have the head of each cell in it."""
    numbers = count(1)
    return TABLE.sub(lambda match: labelled(breakable(match[0]), numbers), html)


def breakable(table):
    """A long name may break behind its dots and underscores, rather than anywhere."""
    return NAME.sub(lambda name: JOINT.sub("<wbr>", name[0]), table)


def labelled(table, numbers):
    """`numbers` tells the drawings in the heads of a page apart."""
    head, end, body = table.partition("</thead>")
    rows = ROW.findall(head)
    if not (end and rows):
        return table
    columns = [READ_ALOUD.sub("", content).strip() for _, _, content in CELL.findall(rows[-1])]
    if len(columns) < FOLDS - any(len(cells) == FOLDS - 1 and DRAWN.search(cells[-1][2]) for cells in map(CELL.findall, ROW.findall(table))):
        return table
    words = [words_of(column) for column in columns]
    if len(words) > MOST:
        raise ValueError(f"a table has {len(words)} columns, {words}, and book.css has heads for {MOST}")
    drawn = [DRAWN.search(column) for column in columns]
    if not any(drawn) and not any(words):
        return table
    head = GROUP.sub(lambda group: f'<g id="head{next(numbers)}"{group[1]}', head)
    beside = [span(content) if drawn_here else "" for drawn_here, (_, _, content) in zip(drawn, CELL.findall(ROW.findall(head)[-1]))]
    style = "".join(f"--h{k}:{string(text)};" for k, (text, drawn_here) in enumerate(zip(words, drawn), 1) if text and not drawn_here)

    def row(match):
        if len(CELL.findall(match[0])) != len(words):
            return match[0].replace("<tr", "<tr data-bare", 1)  # a cell that spans several columns has no head of its own
        spans = iter(beside)

        def cell(match):
            shown = next(spans)
            return match[1] + shown + match[3] if says_something(match[3]) else f"{match[1][:-1]} data-bare>{match[3]}"

        return CELL.sub(cell, match[0])

    return (head.replace("<table", f'<table style="{escape(style, quote=False).replace(chr(34), "&quot;")}"', 1) if style else head) + end + ROW.sub(row, body)


def words_of(content):
    """What a head says in words, as one line; no line breaks in the middle of a name such as 784-128-64-10."""
    return re.sub(r"(?<=\d-)(?=\d)", "\u2060", re.sub(r"\s+", " ", unescape(TAG.sub("", content))).strip())


def string(text):
    """A text as a style sheet writes it."""
    return "'" + re.sub(r"(['\\])", r"\\\1", text) + "'"


def span(content):
    """A head with drawings, for a cell: the words as attributes, so that they are no text, each drawing as a reference to that of the head."""
    parts = [re.sub(r'<g id="([^"]*)".*', r'<use href="#\1"/></svg>', part, flags=re.S) if DRAWN.fullmatch(part)
             else re.sub(r"\s+", " ", unescape(TAG.sub("", part))) for part in DRAWN.split(READ_ALOUD.sub("", content.strip()))]
    shown = "".join(part if part.startswith("<svg") else f'<span data-head="{escape(part)}"></span>' for part in parts if part)
    return f'<span class="cell-head" aria-hidden="true">{shown}</span>'


def says_something(cell):
    return bool(DRAWN.search(cell) or TAG.sub("", cell).strip())


def name_cells(app, pagename, templatename, context, doctree):
    if doctree is not None:
        context["body"] = named(context["body"])


def setup(app):
    app.connect("html-page-context", name_cells, priority=200)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
