"""Figure 2 of the article: district outcomes regressed on the share of employed with higher education."""

import numpy as np
import pandas as pd

from regioncodes.education.outcomes import each_outcome
from regioncodes.statistics import intervals
from regioncodes.statistics.gate import FITTED, fit_status, too_few
from regioncodes.statistics.least_squares import LeastSquares, durbin_watson, least_squares, with_constant

FITS = [
    "outcome",
    "prices",
    "decides",
    "status",
    "n",
    "first_year",
    "last_year",
    "slope",
    "slope_lower_95",
    "slope_upper_95",
    "intercept",
    "r_squared",
    "p_value",
    "durbin_watson",
    "hc3_lower_95",
    "hc3_upper_95",
    "hc3_p_value",
    "fixed_b_lower_95",
    "fixed_b_upper_95",
    "fixed_b_p_value",
]
_LINE_POINTS = 60


def education_fits(points: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Least-squares lines of the four panels and the 95 % bands of their means.

    points: of the district (outcomes.outcome_points). Returns fits, one row per outcome and prices (status `fitted`,
    or the reason of a refusal (statistics.gate) and no numbers), and lines: outcome, prices, education_percent,
    fitted, lower_95, upper_95 on 60 abscissae. Slopes are in units of the outcome per percentage point; beside the
    classical interval and p-value stand those of HC3 and of fixed-b (robust to dependence over the years), missing
    where the points give no such error (statistics.intervals).
    """
    fits, lines = [], []
    for outcome, status, own in each_outcome(points):
        status = status or fit_status(own["education_percent"].to_numpy(), own["value"].to_numpy())
        facts = outcome | {"n": len(own), "first_year": own["year"].min(), "last_year": own["year"].max()}
        if status:
            fits.append({**facts, "status": status})
            continue
        numbers, line = _fit(own)
        fits.append({**facts, "status": FITTED, **numbers})
        lines.append(line.assign(outcome=outcome["outcome"], prices=outcome["prices"]))
    columns = ["outcome", "prices", "education_percent", "fitted", "lower_95", "upper_95"]
    return pd.DataFrame(fits, columns=FITS), pd.concat(lines)[columns] if lines else pd.DataFrame(columns=columns)


def _fit(own: pd.DataFrame) -> tuple[dict[str, float], pd.DataFrame]:
    fit = least_squares(with_constant(own["education_percent"].to_numpy(float)), own["value"].to_numpy(float))
    textbook, robust = intervals.classical(fit), intervals.hc3(fit)
    over_time = intervals.fixed_b(fit, own["year"].to_numpy())
    numbers = {
        "slope": textbook.slope,
        "slope_lower_95": textbook.lower_95,
        "slope_upper_95": textbook.upper_95,
        "intercept": fit.coefficients[1],
        "r_squared": np.nan if too_few("r_squared", len(own)) else fit.r_squared,
        "p_value": textbook.p_value,
        "durbin_watson": durbin_watson(fit.residuals),
    }
    for method, found in {"hc3": robust, "fixed_b": over_time}.items():
        bounds = {"lower_95": found.lower_95, "upper_95": found.upper_95, "p_value": found.p_value}
        numbers |= {f"{method}_{name}": value for name, value in bounds.items()}
    return numbers, _line(fit)


def _line(fit: LeastSquares) -> pd.DataFrame:
    """The fitted line and the 95 % band of its mean."""
    education = fit.design[:, 0]
    grid = with_constant(np.linspace(education.min(), education.max(), _LINE_POINTS))
    band = fit.scaled.get_prediction(grid / fit.lengths)
    lower, upper = band.conf_int().T
    columns = {"education_percent": grid[:, 0], "fitted": band.predicted_mean}
    return pd.DataFrame({**columns, "lower_95": lower, "upper_95": upper})
