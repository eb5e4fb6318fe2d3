"""What the reader makes of published files, a line a file: python tests/reading/originals_table.py FOLDER PAGE."""

import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from regioncodes.formats.documents import FileError, Sheet
from regioncodes.formats.opening import read_document
from regioncodes.ground.tables import read_table
from regioncodes.reading.cells import Cell
from regioncodes.reading.layout import placed_cells, tables
from regioncodes.reading.region_names import normalised, region_index
from regioncodes.reading.sheets import raised_marks

REFERENCE = Path(__file__).parents[2] / "data/reference"
STATUSES = ["value", "absent", "not_available", "suppressed", "rounds_to_zero", "blank", "error"]
COLUMNS = ["file", "sheets", "read", "refused", "cells", *STATUSES, "doubts"]
INTRODUCTION = """# The published files

What the reader makes of the files as Rosstat published them, without a line of configuration. A sheet is read, with its
cells counted by status, or refused with the reason; a doubt is a cell that cannot be read for certain, a note that is
not there, or a name that is no region of `data/reference/regions.csv`. `python -m regioncodes inspect FILE` names each
with its place, and once the sheet is taken into the study each is an error or a notice.

The files are not in the project. With them in a folder this page is made again by
`python tests/reading/originals_table.py FOLDER docs/originals.md`, and a test holds it to them.
"""


class SheetRead(NamedTuple):
    """What was made of one sheet: how many tables, cells by status; and every error, notice and refusal."""

    file: str
    sheet: str
    tables: int
    statuses: Counter[str]
    said: tuple[str, ...]


def sheets_read(folder: Path, known: dict[str, str]) -> list[SheetRead]:
    """One record for every sheet of every file under a folder, in the order of file names and of sheets.

    known: region by normalised name (reading.region_names.region_index). A file that cannot be opened is one record.
    """
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        try:
            document = read_document(path)
        except FileError as error:
            found.append(SheetRead(name, "", 0, Counter(), (f"refused: {error}",)))
            continue
        for sheet in document.sheets:
            raised = raised_marks(path, sheet)
            found.append(_sheet_read(name, sheet, raised, known))
    return found


def _sheet_read(file: str, sheet: Sheet, raised: dict | None, known: dict[str, str]) -> SheetRead:
    found, findings = tables(sheet, superscript=raised)
    statuses: Counter[str] = Counter()
    said = [": ".join(part for part in (finding.place, finding.finding) if part) for finding in findings]
    if not found:
        return SheetRead(file, sheet.name, 0, statuses, tuple(f"refused: {text}" for text in said))
    names = {}
    for table in found:
        for part in placed_cells(sheet, table, superscript=raised, percent="процент" in table.unit_line):
            is_cell = isinstance(part.cell, Cell)
            statuses[part.cell.status if is_cell else "error"] += 1
            said += [] if is_cell else [f"{part.place}: {part.cell}"]
        names |= {" ".join(row.name.split()): row.row + 1 for row in table.rows if normalised(row.name) not in known}
    said += [f"row {row}: {name!r} is no known region" for name, row in names.items()]
    return SheetRead(file, sheet.name, len(found), statuses, tuple(said))


def page(sheets: list[SheetRead]) -> str:
    """The records as a Markdown page: one line for each file, and all of them together."""
    files = dict.fromkeys(sheet.file for sheet in sheets)
    lines = [_line(file, [sheet for sheet in sheets if sheet.file == file]) for file in files]
    return "\n".join([INTRODUCTION, _row(COLUMNS), _row(["---"] * len(COLUMNS)), *lines, _line("together", sheets), ""])


def _line(name: str, sheets: list[SheetRead]) -> str:
    read = [sheet for sheet in sheets if sheet.tables]
    statuses = sum((sheet.statuses for sheet in read), Counter())
    doubts = sum(len(sheet.said) for sheet in read)
    counts = [statuses.total(), *(statuses[status] for status in STATUSES), doubts]
    shown = (f"{count:,}" if count else "" for count in counts)
    return _row([name, len(sheets), len(read), len(sheets) - len(read), *shown])


def _row(cells: list) -> str:
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    index = region_index(read_table(REFERENCE / "regions.csv"), read_table(REFERENCE / "region_aliases.csv"))
    Path(sys.argv[2]).write_text(page(sheets_read(Path(sys.argv[1]), index)), encoding="utf-8", newline="\n")
