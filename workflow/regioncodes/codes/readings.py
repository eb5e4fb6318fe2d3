"""The readings of Formulas (1) and (2): which derivative is summed, with which weight of each year back."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from regioncodes.ground.code_names import CODES
from regioncodes.ground.options import Formulas


class FormulaReading(NamedTuple):
    """One reading of one formula: the derivative it sums and the weight of each year back."""

    formula: str
    reading: str
    order: int
    weights: np.ndarray  # by lag, the current year first


def lowest_order(codes: Iterable[str]) -> int:
    """Order of the derivative that is a dynamic code: 1 of defining codes, 0 of dynamic ones measured directly."""
    return 1 if set(codes) <= set(CODES) else 0


def readings(formulas: Formulas, lowest: int = 1) -> list[FormulaReading]:
    """Formula (1) and the three readings of Formula (2). lowest: order of the derivative that Formula (1) sums."""
    count = formulas.periods + 1
    lags = np.arange(count)
    return [
        FormulaReading("code_id", "sum", lowest, np.ones(1)),
        FormulaReading("code_nid", "literal", lowest + 1, np.ones(count)),
        FormulaReading("code_nid", "memory", lowest + 1, np.exp(-lags / formulas.memory_years)),
        FormulaReading("code_nid", "elapsed", lowest + 1, (count - lags) / count),
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
