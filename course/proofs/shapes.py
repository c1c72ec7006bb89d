"""Checks shapes by their names, (D, n_l) times (n_l, n_{l+1}), since two widths of the example may happen to be equal."""

from itertools import product

from course.proofs.evaluate import Meaningless, NoSuch, letters_in
from course.proofs.parse import parse


class Wrong(Meaningless):
    """Shapes that do not fit."""


def literal(node):
    """(D \\times n_l) as its two parts, None for anything else."""
    if node[0] == "group" and len(node[1]) == 1:
        node = node[1][0]
        if node[0] == "times" and len(node[2]) == 1 and node[2][0][0] == "times":
            return node[1], node[2][0][1]
    return None


def is_shape_row(sides) -> bool:
    return all(literal(s) or (parts(s) != [s] and is_shape_row(parts(s))) for s in sides)


def parts(node):
    if node[0] == "sum":
        return [n for _, n in node[1]]
    if node[0] == "times":
        return [node[1], *(n for _, n in node[2])]
    return list(node[1]) if node[0] == "prod" else [node]


def name(node, evaluator, env):
    """A dimension by name: n_2, D, 1."""
    if node[0] == "sym" and node[1] == "n" and node[2]:
        layer = evaluator.index(node[2][0], env)
        evaluator.index(node, env)
        return f"n_{layer}"
    value = node[1] if node[0] in ("sym", "num") else evaluator.index(node, env)
    return str(value)


def shape(node, evaluator, env):
    """The shape of a tree by names; None for a number, and where the page declares no matrices."""
    kind, recurse = node[0], lambda n: shape(n, evaluator, env)
    if literal(node):
        return tuple(name(n, evaluator, env) for n in literal(node))
    if kind == "sym" and not node[2] and node[1] in evaluator.context.matrices and not node[4]:
        _, base, _, sup, _ = node
        _, rows, columns, _ = evaluator.context.matrices[base]
        layer = evaluator.index(sup, env) if sup else None
        return tuple(name(parse(s).statements[0][0][0][0], evaluator, {"l": layer}) for s in (rows, columns))
    if kind == "T":
        inner = recurse(node[1])
        return inner and inner[::-1]
    if kind == "group" and len(node[1]) == 1:
        return recurse(node[1][0])
    if kind == "frac":
        return recurse(node[1])
    if kind == "deriv" and len(node[2]) == 1:
        return recurse(node[2][0])
    if kind == "prod":
        total = None
        for s in map(recurse, node[1]):  # a function in front of its argument has no shape of its own
            if s and total:
                if total[1] != s[0]:
                    raise Wrong(f"shapes do not agree: ({total[0]} × {total[1]}) times ({s[0]} × {s[1]})")
                total = total[0], s[1]
            total = total or s
        return total
    if kind in ("sum", "times"):
        known = [s for s in map(recurse, parts(node)) if s]
        full = next((s for s in known if s[0] != "1"), known[0] if known else None)
        for s in known:
            if s != full and not (kind == "sum" and s == ("1", full[1])):
                raise Wrong(f"shapes do not agree: ({full[0]} × {full[1]}) and ({s[0]} × {s[1]})")
        return full
    return None


def leaves(node, evaluator, env):
    """The shapes of the factors and terms of a tree, from left to right."""
    if literal(node) is None and node[0] in ("prod", "sum", "times", "group"):
        inner = node[1] if node[0] == "group" else parts(node)
        return [s for n in inner for s in leaves(n, evaluator, env)]
    s = shape(node, evaluator, env)
    return [s] if s else []


def check_shapes(sides, above, evaluator, said):
    """All sides have one shape; under a row of matrices, each factor has the shape that is written below it."""
    if not evaluator.context.matrices and not is_shape_row(sides):
        return
    letters = sorted(letters_in((sides, above), evaluator.context))
    for values in product(*(range(lo, hi + 1) for lo, hi in (evaluator.context.indices[x] for x in letters))):
        env = dict(zip(letters, values))
        try:
            known = [shape(s, evaluator, env) for s in sides]
            rows = list(zip(sides, above[0][0])) if above and len(above) == 1 and len(above[0][0]) == len(sides) else []
            pairs = [(leaves(s, evaluator, env), leaves(m, evaluator, env)) for s, m in rows]
        except NoSuch:
            continue
        for s in known[1:]:
            if s and known[0] and s != known[0]:
                raise Wrong(f"shapes do not agree: ({known[0][0]} × {known[0][1]}) and ({s[0]} × {s[1]})")
        for written, of in pairs:
            if of and written != of:
                raise Wrong(f"the row above has the shapes {of}, written are {written}")
