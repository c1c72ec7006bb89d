"""Reads LaTeX into trees of plain tuples, or says what it did not understand and how to write it."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lark import Lark, Token, Transformer, UnexpectedInput, v_args

DIRECTIVE = re.compile(r"(?<!\\)%\s*(define|exempt|for|with|recall)?\s*:?\s*(.*)")
CONTINUES = r"(?=[\s&]*(?:[=<>+\-/]|\\(?:approx|leq?|geq?|iff|leftarrow|cdot|odot|times|to)(?![A-Za-z])))"
HELP = {
    "\\begin": "environments are aligned and bmatrix only",
    "\\text": "words belong in the sentence around the formula",
    "\\mid": "write absolute values as |x| or \\left|x\\right|",
    "\\int": "integrals are not supported yet: extend course/proofs/grammar.lark",
    "-": "a negative factor needs parentheses: 2 \\cdot (-1)",
    ",": "a comma stands between the arguments of a function or the entries of a vector; two statements need two rows",
    "=": "two statements need two rows",
}


class Unreadable(ValueError):
    """A formula that is not in the subset of LaTeX."""


class Parsed(NamedTuple):
    statements: tuple  # each ((sides, relations),) or a pair of them around \iff
    directives: dict[str, str]  # from LaTeX comments: define, exempt, for, with, recall


def directives(latex: str) -> tuple[str, dict[str, str]]:
    """The formula without its comments, and what those say."""
    said = {}
    for m in DIRECTIVE.finditer(latex):
        if m[1]:
            said[m[1]] = m[2].strip()
    return re.sub(r"(?<!\\)%.*", "", latex), said


def normalise(latex: str) -> str:
    """One spelling for what LaTeX lets one write in several ways."""
    s = re.sub(r"(?<!\\)\\(?:[,;:! ]|quad|qquad|displaystyle)(?![A-Za-z])|~|\{\}", " ", latex)
    s = re.sub(r"\\(leq|geq|neq|gets|rightarrow|dfrac|tfrac|lt|gt)(?![A-Za-z])", lambda m: {
        "leq": r"\le ", "geq": r"\ge ", "neq": r"\ne ", "gets": r"\leftarrow ", "rightarrow": r"\to ",
        "dfrac": r"\frac", "tfrac": r"\frac", "lt": "<", "gt": ">"}[m[1]], s)
    s = re.sub(r"\\begin\{bmatrix\}.*?\\end\{bmatrix\}", lambda m: m[0].replace(r"\\", r"\row ").replace("&", r"\col "), s, flags=re.S)
    s = re.sub(r"\\(begin|end)\{aligned\}", " ", s)
    s = re.sub(r"\\\\(\[[^\]]*\])?" + CONTINUES, " ", s).replace("&", " ")
    s = re.sub(r"\\\\\s*$", "", s)
    s = re.sub(r"\\(?:left\.|right(?=\|\s*_)|[bB]igg?r?(?=\|\s*_))", lambda m: "" if m[0] == r"\left." else r"\at!", s).replace(r"\at!|", r"\at ")
    s = re.sub(r"\\(?:left|[bB]igg?l)\s*(?=[|\\]\|?)", r"\\open", s)
    s = re.sub(r"\\(?:right|[bB]igg?r)\s*(?=[|\\]\|?)", r"\\close", s)
    s = re.sub(r"\\(?:left|right|[bB]igg?[lr]?)(?![A-Za-z])", " ", s)
    count = 0

    def bar(m):
        nonlocal count
        count += 1
        opening = {"open": True, "close": False, None: count % 2 == 1}[m[1]]
        return "\\" + ("l" if opening else "r") + ("v" if m[2] == "|" else "V") + "ert "

    s = re.sub(r"(?:\\(open|close))?(\\\||\|)", bar, s)
    s = re.sub(r"\\(open|close)", "", s)
    s = re.sub(r"\^\s*\{?\s*\\prime\s*\}?", "'", s)
    s = re.sub(r"\\frac\s*(\w)\s*(?=[\w{\\])", r"\\frac{\1}", s)
    s = re.sub(r"(\\frac\{[^{}]*\})\s*(\w)", r"\1{\2}", s)
    s = re.sub(r"\\(hat|tilde|bar)\s*\{\s*(\\?\w+)\s*\}", r"\\\1 \2", s)
    s = re.sub(r"([_^])\s*(\\[A-Za-z]+|\w)", r"\1{\2}", s)
    return s.strip().rstrip(".,;")


def differential(node):
    """(d or ∂, its order, what follows) of a tree such as dC or ∂²C; None for any other."""
    first, *rest = node[1] if node[0] == "prod" else (node,)
    if first[0] == "sym" and first[1] in ("d", "\\partial") and not first[2] and first[4] == 0:
        order = int(first[3][1]) if first[3] else 1
        return first[1], order, tuple(rest)
    return None


def product(factors):
    return factors[0] if len(factors) == 1 else ("prod", tuple(factors))


def fraction(above, below):
    """A derivative if both are differentials, else a quotient."""
    top, bottom = differential(above), differential(below)
    if not (top and bottom and bottom[2]):
        return ("frac", above, below)
    if top[0] != bottom[0]:
        raise Unreadable("a derivative has d above and ∂ below or the other way round: use one of the two")
    by, order = [], top[1]  # ∂²C / ∂w ∂b: the variables stand between the ∂
    for factor in (*bottom[2], None):
        if factor is None or (factor[0] == "sym" and factor[1] == bottom[0] and not factor[2]):
            continue
        if order > 1 and factor[0] == "sym" and factor[3] == ("num", str(order)):
            by += [(*factor[:3], None, factor[4])] * order
        else:
            by.append(factor)
    if len(by) != order:
        raise Unreadable(f"a derivative of order {order} by {len(by)} variables")
    return ("deriv", product(top[2]), tuple(by)) if top[2] else ("operator", tuple(by))


@v_args(inline=True)
class Trees(Transformer):
    def start(self, *parts):
        return tuple(p for p in parts if not isinstance(p, Token))

    def statement(self, *parts):
        return tuple(p for p in parts if not isinstance(p, Token))

    def chain(self, first, *rest):
        relations = tuple(str(r).lstrip("\\") for r in rest if isinstance(r, Token))
        sides = (first, *(r for r in rest if not isinstance(r, Token)))
        listed = sides[len(relations) :]  # j = 4, 5, 6
        return (sides if len(listed) == 1 else (*sides[: len(relations)], ("list", listed))), relations

    def sum(self, *parts):
        signed, sign = [], 1
        for p in parts:
            if isinstance(p, Token):
                sign = -1 if p == "-" else 1
            else:
                signed, sign = [*signed, (sign, p)], 1
        return signed[0][1] if len(signed) == 1 and signed[0][0] == 1 else ("sum", tuple(signed))

    def term(self, body, *at):
        return ("at", body, at[1]) if at else body

    def times(self, first, *rest):
        return ("times", first, tuple((str(o)[1:], n) for o, n in zip(rest[::2], rest[1::2]))) if rest else first

    def over(self, above, *below):
        if not below:
            return above
        marks = differential(below[0])
        factors = above[1] if above[0] == "prod" else (above,)
        places = [i for i, f in enumerate(factors) if marks and differential(f)]
        if not places:
            return ("frac", above, below[0])
        return product((*factors[: places[-1]], fraction(product(factors[places[-1] :]), below[0])))

    def juxt(self, *factors):
        return product(factors)

    def big(self, kind, *parts):
        limits = next((p for p in parts if isinstance(p, tuple) and p[0] == "limits"), ("limits", None, None))
        sign = -1 if any(isinstance(p, Token) and p == "-" for p in parts) else 1
        body = parts[-1] if sign == 1 else ("sum", ((-1, parts[-1]),))
        return ("big", str(kind)[1:], limits[1], limits[2], body)

    def limits(self, chain, upper=None):
        return ("limits", chain, upper)

    def factor(self, atom, *scripts):
        for kind, what in scripts:
            if atom[0] == "sym" and kind == "sub" and not atom[2]:
                atom = (*atom[:2], what, *atom[3:])
            elif atom[0] == "sym" and kind == "sup" and atom[3] is None:
                atom = (*atom[:3], what, atom[4])
            elif atom[0] == "sym" and kind == "prime":
                atom = (*atom[:4], atom[4] + 1)
            elif kind == "transpose":
                atom = ("T", atom)
            elif kind == "sup":
                atom = ("pow", atom, what)
            else:
                raise Unreadable("a subscript or a prime stands where nothing can carry it")
        return atom

    def sub(self, items):
        """z_{d1} has two indices, z_{11} too, w_{k+1} one; w_{1,10} is written with a comma."""
        if len(items) > 1:
            return ("sub", items)
        flat = []
        for item in items[0][1] if items[0][0] == "prod" else items:
            flat += [("num", digit) for digit in item[1]] if item[0] == "num" else [item]
        return ("sub", tuple(flat))

    def sup(self, body):
        return ("sup", body)

    def transpose(self, _):
        return ("transpose", None)

    def prime(self, _):
        return ("prime", None)

    def items(self, *items):
        return items

    def number(self, token):
        return ("num", str(token))

    def symbol(self, token):
        return ("sym", re.sub(r"[{}\s]+", " ", token).strip().replace("\\ ", "\\"), (), None, 0)

    def change(self, delta, of=""):
        return ("sym", f"\\Delta {of}".strip(), (), None, 0)

    def nabla(self, of):
        return ("nabla", self.symbol(of))

    def call(self, name, *parts):
        value = ("call", str(name)[1:], parts[-1])
        for kind, what in parts[:-1]:
            if kind != "sup":
                raise Unreadable(f"{name} with a subscript")
            value = ("pow", value, what)
        return value

    def dots(self, _):
        return ("dots",)

    def group(self, items):
        return ("group", items)

    def braces(self, body):
        return body

    def abs(self, body):
        return ("abs", body)

    def norm(self, body):
        return ("norm", body)

    def frac(self, above, below):
        return fraction(above, below)

    def sqrt(self, body):
        return ("sqrt", body)

    def row(self, *entries):
        return entries

    def matrix(self, *rows):
        return ("matrix", rows)


@cache
def grammar() -> Lark:
    return Lark((Path(__file__).parent / "grammar.lark").read_text(encoding="utf8"), parser="lalr")


@cache
def parse(latex: str) -> Parsed:
    bare, said = directives(latex)
    text = normalise(bare)
    try:
        return Parsed(Trees().transform(grammar().parse(text)), said)
    except UnexpectedInput as error:
        ended = getattr(getattr(error, "token", None), "type", "") == "$END"
        place = "" if ended or (error.pos_in_stream or 0) < 0 else text[error.pos_in_stream :]
        hint = next((h for start, h in HELP.items() if place.startswith(start)), "see 'Formulas' in CONTRIBUTING.md")
        raise Unreadable(f"not understood from here: {place[:40] or '(the end)'!r}; {hint}") from None
    except Exception as error:  # lark wraps what a transformer raises
        inner = getattr(error, "orig_exc", error)
        if isinstance(inner, Unreadable):
            raise inner from None
        raise
