"""Prints at the end of a run how many formulas were proved, and how, and what was skipped, and why."""

from collections import Counter


def pytest_terminal_summary(terminalreporter):
    reports = [r for r in terminalreporter.getreports("passed") + terminalreporter.getreports("failed") if r.when == "call"]
    tables = [value.splitlines() for r in reports for name, value in r.user_properties if name == "formulas"]
    if tables:
        terminalreporter.section("formulas")
        terminalreporter.write("\n".join([tables[0][0], *(line for t in tables for line in t[1:])]) + "\n")
    reasons = Counter(r.longrepr[2].removeprefix("Skipped: ") for r in terminalreporter.getreports("skipped"))
    for reason, count in reasons.items():
        terminalreporter.write_line(f"{count} skipped: {reason}")
