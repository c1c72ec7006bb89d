"""Chapter 4: what δ shares, the shapes that multiply in equations (2) and (3), sizes by layer, counts of multiplications."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course.figures.networks import RADIUS, ROW, network, place
from course.figures.style import BACKWARD, FORWARD, PARAMETER, bare


class Block(NamedTuple):
    """A matrix in a picture of a product: its name, its (name, size) down and across, and what it is."""

    name: str
    down: tuple[str, float]
    across: tuple[str, float]
    colour: str


def fan(ax: Axes, sizes: Sequence[int], l: int, i: int) -> Axes:
    """Draw a network and, over it, what reaches neuron i of layer l from behind and where its δ goes on from there.

    Counting within a layer starts at 0 at the top, in the labels at 1.
    """
    under = {(l, i): rf"$\delta^{{{l}}}_{{{i + 1}}}$"}
    under |= {(l + 1, j): rf"$\delta^{{{l + 1}}}_{{{j + 1}}}$" for j in range(sizes[l + 1])}
    network(ax, sizes, inside={(m, j): _name(m, j, len(sizes)) for m, n in enumerate(sizes) for j in range(n)})
    for (m, j), text in under.items():
        x, y = place(sizes, m, j)
        ax.text(x, y - RADIUS - 0.22, text, ha="center", va="center", fontsize=11, color=BACKWARD)
    for j in range(sizes[l + 1]):
        _arrow(ax, place(sizes, l + 1, j), place(sizes, l, i), "-", 3.2)
    for h in range(sizes[l - 1]):
        _arrow(ax, place(sizes, l, i), place(sizes, l - 1, h), (0, (4, 2.4)), 2.6)
    return ax


def indices(ax: Axes, sizes: Sequence[int], name: Callable[..., str], sample: str, layers: Sequence[str]) -> Axes:
    """Draw a network with its symbols as a text names them: `name(letter, l, *index)`, l counted from 0, indices from 1.

    Activations stand under the neurons, with the sample's letter first; the weights at neuron 2 of layer 1 stand along
    their arrows and its bias beside it. `layers` are the headings of the columns.
    """
    at = 1  # that neuron, counted from 0
    weights = {(1, i, at): name("w", 1, i + 1, at + 1) for i in range(sizes[0])}
    weights |= {(2, at, j): name("w", 2, at + 1, j + 1) for j in range(sizes[2])}
    inside = {(l, j): str(j + 1) for l, n in enumerate(sizes) for j in range(n)}
    network(ax, sizes, inside=inside, weights=weights)
    for l, n in enumerate(sizes):
        x, _ = place(sizes, l, 0)
        ax.text(x, max(sizes) / 2 * ROW + 0.15, layers[l], ha="center", va="center", fontsize=10)
        for j in range(n):
            _, y = place(sizes, l, j)
            beside = (l, j) == (1, at)
            ax.text(x, y - RADIUS - 0.24, name("a", l, sample, j + 1), ha="right" if beside else "center", va="center",
                    fontsize=10, color=FORWARD)
            if beside:
                ax.text(x + 0.2, y - RADIUS - 0.24, name("b", l, j + 1), va="center", fontsize=10, color=PARAMETER)
    low, _ = ax.get_ylim()
    ax.set_ylim(low - 0.25, max(sizes) / 2 * ROW + 0.4)
    return ax


def _name(l: int, j: int, layers: int) -> str:
    letter = "x" if l == 0 else r"\hat y" if l == layers - 1 else "a"
    return f"${letter}_{{{j + 1}}}$"


def _arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float], dash, width: float) -> None:
    (x0, y0), (x1, y1) = start, end
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    dx, dy = (x1 - x0) / length * RADIUS, (y1 - y0) / length * RADIUS
    ax.annotate("", xy=(x1 - dx, y1 - dy), xytext=(x0 + dx, y0 + dy), zorder=5,
                arrowprops=dict(arrowstyle="-|>", shrinkA=0, shrinkB=0, linewidth=width, linestyle=dash,
                                mutation_scale=16, color=BACKWARD))


def product(ax: Axes, *parts: Block | str) -> Axes:
    """Draw matrices as rectangles with the signs between them; their sizes stand above and to the left."""
    bare(ax)
    x = 0.0
    for part in parts:
        if isinstance(part, str):
            ax.text(x + 0.35, 0, part, ha="center", va="center", fontsize=13)
            x += 0.7
            continue
        (down, height), (across, width) = part.down, part.across
        x += 0.12 * len(down.strip("$").translate(str.maketrans("", "", "_{}"))) + 0.35  # room for the size on the left
        ax.add_patch(Rectangle((x, -height / 2), width, height, facecolor=part.colour, alpha=0.16, linewidth=0))
        ax.add_patch(Rectangle((x, -height / 2), width, height, facecolor="none", edgecolor=part.colour, linewidth=1.6))
        ax.text(x + width / 2, height / 2 + 0.22, across, ha="center", va="center", fontsize=9)
        ax.text(x - 0.08, 0, down, ha="right", va="center", fontsize=9)
        ax.text(x + width / 2, -height / 2 - 0.32, part.name, ha="center", va="center", fontsize=10, color=part.colour)
        x += width
    ax.set_xlim(-0.1, x + 0.1)
    ax.set_ylim(-1.75, 1.45)
    return ax


def hidden_delta(ax: Axes) -> Axes:
    """Equation (2) in blocks: the size n_{l+1} stands where the two factors meet and is summed away."""
    D, n, m = ("$D$", 2.0), ("$n_l$", 0.9), ("$n_{l+1}$", 1.3)
    return product(ax, Block(r"$\delta^{l+1}$", D, m, BACKWARD), Block(r"$(W^{l+1})^\top$", m, n, PARAMETER), r"$\odot$",
                   Block(r"$\phi_l^\prime(Z^l)$", D, n, FORWARD), "$=$", Block(r"$\delta^l$", D, n, BACKWARD))


def weight_gradient(ax: Axes) -> Axes:
    """Equation (3) in blocks: the number of samples D is summed away."""
    D, n, m = ("$D$", 2.0), ("$n_{l-1}$", 1.3), ("$n_l$", 0.9)
    return product(ax, Block(r"$(A^{l-1})^\top$", n, D, FORWARD), Block(r"$\delta^l$", D, m, BACKWARD), "$=$",
                   Block(r"$\partial C/\partial W^l$", n, m, BACKWARD))


def multiplications(ax: Axes, numbers: Sequence[int], curves: Mapping[str, Sequence[float]], xlabel: str) -> Axes:
    """How often one way multiplies for each product of backpropagation, against a size, on doubling axes."""
    for (label, values), (dash, marker) in zip(curves.items(), [("-", "o"), ("--", "s"), (":", "^")]):
        ax.plot(numbers, values, dash, marker=marker, markersize=4, color=BACKWARD)
        ax.annotate(label, (numbers[-1], values[-1]), xytext=(6, 0), textcoords="offset points", va="center",
                    fontsize=9)
    ax.set_xscale("log", base=2)
    ax.set_yscale("log", base=2)
    ax.set_xticks(numbers, [str(n) for n in numbers])
    low, high = ax.get_ylim()
    ticks = [2**p for p in range(12) if low <= 2**p <= high]
    ax.set_yticks(ticks, [str(t) for t in ticks])
    ax.minorticks_off()
    ax.set_xlabel(xlabel)
    ax.set_ylabel("products per product of δ")
    return ax


def sizes(ax: Axes, groups: Mapping[str, Mapping[int, float]]) -> Axes:
    """Sizes by layer as bars on a logarithmic axis, the last layer on top, a size that is exactly 0 in words.

    Two groups at most: the first filled, the second an outline.
    """
    positive = [size for group in groups.values() for size in group.values() if size > 0] or [1.0]
    low = math.floor(math.log10(min(positive)) - 0.15)
    high = max(low + 1, math.ceil(math.log10(max(positive))))
    for k, (name, group) in enumerate(groups.items()):
        for l, size in group.items():
            y, left = l + 0.19 - 0.38 * k, 10.0**low
            if size > 0:
                ax.barh(y, size - left, 0.34, left, edgecolor=BACKWARD, facecolor="none" if k else BACKWARD)
            ax.annotate(name if size > 0 else f"{name} is exactly 0", (max(size, left), y), xytext=(4, 0),
                        textcoords="offset points", va="center", fontsize=9)
    layers = sorted({l for group in groups.values() for l in group})
    ax.set(xscale="log", xlim=(10.0**low, 10.0 ** (high + (high - low) / 5)), yticks=layers,
           xticks=[10.0**p for p in range(low, high + 1, max(1, math.ceil((high - low) / 5)))])
    ax.minorticks_off()
    ax.grid(False, axis="y")
    ax.set_xlabel("root mean square of the entries")
    ax.set_ylabel("layer $l$")
    return ax
