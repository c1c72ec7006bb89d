"""Two builds are compared by what their pages tell: each kind of difference is listed, and nothing where there is none."""

import pytest

from tools import sites

PAGE = """<html><body><svg id="g"><path d="M0"/></svg><section id="first"><h1>One</h1><p>Text with a <a href="two.html#x">link</a>.</p>
<img src="a.svg" alt="A square."></section><script src="s.js?v=0123abcd"></script></body></html>"""


@pytest.mark.parametrize(("old", "new", "lines"), [
    ("Text with", "Words with", ["-p: Text with a .", "+p: Words with a ."]), ("two.html#x", "two.html#y", ["-href two.html#x", "+href two.html#y"]),
    ('id="first"', 'id="second"', ["-place first", "+place second"]), ("A square.", "A circle.", ["-alt A square.", "+alt A circle."]),
    ("<h1>One</h1>", "", ["-h1: One"]), ("M0", "M1", []), ("0123abcd", "4567cdef", [])])
def test_what_differs_is_listed(old, new, lines):
    """A drawing and a checksum are none of it."""
    assert old in PAGE
    assert sites.differences({"a.html": PAGE}, {"a.html": PAGE.replace(old, new)}).get("a.html", []) == lines


def test_a_page_that_only_one_has_is_named(tmp_path, capsys):
    for side, names in (("old", ("a.html", "b.html")), ("new", ("a.html", "chapters/c.html", "_static/x.html"))):
        for name in names:
            (tmp_path / side / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / side / name).write_text(PAGE)
    assert sites.main([str(tmp_path / "old"), str(tmp_path / "new")]) == 1
    assert capsys.readouterr().out.splitlines() == ["b.html: 1 lines", "  - the page", "chapters/c.html: 1 lines", "  + the page", "2 of 3 pages differ."]
    assert sites.main([str(tmp_path / "old"), str(tmp_path / "old"), "--quiet"]) == 0
    with pytest.raises(SystemExit, match="holds no pages"):
        sites.main([str(tmp_path), str(tmp_path / "nothing")])
