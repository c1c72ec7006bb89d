"""The drawn graph is the recorded one: every node with its numbers, every arrow, nothing on top of anything else."""

import itertools

import numpy as np
import pytest
from matplotlib.patches import Circle, FancyArrowPatch

from course.figures import figure, tapes
from course.figures.style import BACKWARD, FORWARD, PARAMETER
from nnlib import autodiff
from nnlib.autodiff import Node, gradient, order


def diamond():
    w = Node(3, name="w")
    u = (w + 1).named("u")
    return (u + u * w).named("f")


def network():
    w1, w2, w3 = (Node(v, name=n) for v, n in ((0.5, "w1"), (0.3, "w2"), (0.8, "w3")))
    r = 1 - autodiff.sigmoid(autodiff.sigmoid(w1 * 1 + w2 * 2) * w3)
    return r * r


GRAPHS = pytest.mark.parametrize("make", [diamond, network])


@GRAPHS
def test_each_arrow_leads_down_from_a_parent_to_a_child(make):
    output = make()
    at, level = tapes.places(output), tapes.levels(output)
    assert set(at) == set(order(output)) and level[output] == 0
    ax = tapes.graph(figure()[1], output)
    drawn = sorted((patch._posA_posB[0], patch._posA_posB[1]) for patch in ax.patches if isinstance(patch, FancyArrowPatch))
    assert drawn == sorted((at[parent], at[node]) for node in order(output) for parent in node.parents)
    assert all(tail[1] > head[1] for tail, head in drawn)


@GRAPHS
def test_circles_keep_apart_and_have_the_colour_of_what_they_are(make):
    output = make()
    ax = tapes.graph(figure()[1], output)
    circles = {patch.center: patch for patch in ax.patches if isinstance(patch, Circle)}
    at = tapes.places(output)
    assert set(circles) == set(at.values())
    for a, b in itertools.combinations(circles, 2):
        assert np.hypot(a[0] - b[0], a[1] - b[1]) > 3 * tapes.RADIUS
    from matplotlib.colors import to_hex
    for node, place in at.items():
        assert to_hex(circles[place].get_edgecolor()).upper() == (FORWARD if node.parents else PARAMETER)


def test_values_names_adjoints_and_local_derivatives_are_written():
    f = diamond()
    adjoints = {node: gradient(f, node) for node in order(f)}
    ax = tapes.graph(figure()[1], f, adjoints=adjoints, partials=True)
    texts = sorted(text.get_text() for text in ax.texts if text.get_color() not in (BACKWARD, "black"))
    assert texts == ["12", "f = 16", "u = 4", "w = 3"]
    assert sorted(t.get_text() for t in ax.texts if t.get_color() == BACKWARD) == ["1", "1", "4", "8"]
    black = sorted(t.get_text() for t in ax.texts if t.get_color() == "black" and t.get_text())
    assert black == sorted(["+", "+", "×", "1", "1", "1", "3", "4"])


def test_a_local_derivative_stands_beside_its_own_arrow():
    f = diamond()
    ax, at = tapes.graph(figure()[1], f, partials=True), tapes.places(f)
    for node in order(f):
        for parent, partial in zip(node.parents, node.partials):
            middle = (at[parent][1] + at[node][1]) / 2
            assert any(t.get_text() == f"{partial:g}" and t.get_position()[1] == pytest.approx(middle) for t in ax.texts)


def test_two_arrows_between_the_same_nodes_bend_apart():
    ax = tapes.graph(figure()[1], network())
    bends = [p.get_connectionstyle().rad for p in ax.patches if isinstance(p, FancyArrowPatch)]
    assert sorted(bends)[0] == -tapes.TWICE and sorted(bends)[-1] == tapes.TWICE and bends.count(0.0) == len(bends) - 2


@pytest.mark.parametrize(("number", "text"), [(1.0, "1"), (-0.02430, "−0.0243"), (-0.00001, "0"), (10.0, "10"), (0.75026, "0.7503")])
def test_numbers_are_short(number, text):
    assert tapes.short(number, 4) == text
