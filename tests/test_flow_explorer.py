"""Delta flow as Python sees it: its random numbers, its network, its sizes and its entries, against other roads to them."""

import math
from itertools import islice

import numpy as np
import pytest
import traitlets
from matplotlib.colors import to_rgba

from course.figures import costs, figure
from course.widgets import DeltaFlow
from course.widgets.flow import PHI, normals
from nnlib import indexed, mse

EVERY = [dict(activation=name, gain=gain, depth=depth, width=width, D=D, seed=seed)
         for name in PHI for gain, depth, width, D, seed in ((1, 6, 8, 5, 1), (0.01, 12, 16, 3, 7), (10, 12, 1, 1, 999), (1.4, 1, 2, 16, 42))]
each = pytest.mark.parametrize("state", EVERY, ids=lambda state: "-".join(map(str, state.values())))


def splitmix32(stream, count):
    """The uniform numbers once more, in NumPy's 32-bit arithmetic and all at once."""
    counter = np.uint32(stream) + np.uint32(0x9E3779B9) * np.arange(1, count + 1, dtype=np.uint32)
    x = (counter ^ counter >> np.uint32(16)) * np.uint32(0x21F0AAAD)
    x = (x ^ x >> np.uint32(15)) * np.uint32(0x735A2D97)
    return (x ^ x >> np.uint32(15)) / 2**32


@pytest.mark.parametrize("stream", [0, 1, 2, 1999, 2**32 - 1])
def test_the_random_numbers_are_those_of_splitmix32_and_box_and_muller(stream):
    u = splitmix32(stream, 400).reshape(-1, 2)
    expected = np.sqrt(-2 * np.log(1 - u[:, :1])) * np.exp(2j * np.pi * u[:, 1:])
    assert np.allclose(list(islice(normals(stream), 400)), np.hstack([expected.real, expected.imag]).ravel(), rtol=1e-12, atol=0)


def test_the_random_numbers_are_normal():
    """Mean, spread, symmetry and tails within four standard errors, over all streams of the first seeds."""
    x = np.array([list(islice(normals(stream), 500)) for stream in range(2, 402)])
    n = x.size
    assert abs(x.mean()) < 4 / math.sqrt(n) and abs((x**2).mean() - 1) < 4 * math.sqrt(2 / n)
    assert abs((x**3).mean()) < 4 * math.sqrt(15 / n) and abs((x**4).mean() - 3) < 4 * math.sqrt(96 / n)
    assert abs((x[:-1] * x[1:]).mean()) < 4 / math.sqrt(n)  # one stream and the next
    assert abs((x[:, :-1] * x[:, 1:]).mean()) < 4 / math.sqrt(n)  # one number and the next


def test_no_two_streams_share_a_number():
    """Two counters would have to meet: k steps apart they differ by k times the step, which is never near 0 for small k."""
    steps = np.arange(1, 4000, dtype=np.uint64) * np.uint64(0x9E3779B9) % np.uint64(2**32)
    assert min(steps.min(), (2**32 - steps).min()) > 2 * 999 + 1


@each
def test_the_weights_have_the_spread_of_init(state):
    flow = DeltaFlow(**state)
    net, theta, draw = flow.network(), flow.theta(), normals(2 * flow.seed)
    assert net.sizes == (4, *[flow.width] * flow.depth, 3) and [phi.name for phi in net.phi.values()] == [flow.activation] * flow.depth + ["identity"]
    for l, W in theta.W.items():
        assert np.allclose(W, np.reshape(list(islice(draw, W.size)), W.shape) * flow.gain / np.sqrt(net.sizes[l - 1]), rtol=1e-14)
        assert not theta.b[l].any()


def test_more_samples_or_layers_leave_the_others_as_they_are():
    few, many = DeltaFlow(D=3, depth=4), DeltaFlow(D=7, depth=9)
    for a, b in zip(few.samples(), many.samples()):
        assert len(a) == 3 and len(b) == 7 and np.array_equal(a, b[:3])
    assert all(np.array_equal(few.theta().W[l], many.theta().W[l]) for l in range(1, 5))
    assert not np.array_equal(few.samples()[0], DeltaFlow(D=3, seed=2).samples()[0])


@each
def test_sizes_are_root_mean_squares_of_the_index_form(state):
    """Deltas by the library's second implementation."""
    flow = DeltaFlow(**state)
    (X, Y), net, theta = flow.samples(), flow.network(), flow.theta()
    delta, grad = indexed.backward(net, theta, *indexed.forward(net, theta, X), Y, mse)
    for sizes, arrays in ((flow.sizes_of_delta(), delta), (flow.sizes_of_gradient(), grad.W)):
        assert list(sizes) == list(range(1, flow.depth + 2))
        for l, size in sizes.items():
            largest = np.abs(arrays[l]).max()  # the squares of what is below 1e-154 would be 0
            assert math.isfinite(size) and size == pytest.approx(largest * np.sqrt(np.mean((arrays[l] / (largest or 1)) ** 2)), rel=1e-9)


def test_a_size_whose_square_is_too_small_for_the_machine_is_not_0():
    flow = DeltaFlow(activation="tanh", gain=10, depth=12, width=1, D=1)
    smallest = [(min(flow.sizes_of_delta().values()), flow.seed) for flow.seed in range(1, 40)]
    assert 0 < min(smallest)[0] < 1e-100


def test_where_every_relu_is_off_the_size_is_exactly_0():
    flow = DeltaFlow(activation="relu", width=1, depth=3, seed=3)
    sizes = flow.sizes_of_delta()
    assert [sizes[l] for l in (1, 2, 3)] == [0, 0, 0] and sizes[4] > 0 and math.isnan(flow.factor())
    assert DeltaFlow(depth=1).factor() != DeltaFlow(depth=1).factor()  # NaN: one layer is no trend


@each
@pytest.mark.parametrize("term", ["delta", "gradient"])
def test_every_entry_is_its_sum_times_its_slope(state, term):
    flow = DeltaFlow(**state, term=term)
    (X, Y), net, theta = flow.samples(), flow.network(), flow.theta()
    delta, grad = indexed.backward(net, theta, *indexed.forward(net, theta, X), Y, mse)
    for layer in range(1, flow.depth + 2):
        flow.layer = layer
        expected = (delta if term == "delta" else grad.W)[layer]
        assert flow.shape() == expected.shape
        for place in {(1, 1), flow.shape(), (1, flow.shape()[1])}:
            flow.row, flow.column = place
            terms, slope, value = flow.entry()
            assert value == pytest.approx(expected[flow.row - 1, flow.column - 1], rel=1e-9)
            products = [a * b for a, b in terms]
            assert math.fsum(products) * slope == pytest.approx(value, rel=1e-9, abs=1e-13 * abs(slope) * sum(map(abs, products)))
            assert len(terms) == (flow.D if term == "gradient" else 1 if flow.layer > flow.depth else flow.network().sizes[flow.layer + 1])


def test_with_equal_slopes_the_sigmoid_divides_by_four_over_the_gain():
    """With tiny weights every z is nearly 0 and every slope a quarter: δ is then a product of matrices times 4^−l."""
    flow = DeltaFlow(gain=0.01, depth=5, width=16)
    line = DeltaFlow(gain=0.01, depth=5, width=16, activation="identity")
    assert (flow.sizes_of_delta()[1] / flow.sizes_of_delta()[6]) * 4**5 == pytest.approx(line.sizes_of_delta()[1] / line.sizes_of_delta()[6], rel=0.1)


def test_what_the_chapter_predicts_holds_for_most_seeds():
    def middle(**state):
        flow = DeltaFlow(depth=12, width=16, D=16, **state)
        return float(np.median([flow.factor() for flow.seed in range(1, 12)]))

    assert 0.2 < middle(activation="sigmoid") < 0.25 and 0.8 < middle(activation="tanh") < 1
    assert middle(activation="relu", gain=1) == pytest.approx(math.sqrt(0.5), abs=0.05)
    assert middle(activation="relu", gain=math.sqrt(2)) == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("order", [("depth", "layer", "row", "column"), ("column", "row", "layer", "depth")])
def test_what_lies_outside_the_network_moves_inside_in_any_order(order):
    asked = dict(depth=2, layer=13, row=16, column=16)
    flow = DeltaFlow()
    for name in order:
        setattr(flow, name, asked[name])
    assert (flow.layer, flow.row, flow.column) == (3, 5, 3)
    assert DeltaFlow(**asked).state() == flow.state()


def test_the_chosen_entry_stays_inside_when_the_network_shrinks():
    flow = DeltaFlow(depth=12, layer=13, D=16, row=16, column=3)
    flow.depth = 4
    assert (flow.layer, flow.row, flow.column) == (5, 16, 3)
    flow.D = 2
    assert flow.row == 2
    flow.layer, flow.column = 3, 8
    flow.width = 2
    assert flow.column == 2
    flow.term, flow.layer, flow.row = "gradient", 1, 9  # 4 inputs
    assert flow.row == 4 and flow.shape() == (4, 2)
    with flow.hold_trait_notifications():
        flow.row, flow.column, flow.width, flow.layer = 16, 16, 16, 4
    assert (flow.row, flow.column, flow.layer) == (16, 16, 4)


def test_errors_say_what_was_expected():
    flow = DeltaFlow()
    for name, value, message in (("depth", 13, "depth is 13; expected a number from 1 to 12"),
                                 ("depth", 2.5, "depth is 2.5; expected a whole number from 1 to 12"),
                                 ("gain", 0, "gain is 0; expected a number from 0.01 to 10"),
                                 ("activation", "swish", "activation is 'swish'; expected one of 'sigmoid', 'tanh'"),
                                 ("term", "W", "term is 'W'; expected one of 'delta', 'gradient'")):
        with pytest.raises(traitlets.TraitError, match=message):
            setattr(flow, name, value)
    with pytest.raises(traitlets.TraitError, match="D is 0"):
        DeltaFlow(D=0)


def test_the_picture_s_bars_are_as_long_as_the_sizes_and_its_blocks_have_the_shapes():
    for state, shapes in ((dict(), ["5", "3", "3", "8", "5", "8", "5", "8"]), (dict(term="gradient"), ["8", "5", "5", "8", "8", "8"]),
                          (dict(layer=7), ["5", "3"] * 3)):
        flow = DeltaFlow(**state)
        bars, blocks = flow.picture().axes
        ends = [bar.get_x() + bar.get_width() for bar in bars.patches]
        assert ends == pytest.approx([*flow.sizes_of_delta().values(), *flow.sizes_of_gradient().values()])
        assert [text.get_text().strip("$") for text in blocks.texts if text.get_text().strip("$").isdigit()] == [
            text for down, across in zip(shapes[::2], shapes[1::2]) for text in (across, down)]


def test_bars_show_a_size_of_exactly_0_in_words():
    _, ax = figure()
    costs.sizes(ax, {"a": {1: 0.0, 2: 1e-3}, "b": {1: 1e-20, 2: 0.0}})
    assert [(round(math.log10(bar.get_x() + bar.get_width())), bar.get_y() > 1.5) for bar in ax.patches] == [(-3, True), (-20, False)]
    filled, outline = (bar.get_facecolor() for bar in ax.patches)
    assert filled == to_rgba(costs.BACKWARD) and outline[3] == 0
    assert [text.get_text() for text in ax.texts] == ["a is exactly 0", "a", "b", "b is exactly 0"]
    low, high = ax.get_xlim()
    assert low < 1e-20 and high > 1e-3 and list(ax.get_yticks()) == [1, 2]


def test_bars_of_nothing_but_zeros_have_an_axis():
    _, ax = figure()
    costs.sizes(ax, {"a": {1: 0.0}})
    assert not ax.patches and ax.get_xlim()[0] > 0
