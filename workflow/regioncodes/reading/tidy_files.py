"""A table with one row for each region and year as tidy rows: delimited text, or SDMX as the EMISS exports it.

A file has a million rows and few regions, indicators and years: each distinct content is looked at once.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.formats.documents import Sheet
from regioncodes.ground.publication_dates import date_problem
from regioncodes.ground.tables import ALIASES, INDICATORS, REGIONS, TABLES
from regioncodes.reading.cells import CellError, parse_cell
from regioncodes.reading.coded_texts import CodedTexts, Column, coded, numbered, repeated
from regioncodes.reading.dimensions import left_to_choose, with_labels
from regioncodes.reading.findings import Finding, Place
from regioncodes.reading.listed_rows import ListedRows
from regioncodes.reading.long_tables import PERIODS, TITLES, UNITS, VALUES, WHOLE_YEAR, YEARS, named
from regioncodes.reading.long_tables import REGIONS as REGION_NAMES
from regioncodes.reading.measurement_units import UnitError, in_words, times, unit_factor
from regioncodes.reading.region_names import region_of
from regioncodes.reading.sheets import raw_text

INDICATOR, PUBLISHED = "indicator", "published"
FOREVER = 10_000  # the last year of a region that is still there


class Columns(NamedTuple):
    """Names of the columns of a tidy file by what they hold; unit, title and part of the year may be "", for none."""

    region: str
    year: str
    value: str
    unit: str
    title: str
    period: str

    def others(self, header: Sequence[str]) -> list[str]:
        """The columns beside these and the indicator."""
        return [name for name in header if name and name not in (*self, INDICATOR)]


class Contents(NamedTuple):
    """One column below the header: the number of each row's content, the distinct contents, and what each means.

    problems: what is wrong with each content, "" for nothing.
    """

    codes: np.ndarray
    distinct: list[float | str]
    meanings: list
    problems: list[str]


class Series(NamedTuple):
    """What the rows are of: the indicator and the unit of each, and the factor by the number that the two share."""

    indicators: CodedTexts
    keys: np.ndarray
    factors: dict[int, Fraction]


def read_sheet(
    file: str, sheet: Sheet, line: dict, facts, rows: list[dict[str, Column]], findings: list[Finding]
) -> None:
    """Add the rows and the findings of a tidy table: columns region, year, value, and indicator if the line has none.

    line: a record of data/reference/tables.csv; its region_column names the column of regions where that is not
    `region`, its indicator the column `<indicator>_percent` where there is no `value`, its labels the values of other
    columns that are meant. facts: the reference tables, indexed (sources.ReferenceIndex).
    Figures in another unit than the indicator's are turned into it where data/reference/units.csv joins the two, with a
    notice, and are an error where it does not.
    """
    where, listed = Place(file, sheet.name), ListedRows(sheet)
    columns = columns_of(listed.header, line)
    needed = [*columns[:3], *([] if line["indicator"] else [INDICATOR])]
    if missing := [name for name in needed if name not in listed.header]:
        found = ", ".join(listed.header) or "none"
        findings.append(where.error(f"columns {', '.join(missing)} are not there (found: {found}); mend {TABLES}"))
        return
    if not listed.count:
        return
    indicators = repeated(line["indicator"], listed.count) if line["indicator"] else listed.texts(INDICATOR)
    meant, problems = _meant_rows(listed, columns, indicators, line, facts, where, findings)
    findings += [where.error(problem) for problem in problems]
    if problems:
        return
    findings += _faulty_dates(listed, meant, where)
    series = _series(listed, columns, indicators, meant, facts, where, findings)
    parts = _parts(listed, columns, facts)
    kept, problems = _sound(listed, parts, series, meant, facts)
    batch = _columns(where, parts, series, kept, facts)
    problems |= _doubles(batch, kept)
    findings += [where._replace(place=f"row {row + 2}").error(text) for row, text in sorted(problems.items())]
    if len(kept):
        _check_years(batch, line, where, findings)
        rows.append(batch)


def columns_of(header: Sequence[str], line: dict | None = None) -> Columns:
    """Which columns hold what, by the first of their names that the header has. line: of tables.csv, if any."""

    def name(names: set[str], usual: str) -> str:
        place = named(header, names)
        return usual if place is None else header[place]

    region, value = name(REGION_NAMES, "region"), name(VALUES, "value")
    if line:
        region = line["region_column"] or region
        value = value if value in header or not line["indicator"] else f"{line['indicator']}_percent"
    titles = TITLES - {INDICATOR}
    return Columns(region, name(YEARS, "year"), value, name(UNITS, ""), name(titles, ""), name(PERIODS, ""))


def whole_years(listed: ListedRows, columns: Columns) -> np.ndarray:
    """Which rows are about a year, not a quarter or a month of it."""
    periods = listed.texts(columns.period)
    return np.array([text.lower() in WHOLE_YEAR for text in periods.texts], dtype=bool)[periods.codes]


def _meant_rows(
    listed: ListedRows,
    columns: Columns,
    indicators: CodedTexts,
    line: dict,
    facts,
    where: Place,
    findings: list[Finding],
) -> tuple[np.ndarray, list[str]]:
    """Which rows are of whole years and of what the labels of the line choose, and what is left to choose."""
    whole = whole_years(listed, columns)
    if not whole.all():
        left_out = int((~whole).sum())
        findings.append(where.notice(f"{left_out} rows of quarters or months left out: the study is yearly"))
    if not whole.any():
        parts = "; ".join(listed.texts(columns.period).texts)
        return whole, [f"no row is about a whole year (column {columns.period}: {parts})"]
    others = {name: listed.texts(name) for name in columns.others(listed.header)}
    meant, problem = with_labels(others, whole, line["labels"])
    if problem:
        return meant, [problem]
    return meant, left_to_choose(others, meant, indicators, listed.texts(columns.region), facts.regions)


def _faulty_dates(listed: ListedRows, rows: np.ndarray, where: Place) -> list[Finding]:
    """Errors for the days of publication that are no dates; an empty one says nothing."""
    days = listed.texts(PUBLISHED)
    problems = [date_problem(day) if day else "" for day in days.texts]
    wrong = np.array([bool(problem) for problem in problems], dtype=bool)[days.codes] & rows
    return [
        where._replace(place=f"row {row + 2}").error(f"column {PUBLISHED}: {problems[days.codes[row]]}")
        for row in np.flatnonzero(wrong).tolist()
    ]


def _series(
    listed: ListedRows,
    columns: Columns,
    indicators: CodedTexts,
    rows: np.ndarray,
    facts,
    where: Place,
    findings: list[Finding],
) -> Series:
    """The factors of the units that can be had; the others are errors."""
    units = listed.texts(columns.unit)
    keys = indicators.codes.astype("int64") * len(units.texts) + units.codes
    numbers = np.flatnonzero(rows)
    used, first, counts = np.unique(keys[numbers], return_index=True, return_counts=True)
    order = np.argsort(first)
    pairs = [(indicators.texts[key // len(units.texts)], units.texts[key % len(units.texts)]) for key in used.tolist()]
    factors: dict[int, Fraction] = {}
    for place in order.tolist():
        indicator, unit = pairs[place]
        if indicator not in facts.indicators.index:
            continue
        at = where._replace(place=f"row {numbers[first[place]] + 2}")
        more = f" (so in {counts[place]} rows)" if counts[place] > 1 else ""
        try:
            factor = unit_factor(unit, facts.indicators.loc[indicator], facts.units)
        except UnitError as error:
            findings.append(at.error(f"{error}{more}"))
            continue
        others = [pairs[other][1] for other in order.tolist() if pairs[other][0] == indicator and pairs[other][1]]
        if not unit and others:
            text = f"no unit stands here, where other rows of {indicator} have {others[0]!r}{more}"
            findings.append(at.error(text))
        if factor != 1:
            own = facts.indicators.loc[indicator, "unit"]
            findings.append(at.notice(f"{indicator} in {unit!r} read as {own}, {in_words(factor)}{more}"))
        factors[int(used[place])] = factor
    return Series(indicators, keys, factors)


def _parts(listed: ListedRows, columns: Columns, facts) -> dict[str, Contents]:
    """The region, year and value of every row."""

    def region(content: float | str) -> str:
        found = region_of(raw_text(content), facts.regions)
        if found is None:
            raise ValueError(f"{raw_text(content)!r} is no known region; add a line to {ALIASES}")
        return found

    readers = {"region": region, "year": _year, "value": _cell}
    return {part: _meant(*listed.contents(getattr(columns, part)), read) for part, read in readers.items()}


def _year(content: float | str) -> int:
    try:
        number = float(content)
    except ValueError:
        number = np.nan
    if not float(number).is_integer():
        raise ValueError(f"{str(content)!r} is no year")
    return int(number)


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


def _sound(
    listed: ListedRows, parts: dict[str, Contents], series: Series, rows: np.ndarray, facts
) -> tuple[np.ndarray, dict[int, str]]:
    """Numbers of the rows of which all can be read, and the first thing that is wrong with each of the others."""
    unknown = "{!r} is no known indicator; mend it, or add a line to " + INDICATORS
    stray = "has more cells than the header: {!r} stands under no name"
    indicators = ["" if name in facts.indicators.index else unknown.format(name) for name in series.indicators.texts]
    checks = [
        *(
            (codes, [stray.format(content) if str(content).strip() else "" for content in distinct])
            for codes, distinct in listed.extra()
        ),
        (series.indicators.codes, indicators),
        *((parts[part].codes, parts[part].problems) for part in ("region", "year")),
    ]
    good, problems = rows.copy(), {}
    for codes, texts in checks:
        problems |= _wrong(codes, texts, good)
    # A unit that nothing joins with the indicator's is told already, once for all its rows.
    good &= np.isin(series.keys, list(series.factors))
    problems |= _wrong(parts["value"].codes, parts["value"].problems, good)
    problems |= _after_their_end(parts, good, facts)
    return np.flatnonzero(good), problems


def _wrong(codes: np.ndarray, problems: list[str], good: np.ndarray) -> dict[int, str]:
    """What is wrong with rows that were good; they are so no longer."""
    wrong = np.array([bool(problem) for problem in problems], dtype=bool)[codes] & good
    good &= ~wrong
    return {row: problems[codes[row]] for row in np.flatnonzero(wrong).tolist()}


def _after_their_end(parts: dict[str, Contents], good: np.ndarray, facts) -> dict[int, str]:
    """Figures of years in which their region was no more."""
    region, year, value = (parts[name] for name in ("region", "year", "value"))
    last = np.array([facts.until.get(code, FOREVER) for code in region.meanings])[region.codes]
    years = np.array([number or 0 for number in year.meanings])[year.codes]
    has_figure = np.array([cell is not None and not np.isnan(cell[0]) for cell in value.meanings])[value.codes]
    wrong = (years > last) & has_figure & good
    good &= ~wrong
    return {
        row: f"{region.distinct[region.codes[row]]!r} ended in {last[row]} ({REGIONS}): it can have no figure of "
        f"{years[row]}"
        for row in np.flatnonzero(wrong).tolist()
    }


def _columns(where: Place, parts: dict[str, Contents], series: Series, kept: np.ndarray, facts) -> dict[str, Column]:
    """The tidy rows of some rows of the sheet."""
    count, indicators = len(kept), series.indicators
    region, year, value = (parts[name] for name in ("region", "year", "value"))
    cells = [cell or (np.nan, "", "", None) for cell in value.meanings]
    cell_codes = value.codes[kept]
    units = [facts.indicators.loc[name, "unit"] if name in facts.indicators.index else "" for name in indicators.texts]
    return {
        "region": coded(code or "" for code in region.meanings).taken(region.codes[kept]),
        "year": np.array([number or 0 for number in year.meanings], dtype="int64")[year.codes[kept]],
        "indicator": indicators.taken(kept),
        "value": _scaled(np.array([number for number, *_ in cells], dtype=float)[cell_codes], series, kept),
        "unit": coded(units).taken(indicators.codes[kept]),
        "status": coded(status for _, status, *_ in cells).taken(cell_codes),
        "flags": coded(flags for *_, flags, _ in cells).taken(cell_codes),
        "note": pd.array([note for *_, note in cells], dtype="Int64").take(cell_codes),
        "file": repeated(where.file, count),
        "sheet": repeated(where.sheet, count),
        "cell": numbered("row ", kept + 2),
        "region_text": coded(map(str, region.distinct)).taken(region.codes[kept]),
        "raw_text": coded(map(raw_text, value.distinct)).taken(cell_codes).decoded(),
    }


def _scaled(values: np.ndarray, series: Series, kept: np.ndarray) -> np.ndarray:
    """The values in the units of their indicators."""
    for key, factor in series.factors.items():
        if factor != 1:
            own = series.keys[kept] == key
            values[own] = times(values[own], factor)
    return values


def _doubles(batch: dict[str, Column], rows: np.ndarray) -> dict[int, str]:
    """What is wrong with rows that say something else of a region, indicator and year than a row before."""
    region, indicator, year, status = (batch[name] for name in ("region", "indicator", "year", "status"))
    keys = (region.codes.astype("int64") * len(indicator.texts) + indicator.codes) * FOREVER + year
    _, first, places = np.unique(keys, return_index=True, return_inverse=True)
    earlier = first[places]
    values, others = batch["value"], batch["value"][earlier]
    differ = (values != others) & ~(np.isnan(values) & np.isnan(others)) | (status.codes != status.codes[earlier])
    found = {}
    for place in np.flatnonzero(differ).tolist():
        key = f"{region.texts[region.codes[place]]} {year[place]} {indicator.texts[indicator.codes[place]]}"
        before = rows[earlier[place]] + 2
        found[int(rows[place])] = f"{key} stands in row {before} already with another value"
    return found


def _check_years(batch: dict[str, Column], line: dict, where: Place, findings: list[Finding]) -> None:
    first, last = int(batch["year"].min()), int(batch["year"].max())
    expected = (line["first_year"], line["last_year"])
    if (first, last) != expected:
        text = f"found {first}–{last}, {expected[0]}–{expected[1]} expected; mend {TABLES}"
        findings.append(where._replace(place="years").error(text))
