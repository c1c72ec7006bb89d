"""The reference pages leave nothing out: every public name of the package, every source, every work that is cited."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "chapters/reference"
PRIVATE = {"__init__", "checks"}  # not meant to be imported by readers
HELPERS = {"chain": {"symbol", "fraction", "GREEK"}, "network": {"Layers"}}


def public(path):
    """The classes, functions and constants that a module defines, without those beginning with an underscore."""
    names = []
    for node in ast.parse(path.read_text(encoding="utf8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names += [target.id for target in node.targets if isinstance(target, ast.Name)]
    return {name for name in names if not name.startswith("_")}


def documented(page):
    """The names with an entry of their own, by module."""
    found, module = {}, None
    for line in page.split("\n"):
        if match := re.match(r"\.\. currentmodule:: nnlib\.(\S+)", line):
            module = match[1]
        elif match := re.match(r"\.\. (?:autoclass|autofunction|py:data):: (\w+)", line):
            found.setdefault(module, set()).add(match[1])
    return found


@pytest.mark.parametrize("path", sorted((ROOT / "nnlib").glob("*.py")), ids=lambda path: path.stem)
def test_the_page_of_the_package_names_everything(path):
    if path.stem in PRIVATE:
        return
    page = documented((REFERENCE / "api.md").read_text(encoding="utf8"))
    assert page.get(path.stem, set()) == public(path) - HELPERS.get(path.stem, set())


def test_the_page_of_the_package_names_every_module_of_figures():
    page = (REFERENCE / "api.md").read_text(encoding="utf8")
    modules = {path.stem for path in (ROOT / "nnlib/plots").glob("*.py")} - {"__init__", "style", "networks"}
    assert set(re.findall(r"py:module:: nnlib\.plots\.(\w+)", page)) == modules


def test_the_page_of_the_package_names_every_moving_figure():
    (names,) = [ast.literal_eval(node.value) for node in ast.parse((ROOT / "nnlib/explorers/__init__.py").read_text(
        encoding="utf8")).body if isinstance(node, ast.Assign)]
    assert documented((REFERENCE / "api.md").read_text(encoding="utf8"))["explorers"] == set(names)


def test_the_page_of_the_package_names_what_the_exercises_offer():
    page = documented((REFERENCE / "api.md").read_text(encoding="utf8"))
    (names,) = [ast.literal_eval(node.value) for node in ast.parse((ROOT / "nnlib/exercises/__init__.py").read_text(
        encoding="utf8")).body if isinstance(node, ast.Assign)]
    assert page["exercises"] == set(names)
    for module in ("model", "question", "asking", "slips"):
        assert page[f"exercises.{module}"] <= public(ROOT / f"nnlib/exercises/{module}.py")


def test_the_glossary_is_in_alphabetical_order():
    page = (REFERENCE / "glossary.md").read_text(encoding="utf8")
    terms = re.findall(r"^(\w[\w -]*)\n  \S", page, re.M)
    assert len(terms) > 25
    assert terms == sorted(terms, key=str.lower)


def test_no_address_of_a_package_registry_stands_in_the_bibliography():
    bibliography = (ROOT / "chapters/references.bib").read_text(encoding="utf8")
    assert not re.search(r"https?://|\burl\b", bibliography)
