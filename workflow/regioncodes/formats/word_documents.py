"""Tables in Word documents (docx)."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from regioncodes.formats.archives import Archive
from regioncodes.formats.documents import Area, Document, FileError, Position, Sheet, gathered, grid_of
from regioncodes.formats.web_tables import table_names
from regioncodes.formats.xml_trees import Element, attributes, children, local, tree

BODY = "word/document.xml"
NOTE_LINE = re.compile(r"\d{1,2}\)|_{3,}")
# Text in a box is written twice, the second time for old readers; and a table in a cell is a table of its own.
SKIPPED = {"Fallback", "tcPr", "pPr", "rPr"}
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class WordTable(NamedTuple):
    """A table of a document with the paragraphs that belong to it: those above, its rows, those below.

    They are elements in a docx and texts in a doc.
    """

    above: list
    rows: list
    below: list


class WordCell(NamedTuple):
    """A cell at its place, how many columns it takes, and whether it only continues the cell above."""

    element: Element
    place: Position
    columns: int
    continues: bool


def read_word(archive: Archive) -> Document:
    """One sheet for each table of a document: 'table 1', 'table 2' …, or "" where there is only one.

    The paragraphs since the table before stand as rows above it, in the first column, so that its title and unit are
    at hand; those that begin like a note (1) …) stand below the table that they follow. Texts are not converted.
    Raises FileError for a document without a table.
    """
    tables = _tables(archive.parts[BODY])
    named = zip(table_names(len(tables)), tables, strict=True)
    return Document("docx", gathered(_sheet(name, table) for name, table in named))


def word_superscripts(archive: Archive, sheet: str) -> dict[Position, str]:
    """The superscript text of every cell of one table that has any, by row and column counted from 0."""
    tables = _tables(archive.parts[BODY])
    named = dict(zip(table_names(len(tables)), tables, strict=True))
    if sheet not in named:
        return {}
    table = named[sheet]
    elements = [(cell.place, cell.element) for cell in _cells(table)] + _paragraphs(table)
    styles = _raised_styles(archive.parts.get("word/styles.xml", b""))
    return {place: text for place, element in elements if (text := _raised(element, styles))}


def _sheet(name: str, table: WordTable) -> Sheet:
    cells = _cells(table)
    contents = {cell.place: "" if cell.continues else _text(cell.element) for cell in cells}
    contents.update({place: _text(paragraph).strip() for place, paragraph in _paragraphs(table)})
    return Sheet(name, grid_of(contents, name), _hidden_rows(table), merged=_merged(cells))


@lru_cache(maxsize=1)
def _tables(body: bytes) -> list[WordTable]:
    """All tables of a document, kept because the superscripts of each table are asked for one by one."""
    root = tree(body, "a Word document (docx)")
    blocks = (
        (children(block, "tr"), None) if local(block.tag) == "tbl" else (block, _text(block)) for block in _blocks(root)
    )
    return tables_with_texts(blocks, "a Word document (docx)")


def tables_with_texts(blocks: Iterable[tuple[Any, str | None]], what: str) -> list[WordTable]:
    """The tables of a document with the paragraphs that belong to each.

    blocks: in their order, rows with None for a table, a paragraph with its text. what: the format, for the message.
    Raises FileError where there is no table.
    """
    tables: list[WordTable] = []
    waiting: list = []
    for block, text in blocks:
        if text is None:
            tables.append(WordTable(waiting, block, []))
            waiting = []
        elif text.strip() and tables and not waiting and NOTE_LINE.match(text.strip()):
            tables[-1].below.append(block)
        elif text.strip():
            waiting.append(block)
    if not tables:
        raise FileError(f"is {what} without a table; put the table into a workbook (xlsx)")
    tables[-1].below.extend(waiting)
    return tables


def _blocks(element: Element) -> Iterator[Element]:
    """Paragraphs and tables in their order, also those within content controls."""
    for child in element:
        if local(child.tag) in {"p", "tbl"}:
            yield child
        else:
            yield from _blocks(child)


def _paragraphs(table: WordTable) -> list[tuple[Position, Element]]:
    """The paragraphs above and below a table, each with its place in the first column."""
    below = enumerate(table.below, start=len(table.above) + len(table.rows))
    return [((number, 0), paragraph) for number, paragraph in (*enumerate(table.above), *below)]


def _cells(table: WordTable) -> list[WordCell]:
    cells = []
    for number, row in enumerate(table.rows, start=len(table.above)):
        column = sum(int(_value(mark, "0")) for mark in children(row, "trPr", "gridBefore"))
        for element in children(row, "tc"):
            columns = max([int(_value(mark, "1")) for mark in children(element, "tcPr", "gridSpan")], default=1)
            merges = children(element, "tcPr", "vMerge")
            continues = any(_value(mark, "continue") == "continue" for mark in merges)
            cells.append(WordCell(element, (number, column), columns, continues))
            column += columns
    return cells


def _merged(cells: list[WordCell]) -> tuple[Area, ...]:
    """Areas of the cells that take more than one place."""
    areas: dict[int, Area] = {}  # by first column: the area that a continuation would lengthen
    closed: list[Area] = []
    for cell in cells:
        row, column = cell.place
        if cell.continues and column in areas:
            first_row, first_column, _, last_column = areas[column]
            areas[column] = (first_row, first_column, row, last_column)
            continue
        if column in areas:
            closed.append(areas[column])
        areas[column] = (row, column, row, column + cell.columns - 1)
    found = [*closed, *areas.values()]
    return tuple(sorted(area for area in found if area[:2] != area[2:]))


def _hidden_rows(table: WordTable) -> frozenset[int]:
    rows = enumerate(table.rows, start=len(table.above))
    return frozenset(number for number, row in rows if children(row, "trPr", "hidden"))


def _value(mark: Element, otherwise: str) -> str:
    return attributes(mark).get("val", otherwise)


def _text(element: Element) -> str:
    """Text of a cell or paragraph, with a line break between the paragraphs of a cell."""
    paragraphs = [element] if local(element.tag) == "p" else list(_blocks(element))
    return "\n".join("".join(_pieces(paragraph)) for paragraph in paragraphs).strip("\n")


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        name = local(child.tag)
        if name == "t":
            yield child.text or ""
        elif name in SIGNS:
            yield SIGNS[name]
        elif name not in SKIPPED:
            yield from _pieces(child)


def _raised(element: Element, styles: frozenset[str]) -> str:
    """The text of the runs that are superscript by their own format, or by a style that is."""
    runs = (run for run in element.iter() if local(run.tag) == "r")
    return "".join("".join(_pieces(run)) for run in runs if _is_raised(run, styles))


def _is_raised(run: Element, styles: frozenset[str]) -> bool:
    if own := children(run, "rPr", "vertAlign"):
        return any(_value(mark, "") == "superscript" for mark in own)
    return any(_value(mark, "") in styles for mark in children(run, "rPr", "rStyle"))


@lru_cache(maxsize=1)
def _raised_styles(part: bytes) -> frozenset[str]:
    """Names of the styles of letters that are superscript."""
    if b"superscript" not in part:
        return frozenset()
    return frozenset(
        attributes(style).get("styleId", "")
        for style in children(tree(part, "a Word document (docx)"), "style")
        if any(_value(mark, "") == "superscript" for mark in children(style, "rPr", "vertAlign"))
    )
