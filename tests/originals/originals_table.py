"""What the reader makes of every sheet of published files, as a page: python -m regioncodes.reading.originals_table."""

import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from regioncodes.reading.cells import Cell
from regioncodes.reading.formats.documents import FileError, Sheet
from regioncodes.reading.formats.opening import read_document, superscripts
from regioncodes.reading.layout import readings, tables
from regioncodes.reading.regions import normalised, region_index
from regioncodes.reading.sheets import is_doubtful
from regioncodes.tables import read_table

STATUSES = [
    "value", "absent", "not_available", "suppressed", "not_applicable", "rounds_to_zero", "blank", "error",
]  # fmt: skip
COLUMNS = ["sheet", "tables", "rows", "columns", "cells", *STATUSES, "said of it"]
INTRODUCTION = """# Every sheet of the published files

What the reader makes of the files as Rosstat published them, sheet by sheet, without a line of configuration. The
files are not in the project; with them in a folder this page is made again by

    python -m regioncodes.reading.originals_table FOLDER docs/originals.md

A sheet is read, with its cells counted by status, or refused, with the reason in the last column. There stand also
the cells that cannot be read for certain, and names that are no region of `data/reference/regions.csv`; when such a
sheet is taken into the study (a line in `data/reference/tables.csv`) each of these is an error that stops the run.
"""


class SheetRead(NamedTuple):
    """What was made of one sheet: tables, rows, columns and cells by status; and every error, notice and refusal."""

    file: str
    sheet: str
    tables: int
    rows: int
    columns: int
    statuses: Counter[str]
    said: tuple[str, ...]


def sheets_read(folder: Path, known: dict[str, str]) -> list[SheetRead]:
    """One record for every sheet of every file under a folder, in the order of file names and of sheets.

    known: region by normalised name (reading.regions.region_index). A file that cannot be opened is one record.
    """
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        try:
            document = read_document(path)
        except FileError as error:
            found.append(SheetRead(name, "", 0, 0, 0, Counter(), (f"refused: {error}",)))
            continue
        for sheet in document.sheets:
            raised = superscripts(path, sheet.name) if is_doubtful(sheet) else None
            found.append(_sheet_read(name, sheet, raised, known))
    return found


def _sheet_read(file: str, sheet: Sheet, raised: dict | None, known: dict[str, str]) -> SheetRead:
    found, findings = tables(sheet, superscript=raised)
    statuses: Counter[str] = Counter()
    said = [": ".join(part for part in (finding.place, finding.text) if part) for finding in findings]
    if not found:
        return SheetRead(file, sheet.name, 0, 0, 0, statuses, tuple(f"refused: {text}" for text in said))
    names = {}
    for table in found:
        for part in readings(sheet, table, superscript=raised, percent="процент" in table.unit_line):
            is_cell = isinstance(part.cell, Cell)
            statuses[part.cell.status if is_cell else "error"] += 1
            said += [] if is_cell else [f"{part.place}: {part.cell}"]
        names |= {" ".join(row.name.split()): row.row + 1 for row in table.rows if normalised(row.name) not in known}
    said += [f"row {row}: {name!r} is no known region" for name, row in names.items()]
    rows = sum(len(table.rows) for table in found)
    columns = sum(len(table.headings) for table in found)
    return SheetRead(file, sheet.name, len(found), rows, columns, statuses, tuple(said))


def page(sheets: list[SheetRead]) -> str:
    """The records as a Markdown page: totals, then one table for each file."""
    read = [sheet for sheet in sheets if sheet.tables]
    total = sum((sheet.statuses for sheet in read), Counter())
    counts = ", ".join(f"{total[status]:,} {status}" for status in STATUSES if total[status])
    files = dict.fromkeys(sheet.file for sheet in sheets)
    parts = [
        INTRODUCTION,
        f"{len(files)} files, {len(sheets)} sheets: {len(read)} read, {len(sheets) - len(read)} refused; "
        f"{total.total():,} cells: {counts}.\n",
    ]
    for file in files:
        lines = [_line(sheet) for sheet in sheets if sheet.file == file]
        parts.append("\n".join([f"## {file}\n", _row(COLUMNS), _row(["---"] * len(COLUMNS)), *lines, ""]))
    return "\n".join(parts)


def _line(sheet: SheetRead) -> str:
    said = "; ".join(sheet.said).replace("|", "\\|").replace("\n", " ").replace("*", "\\*")
    if not sheet.tables:
        return _row([sheet.sheet, *[""] * (len(COLUMNS) - 2), said])
    counts = [sheet.tables, sheet.rows, sheet.columns, sheet.statuses.total()]
    return _row([sheet.sheet, *counts, *(sheet.statuses[status] or "" for status in STATUSES), said])


def _row(cells: list) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def main(folder: str, target: str) -> None:
    """Write the page about the files of a folder; said in the project's folder, whose list of regions is used."""
    reference = Path("data/reference")
    known = region_index(read_table(reference / "regions.csv"), read_table(reference / "region_aliases.csv"))
    Path(target).write_text(page(sheets_read(Path(folder), known)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
