"""The district's series behind Figure 2, and what its checks put beside them: its parts, other editions."""

from collections.abc import Mapping

import pandas as pd

from regioncodes.education.bridging import BRIDGE, FEWEST, bridges
from regioncodes.education.outcomes import outcome_points
from regioncodes.education.robustness import robustness, without_regions
from regioncodes.ground.options import Figure2
from regioncodes.ground.regions import regions_of
from regioncodes.panel.panel import as_printed_in
from regioncodes.panel.units import usable_values
from regioncodes.statistics.gate import FITTED

SCENARIO = ["method", "status", *BRIDGE]


def checks_of_figure_2(
    tables: Mapping[str, pd.DataFrame], figure: Figure2, *, guide: str, draws: int, seed: int
) -> pd.DataFrame:
    """Every check of robustness.robustness for a district, from the panel and its revisions.

    tables: panel, revisions, regions, indicators, and printed, the panel as the edition of the figure prints it.
    guide: indicator of the country along which education is bridged beside its own trend. draws: of education there.
    """
    regions, indicators, printed = (tables[name] for name in ("regions", "indicators", "printed"))
    parts = regions_of(figure.district, regions, okrugs="within")
    points = outcome_points(printed, indicators, regions, figure, [figure.district, *parts])
    # What is neither a total nor a mean with known weights, such as an index, cannot be had without a region.
    kinds = indicators.set_index("indicator")
    divisible = kinds.index[kinds["kind"].eq("total") | kinds["weight"].notna()]
    parted = points[points["outcome"].isin(divisible)]
    left = without_regions(parted, usable_values(printed, indicators), kinds["weight"], parts, figure)
    others = pd.concat([left, _editions(tables, figure)])
    of_district = points[points["region"].eq(figure.district)]
    education = _series(tables["panel"], figure.district, figure.regressor)
    guides = national_guides(tables["panel"], figure, guide)
    inside = [own["year"].between(figure.period.first, figure.period.last) for own in (of_district, others)]
    return robustness(of_district[inside[0]], education, others[inside[1]], guides=guides, draws=draws, seed=seed)


def district_and_region_points(points: pd.DataFrame, of_regions: pd.DataFrame) -> pd.DataFrame:
    """Points of Figure 2 in both readings, one row per reading (`points`), outcome, prices, region and year.

    points: the figure's own, read as `district_years`. of_regions: those of the regions that add up to the district,
    okrugs within their oblast, whose mean its education is, read as `region_years`; both of outcomes.outcome_points.
    """
    readings = [points.assign(points="district_years"), of_regions.assign(points="region_years")]
    columns = ["points", "outcome", "prices", "decides", "region", "year", "education_percent", "value"]
    return pd.concat(readings, ignore_index=True)[columns].dropna(subset="value")


def national_guides(panel: pd.DataFrame, figure: Figure2, guide: str) -> list[pd.Series]:
    """The country's own education, then the indicator that guides it, by year: what bridging.guided goes along."""
    return [_series(panel, "RU", indicator) for indicator in (figure.regressor, guide)]


def bridged_education(panel: pd.DataFrame, figure: Figure2, *, guide: str, draws: int, seed: int) -> pd.DataFrame:
    """Education of the district in every year, bridged where it is not published: columns SCENARIO, by method and year.

    method: `trend`, its own trend alone, and `guided`, along the country's education and the guide (an indicator of the
    country). status: `fitted`, or on the bridged years of a method why it has no number. The scenario behind the check
    `bridged`; no rows where fewer than five years are published.
    """
    known = _series(panel, figure.district, figure.regressor)
    if len(known) < FEWEST:
        return pd.DataFrame(columns=SCENARIO)
    years = list(range(figure.period.first, figure.period.last + 1))
    found = bridges(known, national_guides(panel, figure, guide), years, draws=draws, seed=seed)
    frames = []
    for method, bridge in found.items():
        table = bridge.table
        if table is None:
            published = known.reindex(years).to_numpy()
            flags = ["" if year in known.index else "estimate" for year in years]
            table = pd.DataFrame(dict(zip(BRIDGE, (years, *[published] * 3, flags), strict=True)))
        status = table["flags"].map({"": FITTED, "estimate": bridge.status})
        frames.append(table.assign(method=method, status=status))
    return pd.concat(frames, ignore_index=True)[SCENARIO]


def scenario_points(points: pd.DataFrame, bridge: pd.DataFrame, figure: Figure2) -> pd.DataFrame:
    """Points of the scenario: a row per method, outcome, prices and year of the bridge in which the outcome is known.

    points: of the district, all years (outcomes.outcome_points). bridge: as of bridged_education. Columns outcome,
    prices, year, value, method, status, education_percent, lower_95, upper_95 (per cent), flags (`estimate` where
    education is bridged).
    """
    education = bridge.rename(columns={"value": "education_percent"})
    values = points.loc[points["region"].eq(figure.district), ["outcome", "prices", "year", "value"]].dropna()
    methods = [
        values.merge(own, on="year", how="inner", validate="many_to_one")
        for _, own in education.groupby("method", sort=False)
    ]
    return pd.concat(methods or [values.iloc[:0].merge(education, on="year")], ignore_index=True)


def _series(panel: pd.DataFrame, region: str, indicator: str) -> pd.Series:
    """Values of one indicator of one region by year."""
    own = panel[panel["region"].eq(region) & panel["indicator"].eq(indicator) & panel["value"].notna()]
    return own.set_index("year")["value"].sort_index()


def _editions(tables: Mapping[str, pd.DataFrame], figure: Figure2) -> pd.DataFrame:
    """Points as each edition other than that of the figure prints the outcomes."""
    panel, revisions, regions, indicators = (tables[name] for name in ("panel", "revisions", "regions", "indicators"))
    own, older = (table[table["region"].eq(figure.district)] for table in (panel, revisions))
    is_outcome = own["indicator"].isin(figure.outcomes)
    editions = {*own.loc[is_outcome, "edition"].dropna()}
    editions |= {*older.loc[older["indicator"].isin(figure.outcomes), "superseded_edition"]}
    frames = [pd.DataFrame(columns=["check", "variant", "outcome", "prices", "year"])]
    for edition in sorted(editions - {figure.edition}):
        printed = as_printed_in(edition, own, older)
        printed = printed[printed["edition"].eq(edition) | ~printed["indicator"].isin(figure.outcomes)]
        points = outcome_points(printed, indicators, regions, figure, [figure.district])
        frames.append(points.assign(check="edition", variant=edition))
    return pd.concat(frames[1:] or frames)
