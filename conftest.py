"""Every notebook is run under disturbed arithmetic (tests/disturbed), so that what is fragile fails where it is written.

The numerals of its texts are compared with their values in the same run (tests/claims_in_notebooks.py).
"""

from tests.claims_in_notebooks import pytest_runtest_call  # noqa: F401
from tests.disturbed.plugin import pytest_configure, pytest_runtest_makereport, pytest_runtest_setup  # noqa: F401
