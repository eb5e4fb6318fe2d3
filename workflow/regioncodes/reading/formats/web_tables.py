"""HTML tables, which many sites hand out under the name .xls."""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from regioncodes.reading.formats.documents import (
    Area,
    Cell,
    Document,
    FileError,
    Sheet,
    check_extent,
    gathered,
    grid_of,
)
from regioncodes.reading.formats.text_encodings import Text, decoded

TRUE_FORMAT = "HTML tables"
# Every alternative stops at the next angle bracket, so the time is proportional to the length of the text.
TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>|([^<]+|<)")
ATTRIBUTE = re.compile(r"(?<![a-zA-Z:-])([a-zA-Z:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_-]+)")
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
UNREAD = {"script", "style", "title"}
BREAKS = {"br", "p", "div", "li"}
WIDEST_SPAN = 1000


class Token(NamedTuple):
    """A tag (its name in lower case, whether it closes, its attributes) or, without a name, a text."""

    name: str
    closes: bool
    attributes: str
    text: str


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
        raise FileError("is a web page (HTML) without a table, perhaps an error page; download the file again")
    named = zip(table_names(len(tables)), tables, strict=True)
    sheets = gathered(_sheet(name, table) for name, table in named)
    notices = (f"the encoding is not stated; by its letters it is {text.encoding}",) if text.guessed else ()
    return Document(f"{TRUE_FORMAT}, {text.encoding}", sheets, notices)


def web_superscripts(content: bytes, sheet: str) -> dict[Cell, str]:
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

    cells: dict[Cell, TableCell]
    merged: tuple[Area, ...]
    hidden_rows: frozenset[int]


def placed(rows: list[TableRow]) -> PlacedTable:
    """The cells of a table at their places, right of those that reach down from the rows above.

    Raises FileError where they span more cells than MOST_CELLS.
    """
    cells: dict[Cell, TableCell] = {}
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
        try:
            return Text(content.decode(name), name.lower(), False)
        except (UnicodeDecodeError, LookupError):
            found = decoded(content)
            return found._replace(guessed=True)
    return decoded(content)


def _tables(page: str) -> list[list[TableRow]]:
    """Rows of every table that holds cells; a table within a cell counts as its text."""
    tables: list[list[TableRow]] = []
    depth = 0
    cell: _OpenCell | None = None
    for token in _tokens(page):
        if token.name == "table":
            depth = max(0, depth + (-1 if token.closes else 1))
            if depth == 1 and not token.closes:
                tables.append([])
        within = depth + (token.name == "table" and token.closes)
        if token.name in {"tr", "td", "th", "table"} and within <= 1 and cell:
            tables[-1][-1].cells.append(cell.closed())
            cell = None
        if depth == 1 and not token.closes and token.name == "tr":
            tables[-1].append(TableRow([], bool(HIDDEN.search(token.attributes))))
        elif depth == 1 and not token.closes and token.name in {"td", "th"}:
            if not tables[-1]:
                tables[-1].append(TableRow([], False))
            cell = _OpenCell(token.attributes)
        elif cell:
            cell.take(token)
    if cell:
        tables[-1][-1].cells.append(cell.closed())
    return [rows for rows in tables if any(row.cells for row in rows)]


class _OpenCell:
    """A cell whose end has not been met."""

    def __init__(self, attributes: str) -> None:
        facts = {name.lower(): "".join(values) for name, *values in ATTRIBUTE.findall(attributes)}
        self.rows, self.columns = (_span(facts.get(name, "")) for name in ("rowspan", "colspan"))
        self.pieces: list[str] = []
        self.raised: list[str] = []
        self.depth = 0

    def take(self, token: Token) -> None:
        if token.name == "sup":
            self.depth = max(0, self.depth + (-1 if token.closes else 1))
        elif token.name in BREAKS:
            self.pieces.append("\n")
        elif not token.name:
            # A line break in the source is a blank on the page.
            text = html.unescape(re.sub(r"[ \t\r\n]+", " ", token.text))
            self.pieces.append(text)
            if self.depth:
                self.raised.append(text)

    def closed(self) -> TableCell:
        lines = (line.strip(" ") for line in "".join(self.pieces).split("\n"))
        text = "\n".join(line for line in lines if line)
        return TableCell(text, "".join(self.raised).strip(), self.rows, self.columns)


def _span(text: str) -> int:
    return min(max(int(text), 1), WIDEST_SPAN) if text.strip().isdecimal() else 1


def _tokens(page: str) -> Iterator[Token]:
    """Tags and texts outside comments, scripts and styles."""
    unread = ""
    for match in TOKEN.finditer(_without_comments(page)):
        closing, name, attributes, text = match.groups()
        name = (name or "").lower()
        if unread:
            unread = "" if closing and name == unread else unread
        elif name in UNREAD and not closing:
            unread = name
        else:
            yield Token(name, bool(closing), attributes or "", text or "")


def _without_comments(page: str) -> str:
    first, *others = page.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)
