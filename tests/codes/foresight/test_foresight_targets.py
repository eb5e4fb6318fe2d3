"""Targets and the rivals that know only their past."""

import foresight_toys as toys
import numpy as np
import pandas as pd
import pytest

from regioncodes.codes.foresight.rivals import shrunk_forecast
from regioncodes.codes.foresight.targets import TARGETS, Target, last_known, later, past, series_of
from regioncodes.panel.units import usable_values

LAGS = {"grp_volume_index": 2, "population_avg": 1, "grp_per_capita": 2, "adv_tech_used": 1, "shares": 1}


def made(panel, indicators, target, regions=("RU-SVE", "RU-KGN")):
    return series_of(target, panel, usable_values(panel, indicators), list(regions), LAGS)


@pytest.fixture
def panel():
    return toys.panel()


def test_growth_a_head_is_that_of_the_volume_less_that_of_the_people(panel, indicators):
    found = made(panel, indicators, TARGETS["real_grp_per_head"])
    own = panel[panel["region"] == "RU-KGN"].pivot(index="year", columns="indicator", values="value")
    volume = own["grp_volume_index"].cumprod() / 100.0 ** np.arange(1, 21)
    head = np.log(volume / own["population_avg"])
    wanted = 100 * (head[2015] - head[2012]) / 3
    assert later(found.yearly, 2012, 3)[1] == pytest.approx(wanted)
    assert past(found, 2017, 3)[1] == pytest.approx(wanted)
    assert (found.lag, found.level_lag, found.last) == (2, 2, 2019)


def test_a_window_with_a_missing_year_has_no_growth(panel, indicators):
    gone = panel[~(panel["indicator"].eq("grp_volume_index") & panel["region"].eq("RU-KGN") & panel["year"].eq(2014))]
    found = made(gone, indicators, TARGETS["real_grp_per_head"])
    assert np.isnan(later(found.yearly, 2012, 3)[1])
    assert np.isfinite(later(found.yearly, 2012, 3)[0])
    assert np.isfinite(later(found.yearly, 2014, 3)[1])
    assert np.isnan(later(found.yearly, 2017, 3)).all()


def flagged(panel, indicator, flag):
    is_own = panel["indicator"].eq(indicator) & panel["year"].eq(2014) & panel["region"].eq("RU-SVE")
    return panel.assign(flags=panel["flags"].mask(is_own, flag))


def test_a_border_that_moves_is_no_growth_and_a_new_method_of_an_index_is_no_break(panel, indicators):
    target = TARGETS["real_grp_per_head"]
    moved = made(flagged(panel, "population_avg", "break_in_coverage"), indicators, target).yearly
    assert list(moved.index[moved["RU-SVE"].isna()]) == [2000, 2014]
    index = made(flagged(panel, "grp_volume_index", "break_in_method"), indicators, target).yearly
    assert list(index.index[index["RU-SVE"].isna()]) == [2000]


def test_counts_and_shares_change_and_their_methods_break(panel, indicators):
    found = made(flagged(panel, "adv_tech_used", "break_in_method"), indicators, TARGETS["technologies_used"])
    own = panel[panel["region"].eq("RU-SVE") & panel["indicator"].eq("adv_tech_used")].set_index("year")["value"]
    assert found.yearly.loc[2010, "RU-SVE"] == pytest.approx(100 * np.log((1 + own[2010]) / (1 + own[2009])))
    assert np.isnan(found.yearly.loc[2014, "RU-SVE"])
    share = Target("difference", "adv_tech_used", "adv_tech_used", False)
    assert made(panel, indicators, share).yearly.loc[2010, "RU-SVE"] == pytest.approx(own[2010] - own[2009])


def test_a_target_that_was_not_read_is_empty(panel, indicators):
    found = made(panel, indicators, TARGETS["innovative_goods_share"]._replace(indicator="shares", level="shares"))
    assert found.last is None
    assert np.isnan(later(found.yearly, 2012, 1)).all()


def test_the_last_figure_of_the_window_is_known():
    frame = pd.DataFrame({"a": [1.0, 2.0, np.nan], "b": [np.nan, np.nan, 5.0]}, index=[2010, 2011, 2012])
    np.testing.assert_array_equal(last_known(frame, 2012, 2), [2.0, 5.0])
    np.testing.assert_array_equal(last_known(frame, 2013, 2), [np.nan, 5.0])


def panel_of_slopes(slope, spread, years=12, regions=400, seed=4):
    """Autoregressions of one slope around means of a spread, and those means."""
    random = np.random.default_rng(seed)
    means, own = spread * random.normal(size=regions), np.zeros((years + 50, regions))
    for year in range(1, years + 50):
        own[year] = slope * own[year - 1] + random.normal(size=regions)
    return pd.DataFrame(own[-years:] + means, index=range(2000, 2000 + years)), means


def test_white_noise_foretells_nothing():
    frame, _ = panel_of_slopes(0.0, 0.0)
    found = shrunk_forecast(frame, 2011, 12, 1, 1)
    assert np.abs(found).max() < 0.1


def test_persistent_deviations_fade_by_their_slope():
    frame, _ = panel_of_slopes(0.6, 0.0)
    last = frame.loc[2011] - frame.loc[2011].mean()
    for gap, horizon in [(0, 1), (2, 3)]:
        found = shrunk_forecast(frame, 2011, 12, gap, horizon)
        wanted = np.mean([0.6 ** (gap + step) for step in range(1, horizon + 1)])
        assert np.polyfit(last, found, 1)[0] == pytest.approx(wanted, abs=0.1)


def test_lasting_means_are_kept_but_shrunk():
    frame, means = panel_of_slopes(0.0, 0.5)
    found = shrunk_forecast(frame, 2011, 12, 1, 3)
    # Of the spread of sample means 0.25 / (0.25 + 1 / 12) is that of the true ones.
    seen = frame.mean() - frame.mean().mean()
    assert np.polyfit(seen, found, 1)[0] == pytest.approx(0.75, abs=0.06)
    assert np.square(found - means).mean() < np.square(seen - means).mean()


def test_a_region_without_the_last_year_or_with_few_years_has_no_forecast():
    frame, _ = panel_of_slopes(0.5, 0.5, regions=6)
    frame.loc[2011, 0] = np.nan
    frame.loc[:2008, 1] = np.nan
    found = shrunk_forecast(frame, 2011, 12, 1, 1)
    assert np.isnan(found[:2]).all()
    assert np.isfinite(found[2:]).all()
    assert np.isnan(shrunk_forecast(frame, 2012, 12, 1, 1)).all()
