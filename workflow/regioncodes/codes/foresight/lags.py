"""What was out when: how many years after a year its figures appear."""

from collections.abc import Iterable, Mapping

import pandas as pd

from regioncodes.ground.errors import raise_problems

Lags = Mapping[str, int]  # years by indicator


def lags_of(table: pd.DataFrame, indicators: Iterable[str]) -> dict[str, int]:
    """Years after which the figures of a year are out, by indicator.

    table: of data/reference/publication_lags.csv, whose line without an indicator holds for all that have none. By the
    end of year t the figures of year s are out where s + lag ≤ t. Raises StudyError without that line.
    """
    lines = table.fillna({"indicator": ""}).set_index("indicator")["lag_years"]
    if "" not in lines:
        line = "no line without an indicator; add one, with the lag of all indicators that have no line of their own"
        raise_problems([line], "data/reference/publication_lags.csv")
    return {name: int(lines.get(name, lines[""])) for name in indicators}


def without_lag(lags: Lags) -> dict[str, int]:
    """The same indicators as if every figure were out at the end of its year."""
    return dict.fromkeys(lags, 0)


def lag_of(needed: Iterable[str], lags: Lags) -> int:
    """Years after which all of some indicators are out."""
    return max((lags[name] for name in needed), default=0)
