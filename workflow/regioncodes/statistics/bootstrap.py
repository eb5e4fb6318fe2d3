"""Wild cluster bootstrap p-values of a slope, the null imposed, by enumeration of every pattern of weights.

Cameron, Gelbach and Miller (2008) Review of Economics and Statistics 90:414-427 (restricted residuals); Webb (2023)
Canadian Journal of Economics 56:839-858 (six-point weights). The bootstrap t-ratio needs only one number a cluster and
one matrix of clusters by clusters (after Roodman et al. 2019, Stata Journal 19:4-60), so that all 2^6 patterns are
one small product of matrices.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from regioncodes.statistics.intervals import group_status, members_of
from regioncodes.statistics.least_squares import LeastSquares
from regioncodes.statistics.rounding import HAIR

RADEMACHER = (-1.0, 1.0)
WEBB = tuple(sign * np.sqrt(half / 2) for sign in (-1.0, 1.0) for half in (1, 2, 3))
WEIGHTS = {"wild_rademacher": RADEMACHER, "wild_webb": WEBB}
# Assumption: up to so many patterns all are taken (six clusters with six weights have 46,656).
MOST_PATTERNS = 50_000


class WildTest(NamedTuple):
    """A bootstrap p-value, how many patterns it rests on, whether these are all, and the lowest p-value possible.

    status: "", or why there is no test (intervals.group_status); then it rests on no patterns.
    """

    p_value: float
    patterns: int
    is_enumerated: bool
    lowest_p_value: float
    status: str = ""


def wild_cluster_test(fit: LeastSquares, clusters: np.ndarray, method: str, *, draws: int, seed: int) -> WildTest:
    """Share of patterns of cluster weights under which the t-ratio of the first coefficient is as far from zero.

    method: of WEIGHTS. The null of no slope is imposed on the residuals; the t-ratio is clustered. Where the patterns
    are more than 50,000, `draws` of them are drawn with the seed and the observed one is added. The pattern of equal
    weights and its mirror always count, so with G clusters and two weights no p-value is below 2 / 2^G.
    """
    if status := group_status(fit.slope_weights * fit.residuals, clusters, method):
        return WildTest(np.nan, 0, False, np.nan, status)
    weights = WEIGHTS[method]
    count = len(np.unique(clusters))
    patterns, is_enumerated = sample_patterns(count, weights, draws=draws, seed=seed)
    own, scores = _cluster_scores(fit, clusters)
    ratio = own.sum() ** 2 / np.sum(scores.sum(axis=1) ** 2)
    sampled = scores @ patterns
    # Equal t-ratios of mirrored patterns differ in the last digits; they count as equal.
    extreme = int(np.sum((own @ patterns) ** 2 >= ratio * (1 - HAIR) * np.einsum("ij,ij->j", sampled, sampled)))
    if is_enumerated:
        halves = patterns.shape[1]
        return WildTest(extreme / halves, 2 * halves, True, _lowest(count, weights))
    return WildTest((extreme + 1) / (draws + 1), draws, False, 1 / (draws + 1))


def _cluster_scores(fit: LeastSquares, clusters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What each cluster's weight adds to the slope of a sample (G,), and to the score of each cluster (G, G).

    A sample with weights w (G,) has the slope own @ w and, without small-sample factor, the clustered variance
    |scores @ w|²; the sample itself has equal weights.
    """
    focal, gram = fit.slope_weights, fit.inverse_gram
    restricted = fit.residuals + fit.coefficients[0] * focal / (focal @ focal)
    groups = members_of(clusters)
    own = np.array([focal[group] @ restricted[group] for group in groups])
    left = np.array([fit.design[group].T @ focal[group] for group in groups])
    right = np.array([fit.design[group].T @ restricted[group] for group in groups])
    return own, np.diag(own) - left @ gram @ right.T


def sample_patterns(count: int, weights: tuple[float, ...], *, draws: int, seed: int) -> tuple[np.ndarray, bool]:
    """Patterns of weights (G, b), and whether they stand for all: then half of them, as mirrors have equal ratios."""
    if len(weights) ** count <= MOST_PATTERNS:
        return _half_of_patterns(count, weights), True
    return np.random.default_rng(seed).choice(weights, size=(count, draws)), False


@cache
def _half_of_patterns(count: int, weights: tuple[float, ...]) -> np.ndarray:
    """Every pattern whose first weight is positive: its mirror has the same t-ratio up to the sign."""
    choices = np.indices((len(weights),) * count).reshape(count, -1)
    patterns = np.array(weights)[choices]
    return np.ascontiguousarray(patterns[:, patterns[0] > 0])


def _lowest(count: int, weights: tuple[float, ...]) -> float:
    """Equal weights over all clusters give the observed t-ratio again, whatever their size and sign."""
    return len(weights) / len(weights) ** count
