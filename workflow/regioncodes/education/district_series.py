"""The district's series behind Figure 2, and what its checks put beside them: its parts, other editions."""

import pandas as pd

from regioncodes.codes.codes import price_level
from regioncodes.education.bridging import BRIDGE, FEWEST, bridged
from regioncodes.education.panel_models import panel_observations
from regioncodes.education.robustness import robustness, without_regions
from regioncodes.panel.panel import as_printed_in
from regioncodes.panel.units import usable_values

POINT = ["outcome", "year", "education_percent", "value"]


def checks_of_figure_2(
    panel: pd.DataFrame,
    revisions: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    edition: str,
    district: str,
    regressor: str,
    outcomes: list[str],
    price_base_year: int,
    first_year: int,
    last_year: int,
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Every check of robustness.robustness for a district, from the panel and its revisions.

    edition: whose figures the main points are, as in correlation.edition of the config.
    """
    kinds = indicators.set_index("indicator")
    weights = kinds["weight"].reindex([regressor, *outcomes])
    printed = as_printed_in(edition, panel, revisions)
    values = usable_values(printed, indicators)
    # What is neither a total nor a mean with known weights, such as an index, cannot be had without a region.
    divisible = kinds.index[kinds["kind"].eq("total") | kinds["weight"].notna()]
    parted = values[values.index.get_level_values("indicator").isin(divisible)]
    left = without_regions(parted, weights, district, parts_of(district, regions), outcomes, regressor)
    education = _series(panel, district, regressor)
    others = pd.concat([left, _editions(panel, revisions, education, district, outcomes, edition)])
    return robustness(
        _points(printed, education, district, outcomes),
        education,
        _prices(values, regions, district, price_base_year),
        others[others["year"].between(first_year, last_year)],
        money=[outcome for outcome in outcomes if "RUB" in kinds.loc[outcome, "unit"]],
        first_year=first_year,
        last_year=last_year,
        draws=draws,
        seed=seed,
    )


def parts_of(district: str, regions: pd.DataFrame) -> list[str]:
    """Regions that add up to a district (or to RU), sorted: an oblast with its okrugs counts once."""
    inside = regions["level"].eq("region") & (regions["district"].eq(district) | (district == "RU"))
    return sorted(regions.loc[inside, "region"])


def district_and_region_points(
    printed: pd.DataFrame,
    points: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    district: str,
    regressor: str,
    outcomes: list[str],
    first_year: int,
    last_year: int,
) -> pd.DataFrame:
    """Points of Figure 2 in both readings, one row per reading (`points`), outcome, region and year.

    printed: the panel as the edition of the points prints it (panel.as_printed_in). points: the figure's own
    (correlations.education_points), read as `district_years`. The `region_years` are those of the regions that add
    up to the district (parts_of), whose mean its education is; education in per cent, values in units of the outcome.
    """
    cells = panel_observations(
        printed,
        indicators,
        parts_of(district, regions),
        regressor=regressor,
        outcomes=outcomes,
        first_year=first_year,
        last_year=last_year,
    )
    readings = [points.assign(points="district_years", region=district), cells.assign(points="region_years")]
    return pd.concat(readings, ignore_index=True)[["points", "outcome", "region", "year", "education_percent", "value"]]


def bridged_education(
    panel: pd.DataFrame, *, district: str, regressor: str, first_year: int, last_year: int, draws: int, seed: int
) -> pd.DataFrame:
    """Education of the district in every year, bridged where it is not published: the columns bridging.BRIDGE.

    The scenario behind the check `bridged`; no rows where fewer than five years are published.
    """
    known = _series(panel, district, regressor)
    if len(known) < FEWEST:
        return pd.DataFrame(columns=BRIDGE)
    return bridged(known, list(range(first_year, last_year + 1)), draws=draws, seed=seed)[0]


def scenario_points(printed: pd.DataFrame, bridge: pd.DataFrame, district: str, outcomes: list[str]) -> pd.DataFrame:
    """Points of the scenario, one row per outcome and year of the bridge in which the outcome is known.

    printed: the panel as one edition prints it. bridge: as of bridged_education. Columns outcome, year, value,
    education_percent, lower_95, upper_95 (per cent), flags (`estimate` where education is bridged).
    """
    education = bridge.rename(columns={"value": "education_percent"})
    values = _points(printed, education.set_index("year")["education_percent"], district, outcomes)
    return values[["outcome", "year", "value"]].merge(education, on="year", how="inner", validate="many_to_one")


def _series(panel: pd.DataFrame, region: str, indicator: str) -> pd.Series:
    own = panel[panel["region"].eq(region) & panel["indicator"].eq(indicator) & panel["value"].notna()]
    return own.set_index("year")["value"].sort_index()


def _points(panel: pd.DataFrame, education: pd.Series, district: str, outcomes: list[str]) -> pd.DataFrame:
    """Points in the order of the outcomes, education missing where it is not published."""
    frames = [
        _series(panel, district, outcome)
        .rename("value")
        .reset_index()
        .assign(outcome=outcome, education_percent=lambda own: own["year"].map(education))
        for outcome in outcomes
    ]
    return pd.concat(frames)[POINT]


def _editions(
    panel: pd.DataFrame, revisions: pd.DataFrame, education: pd.Series, district: str, outcomes: list[str], main: str
) -> pd.DataFrame:
    """Points as each edition other than the main one prints the outcomes."""
    own = panel[panel["region"].eq(district) & panel["indicator"].isin(outcomes)]
    older = revisions[revisions["region"].eq(district) & revisions["indicator"].isin(outcomes)]
    editions = sorted(set(own["edition"].dropna()) | set(older["superseded_edition"]))
    frames = [pd.DataFrame(columns=["check", "variant", *POINT])]
    for edition in editions:
        printed = as_printed_in(edition, own, older)
        printed = printed[printed["edition"].eq(edition)]
        if edition != main:
            frames.append(_points(printed, education, district, outcomes).assign(check="edition", variant=edition))
    return pd.concat([frame for frame in frames if len(frame)] or frames)


def _prices(values: pd.Series, regions: pd.DataFrame, district: str, base_year: int) -> pd.Series:
    """Price level of the district by year; empty where no index of its consumer prices was read."""
    if "cpi_dec_dec" not in values.index.get_level_values("indicator"):
        return pd.Series(dtype=float)
    wholes = regions.dropna(subset="part_of").set_index("region")["part_of"]
    levels = price_level(values, "cpi", base_year, wholes)
    return levels[district] if district in levels else pd.Series(dtype=float)
