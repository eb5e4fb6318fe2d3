"""Permuted histories of regions: exact where they can be enumerated, right in size, and what they can see."""

from itertools import permutations, product

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from regioncodes.codes.foresight.permutations import (
    block_test,
    district_p_value,
    orders,
    permutation_test,
    smallest_seen,
)
from regioncodes.codes.foresight.scores import rank_scores


def scores(seed, origins, regions):
    return (rank_scores(part) for part in np.random.default_rng(seed).normal(size=(2, origins, regions)))


def test_the_statistic_is_the_mean_of_the_correlations_of_the_origins():
    mine, theirs = scores(1, 6, 12)
    test = permutation_test(mine, theirs, 99, 1)
    assert test.correlation == pytest.approx((mine * theirs).sum(axis=1).mean(), abs=1e-12)


def test_the_observed_order_counts_among_the_drawn_ones():
    mine, theirs = scores(3, 4, 9)
    drawn = [(mine[:, order] * theirs).sum(axis=1).mean() for order in orders((0,) * 9, 50, 7)]
    as_far = np.sum(np.abs(drawn) >= abs((mine * theirs).sum(axis=1).mean()))
    assert permutation_test(mine, theirs, 50, 7).p_value == pytest.approx((1 + as_far) / 51)


def test_p_values_come_near_to_those_of_all_orders():
    mine, theirs = scores(4, 3, 6)
    every = [(mine[:, list(order)] * theirs).sum(axis=1).mean() for order in permutations(range(6))]
    observed = (mine * theirs).sum(axis=1).mean()
    exact = np.mean(np.abs(every) >= abs(observed) - 1e-12)
    test = permutation_test(mine, theirs, 20_000, 1)
    assert test.p_value == pytest.approx(exact, abs=0.012)
    assert test.spread == pytest.approx(np.std(every), rel=0.02)
    assert test.lowest_p_value == pytest.approx(1 / 720)


def test_regions_exchange_histories_within_their_group_alone():
    groups = (0, 1, 0, 1, 0, 2)
    drawn = orders(groups, 500, 3)
    np.testing.assert_array_equal(np.sort(drawn, axis=1), np.tile(np.arange(6), (500, 1)))
    assert (np.array(groups)[drawn] == groups).all()
    assert len(np.unique(drawn, axis=0)) == 12


def test_groups_are_held_against_their_own_mean():
    mine, theirs = scores(8, 4, 7)
    groups = np.array([0, 0, 0, 0, 1, 1, 2])
    ways = [[*a, *(4 + np.array(b)), 6] for a, b in product(permutations(range(4)), permutations(range(2)))]
    every = np.array([(mine[:, way] * theirs).sum(axis=1).mean() for way in ways])
    observed = (mine * theirs).sum(axis=1).mean()
    exact = np.mean(np.abs(every - every.mean()) >= abs(observed - every.mean()) - 1e-12)
    test = permutation_test(mine, theirs, 20_000, 1, groups)
    assert test.p_value == pytest.approx(exact, abs=0.012)
    assert test.lowest_p_value == pytest.approx(1 / 48)


def test_a_p_value_hangs_on_the_seed_alone():
    mine, theirs = scores(1, 6, 12)
    one, same, other = (permutation_test(mine, theirs, 99, seed).p_value for seed in (1, 1, 2))
    assert one == same != other


def test_the_smallest_correlation_is_at_the_edge_of_the_test():
    mine, theirs = scores(2, 5, 15)
    test = permutation_test(mine, theirs, 999, 1)
    # Half the power is at the critical size, at which the p-value is just within the level.
    critical = smallest_seen(test, 0.5)
    assert (
        (1 + (test.sizes >= critical + 1e-12).sum()) / 1000
        <= 0.05
        < (1 + (test.sizes >= critical - 1e-12).sum()) / 1000
    )
    assert smallest_seen(test, 0.8) == pytest.approx(critical + 0.8416 * test.spread, rel=1e-4)
    assert smallest_seen(test, 0.8, 0.0125) > smallest_seen(test, 0.8)


def test_a_level_out_of_reach_sees_nothing():
    test = permutation_test(*scores(2, 5, 15), 99, 1)
    assert np.isnan(smallest_seen(test, 0.8, 0.001))
    few = permutation_test(*scores(2, 5, 3), 999, 1)
    assert few.lowest_p_value == pytest.approx(1 / 6)
    assert np.isnan(smallest_seen(few, 0.8))


def test_blocks_share_no_year_and_are_tested_by_students_t():
    correlations = np.array([0.1, 0.9, 0.9, 0.3, 0.9, 0.9, 0.2, 0.9])
    found = block_test(correlations, 3)
    wanted = ttest_1samp([0.1, 0.3, 0.2], 0.0)
    assert (found.blocks, found.lowest_p_value) == (3, 0.25)
    assert (found.statistic, found.p_value) == pytest.approx((wanted.statistic, wanted.pvalue))
    assert np.isnan(block_test(correlations, 5).p_value)


def test_districts_flip_their_signs():
    mine, theirs = scores(6, 4, 9)
    districts = np.array(list("aaabbbccc"))
    parts = (mine * theirs).mean(axis=0).reshape(3, 3).sum(axis=1)
    every = [abs(np.dot(signs, parts)) for signs in product([-1, 1], repeat=3)]
    wanted = np.mean(np.array(every) >= abs(parts.sum()) - 1e-12)
    assert district_p_value(mine, theirs, districts) == pytest.approx(wanted)
    assert np.isnan(district_p_value(mine, theirs, np.array(["a"] * 9)))
