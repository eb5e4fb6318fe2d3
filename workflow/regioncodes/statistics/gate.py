"""The gate before every fit: a word for what would make its standard errors and p-values meaningless."""

from typing import NamedTuple

import numpy as np

from regioncodes.statistics.rounding import ROUNDING, is_nothing

FITTED = "fitted"
# Of the gate.
NOT_FINITE = "not_finite"
REFUSED = "refused"
SATURATED = "saturated"
CONSTANT_RESPONSE = "constant_response"
CONSTANT_REGRESSOR = "constant_regressor"
COLLINEAR = "collinear"
PERFECT_FIT = "perfect_fit"
# Of the errors of a fit.
TOO_FEW_POINTS = "too_few_points"
TOO_FEW_CLUSTERS = "too_few_clusters"
TOO_FEW_YEARS = "too_few_years"
TOO_FEW_REGIONS = "too_few_regions"
ERRORS_CANCEL = "errors_cancel"
PINNED_POINT = "pinned_point"
NEGATIVE_VARIANCE = "negative_variance"
# Of what would have been fitted.
NOT_POSITIVE = "not_positive"
NO_REAL_VALUE = "no_real_value"
NO_CELLS = "no_cells"
NO_CONTROL = "no_control"
PERIOD_NOT_COVERED = "period_not_covered"
NO_GUIDE = "no_guide"
TOO_FEW_COMMON_YEARS = "too_few_common_years"
# Of the noise of a regressor.
TOO_FEW_CHANGES = "too_few_changes"
NO_NOISE_SEEN = "no_noise_seen"
NO_SIGNAL_SEEN = "no_signal_seen"
NO_EMPLOYMENT = "no_employment"
WEAK_INSTRUMENT = "weak_instrument"

# Every status that a fit can have: nothing else may stand in a column `status` of a fit.
STATUSES = {
    FITTED: "There is a fit, and an error to judge it by.",
    NOT_FINITE: "A value is missing or infinite.",
    REFUSED: "There are fewer points than parameters.",
    SATURATED: "There are as many points as parameters: coefficients without errors.",
    CONSTANT_RESPONSE: "The response does not vary.",
    CONSTANT_REGRESSOR: "The regressor does not vary.",
    COLLINEAR: "Other columns or effects explain the regressor.",
    PERFECT_FIT: "No residual is left to judge by.",
    TOO_FEW_POINTS: "There are fewer points than the method needs to keep what it promises.",
    TOO_FEW_CLUSTERS: "There are fewer regions than an error clustered by region needs to keep what it promises.",
    TOO_FEW_YEARS: "There are fewer years than the method needs to keep what it promises.",
    TOO_FEW_REGIONS: "There are too few regions for a mean over them.",
    ERRORS_CANCEL: "Regressor times residual adds up to nothing within every group, by construction.",
    PINNED_POINT: "The line runs through one of the points whatever it is.",
    NEGATIVE_VARIANCE: "The errors by region and by year together come out with no positive square.",
    NOT_POSITIVE: "A value of zero or less has no logarithm.",
    NO_REAL_VALUE: "No price level, volume index or population makes the figures real.",
    NO_CELLS: "Regressor and outcome share no cell.",
    NO_CONTROL: "The control lacks a figure.",
    PERIOD_NOT_COVERED: "The figures of the regressor do not reach both ends of the period.",
    NO_GUIDE: "No guide is published in a year that it should bridge.",
    TOO_FEW_COMMON_YEARS: "The guide shares fewer than three years with the series.",
    TOO_FEW_CHANGES: "There are too few yearly changes to tell noise from signal.",
    NO_NOISE_SEEN: "The noise variance comes out as zero or less: the reliability would be one or more.",
    NO_SIGNAL_SEEN: "The noise explains all that varies: the reliability would be zero or less.",
    WEAK_INSTRUMENT: "The instrument hardly moves the regressor: its first stage has an F below 10.",
    NO_EMPLOYMENT: "The number of employed, of whom the survey asks a share, is not known.",
}


class Floor(NamedTuple):
    """The fewest points, years or clusters with which a method gives numbers, and the reason."""

    fewest: int
    counted: str
    status: str
    reason: str


_POINTS, _YEARS, _CLUSTERS = (
    ("points", TOO_FEW_POINTS),
    ("years", TOO_FEW_YEARS),
    ("clusters", TOO_FEW_CLUSTERS),
)
# Below its floor a test at the 5 % level is wrong on independent normal errors in more than 10 % of samples or in fewer
# than 2.5 %, for a regressor that trends, wanders or has no order, whichever is worst; from the floor on it is not.
# Simulated, or counted over all orders, in tests/statistics/test_floors.py.
FLOORS = {
    "hc3": Floor(5, *_POINTS, "On four points it rejects in 2 % and less."),
    "fixed_b": Floor(9, *_YEARS, "On eight years it rejects in 10 % and more, on five in 15 %."),
    "cr1": Floor(3, *_CLUSTERS, "Two regions leave one contrast, none once year effects are out."),
    "cr2": Floor(3, *_CLUSTERS, "Two regions leave one contrast, none once year effects are out."),
    "cr_region_year": Floor(4, *_CLUSTERS, "On three regions it rejects in 2 % once year effects are out."),
    "two_way_years": Floor(3, *_YEARS, "Two years leave one contrast."),
    "wild_rademacher": Floor(6, *_CLUSTERS, "Five regions have no p-value below 1/16."),
    "wild_webb": Floor(4, *_CLUSTERS, "On three regions it rejects in less than 1 %."),
    "ibragimov_muller": Floor(2, *_CLUSTERS, "One region's slope has no spread; on two it is exact."),
    "spearman": Floor(6, *_POINTS, "On five points it rejects in 1.7 %, on four never."),
    "kendall": Floor(7, *_POINTS, "On five and six points it rejects in 1.7 %, on four never."),
    "theil_sen": Floor(7, *_POINTS, "Its interval misses in 1 to 2 % on five and six points, in a third on three."),
    "aicc": Floor(5, *_POINTS, "Four points and three parameters: the expectation that it corrects does not exist."),
    "r_squared": Floor(5, *_POINTS, "Four unrelated points have an R² above 0.9 in 5 %."),
}
# Assumption: beyond this condition number of the standardised regressors half of the 16 digits are lost.
HIGHEST_CONDITION = 1e8


def fit_status(
    regressors: np.ndarray, response: np.ndarray, *, absorbed: int = 1, levels: tuple[float, float] = (0.0, 0.0)
) -> str:
    """Why a least-squares fit would be no evidence, or "" where it may be done.

    regressors: (n, k) without the constant, or (n,) for one; response: (n,). absorbed: parameters taken up
    beside them: 1 for a constant (the default), more where effects were swept out of both before. levels: largest sizes
    of regressors and response before differences were taken of them, which keep the rounding of their levels.
    With k + absorbed parameters: `not_finite` (a value is missing or infinite), `refused` (fewer points than
    parameters), `saturated` (as many: coefficients without errors), `constant_response`, `constant_regressor`,
    `collinear` (rank, or a condition number above 1e8), `perfect_fit` (no residual to judge by).
    """
    columns = np.asarray(regressors, dtype=float)
    columns = columns[:, None] if columns.ndim == 1 else columns
    values = np.asarray(response, dtype=float)
    if not (np.isfinite(columns).all() and np.isfinite(values).all()):
        return NOT_FINITE
    parameters = columns.shape[1] + absorbed
    if len(values) <= parameters:
        return REFUSED if len(values) < parameters else SATURATED
    if is_constant(values, levels[1]):
        return CONSTANT_RESPONSE
    if any(is_constant(column, levels[0]) for column in columns.T):
        return CONSTANT_REGRESSOR
    return _status_of_varying(columns, values, levels)


def too_few(method: str, count: int) -> str:
    """Status of a method of FLOORS with so many of what it counts: "" where these are enough."""
    floor = FLOORS[method]
    return "" if count >= floor.fewest else floor.status


def told(status: str) -> str:
    """The status as tables tell it: `fitted` where there is nothing to tell."""
    return status or FITTED


def is_constant(values: np.ndarray, level: float = 0.0) -> bool:
    """Whether values differ by no more than their own rounding, or that of the level that they are differences of."""
    return bool(is_nothing(np.ptp(values), np.abs(values).max(initial=level), ROUNDING))


def _status_of_varying(columns: np.ndarray, values: np.ndarray, levels: tuple[float, float]) -> str:
    centred = columns - columns.mean(axis=0)
    scaled = centred / np.linalg.norm(centred, axis=0)
    basis, singular, _ = np.linalg.svd(scaled, full_matrices=False)
    if singular[-1] * HIGHEST_CONDITION <= singular[0]:
        return COLLINEAR
    deviations = values - values.mean()
    residuals = deviations - basis @ (basis.T @ deviations)
    size = np.linalg.norm(deviations)
    # The rounding of the regressors' levels comes into the residuals times a slope, which is no steeper than this.
    steepest = size / np.linalg.norm(centred, axis=0).min()
    of_levels = np.sqrt(len(values)) * (levels[1] + steepest * levels[0])
    is_perfect = is_nothing(np.linalg.norm(residuals), size + np.linalg.norm(values) + of_levels, ROUNDING)
    return PERFECT_FIT if is_perfect else ""
