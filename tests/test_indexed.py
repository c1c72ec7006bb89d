"""The index form is a second implementation: equal to the first in every number, and written as the formulas are."""

import ast
import inspect
import re
import textwrap
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from oracles import ACTIVATIONS, DIFFERENCES, ROUNDING, apart, problem, problems

import nnlib.indexed
from nnlib import (Network, Params, complex_step, cross_entropy, half_mse, identity, indexed, jacobian, mse, sigmoid, softplus,
                   sse, tanh)
from nnlib.activations import Activation


@given(problems())
def test_both_forms_have_the_same_Z_A_and_delta(p):
    net, theta, X, Y, loss = p
    Z, A = net.forward(theta, X)
    delta, _ = net.backward(theta, Z, A, Y, loss)
    other_Z, other_A = indexed.forward(net, theta, X)
    other_delta, _ = indexed.backward(net, theta, other_Z, other_A, Y, loss)
    for ours, other in ((Z, other_Z), (A, other_A), (delta, other_delta)):
        assert sorted(ours) == sorted(other)
        assert all(np.abs(ours[l] - other[l]).max() <= ROUNDING * (np.abs(ours[l]).max() or 1) for l in ours)


def strings_of(function):
    """The subscript strings of a function, in order."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return [node.args[0].value for node in ast.walk(tree)
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "einsum"]


def test_the_subscripts_are_those_of_the_formulas():
    assert strings_of(indexed.forward) == ["di,ij->dj"]
    assert sorted(strings_of(indexed.backward)) == sorted(["dj,dj->dj", "dj,ij,di->di", "di,dj->ij", "dj->j"])


def test_the_index_form_uses_no_matrix_product_and_no_transpose():
    code = ast.parse(inspect.getsource(nnlib.indexed))
    assert not [node for node in ast.walk(code) if isinstance(node, ast.MatMult)]
    assert not [node for node in ast.walk(code) if isinstance(node, ast.Attribute) and node.attr in ("T", "transpose")]


@pytest.mark.parametrize("equation", ["dj,dj->dj", "dj,ij,di->di", "di,dj->ij", "dj->j"])
def test_each_subscript_string_says_what_loops_would_do(equation):
    rng = np.random.default_rng(0)
    size = {"d": 2, "i": 3, "j": 4}
    terms, result = equation.split("->")
    arrays = [rng.standard_normal([size[k] for k in term]) for term in terms.split(",")]
    true = np.zeros([size[k] for k in result])
    for place in np.ndindex(2, 3, 4):
        at = dict(zip("dij", place))
        if at["i"] == 0 or "i" in equation:  # an index that does not occur is not summed over
            true[tuple(at[k] for k in result)] += np.prod(
                [array[tuple(at[k] for k in term)] for array, term in zip(arrays, terms.split(","))])
    np.testing.assert_allclose(np.einsum(equation, *arrays), true, rtol=1e-14)


@pytest.mark.parametrize("old, new", [
    ('"dj,ij,di->di"', '"di,ij,dj->dj"'),  # the weights walked the other way
    ('"dj,ij,di->di"', '"dj,ji,di->di"'),
    ('"dj,ij,di->di"', '"di,ij,di->di"'),  # no sum over the next layer
    ('"di,dj->ij"', '"dj,di->ij"'),
    ('"di,dj->ij"', '"di,dj->ji"'),
    ('slope(net.phi[L], Z[L])', 'slope(net.phi[L], A[L])'),
    ('slope(net.phi[l], Z[l])', 'slope(net.phi[l], A[l])'),
    ('loss_gradient(loss, A[L], Y)', '-loss_gradient(loss, A[L], Y)'),
    ('theta.W[l + 1]', 'theta.W[l]'),
])
def test_each_planted_fault_in_the_index_form_is_seen(old, new):
    source = inspect.getsource(indexed.backward)
    assert old in source, f"indexed.backward no longer says {old}: write this fault anew"
    scope = dict(vars(indexed))
    exec(source.replace(old, new), scope)
    net, theta, X, Y, _ = problem((3, 3, 3, 3), (tanh, softplus, sigmoid), mse, D=4)
    _, wrong = scope["backward"](net, theta, *indexed.forward(net, theta, X), Y, mse)
    for oracle in (net.grad(theta, X, Y, mse), complex_step(lambda t: net.cost(t, X, Y, mse), theta)):
        assert apart(indexed.grad(net, theta, X, Y, mse), oracle) < DIFFERENCES
        assert apart(wrong, oracle) > 1e-3


# Independent of nnlib's derivatives.


def test_the_index_form_looks_at_no_derivative_of_the_rest_of_nnlib():
    code = ast.parse(inspect.getsource(nnlib.indexed))
    assert not [node for node in ast.walk(code) if isinstance(node, ast.Attribute) and node.attr in ("prime", "grad", "backward")]


@pytest.mark.parametrize("phi", [softplus, sigmoid, tanh], ids=repr)
def test_a_slope_that_is_planted_ten_percent_too_large_moves_nnlib_and_not_the_index_form(phi):
    net, theta, X, Y, _ = problem((2, 3, 1), (phi, identity), sse, D=4)
    bad = Network(net.sizes, replace(phi, prime=lambda z: 1.1 * phi.prime(z)), identity)
    true = complex_step(lambda t: bad.cost(t, X, Y, sse), theta)
    assert apart(bad.grad(theta, X, Y, sse), true) > 0.05
    assert apart(indexed.grad(bad, theta, X, Y, sse), true) < ROUNDING


@pytest.mark.parametrize("loss", [sse, half_mse, cross_entropy], ids=repr)
def test_a_wrong_gradient_of_the_loss_moves_nnlib_and_not_the_index_form(loss, monkeypatch):
    net, theta, X, Y, _ = problem((2, 3, 2), (tanh, identity), loss, D=4)
    true, right = complex_step(lambda t: net.cost(t, X, Y, loss), theta), type(loss).grad
    monkeypatch.setattr(type(loss), "grad", lambda *arguments: 2 * right(*arguments))
    assert apart(net.grad(theta, X, Y, loss), true) > 0.5
    assert apart(indexed.grad(net, theta, X, Y, loss), true) < ROUNDING


@pytest.mark.parametrize("phi", ACTIVATIONS, ids=repr)
def test_the_slopes_of_the_index_form_keep_their_digits_at_both_ends(phi):
    z = np.array([-700.0, -40.0, -3.0, -1e-3, 0.0, 1e-3, 3.0, 40.0, 700.0])
    np.testing.assert_allclose(indexed.slope(phi, z), phi.prime(z), rtol=1e-13)  # both are some ten roundings of 1e-16


@pytest.mark.parametrize("dtype", [np.float32, complex])
def test_the_gradient_by_index_has_the_type_of_the_parameters(dtype):
    net, theta, X, Y, _ = problem((2, 3, 1), (softplus, identity), sse, D=4)
    grad = indexed.grad(net, Params(theta.vector.astype(dtype), net.sizes), X.astype(dtype), Y.astype(dtype), sse)
    assert grad.vector.dtype == dtype


def test_the_slope_of_a_function_that_is_not_nnlibs_comes_from_the_function_itself():
    cube = Activation("cube", lambda z: z * z * z, lambda z: np.full(z.shape, np.nan))
    np.testing.assert_allclose(indexed.slope(cube, np.array([-2.0, 1.0, 3.0])), [12, 3, 27], rtol=1e-15)


def test_the_index_form_says_which_losses_it_knows():
    with pytest.raises(ValueError, match="no gradient for the loss"):
        indexed.loss_gradient(None, np.ones((2, 1)), np.ones((2, 1)))


def test_the_index_form_refuses_targets_that_would_be_broadcast():
    net = Network((2, 1), identity)
    with pytest.raises(ValueError, match=re.escape("Write Y[:, np.newaxis]")):
        indexed.grad(net, net.zeros(), np.ones((3, 2)), np.ones(3), sse)


def test_the_three_backward_passes_take_the_same_arguments():
    """The four equations, the index form and the Jacobian can stand in for one another."""
    own = list(inspect.signature(Network.backward).parameters)[1:]
    for other in (indexed.backward, jacobian.backward, jacobian.backward_as_printed):
        assert list(inspect.signature(other).parameters) == ["net", *own]
    assert list(inspect.signature(indexed.grad).parameters) == ["net", *list(inspect.signature(Network.grad).parameters)[1:]]
