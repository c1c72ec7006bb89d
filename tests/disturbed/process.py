"""`pytest -p tests.disturbed.process`: nnlib as the tests themselves import it is disturbed, by DISTURB; tests and oracles are not."""

import os

from tests.disturbed.arithmetic import install, setting

install(*setting(os.environ["DISTURB"]), callers=("nnlib",))
