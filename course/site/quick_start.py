"""Two settings of Python that save seconds and change no result; the build of the site and pytest begin with them.

jsonschema, when it is imported, makes forty parsers of addresses for a check that nothing here asks for, and everything that reads
a notebook imports it. And Python looks for garbage, again and again, in trees of nodes and lists of tests that hold none.
"""

import gc
import sys

sys.modules["rfc3987_syntax"] = None  # the parsers' package: jsonschema goes on where it is missing
gc.set_threshold(200_000, 20, 100)
