"""One table of regions and years on a sheet as tidy rows."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from regioncodes.formats.documents import Sheet
from regioncodes.formats.opening import superscripts
from regioncodes.ground.tables import TABLES
from regioncodes.reading.cells import Cell
from regioncodes.reading.coded_texts import Column, coded, repeated, side_by_side, sparse
from regioncodes.reading.findings import Finding, Place
from regioncodes.reading.layout import PlacedCells, Table, collapsed, placed_cells, tables
from regioncodes.reading.numbers import levelled
from regioncodes.reading.region_names import normalised

HINTS = ("header_rows", "region_column", "repeated_year_column")
CELL = re.compile(r"[A-Z]{1,3}\d+")
LABELS = "\n"  # between the labels of a cell: no label holds it
YEARLY = {"year", "academic_year"}
# A number before a closing bracket, or glued to it: the only cells whose meaning hangs on what is set raised.
DOUBTFUL = re.compile(r"\d\s*\)$|[⁰¹²³⁴⁵⁶⁷⁸⁹]$")


def read_sheet(
    file: str, sheet: Sheet, line: dict, facts, rows: list[dict[str, Column]], findings: list[Finding]
) -> None:
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
    cells = placed_cells(sheet, table, superscript=raised, percent=percent)
    chosen, problem = _labelled(cells, line)
    if problem:
        findings.append(where.error(problem))
        return
    findings += [where._replace(place=part).error(text) for part, text in _mismatches(table, chosen, line, indicator)]
    regions = _regions(chosen, line, facts, where, findings)
    named = chosen.taken(np.flatnonzero(np.array([region is not None for region in regions])[chosen.row_of]))
    kept, doubles = _collapsed(named, regions)
    findings += [placed_in(where, part) for part in doubles]
    findings += [where._replace(place=f"cell {part.place}").error(str(part.cell)) for part in kept.errors()]
    if len(kept):
        rows.append(_columns(kept, regions, line, indicator["unit"], where))


def _columns(
    cells: PlacedCells, regions: Sequence[str | None], line: dict, unit: str, where: Place
) -> dict[str, Column]:
    """The tidy rows of some cells. regions: of each row of their table."""
    count, factors = len(cells), _factors(line)
    by_row = np.array([factors.get(normalised(row.name), 1.0) for row in cells.rows])
    said = {place: cell for place, cell in cells.others.items() if isinstance(cell, Cell)}
    notes = np.zeros(count, dtype="int64")
    for place, cell in said.items():
        notes[place] = cell.note or 0
    return {
        "region": coded(region or "" for region in regions).taken(cells.row_of),
        "year": np.array([heading.year or 0 for heading in cells.headings], dtype="int64")[cells.heading_of],
        "indicator": repeated(line["indicator"], count),
        "value": cells.values * by_row[cells.row_of],
        "unit": repeated(unit, count),
        "status": cells.statuses(),
        "flags": sparse(count, {place: cell.flags for place, cell in said.items()}),
        "note": pd.arrays.IntegerArray(notes, notes == 0),
        "file": repeated(where.file, count),
        "sheet": repeated(where.sheet, count),
        "cell": cells.names(),
        "region_text": coded(row.name.strip() for row in cells.rows).taken(cells.row_of),
        "raw_text": pa.array(list(map(raw_text, cells.contents)), pa.large_string()),
    }


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


def _labelled(cells: PlacedCells, line: dict) -> tuple[PlacedCells, str]:
    """The yearly cells under the labels that the line names, or what there is to choose from."""
    wanted = {part.strip() for part in str(line["labels"]).split(";") if part.strip()}
    yearly = np.array([heading.period in YEARLY for heading in cells.headings], dtype=bool)
    pairs = side_by_side([cells.labels_of_headings(LABELS), cells.labels_of_rows(LABELS)], LABELS)
    fits = np.array([wanted <= set(text.split(LABELS)) for text in pairs.texts], dtype=bool)
    places = np.flatnonzero(fits[pairs.codes] & yearly[cells.heading_of])
    sets = [pairs.texts[code] for code in dict.fromkeys(pairs.codes[places].tolist())]
    if len(sets) == 1:
        return cells.taken(places), ""
    shown = [" / ".join(text.split(LABELS)) for text in sets[:6]]
    offered = "; ".join(map(repr, shown)) or "none with these labels"
    return cells, f"several columns or rows for one year: {offered}; name one in column labels of {TABLES}"


def _mismatches(table: Table, cells: PlacedCells, line: dict, indicator: pd.Series) -> list[tuple[str, str]]:
    """Where the sheet is not the table that tables.csv says: title, unit, first and last year."""
    years = sorted({cells.headings[number].year for number in np.unique(cells.heading_of).tolist()})
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


def _regions(cells: PlacedCells, line: dict, facts, where: Place, findings: list[Finding]) -> list[str | None]:
    """The region of each row of a table, None where its name is unknown: an error where it holds any of the cells."""
    index = facts.regions_without_okrugs if line["bare_oblast_name"] == "without_okrugs" else facts.regions
    regions = [index.get(normalised(row.name)) for row in cells.rows]
    for number in dict.fromkeys(cells.row_of.tolist()):
        if regions[number] is None:
            row, name, *_ = cells.rows[number]
            text = f"{name.strip()!r} is no known region; add a line to data/reference/region_aliases.csv"
            findings.append(where._replace(place=f"row {row + 1}").error(text))
    return regions


def _collapsed(cells: PlacedCells, regions: Sequence[str | None]) -> tuple[PlacedCells, list[Finding]]:
    """The cells with one for each region and heading, and what was collapsed; most tables print none twice."""
    rows = coded(zip(regions, (row.labels for row in cells.rows), strict=True)).taken(cells.row_of)
    meanings = coded(heading[1:5] for heading in cells.headings).taken(cells.heading_of)
    if len(np.unique(rows.codes.astype("int64") * len(meanings.texts) + meanings.codes)) == len(cells):
        return cells, []
    kept, doubles = collapsed((regions[row], part) for row, part in zip(cells.row_of.tolist(), cells, strict=True))
    places = {name: place for place, name in enumerate(cells.names().to_pylist())}
    return cells.taken(np.array([places[part.place] for _, part in kept], dtype=int)), doubles


def _factors(line: dict) -> dict[str, float]:
    """Factor by normalised row name, from a text such as 'Российская Федерация, млрд руб. = 1000'."""
    pairs = [part.rsplit("=", 1) for part in str(line["row_factors"]).split(";") if part.strip()]
    return {normalised(name): float(factor) for name, factor in pairs}
