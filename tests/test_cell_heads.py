"""The heads that a folded table shows beside its cells: each its own, and no text of the page."""

import re
from pathlib import Path

import pytest

from course.site import tables
from course.site.tables import named

SVG = '<svg class="d0" width="1ex" height="1ex"><g transform="scale(1,-1)"><use href="#t1"></use></g></svg>'
FORMULA = f'<mjx-container>{SVG}<mjx-assistive-mml><math><mi>z</mi></math></mjx-assistive-mml></mjx-container>'


def table(heads, *rows):
    line = lambda cells, tag: "<tr>" + "".join(f'<{tag} class="text-left"><p>{cell}</p></{tag}>\n' for cell in cells) + "</tr>\n"  # noqa: E731
    return f'<table class="table">\n<thead>\n{line(heads, "th")}</thead>\n<tbody>\n{"".join(line(row, "td") for row in rows)}</tbody>\n</table>\n'


def words(html):
    return re.sub(r"<[^>]+>", "", html)


def shown(html):
    """What is written and drawn beside each cell of the body, in order; nothing where a cell has no head."""
    head, _, body = html.partition("</thead>")
    texts = dict(re.findall(r"--h(\d+):'((?:\\.|[^'\\])*)';", head))
    found = []
    for row in body.split("<tr")[1:]:
        for k, cell in enumerate(row.split("<td")[1:], 1):
            beside = re.search(r'<span class="cell-head" aria-hidden="true">(.*)</span><p>', cell)
            drawings = beside and re.findall(r'data-head="([^"]*)"|<svg[^>]*><use href="#(head\d+)"/></svg>', beside[1])
            own = None if "data-bare" in row.partition(">")[0] + cell.partition(">")[0] else texts.get(str(k))
            assert not (beside and own)
            found.append("".join(said or ("□" if f'<g id="{place}" ' in head else "?") for said, place in drawings) if beside else own)
    return found


def test_each_cell_has_the_head_of_its_column():
    before = table(["step", f"mean of {FORMULA}, all", '<code><span class="pre">a &lt; "b\'s"</span></code>', FORMULA], ["1", FORMULA, "3", "5"], ["2", "", "4", "6"])
    after = named(f"<p>before</p>{before}<p>after</p>")
    assert shown(after) == ["step", "mean of □, all", r"a &lt; &quot;b\'s&quot;", "□", "step", None, r"a &lt; &quot;b\'s&quot;", "□"]
    assert words(after) == f"before{words(before)}after" and after.count("<math>") == before.count("<math>")
    assert len(set(re.findall(r'id="(head\d+)"', after))) == after.count('id="') == 2


def test_three_columns_have_heads_where_the_third_has_a_formula():
    assert shown(named(table(["a", "b", "c"], ["1", "2", FORMULA]))) == ["a", "b", "c"] and shown(named(table(["a", "b", FORMULA], ["1", "2", "3"]))) == ["a", "b", "□"]


@pytest.mark.parametrize("html", [
    table(["one", "two", "three"], ["1", "2", "3"]), table(["one", "two", "three"], ["1", FORMULA, "3"]), table([""] * 4, ["1", "2", "3", "4"]),
    "<table><tbody><tr><td>1</td><td>2</td><td>3</td><td>4</td></tr></tbody></table>"], ids=["three columns", "a formula in the second", "empty heads", "no head"])
def test_what_needs_no_heads_gets_none(html):
    assert named(html) == html


def test_a_row_with_a_cell_across_columns_has_none():
    assert shown(named(table(["a", "b", "c", "d"], ["1", "2", "3"], ["1", "2", "3", "4"]))) == [None] * 3 + ["a", "b", "c", "d"]


def test_long_names_may_break_at_their_joints_and_short_ones_nowhere():
    names = {"OPENBLAS_NUM_THREADS": "OPENBLAS_<wbr>NUM_<wbr>THREADS", "course.figures.fits": "course.<wbr>figures.<wbr>fits", "np.maximum(x,": "np.<wbr>maximum(<wbr>x,", "x.relu()": "x.relu()", "NesterovAG(0.1,": "NesterovAG(0.1,",
             "softplusneurons": "softplusneurons"}
    for name, broken in names.items():
        assert named(table(["a"], [f'<code><span class="pre">{name}</span></code>'])) == table(["a"], [f'<code><span class="pre">{broken}</span></code>'])


def test_the_style_sheet_has_a_property_for_every_column():
    css = (Path(tables.__file__).parent / "static/book.css").read_text(encoding="utf8")
    assert [(k, h) for k, h in re.findall(r"td:nth-child\((\d)\) { --head: var\(--h(\d)\); }", css)] == [(str(k), str(k)) for k in range(1, tables.MOST + 1)]
    with pytest.raises(ValueError, match="10 columns"):
        named(table(["a"] * 10, ["1"] * 10))
