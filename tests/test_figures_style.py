"""Figures are the same bytes on every run, in colours with fixed meanings, made by functions of data and an Axes."""

import importlib
import inspect
import os
import pkgutil
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes

from course import figures
from course.figures import style

DRAW = r"""
import numpy as np
from course import figures
from course.figures import style

def draw():
    figures.use_style()
    fig, (left, right) = figures.figure(1, 2, width=6)
    figures.network(left, (3, 2, 1), inside={(0, 0): "$x_1$"}, under={(1, 1): "0.525"}, weights={(1, 0, 0): "$w_{14}$"})
    x = np.linspace(-3, 3, 50)
    right.plot(x, np.tanh(x), color=style.FORWARD, label=r"$\hat{y}$")
    right.fill_between(x, 0, np.tanh(x), color=style.QUIET, alpha=0.2, hatch="/")
    right.plot([1, 2], [0, 0.5], "o", color=style.DATA, label="data")
    right.set_xlabel("$x$")
    right.legend()
    return fig
"""
SCOPE = {}
exec(DRAW, SCOPE)
draw = SCOPE["draw"]


@pytest.fixture(autouse=True)
def leave_matplotlib_as_it_was():
    with matplotlib.rc_context():
        yield
    plt.close("all")


def svg_of_a_fresh_process(hash_seed):
    code = DRAW + "\nimport sys\nsys.stdout.buffer.write(style.svg(draw()).encode())"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=120,
                         env=os.environ | {"PYTHONHASHSEED": hash_seed})
    return run.stdout


def test_a_last_bit_changes_no_byte_of_a_figure():
    """Limits taken from data reach the names of clip paths as well, which must not show what rounding hides."""

    def drawn(shift):
        fig, ax = figures.figure()
        x = np.linspace(0, 1, 20) * (1 + shift)
        ax.plot(x, np.exp(x) / 7, "o-")
        return style.svg(fig)

    assert drawn(0) == drawn(1e-15) == drawn(1e-9) != drawn(1e-2)
    names = re.findall(r'id="(p[0-9a-f]{10})"', drawn(0))
    assert names and all(f"url(#{name})" in drawn(0) for name in names)


def test_the_same_figure_is_the_same_bytes_in_two_fresh_processes_and_in_this_one():
    first, second = svg_of_a_fresh_process("1"), svg_of_a_fresh_process("2")
    assert first == second
    figures.figure()  # other figures before it make no difference
    assert style.svg(draw()).encode() == first and len(first) > 10_000


def test_showing_a_figure_twice_gives_the_same_text():
    fig = draw()
    assert style.svg(fig) == style.svg(fig)


def test_another_figure_is_another_text():
    fig, other = draw(), draw()
    other.axes[1].lines[0].set_ydata(np.zeros(50))
    assert style.svg(fig) != style.svg(other)


def test_the_svg_is_well_formed_and_tells_no_date_and_no_version():
    text = style.svg(draw())
    root = ET.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert text.startswith("<svg") and matplotlib.__version__ not in text and "matplotlib.org" not in text
    assert not re.search(r"\b20\d\d-\d\d-\d\d", text)
    assert "<dc:date>" not in text and "<dc:creator>" not in text and "<image" not in text


def test_coordinates_have_two_decimals_at_most():
    text = re.sub(r"(scale|matrix)\([^)]*\)", "", style.svg(draw()))  # these are factors, and keep their digits
    assert not re.findall(r"\d\.\d{3,}", text)
    assert "-0 " not in text


def test_rounding_moves_nothing_by_more_than_a_hundredth_of_a_point():
    for number in (0.004, 0.005, 0.996, 12.3456, 100.0, 0.12, 99.999, 1e5 + 0.123):
        text = f"{number:.6f}"
        rounded = re.sub(r"\d+\.\d{3,}", style._round, text)
        assert abs(float(rounded) - float(text)) <= 0.0051 and len(rounded) <= len(text)
    assert style._round(re.match(r"scale\([^)]*\)", "scale(0.015625)")) == "scale(0.015625)"


def test_figures_appear_only_where_a_cell_ends_with_them():
    figures.use_style()
    _, ax = figures.figure()
    assert isinstance(ax, Axes) and plt.get_fignums() == []
    assert matplotlib.get_backend().lower() == "agg"


def test_a_figure_has_the_size_it_is_asked_for():
    figures.use_style()
    fig, axes = figures.figure(2, 3, width=4.5, height=2.5)
    assert fig.get_size_inches().tolist() == [4.5, 2.5] and axes.shape == (2, 3)


def test_the_style_forgets_what_was_set_before():
    plt.rcParams["lines.linewidth"] = plt.rcParams["lines.markersize"] = 30
    figures.use_style()
    assert plt.rcParams["lines.markersize"] == matplotlib.rcParamsDefault["lines.markersize"]
    assert all(plt.rcParams[key] == value for key, value in style.SETTINGS.items() if key != "figure.figsize")
    assert tuple(plt.rcParams["figure.figsize"]) == style.SETTINGS["figure.figsize"]


def test_bare_axes_have_no_frame_and_equal_scales():
    _, ax = figures.figure()
    assert style.bare(ax) is ax and not ax.axison and ax.get_aspect() == 1


COLOURS = {name: getattr(style, name) for name in ("FORWARD", "BACKWARD", "PARAMETER", "DATA", "WRONG", "QUIET")}


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    channels = np.array(matplotlib.colors.to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def test_each_meaning_has_a_colour_of_its_own():
    assert len(set(COLOURS.values())) == len(COLOURS)
    rgb = np.array([matplotlib.colors.to_rgb(colour) for colour in COLOURS.values()])
    distances = [np.linalg.norm(a - b) for k, a in enumerate(rgb) for b in rgb[:k]]
    assert min(distances) > 0.25


@pytest.mark.parametrize("name", COLOURS)
def test_lines_of_every_colour_stand_out_from_white_paper(name):
    assert 1.05 / (luminance(COLOURS[name]) + 0.05) >= 3  # WCAG 2.1, 1.4.11: graphical objects


def plot_functions():
    for module in pkgutil.iter_modules(figures.__path__, "course.figures."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            if function.__module__ == module.name and not name.startswith("_"):
                yield pytest.param(function, id=f"{module.name.removeprefix('nnlib.')}.{name}")


@pytest.mark.parametrize("function", list(plot_functions()))
def test_a_function_that_takes_an_axes_takes_it_first_and_returns_an_axes(function):
    signature = inspect.signature(function)
    kinds = [parameter.annotation for parameter in signature.parameters.values()]
    if Axes in kinds:
        assert kinds[0] is Axes and signature.return_annotation is Axes
