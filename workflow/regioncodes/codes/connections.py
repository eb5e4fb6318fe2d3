"""The connections of codes that Figure 1 of the article draws, estimated between regions and years.

Interspecific: partial correlation of two codes of a plane, given the third, net of the effects of regions and
years; levels in the plane of the region, rates in the plane of neo-industrialisation.
Intraspecific: a dynamic code is the derivative of its defining code, so that within one period their correlation
is arithmetic. Asked is instead whether the level of a code in the base period goes with its growth after it,
given the levels of the other two: the two share no observation, and there is one cell per region, no effect.
Object-oriented: a dynamic code against the growth of real GRP per head, given the other two. Code NID itself is
no outcome: it is a sum of the codes and would follow them by construction.
"""

import numpy as np
import pandas as pd

from regioncodes.codes.derivatives.rates import rates
from regioncodes.ground.code_names import DYNAMIC_CODES
from regioncodes.ground.options import CodeYears, Derivative, Period
from regioncodes.ground.regions import leaf_regions
from regioncodes.statistics.permutations import TESTED, partial_correlation, with_verdicts
from regioncodes.statistics.smallest_effects import with_smallest_effects

EFFECTS = ["region", "year"]
OUTCOME = "object"
COLUMNS = ["scope", "kind", "start", "end", *TESTED]


def connections(
    codes: pd.DataFrame,
    values: pd.Series,
    regions: pd.DataFrame,
    *,
    district: str,
    years: CodeYears,
    derivative: Derivative,
    power: float,
) -> pd.DataFrame:
    """Partial correlation of every arrow of Figure 1, for the regions of the country and of the district.

    codes: region, code, year, value_sd of one mapping and all regions. values: of units.usable_values. derivative: as
    for derivatives.rates. Rates of edge years are left out: they hold more of the prior than of the data.
    scope: `country` (blocks that are independent: federal districts) or `district` (blocks: its regions).
    power: of the smallest correlation seen (smallest_effects).
    kind, start, end: as in Figure 1; p_value_holm: within one scope and kind. Other columns, status and verdict:
    as permutations.partial_correlation and with_verdicts say. Source: the article, Figure 1.
    """
    leaves = leaf_regions(regions)
    districts = regions.set_index("region")["district"]
    own = codes[codes["region"].isin(leaves)]
    panel = cells(own, values, years.period, derivative).assign(district=lambda table: table["region"].map(districts))
    stages = before_and_after(own, years.base_period.last).assign(district=lambda table: table["region"].map(districts))
    found = _tests(panel, stages, "district").assign(scope="country")
    if district != "RU":
        inside = [table[table["district"] == district].assign(unit=table["region"]) for table in (panel, stages)]
        found = pd.concat([found, _tests(*inside, "unit").assign(scope="district")])
    family = ["scope", "kind"]
    tests = with_smallest_effects(with_verdicts(found.reset_index(drop=True), family), family, power)
    return tests.reindex(columns=COLUMNS)


def cells(codes: pd.DataFrame, values: pd.Series, period: Period, derivative: Derivative) -> pd.DataFrame:
    """One row per region and year without the edges: three levels, three rates and the growth of GRP per head.

    Columns: region, year, the defining codes (SD, as estimated), the dynamic codes (SD per year), object (%).
    """
    table = rates(codes, period, derivative=derivative, with_bands=False)
    table = table[~table["edge"] & table["estimate"].notna()]
    levels = _wide(table[table["order"] == 0], "code")
    speeds = _wide(table[table["order"] == 1], "dynamic_code")
    wide = levels.join(speeds, how="outer").reindex(columns=[*DYNAMIC_CODES, *DYNAMIC_CODES.values()])
    return wide.join(grp_growth(values), how="left").reset_index()


def grp_growth(values: pd.Series) -> pd.Series:
    """Growth of real GRP per head in log per cent, named `object`, indexed by region and year.

    The volume index of GRP over the growth of the average population; a year without one of them is missing.
    """
    own = values[values.index.get_level_values("indicator").isin(["grp_volume_index", "population_avg"])]
    wide = own.unstack("indicator").reindex(columns=["grp_volume_index", "population_avg"])
    wide = wide.where(wide > 0).swaplevel().sort_index()
    previous = wide["population_avg"].rename(index=lambda year: year + 1, level="year").reindex(wide.index)
    growth = np.log(wide["grp_volume_index"] / 100) - np.log(wide["population_avg"] / previous)
    return (100 * growth).rename(OUTCOME)


def before_and_after(codes: pd.DataFrame, base_last_year: int) -> pd.DataFrame:
    """One row per region: mean level of each code up to the base year, mean yearly growth after it.

    Columns: region, first_year and year (of the observations), the defining codes (SD), the dynamic codes (SD per
    year). Growth runs from the first to the last year with a value after the base year, at least three years apart.
    """
    known = codes.dropna(subset="value_sd")
    before = known[known["year"] <= base_last_year].groupby(["region", "code"])["value_sd"].mean().unstack("code")
    after = known[known["year"] > base_last_year].sort_values("year").groupby(["region", "code"])
    ends = after.agg(
        first=("year", "first"), last=("year", "last"), low=("value_sd", "first"), high=("value_sd", "last")
    )
    years = ends["last"] - ends["first"]
    growth = ((ends["high"] - ends["low"]) / years.where(years >= 3)).unstack("code").rename(columns=DYNAMIC_CODES)
    wide = before.join(growth, how="outer").reindex(columns=[*DYNAMIC_CODES, *DYNAMIC_CODES.values()])
    return wide.assign(first_year=known["year"].min(), year=known["year"].max()).reset_index()


def _tests(panel: pd.DataFrame, stages: pd.DataFrame, block: str) -> pd.DataFrame:
    """Every arrow of Figure 1 within one scope."""
    defining, dynamic = list(DYNAMIC_CODES), list(DYNAMIC_CODES.values())
    pairs = [
        ("interspecific", panel, plane[one], plane[other], [plane[3 - one - other]], EFFECTS)
        for plane in (defining, dynamic)
        for one, other in ((0, 1), (0, 2), (1, 2))
    ]
    pairs += [
        ("intraspecific", stages, code, rate, [name for name in defining if name != code], [])
        for code, rate in DYNAMIC_CODES.items()
    ]
    pairs += [
        ("object_oriented", panel, rate, OUTCOME, [name for name in dynamic if name != rate], EFFECTS)
        for rate in dynamic
    ]
    return pd.DataFrame(
        {"kind": kind, "start": start, "end": end, **_period(table, start, end)}
        | partial_correlation(table, start, end, controls=controls, effects=effects, block=block)
        for kind, table, start, end, controls, effects in pairs
    )


def _period(table: pd.DataFrame, start: str, end: str) -> dict:
    known = table.dropna(subset=[start, end])
    return {"first_year": known.get("first_year", known["year"]).min(), "last_year": known["year"].max()}


def _wide(table: pd.DataFrame, name: str) -> pd.DataFrame:
    return table.pivot(index=["region", "year"], columns=name, values="estimate")
