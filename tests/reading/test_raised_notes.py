"""A note mark that the file sets raised is no digit of the number, year or month before it, bracket or not."""

import docx
import pytest
import xlsxwriter

from old_workbooks import PLAIN, RAISED, compound, dimensions, label, number, workbook_8
from regioncodes.formats.opening import read_document
from regioncodes.reading.layout import placed_cells, tables
from regioncodes.reading.sheets import raised_marks

# Cells with their raised end apart.
ROWS = [
    [("Число организаций", "")],
    [("(единиц)", "")],
    [("", ""), ("2018", ""), ("2019", "2")],
    [("Курганская область", ""), ("140", ""), ("145", "2")],
    [("Свердловская область", "2"), ("…", "2"), ("98,1", "2")],
    [("2 Оценка.", "")],
]


def xlsx(path):
    with xlsxwriter.Workbook(path.with_suffix(".xlsx")) as book:
        sheet, raised = book.add_worksheet("1"), book.add_format({"font_script": 1})
        for row, cells in enumerate(ROWS):
            for column, (text, mark) in enumerate(cells):
                if mark:
                    sheet.write_rich_string(row, column, text, raised, mark)
                else:
                    sheet.write_string(row, column, text)
    return path.with_suffix(".xlsx")


def html(path, beginning="<sup>", end="</sup>"):
    rows = "".join(
        f"<tr>{''.join(f'<td>{text}{beginning + mark + end if mark else mark}</td>' for text, mark in cells)}</tr>"
        for cells in ROWS
    )
    path.with_suffix(".html").write_text(f"<html><table>{rows}</table></html>", encoding="utf-8")
    return path.with_suffix(".html")


def html_by_style(path):
    return html(path, "<span style='vertical-align: super'>", "</span>")


def word(path, style=None):
    document = docx.Document()
    if style:
        document.styles.add_style(style, 2).font.superscript = True
    table = document.add_table(len(ROWS), 3)
    for row, cells in enumerate(ROWS):
        for column, (text, mark) in enumerate(cells):
            paragraph = table.cell(row, column).paragraphs[0]
            paragraph.add_run(text)
            if mark and style:
                paragraph.add_run(mark, style)
            elif mark:
                paragraph.add_run(mark).font.superscript = True
    document.save(path.with_suffix(".docx"))
    return path.with_suffix(".docx")


def word_by_style(path):
    return word(path, "Сноска")


def xls(path):
    texts = [(text + mark, ((len(text), 1),) if mark else ()) for cells in ROWS for text, mark in cells]
    places = [(row, column) for row, cells in enumerate(ROWS) for column in range(len(cells))]
    cells = dimensions(len(ROWS), 3) + b"".join(label(*place, text) for text, place in enumerate(places))
    content = compound([("Workbook", workbook_8(cells, texts, (PLAIN, RAISED)))])
    path.with_suffix(".xls").write_bytes(content)
    return path.with_suffix(".xls")


def spreadsheet_xml(path):
    names = (
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    )
    rows = "".join(
        "<Row>"
        + "".join(
            f'<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">{text}<Sup>{mark}</Sup></ss:Data></Cell>'
            for text, mark in cells
        )
        + "</Row>"
        for cells in ROWS
    )
    page = f'<?xml version="1.0"?><Workbook {names}><Worksheet ss:Name="1"><Table>{rows}</Table></Worksheet></Workbook>'
    path.with_suffix(".xls").write_text(page, encoding="utf-8")
    return path.with_suffix(".xls")


@pytest.mark.parametrize("written", [xlsx, xls, spreadsheet_xml, html, html_by_style, word, word_by_style])
def test_a_raised_note_is_no_digit(written, tmp_path):
    path = written(tmp_path / "table")
    [sheet] = read_document(path).sheets
    raised = raised_marks(path, sheet)
    [table], findings = tables(sheet, superscript=raised)
    assert [(heading.year, heading.notes) for heading in table.headings] == [(2018, ()), (2019, ("2",))]
    assert table.rows[1].notes == ("2",)
    cells = [part.cell for part in placed_cells(sheet, table, superscript=raised, percent=False)]
    assert [(cell.value, cell.status, cell.note) for cell in cells] == [
        (140, "value", None),
        (145, "value", 2),
        (None, "not_available", 2),
        (98.1, "value", 2),
    ]
    assert findings == []


def test_digits_that_are_not_raised_stay_digits(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "table.xlsx") as book:
        sheet = book.add_worksheet("1")
        for row, cells in enumerate([["Число"], ["", "2018"], ["Курганская область", "1452"], ["2 Оценка."]]):
            sheet.write_row(row, 0, cells)
    [sheet] = read_document(tmp_path / "table.xlsx").sheets
    raised = raised_marks(tmp_path / "table.xlsx", sheet)
    [table], _ = tables(sheet, superscript=raised)
    [part] = placed_cells(sheet, table, superscript=raised, percent=False)
    assert (part.cell.value, part.cell.note) == (1452, None)


def test_a_raised_note_within_a_heading_leaves_its_year(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "table.xlsx") as book:
        sheet, raised = book.add_worksheet("1"), book.add_format({"font_script": 1})
        sheet.write(0, 0, "Число")
        sheet.write(1, 1, "2018 год")
        sheet.write_rich_string(1, 2, "2019", raised, "2", " год")
        sheet.write_row(2, 0, ["Курганская область", 1, 2])
    [sheet] = read_document(tmp_path / "table.xlsx").sheets
    [table], _ = tables(sheet, superscript=raised_marks(tmp_path / "table.xlsx", sheet))
    assert [(heading.year, heading.notes) for heading in table.headings] == [(2018, ()), (2019, ("2",))]


def test_a_sheet_of_numbers_alone_is_not_asked_for_raised_letters(tmp_path, monkeypatch):
    path = tmp_path / "table.xls"
    cells = dimensions(1, 2) + label(0, 0, 0) + number(0, 1, 2018)
    path.write_bytes(compound([("Workbook", workbook_8(cells, [("Курганская область", ())]))]))
    [sheet] = read_document(path).sheets
    monkeypatch.setattr("regioncodes.reading.sheets.superscripts", lambda *_: pytest.fail("asked"))
    assert raised_marks(path, sheet) is None
