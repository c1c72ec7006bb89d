"""Writes what Binder, Colab and Codespaces need in the repository of whoever hosts the book; make book REPOSITORY=owner/name does.

    python -m tools.launch owner/name

The files have to be committed where they stand: `.binder` and `.devcontainer` are looked for there, and Colab opens a notebook alone,
so that `colab` holds a copy of each chapter whose first cell installs the packages. Solutions are left out of the copies, since
Colab folds nothing.
"""

import re
import sys
from pathlib import Path

import nbformat

from course.editions.written import written
from course.site.launch import colab, repository

ROOT = Path(__file__).resolve().parents[1]
FILES = {
    ".binder/runtime.txt": "python-3.12\n",
    ".binder/postBuild": "#!/bin/bash\nset -e\npython -m pip install --require-hashes -r requirements.txt\n"
                         "python -m pip install --no-deps --no-build-isolation -e .\n",
    ".devcontainer/devcontainer.json": """{
  "name": "Backpropagation, Checked Line by Line",
  "image": "mcr.microsoft.com/devcontainers/python:3.12",
  "postCreateCommand": "make .venv/installed",
  "customizations": {"vscode": {"extensions": ["ms-python.python", "ms-toolsai.jupyter"]}}
}
""",
}
INSTALL = """\
# Colab has the notebook alone: this brings the packages that it imports, and lets figures move.
%pip install --quiet {packages} git+https://github.com/{repository}
from google.colab import output

output.enable_custom_widget_manager()"""


def imported(notebook: nbformat.NotebookNode) -> list[str]:
    """The packages that a notebook imports beside the book's own and NumPy, which comes with them."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    return sorted({*re.findall(r"^(?:import|from) (\w+)", code, re.M)} - sys.stdlib_module_names - {"course", "nnlib", "numpy"})


def files(repository: str) -> dict[str, str]:
    """{path in the repository: content} of what the three need."""
    found = dict(FILES)
    for path in sorted((ROOT / "chapters").rglob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = [cell for cell in notebook.cells if cell.cell_type != "code" or not cell.source.startswith("# Solution")]
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        first = nbformat.v4.new_code_cell(INSTALL.format(packages=" ".join(["anywidget", *imported(notebook)]), repository=repository), id="install")
        notebook.cells.insert(0, first)
        notebook.metadata.pop("widgets", None)
        found[colab(path.stem)] = nbformat.writes(notebook) + "\n"
    return found


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        sys.exit(__doc__)
    try:
        found = files(repository(arguments[0]))
    except ValueError as error:
        sys.exit(str(error))
    for path in written(ROOT, found):
        path.chmod(0o755 if path.name == "postBuild" else 0o644)
    print(f"Commit these, since the links need them: {', '.join(sorted({name.split('/')[0] for name in found}))}.")


if __name__ == "__main__":
    main(sys.argv[1:])
