"""Printed tables of shares from any CSV, as text, because "49.0" and "49" are different claims."""

import re
from pathlib import Path

import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.surveys.exports import read_export
from regioncodes.surveys.granularity import decimals_of

HEADERS = re.compile(r"percent|per cent|%|share|процент|дол[яи]|pct", re.IGNORECASE)
TABLE_HEADERS = ("table", "таблица")
SHARE = re.compile(r"\d{1,3}(\.\d+)?")


def read_printed_shares(path: str | Path, column: str = "") -> pd.DataFrame:
    """Printed shares of a CSV file: columns table, row, label, printed (text with a decimal point), decimals.

    The shares stand in `column`, or else in the only column of numbers whose header speaks of shares or percent,
    or else in the only column of numbers. Decimal commas and signs of percent are allowed. `label` is the
    nearest column of text on their left; `table` is what stands in a column headed "table", where there is one.
    Rows without a share are left out. Raises StudyError for a file that is no CSV or has no such column, and for
    every cell that is no share from 0 to 100, with its row.
    """
    ending = Path(path).suffix.lower()
    if ending not in (".csv", ".tsv", ".txt"):
        found = f"a file '{ending}' does not keep the decimals as printed (49.0 becomes 49)"
        raise_problems([f"{found}; save the table as CSV, with the shares as text"], f"{path}")
    export = read_export(path, kind="plain")
    headers, cells = export.columns.set_index("position")["name"], export.cells
    position = _share_position(cells, headers, column, path)
    printed = cells[position].map(_levelled)
    problems = [
        f"row {row}, column '{headers[position]}': found '{cells.at[row, position]}'; "
        "a share from 0 to 100 such as 56.9 or 56,9 % is allowed"
        for row, text in printed.items()
        if text and not _is_share(text)
    ]
    raise_problems(problems, f"{path}")
    shares = printed[printed != ""]
    tables = [place for place, name in headers.items() if name.strip().lower() in TABLE_HEADERS]
    left = [place for place in cells if place < position and place not in tables and not _numeric(cells[place])]
    return pd.DataFrame(
        {
            "table": cells.loc[shares.index, tables[0]] if tables else "",
            "row": shares.index,
            "label": cells.loc[shares.index, left[-1]] if left else "",
            "printed": shares,
            "decimals": shares.map(decimals_of).astype(int),
        }
    ).reset_index(drop=True)


def _levelled(text: str) -> str:
    return re.sub(r"[\s%]", "", text).replace(",", ".")


def _is_share(text: str) -> bool:
    return bool(SHARE.fullmatch(text)) and float(text) <= 100


def _numeric(texts: pd.Series) -> bool:
    filled = texts.map(_levelled)[texts != ""]
    return len(filled) > 0 and bool(filled.str.fullmatch(r"-?\d+(\.\d+)?").all())


def _share_position(cells: pd.DataFrame, headers: pd.Series, column: str, path: str | Path) -> int:
    named = [place for place, name in headers.items() if name == column]
    numeric = [place for place in cells if _numeric(cells[place])]
    speaking = [place for place, name in headers.items() if HEADERS.search(name)]
    choices = (named,) if column else ([place for place in speaking if place in numeric], speaking, numeric)
    for chosen in choices:
        if len(chosen) == 1:
            return chosen[0]
    sought = f"one column '{column}'" if column else "one column of shares"
    names = "', '".join(headers)
    raise_problems([f"{sought} is needed, the columns are '{names}'; name it: --column NAME"], f"{path}")
