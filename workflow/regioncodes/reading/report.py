"""What was read, table by table, and what must be mended before a number is used."""

import pandas as pd

from regioncodes.errors import raise_all_problems
from regioncodes.panel import disagreements


def reading_report(rows: pd.DataFrame, findings: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cells read per file, sheet and indicator by status; and the notices, what was left unread or decided.

    Raises StudyError with every error of every file at once, and with every figure that one edition
    prints twice with different values.
    """
    errors = findings[findings["severity"] == "error"]
    problems = {file: list(map(_sentence, group.itertuples())) for file, group in errors.groupby("file", sort=True)}
    raise_all_problems({**problems, "the editions": disagreements(rows)})
    table = ["edition", "file", "sheet", "indicator"]
    counts = rows.pivot_table(index=table, columns="status", values="region", aggfunc="size", fill_value=0)
    years = rows.groupby(table)["year"].agg(first_year="min", last_year="max")
    return years.join(counts).reset_index(), findings[findings["severity"] == "notice"]


def _sentence(error: tuple) -> str:
    """Sheet and place, then what was found."""
    where = " ".join(part for part in (error.sheet and f"sheet {error.sheet}", error.place) if part)
    return f"{where}: {error.finding}" if where else error.finding
