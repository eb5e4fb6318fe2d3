"""Linear, logarithmic, exponential and power forms of one relation, compared where they can be compared."""

import numpy as np
import pandas as pd

from regioncodes.statistics import intervals
from regioncodes.statistics.gate import FITTED, NOT_POSITIVE, PINNED_POINT, fit_status, is_constant, too_few
from regioncodes.statistics.least_squares import LeastSquares, least_squares, with_constant
from regioncodes.statistics.rounding import ROUNDING, is_nothing

# Whether the regressor and the outcome are taken in logarithms.
FUNCTIONAL_FORMS = {
    "linear": (False, False),
    "logarithmic": (True, False),
    "exponential": (False, True),
    "power": (True, True),
}
COMPARISON = [
    "points",
    "outcome",
    "prices",
    "decides",
    "form",
    "status",
    "n",
    "clusters",
    "first_year",
    "last_year",
    "excluded_points",
    "intercept",
    "slope",
    "slope_lower_95",
    "slope_upper_95",
    "cr2_lower_95",
    "cr2_upper_95",
    "r_squared",
    "leave_one_out_error",
    "relative_error_percent",
    "aicc",
    "aicc_difference",
]
_PARAMETERS = 3  # intercept, slope, variance


def compared_functional_forms(points: pd.DataFrame) -> pd.DataFrame:
    """Four forms of each panel in each reading of its points, one row per reading, outcome, prices and form.

    points: points (the reading, such as `district_years` or `region_years`), outcome, prices, decides, region, year,
    education_percent, value (district_series.district_and_region_points). Columns COMPARISON:
    intercept and slope on the scale in which the form is a line (natural logarithms), with the slope's classical
    interval, which takes all points for independent, and that of errors clustered by region (CR2; missing where
    there are fewer than three regions); clusters: regions; r_squared, squared
    correlation of fitted and observed on the scale of the outcome; leave_one_out_error, root mean squared error
    in units of the outcome when each point is predicted from the others; relative_error_percent, the same over
    the mean of the outcome; aicc with the Jacobian of a logged outcome, so that forms share one scale;
    aicc_difference from the best of the same points. A form that needs the logarithm of a value ≤ 0 has status
    `not_positive` and names those points: on fewer points it could not be compared with the others. Where one point
    fixes the line no other points predict it: `pinned_point`.
    Reference: Hurvich and Tsai (1989) Biometrika 76:297-307.
    """
    rows = []
    names = ["points", "outcome", "prices", "decides"]
    for key, own in points.groupby(names, sort=False):
        facts = dict(zip(names, key, strict=True)) | {"n": len(own), "clusters": own["region"].nunique()}
        facts |= {"first_year": own["year"].min(), "last_year": own["year"].max()}
        rows += [{**facts, "form": form, **_fitted(own, form)} for form in FUNCTIONAL_FORMS]
    table = pd.DataFrame(rows, columns=COMPARISON)
    best = table.groupby(["points", "outcome", "prices"])["aicc"].transform("min")
    return table.assign(aicc_difference=table["aicc"] - best)


def _fitted(own: pd.DataFrame, form: str) -> dict:
    """Numbers of one form, or its status alone."""
    log_regressor, log_outcome = FUNCTIONAL_FORMS[form]
    regressor, outcome = own["education_percent"].to_numpy(float), own["value"].to_numpy(float)
    excluded = own[(log_regressor & (regressor <= 0)) | (log_outcome & (outcome <= 0))]
    if len(excluded):
        named = excluded["region"] + " " + excluded["year"].astype(str)
        return {"status": NOT_POSITIVE, "excluded_points": "; ".join(named)}
    x = np.log(regressor) if log_regressor else regressor
    y = np.log(outcome) if log_outcome else outcome
    status = fit_status(x, y)
    if status:
        return {"status": status, "excluded_points": ""}
    fit = least_squares(with_constant(x), y)
    if intervals.has_pinned_point(fit):
        return {"status": PINNED_POINT, "excluded_points": ""}
    # Assumption: a logged outcome is predicted by its median, without a correction for the mean of a lognormal.
    back = np.exp if log_outcome else np.asarray
    left_out = outcome - back(y - fit.residuals / (1 - fit.leverages))
    error = np.sqrt(np.mean(left_out**2))
    has_no_mean = is_nothing(outcome.mean(), np.abs(outcome).mean(), ROUNDING)
    return {
        "status": FITTED,
        "excluded_points": "",
        "intercept": fit.coefficients[1],
        **_slopes(fit, own["region"].to_numpy()),
        "r_squared": _squared_correlation(back(y - fit.residuals), outcome),
        "leave_one_out_error": error,
        "relative_error_percent": np.nan if has_no_mean else 100 * error / abs(outcome.mean()),
        "aicc": _aicc(fit.residuals, y.sum() if log_outcome else 0.0),
    }


def _squared_correlation(fitted: np.ndarray, outcome: np.ndarray) -> float:
    """Squared correlation with a varying outcome; 0 for a level line, whose slope is mere rounding.

    Missing where the points are too few for it to mean anything.
    """
    if too_few("r_squared", len(outcome)):
        return float("nan")
    is_level = is_constant(fitted, np.abs(outcome).max())
    return 0.0 if is_level else float(np.corrcoef(fitted, outcome)[0, 1] ** 2)


def _slopes(fit: LeastSquares, regions: np.ndarray) -> dict[str, float]:
    """The slope with its classical interval and the clustered one, missing where the regions give no such error."""
    found = {"slope": intervals.classical(fit), "cr2": intervals.cr2(fit, regions)}
    bounds = {
        f"{name}_{bound}": getattr(own, bound) for name, own in found.items() for bound in ("lower_95", "upper_95")
    }
    return {"slope": fit.coefficients[0], **bounds}


def _aicc(residuals: np.ndarray, log_jacobian: float) -> float:
    """Corrected Akaike criterion of a normal line; log_jacobian: sum of the logarithms of a logged outcome.

    Missing where the points are too few for the correction.
    """
    n = len(residuals)
    if too_few("aicc", n):
        return float("nan")
    deviance = n * (np.log(2 * np.pi * np.mean(residuals**2)) + 1) + 2 * log_jacobian
    return float(deviance + 2 * _PARAMETERS * n / (n - _PARAMETERS - 1))
