"""A table with one row for each region and year as tidy rows: delimited text, or SDMX as the EMISS exports it."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from regioncodes.formats.documents import Sheet
from regioncodes.ground.publication_dates import date_problem
from regioncodes.ground.tables import ALIASES, INDICATORS, REGIONS, TABLES
from regioncodes.reading.cells import CellError, parse_cell
from regioncodes.reading.dimensions import Record, chosen
from regioncodes.reading.findings import Finding, Place
from regioncodes.reading.measurement_units import UnitError, in_words, times, unit_factor
from regioncodes.reading.region_names import region_of
from regioncodes.reading.sheets import raw_text

# The columns that a tidy file has, by the names that they bear; the EMISS calls regions by their classification.
REGION = ("region", "Классификатор объектов административно-территориального деления (ОКАТО)")
YEAR, VALUE, UNIT = ("year", "Год"), ("value", "Значение"), ("unit", "Единица измерения", "Ед. изм.")
INDICATOR, PERIOD, PUBLISHED = "indicator", "Период", "published"
TITLE = "Показатель"  # of an EMISS file
WHOLE_YEAR = {"", "год", "значение показателя за год", "январь-декабрь"}


class Columns(NamedTuple):
    """Names of the columns of a tidy file by what they hold; that of the unit may be "", for none."""

    region: str
    year: str
    value: str
    unit: str

    def others(self, header: Sequence[str]) -> list[str]:
        """The columns beside these, the indicator and the part of the year."""
        return [name for name in header if name and name not in (*self, INDICATOR, TITLE, PERIOD)]


def read_sheet(file: str, sheet: Sheet, line: dict, facts, rows: list[tuple], findings: list[Finding]) -> None:
    """Add the rows and the findings of a tidy table: columns region, year, value, and indicator if the line has none.

    line: a record of data/reference/tables.csv; its region_column names the column of regions where that is not
    `region`, its indicator the column `<indicator>_percent` where there is no `value`, its labels the values of other
    columns that are meant. facts: the reference tables, indexed (sources.ReferenceIndex).
    Figures in another unit than the indicator's are turned into it where data/reference/units.csv joins the two, with a
    notice, and are an error where it does not.
    """
    where = Place(file, sheet.name)
    header = header_of(sheet)
    columns = columns_of(header, line)
    needed = [*columns[:3], *([] if line["indicator"] else [INDICATOR])]
    if missing := [name for name in needed if name not in header]:
        found = ", ".join(header) or "none"
        findings.append(where.error(f"columns {', '.join(missing)} are not there (found: {found}); mend {TABLES}"))
        return
    records = _of_whole_years(records_of(sheet, line["indicator"], where), where, findings)
    others = columns.others(header)
    records, problems = chosen(records, others, str(line["labels"]), columns.region, facts.regions)
    findings += [where.error(problem) for problem in problems]
    if problems:
        return
    findings += _faulty_dates(records)
    factors = _factors(records, columns, facts, findings)
    found = [row for record in records if (row := _row(record, columns, factors, facts, findings))]
    _check_doubles(found, where, findings)
    _check_years(found, line, where, findings)
    rows += found


def header_of(sheet: Sheet) -> list[str]:
    """The names in the first row of a sheet."""
    return [str(name).strip() for name in sheet.grid[0]] if sheet.grid else []


def columns_of(header: Sequence[str], line: dict | None = None) -> Columns:
    """Which columns hold what, by the first of their names that the header has. line: of tables.csv, if any."""
    region, year, value = (
        next((name for name in names if name in header), names[0]) for names in (REGION, YEAR, VALUE)
    )
    if line:
        region = line["region_column"] or region
        value = value if value in header or not line["indicator"] else f"{line['indicator']}_percent"
    return Columns(region, year, value, next((name for name in UNIT if name in header), ""))


def records_of(sheet: Sheet, indicator: str, where: Place) -> list[Record]:
    """The rows under the header. indicator: of all of them; where it is "", its column says it."""
    header = header_of(sheet)
    records = []
    for number, contents in enumerate(sheet.grid[1:], start=2):
        cells = dict(zip(header, contents, strict=False))
        own = indicator or str(cells.get(INDICATOR, "")).strip()
        records.append(Record(where._replace(place=f"row {number}"), cells, own))
    return records


def is_whole_year(record: Record) -> bool:
    """Whether a row is about a year, not a quarter or a month of it."""
    return str(record.cells.get(PERIOD, "")).strip().lower() in WHOLE_YEAR


def _of_whole_years(records: list[Record], where: Place, findings: list[Finding]) -> list[Record]:
    kept = [record for record in records if is_whole_year(record)]
    if left_out := len(records) - len(kept):
        findings.append(where.notice(f"{left_out} rows of quarters or months left out: the study is yearly"))
    if records and not kept:
        parts = dict.fromkeys(str(record.cells[PERIOD]) for record in records)
        findings.append(where.error(f"no row is about a whole year (column {PERIOD}: {'; '.join(parts)})"))
    return kept


def _faulty_dates(records: list[Record]) -> list[Finding]:
    """Errors for the days of publication that are no dates; an empty one says nothing."""
    dated = [(record.place, raw_text(record.cells.get(PUBLISHED, ""))) for record in records]
    return [
        place.error(f"column {PUBLISHED}: {problem}") for place, day in dated if day and (problem := date_problem(day))
    ]


def _factors(
    records: list[Record], columns: Columns, facts, findings: list[Finding]
) -> dict[tuple[str, str], Fraction]:
    """Factor by indicator and printed unit, for the units that can be had; the others are errors."""
    places: dict[tuple[str, str], list[Place]] = {}
    for record in records:
        places.setdefault((record.indicator, _unit(record, columns)), []).append(record.place)
    factors = {}
    for (indicator, unit), found in places.items():
        if indicator not in facts.indicators.index:
            continue
        more = f" (so in {len(found)} rows)" if len(found) > 1 else ""
        named = [other for name, other in places if name == indicator and other]
        try:
            factor = unit_factor(unit, facts.indicators.loc[indicator], facts.units)
        except UnitError as error:
            findings.append(found[0].error(f"{error}{more}"))
            continue
        if not unit and named:
            text = f"no unit stands here, where other rows of {indicator} have {named[0]!r}{more}"
            findings.append(found[0].error(text))
        if factor != 1:
            own = facts.indicators.loc[indicator, "unit"]
            findings.append(found[0].notice(f"{indicator} in {unit!r} read as {own}, {in_words(factor)}{more}"))
        factors[indicator, unit] = factor
    return factors


def _unit(record: Record, columns: Columns) -> str:
    return str(record.cells.get(columns.unit, "")).strip()


def _row(record: Record, columns: Columns, factors: dict, facts, findings: list[Finding]) -> tuple | None:
    """One tidy row, or None with a finding."""
    place, cells, indicator = record
    problem = _problem(record, columns, facts)
    if problem:
        findings.append(place.error(problem))
        return None
    if (indicator, _unit(record, columns)) not in factors:
        return None
    name, content = str(cells[columns.region]), cells[columns.value]
    try:
        cell = parse_cell(content, {})
    except CellError as error:
        findings.append(place.error(str(error)))
        return None
    region, year = region_of(name, facts.regions), _year(cells[columns.year])
    last = facts.until.get(region)
    if last is not None and year > last and cell.value is not None:
        findings.append(place.error(f"{name!r} ended in {last} ({REGIONS}): it can have no figure of {year}"))
        return None
    value = None if cell.value is None else times(cell.value, factors[indicator, _unit(record, columns)])
    said = (value, facts.indicators.loc[indicator, "unit"], cell.status, cell.flags, cell.note)
    return (region, year, indicator, *said, *place, name, raw_text(content))


def _problem(record: Record, columns: Columns, facts) -> str:
    """What is wrong with the names and the year of a row; "" for nothing."""
    cells = record.cells
    if extra := str(cells.get("", "")).strip():
        return f"has more cells than the header: {extra!r} stands under no name"
    if record.indicator not in facts.indicators.index:
        return f"{record.indicator!r} is no known indicator; mend it, or add a line to {INDICATORS}"
    if region_of(str(cells[columns.region]), facts.regions) is None:
        return f"{str(cells[columns.region])!r} is no known region; add a line to {ALIASES}"
    if _year(cells[columns.year]) is None:
        return f"{str(cells[columns.year])!r} is no year"
    return ""


def _year(content: float | str) -> int | None:
    try:
        number = float(content)
    except ValueError:
        return None
    return int(number) if number.is_integer() else None


def _check_doubles(rows: list[tuple], where: Place, findings: list[Finding]) -> None:
    """Errors for a region, indicator and year that stand twice with different figures."""
    seen: dict[tuple, tuple] = {}
    for row in rows:
        first = seen.setdefault(row[:3], row)
        if first[3:6] != row[3:6]:
            text = f"{' '.join(map(str, row[:3]))} stands in {first[10]} already with another value"
            findings.append(where._replace(place=row[10]).error(text))


def _check_years(rows: list[tuple], line: dict, where: Place, findings: list[Finding]) -> None:
    years = sorted({row[1] for row in rows})
    expected = (line["first_year"], line["last_year"])
    if years and (years[0], years[-1]) != expected:
        text = f"found {years[0]}–{years[-1]}, {expected[0]}–{expected[1]} expected; mend {TABLES}"
        findings.append(where._replace(place="years").error(text))
