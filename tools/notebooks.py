"""Runs notebooks, stores them in one canonical form, checks that form, and turns them into text and back.

    python -m tools.notebooks run [NOTEBOOK ...]              run and store with outputs (default: all of chapters/)
    python -m tools.notebooks check [NOTEBOOK ...]            say what is not canonical, not run, or failed
    python -m tools.notebooks refresh [NOTEBOOK ...]          store today's scripts, answer boxes and canonical form, without running
    python -m tools.notebooks to-text NOTEBOOK [TEXT.md]      write MyST Markdown (default: drafts/NAME.md)
    python -m tools.notebooks from-text TEXT.md [NOTEBOOK]    write a notebook without outputs (default: chapters/NAME.ipynb)

Canonical means: the same sources and outputs give the same bytes, whoever runs them, on every supported Python. A widget's
script and style are not stored. A stub stands in their place, and the notebook's metadata name a hash for each kind of widget.
"""

import hashlib
import json
import os
import re
import sys
import time
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from course.scripts import fingerprint, source

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = ROOT / "chapters"
DRAFTS = ROOT / "drafts"

NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}
CELL_METADATA = ("claims", "mystnb", "tags")
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
SCRIPTS = "widget_scripts"  # the notebook's metadata with the hashes
LAYOUT = "@jupyter-widgets/base"
SECONDS_PER_CELL = 600

# What runs in JupyterLab where no kernel has sent the script yet: it shows the stored picture or box, and says how to go on.
STUB = """\
// Stands for the script of the widget that _anywidget_id names. A kernel sends it; the website has it from the same source.
export default { render({ model, el }) {
  const cells = model.widget_manager?.context?.model?.toJSON().cells ?? [];
  const own = cells.find(({ metadata }) => metadata.mystnb?.figure?.name === model.get("key"));
  const picture = own?.outputs.map(({ data }) => data?.["image/svg+xml"] ?? "").flat().join("");
  el.innerHTML = `${model.get("_html") ?? picture ?? ""}<p>This comes to life when its cell is run: Run ▸ Run All Cells.</p>`;
} };
"""


def all_notebooks():
    return sorted(p for p in CHAPTERS.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)


def canonical(notebook, name):
    """The canonical text of a notebook; `name`, the stem of its file, goes into the ids of its widgets."""
    notebook = nbformat.from_dict(json.loads(json.dumps(notebook)))
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    widgets, scripts = notebook.metadata.get("widgets", {}), notebook.metadata.get(SCRIPTS, {})
    notebook.metadata = nbformat.from_dict(NOTEBOOK_METADATA)
    if widgets.get(WIDGET_STATE, {}).get("state"):
        notebook.metadata["widgets"] = widgets
        notebook.metadata[SCRIPTS] = without_scripts(widgets[WIDGET_STATE]["state"].values(), scripts)
    seen, count = {}, 0
    for cell in notebook.cells:
        cell.id = cell_id(cell, seen)
        cell.metadata = {key: cell.metadata[key] for key in CELL_METADATA if cell.metadata.get(key)}
        cell.source = cell.source.strip("\n")
        if cell.cell_type != "code":
            continue
        if cell.execution_count is not None:
            count += 1
            cell.execution_count = count
        cell.outputs = merge_streams(cell.outputs)
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = cell.execution_count
    return rename_widgets(nbformat.writes(notebook, version=4), widgets, name) + "\n"


def cell_id(cell, seen):
    """An id that stays while the cell's source stays; a repeated source gets a number behind it."""
    digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source.strip()}".encode()).hexdigest()[:12]
    seen[digest] = seen.get(digest, 0) + 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def merge_streams(outputs):
    """How a kernel cuts its prints into messages is chance; the text is not."""
    merged = []
    for output in outputs:
        if output.output_type == "stream" and merged and merged[-1].get("name") == output.name:
            merged[-1].text += output.text
        else:
            merged.append(output)
    return merged


def without_scripts(widgets, known):
    """Take out of the widgets' states what need not be stored; the hashes of their scripts, of which `known` are stored ones."""
    hashes = {}
    for widget in widgets:
        state = widget["state"]
        if widget.get("model_module") == LAYOUT:  # mostly settings that are not set
            widget["state"] = {key: value for key, value in state.items() if value is not None}
        elif name := state.get("_anywidget_id"):
            if state["_esm"] == STUB:
                hashes.setdefault(name, known.get(name))
            else:
                hashes[name] = fingerprint(state["_esm"], state["_css"])
            state["_esm"], state["_css"] = STUB, ""
    return hashes


def rename_widgets(text, widgets, name):
    """Widget ids are random; ours count in the order of creation, which sorting by key keeps."""
    prefix = hashlib.sha256(name.encode()).hexdigest()[:24]
    state = widgets.get(WIDGET_STATE, {}).get("state", {})
    new = {old: f"{prefix}{k:08x}" for k, old in enumerate(state)}
    if not new:
        return text
    text = re.sub("|".join(map(re.escape, new)), lambda m: new[m[0]], text)
    return nbformat.writes(nbformat.reads(text, as_version=4), version=4)


def problems(path):
    """What is wrong with a stored notebook, as sentences; an empty list when nothing is."""
    text = path.read_text(encoding="utf8")
    notebook = nbformat.reads(text, as_version=4)
    found, count = [], 0
    for k, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        count += 1
        if cell.execution_count != count:
            found.append(f"cell {k} has execution count {cell.execution_count}, expected {count}: {first_line(cell)}")
    found += stored_errors(notebook)
    found += [f"the hash of {name} is {stored}; of the source it is {today}: run python -m tools.notebooks refresh {shown(path)}"
              for name, stored in notebook.metadata.get(SCRIPTS, {}).items() if stored != (today := fingerprint(*source(name)))]
    expected = canonical(notebook, path.stem)
    if text != expected:
        found.append("not canonical at " + first_difference(text, expected))
    return found


def stored_errors(notebook):
    """One sentence for each error output that its cell does not announce by the tag raises-exception."""
    return [f"cell {k} shows an error, {output.ename}: {output.evalue}, in {first_line(cell)}"
            for k, cell in enumerate(notebook.cells)
            if cell.cell_type == "code" and "raises-exception" not in cell.metadata.get("tags", [])
            for output in cell.outputs if output.output_type == "error"]


def first_line(cell):
    return repr(cell.source.strip().split("\n")[0])


def first_difference(came, expected):
    came, expected = came.split("\n"), expected.split("\n")
    for k, (a, b) in enumerate(zip(came, expected), start=1):
        if a != b:
            return f"line {k}: came {a[:100]!r}, expected {b[:100]!r}"
    return f"the end: came {len(came)} lines, expected {len(expected)}"


def run(path):
    """Run a notebook from top to bottom in its own folder and store it; one with errors is left as it was."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata.pop("widgets", None)
    NotebookClient(notebook, timeout=SECONDS_PER_CELL, kernel_name="python3", record_timing=False,
                   extra_arguments=["--log-level=ERROR"],  # else: a warning that TCP is not encrypted
                   resources={"metadata": {"path": str(path.parent)}},
                   ).execute(env={name: value for name, value in os.environ.items() if name != "PYTHONSTARTUP"})
    # A figure that fails while it is shown leaves an error output but stops nothing.
    errors = stored_errors(notebook)
    if not errors:
        path.write_text(canonical(notebook, path.stem), encoding="utf8")
    return errors


def refresh(path):
    """Store a notebook as if its widgets had sent the scripts, styles and answer boxes of today, without running it."""
    notebook = nbformat.read(path, as_version=4)
    boxes = {}
    for widget in notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {}).values():
        state = widget["state"]
        if name := state.get("_anywidget_id"):
            state["_esm"], state["_css"] = source(name)
        if "_table" in state:
            from course.exercises.question import Question  # here, since it makes exercises

            today = Question(state["_table"]["id"])
            boxes[repr(today)] = today._html
            state |= {"_html": today._html, "_table": json.loads(json.dumps(today._table)), "seed": 0}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if html := boxes.get(output.get("data", {}).get("text/plain")):
                output["data"]["text/html"] = html
    path.write_text(canonical(notebook, path.stem), encoding="utf8")


def to_text(notebook, text):
    """Write a notebook as MyST Markdown, without its outputs."""
    document = nbformat.read(notebook, as_version=4)
    document.metadata.pop("widgets", None)
    text.parent.mkdir(exist_ok=True)
    text.write_text(jupytext.writes(document, fmt="md:myst"), encoding="utf8")


def from_text(text, notebook):
    """Write MyST Markdown as a canonical notebook, without outputs."""
    document = jupytext.reads(text.read_text(encoding="utf8"), fmt="md:myst")
    notebook.write_text(canonical(document, notebook.stem), encoding="utf8")


def shown(path):
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def main(command=None, *names):
    paths = [Path(name).resolve() for name in names]
    for path in paths if command in ("run", "check", "refresh") else paths[:1]:
        if not path.is_file():
            sys.exit(f"{shown(path)} does not exist; notebooks are {', '.join(str(shown(p)) for p in all_notebooks())}")
    failed = False
    if command == "run":
        for path in paths or all_notebooks():
            print(f"{shown(path)} ... ", end="", flush=True)
            start = time.perf_counter()
            try:
                errors = run(path)
            except CellExecutionError as error:
                errors = [str(error)]
            failed |= bool(errors)
            print("\n".join(["FAILED, the file is left as it was:", *errors]) if errors
                  else f"{time.perf_counter() - start:.1f} s")
    elif command == "check":
        for path in paths or all_notebooks():
            found = problems(path)
            failed |= bool(found)
            print(f"{shown(path)}: " + ("ok" if not found else "\n  " + "\n  ".join(found)))
        if failed:
            print("To mend it, run: python -m tools.notebooks run NOTEBOOK")
    elif command == "refresh":
        for path in paths or all_notebooks():
            refresh(path)
    elif command == "to-text" and len(paths) in (1, 2):
        target = paths[1] if len(paths) == 2 else DRAFTS / f"{paths[0].stem}.md"
        to_text(paths[0], target)
        print(f"wrote {shown(target)}; turn it back with: python -m tools.notebooks from-text {shown(target)}")
    elif command == "from-text" and len(paths) in (1, 2):
        target = paths[1] if len(paths) == 2 else CHAPTERS / f"{paths[0].stem}.ipynb"
        from_text(paths[0], target)
        print(f"wrote {shown(target)} without outputs; run it with: python -m tools.notebooks run {shown(target)}")
    else:
        sys.exit(__doc__)
    sys.exit(failed)


if __name__ == "__main__":
    main(*sys.argv[1:])
