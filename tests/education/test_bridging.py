import numpy as np
import pandas as pd
import pytest

from regioncodes.education.bridging import bridged, predicted

YEARS = list(range(2000, 2012))
VALUES = [17.0, 19, 18.5, 20.5, 22.5, 21.5, 22, 25, 25.5, 25, 26, 26.5]


def series(values=VALUES, years=YEARS):
    return pd.Series(values, index=years, dtype=float)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_bridge_and_forecast_are_those_of_an_independent_kalman_smoother(share):
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    values = series()
    values.loc[[2004, 2005]] = np.nan
    model = UnobservedComponents(
        np.append(values.to_numpy(), [np.nan] * 3), level="local linear deterministic trend", use_exact_diffuse=True
    )
    smoothed = model.smooth([1 - share, share])
    gaps = [2004, 2005, 2012, 2013, 2014]
    mean, scale, _ = predicted(values.dropna(), gaps, share)
    at = [year - 2000 for year in gaps]
    assert mean == pytest.approx(smoothed.smoothed_state[0, at], rel=1e-6)
    # The smoother's variances are for a variance of one and leave out the noise of the year itself.
    ratio = (smoothed.smoothed_state_cov[0, 0, at] + 1 - share) / np.diag(scale)
    assert ratio == pytest.approx(np.full(5, ratio[0]), rel=1e-6)


def test_published_years_are_kept_and_bridged_ones_are_flagged():
    table, paths = bridged(series(), [2010, 2011, 2012, 2013], draws=400, seed=1)
    assert table["flags"].tolist() == ["", "", "estimate", "estimate"]
    assert table["value"].tolist()[:2] == [26.0, 26.5]
    assert (paths[:, :2] == [26.0, 26.5]).all()
    assert (table["lower_95"] < table["value"]).tolist() == [False, False, True, True]


def test_the_band_widens_with_the_distance_from_the_last_published_year():
    table, _ = bridged(series(), [2012, 2014, 2018], draws=4000, seed=1)
    width = table["upper_95"] - table["lower_95"]
    assert width.is_monotonic_increasing


def test_adding_a_line_to_the_series_adds_it_to_the_bridge():
    years = [2012, 2013]
    plain, _ = bridged(series(), years, draws=300, seed=1)
    tilted, _ = bridged(series(np.array(VALUES) + 2.0 * np.arange(12) + 5), years, draws=300, seed=1)
    assert tilted["value"].to_numpy() - plain["value"].to_numpy() == pytest.approx([29.0, 31.0])


def test_bands_cover_walks_with_noise_about_as_often_as_they_say():
    random = np.random.default_rng(4)
    covered = []
    for _ in range(200):
        walk = np.cumsum(0.8 + 0.6 * random.standard_normal(17)) + 0.5 * random.standard_normal(17)
        table, _ = bridged(series(walk[:14], range(2000, 2014)), [2014, 2015, 2016], draws=300, seed=2)
        covered.append((table["lower_95"] <= walk[14:]) & (walk[14:] <= table["upper_95"]))
    assert np.mean(covered) == pytest.approx(0.95, abs=0.04)


def test_four_values_are_too_few():
    with pytest.raises(ValueError, match="at least five"):
        bridged(series(VALUES[:4], YEARS[:4]), [2005], draws=10, seed=1)


@pytest.mark.parametrize(("start", "step"), [(21.3, 0.7), (0.07, 0.1), (1e5 + 0.3, -0.3)])
def test_a_series_on_a_straight_line_is_continued_without_a_band(start, step):
    line = series([start + step * place for place in range(12)]).drop([2004, 2005])
    table, _ = bridged(line, list(range(2003, 2015)), draws=200, seed=1)
    assert table["value"].to_numpy() == pytest.approx(start + step * np.arange(3, 15), rel=1e-12)
    assert (table["upper_95"] - table["lower_95"]).to_numpy() == pytest.approx(np.zeros(12), abs=1e-11 * abs(start))
