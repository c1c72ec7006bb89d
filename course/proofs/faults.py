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
}


def faults(latex: str):
    """(kind, formula with one fault), for every place where a kind of fault fits; comments are left alone."""
    comments = [m.span() for m in re.finditer(r"%.*", latex)]
    for kind, (pattern, change) in FAULTS.items():
        for m in re.finditer(pattern, latex):
            if not any(a <= m.start() < b for a, b in comments):
                yield kind, latex[: m.start()] + change(m) + latex[m.end() :]


def first_failure(page, found, place, latex):
    """What is said first against a page whose formula at a place is replaced; None if nothing is."""
    state = Page(CONTEXTS[page])
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
