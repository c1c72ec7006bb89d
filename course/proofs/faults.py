"""Plants faults in a page's LaTeX, one at a time: what the proofs have to find. python -m course.proofs --faults"""

import re

from course.proofs.contexts import CONTEXTS
from course.proofs.prove import Page

SYMBOL = r"(?:\\(?:hat|tilde) )?\\?[A-Za-z]+(?:[_^](?:\{[^{}]*\}|\w))*"
FAULTS = {
    "sign": (r"(?<![_^{])(?<!\{l )([+-])", lambda m: "-" if m[1] == "+" else "+"),
    "digit": (r"(?<![A-Za-z0-9.])(\d)(?![\d.]|\w*\})|(?<=\.)(\d)", lambda m: str((int(m[0]) + 1) % 10)),
    "index": (r"(?<=_)(\d)|(?<=_\{)(\d)|(?<=_\{[a-z\d])(\d)", lambda m: str(int(m[0]) % 3 + 1)),
    "exponent": (r"(?<=\^)(\d)|(?<=\^\{)(\d)(?=\})", lambda m: str(int(m[0]) + 1)),
    "transpose": (r"\^\\top", lambda m: ""),
    "swapped indices": (r"_\{([a-z])([a-z])\}", lambda m: f"_{{{m[2]}{m[1]}}}"),
    "layer": (r"l([+-])1(?=\})|(?<=\^)l(?!\w)|(?<=\^\{)l(?=\})", lambda m: "l" if m[1] else "{l+1}" if not m[0].endswith("}") else "l+1"),
    "prime": (r"'", lambda m: ""),
    "factor": (rf"\\cdot (?:\\frac\{{[^{{}}]*(?:\{{[^{{}}]*\}}[^{{}}]*)*\}}\{{[^{{}}]*(?:\{{[^{{}}]*\}}[^{{}}]*)*\}}|{SYMBOL})|\\, {SYMBOL}", lambda m: ""),
    # What went to print elsewhere (chapters/reference/misprints.toml).
    "pre-activation": (r"(?<=\\partial )Z(?=\^l\})", lambda m: "A"),
    "first factor": (rf"(?<== ){SYMBOL} \\cdot (?=\S)", lambda m: ""),
    "first term": (r"(?<== )1 - (?=\S)", lambda m: "-"),
    "slope at a": (r"(?<='\()[Zz](?=[\^_)])", lambda m: "A" if m[0] == "Z" else "a"),
    "z for a": (r"\b([a-z](?:_\w)?) \\cdot \(1 - \1\)", lambda m: m[0].replace("a", "z")),
    "updated weights": (r"\((W\^\{l\+1\})\)(?=\^\\top)", lambda m: rf"\left({m[1]} - \eta \frac{{\partial C}}{{\partial {m[1]}}}\right)"),
    "other factor": (r"\(W\^l\)(?=\^\\top)", lambda m: "(A^{l-1})"),
    "outer product": (r"\((A\^\{l-1\})\)\^\\top (\\frac\{[^{}]*\}\{[^{}]*\}|\\delta\^l)", lambda m: rf"\left({m[2]}\right)^\top {m[1]}"),
    "in and out": (r"\bn_(?:l\b|\{l-1\})(?= )", lambda m: "n_{l-1}" if m[0] == "n_l" else "n_l"),
    "difference": (rf"(?<== )({SYMBOL}) - ({SYMBOL})(?=\s*$)", lambda m: f"{m[2]} - {m[1]}"),
    "exponents": (r".*e\^\{-.*", lambda m: m[0].replace("e^{-", "e^{")),
    "mean": (r"\\sum_\{d=1\}\^\{D\}", lambda m: rf"\frac{{1}}{{D}} {m[0]}"),
    "last term": (rf" \+ (?:\d+|{SYMBOL})(?= =|\s*$)", lambda m: ""),
}


def faults(latex: str):
    """(kind, formula with one fault), for every place where a kind of fault fits; comments are left alone."""
    comments = [m.span() for m in re.finditer(r"%.*", latex)]
    for kind, (pattern, change) in FAULTS.items():
        for m in re.finditer(pattern, latex):
            if not any(a <= m.start() < b for a, b in comments):
                yield kind, latex[: m.start()] + change(m) + latex[m.end() :]


def first_failure(page, found, place, latex):
    """What is said first, in any example, against a page whose formula at a place is replaced; None if nothing is."""
    return next((r for context in CONTEXTS[page].shapes() if (r := failure_at(context, found, place, latex))), None)


def failure_at(context, found, place, latex):
    """The same in one example."""
    state = Page(context)
    state.proving = False
    for before in found[:place]:
        state.check(before)
    state.proving = True
    failed = (r for f in (found[place]._replace(latex=latex), *found[place + 1 :]) if (r := state.check(f)).failed)
    return next(failed, None) or next(iter(state.unused()), None)


def survivors(page, found):
    """(kind, formula, faulty LaTeX, whether it is found) for every fault of every displayed formula of a page."""
    for place, formula in enumerate(found):
        for kind, latex in faults(formula.latex) if not formula.inline else ():
            yield kind, formula, latex, bool(first_failure(page, found, place, latex))
