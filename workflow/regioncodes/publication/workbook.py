"""All printed tables of one language as one Excel workbook: numbers as numbers, a sheet of contents before them."""

import datetime
import io
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from regioncodes.exhibits.printing.machine_tables import read_csv
from regioncodes.exhibits.printing.printed_tables import read_html
from regioncodes.ground.files import write_whole
from regioncodes.words.texts import LANGUAGES, Texts

PLACE = re.compile(r"table_(?P<supplement>s?)(?P<number>\d+)")
FIXED_MOMENT = datetime.datetime(1980, 1, 1)
WIDEST_CHARACTERS = 60
# Figures that the largest number of a column shows at least, and decimals that none shows more of.
SHOWN_FIGURES, MOST_DECIMALS = 4, 3


class Sheet(NamedTuple):
    """One printed table: its name, the words around it, and its cells, headings first."""

    name: str
    title: str
    caption: str
    note: str
    rows: list[list[str]]


def read_sheet(page: str | Path, language: str) -> Sheet:
    """A printed table from its HTML page (title, caption, note) and the CSV file beside it (cells)."""
    printed, name = read_html(page), Path(page).name.split(".")[0]
    rows = read_csv(Path(page).with_name(f"{name}.csv"), language, LANGUAGES)
    return Sheet(name, printed.title, printed.caption, printed.note, rows)


def sheets(files: Sequence[str], language: str) -> list[Sheet]:
    """Tables of one language, the article's before the supplements, by number.

    files: paths of which the `.html` of each table in the language are read, and the `.csv` beside them.
    """
    found = [read_sheet(page, language) for page in files if page.endswith(f".{language}.html")]
    return sorted(found, key=lambda sheet: _place(sheet.name))


def _place(name: str) -> tuple:
    found = PLACE.match(name)
    return (bool(found["supplement"]), int(found["number"]), name) if found else (True, 10**6, name)


def number_of(text: str) -> float | None:
    """The number that a cell holds; None for any other text."""
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", text) else None


def decimals_of(numbers: Sequence[float]) -> int:
    """Decimals of a column: none where all numbers are whole, else four figures of the largest, three at most."""
    if all(float(value).is_integer() for value in numbers):
        return 0
    largest = max(abs(value) for value in numbers)
    return min(MOST_DECIMALS, max(0, SHOWN_FIGURES - 1 - math.floor(math.log10(largest))))


def _pattern(numbers: Sequence[float]) -> str:
    """How a column's numbers are shown; years, being whole and of four figures, without a mark for thousands."""
    if numbers and all(value.is_integer() and 1000 <= value < 10000 for value in numbers):
        return "0"
    decimals = decimals_of(numbers)
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def write_workbook(tables: Sequence[Sheet], texts: Texts, path: str | Path) -> None:
    """Write the workbook: contents with a link to each sheet, then a sheet for each table; same tables, same bytes.

    No cell is a formula, whatever its text begins with. A number is whole in its cell and shows some of its decimals.
    """
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        workbook.set_properties({"title": texts["workbook.title"], "created": FIXED_MOMENT})
        workbook.formats[0].set_font_name("Arial")
        formats = {
            "bold": workbook.add_format({"bold": True, "font_name": "Arial"}),
            "head": workbook.add_format({"bold": True, "font_name": "Arial", "bottom": 1, "text_wrap": True}),
            "wrap": workbook.add_format({"text_wrap": True, "valign": "top", "font_name": "Arial"}),
            "link": workbook.add_format({"underline": 1, "font_color": "#0072B2", "font_name": "Arial"}),
        }
        _write_contents(workbook, tables, texts, formats)
        numbers: dict[int, object] = {}
        for table in tables:
            _write_sheet(workbook, table, formats, numbers)
    write_whole(content.getvalue(), path)


def _write_contents(workbook, tables: Sequence[Sheet], texts: Texts, formats: dict) -> None:
    contents = workbook.add_worksheet(texts["workbook.contents"])
    contents.set_column(0, 0, 28)
    contents.set_column(1, 1, 110)
    contents.write_string(0, 0, texts["workbook.title"], formats["bold"])
    for row, table in enumerate(tables, start=2):
        contents.write_url(row, 0, f"internal:'{table.name}'!A1", formats["link"], table.name)
        contents.write_string(row, 1, f"{table.title} {table.caption}", formats["wrap"])


def _write_sheet(workbook, table: Sheet, formats: dict, numbers: dict) -> None:
    """Title and caption, headings, cells, note. numbers: formats by pattern, shared by all sheets."""
    sheet = workbook.add_worksheet(table.name[:31])
    sheet.write_string(0, 0, table.title, formats["bold"])
    sheet.write_string(1, 0, table.caption)
    heads, *rows = table.rows
    for column, head in enumerate(heads):
        widest = max(len(row[column]) for row in table.rows)
        sheet.set_column(column, column, min(max(widest, 8) + 2, WIDEST_CHARACTERS))
        sheet.write_string(3, column, head, formats["head"])
        values = [number_of(row[column]) for row in rows]
        pattern = _pattern([value for value in values if value is not None])
        if pattern not in numbers:
            numbers[pattern] = workbook.add_format({"num_format": pattern, "font_name": "Arial", "valign": "top"})
        for row, (cells, value) in enumerate(zip(rows, values, strict=True), start=4):
            if value is not None:
                sheet.write_number(row, column, value, numbers[pattern])
            elif cells[column]:
                sheet.write_string(row, column, cells[column], formats["wrap"])
    sheet.write_string(len(table.rows) + 4, 0, table.note)
    sheet.freeze_panes(4, 1)
