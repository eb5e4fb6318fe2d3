"""What was read, table by table, and what must be mended before a number is used."""

import pandas as pd

from regioncodes import checks
from regioncodes.corrections import corrected
from regioncodes.errors import raise_all_problems
from regioncodes.panel import disagreements


def checked_rows(
    rows: pd.DataFrame, findings: pd.DataFrame, facts: dict[str, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of all editions, corrected and flagged, and the findings of reading, correcting and checking them.

    facts: the reference tables regions, indicators, corrections, ranges, identities, district_changes,
    accepted_findings and breaks, by name. A cell that could not be read and is corrected is no error any more.
    """
    mended, found = corrected(rows, facts["corrections"])
    repaired = mended[mended["flags"].str.contains("corrected")]
    places = set(zip(repaired["file"], repaired["sheet"], "cell " + repaired["cell"], strict=True))
    still = [place not in places for place in zip(findings["file"], findings["sheet"], findings["place"], strict=True)]
    doubts = checks.findings(
        mended, facts["regions"], facts["indicators"], ranges=facts["ranges"], identities=facts["identities"],
        changes=facts["district_changes"], accepted=facts["accepted_findings"],
    )  # fmt: skip
    return checks.flagged(mended, facts["breaks"]), pd.concat([findings[still], found, doubts], ignore_index=True)


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
