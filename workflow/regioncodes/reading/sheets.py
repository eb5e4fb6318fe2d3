"""One table of regions and years on a sheet as tidy rows."""

import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from regioncodes.formats.documents import Position, Sheet
from regioncodes.formats.opening import superscripts
from regioncodes.ground.tables import TABLES
from regioncodes.reading.cells import Cell
from regioncodes.reading.coded_texts import Column, coded, repeated, sparse
from regioncodes.reading.findings import Finding, Place
from regioncodes.reading.layout import PlacedCells, Table, collapsed, placed_cells, tables
from regioncodes.reading.layout.turning import place_on_sheet
from regioncodes.reading.measurement_units import UnitError, in_words, times, unit_factor
from regioncodes.reading.numbers import compared_title, levelled
from regioncodes.reading.region_names import nearest_regions, normalised, region_of

HINTS = ("header_rows", "region_column", "repeated_year_column")
CELL = re.compile(r"[A-Z]{1,3}\d+")
LABELS = "\n"  # between the labels of a cell: no label holds it
# More rows than these that end before the last year are how the table is.
MOST_ENDED = 0.1
YEARLY = {"year", "academic_year"}
FEW = 10
# A digit at the end, with or without a bracket, or behind a year: it may be set raised, and is a note then.
DOUBTFUL = re.compile(r"\S\s*\d\s*\)?\s*$|(?:19|20)\d{3}")


def read_sheet(
    file: str, sheet: Sheet, line: dict, facts, rows: list[dict[str, Column]], findings: list[Finding]
) -> None:
    """Add the rows and the findings of the table that one line of tables.csv describes.

    line: a record of data/reference/tables.csv. facts: the reference tables, indexed (sources.ReferenceIndex).
    """
    where = Place(file, sheet.name)
    indicator = facts.indicators.loc[line["indicator"]]
    raised = raised_marks(file, sheet)
    found, dropped = tables(sheet, {hint: line[hint] for hint in HINTS}, superscript=raised)
    findings += [placed_in(where, part) for part in dropped]
    table = _described(found, line, indicator)
    if table is None:
        if not any(part.severity == "error" for part in dropped):
            findings.append(where.error(_no_table(found, indicator)))
        return
    cells = placed_cells(sheet, table, superscript=raised, percent=is_percent(indicator["unit_ru"]))
    chosen, problem = labelled(yearly(cells), line["labels"])
    if problem:
        findings.append(where.error(problem))
        return
    findings += [where._replace(place=part).error(text) for part, text in _mismatches(table, chosen, line, indicator)]
    kept, regions = _with_regions(chosen, table, line, facts, where, findings)
    findings += [*_unexplained_notes(kept, table, where), *_rows_that_end(kept, where)]
    factor = _unit_factor(line, indicator, facts, where, findings)
    findings += [where._replace(place=f"cell {part.place}").error(str(part.cell)) for part in kept.errors()]
    if len(kept):
        batch = _columns(kept, regions, line, indicator["unit"], where)
        rows.append({**batch, "value": times(batch["value"], factor)})


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
        "year": cells.years(),
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


def is_percent(unit: str) -> bool:
    """Whether a unit is in per cent, so that "в 2,1 р." (2.1 times) is 210."""
    return "процент" in unit


def raised_marks(file: str | Path, sheet: Sheet) -> dict[Position, str] | None:
    """The raised letters of the cells of a sheet, where any of its texts could end in one and the format keeps them.

    file: the path that the sheet was read from.
    """
    return superscripts(file, sheet.name) if is_doubtful(sheet) else None


def is_doubtful(sheet: Sheet) -> bool:
    """Whether a sheet holds texts whose meaning can hang on what is set raised."""
    return any(map(DOUBTFUL.search, {content for row in sheet.grid for content in row if isinstance(content, str)}))


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
    """The title that the sheet prints, where tables.csv says so, or the indicator's own; "" where it says none."""
    return {"": indicator["title_ru"].split(" (")[0], "none": ""}.get(line["title_printed"], line["title_printed"])


def _has_title(table: Table, title: str) -> bool:
    if not title:
        return not table.title
    return compared_title(title) in compared_title(table.title)


def yearly(cells: PlacedCells) -> PlacedCells:
    """The cells of years, without those of months, quarters and spans of years."""
    fits = np.array([heading.period in YEARLY for heading in cells.headings], dtype=bool)
    return cells if fits.all() else cells.taken(np.flatnonzero(fits[cells.heading_of]))


def labelled(cells: PlacedCells, labels: str) -> tuple[PlacedCells, str]:
    """The cells under the labels that a line names (`none`: without any), or what there is to choose from.

    Where a method changed, one year is printed by both, and the others have none: they go with either.
    Where a column without labels stands beside one with them, it is a series of its own.
    """
    wanted = {part.strip() for part in labels.split(";") if part.strip()} if labels != "none" else set()
    pairs = cells.labels(LABELS)
    sets = [tuple(filter(None, text.split(LABELS))) for text in pairs.texts]
    fits = [not own if labels == "none" else wanted <= set(own) for own in sets]
    chosen = np.array(fits, dtype=bool)[pairs.codes]
    found = [sets[code] for code in dict.fromkeys(pairs.codes[chosen].tolist())]
    if len(found) == 1:
        taken = chosen | _of_any_label(cells, wanted)
        return cells if taken.all() else cells.taken(np.flatnonzero(taken)), ""
    offered = "; ".join(repr(" / ".join(own)) for own in found[:6]) or "none with these labels"
    return cells, f"several columns or rows for one year: {offered}; name one in column labels of {TABLES}"


def goes_with_any_label(cells: PlacedCells) -> bool:
    """Whether no year has a column without labels beside one with them; False where no column has labels."""
    by_year: dict[int | None, set[bool]] = {}
    for number in np.unique(cells.heading_of).tolist():
        heading = cells.headings[number]
        by_year.setdefault(heading.year, set()).add(bool(heading.labels))
    kinds = list(by_year.values())
    return {True} in kinds and {True, False} not in kinds


def _of_any_label(cells: PlacedCells, wanted: set[str]) -> np.ndarray:
    """Which cells are of years without labels, where a label of a heading is wanted and chooses among the others."""
    of_headings = wanted & {label for heading in cells.headings for label in heading.labels}
    if not of_headings or not goes_with_any_label(cells):
        return np.zeros(len(cells), dtype=bool)
    plain = np.array([not heading.labels for heading in cells.headings], dtype=bool)
    beside = np.array([wanted - of_headings <= {*row.labels} for row in cells.rows], dtype=bool)
    return plain[cells.heading_of] & beside[cells.row_of]


def _mismatches(table: Table, cells: PlacedCells, line: dict, indicator: pd.Series) -> list[tuple[str, str]]:
    """Where the sheet is not the table that tables.csv says: title, unit, first and last year."""
    years = np.unique(cells.years()).tolist()
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
    cells: PlacedCells, table: Table, line: dict, facts, where: Place, findings: list[Finding]
) -> tuple[PlacedCells, list[str | None]]:
    """The cells of known regions, one for each region and heading, and the region of each row of the table."""
    found: list[Finding] = []
    regions = _regions(cells, line, facts, where, found)
    known = np.array([region is not None for region in regions], dtype=bool)[cells.row_of]
    kept, doubles = _collapsed(cells if known.all() else cells.taken(np.flatnonzero(known)), regions)
    found += [placed_in(where, part) for part in doubles]
    findings += [place_on_sheet(part, table.turning) for part in found] if table.turning else found
    return kept, regions


def _regions(cells: PlacedCells, line: dict, facts, where: Place, findings: list[Finding]) -> list[str | None]:
    """The region of each row of a table, None where its name is unknown: an error where it holds any of the cells."""
    index = facts.regions_without_okrugs if line["bare_oblast_name"] == "without_okrugs" else facts.regions
    regions = [region_of(row.name, index) for row in cells.rows]
    unknown = [cells.rows[number] for number in dict.fromkeys(cells.row_of.tolist()) if regions[number] is None]
    for row in unknown:
        # A table full of unknown names is of something else, and no name of it is a region misspelt.
        near = nearest_regions(row.name.strip(), index) if len(unknown) <= FEW else []
        like = f" (nearest: {', '.join(near)})" if near else ""
        text = f"{row.name.strip()!r} is no known region{like}; add a line to data/reference/region_aliases.csv"
        findings.append(where._replace(place=f"row {row.row + 1}").error(text))
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


def _rows_that_end(cells: PlacedCells, where: Place) -> list[Finding]:
    """Rows with figures and a blank in the last year, where nearly all others have something: moved by a column?"""
    if not len(cells):
        return []
    years, statuses = cells.years(), cells.statuses()
    valued = np.zeros(len(cells.rows), dtype=bool)
    valued[cells.row_of[~np.isnan(cells.values)]] = True
    status = np.array(statuses.texts)[statuses.codes]
    ends = (years == years.max()) & valued[cells.row_of] & (status != "error")
    blank = ends & (status == "blank")
    if blank.sum() > MOST_ENDED * ends.sum():
        return []
    return [
        where._replace(place=f"cell {part.place}").notice(
            f"{' '.join(part.row.name.split())!r} has figures and nothing in {part.heading.year}, where nearly all "
            "others have; see whether the row is moved by a column"
        )
        for part in map(cells.__getitem__, np.flatnonzero(blank).tolist())
    ]


def _unexplained_notes(cells: PlacedCells, table: Table, where: Place) -> list[Finding]:
    """Notes beside figures or marks that no line under the table explains: they could call them confidential."""
    places: dict[int, list[int]] = {}
    for place, cell in sorted(cells.others.items()):
        if isinstance(cell, Cell) and cell.note is not None and str(cell.note) not in table.notes:
            places.setdefault(cell.note, []).append(place)
    return [
        where._replace(place=f"cell {cells[found[0]].place}").notice(
            f"note {note} is printed beside figures or marks ({len(found)} cells) and does not stand under the table"
        )
        for note, found in sorted(places.items())
    ]


def _factors(line: dict) -> dict[str, float]:
    """Factor by normalised row name, from a text such as 'Российская Федерация, млрд руб. = 1000'."""
    pairs = [part.rsplit("=", 1) for part in str(line["row_factors"]).split(";") if part.strip()]
    return {normalised(name): float(factor) for name, factor in pairs}
