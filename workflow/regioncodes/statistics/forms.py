"""The forms in which a regressor is tested: levels, about a trend, changes, without effects of regions and years.

Each is a linear operator A on the points, so what it does to noise is known without a model: independent noise of
variance σ² adds σ² tr(A'A) to the sum of squares.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

SERIES_FORMS = ("levels", "trend", "first_differences")
PANEL_FORMS = (
    "region_effects",
    "region_year_effects",
    "first_differences",
    "first_differences_year_effects",
    "first_differences_both_effects",
)
# Directions of the effects shorter than this repeat others: a dummy has length one or more.
_SHORTEST = 1e-8


@dataclass(frozen=True)
class Form:
    """A linear operator on n points: contrasts of them, with what the effects explain swept out.

    contrasts: (m, n), of which row i belongs to regions[i] and years[i]. basis: (m, k), orthonormal, what is swept out.
    """

    contrasts: np.ndarray
    basis: np.ndarray
    regions: np.ndarray
    years: np.ndarray

    def __call__(self, values: np.ndarray) -> np.ndarray:
        """The values (..., n) in this form, (..., m); swept twice for accuracy."""
        rows = values @ self.contrasts.T
        for _ in range(2):
            rows = rows - (rows @ self.basis) @ self.basis.T
        return rows

    @property
    def degrees_of_freedom(self) -> int:
        """Rows less what is swept out: m − k."""
        return len(self.contrasts) - self.basis.shape[1]

    def noise_squares(self, weights: np.ndarray | float = 1.0) -> np.ndarray:
        """Expected squares (m,) of such noise, row by row: the diagonal of A V A'."""
        return np.sum(self.matrix**2 * weights, axis=1)

    @cached_property
    def matrix(self) -> np.ndarray:
        """The operator A itself, (m, n)."""
        return self.contrasts - self.basis @ (self.basis.T @ self.contrasts)

    def noise_covariance(self, weights: np.ndarray | float = 1.0) -> np.ndarray:
        """Covariance A V A' (m, m) in this form of independent noise with variances V: weights (n,), or one for all."""
        return (self.matrix * weights) @ self.matrix.T

    @cached_property
    def region_numbers(self) -> np.ndarray:
        """Number of the region of each row, counted from 0 in sorted order."""
        return np.unique(self.regions, return_inverse=True)[1]

    def by_region(self, rows: np.ndarray) -> np.ndarray:
        """Sums (..., G) of rows (..., m) over each region, sorted."""
        return rows @ (self.region_numbers[:, None] == np.arange(self.region_numbers.max(initial=-1) + 1)).astype(float)


def form_of(regions: np.ndarray, years: np.ndarray, name: str, breaks: np.ndarray | None = None) -> Form:
    """The form of one of SERIES_FORMS or PANEL_FORMS for points of these regions and years, (n,) each.

    levels, trend: without a constant, or a line of each region. region_effects, region_year_effects: without them.
    first_differences: changes between consecutive years of a region, without a constant; with year effects, or with
    year effects and the mean change of each region, instead of it. Points need not be sorted and may have gaps.
    breaks: points (n,) measured in another way than those of the year before, to which no change leads; none if None.
    """
    if name.startswith("first_differences"):
        contrasts, where, when = _changes(regions, years, np.zeros(len(regions), bool) if breaks is None else breaks)
    else:
        contrasts, where, when = np.eye(len(regions)), np.asarray(regions), np.asarray(years)
    return Form(contrasts, _orthonormal(np.column_stack(_effects(where, when, name))), where, when)


def _effects(regions: np.ndarray, years: np.ndarray, name: str) -> list[np.ndarray]:
    """Columns of what a form sweeps out of its rows."""
    of_regions = _dummies(regions)
    if name == "first_differences":
        return [np.ones((len(years), 1))]
    if name == "first_differences_year_effects":
        return [_dummies(years)]
    if name == "trend":
        return [of_regions, of_regions * (years - np.mean(years))[:, None]]
    return [of_regions, _dummies(years)] if name.endswith(("year_effects", "both_effects")) else [of_regions]


def _changes(regions: np.ndarray, years: np.ndarray, breaks: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Contrasts between consecutive years of a region, with region and later year of each, sorted by them."""
    order = np.lexsort((years, regions))
    names, times = np.asarray(regions)[order], np.asarray(years)[order]
    later = 1 + np.flatnonzero((names[1:] == names[:-1]) & (np.diff(times) == 1) & ~breaks[order][1:])
    contrasts = np.zeros((len(later), len(order)))
    rows = np.arange(len(later))
    contrasts[rows, order[later]] = 1.0
    contrasts[rows, order[later - 1]] = -1.0
    return contrasts, names[later], times[later]


def _dummies(groups: np.ndarray) -> np.ndarray:
    return (np.asarray(groups)[:, None] == np.unique(groups)).astype(float)


def _orthonormal(columns: np.ndarray) -> np.ndarray:
    """Orthonormal basis of the columns, those that repeat others left out."""
    directions, sizes, _ = np.linalg.svd(columns, full_matrices=False)
    return directions[:, sizes > _SHORTEST]
