"""Whether a mean rank correlation could be chance: whole histories of regions permuted, and years beside it.

Neighbouring years tell much the same of a region, and codes and growth last; so the history of a region's predictor is
left whole and given to another region, the same one at all origins. Regions exchange histories with those that are in
the trial at the same origins, so that no year gains or loses a figure and ranks stay what they are. Of T origins the
mean of the correlations is then Σ_i C[π(i), i] with C = X'Y / T of the rank scores X and Y: one matrix serves all
permutations.
# Assumption: such regions are exchangeable under the null. What neighbours share would make the test reject too often;
the sums of federal districts, each with its sign flipped or not, are a coarser test that allows for it.
References: Anderson and Robinson (2001) Aust. N. Z. J. Stat. 43:75-88; Canay, Romano and Shaikh (2017) Econometrica
85:1013-1030 (signs of blocks).
"""

from collections.abc import Sequence
from functools import lru_cache
from math import factorial, prod
from typing import NamedTuple

import numpy as np

from regioncodes.statistics.permutations import LEVEL, sign_flip_p_value
from regioncodes.statistics.rounding import HAIR, reaches


class Permuted(NamedTuple):
    """A mean rank correlation and how it stands among those of permuted regions."""

    correlation: float
    p_value: float
    lowest_p_value: float  # that so many regions and permutations allow
    spread: float  # standard deviation of the permuted ones
    sizes: np.ndarray  # distances of the permuted ones from their mean, ascending


def permutation_test(
    predictor: np.ndarray, outcome: np.ndarray, draws: int, seed: int, alike: Sequence[int] | None = None
) -> Permuted:
    """The test of a mean rank correlation, two-sided. predictor, outcome: rank scores (scores.rank_scores), T × R.

    alike: R, numbers of the groups within which regions exchange their histories; one group where not said. The p-value
    counts the observed order among the permuted ones: (1 + as far from their mean) / (1 + draws).
    """
    table = predictor.T @ outcome / len(predictor)
    correlation, count = float(np.trace(table)), len(table)
    groups = np.zeros(count, dtype=int) if alike is None else np.asarray(alike)
    drawn = table[orders(tuple(groups.tolist()), draws, seed), np.arange(count)].sum(axis=1)
    same, sizes = groups[:, None] == groups, np.bincount(groups)
    centre = float((table * same / sizes[groups]).sum())
    as_far = int(reaches(np.abs(drawn - centre), abs(correlation - centre)).sum())
    ways = prod(factorial(min(size, 20)) for size in sizes.tolist())
    distances = np.sort(np.abs(drawn - centre))
    spread = float(np.sqrt(np.mean(distances**2)))
    return Permuted(correlation, (1 + as_far) / (1 + draws), max(1 / (1 + draws), 1 / ways), spread, distances)


@lru_cache(maxsize=4)
def orders(groups: tuple[int, ...], draws: int, seed: int) -> np.ndarray:
    """Orders of regions by chance within their groups, draws × regions; the same for all tests of such groups."""
    members, generator = np.array(groups), np.random.default_rng([seed, len(groups)])
    found = np.tile(np.arange(len(groups)), (draws, 1))
    for group in np.unique(members):
        own = np.flatnonzero(members == group)
        found[:, own] = generator.permuted(found[:, own], axis=1)
    return found


def smallest_seen(test: Permuted, power: float, level: float = LEVEL) -> float:
    """The smallest mean rank correlation that the test sees with a power, from the spread of the permuted ones.

    # Assumption: around a correlation that is not zero it spreads as around zero. Missing where the level cannot be
    reached, or where more than 1 would be needed.
    """
    from scipy.special import ndtri

    if test.lowest_p_value > level + HAIR:
        return np.nan
    # The size with (1 + as far) / (1 + draws) at the level.
    beyond = int(np.floor(level * (len(test.sizes) + 1) + HAIR)) - 1
    critical = test.sizes[len(test.sizes) - 1 - beyond]
    found = critical + ndtri(power) * test.spread
    return float(found) if found <= 1 else np.nan


class BlockTest(NamedTuple):
    """A t-test over origins whose outcomes share no year."""

    blocks: int
    statistic: float
    p_value: float
    lowest_p_value: float  # that flipping the signs of so many blocks allows: 2 / 2^blocks


def block_test(correlations: np.ndarray, horizon: int) -> BlockTest:
    """Student's t of the correlations of every `horizon`-th origin, the first one included; missing under three.

    correlations: of consecutive origins, missing ones left out after the choice.
    """
    from scipy.special import stdtr

    own = correlations[::horizon]
    own = own[np.isfinite(own)]
    count = len(own)
    lowest = 2.0 ** (1 - count) if count else np.nan
    error = own.std(ddof=1) / np.sqrt(count) if count > 2 else 0.0
    if error <= HAIR:
        return BlockTest(count, np.nan, np.nan, lowest)
    statistic = own.mean() / error
    return BlockTest(count, float(statistic), float(2 * stdtr(count - 1, -abs(statistic))), lowest)


def district_p_value(predictor: np.ndarray, outcome: np.ndarray, districts: np.ndarray) -> float:
    """The p-value of the same sum from every pattern of signs of the districts' parts; missing under two districts."""
    names, members = np.unique(districts, return_inverse=True)
    if len(names) < 2:
        return np.nan
    return sign_flip_p_value(np.bincount(members, (predictor * outcome).mean(axis=0)))
