"""One trial: predictors of one target over one horizon, all held against the same regions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from regioncodes.codes.foresight.names import NO_FIGURES_OUT, NO_YEAR_LEFT, RIVAL, TARGET_NOT_PUBLISHED, TOO_FEW_REGIONS
from regioncodes.codes.foresight.scores import deviations, forecasts

# Roles of predictors: of the test that was fixed before looking, of what it stands beside, and of the other direction.
# Assumption: with fewer regions a correlation within a year is no evidence.
FEWEST_REGIONS = 5


class Predictor(NamedTuple):
    """What foretells, origins × regions. has_zero: above zero means something. absent: status without a figure."""

    values: np.ndarray
    role: str = RIVAL
    has_zero: bool = False
    absent: str = NO_FIGURES_OUT


@dataclass(frozen=True, eq=False)
class Trial:
    """T origins in a row, R regions. later: T × R, what came. absent: why an origin has no outcome, T, "" where it has.

    delay: years from an origin to the one at whose end its outcome is out. usable: by predictor, T: origins that have
    it. cells: T × R, those with an outcome and every predictor that is usable at the origin: all foretell the same.
    """

    origins: np.ndarray
    horizon: int
    later: np.ndarray
    absent: np.ndarray
    delay: int
    predictors: Mapping[str, Predictor]
    usable: Mapping[str, np.ndarray]
    cells: np.ndarray

    def values(self, name: str) -> np.ndarray:
        """A predictor at its usable origins in the cells of the trial, else missing."""
        at = self.usable[name]
        return np.where(self.cells[at], self.predictors[name].values[at], np.nan)

    def outcomes(self, name: str) -> np.ndarray:
        """What came after the usable origins of a predictor, in the same cells."""
        at = self.usable[name]
        return np.where(self.cells[at], self.later[at], np.nan)

    def forecast(self, name: str) -> np.ndarray:
        """Later change as a predictor foretells it, less the mean of the regions: as `values`, NaN without a slope."""
        return forecasts(self.values(name), self.outcomes(name), self.origins[self.usable[name]], self.delay)

    def missed(self, name: str) -> np.ndarray:
        """What came less what was foretold, both as differences from the mean of the regions: as `values`."""
        return deviations(self.outcomes(name)) - self.forecast(name)

    def over_all_origins(self, name: str, values: np.ndarray) -> np.ndarray:
        """Rows of the usable origins in the places of all, the others missing."""
        whole = np.full((len(self.origins), *values.shape[1:]), np.nan)
        whole[self.usable[name]] = values
        return whole

    def alike(self, name: str) -> np.ndarray:
        """Groups of the regions that are in the trial at the same usable origins of a predictor."""
        return np.unique(self.cells[self.usable[name]].T, axis=0, return_inverse=True)[1].ravel()

    def status(self, name: str, place: int) -> str:
        """Why a predictor has no number at an origin."""
        return self.absent[place] or self.predictors[name].absent


def trial(
    later: np.ndarray,
    predictors: Mapping[str, Predictor],
    *,
    origins: np.ndarray,
    horizon: int,
    lag: int,
    is_published: bool = True,
) -> Trial:
    """The trial of some predictors. later: T × R, NaN where an outcome is missing. lag: of the target.

    A predictor is usable at an origin where nine tenths of the regions with an outcome have it, an origin where at
    least FEWEST_REGIONS have an outcome.
    """
    known = np.isfinite(later)
    count = known.sum(axis=1)
    found = {name: np.isfinite(own.values) & known for name, own in predictors.items()}
    usable = {name: (count >= FEWEST_REGIONS) & (10 * own.sum(axis=1) >= 9 * count) for name, own in found.items()}
    cells = known.copy()
    for name, own in found.items():
        cells &= own | ~usable[name][:, None]
    too_few = np.where(count > 0, TOO_FEW_REGIONS, NO_YEAR_LEFT if is_published else TARGET_NOT_PUBLISHED)
    absent = np.where(cells.sum(axis=1) >= FEWEST_REGIONS, "", too_few)
    usable = {name: at & (absent == "") for name, at in usable.items()}
    return Trial(origins, horizon, later, absent, horizon + lag, predictors, usable, cells)
