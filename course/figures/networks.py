"""Drawings of layered networks: neurons as circles, weights as arrows, numbers where they belong."""

import re
from collections.abc import Mapping, Sequence
from math import atan2, degrees, hypot

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from course.figures.style import BACKWARD, DATA, FORWARD, PARAMETER, QUIET, bare

RADIUS = 0.3  # of a neuron, in the drawing's units
GAP = 3.2  # between layers
ROW = 1.6  # between the neurons of a layer
OFF = 0.19  # from an arrow to the middle of its label
LETTER = 0.17  # width of a character of a label

Place = tuple[float, float]
Arc = tuple[str, str]  # from a variable to one that depends on it
Arrow = tuple[int, int, int]  # (l, i, j): from neuron i of layer l − 1 to neuron j of layer l


def place(sizes: Sequence[int], l: int, j: int) -> Place:
    """Where neuron j (from 0) of layer l stands."""
    return GAP * l, (sizes[l] - 1) / 2 * ROW - ROW * j


def arrows(sizes: Sequence[int]) -> dict[Arrow, tuple[Place, Place]]:
    """The arrows from rim to rim, tail first, as the forward pass runs."""
    ends = {}
    for l in range(1, len(sizes)):
        for i in range(sizes[l - 1]):
            for j in range(sizes[l]):
                (x0, y0), (x1, y1) = place(sizes, l - 1, i), place(sizes, l, j)
                length = hypot(x1 - x0, y1 - y0)
                dx, dy = (x1 - x0) / length * RADIUS, (y1 - y0) / length * RADIUS
                ends[l, i, j] = (x0 + dx, y0 + dy), (x1 - dx, y1 - dy)
    return ends


def label_places(sizes: Sequence[int], labels: Mapping[Arrow, str]) -> dict[Arrow, tuple[float, float, float]]:
    """(x, y, angle in degrees) for each label: along its arrow, on top of it, far from the others.

    A label takes the place on its arrow where the nearest other arrow or label is farthest away, so that where
    arrows cross it is plain which of them it belongs to.
    """
    ends = arrows(sizes)
    lines = {key: _points(*end, 40) for key, end in ends.items()}
    taken: list[np.ndarray] = []
    places = {}
    for key in labels:
        (x0, y0), (x1, y1) = ends[key]
        length = hypot(x1 - x0, y1 - y0)
        along = np.array([x1 - x0, y1 - y0]) / length
        across = np.array([-along[1], along[0]])  # to the left of the arrow, which is above it
        half = LETTER / 2 * _width(labels[key])
        others = np.concatenate([line for other, line in lines.items() if other != key] or [np.full((1, 2), 1e9)])
        best = None
        for t in np.linspace(0.18, 0.82, 33):
            middle = np.array([x0, y0]) + t * length * along + OFF * across
            if half < min(t, 1 - t) * length:
                body = _points(middle - half * along, middle + half * along, 7)
                near = [others, *taken]
                clearance = min(float(np.hypot(*(body[:, None] - points[None]).T).min()) for points in near)
                score = round(min(clearance, 0.45) - 0.02 * abs(t - 0.5), 6)
                if best is None or score > best[0]:
                    best = score, middle, body
        if best is None:  # a label longer than its arrow stands in the middle
            middle = np.array([x0, y0]) + length / 2 * along + OFF * across
            best = 0, middle, _points(middle - half * along, middle + half * along, 7)
        taken.append(best[2])
        places[key] = *map(float, best[1]), degrees(atan2(y1 - y0, x1 - x0))
    return places


def network(ax: Axes, sizes: Sequence[int], *, inside: Mapping[tuple[int, int], str] = {},
            under: Mapping[tuple[int, int], str] = {}, weights: Mapping[Arrow, str] = {},
            backward: bool = False) -> Axes:
    """Draw a network.

    `inside[l, j]` is written into neuron j of layer l and `under[l, j]` below it (lines by newline); `weights[l, i, j]`
    goes along the arrow from neuron i of layer l − 1 to neuron j of layer l. Counting within a layer starts at 0 at the
    top. A text under a neuron that begins with `$b` is a bias and has the parameters' colour. With `backward`, arrows and the text under the neurons take the colour of the backward pass, the arrows are
    dashed and point to the input.
    """
    bare(ax)
    colour = BACKWARD if backward else PARAMETER
    style = dict(arrowstyle="-|>", shrinkA=0, shrinkB=0, linewidth=1.2, color=colour,
                 linestyle="--" if backward else "-")
    for tail, head in arrows(sizes).values():
        if backward:
            tail, head = head, tail
        ax.annotate("", xy=head, xytext=tail, arrowprops=style)
    for key, (x, y, angle) in label_places(sizes, weights).items():
        ax.text(x, y, weights[key], rotation=angle, rotation_mode="anchor", ha="center", va="center", fontsize=10,
                color=colour)
    for l, n in enumerate(sizes):
        for j in range(n):
            x, y = place(sizes, l, j)
            rim = DATA if l == 0 else FORWARD
            ax.add_patch(Circle((x, y), RADIUS, facecolor="none", edgecolor=rim, linewidth=1.6))
            ax.text(x, y, inside.get((l, j), ""), ha="center", va="center_baseline", fontsize=11)
            text = under.get((l, j), "")
            # A wide text under a hidden neuron starts at its left rim, clear of the arrows that come from below.
            wide = 0 < l < len(sizes) - 1 and LETTER * max(map(_width, text.split("\n"))) > 3 * RADIUS
            ax.text(x - RADIUS if wide else x, y - RADIUS - 0.1, text, ha="left" if wide else "center", va="top",
                    fontsize=10, linespacing=1.3,
                    color=BACKWARD if backward else PARAMETER if text.startswith("$b") else rim)
    places = {(l, j): place(sizes, l, j) for l, n in enumerate(sizes) for j in range(n)}
    lines = {key: under[key].count("\n") + 1 if under.get(key) else 0 for key in places}
    ax.set_xlim(-0.7, GAP * (len(sizes) - 1) + 0.7)
    ax.set_ylim(min(y - 0.38 * lines[key] for key, (_, y) in places.items()) - RADIUS - 0.15,
                max(y for _, y in places.values()) + RADIUS + 0.1)
    return ax


def _points(start: Sequence[float], end: Sequence[float], n: int) -> np.ndarray:
    return np.linspace(start, end, n)


def _width(text: str) -> int:
    """About how many characters wide a label is, with `$`, braces and names of symbols counted once."""
    return len(re.sub(r"\\[a-z]+|[0-9.]", "x", text).translate(str.maketrans("", "", "${}_^ ")))


# The 1-2-1 network of chapter 2 down to its single operations: where each variable stands, and at each arrow the
# derivative of its head by its tail. From every parameter exactly one way leads to the cost.
PLACES = {
    "$x_d$": (0, 0), "$w_1$": (0, 1.75), "$b_1$": (2.3, 2.25), "$z_{d1}$": (2.3, 0.95), "$a_{d1}$": (4.6, 0.95),
    "$w_2$": (0, -1.75), "$b_2$": (2.3, -2.25), "$z_{d2}$": (2.3, -0.95), "$a_{d2}$": (4.6, -0.95),
    "$w_3$": (5.8, 2.25), "$w_4$": (5.8, -2.25), "$b_3$": (7.4, 2.0), r"$\hat{y}_d$": (7.0, 0), "$C$": (10.4, 0),
}
FACTORS = {
    ("$x_d$", "$z_{d1}$"): "$w_1$", ("$w_1$", "$z_{d1}$"): "$x_d$", ("$b_1$", "$z_{d1}$"): "$1$",
    ("$x_d$", "$z_{d2}$"): "$w_2$", ("$w_2$", "$z_{d2}$"): "$x_d$", ("$b_2$", "$z_{d2}$"): "$1$",
    ("$z_{d1}$", "$a_{d1}$"): r"$\sigma(z_{d1})$", ("$z_{d2}$", "$a_{d2}$"): r"$\sigma(z_{d2})$",
    ("$a_{d1}$", r"$\hat{y}_d$"): "$w_3$", ("$a_{d2}$", r"$\hat{y}_d$"): "$w_4$",
    ("$w_3$", r"$\hat{y}_d$"): "$a_{d1}$", ("$w_4$", r"$\hat{y}_d$"): "$a_{d2}$", ("$b_3$", r"$\hat{y}_d$"): "$1$",
    (r"$\hat{y}_d$", "$C$"): r"$-2(y_d - \hat{y}_d)$",
}


def path_to_cost(start: str) -> list[Arc]:
    """The arrows from a variable of FACTORS to the cost; KeyError for the input, from which there are two ways."""
    following = {tail: head for tail, head in FACTORS if tail != "$x_d$"}
    path = []
    while start != "$C$":
        path.append((start, following[start]))
        start = following[start]
    return path


def lit_path(ax: Axes, start: str) -> Axes:
    """The 1-2-1 network in grey; from the parameter `start` to the cost the arrows are lit, each with its factor."""
    bare(ax)
    path = path_to_cost(start)
    on_it = {end for arc in path for end in arc}
    for arc in FACTORS:
        tail, head = (np.array(PLACES[end]) for end in arc)
        along = (head - tail) / np.linalg.norm(head - tail)
        lit = arc in path
        ax.annotate("", xy=head - 0.42 * along, xytext=tail + 0.42 * along, zorder=3 if lit else 1,
                    arrowprops=dict(arrowstyle="-|>", shrinkA=0, shrinkB=0, linewidth=2.4 if lit else 0.9,
                                    color=BACKWARD if lit else QUIET))
        if lit:
            side = -1 if tail[1] + head[1] < 0 else 1  # above the arrow in the upper half, below it in the lower
            across = side * np.array([-along[1], along[0]])
            flat = abs(along[1]) < 0.3
            ax.text(*((tail + head) / 2 + (0.16 if flat else 0.2) * across), FACTORS[arc], color=BACKWARD, fontsize=12,
                    ha="center" if flat else "left" if across[0] > 0 else "right",
                    va="bottom" if across[1] > 0.05 else "top" if across[1] < -0.05 else "center")
    for name, (x, y) in PLACES.items():
        colour = BACKWARD if name in on_it else QUIET
        ax.add_patch(Circle((x, y), 0.42, facecolor="none", edgecolor=colour, linewidth=1.8 if name in on_it else 0.9))
        ax.text(x, y, name, ha="center", va="center", fontsize=12, color=colour)
    ax.set(xlim=(-0.6, 11), ylim=(-2.8, 2.8))
    return ax
