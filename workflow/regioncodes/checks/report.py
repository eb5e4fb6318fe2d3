"""What was read, table by table, and what must be mended before a number is used."""

import pandas as pd

from regioncodes.checks import all_checks, flags
from regioncodes.checks.corrections import corrected
from regioncodes.ground.errors import raise_all_problems
from regioncodes.ground.tables import TABLES


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
    doubts = all_checks.findings(
        mended,
        facts["regions"],
        facts["indicators"],
        ranges=facts["ranges"],
        identities=facts["identities"],
        changes=facts["district_changes"],
        accepted=facts["accepted_findings"],
    )
    return flags.flagged(mended, facts["breaks"]), pd.concat([findings[still], found, doubts], ignore_index=True)


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


def disagreements(rows: pd.DataFrame) -> list[str]:
    """One sentence for each region, indicator and year that one edition prints twice with different values.

    Values that differ only in the last digits that a spreadsheet keeps are the same.
    """
    observed = rows[rows["value"].notna()]
    key = ["edition", "region", "indicator", "year"]
    doubled = observed[observed.duplicated(key, keep=False)]
    highest, lowest = (doubled.groupby(key)["value"].transform(end) for end in ("max", "min"))
    differing = doubled[highest - lowest > 1e-12 * highest.abs().combine(lowest.abs(), max)]
    return [
        f"{edition}: {indicator}, {region}, {year} is printed twice: "
        + " and ".join(
            f"{row.value:g} ({row.file}, sheet {row.sheet or '–'}, {row.cell})" for row in group.itertuples()
        )
        + f"; one value is allowed, delete a line of {TABLES}"
        for (edition, region, indicator, year), group in differing.groupby(key, sort=True)
    ]


def _sentence(error: tuple) -> str:
    """Sheet and place, then what was found."""
    where = " ".join(part for part in (error.sheet and f"sheet {error.sheet}", error.place) if part)
    return f"{where}: {error.finding}" if where else error.finding
