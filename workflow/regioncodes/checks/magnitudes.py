"""Figures of another magnitude than those beside them: a digit slipped, thousands taken for millions.

A figure is held against the same cell in every other edition, and against the years before and after it, an edition of
few years against those of the others. What all regions share is taken out first, and what is found is left out before
its neighbours are judged, so that a slip accuses nobody but itself.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.checks.edition_tables import EditionTable, EditionTables
from regioncodes.checks.located_findings import CheckFinding, number
from regioncodes.statistics.rounding import HAIR

Matrix = np.ndarray  # years × regions
# Two years taken for one change a figure twofold, a digit too many or too few ninefold: five lies between them.
FAR = np.log(5.0) - HAIR
# Assumption: beside one neighbour alone a figure must also lie this many usual changes away, five standard deviations.
UNUSUAL = 8.0
# Assumption: with less than that factor, as in a long series (checks.series), so many.
ODD = 20.0
# What is usual is told from regions, and from the years of one region, where there are so many.
FEWEST_REGIONS = 10
FEWEST_YEARS = 6


class Series(NamedTuple):
    """One indicator in all its editions, the largest first: logarithms, editions × years × regions."""

    tables: list[EditionTable]
    years: np.ndarray
    logarithms: np.ndarray  # NaN where no figure above zero stands
    rounding: np.ndarray  # the most that rounding can add to a logarithm

    def without(self, suspects: list["Suspect"]) -> "Series":
        """The same without the figures that are suspected."""
        logarithms = self.logarithms.copy()
        for edition, year, column, _ in suspects:
            logarithms[edition, year, slice(None) if column is None else column] = np.nan
        return self._replace(logarithms=logarithms)


class Suspect(NamedTuple):
    """A figure of another magnitude, by its positions in a series, or a year of all regions, whose column is None."""

    edition: int
    year: int
    column: int | None
    text: str


class Beside(NamedTuple):
    """The figures of one edition beside the nearest years before and after, all in logarithms."""

    before: Matrix
    after: Matrix
    distance: Matrix  # from both, or the only one, the nearer counting; 0 between them and where neither is
    alone: Matrix  # whether there is one neighbour alone
    unusual: Matrix  # distance in usual changes


def magnitude_findings(tables: EditionTables, ranges: pd.DataFrame) -> tuple[list[CheckFinding], EditionTables]:
    """Figures of another magnitude than all that stands beside them, and the tables without those that are errors.

    A figure is an error where every other edition prints five times or a fifth of it, and where both the year before
    and the year after do, with and without the change that the regions share. In the first and the last year there is
    one neighbour alone: then the distance must also be unusual, over the regions and over the years of the region. An
    edition of few years is held against the years of the others; what is odd there, or far as its series often is, is
    a notice. Where the regions together change fivefold, the year is one error. Rounding is allowed for; indicators
    that may be negative and figures of zero have no logarithm and are left out.
    """
    signed = set(ranges.loc[~(ranges["lowest"] >= 0), "indicator"])
    of_indicator: dict[str, list[EditionTable]] = {}
    for table in tables.tables.values():
        if table.indicator not in signed:
            of_indicator.setdefault(table.indicator, []).append(table)
    found, remaining = [], dict(tables.tables)
    for _, editions in sorted(of_indicator.items()):
        series = _series(editions)
        for judged in (_whole_years, _between_editions, _between_years, _beside_one_year) if _has_steps(series) else ():
            while suspects := judged(series):
                found += [_finding(series, "error", suspect) for suspect in suspects]
                series = series.without(suspects)
        found += [_finding(series, "notice", suspect) for suspect in _odd_in_few_years(series)]
        remaining |= _remaining(series)
    return found, tables._replace(tables=remaining)


def _series(editions: list[EditionTable]) -> Series:
    largest = sorted(editions, key=lambda table: (-np.isfinite(table.values).sum(), table.edition))
    years = np.arange(min(table.years[0] for table in editions), max(table.years[-1] for table in editions) + 1)
    spread = [table.at(years) for table in largest]
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.stack([np.where(table.values > 0, table.values, np.nan) for table in spread])
        rounding = np.log1p(np.stack([table.half_units for table in spread]) / values)
        return Series(largest, years, np.log(values), np.nan_to_num(rounding))


def _remaining(series: Series) -> dict[tuple[str, str], EditionTable]:
    """The tables, NaN where a figure above zero is no longer in the series."""
    kept = {}
    for table, logarithms in zip(series.tables, series.logarithms, strict=True):
        gone = (table.values > 0) & np.isnan(logarithms[np.searchsorted(series.years, table.years)])
        kept[table.edition, table.indicator] = table._replace(values=np.where(gone, np.nan, table.values))
    return kept


def _has_steps(series: Series) -> bool:
    """Whether any figure is five times another of its region in the same or the nearest year; most series have none."""
    highest, lowest = np.fmax.reduce(series.logarithms), np.fmin.reduce(series.logarithms)
    steps = [highest - lowest, highest - _before(lowest), _before(highest) - lowest]
    return any((step[np.isfinite(step)] >= FAR).any() for step in steps)


def _whole_years(series: Series) -> list[Suspect]:
    """Years in which the regions together are far from the largest edition, or from the years beside them."""
    suspects = []
    for edition, own in enumerate(series.logarithms):
        base = _base(series, edition)
        before, after = _shared(own - _before(base)), _shared(own - _after(base))
        apart = _shared(own - series.logarithms[0])
        for year in np.flatnonzero(np.isfinite(own).any(axis=1)):
            beside = [side[year] for side in (before, after) if np.isfinite(side[year])]
            nearest = min(beside, key=abs) if beside and min(beside) * max(beside) > 0 else 0.0
            if abs(apart[year]) >= FAR:
                text = f"{_times(apart[year])} those of edition {series.tables[0].edition}"
            elif abs(nearest) >= FAR:
                text = f"{_times(nearest)} those of the years beside them"
            else:
                continue
            suspects.append(Suspect(edition, int(year), None, f"the figures are {text}, over all regions"))
    return suspects


def _between_editions(series: Series) -> list[Suspect]:
    """Figures that no other edition comes near; of several in a cell the farthest from the years beside it."""
    logarithms = series.logarithms
    far = np.zeros(logarithms.shape, bool)
    for edition, own in enumerate(logarithms):
        others = np.delete(logarithms, edition, axis=0)
        slack = series.rounding[edition] + np.delete(series.rounding, edition, axis=0)
        with np.errstate(invalid="ignore"):
            near = np.abs(others - own) - slack < FAR
        far[edition] = np.isfinite(own) & np.isfinite(others).any(axis=0) & ~near.any(axis=0)
    level = _median(np.where(far, np.nan, logarithms))
    beside = _median(np.stack([_before(level), _after(level)]))
    suspects = []
    for year, column in np.argwhere(far.any(axis=0)):
        own = logarithms[:, year, column]
        # Where no year tells, the edition that prints least is named.
        distance = np.nan_to_num(np.abs(own - beside[year, column]).round(9))
        worst = max(np.flatnonzero(far[:, year, column]), key=lambda edition: (distance[edition], edition))
        others = " and ".join(
            f"{_printed(own[position])} in edition {table.edition}"
            for position, table in enumerate(series.tables)
            if position != worst and np.isfinite(own[position])
        )
        suspects.append(Suspect(worst, year, column, f"far from what every other edition prints; {others}"))
    return suspects


def _between_years(series: Series) -> list[Suspect]:
    """Figures far above, or far below, both the year before and the year after."""
    return _farthest(series, lambda beside: ~beside.alone & (beside.distance >= FAR))


def _beside_one_year(series: Series) -> list[Suspect]:
    """Figures unusually far from the only year beside them."""
    return _farthest(series, lambda beside: beside.alone & (beside.distance >= FAR) & (beside.unusual >= UNUSUAL))


def _odd_in_few_years(series: Series) -> list[Suspect]:
    """Figures of editions too short for a usual change of their own that leave the years of the others, and no errors.

    They leave them by what is odd for that indicator, or by the factor of an error, which in such a series is usual.
    """
    short = [edition for edition in range(len(series.tables)) if _is_short(series, edition)]
    return _farthest(series, lambda beside: (beside.unusual >= ODD) | (beside.distance >= FAR), short)


def _farthest(series: Series, judged: Callable[[Beside], Matrix], editions: list[int] | None = None) -> list[Suspect]:
    """Of what is judged so the figure of each region that is farthest off: its neighbours may be right.

    editions: positions of those to judge, all where it is not said.
    """
    own = _usual_changes(series)
    suspects = []
    for edition in range(len(series.tables)) if editions is None else editions:
        beside = _beside(series, edition, own)
        distance = np.where(judged(beside), beside.distance, 0.0)
        for column in np.flatnonzero(distance.any(axis=0)):
            year = int(np.argmax(distance[:, column].round(9)))
            suspects.append(Suspect(edition, year, column, _words(series, beside, edition, year, column)))
    return suspects


def _beside(series: Series, edition: int, own_usual: np.ndarray) -> Beside:
    """The figures of an edition beside their neighbours. own_usual: the usual change of each region."""
    own = series.logarithms[edition]
    base = _base(series, edition)
    before, after = _before(base), _after(base)
    alone = np.isnan(before) != np.isnan(after)
    # Beside one neighbour alone the next but one is asked too: the neighbour may be the one that is wrong.
    second = np.where(np.isnan(after), _before(base, 2), _after(base, 2))
    raw = np.stack([own - side for side in (before, after, np.where(alone, second, np.nan))])
    distance = np.stack([side - np.nan_to_num(_shared(side))[:, None] for side in raw])
    usual = np.fmax.reduce([_shared(np.abs(side))[:, None] for side in distance[:2]])
    # On every side, with and without what the regions share, the figure has to lie on the same side.
    every = np.concatenate([raw, distance])
    outside = (np.fmin.reduce(every) > 0) | (np.fmax.reduce(every) < 0)
    nearest = np.where(outside, np.fmin.reduce(np.abs(every)) - series.rounding[edition], 0.0).clip(min=0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return Beside(before, after, nearest, alone, nearest / np.fmax(usual, own_usual[None, :]))


def _base(series: Series, edition: int) -> Matrix:
    """The years that an edition is held against: its own, or for one of few years those of the others.

    A long one is not held against the years that later editions add, so that what is accepted of it stays accepted.
    """
    own = series.logarithms[edition]
    if not _is_short(series, edition):
        return own
    others = np.delete(series.logarithms, edition, axis=0)
    if not len(others):
        return own
    # Of several the largest edition's: a message names the figure, and it has to stand somewhere in print.
    printed = np.take_along_axis(others, np.isfinite(others).argmax(axis=0)[None], axis=0)[0]
    return np.where(np.isfinite(printed).any(axis=0), printed, own)


def _is_short(series: Series, edition: int) -> bool:
    return len(series.tables[edition].years) < FEWEST_YEARS


def _usual_changes(series: Series) -> np.ndarray:
    """The usual yearly change of every region beyond what all share; that of the median region where years are few."""
    level = _median(series.logarithms)
    change = level - _before(level)
    size = np.abs(change - np.nan_to_num(_shared(change))[:, None])
    own = np.where(np.isfinite(size).sum(axis=0) >= FEWEST_YEARS, _median(size), np.nan)
    return np.where(np.isfinite(own), own, _median(own))


def _shared(distance: Matrix) -> np.ndarray:
    """The median over regions, by year; NaN where too few have a figure."""
    return np.where(np.isfinite(distance).sum(axis=1) >= FEWEST_REGIONS, _median(distance.T), np.nan)


def _before(level: Matrix, steps: int = 1) -> Matrix:
    """The figure of the nearest earlier year that has one, or of the second nearest; NaN where there is none."""
    padded = np.vstack([np.full((1, level.shape[1]), np.nan), level])
    latest = np.maximum.accumulate(np.where(np.isfinite(padded), np.arange(len(padded))[:, None], 0), axis=0)
    line = latest[:-1]
    for _ in range(steps - 1):
        line = np.take_along_axis(latest, (line - 1).clip(min=0), axis=0)
    return np.take_along_axis(padded, line, axis=0)


def _after(level: Matrix, steps: int = 1) -> Matrix:
    """The same of later years."""
    return _before(level[::-1], steps)[::-1]


def _median(values: np.ndarray) -> np.ndarray:
    """Median over the first axis, what is missing left out; NaN where all is."""
    if not len(values):
        return np.full(values.shape[1:], np.nan)
    ordered, count = np.sort(values, axis=0), np.isfinite(values).sum(axis=0)
    middle = [
        np.take_along_axis(ordered, half[None], axis=0)[0]
        for half in ((count - 1).clip(min=0) // 2, (count // 2).clip(max=len(values) - 1))
    ]
    return np.where(count > 0, (middle[0] + middle[-1]) / 2, np.nan)


def _words(series: Series, beside: Beside, edition: int, year: int, column: int) -> str:
    """The neighbours of a figure, and how many times the nearer one it is."""
    sides = [
        (side[year, column], word)
        for side, word in ((beside.before, "before"), (beside.after, "after"))
        if np.isfinite(side[year, column])
    ]
    own = series.logarithms[edition, year, column]
    nearest = min((own - level for level, _ in sides), key=abs)
    neighbours = " and ".join(f"{_printed(level)} {word}" for level, word in sides)
    return f"{neighbours} it: {_times(nearest)} {'the nearer' if len(sides) > 1 else 'that'}"


def _printed(logarithm: float) -> str:
    return number(float(f"{np.exp(logarithm):.7g}"))


def _times(distance: float) -> str:
    """A distance of logarithms in words: 10 times, or 1/10 of."""
    factor = number(float(f"{np.exp(abs(distance)):.3g}"))
    return f"{factor} times" if distance > 0 else f"1/{factor} of"


def _finding(series: Series, severity: str, suspect: Suspect) -> CheckFinding:
    """The finding, told where it stands."""
    table, year = series.tables[suspect.edition], int(series.years[suspect.year])
    if suspect.column is None:
        text = f"{year}: {suspect.text}; if they are of another unit, put it into the unit column of the file"
        return CheckFinding(severity, table.edition, table.indicator, None, None, text)
    printed = number(table.at(series.years).values[suspect.year, suspect.column])
    text = f"printed {printed}, {suspect.text}"
    return CheckFinding(severity, table.edition, table.indicator, year, table.regions[suspect.column], text)
