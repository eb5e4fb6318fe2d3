"""Two tables compared cell by cell: numbers to a tolerance, texts exactly, rows by their key."""

import io

import pandas as pd

TOLERANCE = 1e-9
# Assumption: two numbers that are both smaller than this are two zeros, each with the rounding error of its machine.
SMALLEST = 1e-12
COLUMNS = ["row", "column", "found", "expected", "relative_difference"]
ABSENT = "(absent)"


def cells(content: bytes) -> pd.DataFrame:
    """Every cell of a CSV file as the text that stands there; an empty cell is ""."""
    return pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False, na_filter=False)


def table_differences(found: pd.DataFrame, expected: pd.DataFrame) -> pd.DataFrame:
    """Cells that differ: columns row, column, found, expected, relative_difference; empty where the tables agree.

    found, expected: tables of texts as `cells` gives them. Rows are matched by the expected table's key, so their
    order does not count; a row or column that only one of them has is one difference. Numbers agree
    when they differ by at most 1e-9 of the larger, however they are written; all else must be the same text.
    """
    parts = [_whole_columns(found, expected)]
    key = [column for column in key_columns(expected) if column in found]
    left, right = _by_key(found, key), _by_key(expected, key)
    parts += [_whole_rows(left.index.difference(right.index), key, True)]
    parts += [_whole_rows(right.index.difference(left.index), key, False)]
    rows = right.index.intersection(left.index, sort=False)
    for column in expected.columns.intersection(found.columns, sort=False):
        parts.append(_cells(left.loc[rows, column], right.loc[rows, column], key))
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=COLUMNS)


def key_columns(table: pd.DataFrame) -> list[str]:
    """The first columns that tell rows apart, taken from the left; columns with decimal fractions are no keys."""
    key: list[str] = []
    for column in table:
        if not _has_fractions(table[column]):
            key.append(column)
            if not table.duplicated(key).any():
                break
    return key


def relative_differences(found: pd.Series, expected: pd.Series) -> pd.Series:
    """Differences as shares of the larger number; missing where one side is no number, 0 where both are zeros."""
    left, right = (pd.to_numeric(side, errors="coerce").astype("float64") for side in (found, expected))
    larger = left.abs().combine(right.abs(), max)
    return ((left - right).abs() / larger).where(larger >= SMALLEST, 0.0).where(left.notna() & right.notna())


def _has_fractions(column: pd.Series) -> bool:
    numbers = pd.to_numeric(column, errors="coerce")
    return bool((numbers.notna() & column.str.contains(r"[.eE]")).any())


def _by_key(table: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The table under its key and, among rows of the same key, their order."""
    group = table.groupby(key, sort=False) if key else table.groupby(lambda _: 0)
    occurrence = group.cumcount().astype("str").rename("occurrence")
    return table.set_index(pd.MultiIndex.from_frame(table[key].assign(occurrence=occurrence)))


def _cells(found: pd.Series, expected: pd.Series, key: list[str]) -> pd.DataFrame:
    is_other = found.to_numpy() != expected.to_numpy()
    left, right = found[is_other], expected[is_other]
    relative = relative_differences(left, right)
    differs = ~(relative <= TOLERANCE)
    return pd.DataFrame(
        {
            "row": [_row_name(row, key) for row in left.index[differs]],
            "column": found.name,
            "found": left[differs].to_numpy(),
            "expected": right[differs].to_numpy(),
            "relative_difference": relative[differs].to_numpy(),
        }
    )


def _whole_rows(rows: pd.MultiIndex, key: list[str], is_found: bool) -> pd.DataFrame:
    sides = ("a row", ABSENT) if is_found else (ABSENT, "a row")
    names = [_row_name(row, key) for row in rows]
    return pd.DataFrame([[name, "", *sides, None] for name in names], columns=COLUMNS)


def _whole_columns(found: pd.DataFrame, expected: pd.DataFrame) -> pd.DataFrame:
    only_found = [["", column, "a column", ABSENT, None] for column in found if column not in expected]
    only_expected = [["", column, ABSENT, "a column", None] for column in expected if column not in found]
    return pd.DataFrame(only_found + only_expected, columns=COLUMNS)


def _row_name(row: tuple[str, ...], key: list[str]) -> str:
    *values, occurrence = row
    named = [f"{column}={value}" for column, value in zip(key, values, strict=True) if value]
    return ", ".join([*named, *([f"row {int(occurrence) + 1} of these"] if occurrence != "0" or not named else [])])
