"""Linear, logarithmic, exponential and power forms of one relation, compared where they can be compared."""

import numpy as np
import pandas as pd

from regioncodes.statistics.gate import fit_status

# Whether the regressor and the outcome are taken in logarithms.
FORMS = {"linear": (False, False), "logarithmic": (True, False), "exponential": (False, True), "power": (True, True)}
COMPARISON = [
    "outcome", "form", "status", "n", "first_year", "last_year", "excluded_years", "intercept", "slope",
    "r_squared", "leave_one_out_error", "relative_error_percent", "aicc", "aicc_difference",
]  # fmt: skip
_PARAMETERS = 3  # intercept, slope, variance


def compared_forms(points: pd.DataFrame) -> pd.DataFrame:
    """Four forms of each panel, one row per outcome and form: coefficients, leave-one-out error and AICc.

    points: outcome, year, education_percent, value (correlations.education_points). Columns COMPARISON:
    intercept and slope on the scale in which the form is a line (natural logarithms); r_squared, squared
    correlation of fitted and observed on the scale of the outcome; leave_one_out_error, root mean squared error
    in units of the outcome when each year is predicted from the others; relative_error_percent, the same over
    the mean of the outcome; aicc with the Jacobian of a logged outcome, so that forms share one scale;
    aicc_difference from the best. A form that needs the logarithm of a value ≤ 0 has status `not_positive` and
    names those years: on fewer years it could not be compared with the others.
    Reference: Hurvich and Tsai (1989) Biometrika 76:297-307.
    """
    rows = []
    for outcome, own in points.groupby("outcome", sort=False):
        years = {"n": len(own), "first_year": own["year"].min(), "last_year": own["year"].max()}
        rows += [{"outcome": outcome, "form": form, **years, **_fitted(own, form)} for form in FORMS]
    table = pd.DataFrame(rows, columns=COMPARISON)
    best = table.groupby("outcome")["aicc"].transform("min")
    return table.assign(aicc_difference=table["aicc"] - best)


def _fitted(own: pd.DataFrame, form: str) -> dict:
    """Numbers of one form, or its status alone."""
    log_regressor, log_outcome = FORMS[form]
    regressor, outcome = own["education_percent"].to_numpy(float), own["value"].to_numpy(float)
    excluded = (log_regressor & (regressor <= 0)) | (log_outcome & (outcome <= 0))
    named = "; ".join(map(str, own["year"].to_numpy()[excluded]))
    if named:
        return {"status": "not_positive", "excluded_years": named}
    x = np.log(regressor) if log_regressor else regressor
    y = np.log(outcome) if log_outcome else outcome
    status = fit_status(x, y)
    if status:
        return {"status": status, "excluded_years": ""}
    centred = x - x.mean()
    slope = centred @ y / (centred @ centred)
    intercept = y.mean() - slope * x.mean()
    residuals = y - intercept - slope * x
    leverage = 1 / len(x) + centred**2 / (centred @ centred)
    # Assumption: a logged outcome is predicted by its median, without a correction for the mean of a lognormal.
    back = np.exp if log_outcome else np.asarray
    left_out = outcome - back(y - residuals / (1 - leverage))
    error = np.sqrt(np.mean(left_out**2))
    return {
        "status": "fitted",
        "excluded_years": "",
        "intercept": intercept,
        "slope": slope,
        "r_squared": np.corrcoef(back(y - residuals), outcome)[0, 1] ** 2,
        "leave_one_out_error": error,
        "relative_error_percent": 100 * error / abs(outcome.mean()) if outcome.mean() else np.nan,
        "aicc": _aicc(residuals, y.sum() if log_outcome else 0.0),
    }


def _aicc(residuals: np.ndarray, log_jacobian: float) -> float:
    """Corrected Akaike criterion of a normal line; log_jacobian: sum of the logarithms of a logged outcome.

    Missing where the years are too few for the correction.
    """
    n = len(residuals)
    if n <= _PARAMETERS + 1:
        return float("nan")
    deviance = n * (np.log(2 * np.pi * np.mean(residuals**2)) + 1) + 2 * log_jacobian
    return float(deviance + 2 * _PARAMETERS * n / (n - _PARAMETERS - 1))
