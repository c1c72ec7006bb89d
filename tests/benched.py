"""What the tests of stored times share: what tools/bench.py says of itself, and what every record has to say of its run."""

import ast
from pathlib import Path

BENCH = ast.parse((Path(__file__).parents[1] / "tools/bench.py").read_text(encoding="utf8"))


def constant(name):
    """What tools/bench.py, which imports what the tests have not, assigns to a name."""
    (value,) = [node.value for node in BENCH.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name]
    return value


def of_the_run(record):
    """(whether it holds, what is wrong otherwise) for the command, the machine and the threads of a record."""
    yield record["command"] == "make bench", "made by something else"
    yield set(record["machine"]) == {"processor", "cores", "system", "products in NumPy", "versions"}, "other facts of the machine"
    yield record["threads"] == ast.literal_eval(constant("THREADS")), "other threads"
