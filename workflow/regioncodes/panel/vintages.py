"""Vintages: what newer editions changed, and one series as every edition had it."""

import pandas as pd

from regioncodes.ground.publication_dates import end_of_period

CELL = ["region", "year", "edition"]
PAIR = ["indicator", "superseded_edition", "edition"]
SUMMARY = [
    *PAIR,
    "cells",
    "revised_cells",
    "first_year",
    "last_year",
    "median_change_percent",
    "largest_change_percent",
    "largest_region",
    "largest_year",
    "study_cells",
    "study_revised_cells",
]
VINTAGES = [*CELL, "published", "value", "derived", "deviation_percent", "total_deviation_percent"]


def is_revised(revisions: pd.DataFrame) -> pd.Series:
    """True where a superseded value differs from its successor by more than the rounding of the coarser of the two.

    revisions: columns value, superseded_value. 662,531 beside 662,531.4 is no revision; beside 662,769.6 it is one.
    """
    shown = ["value", "superseded_value"]
    decimals = revisions[shown].apply(lambda column: column.map(_decimals)).min(axis=1)
    difference = (revisions["value"] - revisions["superseded_value"]).abs()
    # The smallest part more than half a unit, since halves have no exact binary form.
    return difference > 0.5000001 * 10.0**-decimals


def revision_summary(revisions: pd.DataFrame, units: list[str], *, first_year: int, last_year: int) -> pd.DataFrame:
    """Cells compared and revised, the years and the size of the changes, by indicator and pair of editions.

    revisions: as panel.panel_and_revisions returns them. units, first_year, last_year: the study, whose cells
    are counted apart. Changes are in per cent of the superseded value: the median of their absolute sizes over
    revised cells, and the largest with its sign, region and year; missing where no cell was revised.
    Returns the columns SUMMARY, sorted by indicator and editions.
    """
    is_studied = revisions["region"].isin(units) & revisions["year"].between(first_year, last_year)
    marked = revisions.assign(revised=is_revised(revisions), studied=is_studied)
    rows = [(*pair, *_summary(group)) for pair, group in marked.groupby(PAIR, sort=True)]
    whole = dict.fromkeys(["first_year", "last_year", "largest_year"], "Int64")
    return pd.DataFrame(rows, columns=SUMMARY).astype(whole)


def vintages(
    panel: pd.DataFrame,
    revisions: pd.DataFrame,
    sources: pd.DataFrame,
    units: list[str],
    *,
    per_capita: str,
    total: str,
    first_year: int,
    last_year: int,
) -> pd.DataFrame:
    """A per capita series as every edition has it, beside the panel's value, for the units and years asked for.

    panel, revisions: as panel.panel_and_revisions returns them; sources: edition, published. per_capita, total:
    the indicators. Where an edition prints the total alone, its value is that total over the population that
    the next edition with both implies, and is marked `derived`. Values derived in the panel have no vintages.
    Returns the columns VINTAGES, sorted by unit, year and date of the edition: deviation_percent is the
    edition's value against the panel's, total_deviation_percent the same for the total (missing where the
    edition prints none).
    """
    at = {"units": units, "first_year": first_year, "last_year": last_year}
    ratios, totals = (_printed(panel, revisions, name, **at) for name in (per_capita, total))
    published = sources.dropna(subset="edition").drop_duplicates("edition").set_index("edition")["published"]
    dates = published.map(end_of_period)
    both = pd.concat([ratios.assign(derived=False), _from_totals(totals, ratios, dates)])
    newest, newest_total = (_newest(panel, name) for name in (per_capita, total))
    joined = (
        both.merge(newest, on=["region", "year"], how="left", validate="many_to_one")
        .merge(totals, on=CELL, how="left", validate="one_to_one", suffixes=("", "_of_total"))
        .merge(newest_total, on=["region", "year"], how="left", validate="many_to_one", suffixes=("", "_of_total"))
    )
    deviating = joined.assign(
        deviation_percent=100 * (joined["value"] / joined["newest"] - 1),
        total_deviation_percent=100 * (joined["value_of_total"] / joined["newest_of_total"] - 1),
        published=joined["edition"].map(published),
        date=joined["edition"].map(dates),
    )
    return deviating.sort_values(["region", "year", "date", "edition"], ignore_index=True)[VINTAGES]


def _decimals(value: float) -> int:
    """Number of decimals that a value shows at twelve significant figures."""
    return len(f"{value:.12g}".partition(".")[2])


def _summary(group: pd.DataFrame) -> tuple:
    """Counts, years and changes of one indicator between two editions, in the order of SUMMARY."""
    revised = group[group["revised"]]
    size = revised["change_percent"].abs()
    sized = size.notna().any()
    # Up and down by as much, the first counts: 100 · (1.1 − 1) and 100 · (0.9 − 1) differ in the last digits.
    largest = (
        revised.loc[size.round(9).idxmax()] if sized else pd.Series({"change_percent": float("nan"), "region": ""})
    )
    return (
        len(group),
        len(revised),
        revised["year"].min(),
        revised["year"].max(),
        size.median(),
        largest["change_percent"],
        largest["region"],
        largest.get("year"),
        int(group["studied"].sum()),
        int(revised["studied"].sum()),
    )


def _printed(
    panel: pd.DataFrame, revisions: pd.DataFrame, indicator: str, units: list[str], first_year: int, last_year: int
) -> pd.DataFrame:
    """Every printed value of one indicator by region, year and edition."""
    is_printed = panel["value"].notna() & ~panel["flags"].str.contains("derived")
    newest = panel[is_printed & panel["indicator"].eq(indicator)][[*CELL, "value"]]
    superseded = {"superseded_edition": "edition", "superseded_value": "value"}
    older = revisions[revisions["indicator"].eq(indicator)][["region", "year", *superseded]].rename(columns=superseded)
    # An edition may print a figure in two of its tables; they agree, or reading would have stopped.
    every = pd.concat([newest, older]).drop_duplicates(CELL)
    return every[every["region"].isin(units) & every["year"].between(first_year, last_year)]


def _newest(panel: pd.DataFrame, indicator: str) -> pd.DataFrame:
    values = panel[panel["indicator"].eq(indicator)]
    return values[["region", "year", "value"]].rename(columns={"value": "newest"})


def _from_totals(totals: pd.DataFrame, ratios: pd.DataFrame, dates: pd.Series) -> pd.DataFrame:
    """Per capita values of the editions that print totals alone, by the population of the next edition with both.

    # Assumption: the population behind the next edition is the one of the time, for it was published
    # before later censuses revised it; a recent count would hide that revision.
    """
    with_both = totals.merge(ratios, on=CELL, validate="one_to_one", suffixes=("_total", ""))
    with_both = with_both.assign(heads=with_both["value_total"] / with_both["value"])
    ordered = with_both.assign(published=with_both["edition"].map(dates)).sort_values(["published", "edition"])
    found = [ratios.iloc[:0].assign(derived=True)]
    for edition in sorted(set(totals["edition"]) - set(ratios["edition"])):
        later = ordered[ordered["published"] > dates[edition]].drop_duplicates(["region", "year"])
        own = totals[totals["edition"].eq(edition)]
        own = own.merge(later[["region", "year", "heads"]], on=["region", "year"], validate="one_to_one")
        found.append(own.assign(value=own["value"] / own["heads"], derived=True)[[*CELL, "value", "derived"]])
    return pd.concat(found)
