"""One figure that a claim is held against, with where it stands and what it can prove."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from regioncodes.ground.code_names import CODES

# What agreement with a figure can prove: made from published statistics; rebuilt from the article's print; the
# print itself; true by the definition of a formula.
PUBLISHED, RECONSTRUCTED, PRINTED, DEFINED = KINDS = ("published", "reconstructed", "printed", "defined")


class Figure(NamedTuple):
    """A number, the kind of its origin (`KINDS`), the name of its table, and the key of its rows there."""

    value: float
    kind: str
    table: str
    row: str


class NoFigureError(Exception):
    """The study could not compute the figure in this run, which is no fault of the ledger; carries where it looked."""

    def __init__(self, table: str, row: str) -> None:
        super().__init__(f"{table}: {row}")
        self.table, self.row = table, row


def found_rows(table: pd.DataFrame, **wanted: str) -> pd.DataFrame:
    """Rows where every column holds the wanted value. Raises ValueError that names the values there are."""
    rows = table
    for column, value in wanted.items():
        kept = rows[rows[column].eq(value)]
        if kept.empty:
            raise ValueError(f"{column} '{value}' found; there are {listed(rows[column])}")
        rows = kept
    return rows


def listed(values: Sequence) -> str:
    """The distinct values as words in one line, in their order."""
    return ", ".join(map(str, dict.fromkeys(pd.Series(values).dropna())))


def computed(value: float, kind: str, table: str, row: str) -> Figure:
    """A figure, or NoFigureError where its value is missing."""
    if pd.isna(value):
        raise NoFigureError(table, row)
    return Figure(float(value), kind, table, row)


def of_defining_codes(rates: pd.DataFrame) -> pd.DataFrame:
    """Rates of the defining codes: where dynamic codes are measured, Formula (1) sums these themselves."""
    return rates[rates["code"].isin(CODES)]
