"""Formulas in sentences that no proof reaches are tied to what shows that they are right; how to write a tie: tests/sentence_ties.py."""

from functools import cache

import numpy as np
import pytest

from course.proofs.contexts import CONTEXTS, Context
from tests.sentence_ties import ROOT, Walk, is_term, quotations, read, said, ties, untied

# Two pages are made from data whose formulas have tests of their own.
PAGES = sorted(str(path.relative_to(ROOT / "chapters").with_suffix("")) for path in ROOT.glob("chapters/**/*")
               if path.suffix in (".ipynb", ".md") and ".ipynb_checkpoints" not in path.parts and path.stem not in ("corrections", "misprints"))
# Claims rest on a supposition, on a definition or on a name: what they stand for cannot be computed. By page.
GIVEN = {"01-derivatives": 4, "02-softplus-two-neurons": 5, "04-general-layers": 1, "05-trust-a-gradient": 4, "07-deep-nets": 4, "08-automatic-differentiation": 1, "09-experiments-of-1986": 7, "10-what-libraries-do": 4, "reference/notation": 1}


@cache
def walked(page):
    """The walk through a page, without what overflows on purpose being told."""
    with np.errstate(all="ignore"):
        return Walk(page, CONTEXTS.get(page, Context()), read(page), ties(page))


@pytest.mark.parametrize("page", PAGES)
def test_what_a_tie_claims_is_so(page):
    assert walked(page).failures == []


@pytest.mark.parametrize("page", PAGES)
def test_every_formula_in_a_sentence_is_proved_quoted_or_tied(page):
    assert [each.latex for each in untied(read(page), walked(page).kinds, ties(page))] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_quoted_term_stands_where_it_stood(page):
    """Behind the words before it: two of them could be exchanged, or one become a symbol, and each would still be on the page."""
    path = ROOT / f"tests/ties/{page.replace('/', '-')}.txt"
    stored = [line for line in path.read_text(encoding="utf8").splitlines() if line.startswith("~")] if path.exists() else []
    assert stored == quotations(read(page))


@pytest.mark.parametrize("page", PAGES)
def test_a_tie_has_its_words_on_the_page_once(page):
    assert [tie.words for tie in ties(page) if sum(len(tie.pattern.findall(text)) for text in read(page)) != 1] == []


def test_what_is_given_is_counted():
    assert {page: n for page in PAGES if (n := sum(tie.claim.startswith("given ") for tie in ties(page)))} == GIVEN
    assert all(len(tie.claim) > 20 for page in PAGES for tie in ties(page) if tie.claim.startswith("given "))


def test_most_formulas_are_tied_by_a_computation():
    """Of more than five hundred formulas in sentences about a quarter stand letter by letter in a displayed formula of their page."""
    kinds = [each.kind for page in PAGES for each in said(read(page), walked(page).kinds)]
    assert len(kinds) > 500 and kinds.count("quoted") < len(kinds) / 3


def test_every_file_of_ties_has_its_page():
    assert {path.stem for path in ROOT.glob("tests/ties/*.txt")} <= {page.replace("/", "-") for page in PAGES}


# ---- planted faults


def test_another_formula_in_the_words_makes_its_claim_false():
    """So a claim is about the formula, and not only about its letters: in five of six changes; any change is noticed by its words, which are then not those of the tie."""
    tried = {page: walked(page).tried for page in PAGES if walked(page).tried}
    missed = {page: [words for words, seen in found if not seen] for page, found in tried.items()}
    assert sum(map(len, tried.values())) > 150 and len(tried) > 8
    assert sum(map(len, missed.values())) <= sum(map(len, tried.values())) / 6, missed


@pytest.mark.parametrize(("latex", "term"), [
    (r"\frac{1}{\lambda}", True), (r"1/L", True), (r"\sqrt{p (1 - p) / n}", True), ("W^l_{ij}", False), ("5", False), (r"\delta^2", False), (r"\partial C / \partial w", False),
    (r"-\partial C / \partial z", True), (r"v \cdot du/dx", True), ("x_1", False), ("h^2", True), (r"2^{-1074}", True), (r"10^{-5}", False), (r"D \times 7", True)])
def test_a_term_is_one_that_carries_a_power_a_factor_or_a_rate(latex, term):
    assert is_term(latex) == term


@pytest.mark.parametrize(("page", "old", "new"), [
    ("01-derivatives", r"At $\eta = \frac{1}{\lambda}$ the factor", r"At $\eta = \frac{2}{\lambda}$ the factor"), ("01-derivatives", r"for $e^{-z} \le 2^{-53}$", r"for $e^{-z} \ge 2^{-53}$"),
    ("07-deep-nets", r"-\frac{5m}{4n}", r"-\frac{5m}{2n}"), ("07-deep-nets", r"shrinks like $1/L$", r"shrinks like $1/\sqrt{L}$"),
    ("09-experiments-of-1986", r"Therefore $C \ge \frac14$", r"Therefore $C \le \frac14$"), ("06-handwritten-digits", r"\sqrt{p (1 - p) / n}", r"\sqrt{p (1 - p)} / n"),
    ("09-experiments-of-1986", r"33 \ln H / \ln 2 % define", r"33 \ln H % define"), ("07-deep-nets", r"(1 - 2^{-n})^{l-1}", r"(1 - 2^{-n})^{l}")])
def test_a_planted_fault_is_open(page, old, new):
    """Its formula is then part of no tie, since its words are not those of the tie."""
    texts = [text.replace(old, new) for text in read(page) if old in text]
    assert len(texts) == 1 and untied(texts, Walk(page, CONTEXTS[page], texts, []).kinds, ties(page)) != []
