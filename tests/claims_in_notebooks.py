"""Has pytest compare the numerals of a notebook's texts with their values, in the kernel that runs the notebook's cells.

The run is the disturbed one, so nothing that is bound may hang on a last bit. It costs one message to the kernel for each cell
behind which a text has something bound.
"""

import ast
import json

import pytest

from course.claims import pages
from tests.disturbed.plugin import is_cell

SECONDS = 60


def ask(kernel, expressions, *shown):
    """The values of expressions in a kernel, as `course.claims.kernel.evaluate` gives them."""
    call = f"__import__('course.claims.kernel', fromlist=['kernel']).evaluate(globals(), {expressions!r}, *{shown!r})"
    sent = kernel.kc.execute("", silent=True, store_history=False, allow_stdin=False,
                             user_expressions={"values": f"__import__('json').dumps({call})"})
    while (reply := kernel.get_message("shell", timeout=SECONDS))["parent_header"].get("msg_id") != sent:
        pass
    kernel.await_idle(sent, SECONDS)
    answer = reply["content"]["user_expressions"]["values"]
    assert answer["status"] == "ok", answer
    return json.loads(ast.literal_eval(answer["data"]["text/plain"]))


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
    return result
