"""Days of publication, known to the year, the month or the day."""

import re

import pandas as pd

from regioncodes.ground.errors import StudyError

ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
ALLOWED = "a year, month or day as 2026, 2026-04 or 2026-04-01"


def date_problem(published: object) -> str:
    """What is wrong with a date, in words; "" for 2022, 2022-12 or 2022-12-30.

    Other orders are not guessed: 01.04.2026 is the first of April in one country and the fourth of January in another.
    """
    text = str(published).strip()
    try:
        if ISO.fullmatch(text) and pd.Period(text) is not pd.NaT:
            return ""
    except ValueError:
        pass
    return f"{text!r} is no date; allowed: {ALLOWED}"


def end_of_period(published: str) -> pd.Timestamp:
    """Last day of a publication date given as 2022, 2022-12 or 2022-12-30.

    Raises StudyError for a date of another form (date_problem).
    """
    if problem := date_problem(published):
        raise StudyError(f"column published: {problem}")
    return pd.Period(str(published).strip()).end_time.normalize()
