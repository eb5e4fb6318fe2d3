"""Whether outcomes and education of all regions are held together, or only trend beside each other: one test."""

import numpy as np
import pandas as pd

from regioncodes.education.outcomes import value_status
from regioncodes.statistics.cointegration import ALTERNATIVES, cointegration_tests, noise_variance
from regioncodes.statistics.gate import NO_CELLS, NOT_POSITIVE

POWER = [f"power_{round(100 * left)}_percent" for left in ALTERNATIVES]
COINTEGRATION = [
    "outcome",
    "prices",
    "decides",
    "education_noise",
    "trend",
    "status",
    "regions",
    "regions_left_out",
    "cells_left_out",
    "first_year",
    "last_year",
    "statistic",
    "null_median",
    "null_lower_5",
    "p_value",
    "p_value_error",
    "lowest_p_value",
    "education_noise_variance",
    "education_common_share_percent",
    "outcome_common_share_percent",
    "alternative_slope",
    *POWER,
    "power_error_percent",
]


def cointegration(
    points: pd.DataFrame, district_points: pd.DataFrame, *, draws: int, seed: int, noise: float | None = None
) -> pd.DataFrame:
    """The group-mean residual test of every outcome in each of its prices, without and with a trend: one row each.

    points: of all regions, columns of outcomes.POINTS. district_points: of the district of Figure 2, whose slope of the
    logarithm is the relation in the alternatives. draws: of unrelated panels and of each alternative. noise: variance
    of the share of education as it is read, percentage points squared; where not given, that which the changes of the
    share in complete regions show themselves.
    education_noise: `estimated`, and in the prices that decide also `none`, as if the share were read without error.
    Outcomes are taken in logarithms; cells of zero or less are left out and counted. Columns COINTEGRATION: p_value is
    the share of unrelated panels in which the mean statistic is as low (statistics.cointegration), p_value_error and
    power_error_percent (the largest) their Monte Carlo standard errors; power_30_percent: how often the test at 5 %
    finds a relation whose residuals keep 30 % a year, and so on.
    A row without numbers has a status: `no_cells`, `not_positive`, `no_real_value`, `too_few_regions` (fewer than
    five regions), `too_few_years` (fewer than seven).
    """
    rows = []
    for (outcome, prices), own in points.groupby(["outcome", "prices"], sort=False):
        of_district = district_points["outcome"].eq(outcome) & district_points["prices"].eq(prices)
        slope = _slope_of_logarithm(district_points[of_district])
        decides = bool(own["decides"].iloc[0])
        facts = {"outcome": outcome, "prices": prices, "decides": decides, "alternative_slope": slope}
        for education_noise, variance in {"estimated": noise, **({"none": 0.0} if decides else {})}.items():
            found = _tested(own, slope, draws=draws, seed=seed, noise=variance)
            rows += [{**facts, "education_noise": education_noise, **row} for row in found]
    table = pd.DataFrame(rows, columns=COINTEGRATION)
    whole = dict.fromkeys(["regions", "regions_left_out", "cells_left_out", "first_year", "last_year"], "Int64")
    return table.astype(whole)


def _tested(own: pd.DataFrame, slope: float, *, draws: int, seed: int, noise: float | None) -> list[dict]:
    """The two rows of one outcome in one kind of prices, without its name."""
    cells = own.dropna(subset=["education_percent", "value"])
    kept = cells[cells["value"] > 0]
    status = _status(own, cells, kept)
    if status:
        return [{"trend": trend, "status": status} for trend in (False, True)]
    years = range(kept["year"].min(), kept["year"].max() + 1)
    wide = kept.assign(logarithm=np.log(kept["value"].astype(float))).pivot(index="region", columns="year")
    education, logarithms = (
        wide[name].reindex(columns=years).to_numpy(float) for name in ("education_percent", "logarithm")
    )
    variance = noise_variance(education) if noise is None else noise
    usable, tests, shocks = cointegration_tests(
        education, logarithms, slope=slope, noise_variance=variance, draws=draws, seed=seed
    )
    facts = {"regions": usable.sum(), "regions_left_out": (~usable).sum(), "cells_left_out": len(cells) - len(kept)}
    facts |= {"first_year": years[0], "last_year": years[-1]}
    if shocks is None:
        return [{"trend": trend, "status": one.status, **facts} for trend, one in tests.items()]
    shares = [100 * one.common_share for one in shocks]
    facts |= {"education_noise_variance": variance, "lowest_p_value": 1 / (1 + draws)}
    facts |= {"education_common_share_percent": shares[0], "outcome_common_share_percent": shares[1]}
    rows = []
    for trend, one in tests.items():
        numbers = {name: getattr(one, name) for name in ("status", "statistic", "null_median", "null_lower_5")}
        numbers |= {"p_value": one.p_value, "p_value_error": _error(one.p_value, draws)}
        power = dict(zip(POWER, one.power_percent, strict=True))
        error = max(100 * _error(value / 100, draws) for value in one.power_percent)
        rows.append({"trend": trend, **facts, **numbers, **power, "power_error_percent": error})
    return rows


def _status(own: pd.DataFrame, cells: pd.DataFrame, kept: pd.DataFrame) -> str:
    if len(kept):
        return ""
    return value_status(own) or (NOT_POSITIVE if len(cells) else NO_CELLS)


def _slope_of_logarithm(points: pd.DataFrame) -> float:
    """Logarithm points of the outcome per percentage point in the district; missing where there is no line."""
    known = points.dropna(subset=["education_percent", "value"])
    known = known[known["value"] > 0]
    if known["education_percent"].nunique() < 3:
        return float("nan")
    education = known["education_percent"].to_numpy(float)
    centred = education - education.mean()
    return float(centred @ np.log(known["value"].to_numpy(float)) / (centred @ centred))


def _error(share: float, draws: int) -> float:
    return float(np.sqrt(share * (1 - share) / draws))
