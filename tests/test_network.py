"""The forward pass, the four equations of the backward pass, and the checks of a network's arguments."""

import inspect
import itertools
import math
import re
import textwrap

import numpy as np
import pytest
from hypothesis import given
from oracles import ACTIVATIONS, DIFFERENCES, LOSSES, ROUNDING, apart, problem, problems

import nnlib.network
from nnlib import (Network, Params, central_difference, checks, complex_step, cross_entropy, data, half_sse, identity, indexed,
                   mse, sigmoid, softplus, sse, tanh)

# Three oracles for the gradient: the index form, the complex step and central differences.


@given(problems())
def test_backpropagation_equals_the_index_form_the_complex_step_and_central_differences(p):
    net, theta, X, Y, loss = p
    gradient = net.grad(theta, X, Y, loss)
    assert apart(gradient, indexed.grad(net, theta, X, Y, loss)) < ROUNDING
    assert apart(gradient, complex_step(lambda t: net.cost(t, X, Y, loss), theta)) < ROUNDING
    differences = central_difference(lambda t: net.cost(t, X, Y, loss), theta)
    # A cost near 10⁴ has roundings 10⁴ times as large, whatever its derivatives are.
    size = max(1.0, np.abs(gradient.vector).max(), net.cost(theta, X, Y, loss))
    assert np.abs(gradient.vector - differences.vector).max() < DIFFERENCES * size


@given(problems())
def test_delta_is_plus_the_derivative_of_the_cost_by_z(p):
    net, theta, X, Y, loss = p
    Z, A = net.forward(theta, X)
    delta, _ = net.backward(theta, Z, A, Y, loss)

    def cost_from(l, z):
        a = net.phi[l](z)
        for m in range(l + 1, net.L + 1):
            a = net.phi[m](a @ theta.W[m] + theta.b[m])
        return loss(a, Y)

    for l in Z:
        true = complex_step(lambda z, l=l: cost_from(l, z), Z[l])
        assert np.abs(delta[l] - true).max() <= ROUNDING * (np.abs(true).max() or 1)


def test_with_one_class_the_cross_entropy_and_its_gradient_are_0():
    """softmax of one output is 1, whatever the output: nothing is left to learn. One rounding of 1 is allowed."""
    net, theta, X, _, loss = problem((2, 3, 1), (tanh, identity), cross_entropy, D=4)
    Y = np.ones((4, 1))
    assert abs(net.cost(theta, X, Y, loss)) < 1e-15
    assert np.abs(net.grad(theta, X, Y, loss).vector).max() < 1e-15


@given(problems())
def test_every_array_has_the_shape_the_book_gives_it(p):
    net, theta, X, Y, loss = p
    D, n = len(X), net.sizes
    Z, A = net.forward(theta, X)
    delta, grad = net.backward(theta, Z, A, Y, loss)
    assert list(A) == list(range(net.L + 1)) and list(Z) == sorted(delta) == list(range(1, net.L + 1))
    assert all(A[l].shape == (D, n[l]) for l in A)
    assert all(Z[l].shape == delta[l].shape == (D, n[l]) for l in Z)
    assert all(grad.W[l].shape == (n[l - 1], n[l]) and grad.b[l].shape == (n[l],) for l in Z)
    assert net(theta, X).shape == Y.shape and grad.sizes == n


@given(problems())
def test_the_forward_pass_is_the_sum_over_arrows_written_out(p):
    net, theta, X, _, _ = p
    Z, A = net.forward(theta, X)
    for d in range(len(X)):
        for l in range(1, net.L + 1):
            for j in range(net.sizes[l]):
                z = sum(A[l - 1][d, i] * theta.W[l][i, j] for i in range(net.sizes[l - 1])) + theta.b[l][j]
                assert Z[l][d, j] == pytest.approx(z, rel=1e-12, abs=1e-12)
                assert A[l][d, j] == pytest.approx(float(net.phi[l](Z[l][d, j])), rel=1e-12, abs=1e-300)


@given(problems())
def test_neither_pass_changes_what_it_is_given_and_twice_is_the_same(p):
    net, theta, X, Y, loss = p
    before = theta.vector.copy(), X.copy(), Y.copy()
    first, second = net.grad(theta, X, Y, loss), net.grad(theta, X, Y, loss)
    assert (first.vector == second.vector).all() and first.vector is not second.vector
    assert all((a == b).all() for a, b in zip(before, (theta.vector, X, Y)))


@given(problems())
def test_objective_is_cost_and_gradient(p):
    net, theta, X, Y, loss = p
    cost, gradient = net.objective(X, Y, loss)(theta)
    assert cost == net.cost(theta, X, Y, loss) == loss(net(theta, X), Y)
    assert (gradient.vector == net.grad(theta, X, Y, loss).vector).all()


def test_the_gradient_of_a_batch_is_the_sum_or_the_mean_of_those_of_its_samples():
    net, theta, X, Y, _ = problem((3, 4, 2), (softplus, sigmoid), sse, D=5)
    for loss, factor in ((sse, 1), (mse, 1 / 5)):
        alone = sum(net.grad(theta, x[np.newaxis, :], y[np.newaxis, :], loss).vector for x, y in zip(X, Y))
        np.testing.assert_allclose(net.grad(theta, X, Y, loss).vector, factor * alone, rtol=1e-12, atol=1e-14)


def test_exchanging_two_neurons_changes_nothing():
    net, theta, X, Y, _ = problem((2, 3, 1), (softplus, identity), sse, D=4)
    order = [2, 0, 1]
    other = net.params({1: theta.W[1][:, order], 2: theta.W[2][order]}, {1: theta.b[1][order], 2: theta.b[2]})
    np.testing.assert_allclose(net(other, X), net(theta, X), rtol=1e-13)
    np.testing.assert_allclose(net.grad(other, X, Y, sse).W[1], net.grad(theta, X, Y, sse).W[1][:, order], rtol=1e-12)


def test_two_equal_neurons_have_equal_gradients():
    net = Network((1, 2, 1), softplus, identity)
    theta = net.params({1: [[0.7, 0.7]], 2: [[0.4], [0.4]]}, {1: [0.1, 0.1], 2: [0]})
    grad = net.grad(theta, *data.dosage()[:2], sse)
    # Computed side by side, the two may still differ in their last bits: not all places of a vector are treated alike.
    for first, second in (grad.W[1][0], grad.b[1], grad.W[2][:, 0]):
        assert first == pytest.approx(second, rel=1e-15) and abs(first) > 0.1


# Planted faults: each is written into the source of Network.backward, and each must be seen by the oracles. All layers
# are equally wide, so that no shape gives a missing transpose away.

FAULTS = {
    "slope of the output taken at a": ("phi[L].prime(Z[L])", "phi[L].prime(A[L])"),
    "slope of a hidden layer taken at a": ("phi[l].prime(Z[l])", "phi[l].prime(A[l])"),
    "no slope in the output layer": (" * phi[L].prime(Z[L])", ""),
    "no slope in a hidden layer": (" * phi[l].prime(Z[l])", ""),
    "slope of the wrong layer": ("phi[l].prime(Z[l])", "phi[l + 1].prime(Z[l + 1])"),
    "missing transpose in (2)": ("theta.W[l + 1].T", "theta.W[l + 1]"),
    "weights of the wrong layer in (2)": ("theta.W[l + 1].T", "theta.W[l].T"),
    "updated weights in the hidden delta": ("theta.W[l + 1].T", "(theta.W[l + 1] - 0.1 * A[l].T @ delta[l + 1]).T"),
    "delta of the output in every layer": ("delta[l + 1] @", "delta[L] @"),
    "transposed weight gradient": ("A[l - 1].T @ delta[l]", "delta[l].T @ A[l - 1]"),
    "activation of the wrong layer in (3)": ("A[l - 1].T", "A[l].T"),
    "mean for sum in (3)": ("A[l - 1].T @ delta[l]", "A[l - 1].T @ delta[l] / len(Y)"),
    "mean for sum in (4)": (".sum(axis=0)", ".mean(axis=0)"),
    "first sample only in (4)": ("delta[l].sum(axis=0)", "delta[l][0]"),
    "wrong sign": ("loss.grad(A[L], Y)", "-loss.grad(A[L], Y)"),
    "factor 2": ("loss.grad(A[L], Y)", "2 * loss.grad(A[L], Y)"),
    "factor 1/2": ("loss.grad(A[L], Y)", "0.5 * loss.grad(A[L], Y)"),
    "factor 1/D": ("loss.grad(A[L], Y)", "loss.grad(A[L], Y) / len(Y)"),
}


def backward_with(old, new):
    source = textwrap.dedent(inspect.getsource(Network.backward))
    assert old in source, f"Network.backward no longer says {old}: write this fault anew"
    scope = dict(vars(nnlib.network))
    exec(source.replace(old, new), scope)
    return scope["backward"]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("loss", [sse, half_sse, mse], ids=repr)
def test_each_planted_fault_in_the_backward_pass_is_seen_by_every_oracle(fault, loss):
    net, theta, X, Y, _ = problem((3, 3, 3, 3), (tanh, softplus, sigmoid), loss, D=4)
    Z, A = net.forward(theta, X)
    _, given = backward_with(*FAULTS[fault])(net, theta, Z, A, Y, loss)
    _, right = backward_with("", "")(net, theta, Z, A, Y, loss)
    for oracle in (indexed.grad(net, theta, X, Y, loss),
                   complex_step(lambda t: net.cost(t, X, Y, loss), theta),
                   central_difference(lambda t: net.cost(t, X, Y, loss), theta)):
        assert apart(right, oracle) < DIFFERENCES
        assert apart(given, oracle) > 1e-3


# Numbers that others published.


def test_the_3_2_1_example_of_han_and_kamber():
    net = Network((3, 2, 1), sigmoid, sigmoid)
    theta = net.params({1: [[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]], 2: [[-0.3], [-0.2]]}, {1: [-0.4, 0.2], 2: [0.1]})
    X, Y = data.han_kamber()[:2]
    Z, A = net.forward(theta, X)
    delta, grad = net.backward(theta, Z, A, Y, half_sse)
    new = theta - 0.9 * grad

    def rounded(array, digits=3):
        return array.ravel().round(digits).tolist()

    assert rounded(Z[1]) == [-0.7, 0.1] and rounded(Z[2]) == [-0.105]
    assert rounded(A[1]) == [0.332, 0.525] and rounded(A[2]) == [0.474]
    assert rounded(-delta[2]) == [0.131] and rounded(-delta[1], 4) == [-0.0087, -0.0065]  # their Err is our −δ
    assert rounded(new.W[1]) == [0.192, -0.306, 0.4, 0.1, -0.508, 0.194]
    assert rounded(new.W[2]) == [-0.261, -0.138]
    assert rounded(new.b[1]) == [-0.408, 0.194] and rounded(new.b[2]) == [0.218]


def test_the_3_2_1_example_equals_plain_arithmetic_on_single_numbers():
    def s(z):
        return 1 / (1 + math.exp(-z))

    a4, a5 = s(0.2 - 0.5 - 0.4), s(-0.3 + 0.2 + 0.2)
    a6 = s(-0.3 * a4 - 0.2 * a5 + 0.1)
    d6 = (a6 - 1) * a6 * (1 - a6)
    d4, d5 = a4 * (1 - a4) * d6 * -0.3, a5 * (1 - a5) * d6 * -0.2
    net = Network((3, 2, 1), sigmoid, sigmoid)
    theta = net.params({1: [[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]], 2: [[-0.3], [-0.2]]}, {1: [-0.4, 0.2], 2: [0.1]})
    grad = net.grad(theta, *data.han_kamber()[:2], half_sse)
    np.testing.assert_allclose(grad.vector, [d4, d5, 0, 0, d4, d5, d4, d5, a4 * d6, a5 * d6, d6], rtol=1e-14)


@pytest.mark.parametrize("loss, factor, printed", [(half_sse, 1, True), (sse, 2, False)])
def test_the_2_1_1_verification_of_source_002_is_half_the_squared_error_and_not_the_whole(loss, factor, printed):
    net = Network((2, 1, 1), sigmoid, sigmoid)
    theta = net.params({1: [[0.5], [0.3]], 2: [[0.8]]}, {1: [0], 2: [0]})
    X, Y = np.array([[1.0, 2.0]]), np.array([[1.0]])
    Z, A = net.forward(theta, X)
    delta, grad = net.backward(theta, Z, A, Y, loss)
    assert (Z[1].item(), round(A[1].item(), 3), round(Z[2].item(), 3), round(A[2].item(), 3)) == (
        pytest.approx(1.1), 0.750, 0.600, 0.646)
    h, y_hat = 1 / (1 + math.exp(-1.1)), 1 / (1 + math.exp(-0.8 / (1 + math.exp(-1.1))))
    d_out = factor * (y_hat - 1) * y_hat * (1 - y_hat)
    d_h = d_out * 0.8 * h * (1 - h)
    np.testing.assert_allclose(grad.vector, [d_h, 2 * d_h, d_h, d_out * h, d_out], rtol=1e-14)
    new = theta - 0.1 * grad  # the source prints 0.806, 0.501 and 0.302
    assert (np.round([new.W[2].item(), *new.W[1].ravel()], 3).tolist() == [0.806, 0.501, 0.302]) is printed
    assert round(delta[2].item(), 3) == -0.081 * factor


def test_the_published_weights_of_the_symmetry_net_recognise_symmetry():
    # Rumelhart, Hinton and Williams, PDP volume 1, chapter 8, figure 9
    first = [-3.18, 6.32, -12.56, 12.56, -6.33, 3.17]
    second = [3.16, -6.34, 12.52, -12.51, 6.31, -3.17]
    net = Network((6, 2, 1), sigmoid, sigmoid)
    theta = net.params({1: np.transpose([first, second]), 2: [[-9.44], [-9.44]]}, {1: [-1.0, -1.0], 2: [6.89]})
    X = np.array(list(itertools.product([0.0, 1.0], repeat=6)))
    symmetric = (X == X[:, ::-1]).all(axis=1)
    y_hat = net(theta, X)[:, 0]
    assert symmetric.sum() == 8 and y_hat[symmetric].min() > 0.8 and y_hat[~symmetric].max() < 0.2


def test_the_published_stuck_xor_net_answers_one_half_twice():
    # PDP volume 1, chapter 8, figure 5: two of four answers are right, and the slope there is nearly flat
    net = Network((2, 2, 1), sigmoid, sigmoid)
    theta = net.params({1: [[-2.0, 4.3], [9.2, 8.8]], 2: [[-4.5], [5.3]]}, {1: [2.0, -0.1], 2: [-0.8]})
    X, Y = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0.0], [1], [1], [0]])
    assert net(theta, X).ravel().round(1).tolist() == [0.1, 0.5, 0.9, 0.5]
    assert 0.25 < net.cost(theta, X, Y, half_sse) < 0.27
    assert np.abs(net.grad(theta, X, Y, half_sse).vector).max() < 0.011


# Precision and kinds of numbers.


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
@pytest.mark.parametrize("phi", ACTIVATIONS, ids=repr)
def test_a_float32_network_stays_float32_forward_backward_and_after_a_step(loss, phi):
    net, theta, X, Y, loss = problem((3, 4, 2), (phi, identity), loss, D=3)
    small = Params(theta.vector.astype(np.float32), net.sizes)
    X32, Y32 = X.astype(np.float32), Y.astype(np.float32)
    Z, A = net.forward(small, X32)
    delta, grad = net.backward(small, Z, A, Y32, loss)
    arrays = [*Z.values(), *A.values(), *delta.values(), grad.vector, (small - 0.1 * grad).vector]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}
    # 1.2e-7 is float32's rounding; a few dozen operations
    assert np.abs(grad.vector - net.grad(theta, X, Y, loss).vector).max() < 1e-5 * np.abs(grad.vector).max()


@pytest.mark.parametrize("X", [[[1, 0, 1]], [[True, False, True]], np.array([[1, 0, 1]], np.uint8), ((1.0, 0, 1),)])
def test_lists_and_whole_numbers_are_welcome_as_X_and_Y(X):
    net = Network((3, 2, 1), sigmoid, sigmoid)
    theta = net.init(np.random.default_rng(0))
    given, usual = net.grad(theta, X, [[1]], half_sse), net.grad(theta, *data.han_kamber()[:2], half_sse)
    assert given.vector.dtype == float and (given.vector == usual.vector).all()


def test_a_network_says_what_it_is_and_holds_no_parameters():
    net = Network((3, 2, 1), sigmoid, identity)
    assert repr(net) == "Network((3, 2, 1), sigmoid, identity)"
    assert set(vars(net)) == {"sizes", "L", "phi"} and net.L == 2 and net.phi == {1: sigmoid, 2: identity}


def test_init_is_repeatable_and_scales_with_the_width_it_comes_from():
    net = Network((400, 300, 1), tanh, identity)
    first, again = (net.init(np.random.default_rng(5)).vector for _ in range(2))
    assert (first == again).all() and (net.init(np.random.default_rng(6)).vector != first)[:10].all()
    theta = net.init(np.random.default_rng(5), gain=2.0)
    # 120,000 normal numbers determine their standard deviation to 0.2 per cent
    assert theta.W[1].std() == pytest.approx(2 / math.sqrt(400), rel=0.01)
    assert (theta.vector == 2 * first).all()  # the gain that is not given is 1
    assert not theta.b[1].any() and not theta.b[2].any()


def test_init_uniform_is_repeatable_and_fills_its_interval():
    net = Network((400, 300, 1), tanh, identity)
    first, again = (net.init_uniform(np.random.default_rng(5), 0.3) for _ in range(2))
    assert (first.vector == again.vector).all()
    assert (net.init_uniform(np.random.default_rng(6), 0.3).vector != first.vector).all()
    for part in (first.W[1].ravel(), first.b[1], first.W[2].ravel()):
        # The share of n uniform numbers below a point is off by more than 2/√n once in 1,400 times at most.
        shares = [(part < x).mean() for x in (-0.3, -0.15, 0, 0.15, 0.3)]
        assert np.abs(np.subtract(shares, [0, 0.25, 0.5, 0.75, 1])).max() < 2 / math.sqrt(part.size)
        assert -0.3 <= part.min() and part.max() < 0.3
    # Some processors fuse −r + 2r·u into one operation; a last bit of 1, times 0.3, and one of 0.3 make 1.3e-16.
    np.testing.assert_allclose(net.init_uniform(np.random.default_rng(5), 1).vector * 0.3, first.vector, rtol=0, atol=1.3e-16)


def test_init_uniform_without_biases_has_the_same_weights():
    net = Network((3, 2, 1), tanh, identity)
    with_them, without = (net.init_uniform(np.random.default_rng(5), 0.3, biases=flag) for flag in (True, False))
    assert all((with_them.W[l] == without.W[l]).all() and with_them.b[l].all() for l in (1, 2))
    assert not without.b[1].any() and not without.b[2].any()
    assert (net.init_uniform(np.random.default_rng(5), 0.3).vector == with_them.vector).all()  # the default


@pytest.mark.parametrize("r, error", [(0, ValueError), (-0.3, ValueError), (math.nan, ValueError), (math.inf, ValueError),
                                      ("0.3", TypeError), (None, TypeError), (True, TypeError), ([0.3], TypeError)])
def test_init_uniform_wants_a_positive_number_and_a_generator(r, error):
    net = Network((3, 2, 1), tanh, identity)
    with pytest.raises(error, match="^r is ") as caught:
        net.init_uniform(np.random.default_rng(0), r)
    if error is TypeError:
        advised = float(re.search(r"such as r=(\S+)\.$", str(caught.value))[1])
        assert net.init_uniform(np.random.default_rng(0), advised).vector.all()
    with pytest.raises(TypeError, match="write rng = np.random.default_rng"):
        net.init_uniform(0, 0.3)


def test_params_are_copied_from_what_is_given():
    net, W = Network((2, 1), identity), np.array([[1.0], [2.0]])
    theta = net.params({1: W}, {1: [0]})
    W[...] = 9
    assert theta.W[1].tolist() == [[1], [2]]


# Checks of arguments: each message says what came, what was expected and what to write instead, and what it says works.

NET = Network((3, 2, 1), sigmoid, sigmoid)
THETA = NET.init(np.random.default_rng(0))
ONE_INPUT = Network((1, 2, 1), sigmoid, sigmoid)


def ones_for(X):
    return np.ones((np.shape(X)[0] if np.ndim(X) else 1, 1))


CALLS = {
    "forward": lambda net, theta, X: net.forward(theta, X),
    "__call__": lambda net, theta, X: net(theta, X),
    "loss": lambda net, theta, X: net.cost(theta, X, ones_for(X), sse),
    "grad": lambda net, theta, X: net.grad(theta, X, ones_for(X), sse),
    "objective": lambda net, theta, X: net.objective(X, ones_for(X), sse)(theta),
    "indexed.forward": lambda net, theta, X: indexed.forward(net, theta, X),
    "indexed.grad": lambda net, theta, X: indexed.grad(net, theta, X, ones_for(X), sse),
}
ANY_CALL = pytest.mark.parametrize("call", CALLS)


def advice(message):
    """The code that a message says to write."""
    return re.search(r"(?:[Ww]rite|[Tt]ry) (.+?)\.?$", message)[1]


@ANY_CALL
@pytest.mark.parametrize("net, shape, expected", [
    (NET, (3,), "(D, 3)"),  # one sample
    (ONE_INPUT, (5,), "(D, 1)"),  # one feature
    (ONE_INPUT, (1,), "(D, 1)"),
    (NET, (3, 5), "(D, 3)"),  # transposed
    (ONE_INPUT, (1, 5), "(D, 1)"),
])
def test_X_of_a_shape_that_can_be_repaired_is_refused_with_the_repair(call, net, shape, expected):
    theta, X = net.init(np.random.default_rng(0)), np.ones(shape)
    with pytest.raises(ValueError) as error:
        CALLS[call](net, theta, X)
    message = str(error.value)
    assert f"X has shape {shape}" in message and f"expected {expected}" in message
    CALLS[call](net, theta, eval(advice(message), {"np": np, "X": X}))


@ANY_CALL
@pytest.mark.parametrize("shape", [(), (4,), (5, 2), (5, 4), (2, 5, 3), (1, 1, 3)])
def test_X_of_any_other_shape_is_refused(call, shape):
    with pytest.raises(ValueError) as error:
        CALLS[call](NET, THETA, np.ones(shape))
    assert f"X has shape {shape}" in str(error.value) and "expected (D, 3)" in str(error.value)
    assert "newaxis" not in str(error.value)  # no repair is offered that would not help


@ANY_CALL
def test_an_empty_batch_is_refused(call):
    with pytest.raises(ValueError, match=r"X is an empty batch of shape \(0, 3\); expected at least one sample"):
        CALLS[call](NET, THETA, np.ones((0, 3)))


@ANY_CALL
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_numbers_in_X_that_are_not_finite_are_named(call, bad):
    X = np.ones((4, 3))
    X[2, 1] = bad
    with pytest.raises(ValueError) as error:
        CALLS[call](NET, THETA, X)
    assert f"X[2, 1] is {bad}; expected finite numbers" in str(error.value)
    look = re.search(r"Look for it with (.+?)\.$", str(error.value))[1]
    assert eval(look, {"np": np, "X": X}).tolist() == [[2, 1]]


@ANY_CALL
@pytest.mark.parametrize("X", [[["a", "b", "c"]], [[None] * 3], [[{}] * 3]])
def test_X_of_no_numbers_is_refused(call, X):
    with pytest.raises(TypeError, match=r"X holds \S+ values; expected numbers"):
        CALLS[call](NET, THETA, X)


@ANY_CALL
def test_the_parameters_of_another_network_are_refused(call):
    # The second has as many parameters, the third as many neurons, and the last begins with the same layers.
    for sizes in ((3, 2, 2), (10, 1), (2, 3, 1), (3, 2, 1, 1)):
        other = Network(sizes, *[sigmoid] * (len(sizes) - 1)).init(np.random.default_rng(0))
        with pytest.raises(ValueError) as error:
            CALLS[call](NET, other, np.ones((4, 3)))
        assert f"theta belongs to a {'-'.join(map(str, sizes))} network; this one is 3-2-1" in str(error.value)


@ANY_CALL
@pytest.mark.parametrize("theta", [THETA.vector, THETA.vector.tolist(), {1: 1.0}, None])
def test_an_array_is_no_theta(call, theta):
    with pytest.raises(TypeError) as error:
        CALLS[call](NET, theta, np.ones((4, 3)))
    message = str(error.value)
    assert f"theta is of type {type(theta).__name__}; expected Params" in message
    scope = {"net": NET, "W": THETA.W, "b": THETA.b, "rng": np.random.default_rng(0), "Params": Params,
             "vector": THETA.vector}
    written = re.search(r"write (net.params\(.+?\)), (net.init\(.+?\)) or (Params\(.+?\))\.", message).groups()
    for code in written:
        CALLS[call](NET, eval(code, scope), np.ones((4, 3)))


@ANY_CALL
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_parameters_that_are_not_finite_are_named(call, bad):
    theta = THETA.copy()
    theta.W[2][1, 0] = bad
    with pytest.raises(ValueError) as error:
        CALLS[call](NET, theta, np.ones((4, 3)))
    where = int(re.search(r"theta\.vector\[(\d+)\] is (nan|inf); expected finite", str(error.value))[1])
    assert theta.names()[where] == "W[2][1, 0]"


@pytest.mark.parametrize("big", [1e200, -1e308])
def test_finite_numbers_whose_squares_are_not_are_let_in_without_a_warning(big):
    X, net = np.array([[big, 1.0], [0.0, 2.0]]), Network((2, 1), sigmoid)
    theta = net.params({1: [[big], [0.0]]}, {1: [0.0]})
    with np.errstate(all="raise"):
        net.check(theta)
        assert checks.batch(X, 2) is X and checks.targets(X, (2, 2)) is X
        assert checks.batch(X.astype(complex), 2).dtype == complex and checks.batch(X.T, 2).base is X
    X[1, 0] = np.nan  # beside a number whose square overflows, too
    with pytest.raises(ValueError, match=r"X\[1, 0\] is nan"):
        checks.batch(X, 2)


@pytest.mark.parametrize("method", ["cost", "grad"])
@pytest.mark.parametrize("shape", [(4,), (3, 1), (5, 1), (1, 1), (4, 2), (1, 4), ()])
@pytest.mark.parametrize("loss", LOSSES[:5], ids=repr)
def test_Y_of_another_D_or_shape_is_refused(method, shape, loss):
    with pytest.raises(ValueError) as error:
        getattr(NET, method)(THETA, np.ones((4, 3)), np.ones(shape), loss)
    assert f"Y has shape {shape}" in str(error.value) and "(4, 1)" in str(error.value)
    if shape == (4,):
        Y = eval(advice(str(error.value)), {"np": np, "Y": np.ones(shape)})
        getattr(NET, method)(THETA, np.ones((4, 3)), Y, loss)


@pytest.mark.parametrize("rng", [None, 0, 42, "seed", np.random, np.random.SeedSequence(0)])
def test_a_missing_generator_is_refused(rng):
    with pytest.raises(TypeError) as error:
        NET.init(rng)
    assert f"rng is {rng!r}" in str(error.value) and "expected a NumPy generator" in str(error.value)
    code = re.search(r"write (rng = .+?) and pass rng\.", str(error.value))[1]
    scope = {"np": np}
    exec(code, scope)
    NET.init(scope["rng"])


def test_init_has_no_default_generator():
    with pytest.raises(TypeError, match="rng"):
        NET.init()


W, B = {1: np.ones((3, 2)), 2: np.ones((2, 1))}, {1: np.ones(2), 2: np.ones(1)}


@pytest.mark.parametrize("name, layers", [("W", [1]), ("W", [0, 1]), ("W", [1, 2, 3]), ("b", [2]), ("b", [])])
def test_params_for_the_wrong_layers_are_refused(name, layers):
    given = {"W": W, "b": B} | {name: {l: np.ones(1) for l in layers}}
    with pytest.raises(ValueError) as error:
        NET.params(**given)
    assert f"{name} has the layers {layers}; expected [1, 2]" in str(error.value)


@pytest.mark.parametrize("name, l, shape, expected", [
    ("W", 1, (3, 3), (3, 2)), ("W", 1, (6,), (3, 2)), ("W", 2, (2,), (2, 1)), ("W", 2, (), (2, 1)),
    ("b", 1, (3,), (2,)), ("b", 1, (1, 2), (2,)), ("b", 1, (2, 1), (2,)), ("b", 2, (), (1,)),
])
def test_params_of_a_wrong_shape_are_never_broadcast(name, l, shape, expected):
    given = {"W": dict(W), "b": dict(B)}
    given[name][l] = np.ones(shape)
    with pytest.raises(ValueError) as error:
        NET.params(**given)
    assert f"{name}[{l}] has shape {shape}; expected {expected}" in str(error.value)


@pytest.mark.parametrize("l", [1, 2])
def test_transposed_weights_are_refused_with_the_repair(l):
    transposed = W | {l: W[l].T}
    with pytest.raises(ValueError, match="from layer on the rows, to layer on the columns") as error:
        NET.params(transposed, B)
    NET.params(W | {l: eval(advice(str(error.value)), {"W": transposed})}, B)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_given_weights_that_are_not_finite_are_named(bad):
    with pytest.raises(ValueError) as error:
        NET.params(W, B | {1: [0.0, bad]})
    assert f"b[1][1] is {bad}; expected finite numbers" in str(error.value)


@pytest.mark.parametrize("sizes, phi, error, parts", [
    ((3,), (), ValueError, ["(3,)", "at least an input and an output", "(3, 2, 1)"]),
    ((), (), ValueError, ["()", "at least an input and an output"]),
    ((3, 0, 1), (sigmoid, sigmoid), ValueError, ["width is 0", "at least 1"]),
    ((3, -2, 1), (sigmoid, sigmoid), ValueError, ["width is -2", "at least 1"]),
    ((3, 2.0, 1), (sigmoid, sigmoid), TypeError, ["2.0", "float", "whole number"]),
    ((3, True), (sigmoid,), TypeError, ["True", "bool", "whole number"]),
    ((3, 2, 1), (sigmoid,), ValueError, ["1 activations", "3-2-1", "2"]),
    ((3, 2, 1), (), ValueError, ["0 activations", "3-2-1", "2"]),
    ((3, 2), (sigmoid, sigmoid), ValueError, ["2 activations", "3-2", "1"]),
    ((3, 1), ("sigmoid",), TypeError, ["'sigmoid' is no Activation", "nnlib.sigmoid"]),
    ((3, 1), (np.tanh,), TypeError, ["tanh", "Activation(name, f, prime)"]),
])
def test_a_network_that_cannot_be_is_refused(sizes, phi, error, parts):
    with pytest.raises(error) as caught:
        Network(sizes, *phi)
    assert all(part in str(caught.value) for part in parts)


def test_weights_in_a_list_are_refused_with_the_way_to_write_them():
    with pytest.raises(TypeError, match=r"W is of type list.*W=\{1: …\}"):
        Network((2, 1), sigmoid).params([[1.0], [2.0]], {1: [0.0]})
