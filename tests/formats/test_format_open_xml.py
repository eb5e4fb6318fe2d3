import datetime
import io
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter
from raised import superscript

from regioncodes.formats import archives
from regioncodes.formats.documents import MOST_CELLS, FileError
from regioncodes.formats.open_xml_marks import lies_near
from regioncodes.formats.opening import read_document

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def workbook(sheet, main=MAIN, links=LINKS, more=()):
    """A workbook with one sheet, written by hand: the members are those that every reader needs."""
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    members = {
        "_rels/.rels": f'<Relationships xmlns="{relations}">'
        f'<Relationship Id="rId1" Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets>'
        '<sheet name="1.1." sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}">'
        f'<Relationship Id="rId1" Type="{links}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        **dict(more),
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


def sheet_xml(rows, main=MAIN, dimension=""):
    return f'<worksheet xmlns="{main}">{dimension}<sheetData>{rows}</sheetData></worksheet>'


@pytest.fixture
def save(tmp_path):
    def saved(content, name="table.xlsx"):
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return saved


@pytest.fixture
def written(tmp_path):
    def write(fill):
        path = tmp_path / "table.xlsx"
        with xlsxwriter.Workbook(path) as book:
            fill(book)
        return path

    return write


def test_a_sheet_that_says_its_size_is_a1_is_read_whole(save):
    rows = '<row r="1"><c r="A1"><v>1.1</v></c><c r="C1"><v>1.3</v></c></row><row r="3"><c r="B3"><v>2.2</v></c></row>'
    document = read_document(save(workbook(sheet_xml(rows, dimension='<dimension ref="A1"/>'))))
    assert document.sheets[0].grid == [[1.1, "", 1.3], ["", "", ""], ["", 2.2, ""]]


def test_strict_open_xml_is_read_and_named(save):
    sheet = sheet_xml('<row r="1"><c r="A1"><v>2.3</v></c></row>', STRICT_MAIN)
    document = read_document(save(workbook(sheet, STRICT_MAIN, STRICT_LINKS)))
    assert document.true_format == "xlsx, strict OOXML"
    assert document.sheets[0].grid == [[2.3]]


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ('<c r="B1"><f>17404731/198637</f><v></v></c>', "formula without a stored result"),
        ('<c r="B1"><f>1/2</f></c>', "formula without a stored result"),
        ('<c r="B1"><f>1/2</f><v/></c>', "formula without a stored result"),
        ('<c r="B1">\n <f>1/2</f>\n</c>', "formula without a stored result"),
        ('<c r="B1"><f t="shared" si="0"/></c>', "formula without a stored result"),
        ('<c r="B1" t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ("<c r='B1' t='e'><f>A9</f><v>#REF!</v></c>", "#REF!"),
        ('<c t="e" r="B1"><v>#N/A</v></c>', "#N/A"),
    ],
)
def test_a_formula_without_result_and_an_error_are_named(save, cell, fault):
    rows = f'<row r="1"><c r="A1"><v>88.1</v></c>{cell}<c r="C1"><v>87</v></c></row>'
    sheet = read_document(save(workbook(sheet_xml(rows)))).sheets[0]
    assert sheet.faults == {(0, 1): fault}
    assert sheet.grid == [[88.1, "", 87.0]]


def test_a_fault_beyond_the_last_value_lies_within_the_grid(save):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="D3" t="e"><v>#N/A</v></c></row>'
    sheet = read_document(save(workbook(sheet_xml(rows)))).sheets[0]
    assert sheet.faults == {(2, 3): "#N/A"}
    assert sheet.grid == [[1.0, "", "", ""], [""] * 4, [""] * 4]


def test_a_cell_without_an_address_follows_the_one_before_it(save):
    rows = '<row><c><v>1</v></c></row><row><c><v>2</v></c><c t="e"><v>#REF!</v></c></row>'
    assert read_document(save(workbook(sheet_xml(rows)))).sheets[0].faults == {(1, 1): "#REF!"}


def test_tags_with_a_prefix_hide_no_fault(save):
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:f>1/2</x:f></x:c>'
        '<x:c r="B1"><x:v>4</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    found = read_document(save(workbook(sheet))).sheets[0]
    assert found.faults == {(0, 0): "formula without a stored result"}
    assert found.grid == [["", 4.0]]


def test_formulas_with_results_even_an_empty_text_are_no_faults(save):
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><v>3</v></c></row>'
    )
    sheet = read_document(save(workbook(sheet_xml(rows)))).sheets[0]
    assert sheet.faults == {}
    assert sheet.grid == [[2.0, "", 3.0]]


def test_hidden_rows_columns_and_sheets_are_read_and_flagged(written):
    def fill(book):
        sheet = book.add_worksheet("8.1.")
        sheet.write_row(0, 0, [1, 2, 3])
        sheet.write_row(1, 0, [4, 5, 6])
        sheet.set_row(1, options={"hidden": True})
        sheet.set_column(1, 60, options={"hidden": True})
        book.add_worksheet("Архив").hide()

    shown, archive = read_document(written(fill)).sheets
    assert shown.grid == [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
    assert (shown.hidden_rows, shown.hidden_columns) == ({1}, {1, 2})
    assert (shown.visible, archive.visible) == (True, False)


def test_merged_cells_are_listed_and_hold_their_text_once(written):
    def fill(book):
        sheet = book.add_worksheet()
        sheet.merge_range(0, 1, 0, 3, "в том числе")
        sheet.write(1, 3, 5)

    sheet = read_document(written(fill)).sheets[0]
    assert sheet.merged == ((0, 1, 0, 3),)
    assert sheet.grid[0] == ["", "в том числе", "", ""]


def test_dates_are_iso_texts_and_truth_values_words(written):
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_datetime(0, 0, datetime.datetime(2016, 2, 25), book.add_format({"num_format": "dd.mm.yyyy"}))
        sheet.write_datetime(
            0, 1, datetime.datetime(2016, 2, 25, 13, 5), book.add_format({"num_format": "dd.mm.yy hh:mm"})
        )
        sheet.write_boolean(0, 2, True)
        sheet.write_boolean(0, 3, False)

    assert read_document(written(fill)).sheets[0].grid == [["2016-02-25", "2016-02-25T13:05:00", "TRUE", "FALSE"]]


def test_a_chart_sheet_is_skipped_with_a_notice(written):
    def fill(book):
        book.add_worksheet("Данные").write_row(0, 0, [1, 2])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Данные!$A$1:$B$1"})
        book.add_chartsheet("Рисунок").set_chart(chart)

    document = read_document(written(fill))
    assert [sheet.name for sheet in document.sheets] == ["Данные"]
    assert len(document.notices) == 1
    assert "'Рисунок'" in document.notices[0]


def test_macros_are_not_run_and_said(save):
    sheet = sheet_xml('<row r="1"><c r="A1"><v>5</v></c></row>')
    document = read_document(save(workbook(sheet, more={"xl/vbaProject.bin": b"\xd0\xcf"}.items())))
    assert document.true_format == "xlsm"
    assert document.sheets[0].grid == [[5.0]]
    assert "macros, which are not run" in document.notices[0]


def test_links_to_other_files_are_said_and_stored_values_read(save):
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="x" Target="folder\\%D0%92%D0%A0%D0%9F.xlsx" TargetMode="External"/>'
        "</Relationships>"
    )
    sheet = sheet_xml('<row r="1"><c r="A1"><f>[1]Лист!A1</f><v>5</v></c></row>')
    more = {"xl/externalLinks/_rels/externalLink1.xml.rels": relation}.items()
    document = read_document(save(workbook(sheet, more=more)))
    assert document.sheets[0].grid == [[5.0]]
    assert "'ВРП.xlsx'" in document.notices[0]


def test_a_superscript_is_told_from_the_last_digit(written):
    def fill(book):
        raised, plain = book.add_format({"font_script": 1}), book.add_format()
        sheet = book.add_worksheet("21.6.")
        sheet.write_rich_string(0, 0, "2021", raised, "2)")
        sheet.write_rich_string(0, 1, plain, "2021", plain, "2)")
        sheet.write_string(0, 2, "3)", raised)
        sheet.write_string(0, 3, "3)")
        sheet.write_rich_string(0, 4, "99,7", raised, "1)", plain, " и ", raised, "2)")
        sheet.write_rich_string(0, 5, "4)", plain, " тыс.", raised)  # the first run looks as the cell does

    path = written(fill)
    assert [superscript(path, "21.6.", 0, column) for column in range(7)] == ["2)", "", "3)", "", "1)2)", "4)", ""]
    assert superscript(path, "нет такого", 0, 0) == ""


def test_superscripts_agree_with_openpyxl(written):
    def fill(book):
        raised = book.add_format({"font_script": 1})
        lowered = book.add_format({"font_script": 2})
        sheet = book.add_worksheet("1")
        for row, parts in enumerate([["a", raised, "1)"], [raised, "b", "c"], [lowered, "d", raised, "2"]]):
            sheet.write_rich_string(row, 2, *parts)

    path = written(fill)
    sheet = openpyxl.load_workbook(path, rich_text=True)["1"]
    for row in range(3):
        runs = [run for run in sheet.cell(row + 1, 3).value if not isinstance(run, str)]
        expected = "".join(run.text for run in runs if run.font.vertAlign == "superscript")
        assert superscript(path, "1", row, 2) == expected


def test_an_inline_text_keeps_its_superscript(save):
    runs = '<r><t>2019</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>'
    cell = f'<c r="A1" t="inlineStr"><is>{runs}</is></c>'
    path = save(workbook(sheet_xml(f'<row r="1">{cell}</row>')))
    assert read_document(path).sheets[0].grid == [["20191"]]
    assert superscript(path, "1.1.", 0, 0) == "1"


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.97])
def test_a_workbook_cut_short_is_refused(save, keep):
    content = workbook(sheet_xml('<row r="1"><c r="A1"><v>5</v></c></row>'))
    with pytest.raises(FileError, match=r"cut short or damaged.*download it again"):
        read_document(save(content[: int(len(content) * keep)]))


def test_a_sheet_cut_short_within_a_sound_archive_is_refused(save):
    sheet = sheet_xml('<row r="1"><c r="A1"><v>5</v></c></row>')[:-30]
    with pytest.raises(FileError, match="damaged"):
        read_document(save(workbook(sheet)))


def test_an_archive_that_swells_is_refused_before_it_does(save):
    swollen = {"xl/worksheets/sheet2.xml": b" " * (70 * 1024 * 1024)}.items()
    with pytest.raises(FileError, match=r"expands from .* to 73,.* bytes"):
        read_document(save(workbook(sheet_xml(""), more=swollen)))


def test_an_archive_larger_than_the_limit_is_refused(save, monkeypatch):
    monkeypatch.setattr(archives, "MOST_BYTES", 100)
    with pytest.raises(FileError, match="at most 100 are allowed"):
        read_document(save(workbook(sheet_xml(""))))


def test_a_directory_that_lies_about_sizes_expands_nothing(save):
    content = bytearray(workbook(sheet_xml(f"<!--{' ' * 100_000}-->")))
    place = content.rindex(b"xl/worksheets/sheet1.xml") - 46  # its entry in the directory
    assert content[place : place + 4] == b"PK\x01\x02"
    content[place + 24 : place + 28] = (50).to_bytes(4, "little")
    with pytest.raises(FileError, match="damaged"):
        read_document(save(bytes(content)))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        "<row r='900000'><c r='AZ900000'><v>2</v></c></row>",
    ],
)
def test_a_stray_cell_far_away_is_refused_before_memory_is_taken(save, rows):
    with pytest.raises(FileError, match=r"'1\.1\.' spans .*10,000,000 cells are allowed.*stray cells"):
        read_document(save(workbook(sheet_xml(rows))))


def test_a_long_narrow_table_is_within_the_limit(save):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="100000"><c r="C100000"><v>2</v></c></row>'
    grid = read_document(save(workbook(sheet_xml(rows)))).sheets[0].grid
    assert (len(grid), grid[-1]) == (100_000, ["", "", 2.0])


def test_entities_are_never_expanded(save):
    sheet = '<!DOCTYPE a [<!ENTITY b "c">]>' + sheet_xml('<row r="1" hidden="1"><c r="A1"><v>5</v></c></row>')
    with pytest.raises(FileError, match="document type"):
        read_document(save(workbook(sheet)))


def test_an_archive_locked_by_a_password_is_named(save):
    content = bytearray(workbook(sheet_xml("")))
    for found in re.finditer(b"PK\x01\x02", bytes(content)):
        content[found.start() + 8] |= 1
    with pytest.raises(FileError, match="locked by a password"):
        read_document(save(bytes(content)))


@pytest.mark.parametrize(
    ("member", "kind"),
    [("xl/workbook.bin", "xlsb"), ("content.xml", "OpenDocument"), ("ppt/presentation.xml", "pptx"), ("a.csv", "zip")],
)
def test_other_archives_are_named_with_the_way_out(save, member, kind):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(member, "x")
    with pytest.raises(FileError, match=rf"{kind}.*are allowed; "):
        read_document(save(content.getvalue()))


@pytest.mark.parametrize(
    ("cells", "near"),
    [
        (b'<c r="A1"><v>1</v></c><c r="ZZ9999" s="1"/>', True),
        (b'<cols><col min="1"/></cols><c r="B2"/>', True),
        (b'<c r="A10000"/>', False),
        (b'<c r="AAA1"/>', False),
        (b'<c s="1" r="A1"/>', False),
        (b"<c/>", False),
        (b'<x:c r="A1"/>', False),
    ],
)
def test_cells_lie_near_only_where_every_address_says_so(cells, near):
    assert lies_near(b"<sheetData><row>" + cells + b"</row></sheetData>", MOST_CELLS) is near
    assert not lies_near(cells, 1_000)
