"""The tables behind the specification curve: outcomes by price and edition, regressors by mapping, sets of regions."""

import pandas as pd

from regioncodes.codes.codes import price_level
from regioncodes.education.joint_test import null_correlations
from regioncodes.education.specifications import CHOICES, LEVEL, shared_samples, specification_rows
from regioncodes.ground.regions import leaf_regions
from regioncodes.panel.panel import as_printed_in
from regioncodes.panel.units import usable_values
from regioncodes.statistics.batched_fits import FIT

SUMMARY = [
    "outcome",
    "specifications",
    *FIT[:1],
    "count",
    "median_correlation",
    "positive_percent",
    "negative_percent",
    "significant_positive_percent",
    "significant_negative_percent",
]


def specification_family_rows(
    panel: pd.DataFrame,
    revisions: pd.DataFrame,
    codes: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    district: str,
    regressor: str,
    outcomes: list[str],
    mapping: str,
    price_base_year: int,
    periods: list[dict[str, int]],
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Rows of the curve beside their correlations with regressors that know nothing (specifications, joint_test).

    They are what `curve` and `joint_test` take.
    codes: as codes.codes returns them; the social code of `mapping` is the other reading of education.
    periods: first and last year of each. Editions: the newest figures, and the figures of every older edition
    that prints an outcome in one of the periods.
    """
    spans = [(period["first"], period["last"]) for period in periods]
    social = codes[codes["mapping"].eq(mapping) & codes["code"].eq("social")]
    values = usable_values(panel, indicators)
    regressors = {
        "education_share": values.loc[regressor].unstack("region").sort_index(),
        "social_code": social.pivot(index="year", columns="region", values="value_sd").dropna(how="all"),
    }
    years = (min(first for first, _ in spans), max(last for _, last in spans))
    regressors = {name: _whole(table.loc[years[0] : years[1]]) for name, table in regressors.items()}
    tables = outcome_tables(panel, revisions, regions, indicators, outcomes, price_base_year, years)
    own = shared_samples(regressors, tables, _units(district, regions), periods=spans)
    rows = specification_rows(*own)
    return pd.concat([rows, null_correlations(own[0], rows, regressors, draws=draws, seed=seed)], axis="columns")


def outcome_tables(
    panel: pd.DataFrame,
    revisions: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    outcomes: list[str],
    price_base_year: int,
    years: tuple[int, int],
) -> dict[tuple[str, str, str], pd.DataFrame]:
    """Outcomes, years × regions, by (outcome, `nominal` or `real`, edition); units have no real form."""
    own = panel[panel["indicator"].isin([*outcomes, "cpi_dec_dec"])]
    older = revisions[revisions["indicator"].isin(outcomes) & revisions["year"].between(*years)]
    wholes = regions.dropna(subset="part_of").set_index("region")["part_of"]
    newest = usable_values(own, indicators)
    has_prices = "cpi_dec_dec" in newest.index.get_level_values("indicator")
    prices = price_level(newest, "cpi", price_base_year, wholes) if has_prices else None
    units = indicators.set_index("indicator")["unit"]
    tables = {}
    for outcome in outcomes:
        printed = sorted(older.loc[older["indicator"].eq(outcome), "superseded_edition"].unique())
        for edition in ["newest", *printed]:
            values = usable_values(as_printed_in(edition, own[own["indicator"].eq(outcome)], older), indicators)
            table = values.loc[outcome].unstack("region").sort_index()
            tables[outcome, "nominal", edition] = table
            if prices is not None and "RUB" in units[outcome]:
                tables[outcome, "real", edition] = table / prices.reindex_like(table)
    return tables


def curve_summary(table: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    """Counts, median correlation and shares of signs and significant signs: by outcome, and `all` together.

    One row for each status; shares are of the fitted specifications and stand in their row. Columns SUMMARY.
    """
    rows = []
    for outcome in ["all", *outcomes]:
        own = table if outcome == "all" else table[table["outcome"].eq(outcome)]
        for status, group in sorted(own.groupby("status"), key=lambda pair: (pair[0] != "fitted", pair[0])):
            row = {"outcome": outcome, "specifications": len(own), "status": status, "count": len(group)}
            r, is_small = group["correlation"].astype(float), group["p_value"].lt(LEVEL)
            shares = {
                "median_correlation": r.median(),
                "positive_percent": 100 * r.gt(0).mean(),
                "negative_percent": 100 * r.lt(0).mean(),
                "significant_positive_percent": 100 * (r.gt(0) & is_small).mean(),
                "significant_negative_percent": 100 * (r.lt(0) & is_small).mean(),
            }
            rows.append(row | (shares if status == "fitted" else {}))
    return pd.DataFrame(rows, columns=SUMMARY)


def choice_medians(table: pd.DataFrame) -> pd.DataFrame:
    """Median correlation and share significant by each value of each choice: choice, value, count and both."""
    fitted = table[table["status"].eq("fitted")]
    frames = []
    for choice in CHOICES:
        groups = fitted.assign(significant=fitted["p_value"].lt(LEVEL)).groupby(choice, sort=True)
        found = groups.agg(
            count=("correlation", "size"),
            median_correlation=("correlation", "median"),
            significant_percent=("significant", lambda own: 100 * own.mean()),
        )
        frames.append(found.rename_axis("value").reset_index().assign(choice=choice))
    return pd.concat(frames)[["choice", "value", "count", "median_correlation", "significant_percent"]]


def _whole(table: pd.DataFrame) -> pd.DataFrame:
    """The table with every year between its first and last that has a figure."""
    known = table.dropna(how="all").dropna(axis="columns", how="all")
    return known if known.empty else known.reindex(range(known.index.min(), known.index.max() + 1))


def _units(district: str, regions: pd.DataFrame) -> dict[str, list[str]]:
    """Sets of regions by name; a set that equals one before it is left out."""
    inside = set(regions.loc[regions["district"].eq(district) | (district == "RU"), "region"])
    published = sorted(regions.loc[regions["level"].eq("region"), "region"])
    sets = {
        "district": [district],
        "district_regions": [region for region in published if region in inside],
        "district_units": [region for region in leaf_regions(regions) if region in inside],
        "country_regions": published,
    }
    named = list(sets.items())
    return {name: own for place, (name, own) in enumerate(named) if own not in [other for _, other in named[:place]]}
