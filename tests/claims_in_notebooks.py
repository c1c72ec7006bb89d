"""Has pytest compare the numerals of a notebook's texts with their values, in the kernel that runs the notebook's cells.

The run is the disturbed one, so nothing that is bound may hang on a last bit. It costs one message to the kernel for each cell
behind which a text has something bound, and one for the stored states of the figures that move.
"""

import ast
import json
import math

import pytest

from course.claims import pages
from tests.disturbed.plugin import is_cell

SECONDS = 60


def told(kernel, expression):
    """What an expression gives in a kernel, as JSON; what JSON has no word for is told as text."""
    sent = kernel.kc.execute("", silent=True, store_history=False, allow_stdin=False,
                             user_expressions={"values": f"__import__('json').dumps({expression}, default=str)"})
    while (reply := kernel.get_message("shell", timeout=SECONDS))["parent_header"].get("msg_id") != sent:
        pass
    kernel.await_idle(sent, SECONDS)
    answer = reply["content"]["user_expressions"]["values"]
    assert answer["status"] == "ok", answer
    return json.loads(ast.literal_eval(answer["data"]["text/plain"]))


def ask(kernel, expressions, *shown):
    """The values of expressions in a kernel, as `course.claims.kernel.evaluate` gives them."""
    return told(kernel, f"__import__('course.claims.kernel', fromlist=['kernel']).evaluate(globals(), {expressions!r}, *{shown!r})")


def differing(stored, live):
    """Where the stored state of a moving figure is not the live one: its traits by name; numbers may differ in their last digits.

    The layout has another id in each run.
    """
    def same(a, b):
        if isinstance(a, list) and isinstance(b, list):
            return len(a) == len(b) and all(map(same, a, b))
        numbers = all(isinstance(each, (int, float)) for each in (a, b))
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) if numbers else a == b
    return [name for name in stored if name != "layout" and not name.startswith("_") and not (name in live and same(stored[name], live[name]))]


def figures(notebook, kernel):
    """What is wrong with the stored states of a notebook's moving figures, which the website draws with, after its last cell."""
    widgets = notebook.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
    stored = {each["state"]["key"]: each["state"] for each in widgets.values() if "_bounds" in each["state"]}
    if not stored:
        return []
    live = told(kernel, "{each.key: each.get_state() for each in [*globals().values(), *Out.values()] "
                        "if hasattr(each, '_bounds') and not isinstance(each, type)}")
    return [f"{key}: " + (f"stored is another {', '.join(found)}" if key in live else "there is no such figure")
            for key, state in stored.items() if key not in live or (found := differing(state, live[key]))]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Behind a cell come the texts that stand between it and the next one."""
    result = yield
    if not is_cell(item):
        return result
    notebook, run = item.parent.nb, item.cell_num + 1
    if not hasattr(item.parent, "texts"):
        item.parent.texts = list(pages.texts_of(notebook))
    total = sum(cell.cell_type == "code" for cell in notebook.cells)
    bound = pages.due(item.parent.texts, run, run == total)
    shown = pages.outputs_of(notebook, run), pages.sources_of(notebook, run)
    if wrong := pages.verdicts(bound, lambda expressions: ask(item.parent.kernel, expressions, *shown)):
        item.raise_cell_error("A numeral is not what it is bound to:\n" + "\n".join(wrong))
    if run == total and (wrong := figures(notebook, item.parent.kernel)):
        item.raise_cell_error("A moving figure is stored in another state than it has after the run:\n" + "\n".join(wrong))
    return result
