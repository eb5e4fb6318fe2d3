"""The gate before every fit: a word for what would make its standard errors and p-values meaningless."""

import numpy as np

STATUSES = (
    "not_finite", "refused", "saturated", "constant_response", "constant_regressor", "collinear", "perfect_fit",
)  # fmt: skip
# Assumption: beyond this condition number of the standardised regressors half of the 16 digits are lost.
HIGHEST_CONDITION = 1e8
# Assumption: variation below this share of a column's size is the rounding of its values.
_ROUNDING = 1e-12


def fit_status(regressors: np.ndarray, response: np.ndarray, *, absorbed: int = 1) -> str:
    """Why a least-squares fit would be no evidence, or "" where it may be done.

    regressors: (n, k) without the constant, or (n,) for one; response: (n,). absorbed: parameters taken up
    beside them: 1 for a constant (the default), more where effects were swept out of both before.
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
    if is_constant(values):
        return "constant_response"
    if any(is_constant(column) for column in columns.T):
        return "constant_regressor"
    return _status_of_varying(columns, values)


def is_constant(values: np.ndarray) -> bool:
    """Whether values differ by no more than their own rounding."""
    return bool(np.ptp(values) <= _ROUNDING * np.abs(values).max(initial=0.0))


def _status_of_varying(columns: np.ndarray, values: np.ndarray) -> str:
    centred = columns - columns.mean(axis=0)
    scaled = centred / np.linalg.norm(centred, axis=0)
    singular = np.linalg.svd(scaled, compute_uv=False)
    if singular[-1] * HIGHEST_CONDITION <= singular[0]:
        return "collinear"
    deviations = values - values.mean()
    basis = np.linalg.qr(scaled)[0]
    residuals = deviations - basis @ (basis.T @ deviations)
    rounding = _ROUNDING * (np.linalg.norm(deviations) + np.linalg.norm(values))
    return "perfect_fit" if np.linalg.norm(residuals) <= rounding else ""
