"""The data sets are what their sources say they are."""

import functools
import hashlib
from importlib.resources import files

import numpy as np
import pytest

from nnlib import data

SETS = [data.dosage, data.han_kamber, data.nino_year, data.digits, data.symmetry, data.xor,
        functools.partial(data.parity, 4), functools.partial(data.encoder, 8)]


def name(load):
    return load.func.__name__ if isinstance(load, functools.partial) else load.__name__


@pytest.mark.parametrize("load", SETS, ids=name)
def test_a_data_set_has_a_row_for_each_sample_a_meaning_a_source_and_a_licence(load):
    X, Y, meaning, source, licence = load()
    assert X.ndim == Y.ndim == 2 and len(X) == len(Y) > 0 and X.dtype == Y.dtype == float
    assert np.isfinite(X).all() and np.isfinite(Y).all()
    assert all(len(text) > 5 for text in (meaning, source, licence))


@pytest.mark.parametrize("load", [*SETS, data.elnino], ids=name)
def test_changing_a_data_set_does_not_change_the_next_one(load):
    first, second = load(), load()
    for a, b in zip(first[:2], second[:2]):
        before = b.copy()
        a[...] = -1
        assert (b == before).all()


def test_no_straight_line_fits_the_dosage_data():
    X, Y = data.dosage()[:2]
    line, (residual,), *_ = np.linalg.lstsq(np.hstack([X, np.ones_like(X)]), Y)
    np.testing.assert_allclose(line.ravel(), [0, 1 / 3], atol=1e-15)
    assert residual == pytest.approx(2 / 3)


def test_the_sample_of_han_and_kamber_is_1_0_1_with_target_1():
    assert data.han_kamber().X.tolist() == [[1, 0, 1]] and data.han_kamber().Y.tolist() == [[1]]


def test_elnino_has_every_month_of_the_years_1950_to_2010():
    rows = files("nnlib").joinpath("datasets/elnino.csv").read_text(encoding="utf8").split()
    assert rows[0] == "year,jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec"
    assert [int(row.split(",")[0]) for row in rows[1:]] == list(range(1950, 2011))
    temperatures = data.elnino()
    assert temperatures.shape == (61, 12) and np.isfinite(temperatures).all()
    assert 15 < temperatures.min() and temperatures.max() < 32  # °C, off the coast of Peru


def test_the_mean_year_has_the_published_monthly_means_october_to_september():
    X, Y = data.nino_year()[:2]
    assert X.ravel().tolist() == list(range(12))
    assert Y.ravel().round(2).tolist() == [20.86, 21.52, 22.69, 24.39, 25.84, 26.25, 25.39, 24.16, 22.83, 21.74, 20.84,
                                           20.58]


def test_the_mean_year_begins_in_october():
    assert data.nino_year().Y[0, 0] == pytest.approx(data.elnino()[:, 9].mean(), rel=1e-15)
    assert data.nino_year().Y.argmax() == 5  # March


# The small sets of 1986.


def test_of_64_rows_the_eight_that_read_the_same_backwards_are_symmetric():
    X, Y = data.symmetry()[:2]
    words = ["".join(str(int(bit)) for bit in row) for row in X]
    assert words == [format(k, "06b") for k in range(64)]
    assert Y.ravel().tolist() == [float(word == word[::-1]) for word in words] and Y.sum() == 8


@pytest.mark.parametrize("n", [1, 2, 3, 4, 7])
def test_parity_is_1_where_an_odd_number_of_bits_is(n):
    X, Y, meaning = data.parity(n)[:3]
    assert {"odd": 1, "even": 0}[meaning.split("where an ")[1].split()[0]] == Y[X.sum(axis=1) == 1][0, 0]
    assert X.tolist() == [[float(bit) for bit in format(k, f"0{n}b")] for k in range(2**n)]
    assert Y.ravel().tolist() == [k.bit_count() % 2 for k in range(2**n)]


def test_xor_is_the_parity_of_two_bits():
    assert data.xor().X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert data.xor().Y.tolist() == [[a != b] for a, b in data.xor().X]


def test_the_encoder_repeats_which_unit_is_on():
    X, Y = data.encoder(8)[:2]
    assert X.shape == (8, 8) and (X == Y).all() and (X.sum(axis=0) == 1).all() and (X.diagonal() == 1).all()
    assert not np.shares_memory(X, Y)
    assert data.encoder(1).X.tolist() == [[1]]


@pytest.mark.parametrize("n, error", [(0, ValueError), (-1, ValueError), (2.0, TypeError), (None, TypeError)])
def test_the_number_of_units_is_a_whole_number(n, error):
    for load in (data.parity, data.encoder):
        with pytest.raises(error, match="^n is "):
            load(n)


# Handwritten digits.


def test_the_digits_are_those_of_scikit_learn():
    X, Y = data.digits()[:2]
    assert X.shape == (1797, 64) and Y.shape == (1797, 10)
    assert set(np.unique(X)) == set(range(17)) and set(np.unique(Y)) == {0, 1} and (Y.sum(axis=1) == 1).all()
    # Checksums of load_digits() of scikit-learn 1.9.1, data and target, as bytes.
    sums = [hashlib.sha256(values.astype(np.uint8).tobytes()).hexdigest() for values in (X, Y.argmax(axis=1))]
    assert sums == ["8f26b2bd9d135c256808f68f14fdabddde6d9c7f869ae419704b051f0f14b3b3",
                    "8ba4f891220f5e4c9c819638d1602d74b83618f167043c6da52a2a247841ddf0"]
    # Its documentation: this many of each digit.
    assert Y.sum(axis=0).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_the_digits_are_stored_small_and_name_their_makers_and_licence():
    path = files("nnlib").joinpath("datasets/digits.npz")
    assert len(path.read_bytes()) < 50_000
    assert all(word in data.digits().source for word in ("Alpaydin", "Kaynak", "UCI", "scikit-learn"))
    assert data.digits().licence.startswith("CC BY 4.0")


def test_the_first_picture_is_a_ring():
    picture = data.digits().X[0].reshape(8, 8)
    assert data.digits().Y[0, 0] == 1
    assert (picture[1:7, [2, 5]] > 0).all() and (picture[3:5, 3:5] == 0).all() and not picture[:, [0, 7]].any()


def subsequence(part, whole):
    """Whether `part` is `whole` with some letters left out."""
    rest = iter(whole)
    return all(letter in rest for letter in part)


def test_the_labels_run_fourteen_times_through_one_form():
    labels, form = data.digits().Y.argmax(axis=1), data.digit_forms()
    assert form.shape == (1797,) and form[0] == 0 and form[-1] == 13 and set(np.diff(form)) == {0, 1}
    runs = ["".join(map(str, labels[form == k])) for k in range(14)]
    assert len(runs[0]) == 130 and runs[0].startswith("0123456789" * 3)
    # Where one form stops and the next begins is no guess: each run is the first with some digits missing. In the third
    # the last digit, an 8, is labelled 3, and is one.
    assert [k for k, run in enumerate(runs) if not subsequence(run, runs[0])] == [2]
    assert runs[2] == runs[0][:-1] + "3"
    assert [len(run) for run in runs] == [130, 126, 130, 130, 130, 130, 130, 123, 128, 130, 128, 130, 122, 130]


@pytest.mark.parametrize("shift", [-1, 1])
def test_forms_that_began_one_row_earlier_or_later_would_not_fit(shift):
    labels, form = data.digits().Y.argmax(axis=1), np.roll(data.digit_forms(), shift)
    whole = "".join(map(str, labels[:130]))
    assert not any(subsequence("".join(map(str, labels[form == k])), whole) for k in range(1, 13))


def test_standardised_columns_of_the_training_split_have_mean_0_and_deviation_1():
    X = data.digits().X
    train, test = X[:1000], X[1000:]
    Z = data.standardised(train, train)
    written = train.any(axis=0)
    np.testing.assert_allclose(Z.mean(axis=0), 0, atol=1e-13)
    np.testing.assert_allclose(Z.std(axis=0), written.astype(float), rtol=1e-12)
    # The others are moved by the same amounts: a pixel of the test split that equals one of training becomes the same.
    k = int(written.argmax())
    value = test[0, k]
    d = int(np.argmax(train[:, k] == value))
    assert data.standardised(test, train)[0, k] == Z[d, k] and train[d, k] == value
    assert not np.allclose(data.standardised(test, train), data.standardised(test, test))


def test_a_column_that_is_constant_in_training_is_only_moved_whatever_its_rounding():
    by = np.full((1000, 1), 0.1)  # the mean of these rounds, and so does their deviation, which is not quite 0
    assert data.standardised(np.array([[0.1], [1.1]]), by).ravel() == pytest.approx([0, 1], abs=1e-12)


def test_unit_interval_stretches_each_column_to_0_and_1():
    values = np.array([[1.0, -5.0], [3.0, 0.0], [2.0, 5.0]])
    assert data.unit_interval(values).tolist() == [[0, 0], [1, 0.5], [0.5, 1]]
    assert values[0, 0] == 1
    assert data.unit_interval(np.array([4.0, 2.0])).tolist() == [1, 0]


@pytest.mark.parametrize("values", [np.ones((3, 1)), np.array([[1.0, 2.0], [1.0, 3.0]]), np.array([7.0])])
def test_a_column_of_one_value_cannot_be_stretched_and_is_refused(values):
    with pytest.raises(ValueError, match="a column holds one value only"):
        data.unit_interval(values)
