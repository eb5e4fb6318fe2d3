"""The floors of gate.FLOORS, each held against the size of its test where nothing is to be found."""

from functools import partial
from itertools import permutations

import numpy as np
import pytest
from scipy import stats

from regioncodes.statistics import batches, gate
from regioncodes.statistics.gate import FLOORS, STATUSES, too_few

LEVEL = 0.05
DRAWS = 20_000
PANELS = 3_000
YEARS = 9
FEWEST = {method: floor.fewest for method, floor in FLOORS.items()}


@pytest.fixture
def without_floors(monkeypatch):
    """Every method gives what numbers it has, however few the points."""
    for method, floor in FLOORS.items():
        monkeypatch.setitem(gate.FLOORS, method, floor._replace(fewest=2))
    monkeypatch.setattr(batches, "FEWEST_GROUPS", 2)


def regressors(shape, generator):
    """A trend, figures without order, and a walk with a trend."""
    trend = np.broadcast_to(np.arange(shape[-1]) ** 1.2, shape)
    return [trend, generator.standard_normal(shape), np.cumsum(generator.normal(1, 1, shape), axis=-1)]


def of_lines(method, count):
    generator = np.random.default_rng([5, count])
    shape = (DRAWS, count)
    for regressor in regressors(shape, generator):
        yield batches.series_p_values(regressor, generator.standard_normal(shape))["levels", method]


def of_panels(method, count):
    generator = np.random.default_rng([7, count])
    shape = (PANELS, count, YEARS)
    walk = regressors(shape, generator)[-1]
    found = batches.panel_p_values(walk, generator.standard_normal(shape))
    yield from (found[name, method] for name in batches.PANEL_ESTIMATORS if (name, method) in found)


def size_by_order(count, is_rejected):
    """Share of all orders of so many figures that a test rejects which counts the pairs out of order alone."""
    shares = np.ones(1)
    for length in range(2, count + 1):
        shares = np.convolve(shares, np.ones(length)) / length
    return sum(share for discordant, share in enumerate(shares) if is_rejected(with_discordant(count, discordant)))


def with_discordant(count, discordant):
    """Figures of which so many pairs are out of order, all their differences distinct."""
    left, order = discordant, []
    for place in range(count):
        taken = min(place, left)
        left -= taken
        order.insert(place - taken, place)
    assert left == 0
    return np.argsort(order) + 0.1 * np.sqrt(np.arange(count))


def spearman(count):
    """Size of the test by all orders."""
    ranks = np.arange(count) - (count - 1) / 2
    sums = np.abs(np.array(list(permutations(ranks))) @ ranks)
    ordered = np.sort(sums)
    p_values = 1 - np.searchsorted(ordered, sums - 0.01) / len(sums)
    return [np.mean(p_values <= LEVEL)]


def kendall(count):
    return [size_by_order(count, lambda y: stats.kendalltau(np.arange(count), y).pvalue <= LEVEL)]


def theil_sen(count):
    def misses_zero(y):
        found = stats.theilslopes(y, np.arange(count), 1 - LEVEL)
        return not found.low_slope <= 0 <= found.high_slope

    return [size_by_order(count, misses_zero)]


def rejected(p_values, method, count):
    return [np.mean(own <= LEVEL) for own in p_values(method, count)]


SIZES = {
    **{name: partial(rejected, of_lines, name) for name in ("hc3", "fixed_b")},
    **{
        name: partial(rejected, of_panels, name)
        for name in ("cr1", "cr2", "cr_region_year", "wild_rademacher", "wild_webb", "ibragimov_muller")
    },
    "spearman": spearman,
    "kendall": kendall,
    "theil_sen": theil_sen,
}


def is_within_a_factor_of_two(sizes):
    return all(LEVEL / 2 <= size <= 2 * LEVEL for size in sizes)


@pytest.mark.parametrize("method", SIZES)
def test_a_test_is_off_its_level_just_below_its_floor_and_not_from_there_on(method, without_floors):
    fewest = FEWEST[method]
    # One region has no spread at all.
    if fewest > 2:
        assert not is_within_a_factor_of_two(SIZES[method](fewest - 1))
    assert is_within_a_factor_of_two(SIZES[method](fewest))


@pytest.mark.slow
@pytest.mark.parametrize("method", SIZES)
def test_a_test_stays_within_a_factor_of_two_of_its_level_above_its_floor(method, without_floors):
    most = 9 if method == "spearman" else 12  # all orders of more figures are too many
    for count in range(FEWEST[method] + 1, most + 1):
        assert is_within_a_factor_of_two(SIZES[method](count)), count


@pytest.mark.parametrize("estimator", batches.ESTIMATORS)
def test_errors_over_nine_years_hold_in_a_panel_too(estimator):
    generator = np.random.default_rng(11)
    differenced = estimator in batches.DIFFERENCES
    shape = (DRAWS // 2, 6, FEWEST["fixed_b"] + differenced)
    walk = regressors(shape, generator)[-1]
    # One estimator at a time and no bootstrap, which would take a minute for so many panels.
    fit = batches._fitted(walk, generator.standard_normal(shape), estimator)
    assert is_within_a_factor_of_two([np.mean(batches._tests_of_points(fit)["fixed_b"] <= LEVEL)])


def test_four_unrelated_points_have_a_high_r_squared_more_often_than_one_time_in_twenty_and_five_have_not():
    high = [stats.beta.sf(0.9, 0.5, (count - 2) / 2) for count in (4, 5)]
    assert high[1] < LEVEL < high[0]
    assert FLOORS["r_squared"].fewest == 5


def test_a_method_below_its_floor_says_what_there_is_too_little_of():
    assert [too_few("fixed_b", count) for count in (8, 9)] == ["too_few_years", ""]
    assert [too_few("kendall", count) for count in (6, 7)] == ["too_few_points", ""]
    assert [too_few("wild_rademacher", count) for count in (5, 6)] == ["too_few_clusters", ""]
    assert {floor.status for floor in FLOORS.values()} <= set(STATUSES)
