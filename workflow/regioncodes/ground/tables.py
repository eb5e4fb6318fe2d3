"""Tables on disk: CSV for people, Parquet for the machine; the same frame always gives the same bytes."""

import csv
import io
import re
from pathlib import Path

import pandas as pd

from regioncodes.ground.errors import StudyError
from regioncodes.ground.files import write_whole

# Columns of tables.csv that only some tables need; the others may leave them out.
HINTS_OF_TABLES = (
    "bare_oblast_name",
    "row_factors",
    "labels",
    "title_printed",
    "unit_printed",
    "header_rows",
    "region_column",
    "repeated_year_column",
)
# Columns that hold text even where every value looks like a number (a sheet named "1") or is empty.
TEXT = (
    "sheet",
    "place",
    "cell",
    "region_text",
    "raw_text",
    "published",
    "edition",
    "flags",
    "derivation",
    "missing",
    "file",
    "finding",
    "indicator",
    "form",
    "okato",
    "oktmo",
    *HINTS_OF_TABLES,
)

# How a text begins that a spreadsheet program would run: an equals sign, an at, a tab, a line break, or a sign before
# anything but a number. Reference: OWASP, CSV Injection.
FORMULA = re.compile(r"[=@\t\r\n]|[+-](?!(?:[\d\s.,%]+(?:[eE][+-]?\d+)?)?$)")


# Which sheet of which file holds which indicator; messages name it as the place to mend.
REFERENCE = "data/reference"
TABLES = f"{REFERENCE}/tables.csv"
# What is measured, where and in which unit, and how regions and units are spelt.
INDICATORS = f"{REFERENCE}/indicators.csv"
REGIONS, ALIASES = f"{REFERENCE}/regions.csv", f"{REFERENCE}/region_aliases.csv"
UNITS = f"{REFERENCE}/units.csv"
# Printed errors put right, and findings that are true all the same.
CORRECTIONS = f"{REFERENCE}/corrections.csv"
ACCEPTED = f"{REFERENCE}/accepted_findings.csv"
DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
SAVE_AS = "save it as CSV UTF-8: other kinds of CSV lose letters such as ² and Ұ"
# No letter: neither a spreadsheet nor a page can show it.
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")


def reference_folder(folder: str | Path | None = None) -> Path:
    """The folder of reference tables: of the project named, else of the one where you are, else beside the package.

    Raises StudyError where it is in none of these places.
    """
    places = [Path(folder)] if folder else [Path(), Path(__file__).parents[3]]
    for place in places:
        if (place / REFERENCE / "regions.csv").is_file():
            return place / REFERENCE
    raise StudyError(f"{REFERENCE}/regions.csv is not in {' or '.join(map(str, places))}; name the project's folder")


def read_table(path: str | Path) -> pd.DataFrame:
    """Frame from a Parquet or CSV file (`csv_text`), by its extension; empty texts are "", not missing.

    Raises StudyError as csv_text does.
    """
    if str(path).endswith(".parquet"):
        return pd.read_parquet(path)
    table = pd.read_csv(io.BytesIO(csv_text(path).encode()), dtype=dict.fromkeys(TEXT, "str"))
    return table.fillna({column: "" for column in TEXT if column in table})


def csv_text(path: str | Path) -> str:
    """Text of a CSV file with commas, also where a spreadsheet program wrote semicolons, decimal commas and a mark.

    Raises StudyError, which says on which line, for a file that is not UTF-8 or holds a control character.
    """
    content = Path(path).read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StudyError(f"{path}: line {_line(content, error.start)} is not UTF-8; {SAVE_AS}") from None
    if found := CONTROL.search(content):
        place = _line(content, found.start())
        raise StudyError(f"{path}: line {place} holds a control character (byte {found[0][0]}); delete it there")
    header = text.partition("\n")[0]
    return _with_commas(text) if ";" in header and "," not in header else text


def _line(content: bytes, position: int) -> int:
    return 1 + content.count(b"\n", 0, position)


def _with_commas(semicolons: str) -> str:
    """Text between semicolons with commas and decimal points instead, without the empty columns after the last name."""
    rows = list(csv.reader(io.StringIO(semicolons, newline=""), delimiter=";"))
    width = max((place for place, name in enumerate(rows[0], start=1) if name), default=0)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        kept = [*row[:width], *filter(None, row[width:])]
        writer.writerow([cell.replace(",", ".") if DECIMAL_COMMA.fullmatch(cell) else cell for cell in kept])
    return text.getvalue()


def write_table(table: pd.DataFrame, path: str | Path) -> None:
    """Write a frame without its index, whole or not at all; in CSV no cell is a formula (`without_formulas`)."""
    content = io.BytesIO()
    if str(path).endswith(".parquet"):
        table.to_parquet(content, index=False)
    else:
        without_formulas(table).to_csv(content, index=False, encoding="utf-8", lineterminator="\n")
    write_whole(content.getvalue(), path)


def rows_where(table: pd.DataFrame, **wanted: object) -> pd.DataFrame:
    """Rows of a frame in which every column named holds the value wanted."""
    return table[(table[list(wanted)] == pd.Series(wanted)).all(axis=1)]


def stored(table: pd.DataFrame, path: str | Path) -> pd.DataFrame:
    """Write a frame and give what a later step reads of it: decimals as they stand in the file."""
    write_table(table, path)
    return read_table(path)


def without_formulas(table: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before every text that a spreadsheet program would run; numbers stay.

    Carriage returns become line feeds: alone they are not quoted, and what follows would begin a row of its own.
    """
    changed = {}
    for name in table.select_dtypes(["object", "str", "category"]):
        harmless = {text: _harmless(text) for text in table[name].unique() if _is_unsafe(text)}
        if harmless:
            changed[name] = table[name].astype("object").map(lambda cell, safe=harmless: safe.get(cell, cell))
    return table.assign(**changed)


def guarded(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet program would run it."""
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that `guarded` put before it."""
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


def _is_unsafe(cell: object) -> bool:
    return isinstance(cell, str) and (FORMULA.match(cell) is not None or "\r" in cell)


def _harmless(text: str) -> str:
    unbroken = text.replace("\r\n", "\n").replace("\r", "\n")
    return guarded(unbroken)
