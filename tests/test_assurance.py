"""The levels of assurance: each numeral of a page is on one of them, by its binding, and the mark says no more than the counts."""

from collections import Counter

import pytest

from course.claims.bindings import Binding
from course.site.assurance import LEVELS, WORDS, Assured, assured, level, origins, sentences
from tools.claims import CHAPTERS, all_pages, unbound

PAGES = [path for path in all_pages() if path.is_relative_to(CHAPTERS)]
CODE = """
from course.studies import measured, published
from course.studies.measured import one_bit
runs, other = measured.frameworks()["problems"], 3
for name, run in runs.items():
    print(name)
drawn = one_bit()["runs"]
text = published.symmetry()
own = other + 1
"""


@pytest.mark.parametrize(("what", "expected"), [
    ("own", "recomputed"), ("runs['x']", "elsewhere"), ("run[0] + own", "elsewhere"), ("len(drawn)", "measured"), ("text.rate", "cited"),
    ("measured.nino_starts()['best']", "measured"), ("given, the year of the work", "given"), ("set eta", "given"), ("text", "read"),
    ("label", "read"), ("idiom", "read")])
def test_a_numeral_stands_on_the_level_of_what_computes_it(what, expected):
    assert level(Binding("1", what), origins(CODE)) == expected


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_numeral_is_on_a_level(path):
    found = assured(path)
    assert set(found.levels) <= set(LEVELS) and not unbound(path)
    said = " ".join(sentences(found))
    assert all(str(n) in said for n in found.levels.values() if n)


def test_a_mark_is_silent_where_there_is_nothing_to_say():
    assert sentences(Assured(Counter(), 0, 0)) == []
    assert sentences(Assured(Counter(proved=1), 0, 0)) == ["Displayed formulas: 1 proved from the LaTeX by algebra, no definitions."]


def test_the_page_names_every_level():
    text = (CHAPTERS / "reference/assurance.md").read_text(encoding="utf8")
    assert [words for words in LEVELS.values() if words.removeprefix("shown ").lower() not in text.lower().replace("*", "")] == []


def test_words_are_counted_by_what_they_hang_on():
    found = assured(CHAPTERS / "01-derivatives.ipynb")
    assert set(found.words) <= set(WORDS) and found.words["computed"] > 50
    assert any(f"{found.words['computed']} hang on" in sentence and f"{found.words['fixed']} are fixed" in sentence for sentence in sentences(found))
