"""What the reader sees in a file before anything is configured, with the lines to put into the reference tables."""

import csv
import io
from collections import Counter
from pathlib import Path

import pandas as pd

from regioncodes.formats.documents import Sheet
from regioncodes.ground.files import sha256
from regioncodes.ground.tables import TABLES
from regioncodes.reading.layout import PlacedCells, Table
from regioncodes.reading.numbers import levelled
from regioncodes.reading.region_names import normalised, region_index
from regioncodes.reading.seen_sheets import opened, seen_sheets
from regioncodes.reading.sheets import YEARLY
from regioncodes.reading.sources import LINE


def inspected(path: str | Path, regions: pd.DataFrame, aliases: pd.DataFrame, indicators: pd.DataFrame) -> str:
    """A report on one file: what it is, what was found in it, and the lines that describe it.

    It tells the true format, every table with its years, regions, statuses and doubts, what each sheet without a table
    is, and the lines to paste into tables.csv and sources.csv.
    Raises StudyError for a file that cannot be opened, naming it, what it is and the way out.
    """
    document = opened(path)
    index = region_index(regions, aliases)
    report, lines = [f"{path}: {document.true_format}", *(f"  {notice}" for notice in document.notices)], []
    for seen in seen_sheets(path, document, index):
        sheet = seen.sheet
        report.append(f"sheet {sheet.name or '(the only one)'}")
        for table, cells in seen.tables:
            indicator = guessed_indicator(table.title, indicators)
            report += [f"  {line}" for line in _table_lines(table, cells, index, indicator)]
            lines.append(_tables_line(path, sheet, table, cells, indicator, indicators))
        if seen.long:
            years = list(seen.long.years)
            report.append(f"  one row for each region and year, {years[0]}–{years[-1]}")
            lines.append(_written({**_line(path, sheet, years), "form": "tidy"}))
        report += [f"  {part.severity} {part.place}: {part.finding}".replace(" : ", ": ") for part in seen.findings]
    report += ["", f"Lines for {TABLES} (fill in what is empty, delete what you do not need):"]
    report += [",".join(LINE), *lines]
    report += [
        "",
        "Line for data/reference/sources.csv (fill in edition, publisher, titles, day of publication, licence):",
    ]
    report += [f"{path},,,,,,,{sha256(Path(path).read_bytes())}"]
    return "\n".join(report)


def guessed_indicator(printed: str, indicators: pd.DataFrame) -> str:
    """The indicator whose Russian title a printed title holds, the longest where several fit, or ""."""
    title = levelled(printed).lower()
    fitting = [row for row in indicators.itertuples() if levelled(row.title_ru.split(" (")[0]).lower() in title]
    return max(fitting, key=lambda row: len(row.title_ru)).indicator if fitting else ""


def _table_lines(table: Table, cells: PlacedCells, index: dict[str, str], indicator: str) -> list[str]:
    found = cells.statuses()
    statuses = Counter(found.texts[code] for code in found.codes.tolist())
    unknown = dict.fromkeys(row.name.strip() for row in table.rows if normalised(row.name) not in index)
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


def _tables_line(
    path: str | Path, sheet: Sheet, table: Table, cells: PlacedCells, indicator: str, indicators: pd.DataFrame
) -> str:
    """One line for tables.csv, as far as the sheet itself tells."""
    years = sorted({heading.year for heading in table.headings if heading.period in YEARLY})
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
