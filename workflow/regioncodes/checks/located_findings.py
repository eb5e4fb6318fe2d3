"""What a check hands back, and how it becomes a line of the report."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.checks.edition_tables import NOWHERE, EditionTable, EditionTables
from regioncodes.reading.findings import FINDINGS, Finding


class CheckFinding(NamedTuple):
    """One finding about a table of an edition; year and region name its cell, or are None for the whole table."""

    severity: str  # error: cannot be true; notice: a person should look
    edition: str
    indicator: str
    year: int | None
    region: str | None
    finding: str


def located(found: list[CheckFinding], rows: pd.DataFrame, tables: EditionTables) -> pd.DataFrame:
    """The findings with the file, sheet and cell they are about, as in FINDINGS, sorted by place.

    rows: the tidy rows that were checked. A finding about a whole table, or a year of it, has no place
    beside its sheet.
    """
    by_table = tables.tables
    places = rows[["file", "sheet", "cell"]]
    records = []
    for finding in found:
        table = by_table[finding.edition, finding.indicator]
        position = _position(finding, table)
        exact = position != NOWHERE
        about = table.positions if finding.year is None else table.positions[table.years == finding.year]
        file, sheet, cell = places.iloc[position if exact else about[about != NOWHERE][0]]
        place = "" if not exact else cell if cell.startswith("row") else f"cell {cell}"
        named = [finding.indicator, finding.region, finding.year]
        subject = ", ".join(str(part) for part in named if part is not None)
        records.append(Finding(finding.severity, file, sheet, place, f"{subject}: {finding.finding}"))
    return pd.DataFrame(records, columns=FINDINGS).drop_duplicates().sort_values(FINDINGS[1:], ignore_index=True)


def _position(finding: CheckFinding, table: EditionTable) -> int:
    """Position of the finding's row among the rows; NOWHERE for one about a table or a cell that is not there."""
    if finding.year is None or finding.region is None:
        return NOWHERE
    line, column = np.flatnonzero(table.years == finding.year), np.flatnonzero(table.regions == finding.region)
    return int(table.positions[line[0], column[0]])


def number(value: float) -> str:
    """A figure as a person writes it: no exponent, no noise of binary storage."""
    return f"{value:.10f}".rstrip("0").rstrip(".") if abs(value) < 1 else f"{round(value, 6):.15g}"
