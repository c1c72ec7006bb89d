"""The repository holds what it should and nothing of the machine it was written on."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from schemas import assert_fits_but_for

from tools import readme

ROOT = Path(__file__).resolve().parent.parent
EXPECTED = {
    ".ci", ".editorconfig", ".gitattributes", ".github", ".gitignore", ".pre-commit-config.yaml", "ARCHITECTURE.md", "CHANGELOG.md",
    "CITATION.cff", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "_config.yml", "_toc.yml", "chapters", "conftest.py",
    "course", "deno.json", "findings", "nnlib", "pyproject.toml", "requirements.txt", "tests", "tools",
}
HOSTED = {".binder", ".devcontainer", "colab"}  # written by make book REPOSITORY=..., for whoever hosts the book
# Vendored files are somebody else's text; pictures hold none.
SKIPPED = ("course/site/mathjax/", ".png", ".woff2", ".ico", ".npz")
# In parts, so that this file does not name what it looks for.
WELL_KNOWN = [".".join(parts) for parts in (
    ("pypi", "org"), ("files", "pythonhosted", "org"), ("registry", "npmjs", "org"), ("registry", "yarnpkg", "com"),
    ("deb", "debian", "org"), ("security", "debian", "org"), ("archive", "ubuntu", "com"),
    ("conda", "anaconda", "org"), ("proxy", "golang", "org"))]
ROOTS = ["/".join(("", *parts)) for parts in (("work",), ("root",), ("home",), ("Users",), ("tmp",))]


def output(*command):
    """What a command prints, or nothing where it is not installed."""
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", timeout=60, check=False).stdout
    except FileNotFoundError:
        return ""


def hosts():
    """Package registries: the well-known ones and those this machine is set up for."""
    settings = output("pip", "config", "list") + output("npm", "config", "get", "registry")
    settings += "".join(path.read_text(errors="replace") for path in Path("/etc/apt").rglob("sources.list*")
                        if path.is_file())
    found = set(re.findall(r"https?://([\w.-]+)", settings)) - {"localhost", "127.0.0.1"}
    return re.compile("|".join(map(re.escape, sorted(found | set(WELL_KNOWN)))))


def paths():
    """Places on a machine: the usual roots, this project's own folder, the user's home."""
    found = {*ROOTS, str(ROOT.parent), str(Path.home())} - {"/", ""}
    return re.compile(r"(?<![\w.~-])(?:" + "|".join(map(re.escape, sorted(found))) + r")/[\w.]")


def files():
    """The tracked files and those that would be: everything git does not ignore."""
    return [name for name in output("git", "ls-files", "--cached", "--others", "--exclude-standard").splitlines()
            if (ROOT / name).is_file()]


def place_problems(name, text, registries, places):
    """A registry's host or a machine's path in a text."""
    found = []
    if match := registries.search(text):
        found.append(f"{name} names the package registry {match[0]}")
    # An address on the web is no path of a machine.
    if match := places.search(re.sub(r"https?://\S+", "", text)):
        found.append(f"{name} holds a path of a machine ({match[0]}...)")
    return found


def test_no_file_names_a_registry_or_a_path_of_a_machine():
    """What is committed works from any index and in any folder."""
    registries, places, found = hosts(), paths(), []
    for name in files():
        if any(part in name for part in SKIPPED):
            continue
        found += place_problems(name, (ROOT / name).read_text(encoding="utf8"), registries, places)
    assert found == []


def test_every_entry_at_the_top_is_expected():
    """A new entry at the top level needs a reason; it is written into EXPECTED with the entry."""
    names = files()
    assert len(names) > 50, "git lists too few files: is this a clone?"
    assert {Path(name).parts[0] for name in names} - EXPECTED - HOSTED == set()


@pytest.mark.parametrize("text", [f"--index-url https://{WELL_KNOWN[0]}/simple", f"see {ROOT}/nnlib",
                                  f"File \"{ROOTS[1]}/x.py\""])
def test_a_planted_place_is_reported(text):
    """The check sees a host, this folder, and another machine's path."""
    assert len(place_problems("file", text, hosts(), paths())) == 1


def test_text_without_places_passes():
    """Relative paths and ordinary addresses are no faults."""
    assert place_problems("file", "see tests/work/x and https://creativecommons.org/work/x", hosts(), paths()) == []


def test_the_map_of_the_packages_is_that_of_their_first_lines():
    """A new module or another first line: run python -m tools.readme."""
    text = (ROOT / "README.md").read_text(encoding="utf8")
    assert readme.TABLE.findall(text) == [readme.table()]
    assert readme.table() != readme.table().replace("Activation functions", "Activations")


CITATION = (ROOT / "CITATION.cff").read_text(encoding="utf8")


def test_the_citation_names_this_version():
    said, project = YAML(typ="safe").load(CITATION), tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    assert said["version"] == project["version"] and said["license"] == project["license"]
    assert f"{said['title']}. Version {project['version']}, " in (ROOT / "README.md").read_text(encoding="utf8")
    assert re.search(r"^## (\S+?),", (ROOT / "CHANGELOG.md").read_text(encoding="utf8"), re.M)[1] == project["version"]


def test_the_citation_fits_its_schema_and_each_planted_slip_is_told(tmp_path):
    slips = [("authors:", "author:"), ("cff-version: 1.2.0", "cff-version: 9"), ("license: BSD-3-Clause", "license: BSD"), ("type: software", "type: book")]
    assert_fits_but_for(slips, ROOT / "CITATION.cff", "vendor.citation-file-format", tmp_path)


def editor_problems(settings):
    """Where .editorconfig would have an editor write other than the files are written: tabs, ends of lines and of files, long lines of Python."""
    sections = [(pattern, dict(re.findall(r"^(\w+) = (\S+)$", body, re.M))) for pattern, body in re.findall(r"^\[(.+)\]\n((?:\w.*\n)*)", settings, re.M)]
    found = []
    for name in ("Makefile", ".ci/run", "_config.yml", "README.md", "nnlib/network.py", "course/widgets/parts.js", "course/site/static/book.css", "tests/test_repository.py"):
        rule = {}
        for pattern, those in sections:
            names = re.fullmatch(r"\*\.\{?([\w,]+)\}?", pattern)
            if pattern in ("*", name) or names and Path(name).suffix[1:] in names[1].split(","):
                rule |= those
        text = (ROOT / name).read_bytes().decode(rule["charset"])
        style = "tab" if re.search(r"^\t", text, re.M) else "space"
        found += [name] if (rule["indent_style"], rule["end_of_line"], rule["insert_final_newline"]) != (style, "crlf" if "\r" in text else "lf", "true" if text.endswith("\n") else "false") else []
        found += [name] if name.endswith(".py") and rule["max_line_length"] != str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["tool"]["ruff"]["line-length"]) else []
    return found


@pytest.mark.parametrize(("old", "new"), [("", ""), ("[Makefile]\nindent_style = tab", "[Makefile]\nindent_style = space"), ("end_of_line = lf", "end_of_line = crlf"), ("max_line_length = 140", "max_line_length = 80")])
def test_an_editor_that_follows_the_settings_writes_as_the_files_are_written(old, new):
    settings = (ROOT / ".editorconfig").read_text(encoding="utf8")
    assert old in settings and bool(editor_problems(settings.replace(old, new, 1))) == bool(old)
