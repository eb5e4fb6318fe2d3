"""The gate before every fit: a word for what would make its standard errors and p-values meaningless."""

import numpy as np

from regioncodes.statistics.rounding import ROUNDING, is_nothing

STATUSES = (
    "not_finite",
    "refused",
    "saturated",
    "constant_response",
    "constant_regressor",
    "collinear",
    "perfect_fit",
)
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
        return "not_finite"
    parameters = columns.shape[1] + absorbed
    if len(values) <= parameters:
        return "refused" if len(values) < parameters else "saturated"
    if is_constant(values, levels[1]):
        return "constant_response"
    if any(is_constant(column, levels[0]) for column in columns.T):
        return "constant_regressor"
    return _status_of_varying(columns, values, levels)


def is_constant(values: np.ndarray, level: float = 0.0) -> bool:
    """Whether values differ by no more than their own rounding, or that of the level that they are differences of."""
    return bool(is_nothing(np.ptp(values), np.abs(values).max(initial=level), ROUNDING))


def _status_of_varying(columns: np.ndarray, values: np.ndarray, levels: tuple[float, float]) -> str:
    centred = columns - columns.mean(axis=0)
    scaled = centred / np.linalg.norm(centred, axis=0)
    singular = np.linalg.svd(scaled, compute_uv=False)
    if singular[-1] * HIGHEST_CONDITION <= singular[0]:
        return "collinear"
    deviations = values - values.mean()
    basis = np.linalg.qr(scaled)[0]
    residuals = deviations - basis @ (basis.T @ deviations)
    size = np.linalg.norm(deviations)
    # The rounding of the regressors' levels comes into the residuals times a slope, which is no steeper than this.
    steepest = size / np.linalg.norm(centred, axis=0).min()
    of_levels = np.sqrt(len(values)) * (levels[1] + steepest * levels[0])
    is_perfect = is_nothing(np.linalg.norm(residuals), size + np.linalg.norm(values) + of_levels, ROUNDING)
    return "perfect_fit" if is_perfect else ""
