"""What the values of an Office Open XML sheet do not tell: hidden rows and columns, errors, formulas without result."""

import re

from regioncodes.formats.documents import NO_RESULT, column_number
from regioncodes.formats.stored_values import SheetMetadata
from regioncodes.formats.xml_trees import Element, children, local, text_of, tree

HIDDEN = re.compile(rb"hidden=[\"'](?:1|t)")
ADDRESS = re.compile(r"([A-Z]{1,3})(\d+)")
CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
# How nearly every writer begins a cell; others, and cells without an address, are legal too.
USUAL_CELL = re.compile(rb"<c r=\"([A-Z]{1,3})(\d{1,7})\"")
# A cell that is written otherwise, or may lie outside of the columns A to ZZ and the rows 1 to 9999.
# Two patterns, not one: each is then looked for by the letters that it begins with, five times as fast.
OTHER_CELLS = (re.compile(rb"<c(?! r=\"[A-Z]{1,2}\d{1,4}\")[\s/>]"), re.compile(rb":c[\s/>]"))
NEAR_ROWS, NEAR_COLUMNS = 9_999, 702
# One of these stands in a sheet with a formula that lacks a result, however the writer spaces its tags.
NO_VALUE = (b"<v></v>", b"<v/>", b"<v />", b"</f></c>", b"/></c>", b"</f>\n", b"</f>\r", b"</f> ")
TRUE = {"1", "true"}


def marks(xml: bytes) -> SheetMetadata:
    """Marks of one sheet.

    xml: the sheet's member of the archive. It is parsed only where a search of its bytes says that it may hold marks:
    most sheets hold none, and parsing takes longer than reading the values.
    """
    faulty, hiding = _may_hold_faults(xml), HIDDEN.search(xml)
    if not (faulty or hiding):
        return SheetMetadata([], [], {})
    root = tree(xml, "a sheet of a workbook (xlsx)")
    rows = numbered_rows(root)
    hidden_columns = [
        (int(column.get("min", "1")) - 1, int(column.get("max", "1")) - 1)
        for column in children(root, "cols", "col")
        if column.get("hidden") in TRUE
    ]
    hidden_rows = [number for row, number in rows if row.get("hidden") in TRUE]
    faults = {
        (number, column): fault
        for row, number in (rows if faulty else ())
        for cell, column in numbered_cells(row)
        if (fault := _fault(cell))
    }
    return SheetMetadata(hidden_rows, hidden_columns, faults)


def lies_near(xml: bytes, most_cells: int) -> bool:
    """Whether the cells of a sheet surely span no more than so many: told without a look at each address."""
    return most_cells >= NEAR_ROWS * NEAR_COLUMNS and not any(cell.search(xml) for cell in OTHER_CELLS)


def extent(xml: bytes) -> tuple[int, int]:
    """Rows and columns from A1 to the last cell of one sheet, whether its cells bear addresses or follow each other.

    The reader of values takes memory for all of them, so this is asked before. The sheet is parsed only where a cell
    is written in an unusual way.
    """
    usual = USUAL_CELL.findall(xml)
    if len(usual) == len(CELL.findall(xml)):
        columns = (column_number(letters.decode()) + 1 for letters in {letters for letters, _ in usual})
        return max((int(number) for _, number in usual), default=0), max(columns, default=0)
    rows = columns = 0
    for row, number in numbered_rows(tree(xml, "a sheet of a workbook (xlsx)")):
        for cell, column in numbered_cells(row):
            address = ADDRESS.fullmatch(cell.get("r", "").upper())
            rows = max(rows, number + 1, int(address[2]) if address else 0)
            columns = max(columns, column + 1, column_number(address[1]) + 1 if address else 0)
    return rows, columns


def numbered_rows(root: Element) -> list[tuple[Element, int]]:
    """Rows of a sheet with their numbers; a row without a number follows the one before it."""
    rows, number = [], -1
    for row in children(root, "sheetData", "row"):
        number = int(row.get("r", number + 2)) - 1
        rows.append((row, number))
    return rows


def numbered_cells(row: Element) -> list[tuple[Element, int]]:
    """Cells of a row with the numbers of their columns; a cell without an address follows the one before it."""
    cells, column = [], -1
    for cell in children(row, "c"):
        address = ADDRESS.fullmatch(cell.get("r", ""))
        column = column_number(address.group(1)) if address else column + 1
        cells.append((cell, column))
    return cells


def _may_hold_faults(xml: bytes) -> bool:
    # The name of every error begins with #, and one byte is found faster than several.
    if b"#" in xml and (b'"e"' in xml or b"'e'" in xml):
        return True
    # A writer that gives every tag a prefix is rare enough to be parsed whole.
    return b":worksheet" in xml[:2000] or (b"<f" in xml and any(mark in xml for mark in NO_VALUE))


def _fault(cell: Element) -> str:
    """The error a cell shows, or that its formula has no result; "" for a sound cell."""
    parts = {local(part.tag): part for part in cell}
    value = text_of(parts["v"]).strip() if "v" in parts else ""
    if cell.get("t") == "e":
        return value or "an error without a name"
    # A formula may give an empty text, which is stored as a text without letters.
    empty_text = "v" in parts and cell.get("t") == "str"
    return NO_RESULT if "f" in parts and not value and not empty_text else ""
