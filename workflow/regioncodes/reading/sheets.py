"""One table of regions and years on a sheet as tidy rows."""

import re
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import pandas as pd

from regioncodes.formats.documents import Position, Sheet
from regioncodes.formats.opening import superscripts
from regioncodes.ground.tables import TABLES
from regioncodes.reading.cells import Cell, CellError
from regioncodes.reading.findings import Finding, Place
from regioncodes.reading.layout import PlacedCell, Table, collapsed, placed_cells, tables
from regioncodes.reading.layout.turning import place_on_sheet, standing
from regioncodes.reading.measurement_units import UnitError, in_words, times, unit_factor
from regioncodes.reading.numbers import levelled
from regioncodes.reading.region_names import nearest_regions, normalised, region_of

HINTS = ("header_rows", "region_column", "repeated_year_column")
CELL = re.compile(r"[A-Z]{1,3}\d+")
# More rows than these that end before the last year are how the table is.
MOST_ENDED = 0.1
YEARLY = {"year", "academic_year"}
FEW = 10
# A digit at the end, with or without a bracket, or behind a year: it may be set raised, and is a note then.
DOUBTFUL = re.compile(r"\S\s*\d\s*\)?\s*$|(?:19|20)\d{3}")


def read_sheet(file: str, sheet: Sheet, line: dict, facts, rows: list[tuple], findings: list[Finding]) -> None:
    """Add the rows and the findings of the table that one line of tables.csv describes.

    line: a record of data/reference/tables.csv. facts: the reference tables, indexed (sources.ReferenceIndex).
    """
    where = Place(file, sheet.name)
    indicator = facts.indicators.loc[line["indicator"]]
    percent = "процент" in indicator["unit_ru"]
    raised = raised_marks(file, sheet)
    found, dropped = tables(sheet, {hint: line[hint] for hint in HINTS}, superscript=raised)
    findings += [_placed(part, where) for part in dropped]
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
    chosen, problem = labelled(cells, line["labels"])
    if problem:
        findings.append(where.error(problem))
        return
    findings += [where._replace(place=part).error(text) for part, text in _mismatches(table, chosen, line, indicator)]
    of_rows: list[Finding] = []
    kept, doubles = collapsed(_with_regions(chosen, line, facts, where, of_rows))
    of_rows += [_placed(part, where) for part in doubles]
    findings += [place_on_sheet(part, table.turning) for part in of_rows] if table.turning else of_rows
    findings += [*_unexplained_notes(kept, table, where), *_rows_that_end(kept, where)]
    grid = standing(sheet, table.turning).grid
    factors, unit = _factors(line), indicator["unit"]
    factor = _unit_factor(line, indicator, facts, where, findings)
    for region, part in kept:
        cell = part.cell
        if isinstance(cell, CellError):
            findings.append(where._replace(place=f"cell {part.place}").error(str(cell)))
            cell = Cell(None, "error")
        value = None if cell.value is None else times(cell.value * factors.get(normalised(part.row.name), 1.0), factor)
        said = (value, unit, cell.status, cell.flags, cell.note)
        found_in = (file, sheet.name, part.place, part.row.name.strip())
        content = grid[part.row.row][part.heading.column]
        rows.append((region, part.heading.year, line["indicator"], *said, *found_in, raw_text(content)))


def raw_text(content: float | str) -> str:
    """The content as text, whole numbers without a decimal point."""
    return str(int(content)) if isinstance(content, float) and content.is_integer() else str(content)


def raised_marks(file: str | Path, sheet: Sheet) -> dict[Position, str] | None:
    """The raised letters of the cells of a sheet, where any of its texts could end in one and the format keeps them.

    file: the path that the sheet was read from.
    """
    return superscripts(file, sheet.name) if is_doubtful(sheet) else None


def is_doubtful(sheet: Sheet) -> bool:
    """Whether a sheet holds texts whose meaning can hang on what is set raised."""
    return any(map(DOUBTFUL.search, {content for row in sheet.grid for content in row if isinstance(content, str)}))


def _placed(finding: Finding, where: Place) -> Finding:
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
    """The title that the sheet prints, where tables.csv says so, or the indicator's own; "" where it says none."""
    return {"": indicator["title_ru"].split(" (")[0], "none": ""}.get(line["title_printed"], line["title_printed"])


def _has_title(table: Table, title: str) -> bool:
    if not title:
        return not table.title
    return levelled(title).lower() in levelled(table.title).lower()


def labelled(cells: list[PlacedCell], labels: str) -> tuple[list[PlacedCell], str]:
    """The cells under the labels that a line names (`none`: without any), or what there is to choose from.

    Where a method changed, one year is printed by both, and the others have none: they go with either.
    Where a column without labels stands beside one with them, it is a series of its own.
    """
    if labels == "none":
        cells, labels = [part for part in cells if not labels_of(part)], ""
    wanted = {part.strip() for part in labels.split(";") if part.strip()}
    chosen = [part for part in cells if wanted <= set(labels_of(part))]
    sets = dict.fromkeys(map(labels_of, chosen))
    if len(sets) == 1:
        return chosen + _of_any_label(cells, wanted), ""
    offered = "; ".join(repr(" / ".join(found)) for found in list(sets)[:6]) or "none with these labels"
    return [], f"several columns or rows for one year: {offered}; name one in column labels of {TABLES}"


def labels_of(cell: PlacedCell) -> tuple[str, ...]:
    """The labels over a cell and beside it."""
    return (*cell.heading.labels, *cell.row.labels)


def goes_with_any_label(cells: Iterable[PlacedCell]) -> bool:
    """Whether no year has a column without labels beside one with them; False where no column has labels."""
    by_year: dict[int, set[bool]] = {}
    for part in cells:
        by_year.setdefault(part.heading.year, set()).add(bool(part.heading.labels))
    kinds = list(by_year.values())
    return {True} in kinds and {True, False} not in kinds


def _of_any_label(cells: list[PlacedCell], wanted: set[str]) -> list[PlacedCell]:
    """The cells of the years without labels, where a label of a heading is wanted and chooses among the others."""
    of_headings = wanted & {label for part in cells for label in part.heading.labels}
    if not of_headings or not goes_with_any_label(cells):
        return []
    return [part for part in cells if not part.heading.labels and wanted - of_headings <= {*part.row.labels}]


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
        region = region_of(part.row.name, index)
        if region is None:
            unknown[part.row.row] = part.row.name.strip()
        else:
            named.append((region, part))
    for row, name in unknown.items():
        # A table full of unknown names is of something else, and no name of it is a region misspelt.
        near = nearest_regions(name, index) if len(unknown) <= FEW else []
        like = f" (nearest: {', '.join(near)})" if near else ""
        text = f"{name!r} is no known region{like}; add a line to data/reference/region_aliases.csv"
        findings.append(where._replace(place=f"row {row + 1}").error(text))
    return named


def _unit_factor(line: dict, indicator: pd.Series, facts, where: Place, findings: list[Finding]) -> Fraction:
    """The factor of the unit that the line says the sheet prints, with a notice; an error where nothing joins them."""
    printed = "" if line["unit_printed"] == "none" else line["unit_printed"]
    try:
        factor = unit_factor(printed, indicator, facts.units)
    except UnitError as error:
        findings.append(where._replace(place="unit").error(str(error)))
        return Fraction(1)
    if factor != 1:
        text = f"{indicator.name} in {printed!r} read as {indicator['unit']}, {in_words(factor)}"
        findings.append(where._replace(place="unit").notice(text))
    return factor


def _rows_that_end(cells: list[tuple[str, PlacedCell]], where: Place) -> list[Finding]:
    """Rows with figures and a blank in the last year, where nearly all others have something: moved by a column?"""
    last = max(part.heading.year for _, part in cells) if cells else None
    read = [part for _, part in cells if isinstance(part.cell, Cell)]
    valued = {part.row.row for part in read if part.cell.value is not None}
    ends = [part for part in read if part.heading.year == last and part.row.row in valued]
    blank = [part for part in ends if part.cell.status == "blank"]
    if len(blank) > MOST_ENDED * len(ends):
        return []
    return [
        where._replace(place=f"cell {part.place}").notice(
            f"{' '.join(part.row.name.split())!r} has figures and nothing in {last}, where nearly all others have; "
            "see whether the row is moved by a column"
        )
        for part in blank
    ]


def _unexplained_notes(cells: Iterable[tuple[str, PlacedCell]], table: Table, where: Place) -> list[Finding]:
    """Notes beside figures or marks that no line under the table explains: they could call them confidential."""
    places: dict[int, list[str]] = {}
    for _, part in cells:
        if isinstance(part.cell, Cell) and part.cell.note is not None and str(part.cell.note) not in table.notes:
            places.setdefault(part.cell.note, []).append(part.place)
    return [
        where._replace(place=f"cell {found[0]}").notice(
            f"note {note} is printed beside figures or marks ({len(found)} cells) and does not stand under the table"
        )
        for note, found in sorted(places.items())
    ]


def _factors(line: dict) -> dict[str, float]:
    """Factor by normalised row name, from a text such as 'Российская Федерация, млрд руб. = 1000'."""
    pairs = [part.rsplit("=", 1) for part in str(line["row_factors"]).split(";") if part.strip()]
    return {normalised(name): float(factor) for name, factor in pairs}
