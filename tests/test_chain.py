"""A chain of factors is the derivative it names, or it is refused."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import Chain, Network, central_difference, complex_step, data, identity, sigmoid, softplus, sse

NAMES = ["C", "y_hat", "a1", "z1", "x", "w_12", "h", "q2"]  # every letter of the book and a few that could confuse


@st.composite
def chains(draw):
    """The factors of a chain along distinct names, each a number or an array with an entry for each of D samples."""
    names = draw(st.permutations(NAMES))[: draw(st.integers(2, len(NAMES)))]
    D = draw(st.integers(1, 4))
    number = st.floats(-10, 10)
    value = st.one_of(number, st.lists(number, min_size=D, max_size=D).map(np.array))
    return {f"d{above}_d{below}": draw(value) for above, below in zip(names, names[1:])}


@given(chains())
def test_the_value_is_the_product_of_the_factors_summed_over_the_samples(factors):
    chain = Chain(**factors)
    product = 1.0
    for factor in factors.values():
        product = product * np.asarray(factor)
    assert np.array_equal(chain.per_sample, product)
    # A sum of at most four terms, in whatever order, is off by a few roundings of the largest.
    assert chain.value == float(chain) == pytest.approx(np.sum(product), rel=0, abs=1e-15 * np.abs(product).max())


@given(chains())
def test_a_dropped_inner_link_is_an_error_and_not_a_wrong_number(factors):
    for name in list(factors)[1:-1]:
        rest = {key: value for key, value in factors.items() if key != name}
        with pytest.raises(ValueError, match="the chain breaks"):
            Chain(**rest)


@given(chains())
def test_two_exchanged_links_are_an_error(factors):
    items = list(factors.items())
    for k in range(len(items) - 1):
        exchanged = items[:k] + [items[k + 1], items[k]] + items[k + 2:]
        with pytest.raises(ValueError, match="the chain breaks"):
            Chain(**dict(exchanged))


def test_the_seven_derivatives_of_two_softplus_neurons_by_hand_and_by_three_machines():
    X, Y = data.dosage()[:2]
    w1, w2, w3, w4, b1, b2, b3 = 2.74, -1.13, 0.36, 0.63, 0.1, -0.2, 0.05
    x, y = X.ravel(), Y.ravel()
    z1, z2 = w1 * x + b1, w2 * x + b2
    a1, a2 = np.log(1 + np.exp(z1)), np.log(1 + np.exp(z2))
    y_hat = a1 * w3 + a2 * w4 + b3
    first = {"dC_dy_hat": -2 * (y - y_hat)}
    slope1, slope2 = np.exp(z1) / (1 + np.exp(z1)), np.exp(z2) / (1 + np.exp(z2))
    by_hand = [
        Chain(**first, dy_hat_da1=w3, da1_dz1=slope1, dz1_dw1=x),
        Chain(**first, dy_hat_da2=w4, da2_dz2=slope2, dz2_dw2=x),
        Chain(**first, dy_hat_da1=w3, da1_dz1=slope1, dz1_db1=1),
        Chain(**first, dy_hat_da2=w4, da2_dz2=slope2, dz2_db2=1),
        Chain(**first, dy_hat_dw3=a1),
        Chain(**first, dy_hat_dw4=a2),
        Chain(**first, dy_hat_db3=1),
    ]
    net = Network((1, 2, 1), softplus, identity)
    theta = net.params({1: [[w1, w2]], 2: [[w3], [w4]]}, {1: [b1, b2], 2: [b3]})
    hand = [float(chain) for chain in by_hand]
    np.testing.assert_allclose(hand, net.grad(theta, X, Y, sse).vector, rtol=1e-13)
    np.testing.assert_allclose(hand, complex_step(lambda t: net.cost(t, X, Y, sse), theta).vector, rtol=1e-13)
    # differences are good to about ten digits
    np.testing.assert_allclose(hand, central_difference(lambda t: net.cost(t, X, Y, sse), theta).vector, rtol=1e-8)


def test_the_derivative_of_one_weight_of_the_3_2_1_network_along_its_path():
    net = Network((3, 2, 1), sigmoid, sigmoid)
    theta = net.params({1: [[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]], 2: [[-0.3], [-0.2]]}, {1: [-0.4, 0.2], 2: [0.1]})
    X, Y = data.han_kamber()[:2]
    Z, A = net.forward(theta, X)
    path = Chain(dC_dy_hat=A[2][:, 0] - 1, dy_hat_dz6=sigmoid.prime(Z[2][:, 0]), dz6_da4=-0.3,
                 da4_dz4=sigmoid.prime(Z[1][:, 0]), dz4_dw14=1)
    assert path.value * 2 == pytest.approx(net.grad(theta, X, Y, sse).W[1][0, 0], rel=1e-14)


def test_numbers_alone_have_no_sum_over_samples():
    chain = Chain(dC_dy=2.0, dy_dw=3)
    assert chain.value == 6 and chain.per_sample.shape == () and r"\sum" not in chain._repr_latex_()


def test_a_chain_shows_its_ends_and_its_value():
    assert repr(Chain(dC_dy_hat=[1.0, 2.0], dy_hat_db3=1)) == "Chain(dC_db3 = 3)"


def test_a_chain_renders_every_factor_in_order_with_its_value():
    latex = Chain(dC_dy_hat=[1.0, 2.0], dy_hat_da1=0.5, da1_dw12=1)._repr_latex_()
    fractions = re.findall(r"\\frac\{\\partial (.+?)\}\{\\partial (.+?)\}(?= |$)", latex)
    assert fractions == [("C", "w_{12}"), ("C", r"\hat{y}"), (r"\hat{y}", "a_{1}"), ("a_{1}", "w_{12}")]
    assert latex.startswith("$") and latex.endswith("= 1.5$") and r"\sum_d" in latex


# Checks of arguments.


@pytest.mark.parametrize("factors, parts", [
    ({"dC_dy_hat": 1, "da1_dz1": 1}, ["dC_dy_hat is followed by da1_dz1", "starts with dy_hat_d"]),
    ({"dC_dy": 1, "dy_da1": 1, "da2_dz2": 1}, ["dy_da1 is followed by da2_dz2", "starts with da1_d"]),
    ({"dC_dy": 1, "dC_dz": 1}, ["dC_dy is followed by dC_dz"]),
])
def test_a_chain_that_does_not_telescope_says_where_it_breaks(factors, parts):
    with pytest.raises(ValueError) as error:
        Chain(**factors)
    assert all(part in str(error.value) for part in parts)


def test_the_advice_of_a_broken_chain_repairs_it():
    with pytest.raises(ValueError) as error:
        Chain(dC_dy_hat=2.0, da1_dz1=3.0)
    start = re.search(r"starts with (\w+_d)", str(error.value))[1]
    assert Chain(**{"dC_dy_hat": 2.0, start + "a1": 5.0, "da1_dz1": 3.0}).value == 30


@pytest.mark.parametrize("name", ["foo", "C_y", "dC", "dC_y", "C_dy", "d_dx", "dC_d", "d1_dx", "dC_d2"])
def test_a_factor_that_names_no_derivative_is_refused(name):
    with pytest.raises(ValueError, match=rf"{name} is no derivative's name; expected d<above>_d<below>") as error:
        Chain(**{name: 1.0})
    assert Chain(**{re.search(r"such as (\w+)", str(error.value))[1]: 1.0}).value == 1


def test_a_chain_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no factors came; expected at least one, such as (.+)") as error:
        Chain()
    example = re.search(r"such as (.+?)\.$", str(error.value))[1]
    assert eval(f"Chain({example})", {"Chain": Chain, "r": np.array([1.0, 2.0])}).value == -6


@pytest.mark.parametrize("factors", [
    {"dC_dy": [1.0, 2.0], "dy_dw": [1.0, 2.0, 3.0]},
    {"dC_dy": np.ones(3), "dy_dw": np.ones(1)},
    {"dC_dy": np.ones((3, 1)), "dy_dw": np.ones((3, 1))},
    {"dC_dy": np.ones((3, 1)), "dy_dw": np.ones(3)},  # would be broadcast to (3, 3)
    {"dC_dy": np.ones((1, 3)), "dy_dw": 1.0},
])
def test_factors_of_mixed_shapes_are_refused_and_never_broadcast(factors):
    with pytest.raises(ValueError) as error:
        Chain(**factors)
    message = str(error.value)
    assert all(str(np.shape(value)) in message for value in factors.values())
    assert "arrays (D,) of one length" in message


@pytest.mark.parametrize("code", ["x.ravel()", "x[:, 0]"])
def test_the_advice_for_a_column_works(code):
    x = np.array([[1.0], [2.0]])
    with pytest.raises(ValueError, match=re.escape(code)):
        Chain(dC_dw=x)
    assert Chain(dC_dw=eval(code, {"x": x})).value == 3


@pytest.mark.parametrize("bad", [np.nan, np.inf, None])
@pytest.mark.parametrize("as_array", [False, True])
def test_factors_that_are_not_finite_are_named(bad, as_array):
    with pytest.raises(ValueError, match=r"dy_dw holds .*; expected finite numbers"):
        Chain(dC_dy=1.0, dy_dw=[1.0, bad] if as_array else bad)


@pytest.mark.parametrize("bad", ["one", 1j, {}])
def test_factors_that_are_no_numbers_are_refused(bad):
    with pytest.raises((TypeError, ValueError)):
        Chain(dC_dw=bad)


def test_a_chain_over_no_samples_is_refused():
    with pytest.raises(ValueError, match="D ≥ 1"):
        Chain(dC_dy_hat=np.array([]))
