"""What was read, table by table, and what must be mended before a number is used."""

import pandas as pd

from regioncodes.errors import raise_problems
from regioncodes.panel import disagreements


def reading_report(rows: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Cells read per file, sheet and indicator by status, with the notices beside them.

    Raises StudyError with every error of every file at once, and with every figure that one edition
    prints twice with different values.
    """
    errors = findings[findings["severity"] == "error"]
    messages = [message for file, group in errors.groupby("file", sort=True) for message in _messages(file, group)]
    raise_problems([*messages, *disagreements(rows)], "the raw files")
    counts = rows.pivot_table(index=["edition", "file", "sheet", "indicator"], columns="status", values="region",
                              aggfunc="size", fill_value=0)  # fmt: skip
    years = rows.groupby(counts.index.names)["year"].agg(first_year="min", last_year="max")
    notices = findings.assign(edition="", indicator="").rename(columns={"finding": "notice"})
    return pd.concat([years.join(counts).reset_index(), notices.drop(columns=["severity", "place"])], ignore_index=True)


def _messages(file: str, errors: pd.DataFrame) -> list[str]:
    """The file's name, then one line for each error with sheet and place."""
    lines = []
    for error in errors.itertuples():
        where = ", ".join(part for part in (error.sheet and f"sheet {error.sheet}", error.place) if part)
        lines.append(f"  {where}: {error.finding}" if where else f"  {error.finding}")
    return [file, *lines]
