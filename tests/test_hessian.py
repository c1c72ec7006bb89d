"""Second derivatives by differences of the gradient: against SymPy, the complex step and a parabola; symmetric; checks of arguments."""

import numpy as np
import pytest
import sympy as sp

from nnlib import Network, Params, data, identity, sigmoid, softplus, sse
from nnlib.hessian import hessian

# A central difference is good to about ε^(2/3) = 4e-11 of the sizes involved, here up to 40; a wrong entry (a missing
# factor, a transposed or forgotten one) is off by more than 1e-3.
DIFFERENCES = 1e-7


def symbolic(net, theta, X, Y):
    """The Hessian of Σ (ŷ − y)² of a 1-2-1 softplus network, differentiated twice by SymPy from formulas typed anew."""
    w1, w2, b1, b2, w3, w4, b3 = letters = sp.symbols("w1 w2 b1 b2 w3 w4 b3")
    C = sum((y - (w3 * sp.log(1 + sp.exp(w1 * x + b1)) + w4 * sp.log(1 + sp.exp(w2 * x + b2)) + b3)) ** 2
            for x, y in zip(X[:, 0], Y[:, 0]))
    values = dict(zip(letters, theta.vector))
    return np.array(sp.hessian(C, letters).evalf(30, subs=values), dtype=float)


@pytest.fixture
def dosage():
    net = Network((1, 2, 1), softplus, identity)
    theta = net.params({1: [[2.74, -1.13]], 2: [[0.36], [0.63]]}, {1: [0.1, -0.2], 2: [0.3]})
    return net, theta, *data.dosage()[:2]


def test_it_is_what_sympy_finds_for_the_softplus_network(dosage):
    net, theta, X, Y = dosage
    found = hessian(lambda t: net.grad(t, X, Y, sse), theta)
    np.testing.assert_allclose(found, symbolic(net, theta, X, Y), rtol=0, atol=DIFFERENCES)


def test_it_is_what_a_complex_step_of_the_gradient_finds():
    rng = np.random.default_rng(0)
    net = Network((3, 4, 2), sigmoid, sigmoid)
    theta, X, Y = net.init(rng), rng.standard_normal((5, 3)), rng.random((5, 2))
    columns = []
    for q in range(theta.vector.size):
        moved = theta.vector.astype(complex)
        moved[q] += 1e-100j
        columns.append(net.grad(Params(moved, theta.sizes), X, Y, sse).vector.imag / 1e-100)
    found = hessian(lambda t: net.grad(t, X, Y, sse), theta)
    np.testing.assert_allclose(found, np.array(columns), rtol=0, atol=DIFFERENCES)


def test_a_quadratic_gives_its_matrix_back_and_theta_stays():
    Q = np.array([[2.0, 1.0, 0.0], [1.0, 8.0, -3.0], [0.0, -3.0, 0.5]])
    theta = np.array([1.0, -20.0, 300.0])
    np.testing.assert_allclose(hessian(lambda t: Q @ t, theta), Q, rtol=0, atol=DIFFERENCES)
    assert theta.tolist() == [1.0, -20.0, 300.0]
    assert hessian(lambda w: 3 * w**2, 2.0) == pytest.approx(np.array([[12.0]]), abs=DIFFERENCES)


def test_it_is_symmetric_to_the_last_bit(dosage):
    net, theta, X, Y = dosage
    H = hessian(lambda t: net.grad(t, X, Y, sse), theta)
    assert (H == H.T).all() and H.shape == (7, 7)


def test_the_error_of_a_given_step_is_that_of_a_central_difference():
    """The gradient t³ has the difference quotient 3t² + h², exactly."""
    assert hessian(lambda t: t**3, 1.0, h=0.125) == pytest.approx(np.array([[3.015625]]), abs=1e-12)
    assert hessian(lambda t: t**3, np.array([1.0, 2.0]), h=0.125) == pytest.approx(np.diag([3.015625, 12.015625]), abs=1e-12)


def test_the_step_grows_with_the_entry():
    """At 1e12 a step of 6e-6 would be lost in the spacing of the floats."""
    assert hessian(lambda t: 5 * t, 1e12) == pytest.approx(np.array([[5.0]]), rel=1e-9)
    assert hessian(lambda t: 5 * t, -1e12) == pytest.approx(np.array([[5.0]]), rel=1e-9)


def test_the_doors():
    with pytest.raises(ValueError, match="does not move"):
        hessian(lambda t: t, 1.0, h=1e-20)
    with pytest.raises(ValueError, match="has 1 entries; theta has 2"):
        hessian(lambda t: t[:1], np.array([1.0, 2.0]))
