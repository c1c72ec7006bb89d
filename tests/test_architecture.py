"""The package keeps its promises of form: reading order, light imports, no hidden randomness, facts in one place."""

import ast
import graphlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("nnlib", "course", "tools")
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))
}
TREES = {name: ast.parse(path.read_text(encoding="utf8")) for name, path in MODULES.items()}

# The order is written once, for readers, in the package's docstring: "Reading order: activations, losses, …".
ORDER = re.search(r"Reading order: ([\w,\s]+)", ast.get_docstring(TREES["nnlib"]))[1].replace(",", " ").split()
NUMERICS = [f"nnlib.{name}" for name in ("checks", *ORDER)]  # one module looks at the arguments of all the others

# What each part of the course may import; nnlib is open to all of them, and the tools may import everything.
ARROWS = {
    "course.studies": set(),
    "course.tables": set(),
    "course.scripts": set(),
    "course.figures": set(),
    "course.proofs": set(),
    "course.claims": {"course.exercises"},
    "course.exercises": {"course.scripts", "course.studies"},
    "course.widgets": {"course.figures", "course.scripts", "course.studies"},
    "course.site": {"course.claims", "course.exercises", "course.scripts", "course.widgets"},
    "course.editions": {"course.claims", "course.exercises", "course.figures", "tools.notebooks"},
    "course.grading": {"course.editions", "course.exercises", "course.figures"},
}
# What readers import; the rest is for maintainers.
READ = ("nnlib", "course.studies", "course.tables", "course.figures", "course.exercises", "course.widgets")
HEAVY = {"matplotlib", "ipywidgets", "IPython", "anywidget", "sympy", "mpmath", "scipy", "pandas", "hypothesis"}


def imports(name, nodes=None):
    """What a module imports, as dotted names, wherever in the file it does."""
    found = set()
    for node in nodes or ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively; write from nnlib.x import y"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in MODULES else node.module)
    return found


def own(name, nodes=None):
    return {other for other in imports(name, nodes) if other in MODULES}


def part(name):
    """The part that a module belongs to: `nnlib`, `course.figures`, `tools.notebooks`."""
    return name if name.startswith("tools.") else ".".join(name.split(".")[: 1 if name.startswith("nnlib") else 2])


def forbidden(arrows):
    """Of the arrows (module, imported module) those that the architecture does not allow, as sentences."""
    return [f"{name} imports {other}" for name, other in arrows if part(name) != part(other) and not (
        name.startswith("tools.") or part(other) == "nnlib" and name.startswith("course") or part(other) in ARROWS.get(part(name), ()))]


# The import graph.


def test_the_import_graph_has_no_cycle():
    """At the top of modules; in nnlib the reading order forbids it anywhere."""
    list(graphlib.TopologicalSorter({name: own(name, tree.body) for name, tree in TREES.items()}).static_order())


def test_no_arrow_leaves_nnlib_and_the_parts_of_the_course_import_what_they_may():
    assert forbidden((name, other) for name in MODULES for other in own(name)) == []
    assert {part(name) for name in MODULES if name.startswith("course.")} == set(ARROWS)


def test_the_page_on_the_architecture_has_the_same_arrows():
    rows = re.findall(r"^\| (`.*?) \| (.*?) \|", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf8"), re.M)
    written = {name: set(re.findall(r"`([\w.]+)`", others)) for names, others in rows for name in re.findall(r"`([\w.]+)`", names)}
    assert written == ARROWS


@pytest.mark.parametrize("arrow", [("nnlib.network", "course.tables"), ("nnlib.data", "tools.notebooks"),
                                   ("course.exercises.slips", "course.figures.style"), ("course.site", "tools.notebooks")])
def test_a_planted_arrow_is_reported(arrow):
    assert forbidden([arrow]) == ["{} imports {}".format(*arrow)]


def test_every_module_of_nnlib_has_its_place_in_the_reading_order():
    numerics = {name for name in MODULES if name.startswith("nnlib.")}
    assert sorted(numerics) == sorted(NUMERICS) and len(set(NUMERICS)) == len(NUMERICS)


@pytest.mark.parametrize("name", NUMERICS)
def test_a_module_imports_only_what_was_read_before_it(name):
    assert own(name) <= set(NUMERICS[: NUMERICS.index(name)])


@pytest.mark.parametrize("name", ["nnlib", *NUMERICS])
def test_the_numerics_import_numpy_and_the_standard_library_and_nothing_else(name):
    roots = {module.split(".")[0] for module in imports(name)}
    assert roots - {"nnlib", "numpy"} <= sys.stdlib_module_names


@pytest.mark.parametrize("name", ["nnlib", "course.exercises", "course.exercises.chapters.chapter3"])
def test_importing_nnlib_loads_numpy_and_nothing_else(name):
    """The exercises too: only their answer boxes need widgets."""
    code = f"import json, sys; old = set(sys.modules); import {name}; print(json.dumps(sorted(set(sys.modules) - old)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT, timeout=60)
    roots = {module.split(".")[0] for module in json.loads(run.stdout)}
    foreign = {root for root in roots if root not in sys.stdlib_module_names and "cython" not in root}
    assert foreign == {"nnlib", "numpy", name.split(".")[0]} and not roots & HEAVY


def test_all_names_exactly_what_the_package_offers():
    offered = {alias.asname or alias.name for node in TREES["nnlib"].body if isinstance(node, ast.ImportFrom)
               for alias in node.names}
    (names,) = [ast.literal_eval(node.value) for node in TREES["nnlib"].body
                if isinstance(node, ast.Assign) and node.targets[0].id == "__all__"]
    assert sorted(names) == sorted(offered) and len(set(names)) == len(names)


# Randomness.

PERMITTED = {"default_rng", "Generator", "SeedSequence", "PCG64", "Random"}  # each holds its own state


def global_randomness(source):
    """Every place where a source draws from hidden or unseeded random state."""
    found = []
    for node in ast.walk(ast.parse(source)) if re.search("random|Random|default_rng", source) else ():
        text = ast.unparse(node) if isinstance(node, (ast.Attribute, ast.Call, ast.ImportFrom)) else ""
        if isinstance(node, ast.ImportFrom) and node.module in ("random", "numpy.random"):
            found += [text] * any(alias.name not in PERMITTED for alias in node.names)
        elif isinstance(node, ast.Attribute) and re.fullmatch(r"((np|numpy)\.)?random\.\w+", text):
            found += [text] * (node.attr not in PERMITTED)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("default_rng", "Random"):
            seed = [*node.args, *(keyword.value for keyword in node.keywords)]
            found += [text] * (not seed or ast.unparse(seed[0]) == "None")
    return found


def sources():
    for folder in ("course", "nnlib", "tests", "tools"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT), path.read_text(encoding="utf8")
    for path in sorted((ROOT / "chapters").rglob("*.ipynb")):
        cells = [cell for cell in json.loads(path.read_text(encoding="utf8"))["cells"] if cell["cell_type"] == "code"]
        lines = "\n".join("".join(cell["source"]) for cell in cells).split("\n")
        code = "\n".join("pass" if line.startswith(("%", "!")) else line for line in lines)
        yield path.relative_to(ROOT), code


def test_no_randomness_is_global_or_unseeded():
    found = {str(path): global_randomness(source) for path, source in sources()}
    assert len(found) > 150 and {path: places for path, places in found.items() if places} == {}


@pytest.mark.parametrize("fault", [
    "np.random.seed(0)", "x = np.random.rand(3)", "x = numpy.random.normal()", "import random\nrandom.seed(0)",
    "import random\nx = random.random()", "r = random.Random()", "from random import gauss",
    "from numpy.random import randn", "r = np.random.RandomState(0)", "rng = np.random.default_rng()",
    "rng = np.random.default_rng(None)", "rng = default_rng(seed=None)", "def f(n):\n    return np.random.choice(n)",
])
def test_the_scan_sees_each_kind_of_hidden_randomness(fault):
    assert global_randomness(fault)


@pytest.mark.parametrize("good", ["rng = np.random.default_rng(0)", "def f(rng: np.random.Generator): rng.normal()",
                                  "import random\nr = random.Random(name)", "from numpy.random import Generator"])
def test_the_scan_lets_a_seeded_generator_pass(good):
    assert global_randomness(good) == []


def functions():
    for name, tree in ((name, tree) for name, tree in TREES.items() if part(name) in READ):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield name, node


def test_whoever_draws_takes_a_generator_without_a_default():
    for name, function in functions():
        arguments = function.args
        positional = [*arguments.posonlyargs, *arguments.args]
        optional = positional[len(positional) - len(arguments.defaults):]
        optional += [a for a, default in zip(arguments.kwonlyargs, arguments.kw_defaults) if default is not None]
        assert "rng" not in {a.arg for a in optional}, f"{name}.{function.name}: rng has a default"
        if not name.startswith("course.exercises"):  # where a seed is the name of an exercise's numbers, the same for everybody
            assert not {"seed", "random_state"} & {a.arg for a in [*positional, *arguments.kwonlyargs]}


# One place for each fact.


def twos():
    """Where the mathematics multiplies by 2: (module, what the line defines or the function it is in)."""
    for name in ("nnlib.losses", "nnlib.network", "nnlib.indexed", "nnlib.chain", "nnlib.training"):
        for owner in ast.walk(TREES[name]):
            if isinstance(owner, (ast.FunctionDef, ast.Assign)):
                for node in ast.walk(owner):
                    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
                        if {ast.unparse(node.left).lstrip("-(").rstrip(")"), ast.unparse(node.right)} & {"2", "2.0"}:
                            what = owner.name if isinstance(owner, ast.FunctionDef) else ast.unparse(owner.targets[0])
                            yield name, what, ast.unparse(node)


def test_the_2_of_the_power_rule_appears_once_in_each_implementation():
    # Besides it there is the 2 of 1/(2D), which is not the power rule's but half_mse's own factor.
    assert sorted(twos()) == [("nnlib.indexed", "loss_gradient", "-2 * loss.c(*Y.shape)"),
                              ("nnlib.losses", "grad", "2 * self.c(*Y.shape)"), ("nnlib.losses", "half_mse", "2 * D")]


def test_each_equation_of_the_backward_pass_is_marked_and_stands_on_one_line():
    text = MODULES["nnlib.network"].read_text(encoding="utf8")
    parts = ("loss.grad", "theta.W[l + 1].T", "A[l - 1].T @ delta[l]", "delta[l].sum(axis=0)")
    for number, part in enumerate(parts, 1):
        (line,) = [line for line in text.split("\n") if line.rstrip().endswith(f"# ({number})")]
        assert part in line


@pytest.mark.parametrize("name", NUMERICS)
def test_nothing_public_remembers_anything_between_calls(name):
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            methods = [item for item in node.body if isinstance(item, ast.FunctionDef) and item.name != "__init__"]
            stores = [ast.unparse(inner) for method in methods for inner in ast.walk(method)
                      if isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store)]
            assert not stores, f"{node.name} writes to {stores}"
        assert not isinstance(node, (ast.Global, ast.Nonlocal))
        if isinstance(node, ast.FunctionDef):
            defaults = [*node.args.defaults, *node.args.kw_defaults]
            assert not [d for d in defaults if isinstance(d, (ast.List, ast.Dict, ast.Set))], f"{node.name}: mutable"


# What a reader finds.


def public(tree, prefix):
    """Public functions, classes and methods that are defined at the top of a module or a class."""
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield f"{prefix}.{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node, f"{prefix}.{node.name}")




def undocumented(named_nodes):
    """What a reader would find without a docstring that begins with a sentence."""
    found = []
    for name, node in named_nodes:
        if ast.unparse(node).endswith("..."):  # a method of a protocol is a signature
            continue
        first, *more = (ast.get_docstring(node) or "").split("\n")
        if not (10 < len(first) <= 120 and first.endswith((".", ":", "…", ";"))):
            found.append(f"{name}: {first!r} is no sentence of one line")
        elif more and more[0]:
            found.append(f"{name}: no blank line after the first")
    return found


def test_everything_public_has_a_docstring_whose_first_line_is_a_sentence():
    trees = [(name, tree) for name, tree in TREES.items() if part(name) in READ]
    named = [*trees, *(pair for name, tree in trees for pair in public(tree, name))]
    assert len(named) > 400 and undocumented(named) == []


@pytest.mark.parametrize("source", ["def f(): pass", "def f():\n    'Too short'", "def f():\n    \"\"\"A sentence is here.\n    And more.\"\"\""])
def test_a_missing_docstring_is_reported(source):
    assert len(undocumented([("f", ast.parse(source).body[0])])) == 1
