"""What the reader sees on the sheets of a file before anything is configured."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from regioncodes.formats.documents import Document, FileError, Sheet
from regioncodes.formats.opening import read_document
from regioncodes.ground.errors import StudyError
from regioncodes.reading.findings import Finding
from regioncodes.reading.layout import PlacedCells, Table, placed_cells, tables
from regioncodes.reading.long_tables import LongTable, long_table
from regioncodes.reading.sheets import is_percent, raised_marks


class SeenTable(NamedTuple):
    """A table of regions by periods, and its cells."""

    table: Table
    cells: PlacedCells


class SeenSheet(NamedTuple):
    """One sheet: its tables, or the list of regions and years that it is, and what was dropped or is in doubt."""

    sheet: Sheet
    tables: tuple[SeenTable, ...]
    long: LongTable | None  # where it has one row for each region and year
    findings: tuple[Finding, ...]


def opened(path: str | Path) -> Document:
    """The document of a file. Raises StudyError for one that cannot be opened: its name, what it is and the way out."""
    try:
        return read_document(path)
    except FileError as error:
        raise StudyError(f"{path}: {error}") from None
    except OSError as error:
        raise StudyError(f"{path}: cannot be read ({error.strerror})") from None


def seen_sheets(path: str | Path, document: Document, known: Mapping[str, str]) -> Iterator[SeenSheet]:
    """Every sheet of an opened file, in their order.

    known: region by name (region_names.region_index). Superscripts are asked of the file where a cell's
    meaning can hang on them.
    """
    for sheet in document.sheets:
        if long := long_table(sheet, known):
            yield SeenSheet(sheet, (), long, ())
            continue
        raised = raised_marks(path, sheet)
        found, findings = tables(sheet, superscript=raised)
        seen = [
            SeenTable(table, placed_cells(sheet, table, superscript=raised, percent=is_percent(table.unit_line)))
            for table in found
        ]
        yield SeenSheet(sheet, tuple(seen), None, tuple(findings))
