"""The moving figures in a live JupyterLab: a hand moves them, Python reads them; Python sets them, the figure follows."""

import ast
import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from browsing import DESKTOP, contrast
from course import widgets
from course.exercises import check
from course.exercises.predictions import PREDICTIONS
from playwright.sync_api import expect
from test_browser import CONTRAST

from tools.notebooks import WIDGET_STATE

ROOT = Path(__file__).parents[2]
START = 60  # seconds for the server, a kernel or a cell, on a busy machine
SETTINGS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
            "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}  # cells out of view stay in the page


CHAPTER = "chapters/01-derivatives.ipynb"  # opened as it is stored
CELLS = [
    "import ipywidgets\nfrom course import widgets\nfigure = widgets.Descent()\nfigure",
    "print('state:', figure.state())",
    "seen = []\nfigure.observe(lambda change: seen.append(change['name']))\nprint('observed')",
    "print('seen:', sorted(set(seen)))",
    "try:\n    figure.eta = -1\nexcept Exception as error:\n    print(f'{type(error).__name__}: {error}')",
    "figure.eta, figure.steps = 0.26, 3\nprint('set')",
    "rate = ipywidgets.FloatText(0.1, description='rate')\nlink = ipywidgets.link((rate, 'value'), (figure, 'eta'))\n"
    "ipywidgets.VBox([rate, ipywidgets.HBox([figure])])",
    "ipywidgets.VBox([getattr(widgets, name)() for name in widgets.__all__])",
    "from course.exercises.question import Question\nbox = Question('3.1')\nbox",
    "print('verdict:', box.answer, box.verdict().slips)",
]
SHOWN, STATE, OBSERVE, SEEN, REFUSED, SET, LINKED, ALL, BOX, VERDICT = range(len(CELLS))


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab of its own: nothing of the user's is read or written, and nothing is asked of the net."""
    if importlib.util.find_spec("jupyterlab") is None:
        missing = "no JupyterLab: make test installs it with the locked packages"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)
    home, work = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("work")
    for extension, values in SETTINGS.items():
        package, plugin = extension.split(":")
        path = home / f"settings/{package}/{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(values))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS],
                                        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
    nbformat.write(notebook, work / "descent.ipynb")
    shutil.copyfile(ROOT / CHAPTER, work / Path(CHAPTER).name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home), "JUPYTER_PLATFORM_DIRS": "0",
                   "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
                   **{f"JUPYTER_{kind}_DIR": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}}
    subprocess.run([sys.executable, "-m", "nbformat.sign", Path(CHAPTER).name], env=environment, cwd=work, check=True)  # or all is text
    log = (home / "log").open("w")
    server = subprocess.Popen([sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
                               "--ip=127.0.0.1", "--ServerApp.port_retries=0", "--IdentityProvider.token=", f"--notebook-dir={work}"],
                              env=environment, stdout=log, stderr=subprocess.STDOUT, cwd=work)
    address, until = f"http://127.0.0.1:{port}/", time.monotonic() + START
    try:
        while True:
            try:
                urllib.request.urlopen(address + "api/status", timeout=5).close()
                break
            except OSError:
                assert server.poll() is None and time.monotonic() < until, (home / "log").read_text()[-2000:]
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=START)
        log.close()


@contextmanager
def opened(browser, lab, name):
    """A notebook open in JupyterLab, as a page."""
    context = browser.new_context(viewport={**DESKTOP, "height": 1600})
    page = context.new_page()
    page.problems = problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    context.on("request", lambda request: request.url.startswith((lab, "data:", "blob:", lab.replace("http", "ws")))
               or problems.append(f"a request to {request.url}"))  # FLAGS let it find no other host
    page.goto(f"{lab}doc/tree/{name}")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=1000 * START)
    page.get_by_text(re.compile("Python 3.*Idle")).wait_for(timeout=1000 * START)
    yield page
    context.close()


@pytest.fixture(scope="module")
def notebook(browser, lab):
    """The notebook open in JupyterLab, its first cell run: the figure is on the page."""
    with opened(browser, lab, "descent.ipynb") as page:
        run(page, 0)
        page.wait_for_selector(".jp-CodeCell >> nth=0 >> .nn-readout", timeout=1000 * START)
        yield page


def run(page, k):
    """Run cell k and return the text of its output."""
    cell = page.locator(".jp-Notebook > * .jp-CodeCell, .jp-Notebook > .jp-CodeCell").nth(k)
    prompt = cell.locator(".jp-InputPrompt").first
    before = prompt.inner_text()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_function("([e, old]) => /\\d/.test(e.innerText) && e.innerText !== old", arg=[prompt.element_handle(), before],
                           timeout=1000 * START)
    return cell.locator(".jp-OutputArea").inner_text()


def state(page):
    """The figure's state as Python sees it."""
    return ast.literal_eval(run(page, STATE).removeprefix("state:").strip())


def view(page, k=SHOWN):
    return page.locator(".jp-CodeCell").nth(k)


def shown(page, k=SHOWN):
    return view(page, k).locator(".nn-readout").inner_text()


def test_a_notebook_that_was_not_run_shows_what_is_stored_and_says_how_to_go_on(browser, lab):
    """Its widgets have no script yet: there are the picture of the figure that moves, and the hints of every box that has some.

    A prediction is nothing but its form, which stays hidden until a script works it.

    The first test: with another notebook open already, one of the ten was drawn and the others were not within a minute.
    """
    with opened(browser, lab, Path(CHAPTER).name) as page:
        sentences = page.get_by_text("This comes to life when its cell is run: Run ▸ Run All Cells.")
        states = nbformat.read(ROOT / CHAPTER, as_version=4).metadata["widgets"][WIDGET_STATE]["state"].values()
        kinds = [widget["state"]["_anywidget_id"].split(".")[-1] for widget in states if "_anywidget_id" in widget["state"]]
        predictions = sum(id.startswith("1.") for id in PREDICTIONS)
        try:
            expect(sentences).to_have_count(len(kinds), timeout=1000 * START)
        except AssertionError:  # JupyterLab has drawn the first widget and no other, as it may on a busy machine; opened again, it draws all
            page.reload()
            expect(sentences).to_have_count(len(kinds), timeout=1000 * START)
        around = sentences.locator("xpath=..")
        assert around.locator("> svg").count() == kinds.count("Descent") == 1
        assert around.locator("> svg").bounding_box()["height"] > 100
        hinted = around.filter(has=page.locator("details:visible"))
        assert hinted.count() == kinds.count("Question") - predictions > 1
        assert around.locator("section.nn-prediction").count() == predictions > 1 and around.locator("form:visible").count() == 0
        assert page.problems == []


def test_it_is_drawn(notebook):
    assert "step 0" in shown(notebook) and state(notebook) == widgets.Descent().state()


def test_a_button_and_the_pointer_change_what_python_reads(notebook):
    view(notebook).get_by_role("button", name="Step").click()
    assert state(notebook)["steps"] == 1
    box = view(notebook).get_by_role("slider", name="the point on the curve").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    notebook.mouse.move(x, y)
    notebook.mouse.down()
    notebook.mouse.move(x + 40, y, steps=3)
    notebook.mouse.up()
    moved = state(notebook)
    assert moved["steps"] == 0 and moved["w1"] > 1.3
    assert f"w = {moved['w1']:.4f}" in shown(notebook)


@pytest.mark.parametrize(("role", "name", "trait"), [("slider", "the point on the curve", "w1"), ("slider", "learning rate", "eta")])
def test_the_arrow_keys_reach_handles_and_sliders(notebook, role, name, trait):
    """JupyterLab would use them to go from cell to cell."""
    before = state(notebook)[trait]
    view(notebook).get_by_role(role, name=name, exact=True).focus()
    notebook.keyboard.press("ArrowRight")
    assert state(notebook)[trait] > before


def test_letters_typed_into_a_field_are_no_commands(notebook):
    """In JupyterLab's command mode "x" and "dd" delete a cell and "a" inserts one."""
    cells = notebook.locator(".jp-CodeCell").count()
    field = view(notebook).get_by_label("learning rate, as a number")
    field.click()
    for key in "dda":
        notebook.keyboard.press(key)
    field.fill("0.05")
    field.press("Tab")
    view(notebook).get_by_label("learning rate", exact=True).focus()
    for key in "xdda":
        notebook.keyboard.press(key)
    assert notebook.locator(".jp-CodeCell").count() == cells and state(notebook)["eta"] == 0.05


def test_python_sets_and_the_figure_follows(notebook):
    run(notebook, SET)
    w1 = state(notebook)["w1"]
    last = widgets.Descent(w1=w1, eta=0.26, steps=3).path()[-1]
    notebook.wait_for_function("[...document.querySelectorAll('.nn-readout')].every(e => e.innerText.includes('step 3'))")
    assert f"C = {last.cost:.4f}" in shown(notebook)


def test_a_wrong_value_is_refused_and_the_figure_stays(notebook):
    before = shown(notebook)
    assert run(notebook, REFUSED).strip() == "TraitError: eta is -1; expected a number from 0.001 to 2."
    assert shown(notebook) == before


def test_python_observes_what_the_hand_does(notebook):
    run(notebook, OBSERVE)
    view(notebook).get_by_role("button", name="Back to the start").click()
    assert "'steps'" in run(notebook, SEEN)


def test_linked_in_boxes_and_seen_twice_it_stays_one(notebook):
    """Another widget drives it, it drives the other widget, and both views show the same."""
    run(notebook, LINKED)
    view(notebook, LINKED).locator(".nn-readout").wait_for(timeout=1000 * START)
    rate = view(notebook, LINKED).locator(".jupyter-widgets.widget-text input")
    rate.fill("0.2")
    rate.press("Enter")
    assert state(notebook)["eta"] == 0.2 and shown(notebook) == shown(notebook, LINKED)
    view(notebook).get_by_role("button", name="Step").click()
    assert state(notebook)["steps"] == 1 and shown(notebook) == shown(notebook, LINKED)
    field = view(notebook).get_by_label("learning rate, as a number")
    field.fill("0.3")
    field.press("Tab")
    assert state(notebook)["eta"] == 0.3 and float(rate.input_value()) == 0.3


def test_every_explorer_is_drawn(notebook):
    """As a drawing, or, the tape of an expression, as the list of its lines."""
    run(notebook, ALL)
    figures = view(notebook, ALL).locator(".nn")
    drawn = figures.filter(has=notebook.locator("svg > *, .nn-tape > li"))
    expect(drawn).to_have_count(len(widgets.__all__), timeout=1000 * START)
    assert figures.count() == drawn.count()
    assert min(figure.bounding_box()["height"] for figure in figures.all()) > 100


def test_an_answer_box_is_worked_by_keys_and_python_reads_the_answer(notebook):
    """It says what `check` says, and letters typed into it are no commands."""
    run(notebook, BOX)
    box, cells = view(notebook, BOX), notebook.locator(".jp-CodeCell").count()
    box.get_by_role("textbox", name="ŷ", exact=True).focus()
    for text in ("dda", "0.474", "0.00785", "0.00589"):
        notebook.keyboard.type(text)
        notebook.keyboard.press("Tab")
    notebook.keyboard.press("Enter")
    assert "cannot be read as a number" in box.get_by_role("status").inner_text()
    box.get_by_role("textbox", name="ŷ", exact=True).fill("0.526")
    notebook.keyboard.press("Enter")
    verdict = check("3.1", ["0.526", "0.474", "0.00785", "0.00589"])
    assert box.get_by_role("status").inner_text() == f"{verdict.sentence} See “{verdict.passages[0].heading}”."
    assert str(verdict.slips) in run(notebook, VERDICT) and notebook.locator(".jp-CodeCell").count() == cells


def test_in_the_dark_theme_it_can_be_read(notebook):
    """Text, and the colours with a meaning, on JupyterLab's dark ground."""
    notebook.get_by_role("menuitem", name="Settings").click()
    notebook.get_by_text("Theme", exact=True).hover()
    notebook.get_by_text("JupyterLab Dark", exact=True).click()
    notebook.wait_for_selector("body[data-jp-theme-light=false]", state="attached")
    colours = view(notebook).locator(".nn").evaluate("""e => {
        const probe = e.appendChild(document.createElement('i')), read = name => (probe.style.color = name, getComputedStyle(probe).color);
        const found = ['var(--nn-ground)', 'inherit', 'var(--nn-forward)', 'var(--nn-backward)', 'var(--nn-parameter)', 'var(--nn-data)', 'var(--nn-wrong)'].map(read);
        probe.remove();
        return found;
    }""")
    assert [c for c in colours[1:] if contrast(c, colours[0]) < CONTRAST] == []


def test_nothing_failed_and_nothing_was_asked_of_another_host(notebook):
    """In all of the tests above, which share one notebook."""
    assert notebook.problems == []
