"""Half-lives of panels whose slopes are known, under noise and in few years."""

import numpy as np
import pytest

from regioncodes.codes.foresight.stability import COLUMNS, stability

CODES = ("production", "institutional", "social")


def panel(slope, noise, seed=1, years=20, regions=600, step=1.0):
    """Autoregressions around lasting levels and shared years, seen with noise: regions × years."""
    random = np.random.default_rng(seed)
    own = np.zeros((regions, years + 200))
    for year in range(1, years + 200):
        own[:, year] = slope * own[:, year - 1] + step * random.normal(size=regions)
    levels, shared = random.normal(size=(regions, 1)), random.normal(size=(1, years))
    return own[:, -years:] + 2 * levels + 3 * shared + noise * random.normal(size=(regions, years))


def found(*panels):
    return stability(np.stack(panels, axis=1)).set_index("code")


@pytest.fixture(scope="module")
def levels():
    return found(panel(0.5, 0.0), panel(0.8, 0.7), panel(0.9, 0.5))


@pytest.mark.parametrize(("code", "slope"), [("production", 0.5), ("institutional", 0.8), ("social", 0.9)])
def test_the_slope_is_found_under_noise_and_in_twenty_years(levels, code, slope):
    row = levels.loc[code]
    assert row["persistence"] == pytest.approx(slope, abs=0.05)
    assert row["persistence_lower_95"] < slope < row["persistence_upper_95"]
    assert row["half_life_years"] == pytest.approx(np.log(0.5) / np.log(row["persistence"]))
    assert row["half_life_lower_95"] < row["half_life_years"] < row["half_life_upper_95"]
    # A plain regression is too low by noise and by the bias of short series.
    assert row["persistence_uncorrected"] < slope - 0.04


def test_the_share_of_noise_is_found(levels):
    # 0.49 of the variance within against 1 / (1 - 0.64) = 2.78 of the autoregression, a part of which is in the means.
    assert levels.loc["production", "noise_percent"] == pytest.approx(0, abs=6)
    assert 13 < levels.loc["institutional", "noise_percent"] < 25


def test_rates_are_found_from_noisy_levels():
    rate = panel(0.6, 0.0, years=19, seed=3)
    level = np.concatenate([np.zeros((600, 1)), rate.cumsum(axis=1)], axis=1)
    noise = 0.6 * np.random.default_rng(9).normal(size=level.shape)
    row = found(level + noise, level + noise, level + noise).loc["innovation"]
    assert row["persistence"] == pytest.approx(0.6, abs=0.05)
    assert row["persistence_uncorrected"] < 0.45


def test_limits_hold_the_slope_as_often_as_they_say():
    inside = []
    for seed in range(40):
        table = found(*(panel(0.7, 0.5, seed=3 * seed + part, regions=80) for part in range(3)))
        inside += list(
            table.loc[list(CODES), "persistence_lower_95"].fillna(0).lt(0.7)
            & table.loc[list(CODES), "persistence_upper_95"].fillna(1).gt(0.7)
        )
    assert 0.89 <= np.mean(inside) <= 0.99


def test_variances_are_those_of_means_and_of_what_is_around_them():
    table = found(*[panel(0.0, 0.0, step=0.5)] * 3)
    row = table.loc["production"]
    assert row["variance_between"] == pytest.approx(4 + 0.25 / 20, rel=0.15)
    assert row["variance_within"] == pytest.approx(0.25, rel=0.03)
    assert row["between_percent"] == pytest.approx(94, abs=1.5)


def test_a_slow_code_is_slower_than_its_hasty_rate(levels):
    assert levels.loc["institutional", "verdict"] == "slower"
    assert np.isnan(levels.loc["information", "persistence"])
    assert levels.loc["information", "status"] == "shorter_than_can_be_told"


def test_a_walk_lasts_longer_than_can_be_told():
    walks = [found(*[panel(1.0, 0.2, seed=seed)] * 3).loc["social"] for seed in range(4)]
    assert {row["status"] for row in walks} == {"estimated", "longer_than_can_be_told"}
    for row in walks:
        assert np.isnan(row["half_life_upper_95"])
        assert row["persistence_lower_95"] > 0.9


def test_few_years_constants_and_gaps_have_a_status():
    short = panel(0.5, 0.1)[:, :7]
    assert set(found(short, short, short)["status"]) == {"too_few"}
    flat = np.zeros((30, 12))
    assert set(found(flat, flat, flat)["status"]) == {"constant"}
    gap = panel(0.5, 0.1, regions=40)
    gap[:, 8] = np.nan
    gap[:5, 12] = np.nan
    row = found(gap, gap, gap).loc["production"]
    assert (row["regions"], row["years"]) == (35, 11)
    nothing = stability(np.full((20, 3, 0), np.nan))
    assert set(nothing["status"]) == {"too_few"}
    assert list(nothing) == COLUMNS
