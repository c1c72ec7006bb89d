"""Figures about a class: how many made which slip."""

from collections.abc import Mapping

from matplotlib.axes import Axes


def slip_counts(ax: Axes, counts: Mapping[str, int], students: int) -> Axes:
    """A bar for each slip, the most frequent on top, with the number of students at its end."""
    names = list(counts)
    bars = ax.barh(range(len(names)), list(counts.values()), height=0.7)
    ax.bar_label(bars, padding=3)
    ax.set_yticks(range(len(names)), [name if len(name) <= 60 else f"{name[:58]} …" for name in names])
    ax.invert_yaxis()
    ax.set_xlim(0, max([*counts.values(), 1]) * 1.15)
    ax.set_xlabel(f"students, of {students}")
    ax.set_xticks([])
    ax.grid(False)
    return ax
