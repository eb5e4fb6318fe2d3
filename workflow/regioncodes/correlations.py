"""Figure 2 of the article: district outcomes regressed on the share of employed with higher education."""

import numpy as np
import pandas as pd

POINTS = ["outcome", "year", "education_percent", "value", "note"]
FITS = [
    "outcome", "status", "n", "first_year", "last_year", "slope", "slope_lower_95", "slope_upper_95",
    "intercept", "r_squared", "p_value", "durbin_watson",
]  # fmt: skip


def education_points(
    panel: pd.DataFrame,
    *,
    district: str,
    regressor: str,
    outcomes: list[str],
    first_year: int,
    last_year: int,
) -> pd.DataFrame:
    """Points of Figure 2, one row per outcome and year in which both figures are published or derived.

    panel: one row per region, indicator and year (panel.as_printed_in gives it for one edition).

    education_percent: the regressor for the district; where the district is not published it is the
    employment-weighted mean of its regions, flagged `derived` in the panel. note: "estimate" where education is one.
    """
    own = panel[(panel["region"] == district) & panel["year"].between(first_year, last_year) & panel["value"].notna()]
    education = own.loc[own["indicator"] == regressor, ["year", "value", "flags"]]
    education = education.rename(columns={"value": "education_percent", "flags": "note"})
    results = own.loc[own["indicator"].isin(outcomes), ["indicator", "year", "value"]]
    results = results.rename(columns={"indicator": "outcome"})
    points = results.merge(education, on="year", how="inner", validate="many_to_one")
    points["note"] = points["note"].str.contains("estimate").map({True: "estimate", False: ""})
    order = {outcome: number for number, outcome in enumerate(outcomes)}
    return points[POINTS].sort_values(["outcome", "year"], key=lambda c: c.map(order) if c.name == "outcome" else c,
                                      ignore_index=True)  # fmt: skip


def education_fits(points: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Least-squares lines of the four panels and the 95 % bands of their means.

    points: as of education_points. Returns fits, one row per outcome (status `fitted`, or the reason
    of a refusal and no numbers), and lines: outcome, education_percent, fitted, lower_95, upper_95 on 60 abscissae.
    Slopes are in units of the outcome per percentage point.
    """
    fits, lines = [], []
    for outcome, own in points.groupby("outcome", sort=False):
        status = refusal(own["education_percent"].to_numpy(), own["value"].to_numpy())
        facts = {
            "outcome": outcome,
            "n": len(own),
            "first_year": own["year"].min(),
            "last_year": own["year"].max(),
        }
        if status:
            fits.append({**facts, "status": status})
            continue
        numbers, line = _fit(own)
        fits.append({**facts, "status": "fitted", **numbers})
        lines.append(line.assign(outcome=outcome))
    columns = ["outcome", "education_percent", "fitted", "lower_95", "upper_95"]
    return pd.DataFrame(fits, columns=FITS), pd.concat(lines)[columns] if lines else pd.DataFrame(columns=columns)


def refusal(regressor: np.ndarray, outcome: np.ndarray) -> str:
    """Why a line through these points would mean nothing, or "" where it may be fitted."""
    if len(outcome) < 3:
        return "too_few_points"
    if np.ptp(regressor) == 0:
        return "constant_regressor"
    if np.ptp(outcome) == 0:
        return "constant_outcome"
    if abs(np.corrcoef(regressor, outcome)[0, 1]) > 1 - 1e-12:
        return "perfect_fit"
    return ""


def _fit(own: pd.DataFrame) -> tuple[dict[str, float], pd.DataFrame]:
    import statsmodels.api as sm
    from statsmodels.stats.stattools import durbin_watson

    education = own["education_percent"].to_numpy()
    fit = sm.OLS(own["value"].to_numpy(), sm.add_constant(education)).fit()
    lower, upper = fit.conf_int(alpha=0.05)[1]
    numbers = {
        "slope": fit.params[1],
        "slope_lower_95": lower,
        "slope_upper_95": upper,
        "intercept": fit.params[0],
        "r_squared": fit.rsquared,
        "p_value": fit.pvalues[1],
        "durbin_watson": durbin_watson(fit.resid),
    }
    grid = np.linspace(education.min(), education.max(), 60)
    band = fit.get_prediction(sm.add_constant(grid)).summary_frame(alpha=0.05)
    line = pd.DataFrame(
        {
            "education_percent": grid,
            "fitted": band["mean"].to_numpy(),
            "lower_95": band["mean_ci_lower"].to_numpy(),
            "upper_95": band["mean_ci_upper"].to_numpy(),
        }
    )
    return numbers, line
