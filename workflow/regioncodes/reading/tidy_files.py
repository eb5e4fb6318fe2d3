"""A table with one row for each region and year as tidy rows: delimited text, or SDMX as the EMISS exports it.

A file has a million rows and few regions, indicators and years: each distinct content is looked at once.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.formats.column_grids import column_of
from regioncodes.formats.documents import Sheet
from regioncodes.ground.tables import TABLES
from regioncodes.reading.cells import CellError, parse_cell
from regioncodes.reading.coded_texts import Column, coded, numbered, repeated
from regioncodes.reading.findings import Finding, Place
from regioncodes.reading.region_names import normalised
from regioncodes.reading.sheets import raw_text

# The columns that a tidy file has, by their first name that it bears.
COLUMNS = {"region": ["region"], "year": ["year", "Год"], "value": ["value", "Значение"]}
PERIOD = "Период"
WHOLE_YEAR = {"", "год", "значение показателя за год", "январь-декабрь"}


class Contents(NamedTuple):
    """One column below the header: the number of each row's content, the distinct contents, and what each means.

    problems: what is wrong with each content, "" for nothing.
    """

    codes: np.ndarray
    distinct: list[float | str]
    meanings: list
    problems: list[str]

    def meant(self, rows: np.ndarray) -> tuple[list, np.ndarray]:
        """The meanings, and their numbers in some rows."""
        return self.meanings, self.codes[rows]


def read_sheet(
    file: str, sheet: Sheet, line: dict, facts, rows: list[dict[str, Column]], findings: list[Finding]
) -> None:
    """Add the rows and the findings of a tidy table: columns region, year, value, and indicator if the line has none.

    line: a record of data/reference/tables.csv; its region_column names the column of regions where that is not
    `region`, its indicator the column `<indicator>_percent` where there is no `value`.
    """
    where = Place(file, sheet.name)
    header = [str(name).strip() for name in sheet.grid[0]] if len(sheet.grid) else []
    columns = {part: next((name for name in names if name in header), "") for part, names in COLUMNS.items()}
    columns["region"] = line["region_column"] or columns["region"]
    columns["value"] = columns["value"] or f"{line['indicator']}_percent"
    needed = [*columns.values(), *([] if line["indicator"] else ["indicator"])]
    missing = [name for name in needed if name not in header]
    if missing:
        found = ", ".join(header) or "none"
        findings.append(where.error(f"columns {', '.join(missing)} are not there (found: {found}); mend {TABLES}"))
        return
    if len(sheet.grid) < 2:
        return
    places = {name: place for place, name in enumerate(header)}
    parts = _parts(sheet, {**columns, "indicator": "indicator"}, places, line, facts)
    whole = _whole_years(sheet, places)
    problems = _problems(sheet, header, parts, whole)
    good = whole.copy()
    good[list(problems)] = False
    kept = np.flatnonzero(good)
    batch = _columns(where, parts, kept, facts)
    problems |= _doubles(batch, kept)
    findings += [where._replace(place=f"row {row + 2}").error(text) for row, text in sorted(problems.items())]
    if not whole.all():
        findings.append(where.notice(f"{(~whole).sum()} rows of quarters or months left out: the study is yearly"))
    if len(kept):
        rows.append(batch)
        _check_years(batch, line, where, findings)


def _parts(sheet: Sheet, columns: dict[str, str], places: dict[str, int], line: dict, facts) -> dict[str, Contents]:
    """The indicator, region, year and value of every row; a fault in one hides those in the ones behind it."""
    known = "is no region, indicator or year that data/reference knows"

    def indicator(content: float | str) -> str:
        if content not in facts.indicators.index:
            raise ValueError(f"{content!r} {known}")
        return str(content)

    def region(content: float | str) -> str:
        if (name := normalised(str(content))) not in facts.regions:
            raise ValueError(f"{name!r} {known}")
        return facts.regions[name]

    def year(content: float | str) -> int:
        try:
            return int(float(content))
        except (ValueError, OverflowError):
            raise ValueError(f"{content!r} {known}") from None

    readers = {"indicator": indicator, "region": region, "year": year}
    found = {}
    for part, read in readers.items():
        if part == "indicator" and line["indicator"]:
            codes, distinct = np.zeros(len(sheet.grid) - 1, dtype=np.int32), [line["indicator"]]
        else:
            codes, distinct = column_of(sheet.grid, places[columns[part]], 1)
        found[part] = _meant(codes, distinct, read)
    codes, distinct = column_of(sheet.grid, places[columns["value"]], 1)
    return {**found, "value": _meant(codes, distinct, _cell)}


def _cell(content: float | str) -> tuple[float, str, str, int | None]:
    """Value (NaN for none), status, flags and note of a cell."""
    cell = parse_cell(content, {})
    return np.nan if cell.value is None else cell.value, cell.status, cell.flags, cell.note


def _meant(codes: np.ndarray, distinct: list[float | str], read: Callable) -> Contents:
    """A column with what each of its contents means, read once."""
    meanings, problems = [], []
    for content in distinct:
        try:
            meanings.append(read(content))
            problems.append("")
        except (CellError, ValueError) as error:
            meanings.append(None)
            problems.append(str(error))
    return Contents(codes, distinct, meanings, problems)


def _whole_years(sheet: Sheet, places: dict[str, int]) -> np.ndarray:
    """Which rows are about a year, not a part of it."""
    if PERIOD not in places:
        return np.ones(len(sheet.grid) - 1, dtype=bool)
    codes, distinct = column_of(sheet.grid, places[PERIOD], 1)
    return np.array([str(content).strip().lower() in WHOLE_YEAR for content in distinct])[codes]


def _problems(sheet: Sheet, header: Sequence[str], parts: dict[str, Contents], rows: np.ndarray) -> dict[int, str]:
    """The first thing that is wrong with each of the rows, by its number below the header."""
    found: dict[int, str] = {}
    extra = [column_of(sheet.grid, place, 1) for place, name in enumerate(header) if not name]
    stray = "has more cells than the header: {!r} stands under no name"
    checks = [
        (codes, [stray.format(content) if str(content).strip() else "" for content in distinct])
        for codes, distinct in extra
    ]
    for codes, problems in [*checks, *((part.codes, part.problems) for part in parts.values())]:
        wrong = np.array([bool(problem) for problem in problems], dtype=bool)[codes] & rows
        for row in np.flatnonzero(wrong).tolist():
            found.setdefault(row, problems[codes[row]])
    return found


def _columns(where: Place, parts: dict[str, Contents], kept: np.ndarray, facts) -> dict[str, Column]:
    """The tidy rows of some rows of the sheet."""
    count = len(kept)
    indicators, indicator_codes = parts["indicator"].meant(kept)
    regions, region_codes = parts["region"].meant(kept)
    years, year_codes = parts["year"].meant(kept)
    cells, cell_codes = parts["value"].meant(kept)
    read = [cell or (np.nan, "", "", None) for cell in cells]
    units = [facts.indicators.loc[name, "unit"] if name else "" for name in indicators]
    return {
        "region": coded(region or "" for region in regions).taken(region_codes),
        "year": np.array([year or 0 for year in years], dtype="int64")[year_codes],
        "indicator": coded(name or "" for name in indicators).taken(indicator_codes),
        "value": np.array([value for value, *_ in read], dtype=float)[cell_codes],
        "unit": coded(units).taken(indicator_codes),
        "status": coded(status for _, status, *_ in read).taken(cell_codes),
        "flags": coded(flags for *_, flags, _ in read).taken(cell_codes),
        "note": pd.array([note for *_, note in read], dtype="Int64").take(cell_codes),
        "file": repeated(where.file, count),
        "sheet": repeated(where.sheet, count),
        "cell": numbered("row ", kept + 2),
        "region_text": coded(map(str, parts["region"].distinct)).taken(region_codes),
        "raw_text": coded(map(raw_text, parts["value"].distinct)).taken(cell_codes).decoded(),
    }


def _doubles(batch: dict[str, Column], rows: np.ndarray) -> dict[int, str]:
    """Rows that say something else of a region, indicator and year than a row before, by number below the header."""
    region, indicator, year = batch["region"], batch["indicator"], batch["year"]
    keys = (region.codes.astype("int64") * len(indicator.texts) + indicator.codes) * 10_000 + year
    _, first, places = np.unique(keys, return_index=True, return_inverse=True)
    values, others = batch["value"], batch["value"][first[places]]
    differ = np.flatnonzero((values != others) & ~(np.isnan(values) & np.isnan(others)))
    found = {}
    for place in differ.tolist():
        key = f"{region.texts[region.codes[place]]} {year[place]} {indicator.texts[indicator.codes[place]]}"
        before = rows[first[places[place]]] + 2
        found[int(rows[place])] = f"{key} stands in row {before} already with another value"
    return found


def _check_years(batch: dict[str, Column], line: dict, where: Place, findings: list[Finding]) -> None:
    first, last = int(batch["year"].min()), int(batch["year"].max())
    expected = (line["first_year"], line["last_year"])
    if (first, last) != expected:
        text = f"found {first}–{last}, {expected[0]}–{expected[1]} expected; mend {TABLES}"
        findings.append(where._replace(place="years").error(text))
