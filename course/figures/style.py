"""The look of the figures: colours with fixed meanings, sizes, and SVG that is the same bytes every time."""

import hashlib
import io
import re

import matplotlib
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Okabe and Ito's palette, safe for colour-blind readers; the meanings hold in the formulas and on the site as well.
FORWARD = "#0072B2"  # z, a, ŷ
BACKWARD = "#D55E00"  # δ, gradients
PARAMETER = "#009E73"  # w, b, θ
DATA = "#000000"  # data and targets
WRONG = "#AA4499"  # a source's wrong value
QUIET = "#767676"  # grids, helpers

SETTINGS = {
    "figure.figsize": (5.4, 3.2), "figure.constrained_layout.use": True, "savefig.transparent": True,
    "svg.fonttype": "path", "svg.hashsalt": "nnlib", "svg.image_inline": True,
    "font.size": 10.5, "axes.titlesize": 10.5, "axes.labelsize": 10.5, "legend.fontsize": 9.5, "legend.frameon": False,
    "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.color": "#D9D9D9",
    "grid.linewidth": 0.6, "axes.axisbelow": True, "lines.linewidth": 1.8, "mathtext.fontset": "dejavusans",
    "figure.facecolor": "none", "axes.facecolor": "none",
}


def use_style() -> None:
    """Set the book's figure style, and let a Figure that is a cell's last expression show itself as SVG."""
    matplotlib.use("agg")  # figures appear where a cell ends with them, and nowhere else
    plt.rcdefaults()
    plt.rcParams.update(SETTINGS)
    try:
        from IPython import get_ipython
    except ImportError:
        return
    if (shell := get_ipython()) is not None:
        shell.display_formatter.formatters["image/svg+xml"].for_type(Figure, svg)


def figure(rows: int = 1, columns: int = 1, *, width: float = 5.4, height: float = 3.2, **kwargs):
    """(fig, ax) as plt.subplots gives them, at the width in inches at which the page shows them."""
    fig, ax = plt.subplots(rows, columns, figsize=(width, height), **kwargs)
    plt.close(fig)  # the figure lives on in the notebook's variable; pyplot need not keep it
    return fig, ax


def svg(fig: Figure) -> str:
    """The figure as SVG without dates, coordinates to a hundredth of a point: the same text on every run.

    Full coordinates would show the last bits of a processor's arithmetic, which differ between machines; and so would the
    names of clip paths and markers, which matplotlib makes from full coordinates. Here they come from rounded ones.
    """
    buffer = io.BytesIO()
    fig.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = buffer.getvalue().decode("utf8")
    text = text[text.index("<svg"):]
    # Scales are tiny factors of everything inside them, so they keep their digits.
    text = re.sub(r"scale\([^)]*\)|matrix\([^)]*\)|\d+\.\d{3,}", _round, text)
    return _named_by_content(text.replace("-0 ", "0 "))


def _named_by_content(text: str) -> str:
    """The same SVG, each clip path, marker and hatch named after its own rounded text, in the order of appearance."""
    names: dict[str, str] = {}
    for found in re.finditer(r'id="((p|m|h|C\w+?_)[0-9a-f]{10})"', text):
        content = text[found.end(): text.index("/>", found.end())]
        digest = hashlib.sha256(f"{len(names)} {content}".encode()).hexdigest()[:10]
        names.setdefault(found[1], found[2] + digest)
    return re.sub("|".join(names), lambda found: names[found[0]], text) if names else text


def _round(found: re.Match) -> str:
    if found[0][0].isalpha():
        return found[0]
    return f"{float(found[0]):.2f}".rstrip("0").rstrip(".")


def bare(ax: Axes) -> Axes:
    """The axes without frame, ticks and grid, for drawings."""
    ax.set_axis_off()
    ax.set_aspect("equal")
    return ax
