"""The gate before every fit: a word for what would make its standard errors and p-values meaningless."""

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
    TOO_FEW_CLUSTERS: "There are too few regions for an error clustered by region.",
    TOO_FEW_YEARS: "There are too few years for an error summed by year, or for a test of residuals.",
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
    NO_EMPLOYMENT: "The number of employed, of whom the survey asks a share, is not known.",
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


def told(status: str) -> str:
    """The status as tables tell it: `fitted` where there is nothing to tell."""
    return status or FITTED


def is_constant(values: np.ndarray, level: float = 0.0) -> bool:
    """Whether values differ by no more than their own rounding, or that of the level that they are differences of."""
    return bool(is_nothing(np.ptp(values), np.abs(values).max(initial=level), ROUNDING))


def _status_of_varying(columns: np.ndarray, values: np.ndarray, levels: tuple[float, float]) -> str:
    centred = columns - columns.mean(axis=0)
    scaled = centred / np.linalg.norm(centred, axis=0)
    singular = np.linalg.svd(scaled, compute_uv=False)
    if singular[-1] * HIGHEST_CONDITION <= singular[0]:
        return COLLINEAR
    deviations = values - values.mean()
    basis = np.linalg.qr(scaled)[0]
    residuals = deviations - basis @ (basis.T @ deviations)
    size = np.linalg.norm(deviations)
    # The rounding of the regressors' levels comes into the residuals times a slope, which is no steeper than this.
    steepest = size / np.linalg.norm(centred, axis=0).min()
    of_levels = np.sqrt(len(values)) * (levels[1] + steepest * levels[0])
    is_perfect = is_nothing(np.linalg.norm(residuals), size + np.linalg.norm(values) + of_levels, ROUNDING)
    return PERFECT_FIT if is_perfect else ""
