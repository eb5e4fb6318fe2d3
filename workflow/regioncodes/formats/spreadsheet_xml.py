"""SpreadsheetML 2003, the XML that statistical offices hand out under the name .xls."""

from collections.abc import Iterator

from regioncodes.formats.documents import NO_RESULT, Area, Document, Position, Sheet, gathered, grid_of
from regioncodes.formats.xml_trees import Element, attributes, children, local, text_of

TRUE_FORMAT = "SpreadsheetML 2003"
NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def read_spreadsheet_xml(root: Element) -> Document:
    """Sheets of a workbook in SpreadsheetML 2003; cells stand where ss:Index puts them."""
    return Document(TRUE_FORMAT, gathered(_sheet(worksheet) for worksheet in children(root, "Worksheet")))


def spreadsheet_xml_superscripts(root: Element, sheet: str) -> dict[Position, str]:
    """The superscript text of every cell of one sheet that has any, by row and column counted from 0."""
    found = {}
    for worksheet in children(root, "Worksheet"):
        if attributes(worksheet).get("Name", "") == sheet:
            for place, cell in _cells(worksheet):
                raised = [text_of(part) for part in cell.iter() if local(part.tag) == "Sup"]
                if "".join(raised):
                    found[place] = "".join(raised)
    return found


def _sheet(worksheet: Element) -> Sheet:
    name = attributes(worksheet).get("Name", "")
    contents: dict[Position, float | str] = {}
    faults: dict[Position, str] = {}
    merged: list[Area] = []
    for (row, column), cell in _cells(worksheet):
        facts = attributes(cell)
        content, fault = _content(cell)
        if content != "":
            contents[row, column] = content
        if fault:
            faults[row, column] = fault
        across, down = int(facts.get("MergeAcross", 0)), int(facts.get("MergeDown", 0))
        if across or down:
            merged.append((row, column, row + down, column + across))
    # Faults are left blank in the grid, which must reach them none the less.
    grid = grid_of({**dict.fromkeys(faults, ""), **contents}, name)
    width = len(grid[0]) if grid else 0
    rows = [number for row, number in _numbered(children(worksheet, "Table", "Row")) if _is_hidden(row)]
    columns = _hidden_columns(worksheet, width)
    visible = not any(
        text_of(mark).strip() in {"SheetHidden", "SheetVeryHidden"}
        for mark in children(worksheet, "WorksheetOptions", "Visible")
    )
    return Sheet(name, grid, frozenset(rows), columns, tuple(merged), faults, visible)


def _cells(worksheet: Element) -> Iterator[tuple[Position, Element]]:
    """Cells with their places."""
    for row, number in _numbered(children(worksheet, "Table", "Row")):
        column = 0
        for cell in children(row, "Cell"):
            facts = attributes(cell)
            column = int(facts.get("Index", column + 1)) - 1
            yield (number, column), cell
            # A merged cell takes the places beside it, so that the next one stands after them.
            column += 1 + int(facts.get("MergeAcross", 0))


def _numbered(elements: list[Element]) -> list[tuple[Element, int]]:
    """Rows or columns with their numbers, counted from 0: ss:Index sets one, ss:Span repeats it for the next ones."""
    found, number = [], 0
    for element in elements:
        facts = attributes(element)
        number = int(facts.get("Index", number + 1)) - 1
        found.append((element, number))
        number += 1 + int(facts.get("Span", 0))
    return found


def _is_hidden(element: Element) -> bool:
    return attributes(element).get("Hidden") == "1"


def _hidden_columns(worksheet: Element, width: int) -> frozenset[int]:
    hidden: set[int] = set()
    for column, number in _numbered(children(worksheet, "Table", "Column")):
        if _is_hidden(column):
            span = int(attributes(column).get("Span", 0))
            hidden.update(range(number, min(number + span + 1, width)))
    return frozenset(hidden)


def _content(cell: Element) -> tuple[float | str, str]:
    """What a cell holds, and the fault in it or ""."""
    data = children(cell, "Data")
    if not data:
        return "", NO_RESULT if "Formula" in attributes(cell) else ""
    kind, text = attributes(data[0]).get("Type", "String"), text_of(data[0])
    if kind == "Error":
        return "", text or "an error without a name"
    if kind == "Number" and (number := _number(text)) is not None:
        return number, ""
    if kind == "Boolean":
        return ("TRUE" if text.strip() == "1" else "FALSE"), ""
    if kind == "DateTime":
        return text.removesuffix("T00:00:00.000"), ""
    return text, ""


def _number(text: str) -> float | None:
    """The number, or None where the text is none in spite of its type: the cell then shows what stands there."""
    try:
        return float(text)
    except ValueError:
        return None
