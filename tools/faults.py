"""The faults that `tools/mutants.py` plants: each is one file with one small thing wrong in it.

`numeric` finds faults in the package by walking its syntax trees; `written` holds the few that no rule finds;
`content` makes those of the chapters, the corrections and the site, `moving` those of the figures that move, `reasoned` those of reasons,
hints and formulas in sentences. What is found depends on the files only, so two runs on the same tree plant the same faults.
"""

import ast
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat

from course.claims import bindings as comments
from course.claims import marks, pages
from course.claims.compare import comparisons
from course.claims.numerals import numerals
from course.claims.words import entry
from tools.notebooks import ROOT, SCRIPTS, WIDGET_STATE, all_notebooks, canonical


class Fault(NamedTuple):
    """One planted fault: `text` is what the file at `path` holds with the fault, `checks` are the runs that may see it.

    The text of a notebook is large and few ask for it: there `text` is a function that makes it. A check is a tuple:
    ("pytest", file, …), or ("build", file, …), which builds the site first. They run in this order until one turns red.
    """

    kind: str
    path: str
    line: int
    what: str
    text: str | Callable[[], str]
    checks: tuple[tuple[str, ...], ...]

    @property
    def name(self) -> str:
        """What identifies the fault in mutants_argued.toml; the number of the line is no part of it."""
        return f"{self.path}: {self.what}"

    def planted(self) -> str:
        """The file with the fault."""
        return self.text if isinstance(self.text, str) else self.text()


# Faults in the package, by rule.

# Each module with the test file that speaks of it; where that one stays green, all of them together must not.
TESTS = {f"nnlib/{name}": name for name in (
    "activations", "losses", "params", "network", "indexed", "jacobian", "chain", "gradcheck", "hessian", "training", "minibatch",
    "inplace", "metrics", "splits", "masks", "many", "autodiff", "data")}
TESTS |= {"course/studies/families": "families", "course/studies/published": "published", "course/tables": "tables",
          "nnlib/diagnosis": "gradcheck", "nnlib/checks": "network"}
# Functions that hold no numbers: what they show is compared, letter by letter, in the stored outputs of the chapters.
NOT_NUMERIC = re.compile(r"_?_repr.*|symbol|fraction|names|_label|_dashes|table|numbers|factors|_Ticker")

NEGATED = {ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
SHIFTED = {ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Lt: ast.LtE, ast.LtE: ast.Lt}
CALLED = {"sum": "mean", "max": "min", "min": "max", "argmax": "argmin", "any": "all", "all": "any", "ceil": "floor",
          "maximum": "minimum", "ones_like": "zeros_like", "real": "imag", "imag": "real"}


def tests_of(module: str) -> tuple[tuple[str, ...], ...]:
    """The test file of a module, then all the others."""
    own, *others = (f"tests/test_{name}.py" for name in dict.fromkeys([TESTS[module], *TESTS.values()]))
    return ("pytest", own), ("pytest", *others)


def numeric(root: Path = ROOT, most: int | None = None) -> Iterator[Fault]:
    """The faults that the rules below find in the modules of the package, at most `most` of a kind in a function."""
    for module in TESTS:
        path = f"{module}.py"
        source = (root / path).read_text(encoding="utf8")
        found: dict[tuple[str, str], dict[tuple[str, str], Fault]] = {}
        for function, kind, node, new in _walk(ast.parse(source)):
            text, old = _splice(source, node, new)
            fault = Fault(kind, path, node.lineno, f"{old} → {new}" + _which(source, node, old), text, tests_of(module))
            found.setdefault((function, kind), {}).setdefault((old, new), fault)  # the same change once in a function
        for (function, kind), faults in found.items():
            yield from some(list(faults.values()), most or len(faults), f"{function} {kind}")


def _walk(node: ast.AST, function: str = "") -> Iterator[tuple[str, str, ast.AST, str]]:
    """(function, kind, what is replaced, by what) for each fault in a tree; messages and annotations are left alone."""
    if isinstance(node, (ast.JoinedStr, ast.Raise, ast.AnnAssign)):
        return
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        if NOT_NUMERIC.fullmatch(node.name):
            return
        function = f"{function}.{node.name}"
    for kind, target, new in _rules(node):
        yield function, kind, target, new if isinstance(new, str) else f"({ast.unparse(new)})"
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "bases", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            # A check of arguments, negated, refuses everything, and a layer two away does not exist: any test sees that.
            if isinstance(child, ast.AST) and not (name == "test" and _checks_arguments(node)) and not _is_shifted(child):
                yield from _walk(child, function)


def _rules(node: ast.AST) -> Iterator[tuple[str, ast.AST, ast.expr | str]]:
    match node:
        case ast.BinOp(left, ast.Add() | ast.Sub() as op, right) if not _is_text(left) and not _is_text(right):
            yield "sign", node, ast.BinOp(left, ast.Sub() if isinstance(op, ast.Add) else ast.Add(), right)
        case ast.BinOp(left, ast.Mult(), right):
            yield "factor", node, left
            yield "factor", node, right
        case ast.BinOp(left, ast.Div(), right):
            if not isinstance(left, ast.Constant):  # the 1 that is left of 1 / array dies of its shape, and no test compares
                yield "factor", node, left
            yield "factor", node, ast.BinOp(left, ast.Mult(), right)
        case ast.BinOp(left, ast.Pow(), right):
            yield "factor", node, left
        case ast.BinOp(left, ast.MatMult(), right) if ast.dump(left) != ast.dump(right):
            yield "order", node, ast.BinOp(right, ast.MatMult(), left)
        case ast.UnaryOp(ast.USub(), operand) if not isinstance(operand, ast.Constant):
            yield "sign", node, operand
        case ast.Attribute(value, "T"):
            yield "transpose", node, value
        case ast.Subscript(_, index) if _is_shifted(index):
            yield "layer", index, ast.unparse(index.left)
        case ast.Compare(left, [op], [right]) if type(op) in NEGATED:
            yield "comparison", node, ast.Compare(left, [NEGATED[type(op)]()], [right])
            if type(op) in SHIFTED:
                yield "comparison", node, ast.Compare(left, [SHIFTED[type(op)]()], [right])
        case ast.BoolOp(op, values):
            for k in range(len(values)):
                rest = values[:k] + values[k + 1:]
                yield "comparison", node, rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
        case ast.If(test) if _checks_arguments(node):
            yield "check", test, "False"
            parts = test.values if isinstance(test, ast.BoolOp) else []
            for k in range(len(parts)):  # a reason to refuse forgotten, or a condition of one
                rest = parts[:k] + parts[k + 1:]
                yield "check", test, rest[0] if len(rest) == 1 else ast.BoolOp(test.op, rest)
        case ast.IfExp(_, body, orelse) if not _is_text(body) and not _is_text(orelse):
            yield "branch", node, body
            yield "branch", node, orelse
        case ast.Constant(int() | float() as value) if not isinstance(value, bool):
            yield "constant", node, str(1 if value == 2 or 0 < value < 0.01 else value + 1 if type(value) is int
                                        else value * 2 or 1.0)
        case ast.Call(ast.Attribute(_, "prime"), [ast.Subscript(ast.Name("Z") as name, _)]):
            yield "slope", name, "A"
        case ast.Call(ast.Attribute(_, "einsum"), [ast.Constant(str(letters)) as string, *_]):
            for new in _relettered(letters):
                yield "letters", string, f'"{new}"'
        case ast.Call(ast.Attribute(value, name), _, _) if name in CALLED:
            yield "reduction", node, ast.Call(ast.Attribute(value, CALLED[name]), node.args, node.keywords)
        case ast.Call(ast.Name(name), [_, _, *_]) if name in CALLED:
            yield "reduction", node, ast.Call(ast.Name(CALLED[name]), node.args, node.keywords)
        case ast.Call(ast.Name("abs") | ast.Attribute(_, "abs"), [inside]):
            yield "reduction", node, inside
        case ast.Call(ast.Attribute(value, "copy"), []):
            yield "copy", node, value
        case ast.keyword("axis", ast.Constant(0)):
            yield "axis", node.value, "1"
        case ast.AugAssign(target, ast.Add() | ast.Sub() as op, value):
            other = "-=" if isinstance(op, ast.Add) else "+="
            yield "sign", node, f"{ast.unparse(target)} {other} {ast.unparse(value)}"


def _checks_arguments(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.body[0], ast.Raise)


def _is_shifted(node: ast.AST) -> bool:
    """Whether this is l + 1 or l − 1."""
    return isinstance(node, ast.BinOp) and ast.unparse(node) in ("l + 1", "l - 1")


def _is_text(node: ast.AST) -> bool:
    return any(isinstance(n, (ast.JoinedStr, ast.List)) or isinstance(n, ast.Constant) and isinstance(n.value, str)
               for n in ast.walk(node))


def _relettered(letters: str) -> Iterator[str]:
    """The subscripts with two letters of one operand, or of the result, exchanged."""
    parts = re.split(r"(,|->)", letters)
    for k, part in enumerate(parts):
        if part.isalpha() and len(part) > 1 and (len(part), part[0]) != (2, "d"):  # samples for neurons: no shape fits
            yield "".join([*parts[:k], part[:-2] + part[-1] + part[-2], *parts[k + 1:]])
    operands, result = letters.split("->")
    if len(result) == 1:
        yield f"{operands}->{next(c for c in operands if c not in result and c.isalpha())}"


def _splice(source: str, node: ast.AST, new: str) -> tuple[str, str]:
    """The source with one node replaced, and what stood there; ast counts columns in bytes."""
    lines = source.encode().split(b"\n")
    start = sum(len(line) + 1 for line in lines[: node.lineno - 1]) + node.col_offset
    end = sum(len(line) + 1 for line in lines[: node.end_lineno - 1]) + node.end_col_offset
    data = source.encode()
    return (data[:start] + new.encode() + data[end:]).decode(), " ".join(data[start:end].decode().split())


def _which(source: str, node: ast.AST, old: str) -> str:
    """Where `old` is short or stands in the file more than once: the line around it."""
    line = source.split("\n")[node.lineno - 1].split("  #", 1)[0].strip()
    return f", in {line}" if len(old) < 8 or source.count(old) > 1 else ""



# Faults in the package that no rule finds.

WRITTEN = [
    ("network", "the weights are updated before the hidden deltas are computed", "theta.W[l + 1].T",
     "(theta.W[l + 1] - 0.1 * A[l].T @ delta[l + 1]).T"),
    ("network", "the delta of the output in every layer", "delta[l + 1] @", "delta[L] @"),
    ("network", "the gradient of the sum, divided by the number of samples", "A[l - 1].T @ delta[l]",
     "A[l - 1].T @ delta[l] / len(Y)"),
    ("network", "the bias gradient of the first sample only", "delta[l].sum(axis=0)", "delta[l][0]"),
    ("activations", "softplus by its textbook form, which overflows", "np.logaddexp(0, z)", "np.log(1 + np.exp(z))"),
    ("activations", "σ′ as σ (1 − σ), which loses its digits", "e / (1 + e) ** 2", "_sigmoid(z) * (1 - _sigmoid(z))"),
    ("training", "θ of the caller is overwritten", "theta = theta + v", "theta += v"),
    ("training", "the move is forgotten", "alpha * v", "0 * v"),
    ("training", "decay shrinks the step and not θ", "(1 - decay) * theta", "theta - decay * v"),
    ("minibatch", "the same order in every epoch", "for _ in range(epochs)", "for rng in map(np.random.default_rng, [0] * epochs)"),
    ("metrics", "the confusion matrix is transposed", "(true, predicted), 1", "(predicted, true), 1"),
    ("training", "one step too many is kept", "step.k == steps", "step.k >= steps - 1"),
]


def written(root: Path = ROOT) -> Iterator[Fault]:
    for module, what, old, new in WRITTEN:
        path = f"nnlib/{module}.py"
        source = (root / path).read_text(encoding="utf8")
        assert old in source, f"{path} no longer says {old}: write the fault {what!r} anew"
        line = source[: source.index(old)].count("\n") + 1
        yield Fault("written", path, line, what, source.replace(old, new),
                    tests_of(f"nnlib/{module}"))


def drawn(root: Path = ROOT) -> Iterator[Fault]:
    """Some of the faults of the rules in the functions that draw."""
    for path in sorted((root / "course/figures").glob("*.py")):
        source, name = path.read_text(encoding="utf8"), str(path.relative_to(root))
        found = [(kind, node, new) for _, kind, node, new in _walk(ast.parse(source))
                 if kind in ("sign", "factor", "reduction")]
        tests = tuple(f"tests/{p.name}" for p in sorted((root / "tests").glob("test_figures_*.py")))
        for _, node, new in some(found, 3, name):
            text, old = _splice(source, node, new)
            yield Fault("drawing", name, node.lineno, f"{old} → {new}" + _which(source, node, old), text,
                        (("pytest", *tests), *(("pytest", f"chapters/{p.name}") for p in all_notebooks())))


# Faults in what a reader reads.

DECIMAL = re.compile(r"(?<![\w.])\d+\.\d+(?!\w|\.\d)")
# In sentences: three significant digits or more, and none that the change turns into another number of the page, which
# no test of a number's presence can see. How rare that is, tests/test_prose_numbers.py measures.
LONG = re.compile(r"(?<![\w.])(?=[\d.]*[1-9]\.?\d\.?\d)\d+\.\d+(?!\w|\.\d)")
APART = re.compile(r"<!--.*?-->|<del>.*?</del>|\$\$.*?\$\$|"
                   r"\b([Ss]ections?|[Ee]xercise|[Hh]eadings?|[Tt]able|[Cc]hapter)\s+\d+(\.\d+)*", re.S)
DISPLAYED = re.compile(r"(?<=\$\$).*?(?=\$\$( \(|\n|$))", re.S)
# No definition begins so, or has a second line that goes on with an equals sign.
CLAIM = re.compile(r"\\frac|\\sigma'|\\begin\{aligned\}\s*(&|\\frac|\\sigma')|.*\\\\\s*&=", re.S)
IN_FORMULA = {  # what of the last side of an equation is replaced by what
    "sign": (r" - (?!\\eta)", " + "), "plus": (r" \+ ", " - "), "minus": (r"(?<== )-(?=\S)", ""),
    "index": (r"(?<=[a-z]_)[1-6]|(?<=[a-z]_\{[d\d])[1-6](?=\})", lambda m: str(int(m[0]) - 1 or 2)),
    "exponent": (r"(?<=\^)2|(?<=\^\{)\d(?=\})", "3"), "transpose": (r"\^\\top", ""),
    "factor": (r"\b[24](?= ?[(\\])", ""), "slope": (r"\\sigma'\(Z", r"\\sigma'(A")}


NEXT_WORD = dict(zip("two three four five six seven eight nine ten eleven twelve twenty thirty hundred thousand half twice".split(),
                     "three four five six seven eight nine ten eleven twelve thirteen thirty forty thousand hundred twice half".split()))
TURN = {"falls": "rises", "rises": "falls", "fall": "rise", "rise": "fall", "fallen": "risen", "risen": "fallen", "grows": "shrinks",
        "shrinks": "grows", "drops": "rises", "climbs": "falls", "larger": "smaller", "smaller": "larger", "more": "fewer"}
TURNED = re.compile(rf"\b({'|'.join(TURN)})\b")


def some(candidates: list, n: int, seed: str) -> list:
    """At most `n` of them, chosen by chance, but always the same ones."""
    chosen = random.Random(seed).sample(range(len(candidates)), min(n, len(candidates)))
    return [candidates[k] for k in sorted(chosen)]


def next_digit(number: str) -> str:
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def replaced(text: str, match: re.Match, new: str) -> str:
    return text[: match.start()] + new + text[match.end():]


def outside(pattern: re.Pattern, text: str, apart: re.Pattern = APART) -> list[re.Match]:
    """The matches that do not lie in something apart: sources' values, numbers of sections, displayed formulas."""
    spans = [m.span() for m in apart.finditer(text)]
    return [m for m in pattern.finditer(text) if not any(a <= m.start() < b for a, b in spans)]


class Chapter:
    """A notebook in which faults are planted; each is stored in canonical form, as an author's own would be."""

    def __init__(self, path: Path, root: Path):
        self.file, self.name, self.stem = path, str(path.relative_to(root)), path.stem
        self.cells = nbformat.read(path, as_version=4).cells
        self.run = ("pytest", self.name)
        computed = "\n".join(cell.source + str(cell.outputs) for cell in self.cells if cell.cell_type == "code")
        self.numbers = {float(n) for n in re.findall(r"\d+\.\d+", computed)}

    def shows(self, number: str) -> bool:
        """Whether a number of a cell, shown or set, may be rounded to this one; a shown 5 at the end goes either way."""
        half = 0.5000001 * 10.0 ** -len(number.partition(".")[2])
        return any(abs(n - float(number)) <= half for n in self.numbers)

    def changed(self, change: Callable) -> Callable[[], str]:
        """What makes the notebook with a change."""
        def text() -> str:
            notebook = nbformat.read(self.file, as_version=4)
            change(notebook)
            return canonical(notebook, self.stem)
        return text

    def fault(self, kind: str, k: int, what: str, change: Callable, *checks: tuple[str, ...]) -> Fault:
        return Fault(kind, self.name, k, f"cell {k}: {what}", self.changed(lambda notebook: change(notebook.cells[k])), checks)

    def stored(self, kind: str, key: str, part: str, new, line: int, what: str, *checks: tuple[str, ...]) -> Fault:
        """A fault in the state that the notebook keeps of a widget."""
        def change(notebook):
            notebook.metadata.widgets[WIDGET_STATE].state[key].state[part] = new
        return Fault(kind, self.name, line, what, self.changed(change), checks)

    def other_hash(self, kind: str, widget: str, *checks: tuple[str, ...]) -> Fault:
        """The hash of another script where the notebook names that of a widget."""
        def change(notebook):
            notebook.metadata[SCRIPTS][widget] = "0" * 16
        return Fault(kind, self.name, 0, f"{widget}, another hash", self.changed(change), checks)

    def texts(self, kind: str, n: int, where: list[tuple[int, Callable]], check: tuple[str, ...], pattern=DECIMAL,
              new: Callable[[re.Match], str] = lambda m: next_digit(m[0]), apart=APART) -> Iterator[Fault]:
        """Faults in texts: `where` names cells and, in each, the dictionary and key that hold a text."""
        found = [(k, place, m) for k, place in where for m in outside(pattern, _at(self.cells[k], place), apart)
                 if pattern is not LONG or not self.shows(new(m))]
        for k, place, m in some(found, n, f"{self.stem} {kind}"):
            def change(cell, place=place, m=m):
                holder, key = place(cell)
                holder[key] = replaced(holder[key], m, new(m))
            yield self.fault(kind, k, f"{m[0]} → {new(m)} at character {m.start()}", change, check)

    def said(self) -> list[tuple[int, Callable]]:
        """The Markdown cells, as `texts` wants them."""
        return [(k, lambda cell: (cell, "source")) for k, cell in enumerate(self.cells) if cell.cell_type == "markdown"]

    def faults(self) -> Iterator[Fault]:
        code = [k for k, cell in enumerate(self.cells) if cell.cell_type == "code"]
        pictures = [k for k in code if any("image/svg+xml" in o.get("data", {}) for o in self.cells[k].outputs)]
        shown = [k for k in code if k not in pictures and self.cells[k].outputs]
        said = self.said()
        prose = ("pytest", "tests/test_prose_numbers.py", "-k", self.stem)
        stored = ("pytest", "tests/test_notebooks.py", "-k", self.stem)
        yield from self.texts("prose", 3, said, prose, LONG)
        for kind, n, place in [("alt text", 2, lambda cell: (cell.metadata.mystnb.image, "alt")),
                               ("caption", 1, lambda cell: (cell.metadata.mystnb.figure, "caption"))]:
            yield from self.texts(kind, n, [(k, place) for k in pictures], prose, LONG)
        yield from self.texts("printed", 2, said, ("pytest", "tests/test_corrections.py"),
                              re.compile(r"(?<=<del>)[−\d]*\.?\d+(?=</del>)"), apart=re.compile("$^"))
        yield from self.texts("output", 2, [(k, _output) for k in shown], self.run)
        yield from self.texts("figure", 1, [(k, lambda cell: (cell, "source")) for k in pictures], self.run)
        yield from self.texts("figure", 1, [(k, _picture) for k in pictures], self.run,
                              re.compile(r"(?<=[ML] )\d+\.\d+"))
        for k in some(shown, 1, self.stem):
            yield self.fault("stored", k, "its output is cleared", lambda cell: cell.update(outputs=[]),
                             stored, self.run)
        for k in some(code, 1, self.stem):
            yield self.fault("stored", k, "it was never run",
                             lambda cell: cell.update(outputs=[], execution_count=None), stored)
        yield from self.numerals()
        for rule, (pattern, new) in IN_FORMULA.items():
            yield from self.formulas(rule, re.compile(pattern), new)

    def numerals(self) -> Iterator[Fault]:
        """Numerals of any text changed or exchanged with their neighbours, and words and comparisons turned round."""
        found: dict[str, list] = {"whole number": [], "number word": [], "percent": [], "exchanged": [], "comparison": [], "reversed word": []}
        followed = []
        for text in (text for text in pages.texts_of(nbformat.read(self.file, as_version=4)) if text.part != "code"):
            numbers = numerals(text.text)
            for n, after in zip(numbers, [*numbers[1:], None]):
                if not (n.text.lower() in NEXT_WORD or n.text[-1].isdigit()):
                    continue
                kind = "percent" if text.text[n.end: n.end + 9].startswith((" per cent", " %", " percent")) else \
                    "number word" if n.text.lower() in NEXT_WORD else "whole number" if n.text.isdigit() else ""
                new = NEXT_WORD.get(n.text.lower()) or (str(int(n.text) + 1) if n.text.isdigit() else next_digit(n.text))
                if kind:
                    found[kind].append((text, n.start, n.end, new))
                if after and n.text != after.text:
                    found["exchanged"].append((text, n.start, after.end, after.text + text.text[n.end: after.start] + n.text))
            for n, b in zip(*pages.numbers_and_words(text)[:2]):
                if n.unit < 0 and (said := entry(n.text)) and said.others:
                    new = some(list(said.others), 1, f"{text.cell} {n.start}")[0]
                    found["reversed word"].append((text, n.start, n.end, new.capitalize() if n.text[0].isupper() else new))
                    if b and b.what and said.direction and entry(new).direction not in ("", said.direction):
                        followed.append((text, n, b, new))
            for words, _ in comparisons(text.text, numbers):
                start = text.text.find(words)
                if start >= 0 and (turned := TURNED.sub(lambda m: TURN[m[0]], words, count=1)) != words:
                    found["comparison"].append((text, start, start + len(words), turned))
        for kind, candidates in found.items():
            for text, start, end, new in some(candidates, 2, f"{self.stem} {kind}"):
                def change(cell, text=text, start=start, end=end, new=new):
                    outer, inner = pages.FIELDS.get(text.part, ("", ""))
                    holder, key = (cell.metadata.mystnb[outer], inner) if outer else (cell, "source")
                    holder[key] = holder[key][:start] + new + holder[key][end:]
                what = f"{' '.join(text.text[start:end].split())} → {' '.join(new.split())} at character {start} of the {text.part}"
                # A mark sees any change; whether a numeral's own binding does is asked without it.
                yield self.fault(kind, text.cell, what, change, ("pytest", "tests/test_claims.py", "-k", self.stem if kind == "reversed word" else f"{self.stem} and not as_it_was_read"))
        for text, n, b, new in some(followed, 2, f"{self.stem} followed"):  # an author who turns the word and its key, and has the sentence held as it is then
            def follow(cell, text=text, n=n, b=b, new=new):
                outer, inner = pages.FIELDS.get(text.part, ("", ""))
                holder, key = (cell.metadata.mystnb[outer], inner) if outer else (cell, "source")
                words = text.text[: n.start] + new + text.text[n.end:]
                turned = pages.numbered(new, [start for start, _ in pages.places(words, new)].index(n.start))
                bound = [type(b)(turned, b.what) if each is b else each for each in text.bindings]
                held = [each.mark for each in marks.sentences(words)]
                holder[key] = words if outer else comments.join(words, bound, held)
                if outer:
                    cell.metadata[pages.KEYED][text.part] = comments.lines(bound, held)
            yield self.fault("reversed with its comment", text.cell, f"{n.text} → {new} at character {n.start} of the {text.part}", follow,
                             ("pytest", "tests/test_claims.py", "-k", self.stem))

    def formulas(self, rule: str, pattern: re.Pattern, new: str | Callable) -> Iterator[Fault]:
        """A fault in the last side of a displayed formula that claims something, where a chapter has such a formula."""
        found = []
        for k, cell in enumerate(self.cells):
            for formula in DISPLAYED.finditer(cell.source if cell.cell_type == "markdown" else ""):
                claims = CLAIM.match(formula[0].strip())
                last = formula.start() + formula[0].rfind("=")
                if claims and last > formula.start():
                    found += [(k, m) for m in pattern.finditer(cell.source, last, formula.end())]
        for k, m in some(found, 1, f"{self.stem} {rule}"):
            wrong = new(m) if callable(new) else m.expand(new)
            around = " ".join(m.string[max(0, m.start() - 30): m.end() + 20].split())
            yield self.fault("formula", k, f"{rule}: {m[0].strip()!r} → {wrong.strip()!r} in … {around} …",
                             lambda cell, m=m, wrong=wrong: cell.update(source=replaced(cell.source, m, wrong)),
                             ("pytest", "tests/test_formulas.py", "-k", self.stem))


def _at(cell, place) -> str:
    holder, key = place(cell)
    return holder[key]


def _output(cell) -> tuple[dict, str]:
    """The text that a cell shows."""
    output = cell.outputs[0]
    if "data" not in output:
        return output, "text" if "text" in output else "evalue"
    return output.data, next(mime for mime in ("text/markdown", "text/latex", "text/plain") if mime in output.data)


def _picture(cell) -> tuple[dict, str]:
    return next(output.data for output in cell.outputs if "image/svg+xml" in output.get("data", {})), "image/svg+xml"


def content(root: Path = ROOT) -> Iterator[Fault]:
    """Faults in the chapters, the corrections and the files of the project."""
    for path in all_notebooks():
        yield from Chapter(path, root).faults()
    corrections, check = "chapters/reference/corrections.toml", ("pytest", "tests/test_corrections.py")
    for what, pattern, new in [("a printed value", r'(?<=printed = ")-?\d+\.\d+(?=")', lambda m: next_digit(m[0])),
                               ("a right value", r'(?<=correct = ")[a-z]\[\d+\](?=")',
                                lambda m: m[0][:1] + ("[5]" if "4" in m[0] else "[4]")),
                               ("a label", r'(?<=where = ")[\w-]+', lambda m: m[0] + "-x")]:
        yield from _in_text(root, "correction", what, corrections, re.compile(pattern), new, 2, (check,))
    host = ".".join(("pypi", "org"))
    yield from _in_text(root, "address", "a package registry", "README.md", re.compile(r"\Z"),
                        lambda m: f"\nSee https://{host}/simple.\n", 1, (("pytest", "tests/test_repository.py"),))


def site(root: Path = ROOT) -> Iterator[Fault]:
    """Faults that the build or the built pages show."""
    pages, browser = (("build", "tests/site/test_pages.py"),), (("build", "tests/site/test_visits.py", "-k", "served"),)
    for path in all_notebooks():
        chapter = Chapter(path, root)
        said = chapter.said()
        for kind, pattern in {"link": r"(?<=\]\()[\w./#-]+(?=\))", "label": r"(?<=^\()[\w-]+(?=\)=$)",
                              "citation": r"(?<=\{cite\}`)\w+", "reference": r"(?<=\{eq\}`)[\w-]+"}.items():
            yield from chapter.texts(kind, 1, said, pages[0], re.compile(pattern, re.M), lambda m: m[0] + "x")
    yield from _in_text(root, "address", "a picture from another host", "chapters/reference/notation.md",
                        re.compile(r"\Z"),
                        lambda m: "\n![A picture of something somewhere else](https://example.org/x.png)\n", 1, pages)
    yield from _in_text(root, "address", "a style sheet that loads another", "course/site/static/book.css",
                        re.compile(r"\A"), lambda m: "@import url(https://example.org/x.css);\n", 1, browser)


# Faults in the figures that move.

LINE = re.compile(r"^(?! *(?://|/?\*)).*?(?= //|$)", re.M)  # without what is a comment
IN_SCRIPT = {  # what of a line is replaced by what
    "minus": (r"(?<=[\w)\]]) - (?=[\w(])", " + "), "plus": (r"(?<=[\w)\]]) \+ (?=[\w(])", " - "),
    "sign": (r"(?<![\w)\]] )(?<![\w)\]])-(?=[a-z]\w|\d+ \*)", ""),
    "factor": (r"(?<=[\w)\]]) \* [\w.]+(\[[^\[\]]*\]|\([^()]*\))*(?! \*\*)", ""),
    "divisor": (r"(?<=[\w)\]]) / [\w.]+(\[[^\[\]]*\]|\([^()]*\))*", ""), "exponent": (r"(?<=\*\* )2\b", "3"),
    "slope": (r"(?<=prime\()[zZ]", lambda m: {"z": "a", "Z": "A"}[m[0]]), "layer": (r"(?<=\[l) [+-] 1(?=\])", ""),
    "transpose": (re.escape("W[l + 1].map((w_i) => sum(w_i.map((w_ij, j) => row[j] * w_ij)))"),
                  "W[l + 1][0].map((_, j) => sum(W[l + 1].map((w_i, i) => row[i] * w_i[j])))"),
    "comparison": (r" (>=|<=|>|<) (?=[\w(-])", lambda m: f" {({'>=': '<', '<': '>=', '>': '<=', '<=': '>'})[m[1]]} ")}
# In lines about places on the screen, and in the texts of a figure: what a reader sees is drawn elsewhere, differently, or said wrongly.
OPPOSITES = {a: b for pair in ("forward backward", "parameter data", "left right", "smaller larger", "above below", "up down", "first last", "before after",
                               "rows columns", "row column", "input output", "inputs outputs", "least most", "multiplied divided", "vanishing exploding",
                               "truncation rounding", "Previous Next", "Step Run", "weight bias", "weights biases", "yes no", "right wrong", "uphill downhill",
                               "central one-sided", "full hand", "cost weight", "target input") for a, b in (pair.split(), pair.split()[::-1])}
IN_DRAWING = {
    "axis": (r"\bc\.[xy]\(", lambda m: {"c.x(": "c.y(", "c.y(": "c.x("}[m[0]]), "end": (r"\b[xy][12]\b(?=[:, ])", lambda m: m[0][0] + {"1": "2", "2": "1"}[m[0][1]]),
    "plus": (r"(?<=[\w)\]]) \+ (?=[\w(])", " - "), "minus": (r"(?<=[\w)\]]) - (?=[\w(])", " + "),
    "doubled": (r"(?<=[ (\[])\d+(?:\.\d+)?(?= [*]|[,)\]]| /)(?![,)] ?[\d\"])", lambda m: f"{float(m[0]) * 2 or 1:g}"),
    "index": (r"\[[01]\]", lambda m: {"[0]": "[1]", "[1]": "[0]"}[m[0]]), "dash": (r'(?<=[\"(, ])\"\d [\d ]+\"', '"1 9"'),
    "role": (r"(?<=--nn-)(?:forward|backward|parameter|data)\b", lambda m: {"forward": "backward", "backward": "forward", "parameter": "data", "data": "parameter"}[m[0]])}
IN_TEXTS = {
    "holes": (r"(\$\{[^{}`]+\})([^`{}$\"<>]{1,60})(?!\1)(\$\{[^{}`]+\})", lambda m: m[3] + m[2] + m[1]),
    "word": (r"(?<![\w.\[(-])(?:" + "|".join(sorted(OPPOSITES, key=len, reverse=True)) + r")(?![\w(.\[\])-])(?=[^`\"]*[`\"])", lambda m: OPPOSITES[m[0]]),
    "number": (r"(?<=\$\{show\()[\w.]+(?:\[\w+\])*(?=[,)])", lambda m: f"2 * {m[0]}"), "digits": (r"(?<=, )[234](?=\)\})", lambda m: str(int(m[0]) - 1)),
    "sentence": (r"(?<=[ `\"])(?!return)([A-Za-z]{3,}) ([a-z]{2,})(?= [a-z]+[^`\"=]*[.:,][`\" ])", lambda m: f"{m[2]} {m[1]}")}
TEXT = re.compile(r"`[^`]*`|\"[^\"]* [^\"]*\"")
# Where a line is about places on the screen, a test of numbers need not see it.
PLACED = re.compile(r"svg\(|\bc\.|\b(wide|high|width|height|side|across|span|share|stride)\b|length: |Math\.(floor|ceil|cos|sin|hypot|atan2)|"
                    r"ROW|RADIUS|LINE|\bd[xy]\b|[xy][12]\b.*[xy][12]\b|\bp[xy]\b|toFixed|%`")


def changes(text: str, most: int, seed: str, apart: re.Pattern = re.compile("$^")) -> Iterator[tuple[str, str, re.Match]]:
    """(rule, the text with one fault, what was replaced), at most `most` of a rule, in lines of JavaScript."""
    lines = [line for line in LINE.finditer(text) if not apart.search(line[0])]
    for rule, (pattern, new) in IN_SCRIPT.items():
        found = [m for line in lines for m in re.compile(pattern).finditer(text, line.start(), line.end())]
        for m in some(found, most, f"{seed} {rule}"):
            yield rule, replaced(text, m, new(m) if callable(new) else new), m


def on_screen(text: str, most: int, seed: str) -> Iterator[tuple[str, str, str, re.Match]]:
    """(kind, rule, the text with one fault, what was replaced), at most `most` of a rule: in lines that draw, and in texts."""
    begin = max(text.find("export default"), 0)  # what stands before it computes, and is in `changes`
    lines = [line.span() for line in LINE.finditer(text, begin) if PLACED.search(line[0])]
    texts = [(line.start() + part.start(), line.start() + part.end()) for line in LINE.finditer(text, begin) if not line[0].startswith("import ")
             for part in TEXT.finditer(line[0])]
    for kind, rules, spans in (("drawing", IN_DRAWING, lines), ("wording", IN_TEXTS, texts)):
        for rule, (pattern, new) in rules.items():
            found = {m.span(): m for span in spans for m in re.compile(pattern).finditer(text, *span)}
            for m in some(list(found.values()), most, f"{seed} {rule}"):
                if (wrong := replaced(text, m, new(m) if callable(new) else new)) != text:
                    yield kind, rule, wrong, m


def moving(root: Path = ROOT) -> Iterator[Fault]:
    """Faults in the engine, in the explorers' scripts, and in what the notebooks store of both: hashes, and the bounds of traits."""
    engine = "course/widgets/engine.js"
    text = (root / engine).read_text(encoding="utf8")
    for rule, wrong, m in changes(text, 3, engine):
        yield Fault("engine", engine, *_where(rule, m), wrong, (("pytest", "tests/test_javascript_engine.py", "-k", "not planted"),))
    planted, drawn = set(), set()  # a script that two chapters use is one script
    for path in all_notebooks():
        for key, state in _explorers(nbformat.read(path, as_version=4)):
            (name, shown), chapter = state["_anywidget_id"].split(".")[-2:], Chapter(path, root)
            script = f"course/widgets/{name}/{name}.js"
            check = ("build", f"tests/site/test_explorer_{name}.py")
            for rule, wrong, m in [] if name in planted else changes((root / script).read_text(encoding="utf8"), 2, name, PLACED):
                planted.add(name)
                yield Fault("explorer", script, *_where(rule, m), wrong, (check,))
            for kind, rule, wrong, m in [] if name in drawn else on_screen((root / script).read_text(encoding="utf8"), 1, name):
                drawn.add(name)
                yield Fault(kind, script, *_where(rule, m), wrong, (("pytest", "tests/test_drawn.py", "-k", f"shows_what and {shown}"), check))
            yield chapter.other_hash("copy", state["_anywidget_id"], ("pytest", "tests/test_notebooks.py", "-k", "hashes"))
            check = ("pytest", "tests/test_explorers.py", "-k", "stored")
            trait, most = next((trait, each["most"]) for trait, each in state["_bounds"].items() if "most" in each)
            wrong = {**state["_bounds"], trait: {**state["_bounds"][trait], "most": most + 1}}
            yield chapter.stored("copy", key, "_bounds", wrong, 0, f"{name}, _bounds: {trait} goes up to {most + 1}", check)


def _explorers(notebook) -> list[tuple[str, dict]]:
    """(id, state) of the explorers whose state a notebook keeps."""
    widgets = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    return [(key, widget["state"]) for key, widget in widgets.items() if "_bounds" in widget["state"]]


def _where(rule: str, m: re.Match) -> tuple[int, str]:
    """The number of the line of a match, and what is done to it."""
    around = m.string[m.string.rfind("\n", 0, m.start()) + 1: m.start()][-40:] + f"[{m[0]}]" + m.string[m.end():].split("\n")[0][:40]
    return m.string[: m.start()].count("\n") + 1, f"{rule}: {' '.join(around.split())}"


def _in_text(root, kind, what, path, pattern, new, n, checks) -> Iterator[Fault]:
    text = (root / path).read_text(encoding="utf8")
    for m in some(list(pattern.finditer(text)), n, f"{path} {what}"):
        shown = f"{what}, {m[0]} → {new(m).strip()}".replace("https://", "")
        yield Fault(kind, path, text[: m.start()].count("\n") + 1, shown, replaced(text, m, new(m)), checks)


# Faults beside the pages, in statements of exercises, and in definitions that name a function of nnlib.


def _bumped(m: re.Match) -> str:
    return m[0][:-1] + str((int(m[0][-1]) + 1) % 10)


def beside(root: Path = ROOT) -> Iterator[Fault]:
    """Faults in statements, README, commands, licences, the policy, the lock and the data."""
    statements, promises = ("pytest", "tests/test_statements.py", "-k", "gives_what"), ("pytest", "tests/test_promises.py")
    for path in all_notebooks():
        chapter = Chapter(path, root)
        stated = [(k, place) for k, place in chapter.said() if "### Exercise " in chapter.cells[k].source]
        apart = re.compile(r"(?s:\A.*?(?=### Exercise ))|### Exercise .*|\{eq\}`[^`]*`|\]\([^)]*\)")
        for kind, pattern, new in [("statement", r"(?<![\w.}^-])\d+\.\d+(?!\w)", _bumped), ("statement", r"(?<=[ =$])-(?=\d)", lambda m: "+"),
                                   ("statement", r"\b(?:below|largest|third|mean)\b", lambda m: {
                                       "below": "above", "largest": "smallest", "third": "fourth", "mean": "sum"}[m[0]])]:
            yield from chapter.texts(kind, 2, stated, statements, re.compile(pattern), new, apart)
    for kind, what, path, pattern, new, n in [
            ("readme", "a number of an answer", "README.md", r"(?<=check\(\"3\.1\", \[)0\.\d+", _bumped, 1),
            ("readme", "a reply", "README.md", r"(?<=# Not yet\. )δ₄ and δ₅ are", lambda m: "δ₅ is", 1),
            ("readme", "what a file is called", "README.md", r"np\.load\(", lambda m: "np.loads(", 1),
            ("readme", "the order of the hints", "README.md", r'(?<=hint\("3\.1", )2(?=\) the formula)', lambda m: "3", 1),
            ("command", "a target", "README.md", r"(?<=^    make )\w+(?= )", lambda m: m[0] + "s", 2),
            ("command", "a module", "Makefile", r"(?<=-m )(?:tools|course)\.[\w.]+", lambda m: m[0] + "s", 3),
            ("command", "an option", "Makefile", r"(?<= )--[a-z]+-[a-z-]+", lambda m: m[0] + "s", 3),
            ("command", "the last line", ".ci/run", r"make test\Z|make test(?=\n\Z)", lambda m: "make book", 1),
            ("licence", "a word", "LICENSE", r"(?<=permitted provided that the following conditions )are(?= met)", lambda m: "be", 1),
            ("licence", "whose licence", "README.md", r"under CC BY 4\.0", lambda m: "under CC BY 3.0", 2),
            ("lock", "a checksum", "requirements.txt", r"(?<=sha256:)\d", _bumped, 3),
            ("lock", "a version", "requirements.txt", r"(?<===)\d+", _bumped, 1),
            ("datum", "one digit", "nnlib/datasets/elnino.csv", r"(?<=\.)\d\b", _bumped, 2),
            *(("datum", "one digit", f"course/studies/datasets/{name}.json", r"(?<=[ ,\[])\d+(?=[,\]])", _bumped, 1)
              for name in ("digits_runs", "experiments1986", "frameworks", "nino_starts", "one_bit", "speed"))]:
        yield from _in_text(root, kind, what, path, re.compile(pattern, re.M), new, n, (promises,))
    for what, path, pattern, new, test in [  # numbers of pages that are made from data, facts of docstrings, formulas of other works
            ("a right formula", "chapters/reference/misprints.toml", r"(?<=^right = ').*(?= - )", lambda m: m[0] + " +", "misprints"),
            ("a printed formula that is right", "chapters/reference/misprints.toml", r"(?<=^printed = '\\theta \\leftarrow \\theta )\+", lambda m: "-", "misprints"),
            ("a number of proofs", "course/site/proved.json", r'(?<="SymPy": )\d+', _bumped, "formulas"),
            ("a fact of a docstring", "nnlib/data.py", r"(?<=; )8(?= are\.)|(?<=ink from 0 to )16", _bumped, "docstrings"),
            ("the number of a source", "README.md", r"(?<=\| source )00\d(?= \|)", _bumped, "reference")]:
        yield from _in_text(root, "made", what, path, re.compile(pattern, re.M), new, 2, (("pytest", f"tests/test_{test}.py", *(("-k", "assurance") if test == "formulas" else ())),))
    for what, old, new in [("an unsafe script", "script-src 'self'", "script-src 'self' 'unsafe-eval'"), ("one permission too many", "font-src", "font-src 'self'"),
                           ("one permission too few", " blob:", "")]:
        yield from _in_text(root, "policy", what, "README.md", re.compile(f"(?<=Content-Security-Policy: )(.*?){re.escape(old)}"),
                            lambda m, new=new: m[1] + new, 1, (("build", "tests/site/test_browser.py", "-k", "policy"),))


PARTNER = {"above": "below", "below": "above", "larger": "smaller", "smaller": "larger", "half": "twice", "twice": "half", "enters": "leaves", "leaves": "enters",
          "before": "after", "negative": "positive", "positive": "negative", "first": "last", "sum": "mean", "missing": "doubled"}
IN_SENTENCES = {"order": (r"\\le ", r"\\ge "), "rate": (r"(?<=\$)1/(?=[A-Za-z\\])", "2/"), "root": (r"\\sqrt(?=\{[a-zA-Z]+\})", r"\\ln"), "fraction": (r"(?<=\$)\\frac\{1\}\{(?=[\\A-Za-z])", r"\\frac{3}{")}


def reasoned(root: Path = ROOT) -> Iterator[Fault]:
    """Faults in what corrections, hints, formulas in sentences, labels and colours say."""
    turned = re.compile(r"(?<![\w\"#(-])(?:" + "|".join(PARTNER) + r")(?![\w\"(=-])(?=[^\n]* [^\n]*$)", re.M)
    reasons = ("pytest", "tests/test_correction_reasons.py", "tests/test_corrections.py")
    yield from _in_text(root, "reason", "a word", "chapters/reference/corrections.toml", turned, lambda m: PARTNER[m[0]], 8, (reasons,))
    for module in sorted((root / "course/exercises").glob("*/chapter*.py")):
        name = str(module.relative_to(root))
        for what, pattern, new in [("a word", r"(?<=[a-z] )(?:" + "|".join(PARTNER) + r")(?= [a-z]+ [a-z]+)(?=[^\n]*[.?]\"(?!\"))", lambda m: PARTNER[m[0]]),
                                   ("a formula", r"(?<=[\w)] )−(?= [\w(][^\n]*\")|[½¼⅓]|(?<=\w)²(?=[^\n]*\")", lambda m: {"−": "+", "½": "¼", "¼": "½", "⅓": "½", "²": "³"}[m[0]])]:
            yield from _in_text(root, "hint", what, name, re.compile(pattern), new, 1, (("pytest", "tests/test_said.py", "-k", "was_read or shows_is"),))
    labels, looks = (("pytest", "tests/test_said.py", "-k", "was_read and labels"),), (("pytest", "tests/test_explorers.py", "-k", "colour or coloured"),)
    for path in [*sorted((root / "course/figures").glob("*.py")), *sorted((root / "course/widgets").glob("*/__init__.py"))]:
        name = str(path.relative_to(root))
        pattern = re.compile(r"(?<=label=\")\w+(?= \w)|(?<=label\(\")\w+(?=[\" ])|(?<=, \"the )\w+(?= )(?=.*\"\)$)", re.M)
        yield from _in_text(root, "legend", "a word", name, pattern, lambda m: OPPOSITES.get(m[0], "other"), 1, labels)
    for path in sorted((root / "course/widgets").glob("**/*.css")):
        pattern = re.compile(r"(?:(?<=[;{] color: var\(--nn-)|(?<=fill: var\(--nn-)|(?<=stroke: var\(--nn-))(?:forward|backward|parameter|data|wrong)(?=\))")
        yield from _in_text(root, "colour", "another meaning", str(path.relative_to(root)), pattern, lambda m: {"forward": "backward"}.get(m[0], "forward"), 1, looks)
    for path in all_notebooks():
        chapter = Chapter(path, root)
        if (root / f"tests/ties/{path.stem}.txt").exists():
            said = [(k, place) for k, place in chapter.said() if "### Exercise " not in chapter.cells[k].source and "**Question " not in chapter.cells[k].source]
            for what, (pattern, new) in IN_SENTENCES.items():
                yield from chapter.texts(f"term {what}", 1, said, ("pytest", "tests/test_sentence_ties.py", "tests/test_formulas.py", "-k", path.stem), re.compile(pattern), lambda m, new=new: new.replace("\\\\", "\\"),
                                         re.compile(r"\$\$.*?\$\$|<!--.*?-->|<del>.*?</del>|^```.*?^```|`[^`]*`", re.S | re.M))


def groups(most: int | None = None, root: Path = ROOT) -> dict[str, list[Fault]]:
    """All faults, by the group that `--only` names."""
    return {"numeric": [*numeric(root, most), *written(root)], "content": [*drawn(root), *content(root)],
            "site": list(site(root)), "moving": list(moving(root)), "beside": list(beside(root)), "reasoned": list(reasoned(root))}
