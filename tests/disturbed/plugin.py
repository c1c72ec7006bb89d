"""Has pytest run the notebooks under disturbed arithmetic: their kernels install it at their start.

The environment's DISTURB chooses the disturbance: a seed (1 if nothing is said), a seed with -by-place, or off.
"""

import os
from pathlib import Path

import pytest

from tests.disturbed.arithmetic import setting

KERNEL = Path(__file__).with_name("kernel.py")
ADVICE = """
The cell ran under disturbed arithmetic ({wanted}): last bits moved, as on another processor. Does it differ without?

    DISTURB=off python -m pytest --nbval --nbval-current-env {notebook}

If it does, run the notebook again and read what changed: python -m tools.notebooks run {notebook}
If not, what it shows hangs on the last bit of a number. Show what is stable in it (CONTRIBUTING.md, "Fragile numbers")."""


def wanted():
    """The setting as text, `off` included; a bad one is an error before anything runs."""
    text = os.environ.get("DISTURB", "1")
    if text != "off":
        setting(text)
    return text


def is_cell(item):
    return type(item).__name__ == "IPyNbCell"


def pytest_configure(config):
    try:
        wanted()
    except ValueError as error:
        raise pytest.UsageError(str(error)) from error


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """The kernel of a notebook starts in the set-up of its first cell. No other kernel of the tests is disturbed."""
    if not is_cell(item) or wanted() == "off":
        return (yield)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONSTARTUP", str(KERNEL))
        patch.setenv("DISTURB", wanted())
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Under a cell that shows something else stands what it may mean, and what to do."""
    report = yield
    if report.failed and call.when == "call" and is_cell(item) and wanted() != "off":
        notebook = item.path.relative_to(item.config.rootpath)
        report.longrepr = f"{report.longrepr}\n{ADVICE.format(wanted=wanted(), notebook=notebook)}"
    return report
