"""The networks that were printed in 1986 do what was said of them, computed here neuron by neuron."""

from itertools import product
from math import exp

import numpy as np
import pytest

from course.studies.published import symmetry, xor_direct, xor_stuck
from nnlib import data, half_sse


def fires(z):
    return 1 / (1 + exp(-z))


def mirror(x, a=(-3.18, 6.32, -12.56, 12.56, -6.33, 3.17), b=(3.16, -6.34, 12.52, -12.51, 6.31, -3.17)):
    h = [fires(sum(w * bit for w, bit in zip(weights, x)) - 1.0) for weights in (a, b)]
    return fires(6.89 - 9.44 * h[0] - 9.44 * h[1])


def direct(x):
    h = fires(2.2 - 6.4 * x[0] - 6.4 * x[1])
    return fires(6.3 - 9.4 * h - 4.2 * x[0] - 4.2 * x[1])


def stuck(x):
    h = fires(2.0 - 2.0 * x[0] + 9.2 * x[1]), fires(-0.1 + 4.3 * x[0] + 8.8 * x[1])
    return fires(-0.8 - 4.5 * h[0] + 5.3 * h[1])


@pytest.mark.parametrize("load, by_hand, X", [(symmetry, mirror, data.symmetry().X), (xor_direct, direct, data.xor().X),
                                              (xor_stuck, stuck, data.xor().X)])
def test_the_outputs_are_those_of_the_printed_weights_neuron_by_neuron(load, by_hand, X):
    net, theta, source = load()
    np.testing.assert_allclose(net(theta, X).ravel(), [by_hand(x) for x in X], rtol=1e-13)  # a dozen roundings
    assert source.startswith("PDP, volume 1, chapter 8, figure")


def test_the_symmetry_network_is_right_about_all_64():
    (net, theta, _), (X, Y, *_) = symmetry(), data.symmetry()
    y_hat = net(theta, X)
    assert ((y_hat > 0.5) == (Y == 1)).all()
    assert y_hat[Y == 1].min() > 0.85 and y_hat[Y == 0].max() < 0.17


def test_any_printed_weight_with_another_sign_spoils_it():
    for place in range(6):
        turned = [-3.18, 6.32, -12.56, 12.56, -6.33, 3.17]
        turned[place] *= -1
        assert any((mirror(x, turned) > 0.5) != (x == x[::-1]) for x in product((0, 1), repeat=6))


def test_its_weights_are_odd_about_the_middle_opposite_in_the_two_neurons_and_nearly_1_2_4():
    one, two = symmetry().theta.W[1].T
    for w in (one, two):
        assert np.abs(w + w[::-1]).max() < 0.05
        np.testing.assert_allclose(np.abs(w[:3] / w[0]), [1, 2, 4], rtol=0.02)
    assert np.abs(one + two).max() < 0.06


def test_exclusive_or_with_direct_connections_is_near_its_targets():
    net, theta, _ = xor_direct()
    np.testing.assert_allclose(net(theta, data.xor().X).ravel(), [0.1, 0.9, 0.9, 0.1], atol=0.025)


def test_the_stuck_network_says_one_half_twice_and_is_at_rest():
    net, theta, _ = xor_stuck()
    X, Y = data.xor()[:2]
    assert net(theta, X).ravel().round(2).tolist() == [0.10, 0.50, 0.90, 0.50]
    assert 0.25 < net.cost(theta, X, Y, half_sse) < 0.27
    assert np.abs(net.grad(theta, X, Y, half_sse).vector).max() < 0.02
