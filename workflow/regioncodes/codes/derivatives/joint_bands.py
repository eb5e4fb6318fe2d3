"""Bands that hold in all years of a unit together: how much wider than pointwise ones they have to be.

The largest of the t statistics of several years lies beyond c with the probability of a union, P(∪ A_t) with
A_t = {|T_t| > c}. Neighbouring years move together, and the bound of Hunter (1976) and Worsley (1982) uses that:

    P(∪ A_t) ≤ Σ_t P(A_t) - Σ_t P(A_t ∩ A_t+1) = Σ_t P(A_t ∪ A_t+1) - Σ' P(A_t),   Σ' over the years between others.

The critical value is where the bound is 1 - probability: bands cover all years at least so often, by a unique root
and without draws. For a pair with correlation cos φ the angle θ of the two normals is uniform and their length gives

    P(A_1 ∪ A_2) = 2 / π ∫ (1 + c² / (ν cos² θ))^(-ν / 2) dθ,   θ from (φ - π) / 2 to φ / 2.

References: Hunter (1976) J. Appl. Prob. 13:597-603; Worsley (1982) Biometrika 69:297-302.
"""

from functools import lru_cache

import numpy as np

from regioncodes.codes.derivatives.joint_process import Functionals
from regioncodes.codes.derivatives.mixtures import StudentMixture
from regioncodes.statistics.rounding import ROUNDING, is_nothing

# The integrand is smooth: with so many nodes of Gauss and Legendre its integral is right to 1e-12.
_NODES = 64
_MOST_STEPS = 60


def pointwise_levels(sums: Functionals, degrees: int, probability: float = 0.95) -> np.ndarray:
    """The pointwise level, one less the probability of one band, that makes bands of all sums hold together: G values.

    sums: in the order in which neighbours are alike, as years; those without variance hold anyhow. degrees: ν.
    """
    from scipy.special import stdtr

    critical = critical_values(correlations_of_neighbours(sums), degrees, probability)
    return 2 * stdtr(degrees, -critical)


def critical_values(neighbours: np.ndarray, degrees: int, probability: float = 0.95) -> np.ndarray:
    """The c beyond which the largest of several |T| lies with at most one less the probability: G values.

    neighbours: G × (F - 1) correlations of neighbours among F statistics. By false position in the bracket of one band
    and of all bands apart (Dowell and Jarratt 1971, BIT 11:168-174).
    """
    from scipy.special import stdtrit

    missed, count = 1 - probability, neighbours.shape[1] + 1
    low = np.full(len(neighbours), stdtrit(degrees, 1 - missed / 2))
    high = np.full(len(neighbours), stdtrit(degrees, 1 - missed / 2 / count))
    over, under = (union_bound(end, neighbours, degrees) - missed for end in (low, high))
    was_over = np.full(len(low), np.nan)
    for _ in range(_MOST_STEPS):
        width = over - under
        middle = low + (high - low) * np.divide(over, width, out=np.full_like(width, 0.5), where=width > 0)
        found = union_bound(middle, neighbours, degrees) - missed
        is_over = found > 0
        # The end that stays twice counts half, so that the chord does not lean on it.
        again = np.where(is_over == was_over, 0.5, 1.0)
        over, under = np.where(is_over, found, over * again), np.where(is_over, under * again, found)
        low, high, was_over = np.where(is_over, middle, low), np.where(is_over, high, middle), is_over
        if is_nothing(found, missed, ROUNDING).all():
            break
    return middle


def union_bound(critical: np.ndarray, neighbours: np.ndarray, degrees: int) -> np.ndarray:
    """Upper bound of the probability that any of several |T| lies beyond c, by grid point. critical: G."""
    from scipy.special import stdtr

    if not neighbours.shape[1]:
        return 2 * stdtr(degrees, -critical)
    angle = np.arccos(np.clip(neighbours, -1.0, 1.0))[..., None]
    nodes, shares = _nodes_and_shares()
    squared = np.cos(angle / 2 - np.pi / 4 * (1 - nodes)) ** 2
    tail = (1 + critical[:, None, None] ** 2 / (degrees * squared)) ** (-degrees / 2)
    pairs = (tail @ shares) / 2
    return pairs.sum(axis=1) - (neighbours.shape[1] - 1) * 2 * stdtr(degrees, -critical)


@lru_cache(maxsize=1)
def _nodes_and_shares() -> tuple[np.ndarray, np.ndarray]:
    """Gauss and Legendre's rule on [-1, 1], found once: to find it takes as long as to use it."""
    return np.polynomial.legendre.leggauss(_NODES)


def correlations_of_neighbours(sums: Functionals) -> np.ndarray:
    """Correlations of each sum with the next, G × (F - 1), of those that have a variance."""
    root = sums.root[:, sums.variance.max(axis=0) > 0]
    length = np.sqrt(np.square(root).sum(axis=2))
    products = np.einsum("gfk,gfk->gf", root[:, :-1], root[:, 1:])
    return products / (length[:, :-1] * length[:, 1:])


def joint_band(mixture: StudentMixture, levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper ends, S × F, of bands that hold for all F quantities together.

    levels: of `pointwise_levels`, G or S × G. Each grid point asks for its own; the mixture has their weighted mean.
    """
    level = (mixture.weights * levels).sum(axis=1)[:, None]
    return mixture.quantile(level / 2), mixture.quantile(1 - level / 2)
