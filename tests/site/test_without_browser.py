"""Without a browser a run ends with one line, which says how many tests were left out and how to bring one."""

import os
import re
import shutil
import subprocess
import sys
from types import SimpleNamespace

import browsing
import pytest

SKIPPING = """
import pytest

@pytest.fixture(scope="session")
def browser():
    pytest.skip("no browser found; to bring one: do this")

@pytest.mark.parametrize("k", range(3))
def test_a_page(k, browser): pass

def test_another(browser): pass

def test_something_else(): pytest.skip("no JupyterLab")

def test_green(): pass
"""


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """No browser in the path; Playwright's own would be at the place that its stand-in names."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    return SimpleNamespace(chromium=SimpleNamespace(executable_path=str(tmp_path / "chromium-7/linux/chrome")))


def test_a_missing_browser_skips_and_names_one_command(nowhere):
    with pytest.raises(pytest.skip.Exception, match=rf"^no browser found .*; to bring one: {re.escape(browsing.bring())}$"):
        browsing.chromium(nowhere)


def test_a_missing_browser_fails_in_ci(nowhere, monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no browser found"):
        browsing.chromium(nowhere)


def test_of_the_browsers_that_are_there_the_lightest_is_taken(nowhere, tmp_path):
    """Playwright's own, one of the system, Playwright's own without windows, and such a one of the system: each before those that came first."""
    for name in ("chromium-7/linux/chrome", "chromium", "chromium_headless_shell-7/linux/chrome-headless-shell", browsing.SHELL):
        executable = tmp_path / name
        executable.parent.mkdir(parents=True, exist_ok=True)
        executable.touch(mode=0o755)
        assert browsing.chromium(nowhere) == str(executable)


@pytest.mark.parametrize("system", ["debian", "ubuntu", None])
def test_the_command_is_that_of_the_system(system, monkeypatch):
    """Debian's own package there; elsewhere, and where no such file names the system, Playwright's download."""
    def release():
        if system is None:
            raise OSError
        return {"ID": system}

    monkeypatch.setattr(browsing.platform, "freedesktop_os_release", release)
    assert browsing.bring() == "apt install chromium-headless-shell" if system == "debian" else browsing.bring().endswith(" -m playwright install --with-deps chromium")


def test_the_end_of_a_run_has_a_line_for_each_reason(tmp_path):
    """With this project's settings; -rs names the places, as ever."""
    shutil.copy(browsing.ROOT / "tests/conftest.py", tmp_path)
    (tmp_path / "test_skipping.py").write_text(SKIPPING)

    alone = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"} | {"PYTHONPATH": str(browsing.ROOT)}

    def run(*options):
        return subprocess.run([sys.executable, "-m", "pytest", "-c", browsing.ROOT / "pyproject.toml", "--rootdir", tmp_path, "-p", "no:cacheprovider",
                               *options, tmp_path], cwd=tmp_path, env=alone, capture_output=True, text=True, timeout=120, check=False).stdout

    lines = run().splitlines()
    assert lines[-3:-1] == ["4 skipped: no browser found; to bring one: do this", "1 skipped: no JupyterLab"]
    assert "1 passed, 5 skipped" in lines[-1] and not any(line.startswith("SKIPPED") for line in lines)
    assert sum(line.startswith("SKIPPED") for line in run("-rs").splitlines()) > 1
