"""Tries the formulas of `chapters/reference/misprints.toml`: what other works are reported to print, and what is right.

A setting says which symbols have a meaning before the formula: the definitions with which a page would begin.
"""

from typing import Any

from course.proofs.contexts import CONTEXTS, GENERAL, Context
from course.proofs.extract import Formula
from course.proofs.prove import Page, Result

SETTINGS: dict[str, tuple[Context, tuple[str, ...]]] = {
    "": (Context(positive=frozenset({"h"})), ()),
    "neuron": (Context(), ("z = w x + b", "a = \\sigma(z)", "C = \\frac{1}{2} (y - a)^2")),
    "point": (Context(prelude=(r"\theta = (w_1, w_2)", r"C = w_1^2 + w_1 w_2^3")), ()),
    "network": (GENERAL, ("Z^l = A^{l-1} W^l + b^l", "A^l = \\phi_l(Z^l)")),
    # One sample as a column, and as many inputs as outputs.
    "columns": (Context(indices={"i": (1, 3), "j": (1, 3)}), ("z_j = \\sum_{i=1}^{3} w_{ji} x_i", "C = \\frac{1}{2} \\sum_{j=1}^{3} (y_j - z_j)^2")),
    "classes": (CONTEXTS["06-handwritten-digits"], ("\\hat y_j = \\frac{e^{z_j}}{\\sum_{k=1}^{3} e^{z_k}}", "C = -\\sum_{k=1}^{3} y_k \\ln \\hat y_k")),
    "random": (CONTEXTS["07-deep-nets"], ("z^l_j = \\sum_{i=1}^{n_{l-1}} a^{l-1}_i W^l_{ij}",)),
}


def tried(entry: dict[str, Any], latex: str) -> list[Result]:
    """What the prover says of a formula in the setting of an entry, in each of its examples."""
    context, definitions = SETTINGS[entry["setting"]]
    latex = f"% for: {entry['holds']}\n{latex}" if "holds" in entry else latex
    results = []
    for example in context.shapes():
        page = Page(example)
        for k, definition in enumerate((*definitions, latex)):
            result = page.check(Formula("misprints", str(k), definition, False, k))
        results.append(result)
    return results
