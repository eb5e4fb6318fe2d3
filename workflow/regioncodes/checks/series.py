"""Single figures against their own series: ranges, jumps and gaps."""

import numpy as np
import pandas as pd

from regioncodes.checks.edition_tables import EditionTable, EditionTables
from regioncodes.checks.located_findings import CheckFinding, number
from regioncodes.statistics.rounding import reaches
from regioncodes.words.numbers import years_in_words

RANGES = "data/reference/ranges.csv"
# Assumption: a figure this many times as far from its neighbours as its series and its table usually are is worth
# a look. No series of normal changes comes near it (20 medians are 13 standard deviations); series with shocks do.
UNUSUAL = 20.0
# A dash beside counts below this is left alone: one more or less is many per cent of them.
FEW = 10
# A series shorter than this has no scale of its own.
SHORTEST = 6
MARKS = ["absent", "not_available", "suppressed", "not_applicable"]
# In a year without figures for half of the regions that have them in other years, no region is missing by itself.
HALF = 0.5


def range_findings(tables: EditionTables, ranges: pd.DataFrame) -> list[CheckFinding]:
    """Errors for figures outside the range that is possible at all (data/reference/ranges.csv), rounding aside.

    A table of an indicator that has no line there is an error too: nobody said yet what is possible.
    """
    limits = ranges.set_index("indicator")[["lowest", "highest"]].fillna(np.inf)
    found = []
    for table in tables.tables.values():
        if table.indicator not in limits.index:
            text = f"no line in {RANGES} says which figures are possible; add one for it"
            found.append(CheckFinding("error", table.edition, table.indicator, None, None, text))
            continue
        lowest, highest = limits.loc[table.indicator]
        with np.errstate(invalid="ignore"):
            outside = (table.values < lowest - table.half_units) | (table.values > highest + table.half_units)
        found += [
            _cell(
                table,
                "error",
                year,
                column,
                f"printed {number(table.values[year, column])}, {_allowed(lowest, highest)} is possible",
            )
            for year, column in np.argwhere(outside)
        ]
    return found


def jump_findings(tables: EditionTables, ranges: pd.DataFrame) -> list[CheckFinding]:
    """Notices of figures that leave their series: far from both neighbours, seen by what is usual there.

    The distance of a year from the mean of its neighbours (at the ends half of that from the only one), less the
    median of the regions in that year, is held against its median size over the years of the region and over the
    table, whichever is larger, and never against less than rounding. Figures without an upper bound in
    ranges.csv are compared in logarithms. Of a figure and its neighbours the one farthest off is named.
    """
    bounded = set(ranges.loc[ranges["highest"].notna() | ~(ranges["lowest"] >= 0), "indicator"])
    found = []
    for table in tables.tables.values():
        if len(table.years) < SHORTEST:
            continue
        logarithmic = table.indicator not in bounded
        distance, rounding = _distances(table.values, table.half_units, logarithmic=logarithmic)
        unusual = _unusual(distance, rounding)
        found += [
            _cell(
                table,
                "notice",
                year,
                column,
                f"printed {number(table.values[year, column])}, {_beside(table.values[:, column], year)}; "
                f"{unusual[year, column]:.0f} times as far off as usual",
            )
            for year, column in np.argwhere(_peaks(unusual) & ~reaches(UNUSUAL, unusual))
        ]
    return found


def gap_findings(tables: EditionTables) -> list[CheckFinding]:
    """Notices of regions without a figure in years in which most others have one, and of years left out by a table.

    A mark (… or a note of confidentiality) says why a figure is missing; an empty cell or a row left out does not.
    Before the first and after the last figure of a region only long tables are judged, and neither the year in
    which it joined nor the parts of oblasts, which many tables print from some year on.
    """
    parts = tables.values.columns.isin(tables.parts)
    joined = tables.since.reindex(tables.values.columns).fillna(0).to_numpy()
    found = []
    for table in tables.tables.values():
        years = table.years
        left_out = sorted(set(range(years[0], years[-1])) - set(years))
        if left_out:
            text = f"no figures for {years_in_words(left_out)}"
            found.append(CheckFinding("notice", table.edition, table.indicator, None, None, text))
        seen = np.isfinite(table.values) | np.isin(table.statuses.astype(str), MARKS)
        usual = seen.sum(axis=1) > HALF * seen.any(axis=0).sum()
        inside = np.maximum.accumulate(seen) & np.maximum.accumulate(seen[::-1])[::-1]
        if len(years) >= SHORTEST:
            inside |= seen.any(axis=0) & ~parts & (years[:, None] > joined)
        gap = inside & ~seen & usual[:, None]
        found += [
            _cell(
                table,
                "notice",
                int(np.argmax(gap[:, column])),
                column,
                f"no figure and no mark for {years_in_words(list(years[gap[:, column]]))}, where others have one",
            )
            for column in np.flatnonzero(gap.any(axis=0))
        ]
    return found


def dash_findings(tables: EditionTables) -> list[CheckFinding]:
    """Notices of the one dash ("the phenomenon did not occur") of a series, between two figures of like size.

    Of like size is within a factor of two, and in an additive table ten or more: what was there before and after
    to the same extent, and in every other year, is not likely to have vanished for one.
    """
    found = []
    for table in tables.tables.values():
        dashes = table.statuses == "absent"
        if not dashes.any():
            continue
        figures = pd.DataFrame(np.where(dashes, np.nan, table.values))
        before, after = figures.shift().abs(), figures.shift(-1).abs()
        smaller, larger = np.minimum(before, after), np.maximum(before, after)
        alike = (larger <= 2 * smaller) & (smaller >= (FEW if table.kind == "total" else 0))
        only = (dashes.sum(axis=0) == 1) & (figures.notna().sum() >= SHORTEST).to_numpy()
        found += [
            _cell(
                table,
                "notice",
                year,
                column,
                f"a dash, {_beside(figures[column].to_numpy(), year)}; the series has no other dash",
            )
            for year, column in np.argwhere(dashes & only & alike.to_numpy())
        ]
    return found


def _distances(values: np.ndarray, halves: np.ndarray, *, logarithmic: bool) -> tuple[np.ndarray, np.ndarray]:
    """Distance of every year from its neighbours, years × regions, and the most that rounding adds to it."""
    with np.errstate(divide="ignore", invalid="ignore"):
        if logarithmic:
            halves = halves / np.abs(values)
            values = np.log(np.where(values > 0, values, np.nan))
        last, coming = (np.full_like(values, np.nan) for _ in range(2))
        last[1:], coming[:-1] = values[:-1], values[1:]
        inner = values - (last + coming) / 2
        distance = np.where(
            np.isnan(last), (values - coming) / 2, np.where(np.isnan(coming), (values - last) / 2, inner)
        )
    common = pd.DataFrame(distance).median(axis=1).fillna(0.0).to_numpy()[:, None]
    return distance - common, np.nan_to_num(2 * halves, posinf=0.0)


def _unusual(distance: np.ndarray, rounding: np.ndarray) -> np.ndarray:
    """How many times its usual size each distance has; 0 where a series is too short to tell."""
    size = pd.DataFrame(np.abs(distance))
    own = size.median().where(size.notna().sum() >= SHORTEST).to_numpy()
    usual = np.maximum(own, np.nanmedian(own) if np.isfinite(own).any() else np.nan)
    scale = np.maximum(usual[None, :], rounding)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nan_to_num(size.to_numpy() / np.where(scale > 0, scale, np.nan), posinf=0.0)


def _peaks(unusual: np.ndarray) -> np.ndarray:
    """Where a year is farther off than the year before and no less than the year after.

    A step of the level makes the years on both sides of it equally unusual: then the first is named.
    """
    edge = np.zeros((1, unusual.shape[1]))
    before, after = np.vstack([edge, unusual[:-1]]), np.vstack([unusual[1:], edge])
    # Distances of logarithms, which reach 20, are right to 1e-14; held against one usual distance, which is never as
    # small as 1e-5, they are right to 1e-9.
    return ~reaches(before, unusual) & reaches(unusual, after)


def _beside(series: np.ndarray, year: int) -> str:
    """The neighbours of a year in words."""
    before = number(series[year - 1]) if year > 0 and np.isfinite(series[year - 1]) else ""
    after = number(series[year + 1]) if year + 1 < len(series) and np.isfinite(series[year + 1]) else ""
    return " and ".join(
        part for part in (before and f"{before} the year before", after and f"{after} the year after") if part
    )


def _allowed(lowest: float, highest: float) -> str:
    return f"{number(lowest)} to {number(highest)}" if np.isfinite(highest) else f"{number(lowest)} or more"


def _cell(table: EditionTable, severity: str, year: int, column: int, text: str) -> CheckFinding:
    return CheckFinding(severity, table.edition, table.indicator, int(table.years[year]), table.regions[column], text)
