"""Each loss is the sum it says it is, its gradient is the derivative of that sum, and nothing is ever broadcast."""

import numpy as np
import pytest
import sympy as sp
from oracles import LOSSES, SQUARED

from nnlib import cross_entropy, half_mse, half_sse, mean_squared, mse, softmax, softplus, sse

D, K = 3, 2
RNG = np.random.default_rng(0)
Y_HAT = RNG.standard_normal((D, K))
Y = RNG.standard_normal((D, K))
P = RNG.dirichlet(np.ones(K), size=D)  # rows that are probabilities
SIX = pytest.mark.parametrize("loss", LOSSES, ids=repr)
FIVE = pytest.mark.parametrize("loss", SQUARED, ids=repr)

# The factors as the books write them, and not as nnlib does.
FACTORS = {"sse": sp.Integer(1), "half_sse": sp.Rational(1, 2), "mse": sp.Rational(1, D),
           "half_mse": sp.Rational(1, 2 * D), "mean_squared": sp.Rational(1, D * K)}


def symbolic(loss):
    """The cost as a SymPy expression in D·K predictions and D·K targets, and the two matrices of symbols."""
    y_hat = sp.Matrix(D, K, sp.symbols(f"p:{D * K}", real=True))
    y = sp.Matrix(D, K, sp.symbols(f"y:{D * K}", real=True))
    if loss is cross_entropy:
        ln = [[y_hat[d, k] - sp.log(sum(sp.exp(y_hat[d, j]) for j in range(K))) for k in range(K)] for d in range(D)]
        return -sp.Rational(1, D) * sum(y[d, k] * ln[d][k] for d in range(D) for k in range(K)), y_hat, y
    return FACTORS[loss.name] * sum((y_hat[k] - y[k]) ** 2 for k in range(D * K)), y_hat, y


@SIX
def test_cost_and_gradient_are_those_of_the_formula(loss):
    targets = P if loss is cross_entropy else Y
    cost, y_hat, y = symbolic(loss)
    at = dict(zip([*y_hat, *y], map(sp.Float, [*Y_HAT.ravel(), *targets.ravel()])))
    assert loss(Y_HAT, targets) == pytest.approx(float(cost.subs(at)), rel=1e-14)  # a dozen roundings
    gradient = [float(sp.diff(cost, symbol).subs(at)) for symbol in y_hat]
    np.testing.assert_allclose(loss.grad(Y_HAT, targets).ravel(), gradient, rtol=1e-13, atol=1e-16)


@FIVE
def test_the_factor_as_text_is_the_factor(loss):
    text = loss.factor.replace("DK", "D*K").replace("2D", "2*D")
    for d, k in ((1, 1), (3, 2), (7, 5)):
        assert loss.c(d, k) == eval(text, {"D": d, "K": k})


@FIVE
def test_the_five_conventions_differ_by_their_factor_and_by_nothing_else(loss):
    c = float(FACTORS[loss.name])
    assert loss(Y_HAT, Y) == pytest.approx(c * sse(Y_HAT, Y), rel=1e-15)
    np.testing.assert_allclose(loss.grad(Y_HAT, Y), c * sse.grad(Y_HAT, Y), rtol=1e-15)


def test_mean_squared_is_numpys_mean_of_the_squares():
    assert mean_squared(Y_HAT, Y) == pytest.approx(np.mean((Y_HAT - Y) ** 2), rel=1e-15)


def test_for_one_sample_and_one_output_the_conventions_are_two():
    y_hat, y = np.array([[0.25]]), np.array([[1.0]])
    assert {loss(y_hat, y) for loss in (sse, mse, mean_squared)} == {0.5625}
    assert {loss(y_hat, y) for loss in (half_sse, half_mse)} == {0.28125}


def test_with_three_samples_of_four_outputs_no_convention_passes_for_another():
    y_hat, y = np.ones((3, 4)), np.zeros((3, 4))  # K = 2 would not do: there half_mse is mean_squared
    assert len({loss(y_hat, y) for loss in SQUARED}) == len({loss.grad(y_hat, y)[0, 0] for loss in SQUARED}) == 5


@SIX
def test_the_gradient_vanishes_where_predictions_are_perfect(loss):
    if loss is cross_entropy:
        np.testing.assert_allclose(loss.grad(np.log(P), P), 0, atol=1e-15)  # ln, exp and a sum: some roundings of 1
    else:
        assert loss(Y, Y) == 0 and not loss.grad(Y, Y).any()


def test_softmax_gives_probabilities_and_ignores_a_common_shift():
    Z = RNG.standard_normal((4, 5)) * 10
    np.testing.assert_allclose(softmax(Z).sum(axis=1), 1, rtol=1e-15)
    np.testing.assert_allclose(softmax(Z + 100), softmax(Z), rtol=1e-12)  # Z + 100 has lost two digits
    assert (softmax(Z) > 0).all()


def test_cross_entropy_survives_logits_of_a_thousand():
    Z = np.array([[1000.0, -1000.0, 0.0]])
    with np.errstate(all="raise", under="ignore"):
        assert cross_entropy(Z, [[1, 0, 0]]) == 0
        assert cross_entropy(Z, [[0, 1, 0]]) == 2000
        assert cross_entropy.grad(Z, [[0, 1, 0]]).tolist() == [[1, -1, 0]]


def test_the_rows_of_the_gradient_of_cross_entropy_sum_to_zero():
    np.testing.assert_allclose(cross_entropy.grad(Y_HAT, P).sum(axis=1), 0, atol=1e-15)  # as above


def test_of_two_classes_cross_entropy_is_softplus():
    Z = RNG.standard_normal((6, 2))
    # −ln softmax(z)_0 = ln(1 + e^(z_1 − z_0))
    assert cross_entropy(Z, np.eye(2)[[0] * 6]) == pytest.approx(softplus(Z[:, 1] - Z[:, 0]).mean(), rel=1e-14)


@SIX
def test_float32_predictions_and_targets_keep_their_precision(loss):
    targets = (np.eye(K)[[0, 1, 1]] if loss is cross_entropy else Y).astype(np.float32)
    assert loss.grad(Y_HAT.astype(np.float32), targets).dtype == np.float32
    assert isinstance(loss(Y_HAT.astype(np.float32), targets), float)


@FIVE
def test_lists_are_welcome(loss):
    assert loss([[1.0], [2.0]], [[0.0], [0.0]]) == 5 * loss.c(2, 1)
    assert loss.grad([[1.0], [2.0]], [[0.0], [0.0]]).tolist() == [[2 * loss.c(2, 1)], [4 * loss.c(2, 1)]]


def test_lists_are_welcome_to_cross_entropy_and_softmax_too():
    Z, Y = [[1, 2], [3.0, 0]], [[0, 1], [1, 0]]
    assert (softmax(Z) == softmax(np.array(Z))).all() and softmax([[0, 0]]).tolist() == [[0.5, 0.5]]
    assert cross_entropy(Z, Y) == cross_entropy(np.array(Z), np.array(Y))
    assert (cross_entropy.grad(Z, Y) == cross_entropy.grad(np.array(Z), np.array(Y))).all()


@SIX
@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int64, bool])
def test_whole_numbers_are_numbers_and_neither_wrap_nor_are_cut(loss, dtype):
    y_hat, y = np.array([[0, 1], [1, 1]], dtype), np.array([[1, 0], [1, 0]], dtype)
    if dtype is not bool:
        y_hat = y_hat * dtype(100)  # 100² = 10,000 is 16 in 8 bits
    assert loss(y_hat, y) == loss(y_hat.astype(float), y.astype(float))
    assert loss.grad(y_hat, y).dtype == float
    assert (loss.grad(y_hat, y) == loss.grad(y_hat.astype(float), y.astype(float))).all()


def test_the_two_cases_that_were_wrong():
    zero, one, two, hundred = (np.array([[n]], np.uint8) for n in (0, 1, 2, 100))
    assert sse(zero, hundred) == 10_000 and sse.grad(one, two).item() == -2


@SIX
def test_a_loss_shows_its_name(loss):
    assert repr(loss) == loss.name


# Checks of arguments: what came, what was expected, what to write instead.


@SIX
@pytest.mark.parametrize("call", ["__call__", "grad"])
def test_targets_of_shape_D_against_predictions_of_shape_D_1_are_never_broadcast(loss, call):
    y_hat, y = np.ones((3, 1)), np.ones(3)
    with pytest.raises(ValueError) as error:
        getattr(loss, call)(y_hat, y)
    for part in ("(3,)", "(3, 1)", "(3, 3)", "Write Y[:, np.newaxis]"):
        assert part in str(error.value)
    assert np.isfinite(getattr(loss, call)(y_hat, y[:, np.newaxis])).all()  # the advice works


@SIX
@pytest.mark.parametrize("call", ["__call__", "grad"])
@pytest.mark.parametrize("shape", [(2, 2), (4, 2), (3, 1), (3, 3), (2, 3), (1, 2), (), (2,), (3, 2, 1)])
def test_targets_of_any_other_shape_are_refused(loss, call, shape):
    with pytest.raises(ValueError) as error:
        getattr(loss, call)(Y_HAT, np.ones(shape))
    assert str(shape) in str(error.value) and "(3, 2)" in str(error.value)


@SIX
@pytest.mark.parametrize("call", ["__call__", "grad"])
@pytest.mark.parametrize("shape", [(), (3,), (0, 1), (2, 3, 1)])
def test_predictions_that_are_no_rows_of_samples_are_refused(loss, call, shape):
    with pytest.raises(ValueError, match=r"expected \(D, n_L\).*at least one sample.*y_hat\[:, np.newaxis\]") as error:
        getattr(loss, call)(np.ones(shape), np.ones(shape))
    assert str(shape) in str(error.value)


@pytest.mark.parametrize("Z", [[1.0, 2.0], 3.0, np.zeros((0, 2)), np.zeros((1, 2, 3))])
def test_softmax_wants_rows(Z):
    with pytest.raises(ValueError, match=r"expected \(D, n_L\)"):
        softmax(Z)


@pytest.mark.parametrize("call", ["__call__", "grad"])
@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_predictions_that_are_text_are_refused(loss, call):
    with pytest.raises(TypeError, match="y_hat holds .* values; expected numbers"):
        getattr(loss, call)([["a", "b"]], [[0, 1]])


@SIX
@pytest.mark.parametrize("call", ["__call__", "grad"])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_targets_that_are_not_finite_are_named(loss, call, bad):
    Y = np.eye(2)[[0, 1, 1]]
    Y[2, 1] = bad
    with pytest.raises(ValueError) as error:
        getattr(loss, call)(Y_HAT, Y)
    assert f"Y[2, 1] is {bad}" in str(error.value) and "expected finite numbers" in str(error.value)
    assert np.argwhere(~np.isfinite(Y)).tolist() == [[2, 1]] and "np.argwhere(~np.isfinite(Y))" in str(error.value)


@pytest.mark.parametrize("Y", [[["a"], ["b"], ["c"]], [[None]] * 3])
def test_targets_that_are_no_numbers_are_refused(Y):
    with pytest.raises(TypeError, match="Y holds .* values; expected numbers"):
        mse(np.ones((3, 1)), Y)


@pytest.mark.parametrize("Y", [[[0.5, 0.4]], [[1.5, -0.5]], [[1, 1]], [[0, 0]], [[0, 2]]])
@pytest.mark.parametrize("call", ["__call__", "grad"])
def test_cross_entropy_wants_probabilities(Y, call):
    with pytest.raises(ValueError, match="probabilities; expected non-negative numbers with sum 1") as error:
        getattr(cross_entropy, call)(np.ones((1, 2)), Y)
    assert "np.eye(K)[classes]" in str(error.value)
    advised = eval("np.eye(K)[classes]", {"np": np, "K": 2, "classes": [1]})
    assert np.isfinite(getattr(cross_entropy, call)(np.ones((1, 2)), advised)).all()


def test_class_numbers_are_refused_with_the_way_to_write_them():
    classes = np.array([2, 0, 1])
    with pytest.raises(ValueError, match=r"np\.eye\(3\)\[Y\]"):
        cross_entropy(np.zeros((3, 3)), classes)
    assert cross_entropy(np.zeros((3, 3)), np.eye(3)[classes]) == pytest.approx(np.log(3))  # three equal chances


@pytest.mark.parametrize("Y", [np.zeros((3, 3), int), np.zeros(2, int), np.zeros(3)])
def test_what_cannot_be_class_numbers_gets_no_such_advice(Y):
    with pytest.raises(ValueError) as error:
        cross_entropy(np.zeros((3, 2)), Y)
    assert f"Y has shape {Y.shape}; expected (3, 2)" in str(error.value) and "np.eye" not in str(error.value)
