"""Tables of text from the files that forms export: CSV in any encoding, Excel workbooks."""

import codecs
import csv
import io
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO

import numpy as np
import pandas as pd
import pyarrow as pa

from regioncodes.formats.delimited_texts import cells_limited, delimiter_of
from regioncodes.formats.documents import FileError
from regioncodes.formats.opening import hidden_rows, workbook_rows
from regioncodes.formats.text_encodings import decoded
from regioncodes.ground.errors import raise_problems
from regioncodes.surveys.table_edges import SAMPLE_ROWS, above_notice, rows_above

SAMPLE_BYTES = 200_000
BLOCK_BYTES = 1 << 24
NAMED_ROWS = 20
NAMING = "for inspect by --sheet NAME, for tabulate in the codebook's column 'sheet'"


def csv_table(path: str | Path, encoding: str = "") -> tuple[pd.DataFrame, list[str]]:
    """Cells of delimited text and notices: columns numbered from 1, rows as a spreadsheet program numbers them.

    Every cell is text without blanks around it, "" where nothing stands: "None", "NA" and "нет" are answers.
    encoding: as the codebook states it; else found from the bytes, and a guess is a notice. Rows without any
    text are left out. Raises StudyError for bytes that are no text and rows of another width than the header.
    """
    try:
        return _csv_table(path, encoding)
    except (csv.Error, pa.ArrowInvalid) as error:
        raise_problems([f"the text is damaged ({error}); export the answers again"], f"{path}")


@cells_limited()
def _csv_table(path: str | Path, encoding: str) -> tuple[pd.DataFrame, list[str]]:
    source, notices = _utf8(Path(path), encoding)
    with source:
        sample = source.read(SAMPLE_BYTES).decode("utf-8", errors="ignore").removeprefix("\ufeff")
        delimiter = delimiter_of(sample)
        first = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        rows = [next(first, [])]
        # An answer too long for this reader is none for the next one; the rows before it tell where the header stands.
        with suppress(csv.Error):
            rows.extend(islice(first, SAMPLE_ROWS - 1))
        height = rows_above(rows)
        if not rows[height]:
            raise_problems(["the file is empty; export the answers again"], f"{path}")
        _at_row(source, height, delimiter)
        table = _parsed(source, delimiter, len(rows[height]))
        if table is None:
            _at_row(source, height, delimiter)
            lines = io.TextIOWrapper(source, encoding="utf-8-sig", newline="")
            raise_problems(_ragged_rows(lines, delimiter, height), f"{path}")
    table = _numbered(table.to_pandas(types_mapper=_text_type), height)
    return table, notices + above_notice(rows, height)


def _at_row(source: BinaryIO, height: int, delimiter: str) -> None:
    """Put a text at the beginning of the row under so many others, which may hold line breaks."""
    source.seek(0)
    if height:
        lines = (line.decode("utf-8-sig") for line in iter(source.readline, b""))
        for _ in islice(csv.reader(lines, delimiter=delimiter), height):
            pass


def excel_table(path: str | Path, sheet: str = "") -> tuple[pd.DataFrame, list[str]]:
    """Cells of one sheet as text and notices, in the form of `csv_table`; dates and times as in ISO 8601.

    sheet: its name, not needed where the workbook has only one. Raises StudyError for a file that is no workbook, or
    that is damaged or too large.
    """
    try:
        return _excel_table(path, sheet)
    except FileError as error:
        raise_problems([f"the file {error}"], f"{path}")


def _excel_table(path: str | Path, sheet: str) -> tuple[pd.DataFrame, list[str]]:
    sheets, rows = workbook_rows(path, sheet)
    if not sheets:
        raise FileError("is a workbook without a sheet; export the answers again")
    names = "', '".join(sheets)
    if sheet == "" and len(sheets) > 1:
        raise_problems([f"the workbook has the sheets '{names}'; name one: {NAMING}"], f"{path}")
    name = sheet or sheets[0]
    if name not in sheets:
        raise_problems([f"no sheet '{name}', which the codebook names; there are '{names}'"], f"{path}")
    if not rows:
        raise_problems([f"sheet '{name}' is empty"], f"{path}")
    texts = [[cell_text(cell) for cell in row] for row in rows]
    height = rows_above(texts)
    table = _numbered(pd.DataFrame(texts[height:], dtype="str"), height)
    hidden = table.index.intersection(hidden_rows(path, name))
    return table, above_notice(texts, height) + _hidden_notice(hidden)


def _hidden_notice(hidden: pd.Index) -> list[str]:
    if hidden.empty:
        return []
    named = ", ".join(map(str, hidden[:NAMED_ROWS])) + (" …" if len(hidden) > NAMED_ROWS else "")
    number = f"{len(hidden)} row{'s are' if len(hidden) > 1 else ' is'}"
    return [f"{number} hidden in the sheet and read like the others ({named}); delete what is not meant to count"]


def cell_text(cell: object) -> str:
    """Text of a cell as a codebook writes it: whole numbers without a decimal point, dates as in ISO 8601."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def folded(text: str) -> str:
    """A text with its line breaks and repeated blanks made single blanks."""
    return " ".join(text.split())


def _utf8(path: Path, encoding: str) -> tuple[BinaryIO, list[str]]:
    """The text of a file as UTF-8, to be read from its beginning, and a notice where its encoding was guessed."""
    try:
        if encoding:
            return io.BytesIO(path.read_bytes().decode(encoding).encode()), []
        if _is_utf8(path):
            return path.open("rb"), []
        text = decoded(path.read_bytes())
    except LookupError:
        raise_problems([f"encoding '{encoding}' is not known; write utf-8, cp1251, koi8-r, cp866 or utf-16"], f"{path}")
    except UnicodeDecodeError as error:
        raise_problems([f"byte {error.start} is not {encoding}, which the codebook names in 'encoding'"], f"{path}")
    except FileError as error:
        raise_problems([f"the file {error}"], f"{path}")
    guess = f"the encoding is not stated; by its letters it is {text.encoding} (codebook column 'encoding' overrides)"
    return io.BytesIO(text.content.encode()), [guess] if text.guessed else []


def _is_utf8(path: Path) -> bool:
    # Decoded in parts, so that a file of a million answers is never held whole.
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK_BYTES):
                if "\0" in decoder.decode(block):
                    return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _parsed(source: BinaryIO, delimiter: str, width: int) -> pa.Table | None:
    """Text cells of delimited text, or None where a row is longer or shorter than the first."""
    import pyarrow.compute as pc
    from pyarrow import csv as arrow_csv

    ragged = []
    reader = arrow_csv.open_csv(
        source,
        read_options=arrow_csv.ReadOptions(autogenerate_column_names=True, block_size=BLOCK_BYTES),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=lambda row: ragged.append(row) or "skip",
        ),
        convert_options=arrow_csv.ConvertOptions(
            strings_can_be_null=False, column_types={f"f{number}": pa.large_string() for number in range(width)}
        ),
    )
    # Block by block, so that cells with and without blanks around them are never held side by side.
    blocks = [[pc.utf8_trim_whitespace(column) for column in block.columns] for block in reader]
    if ragged or len(reader.schema) != width:
        return None
    return pa.Table.from_batches([pa.RecordBatch.from_arrays(block, reader.schema.names) for block in blocks])


def _text_type(kind: pa.DataType) -> pd.StringDtype:
    return pd.StringDtype(na_value=float("nan"))


def _ragged_rows(lines: TextIO, delimiter: str, height: int) -> list[str]:
    header, *rows = csv.reader(lines, delimiter=delimiter)
    problems = [
        f"row {number} has {len(row)} cells, the header has {len(header)}"
        for number, row in enumerate(rows, start=height + 2)
        if row and len(row) != len(header)
    ]
    return problems or ["the quotation marks do not match; export the answers again"]


def _numbered(table: pd.DataFrame, height: int) -> pd.DataFrame:
    """The table with columns from 1 and rows from the one after so many others; rows without any text are left out."""
    table.columns = range(1, table.shape[1] + 1)
    table.index = pd.RangeIndex(height + 1, height + len(table) + 1, name="row")
    blank = np.logical_and.reduce([(table[column] == "").to_numpy() for column in table])
    return table[~blank] if blank.any() and table.shape[1] > 1 else table
