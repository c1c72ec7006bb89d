"""Chapter 6: images as squares of ink, weights as signed squares, learning curves, windows of η, counts, and spreads."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from course.figures.style import BACKWARD, DATA, FORWARD, PARAMETER, QUIET, bare

GAP = 2.6  # between two pictures, in the widths of a field
STYLES = ((FORWARD, "-", "o"), (BACKWARD, "--", "s"), (PARAMETER, "-.", "^"), (QUIET, ":", "D"))


def images(ax: Axes, ink: np.ndarray, titles: Sequence[str], *, columns: int, side: int = 8) -> Axes:
    """Images (N, side²) with ink from 0 to 16 as squares whose area is the ink, in rows of `columns`, a title over each."""
    places = _frames(ax, len(ink), columns, side, titles)
    ax.add_patch(PathPatch(_squares(np.asarray(ink) / 16, places, side), facecolor=DATA, edgecolor="none"))
    return ax


def signed(ax: Axes, values: np.ndarray, titles: Sequence[str], *, columns: int, side: int = 8) -> Axes:
    """Weights (N, side²) as squares, filled where positive and hollow where negative; in each picture the largest is full."""
    values = np.asarray(values)
    shares = values / np.abs(values).max(axis=1, keepdims=True)
    places = _frames(ax, len(values), columns, side, titles)
    ax.add_patch(PathPatch(_squares(np.maximum(shares, 0), places, side), facecolor=FORWARD, edgecolor=FORWARD, linewidth=0.5))
    ax.add_patch(PathPatch(_squares(np.maximum(-shares, 0), places, side), facecolor="none", edgecolor=BACKWARD, linewidth=0.9))
    return ax


def _frames(ax: Axes, N: int, columns: int, side: int, titles: Sequence[str]) -> list[tuple[float, float]]:
    """The upper left corner of each of N pictures, framed and titled."""
    bare(ax)
    step, lines = side + GAP, max((title.count("\n") + 1 for title in titles), default=0)
    tall = step + 1.5 * lines
    places = [(step * (k % columns), -tall * (k // columns)) for k in range(N)]
    for (x, y), title in zip(places, titles, strict=True):
        ax.add_patch(PathPatch(_square(x, y - side, side), facecolor="none", edgecolor=QUIET, linewidth=0.4))
        ax.text(x + side / 2, y + 0.4, title, ha="center", va="bottom", fontsize=9.5, linespacing=1.1)
    ax.set_xlim(-0.5, step * min(columns, N) - GAP + 0.5)
    ax.set_ylim(min(y for _, y in places) - side - 0.5, 0.5 + 2 * lines)
    return places


def _squares(shares: np.ndarray, places: Sequence[tuple[float, float]], side: int) -> Path:
    """One path with a square for each share from 0 to 1, of that area in its field; slight ones are left out."""
    paths = []
    for (x, y), picture in zip(places, shares):
        for k in np.flatnonzero(picture > 0.004):
            edge = 0.94 * np.sqrt(picture[k])
            row, column = divmod(int(k), side)
            paths.append(_square(x + column + (1 - edge) / 2, y - row - (1 + edge) / 2, edge))
    return Path.make_compound_path(*paths) if paths else Path(np.zeros((0, 2)))


def _square(x: float, y: float, edge: float) -> Path:
    return Path([(x, y), (x + edge, y), (x + edge, y + edge), (x, y + edge), (x, y)], closed=True)


def learning(ax: Axes, curves: Mapping[str, Sequence[float]], best: int | None = None) -> Axes:
    """Costs after each epoch on a logarithmic scale, and a mark at the step `best`."""
    for (name, costs), (colour, dash, _) in zip(curves.items(), STYLES):
        ax.plot(range(len(costs)), costs, color=colour, linestyle=dash, label=name)
    if best is not None:
        ax.axvline(best, color=DATA, linewidth=1, linestyle=":")
    ax.set_yscale("log")
    ax.set_xlabel("epoch")
    ax.set_ylabel("cost $C$")
    ax.legend()
    return ax


def answers(ax: Axes, deltas: Mapping[str, Callable[[np.ndarray], np.ndarray]]) -> Axes:
    """The delta of an output whose target is 1, as a function of its logit, for several losses."""
    z = np.linspace(-10, 6, 161)
    for (name, delta), (colour, dash, _) in zip(deltas.items(), STYLES[1::-1]):
        ax.plot(z, delta(z), color=colour, linestyle=dash, label=name)
    ax.set_xlabel("$z$, the logit of an output whose target is 1")
    ax.set_ylabel(r"$\delta$")
    ax.legend(loc="lower right")
    return ax


def window(ax: Axes, runs: Mapping[str, Mapping[float, Sequence[float]]]) -> Axes:
    """For each η the accuracies of several starts: a line through their medians and a band from the least to the largest."""
    for (name, found), (colour, dash, marker) in zip(runs.items(), STYLES):
        etas = sorted(found)
        ax.fill_between(etas, [min(found[e]) for e in etas], [max(found[e]) for e in etas], color=colour, alpha=0.2, linewidth=0)
        ax.plot(etas, [np.median(found[e]) for e in etas], color=colour, linestyle=dash, marker=marker, markersize=4,
                linewidth=1.4, label=name)
    ax.set_xscale("log")
    ax.set_ylim(0, 1)
    ax.set_xlabel(r"learning rate $\eta$")
    ax.set_ylabel("share right, validation")
    return ax


def counts(ax: Axes, confusion: np.ndarray) -> Axes:
    """A confusion matrix as numbers: the diagonal quiet, what went wrong in bold, zeros left out."""
    K = len(confusion)
    for i in range(K):
        for j in range(K):
            if confusion[i, j]:
                ax.text(j, i, str(confusion[i, j]), ha="center", va="center", fontsize=10,
                        color=QUIET if i == j else BACKWARD, fontweight="normal" if i == j else "bold")
    ax.set_xticks(range(K))
    ax.set_yticks(range(K))
    ax.set_xlim(-0.5, K - 0.5)
    ax.set_ylim(K - 0.5, -0.5)
    ax.set_xticks(np.arange(K + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(K + 1) - 0.5, minor=True)
    ax.grid(False)
    ax.grid(True, which="minor")
    ax.tick_params(which="both", length=0)
    ax.set_xlabel("taken for")
    ax.set_ylabel("digit written")
    return ax


def spread(ax: Axes, shares: Mapping[str, Mapping[str, Sequence[float]]]) -> Axes:
    """Accuracies over repeated splits: for each classifier and each way of splitting a row of dots with their mean."""
    names = list(shares)
    ways = list(shares[names[0]])
    for w, (way, (colour, _, marker)) in enumerate(zip(ways, STYLES)):
        for k, name in enumerate(names):
            y, found = k + (w - (len(ways) - 1) / 2) * 0.34, 100 * np.asarray(shares[name][way])
            ax.plot(found, np.full(len(found), y), linestyle="none", marker=marker, markersize=4, color=colour,
                    markerfacecolor="none", markeredgewidth=0.8, label=way if k == 0 else None)
            ax.plot([found.mean()] * 2, [y - 0.15, y + 0.15], color=DATA, linewidth=2)
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_xlabel("percent right on the test part")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.1)
    return ax


def bars(ax: Axes, probabilities: np.ndarray) -> Axes:
    """A bar for each class, its probability beside it."""
    K = len(probabilities)
    ax.barh(range(K), probabilities, color=FORWARD)
    for k, p in enumerate(probabilities):
        ax.text(p + 0.02, k, f"{p:.2f}", va="center", fontsize=9.5)
    ax.set_yticks(range(K))
    ax.set_ylim(K - 0.5, -0.5)
    ax.set_xlim(0, 1.2)
    ax.set_xticks([0, 0.5, 1])
    ax.set_xlabel("probability")
    return ax
