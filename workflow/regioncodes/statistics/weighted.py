"""Medians and shares of values that do not weigh the same."""

import numpy as np

from regioncodes.statistics.rounding import HAIR


def weighted_median(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The value that as much weight lies below as above, of every row; the mean of two where half lies on each side.

    values: (n, k), none missing. weights: (m, k), none negative: m sets of weights, in which a zero leaves a value
    out. With equal weights the median. A half is one but for rounding. Returns (m, n); missing where nothing weighs.
    Reference: Edgeworth (1888) Philosophical Magazine 25:184-191.
    """
    values, weights = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    if values.shape[1] == 0:
        return np.full((len(weights), len(values)), np.nan)
    order = np.argsort(values, axis=1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=1)
    found = []
    for own in weights:
        below = np.cumsum(own[order], axis=1)
        half = below[:, -1:] / 2
        # The first value with half of the weight up to it, and the first with more than half.
        ends = [(below >= half * (1 - HAIR)).argmax(axis=1), (below > half * (1 + HAIR)).argmax(axis=1)]
        middle = np.take_along_axis(ordered, np.stack(ends, axis=1), axis=1).mean(axis=1)
        found.append(np.where(half[:, 0] > 0, middle, np.nan))
    return np.array(found)


def weighted_share_percent(holds: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Share of the weight, in per cent, for which a statement holds, of every row.

    holds: (n, k). weights: (m, k). Returns (m, n).
    """
    weights = np.asarray(weights, dtype=float)
    return 100 * (weights @ np.asarray(holds, dtype=float).T) / weights.sum(axis=1, keepdims=True)
