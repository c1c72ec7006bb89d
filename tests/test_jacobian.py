"""The recursion that carries the Jacobian: exact once repaired, wrong as printed, and as costly as the formulas say."""

import numpy as np
import pytest

from nnlib import Network, complex_step, half_sse, identity, jacobian, mse, sigmoid, softplus, tanh

SHAPES = [(2, 1), (3, 2, 1), (3, 4, 5, 2), (2, 3, 1, 4, 3), (1, 6, 2, 5)]


def example(sizes, *phi, D=7, seed=0):
    """A net, random parameters with biases that are not 0, and random samples."""
    rng = np.random.default_rng(seed)
    net = Network(sizes, *(phi or [sigmoid] * (len(sizes) - 1)))
    theta = net.init(rng)
    theta.vector[...] += 0.3 * rng.standard_normal(theta.vector.shape)
    return net, theta, rng.standard_normal((D, sizes[0])), rng.random((D, sizes[-1]))


def largest_error(given, true):
    return np.abs(given.vector - true.vector).max() / np.abs(true.vector).max()


@pytest.mark.parametrize("sizes", SHAPES)
@pytest.mark.parametrize("loss", [mse, half_sse])
def test_the_repaired_recursion_equals_backpropagation(sizes, loss):
    net, theta, X, Y = example(sizes)
    Z, A = net.forward(theta, X)
    assert largest_error(jacobian.backward(net, theta, Z, A, Y, loss)[1], net.grad(theta, X, Y, loss)) < 1e-13


def test_the_repaired_recursion_holds_for_other_activations():
    net, theta, X, Y = example((3, 4, 5, 2), softplus, tanh, identity)
    Z, A = net.forward(theta, X)
    given = jacobian.backward(net, theta, Z, A, Y, mse)[1]
    assert largest_error(given, complex_step(lambda t: mse.c(7, 2) * ((net(t, X) - Y) ** 2).sum(), theta)) < 1e-13


@pytest.mark.parametrize("l", [1, 2])
def test_the_jacobians_are_the_derivatives_of_the_outputs(l):
    net, theta, X, Y = example((3, 4, 5, 2))
    Z, A = net.forward(theta, X)
    J, _ = jacobian.backward(net, theta, Z, A, Y, mse)
    later = Network(net.sizes[l:], *[sigmoid] * (net.L - l))
    rest = later.params({m: theta.W[m + l] for m in later.phi}, {m: theta.b[m + l] for m in later.phi})
    for d in range(7):
        for k in range(2):
            true = complex_step(lambda a, k=k: later(rest, a[np.newaxis, :])[0, k], A[l][d])
            np.testing.assert_allclose(J[l][d, k], true, rtol=1e-12, atol=1e-15)
    assert (J[3] == np.eye(2)).all()


@pytest.mark.parametrize("sizes", SHAPES)
def test_the_printed_lines_are_wrong_in_every_layer_of_a_sigmoid_net(sizes):
    net, theta, X, Y = example(sizes)
    Z, A = net.forward(theta, X)
    printed, true = jacobian.backward_as_printed(net, theta, Z, A, Y, mse)[1], net.grad(theta, X, Y, mse)
    for l in theta.W:
        for given, right in ((printed.W[l], true.W[l]), (printed.b[l], true.b[l])):
            assert np.abs(given - right).max() > 2 * np.abs(right).max()


def test_the_printed_lines_are_right_where_the_output_is_linear():
    net, theta, X, Y = example((3, 4, 5, 2), sigmoid, sigmoid, identity)
    Z, A = net.forward(theta, X)
    printed = jacobian.backward_as_printed(net, theta, Z, A, Y, mse)[1]
    assert largest_error(printed, net.grad(theta, X, Y, mse)) < 1e-13


def test_the_printed_lines_give_twice_the_gradient_of_the_cross_entropy():
    net, theta, X, Y = example((3, 4, 5, 2))
    Z, A = net.forward(theta, X)
    printed = jacobian.backward_as_printed(net, theta, Z, A, Y, mse)[1]

    def cross_entropy(t):
        y_hat = net(t, X)
        return -(Y * np.log(y_hat) + (1 - Y) * np.log(1 - y_hat)).sum() / len(Y)

    assert largest_error(printed, 2.0 * complex_step(cross_entropy, theta)) < 1e-13


@pytest.mark.parametrize("sizes", SHAPES)
@pytest.mark.parametrize("D", [1, 7])
def test_counted_multiplications_equal_the_formulas(sizes, D):
    net, theta, X, Y = example(sizes, D=D)
    assert jacobian.count(Network.backward, net, theta, X, Y, mse) == jacobian.multiplications_delta(sizes, D)
    assert jacobian.count(jacobian.backward, net, theta, X, Y, mse) == jacobian.multiplications_jacobian(sizes, D)
    in_order = jacobian.count(jacobian.backward_in_printed_order, net, theta, X, Y, mse)
    assert in_order == jacobian.multiplications_printed_order(sizes, D)


@pytest.mark.parametrize("sizes", SHAPES)
def test_the_order_of_the_products_does_not_change_the_gradient(sizes):
    net, theta, X, Y = example(sizes)
    Z, A = net.forward(theta, X)
    assert largest_error(jacobian.backward_in_printed_order(net, theta, Z, A, Y, mse)[1], net.grad(theta, X, Y, mse)) < 1e-13


@pytest.mark.parametrize(("kind", "l"), [("a", 1), ("a", 2), ("W", 1), ("W", 3), ("b", 2), ("b", 3)])
def test_single_derivatives_are_those_of_differences(kind, l):
    """The complex step against a central difference, whose error is about h² and 1e-16 / h."""
    net, theta, X, _ = example((3, 4, 5, 2))
    given, h = jacobian.derivative(net, theta, X[0], 3, kind, l), 1e-5
    point = {"a": net.forward(theta, X[:1])[1][l][0], "W": theta.W[l], "b": theta.b[l]}[kind]
    for index in np.ndindex(point.shape):
        ends = []
        for sign in (1, -1):
            moved, a = theta.copy(), X[0]
            for k in range(1, 4):
                if kind != "a" and k == l:
                    {"W": moved.W, "b": moved.b}[kind][l][index] += sign * h
                a = sigmoid(a @ moved.W[k] + moved.b[k])
                if kind == "a" and k == l:
                    a[index] += sign * h
            ends.append(a)
        np.testing.assert_allclose(given[(slice(None), *index)], (ends[0] - ends[1]) / (2 * h), rtol=0, atol=1e-9)


def test_counting_does_not_change_the_numbers():
    net, theta, X, Y = example((3, 4, 5, 2))
    seen = []
    jacobian.count(lambda *args: seen.append(Network.backward(*args)[1]), net, theta, X, Y, mse)
    assert np.abs(seen[0].vector.astype(float) - net.grad(theta, X, Y, mse).vector).max() < 1e-14
