"""All tables of one source as tidy rows, with a report of everything that could not be read for certain."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from regioncodes.reading.cells import CellError, parse_cell
from regioncodes.reading.grids import Grid, GridError, Layout, cell_name, layout
from regioncodes.reading.regions import normalised, region_index, without_okrugs
from regioncodes.reading.workbooks import FileError, delimited_rows, sheets

ROWS = [
    "region", "year", "indicator", "value", "unit", "status", "flags", "note",
    "edition", "file", "sheet", "cell", "region_text", "raw_text",
]  # fmt: skip
FINDINGS = ["severity", "file", "sheet", "place", "finding"]
TABLES = "data/reference/tables.csv"


class Facts(NamedTuple):
    """The reference tables a reader needs, indexed."""

    regions: dict[str, str]  # normalised name → region, the bare name of an oblast with its okrugs
    regions_without_okrugs: dict[str, str]  # the same, the bare name without them
    indicators: pd.DataFrame  # by indicator


class Reading(NamedTuple):
    """What was read and what was found on the way: rows as in ROWS, findings as in FINDINGS, as records."""

    rows: list[tuple]
    findings: list[tuple]


def read_source(
    edition: str,
    files: Iterable[str],
    tables: pd.DataFrame,
    regions: pd.DataFrame,
    aliases: pd.DataFrame,
    indicators: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tidy rows of every table in the files of one edition, and the findings (errors and notices).

    files: paths, workbooks or delimited text. tables: one line per table (data/reference/tables.csv).
    Rows: one per region, indicator, year and cell, value NaN where the status is not a value.
    Findings with severity `error` are for verify_tables to raise, all at once; `notice` is for the report.
    """
    index = region_index(regions, aliases)
    facts = Facts(index, without_okrugs(index, regions), indicators.set_index("indicator"))
    readings = [
        _read_file(file, tables[tables["file"] == file].fillna("").to_dict("records"), facts) for file in sorted(files)
    ]
    rows = pd.DataFrame([row for reading in readings for row in reading.rows], columns=ROWS)
    findings = pd.DataFrame([row for reading in readings for row in reading.findings], columns=FINDINGS)
    return rows.assign(edition=edition, value=rows["value"].astype(float), note=rows["note"].astype("Int64")), findings


def _read_file(file: str, lines: list[dict], facts: Facts) -> Reading:
    """Every table of one file that tables.csv describes; a sheet that it does not describe is a notice."""
    if not lines:
        return Reading([], [("error", file, "", "", f"is described nowhere; add a line to {TABLES}")])
    try:
        if not any(line["sheet"] for line in lines):
            return _read_delimited(file, delimited_rows(file), lines[0], facts)
        grids = sheets(file)
    except FileError as error:
        return Reading([], [("error", file, "", "", str(error))])
    described = {line["sheet"] for line in lines}
    found = [
        ("notice", file, name, "", f"sheet not read: it has no line in {TABLES}")
        for name in grids
        if name not in described
    ]
    readings = [_read_sheet(file, grids.get(line["sheet"]), line, facts) for line in lines]
    return Reading(
        [row for reading in readings for row in reading.rows],
        [*found, *(finding for reading in readings for finding in reading.findings)],
    )


def _read_sheet(file: str, grid: Grid | None, line: dict, facts: Facts) -> Reading:
    sheet = line["sheet"]
    if grid is None:
        return Reading([], [("error", file, sheet, "", f"the sheet is not there; mend the name in {TABLES}")])
    try:
        form = layout(grid)
    except GridError as error:
        return Reading([], [("error", file, sheet, "", str(error))])
    indicator = facts.indicators.loc[line["indicator"]]
    findings = [("error", file, sheet, place, text) for place, text in _mismatches(form, line, indicator)]
    rows = []
    for number, region, name in _region_rows(grid, form, line, facts, findings):
        factor = _factors(line).get(normalised(name), 1.0)
        for column, content in enumerate(grid[number][1:], start=1):
            place = cell_name(number, column)
            year = form.years.get(column)
            if year is None:
                if str(content).strip():
                    findings.append(("error", file, sheet, f"cell {place}", f"found {content!r} under no year"))
                continue
            try:
                cell = parse_cell(content, form.notes, percent="процент" in indicator["unit_ru"])
            except CellError as error:
                findings.append(("error", file, sheet, f"cell {place}", str(error)))
                continue
            value = None if cell.value is None else cell.value * factor
            rows.append(
                (region, year, line["indicator"], value, indicator["unit"], cell.status, cell.flags, cell.note,
                 "", file, sheet, place, name, _raw(content))
            )  # fmt: skip
    return Reading(rows, findings)


def _region_rows(
    grid: Grid, form: Layout, line: dict, facts: Facts, findings: list[tuple]
) -> list[tuple[int, str, str]]:
    """Row number, region and printed name of every row of a table; unknown and doubled names become findings."""
    index = facts.regions_without_okrugs if line["bare_oblast_name"] == "without_okrugs" else facts.regions
    where = ("error", line["file"], line["sheet"])
    rows: dict[str, tuple[int, str, str]] = {}
    for number in range(form.header_row + 1, form.last_row + 1):
        name = str(grid[number][0]).strip()
        if not name:
            if any(str(content).strip() for content in grid[number][1:]):
                findings.append((*where, f"row {number + 1}", "holds values and no region"))
            continue
        region = index.get(normalised(name))
        if region is None:
            text = f"{name!r} is no known region; add a line to data/reference/region_aliases.csv"
            findings.append((*where, f"row {number + 1}", text))
        elif region in rows:
            first = rows[region][0] + 1
            text = f"{name!r} is {region}, which stands in row {first} already; one row for a region is allowed"
            findings.append((*where, f"row {number + 1}", text))
        else:
            rows[region] = (number, region, name)
    return list(rows.values())


def _mismatches(form: Layout, line: dict, indicator: pd.Series) -> list[tuple[str, str]]:
    """Where the sheet is not the table that tables.csv says: title, unit, first and last year."""
    years = sorted(form.years.values())
    expected = (line["first_year"], line["last_year"])
    checks = [
        ("title", indicator["title_ru"].split(" (")[0] in form.title, form.title, indicator["title_ru"]),
        ("unit", form.unit == indicator["unit_ru"], form.unit, indicator["unit_ru"]),
        (
            "years",
            (years[0], years[-1]) == expected,
            f"{years[0]}–{years[-1]}",
            f"{expected[0]}–{expected[1]}",
        ),
    ]
    return [
        (
            part,
            f"found {found!r}, {wanted!r} expected for {line['indicator']}; mend {TABLES} if the table has changed",
        )
        for part, fits, found, wanted in checks
        if not fits
    ]


def _read_delimited(file: str, records: list[dict[str, str]], line: dict, facts: Facts) -> Reading:
    """Rows of a tidy text file: region, year, value and, where the line names no indicator, indicator."""
    rows, findings, seen = [], [], {}
    value_column = "value" if records and "value" in records[0] else f"{line['indicator']}_percent"
    for number, record in enumerate(records, start=2):
        place = f"row {number}"
        try:
            indicator = line["indicator"] or record["indicator"]
            unit = facts.indicators.loc[indicator, "unit"]
            region = facts.regions[normalised(record["region"])]
            year = int(record["year"])
            content = record[value_column]
            cell = parse_cell(content, {})
        except CellError as error:
            findings.append(("error", file, "", place, str(error)))
            continue
        except (KeyError, ValueError) as error:
            text = f"{error.args[0]!r} is no column, region, indicator or year that data/reference knows"
            findings.append(("error", file, "", place, text))
            continue
        key = (region, indicator, year)
        if seen.setdefault(key, (number, cell)) != (number, cell) and seen[key][1] != cell:
            text = f"{record['region']}, {indicator}, {year} stands in row {seen[key][0]} already with another value"
            findings.append(("error", file, "", place, text))
        rows.append(
            (region, year, indicator, cell.value, unit, cell.status, cell.flags, cell.note,
             "", file, "", place, record["region"], content)
        )  # fmt: skip
    years = sorted({row[1] for row in rows})
    if rows and (years[0], years[-1]) != (line["first_year"], line["last_year"]):
        text = f"found {years[0]}–{years[-1]}, {line['first_year']}–{line['last_year']} expected; mend {TABLES}"
        findings.append(("error", file, "", "years", text))
    return Reading(rows, findings)


def _factors(line: dict) -> dict[str, float]:
    """Factor by normalised row name, from a text such as 'Российская Федерация, млрд руб. = 1000'."""
    pairs = [part.rsplit("=", 1) for part in str(line["row_factors"]).split(";") if part.strip()]
    return {normalised(name): float(factor) for name, factor in pairs}


def _raw(content: float | str) -> str:
    """The content as text, whole numbers without a decimal point."""
    return str(int(content)) if isinstance(content, float) and content.is_integer() else str(content)
