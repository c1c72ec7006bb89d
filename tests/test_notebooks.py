"""Every notebook is stored as it was run, in canonical form, and keeps to the book's rules for cells and figures."""

import re
import statistics
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from course.scripts import fingerprint, source

from tools import notebooks

ROOT = Path(__file__).resolve().parent.parent

ALL = notebooks.all_notebooks()
HIDDEN = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
TAGS = {"hide-input", "remove-input", "hide-cell", "remove-cell", "raises-exception"}
UNCOMPARED = {"nbval-skip", "nbval-ignore-output"}
EXPECTED_UNCOMPARED = 0
COMPARED = {"text/plain", "text/markdown", "text/html", "text/latex", "image/svg+xml"}
WIDGET = "application/vnd.jupyter.widget-view+json"  # an id and nothing else; the other forms beside it are compared
CAP, MEDIAN = 20, 5
ALT_LENGTH = 40

each_notebook = pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [(k, cell) for k, cell in enumerate(notebook.cells) if cell.cell_type == "code"]


def tags(cell):
    return set(cell.metadata.get("tags", []))


def length_problems(notebook):
    """Code cells over the cap that are read, visible ones and solutions that unfold, and a median of the visible over the limit."""
    lengths = [(k, len(cell.source.split("\n"))) for k, cell in code_cells(notebook) if not tags(cell) & HIDDEN]
    solutions = [(k, len(cell.source.split("\n"))) for k, cell in code_cells(notebook) if "hide-cell" in tags(cell)]
    found = [f"cell {k} shows {n} lines, the cap is {CAP}" for k, n in (*lengths, *solutions) if n > CAP]
    if lengths and (median := statistics.median(n for _, n in lengths)) > MEDIAN:
        found.append(f"the median of the visible cells is {median} lines, expected at most {MEDIAN}")
    return found


def tag_problems(notebook):
    """Tags nobody has agreed on: a misspelt one would silently hide nothing."""
    return [f"cell {k} has the tag {tag}; allowed are {', '.join(sorted(TAGS | UNCOMPARED))}"
            for k, cell in enumerate(notebook.cells) for tag in sorted(tags(cell) - TAGS - UNCOMPARED)]


def figure_problems(notebook):
    """Image outputs without an alt text that tells something, or without a caption."""
    found = []
    for k, cell in code_cells(notebook):
        if not any(mime.startswith("image/") for output in cell.outputs for mime in output.get("data", {})):
            continue
        settings = cell.metadata.get("mystnb", {})
        alt, caption = settings.get("image", {}).get("alt", ""), settings.get("figure", {}).get("caption", "")
        if len(alt.strip()) < ALT_LENGTH:
            found.append(f"cell {k} shows an image whose alt text has {len(alt.strip())} characters, expected at least "
                         f"{ALT_LENGTH}: set mystnb.image.alt in the cell's metadata")
        if not caption.strip():
            found.append(f"cell {k} shows an image without a caption: set mystnb.figure.caption")
    return found


def glue_problems(notebook):
    """Glued values show nothing outside the built site."""
    return [f"cell {k} uses the role or directive {match[0]}" for k, cell in enumerate(notebook.cells)
            if (match := re.search(r"\{glue[:}]", cell.source))]


def output_problems(notebook):
    """What nbval 0.11 would let pass: it compares no PNG, no order or grouping of several outputs, no text of an error as it is shown, and asks no cell to raise."""
    found = []
    for k, cell in code_cells(notebook):
        kinds = {mime for output in cell.outputs for mime in output.get("data", {})}
        for mime in sorted(kinds - COMPARED - {WIDGET}):
            found.append(f"cell {k} shows {mime}, which no test compares; compared are {', '.join(sorted(COMPARED))}")
        if WIDGET in kinds and not kinds & (COMPARED - {"text/plain"}):
            found.append(f"cell {k} shows a widget with no picture or HTML beside it, so nothing of it is compared")
        if len(cell.outputs) > 1:
            found.append(f"cell {k} has {len(cell.outputs)} outputs, and nbval would not notice that one moved into another: "
                         "show one thing in a cell")
        if ("raises-exception" in tags(cell)) != any(output.output_type == "error" for output in cell.outputs):
            found.append(f"cell {k} is tagged raises-exception and shows no error, or the other way round: nbval asks for neither")
        for output in (output for output in cell.outputs if output.output_type == "error"):
            if (told := re.sub(r"\x1b\[\d+m", "", "".join(output.traceback))) != f"{output.ename}: {output.evalue}\n":
                found.append(f"cell {k} shows {told!r}, and what nbval compares is {output.ename}: {output.evalue}")
    return found


RULES = [length_problems, tag_problems, figure_problems, glue_problems, output_problems]


def test_there_are_notebooks():
    """The other tests check something."""
    assert ALL, "no notebook found in chapters/"


@each_notebook
def test_is_stored_as_it_was_run_in_canonical_form(path):
    """Every cell was executed, in order, without an unannounced error, and the bytes are the canonical ones."""
    assert notebooks.problems(path) == [], f"run: python -m tools.notebooks run {path.relative_to(ROOT)}"


@each_notebook
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_keeps_the_rule(path, rule):
    """Cells are short, tags known, figures described, and nothing is glued."""
    assert rule(read(path)) == []


def test_cells_whose_output_is_not_compared_are_counted():
    """A cell that nbval skips proves nothing, so their number is part of the test."""
    uncompared = [f"{path.stem} cell {k}" for path in ALL for k, cell in code_cells(read(path)) if tags(cell) & UNCOMPARED]
    assert len(uncompared) == EXPECTED_UNCOMPARED, uncompared


# Planted faults: each check above turns red when it should.


def shown(data):
    return nbformat.v4.new_output("display_data", data)


ALT = "A curve that rises from zero and becomes straight."


def sample():
    """A small notebook without faults: two cells with text, and a figure with alt text and caption."""
    figure = nbformat.v4.new_code_cell("fig", metadata={"mystnb": {"image": {"alt": ALT},
                                                                   "figure": {"caption": "A caption."}}})
    figure.outputs = [nbformat.v4.new_output("display_data", {"image/svg+xml": "<svg/>"})]
    texts = [nbformat.v4.new_code_cell("1 + 1", outputs=[nbformat.v4.new_output("execute_result", {"text/plain": "2"})])
             for _ in range(2)]
    cells = [texts[0], figure, texts[1]]
    for count, cell in enumerate(cells, start=1):
        cell.execution_count = count
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Title"), *cells])


def test_a_notebook_without_faults_passes():
    assert [problem for rule in RULES for problem in rule(sample())] == []


def plant(*cells, **changes):
    notebook = sample()
    for cell in cells:
        notebook.cells[cell].update(changes)
    return notebook


@pytest.mark.parametrize(("rule", "notebook"), [
    (length_problems, plant(1, source="\n".join("x" * 21))),
    (length_problems, plant(1, source="\n".join("x" * 21), metadata={"tags": ["hide-cell"]})),
    (length_problems, plant(1, 2, source="\n".join("x" * 6))),
    (tag_problems, plant(1, metadata={"tags": ["hide_input"]})),
    (figure_problems, plant(2, metadata={"mystnb": {"image": {"alt": "a figure"}, "figure": {"caption": "A caption."}}})),
    (figure_problems, plant(2, metadata={"mystnb": {"image": {"alt": ALT}}})),
    (glue_problems, plant(0, source="{glue}`x`")),
    (output_problems, plant(1, outputs=[shown({"image/png": "iVBORw0KGgo=", "text/plain": "<Figure>"})])),
    (output_problems, plant(1, outputs=[shown({WIDGET: {"model_id": "0"}, "text/plain": "Slider()"})])),
    (output_problems, plant(1, outputs=[shown({"text/html": "<b>1</b>", "text/plain": "1"}), shown({"text/plain": "2"})])),
    (output_problems, plant(1, metadata={"tags": ["raises-exception"]})),
    (output_problems, plant(1, metadata={"tags": ["raises-exception"]}, outputs=[nbformat.v4.new_output("error", ename="E", evalue="at step 182", traceback=["\x1b[31mE\x1b[39m: at step 128\n"])])),
], ids=["long cell", "long solution", "long median", "misspelt tag", "short alt", "no caption", "glue", "PNG", "a widget alone", "two outputs",
        "nothing raised", "another error shown"])
def test_a_planted_fault_is_reported(rule, notebook):
    """Each rule sees the fault it is there for."""
    assert len(rule(notebook)) == 1


@pytest.mark.parametrize(("change", "words"), [
    (lambda nb: nb.cells[1].update(execution_count=None, outputs=[]), "execution count"),
    (lambda nb: nb.cells[1].update(outputs=[nbformat.v4.new_output("error", ename="E", evalue="v")]), "shows an error"),
    (lambda nb: nb.cells[1].update(id="random"), "not canonical"),
    (lambda nb: nb.metadata.update(language_info={"version": "3.11.7"}), "not canonical"),
], ids=["never executed", "error", "random id", "version"])
def test_a_notebook_that_is_not_as_it_was_run_is_reported(tmp_path, change, words):
    """The check of the stored form sees cells never run, errors, and bytes that another machine would write otherwise."""
    path = tmp_path / "sample.ipynb"
    path.write_text(notebooks.canonical(sample(), "sample"), encoding="utf8")
    assert notebooks.problems(path) == []
    notebook = read(path)
    change(notebook)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf8")
    assert any(words in problem for problem in notebooks.problems(path))


def test_nbval_sees_the_rest(tmp_path):
    """What output_problems leaves to nbval, nbval does: a stored error that is not raised, or not that one, and other HTML."""
    def error(message):
        return nbformat.v4.new_output("error", ename="ZeroDivisionError", evalue=message)

    html = {"text/html": "<b>2</b>", "text/plain": "<IPython.core.display.HTML object>"}
    planted = {"1": error("division by zero"), "1 / 0": error("another message"),
               "from IPython.display import HTML\nHTML('<b>1</b>')": shown(html), "raise ZeroDivisionError('as it is')": error("as it is")}
    cells = [nbformat.v4.new_code_cell(source, outputs=[output], execution_count=k, metadata={"tags": ["raises-exception"]})
             for k, (source, output) in enumerate(planted.items(), 1)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "planted.ipynb")
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-rN", "-p", "no:cacheprovider", "--nbval",
                           "--nbval-current-env", "planted.ipynb"], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.count("Cell outputs differ") == 3 and "3 failed, 1 passed" in done.stdout, done.stdout


def test_the_canonical_form_is_a_fixed_point():
    """Writing the canonical form again changes nothing; repeated sources keep different ids; prints are merged."""
    notebook = sample()
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="a"), nbformat.v4.new_output("stream", text="b")]
    once = notebooks.canonical(notebook, "sample")
    again = nbformat.reads(once, as_version=4)
    assert notebooks.canonical(again, "sample") == once
    assert len({cell.id for cell in again.cells}) == len(again.cells)
    assert [output.text for output in again.cells[1].outputs] == ["ab"]


def test_widget_ids_do_not_depend_on_chance():
    """Two runs whose widgets got other random ids are stored as the same bytes."""
    def run(ids):
        notebook = sample()
        state = {name: {"model_name": f"M{k}", "state": {"layout": f"IPY_MODEL_{ids[-1]}"}} for k, name in enumerate(ids)}
        notebook.metadata["widgets"] = {notebooks.WIDGET_STATE: {"state": state, "version_major": 2, "version_minor": 0}}
        notebook.cells[1].outputs[0].data = {"application/vnd.jupyter.widget-view+json": {"model_id": ids[0]}}
        return notebooks.canonical(notebook, "sample")

    first = run(["b" * 32, "a" * 32])
    assert first == run(["c" * 32, "d" * 32])
    assert notebooks.canonical(nbformat.reads(first, as_version=4), "sample") == first


# Scripts and styles of widgets: the notebook names their hashes.

WIDGETS = [path for path in ALL if "widgets" in read(path).metadata]


def states(notebook):
    """The states of the widgets that have a script."""
    widgets = notebook.metadata.widgets[notebooks.WIDGET_STATE].state.values()
    return [widget.state for widget in widgets if "_anywidget_id" in widget.state]


@pytest.mark.parametrize("path", WIDGETS, ids=lambda path: path.stem)
def test_a_notebook_holds_no_script_and_the_hashes_of_those_of_today(path):
    """Also of the student edition, whose stubs come from these."""
    notebook = read(path)
    assert {(state._esm, state._css) for state in states(notebook)} == {(notebooks.STUB, "")}
    today = {state._anywidget_id: fingerprint(*source(state._anywidget_id)) for state in states(notebook)}
    assert notebook.metadata[notebooks.SCRIPTS] == today, f"run: python -m tools.notebooks refresh {path.relative_to(notebooks.ROOT)}"


def test_a_script_of_another_day_is_reported_and_refreshed(tmp_path):
    """A script that differs by one sign is another hash, in one line; the check names the command that brings today's."""
    path = tmp_path / WIDGETS[0].name
    stored, notebook = WIDGETS[0].read_text(encoding="utf8"), read(WIDGETS[0])
    for state in states(notebook):
        state._esm, state._css = source(state._anywidget_id)
        if state._anywidget_id.endswith("Descent"):
            state._esm = state._esm.replace("t - eta", "t + eta")
    other = notebooks.canonical(notebook, path.stem)
    assert sum(a != b for a, b in zip(stored.split("\n"), other.split("\n"), strict=True)) == 1
    path.write_text(other, encoding="utf8")
    [problem] = notebooks.problems(path)
    assert "Descent" in problem and "tools.notebooks refresh" in problem
    notebooks.refresh(path)
    assert path.read_text(encoding="utf8") == stored


def test_a_stub_without_a_hash_is_reported(tmp_path):
    path, notebook = tmp_path / WIDGETS[0].name, read(WIDGETS[0])
    del notebook.metadata[notebooks.SCRIPTS]
    path.write_text(notebooks.canonical(notebook, path.stem), encoding="utf8")
    assert [problem for problem in notebooks.problems(path) if "Question" in problem and "is None" in problem]


def test_text_and_notebook_are_the_same_after_a_round_trip(tmp_path):
    """Tags, alt text and caption survive the way to text and back."""
    source, text, back = tmp_path / "sample.ipynb", tmp_path / "sample.md", tmp_path / "back.ipynb"
    notebook = sample()
    notebook.cells[1].metadata["tags"] = ["hide-input"]
    source.write_text(notebooks.canonical(notebook, "sample"), encoding="utf8")
    notebooks.to_text(source, text)
    notebooks.from_text(text, back)
    kept = [(cell.id, cell.cell_type, cell.source, cell.metadata) for cell in read(source).cells]
    assert [(cell.id, cell.cell_type, cell.source, cell.metadata) for cell in read(back).cells] == kept
