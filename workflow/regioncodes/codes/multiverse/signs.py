"""Signs of Formula (1) and Formula (2) that hold in all years of a unit together, for thousands of combinations.

A bundle are the codes of one unit under one combination of choices.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from regioncodes.codes.derivatives.gaussian_process import ORDERS, Pattern, prepared
from regioncodes.codes.derivatives.joint_bands import pointwise_levels
from regioncodes.codes.derivatives.joint_process import (
    Functionals,
    fewest_years,
    functionals,
    is_straight,
    joint_posterior,
)
from regioncodes.codes.derivatives.joint_signs import joint_signs
from regioncodes.codes.readings import FormulaReading, window
from regioncodes.ground.options import Derivative

# Bundles that are weighed together: memory hangs on this, not on how many combinations there are.
_AT_ONCE = 2048


class Signs(NamedTuple):
    """What the joint band of every sum says of B bundles, by R readings: R × B × T."""

    sign: np.ndarray  # 1 above zero, -1 below, 0 neither; NaN without a band
    inner: np.ndarray  # whether all years of the sum are inner ones


def signs(
    values: np.ndarray, years: np.ndarray, readings: list[FormulaReading], wanted: np.ndarray, derivative: Derivative
) -> Signs:
    """Signs of the joint bands of the sum of the codes of a bundle.

    values: B × p × T, NaN where a code has no value. wanted: R × B, which readings of which bundles are asked for; the
    others are NaN. A bundle has no band where its codes have fewer years together than the joint process needs, or one
    of them is made of the others.
    """
    shape = (len(readings), len(values), len(years))
    sign, inner = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
    bundles = values.transpose(0, 2, 1)
    masks, members = np.unique(np.isfinite(bundles).all(axis=2), axis=0, return_inverse=True)
    for number in np.flatnonzero(masks.sum(axis=1) >= fewest_years(1)):
        mask, rows = masks[number], np.flatnonzero(members.ravel() == number)
        pattern = prepared(years[mask], years, derivative)
        sums = [_sums(pattern, mask, reading, derivative.edge_years) for reading in readings]
        moving = ~is_straight(pattern, bundles[np.ix_(rows, mask)])
        for own in np.unique(moving, axis=0):
            if mask.sum() < fewest_years(max(own.sum(), 1)):
                continue
            alike = rows[(moving == own).all(axis=1)]
            for start in range(0, len(alike), _AT_ONCE):
                some = alike[start : start + _AT_ONCE]
                posterior = joint_posterior(pattern, bundles[np.ix_(some, mask)], own)
                for place, found in enumerate(sums):
                    asked = wanted[place, some]
                    at = np.ix_([place], some[asked], found.years)
                    levels = found.levels(posterior.degrees)
                    sign[at] = joint_signs(posterior.only(asked), found.functionals, levels)
                    inner[at] = found.inner
    return Signs(sign, inner & np.isfinite(sign))


@dataclass(frozen=True, eq=False)
class _Sums:
    """The sums of a reading in a pattern of years."""

    functionals: Functionals
    years: np.ndarray  # places of the years that have a sum
    inner: np.ndarray  # of these years, whether the whole sum is inner
    _levels: dict[int, np.ndarray] = field(default_factory=dict)

    def levels(self, degrees: int) -> np.ndarray:
        """Pointwise levels of the joint band by grid point, found once for all bundles."""
        if degrees not in self._levels:
            self._levels[degrees] = pointwise_levels(self.functionals, degrees)
        return self._levels[degrees]


def _sums(pattern: Pattern, mask: np.ndarray, reading: FormulaReading, edge_years: int) -> _Sums:
    """The whole sums of a reading: the joint band holds for them."""
    place, (first, last) = np.arange(len(mask)), np.flatnonzero(mask)[[0, -1]]
    inside = (place >= first) & (place <= last)
    is_edge = (place < first + edge_years) | (place > last - edge_years)
    weights, used = window(inside[None], reading.weights)
    years = np.flatnonzero(used == len(reading.weights))
    over_time = np.kron(np.eye(len(ORDERS))[reading.order], weights[years])
    inner = ~((weights[years] != 0) & is_edge).any(axis=1)
    return _Sums(functionals(pattern, over_time), years, inner)
