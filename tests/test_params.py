"""A point is one vector and its views: writing to one writes to the other, or is refused; and it can be stored and sent."""

import copy
import pickle
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import problem, problems

from nnlib import Network, Params, half_sse, identity, sigmoid, tanh
from nnlib.autodiff import Node

# One vector, and its views.


@given(problems())
def test_W_and_b_are_views_into_one_vector_in_the_order_of_the_names(p):
    theta = p.theta
    theta.vector[...] = np.arange(theta.vector.size)
    assert all(np.shares_memory(array, theta.vector) for array in (*theta.W.values(), *theta.b.values()))
    assert [eval(name, {"W": theta.W, "b": theta.b}) for name in theta.names()] == list(range(theta.vector.size))


def test_the_names_are_W1_b1_W2_b2():
    assert Network((2, 1, 1), sigmoid, identity).zeros().names() == [
        "W[1][0, 0]", "W[1][1, 0]", "b[1][0]", "W[2][0, 0]", "b[2][0]"]


def test_writing_into_a_view_writes_into_the_vector_and_back():
    theta = Network((2, 1), identity).zeros()
    theta.W[1][1, 0] = 7.0
    theta.b[1][...] = 8.0
    assert theta.vector.tolist() == [0, 7, 8]
    theta.vector[0] = 6.0
    assert theta.W[1].tolist() == [[6], [7]]


WRITES = {
    "theta.W[1] -= step": lambda theta: theta.W.__setitem__(1, theta.W[1].__isub__(np.ones((2, 2)))),
    "theta.W[1] = array": lambda theta: theta.W.__setitem__(1, theta.W[1] - np.ones((2, 2))),
    "theta.W[1] = a list of whole numbers": lambda theta: theta.W.__setitem__(1, [[0, 1], [2, 3]]),
    "theta.W[1] = its own transpose, less 1": lambda theta: theta.W.__setitem__(1, (theta.W[1] - 1)),
    "theta.vector -= step": lambda theta: theta.__setattr__("vector", theta.vector.__isub__([1, 1, 1, 1, 0, 0, 0, 0, 0])),
    "theta.vector = array": lambda theta: theta.__setattr__("vector", theta.vector - [1, 1, 1, 1, 0, 0, 0, 0, 0]),
    "theta.vector = a list of whole numbers": lambda theta: theta.__setattr__("vector", [0, 1, 2, 3, 5, 6, 7, 8, 9]),
}


@pytest.mark.parametrize("way", WRITES)
def test_what_every_learner_writes_changes_vector_and_views_alike(way):
    theta = Params(np.arange(1.0, 10.0), (2, 2, 1))
    before = theta.vector, theta.W[1], theta.b[2]
    WRITES[way](theta)
    assert theta.vector.tolist() == [0, 1, 2, 3, 5, 6, 7, 8, 9] and theta.W[1].tolist() == [[0, 1], [2, 3]]
    assert theta.vector is before[0] and theta.W[1] is before[1]  # written, not replaced


def test_the_statements_themselves():
    theta = Params(np.arange(5.0), (2, 1, 1))
    theta.W[1] -= [[1], [1]]
    theta.b[1] *= 2.0
    theta.b[2] = [9]
    theta.W[2][...] = 0
    assert theta.vector.tolist() == [-1, 0, 4, 0, 9]
    theta.vector /= 2
    theta.W[1] = theta.W[1][::-1]  # the same memory on both sides
    assert theta.vector.tolist() == [0, -0.5, 2, 0, 4.5]
    grad = Network((2, 1, 1), sigmoid, identity).grad(theta, [[1, 2]], [[3]], half_sse)
    before = grad.vector.copy()
    grad.W[1] /= 4
    assert (grad.vector == before * [1 / 4, 1 / 4, 1, 1, 1]).all()


def test_a_square_layer_can_be_given_its_own_transpose():
    theta = Params(np.arange(1.0, 7.0), (2, 2))
    theta.W[1] = theta.W[1].T
    assert theta.vector.tolist() == [1, 3, 2, 4, 5, 6]


REFUSED = {
    "another shape": ("theta.W[1] = np.ones((1, 2))", ValueError, r"W\[1\] was given values of shape \(1, 2\); expected \(2, 1\)\."),
    "one number": ("theta.b[1] = 0.5", ValueError, r"For one number everywhere write b\[1\]\[\.\.\.\] = number"),
    "a row that would be spread": ("theta.W[1] = [1.0]", ValueError, "shape"),
    "text": ("theta.W[1] = [['a'], ['b']]", TypeError, "numbers"),
    "complex numbers": ("theta.W[1] = [[1j], [2]]", TypeError, "complex128 values and holds float64; expected real"),
    "a layer that is not there": ("theta.W[3] = [[1.0]]", KeyError, r"there is no W\[3\]; expected one of the layers \[1, 2\]"),
    "the input's layer": ("theta.b[0] = [1.0]", KeyError, r"there is no b\[0\]"),
    "a step of another shape": ("theta.W[1] -= np.ones((3, 1))", ValueError, "broadcast"),
    "taking a layer away": ("del theta.W[1]", AttributeError, "__delitem__"),
    "other views": ("theta.W = {1: np.ones((2, 1)), 2: np.ones((1, 1))}", AttributeError, "W of Params cannot be set; write into"),
    "another network": ("theta.sizes = (4, 1)", AttributeError, "make another point"),
    "a new name": ("theta.w = 1", AttributeError, "w of Params cannot be set"),
    "a shorter vector": ("theta.vector = np.ones(4)", ValueError, r"vector was given values of shape \(4,\); expected \(5,\)"),
    "a number for all": ("theta.vector = 0.0", ValueError, r"write vector\[\.\.\.\] = number"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_written_is_refused_before_anything_has_changed(case):
    code, error, words = REFUSED[case]
    theta = Params(np.arange(5.0), (2, 1, 1))
    parts = theta.vector, theta.W[1], theta.b[2]
    with pytest.raises(error, match=words):
        exec(code, {"theta": theta, "np": np})
    assert theta.vector.tolist() == [0, 1, 2, 3, 4] and theta.sizes == (2, 1, 1)
    assert all(now is then for now, then in zip((theta.vector, theta.W[1], theta.b[2]), parts))


@given(problems(), st.floats(-10, 10))
def test_arithmetic_is_arithmetic_of_the_vectors(p, eta):
    net, theta, X, Y, loss = p
    grad = net.grad(theta, X, Y, loss)
    for result, vector in ((theta + grad, theta.vector + grad.vector), (theta - grad, theta.vector - grad.vector),
                           (eta * grad, eta * grad.vector), (grad * eta, eta * grad.vector),
                           (theta - eta * grad, theta.vector - eta * grad.vector)):
        assert isinstance(result, Params) and result.sizes == net.sizes and (result.vector == vector).all()
        assert not np.shares_memory(result.vector, theta.vector)


@pytest.mark.parametrize("eta", [np.float64(0.5), np.float32(0.5), np.int64(2), np.array(0.5), 2, True])
def test_numpys_numbers_multiply_params_from_either_side(eta):
    theta = Params(np.array([1.0, 2.0]), (1, 1))
    for product in (eta * theta, theta * eta):
        assert isinstance(product, Params) and product.vector.tolist() == [eta * 1.0, eta * 2.0]


def test_copies_have_a_vector_of_their_own():
    theta = Params(np.array([1.0, 2.0]), (1, 1))
    copy = theta.copy()
    copy.vector[0] = 5
    assert theta.vector.tolist() == [1, 2] and copy.sizes == theta.sizes


def test_params_show_every_array_by_name():
    text = repr(Network((2, 1, 1), sigmoid, identity).params({1: [[1.5], [2]], 2: [[3]]}, {1: [4], 2: [5]}))
    assert "2-1-1" in text and "5 numbers" in text
    assert [name for name in re.findall(r"[Wb]\[\d\]", text)] == ["W[1]", "b[1]", "W[2]", "b[2]"]


@pytest.mark.parametrize("vector, error, parts", [
    (np.zeros(4), ValueError, ["(4,)", "2-1-1", "5 parameters", "(5,)"]),
    (np.zeros((5, 1)), ValueError, ["(5, 1)", "(5,)"]),
    (1.0, ValueError, ["()", "(5,)"]),
    (["1"] * 5, TypeError, ["vector holds", "expected numbers"]),
    (None, ValueError, ["()", "(5,)"]),
])
def test_a_vector_that_cannot_hold_the_parameters_is_refused(vector, error, parts):
    with pytest.raises(error) as caught:
        Params(vector, (2, 1, 1))
    assert all(part in str(caught.value) for part in parts)


@pytest.mark.parametrize("vector", [[1, 0, 1, 1, 1], np.array([1, 0, 1, 1, 1], np.uint8), np.array([1, 0, 1, 1, 1], bool)])
def test_whole_numbers_become_floats_so_that_no_gradient_is_cut(vector):
    theta = Params(vector, (2, 1, 1))
    assert theta.vector.dtype == float and theta.vector.tolist() == [1, 0, 1, 1, 1]
    theta.W[1] -= 0.5
    assert theta.vector.tolist() == [0.5, -0.5, 1, 1, 1]


@pytest.mark.parametrize("sizes, error, words", [
    ((2.0, 1, 1), TypeError, "width is 2.0 of type float; expected a whole number"), ((2, True, 1), TypeError, "True"),
    ((2,), ValueError, "at least an input and an output"), ((), ValueError, "at least an input"), (("2", 1), TypeError, "'2'"),
    ((2, 0, 1), ValueError, "width is 0"),
])
def test_sizes_that_are_no_widths_are_refused_after_the_right_ones_too(sizes, error, words):
    Params(np.zeros(5), (2, 1, 1))  # 2.0 is equal to 2, and might be taken for it
    with pytest.raises(error, match=words):
        Params(np.zeros(5), sizes)


def test_params_accept_a_list_of_floats_and_any_sequence_of_sizes():
    net = Network((1, 1), identity)
    assert net(Params([2.0, 1.0], [1, 1]), [[3.0]]).tolist() == [[7.0]]


@pytest.mark.parametrize("operation", ["a + b", "a - b"])
def test_params_of_different_networks_do_not_mix(operation):
    a, b = Params(np.zeros(5), (2, 1, 1)), Params(np.zeros(5), (4, 1))
    with pytest.raises(ValueError) as error:
        eval(operation, {"a": a, "b": b})
    assert "2-1-1" in str(error.value) and "4-1" in str(error.value)
    with pytest.raises(TypeError, match="ndarray.*expected Params"):
        eval(operation, {"a": a, "b": np.zeros(5)})


@pytest.mark.parametrize("factor", [np.zeros(5), [1.0] * 5, Params(np.zeros(5), (2, 1, 1))])
def test_params_multiply_by_one_number_only(factor):
    with pytest.raises(TypeError, match=r"one number; for entries use .vector"):
        Params(np.zeros(5), (2, 1, 1)) * factor
    with pytest.raises(TypeError, match=r"one number; for entries use .vector"):
        factor * Params(np.zeros(5), (2, 1, 1))


# To keep, to send and to copy.


@pytest.mark.parametrize("dtype", [float, np.float32, complex])
def test_a_point_that_was_stored_is_the_same_point(tmp_path, monkeypatch, dtype):
    """As the docstring of Params says it, word for word."""
    monkeypatch.chdir(tmp_path)
    theta = problem((3, 4, 2), (tanh, identity), half_sse, 1).theta
    theta = Params(theta.vector.astype(dtype), theta.sizes)
    store, load = re.findall(r"`((?:np\.savez|Params\(\*).+?)`", " ".join(Params.__doc__.split()))
    exec(store, {"np": np, "theta": theta})
    again = eval(load, {"np": np, "Params": Params})
    assert again.sizes == theta.sizes and all(type(n) is int for n in again.sizes)
    assert again.vector.dtype == dtype and (again.vector == theta.vector).all()


@pytest.mark.parametrize("again", [copy.deepcopy, copy.copy, lambda theta: pickle.loads(pickle.dumps(theta)), Params.copy])
def test_a_copy_is_whole_and_has_a_vector_of_its_own(again):
    theta = problem((3, 4, 2), (tanh, identity), half_sse, 1).theta
    other = again(theta)
    assert type(other) is Params and other.sizes == theta.sizes and (other.vector == theta.vector).all()
    assert all(np.shares_memory(array, other.vector) for array in (*other.W.values(), *other.b.values()))
    other.W[1] *= 2.0
    assert not np.shares_memory(other.vector, theta.vector) and (theta.W[1] == other.W[1] / 2).all()


def test_the_views_alone_are_copied_as_a_dictionary_of_arrays():
    theta = Params(np.arange(5.0), (2, 1, 1))
    for other in (copy.deepcopy(theta.W), pickle.loads(pickle.dumps(theta.W))):
        assert type(other) is dict and {l: W.tolist() for l, W in other.items()} == {1: [[0], [1]], 2: [[3]]}
        other[1][...] = 9
    assert theta.W[1].tolist() == [[0], [1]] and repr(theta.b) == "{1: array([2.]), 2: array([4.])}"
    assert len(theta.W) == 2 and list(theta.W) == [1, 2] and 2 in theta.W and 0 not in theta.W


def test_text_among_objects_is_refused_and_nodes_are_taken():
    with pytest.raises(TypeError, match="vector holds str values; expected numbers"):
        Params(np.array(["1.0"] * 13, dtype=object), (2, 3, 1))
    nodes = np.array([Node(0.0)] * 13)
    assert Params(nodes, (2, 3, 1)).vector is nodes
