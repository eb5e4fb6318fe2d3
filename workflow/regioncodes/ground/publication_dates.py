"""Days of publication, known to the year, the month or the day."""

import pandas as pd


def end_of_period(published: str) -> pd.Timestamp:
    """Last day of a publication date given as 2022, 2022-12 or 2022-12-30."""
    return pd.Period(str(published)).end_time.normalize()
