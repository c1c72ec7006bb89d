"""The judges are judged: differences and complex step are as exact as they say, and the check names each mistake."""

import re

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import problem, problems

from nnlib import (Network, Params, central_difference, check_gradient, complex_step, half_sse, identity, mse, relu,
                   sigmoid, softplus, sse, tanh)

D = 7
NET, THETA, X, Y, _ = problem((3, 4, 2), (softplus, sigmoid), mse, D)
TRUE = NET.grad(THETA, X, Y, mse)


def cost(theta):
    return NET.cost(theta, X, Y, mse)


def check(gradient, **kwargs):
    return check_gradient(cost, gradient, THETA, D=D, **kwargs)


# Differences and complex step.


def steep(x):
    """A function of one number that goes through many operations and has a pole at 3π/4."""
    return np.exp(x) / (np.sin(x) ** 3 + np.cos(x) ** 3)


def exact_derivative(x):
    with mp.workdps(40):
        return float(mp.diff(lambda t: mp.exp(t) / (mp.sin(t) ** 3 + mp.cos(t) ** 3), x))


def test_the_complex_step_is_right_to_rounding():
    for x in np.linspace(-0.7, 2.2, 20):
        assert complex_step(steep, x) == pytest.approx(exact_derivative(x), rel=1e-13)


def test_central_differences_give_ten_digits_at_their_default_step_and_fewer_at_others():
    true = exact_derivative(1.5)

    def error(h=None):
        return abs(central_difference(steep, 1.5, h) - true) / true

    assert error() < 1e-9
    assert error(1e-2) > 1e3 * error() and error(1e-12) > 1e3 * error()  # the two arms of the V


@pytest.mark.parametrize("theta", [0.0, 0.5, -1.0, 3.0, -1e8, 1e8])
def test_the_default_step_is_the_cube_root_of_eps_and_grows_with_theta(theta):
    seen = []
    central_difference(lambda x: seen.append(x) or 0.0, theta)
    h = np.cbrt(np.finfo(float).eps) * max(1, abs(theta))
    # θ ± h are rounded to the spacing of floats at θ, which is 4e-11 of such a step
    assert [x - theta for x in seen] == pytest.approx([h, -h], rel=1e-9)


def test_a_tiny_step_ruins_differences_and_leaves_the_complex_step_alone():
    assert abs(central_difference(steep, 1.5, 1e-15) / exact_derivative(1.5) - 1) > 0.01
    for h in (1e-8, 1e-20, 1e-100, 1e-200):
        assert complex_step(steep, 1.5, h) == pytest.approx(exact_derivative(1.5), rel=1e-14)


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=5))
def test_central_differences_of_a_quadratic_have_rounding_errors_only(x):
    x = np.array(x)
    true = 2 * x + 3
    # A step of 6e-6 max(1, |x|), and a value whose rounding is 1e-16 of it: their quotient, 2e-11 of the value
    size = (x @ x + 3 * np.abs(x).sum() + 1) * 1e-10
    np.testing.assert_allclose(central_difference(lambda v: v @ v + 3 * v.sum(), x), true, atol=size)
    np.testing.assert_allclose(complex_step(lambda v: v @ v + 3 * v.sum(), x), true, rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize("method", [central_difference, complex_step])
def test_the_derivative_is_of_the_kind_and_shape_of_theta(method):
    assert isinstance(method(lambda x: x * x, 2.0), float)
    assert isinstance(method(lambda x: x * x, 2), float)
    assert method(lambda x: (x * x).sum(), np.ones((2, 3))).shape == (2, 3)
    assert method(lambda x: (x * x).sum(), [1, 2]).tolist() == pytest.approx([2, 4])
    gradient = method(cost, THETA)
    assert isinstance(gradient, Params) and gradient.sizes == NET.sizes


@pytest.mark.parametrize("method", [central_difference, complex_step])
def test_theta_is_left_as_it_was(method):
    x, theta = np.array([1.0, 2.0]), THETA.copy()
    method(lambda x: x @ x, x), method(cost, theta)
    assert x.tolist() == [1, 2] and (theta.vector == THETA.vector).all()


# What check_gradient says.


def test_a_right_gradient_is_ok():
    report = check(TRUE)
    assert report and report.ok and report.factor is None and report.error < 1e-8
    assert repr(report) == report.message == f"ok: {TRUE.vector.size} derivatives agree with central differences"


@given(problems())
def test_the_gradient_of_any_network_is_ok(p):
    net, theta, X, Y, loss = p
    assert check_gradient(lambda t: net.cost(t, X, Y, loss), net.grad(theta, X, Y, loss), theta, D=len(X))


@pytest.mark.parametrize("factor, name", [
    (2, "2"), (1 / 2, "1/2"), (4, "4"), (1 / 4, "1/4"), (-1, "−1"), (-2, "−2"), (-1 / 2, "−1/2"),
    (1 / D, "1/D = 1/7"), (D, "D = 7"), (2 / D, "2/D = 2/7"), (D / 2, "D/2 = 7/2"), (2 * D, "2D = 14"),
    (1 / (2 * D), "1/(2D) = 1/14"), (-1 / D, "−1/D = 1/7"), (3, "3"), (8, "8"), (1.01, "1.01"), (1.0001, "1.0001"),
    (1.000005, "1.000005"), (-1.000005, "−1.000005"),
    (1e8, "1e+08"), (-1e8, "−1e+08"),  # the noise of differences is multiplied as well
])
def test_a_constant_factor_is_named(factor, name):
    report = check(factor * TRUE)
    assert not report and report.factor == pytest.approx(factor, rel=1e-8)
    assert report.message == f"off by a constant factor: every entry is {name} times the derivative"


def test_the_factor_1_over_D_has_its_name_only_where_D_is_known():
    assert "1/D" not in check_gradient(cost, 1 / D * TRUE, THETA).message
    assert "1/2 times" in check_gradient(cost, 0.5 * TRUE, THETA).message


@pytest.mark.parametrize("factor, name", [(2, "2"), (1 / 2, "1/2"), (4, "4"), (1 / 4, "1/4")])
def test_with_two_samples_a_factor_keeps_its_plain_name(factor, name):
    assert f"every entry is {name} times" in check_gradient(cost, factor * TRUE, THETA, D=2).message


@pytest.mark.parametrize("given_by, wanted, name", [(sse, half_sse, "2"), (half_sse, sse, "1/2"), (sse, mse, "D = 7"),
                                                    (mse, sse, "1/D = 1/7"), (half_sse, mse, "D/2 = 7/2")])
def test_a_gradient_of_another_convention_is_named_by_its_factor(given_by, wanted, name):
    report = check_gradient(lambda t: NET.cost(t, X, Y, wanted), NET.grad(THETA, X, Y, given_by), THETA, D=D)
    assert f"every entry is {name} times" in report.message


@pytest.mark.parametrize("k", range(THETA.vector.size))
@pytest.mark.parametrize("change", [lambda g: -g, lambda g: 1.01 * g, lambda g: 0.0, lambda g: g + 1])
def test_one_wrong_entry_is_named_whichever_it_is(k, change):
    wrong = TRUE.copy()
    wrong.vector[k] = change(TRUE.vector[k])
    report = check(wrong)
    assert not report and report.where == THETA.names()[k] and report.factor is None
    assert report.message == (f"wrong at {THETA.names()[k]}: given {wrong.vector[k]:.6g}, "
                              f"by differences {TRUE.vector[k]:.6g}")


def test_of_several_wrong_entries_the_worst_is_named_and_all_are_counted():
    wrong = TRUE.copy()
    wrong.W[2][1, 1] += 1
    wrong.b[1][0] += 0.5
    report = check(wrong)
    assert report.message.startswith("wrong at W[2][1, 1]: given ")
    assert report.message.endswith(f", and in 2 of {TRUE.vector.size} entries in all")


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_an_entry_that_is_not_finite_is_named(bad):
    wrong = TRUE.copy()
    wrong.W[2][1, 1] = bad
    report = check(wrong)
    assert not report and report.error == np.inf and report.message == f"wrong: W[2][1, 1] is {bad}"


def test_a_gradient_of_zeros_is_wrong_and_not_a_factor():
    report = check(0 * TRUE)
    assert not report and report.message.startswith("wrong at ") and report.factor is None


def test_the_error_is_the_largest_difference_over_the_largest_derivative_whatever_their_signs():
    slopes = np.array([-4.0, 2.0])
    for given_, error in (([-4, 3], 1 / 4), ([-4, 1], 1 / 4), ([-6, 2], 1 / 2), ([4, -2], 2)):
        report = check_gradient(lambda x: slopes @ x, np.array(given_), np.ones(2))
        assert not report and report.error == pytest.approx(error, rel=1e-8)  # differences of a line: rounding only
    assert not check_gradient(lambda x: -slopes @ slopes * x[0], np.array([-21.0]), np.ones(1))


def test_a_factor_is_named_beside_a_derivative_that_is_zero():
    report = check_gradient(lambda x: 3 * x[0], np.array([6.0, 0.0]), np.ones(2))
    assert report.factor == pytest.approx(2, rel=1e-8)


@pytest.mark.parametrize("scale", [1.0, 1e-9])
@pytest.mark.parametrize("wrong", [[-4, -1], [-4, 1]])
def test_one_wrong_entry_where_the_others_are_right_is_no_factor_however_small_the_gradient(wrong, scale):
    report = check_gradient(lambda x: -4 * scale * x[0], scale * np.array(wrong), np.ones(2))
    assert report.factor is None and report.where == "theta[1]" and report.error == pytest.approx(1 / 4, rel=1e-8)


def test_where_the_true_gradient_vanishes_zero_is_ok_and_anything_else_is_not():
    assert check_gradient(lambda x: 1.0, np.zeros(3), np.ones(3))
    report = check_gradient(lambda x: 1.0, np.array([0, 0.5, 0]), np.ones(3))
    assert not report and report.where == "theta[1]" and report.error == 0.5
    # there the largest given entry is the measure, if it is greater than 1
    assert check_gradient(lambda x: 1.0, np.array([0, 0.5, -4]), np.ones(3)).error == 1


def test_a_faulty_cost_is_never_ok():
    with np.errstate(invalid="ignore"):
        assert not check_gradient(lambda x: np.nan, np.ones(2), np.ones(2))


def test_plain_arrays_and_numbers_are_checked_too():
    assert check_gradient(lambda x: x ** 3, 12.0, 2.0)
    assert not check_gradient(lambda x: x ** 3, 8.0, 2.0)
    assert check_gradient(lambda x: (x ** 2).sum(), np.full((2, 2), 2.0), np.ones((2, 2)))


def test_a_mistake_of_one_per_cent_is_seen_and_the_noise_of_differences_is_not():
    noise = np.random.default_rng(0).standard_normal(TRUE.vector.size)
    scale = np.abs(TRUE.vector).max()
    assert check(Params(TRUE.vector + 1e-8 * scale * noise, NET.sizes))
    assert not check(Params(TRUE.vector + 1e-2 * scale * noise, NET.sizes))
    assert check(Params(TRUE.vector + 1e-2 * scale * np.sign(noise), NET.sizes), rtol=0.011)


@pytest.mark.parametrize("gradient, theta, words", [
    (np.ones(3), np.ones(2), "the gradient has shape (3,); expected (2,), that of theta."),
    (2 * np.ones((2, 3)), np.ones((3, 2)), "shape (2, 3); expected (3, 2), that of theta. It looks transposed: try its .T."),
    (np.ones(1), 1.0, "shape (1,); expected ()"), (1.0, np.ones(2), "shape (); expected (2,)"),
    (np.ones((2, 1)), np.ones(2), "shape (2, 1); expected (2,)"),
    (Params(np.ones(5), (4, 1)), Params(np.ones(5), (2, 1, 1)), "shape (4, 1); expected (2, 1, 1)"),
    (np.ones((5, 1)), Params(np.ones(5), (2, 1, 1)), "shape (5, 1); expected (5,)"),
])
def test_a_gradient_of_another_shape_is_refused(gradient, theta, words):
    """Entry for entry they would be compared in the wrong order: 2 θ for the sum of squares is right in any."""
    with pytest.raises(ValueError, match=re.escape(words)):
        check_gradient(lambda x: (getattr(x, "vector", x) ** 2).sum(), gradient, theta)
    assert check_gradient(lambda x: (x.vector ** 2).sum(), 2 * np.ones(5), Params(np.ones(5), (2, 1, 1)))  # the vector will do


WRONG_FUNCTIONS = {
    "cost and gradient": (lambda x: (x @ x, 2 * x), r"f\(theta\) is a tuple of 2; expected one number.*lambda theta: f\(theta\)\[0\]"),
    "a list": (lambda x: [1.0], "is a list of 1"),
    "a cost for each sample": (lambda x: x * x, r"is an array of shape \(2,\); expected one number, the cost. Is a sum missing"),
    "an array of one": (lambda x: (x * x)[:1], r"is an array of shape \(1,\)"),
    "nothing": (lambda x: None, "is None.*return"),
    "text": (lambda x: "1.0", r"f\(theta\) holds <U3 values; expected numbers"),
    "the point": (lambda x: Params(x, (1, 1)), "holds Params values"),
}


@pytest.mark.parametrize("case", WRONG_FUNCTIONS)
@pytest.mark.parametrize("call", [lambda f: check_gradient(f, np.ones(2), np.ones(2)), lambda f: central_difference(f, np.ones(2)),
                                  lambda f: complex_step(f, np.ones(2))])
def test_a_function_that_gives_no_number_is_told_so(case, call):
    f, words = WRONG_FUNCTIONS[case]
    with pytest.raises(TypeError, match=words):
        call(f)


def test_a_function_with_two_values_at_one_point_is_told_so():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match=r"f gave \S+ and then \S+ at the same theta; expected one value. Are random numbers"):
        check_gradient(lambda x: x @ x + rng.normal(), np.ones(2), np.ones(2))
    little = iter([4.0, 4.0 + 1e-9] * 50)  # the numbers shown differ, however little they do
    with pytest.raises(ValueError, match=r"f gave (?P<once>\S+) and then (?!(?P=once) )\S+ at the same theta"):
        check_gradient(lambda x: next(little), np.zeros(2), np.ones(2))
    fixed = lambda x: x @ x + np.random.default_rng(1).normal()  # noqa: E731
    assert check_gradient(fixed, 2 * np.ones(2), np.ones(2))  # as it advises
    # Sums in another order differ by their rounding, which is not two values.
    flicker = iter([1.0, 1 + 2**-52] * 50)
    assert check_gradient(lambda x: x @ x * next(flicker), 2 * np.ones(2), np.ones(2))


def test_whole_numbers_do_not_wrap_on_the_way():
    assert check_gradient(lambda x: np.uint8(round(float(x))), 0.0, 3)  # a step function, flat where it is asked
    steep = central_difference(lambda x: np.uint8(200) if x < 1 else np.uint8(100), 1.0, 0.5)
    assert steep == -100  # in 8 bits the difference would be 156
    assert check_gradient(lambda x: (x * x).sum(), np.array([2, 4], np.uint8), np.array([1, 2], np.uint8))


@pytest.mark.parametrize("wrong, words", [
    (6.0, "off by a constant factor: every entry is 2 times the derivative"), (-3.0, "off by a constant factor: every entry is −1"),
    (7.0, "wrong at theta[0]: given 7, by differences 3"), (3.0003, "wrong at theta[0]: given 3.0003, by differences 3"),
])
def test_a_single_number_is_off_by_a_factor_only_if_that_has_a_name(wrong, words):
    for gradient, theta in ((wrong, 1.0), (np.array([wrong, 0.0]), np.ones(2))):
        report = check_gradient(lambda x: 3 * (x if np.ndim(x) == 0 else x[0]), gradient, theta)
        assert report.message.startswith(words) and (report.factor is None) == words.startswith("wrong")


@pytest.mark.parametrize("phi", [sigmoid, softplus, tanh])
def test_at_the_minimum_a_right_gradient_is_not_called_wrong_and_a_wrong_one_is(phi):
    """All derivatives are 0 there but for roundings, of which any two differ by a large part of themselves."""
    net, theta, X, _, _ = problem((2, 3, 2), (phi, identity), sse, 6)
    Y = net(theta, X) * (1 + 2.0**-50)  # fitted but for a few roundings
    f = lambda t: net.cost(t, X, Y, sse)  # noqa: E731
    grad = net.grad(theta, X, Y, sse)
    assert 0 < np.abs(grad.vector).max() < 1e-12
    report = check_gradient(f, grad, theta)
    assert report and "too small to judge" in report.message
    assert not check_gradient(f, grad + Params(np.full(theta.vector.size, 1e-6), net.sizes), theta)
    assert check_gradient(lambda x: np.cosh(x - 0.3) ** 4, 4 * np.sinh(0.1 - 0.3 + 0.2), 0.3)
    assert check_gradient(lambda x: (np.exp(x) - np.exp(0.3)) ** 2, 1e-16, 0.3)
    assert not check_gradient(lambda x: (np.exp(x) - np.exp(0.3)) ** 2, 1e-6, 0.3)


@pytest.mark.parametrize("h", [0, 0.0, 1e-17])
def test_a_step_that_does_not_move_theta_is_refused_with_one_that_does(h):
    with pytest.raises(ValueError, match="which does not move 1.5; expected more than") as error:
        central_difference(steep, 1.5, h)
    enough = float(re.search(r"more than (\S+)\.$", str(error.value))[1])
    assert np.isfinite(central_difference(steep, 1.5, 1.1 * enough))


def test_the_step_can_be_chosen():
    seen = []
    check_gradient(lambda x: seen.append(x) or 1.0, 0.0, 0.5, h=2.0**-10)
    assert seen[:2] == [0.5 + 2.0**-10, 0.5 - 2.0**-10]
    # a cost with eight digits: the step for sixteen sees only its rounding, one of 2^-7 sees the derivative
    coarse = lambda x: float(np.float32(np.float32(x) ** 2))  # noqa: E731
    assert not check_gradient(coarse, 3.0, 1.5, rtol=1e-3)
    assert check_gradient(coarse, 3.0, 1.5, rtol=1e-3, h=2.0**-7)


# What is said of each part.


@pytest.mark.parametrize("change, words", [
    (lambda g: g / D, "1/D = 1/7 times the derivative"), (lambda g: 2 * g, "2 times the derivative"),
    (lambda g: -g, "−1 times the derivative"), (lambda g: 0 * g, "0 everywhere"), (lambda g: 3 * g, "3 times the derivative"),
    (lambda g: -3 * g, "−3 times the derivative"), (lambda g: g, "ok"), (lambda g: 1.0001 * g, "1.0001 times the derivative"),
])
@pytest.mark.parametrize("part", ["W[1]", "b[1]", "W[2]", "b[2]"])
def test_a_mistake_in_one_part_is_named_there_and_the_others_are_ok(part, change, words):
    wrong = TRUE.copy()
    view = {"W": wrong.W, "b": wrong.b}[part[0]][int(part[2])]
    view[...] = change(view)
    assert check(wrong).parts == {"W[1]": "ok", "b[1]": "ok", "W[2]": "ok", "b[2]": "ok"} | {part: words}


def test_entries_that_are_wrong_each_in_its_way_are_counted():
    wrong = TRUE.copy()
    wrong.W[2][1, 1] += 1
    wrong.W[2][3, 0] *= 1.5
    wrong.b[1][2] = 0
    parts = check(wrong).parts
    assert parts["W[2]"] == "wrong in 2 of 8" and parts["b[1]"] == "wrong in 1 of 4" and parts["W[1]"] == "ok"


def test_a_part_is_called_transposed_only_if_it_is():
    net, theta, X, Y, _ = problem((2, 3, 3, 1), (tanh, tanh, identity), mse, 5)
    grad = net.grad(theta, X, Y, mse)
    for change, words in ((lambda W: W.T.copy(), "transposed"), (lambda W: 2 * W.T, "wrong in 9 of 9"), (lambda W: W[::-1].copy(), "wrong in 6 of 9")):
        wrong = grad.copy()
        wrong.W[2][...] = change(wrong.W[2])
        assert check_gradient(lambda t: net.cost(t, X, Y, mse), wrong, theta).parts["W[2]"] == words


def test_a_single_number_is_a_multiple_only_by_a_factor_with_a_name():
    words = [check_gradient(lambda x: 3 * x[0], np.array([g, 0.0]), np.ones(2)).parts["theta"] for g in (6.0, 1.5, 7.0, -3.0)]
    assert words == ["2 times the derivative", "1/2 times the derivative", "wrong in 1 of 2", "−1 times the derivative"]


@pytest.mark.parametrize("wrong", [0, 0.5, 1, 2])
def test_a_part_whose_derivatives_are_below_the_tolerance_is_not_called_right(wrong):
    theta = Params(np.array([1.0, 1.0]), (1, 1))
    report = check_gradient(lambda t: t.W[1][0, 0] + 3e-7 * t.b[1][0], Params(np.array([1.0, wrong * 3e-7]), (1, 1)), theta)
    assert report and report.parts == {"W[1]": "ok", "b[1]": "too small to judge"}
    assert report.message == "ok: 2 derivatives agree with central differences; too small to judge: b[1]"
    seen = check_gradient(lambda t: t.W[1][0, 0] + 3e-6 * t.b[1][0], Params(np.array([1.0, 6e-6]), (1, 1)), theta)
    assert not seen and seen.parts["b[1]"] == "2 times the derivative"


@pytest.mark.parametrize("slope", [3e-6, -3e-6])
def test_a_small_part_above_the_tolerance_is_ok_whatever_its_sign(slope):
    theta = Params(np.array([1.0, 1.0]), (1, 1))
    report = check_gradient(lambda t: t.W[1][0, 0] + slope * t.b[1][0], Params(np.array([1.0, slope]), (1, 1)), theta)
    assert report.parts == {"W[1]": "ok", "b[1]": "ok"}


def test_a_part_of_zeros_is_ok():
    assert check_gradient(lambda t: t.W[1][0, 0], Params(np.array([1.0, 0.0]), (1, 1)), Params(np.ones(2), (1, 1))).parts["b[1]"] == "ok"


def test_what_the_rounding_of_the_cost_hides_is_no_mistake():
    """A small gradient on a large cost: the differences are wrong by ε 1e6 / h = 4e-5 and the gradient is right."""
    assert check_gradient(lambda x: 1e6 + 1e-2 * np.sin(x), 1e-2 * np.cos(0.5), 0.5)
    assert not check_gradient(lambda x: 1e6 + 1e-2 * np.sin(x), 1.1e-2 * np.cos(0.5), 0.5)


# Kinks.


@pytest.mark.parametrize("given_, ok", [(0.0, True), (0.25, True), (1.0, True), (-0.1, False), (1.1, False)])
def test_on_a_kink_any_value_between_the_slopes_is_a_choice(given_, ok):
    report = check_gradient(lambda x: np.maximum(x[0] - 1, 0) + 2 * x[1], np.array([given_, 2.0]), np.ones(2))
    assert not report and report.where == "theta[0]"
    by_differences = "a kink at theta[0]: slope 0 on its left and 1 on its right, given " if ok else "wrong at theta[0]: given "
    assert report.message.startswith(by_differences) and report.parts["theta"] == ("on a kink" if ok else "wrong in 1 of 2")


def test_beside_kinks_a_mistake_is_still_a_mistake_and_only_the_mistakes_are_counted():
    f = lambda x: np.abs(x[0]) + np.abs(x[1]) + 3 * x[2] + x[3]  # noqa: E731
    at = np.array([0.0, 0.0, 1.0, 1.0])
    assert check_gradient(f, np.array([0.0, -1, 3, 1]), at).message == (
        "a kink at theta[1]: slope -1 on its left and 1 on its right, given -1")  # 0 is what central differences give
    assert check_gradient(f, np.array([0.5, -1, 3, 1]), at).message == (
        "a kink at theta[1]: slope -1 on its left and 1 on its right, given -1, and in 2 of 4 entries in all")
    report = check_gradient(f, np.array([0.5, -1, 4, 1]), at)
    assert report.message == "wrong at theta[2]: given 4, by differences 3" and report.parts["theta"] == "wrong in 1 of 4"


@pytest.mark.parametrize("curvature", [1.0, 1e3, 1e5])
def test_a_curve_however_bent_is_no_kink(curvature):
    report = check_gradient(lambda x: x + curvature * (x - 1) ** 2, 1.0001, 1.0)
    assert report.message == "wrong at theta[0]: given 1.0001, by differences 1"
    report = check_gradient(lambda x: x[0] + x[1] + curvature * (x[0] - 1) ** 2, np.array([1.0001, 1]), np.ones(2))
    assert report.message == "wrong at theta[0]: given 1.0001, by differences 1"


def test_a_network_with_relu_stands_on_its_kinks_where_biases_and_an_input_are_zero():
    net = Network((1, 2, 1), relu, identity)
    theta = net.params({1: [[2.0, -1.0]], 2: [[0.5], [0.75]]}, {1: [0, 0], 2: [0.5]})
    X, Y = np.array([[0.0], [1.0]]), np.zeros((2, 1))
    report = check_gradient(lambda t: net.cost(t, X, Y, sse), net.grad(theta, X, Y, sse), theta)
    assert report.message == "a kink at b[1][1]: slope 0 on its left and 0.75 on its right, given 0, and in 2 of 7 entries in all"
    assert report.parts == {"W[1]": "ok", "b[1]": "on a kink", "W[2]": "ok", "b[2]": "ok"}


def test_in_a_deep_network_the_mistake_of_an_early_layer_is_found():
    net, theta, X, Y, _ = problem((3, 3, 3, 3), (tanh, softplus, identity), sse, 4)
    wrong = net.grad(theta, X, Y, sse)
    wrong.W[1][2, 0] *= 1.5
    assert check_gradient(lambda t: net.cost(t, X, Y, sse), wrong, theta).where == "W[1][2, 0]"


def test_one_derivative_is_spoken_of_as_one():
    """At a minimum a right 0 is not called wrong, as chapter 5 says."""
    report = check_gradient(lambda w: (w * w - 1) ** 2, 0.0, 1.0)
    assert report and report.message == "ok: 1 derivative agrees with central differences; too small to judge: theta"
