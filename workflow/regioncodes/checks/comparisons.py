"""Printed figures against what another table or edition makes of them: misfits, exchanged rows, shifted years."""

from typing import NamedTuple

import numpy as np

from regioncodes.checks.edition_tables import EditionTable
from regioncodes.checks.located_findings import CheckFinding
from regioncodes.words.numbers import years_in_words

# A shift or an exchange is a pattern: it needs that many cells, and three in four of them.
FEWEST = 3
MOST = 0.75
# No publication is wrong in half of the regions of a year: then it was read, or placed, wrongly.
HALF = 0.5
FEWEST_REGIONS = 10


class Comparison(NamedTuple):
    """One table beside the interval in which another source places its figures: years × regions, NaN if unknown."""

    table: EditionTable
    low: np.ndarray
    high: np.ndarray
    other: str  # what it was held against, in words


def misfit_findings(compared: Comparison) -> list[CheckFinding]:
    """Errors where whole rows, columns or tables cannot stand where they stand; else one notice per region.

    Errors: the figures of two regions exchanged, all figures one year off, more than half of the regions of a year
    outside their intervals. A notice names the years of a region and the figure farthest from its interval.
    """
    values = compared.table.values
    known = np.isfinite(values) & ~np.isnan(compared.low) & ~np.isnan(compared.high)
    wrong = known & ~((values >= compared.low) & (values <= compared.high))
    if not wrong.any():
        return []
    exchanged = _exchanged(compared, known, wrong)
    names = compared.table.regions
    found = _shift(compared, known, wrong) + [
        _found(compared, "error", None, names[one], f"its figures are those of {names[other]}, and the other way round")
        for pair in exchanged
        for one, other in (pair, pair[::-1])
    ]
    count = known.sum(axis=1)
    bad_years = (count >= FEWEST_REGIONS) & (wrong.sum(axis=1) > HALF * count)
    if bad_years.any():
        years = years_in_words(list(compared.table.years[bad_years]))
        found.append(_found(compared, "error", None, None, f"{years}: more than half of the regions disagree"))
    rest = wrong & ~bad_years[:, None]
    rest[:, [column for pair in exchanged for column in pair]] = False
    return found + [_misfits(compared, column, rest[:, column]) for column in np.flatnonzero(rest.any(axis=0))]


def _misfits(compared: Comparison, column: int, wrong: np.ndarray) -> CheckFinding:
    """Notice about one region, at the figure that lies farthest from its interval."""
    printed, low, high = (part[wrong, column] for part in (compared.table.values, compared.low, compared.high))
    nearest = np.where(printed > high, high, low)
    with np.errstate(divide="ignore", invalid="ignore"):
        worst = int(np.argmax(np.abs(printed - nearest) / np.abs(nearest)))
    years = compared.table.years[wrong]
    span = f"{years_in_words(list(years))}: " if len(years) > 1 else ""
    text = f"{span}printed {_short(printed[worst])}, {_interval(low[worst], high[worst])} expected"
    return _found(compared, "notice", int(years[worst]), compared.table.regions[column], text)


def _shift(compared: Comparison, known: np.ndarray, wrong: np.ndarray) -> list[CheckFinding]:
    """Error where the figures fit one year earlier or later and not in their own."""
    if 1 - wrong.sum() / known.sum() >= HALF:
        return []
    values, low, high = compared.table.values, compared.low, compared.high
    for years, moved, rest in (("late", slice(1, None), slice(None, -1)), ("early", slice(None, -1), slice(1, None))):
        pairs = np.isfinite(values[moved]) & ~np.isnan(low[rest]) & ~np.isnan(high[rest])
        inside = pairs & (values[moved] >= low[rest]) & (values[moved] <= high[rest])
        if pairs.sum() >= FEWEST_REGIONS and inside.sum() >= MOST * pairs.sum():
            return [_found(compared, "error", None, None, f"the figures stand one year too {years}")]
    return []


def _exchanged(compared: Comparison, known: np.ndarray, wrong: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of regions (columns), each with the other's figures in most years."""
    count = known.sum(axis=0)
    suspects = np.flatnonzero((count >= FEWEST) & (wrong.sum(axis=0) >= MOST * count))
    if len(suspects) > known.shape[1] / 2:
        return []

    def fits(one: int, other: int) -> bool:
        both = known[:, one] & known[:, other]
        values = compared.table.values[:, one]
        inside = both & (values >= compared.low[:, other]) & (values <= compared.high[:, other])
        return both.sum() >= FEWEST and inside.sum() >= MOST * both.sum()

    return [
        (one, other)
        for position, one in enumerate(suspects)
        for other in suspects[position + 1 :]
        if fits(one, other) and fits(other, one)
    ]


def _found(compared: Comparison, severity: str, year: int | None, region: str | None, text: str) -> CheckFinding:
    table = compared.table
    return CheckFinding(
        severity, table.edition, table.indicator, year, region, f"{text}, held against {compared.other}"
    )


def _interval(low: float, high: float) -> str:
    return f"at most {_short(high)}" if np.isneginf(low) else f"{_short(low)} to {_short(high)}"


def _short(value: float) -> str:
    """A figure in print: seven digits tell any two of these apart."""
    return np.format_float_positional(float(f"{value:.7g}"), trim="-")
