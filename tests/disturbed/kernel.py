"""What a kernel runs at its start (by PYTHONSTARTUP, which plugin.py sets): see arithmetic.py."""

import os as _os

import arithmetic as _arithmetic  # IPython runs this file with its folder on the path

_arithmetic.install(*_arithmetic.setting(_os.environ["DISTURB"]))
get_ipython().ast_transformers.append(_arithmetic.Sources())  # noqa: F821
del _os, _arithmetic
