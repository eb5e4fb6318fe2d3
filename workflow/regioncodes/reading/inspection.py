"""What the reader sees in a file before anything is configured, with the lines to put into the reference tables."""

from collections import Counter
from pathlib import Path

import pandas as pd

from regioncodes.formats.documents import hidden_parts
from regioncodes.ground.files import sha256
from regioncodes.ground.tables import TABLES
from regioncodes.reading.drafts import Draft, table_drafts, tidy_drafts, written
from regioncodes.reading.layout import PlacedCells, Table
from regioncodes.reading.region_names import region_of
from regioncodes.reading.seen_sheets import SeenSheet, opened, seen_sheets
from regioncodes.reading.sources import LINE, ReferenceIndex, reference_index
from regioncodes.reading.tidy_inspection import guessed_indicator, tidy_seen


def inspected(
    path: str | Path,
    regions: pd.DataFrame,
    aliases: pd.DataFrame,
    indicators: pd.DataFrame,
    units: pd.DataFrame | None = None,
    *,
    listed: str = "",
) -> str:
    """A report on one file: what it is, what was found in it, and the lines that describe it.

    It tells the true format, every table with its years, regions, statuses and doubts, of a tidy file or one of the
    EMISS the columns with their values, units and periods, what each sheet without a table is, and the lines to paste
    into tables.csv and sources.csv; these name the file as `listed`, or else by its path.
    Raises StudyError for a file that cannot be opened, naming it, what it is and the way out.
    """
    document = opened(path)
    facts = reference_index(regions, aliases, indicators, units)
    report, lines = [f"{path}: {document.true_format}", *(f"  {notice}" for notice in document.notices)], []
    for seen in seen_sheets(path, document, facts.regions):
        told, drafts = _sheet_lines(path, seen, facts)
        report += [f"sheet {seen.sheet.name or '(the only one)'}", *(f"  {line}" for line in told)]
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


def _sheet_lines(path: str | Path, seen: SeenSheet, facts: ReferenceIndex) -> tuple[list[str], list[Draft]]:
    """What was found on one sheet, and the drafts of its lines."""
    told, drafts = [f"{text}: read all the same" for text in hidden_parts(seen.sheet)], []
    if seen.long:
        listed = tidy_seen(seen.sheet, seen.long, facts)
        return told + listed.report, tidy_drafts(path, seen.sheet, listed, facts)
    for table, cells in seen.tables:
        indicator = guessed_indicator(table.title, facts.indicators)
        told += _table_lines(table, cells, facts.regions, indicator)
        drafts += table_drafts(path, seen.sheet, table, cells, indicator, facts)
    told += [f"{part.severity} {part.place}: {part.finding}".replace(" : ", ": ") for part in seen.findings]
    return told, drafts


def _table_lines(table: Table, cells: PlacedCells, index: dict[str, str], indicator: str) -> list[str]:
    found = cells.statuses()
    statuses = Counter(found.texts[code] for code in found.codes.tolist())
    unknown = dict.fromkeys(row.name.strip() for row in table.rows if region_of(row.name, index) is None)
    periods = Counter(heading.period for heading in table.headings)
    errors = [f"cell {part.place}: {part.cell}" for part in cells.errors()]
    lines = [
        f"table {table.title!r}, unit {table.unit_line!r}: {indicator or 'no indicator of ours has this title'}",
        f"  {len(table.rows)} rows, columns: {', '.join(f'{count} {period}' for period, count in periods.items())}",
        f"  cells: {', '.join(f'{count} {status}' for status, count in sorted(statuses.items()))}",
    ]
    lines += [f"  note {mark}: {text}" for mark, text in table.notes.items()]
    lines += [f"  unknown region {name!r}: add it to data/reference/region_aliases.csv" for name in unknown]
    return lines + [f"  error {text}" for text in errors]
