"""Gives a formula's tree its value: a SymPy expression or matrix, on a small concrete example.

A symbol is (base, layer, indices), for instance ("z", 2, (1, 3)). Its value is, in this order: what a derivative or a
call has put in its place, what a definition of the page says, an entry of its matrix, a free variable.
"""

from functools import cache
from itertools import product as combinations
from typing import NamedTuple

import sympy as sp

from course.proofs.contexts import Context
from course.proofs.parse import parse

FUNCTIONS = {"ln": sp.log, "log": sp.log, "exp": sp.exp, "sin": sp.sin, "cos": sp.cos, "tan": sp.tan, "sinh": sp.sinh,
             "cosh": sp.cosh, "tanh": sp.tanh, "max": sp.Max, "min": sp.Min}


class NoSuch(Exception):
    """A layer or an index outside the example: there is nothing to prove there."""


class Meaningless(Exception):
    """The formula can be read, but cannot be given a value; the message says why."""


class Definition(NamedTuple):
    symbol: tuple  # the tree of the left side
    parameters: tuple  # of C(w) = …, else empty
    body: tuple
    label: str


@cache
def generic(name: str, orders: tuple = (0,)):
    """A smooth function of which nothing is known but that its derivatives are the next ones."""

    def fdiff(self, argindex=1):
        higher = tuple(n + (k == argindex - 1) for k, n in enumerate(orders))
        return generic(name, higher)(*self.args)

    return type(f"{name}_{'_'.join(map(str, orders))}", (sp.Function,), {"family": (name, orders), "fdiff": fdiff})


def row(values) -> sp.Matrix:
    """Numbers, or numbers and matrices, in one row."""
    flat = [x for v in values for x in (v if isinstance(v, sp.MatrixBase) else [v])]
    return sp.Matrix(1, len(flat), flat)


class Evaluator:
    def __init__(self, context: Context):
        self.context = context
        self.definitions: list[Definition] = []
        self.cache: dict = {}
        self.used: set[Definition] = set()
        self.open: list = []  # the symbols whose values are being computed

    def define(self, definition: Definition):
        self.definitions.insert(0, definition)
        self.cache.clear()

    def forget(self, definition: Definition):
        self.definitions.remove(definition)
        self.cache.clear()

    # ---- indices and symbols

    def index(self, node, env):
        """The integer that an index stands for; a letter that counts nothing is a name, as in θ_old."""
        kind = node[0]
        if kind == "num":
            return int(node[1])
        if kind == "sym":
            if node[1] in env:
                return env[node[1]]
            if node[1] == "n" and node[2] and self.context.widths:
                layer = self.index(node[2][0], env)
                if not 0 <= layer < len(self.context.widths):
                    raise NoSuch(f"layer {layer}")
                return self.context.widths[layer]
            return self.context.constants.get(node[1], node[1])
        if kind == "sum":
            return sum(sign * self.index(n, env) for sign, n in node[1])
        raise Meaningless("an index is a letter, a number, or a sum of these")

    def instance(self, node, env):
        """The symbol that a tree means, checked to be inside the example."""
        _, base, subs, sup, _ = node
        layer = self.index(sup, env) if sup and base in self.context.layered else None
        symbol = base, layer, tuple(self.index(s, env) for s in subs)
        self.shape(symbol)
        return symbol

    def shape(self, symbol):
        """(rows, columns) of the matrix to which a symbol belongs; None for plain numbers."""
        base, layer, subs = symbol
        for matrix, (entry, rows, columns, first) in self.context.matrices.items():
            if "l" in rows + columns and layer is None:
                continue
            if (base == matrix and not subs) or (base == entry and subs):
                if layer is not None and not first <= layer <= self.context.constants["L"]:
                    raise NoSuch(f"layer {layer} of {matrix}")
                shape = tuple(self.index(parse(s).statements[0][0][0][0], {"l": layer}) for s in (rows, columns))
                numbers = [s for s in subs if isinstance(s, int)]
                bounds = shape if len(subs) == 2 else shape[1:] if rows == "1" else shape[:1]
                if subs and any(not 1 <= s <= n for s, n in zip(numbers, bounds)):
                    raise NoSuch(f"entry {subs} of {matrix}")
                return shape
        return None

    def matrix_of(self, symbol):
        """For z^l_{dj} the matrix Z^l; None if there is none, as for z_h."""
        for matrix, (entry, rows, *_) in self.context.matrices.items():
            whole = matrix, symbol[1], ()
            if symbol[0] == entry and len(symbol[2]) == (1 if rows == "1" else 2) and all(isinstance(s, int) for s in symbol[2]) and self.shape(whole):
                return whole
        return None

    def entries(self, symbol):
        """For Z^l all its z^l_{dj}, row by row; None for a plain number."""
        if symbol[2] or symbol[0] not in self.context.matrices or not self.shape(symbol):
            return None
        entry, one_row, *_ = self.context.matrices[symbol[0]]
        rows, columns = self.shape(symbol)
        return [[(entry, symbol[1], (j + 1,) if one_row == "1" else (d + 1, j + 1)) for j in range(columns)] for d in range(rows)]

    def variable(self, symbol):
        base, layer, subs = symbol
        name = base.replace("\\", "") + (f"^{layer}" if layer is not None else "") + ("_" + ",".join(map(str, subs)) if subs else "")
        return sp.Symbol(name, real=True, positive=True if base in self.context.positive else None)

    def meaning(self, symbol):
        """The definition that covers a symbol, with the values of its index letters; or None.

        That of A^0 goes before that of A^l, and otherwise the newest.
        """
        fitting = [(sorted(letters_in((d.symbol[2:4]), self.context)), d) for d in self.definitions
                   if d.symbol[1] == symbol[0] and len(d.symbol[2]) == len(symbol[2]) and (d.symbol[3] is None) == (symbol[1] is None)]
        for letters, definition in sorted(fitting, key=lambda pair: len(pair[0])):
            for values in combinations(*(range(lo, hi + 1) for lo, hi in (self.context.indices[x] for x in letters))):
                env = dict(zip(letters, values))
                try:
                    if self.instance(definition.symbol, env) == symbol:
                        return definition, env
                except NoSuch:
                    continue
        return None

    def symbol(self, symbol, over):
        """The value of a symbol; `over` maps symbols to what stands in their place."""
        if symbol in over:
            return over[symbol]
        key = symbol, frozenset(over.items())
        if key not in self.cache:
            if self.open.count(symbol) > 5:  # a derivative within a derivative asks for a symbol again, but not for ever
                raise Meaningless(f"{symbol[0]} is defined by itself: do two things on this page have one name?")
            self.open.append(symbol)
            try:
                self.cache[key] = self.fresh_value(symbol, over)
            finally:
                self.open.pop()
        return self.cache[key]

    def fresh_value(self, symbol, over):
        found, entries, matrix = self.meaning(symbol), self.entries(symbol), self.matrix_of(symbol)
        if found:
            self.used.add(found[0])
            value = self(found[0].body, found[1], over)
        elif entries:
            value = sp.Matrix([[self.symbol(e, over) for e in line] for line in entries])
        elif matrix and self.meaning(matrix):
            whole = self.symbol(matrix, over)
            value = whole[symbol[2][0] - 1, symbol[2][1] - 1] if len(symbol[2]) == 2 else whole[0, symbol[2][0] - 1]
        else:
            value = self.variable(symbol)
        if found and entries:
            value = sp.Matrix(*value.shape, [over.get(e, v) for e, v in zip(sum(entries, []), value)])
        return value

    # ---- derivatives and calls: the same formula with something else in a symbol's place

    def differentiate(self, function, by, env):
        """d function / d by, where `function` maps what stands in the place of symbols to a value."""
        target = self.instance(by, env)

        def derivative(over):
            current = self.symbol(target, over)
            grid = self.entries(target) or [[target]]
            if isinstance(current, sp.MatrixBase) and not self.entries(target):
                if not all(x.is_Symbol for x in current):
                    raise Meaningless(f"the derivative by {by[1]} needs its entries to be plain symbols")
                value = function(over)
                return current.applyfunc(lambda x: sp.diff(value, x))
            fresh = {s: sp.Symbol(f"[{self.variable(s)}]" + "'" * sum(str(v).startswith(f"[{self.variable(s)}]") for v in over.values()), real=True)
                     for s in sum(grid, [])}
            value = function({**over, **fresh})
            back = {f: self.symbol(s, over) for s, f in fresh.items()}
            if len(fresh) > 1 and isinstance(value, sp.MatrixBase):
                raise Meaningless("the derivative of a matrix by a matrix is not a matrix: write it by entries")
            results = [[sp.diff(value, fresh[s]).xreplace(back) for s in line] for line in grid]
            return sp.Matrix(results) if self.entries(target) else results[0][0]

        return derivative

    def derivative(self, of, by, env, over):
        if of[0] == "sym" and of[1] not in self.context.functions and of not in by:
            symbol = self.instance(of, env)
            if not (self.meaning(symbol) or self.entries(symbol) or (self.matrix_of(symbol) and self.meaning(self.matrix_of(symbol)))):
                raise Meaningless(f"{of[1]} has no meaning on this page yet, so it has no derivative")
        if any(variable[0] != "sym" for variable in by):
            raise Meaningless("a derivative is by a symbol")
        key = "derivative", of, by, tuple(sorted(env.items())), frozenset(over.items())
        if key not in self.cache:
            self.cache[key] = self.entry_of_derivative(of, by, env, over)
        if self.cache[key] is None:
            def function(over):
                return self(of, env, over)
            for variable in by:
                function = self.differentiate(function, variable, env)
            self.cache[key] = function(over)
        return self.cache[key]

    def entry_of_derivative(self, of, by, env, over):
        """∂C/∂z_{dj} as an entry of ∂C/∂Z, which is computed once for all; None where that does not apply."""
        symbol = self.instance(by[0], env)
        matrix = self.matrix_of(symbol)
        if len(by) > 1 or not matrix or of != ("sym", "C", (), None, 0) or is_matrix(self(of, env, over)):
            return None
        layer = matrix[1] if matrix[1] is None else ("num", str(matrix[1]))
        whole = self.derivative(of, (("sym", matrix[0], (), layer, 0),), {}, over)
        return whole[symbol[2][0] - 1, symbol[2][1] - 1] if len(symbol[2]) == 2 else whole[0, symbol[2][0] - 1]

    def theta(self):
        """The trees of all parameters, from the definition θ = (…)."""
        found = self.meaning(("\\theta", None, ()))
        return found[0].body[1] if found else ()

    def gradient(self, of, env, over):
        if not self.theta():
            raise Meaningless("a gradient needs the parameters: define \\theta = (w_1, …) in contexts.py")
        return row(self.derivative(of, (p,), env, over) for p in self.theta())

    def is_function(self, node, env):
        if node[0] != "sym":
            return False
        if node[1] in self.context.functions:
            return True
        found = self.meaning(self.instance(node, env))
        return bool(found and found[0].parameters)

    def function(self, node, env, over):
        """The Python function that σ, φ_l', C or C' stands for."""
        if node[1] in self.context.functions:
            base = self.context.functions[node[1]](*(self.index(s, env) for s in node[2]))
            if getattr(base, "of_matrix", False):
                return base
            t = sp.Dummy("t", real=True)
            shape = sp.diff(base(t), t, node[4]) if node[4] else base(t)
            return lambda x: x.applyfunc(lambda e: shape.xreplace({t: e})) if isinstance(x, sp.MatrixBase) else shape.xreplace({t: x})
        definition, letters = self.meaning(self.instance((*node[:4], 0), env))
        self.used.add(definition)
        places = [self.instance(p, env) for p in definition.parameters]

        def call(*values):
            if len(values) != len(places):
                raise Meaningless(f"{node[1]} takes {len(places)} arguments here, not {len(values)}")
            def f(over):
                return self(definition.body, letters, over)
            for _ in range(node[4]):
                f = self.differentiate(f, definition.parameters[0], env)
            return f({**over, **dict(zip(places, values))})

        return call

    def at_theta(self, node, vector, env, over):
        """C(θ − η∇C): the value of a tree with the vector's entries in the place of the parameters."""
        places = []
        for p in self.theta():
            symbol = self.instance(p, env)
            places += sum(self.entries(symbol), []) if self.entries(symbol) else [symbol]
        if not isinstance(vector, sp.MatrixBase) or vector.shape != (1, len(places)):
            raise Meaningless("the argument is not a vector of all parameters")
        return self(node, env, {**over, **dict(zip(places, vector))})

    def factors(self, factors, env, over):
        """A product, in which a parenthesis after a function is its argument."""
        value, i = None, 0
        while i < len(factors):
            f, after = factors[i], factors[i + 1] if i + 1 < len(factors) else ("end",)
            i += 1
            if f[0] == "operator":  # d/dz acts on all that follows
                item, i = self.derivative(("prod", factors[i:]), f[1], env, over), len(factors)
            elif after[0] == "group" and f[0] == "call" and self.is_function(f[2], env):  # \\ln \\sigma(z)
                item, i = self((*f[:2], ("prod", (f[2], after))), env, over), i + 1
            elif after[0] == "group" and f[0] == "sym" and self.is_function(f, env):
                item, i = self.function(f, env, over)(*(self(a, env, over) for a in after[1])), i + 1
            elif after[0] == "group" and f[0] == "deriv" and self.is_function(f[1], env) and f[1][1] not in self.context.functions:
                places = [self.instance(p, env) for p in self.meaning(self.instance(f[1], env))[0].parameters]
                values = [self(a, env, over) for a in after[1]]
                if len(places) == len(values):
                    item, i = self(f, env, {**over, **dict(zip(places, values))}), i + 1
                else:
                    item = self(f, env, over)
            elif after[0] == "group" and self.is_vector(after, env, over) and (f[0] == "nabla" or (f[0] == "sym" and self.meaning(self.instance(f, env)))):
                item, i = self.at_theta(f, self(after, env, over), env, over), i + 1
            else:
                item = self(f, env, over)
            value = item if value is None else times(value, item)
        return value

    def is_vector(self, group, env, over):
        value = self(group, env, over) if self.theta() else None
        return isinstance(value, sp.MatrixBase) and value.shape[0] == 1 and len(value) >= len(self.theta())

    # ---- trees

    def __call__(self, node, env, over):
        kind = node[0]
        if kind == "num":
            return sp.Rational(node[1])
        if kind == "sym":
            return self.of_symbol(node, env, over)
        if kind == "prod":
            return self.factors(node[1], env, over)
        if kind == "sum":
            values = [(sign, self(n, env, over)) for sign, n in node[1]]
            total = values[0][1] * values[0][0]
            for sign, v in values[1:]:
                total = plus(total, sign * v)
            return total
        if kind == "times":
            value = self(node[1], env, over)
            for op, n in node[2]:
                value = {"cdot": dot, "odot": elementwise, "times": no_shape}[op](value, self(n, env, over))
            return value
        if kind == "frac":
            return self(node[1], env, over) / self(node[2], env, over)
        if kind == "group":
            return self(node[1][0], env, over) if len(node[1]) == 1 else row(self(n, env, over) for n in node[1])
        if kind == "pow":
            return self(node[1], env, over) ** self(node[2], env, over)
        if kind == "T":
            value = self(node[1], env, over)
            if not is_matrix(value):
                raise Meaningless("a number has no transpose")
            return value.T
        if kind in ("abs", "norm"):
            value = self(node[1], env, over)
            return sp.sqrt(sum(x**2 for x in value)) if isinstance(value, sp.MatrixBase) else sp.Abs(value)
        if kind == "sqrt":
            return sp.sqrt(self(node[1], env, over))
        if kind == "call":
            arguments = node[2][1] if node[2][0] == "group" else (node[2],)
            return FUNCTIONS[node[1]](*(self(a, env, over) for a in arguments))
        if kind == "matrix":
            return sp.Matrix([[self(n, env, over) for n in line] for line in node[1]])
        if kind == "deriv":
            return self.derivative(node[1], node[2], env, over)
        if kind == "nabla":
            return self.gradient(node[1], env, over)
        if kind == "at":
            (variable, place), _ = node[2]
            symbol = self.instance(variable, env)
            fresh = sp.Symbol(f"at {self.variable(symbol)}", real=True)
            return self(node[1], env, {**over, symbol: fresh}).xreplace({fresh: self(place, env, over)})
        if kind == "big":
            return self.of_big(node, env, over)
        raise Meaningless({"operator": "a derivative of nothing", "dots": "dots leave something out: write the formula in full, with a sum for example"}.get(kind, kind))

    def of_symbol(self, node, env, over):
        _, base, subs, sup, primes = node
        if sup and base not in self.context.layered:
            power = self(sup, env, over)
            return sp.exp(power) if base == "e" else self((*node[:3], None, primes), env, over) ** power
        if base in self.context.functions:  # σ without an argument is meant at z
            return self.function(node, env, over)(self(("sym", "z", (), None, 0), env, over))
        if primes:
            raise Meaningless(f"{base}' needs its argument: {base}'(…)")
        if base in self.context.letters:
            return self.context.letters[base]
        if not subs and base in env:
            return sp.Integer(env[base])
        if (not subs and base in self.context.constants) or (base == "n" and subs and self.context.widths):
            return sp.Integer(self.index(node, env))
        return self.symbol(self.instance(node, env), over)

    def of_big(self, node, env, over):
        _, kind, chain, upper, body = node
        if chain is None or chain[0][0][0] != "sym":
            raise Meaningless("a sum needs its index and range, \\sum_{d=1}^{D}, and a limit its variable, \\lim_{h \\to 0}")
        variable, *start = chain[0]
        if kind == "lim":
            symbol = self.instance(variable, env)
            fresh = sp.Symbol("at the limit", real=True, positive=True if variable[1] in self.context.positive else None)
            return sp.limit(sp.cancel(self(body, env, {**over, symbol: fresh})), fresh, self(start[0], env, over))
        low, high = self.context.indices.get(variable[1], (1, 0))
        low, high = (self.index(start[0], env) if start else low), (self.index(upper, env) if upper else high)
        if not (isinstance(low, int) and isinstance(high, int) and low <= high):
            raise Meaningless(f"the sum over {variable[1]} has no range: write \\sum_{{{variable[1]}=1}}^{{…}}")
        terms = [self(body, {**env, variable[1]: k}, over) for k in range(low, high + 1)]
        return sum(terms[1:], terms[0])


def is_matrix(x):
    return isinstance(x, sp.MatrixBase)


def times(a, b):
    if is_matrix(a) and is_matrix(b) and a.shape[1] != b.shape[0]:
        raise Meaningless(f"shapes do not agree: {a.shape[0]} × {a.shape[1]} times {b.shape[0]} × {b.shape[1]}")
    return a * b


def dot(a, b):
    if is_matrix(a) and is_matrix(b):
        raise Meaningless("between matrices \\cdot is not used: write them side by side, or \\odot for entry by entry")
    return a * b


def no_shape(a, b):
    raise Meaningless("\\times is for shapes, (D \\times n_l); a product of numbers takes \\cdot")


def elementwise(a, b):
    if not (is_matrix(a) and is_matrix(b) and a.shape == b.shape):
        raise Meaningless(f"shapes do not agree for \\odot: {getattr(a, 'shape', 'a number')} and {getattr(b, 'shape', 'a number')}")
    return a.multiply_elementwise(b)


def plus(a, b):
    """A row is added to every row, as b^l in Z^l = A^{l-1} W^l + b^l."""
    if is_matrix(a) and is_matrix(b) and a.shape != b.shape and a.shape[1] == b.shape[1] and 1 in (a.shape[0], b.shape[0]):
        rows = max(a.shape[0], b.shape[0])
        a, b = (sp.Matrix.vstack(*[m] * rows) if m.shape[0] == 1 else m for m in (a, b))
    if is_matrix(a) != is_matrix(b) or (is_matrix(a) and a.shape != b.shape):
        raise Meaningless(f"shapes do not agree in a sum: {getattr(a, 'shape', 'a number')} and {getattr(b, 'shape', 'a number')}")
    return a + b


def letters_in(tree, context, bound=frozenset()):
    """The index letters of a tree that no sum binds."""
    if not isinstance(tree, tuple):
        return set()
    if tree[:1] == ("big",) and tree[1] == "sum" and tree[2]:
        bound = bound | {tree[2][0][0][1]}
    if tree[:1] == ("sym",) and isinstance(tree[1], str):
        own = {tree[1]} if tree[1] in context.indices and not tree[2] and tree[1] not in context.letters else set()
        return (own - bound) | letters_in(tree[2:4], context, bound)
    return set().union(*(letters_in(t, context, bound) for t in tree))
