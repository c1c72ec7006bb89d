"""A network with fewer arrows, or with arrows past a layer, has the derivatives and the descent of what it stands for."""

import numpy as np
import pytest
from oracles import ROUNDING, apart

from nnlib import (Network, Params, complex_step, data, descend, half_sse, identity, indexed, relu, sigmoid, softplus,
                   sse, tanh)
from nnlib.masks import beside, confined, masked, with_direct_connections

RNG = np.random.default_rng(0)


def ones(net):
    return Params(np.ones_like(net.zeros().vector), net.sizes)


# Groups of neurons in one layer.


def test_beside_applies_each_function_to_its_own_columns():
    phi, Z = beside((tanh, 2), (identity, 1), (softplus, 3)), RNG.standard_normal((5, 6))
    parts = ((tanh, slice(0, 2)), (identity, slice(2, 3)), (softplus, slice(3, 6)))
    for function, columns in parts:
        assert (phi(Z)[:, columns] == function(Z[:, columns])).all()
        assert (phi.prime(Z)[:, columns] == function.prime(Z[:, columns])).all()
    assert repr(phi) == "2 tanh | 1 identity | 3 softplus"
    assert phi(Z.astype(np.float32)).dtype == phi.prime(Z.astype(np.float32)).dtype == np.float32


def test_a_network_with_such_a_layer_has_the_derivatives_that_the_complex_step_finds():
    net = Network((3, 4, 2), beside((sigmoid, 1), (identity, 2), (tanh, 1)), beside((softplus, 1), (sigmoid, 1)))
    theta = net.init_uniform(np.random.default_rng(1), 1.0)
    X, Y = RNG.standard_normal((6, 3)), RNG.standard_normal((6, 2))
    grad = net.grad(theta, X, Y, sse)
    assert apart(grad, complex_step(lambda t: net.cost(t, X, Y, sse), theta)) < ROUNDING
    assert apart(grad, indexed.grad(net, theta, X, Y, sse)) < ROUNDING
    other_order = Network((3, 4, 2), beside((identity, 2), (sigmoid, 1), (tanh, 1)), net.phi[2])
    assert apart(other_order.grad(theta, X, Y, sse), grad) > 1e-2


@pytest.mark.parametrize("shape", [(5, 2), (5, 4), (3,), ()])
def test_a_layer_of_another_width_is_refused(shape):
    for function in (beside((tanh, 2), (identity, 1)), beside((tanh, 2), (identity, 1)).prime):
        with pytest.raises(ValueError, match="for a layer of 3 neurons") as error:
            function(np.zeros(shape))
        assert str(shape) in str(error.value)


@pytest.mark.parametrize("group, error", [((np.tanh, 2), TypeError), ((tanh, 0), ValueError), ((tanh, 1.5), TypeError)])
def test_groups_are_activations_with_whole_widths(group, error):
    with pytest.raises(error):
        beside((identity, 1), group)


# Masks.


def two_nets():
    """Two separate 2-3-1 networks and the one that holds both: its mask, and a point of it from points of theirs."""
    small = Network((2, 3, 1), tanh, sigmoid)
    both = Network((4, 6, 2), tanh, sigmoid)
    mask = ones(both)
    mask.W[1][:2, 3:] = mask.W[1][2:, :3] = mask.W[2][:3, 1:] = mask.W[2][3:, :1] = 0

    def together(one, two):
        theta = both.zeros()
        for l in (1, 2):
            n, m = one.W[l].shape
            theta.W[l][:n, :m], theta.W[l][n:, m:] = one.W[l], two.W[l]
            theta.b[l][:m], theta.b[l][m:] = one.b[l], two.b[l]
        return theta

    return small, both, mask, together


@pytest.mark.parametrize("rule", [{}, {"alpha": 0.9}, {"alpha": 0.5, "decay": 0.01}], ids=str)
def test_a_network_split_in_two_descends_as_two_networks(rule):
    small, both, mask, together = two_nets()
    starts = [small.init_uniform(np.random.default_rng(k), 0.5) for k in (1, 2)]
    X, Y = RNG.standard_normal((7, 4)), RNG.random((7, 2))
    alone = [list(descend(small.objective(X[:, 2 * k : 2 * k + 2], Y[:, k : k + 1], sse), starts[k], eta=0.1, steps=50, **rule))
             for k in (0, 1)]
    objective = both.objective(X, Y, sse)
    for step, one, two in zip(descend(confined(objective, mask), together(*starts), eta=0.1, steps=50, **rule), *alone):
        expected = together(one.theta, two.theta).vector
        np.testing.assert_allclose(step.theta.vector, expected, rtol=1e-11, atol=1e-12)  # sums in another order
        assert step.cost == pytest.approx(one.cost + two.cost, rel=1e-12)
    unconfined = list(descend(objective, together(*starts), eta=0.1, steps=50, **rule))[-1]
    assert np.abs(unconfined.theta.vector - expected).max() > 1e-2  # without the mask the halves grow together


def test_what_the_mask_leaves_out_stays_where_it_is_to_the_last_bit():
    _, both, mask, _ = two_nets()
    theta = both.init_uniform(np.random.default_rng(3), 0.5)
    X, Y = RNG.standard_normal((7, 4)), RNG.random((7, 2))
    last = list(descend(confined(both.objective(X, Y, sse), mask), theta, eta=0.3, alpha=0.9, steps=100))[-1].theta
    still = mask.vector == 0
    assert still.sum() == 12 + 6 and (last.vector[still] == theta.vector[still]).all()
    assert (last.vector[~still] != theta.vector[~still]).all()


def test_confined_gives_the_cost_as_it_is_and_the_derivatives_where_the_mask_is_1():
    _, both, mask, _ = two_nets()
    theta, X, Y = both.init(np.random.default_rng(3)), RNG.standard_normal((7, 4)), RNG.random((7, 2))
    (cost, grad), (confined_cost, part) = (o(theta) for o in (both.objective(X, Y, sse),
                                                              confined(both.objective(X, Y, sse), mask)))
    assert confined_cost == cost
    assert (part.vector == np.where(mask.vector == 1, grad.vector, 0)).all() and (grad.vector != 0).all()


def test_masked_keeps_what_it_should_in_a_vector_of_its_own():
    _, both, mask, _ = two_nets()
    theta = both.init_uniform(np.random.default_rng(3), 0.5)
    before = theta.vector.copy()
    kept = masked(theta, mask)
    assert (kept.vector == np.where(mask.vector == 1, before, 0)).all()
    kept.vector[...] = 9
    assert (theta.vector == before).all() and set(mask.vector) == {0, 1}


def test_what_is_no_mask_of_the_network_is_refused():
    _, both, mask, _ = two_nets()
    with pytest.raises(TypeError, match="mask of type ndarray"):
        masked(both.zeros(), mask.vector)
    with pytest.raises(TypeError, match="theta is of type ndarray"):
        masked(mask.vector, mask)
    with pytest.raises(ValueError, match=r"\(4, 6, 2\) and the mask to one of \(3, 2, 1\)"):
        masked(both.zeros(), ones(Network((3, 2, 1), tanh, tanh)))
    for number in (0.5, 2.0, -1.0, np.nan):
        bad = mask.copy()
        bad.vector[4] = number
        with pytest.raises(ValueError, match="other numbers than 0 and 1"):
            masked(both.zeros(), bad)


# Direct connections.


def past_the_hidden_layer(theta, X, hidden, phi, phi_out):
    """The output of such a network by its definition, from the blocks of θ that hold something."""
    into, bias, out, bias_out = theta.W[1][:, :hidden], theta.b[1][:hidden], theta.W[2], theta.b[2]
    return phi_out(phi(X @ into + bias) @ out[:hidden] + X @ out[hidden:] + bias_out)


@pytest.mark.parametrize("sizes", [(2, 1, 1), (3, 4, 2), (1, 2, 3)])
@pytest.mark.parametrize("phi, phi_out", [(sigmoid, sigmoid), (tanh, identity), (relu, sigmoid)])
def test_the_inputs_reach_the_output_directly(sizes, phi, phi_out):
    net, fixed, mask = with_direct_connections(sizes, phi, phi_out)
    theta = fixed + masked(net.init_uniform(np.random.default_rng(4), 1.0), mask)
    X = RNG.standard_normal((6, sizes[0]))
    np.testing.assert_allclose(net(theta, X), past_the_hidden_layer(theta, X, sizes[1], phi, phi_out), rtol=1e-13)
    n, hidden, m = sizes
    assert mask.vector.sum() == n * hidden + hidden + hidden * m + n * m + m  # what there is to learn
    assert not (fixed.vector * mask.vector).any()
    if phi is not relu:
        Y = RNG.random((6, m))
        # Complex steps through the definition, not through the layers; they find nothing where nothing is used.
        true = complex_step(lambda t: sse(past_the_hidden_layer(t, X, hidden, phi, phi_out), Y), theta)
        assert apart(confined(net.objective(X, Y, sse), mask)(theta)[1], true) < ROUNDING


def test_one_hidden_neuron_and_direct_connections_learn_exclusive_or():
    net, fixed, mask = with_direct_connections((2, 1, 1), sigmoid, sigmoid)
    X, Y = data.xor()[:2]
    start = fixed + masked(net.init_uniform(np.random.default_rng(0), 0.5), mask)
    *_, last = descend(confined(net.objective(X, Y, half_sse), mask), start, eta=0.5, alpha=0.9, steps=3000)
    assert (np.abs(net(last.theta, X) - Y) < 0.1).all()
    assert (last.theta.vector[mask.vector == 0] == fixed.vector[mask.vector == 0]).all()


def test_decay_shrinks_even_the_weights_that_carry_the_inputs_as_the_docstring_warns():
    net, fixed, mask = with_direct_connections((2, 1, 1), sigmoid, sigmoid)
    X, Y = data.xor()[:2]
    *_, last = descend(confined(net.objective(X, Y, half_sse), mask), fixed, eta=0.5, decay=0.25, steps=2)
    assert last.theta.W[1][:, 1:].tolist() == [[0.5625, 0], [0, 0.5625]]
