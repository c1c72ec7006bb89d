"""Every activation is right to the last few bits wherever it is defined, and its derivative is its derivative."""

import mpmath as mp
import numpy as np
import pytest
from oracles import ACTIVATIONS

from nnlib import Activation, complex_step, identity, relu, sigmoid, softplus, tanh

# The book promises 8 units in the last place. Each function is a handful of operations of at most half a unit each,
# and an exponential that NumPy computes to within a few units.
ULPS = 8


def exact_sigmoid(z):
    return 1 / (1 + mp.exp(-z))


def exact_softplus(z):
    return mp.log1p(mp.exp(z)) if z < 0 else z + mp.log1p(mp.exp(-z))


FUNCTIONS = {
    "softplus": (softplus, exact_softplus),
    "softplus.prime": (softplus.prime, exact_sigmoid),
    "sigmoid": (sigmoid, exact_sigmoid),
    "sigmoid.prime": (sigmoid.prime, lambda z: exact_sigmoid(z) * exact_sigmoid(-z)),
    "tanh": (tanh, mp.tanh),
    "tanh.prime": (tanh.prime, lambda z: mp.sech(z) ** 2),
    "relu": (relu, lambda z: max(z, mp.mpf(0))),
}
EVERY = pytest.mark.parametrize("name", FUNCTIONS)
PRECISIONS = pytest.mark.parametrize("dtype", [np.float64, np.float32])


def arguments(dtype):
    """Ordinary values, both tails, and the places where formulas break: underflow, overflow, σ(z) = 1 to rounding."""
    rng, info = np.random.default_rng(0), np.finfo(dtype)
    limit = 760 if dtype is np.float64 else 110  # a little beyond the place where e^−z becomes 0
    known = [0, 1e-300, 5e-324, info.tiny, info.smallest_subnormal, info.eps, 1, 16.6, 17, 36, 36.7, 37, 38, 40, 87,
             88.7, 89, 103, 104, 355, 372.5, 709, 709.8, 710, 745, 745.2, 746, 1e4, 1e30, 0.999 * float(info.max),
             info.max]
    if dtype is np.float64:
        known += [1e308, 1.5e308]
    values = np.concatenate([rng.uniform(-limit, limit, 1000), rng.normal(0, 3, 2000), rng.normal(0, 40, 500),
                             rng.normal(0, 1e-6, 50), known, np.negative(known)])
    return values.astype(dtype)


def worst_ulps(f, exact, z):
    """The largest error of f on z in units in the last place of the true value, subnormal numbers included."""
    values = f(z)
    assert values.dtype == z.dtype and values.shape == z.shape
    worst = 0.0
    with mp.workdps(50):
        for value, argument in zip(values, z):
            true = exact(mp.mpf(float(argument)))
            size = np.abs(z.dtype.type(float(true)))
            unit = float(max(size - np.nextafter(size, z.dtype.type(0)), np.finfo(z.dtype).smallest_subnormal))
            worst = max(worst, float(abs(mp.mpf(float(value)) - true) / mp.mpf(unit))) if np.isfinite(value) else np.inf
    return worst


@EVERY
@PRECISIONS
def test_values_are_right_to_eight_units_in_the_last_place_for_any_finite_z(name, dtype):
    f, exact = FUNCTIONS[name]
    with np.errstate(all="raise", under="ignore"):  # a result too small for a float is 0, and rightly so
        assert worst_ulps(f, exact, arguments(dtype)) <= ULPS


@pytest.mark.parametrize("name, naive", [
    ("softplus", lambda z: np.log(1 + np.exp(z))),
    ("softplus", lambda z: np.log1p(np.exp(z))),
    ("softplus", lambda z: np.maximum(z, 0)),
    ("sigmoid", lambda z: np.exp(z) / (1 + np.exp(z))),
    ("sigmoid", lambda z: (1 + np.tanh(z / 2)) / 2),
    ("sigmoid.prime", lambda z: sigmoid(z) * (1 - sigmoid(z))),
    ("sigmoid.prime", lambda z: sigmoid.prime(sigmoid(z))),
    ("tanh.prime", lambda z: 1 - np.tanh(z) ** 2),
])
@PRECISIONS
def test_the_check_of_eight_units_refuses_the_textbook_forms(name, naive, dtype):
    with np.errstate(all="ignore"):
        assert worst_ulps(naive, FUNCTIONS[name][1], arguments(dtype)) > 1000


@pytest.mark.parametrize("phi", ACTIVATIONS, ids=repr)
def test_no_finite_number_makes_a_warning(phi):
    for dtype in (np.float64, np.float32):
        with np.errstate(all="raise", under="ignore"):
            assert np.isfinite(phi(arguments(dtype))).all() and np.isfinite(phi.prime(arguments(dtype))).all()


@pytest.mark.parametrize("phi", ACTIVATIONS, ids=repr)
def test_prime_is_the_derivative(phi):
    z = np.random.default_rng(1).uniform(-30, 30, 200)
    by_complex_step = np.array([complex_step(phi, value) for value in z])
    # The complex step subtracts nothing, so only roundings are left; a few more of them than in the real functions.
    np.testing.assert_allclose(phi.prime(z), by_complex_step, rtol=1e-13)


def test_the_complex_step_through_softplus_and_sigmoid_keeps_its_digits_in_both_tails():
    for z in (-1e4, -700.0, -40.0, 0.0, 40.0, 700.0, 1e4):
        assert complex_step(softplus, z) == pytest.approx(float(sigmoid(z)), rel=1e-14)
        assert complex_step(sigmoid, z) == pytest.approx(float(sigmoid.prime(z)), rel=1e-14)


def test_softplus_prime_is_the_sigmoid():
    assert softplus.prime == sigmoid.f


def test_the_sigmoid_of_minus_z_is_one_minus_the_sigmoid_of_z():
    z = np.linspace(-20, 20, 401)
    np.testing.assert_allclose(sigmoid(-z), 1 - sigmoid(z), atol=2.3e-16)  # one rounding of 1 − σ
    np.testing.assert_array_equal(sigmoid.prime(-z), sigmoid.prime(z))


LAST_BITS = 4 * np.finfo(float).eps  # exp and ln may be off by a last bit, and what is built from them by a few


def test_the_slope_of_the_sigmoid_is_never_above_a_quarter():
    assert sigmoid.prime(0.0) == 0.25
    assert (sigmoid.prime(arguments(np.float64)) <= 0.25 * (1 + LAST_BITS)).all()


def test_softplus_lies_above_the_ramp_by_ln_2_at_most():
    z = arguments(np.float64)
    assert (softplus(z) >= relu(z) * (1 - LAST_BITS)).all()  # for large z they are equal
    near = np.abs(z) < 1e6  # where the difference of two large numbers keeps ten digits
    assert (softplus(z)[near] - relu(z)[near] <= np.log(2) + LAST_BITS * (1 + relu(z)[near])).all()
    assert softplus(0.0) == pytest.approx(np.log(2), rel=LAST_BITS)


def test_the_limits_at_infinity():
    z = np.array([-np.inf, np.inf])
    with np.errstate(all="raise"):
        assert softplus(z).tolist() == [0, np.inf]
        assert sigmoid(z).tolist() == [0, 1]
        assert sigmoid.prime(z).tolist() == [0, 0]
        assert tanh.prime(z).tolist() == [0, 0]


def test_relu_has_slope_0_at_its_kink():
    assert relu.prime(np.array([-1.0, -0.0, 0.0, 1.0])).tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize("phi", ACTIVATIONS, ids=repr)
@pytest.mark.parametrize("shape", [(), (1,), (3, 2), (0, 2), (2, 1, 3)])
@PRECISIONS
def test_shape_and_precision_are_those_of_z(phi, shape, dtype):
    z = np.full(shape, 0.5, dtype)
    for values in (phi(z), phi.prime(z)):
        assert np.shape(values) == shape and np.asarray(values).dtype == dtype


@pytest.mark.parametrize("dtype", ["u1", "u8", "i1", "i8", "?"])
def test_whole_numbers_of_any_type_count_as_numbers(dtype):
    z = np.array([0, 1], dtype)  # −z of an unsigned 1 is 255, and its exponential infinite
    for function in (sigmoid, softplus.prime, sigmoid.prime, tanh.prime):
        np.testing.assert_allclose(function(z), function(z.astype(float)), rtol=1e-15)


def test_python_numbers_and_lists_are_welcome():
    assert sigmoid(0) == 0.5 and softplus.prime(0) == 0.5 and tanh(0) == 0 and relu(-2) == 0
    assert sigmoid([0, 0]).tolist() == [0.5, 0.5]


def test_an_activation_shows_its_name_and_cannot_be_changed():
    assert [repr(phi) for phi in ACTIVATIONS] == ["identity", "sigmoid", "softplus", "tanh", "relu"]
    with pytest.raises(AttributeError):
        sigmoid.prime = np.ones_like
    own = Activation("square", lambda z: z * z, lambda z: 2 * z)
    assert own(3.0) == 9 and own.prime(3.0) == 6 and identity(3.0) == 3


WHOLE = [np.array([0, 1, 200], np.uint8), np.array([-100, 0, 100], np.int8), np.array([-3, 3]), np.array([True, False])]


@pytest.mark.parametrize("z", WHOLE, ids=lambda z: str(z.dtype))
@pytest.mark.parametrize("phi", [*ACTIVATIONS, Activation("square", lambda z: z * z, lambda z: 2 * z)], ids=repr)
def test_whole_numbers_become_floats_before_anything_is_computed(phi, z):
    for f in (phi, phi.prime):
        assert f(z).dtype == float and (f(z) == f(z.astype(float))).all()
        assert (f(z.tolist()) == f(z)).all()
        one = f(int(z[0]))
        assert np.ndim(one) == 0 and one == f(z)[0]


@pytest.mark.parametrize("phi", ACTIVATIONS, ids=repr)
def test_what_is_no_number_is_refused(phi):
    for f in (phi, phi.prime):
        with pytest.raises(TypeError, match="z holds .* values; expected numbers"):
            f("1.0")
