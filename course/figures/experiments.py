"""Many runs of one experiment as curves, and weights as squares, as the papers of 1986 drew them."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course.figures.style import BACKWARD, DATA, FORWARD, PARAMETER, QUIET


def learned(ax: Axes, runs: Mapping[str, Sequence[int]], mark: Mapping[str, int] | None = None) -> Axes:
    """The share of all runs that have learned by each sweep; a run with −1 never has, and keeps its curve below 1.

    `mark` names numbers of sweeps, each drawn as a vertical line.
    """
    dashes = ("-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)))
    for (name, sweeps), dash, colour in zip(runs.items(), dashes, (FORWARD, BACKWARD, PARAMETER, DATA, QUIET)):
        done = np.sort([k for k in sweeps if k >= 0])
        ax.step(done, np.arange(1, len(done) + 1) / len(sweeps), where="post", color=colour, linestyle=dash, label=name)
    for name, k in (mark or {}).items():
        ax.axvline(k, color=DATA, linewidth=1.2, linestyle=":")
        ax.text(k, 1.03, name, ha="center", va="bottom", fontsize=9.5)
    ax.set_xscale("log")
    ax.set_xlabel("sweeps")
    ax.set_ylabel("share of all runs")
    ax.set_ylim(0, 1.02)
    return ax


def squares(ax: Axes, values: np.ndarray, rows: Sequence[str], columns: Sequence[str]) -> Axes:
    """Each number as a square whose area is its size: full where positive, an empty frame where negative."""
    values = np.asarray(values, dtype=float)
    side = 0.9 * np.sqrt(np.abs(values) / np.abs(values).max())
    for (i, j), s in np.ndenumerate(side):
        full = values[i, j] > 0
        ax.add_patch(Rectangle((j - s / 2, i - s / 2), s, s, facecolor=PARAMETER if full else "none",
                               edgecolor=PARAMETER if full else BACKWARD, linewidth=1.2))
    ax.set_xticks(range(len(columns)), columns)
    ax.set_yticks(range(len(rows)), rows)
    ax.set_xlim(-0.6, len(columns) - 0.4)
    ax.set_ylim(len(rows) - 0.4, -0.6)  # the first row on top
    ax.set_aspect("equal")
    ax.grid(False)
    ax.tick_params(length=0)
    return ax
