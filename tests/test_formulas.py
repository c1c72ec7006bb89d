"""Every displayed formula of the book is a definition or is proved, from its own LaTeX; planted faults are found.

So are the formulas in sentences that carry a number or a derivative. How to write them: CONTRIBUTING.md, "Formulas".
"""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from course.proofs.contexts import CONTEXTS, GENERAL, Context
from course.proofs.extract import formulas, pages
from course.proofs.faults import first_failure
from course.proofs.parse import Unreadable, parse
from course.proofs.prove import Page, check_at, check_page
from course.proofs.report import table
from course.site.assurance import PROVED
from tools.assurance import by_way

CHAPTERS = Path(__file__).parent.parent / "chapters"
PAGES = pages(CHAPTERS)
EXEMPT = {"02-softplus-two-neurons": 1}  # page: formulas with `% exempt: reason`; no other page has any


@cache
def results(page):
    return check_page(page, PAGES[page])


@pytest.mark.parametrize("page", PAGES)
def test_every_formula_is_proved_or_defines(page, record_property):
    record_property("formulas", table({page: results(page)}))  # conftest.py prints it at the end of the run
    failed = [f"{r.formula.label}: {' '.join(r.formula.latex.split())}\n    {r.kind}: {r.how}" for r in results(page) if r.failed]
    assert not failed, f"{page}\n" + "\n".join(failed)


@pytest.mark.parametrize("page", PAGES)
def test_what_the_page_on_assurance_says_of_its_formulas_is_so(page):
    """`python -m tools.assurance` stores it."""
    assert by_way(results(page)) == json.loads(PROVED.read_text(encoding="utf8")).get(page, {})


def test_the_exemptions_are_these():
    assert {p: n for p in PAGES if (n := sum(r.kind == "exempt" for r in results(p)))} == EXEMPT


def test_no_context_is_superfluous():
    assert set(CONTEXTS) == set(PAGES)


def test_two_examples_have_no_two_sizes_that_are_equal_in_both():
    """What is right because two widths, or a width and the number of samples, are equal by chance is wrong in the other."""
    sizes = [[*context.widths, context.constants["D"]] for context in GENERAL.shapes()]
    assert len(sizes) == 2 and len(sizes[0]) == len(sizes[1])
    assert [(i, j) for i in range(5) for j in range(i) if all(s[i] == s[j] for s in sizes)] == []


LUCKY = [r"\sum_{j=1}^{n_0} x_{1j} = \sum_{j=1}^{n_L} x_{1j}", r"n_0 \cdot D = n_L \cdot n_0", r"\sum_{d=1}^{D} y_{d1} = \sum_{d=1}^{n_0} y_{d1}"]


@pytest.mark.parametrize("latex", LUCKY)
def test_what_is_right_by_luck_in_one_example_is_false_in_the_other(latex):
    found = formulas("a page", [f"$$\n{latex}\n$$ (eq-lucky)"])
    assert [r.kind for (r,) in (check_at(context, found) for context in GENERAL.shapes())] == ["proved", "false"]


# ---- planted faults: the page's own LaTeX, with one thing wrong


def planted(page, label, old, new):
    place = next(k for k, f in enumerate(PAGES[page]) if f.label == label)
    latex = PAGES[page][place].latex
    assert old in latex, f"{label} has changed: {latex}"
    return first_failure(page, PAGES[page], place, latex.replace(old, new, 1))


FAULTS = {
    "sign": ("01-derivatives", "eq-squared-error-prime", "-2(y", "2(y"),
    "digit": ("01-derivatives", "eq-one-weight-derivative", "-4", "-2"),
    "limit": ("01-derivatives", "eq-derivative", "- C(w)", "- C(h)"),
    "approximation": ("01-derivatives", "eq-central", "{2h}", "{h}"),
    "imaginary part": ("01-derivatives", "eq-complex", "- 4ih", "+ 4ih"),
    "link of a chain": ("01-derivatives", "eq-neuron-chain", r"\cdot \frac{\partial \hat y}{\partial z}", ""),
    "one path of two": ("01-derivatives", "eq-paths", r"+ \frac{\partial C}{\partial v} \cdot \frac{dv}{dx}", ""),
    "second order": ("01-derivatives", "eq-why-sum", r"+ \Delta u \, \Delta v", ""),
    "recursion": ("01-derivatives", "eq-power", "^k", "^{k+1}"),
    "condition": ("01-derivatives", "eq-edge", r"\frac{2}{\lambda}", r"\frac{1}{\lambda}"),
    "definition": ("02-softplus-two-neurons", "eq-softplus-yhat", "a_{d2} w_4", "a_{d2} w_3"),
    "dropped factor": ("02-softplus-two-neurons", "eq-softplus-dw1", r"\, w_3", ""),
    "index in one term": ("02-softplus-two-neurons", "eq-softplus-dw2-expanded", "z_{22}", "z_{21}"),
    "missing sum": ("02-softplus-two-neurons", "eq-softplus-dw3", r"\sum_{d=1}^{D}", ""),
    "bound": ("02-softplus-two-neurons", "eq-softplus-bounds", r"+ \ln 2", r"+ \frac{1}{2}"),
    "tail": ("02-softplus-two-neurons", "eq-softplus-ramp", "e^{-|z|}", "e^{|z|}"),
    "climbing update": ("02-softplus-two-neurons", "eq-softplus-update", "- ", "+ "),
    "half": ("03-sigmoid-3-2-1", "eq-321-cost", r"\frac{1}{2}", ""),
    "name that nothing else has": ("03-sigmoid-3-2-1", "eq-321-delta6", r"\delta_6 &=", r"\delta_9 &="),
    "changed number": ("03-sigmoid-3-2-1", "eq-321-hidden-numbers", "0.2", "0.3"),
    "rounding": ("03-sigmoid-3-2-1", "eq-321-output-numbers", "-0.1046", "-0.1045"),
    "activation of the wrong neuron": ("03-sigmoid-3-2-1", "eq-321-delta5", "a_5 (1 - a_5)", "a_4 (1 - a_4)"),
    "no transpose": ("03-sigmoid-3-2-1", "eq-321-matrix-delta1", r"^\top", ""),
    "wrong weight": ("03-sigmoid-3-2-1", "eq-321-update-w46", r"\partial w_{46}", r"\partial w_{56}"),
    "first order": ("03-sigmoid-3-2-1", "eq-321-first-order", r"-\eta \left\|", r"-2 \eta \left\|"),
    "slope at a": ("04-general-layers", "eq-gen-1", r"\phi_L'(Z^L)", r"\phi_L'(A^L)"),
    "layer": ("04-general-layers", "eq-gen-2", "(W^{l+1})", "(W^{l})"),
    "swapped indices": ("04-general-layers", "eq-gen-2-weight", "W^{l+1}_{ij}", "W^{l+1}_{ji}"),
    "transpose in the wrong place": ("04-general-layers", "eq-gen-3", r"(A^{l-1})^\top \delta^l", r"A^{l-1} (\delta^l)^\top"),
    "previous activation": ("04-general-layers", "eq-gen-3-activation", "a^{l-1}", "a^l"),
    "last layer": ("04-general-layers", "eq-gen-recursion", r"\sum_{j=1}^{n_{l+1}}", r"\sum_{j=1}^{n_l - 1}"),
    "mean": ("04-general-layers", "eq-gen-mse", r"\frac{1}{D}", r"\frac{1}{2D}"),
    "half a step": ("05-trust-a-gradient", "eq-trust-truncation-one", r"\frac{h}{2}", "h"),
    "order": ("05-trust-a-gradient", "eq-trust-truncation-central", "{6}", "{3}"),
    "best step": ("05-trust-a-gradient", "eq-trust-best2", r"\frac{M_3}{2}", r"\frac{M_3}{6}"),
    "count": ("05-trust-a-gradient", "eq-trust-Mf", "n_L +", "1 +"),
    "direction": ("05-trust-a-gradient", "eq-trust-direction", r"v_k \frac", r"\frac"),
    "arrows that leave": ("07-deep-nets", "eq-deep-forward", "n_{l-1}", "n_l"),
    "arrows that enter": ("07-deep-nets", "eq-deep-backward", r"n_l \,", r"n_{l-1} \,"),
    "one weight twice": ("07-deep-nets", "eq-deep-cross", "W^l_{kj}", "W^l_{ij}"),
    "half of a mean square": ("07-deep-nets", "eq-deep-relu", r"\frac{1}{2}", ""),
    "straight path": ("07-deep-nets", "eq-deep-one-plus", "1 + ", ""),
    "second path": ("07-deep-nets", "eq-deep-hessian", r"\quad -", r"\quad +"),
    "local rule": ("08-automatic-differentiation", "eq-auto-rules", r"-\frac{x}{y^2}", r"\frac{x}{y^2}"),
    "lost path": ("08-automatic-differentiation", "eq-auto-back", r"\frac{df}{du} \cdot 1 + ", ""),
    "dual product": ("08-automatic-differentiation", "eq-auto-dual", "(s y + x t)", "(s t + x y)"),
    "forward mode": ("08-automatic-differentiation", "eq-auto-forward", "W^l_{mj}", "W^l_{jm}"),
    "vector-Jacobian product": ("08-automatic-differentiation", "eq-auto-vjp-a", r"^\top", ""),
    "product of an activation": ("08-automatic-differentiation", "eq-auto-vjp-phi", r"\phi_l'(Z^l)", r"\phi_l(Z^l)"),
    "index form": ("reference/notation", "eq-notation-3-index", r"\delta^l_{dj}", r"\delta^{l-1}_{dj}"),
    "bias": ("reference/notation", "eq-notation-4", r"\delta^l_{dj}", r"\delta^l_{dj} a^l_{dj}"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault):
    failure = planted(*FAULTS[fault])
    assert failure and failure.kind == "false", failure


def test_an_untouched_page_has_no_failure():
    assert planted("02-softplus-two-neurons", "eq-softplus-dw1", "w_3", "w_3") is None


# ---- the machinery, on pages of a line or two


def kinds(text, context=Context()):
    state = Page(context)
    return [state.check(f) for f in formulas("a page", [text])]


def only(text, context=Context()):
    return kinds(text, context)[-1]


@pytest.mark.parametrize(
    ("latex", "hint"),
    [
        (r"\int_0^1 x dx = 1", "integrals"),
        (r"\begin{align} a &= b \end{align}", "aligned"),
        (r"2 \cdot -1 = -2", "parentheses"),
        (r"a = b, c = d", "two rows"),
        (r"\frac{dC}{\partial w} = 1", "use one of the two"),
        (r"a = \left(b", "the end"),
    ],
)
def test_what_cannot_be_read_fails_and_says_how_to_write_it(latex, hint):
    with pytest.raises(Unreadable, match=hint):
        parse(latex)
    assert only(f"$$\n{latex}\n$$ (eq-bad)").kind == "unreadable"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("$$a = b + 1$$ $$a - b = 1$$", "proved"),
        ("$$a = b + 1$$ $$a - b = 2$$", "false"),
        ("$$a = b$$ $$a = c$$", "false"),  # a new meaning without % define
        ("$$a = b$$ $$a = c % define$$", "definition"),
        (r"$$\frac{dC}{dw} = 2w$$", "false"),  # C means nothing here
        ("$$x + 1$$", "unreadable"),  # no relation
        ("$$x = y + \\dots$$", "false"),
        ("$$x + y = y - x % exempt: a reason$$", "exempt"),
        ("$$x + y = y - x % exempt:$$", "unreadable"),  # no reason
        ("at $x = 2$ the square is $x^2 = 4$", "proved"),
        ("at $x = 2$ the square is $x^2 = 5$", "false"),
        ("at $x = 2$.\n\nThe square is $x^2 = 4$", "false"),  # in another paragraph
        (r"$\frac{1}{3} \approx 0.333$", "proved"),
        (r"$\frac{1}{3} \approx 0.334$", "false"),
        (r"$\frac{1}{3} = 0.333$", "false"),  # = is exact
        (r"$$x^2 \ge 0$$", "proved"),
        (r"$$x^3 \ge 0$$", "false"),
        (r"$$x^2 < 4 \iff |x| < 2$$", "proved"),
        (r"$$x^2 < 4 \iff x < 2$$", "false"),
        (r"$$\sin(x + h) \approx \sin x + h \cos x$$", "proved"),
        (r"$$\sin(x + h) - \sin x \approx h \sin x$$", "false"),
        (r"$$\begin{bmatrix} a & b \end{bmatrix} \begin{bmatrix} c \\ e \end{bmatrix} = \begin{bmatrix} ac + be \end{bmatrix}$$", "proved"),
        (r"$$\begin{bmatrix} a & b \end{bmatrix} \begin{bmatrix} c & e \end{bmatrix} = \begin{bmatrix} ac + be \end{bmatrix}$$", "false"),
    ],
)
def test_definitions_claims_and_given_values(text, kind):
    assert only(text).kind == kind, only(text)


FORWARD = r"$$Z^l = A^{l-1} W^l + b^l$$ $$A^l = \phi_l(Z^l)$$"


@pytest.mark.parametrize(
    ("latex", "kind"),
    [
        (r"\begin{aligned} A^{l-1} W^l &= Z^l - b^l \\ (D \times n_{l-1})(n_{l-1} \times n_l) &= (D \times n_l) \end{aligned}", "false"),  # one shape for two matrices
        (r"\begin{aligned} \frac{\partial C}{\partial W^l} &= (A^{l-1})^\top \frac{\partial C}{\partial Z^l} \\ (n_{l-1} \times n_l) &= (n_{l-1} \times D)(D \times n_l) \end{aligned}", "proved"),
        (r"\begin{aligned} \frac{\partial C}{\partial W^l} &= (A^{l-1})^\top \frac{\partial C}{\partial Z^l} \\ (n_{l-1} \times n_l) &= (n_{l-1} \times n_l)(n_l \times n_l) \end{aligned}", "false"),
        (r"(D \times n_l) = (D \times n_{l-1})(n_l \times n_{l-1})", "false"),
        (r"\frac{\partial C}{\partial W^l} = \left(\frac{\partial C}{\partial Z^l}\right)^\top A^{l-1}", "false"),
        (r"\frac{\partial C}{\partial A^l} = \frac{\partial C}{\partial Z^{l+1}} (W^{l+1})^\top", "false"),  # not for l = L
        ("\\frac{\\partial C}{\\partial A^l} = \\frac{\\partial C}{\\partial Z^{l+1}} (W^{l+1})^\\top % for: l < L\n", "proved"),
        ("\\frac{\\partial C}{\\partial A^l} = \\frac{\\partial C}{\\partial Z^{l+1}} W^{l+1} % for: l < L\n", "false"),  # square weights
    ],
)
def test_matrices_and_their_shapes(latex, kind):
    assert only(f"{FORWARD} $${latex}$$", GENERAL).kind == kind, only(f"{FORWARD} $${latex}$$", GENERAL)


def test_code_and_money_are_no_formulas():
    found = formulas("a page", ["`$a = b$` costs \\$5 = \\$5\n```\n$$c = d$$\n```\n$e = 1$"])
    assert Counter(f.latex for f in found) == {"e = 1": 1}
