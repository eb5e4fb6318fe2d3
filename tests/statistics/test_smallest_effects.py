"""The smallest correlation that a test by signs of blocks could have seen: planted, it is seen as often as is said."""

import numpy as np
import pandas as pd
import pytest

from regioncodes.statistics.permutations import partial_correlation, sign_flip_p_value, with_verdicts
from regioncodes.statistics.smallest_effects import _sign_patterns, smallest_effect, with_smallest_effects


def trajectories(generator, blocks, regions, memory=0.8, shared=0.4):
    """Regions × 8 years: autocorrelated, part of each shock shared by its block, net of means of regions and years."""
    own = generator.normal(size=(blocks, regions, 8)) + shared * generator.normal(size=(blocks, 1, 8))
    values = own.reshape(-1, 8)
    for year in range(1, 8):
        values[:, year] += memory * values[:, year - 1]
    values = values - values.mean(axis=1, keepdims=True) - values.mean(axis=0) + values.mean()
    return values / np.linalg.norm(values)


def power_of_the_size_found(blocks, regions, level, data_sets, tries, seed):
    """Mean share of new data sets in which the test sees a correlation of the size that a first one gave."""
    generator = np.random.default_rng(seed)
    place = np.repeat(np.arange(blocks), regions)
    rejected = []
    for _ in range(data_sets):
        left, right = (trajectories(generator, blocks, regions) for _ in range(2))
        shares, scores = (np.bincount(place, (left * other).sum(axis=1)) for other in (left, right))
        size = smallest_effect(shares, scores, level=level, share=0.8)
        for _ in range(tries):
            planted = size * left + np.sqrt(1 - size**2) * trajectories(generator, blocks, regions)
            p_value = sign_flip_p_value(np.bincount(place, (left * planted).sum(axis=1)))
            rejected.append(p_value <= level)
    return np.mean(rejected)


def test_a_planted_correlation_of_the_size_found_is_seen_in_four_of_five_data_sets():
    # 60 data sets of 40 tries, whose sizes differ: the standard error is about 0.02.
    assert power_of_the_size_found(8, 10, 0.05, 60, 40, seed=1) == pytest.approx(0.8, abs=0.06)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("blocks", "regions", "level"), [(8, 10, 0.05 / 6), (8, 10, 0.05), (6, 1, 0.05), (12, 1, 0.05 / 3)]
)
def test_the_power_holds_with_other_blocks_and_levels(blocks, regions, level):
    # Blocks of one region are not equally noisy for their share, as is taken; with six of them that costs some points.
    assert power_of_the_size_found(blocks, regions, level, 300, 60, seed=2) == pytest.approx(0.8, abs=0.05)


def test_more_noise_a_stricter_level_and_more_power_need_a_larger_correlation():
    generator = np.random.default_rng(3)
    shares, scores = generator.dirichlet(np.full(8, 5.0)), 0.03 * generator.normal(size=8)
    plain = smallest_effect(shares, scores, level=0.05, share=0.8)
    assert 0 < plain < smallest_effect(shares, scores, level=0.01, share=0.8)
    assert plain < smallest_effect(shares, 2 * scores, level=0.05, share=0.8)
    assert plain < smallest_effect(shares, scores, level=0.05, share=0.9)
    # The sign of what was found and the order of the blocks say nothing of the noise.
    assert smallest_effect(shares, -scores, level=0.05, share=0.8) == pytest.approx(plain, abs=1e-6)
    assert smallest_effect(shares[::-1], scores[::-1], level=0.05, share=0.8) == pytest.approx(plain, rel=0.1)


def test_what_so_few_blocks_cannot_tell_has_no_size():
    shares, scores = np.full(5, 0.2), np.array([0.1, -0.1, 0.05, 0.02, -0.03])
    assert np.isnan(smallest_effect(shares, scores, level=0.05, share=0.8))
    assert smallest_effect(shares, scores, level=0.0625, share=0.8) <= 1


def test_signs_are_all_there_or_a_balanced_fraction():
    whole = _sign_patterns(4)
    assert len(np.unique(whole, axis=0)) == len(whole) == 8
    many = _sign_patterns(18)
    assert many.shape == (1024, 18)
    assert many.T @ many == pytest.approx(1024 * np.eye(18))


def test_a_family_shares_its_level_and_a_status_has_no_size():
    generator = np.random.default_rng(4)
    cells = pd.DataFrame(generator.normal(size=(320, 3)), columns=list("abc"))
    cells = cells.assign(region=np.repeat(np.arange(40), 8), block=np.repeat(np.arange(8), 40))
    options = {"controls": [], "effects": ["region"], "block": "block"}
    rows = [partial_correlation(cells, "a", other, **options) for other in "bc"]
    rows.append(partial_correlation(cells.assign(c=1.0), "a", "c", **options))
    tests = with_verdicts(pd.DataFrame(rows).assign(family="one"), ["family"])
    found = with_smallest_effects(tests, ["family"], 0.8)
    assert found["smallest_seen"].isna().tolist() == [False, False, True]
    assert (found["smallest_seen"] > found["smallest_seen_alone"])[:2].all()
    alone = with_smallest_effects(tests.assign(family=[0, 1, 2]), ["family"], 0.8)
    assert (alone["smallest_seen"] == alone["smallest_seen_alone"])[:2].all()
    none = with_smallest_effects(
        with_verdicts(pd.DataFrame(rows[2:]).assign(family="one"), ["family"]), ["family"], 0.8
    )
    assert none["smallest_seen"].isna().all()
