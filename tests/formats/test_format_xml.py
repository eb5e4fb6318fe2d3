import pytest
from raised import superscript

from regioncodes.formats.documents import FileError
from regioncodes.formats.opening import read_document

SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
GENERIC = "http://www.SDMX.org/resources/SDMXML/schemas/v1_0/generic"
STRUCTURE = "http://www.SDMX.org/resources/SDMXML/schemas/v1_0/structure"


@pytest.fixture
def save(tmp_path):
    def saved(text, name="table.xls", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return saved


def spreadsheet(table, options=""):
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}" xmlns:html="http://www.w3.org/TR/'
        f'REC-html40"><Worksheet ss:Name="Данные"><Table>{table}</Table>{options}</Worksheet></Workbook>'
    )


def cell(content, kind="Number", **more):
    attributes = "".join(f' ss:{name}="{value}"' for name, value in more.items())
    return f'<Cell{attributes}><Data ss:Type="{kind}">{content}</Data></Cell>'


def test_cells_stand_where_their_index_puts_them(save):
    rows = (
        f"<Row>{cell('Показатель', 'String')}</Row>"
        f"<Row>{cell('Брянская', 'String')}{cell('1.1')}{cell('1.3', Index=4)}</Row>"
        f'<Row ss:Index="4">{cell("2,1", "String", Index=2)}</Row>'
    )
    document = read_document(save(spreadsheet(rows)))
    assert document.true_format == "SpreadsheetML 2003"
    assert document.sheets[0].name == "Данные"
    assert document.sheets[0].grid == [
        ["Показатель", "", "", ""],
        ["Брянская", 1.1, "", 1.3],
        ["", "", "", ""],
        ["", "2,1", "", ""],
    ]


def test_merged_cells_move_the_next_one(save):
    first = cell("а", "String", MergeAcross=2, MergeDown=1) + cell(5)
    sheet = read_document(save(spreadsheet(f"<Row>{first}</Row><Row>{cell(6, Index=4)}</Row>"))).sheets[0]
    assert sheet.grid == [["а", "", "", 5.0], ["", "", "", 6.0]]
    assert sheet.merged == ((0, 0, 1, 2),)


def test_hidden_parts_are_read_and_flagged(save):
    columns = '<Column/><Column ss:Hidden="1" ss:Span="1"/>'
    rows = f'<Row>{"".join(map(cell, (1, 2, 3, 4)))}</Row><Row ss:Hidden="1">{cell(5)}</Row>'
    options = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"
    sheet = read_document(save(spreadsheet(columns + rows, options))).sheets[0]
    assert sheet.grid == [[1.0, 2.0, 3.0, 4.0], [5.0, "", "", ""]]
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.visible) == ({1}, {1, 2}, False)


def test_errors_formulas_dates_and_truth_values(save):
    row = (
        cell("#REF!", "Error")
        + '<Cell ss:Formula="=1/2"/>'
        + cell("2016-02-25T00:00:00.000", "DateTime")
        + cell(1, "Boolean")
    )
    sheet = read_document(save(spreadsheet(f"<Row>{row}</Row>"))).sheets[0]
    assert sheet.faults == {(0, 0): "#REF!", (0, 1): "formula without a stored result"}
    assert sheet.grid == [["", "", "2016-02-25", "TRUE"]]


def test_superscripts_of_spreadsheet_xml(save):
    data = '<Cell><ss:Data ss:Type="String">2021<html:Sup>2)</html:Sup></ss:Data></Cell>'
    path = save(spreadsheet(f"<Row>{data}{cell('20212)', 'String')}</Row>"))
    assert read_document(path).sheets[0].grid == [["20212)", "20212)"]]
    assert [superscript(path, "Данные", 0, column) for column in (0, 1)] == ["2)", ""]


def test_a_cell_far_away_is_refused(save):
    with pytest.raises(FileError, match="10,000,000 cells are allowed"):
        read_document(save(spreadsheet(f'<Row ss:Index="1048576">{cell(1, Index=16384)}</Row>')))


@pytest.mark.parametrize("index", ["0", "-5", "x"])
def test_an_impossible_index_is_refused(save, index):
    with pytest.raises(FileError, match="save it"):
        read_document(save(spreadsheet(f'<Row ss:Index="{index}">{cell(1)}</Row>')))


def statistics(series, codes, encoding="windows-1251"):
    listed = "".join(
        f'<s:Code value="{code}"><s:Description>{name}</s:Description></s:Code>' for code, name in codes.items()
    )
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><GenericData xmlns:g="{GENERIC}" xmlns:s="{STRUCTURE}"><CodeLists>'
        f'<s:CodeList id="s_OKATO"><s:Name>Территория</s:Name>{listed}</s:CodeList></CodeLists>'
        f"<DataSet>{series}</DataSet></GenericData>"
    )


def one_series(code, period, **observations):
    values = "".join(
        f'<g:Obs><g:Time>{year.strip("_")}</g:Time><g:ObsValue value="{value}"/></g:Obs>'
        for year, value in observations.items()
    )
    return (
        f'<g:Series><g:SeriesKey><g:Value concept="s_OKATO" value="{code}"/></g:SeriesKey><g:Attributes>'
        f'<g:Value concept="EI" value="процент"/><g:Value concept="PERIOD" value="{period}"/></g:Attributes>{values}'
        "</g:Series>"
    )


CODES = {"643": "Российская Федерация", "643.1": "Российская Федерация без новых субъектов", "38": "Курская область"}


def test_observations_are_rows_with_names_in_place_of_codes(save):
    series = one_series("643", "год", _2021="101,5", _2022="102,25") + one_series("643.1", "год", _2022="102,5")
    series += one_series("38", "январь-март", _2022="")
    document = read_document(save(statistics(series, CODES), "data.xml", "cp1251"))
    assert document.true_format == "SDMX-ML (generic data)"
    assert document.sheets[0].grid == [
        ["Территория", "Единица измерения", "Период", "Год", "Значение"],
        ["Российская Федерация", "процент", "год", "2021", "101,5"],
        ["Российская Федерация", "процент", "год", "2022", "102,25"],
        ["Российская Федерация без новых субъектов", "процент", "год", "2022", "102,5"],
        ["Курская область", "процент", "январь-март", "2022", ""],
    ]
    assert document.sheets[0].faults == {}


def test_a_code_without_a_name_is_a_fault_of_its_cell(save):
    series = one_series("643", "год", _2022="1") + one_series("99", "год", _2022="7,7")
    sheet = read_document(save(statistics(series, CODES, "utf-8"))).sheets[0]
    assert sheet.grid[2] == ["99", "процент", "год", "2022", "7,7"]
    assert sheet.faults == {(2, 0): "code '99' has no name in the code list s_OKATO"}


def test_statistics_keep_no_superscripts(save):
    assert superscript(save(statistics(one_series("643", "год", _2022="1"), CODES, "utf-8")), "", 1, 1) is None


def test_an_export_without_observations_is_refused(save):
    with pytest.raises(FileError, match="without any observation"):
        read_document(save(statistics("", CODES, "utf-8")))


def test_an_encoding_that_is_not_the_declared_one_is_refused(save):
    text = statistics(one_series("643", "год", _2022="1"), CODES, "utf-8")
    with pytest.raises(FileError, match="not in the encoding UTF-8 that it states, or is damaged or cut short"):
        read_document(save(text, encoding="cp1251"))


@pytest.mark.parametrize("declaration", ['<!DOCTYPE a [<!ENTITY b "c">]>', '<!DOCTYPE a SYSTEM "other.dtd">'])
def test_entities_are_never_expanded(save, declaration):
    text = spreadsheet(f"<Row>{cell(1)}</Row>").replace("<Workbook", f"{declaration}<Workbook", 1)
    with pytest.raises(FileError, match="document type"):
        read_document(save(text))


def test_xml_cut_short_is_refused(save):
    with pytest.raises(FileError, match="damaged or cut short"):
        read_document(save(spreadsheet(f"<Row>{cell(1)}</Row>")[:-20]))


def test_other_xml_is_refused_by_the_name_of_its_root(save):
    with pytest.raises(FileError, match="root element 'rss'"):
        read_document(save("<?xml version='1.0'?><rss><channel/></rss>"))
