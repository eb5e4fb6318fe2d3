"""Frames and chains as compact JSON inside a page: no text of the data can end the script that holds it."""

import json
from itertools import groupby

import pandas as pd


def columns_of(frame: pd.DataFrame) -> dict[str, dict | list]:
    """Columns of a frame for JSON: numbers as a list, texts as their distinct values and where in them each row is.

    Rows are told as `places`, one a row, or, where that is shorter, as `runs`: place, rows in turn, place, rows …
    A missing number is None, a missing text an empty one.
    """
    return {name: _column(frame[name]) for name in frame.columns}


def _column(column: pd.Series) -> dict | list:
    if pd.api.types.is_numeric_dtype(column):
        return [None if pd.isna(value) else value for value in column.tolist()]
    places, values = pd.factorize(column.fillna(""))
    runs = [number for place, rows in groupby(places.tolist()) for number in (place, len(list(rows)))]
    told = {"runs": runs} if len(runs) < len(places) else {"places": places.tolist()}
    return {"values": list(values), **told}


def rows_as_json(frame: pd.DataFrame) -> dict[str, list]:
    """A few rows of a result as they stand in its file: names of the columns that hold anything, and the cells."""
    filled = frame.dropna(axis="columns", how="all")
    cells = [[None if pd.isna(value) else value for value in row] for row in filled.astype(object).values.tolist()]
    return {"columns": list(filled.columns), "rows": cells}


def script_json(content: object) -> str:
    """JSON to stand inside a script element; the sign that could end the element is written as an escape."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")
