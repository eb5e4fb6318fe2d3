"""Printed tables as DOCX, for the reader who edits in a word processor, and in every printed format by its ending."""

import datetime
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell

from regioncodes.exhibits.printing.latex_tables import write_latex
from regioncodes.exhibits.printing.paper import MARGIN_CM, Paper, paper
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable, write_html
from regioncodes.ground.files import write_whole

CELL_MARGIN_TWIPS = "57"  # a millimetre
FOR_PAPER = (".tex", ".docx")
LANGUAGE_TAGS = {"en": "en-GB", "ru": "ru-RU"}
# A moment that says nothing: the earliest a ZIP archive can carry.
FIXED_MOMENT = datetime.datetime(1980, 1, 1)


def _new_document(table: PrintedTable) -> DocumentType:
    """Empty document with fixed properties, in the font and language of the table."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = table.title, "", ""
    properties.created = properties.modified = FIXED_MOMENT
    properties.language = LANGUAGE_TAGS[table.language]
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(8)
    normal.paragraph_format.space_after = Pt(2)
    document.styles["Caption"].font.color.rgb = RGBColor(0, 0, 0)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE_TAGS[table.language])
    normal.element.get_or_add_rPr().append(language)
    # Where a reader's font is wider than ours, long words of headings break as the language breaks them.
    document.settings.element.find(qn("w:defaultTabStop")).addnext(OxmlElement("w:autoHyphenation"))
    return document


def _fill(cell: _Cell, text: str, column: Column, is_heading: bool) -> None:
    """Put text into the first paragraph of a cell; later paragraphs come from merging and go."""
    paragraph, *surplus = cell.paragraphs
    for other in surplus:
        other._element.getparent().remove(other._element)
    paragraph.text = ""
    paragraph.add_run(text).bold = is_heading
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if column.is_number else WD_ALIGN_PARAGRAPH.LEFT


def _add_rule(cell: _Cell, edge: str, eighths_of_point: int) -> None:
    """Draw one horizontal rule (`top` or `bottom`) of a cell; rules stand where booktabs has them."""
    properties = cell._element.get_or_add_tcPr()
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = OxmlElement("w:tcBorders")
        properties.append(borders)
    rule = OxmlElement(f"w:{edge}")
    rule.set(qn("w:val"), "single")
    rule.set(qn("w:sz"), str(eighths_of_point))
    borders.append(rule)


def _repeat_first_row(grid: Table) -> None:
    """Let the heading row come again on every page."""
    heading = OxmlElement("w:tblHeader")
    heading.set(qn("w:val"), "true")
    grid.rows[0]._tr.get_or_add_trPr().append(heading)


def _set_page(document: DocumentType, page: Paper) -> None:
    """Make the page A4, upright or on its side."""
    section = document.sections[0]
    if page.is_landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(page.width), Cm(page.height)
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Cm(MARGIN_CM))


def _set_cell_margins(grid: Table) -> None:
    """Leave less room beside the cells than a word processor does, so that words fit where its font is wide."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), CELL_MARGIN_TWIPS)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    grid._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def _fill_grid(grid: Table, table: PrintedTable, widths: list[float]) -> None:
    """Write headings and rows, merge the first cells of a block, and draw the rules."""
    cells = [list(row.cells) for row in grid.rows]
    lines = [tuple(column.heading for column in table.columns), *table.rows]
    # A word processor takes the widths of the grid, not those of the cells, or the other way round.
    for grid_column, width in zip(grid.columns, widths, strict=True):
        grid_column.width = Cm(width)
    for number, (line, row) in enumerate(zip(lines, cells, strict=True)):
        for text, cell, column, width in zip(line, row, table.columns, widths, strict=True):
            cell.width = Cm(width)
            _fill(cell, text, column, is_heading=number == 0)
    for cell in cells[0]:
        _add_rule(cell, "top", 12)
        _add_rule(cell, "bottom", 6)
    for cell in cells[-1]:
        _add_rule(cell, "bottom", 12)
    start = 1
    for block in table.blocks() if table.has_blocks else []:
        end = start + len(block) - 1
        if end > start:
            _fill(cells[start][0].merge(cells[end][0]), block[0][0], table.columns[0], is_heading=False)
        start = end + 1


def _with_fixed_times(archive: bytes) -> bytes:
    """The same ZIP archive with one moment on every member: the writer stamps the clock."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(content, "w") as target:
        for member in source.infolist():
            stamped = zipfile.ZipInfo(member.filename, date_time=FIXED_MOMENT.timetuple()[:6])
            stamped.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(stamped, source.read(member))
    return content.getvalue()


def write_docx(table: PrintedTable, path: str | Path) -> None:
    """Write title and caption, the table with a heading row that repeats on every page, and the note."""
    document = _new_document(table)
    page = paper(table)
    _set_page(document, page)
    caption = document.add_paragraph(style="Caption")
    caption.paragraph_format.keep_with_next = True
    caption.add_run(table.title).bold = True
    caption.add_run(f" {table.caption}").bold = False
    grid = document.add_table(rows=len(table.rows) + 1, cols=len(table.columns))
    grid.autofit = False
    _set_cell_margins(grid)
    _fill_grid(grid, table, page.columns)
    _repeat_first_row(grid)
    document.add_paragraph().add_run(table.note).font.size = Pt(8)
    content = io.BytesIO()
    document.save(content)
    write_whole(_with_fixed_times(content.getvalue()), path)


def write_printed(table: PrintedTable, paths: Iterable[str | Path]) -> None:
    """Write a printed table to each path in the format of its ending: html whole, tex and docx for a paper."""
    writers = {".html": write_html, ".tex": write_latex, ".docx": write_docx}
    for path in map(Path, paths):
        shown = table.for_paper if path.suffix in FOR_PAPER and table.for_paper else table
        writers[path.suffix](shown, path)
