"""One table of regions and years on a sheet as tidy rows."""

import re
from collections.abc import Iterable

import pandas as pd

from regioncodes.formats.documents import Sheet
from regioncodes.formats.opening import superscripts
from regioncodes.ground.tables import TABLES
from regioncodes.reading.cells import Cell, CellError
from regioncodes.reading.findings import Finding, Place
from regioncodes.reading.layout import PlacedCell, Table, collapsed, placed_cells, tables
from regioncodes.reading.numbers import levelled
from regioncodes.reading.region_names import normalised

HINTS = ("header_rows", "region_column", "repeated_year_column")
CELL = re.compile(r"[A-Z]{1,3}\d+")
YEARLY = {"year", "academic_year"}
# A number before a closing bracket, or glued to it: the only cells whose meaning hangs on what is set raised.
DOUBTFUL = re.compile(r"\d\s*\)$|[⁰¹²³⁴⁵⁶⁷⁸⁹]$")


def read_sheet(file: str, sheet: Sheet, line: dict, facts, rows: list[tuple], findings: list[Finding]) -> None:
    """Add the rows and the findings of the table that one line of tables.csv describes.

    line: a record of data/reference/tables.csv. facts: the reference tables, indexed (sources.ReferenceIndex).
    """
    where = Place(file, sheet.name)
    indicator = facts.indicators.loc[line["indicator"]]
    percent = "процент" in indicator["unit_ru"]
    raised = superscripts(file, sheet.name) if is_doubtful(sheet) else None
    found, dropped = tables(sheet, {hint: line[hint] for hint in HINTS}, superscript=raised)
    findings += [placed_in(where, part) for part in dropped]
    table = _described(found, line, indicator)
    if table is None:
        if not any(part.severity == "error" for part in dropped):
            findings.append(where.error(_no_table(found, indicator)))
        return
    cells = [
        part
        for part in placed_cells(sheet, table, superscript=raised, percent=percent)
        if part.heading.period in YEARLY
    ]
    chosen, problem = _labelled(cells, line)
    if problem:
        findings.append(where.error(problem))
        return
    findings += [where._replace(place=part).error(text) for part, text in _mismatches(table, chosen, line, indicator)]
    named = _with_regions(chosen, line, facts, where, findings)
    kept, doubles = collapsed(named)
    findings += [placed_in(where, part) for part in doubles]
    factors, unit = _factors(line), indicator["unit"]
    for region, part in kept:
        cell = part.cell
        if isinstance(cell, CellError):
            findings.append(where._replace(place=f"cell {part.place}").error(str(cell)))
            cell = Cell(None, "error")
        value = None if cell.value is None else cell.value * factors.get(normalised(part.row.name), 1.0)
        said = (value, unit, cell.status, cell.flags, cell.note)
        found_in = (file, sheet.name, part.place, part.row.name.strip())
        content = sheet.grid[part.row.row][part.heading.column]
        rows.append((region, part.heading.year, line["indicator"], *said, *found_in, raw_text(content)))


def raw_text(content: float | str) -> str:
    """The content as text, whole numbers without a decimal point."""
    return str(int(content)) if isinstance(content, float) and content.is_integer() else str(content)


def is_doubtful(sheet: Sheet) -> bool:
    """Whether a sheet holds cells whose meaning can hang on what is set raised."""
    return any(
        isinstance(content, str) and DOUBTFUL.search(content) for row in sheet.grid for content in row[1:] if content
    )


def placed_in(where: Place, finding: Finding) -> Finding:
    """A finding of the layout with its file and sheet; a bare cell name is called a cell."""
    place = f"cell {finding.place}" if CELL.fullmatch(finding.place) else finding.place
    return finding._replace(file=where.file, sheet=where.sheet, place=place)


def _described(found: list[Table], line: dict, indicator: pd.Series) -> Table | None:
    """The table of a sheet that the line means: the only one, or the one with its title."""
    if len(found) == 1:
        return found[0]
    titled = [table for table in found if _has_title(table, _title(line, indicator))]
    return titled[0] if len(titled) == 1 else None


def _no_table(found: list[Table], indicator: pd.Series) -> str:
    titles = "; ".join(repr(table.title) for table in found) or "none"
    return (
        f"no row of years found over a column of regions for {indicator['title_ru']!r}; a header such as 2005, 2006, … "
        f"is needed, or header_rows and region_column in {TABLES} (tables found: {titles})"
    )


def _title(line: dict, indicator: pd.Series) -> str:
    """The title that the sheet prints, where tables.csv says so, or the indicator's own."""
    return line["title_printed"] or indicator["title_ru"].split(" (")[0]


def _has_title(table: Table, title: str) -> bool:
    return levelled(title).lower() in levelled(table.title).lower()


def _labelled(cells: list[PlacedCell], line: dict) -> tuple[list[PlacedCell], str]:
    """The cells under the labels that the line names, or what there is to choose from."""
    wanted = {part.strip() for part in str(line["labels"]).split(";") if part.strip()}
    chosen = [part for part in cells if wanted <= {*part.heading.labels, *part.row.labels}]
    sets = dict.fromkeys(" / ".join((*part.heading.labels, *part.row.labels)) for part in chosen)
    if len(sets) == 1:
        return chosen, ""
    offered = "; ".join(repr(label) for label in list(sets)[:6]) or "none with these labels"
    return [], f"several columns or rows for one year: {offered}; name one in column labels of {TABLES}"


def _mismatches(table: Table, cells: list[PlacedCell], line: dict, indicator: pd.Series) -> list[tuple[str, str]]:
    """Where the sheet is not the table that tables.csv says: title, unit, first and last year."""
    years = sorted({part.heading.year for part in cells})
    expected = f"{line['first_year']}–{line['last_year']}"
    title = _title(line, indicator)
    unit = {"": indicator["unit_ru"], "none": ""}.get(line["unit_printed"], line["unit_printed"])
    checks = [
        ("title", _has_title(table, title), table.title, title),
        ("unit", levelled(table.unit_line) == levelled(unit), table.unit_line, unit),
        ("years", f"{years[0]}–{years[-1]}" == expected, f"{years[0]}–{years[-1]}", expected),
    ]
    return [
        (part, f"found {seen!r}, {wanted!r} expected for {line['indicator']}; mend {TABLES} if the table has changed")
        for part, fits, seen, wanted in checks
        if not fits
    ]


def _with_regions(
    cells: Iterable[PlacedCell], line: dict, facts, where: Place, findings: list[Finding]
) -> list[tuple[str, PlacedCell]]:
    """The cells with the codes of their regions; an unknown name, and two rows of one region, are findings."""
    index = facts.regions_without_okrugs if line["bare_oblast_name"] == "without_okrugs" else facts.regions
    named, unknown = [], {}
    for part in cells:
        region = index.get(normalised(part.row.name))
        if region is None:
            unknown[part.row.row] = part.row.name.strip()
        else:
            named.append((region, part))
    findings += [
        where._replace(place=f"row {row + 1}").error(
            f"{name!r} is no known region; add a line to data/reference/region_aliases.csv"
        )
        for row, name in unknown.items()
    ]
    return named


def _factors(line: dict) -> dict[str, float]:
    """Factor by normalised row name, from a text such as 'Российская Федерация, млрд руб. = 1000'."""
    pairs = [part.rsplit("=", 1) for part in str(line["row_factors"]).split(";") if part.strip()]
    return {normalised(name): float(factor) for name, factor in pairs}
