"""The columns of tidy rows: of a table of regions by periods, and of a list of regions and years."""

import re
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from regioncodes.formats.column_grids import column_of
from regioncodes.formats.documents import Sheet, cell_name
from regioncodes.reading.cells import Cell, CellError, parse_cell
from regioncodes.reading.coded_texts import CodedTexts, Column, coded, numbered, repeated, side_by_side, sparse
from regioncodes.reading.layout import PlacedCells, Table
from regioncodes.reading.layout.captions import UNIT
from regioncodes.reading.layout.periods import HeaderPeriod, period_of
from regioncodes.reading.long_tables import WHOLE_YEAR, LongTable
from regioncodes.reading.region_names import region_of
from regioncodes.reading.sheets import raw_text

# A row with a unit of its own: "Российская Федерация, млрд руб." in a table in millions.
OWN_UNIT = re.compile(r".*\w,\s*(.+?)\s*", re.DOTALL)


Columns = dict[str, Column]


def wide_columns(sheet: Sheet, table: Table, cells: PlacedCells, known: Mapping[str, str]) -> Columns:
    """Tidy rows of one table, one for each of its cells, without file and sheet.

    known: region by name (region_names.region_index); the bare name of an oblast is taken for the one with its okrugs.
    `within`: the row of the enclosing region, as printed, or "".
    """
    rows, headings = cells.rows, cells.headings
    codes = [region_of(row.name, known) or "" for row in rows]
    names = {row.row: row.name for row in rows}

    def by_row(texts: Iterable[str]) -> CodedTexts:
        return coded(texts).taken(cells.row_of)

    def by_heading(texts: Iterable[str]) -> CodedTexts:
        return coded(texts).taken(cells.heading_of)

    raw = (
        [_raw(sheet, cells, place, content) for place, content in enumerate(cells.contents)]
        if sheet.faults
        else list(map(raw_text, cells.contents))
    )
    years = pd.array([heading.year for heading in headings], dtype="Int64")
    parsed = {place: cell for place, cell in cells.others.items() if isinstance(cell, Cell)}
    return {
        "region": by_row(codes),
        "region_text": by_row(" ".join(row.name.split()) for row in rows),
        "within": by_row(" ".join(names.get(row.parent, "").split()) for row in rows),
        "year": years.take(cells.heading_of),
        "period": by_heading(heading.period for heading in headings),
        "period_text": by_heading(heading.detail for heading in headings),
        "labels": cells.labels(" / "),
        "value": cells.values,
        "unit": by_row(own_unit(row.name) or table.unit_line for row in rows),
        "status": cells.statuses(),
        "flags": sparse(len(cells), {place: cell.flags for place, cell in parsed.items()}),
        "notes": _notes(table, cells, {place: cell.note for place, cell in parsed.items() if cell.note}),
        "cell": cells.names(),
        "raw_text": pa.array(raw, pa.large_string()),
        "title": repeated(table.title, len(cells)),
    }


def _raw(sheet: Sheet, cells: PlacedCells, place: int, content: float | str) -> str:
    """What stands in a cell, for a fault its name."""
    return sheet.faults.get(cells.position(place)) or raw_text(content)


def own_unit(name: str) -> str:
    """The unit that a row's name ends with, or ""."""
    match = OWN_UNIT.fullmatch(name)
    return match[1] if match and UNIT.fullmatch(match[1]) else ""


def long_columns(sheet: Sheet, long: LongTable, known: Mapping[str, str]) -> list[Columns]:
    """Tidy rows of a list of regions and years, for each of its columns of values, with the columns of `wide_columns`.

    title: the indicator that a row names, or the header over its value.
    """
    return [_long_part(sheet, long, column, known) for column in long.values]


def _long_part(sheet: Sheet, long: LongTable, column: int, known: Mapping[str, str]) -> Columns:
    """Tidy rows of the values of one column."""
    count = len(sheet.grid) - 1
    regions, printed = column_of(sheet.grid, long.region, 1)
    names = list(map(raw_text, printed))
    contents, distinct = column_of(sheet.grid, column, 1)
    units, unit_texts = (
        column_of(sheet.grid, long.unit, 1) if long.unit is not None else (np.zeros(count, dtype=int), [""])
    )
    titles = _texts(sheet, long.title) if long.title is not None else repeated(_title(long, column), count)
    cells = [_parsed(content) for content in distinct]
    times, periods = _times(sheet, long)
    return {
        "region": coded([region_of(name, known) or "" for name in names]).taken(regions),
        "region_text": coded([" ".join(name.split()) for name in names]).taken(regions),
        "within": repeated("", count),
        "year": pd.array([period.year for period in periods], dtype="Int64").take(times),
        "period": coded([period.period for period in periods]).taken(times),
        "period_text": coded([period.detail for period in periods]).taken(times),
        "labels": side_by_side([repeated("", count), *(_texts(sheet, place) for place in long.labels)], " / "),
        "value": np.array([np.nan if cell.value is None else cell.value for cell in cells])[contents],
        "unit": coded(unit_texts).taken(units),
        "status": coded([cell.status for cell in cells]).taken(contents),
        "flags": coded([cell.flags for cell in cells]).taken(contents),
        "notes": coded([f"{cell.note})" if cell.note else "" for cell in cells]).taken(contents),
        "cell": numbered(cell_name(0, column)[:-1], np.arange(2, count + 2)),
        "raw_text": coded(map(raw_text, distinct)).taken(contents).decoded(),
        "title": titles,
    }


def _title(long: LongTable, column: int) -> str:
    return long.header[column] if len(long.values) > 1 or long.header[column].lower() != "value" else ""


def _texts(sheet: Sheet, column: int) -> CodedTexts:
    codes, distinct = column_of(sheet.grid, column, 1)
    return coded([" ".join(raw_text(content).split()) for content in distinct]).taken(codes)


def _parsed(content: float | str) -> Cell:
    try:
        return parse_cell(content, {}, percent=True)
    except CellError:
        return Cell(None, "error")


def _times(sheet: Sheet, long: LongTable) -> tuple[np.ndarray, list[HeaderPeriod]]:
    """Numbers of the distinct periods of the rows, and these."""
    years, texts = column_of(sheet.grid, long.year, 1)
    parts, words = (
        column_of(sheet.grid, long.period, 1) if long.period is not None else (np.zeros(len(years), dtype=int), [""])
    )
    keys, places = np.unique(years * len(words) + parts, return_inverse=True)
    return places, [
        _time(raw_text(texts[key // len(words)]), raw_text(words[key % len(words)])) for key in keys.tolist()
    ]


def _time(year: str, part: str) -> HeaderPeriod:
    """The period that a year and the word for a part of it make together."""
    whole = period_of(year) or HeaderPeriod(None, "other", year)
    if part.strip().lower() in WHOLE_YEAR:
        return whole
    named = period_of(f"{part} {whole.year}")
    is_part = named is not None and named.period != "year"
    return named if is_part else whole._replace(period="other", detail=" ".join(part.split()))


def _notes(table: Table, cells: PlacedCells, own: Mapping[int, int]) -> CodedTexts:
    """The notes that hold for a cell: those of title, row and heading, and its own, with their texts."""

    def explained(marks: Iterable[str]) -> str:
        return " ".join(f"{mark}) {table.notes.get(mark, '')}".strip() for mark in dict.fromkeys(marks))

    rows = coded(explained((*table.title_notes, *row.notes)) for row in cells.rows).taken(cells.row_of)
    headings = coded(explained(heading.notes) for heading in cells.headings).taken(cells.heading_of)
    alone = sparse(len(cells), {place: explained([str(note)]) for place, note in own.items()})
    return side_by_side([rows, headings, alone], " ")
