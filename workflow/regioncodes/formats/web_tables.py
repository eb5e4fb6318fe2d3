"""HTML tables, which many sites hand out under the name .xls."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from regioncodes.formats.documents import Area, Document, FileError, Position, Sheet, check_extent, gathered, grid_of
from regioncodes.formats.text_encodings import Text, as_utf_8, decoded
from regioncodes.formats.xml_trees import check_tags

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TRUE_FORMAT = "HTML tables"
WHAT = "a web page (HTML)"
CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_-]+)")
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
RAISED = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)
UNREAD = ("script", "style", "title")
BREAKS = ("br", "p", "div", "li")
BREAK = "\u2028"  # a line break on the page; one in the source is a blank there
BLANKS = re.compile(r"[ \t\r\n]+")
WIDEST_SPAN = 1000


class TableCell(NamedTuple):
    """A cell as written: its text, the superscript in it, and how many rows and columns it takes."""

    text: str
    superscript: str
    rows: int
    columns: int


class TableRow(NamedTuple):
    """The cells of a row, and whether it is shown."""

    cells: list[TableCell]
    hidden: bool


def read_web_tables(content: bytes) -> Document:
    """One sheet for each table of a page: 'table 1', 'table 2' …, or "" where there is only one.

    A cell that spans others fills its first place; the area is listed as merged. Texts are not converted to numbers.
    Raises FileError for a page without a table.
    """
    text = web_text(content)
    tables = [placed(rows) for rows in _tables(text.content)]
    if not tables:
        raise FileError(f"is {WHAT} without a table, perhaps an error page; download the file again")
    named = zip(table_names(len(tables)), tables, strict=True)
    sheets = gathered(_sheet(name, table) for name, table in named)
    notices = (f"the encoding is not stated, or wrongly; by its letters it is {text.encoding}",) if text.guessed else ()
    return Document(f"{TRUE_FORMAT}, {text.encoding}", sheets, notices)


def web_superscripts(content: bytes, sheet: str) -> dict[Position, str]:
    """The superscript text of every cell of one table that has any, by row and column counted from 0."""
    tables = [placed(rows) for rows in _tables(web_text(content).content)]
    names = table_names(len(tables))
    if sheet not in names:
        return {}
    cells = tables[names.index(sheet)].cells
    return {place: cell.superscript for place, cell in cells.items() if cell.superscript}


def table_names(count: int) -> list[str]:
    """Names of the sheets of a file that holds so many tables without names."""
    return [""] if count == 1 else [f"table {number}" for number in range(1, count + 1)]


class PlacedTable(NamedTuple):
    """The cells of a table by their places, the areas that spanning cells take, and the rows that are hidden."""

    cells: dict[Position, TableCell]
    merged: tuple[Area, ...]
    hidden_rows: frozenset[int]


def placed(rows: list[TableRow]) -> PlacedTable:
    """The cells of a table at their places, right of those that reach down from the rows above.

    Raises FileError where they span more cells than MOST_CELLS.
    """
    cells: dict[Position, TableCell] = {}
    taken: dict[int, int] = {}  # by column: the last row that a cell above reaches
    merged: list[Area] = []
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while taken.get(column, -1) >= number:
                column += 1
            cells[number, column] = cell
            last_row = min(number + cell.rows, len(rows)) - 1
            last_column = column + cell.columns - 1
            check_extent(len(rows), last_column + 1, "")
            if (last_row, last_column) != (number, column):
                merged.append((number, column, last_row, last_column))
                taken |= {place: max(last_row, taken.get(place, 0)) for place in range(column, last_column + 1)}
            column = last_column + 1
    return PlacedTable(cells, tuple(merged), frozenset(number for number, row in enumerate(rows) if row.hidden))


def _sheet(name: str, table: PlacedTable) -> Sheet:
    contents = {place: cell.text for place, cell in table.cells.items()}
    return Sheet(name, grid_of(contents, name), table.hidden_rows, frozenset(), table.merged)


def web_text(content: bytes) -> Text:
    """The text of a page in the encoding that it states, else in the one that its bytes suggest."""
    stated = CHARSET.search(content[:4096])
    if stated and not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = stated.group(1).decode("ascii")
        # Bytes that are UTF-8 are nothing else by chance, whatever the page says.
        if not content.isascii() and (found := as_utf_8(content)) is not None:
            return Text(found, "utf-8", name.lower() not in ("utf-8", "utf8"))
        try:
            return Text(content.decode(name), name.lower(), False)
        except (UnicodeDecodeError, LookupError):
            return decoded(content)._replace(guessed=True)
    return decoded(content)


@lru_cache(maxsize=1)
def _tables(page: str) -> list[list[TableRow]]:
    """Rows of every table that holds cells; a table within a cell counts as its text.

    They are kept because the superscripts of each table are asked for one by one.
    """
    outermost = (table for table in _root(page).iter("table") if _around(table, "table") is None)
    tables = [_rows(table) for table in outermost]
    return [rows for rows in tables if any(row.cells for row in rows)]


def _root(page: str) -> "Element":
    """The page as a tree without comments and scripts.

    Raises FileError for a page of too many tags, or nested deeper than its parser goes.
    """
    from lxml import etree

    content = page.encode("utf-8")
    check_tags(content, WHAT)
    # What is decoded already has one encoding, whatever the page says of itself.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(content, parser)
    if any("depth" in error.message for error in parser.error_log):
        raise FileError(f"is {WHAT} nested too deeply; open it in a spreadsheet program and save it as .xlsx")
    etree.strip_elements(root, *UNREAD, with_tail=False)
    for element in root.iter(*BREAKS):
        element.text = BREAK + (element.text or "")
        element.tail = BREAK + (element.tail or "")
    return root


def _rows(table: "Element") -> list[TableRow]:
    rows: list[TableRow] = []
    for element in table.iter("tr", "td", "th"):
        if _around(element, "table") is not table:
            continue
        if element.tag == "tr":
            rows.append(TableRow([], bool(HIDDEN.search(element.get("style", "")))))
        else:
            if not rows:
                rows.append(TableRow([], False))
            rows[-1].cells.append(_cell(element))
    return rows


def _around(element: "Element", tag: str) -> "Element | None":
    return next(element.iterancestors(tag), None)


def _cell(element: "Element") -> TableCell:
    raised = (
        _text(part)
        for part in element.iter("sup", "span", "font")
        if _is_raised(part) and not any(map(_is_raised, part.iterancestors()))
    )
    lines = (line.strip(" ") for line in _text(element).split(BREAK))
    spans = (_span(element.get(name, "")) for name in ("rowspan", "colspan"))
    return TableCell("\n".join(filter(None, lines)), "".join(raised).replace(BREAK, "").strip(), *spans)


def _is_raised(element: "Element") -> bool:
    return element.tag == "sup" or (element.tag in ("span", "font") and bool(RAISED.search(element.get("style", ""))))


def _text(element: "Element") -> str:
    return BLANKS.sub(" ", "".join(element.itertext()))


def _span(text: str) -> int:
    return min(max(int(text), 1), WIDEST_SPAN) if text.strip().isdecimal() else 1
