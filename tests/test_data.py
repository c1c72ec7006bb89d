"""The data sets are what their sources say they are."""

from importlib.resources import files

import numpy as np
import pytest

from nnlib import data

SETS = [data.dosage, data.han_kamber, data.nino_year]


@pytest.mark.parametrize("load", SETS, ids=lambda load: load.__name__)
def test_a_data_set_has_a_row_for_each_sample_a_meaning_a_source_and_a_licence(load):
    X, Y, meaning, source, licence = load()
    assert X.ndim == Y.ndim == 2 and len(X) == len(Y) > 0 and X.dtype == Y.dtype == float
    assert np.isfinite(X).all() and np.isfinite(Y).all()
    assert all(len(text) > 5 for text in (meaning, source, licence))


@pytest.mark.parametrize("load", [*SETS, data.elnino], ids=lambda load: load.__name__)
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
                                           20.58]  # fmt: skip


def test_the_mean_year_begins_in_october():
    assert data.nino_year().Y[0, 0] == pytest.approx(data.elnino()[:, 9].mean(), rel=1e-15)
    assert data.nino_year().Y.argmax() == 5  # March


def test_unit_interval_stretches_each_column_to_0_and_1():
    values = np.array([[1.0, -5.0], [3.0, 0.0], [2.0, 5.0]])
    assert data.unit_interval(values).tolist() == [[0, 0], [1, 0.5], [0.5, 1]]
    assert values[0, 0] == 1
    assert data.unit_interval(np.array([4.0, 2.0])).tolist() == [1, 0]


@pytest.mark.parametrize("values", [np.ones((3, 1)), np.array([[1.0, 2.0], [1.0, 3.0]]), np.array([7.0])])
def test_a_column_of_one_value_cannot_be_stretched_and_is_refused(values):
    with pytest.raises(ValueError, match="a column holds one value only"):
        data.unit_interval(values)
