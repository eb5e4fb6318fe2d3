"""Means and ratios of means of cells that depend on each other within regions and within years, with limits.

The variance is that of regions plus that of years less that of single cells, never below that of either alone (Cameron,
Gelbach and Miller 2011, Journal of Business and Economic Statistics 29:238-249); a ratio is linearised. Limits are
Student t with as many degrees as the fewer of the two has clusters, less one.
"""

import numpy as np

# Assumption: fewer years or regions say too little of how far these differ.
FEWEST_CLUSTERS = 5


def clustered_ratio(
    numerator: np.ndarray, denominator: np.ndarray, regions: np.ndarray, years: np.ndarray
) -> tuple[float, float, float]:
    """Mean of the numerator over that of the denominator, with its 95 % limits; arrays of cells.

    A mean is a ratio to ones. Without cells nothing is known; limits are missing under five regions or five years.
    """
    from scipy.special import stdtrit

    if not len(numerator):
        return np.nan, np.nan, np.nan
    ratio = numerator.mean() / denominator.mean()
    moves = (numerator - ratio * denominator) / denominator.sum()
    sums = [np.bincount(np.unique(names, return_inverse=True)[1], moves) for names in (regions, years)]
    fewest = min(len(part) for part in sums)
    if fewest < FEWEST_CLUSTERS:
        return ratio, np.nan, np.nan
    of_clusters = [np.square(part).sum() * len(part) / (len(part) - 1) for part in sums]
    variance = max(*of_clusters, sum(of_clusters) - np.square(moves).sum())
    half_width = stdtrit(fewest - 1, 0.975) * np.sqrt(variance)
    return ratio, ratio - half_width, ratio + half_width
