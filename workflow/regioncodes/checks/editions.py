"""The same figures in two editions: exchanged rows, shifted years, large revisions."""

import numpy as np
import pandas as pd

from regioncodes.checks.comparisons import FEWEST_REGIONS, HALF, Comparison, misfit_findings
from regioncodes.checks.edition_tables import EditionTable, EditionTables
from regioncodes.checks.located_findings import CheckFinding
from regioncodes.statistics.rounding import HAIR
from regioncodes.words.numbers import years_in_words


def edition_findings(tables: EditionTables) -> list[CheckFinding]:
    """What another edition's figures say about each edition's, cell by cell.

    Every indicator has one edition that prints most of its figures; the others are held against it. A revision
    is noticed where it exceeds the largest change from year to year that the region ever printed in that edition;
    more than half of a year's regions beyond that, exchanged rows and shifted years are errors. Years in which most
    figures differ, where those of other years agree to the last digit, are one notice. Rounding of both is allowed
    for.
    """
    of_indicator: dict[str, list[EditionTable]] = {}
    for table in tables.tables.values():
        of_indicator.setdefault(table.indicator, []).append(table)
    found = []
    for _, editions in sorted(of_indicator.items()):
        main = max(editions, key=lambda table: (np.isfinite(table.values).sum(), table.edition))
        scale = _largest_change(main.values)
        for table in editions:
            if table is not main:
                found += _compared(table, main, scale)
    return found


def _compared(table: EditionTable, main: EditionTable, scale: np.ndarray) -> list[CheckFinding]:
    """Findings of one edition held against the main one; scale: the main one's largest yearly change by region."""
    expected = main.at(table.years)
    slack = table.half_units + expected.half_units + HAIR * np.abs(expected.values)
    reach = np.abs(expected.values) * (np.exp(scale) - 1)
    compared = Comparison(
        table, expected.values - reach - slack, expected.values + reach + slack, f"edition {main.edition}"
    )
    return [
        *misfit_findings(compared),
        *_revised_years(compared, np.abs(table.values - expected.values) - slack),
    ]


def _revised_years(compared: Comparison, excess: np.ndarray) -> list[CheckFinding]:
    """Notice of the years in which most figures differ beyond rounding (excess above 0), if in others they do not."""
    known = np.isfinite(excess)
    share = np.where(known, excess > 0, False).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    table, judged = compared.table, known.sum(axis=1) >= FEWEST_REGIONS
    revised, kept = judged & (share > HALF), judged & (share <= HALF)
    if not (revised.any() and kept.any()):
        return []
    text = f"most figures of {years_in_words(list(table.years[revised]))} differ from {compared.other}, others agree"
    return [CheckFinding("notice", table.edition, table.indicator, None, None, text)]


def _largest_change(values: np.ndarray) -> np.ndarray:
    """Largest logarithmic change from one year to the next, by region; the median region's where there is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logarithms = np.log(np.where(values > 0, values, np.nan))
    largest = pd.DataFrame(np.abs(np.diff(logarithms, axis=0))).max()
    return largest.fillna(largest.median()).to_numpy()
