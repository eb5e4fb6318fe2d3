"""The tables behind the specification curve: outcomes by price and edition, regressors by mapping, sets of regions."""

from collections.abc import Mapping

import pandas as pd

from regioncodes.codes.codes import price_level
from regioncodes.education.joint_test import null_correlations
from regioncodes.education.specifications import CHOICES, LEVEL, shared_samples, specification_rows
from regioncodes.ground.options import Figure2, Period, Specifications
from regioncodes.ground.regions import regions_of
from regioncodes.panel.panel import as_printed_in
from regioncodes.panel.units import usable_values
from regioncodes.statistics.batched_fits import FIT
from regioncodes.statistics.gate import FITTED

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
    tables: Mapping[str, pd.DataFrame],
    figure: Figure2,
    specifications: Specifications,
    *,
    mapping: str,
    seed: int,
) -> pd.DataFrame:
    """Rows of the curve beside their correlations with regressors that know nothing (specifications, joint_test).

    They are what `curve` and `joint_test` take.
    tables: panel, revisions, codes, regions, indicators; codes as codes.codes returns them: the social code of
    `mapping` is the other reading of education. figure: of its periods and editions nothing is taken. Editions: the
    newest figures, and the figures of every older edition that prints an outcome in one of the periods tried.
    """
    codes, periods = tables["codes"], specifications.periods
    social = codes[codes["mapping"].eq(mapping) & codes["code"].eq("social")]
    values = usable_values(tables["panel"], tables["indicators"])
    regressors = {
        "education_share": values.loc[figure.regressor].unstack("region").sort_index(),
        "social_code": social.pivot(index="year", columns="region", values="value_sd").dropna(how="all"),
    }
    whole = Period(min(period.first for period in periods), max(period.last for period in periods))
    regressors = {name: _whole(table.loc[whole.first : whole.last]) for name, table in regressors.items()}
    outcomes = outcome_tables(tables, figure, whole)
    own = shared_samples(regressors, outcomes, _units(figure.district, tables["regions"]), periods=periods)
    rows = specification_rows(*own)
    known_nothing = null_correlations(own[0], rows, regressors, draws=specifications.draws, seed=seed)
    return pd.concat([rows, known_nothing], axis="columns")


def outcome_tables(
    tables: Mapping[str, pd.DataFrame], figure: Figure2, period: Period
) -> dict[tuple[str, str, str], pd.DataFrame]:
    """Outcomes, years × regions, by (outcome, `nominal` or `real`, edition); units have no real form.

    tables: as for specification_family_rows. period: in which an older edition has to print an outcome.
    """
    panel, revisions, regions, indicators = (tables[name] for name in ("panel", "revisions", "regions", "indicators"))
    outcomes = figure.outcomes
    own = panel[panel["indicator"].isin([*outcomes, "cpi_dec_dec"])]
    older = revisions[revisions["indicator"].isin(outcomes) & revisions["year"].between(period.first, period.last)]
    wholes = regions.dropna(subset="part_of").set_index("region")["part_of"]
    newest = usable_values(own, indicators)
    has_prices = "cpi_dec_dec" in newest.index.get_level_values("indicator")
    prices = price_level(newest, "cpi", figure.price_base_year, wholes) if has_prices else None
    units = indicators.set_index("indicator")["unit"]
    found = {}
    for outcome in outcomes:
        printed = sorted(older.loc[older["indicator"].eq(outcome), "superseded_edition"].unique())
        for edition in ["newest", *printed]:
            values = usable_values(as_printed_in(edition, own[own["indicator"].eq(outcome)], older), indicators)
            table = values.loc[outcome].unstack("region").sort_index()
            found[outcome, "nominal", edition] = table
            if prices is not None and "RUB" in units[outcome]:
                found[outcome, "real", edition] = table / prices.reindex_like(table)
    return found


def curve_summary(table: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    """Counts, median correlation and shares of signs and significant signs: by outcome, and `all` together.

    One row for each status; shares are of the fitted specifications and stand in their row. Columns SUMMARY.
    """
    rows = []
    for outcome in ["all", *outcomes]:
        own = table if outcome == "all" else table[table["outcome"].eq(outcome)]
        for status, group in sorted(own.groupby("status"), key=lambda pair: (pair[0] != FITTED, pair[0])):
            row = {"outcome": outcome, "specifications": len(own), "status": status, "count": len(group)}
            r, is_small = group["correlation"].astype(float), group["p_value"].lt(LEVEL)
            shares = {
                "median_correlation": r.median(),
                "positive_percent": 100 * r.gt(0).mean(),
                "negative_percent": 100 * r.lt(0).mean(),
                "significant_positive_percent": 100 * (r.gt(0) & is_small).mean(),
                "significant_negative_percent": 100 * (r.lt(0) & is_small).mean(),
            }
            rows.append(row | (shares if status == FITTED else {}))
    return pd.DataFrame(rows, columns=SUMMARY)


def choice_medians(table: pd.DataFrame) -> pd.DataFrame:
    """Median correlation and share significant by each value of each choice: choice, value, count and both."""
    fitted = table[table["status"].eq(FITTED)]
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
    sets = {
        "district": [district],
        "district_regions": regions_of(district, regions, okrugs="within"),
        "district_units": regions_of(district, regions),
        "country_regions": regions_of("RU", regions, okrugs="within"),
    }
    named = list(sets.items())
    return {name: own for place, (name, own) in enumerate(named) if own not in [other for _, other in named[:place]]}
