"""Tries the formulas of `chapters/reference/misprints.toml`: what other works are reported to print, and what is right.

So it does those of `corrections.toml`, in the notation of the source that is corrected. A setting says which symbols have a meaning before the formula: the definitions with which a page would begin.
"""

import re
from typing import Any

from course.proofs.contexts import CONTEXTS, GENERAL, Context
from course.proofs.extract import Formula
from course.proofs.prove import Page, Result

SETTINGS: dict[str, tuple[Context, tuple[str, ...]]] = {
    "": (Context(positive=frozenset({"h"})), ()),
    "neuron": (Context(), ("z = w x + b", "a = \\sigma(z)", "C = \\frac{1}{2} (y - a)^2")),
    "point": (Context(prelude=(r"\theta = (w_1, w_2)", r"C = w_1^2 + w_1 w_2^3")), ()),
    "network": (GENERAL, ("Z^l = A^{l-1} W^l + b^l", "A^l = \\phi_l(Z^l)")),
    # One sample as a column, with as many inputs as outputs, and with fewer outputs.
    "columns": (Context(indices={"i": (1, 3), "j": (1, 3)}, constants={"n": 3, "m": 3}, second={"indices": {"i": (1, 3), "j": (1, 2)}, "constants": {"n": 3, "m": 2}}),
                ("z_j = \\sum_{i=1}^{n} w_{ji} x_i", "C = \\frac{1}{2} \\sum_{j=1}^{m} (y_j - z_j)^2")),
    "classes": (CONTEXTS["06-handwritten-digits"], ("\\hat y_j = \\frac{e^{z_j}}{\\sum_{k=1}^{3} e^{z_k}}", "C = -\\sum_{k=1}^{3} y_k \\ln \\hat y_k")),
    # The four sources, by their numbers.
    "000": (Context(indices={"i": (1, 3)}, constants={"n": 3, "N": 2}),  # the table's N is no number of samples
            ("L_i = y_i - \\hat y_i", "C = (y_1 - \\hat y_1)^2 + (y_2 - \\hat y_2)^2 + (y_3 - \\hat y_3)^2")),
    "001": (Context(indices={"i": (1, 5), "j": (4, 6), "k": (6, 6)}),
            ("a_1 = x_1", "a_2 = x_2", "a_3 = x_3", "z_4 = \\omega_{14} x_1 + \\omega_{24} x_2 + \\omega_{34} x_3 + b_4",
             "z_5 = \\omega_{15} x_1 + \\omega_{25} x_2 + \\omega_{35} x_3 + b_5", "a_4 = \\sigma(z_4)", "a_5 = \\sigma(z_5)",
             "z_6 = \\omega_{46} a_4 + \\omega_{56} a_5 + b_6", "a_6 = \\sigma(z_6)", "\\hat y = a_6", "C = \\frac{1}{2} (y - \\hat y)^2",
             "\\delta_j = -\\frac{\\partial C}{\\partial z_j}", "\\Delta\\omega_{ij} = -\\eta \\frac{\\partial C}{\\partial \\omega_{ij}}")),
    "002": (Context(), ("\\hat y = \\sigma(z)", "L = (y - \\hat y)^2")),
    "003": (Context(indices={"i": (1, 4), "j": (1, 3), "m": (1, 2)}, constants={"N": 2}, layered=frozenset({"a", "w", "b"})),
            ("a_{ij}^2 = \\sigma(\\sum_{k=1}^{2} a_{ik}^1 w_{kj}^2 + b_j^2)",)),
    "random": (CONTEXTS["07-deep-nets"], ("z^l_j = \\sum_{i=1}^{n_{l-1}} a^{l-1}_i W^l_{ij}",)),
}

PAIR = re.compile(r"_\{\((\w),(\w)\)\}")  # the sources write a pair of indices in parentheses


def tried(entry: dict[str, Any], latex: str) -> list[Result]:
    """What the prover says of a formula in the setting of an entry, in each of its examples."""
    context, definitions = SETTINGS[entry["setting"]]
    latex = PAIR.sub(r"_{\1\2}", latex)
    latex = f"% for: {entry['holds']}\n{latex}" if "holds" in entry else latex
    results = []
    for example in context.shapes():
        page = Page(example)
        for k, definition in enumerate((*definitions, latex)):
            result = page.check(Formula("misprints", str(k), definition, False, k))
        results.append(result)
    return results
