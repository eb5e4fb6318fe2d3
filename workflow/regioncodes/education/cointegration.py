"""Whether outcomes and education of all regions are held together, or only trend beside each other: one test."""

import numpy as np
import pandas as pd

from regioncodes.education.outcomes import each_outcome
from regioncodes.statistics.cointegration import ALTERNATIVES, cointegration_tests
from regioncodes.statistics.gate import NOT_POSITIVE
from regioncodes.statistics.noise_variance import noise_design, noise_of

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

    points: of all regions and the period (outcomes.of_period). district_points: of the district of Figure 2, whose
    slope of the logarithm is the relation in the alternatives. draws: of unrelated panels and of each alternative.
    noise: variance of the share of education as it is read, percentage points squared; where not given, that which the
    changes of the share show themselves (statistics.noise_variance), or none where they show none.
    education_noise: `estimated`, and in the prices that decide also `none`, as if the share were read without error.
    Outcomes are taken in logarithms; cells of zero or less are left out and counted. Columns COINTEGRATION: p_value is
    the share of unrelated panels in which the mean statistic is as low (statistics.cointegration), p_value_error and
    power_error_percent (the largest) their Monte Carlo standard errors; power_30_percent: how often the test at 5 %
    finds a relation whose residuals keep 30 % a year, and so on.
    A row without numbers has a status: `not_positive`, `no_real_value`, `too_few_regions` (fewer than
    five regions), `too_few_years` (fewer than seven).
    """
    rows, of_cells = [], {}
    for facts, status, own in each_outcome(points):
        kept = own[own["value"] > 0].sort_values(["region", "year"])
        # Outcomes with the same cells share the noise of their education.
        cells = tuple(zip(kept["region"], kept["year"], strict=True))
        if noise is None and cells not in of_cells:
            of_cells[cells] = _noise_of(kept)
        alike = [district_points[name].eq(facts[name]) for name in ("outcome", "prices")]
        slope = _slope_of_logarithm(district_points[alike[0] & alike[1]])
        noises = {"estimated": of_cells.get(cells, noise), **({"none": 0.0} if facts["decides"] else {})}
        for education_noise, variance in noises.items():
            found = _tested(kept, status, slope, draws=draws, seed=seed, noise=variance)
            shared = {**facts, "alternative_slope": slope, "education_noise": education_noise}
            rows += [{**shared, "cells_left_out": len(own) - len(kept), **row} for row in found]
    table = pd.DataFrame(rows, columns=COINTEGRATION)
    whole = dict.fromkeys(["regions", "regions_left_out", "cells_left_out", "first_year", "last_year"], "Int64")
    return table.astype(whole)


def _tested(kept: pd.DataFrame, status: str, slope: float, *, draws: int, seed: int, noise: float) -> list[dict]:
    """The two rows of one outcome in one kind of prices, without its name; kept: cells that have a logarithm."""
    status = status or ("" if len(kept) else NOT_POSITIVE)
    if status:
        return [{"trend": trend, "status": status} for trend in (False, True)]
    years = range(kept["year"].min(), kept["year"].max() + 1)
    wide = kept.assign(logarithm=np.log(kept["value"].astype(float))).pivot(index="region", columns="year")
    education, logarithms = (
        wide[name].reindex(columns=years).to_numpy(float) for name in ("education_percent", "logarithm")
    )
    usable, tests, shocks = cointegration_tests(
        education, logarithms, slope=slope, noise_variance=noise, draws=draws, seed=seed
    )
    facts = {"regions": usable.sum(), "regions_left_out": (~usable).sum()}
    facts |= {"first_year": years[0], "last_year": years[-1]}
    if shocks is None:
        return [{"trend": trend, "status": one.status, **facts} for trend, one in tests.items()]
    shares = [100 * one.common_share for one in shocks]
    facts |= {"education_noise_variance": noise, "lowest_p_value": 1 / (1 + draws)}
    facts |= {"education_common_share_percent": shares[0], "outcome_common_share_percent": shares[1]}
    rows = []
    for trend, one in tests.items():
        numbers = {name: getattr(one, name) for name in ("status", "statistic", "null_median", "null_lower_5")}
        numbers |= {"p_value": one.p_value, "p_value_error": _error(one.p_value, draws)}
        power = dict(zip(POWER, one.power_percent, strict=True))
        error = max(100 * _error(value / 100, draws) for value in one.power_percent)
        rows.append({"trend": trend, **facts, **numbers, **power, "power_error_percent": error})
    return rows


def _noise_of(cells: pd.DataFrame) -> float:
    """Noise variance of the education share, as the changes of its regions show it; 0 where they show none."""
    if cells.empty:
        return 0.0
    found = noise_of(noise_design(cells["region"].to_numpy(), cells["year"].to_numpy()), cells["education_percent"])
    return float(found.noise_variance) if found.noise_variance > 0 else 0.0


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
