"""Decides for each formula of a page whether it defines or claims, and proves what it claims.

A left side that is a lone symbol, or a function of plain symbols, and has no meaning yet is a definition. Everything
else is a claim, proved for every value of its free indices: by SymPy where that closes, otherwise at random points.
"""

import random
from itertools import product as combinations
from typing import NamedTuple

import sympy as sp
from mpmath import mp

from course.proofs.contexts import CONTEXTS, Context
from course.proofs.evaluate import Definition, Evaluator, Meaningless, NoSuch, is_matrix, letters_in
from course.proofs.extract import Formula
from course.proofs.parse import Unreadable, parse
from course.proofs.shapes import check_shapes, is_shape_row

DIGITS = 60  # of the arithmetic at random points
# Expressions here have values below about 1e6 and lose at most a dozen of the 60 digits; a false formula agrees to 40
# digits at a random point with probability zero. So 1e-40 leaves room on both sides.
TOLERANCE = mp.mpf("1e-40")
POINTS = 6
EFFORT = 800  # operations in an expression that SymPy is asked to expand
SAMPLES = 150  # for inequalities, which sampling can refute but not prove
EXTREMES = tuple(sp.Rational(n, 1000) for n in (-40000, -5000, -1000, -1, 0, 1, 1000, 5000, 40000))
STRENGTH = ("SymPy", "random points", "sampled")
ORDER = ("<", ">", "le", "ge")


class Result(NamedTuple):
    formula: Formula
    kind: str  # proved, definition, given, condition, letters, exempt, false, unreadable
    how: str = ""  # for proved: how; else a message

    @property
    def failed(self):
        return self.kind in ("false", "unreadable")


class Unproved(Exception):
    """The claim is false, or nothing shows that it is true."""


# ---- numbers


def concrete(name, orders):
    """For numbers, a function of which nothing is known is some smooth one, and its derivatives are derivatives of it."""
    with mp.workdps(DIGITS):  # a third derivative is right to all digits only if its phase is
        shift = mp.mpf(sum(map(ord, name)) % 7 + 1)
        slopes = [1 + (shift + k) / 9 for k in range(len(orders))]
        scale, phase = mp.fprod(s**o for s, o in zip(slopes, orders)), shift + sum(orders) * mp.pi / 2
    return lambda *x: scale * mp.sin(mp.fdot(slopes, x) + phase)


def point(symbols, rng, extreme=False):
    """Values for the free variables: rationals of ordinary size, or the ends of the range for inequalities."""
    values = {}
    for s in sorted(symbols, key=str):
        v = sp.Rational(rng.randint(100, 2500), 1000) * (1 if s.is_positive else rng.choice((-1, 1)))
        if extreme and rng.random() < 0.6:
            v = rng.choice([e for e in EXTREMES if e > 0 or not s.is_positive])
        values[s] = v
    return values


def numeric(*expressions):
    """(symbols, function from a point to the values there in DIGITS digits)."""
    expressions = [sp.sympify(e) for e in expressions]
    symbols = sorted(set().union(*(e.free_symbols for e in expressions)), key=str)
    functions = {f.func.__name__: concrete(*f.func.family) for e in expressions for f in e.atoms(sp.Function) if hasattr(f.func, "family")}
    compiled = sp.lambdify(symbols, expressions, modules=[functions, "mpmath"], cse=True, dummify=True)

    def at(values):
        with mp.workdps(DIGITS):
            try:
                found = [mp.mpmathify(v) for v in compiled(*(mp.mpf(values[s].p) / values[s].q for s in symbols))]
            except (ZeroDivisionError, TypeError):  # TypeError: an order was asked of complex numbers
                return None
            return found if all(mp.isfinite(v) for v in found) else None

    return symbols, at


def entries(a, b):
    """Pairs of numbers to compare; shapes have to agree."""
    if is_matrix(a) and is_matrix(b):
        if a.shape != b.shape:
            raise Unproved(f"left is {a.shape[0]} × {a.shape[1]}, right is {b.shape[0]} × {b.shape[1]}")
        return list(zip(a, b))
    if is_matrix(a) or is_matrix(b):
        raise Unproved("one side is a matrix and the other a number")
    return [(sp.sympify(a), sp.sympify(b))]


def shown(number):
    return mp.nstr(number, 8)


def closes(difference) -> bool:
    """Whether SymPy shows in a bounded effort that an expression is zero, with its functions taken for variables."""
    if difference == 0:
        return True
    variables, places = {}, {}
    for f in difference.atoms(sp.Function):  # e^{-z} is 1 / e^z
        inverse = isinstance(f, sp.exp) and f.args[0].could_extract_minus_sign()
        place = variables.setdefault(1 / f if inverse else f, sp.Dummy())
        places[f] = 1 / place if inverse else place
    difference = difference.xreplace(places)
    if difference.count_ops() > EFFORT:
        return False
    return sp.expand(difference) == 0 or sp.expand(sp.fraction(sp.together(difference))[0]) == 0


def equal(a, b) -> str:
    """How it is shown that two values are equal."""
    how = "SymPy"
    for x, y in entries(a, b):
        difference = x - y
        if closes(difference):
            continue
        rng, checked = random.Random(0), 0
        symbols, at = numeric(x, y)
        for _ in range(50):
            values = point(symbols, rng)
            found = at(values)
            if not found:
                continue
            u, v = found
            if abs(u - v) > TOLERANCE * max(1, abs(u), abs(v)):
                where = ", ".join(f"{s} = {n}" for s, n in list(values.items())[:8])
                raise Unproved(f"left is {shown(u)}, right is {shown(v)}" + (f", for instance at {where}" if where else ""))
            checked += 1
            if checked == POINTS:
                how = "random points"
                break
        else:
            raise Unproved("no point was found at which both sides are finite numbers")
    return how


def samples(*expressions):
    """Points for inequalities: the middle and the ends."""
    symbols, at = numeric(*expressions)
    rng = random.Random(1)
    for k in range(SAMPLES if symbols else 1):
        values = point(symbols, rng, extreme=k % 3 > 0)
        numbers = at(values)
        if numbers and not any(isinstance(n, mp.mpc) for n in numbers):
            yield values, numbers


def holds(u, relation, v):
    return {"<": u < v, ">": u > v, "le": u <= v, "ge": u >= v, "=": u == v, "ne": u != v}[relation]


def inequality(a, relation, b) -> str:
    seen = 0
    for values, (u, v) in samples(sp.sympify(a), sp.sympify(b)):
        seen += 1
        if not bool(holds(u, relation, v)):
            raise Unproved(f"does not hold: {shown(u)} against {shown(v)} at {', '.join(f'{s} = {n}' for s, n in values.items())}")
    if not seen:
        raise Unproved("no point was found at which both sides are numbers")
    return "sampled" if sp.sympify(a).free_symbols | sp.sympify(b).free_symbols else "SymPy"


def rounds_to(value, decimal: str) -> str:
    """≈ with a decimal: the decimal is the value rounded to as many places."""
    places = len(decimal.partition(".")[2])
    value = sp.N(value, DIGITS)
    if not (value.is_number and value.is_real):
        raise Unproved(f"{decimal} is to be the rounding of a number, and the left side is {value}: name its values, % with: w = 1")
    if abs(value - sp.Rational(decimal)) > sp.Rational(1, 2 * 10**places):
        raise Unproved(f"{decimal} is not the rounding of {sp.N(value, places + 6)}")
    return "SymPy"


def vanishes(a, b, context) -> str:
    """≈ near 0: the relative error of the right side goes to zero with h, at least in proportion."""
    letters = [s for name in context.small for s in (a - b).free_symbols | a.free_symbols if s.name == name.replace("\\", "")]
    if not letters:
        raise Unproved("≈ needs a decimal on its right, or one of the letters that are small: " + ", ".join(context.small))
    rng = random.Random(2)
    symbols, at = numeric(a, b)
    for _ in range(POINTS):
        values = point(symbols, rng)
        errors = []
        for size in (6, 12):
            u, v = at({**values, letters[0]: sp.Rational(1, 10**size)})
            with mp.workdps(DIGITS):
                errors.append(abs(u / v - 1))
        if not (errors[0] < 1e-3 and errors[1] <= errors[0] / 10**5 + TOLERANCE):
            raise Unproved(f"the relative error is {shown(errors[0])} for {letters[0]} = 1e-6 and {shown(errors[1])} for 1e-12, so it does not vanish")
    return "random points"


# ---- a page


def closed(node) -> str | None:
    """The text of a tree that is a plain decimal, "" for another expression without letters, None with letters."""
    sign = ""
    if node[0] == "sum" and len(node[1]) == 1:
        sign, node = ("-" if node[1][0][0] < 0 else ""), node[1][0][1]
    if node[0] == "num":
        return sign + node[1]

    def letters(tree):
        if not isinstance(tree, tuple):
            return False
        return (tree[:1] == ("sym",) and tree[1] != "e") or tree[:1] in (("deriv",), ("nabla",)) or any(letters(t) for t in tree)

    return None if letters(node) else ""


def contains(tree, kinds):
    return isinstance(tree, tuple) and (tree[:1] in [(k,) for k in kinds] or (tree[:1] == ("sym",) and len(tree) == 5 and tree[4] > 0) or any(contains(t, kinds) for t in tree))


class Page:
    """The formulas of one page, in order: what has been defined so far, and what is given in the paragraph."""

    def __init__(self, context: Context):
        self.context, self.evaluator = context, Evaluator(context)
        self.given: dict = {}
        self.labels: dict[str, list[Definition]] = {}
        self.block, self.block_values = None, {}
        self.displayed: list[tuple[Formula, Definition]] = []
        self.proving = True  # False passes over a page for its definitions only
        for latex in context.prelude:
            (((left, right), _),), = parse(latex(context) if callable(latex) else latex).statements
            self.evaluator.define(Definition(left, (), right, "prelude"))
        for latex in context.given:
            (((left, right), _),), = parse(latex).statements
            self.given |= self.values_of(left, right)

    def unused(self) -> list[Result]:
        """Displayed definitions that no later formula needs: a slip in the name would make one of a claim."""
        message = "is a definition that no formula after it uses, so nothing would show a mistake in it"
        return [Result(f, "false", message) for f, definition in self.displayed if definition not in self.evaluator.used]

    # ---- definitions and given values

    def head(self, node):
        """(symbol, parameters) if a tree can be the left side of a definition."""
        if node[0] == "sym" and not node[4] and (node[3] is None or node[1] in self.context.layered):
            return node, ()
        if node[0] == "prod" and len(node[1]) == 2 and node[1][0][0] == "sym" and node[1][1][0] == "group" and not node[1][0][4]:
            symbol, (_, parameters) = node[1]
            if all(p[0] == "sym" and not p[3] for p in parameters) and symbol[1] not in self.context.functions:
                return symbol, parameters
        return None

    def instances(self, node):
        letters = sorted(letters_in(node, self.context))
        for values in combinations(*(range(lo, hi + 1) for lo, hi in (self.context.indices[x] for x in letters))):
            try:
                yield self.evaluator.instance(node, dict(zip(letters, values)))
            except NoSuch:
                continue

    def has_meaning(self, symbol) -> bool:
        """Whether a symbol is defined already, by itself or as a matrix or by entries; A^0 = X does not define A^l."""
        if symbol[1] in self.context.functions or symbol[1] in self.context.constants:
            return True
        e, general = self.evaluator, letters_in(symbol[3], self.context)
        for instance in self.instances(symbol):
            related = [instance, e.matrix_of(instance), *sum(e.entries(instance) or [], [])[:1]]
            for definition, _ in filter(None, map(e.meaning, filter(None, related))):
                if not general or letters_in(definition.symbol[3], self.context):
                    return True
        return False

    def circular(self, symbol, body) -> bool:
        """w = (z − b) / x, with z defined by w, is an equation that w satisfies and no definition of it."""
        try:
            instance = next(self.instances(symbol))
            value = self.evaluator(body, {x: self.context.indices[x][0] for x in letters_in(body, self.context)}, {})
            return self.evaluator.variable(instance) in getattr(value, "free_symbols", ())
        except (Meaningless, NoSuch, StopIteration, IndexError):
            return False

    def values_of(self, left, right) -> dict:
        """{symbol: number} of w = 1, (w_1, w_2) = (0, 1), or x = (1, 0, 1)."""
        evaluate = self.evaluator
        value = evaluate(right, {}, {})
        if left[0] == "group":
            return {evaluate.instance(s, {}): v for s, v in zip(left[1], value)}
        symbol = evaluate.instance(left, {})
        if is_matrix(value):
            return {(symbol[0], symbol[1], (k + 1,)): v for k, v in enumerate(value)}
        return {symbol: value}

    def with_values(self, node, values, env=None):
        """The value of a tree at the given numbers of the example."""
        marks = {s: sp.Symbol(f"given {self.evaluator.variable(s)}", real=True) for s in values}
        value = self.evaluator(node, env or {}, marks)
        return value.xreplace({marks[s]: v for s, v in values.items()})

    # ---- one formula

    def check(self, formula: Formula) -> Result:
        if formula.block != self.block:
            self.block, self.block_values = formula.block, {}
        try:
            parsed = parse(formula.latex)
        except Unreadable as error:
            return Result(formula, "unreadable", str(error))
        said = parsed.directives
        if "exempt" in said:
            return Result(formula, "exempt", said["exempt"]) if said["exempt"] else Result(formula, "unreadable", "an exemption needs its reason: % exempt: …")
        try:
            if "recall" in said:
                if said["recall"] not in self.labels:
                    raise Unreadable(f"% recall: nothing on this page is defined by {said['recall']}")
                for definition in self.labels[said["recall"]]:
                    self.evaluator.define(definition)
            values, temporary = self.given | self.block_values, []
            for latex in said.get("with", "").split(";"):
                if latex.strip():
                    (((left, right), _),), = parse(latex).statements
                    if closed(right) is None:
                        temporary.append(Definition(left, (), right, "with"))
                        self.evaluator.define(temporary[-1])
                    else:
                        values |= self.values_of(left, right)
            outcome, above = [], None
            try:
                for statement in parsed.statements:
                    outcome += self.statement(statement, formula, said, values, above)
                    above = statement
            finally:
                for definition in temporary:
                    self.evaluator.forget(definition)
        except Unreadable as error:
            return Result(formula, "unreadable", str(error))
        except Unproved as error:
            return Result(formula, "false", str(error))
        except Meaningless as error:
            return Result(formula, "false", f"cannot be evaluated: {error}")
        except NoSuch as error:
            return Result(formula, "false", f"{error} does not exist; if the formula does not hold for all its indices, say for which: % for: l < L")
        except Exception as error:  # what SymPy cannot do is no proof
            return Result(formula, "false", f"cannot be evaluated: {type(error).__name__}: {error}")
        proved = [how for kind, how in outcome if kind == "proved"]
        if proved:
            return Result(formula, "proved", max(proved, key=STRENGTH.index))
        kinds = [kind for kind, _ in outcome]
        return Result(formula, next((k for k in ("definition", "given", "condition") if k in kinds), "letters"))

    def statement(self, statement, formula, said, values, above):
        if len(statement) == 2:
            return [("proved", self.equivalent(*statement, values))]
        (sides, relations), = statement
        if sides[-1][0] == "list":
            return [("given", "")]
        if not relations:
            raise Unreadable("a displayed formula says that two things are equal; this one has no relation")
        if is_shape_row(sides):
            check_shapes(sides, above, self.evaluator, said)
            return [("proved", "SymPy")]
        if formula.inline and contains(sides, ("dots",)):  # θ = (W^1, b^1, …, b^L) in a sentence
            return [("letters", "")]
        if formula.inline and sides[0][0] == "sym" and sides[0][1] in self.context.indices and not sides[0][2]:  # l = L
            return [("given", "")]
        if formula.inline and closed(sides[-1]) is not None and set(relations) == {"="} and self.is_given(sides, said):
            for side in sides[:-1]:
                self.block_values |= self.values_of(side, sides[-1])
            return [("given", "")]
        outcome = []
        for k, relation in enumerate(relations):
            a, b = sides[k], sides[k + 1]
            head = self.head(a) if k == 0 and relation == "=" else None
            if head:
                new = not (self.has_meaning(head[0]) or any(i in values for i in self.instances(head[0])))
                if "define" in said or (new and not self.circular(head[0], b)):
                    if formula.inline and "define" not in said and not contains(b, ("deriv", "nabla", "operator")) and closed(b) is None:
                        outcome.append(("letters", ""))
                        continue
                    definition = Definition(head[0], head[1], b, formula.label)
                    self.evaluator.define(definition)
                    self.labels.setdefault(formula.label, []).insert(0, definition)
                    if self.proving and not formula.inline:
                        self.displayed.append((formula, definition))
                    self.evaluate_once(head, b)
                    outcome.append(("definition", ""))
                    continue
            if relation == "leftarrow":
                if formula.inline or not self.proving:
                    outcome.append(("letters", ""))
                else:
                    outcome.append(("definition", "") if "define" in said else ("proved", self.descends(a, b)))
                continue
            inequality_in_text = formula.inline and relation in ORDER
            if inequality_in_text and not contains((a, b), ("deriv", "operator", "nabla")) and (closed(a) is None or closed(b) is None):
                outcome.append(("condition", ""))
                continue
            try:
                outcome.append(("proved", self.claim(a, relation, b, said, values)))
            except (Unproved, Meaningless) as error:
                again = f"; {self.head(a)[0][1]} has a meaning already: if this is a new one, write % define" if head else ""
                raise Unproved(f"{error}{again}") from None
        return outcome

    def is_given(self, sides, said) -> bool:
        """x = 2 in a sentence sets x, unless x has a value already: then it is a claim."""
        for side in sides[:-1]:
            symbols = side[1] if side[0] == "group" else (side,)
            if not all(s[0] == "sym" and (s[3] is None or s[1] in self.context.layered) and not s[4] for s in symbols):
                return False
            if "define" in said:
                continue
            if any(s[1] in self.context.constants for s in symbols):
                return False
            if side[0] == "group" or not letters_in(side, self.context):
                known = self.given | self.block_values
                if closed(sides[-1]) == "" and sides[-1][0] == "group" and side[0] == "sym":
                    if any(s[0] == side[1] for s in self.given):
                        return False
                    continue
                for s in symbols:
                    instance = self.evaluator.instance(s, {})
                    if instance in self.given or (self.has_meaning(s) and not self.with_values(s, known).free_symbols):
                        return False
        return True

    def evaluate_once(self, head, body):
        """A definition has to have a value, or it means nothing."""
        letters = sorted(letters_in((head[0], body), self.context))
        tried = 0
        for values in combinations(*(range(lo, hi + 1) for lo, hi in (self.context.indices[x] for x in letters))):
            try:
                env = dict(zip(letters, values))
                self.evaluator.instance(head[0], env)
                self.evaluator(body, env, {})
                return
            except NoSuch:
                tried += 1
        raise Meaningless("the definition has a value for none of its indices")

    # ---- claims

    def cases(self, tree, said):
        """The values of the free indices, those that `% for:` leaves."""
        letters = sorted(letters_in(tree, self.context))
        for values in combinations(*(range(lo, hi + 1) for lo, hi in (self.context.indices[x] for x in letters))):
            env = dict(zip(letters, values))
            if "for" in said:
                (((sides, relations),),) = parse(said["for"]).statements
                numbers = [self.evaluator.index(s, env) for s in sides]
                if not all(holds(u, r, v) for u, r, v in zip(numbers, relations, numbers[1:])):
                    continue
            yield env

    def claim(self, a, relation, b, said, values) -> str:
        if not self.proving:
            return "SymPy"
        ways, decimal = [], closed(b)
        values = values if decimal is not None or closed(a) is not None or "with" in said else {}
        for env in self.cases((a, b), said):
            try:
                left = self.with_values(a, values, env)
            except NoSuch:
                continue
            right = self.with_values(b, values, env)
            try:
                if relation == "approx":
                    ways.append(rounds_to(left, decimal) if decimal else vanishes(left, right, self.context))
                elif relation == "=":
                    ways.append(equal(left, right))
                elif relation in ORDER:
                    ways.append(inequality(left, relation, right))
                else:
                    raise Unreadable(f"the relation {relation} states nothing that could be proved")
            except Unproved as error:
                where = " for " + ", ".join(f"{k} = {v}" for k, v in env.items()) if env else ""
                raise Unproved(f"{error}{where}") from None
        if not ways:
            raise Unproved("the left side exists for none of its indices")
        check_shapes((a, b), None, self.evaluator, said)
        return max(ways, key=STRENGTH.index)

    def equivalent(self, first, second, values) -> str:
        """A ⟺ B, each an inequality or a chain of them: both true or both false at every sampled point."""
        trees = [*first[0], *second[0]]
        expressions = [sp.sympify(self.evaluator(t, {x: self.context.indices[x][0] for x in letters_in((first, second), self.context)}, {})) for t in trees]
        seen = set()
        for point_values, numbers in samples(*expressions):
            truths = []
            for (_, relations), part in ((first, numbers[: len(first[0])]), (second, numbers[len(first[0]) :])):
                truths.append(all(bool(holds(u, r, v)) for u, r, v in zip(part, relations, part[1:])))
            if truths[0] != truths[1]:
                raise Unproved(f"left is {truths[0]}, right is {truths[1]} at {', '.join(f'{s} = {n}' for s, n in point_values.items())}")
            seen.add(truths[0])
        if len(seen) < 2:
            raise Unproved("was not seen both true and false")
        return "sampled"

    def descends(self, place, new) -> str:
        """An update w ← w − η ∂C/∂w, or θ ← θ − η ∇C: what it adds is −η times the derivative by what it changes."""
        cost, eta = ("sym", "C", (), None, 0), self.evaluator(("sym", "\\eta", (), None, 0), {}, {})
        whole = place == ("sym", "\\theta", (), None, 0)
        slope = self.evaluator.gradient(cost, {}, {}) if whole else self.evaluator.derivative(cost, (place,), {}, {})
        try:
            return equal(self.evaluator(new, {}, {}), self.evaluator(place, {}, {}) - eta * slope)
        except Unproved as error:
            raise Unproved(f"no step of descent, w − η ∂C/∂w (mark another update with % define): {error}") from None


def check_page(page: str, formulas: list[Formula]) -> list[Result]:
    if page not in CONTEXTS:
        return [Result(f, "unreadable", f"the page {page} has no entry in course/proofs/contexts.py") for f in formulas]
    return [weakest(several) for several in zip(*(check_at(context, formulas) for context in CONTEXTS[page].shapes()))]


def check_at(context: Context, formulas: list[Formula]) -> list[Result]:
    """What is found for the formulas of a page in one example."""
    state = Page(context)
    results = [state.check(f) for f in formulas]
    unused = {r.formula: r for r in state.unused()}
    return [unused.get(r.formula, r) for r in results]


def weakest(several: tuple[Result, ...]) -> Result:
    """Of one formula in several examples: the first failure, else what was shown in the weakest way."""
    failed = next((r for r in several if r.failed), None)
    return failed or max(several, key=lambda r: STRENGTH.index(r.how) if r.kind == "proved" else -1)
