"""Tables on disk: CSV for people, Parquet for the machine; the same frame always gives the same bytes."""

import io
from pathlib import Path

import pandas as pd

from regioncodes.files import write_whole

# Columns that hold text even where every value looks like a number (a sheet named "1") or is empty.
TEXT = (
    "sheet", "place", "cell", "region_text", "raw_text", "published", "edition", "flags", "derivation", "missing",
    "file", "finding", "indicator", "form", "bare_oblast_name", "row_factors", "labels", "title_printed",
    "unit_printed", "header_rows",
    "region_column", "repeated_year_column",
)  # fmt: skip


def read_table(path: str | Path) -> pd.DataFrame:
    """Frame from a Parquet or CSV file (UTF-8, comma), by its extension; empty texts are "", not missing."""
    if str(path).endswith(".parquet"):
        return pd.read_parquet(path)
    table = pd.read_csv(path, dtype=dict.fromkeys(TEXT, "str"))
    return table.fillna({column: "" for column in TEXT if column in table})


def write_table(table: pd.DataFrame, path: str | Path) -> None:
    """Write a frame without its index, whole or not at all."""
    content = io.BytesIO()
    if str(path).endswith(".parquet"):
        table.to_parquet(content, index=False)
    else:
        table.to_csv(content, index=False, encoding="utf-8", lineterminator="\n")
    write_whole(content.getvalue(), path)
