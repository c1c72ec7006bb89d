"""Begins with what takes longest, and prints at the end how many formulas were proved, and how, and what was skipped, and why."""

from collections import Counter

import pytest

# By the time that they take: a long file begun last would keep one worker busy while the others rest.
LONGEST = ["test_moving_figures.py", "test_visits.py", "test_student_site.py", "test_lab.py", "test_explorer_softplus.py", "test_browser.py",
           "test_explorer_backprop_steps.py", "test_questions.py", "test_firefox.py", "test_exercises.py", "test_explorer_flow.py", "test_mutants_sample.py",
           "test_storage_denied.py", "test_reader.py", "test_build.py", "test_formulas.py", "test_quiz.py", "test_worksheet.py", "test_explorer_descent.py",
           "test_explorer_digit.py"]


@pytest.fixture
def exercise(request):
    """The exercise of a number: made when a test runs, not when tests are collected."""
    from course.exercises import exercise_by_id

    return exercise_by_id(request.param)


@pytest.fixture(scope="session")
def javascript():
    """javascript(module, work, given): JavaScript without a browser; see tests/in_node.py."""
    from in_node import JavaScript

    process = JavaScript()
    yield process
    process.close()


def pytest_configure(config):
    config.option.loadscopereorder = False  # pytest-xdist would begin with the files that hold most tests


PROOFS, EDITIONS = ("test_formulas.py",), ("test_editions.py", "test_student_site.py", "test_worksheet.py")


def pytest_collection_modifyitems(items):
    for item in items:
        marks = {"browser": not {"browser", "fox"}.isdisjoint(getattr(item, "fixturenames", ())), "proofs": item.path.name in PROOFS, "editions": item.path.name in EDITIONS}
        for name in [name for name, fits in marks.items() if fits]:
            item.add_marker(name)
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


def pytest_terminal_summary(terminalreporter):
    reports = [r for r in terminalreporter.getreports("passed") + terminalreporter.getreports("failed") if r.when == "call"]
    tables = [value.splitlines() for r in reports for name, value in r.user_properties if name == "formulas"]
    if tables:
        terminalreporter.section("formulas")
        terminalreporter.write("\n".join([tables[0][0], *(line for t in tables for line in t[1:])]) + "\n")
    reasons = Counter(r.longrepr[2].removeprefix("Skipped: ") for r in terminalreporter.getreports("skipped"))
    for reason, count in reasons.items():
        terminalreporter.write_line(f"{count} skipped: {reason}")
