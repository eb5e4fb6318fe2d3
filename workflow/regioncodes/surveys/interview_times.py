"""How long each interview took, from the columns of times that forms export."""

import pandas as pd

from regioncodes.surveys.described_columns import located
from regioncodes.surveys.exports import Export

DAY_FIRST = r"^(\d{1,2})\.(\d{1,2})\.(\d{4})"
# Assumption: slashes with the year last are American, as SurveyMonkey writes them.
MONTH_FIRST = r"^(\d{1,2})/(\d{1,2})/(\d{4})"
ZONE = r"\s*(?:GMT|UTC|MSK)(?:[+-]\d{1,2}(?::?\d{2})?)?$"


def interview_seconds(export: Export, codebook: pd.DataFrame) -> tuple[pd.Series, list[str]]:
    """Seconds of every interview by row, missing where no time is told, and sentences on times that cannot be read.

    They stand in the codebook's column of kind `duration`, or are the difference of those of kinds `finished` and
    `started`: ISO times, or day.month.year. Without such columns every row is missing.
    """
    columns = {kind: _cells(export, codebook, kind) for kind in ("duration", "started", "finished")}
    if columns["duration"] is not None:
        texts = columns["duration"]
        seconds = pd.to_numeric(texts.str.replace(",", "."), errors="coerce").astype(float)
        return seconds, _unread(texts, seconds, "a number of seconds")
    if columns["started"] is None or columns["finished"] is None:
        return pd.Series(float("nan"), index=export.cells.index), []
    started, finished = map(clock_times, (columns["started"], columns["finished"]))
    allowed = "a time such as 2024-06-01 09:10:00 or 01.06.2024 09:10"
    problems = _unread(columns["started"], started, allowed) + _unread(columns["finished"], finished, allowed)
    return (finished - started).dt.total_seconds(), problems


def clock_times(texts: pd.Series) -> pd.Series:
    """Times of a column of texts; missing where a text is none.

    An offset of ISO 8601 (+03:00) is taken off, the name of a zone (GMT+3) left aside: it is the form's, not the row's.
    """
    read = pd.to_datetime(texts, format="ISO8601", errors="coerce", utc=True)
    others = texts[read.isna()].str.replace(ZONE, "", regex=True).str.replace(DAY_FIRST, r"\3-\2-\1", regex=True)
    others = others.str.replace(MONTH_FIRST, r"\3-\1-\2", regex=True)
    others = others.str.replace("/", "-").str.replace(r"-(\d)(?=[- T]|$)", r"-0\1", regex=True)
    for form in ("ISO8601", "%Y-%m-%d %I:%M:%S %p"):
        read = read.fillna(pd.to_datetime(others, format=form, errors="coerce", utc=True))
    return read.dt.tz_localize(None)


def _cells(export: Export, codebook: pd.DataFrame, kind: str) -> pd.Series | None:
    entries = located(export, codebook).query("kind == @kind and position > 0")
    if len(entries) != 1:
        return None
    return export.cells[entries["position"].iloc[0]].rename(entries["column"].iloc[0])


def _unread(texts: pd.Series, values: pd.Series, allowed: str) -> list[str]:
    where, column = texts.index.name, texts.name
    return [
        f"{where} {row}, column '{column}': found '{text}'; {allowed} is allowed"
        for row, text in texts[(texts != "") & values.isna()].items()
    ]
