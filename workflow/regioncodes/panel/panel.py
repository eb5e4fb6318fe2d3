"""One value for each region, indicator and year, with its edition and its cell of origin."""

import pandas as pd

from regioncodes.ground.publication_dates import end_of_period
from regioncodes.panel.units import KEY, with_derived_units

# What a row of the panel says beside its key.
ORIGIN = [
    "value",
    "unit",
    "status",
    "flags",
    "note",
    "edition",
    "file",
    "sheet",
    "cell",
    "region_text",
    "raw_text",
    "derivation",
]
PANEL = [*KEY, *ORIGIN]
REVISIONS = [
    *KEY,
    "value",
    "edition",
    "superseded_value",
    "change_percent",
    "superseded_edition",
    "file",
    "sheet",
    "cell",
    "raw_text",
]


def panel_and_revisions(
    rows: pd.DataFrame,
    sources: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    vintage: str,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The panel, one row per region, indicator and year, and every value that a newer edition superseded.

    rows: tidy rows of all sources (reading.sources.ROWS). sources: columns edition, published.
    vintage: "newest", or a day such as 2017-06-30: then the newest edition published by that day;
    where none is old enough the earliest there is, flagged `anachronistic`.
    An edition that prints a value goes before a newer one that prints none.
    Units that are not published (Tyumen without okrugs, districts) are derived and flagged so (units.py).
    """
    published = sources.dropna(subset="edition").drop_duplicates("edition").set_index("edition")["published"]
    dated = rows.assign(published=rows["edition"].map(published.map(end_of_period)))
    ranked = dated.pipe(_within_vintage, vintage).pipe(_ranked)
    first = ranked.drop_duplicates(KEY)
    panel = with_derived_units(first.assign(derivation=""), regions, indicators)
    return panel[PANEL].sort_values(KEY, ignore_index=True), _revisions(ranked, first)


def as_printed_in(edition: str, panel: pd.DataFrame, revisions: pd.DataFrame) -> pd.DataFrame:
    """The panel with one edition's figures put back where a newer one superseded them; "newest" changes nothing."""
    columns = {"superseded_value": "value", "superseded_edition": "edition"}
    origin = ["file", "sheet", "cell", "raw_text"]
    older = revisions[revisions["superseded_edition"] == edition][[*KEY, *columns, *origin]].rename(columns=columns)
    indexed = panel.set_index(KEY)
    indexed.update(older.set_index(KEY))
    return indexed.reset_index()[list(panel.columns)]


def _within_vintage(dated: pd.DataFrame, vintage: str) -> pd.DataFrame:
    """Rows published by the day of the vintage; the earliest edition, flagged, where there are none."""
    if vintage == "newest":
        return dated
    by_then = dated["published"] <= pd.Timestamp(vintage)
    has_old = by_then.groupby([dated[column] for column in KEY]).transform("any")
    earliest = dated["published"] == dated.groupby(KEY)["published"].transform("min")
    late = ~has_old & earliest
    flags = dated["flags"].where(~late, (dated["flags"] + " anachronistic").str.strip())
    return dated.assign(flags=flags)[by_then | late]


def _ranked(dated: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of preference within a key: printed values first, then the newest edition."""
    order = dated.assign(missing=dated["value"].isna() & (dated["status"] != "absent"))
    by = [*KEY, "missing", "published", "edition"]
    return order.sort_values(by, ascending=[True, True, True, True, False, True], kind="stable").drop(columns="missing")


def _revisions(ranked: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """Every observed value of an older edition beside the one that superseded it."""
    older = ranked[ranked.duplicated(KEY) & ranked["value"].notna()].rename(
        columns={"value": "superseded_value", "edition": "superseded_edition"}
    )
    newest = first[[*KEY, "value", "edition"]]
    both = older.merge(newest, on=KEY, how="left", validate="many_to_one")
    both = both[both["edition"] != both["superseded_edition"]]
    change = 100 * (both["value"] / both["superseded_value"].where(both["superseded_value"] != 0) - 1)
    return both.assign(change_percent=change)[REVISIONS].sort_values([*KEY, "superseded_edition"], ignore_index=True)
