"""A table with one row for each region and year as tidy rows: delimited text, or SDMX as the EMISS exports it."""

from regioncodes.formats.documents import Sheet
from regioncodes.ground.tables import TABLES
from regioncodes.reading.cells import CellError, parse_cell
from regioncodes.reading.findings import Finding, Place
from regioncodes.reading.region_names import normalised
from regioncodes.reading.sheets import raw_text

# The columns that a tidy file has, by their first name that it bears.
COLUMNS = {"region": ["region"], "year": ["year", "Год"], "value": ["value", "Значение"]}
PERIOD = "Период"
WHOLE_YEAR = {"", "год", "значение показателя за год", "январь-декабрь"}


def read_sheet(file: str, sheet: Sheet, line: dict, facts, rows: list[tuple], findings: list[Finding]) -> None:
    """Add the rows and the findings of a tidy table: columns region, year, value, and indicator if the line has none.

    line: a record of data/reference/tables.csv; its region_column names the column of regions where that is not
    `region`, its indicator the column `<indicator>_percent` where there is no `value`.
    """
    where = Place(file, sheet.name)
    header = [str(name).strip() for name in sheet.grid[0]] if sheet.grid else []
    columns = {part: next((name for name in names if name in header), "") for part, names in COLUMNS.items()}
    columns["region"] = line["region_column"] or columns["region"]
    columns["value"] = columns["value"] or f"{line['indicator']}_percent"
    needed = [*columns.values(), *([] if line["indicator"] else ["indicator"])]
    missing = [name for name in needed if name not in header]
    if missing:
        found = ", ".join(header) or "none"
        findings.append(where.error(f"columns {', '.join(missing)} are not there (found: {found}); mend {TABLES}"))
        return
    seen: dict[tuple, tuple[int, object]] = {}
    parts_of_years = 0
    for number, contents in enumerate(sheet.grid[1:], start=2):
        record = dict(zip(header, contents, strict=False))
        place = where._replace(place=f"row {number}")
        if str(record.get(PERIOD, "")).strip().lower() not in WHOLE_YEAR:
            parts_of_years += 1
            continue
        row = _row(record, columns, line, facts, place, findings)
        if row is None:
            continue
        key, cell = row[:3], row[3]
        first, other = seen.setdefault(key, (number, cell))
        if other != cell:
            findings.append(place.error(f"{' '.join(map(str, key))} stands in row {first} already with another value"))
        rows.append(row)
    if parts_of_years:
        findings.append(where.notice(f"{parts_of_years} rows of quarters or months left out: the study is yearly"))
    _check_years(rows, line, where, findings)


def _row(record: dict, columns: dict, line: dict, facts, place: Place, findings: list[Finding]) -> tuple | None:
    """One tidy row, or None with a finding."""
    if str(record.get("", "")).strip():
        findings.append(place.error(f"has more cells than the header: {record['']!r} stands under no name"))
        return None
    content = record[columns["value"]]
    try:
        indicator = line["indicator"] or record["indicator"]
        unit = facts.indicators.loc[indicator, "unit"]
        region = facts.regions[normalised(str(record[columns["region"]]))]
        year = int(float(record[columns["year"]]))
        cell = parse_cell(content, {})
    except CellError as error:
        findings.append(place.error(str(error)))
        return None
    except (KeyError, ValueError) as error:
        text = f"{error.args[0]!r} is no region, indicator or year that data/reference knows"
        findings.append(place.error(text))
        return None
    return (
        region,
        year,
        indicator,
        cell.value,
        unit,
        cell.status,
        cell.flags,
        cell.note,
        place.file,
        place.sheet,
        place.place,
        str(record[columns["region"]]),
        raw_text(content),
    )


def _check_years(rows: list[tuple], line: dict, where: Place, findings: list[Finding]) -> None:
    years = sorted({row[1] for row in rows if row[8] == where.file and row[9] == where.sheet})
    expected = (line["first_year"], line["last_year"])
    if years and (years[0], years[-1]) != expected:
        text = f"found {years[0]}–{years[-1]}, {expected[0]}–{expected[1]} expected; mend {TABLES}"
        findings.append(where._replace(place="years").error(text))
