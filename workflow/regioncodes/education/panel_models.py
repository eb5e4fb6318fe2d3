"""The panel of regions: outcomes on the share of employed with higher education, under every estimator and error."""

import numpy as np
import pandas as pd

from regioncodes.ground.options import Figure2
from regioncodes.panel.units import usable_values
from regioncodes.statistics.bootstrap import WEIGHTS, wild_cluster_test
from regioncodes.statistics.gate import told
from regioncodes.statistics.intervals import slopes_by_method
from regioncodes.statistics.panel_fits import ESTIMATORS, PanelFit, group_slopes_test, panel_fit

CELLS = ["outcome", "region", "year", "education_percent", "value"]
MODELS = [
    "scope",
    "outcome",
    "form",
    "estimator",
    "method",
    "status",
    "slope",
    "standard_error",
    "degrees_of_freedom",
    "lower_95",
    "upper_95",
    "p_value",
    "lowest_p_value",
    "n",
    "clusters",
    "first_year",
    "last_year",
    "cells_left_out",
    "regions_left_out",
]
RESPONSE_SCALES = ("level", "log")


def panel_observations(
    panel: pd.DataFrame,
    indicators: pd.DataFrame,
    units: list[str],
    figure: Figure2,
) -> pd.DataFrame:
    """Points of the panel: one row for each outcome, unit and year in which both figures are known, sorted.

    panel: one row per region, indicator and year (panel.as_printed_in). units: regions that do not overlap.
    A dash counts as zero (units.usable_values). value: in the unit of the outcome.
    """
    regressor, outcomes = figure.regressor, figure.outcomes
    inside = panel["region"].isin(units) & panel["year"].between(figure.period.first, figure.period.last)
    own = panel[inside & panel["indicator"].isin([regressor, *outcomes])]
    values = usable_values(own, indicators).reset_index()
    education = values[values["indicator"] == regressor].rename(columns={"value": "education_percent"})
    results = values[values["indicator"].isin(outcomes)].rename(columns={"indicator": "outcome"})
    points = results.merge(
        education[["region", "year", "education_percent"]], on=["region", "year"], validate="many_to_one"
    )
    place = points["outcome"].map({outcome: number for number, outcome in enumerate(outcomes)})
    return points.assign(place=place).sort_values(["place", "region", "year"], ignore_index=True)[CELLS]


def panel_models(cells: pd.DataFrame, *, scope: str, outcomes: list[str], draws: int, seed: int) -> pd.DataFrame:
    """Slopes of every outcome, form, estimator and kind of error: one row each.

    cells: as of panel_observations. form: `level` (units of the outcome per percentage point) or `log` (logarithm
    points per percentage point; cells of zero or less are left out and counted, see cells_without_logarithm).
    estimator: statistics.panel_fits.ESTIMATORS or `region_slopes`. method: the error or test. p_value and the numbers
    beside it are missing where the status is not `fitted`: nothing was fitted, or the slope has no error of this kind
    (`too_few_clusters`, `too_few_years`,
    `errors_cancel`, `pinned_point`: statistics.intervals). draws: for the wild bootstrap where the patterns are too
    many to take all (more than 50,000).
    """
    rows = []
    for outcome in outcomes:
        own = cells[cells["outcome"] == outcome]
        for form in RESPONSE_SCALES:
            kept = own[own["value"] > 0] if form == "log" else own
            response = np.log(kept["value"]) if form == "log" else kept["value"]
            facts = {"scope": scope, "outcome": outcome, "form": form, "cells_left_out": len(own) - len(kept)}
            found = _models(kept.assign(response=response.astype(float)), draws, seed)
            rows += [{**facts, **row} for row in found]
    return pd.DataFrame(rows, columns=MODELS)


def cells_without_logarithm(cells: pd.DataFrame) -> pd.DataFrame:
    """The points that the models in logarithms leave out, each with its value and the reason.

    cells: as of panel_observations. reason: `zero` or `negative`.
    """
    lost = cells[cells["value"] <= 0]
    reasons = np.where(lost["value"] == 0, "zero", "negative")
    return lost[["outcome", "region", "year", "value"]].assign(reason=reasons).reset_index(drop=True)


def _models(points: pd.DataFrame, draws: int, seed: int) -> list[dict]:
    """Rows of one outcome in one form, without what these share."""
    regions, years = (points[name].to_numpy() for name in ("region", "year"))
    regressor, response = (points[name].to_numpy(float) for name in ("education_percent", "response"))
    rows = []
    for estimator in ESTIMATORS:
        panel = panel_fit(regions, years, regressor, response, estimator)
        facts = {"estimator": estimator, **_size(panel.regions, panel.years)}
        facts["regions_left_out"] = " ".join(panel.left_out)
        rows += [{**facts, **row} for row in _slopes(panel, draws, seed)]
    test = group_slopes_test(regions, regressor, response)
    used = ~np.isin(regions, test.left_out)
    facts = {"estimator": "region_slopes", "method": "ibragimov_muller", **_size(regions[used], years[used])}
    numbers = test.slope._asdict() if test.slope else {}
    rows.append({**facts, "regions_left_out": " ".join(test.left_out), **numbers, "status": told(test.status)})
    return rows


def _slopes(panel: PanelFit, draws: int, seed: int) -> list[dict]:
    """One row for each method, or one row without a method that says why there is no fit."""
    if panel.status:
        return [{"status": panel.status}]
    rows = [
        {"method": method, **slope._asdict(), "status": told(slope.status)}
        for method, slope in slopes_by_method(panel.fit, panel.regions, panel.years).items()
    ]
    for method in WEIGHTS:
        test = wild_cluster_test(panel.fit, panel.regions, method, draws=draws, seed=seed)
        numbers = {"p_value": test.p_value, "lowest_p_value": test.lowest_p_value, "status": told(test.status)}
        rows.append({"method": method, "slope": panel.fit.coefficients[0], **numbers})
    return rows


def _size(regions: np.ndarray, years: np.ndarray) -> dict:
    """Points, clusters and period; no period where there are no points."""
    period = {"first_year": years.min(), "last_year": years.max()} if len(years) else {}
    return {"n": len(years), "clusters": len(np.unique(regions)), **period}
