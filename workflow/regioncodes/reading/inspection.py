"""What the reader sees in a file before anything is configured, with the lines to put into the reference tables."""

from collections import Counter
from pathlib import Path

import pandas as pd

from regioncodes.formats.documents import FileError, Sheet
from regioncodes.formats.opening import read_document, superscripts
from regioncodes.ground.errors import StudyError
from regioncodes.ground.files import sha256
from regioncodes.ground.tables import TABLES
from regioncodes.reading import tidy_files
from regioncodes.reading.cells import Cell
from regioncodes.reading.drafts import Draft, table_drafts, tidy_draft, written
from regioncodes.reading.layout import PlacedCell, Table, placed_cells, tables
from regioncodes.reading.numbers import levelled
from regioncodes.reading.region_names import region_of
from regioncodes.reading.sheets import is_doubtful
from regioncodes.reading.sources import LINE, ReferenceIndex, reference_index


def inspected(
    path: str | Path, regions: pd.DataFrame, aliases: pd.DataFrame, indicators: pd.DataFrame, *, listed: str = ""
) -> str:
    """A report on one file: what it is, what was found in it, and the lines that describe it.

    It tells the true format, every table with its years, regions, statuses and doubts, what each sheet without a table
    is, and the lines to paste into tables.csv and sources.csv; these name the file as `listed`, or else by its path.
    Raises StudyError for a file that cannot be opened, naming it, what it is and the way out.
    """
    try:
        document = read_document(path)
    except FileError as error:
        raise StudyError(f"{path}: {error}") from None
    except OSError as error:
        raise StudyError(f"{path}: cannot be read ({error.strerror})") from None
    facts = reference_index(regions, aliases, indicators)
    report, lines = [f"{path}: {document.true_format}", *(f"  {notice}" for notice in document.notices)], []
    for sheet in document.sheets:
        report.append(f"sheet {sheet.name or '(the only one)'}{'' if sheet.visible else ', hidden'}")
        told, drafts = _sheet_lines(path, sheet, facts)
        report += [f"  {line}" for line in told]
        report += [f"  no line for {TABLES}: {reason}" for draft in drafts for reason in draft.reasons]
        lines += [written({**draft.line, "file": listed or str(path)}) for draft in drafts if draft.line]
    report += ["", f"Lines for {TABLES} (fill in what is empty, delete what you do not need):"]
    report += [",".join(LINE), *lines]
    report += [
        "",
        "Line for data/reference/sources.csv (fill in edition, publisher, titles, day of publication, licence):",
    ]
    report += [f"{listed or path},,,,,,,{sha256(Path(path).read_bytes())}"]
    return "\n".join(report)


def _sheet_lines(path: str | Path, sheet: Sheet, facts: ReferenceIndex) -> tuple[list[str], list[Draft]]:
    """What was found on one sheet, and the drafts of its lines."""
    raised = superscripts(path, sheet.name) if is_doubtful(sheet) else None
    found, findings = tables(sheet, superscript=raised)
    if not found and (draft := tidy_draft(path, sheet, facts)):
        years = tidy_files.years(sheet)
        return [f"one row for each region and year, {years[0]}–{years[-1]}"], [draft]
    told, drafts = [], []
    for table in found:
        cells = placed_cells(sheet, table, superscript=raised, percent="процент" in table.unit_line)
        indicator = guessed_indicator(table, facts.indicators)
        told += _table_lines(table, cells, facts.regions, indicator)
        drafts += table_drafts(path, sheet, table, cells, indicator, facts)
    told += [f"{part.severity} {part.place}: {part.finding}".replace(" : ", ": ") for part in findings]
    return told, drafts


def guessed_indicator(table: Table, indicators: pd.DataFrame) -> str:
    """The indicator whose Russian title a table bears, the longest where several fit, or "".

    indicators: by their id.
    """
    title = levelled(table.title).lower()
    titles = {name: levelled(own.split(" (")[0]).lower() for name, own in indicators["title_ru"].items()}
    fitting = [name for name, own in titles.items() if own in title]
    return max(fitting, key=lambda name: len(indicators.loc[name, "title_ru"]), default="")


def _table_lines(table: Table, cells: list[PlacedCell], index: dict[str, str], indicator: str) -> list[str]:
    statuses = Counter(part.cell.status if isinstance(part.cell, Cell) else "error" for part in cells)
    unknown = dict.fromkeys(row.name.strip() for row in table.rows if region_of(row.name, index) is None)
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
