"""Days of publication, known to the year, the month or the day."""

import datetime
import re

import pandas as pd

PERIOD = re.compile(r"((?:19|20|21)\d\d)(?:-(\d\d)(?:-(\d\d))?)?")


def is_period(published: str) -> bool:
    """Whether a text is a year, month or day as ISO 8601 writes it: 2022, 2022-12 or 2022-12-30, and no other order."""
    parts = PERIOD.fullmatch(published)
    if parts is None:
        return False
    try:
        datetime.date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1))
    except ValueError:
        return False
    return True


def end_of_period(published: str) -> pd.Timestamp:
    """Last day of a publication date given as 2022, 2022-12 or 2022-12-30."""
    return pd.Period(str(published)).end_time.normalize()
