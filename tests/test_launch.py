"""The links that run a chapter elsewhere: none without a repository; with one, its addresses and the files that they need."""

import ast
import json
import re
import subprocess
import sys
from types import SimpleNamespace

import nbformat
import pytest

from course.site import launch as site
from tools import launch


def above(repository, suffix=".ipynb"):
    """The buttons above a page."""
    context = {"page_source_suffix": suffix, "header_buttons": [{"type": "javascript"}]}
    site.buttons(SimpleNamespace(config=SimpleNamespace(repository=repository)), "chapters/reference/speed", "", context, None)
    return context["header_buttons"]


def test_without_a_repository_and_above_what_is_no_notebook_there_is_no_link():
    assert above("") == above("ada/book", ".md") == [{"type": "javascript"}]


def test_with_one_each_service_is_named_with_its_address():
    group, print_button = above("ada/book")
    assert print_button == {"type": "javascript"} and group["type"] == "group"
    assert [button["url"] for button in group["buttons"]] == [
        "https://mybinder.org/v2/gh/ada/book/HEAD?urlpath=lab/tree/chapters/reference/speed.ipynb",
        "https://colab.research.google.com/github/ada/book/blob/main/colab/speed.ipynb", "https://codespaces.new/ada/book"]


@pytest.mark.parametrize("text", ["", "book", "ada/", "/book", "ada/book/tree", "https://github.com/ada/book", "ada/..", "-ada/book", "ada/b;ls", "ada/$(ls)",
                                  "ada/book\n", "ada b/book", 'ada/"x"'])
def test_what_is_no_repository_is_said_and_nothing_is_written(text, monkeypatch, tmp_path):
    monkeypatch.setattr(launch, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match="came; expected is the owner and the name"):
        launch.main([text])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["ada/book", "a-b/c.d_e-f", "A1/.github"])
def test_what_is_one_passes(text):
    assert site.repository(text) == text


def test_each_link_finds_its_file():
    found = launch.files("ada/book")
    pages = sorted(path.relative_to(launch.ROOT).with_suffix("").as_posix() for path in (launch.ROOT / "chapters").rglob("*.ipynb"))
    assert {name for name in found if name.startswith("colab/")} == {site.colab(page) for page in pages} and len(pages) > 10
    assert set(found) - {site.colab(page) for page in pages} == {".binder/runtime.txt", ".binder/postBuild", ".devcontainer/devcontainer.json"}
    assert "make .venv/installed" in json.loads(found[".devcontainer/devcontainer.json"])["postCreateCommand"]
    for page in pages:
        notebook = nbformat.reads(found[site.colab(page)], as_version=4)
        nbformat.validate(notebook)
        codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert "git+https://github.com/ada/book" in codes[0].source and notebook.cells[0] == codes[0]
        brought = {*re.search("^%pip install --quiet (.+) git", codes[0].source, re.M)[1].split(), "numpy", "nnlib", "course"}  # the last three by the repository
        trees = [ast.parse("".join(line for line in cell.source.splitlines(True) if not line.startswith("%"))) for cell in codes[1:]]
        names = {alias.name.partition(".")[0] if isinstance(node, ast.Import) else node.module.partition(".")[0] for tree in trees for node in ast.walk(tree)
                 if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names}
        assert names - sys.stdlib_module_names <= brought, page
        assert not any(cell.outputs or cell.source.startswith("# Solution") for cell in codes) and "widgets" not in notebook.metadata


def test_what_binder_runs_is_a_script_that_shells_read():
    done = subprocess.run(["bash", "-n"], input=launch.FILES[".binder/postBuild"], text=True, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0 and launch.FILES[".binder/postBuild"].startswith("#!/bin/bash\nset -e\n")


def test_written_twice_they_are_the_same_and_the_script_can_be_run(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(launch, "files", lambda repository: launch.FILES | {"colab/x.ipynb": repository})
    monkeypatch.setattr(launch, "ROOT", tmp_path)
    for _ in range(2):
        launch.main(["ada/book"])
        assert (tmp_path / ".binder/postBuild").stat().st_mode & 0o111 or sys.platform == "win32"
        assert (tmp_path / "colab/x.ipynb").read_text() == "ada/book"
    assert "Commit these" in capsys.readouterr().out
