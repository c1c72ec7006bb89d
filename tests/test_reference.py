"""The reference pages leave nothing out: every public name of the package, every source, every work that is cited."""

import ast
import re
from functools import cache
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "chapters/reference"
PRIVATE = {"__init__", "checks"}  # not meant to be imported by readers
HELPERS = {"chain": {"symbol", "fraction", "GREEK"}, "measured": {"DATASETS"}, "network": {"Layers"}}


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
        if match := re.match(r"\.\. currentmodule:: (\S+)", line):
            module = match[1]
        elif match := re.match(r"\.\. (?:autoclass|autofunction|py:data):: (\w+)", line):
            found.setdefault(module, set()).add(match[1])
    return found


LISTED = sorted([*(ROOT / "nnlib").glob("*.py"), *(ROOT / "course/studies").glob("*.py"), ROOT / "course/tables.py"])


@pytest.mark.parametrize("path", LISTED, ids=lambda path: path.stem)
def test_the_page_of_the_packages_names_everything(path):
    if path.stem in PRIVATE:
        return
    page = documented((REFERENCE / "api.md").read_text(encoding="utf8"))
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    assert page.get(module, set()) == public(path) - HELPERS.get(path.stem, set())


def test_the_page_of_the_package_names_every_module_of_figures():
    page = (REFERENCE / "api.md").read_text(encoding="utf8")
    modules = {path.stem for path in (ROOT / "course/figures").glob("*.py")} - {"__init__", "style", "networks"}
    assert set(re.findall(r"py:module:: course\.figures\.(\w+)", page)) == modules


def test_the_page_of_the_package_names_every_moving_figure():
    (names,) = [ast.literal_eval(node.value) for node in ast.parse((ROOT / "course/widgets/__init__.py").read_text(
        encoding="utf8")).body if isinstance(node, ast.Assign)]
    assert documented((REFERENCE / "api.md").read_text(encoding="utf8"))["course.widgets"] == set(names)


def test_the_page_of_the_package_names_what_the_exercises_offer():
    page = documented((REFERENCE / "api.md").read_text(encoding="utf8"))
    (names,) = [ast.literal_eval(node.value) for node in ast.parse((ROOT / "course/exercises/__init__.py").read_text(
        encoding="utf8")).body if isinstance(node, ast.Assign)]
    assert page["course.exercises"] == set(names)
    for module in ("model", "question", "builders", "slips"):
        assert page[f"course.exercises.{module}"] <= public(ROOT / f"course/exercises/{module}.py")


def test_the_glossary_is_in_alphabetical_order():
    page = (REFERENCE / "glossary.md").read_text(encoding="utf8")
    terms = re.findall(r"^(\w[\w -]*)\n  \S", page, re.M)
    assert len(terms) > 25
    assert terms == sorted(terms, key=str.lower)


def test_no_address_of_a_package_registry_stands_in_the_bibliography():
    bibliography = (ROOT / "chapters/references.bib").read_text(encoding="utf8")
    assert not re.search(r"https?://|\burl\b", bibliography)


def entries(page):
    """Each term of the glossary with the chapters that its entry links to."""
    found = {}
    for term, text in re.findall(r"^(\w[\w -]*)\n((?:  .*\n?)+)", page, re.M):
        found[term] = re.findall(r"\]\(\.\./(\d\d-[\w-]+)\.ipynb\)", text)
    return found


def unexplained(page):
    """The terms whose entry sends the reader to no chapter in whose text the term occurs, in whatever grammatical form."""
    missing = []
    for term, chapters in entries(page).items():
        stem = re.sub(r"(ence|ion)$", "", term.lower().replace("-", " ").removesuffix(" split"))
        if not any(stem in prose(chapter) for chapter in chapters):
            missing.append(term)
    return missing


@cache
def prose(chapter):
    notebook = nbformat.read(ROOT / f"chapters/{chapter}.ipynb", as_version=4)
    captions = [cell.metadata.get("mystnb", {}).get("figure", {}).get("caption", "") for cell in notebook.cells]
    text = " ".join([cell.source for cell in notebook.cells if cell.cell_type == "markdown"] + captions)
    return re.sub(r"[\s-]+", " ", text.lower())


def test_each_entry_of_the_glossary_sends_to_a_chapter_that_has_the_term():
    page = (REFERENCE / "glossary.md").read_text(encoding="utf8")
    assert len(entries(page)) > 50
    assert unexplained(page) == []


def test_an_entry_that_sends_elsewhere_is_found():
    page = (REFERENCE / "glossary.md").read_text(encoding="utf8")
    softmax = re.search(r"^softmax\n  .*\n", page, re.M)[0]
    assert unexplained(page.replace(softmax, softmax.replace("06-handwritten-digits", "01-derivatives")))
    assert unexplained(page.replace(softmax, "softmax\n  [The package](api.md) has it.\n"))


# ---- The four sources by their numbers


BIB = (ROOT / "chapters/references.bib").read_text(encoding="utf8")
SOURCE_OF = {number: key for key, number in re.findall(r"@\w+\{(\w+),(?:(?!\n@).)*?note\s*=\s*\{Source (0\d\d) of this book", BIB, re.S)}


def source_problems(bibliography, readme, texts, cited):
    """Numbers of sources that nobody has, that the bibliography gives to another work, or that README gives to a chapter which cites another."""
    found = [f"there is no source {number} ({name})" for name, text in texts.items()
             for group in re.findall(r"\b[Ss]ources? (0\d\d(?:(?:, | and )0\d\d)*)", text) for number in re.findall(r"\d+", group) if number not in SOURCE_OF]
    found += [f"source {number} is {SOURCE_OF.get(number)}, not {key}" for number, key in re.findall(r"[Ss]ource (\d+) (?:is )?\{cite\}`(\w+)`", bibliography)
              if SOURCE_OF.get(number) != key]
    for chapter, follows in re.findall(r"^\| (\d+) .*\| (?=[^|]*source)([^|]*) \|$", readme, re.M):
        found += [f"README: chapter {chapter} does not cite source {number}" for number in re.findall(r"0\d\d", follows)
                  if SOURCE_OF.get(number) not in cited[int(chapter)]]
    return found


@cache
def cited_by_chapters():
    return {int(path.stem[:2]): set(re.findall(r"\{cite(?::t)?\}`(\w+)`", path.read_text(encoding="utf8"))) for path in (ROOT / "chapters").glob("[01]*.ipynb")}


def sourced():
    paths = [*(ROOT / "chapters").rglob("*.md"), ROOT / "README.md", *(ROOT / "chapters").glob("*.ipynb")]
    return ((REFERENCE / "bibliography.md").read_text(encoding="utf8"), (ROOT / "README.md").read_text(encoding="utf8"),
            {path.name: path.read_text(encoding="utf8") for path in paths}, cited_by_chapters())


def test_a_source_has_one_number_everywhere():
    assert sorted(SOURCE_OF) == ["000", "001", "002", "003"]
    assert source_problems(*sourced()) == []


@pytest.mark.parametrize(("place", "old", "new"), [(0, "ource 000 is", "ource 001 is"), (1, "| source 001 |", "| source 000 |"), (1, "source 003, its", "source 001, its"),
                                                   (2, "recursion of source 003", "recursion of source 008")])
def test_a_source_by_another_number_is_told(place, old, new):
    bibliography, readme, texts, cited = sourced()
    changed = [bibliography, readme, {name: text.replace(old, new) for name, text in texts.items()} if place == 2 else texts, cited]
    if place < 2:
        assert old in changed[place]
        changed[place] = changed[place].replace(old, new, 1)
    assert source_problems(*changed)
