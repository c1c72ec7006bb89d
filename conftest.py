"""Every notebook is run under disturbed arithmetic (tests/disturbed), so that what is fragile fails where it is written."""

from tests.disturbed.plugin import pytest_configure, pytest_runtest_makereport, pytest_runtest_setup  # noqa: F401
