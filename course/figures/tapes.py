"""Chapter 8: the graph that a recorded computation leaves, drawn from the nodes themselves."""

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyArrowPatch

from course.figures.style import BACKWARD, FORWARD, PARAMETER, bare
from nnlib.autodiff import Node, order

RADIUS = 0.33
ROW = 1.5  # from a node down to its children
GAP = 2.5  # between nodes of a row
TWICE, PAST = 0.35, 0.5  # how far arrows bend: two between the same nodes, and one that passes a row
SIGNS = {"·": "×", "sigmoid": "σ", "^": "pow", "softplus": "sp"}  # as drawn in a circle

Place = tuple[float, float]


def levels(output: Node) -> dict[Node, int]:
    """For each node the length of the longest way from it to the output, which has 0; every arrow leads to a lower level."""
    level = {output: 0}
    for node in reversed(order(output)):
        for parent in node.parents:
            level[parent] = max(level.get(parent, 0), level[node] + 1)
    return level


def places(output: Node) -> dict[Node, Place]:
    """Where each node stands: rows by level, the output at the bottom, and the line of most nodes straight above it.

    In a row the node with most nodes behind it stands right above its child, the others at its left, where no text
    is; two that are alike stand on both sides.
    """
    level, behind = levels(output), {node: len(order(node)) for node in order(output)}
    found: dict[Node, Place] = {output: (0.0, 0.0)}
    for row in range(1, max(level.values()) + 1):
        wish: dict[Node, list[float]] = {}  # where the children would have each node: around themselves
        for child in found:
            for k, parent in enumerate(child.parents):
                if level[parent] == row:
                    wish.setdefault(parent, []).append(found[child][0] + GAP * (k - (len(child.parents) - 1) / 2))
        line = sorted(wish, key=lambda node: (sum(wish[node]) / len(wish[node]), behind[node]))
        if len(line) > 1 and len({behind[node] for node in line}) == 1:
            start = sum(map(sum, wish.values())) / sum(map(len, wish.values())) - GAP * (len(line) - 1) / 2
        else:
            heaviest = max(line, key=lambda node: behind[node])
            line = [node for node in line if node is not heaviest] + [heaviest]
            below = {child: place[0] for child, place in found.items() if any(p is heaviest for p in child.parents)}
            start = sum(below.values()) / len(below) - GAP * (len(line) - 1)
        found |= {node: (start + GAP * k, ROW * row) for k, node in enumerate(line)}
    return found


def graph(ax: Axes, output: Node, *, adjoints: Mapping[Node, float] | None = None, partials: bool = False,
          digits: int = 4) -> Axes:
    """Draw the graph of a recorded computation, inputs above, output below.

    In a node stands its operation, or nothing for an input; at its right its name and value, and below them, where
    `adjoints` are given, the derivative of the output by it. With `partials` each arrow carries its local derivative.
    """
    bare(ax)
    at, level, circles = places(output), levels(output), {}
    for node, (x, y) in at.items():
        colour = FORWARD if node.parents else PARAMETER
        circles[node] = ax.add_patch(Circle((x, y), RADIUS, facecolor="none", edgecolor=colour, linewidth=1.6))
        sign = SIGNS.get(node.operation, node.operation)
        ax.text(x, y, sign, ha="center", va="center_baseline", fontsize=12 if len(sign) < 3 else 9)
        up = 0.0 if adjoints is None else 0.21
        ax.text(x + RADIUS + 0.1, y + up, (f"{node.name} = " if node.name else "") + short(node.value, digits),
                ha="left", va="center", fontsize=10, color=colour)
        if adjoints is not None:
            ax.text(x + RADIUS + 0.1, y - up, short(adjoints[node], digits), ha="left", va="center", fontsize=10,
                    color=BACKWARD, style="italic")
    for node in at:
        for k, (parent, partial) in enumerate(zip(node.parents, node.partials)):
            twice = sum(other is parent for other in node.parents) > 1
            bend = TWICE * (2 * k - 1) if twice else PAST if level[parent] > level[node] + 1 else 0.0
            ax.add_patch(FancyArrowPatch(at[parent], at[node], arrowstyle="-|>", mutation_scale=11, linewidth=1.2,
                                         connectionstyle=f"arc3,rad={bend}", color=FORWARD, shrinkA=0, shrinkB=0,
                                         patchA=circles[parent], patchB=circles[node]))
            if partials:
                (x0, y0), (x1, y1) = at[parent], at[node]
                x = (x0 + x1) / 2 - bend / 2 * (y0 - y1)  # the arc's middle: half its bend to the side
                left = bend > 0 or x0 < x1
                ax.text(x + (-0.12 if left else 0.12), (y0 + y1) / 2, short(partial, digits), fontsize=10,
                        ha="right" if left else "left", va="center")
    xs, ys = [p[0] for p in at.values()], [p[1] for p in at.values()]
    past = any(level[parent] > level[node] + 1 for node in at for parent in node.parents)
    ax.set_xlim(min(xs) - (1.6 if past else 0.5), max(xs) + 2.0)
    ax.set_ylim(min(ys) - 0.45, max(ys) + 0.45)
    return ax


def short(number: float, digits: int) -> str:
    """A number with at most `digits` decimals, without zeros at its end."""
    text = f"{number:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("0" if text == "-0" else text).replace("-", "−")
