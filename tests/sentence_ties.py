"""Formulas in sentences that the proofs do not reach, each tied to what shows that it is right: terms, conditions, quoted definitions.

A file in `tests/ties` has the ties of a page, a line each: a few words of the page with such formulas in them, ` :: `, and a claim.
The claim is a formula for the prover, at this place of the page, in which §1, §2, … are the formulas of the words; or `py` and an
expression, in which `v(1, w=2)` is the value of the first at w = 2, `same(1, "…")` whether it is a formula in other letters, and `f(1)`
its text; or `given` and what the formula rests on, where it only names something. A term that stands letter by letter in a displayed
formula of its page, which is proved, is tied to that; a line with ~ has it behind the words before it, so that no two of them change places
unseen. `python -m tests.sentence_ties` writes these lines anew.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import sympy as sp

import nnlib
from course.site.worked_examples import NAMES
from course.claims.numerals import FORMULA
from course.proofs.contexts import Context
from course.proofs.evaluate import Evaluator
from course.proofs.extract import CODE, MATH, RELATION, Formula, markdown
from course.proofs.parse import parse
from course.proofs.prove import Page
from tests import tie_names
from tools.fingerprint import stands_in

ROOT = Path(__file__).resolve().parent.parent
PRINTS = {source: set(prints.split()) for source, prints in json.loads((ROOT / "tests/sources.json").read_text()).items()}
STATEMENT = re.compile(r"^\*\*Question \d+\.\w\.\*\*.*?\Z|^(### Exercise \d).*?(?=^\#{1,3} (?!Exercise \d)|\Z)", re.S | re.M)
INDEX = re.compile(r"_(?:\{[^{}]*\}|\\[a-z]+|\w)|(?<=[WAZb])\^\d|(?<=delta)\^\d|(?<=[A-Za-z)}])\^(?:\{[lL](?: ?[-+] ?\d)?\}|[lLN](?![A-Za-z])|\\top|\{\\top\}|[01](?![\w/]))")
TERM = re.compile(r"\d|\\(?:frac|sqrt|ln|log|exp|sum|prod|max|min|pm|cdot|times|to|ne|neq|tanh|sinh|cosh|sin|cos|tan|det)\b|\^|/|[-+]")
DERIVATIVE = re.compile(r"\\?(?:partial|d) ?(?:\\hat )?\\?\w+ ?(?:/|\}\{) ?\\?(?:partial|d) ?(?:\\hat )?\\?\w+")
SPACES = re.compile(r"%.*|\\(?:,|;|!|left|right|bigl|bigr|quad)(?![A-Za-z])|[&\s]")


def bare(latex: str) -> str:
    """A formula without spaces and comments, its fractions written in one way."""
    latex = re.sub(r"\\frac ?(\d) ?(\d)", r"\\frac{\1}{\2}", SPACES.sub("", latex.replace(r"\lvert", "|").replace(r"\rvert", "|")))
    return re.sub(r"\{(\w)\}(?![{}])", r"\1", latex) if "frac" not in latex else latex


def is_term(latex: str) -> bool:
    """Whether a formula without a relation carries a power, a factor or a rate, and is no lone number, symbol or derivative."""
    plain = re.sub(r"%.*", "", latex).strip()
    return not FORMULA.fullmatch(plain) and not DERIVATIVE.fullmatch(INDEX.sub("", plain)) and bool(TERM.search(INDEX.sub("", plain)))


class Said(NamedTuple):
    """A formula of a page's sentences: the text it is in and where, and what the prover makes of it."""

    text: int
    start: int
    end: int
    latex: str
    kind: str


def blanked(text: str) -> str:
    return CODE.sub(lambda m: " " * len(m[0]), STATEMENT.sub(lambda m: " " * len(m[0]), text))


class Tie(NamedTuple):
    """A line of a file of ties: words of the page with formulas in them, and what shows that these are right."""

    words: str
    claim: str

    @property
    def pattern(self):
        """The words, however they are broken into lines."""
        return re.compile(r"\s+".join(map(re.escape, self.words.split())))


def ties(page: str) -> list[Tie]:
    """The ties of a page, from its file."""
    path = ROOT / f"tests/ties/{page.replace('/', '-')}.txt"
    lines = path.read_text(encoding="utf8").splitlines() if path.exists() else []
    return [Tie(*line.split(" :: ", 1)) for line in lines if line and line[0] not in "#~"]


@cache
def read(page: str) -> list[str]:
    """The texts of a page."""
    (path,) = ROOT.glob(f"chapters/{page}.*")
    return markdown(path)


def displayed(texts: list[str]) -> list[str]:
    """The displayed formulas, bare."""
    return [bare(m["display"]) for text in texts for m in MATH.finditer(CODE.sub("", text)) if m["display"]]


def said(texts: list[str], kinds: dict) -> list[Said]:
    """The formulas in sentences that need a tie; `kinds` says what the prover makes of those with a relation, by text and place."""
    whole = displayed(texts)
    found = []
    for k, text in enumerate(texts):
        for m in MATH.finditer(blanked(text)):
            latex = m["inline"]
            if latex and (k, m.start()) in kinds:
                kind = kinds[k, m.start()]
                lone = kind == "given" and FORMULA.fullmatch(re.sub(r"%.*", "", latex).strip())  # a numeral, which is bound
                if kind in ("condition", "letters", "definition", "given", "exempt") and not lone:
                    found.append(Said(k, m.start(), m.end(), latex, kind))
            elif latex and is_term(latex):
                quoted = re.compile(r"(?<![\w}^_\\'])" + re.escape(bare(latex)) + r"(?![\w^_{'])")
                found.append(Said(k, m.start(), m.end(), latex, "quoted" if any(map(quoted.search, whole)) else "term"))
    return found


CHANGES = [(r"(?<![\d.{_^])(\d)(?![\d.])", lambda m: str(int(m[0]) % 9 + 1)), (r"\\le\b", r"\\ge"), (r"\\ge\b", r"\\le"), ("<", ">"), (r" - ", " + "), (r" \+ ", " - "),
           (r"\\sqrt\{(\w+)\}", r"\1"), (r"\^2\b", "^3"), (r"\^\{-", "^{"), (r"^-(?=[\\\w])", "")]


def changed(tie: Tie):
    """The tie with one of its formulas changed in one place, in the words and so in what the claim is about."""
    for m in MATH.finditer(tie.words):
        for pattern, new in CHANGES:
            other = re.sub(pattern, new, m["inline"], count=1)
            if other != m["inline"] and "define" not in other:
                yield tie._replace(words=tie.words[: m.start()] + f"${other}$" + tie.words[m.end():])


def quotations(texts: list[str]) -> list[str]:
    """The terms that stand in displayed formulas as well, each behind the words before it."""
    found = []
    for each in said(texts, {}):
        if each.kind == "quoted":
            words = re.sub(r"\s+", " ", texts[each.text][max(0, each.start - 80): each.start]).split(" ")[-4:]
            found.append(f"~ {' '.join(words)}{texts[each.text][each.start: each.end]}".replace("\n", " "))
    return found


def main() -> None:
    for path in sorted(ROOT.glob("tests/ties/*.txt")):
        page = path.stem.replace("reference-", "reference/")
        kept = [line for line in path.read_text(encoding="utf8").splitlines() if line[:1] != "~"]
        path.write_text("\n".join([*kept, *quotations(read(page))]) + "\n", encoding="utf8")


class Walk:
    """A page's formulas in their order, in its first example: what each is, what ties claim where they stand, and what is said of changed ones.

    Ties speak of few letters; what holds for layers of any width is displayed and proved in two examples.
    """

    def __init__(self, page: str, context: Context, texts: list[str], tied: list[Tie]):
        self.page, self.state, self.kinds, self.failures, self.tried = page, Page(context), {}, [], []
        self.state.proving = False
        block = 0
        for k, text in enumerate(texts):
            coded, position, block = CODE.sub(lambda m: " " * len(m[0]), text), 0, block + 1
            due = sorted((found.end(), n) for n, tie in enumerate(tied) for found in tie.pattern.finditer(text))
            for m in [*MATH.finditer(coded), None]:
                while due and (m is None or due[0][0] <= m.start()):
                    _, n = due.pop(0)
                    self.failures += filter(None, [self.wrong(tied[n], block)])
                    if n % 4 == 0 and not tied[n].claim.startswith("given "):
                        self.tried += [(other.words, bool(self.wrong(other, block))) for other in changed(tied[n])]
                if m is None:
                    break
                block += len(re.findall(r"\n\s*\n", coded[position: m.start()])) + 2 * bool(m["display"])
                position = m.end()
                latex = m["display"] or m["inline"]
                if m["display"] or RELATION.search(latex) and not latex.rstrip().endswith("="):
                    formula = Formula(page, m["label"] or "a sentence", latex, not m["display"], block - bool(m["display"]))
                    self.kinds[k, m.start()] = self.state.check(formula).kind

    def wrong(self, tie: Tie, block: int) -> str:
        """What is wrong with a tie, or nothing."""
        parts = [m["inline"] or m["display"] for m in MATH.finditer(tie.words)]
        if tie.claim.startswith("given "):
            return ""
        try:
            if tie.claim.startswith("py "):
                return "" if eval(tie.claim[3:], values(parts)) else f"{tie.words!r} is not so"
            latex = re.sub(r"§(\d)", lambda m: re.sub(r"%.*", "", parts[int(m[1]) - 1], flags=re.S).strip(), tie.claim)
        except Exception as error:
            return f"{tie.words!r} cannot be shown: {type(error).__name__}: {error}"
        self.state.proving = True
        result = self.state.check(Formula(self.page, "a tie", latex, False, block))
        self.state.proving = False
        return "" if result.kind == "proved" else f"{tie.words!r}: {latex}: {result.kind}: {result.how}"


def expression(latex: str):
    """A formula, or its right side, in SymPy: each letter stands for itself."""
    ((sides, _),) = parse(re.sub(r"%.*", "", latex)).statements[0]
    return Evaluator(Context())(sides[-1], {}, {})


def values(parts: list[str]) -> dict:
    """What the Python of a tie may name."""
    def named(k, letters):
        formula = expression(parts[k - 1])
        by_name = {str(s).replace("lambda", "lamda").replace(",", "").replace(" ", ""): s for s in formula.free_symbols}
        return formula.subs({by_name[letter]: value for letter, value in letters.items() if letter in by_name})

    def slope(k, letter, **letters):
        formula = expression(parts[k - 1])
        symbol = next(s for s in formula.free_symbols if str(s) == letter)
        return named_value(sp.diff(formula, symbol), letters)

    def named_value(formula, letters):
        return formula.subs({s: letters[str(s)] for s in formula.free_symbols if str(s) in letters})

    return {"np": np, "sp": sp, "nnlib": nnlib, "NAMES": NAMES, "prints": lambda text, source: stands_in(text, PRINTS[source]), **vars(tie_names), "E": lambda k: expression(parts[k - 1]),
            "v": lambda k, **letters: float(named(k, letters)), "d": slope, "f": lambda k: parts[k - 1],
            "exponent": lambda k, letter: float(np.log2(float(named(k, {letter: 4})) / float(named(k, {letter: 2}))))}


def untied(texts: list[str], kinds: dict, tied: list[Tie]) -> list[Said]:
    """The formulas in sentences of a page that no tie covers."""
    covered = [(k, m.start(), m.end()) for k, text in enumerate(texts) for tie in tied for m in tie.pattern.finditer(text)]
    return [each for each in said(texts, kinds) if each.kind != "quoted" and not any(k == each.text and a <= each.start and each.end <= b for k, a, b in covered)]


if __name__ == "__main__":
    main()
