"""Scores of a predictor against SciPy, against closed forms, and without a look ahead."""

import numpy as np
import pytest
from scipy.stats import mannwhitneyu, spearmanr

from regioncodes.codes.foresight.scores import (
    above_less_below,
    above_median,
    areas_under_curve,
    deviations,
    forecasts,
    rank_scores,
)


@pytest.fixture(scope="module")
def cells():
    """Predictor and outcome of nine origins and thirty regions, with ties and gaps in both."""
    random = np.random.default_rng(5)
    values, later = random.normal(size=(2, 9, 30)).round(1)
    later = (later + 0.4 * values).round(2)
    gaps = random.random((9, 30)) < 0.15
    return np.where(gaps, np.nan, values), np.where(gaps, np.nan, later)


def test_products_of_rank_scores_are_spearmans_correlations(cells):
    values, later = cells
    found = (rank_scores(values) * rank_scores(later)).sum(axis=1)
    known = np.isfinite(values)
    wanted = [spearmanr(one[own], other[own]).statistic for one, other, own in zip(values, later, known, strict=True)]
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-12)


def test_a_row_without_a_difference_has_no_scores():
    assert not rank_scores(np.array([[3.0, 3.0, 3.0 + 1e-14], [np.nan, np.nan, np.nan]])).any()


def test_sums_of_the_same_terms_in_another_order_tie():
    one, other = (0.1 + 0.2) + 0.3, 0.1 + (0.2 + 0.3)
    assert one != other
    np.testing.assert_array_equal(rank_scores(np.array([[one, other, 1.0]]))[0, :2], [-(1 / 6**0.5)] * 2)


def test_the_area_under_the_curve_is_mann_whitneys_and_counts_pairs(cells):
    values, later = cells
    found = areas_under_curve(values, later)
    for row in range(len(values)):
        known = np.isfinite(values[row])
        above = later[row, known] > np.median(later[row, known])
        own = values[row, known]
        wanted = mannwhitneyu(own[above], own[~above]).statistic / (above.sum() * (~above).sum())
        pairs = own[above][:, None] - own[~above]
        assert found[row] == pytest.approx(wanted, abs=1e-12)
        assert found[row] == pytest.approx(((pairs > 0) + 0.5 * (pairs == 0)).mean(), abs=1e-12)


def test_the_area_of_two_normals_has_its_closed_form():
    random = np.random.default_rng(3)
    later = np.tile([0.0, 1.0], 20_000)[None]
    shifted = random.normal(size=later.shape) + later
    # Φ(d / √2) for unit variances a distance d apart: Φ(0.7071) = 0.7602.
    assert areas_under_curve(shifted, later)[0] == pytest.approx(0.7602, abs=0.006)


def test_half_of_the_regions_lie_above_the_median(cells):
    _, later = cells
    for row in later:
        np.testing.assert_array_equal(above_median(row[None])[0], row > np.nanmedian(row))


def test_growth_above_zero_less_growth_below_it():
    values = np.array([[1.0, 2.0, -1.0, 0.0, np.nan], [1.0, 1.0, 1.0, 1.0, 1.0]])
    later = np.array([[5.0, 7.0, 1.0, 2.0, np.nan], [1.0, 2.0, 3.0, 4.0, 5.0]])
    found = above_less_below(values, later)
    assert found[0] == pytest.approx(6.0 - 1.5)
    assert np.isnan(found[1])


def test_a_forecast_is_the_line_through_the_origins_whose_outcome_was_out(cells):
    values, later = cells
    origins = np.arange(2009, 2018)
    found = forecasts(values, later, origins, delay=3)
    assert np.isnan(found[:5]).all()
    for row in range(5, 9):
        train = slice(0, row - 2)
        own, outcome = (deviations(part[train])[np.isfinite(values[train])] for part in (values, later))
        slope = np.linalg.lstsq(own[:, None], outcome, rcond=None)[0][0]
        np.testing.assert_allclose(found[row], slope * deviations(values)[row], rtol=1e-12)


def test_what_came_after_an_origin_changes_no_forecast_at_it(cells):
    values, later = cells
    origins = np.arange(2009, 2018)
    changed = later.copy()
    changed[4:] = 1000 - later[4:]
    one, other = (forecasts(values, part, origins, delay=3) for part in (later, changed))
    np.testing.assert_array_equal(one[:7], other[:7])
    assert not np.array_equal(one[7], other[7])


def test_a_predictor_without_differences_foretells_none(cells):
    _, later = cells
    found = forecasts(np.where(np.isfinite(later), 0.1, np.nan), later, np.arange(9), delay=1)
    np.testing.assert_array_equal(found[3:][np.isfinite(later[3:])], 0.0)
