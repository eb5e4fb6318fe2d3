"""Tables with one row for each region and year, told by their header and the names under it."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from regioncodes.formats.column_grids import column_of
from regioncodes.formats.documents import Sheet
from regioncodes.reading.cells import CellError, parse_cell
from regioncodes.reading.layout.periods import period_of
from regioncodes.reading.numbers import levelled
from regioncodes.reading.region_names import region_of
from regioncodes.reading.sheets import raw_text

SAMPLE = 500  # rows below the header that show what a column holds
# The EMISS calls regions by their classification.
REGIONS = {"region", "регион", "субъект"}
REGIONS |= {"классификатор объектов административно-территориального деления (окато)"}
YEARS = {"year", "год", "годы", "time", "time_period"}
VALUES = {"value", "значение", "obs_value"}
PERIODS = {"period", "период"}
UNITS = {"unit", "единица измерения", "ед. изм.", "ед.изм."}
TITLES = {"indicator", "показатель", "наименование показателя"}
# What a column of parts of years says of a row that is about the year.
WHOLE_YEAR = {"", "год", "значение показателя за год", "январь-декабрь"}


class LongTable(NamedTuple):
    """Which column holds what, counted from 0; None where there is none."""

    header: tuple[str, ...]
    region: int
    year: int
    values: tuple[int, ...]
    period: int | None
    unit: int | None
    title: int | None
    labels: tuple[int, ...]
    years: tuple[int, ...]  # each once, sorted


def long_table(sheet: Sheet, known: Mapping[str, str]) -> LongTable | None:
    """The columns of a sheet that lists regions and years, or None for another sheet.

    known: region by name (region_names.region_index). The first row names the columns; one of them is the year,
    another is called region or holds names most of which are, and the values stand under `value` (`Значение`), or in
    every column of numbers.
    """
    header = tuple(levelled(str(name)) for name in sheet.grid[0]) if len(sheet.grid) else ()
    year = named(header, YEARS)
    if year is None or len(sheet.grid) < 2:
        return None
    sample = sheet.grid[1 : 1 + SAMPLE]
    region = named(header, REGIONS)
    if region is None:
        region = next(
            (
                place
                for place in range(len(header))
                if _holds(sample, place, lambda text: region_of(text, known) is not None)
            ),
            None,
        )
    if region is None or not _holds(sample, year, lambda text: period_of(text) is not None):
        return None
    period, unit, title = (named(header, names) for names in (PERIODS, UNITS, TITLES))
    rest = [place for place in range(len(header)) if place not in (region, year, period, unit, title)]
    value = named(header, VALUES)
    numbers = [place for place in rest if header[place] and _holds(sample, place, _is_value)]
    values = numbers if value is None else [value]
    years = _years(sheet, year)
    if not values or not years:
        return None
    labels = tuple(place for place in rest if place not in values and header[place])
    return LongTable(header, region, year, tuple(values), period, unit, title, labels, years)


def _years(sheet: Sheet, column: int) -> tuple[int, ...]:
    """The years that a column holds below the header, sorted, each once."""
    periods = {period_of(raw_text(content)) for content in column_of(sheet.grid, column, 1)[1]}
    return tuple(sorted({period.year for period in periods if period and period.year}))


def named(header: Sequence[str], names: set[str]) -> int | None:
    """The first column with one of some names, in capital letters or not."""
    return next((place for place, name in enumerate(header) if name.lower() in names), None)


def _holds(rows: Sequence[Sequence[float | str]], column: int, fits: Callable[[str], bool]) -> bool:
    """Whether most of what stands in a column fits."""
    texts = [raw_text(row[column]) for row in rows if row[column] != ""]
    return bool(texts) and 2 * sum(map(fits, texts)) > len(texts)


def _is_value(text: str) -> bool:
    try:
        return parse_cell(text, {}, percent=True).status != "blank"
    except CellError:
        return False
