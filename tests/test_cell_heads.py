"""The heads that a folded table shows beside its cells: each its own, and no text of the page."""

import re

import pytest

from course.site.tables import named

SVG = '<svg class="d0" width="1ex" height="1ex"><use href="#t1"></use></svg>'
FORMULA = f'<mjx-container>{SVG}<mjx-assistive-mml><math><mi>z</mi></math></mjx-assistive-mml></mjx-container>'


def table(heads, *rows):
    line = lambda cells, tag: "<tr>" + "".join(f'<{tag} class="text-left"><p>{cell}</p></{tag}>\n' for cell in cells) + "</tr>\n"  # noqa: E731
    return f'<table class="table">\n<thead>\n{line(heads, "th")}</thead>\n<tbody>\n{"".join(line(row, "td") for row in rows)}</tbody>\n</table>\n'


def words(html):
    return re.sub(r"<[^>]+>", "", html)


def shown(html):
    """What is written and drawn beside each cell of the body, in order; nothing where a cell has no head."""
    return ["".join(found or "□" for found in re.findall(r'data-head="([^"]*)"|<svg', re.search(r'<span class="cell-head" aria-hidden="true">(.*)</span><p>', cell)[1]))
            if "cell-head" in cell else None for cell in html.partition("</thead>")[2].split("<td")[1:]]


def test_each_cell_has_the_head_of_its_column():
    before = table(["step", f"mean of {FORMULA}, all", '<code><span class="pre">a &lt; "b"</span></code>', "d"], ["1", FORMULA, "3", "5"], ["2", "", "4", "6"])
    after = named(f"<p>before</p>{before}<p>after</p>")
    assert shown(after) == ["step", "mean of □, all", "a &lt; &quot;b&quot;", "d", "step", None, "a &lt; &quot;b&quot;", "d"]
    assert words(after) == f"before{words(before)}after" and after.count("<math>") == before.count("<math>")


def test_three_columns_have_heads_where_the_third_has_a_formula():
    assert shown(named(table(["a", "b", "c"], ["1", "2", FORMULA]))) == ["a", "b", "c"] and shown(named(table(["a", "b", FORMULA], ["1", "2", "3"]))) == ["a", "b", "□"]


@pytest.mark.parametrize("html", [
    table(["one", "two", "three"], ["1", FORMULA, "3"]), "<table><tbody><tr><td>1</td><td>2</td><td>3</td><td>4</td></tr></tbody></table>",
    table(["a", "b", "c", "d"], ["1", "2", "3"]), table([""] * 4, ["1", "2", "3", "4"])], ids=["three columns", "no head", "a cell across columns", "empty heads"])
def test_what_needs_no_heads_gets_none(html):
    assert named(html) == html
