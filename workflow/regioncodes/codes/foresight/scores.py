"""How a predictor fares with what came: rank correlations within a year, AUC, forecasts of deviations from the mean.

Arrays are origins × regions; a cell that is missing is missing in predictor and outcome alike.
References: Spearman (1904) American J. Psychology 15:72-101; Hanley and McNeil (1982) Radiology 143:29-36 (AUC).
"""

import numpy as np

from regioncodes.statistics.rounding import ROUNDING, is_nothing

# Values that differ by less than this share of the largest of their year tie: sums of the same terms in another order
# differ in their last digits.
_DIGITS = 9
# Assumption: a slope from fewer origins is no forecast.
FEWEST_ORIGINS = 3


def rank_scores(values: np.ndarray) -> np.ndarray:
    """Ranks within each row, centred and of length one, so that their products are Spearman's correlations.

    Zero where there is no value, and in a row without a difference, which has no correlation.
    """
    known = np.isfinite(values)
    centred = np.where(known, deviations(_ranks(values)), 0.0)
    length = np.linalg.norm(centred, axis=1, keepdims=True)
    return centred / np.where(length > 0, length, 1.0)


def steady(values: np.ndarray) -> np.ndarray:
    """Values in the size of the largest of their row, those that differ by rounding made equal."""
    size = np.abs(values).max(axis=1, keepdims=True, where=np.isfinite(values), initial=0.0)
    return np.round(values / np.where(size > 0, size, 1.0), _DIGITS)


def areas_under_curve(values: np.ndarray, later: np.ndarray) -> np.ndarray:
    """Chance by row that a region which later grows above the year's median has the larger value; ties count half.

    Mann and Whitney's: (S - m (m + 1) / 2) / (m n) with S the sum of ranks of the m regions above, n below or at it.
    """
    above = above_median(later)
    some = above.sum(axis=1)
    pairs = some * (np.isfinite(later).sum(axis=1) - some)
    total = np.where(above, _ranks(values), 0.0).sum(axis=1) - some * (some + 1) / 2
    return np.divide(total, pairs, out=np.full(len(values), np.nan), where=pairs > 0)


def above_median(later: np.ndarray) -> np.ndarray:
    """Which values lie above the median of their row; a missing one does not."""
    outcomes = steady(later)
    ordered = np.sort(outcomes, axis=1)  # the missing ones last
    count = np.isfinite(outcomes).sum(axis=1)
    rows = np.arange(len(outcomes))
    ends = (ordered[rows, np.maximum(count - 1, 0) // 2] + ordered[rows, np.minimum(count // 2, count - 1)]) / 2
    return outcomes > ends[:, None]


def above_less_below(values: np.ndarray, later: np.ndarray) -> np.ndarray:
    """Mean later growth by row of the regions above zero, less that of the others; missing where one has none."""
    known, above = np.isfinite(values), steady(values) > 0
    parts = [(above, above.sum(axis=1)), (known & ~above, (known & ~above).sum(axis=1))]
    both = (parts[0][1] > 0) & (parts[1][1] > 0)
    blank = np.full(len(values), np.nan)
    one, other = (
        np.divide(np.where(part, later, 0.0).sum(axis=1), size, out=blank.copy(), where=both) for part, size in parts
    )
    return one - other


def deviations(values: np.ndarray) -> np.ndarray:
    """Differences from the mean of the row's known values."""
    known = np.isfinite(values)
    count = np.maximum(known.sum(axis=1, keepdims=True), 1)
    return values - np.where(known, values, 0.0).sum(axis=1, keepdims=True) / count


def forecasts(values: np.ndarray, later: np.ndarray, origins: np.ndarray, delay: int) -> np.ndarray:
    """Later growth as a predictor foretells it at each origin, as a difference from the mean of the year's regions.

    The slope on the predictor's own differences from its mean is that of all origins whose outcome was out by then:
    those that lie `delay` years, horizon and lag of the target, or more before. Rows with fewer than three of these are
    missing. A predictor that does not vary foretells no difference.
    """
    own, outcomes = (np.nan_to_num(deviations(part)) for part in (values, later))
    products, squares = (own * outcomes).sum(axis=1), np.square(own).sum(axis=1)
    known = (origins[None, :] + delay <= origins[:, None]).astype(float)
    total = known @ squares
    size = known @ np.square(np.nan_to_num(values)).sum(axis=1)
    moves = ~is_nothing(total, size + np.finfo(float).tiny, ROUNDING)
    slope = np.divide(known @ products, total, out=np.zeros(len(total)), where=moves)
    enough = (known.sum(axis=1) >= FEWEST_ORIGINS)[:, None]
    return np.where(enough & np.isfinite(values), slope[:, None] * own, np.nan)


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks within each row from 1, ties at their mean; missing where the value is."""
    from scipy.stats import rankdata

    known = np.isfinite(values)
    return np.where(known, rankdata(np.where(known, steady(values), np.inf), axis=1), np.nan)
