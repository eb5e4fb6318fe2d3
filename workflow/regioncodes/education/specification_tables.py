"""The tables behind the specification curve: outcomes by price and edition, regressors by mapping, sets of regions."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from regioncodes.education.joint_test import null_correlations
from regioncodes.education.outcomes import CPI, NOMINAL, outcome_points
from regioncodes.education.specifications import (
    CHOICES,
    LEVEL,
    MAIN_CURVE,
    OTHER_CURVE,
    OutcomeTable,
    equal_weights,
    shared_samples,
    specification_rows,
)
from regioncodes.ground.options import Figure2, Period, Specifications
from regioncodes.ground.publication_dates import end_of_period
from regioncodes.ground.regions import regions_of
from regioncodes.panel.panel import KEY, as_printed_in
from regioncodes.panel.units import usable_values
from regioncodes.panel.vintages import is_revised
from regioncodes.statistics.batched_fits import FIT
from regioncodes.statistics.gate import FITTED
from regioncodes.statistics.weighted import weighted_median, weighted_share_percent

MEDIANS = ["mapping", "choice", "value", "count", "median_correlation", "significant_percent"]
SUMMARY = [
    "mapping",
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
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of the curve beside their correlations with regressors that know nothing (specifications, joint_test).

    They are what `curve` and `joint_test` take. The second frame is the account of ways (shared_samples).
    tables: panel, revisions, codes, regions, indicators, sources; codes as codes.codes returns them: the social code of
    `mapping` is the other reading of education. figure: of its periods and editions nothing is taken. Editions: the
    newest figures, and the figures of every older edition that prints an outcome in one of the periods tried.
    """
    codes, periods = tables["codes"], specifications.periods
    social = codes[codes["mapping"].eq(mapping) & codes["code"].eq("social")]
    values = usable_values(tables["panel"], tables["indicators"])
    regressors = {
        MAIN_CURVE: values.loc[figure.regressor].unstack("region").sort_index(),
        OTHER_CURVE: social.pivot(index="year", columns="region", values="value_sd").dropna(how="all"),
    }
    whole = Period(min(period.first for period in periods), max(period.last for period in periods))
    regressors = {name: _whole(table.loc[whole.first : whole.last]) for name, table in regressors.items()}
    outcomes = outcome_tables(tables, figure, whole)
    units = _units(figure.district, tables["regions"])
    samples, ways = shared_samples(regressors, outcomes, units, periods=periods)
    rows = specification_rows(samples)
    known_nothing = null_correlations(samples, rows, regressors, draws=specifications.draws, seed=seed)
    return pd.concat([rows, known_nothing], axis="columns"), ways


def outcome_tables(
    tables: Mapping[str, pd.DataFrame], figure: Figure2, period: Period
) -> dict[tuple[str, str, str], OutcomeTable]:
    """Outcomes, years × regions, by (outcome, prices, edition), the newest edition first.

    tables: as for specification_family_rows. period: in which an older edition has to print an outcome.
    A figure that an older edition prints as a newer one does, but for the rounding of the coarser, is the newer's.
    Of older editions nominal figures and those in consumer prices; a volume is one of the newest index.
    """
    panel, revisions, regions, indicators = (tables[name] for name in ("panel", "revisions", "regions", "indicators"))
    kinds = indicators.set_index("indicator")
    asked = kinds.reindex([figure.regressor, *figure.outcomes])
    behind = {"cpi_dec_dec", *asked["weight"].dropna(), *asked["volume_index"].dropna(), *asked.index}
    # No figure after the period enters, save one of the year of the prices.
    own = panel[panel["indicator"].isin(behind) & panel["year"].le(max(period.last, figure.price_base_year))]
    is_asked = revisions["indicator"].isin(figure.outcomes)
    older = revisions[is_asked & revisions["year"].between(period.first, period.last)]
    order = _newest_first(older["superseded_edition"].unique(), tables["sources"])
    older = _as_newer_editions_print(older, order)
    points = outcome_points(own, indicators, regions, figure, list(regions["region"]))
    newest = {key: _wide(group) for key, group in points.groupby(["outcome", "prices"], sort=False)}
    found = {(*key, "newest"): table for key, table in newest.items()}
    for edition, outcome in itertools.product(order, figure.outcomes):
        printed = older[older["superseded_edition"].eq(edition) & older["indicator"].eq(outcome)]
        if printed.empty:
            continue
        values = usable_values(as_printed_in(edition, own[own["indicator"].eq(outcome)], printed), indicators)
        nominal = newest[outcome, NOMINAL]
        table = values.loc[outcome].unstack("region").reindex_like(nominal.values)
        found[outcome, NOMINAL, edition] = replace(nominal, values=table)
        if real := newest.get((outcome, CPI)):
            prices = nominal.values / real.values
            found[outcome, CPI, edition] = replace(real, values=table / prices)
    return found


def _wide(points: pd.DataFrame) -> OutcomeTable:
    wide = points.set_index(["year", "region"])[["value", "breaks"]].unstack("region")
    return OutcomeTable(wide["value"], wide["breaks"].fillna("").ne(""), bool(points["decides"].iloc[0]))


def _newest_first(editions: Iterable[str], sources: pd.DataFrame) -> list[str]:
    dates = sources.dropna(subset="edition").drop_duplicates("edition").set_index("edition")["published"]
    return sorted(sorted(editions), key=lambda edition: end_of_period(dates[edition]), reverse=True)


def _as_newer_editions_print(older: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Figures of older editions, each as the newest edition has it that prints the same; order: newest first."""
    standing = {"newest": older.assign(printed=older["value"], superseded_value=older["value"]).drop_duplicates(KEY)}
    for edition in order:
        own = older[older["superseded_edition"].eq(edition)].set_index(KEY, drop=False)
        printed = own["superseded_value"]
        for newer in reversed(standing.values()):
            known = newer.set_index(KEY)[["printed", "superseded_value"]].reindex(own.index)
            pairs = pd.DataFrame({"value": known["printed"], "superseded_value": printed})
            is_same = pairs["value"].notna() & ~is_revised(pairs)
            own["superseded_value"] = own["superseded_value"].mask(is_same, known["superseded_value"])
        standing[edition] = own.assign(printed=printed).reset_index(drop=True)
    return pd.concat([older.iloc[:0], *(standing[edition] for edition in order)])[list(older.columns)]


def curve_summary(table: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    """Counts, median correlation and shares of signs and significant signs of each curve: `all`, and by outcome.

    A mapping has a curve of its own. One row for each status; the shares are of the fitted specifications and stand
    in their row; outcomes weigh equally in `all`, prices within an outcome (equal_weights). Columns SUMMARY.
    """
    rows = []
    for mapping, outcome in itertools.product(table["mapping"].unique(), ["all", *outcomes]):
        own = table[table["mapping"].eq(mapping) & (table["outcome"].eq(outcome) | (outcome == "all"))]
        for status, group in sorted(own.groupby("status"), key=lambda pair: (pair[0] != FITTED, pair[0])):
            row = {"mapping": mapping, "outcome": outcome, "specifications": len(own), "status": status}
            rows.append(row | {"count": len(group)} | (_shares(group) if status == FITTED else {}))
    return pd.DataFrame(rows, columns=SUMMARY).sort_values("mapping", kind="stable", ignore_index=True)


def choice_medians(table: pd.DataFrame) -> pd.DataFrame:
    """Median correlation and share significant of each curve by each value of each choice: columns MEDIANS.

    Of the fitted specifications with that value, in which the outcomes weigh equally (equal_weights).
    """
    fitted = table[table["status"].eq(FITTED)]
    rows = []
    for choice in (name for name in CHOICES if name != "mapping"):
        for (mapping, value), group in fitted.groupby(["mapping", choice], sort=True):
            shares = _shares(group)
            significant = shares["significant_positive_percent"] + shares["significant_negative_percent"]
            rows.append((mapping, choice, value, len(group), shares["median_correlation"], significant))
    return pd.DataFrame(rows, columns=MEDIANS).sort_values("mapping", kind="stable", ignore_index=True)


def _shares(group: pd.DataFrame) -> dict[str, float]:
    r, is_small, weights = group["correlation"], group["p_value"].lt(LEVEL), equal_weights(group)[None]
    shown = [r.gt(0), r.lt(0), r.gt(0) & is_small, r.lt(0) & is_small]
    values = [weighted_median(r.to_numpy()[None], weights), *weighted_share_percent(np.array(shown), weights).T]
    return {name: value.item() for name, value in zip(SUMMARY[-5:], values, strict=True)}


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
