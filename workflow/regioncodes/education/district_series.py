"""The district's series behind Figure 2, and what its checks put beside them: its parts, other editions."""

from collections.abc import Mapping

import pandas as pd

from regioncodes.codes.codes import price_level
from regioncodes.education.bridging import BRIDGE, FEWEST, bridges
from regioncodes.education.panel_models import panel_observations
from regioncodes.education.robustness import robustness, without_regions
from regioncodes.ground.options import Figure2
from regioncodes.ground.regions import regions_of
from regioncodes.panel.panel import as_printed_in
from regioncodes.panel.units import usable_values
from regioncodes.statistics.gate import FITTED

SCENARIO = ["method", "status", *BRIDGE]
POINT = ["outcome", "year", "education_percent", "value"]


def checks_of_figure_2(
    tables: Mapping[str, pd.DataFrame], figure: Figure2, *, guide: str, draws: int, seed: int
) -> pd.DataFrame:
    """Every check of robustness.robustness for a district, from the panel and its revisions.

    tables: panel, revisions, regions, indicators, and printed, the panel as the edition of the figure prints it.
    guide: indicator of the country, of which education is bridged beside its own trend. draws: of education there.
    """
    panel, revisions, regions, indicators = (tables[name] for name in ("panel", "revisions", "regions", "indicators"))
    kinds = indicators.set_index("indicator")
    weights = kinds["weight"].reindex([figure.regressor, *figure.outcomes])
    printed = tables["printed"]
    values = usable_values(printed, indicators)
    # What is neither a total nor a mean with known weights, such as an index, cannot be had without a region.
    divisible = kinds.index[kinds["kind"].eq("total") | kinds["weight"].notna()]
    parted = values[values.index.get_level_values("indicator").isin(divisible)]
    left = without_regions(parted, weights, regions_of(figure.district, regions, okrugs="within"), figure)
    education = _series(panel, figure.district, figure.regressor)
    points = _points(printed, education, figure)
    others = pd.concat([left, _editions(panel, revisions, education, figure)])
    return robustness(
        points[points["year"].between(figure.period.first, figure.period.last)],
        education,
        _prices(values, regions, figure),
        others[others["year"].between(figure.period.first, figure.period.last)],
        guides=national_guides(panel, figure, guide),
        money=[outcome for outcome in figure.outcomes if "RUB" in kinds.loc[outcome, "unit"]],
        draws=draws,
        seed=seed,
    )


def district_and_region_points(
    printed: pd.DataFrame,
    points: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    figure: Figure2,
) -> pd.DataFrame:
    """Points of Figure 2 in both readings, one row per reading (`points`), outcome, region and year.

    printed: the panel as the edition of the points prints it (panel.as_printed_in). points: the figure's own
    (correlations.education_points), read as `district_years`. The `region_years` are those of the regions that add
    up to the district, okrugs within their oblast, whose mean its education is; education in per cent, values in units
    of the outcome.
    """
    parts = regions_of(figure.district, regions, okrugs="within")
    cells = panel_observations(printed, indicators, parts, figure)
    readings = [points.assign(points="district_years", region=figure.district), cells.assign(points="region_years")]
    return pd.concat(readings, ignore_index=True)[["points", "outcome", "region", "year", "education_percent", "value"]]


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


def scenario_points(printed: pd.DataFrame, bridge: pd.DataFrame, figure: Figure2) -> pd.DataFrame:
    """Points of the scenario, one row per method, outcome and year of the bridge in which the outcome is known.

    printed: the panel as one edition prints it. bridge: as of bridged_education. Columns outcome, year, value, method,
    status, education_percent, lower_95, upper_95 (per cent), flags (`estimate` where education is bridged).
    """
    education = bridge.rename(columns={"value": "education_percent"})
    values = _points(printed, pd.Series(dtype=float), figure)[["outcome", "year", "value"]]
    methods = [
        values.merge(own, on="year", how="inner", validate="many_to_one")
        for _, own in education.groupby("method", sort=False)
    ]
    return pd.concat(methods or [values.iloc[:0].merge(education, on="year")], ignore_index=True)


def _series(panel: pd.DataFrame, region: str, indicator: str) -> pd.Series:
    own = panel[panel["region"].eq(region) & panel["indicator"].eq(indicator) & panel["value"].notna()]
    return own.set_index("year")["value"].sort_index()


def _points(panel: pd.DataFrame, education: pd.Series, figure: Figure2) -> pd.DataFrame:
    """Points in the order of the outcomes, education missing where it is not published."""
    frames = [
        _series(panel, figure.district, outcome)
        .rename("value")
        .reset_index()
        .assign(outcome=outcome, education_percent=lambda own: own["year"].map(education))
        for outcome in figure.outcomes
    ]
    return pd.concat(frames)[POINT]


def _editions(panel: pd.DataFrame, revisions: pd.DataFrame, education: pd.Series, figure: Figure2) -> pd.DataFrame:
    """Points as each edition other than that of the figure prints the outcomes."""
    own, older = (
        table[table["region"].eq(figure.district) & table["indicator"].isin(figure.outcomes)]
        for table in (panel, revisions)
    )
    editions = sorted(set(own["edition"].dropna()) | set(older["superseded_edition"]))
    frames = [pd.DataFrame(columns=["check", "variant", *POINT])]
    for edition in editions:
        printed = as_printed_in(edition, own, older)
        printed = printed[printed["edition"].eq(edition)]
        if edition != figure.edition:
            frames.append(_points(printed, education, figure).assign(check="edition", variant=edition))
    return pd.concat([frame for frame in frames if len(frame)] or frames)


def _prices(values: pd.Series, regions: pd.DataFrame, figure: Figure2) -> pd.Series:
    """Price level of the district by year; empty where no index of its consumer prices was read."""
    if "cpi_dec_dec" not in values.index.get_level_values("indicator"):
        return pd.Series(dtype=float)
    wholes = regions.dropna(subset="part_of").set_index("region")["part_of"]
    levels = price_level(values, "cpi", figure.price_base_year, wholes)
    return levels[figure.district] if figure.district in levels else pd.Series(dtype=float)
