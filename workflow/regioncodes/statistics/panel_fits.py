"""Panels of regions brought to one regression each: pooled, region effects, region and year effects, differences with
year effects and without."""

from dataclasses import dataclass

import numpy as np

from regioncodes.statistics.gate import COLLINEAR, PERFECT_FIT, TOO_FEW_CLUSTERS, fit_status, too_few
from regioncodes.statistics.intervals import Slope, members_of, with_t
from regioncodes.statistics.least_squares import LeastSquares, least_squares, swept, with_constant
from regioncodes.statistics.rounding import is_nothing

ESTIMATORS = (
    "pooled",
    "region_effects",
    "region_year_effects",
    "first_differences",
    "first_differences_year_effects",
)
DIFFERENCES = ("first_differences", "first_differences_year_effects")


@dataclass(frozen=True)
class PanelFit:
    """A status ("" where fitted), the fit with the slope first, and region and year of its points.

    left_out: regions that cannot bear on the slope: one year alone, or no two consecutive years.
    """

    status: str
    fit: LeastSquares | None
    regions: np.ndarray
    years: np.ndarray
    left_out: tuple[str, ...]


def panel_fit(
    regions: np.ndarray,
    years: np.ndarray,
    regressor: np.ndarray,
    response: np.ndarray,
    estimator: str,
    breaks: np.ndarray | None = None,
) -> PanelFit:
    """Regression of a panel by one of ESTIMATORS, with a status instead of a fit where the gate stays shut.

    All arrays (n,), at most one point a region and year, without missing values. Region effects are swept out,
    year effects are columns; differences are taken between consecutive years of a region only, with a constant or,
    in its place, the year effects. breaks: points (n,) that are measured in another way than those of the year before,
    so that no difference leads to them; none by default.
    Status: "", or one of gate.STATUSES; `too_few_clusters` with fewer than two regions.
    """
    order = np.lexsort((years, regions))
    points = [np.asarray(values)[order] for values in (regions, years, regressor, response)]
    broken = np.zeros(len(order), dtype=bool) if breaks is None else np.asarray(breaks, dtype=bool)[order]
    kept = _differences(*points, broken) if estimator in DIFFERENCES else _points(*points, estimator)
    names, times, left, right = kept
    lost = tuple(str(region) for region in np.setdiff1d(points[0], names))
    count = len(np.unique(names))
    if count < 2:
        return PanelFit(TOO_FEW_CLUSTERS, None, names, times, lost)
    design, outcome, absorbed = _design(names, times, left, right, estimator)
    levels = tuple(float(np.abs(values).max(initial=0.0)) for values in points[2:])
    status = _status(left, right, design, outcome, absorbed, levels)
    fit = None if status else least_squares(design, outcome, absorbed=absorbed)
    return PanelFit(status, fit, names, times, lost)


@dataclass(frozen=True)
class GroupSlopes:
    """Status ("" where tested), the mean slope with its test, and the regions whose own line the gate refuses."""

    status: str
    slope: Slope | None
    left_out: tuple[str, ...]


def group_slopes_test(regions: np.ndarray, regressor: np.ndarray, response: np.ndarray) -> GroupSlopes:
    """The mean of the regions' own slopes and its t-test with q − 1 degrees for q usable regions.

    Status `too_few_clusters` with fewer than two usable regions, `perfect_fit` where their slopes are equal.
    Ibragimov and Müller (2010) Journal of Business & Economic Statistics 28:453-468.
    """
    slopes, lost = [], []
    for own in members_of(regions):
        if fit_status(regressor[own], response[own]):
            lost.append(str(regions[own[0]]))
        else:
            slopes.append(least_squares(with_constant(regressor[own]), response[own]).coefficients[0])
    if status := too_few("ibragimov_muller", len(slopes)):
        return GroupSlopes(status, None, tuple(lost))
    if is_nothing(np.ptp(slopes), np.abs(slopes).max()):
        return GroupSlopes(PERFECT_FIT, None, tuple(lost))
    error = np.std(slopes, ddof=1) / np.sqrt(len(slopes))
    return GroupSlopes("", with_t(np.mean(slopes), error, len(slopes) - 1), tuple(lost))


def _points(regions, years, regressor, response, estimator):
    """The points; with region effects without the regions that have a single year."""
    if estimator == "pooled":
        return regions, years, regressor, response
    _, numbers, counts = np.unique(regions, return_inverse=True, return_counts=True)
    kept = counts[numbers] > 1
    return regions[kept], years[kept], regressor[kept], response[kept]


def _differences(regions, years, regressor, response, broken):
    """Differences between consecutive years of a region, dated by the later one, none over a break; points sorted."""
    follows = (regions[1:] == regions[:-1]) & (np.diff(years) == 1) & ~broken[1:]
    return regions[1:][follows], years[1:][follows], np.diff(regressor)[follows], np.diff(response)[follows]


def _design(regions, years, regressor, response, estimator):
    """Design with the regressor first, response, and how many parameters were swept out of both."""
    if estimator in ("pooled", "first_differences"):
        return with_constant(regressor), response, 0
    dummies = (years[:, None] == np.unique(years)).astype(float)
    if estimator == "first_differences_year_effects":
        return np.column_stack([regressor, dummies]), response, 0
    columns, absorbed = np.column_stack([regressor, response]), len(np.unique(regions))
    within = columns - _means(columns, regions)
    if estimator == "region_effects":
        return within[:, :1], within[:, 1], absorbed
    directions, sizes, _ = np.linalg.svd(dummies - _means(dummies, regions), full_matrices=False)
    return np.column_stack([within[:, 0], directions[:, sizes > 1e-8]]), within[:, 1], absorbed


def _means(columns: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Mean of each column over the group of each row."""
    numbers, counts = np.unique(groups, return_inverse=True, return_counts=True)[1:]
    sums = np.column_stack([np.bincount(numbers, weights=column) for column in columns.T])
    return (sums / counts[:, None])[numbers]


def _status(regressor, response, design, outcome, absorbed, levels) -> str:
    """The gate before the effects are taken out, and again after."""
    parameters = design.shape[1] + absorbed
    status = fit_status(regressor, response, absorbed=parameters - 1, levels=levels)
    if status:
        return status
    focal, rest = swept(design[:, 0], design[:, 1:]), swept(outcome, design[:, 1:])
    if is_nothing(np.linalg.norm(focal), np.linalg.norm(regressor - regressor.mean())):
        return COLLINEAR
    if is_nothing(np.linalg.norm(rest), np.linalg.norm(response - response.mean())):
        return PERFECT_FIT
    return fit_status(focal, rest, absorbed=parameters - 1)
