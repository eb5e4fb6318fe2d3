"""All printed tables of one language as one Excel workbook: numbers as numbers, a sheet of contents before them."""

import csv
import datetime
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from regioncodes.exhibits.printing.printed_tables import read_html
from regioncodes.ground.files import write_whole
from regioncodes.ground.tables import unguarded
from regioncodes.words.numbers import DECIMAL_MARKS, MINUS, THOUSANDS_MARKS
from regioncodes.words.texts import Texts

PLACE = re.compile(r"table_(?P<supplement>s?)(?P<number>\d+)")
FIXED_MOMENT = datetime.datetime(1980, 1, 1)
WIDEST_CHARACTERS = 60


class Sheet(NamedTuple):
    """One printed table: its name, the words around it, and its cells, headings first."""

    name: str
    title: str
    caption: str
    note: str
    rows: list[list[str]]


def read_sheet(page: str | Path, cells: str | Path) -> Sheet:
    """A printed table from its HTML page (title, caption, note) and its CSV file (cells)."""
    printed = read_html(page)
    return Sheet(Path(page).name.split(".")[0], printed.title, printed.caption, printed.note, rows=_cells(cells))


def _cells(path: str | Path) -> list[list[str]]:
    """Cells of a printed table, without the apostrophe that keeps a spreadsheet from running one as a formula."""
    with open(path, encoding="utf-8", newline="") as file:
        return [[unguarded(cell) for cell in row] for row in csv.reader(file)]


def sheets(files: Sequence[str]) -> list[Sheet]:
    """Tables of one language, the article's before the supplements, by number.

    files: paths of which the `.html` and the `.csv` of each table are read.
    """
    pages = [file for file in files if file.endswith(".html")]
    found = [read_sheet(page, f"{page.removesuffix('.html')}.csv") for page in pages]
    return sorted(found, key=lambda sheet: _place(sheet.name))


def _place(name: str) -> tuple:
    found = PLACE.match(name)
    return (bool(found["supplement"]), int(found["number"]), name) if found else (True, 10**6, name)


def number_of(text: str, language: str) -> tuple[float, int] | None:
    """Value and decimals of a printed number; None for any other text, a percentage or an interval included."""
    plain = text.replace(THOUSANDS_MARKS[language], "").replace(DECIMAL_MARKS[language], ".").replace(MINUS, "-")
    if not re.fullmatch(r"-?\d+(\.\d+)?", plain):
        return None
    return float(plain), len(plain.partition(".")[2])


def write_workbook(tables: Sequence[Sheet], texts: Texts, path: str | Path) -> None:
    """Write the workbook: contents with a link to each sheet, then a sheet for each table; same tables, same bytes.

    No cell is a formula, whatever its text begins with. A printed number becomes a number that shows its decimals.
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
            _write_sheet(workbook, table, texts.language, formats, numbers)
    write_whole(content.getvalue(), path)


def _write_contents(workbook, tables: Sequence[Sheet], texts: Texts, formats: dict) -> None:
    contents = workbook.add_worksheet(texts["workbook.contents"])
    contents.set_column(0, 0, 28)
    contents.set_column(1, 1, 110)
    contents.write_string(0, 0, texts["workbook.title"], formats["bold"])
    for row, table in enumerate(tables, start=2):
        contents.write_url(row, 0, f"internal:'{table.name}'!A1", formats["link"], table.name)
        contents.write_string(row, 1, f"{table.title} {table.caption}", formats["wrap"])


def _write_sheet(workbook, table: Sheet, language: str, formats: dict, numbers: dict) -> None:
    """Title and caption, headings, cells, note. numbers: formats by decimals, shared by all sheets."""
    sheet = workbook.add_worksheet(table.name[:31])
    sheet.write_string(0, 0, table.title, formats["bold"])
    sheet.write_string(1, 0, table.caption)
    heads, *rows = table.rows
    for column, head in enumerate(heads):
        widest = max(len(row[column]) for row in table.rows)
        sheet.set_column(column, column, min(max(widest, 8) + 2, WIDEST_CHARACTERS))
        sheet.write_string(3, column, head, formats["head"])
    for row, cells in enumerate(rows, start=4):
        for column, text in enumerate(cells):
            found = number_of(text, language)
            if found is None:
                sheet.write_string(row, column, text, formats["wrap"])
                continue
            value, decimals = found
            if decimals not in numbers:
                pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
                numbers[decimals] = workbook.add_format({"num_format": pattern, "font_name": "Arial", "valign": "top"})
            sheet.write_number(row, column, value, numbers[decimals])
    sheet.write_string(len(table.rows) + 4, 0, table.note)
    sheet.freeze_panes(4, 1)
