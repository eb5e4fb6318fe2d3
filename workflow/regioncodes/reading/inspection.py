"""What the reader sees in a file before anything is configured, with the lines to put into the reference tables."""

import csv
import io
from collections import Counter
from pathlib import Path

import pandas as pd

from regioncodes.formats.documents import FileError, Sheet, hidden_parts
from regioncodes.formats.opening import read_document
from regioncodes.ground.errors import StudyError
from regioncodes.ground.files import sha256
from regioncodes.ground.tables import TABLES
from regioncodes.reading.cells import Cell
from regioncodes.reading.layout import PlacedCell, Table, placed_cells, tables
from regioncodes.reading.measurement_units import Meanings, unit_meanings
from regioncodes.reading.numbers import levelled
from regioncodes.reading.region_names import last_years, normalised, region_index
from regioncodes.reading.sheets import YEARLY, raised_marks
from regioncodes.reading.sources import LINE
from regioncodes.reading.tidy_inspection import guessed_indicator, tidy_seen


def inspected(
    path: str | Path,
    regions: pd.DataFrame,
    aliases: pd.DataFrame,
    indicators: pd.DataFrame,
    units: pd.DataFrame | None = None,
) -> str:
    """A report on one file: what it is, what was found in it, and the lines that describe it.

    It tells the true format, every table with its years, regions, statuses and doubts, of a tidy file or one of the
    EMISS the columns with their values, units and periods, what each sheet without a table is, and the lines to paste
    into tables.csv and sources.csv.
    Raises StudyError for a file that cannot be opened, naming it, what it is and the way out.
    """
    try:
        document = read_document(path)
    except FileError as error:
        raise StudyError(f"{path}: {error}") from None
    except OSError as error:
        raise StudyError(f"{path}: cannot be read ({error.strerror})") from None
    facts = (
        region_index(regions, aliases),
        last_years(regions),
        indicators,
        unit_meanings(pd.DataFrame(columns=["spelling", "quantity", "size"]) if units is None else units),
    )
    report, lines = [f"{path}: {document.true_format}", *(f"  {notice}" for notice in document.notices)], []
    for sheet in document.sheets:
        said, drafted = _sheet_seen(path, sheet, *facts)
        report += [f"sheet {sheet.name or '(the only one)'}", *(f"  {line}" for line in said)]
        lines += drafted
    report += ["", f"Lines for {TABLES} (fill in what is empty, delete what you do not need):"]
    report += [",".join(LINE), *lines]
    report += [
        "",
        "Line for data/reference/sources.csv (fill in edition, publisher, titles, day of publication, licence):",
    ]
    report += [f"{path},,,,,,,{sha256(Path(path).read_bytes())}"]
    return "\n".join(report)


def _sheet_seen(
    path: str | Path,
    sheet: Sheet,
    index: dict[str, str],
    until: dict[str, int],
    indicators: pd.DataFrame,
    meanings: Meanings,
) -> tuple[list[str], list[str]]:
    """What is told of one sheet, and the lines of tables.csv that describe it."""
    raised = raised_marks(path, sheet)
    found, findings = tables(sheet, superscript=raised)
    report, lines = [f"{text}: read all the same" for text in hidden_parts(sheet)], []
    if not found and (seen := tidy_seen(sheet, index, until, indicators, meanings)):
        return report + seen.report, [_written({**_line(path, sheet, []), **draft}) for draft in seen.drafts]
    for table in found:
        cells = placed_cells(sheet, table, superscript=raised, percent="процент" in table.unit_line)
        indicator = guessed_indicator(table.title, indicators)
        report += _table_lines(table, cells, index, indicator)
        lines.append(_tables_line(path, sheet, table, cells, indicator, indicators))
    report += [f"{part.severity} {part.place}: {part.finding}".replace(" : ", ": ") for part in findings]
    return report, lines


def _table_lines(table: Table, cells: list[PlacedCell], index: dict[str, str], indicator: str) -> list[str]:
    statuses = Counter(part.cell.status if isinstance(part.cell, Cell) else "error" for part in cells)
    unknown = dict.fromkeys(row.name.strip() for row in table.rows if normalised(row.name) not in index)
    periods = Counter(heading.period for heading in table.headings)
    errors = [f"cell {part.place}: {part.cell}" for part in cells if not isinstance(part.cell, Cell)]
    lines = [
        f"table {table.title!r}, unit {table.unit_line!r}: {indicator or 'no indicator of ours has this title'}",
        f"  {len(table.rows)} rows, columns: {', '.join(f'{count} {period}' for period, count in periods.items())}",
        f"  cells: {', '.join(f'{count} {status}' for status, count in sorted(statuses.items()))}",
    ]
    lines += [f"  note {mark}: {text}" for mark, text in table.notes.items()]
    lines += [f"  unknown region {name!r}: add it to data/reference/region_aliases.csv" for name in unknown]
    return lines + [f"  error {text}" for text in errors]


def _tables_line(
    path: str | Path, sheet: Sheet, table: Table, cells: list[PlacedCell], indicator: str, indicators: pd.DataFrame
) -> str:
    """One line for tables.csv, as far as the sheet itself tells."""
    years = sorted({part.heading.year for part in cells if part.heading.period in YEARLY})
    known = indicators.set_index("indicator")["unit_ru"].get(indicator, "")
    labels = dict.fromkeys(label for heading in table.headings for label in heading.labels)
    return _written(
        {
            **_line(path, sheet, years),
            "indicator": indicator,
            "labels": next(iter(labels)) if len(labels) > 1 else "",
            "title_printed": "" if indicator else table.title,
            "unit_printed": "" if levelled(known) == levelled(table.unit_line) else table.unit_line or "none",
        }
    )


def _line(path: str | Path, sheet: Sheet, years: list[int]) -> dict[str, object]:
    """What a line of tables.csv says of any table."""
    first, last = (years[0], years[-1]) if years else ("", "")
    return {
        "file": str(path),
        "sheet": sheet.name,
        "first_year": first,
        "last_year": last,
        "bare_oblast_name": "with_okrugs",
    }


def _written(line: dict[str, object]) -> str:
    text = io.StringIO()
    csv.DictWriter(text, LINE, restval="", lineterminator="").writerow(line)
    return text.getvalue()
