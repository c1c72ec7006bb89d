"""What the texts of exercises say that could be said wrongly: formulas, fractions, number words and words that turn a meaning.

    python -m tools.said          writes tests/said/MODULE.txt anew; what was shown stays with its text

A line is a text of a module, with {} where the computation writes a number: the function or table that it stands in, with a mark of all words of
the text (course/claims/marks.py), the passage that it leads to, and in their order formulas and words that turn a meaning. Behind ` :: `
stands what shows that it is right: an expression that has to be true, in the names of the module. A line without one is fixed: nobody has
computed it, but whoever changes a word, a formula or a link of it changes the line, and has to read both. What stands in the chapters,
statements and captions among it, is held there (course/claims). Of the rest a line has the whole text: corrections and misprints, docstrings and
messages of nnlib, those of what the interface page shows of course, the labels of figures, the words of the figures that move which stand
in Python, what boxes, sheets and the site tell, and what files beside the pages say to people.
"""

import ast
import json
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import nbformat
import numpy as np

from course.claims import bindings, marks
from course.claims.words import vocabulary
from course.exercises import exercise_by_id
from nnlib import sigmoid

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "course/exercises"
MODULES = ["slips", *sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.glob("*/chapter*.py"))]
ENTRIES, DOCSTRINGS, COURSE, LABELS, TEXTS, BESIDE = "entries", "docstrings", "course", "labels", "texts", "beside"
FILES = [*MODULES, ENTRIES, DOCSTRINGS, COURSE, LABELS, TEXTS, BESIDE]
SHOWN = ("studies/*.py", "tables.py", "figures/*.py", "widgets/base.py", "widgets/*/__init__.py", "exercises/__init__.py",
         *(f"exercises/{name}.py" for name in ("checking", "model", "one_step", "slips", "builders", "question")))  # what the interface page names
NUMBERS = ("one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty fifty sixty hundred thousand million half halves third thirds quarter quarters "
           "tenth hundredth thousandth twice thrice doubled doubles double halved halve single both neither alone only again missing forgotten exchanged turned lost added subtracted "
           "multiplied divided squared averaged transposed times sum mean product quotient root square difference minus plus not no never nothing all every each always").split()
MATTERS = ("step steps factor factors derivative derivatives layer layers sample samples neuron neurons sign size rate digit digits delta deltas error move moves answer place rule path paths number numbers value "
           "function order direction length residual residuals logarithm share entry entries node nodes network widths width distance pass standard start end shape chain chains zero parameter parameters loss "
           "probability jacobian index slope slopes ramp bound point update adjoint adjoints moved put taken stands enough whole counted count learns learn learning own other others part parts rounded exponent "
           "curvature parabola plateau score class classes picture pictures logit logits score sweep sweeps power powers gap interval average compared corner kink region predicted trained sum sums edges arrow arrows "
           "truncation rounding variance deviation activation activations pre-activation softplus sigmoid also yet still same different natural text texts line lines").split()
WORDS = sorted({*vocabulary(), *NUMBERS, *MATTERS}, key=len, reverse=True)
WORD = re.compile(r"(?<![\w'’{])(?:" + "|".join(r"\s".join(map(re.escape, word.split())) for word in WORDS) + r")(?![\w’'}])", re.I)
PLAIN = re.compile(r"[A-Za-z’']+(?:-[a-zA-Z]+)*")  # what is no part of a formula, unless it is a letter or the name of a function
PROGRAM = re.compile(r"^```python\n(.*?)^```$", re.M | re.S)  # of a bug hunt: it is compared as a whole
NAMES = {"tanh", "ln", "max", "min", "exp", "log", "log1p", "softplus", "sigmoid", "softmax", "relu"}


class Text(NamedTuple):
    """A text of a module: where it stands, which passage it leads to, and the text with {} for what is computed."""

    place: str
    passage: str
    text: str


def template(node) -> str | None:
    """A typed text, with {} for each computed part; nothing where a node is no text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = template(node.left), template(node.right)
        return f"{left or '{}'}{right or '{}'}" if left is not None or right is not None else None
    return None


def prose(text: str | None) -> bool:
    """Whether a reader sees it: more than one word, or a sign that no code has."""
    return bool(text) and (len(text.split()) > 1 or bool(re.search(r"[^\x00-\x7f]", text))) and not text.startswith("def ") and "_" not in text.split()[0]


def read(source: str) -> list[Text]:
    """The texts of a module in its order, without docstrings and code."""
    tree, found, seen = ast.parse(source), [], set()
    docs = {id(node.body[0].value) for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)) and node.body and isinstance(node.body[0], ast.Expr)}

    def visit(node, place, passage):
        text = template(node)
        if prose(text) and id(node) not in docs:
            if (place, passage, text) not in seen:
                seen.add((place, passage, text))
                found.append(Text(place, passage, " ".join(text.split())))
            return
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "Wrong" and len(node.args) > 2:
                visit(node.args[1], place, ast.unparse(node.args[2]))
                return
            if node.func.id in ("Passage", "parsed"):  # headings are compared with the chapters
                return
        for child in ast.iter_child_nodes(node):
            visit(child, place, passage)

    for node in tree.body:
        if isinstance(node, ast.Assign):
            name = ast.unparse(node.targets[0])
            if name in ("GIVEN", "FRESH"):  # compared with the statements
                continue
        else:
            name = getattr(node, "name", "")
        visit(node, name, "")
    return found


def tokens(text: str) -> list[str]:
    """What a text says that could be said wrongly, in its order: formulas whole, and words."""
    found, run = [], []
    pieces = text.split()
    core = [piece.strip(".,;:?!\"“”()") for piece in pieces]
    sign = [not PLAIN.fullmatch(c) or c in NAMES or len(c) == 1 and c not in "aAI" for c in core]
    for k, piece in enumerate(pieces):
        after = pieces[k + 1] if k + 1 < len(pieces) and piece == "a" else ""
        beside = after.startswith(("(", "=", "−", "·", "+", "w")) and after != "weight" or run and run[-1] in ("=", "−", "·", "+", "2r") or run and piece != "a"
        if sign[k] or core[k] == "a" and beside:
            run.append(piece)
        elif run:
            found, run = [*found, (k - len(run), " ".join(run).rstrip(".,;:?!"))], []
        if run and piece[-1] in ",;:?!" or run and piece[-1] == "." and not piece[-2:-1].isdigit() | (piece[-2:-1] == "}"):
            found, run = [*found, (k - len(run) + 1, " ".join(run).rstrip(".,;:?!"))], []
    if run:
        found.append((len(pieces) - len(run), " ".join(run).rstrip(".,;:?!")))
    found = [(k, formula) for k, formula in found if re.sub(r"[\s{}.,;:?!\"()“”-]", "", formula)]
    starts = {len(" ".join(pieces[:k])) + bool(k): k for k in range(len(pieces))}
    taken = {j for k, formula in found for j in range(k, k + len(formula.split()))}
    words = [(starts[m.start()], m[0]) for m in WORD.finditer(" ".join(pieces)) if starts.get(m.start(), -1) not in taken and m.start() in starts]
    return [what for _, what in sorted([*found, *words])]


def statements() -> dict[str, str]:
    """{number of an exercise or question: its statement}, as the chapters have it: from its heading or its letter to its box."""
    found = {}
    for notebook in sorted((ROOT / "chapters").glob("[01]*.ipynb")):
        for cell in nbformat.read(notebook, as_version=4).cells:
            text = bindings.split(cell.source)[0]
            for part in re.split(r"^(?=### Exercise )", text, flags=re.M)[1:] if cell.cell_type == "markdown" else []:
                title, statement = re.fullmatch(r"### Exercise (\d+\.\d+): .*?\n(.*)", part, re.S).groups()
                found[title] = PROGRAM.sub("", statement)
            if question := re.fullmatch(r"\*\*Question (\d+\.[a-z])\.\*\* (.*)", text, re.S):
                found[question[1]] = question[2]
    return found


def docstrings(folder: str = "nnlib", names: tuple[str, ...] = ("*.py",)) -> list[Text]:
    """The docstrings of a package's modules and of what is public in them, by name, and what each module says when it refuses something."""
    found = []

    def visit(node, name):
        doc = ast.get_docstring(node)
        if doc:
            found.append(Text(name, "", " ".join(doc.split())))
        for child in node.body:
            if isinstance(child, (ast.FunctionDef, ast.ClassDef)) and (not child.name.startswith("_") or child.name.startswith("__")):
                visit(child, f"{name}.{child.name}")

    for module in sorted(path for name in names for path in (ROOT / folder).glob(name)):
        tree = ast.parse(module.read_text(encoding="utf8"))
        place = module.stem if folder == "nnlib" else module.relative_to(ROOT / folder).as_posix().removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        visit(tree, place)
        messages = [template(node.exc.args[0]) for node in ast.walk(tree) if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args]
        found += [Text(place, "refuses", " ".join(text.split())) for text in messages if prose(text)]
    return found


def constants() -> list[Text]:
    """What the interface page says of names that have no docstring."""
    page = (ROOT / "chapters/reference/api.md").read_text(encoding="utf8")
    return [Text("api", name, text) for name, text in re.findall(r"\.\. py:data:: (\w+)\n(?:   :.+\n)*\n   (.+(?:\n   .+)*)", page)]


def written(node) -> list[str]:
    """The texts in an expression or statement, each whole, without docstrings and the keys of data."""
    if (text := template(node)) is not None:
        return [text]
    if isinstance(node, ast.Subscript):
        return written(node.value)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return []
    return [text for child in ast.iter_child_nodes(node) for text in written(child)]


LABELLED = {"label", "xlabel", "ylabel", "title", "xticklabels", "yticklabels"}
LABELLING = {"set_xlabel", "set_ylabel", "set_title", "text", "annotate", "_axes"}


def labels() -> list[Text]:
    """What the drawing functions write into figures, by module and function, and what the figures that move say in Python."""
    found = []
    for module in sorted((ROOT / "course/figures").glob("*.py")):
        for part in ast.parse(module.read_text(encoding="utf8")).body if module.stem not in ("style", "__init__") else ():
            if isinstance(part, ast.Assign):
                found += [Text(f"{module.stem}.{ast.unparse(part.targets[0])}", "", text) for text in written(part.value)]
            for call in ast.walk(part) if isinstance(part, ast.FunctionDef) else ():
                if isinstance(call, ast.Call):
                    method = ast.unparse(call.func).split(".")[-1]
                    said = [(key.arg, key.value) for key in call.keywords if key.arg in LABELLED] + [(method, each) for each in call.args if method in LABELLING]
                    found += [Text(f"{module.stem}.{part.name}", key, text) for key, node in said for text in written(node)]
    for module in sorted((ROOT / "course/widgets").glob("*/__init__.py")):
        for part in ast.parse(module.read_text(encoding="utf8")).body:
            name = getattr(part, "name", "") or (ast.unparse(part.targets[0]) if isinstance(part, ast.Assign) else "")
            found += [Text(f"{module.parent.name}.{name}", "", text) for text in written(part) if len(text.split()) > 1 or not text.isascii()]
    return [text for text in found if re.search(r"[^\W\d_]", text.text.replace("{}", ""))]


SPOKEN = re.compile(r"`(?:[^`\\]|\\.)*`|\"(?:[^\"\\\n]|\\.)*\"")  # a text of JavaScript


def texts() -> list[Text]:
    """What else is told: by nnlib, by the boxes of exercises, by what the site adds to its pages, by sheets and marks, in Python, in JavaScript,
    and in what both read."""
    found = []

    def kept(data, place, key=""):
        for name, value in data.items() if isinstance(data, dict) else ():
            kept(value, place, f"{key} {name}".strip())
        if isinstance(data, str):
            found.append(Text(place, key, data))

    for path in sorted((ROOT / "course").glob("exercises/*.json")) + sorted((ROOT / "course").glob("widgets/*/*.json")):
        kept(json.loads(path.read_text(encoding="utf8")), path.relative_to(ROOT / "course").as_posix())
    for module in sorted(path for folder in ("../nnlib", "exercises", "site", "editions", "grading", "studies", ".") for path in (ROOT / "course" / folder).glob("*.py") if path.stem != "slips"):
        for part in ast.parse(module.read_text(encoding="utf8")).body:
            name = getattr(part, "name", "") or (ast.unparse(part.targets[0]) if isinstance(part, ast.Assign) else "")
            found += [Text(f"{module.parent.name}/{module.stem}.{name}", "", text) for text in written(part)]
    for script in sorted((ROOT / "course/site/static").glob("*.js")):  # that of the answer boxes is compared with Python
        lines = "\n".join(line for line in script.read_text(encoding="utf8").splitlines() if not re.match(r" *(//|/?\*|import )", line))
        found += [Text(script.name, "", m[0][1:-1]) for m in SPOKEN.finditer(lines)]
    return [text for text in found if re.search(r"[a-z,;:] [A-Za-z(]|[A-Z][a-z]+ \w|[A-Z]\w+[.?!]$", text.text) and not re.match(r"\s*[<(\\^]", text.text)]


# Which lines of the files beside the pages are for people, by file: comments in blocks and settings, what commands tell, what a work is said to be.
FOR_PEOPLE = {"Makefile": r"^#|echo ", "README.md": r"^    .*  # ", "course/editions/README.student.md": r"^    .*  # ", ".ci/run": r"\S", ".github/workflows/book.yml": "# ",
              "pyproject.toml": "# |^description", "_config.yml": "# |: [\"\\w].* ", "CITATION.cff": r"\w \w", "LICENSE": r"\S", "chapters/references.bib": r"^@|^  (?:author|title|note|journal|booktitle|publisher|school)\b"}


def beside() -> list[Text]:
    """The lines for people in the files beside the pages."""
    return [Text(name, "", line.strip()) for name, pattern in FOR_PEOPLE.items()
            for line in (ROOT / name).read_text(encoding="utf8").splitlines() if re.search(pattern, line)]


def entries() -> list[Text]:
    """What corrections and misprints say, by the entry's name and field."""
    return [Text(entry["id"], field, entry[field]) for name in ("correction", "misprint")
            for entry in tomllib.loads((ROOT / f"chapters/reference/{name}s.toml").read_text(encoding="utf8"))[name]
            for field in ("work", "place", "correct", "reason", "says", "why", "answer") if entry.get(field)]


def line(text: Text) -> str:
    """The line of a text of an exercise; its mark is of all its words."""
    mark = marks.Sentence(0, 0, tuple(word for each in marks.sentences(text.text) for word in each.said)).mark
    return f"{text.place} {mark} | {text.passage} | {' ; '.join(tokens(text.text))}"


def path(module: str) -> Path:
    return ROOT / f"tests/said/{module.replace('/', '-')}.txt"


def lines(module: str) -> list[str]:
    """The lines that the texts of a module ask for."""
    whole = {ENTRIES: entries, DOCSTRINGS: docstrings, COURSE: lambda: [*docstrings("course", SHOWN), *constants()], LABELS: labels, TEXTS: texts, BESIDE: beside}
    if module in whole:
        return [f"{text.place} | {text.passage} | {' '.join(text.text.split())}" for text in whole[module]()]
    return [line(text) for text in read((FOLDER / f"{module}.py").read_text(encoding="utf8"))]


def stored(module: str) -> list[tuple[str, str]]:
    """(line, what shows it) as the file has them."""
    found = path(module).read_text(encoding="utf8").splitlines() if path(module).exists() else []
    return [tuple([*each.split(" :: ", 1), ""][:2]) for each in found]


# What shows a line: `u(2, r=3)` is the value of its second part, of the right side, with these letters, `u("dr/dw", x=2)` that of the part that begins so,
# `value("2r", r=3)` that of a formula that the line has to have in it, and `t(2)` is a part as it stands.

SUPER, SUB = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-"), str.maketrans("₀₁₂₃₄₅₆₇₈₉ₗ₊₋ᵢⱼₖ", "0123456789l+-ijk")
FUNCTIONS = {"σ′": sigmoid.prime, "σ": sigmoid, "tanh": np.tanh, "ln": np.log, "√": np.sqrt, "softplus": np.logaddexp, "max": max, "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "sigmoid": sigmoid}
SIGNS = {"−": "-", "·": "*", "×": "*", "½": "(1/2)", "¼": "(1/4)", "⅓": "(1/3)", "⅔": "(2/3)", "⅛": "(1/8)", "¾": "(3/4)", "[": "(", "]": ")"}


def value(formula: str, side: int = -1, **letters) -> float:
    """A formula as the texts write it, or one of its sides, for values of its letters: a product may have no sign between its factors."""
    formula = re.split(r"[=≈≤≥<>←]", formula.strip(" .,;:\"()") if formula.count("(") != formula.count(")") else formula)[side]
    for old, new in SIGNS.items():
        formula = formula.replace(old, new)
    formula = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda m: f"**({m[0].translate(SUPER)})", formula)
    formula = re.sub(r"\^(\([^()]*\)|[-−]?\w+|[-−]?\|\w+\|)", lambda m: f"**({m[1]})", formula)
    formula = re.sub(r"\|([^|]+)\|", r"abs(\1)", formula)
    functions = {name: function for name, function in FUNCTIONS.items() if name not in letters} | {"abs": abs}
    names = sorted([*letters, *functions], key=len, reverse=True)
    pieces = re.findall("|".join(map(re.escape, names)) + r"|\d+\.?\d*|\*\*|[-+*/(),]|e|\S", formula)
    code = []
    for piece in pieces:
        before = code[-1] if code else ""
        operand = piece not in ("**", *"+-*/),")
        if before and operand and before not in ("**", *"+-*/(,") and before not in functions:
            code.append("*")
        code.append(piece)
    code = [f"F[{c!r}]" if c in functions else f"L[{c!r}]" if c in letters else "E" if c == "e" else c for c in code]
    text = re.sub(r"(F\['√'\]|F\['ln'\])(?=[\dLE])([^*+-]*)", r"\1(\2)", "".join(code))
    return float(eval(text, {"F": functions, "L": letters, "E": np.e}))


def shown_by(said: str, names: dict) -> dict:
    """The names of what shows a line: those of its module, and u, s and t for its own parts."""
    parts = said.split(" | ", 2)[2].split(" ; ")

    def part(k: int | str):
        return parts[k - 1] if isinstance(k, int) else next(p for p in parts if p.startswith(k))

    def says(formula, side=-1, **letters):
        assert any(formula in p for p in parts), f"{formula} is not said"
        return value(formula, side, **letters)

    return {**names, "np": np, "sigmoid": sigmoid, "u": lambda k, side=-1, **letters: value(part(k), side, **letters), "t": part, "value": says, "slope": slope, "near": near, "order": order,
            "exercise": exercise_by_id}


def slope(function, at, h=1e-5):
    """A derivative, by a central difference."""
    return (function(at + h) - function(at - h)) / (2 * h)


def near(*values, within=1e-6):
    """Whether numbers agree, to more than a difference quotient can be wrong."""
    return all(abs(a - b) <= within * max(1.0, abs(b)) for a, b in zip(values, values[1:]))


def order(error):
    """With which power of h an error goes to 0."""
    return float(np.log2(abs(error(0.02) / error(0.01))))


def without_mark(said: str) -> str:
    """A line without the mark of its text: what shows its formulas stays with them when another word changes."""
    return re.sub(r" [0-9a-f]{4} \| ", " | ", said, count=1)


def main() -> None:
    for module in FILES:
        shown = {without_mark(each): how for each, how in stored(module)}
        path(module).parent.mkdir(exist_ok=True)
        path(module).write_text("".join(f"{each} :: {how}\n" if (how := shown.get(without_mark(each))) else f"{each}\n" for each in lines(module)), encoding="utf8")


if __name__ == "__main__":
    main()
