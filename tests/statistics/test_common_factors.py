import numpy as np
import pytest

from regioncodes.statistics.common_factors import Factor, common_factors, steps_with_factors


def estimates(factors, count, *, regions=80, years=8, draws=200, seed=4):
    """Shares, persistence and what is alike of the estimated factors (draws, count, 3) of simulated panels."""
    steps = steps_with_factors((draws, regions, years), factors, np.random.default_rng(seed))
    found = [common_factors(own, np.arange(years), count) for own in steps]
    return np.array([[(factor.share, factor.persistence, factor.alike) for factor in own] for own in found])


@pytest.mark.parametrize("planted", [Factor(0.3, 0.5, 1.0), Factor(0.3, 0.5, 0.6), Factor(0.6, 0.5, 0.9)])
def test_a_planted_factor_is_found_with_its_share_persistence_and_what_is_alike(planted):
    """Eight yearly changes of 80 regions, as the study has: right on average, but for what so few years allow.

    Regions brought to equal variance come nearer to each other, so that a strong factor seems more alike than it is.
    """
    found = estimates([planted], 1).mean(axis=0)[0]
    assert found == pytest.approx([planted.share, planted.persistence, planted.alike], abs=0.1)


def test_in_many_years_each_of_two_planted_factors_is_found():
    planted = [Factor(0.4, 0.6, 0.9), Factor(0.2, 0.2, 0.0)]
    found = estimates(planted, 2, regions=200, years=80, draws=20).mean(axis=0)
    assert found[0] == pytest.approx([0.4, 0.6, 0.9], abs=0.07)
    assert found[1] == pytest.approx([0.2, 0.2, 0.0], abs=0.07)


def test_noise_has_hardly_a_factor_and_none_has_numbers_of_its_own():
    found = estimates([], 2)
    assert found[:, :, 0].mean(axis=0).max() < 0.06
    within = found[found[:, :, 0] == 0]
    assert len(within) > 200
    assert not within.any()


def test_levels_and_spread_of_the_regions_change_no_factor():
    steps = steps_with_factors((1, 30, 9), [Factor(0.5, 0.4, 0.8)], np.random.default_rng(2))[0]
    other = steps * np.linspace(0.1, 9, 30)[:, None] + np.arange(30)[:, None]
    for one, two in zip(common_factors(steps, np.arange(9), 2), common_factors(other, np.arange(9), 2), strict=True):
        assert [one.share, one.persistence, one.alike] == pytest.approx([two.share, two.persistence, two.alike])


def test_the_persistence_is_read_off_consecutive_years_alone():
    path = np.array([3.0, 1, 2, -1, 0, -4, 1.5, -2])
    changes = np.outer(np.linspace(1, 2, 12), path) + 0.01 * np.random.default_rng(1).standard_normal((12, 8))
    years = np.array([2006, 2007, 2008, 2009, 2011, 2012, 2013, 2014])
    whole, parted = (common_factors(changes, own, 1)[0].persistence for own in (np.arange(8), years))
    follows = [0, 1, 2, 4, 5, 6]
    slope = np.polyfit(path[follows], path[np.array(follows) + 1], 1)[0]
    assert parted == pytest.approx(np.clip((6 * slope + 1) / 3, 0, 0.9), abs=0.02)
    assert whole != parted


def test_simulated_steps_have_unit_variance_and_the_factors_autocorrelation():
    steps = steps_with_factors((60, 50, 60), [Factor(0.6, 0.7, 1.0)], np.random.default_rng(3))
    assert steps.var() == pytest.approx(1, abs=0.06)
    means = steps.mean(axis=1)
    assert np.mean(means[:, 1:] * means[:, :-1]) == pytest.approx(0.6 * 0.7, abs=0.06)
