"""The panel of regions: outcomes on the share of employed with higher education, under every estimator and error."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from regioncodes.education.outcomes import NOMINAL, each_outcome
from regioncodes.statistics.batches import GROUP_SLOPES, PANEL_ESTIMATORS
from regioncodes.statistics.bootstrap import WEIGHTS, wild_cluster_test
from regioncodes.statistics.gate import told
from regioncodes.statistics.intervals import cr2, slopes_by_method
from regioncodes.statistics.panel_fits import DIFFERENCES, ESTIMATORS, PanelFit, group_slopes_test, panel_fit

MODELS = [
    "scope",
    "outcome",
    "prices",
    "decides",
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
    "years",
    "first_year",
    "last_year",
    "cells_left_out",
    "regions_left_out",
]
RESPONSE_SCALES = ("level", "log")


def panel_models(
    points: pd.DataFrame, *, scope: str, districts: Mapping[str, str] | None = None, draws: int, seed: int
) -> pd.DataFrame:
    """Slopes of every outcome in each of its prices, by form, estimator and kind of error: one row each.

    points: of the regions, as of outcomes.of_period; differences leave out the years that have `breaks`. districts: of
    each region, where errors are clustered by them too (`cr2_district`, whose clusters they are).
    form: `level` (units of the outcome per percentage point) or `log` (logarithm points per percentage point; cells of
    zero or less are left out and counted, see cells_without_logarithm).
    years: of the points, before differences are taken: those of the walks that have the size of the test.
    estimator: statistics.panel_fits.ESTIMATORS or `region_slopes`. method: the error or test. p_value and the numbers
    beside it are missing where the status is not `fitted`: nothing was fitted, or the slope has no error of this kind
    (`too_few_clusters`, `too_few_years`, `errors_cancel`, `pinned_point`, `negative_variance`: statistics.intervals),
    or the figures have no real form (`no_real_value`). draws: for the wild bootstrap where the patterns are too
    many to take all (more than 50,000).
    """
    rows = []
    for outcome, status, known in each_outcome(points):
        for form in RESPONSE_SCALES:
            kept = known[known["value"] > 0] if form == "log" else known
            response = np.log(kept["value"]) if form == "log" else kept["value"]
            facts = {"scope": scope, **outcome, "form": form, "cells_left_out": len(known) - len(kept)}
            refused = [{"estimator": estimator, "status": status} for estimator in PANEL_ESTIMATORS]
            found = refused if status else _models(kept.assign(response=response.astype(float)), districts, draws, seed)
            rows += [{**facts, **row} for row in found]
    return pd.DataFrame(rows, columns=MODELS).astype({"years": "Int64"})


def cells_without_logarithm(points: pd.DataFrame) -> pd.DataFrame:
    """The points that the models in logarithms leave out, each with its value as printed and the reason.

    points: as of outcomes.of_period. reason: `zero` or `negative`.
    """
    lost = points[points["prices"].eq(NOMINAL) & points["value"].le(0)]
    reasons = np.where(lost["value"] == 0, "zero", "negative")
    return lost[["outcome", "region", "year", "value"]].assign(reason=reasons).reset_index(drop=True)


def _models(points: pd.DataFrame, districts: Mapping[str, str] | None, draws: int, seed: int) -> list[dict]:
    """Rows of one outcome in one form, without what these share."""
    regions, years = (points[name].to_numpy() for name in ("region", "year"))
    breaks = points["breaks"].ne("").to_numpy()
    regressor, response = (points[name].to_numpy(float) for name in ("education_percent", "response"))
    rows = []
    for estimator in ESTIMATORS:
        panel = panel_fit(regions, years, regressor, response, estimator, breaks)
        facts = {"estimator": estimator, **_size(panel.regions, panel.years, int(estimator in DIFFERENCES))}
        facts["regions_left_out"] = " ".join(panel.left_out)
        rows += [{**facts, **row} for row in _slopes(panel, districts, draws, seed)]
    test = group_slopes_test(regions, regressor, response)
    used = ~np.isin(regions, test.left_out)
    facts = {"estimator": GROUP_SLOPES, "method": "ibragimov_muller", **_size(regions[used], years[used])}
    numbers = test.slope._asdict() if test.slope else {}
    rows.append({**facts, "regions_left_out": " ".join(test.left_out), **numbers, "status": told(test.status)})
    return rows


def _slopes(panel: PanelFit, districts: Mapping[str, str] | None, draws: int, seed: int) -> list[dict]:
    """One row for each method, or one row without a method that says why there is no fit."""
    if panel.status:
        return [{"status": panel.status}]
    rows = [
        {"method": method, **slope._asdict(), "status": told(slope.status)}
        for method, slope in slopes_by_method(panel.fit, panel.regions, panel.years).items()
    ]
    if districts is not None:
        clusters = np.array([districts[region] for region in panel.regions])
        slope = cr2(panel.fit, clusters)
        facts = {"method": "cr2_district", "clusters": len(np.unique(clusters)), "status": told(slope.status)}
        rows.append({**slope._asdict(), **facts})
    for method in WEIGHTS:
        test = wild_cluster_test(panel.fit, panel.regions, method, draws=draws, seed=seed)
        numbers = {"p_value": test.p_value, "lowest_p_value": test.lowest_p_value, "status": told(test.status)}
        rows.append({"method": method, "slope": panel.fit.coefficients[0], **numbers})
    return rows


def _size(regions: np.ndarray, years: np.ndarray, lost: int = 0) -> dict:
    """Points, clusters and period; no period where there are no points. lost: years that differences took."""
    if not len(years):
        return {"n": 0, "clusters": 0}
    period = {"years": len(np.unique(years)) + lost, "first_year": years.min(), "last_year": years.max()}
    return {"n": len(years), "clusters": len(np.unique(regions)), **period}
