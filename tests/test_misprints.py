"""Errors of other works: each printed formula is refused by the prover of this book, each right one proved, and the page shows both."""

import re
from datetime import date

import pytest

from course.proofs.contexts import CONTEXTS
from course.proofs.extract import Formula, pages
from course.proofs.faults import FAULTS, failure_at, faults, first_failure
from course.proofs.misprints import SETTINGS, tried
from course.proofs.prove import Page
from course.site.corrections import SOURCES
from course.site.misprints import DATA, KINDS, load

ENTRIES = load()
each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
BOOK = pages(DATA.parents[1])
NEW = list(FAULTS)[list(FAULTS).index("pre-activation"):]


@each_entry
def test_what_was_printed_is_refused_and_what_is_right_is_proved(entry):
    right, printed = tried(entry, entry["right"]), tried(entry, entry["printed"])
    assert {r.kind for r in right} == {"proved"}, right
    assert {r.kind for r in printed} == {"false"}, printed


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_setting_gives_every_symbol_a_meaning(setting):
    """A formula could be refused because nothing in it has a meaning; then its right form would be refused as well."""
    context, definitions = SETTINGS[setting]
    page = Page(context)
    assert [page.check(Formula("a setting", "", latex, False, k)).kind for k, latex in enumerate(definitions)] == ["definition"] * len(definitions)
    assert setting in SOURCES or any(entry["setting"] == setting for entry in ENTRIES)  # the sources: tests/test_corrections.py


def sizes(context):
    """The sizes of an example that are free: the lasts of its indices, and its numbers of samples, classes, inputs and outputs."""
    return {**{f"index {letter}": last for letter, (first, last) in context.indices.items() if first == 1}, **{name: n for name, n in context.constants.items() if name not in ("L", "N")}}


@pytest.mark.parametrize("name", [*SETTINGS, *CONTEXTS])
def test_no_two_sizes_are_equal_by_chance(name):
    """What counts the same thing is equal in every example; two other sizes are unequal in one of them at least. N and L count layers."""
    same = {frozenset(pair) for pair in (("index d", "D"), ("index k", "K"), ("index j", "K"), ("index j", "index k"), ("index i", "n"), ("index j", "m"))}
    context = SETTINGS[name][0] if name in SETTINGS else CONTEXTS[name]
    rows = [sizes(example) for example in context.shapes()]
    by_chance = [(a, b) for a in rows[0] for b in rows[0] if a < b and all(row[a] == row[b] for row in rows) and frozenset((a, b)) not in same]
    assert by_chance == [] or context.widths  # of a network of any widths: tests/test_formulas.py


def bare(latex):
    return re.sub(r"\s", "", re.sub(r"\((\w\^(?:\w|\{[^{}]*\}))\)(?!\^)", r"\1", latex))


@each_entry
def test_an_operator_of_our_own_faults_makes_the_misprint(entry):
    if entry["fault"]:
        assert bare(entry["printed"]) in {bare(latex) for kind, latex in faults(entry["right"]) if kind == entry["fault"]}
    else:
        assert entry["id"] in {"rashid-update", "trask-outer", "rashid-cube", "raschka-bias"}


@pytest.mark.parametrize("kind", NEW)
def test_an_operator_that_an_erratum_gave_is_found_in_our_own_formulas(kind):
    assert kind in {entry["fault"] for entry in ENTRIES}
    planted = [(page, place, latex) for page, found in BOOK.items() for place, formula in enumerate(found) if not formula.inline
               for name, latex in faults(formula.latex) if name == kind]
    unnoticed = [latex for page, place, latex in planted[:: max(1, len(planted) // 2)][:2]
                 if not first_failure(page, BOOK[page], place, latex)]
    assert unnoticed == []


@each_entry
def test_an_entry_says_where_it_was_reported_and_when(entry):
    assert re.fullmatch(r"https?://[\w./-]+", entry["report"]) and date(2010, 1, 1) < entry["date"] < date(2026, 11, 30)
    assert entry["work"] and entry["place"] and entry["kind"] in KINDS and len(entry["why"].split()) > 12
    assert len({(e["id"]) for e in ENTRIES}) == len(ENTRIES)


def test_at_one_shape_alone_a_wrong_width_passes():
    """What the page says: with as many inputs as outputs a sum over the widths of the wrong layers is the same number."""
    found = BOOK["04-general-layers"]
    place = next(k for k, f in enumerate(found) if f.label == "eq-gen-count-delta" or "M_\\delta &= D" in f.latex)
    latex = found[place].latex
    wrong = latex.replace("\\sum_{l=1}^{L} n_l \\\\", "\\sum_{l=1}^{L} n_{l-1} \\\\", 1)
    assert wrong != latex
    assert [bool(failure_at(example, found, place, wrong)) for example in CONTEXTS["04-general-layers"].shapes()] == [False, True]


def test_the_page_shows_every_kind_in_the_order_of_its_table():
    text = (DATA.parent / "misprints.md").read_text(encoding="utf8")
    assert re.findall(r"\{misprints\} (\w+)", text) == list(KINDS)
    assert [h.lower() for h in re.findall(r"^## (.+)$", text, re.M)] == list(KINDS.values())
