"""The readings of Formulas (1) and (2): which derivative is summed, with which weight of each year back."""

from typing import NamedTuple

import numpy as np

from regioncodes.ground.options import Formulas


class FormulaReading(NamedTuple):
    """One reading of one formula: the derivative it sums and the weight of each year back."""

    formula: str
    reading: str
    order: int
    weights: np.ndarray  # by lag, the current year first


def readings(formulas: Formulas) -> list[FormulaReading]:
    """Formula (1) and the three readings of Formula (2)."""
    count = formulas.periods + 1
    lags = np.arange(count)
    return [
        FormulaReading("code_id", "sum", 1, np.ones(1)),
        FormulaReading("code_nid", "literal", 2, np.ones(count)),
        FormulaReading("code_nid", "memory", 2, np.exp(-lags / formulas.memory_years)),
        FormulaReading("code_nid", "elapsed", 2, (count - lags) / count),
    ]


def window(available: np.ndarray, by_lag: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (current year × year in the sum) and the years in each sum, 0 where it lacks one it needs.

    available: code × year. The sums begin with the first year in which any code has a derivative.
    """
    place = np.arange(available.shape[1])
    lag = place[:, None] - place[None, :]
    start = available.any(axis=0).argmax() if available.any() else len(place)
    needed = (lag >= 0) & (lag < len(by_lag)) & (place >= start)
    complete = (~needed | available.all(axis=0)).all(axis=1)
    return np.where(needed, by_lag[np.where(needed, lag, 0)], 0.0), needed.sum(axis=1) * complete
