"""Files of every format made to exhaust memory or time, to reach other files, or to be run."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
GENERIC = "http://www.SDMX.org/resources/SDMXML/schemas/v1_0/generic"
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY laugh0 "ha">'
    + "".join(f'<!ENTITY laugh{level} "{f"&laugh{level - 1};" * 10}">' for level in range(1, 10))
    + "]>"
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY laugh9 SYSTEM "file:///etc/passwd">]>'
NUMBER = "<v>1</v>"


def archive(members: dict[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(name, text)
    return content.getvalue()


def workbook(rows: str, *, before: str = "", after: str = "", sheets: int = 1, more=()) -> bytes:
    """An xlsx whose sheets all hold the same rows."""
    sheet = f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    numbers = range(1, sheets + 1)
    listed = "".join(f'<sheet name="{number}" sheetId="{number}" r:id="rId{number}"/>' for number in numbers)
    targets = "".join(
        f'<Relationship Id="rId{number}" Type="{LINKS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    return archive(
        {
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">'
            f'<Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{targets}</Relationships>',
            **{f"xl/worksheets/sheet{number}.xml": sheet for number in numbers},
            **dict(more),
        }
    )


def cell(address: str, content: str = NUMBER, kind: str = "n") -> str:
    return f'<c r="{address}" t="{kind}">{content}</c>'


def row(*cells: str) -> str:
    return f"<row>{''.join(cells)}</row>"


def spreadsheet(table: str, before: str = "", sheets: int = 1) -> bytes:
    parts = "".join(f'<Worksheet ss:Name="{number}"><Table>{table}</Table></Worksheet>' for number in range(sheets))
    text = f'<?xml version="1.0"?>{before}<Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}">{parts}</Workbook>'
    return text.encode()


def word(body: str, before: str = "") -> bytes:
    text = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return archive({"word/document.xml": text})


def far_cells(row: str) -> str:
    return f"<row>{cell('A1')}</row><row{row}>{cell('XFD1048576')}</row>"


ONE_ROW = row(cell("A1"))
SHOWN = '<Cell><Data ss:Type="String">{}</Data></Cell>'
WORD_TEXT = "<w:p><w:r><w:t>1</w:t></w:r></w:p>"
SERIES = (
    f'<GenericData xmlns="{GENERIC}"><DataSet><Series><Obs><Time>&laugh9;</Time></Obs></Series></DataSet></GenericData>'
)

FILES = {
    # Archives that swell, and members that would be written elsewhere.
    "bomb.xlsx": lambda: workbook(ONE_ROW, more={"xl/media.xml": b" " * 80_000_000}),
    "members.xlsx": lambda: workbook(ONE_ROW, more={f"xl/{number}.xml": "" for number in range(10_001)}),
    "climbing.xlsx": lambda: workbook(ONE_ROW, more={"../../climbed.xml": "a", "/climbed.xml": "a"}),
    # Entities that swell or reach other files.
    "laughs.xlsx": lambda: workbook(row(cell("A1", "<v>&laugh9;</v>", "str")), before=LAUGHS),
    "outside.xlsx": lambda: workbook(row(cell("A1", "<v>&laugh9;</v>", "str")), before=OUTSIDE),
    "laughs.docx": lambda: word(
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>&laugh9;</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", LAUGHS
    ),
    "outside.docx": lambda: word("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", OUTSIDE),
    "laughs.xml": lambda: f"<?xml version='1.0'?>{LAUGHS}{SERIES}".encode(),
    "outside.xml": lambda: f"<?xml version='1.0'?>{OUTSIDE}{SERIES}".encode(),
    "laughs.xls": lambda: spreadsheet(f"<Row>{SHOWN.format('&laugh9;')}</Row>", LAUGHS),
    "outside.xls": lambda: spreadsheet(f"<Row>{SHOWN.format('&laugh9;')}</Row>", OUTSIDE),
    # Dimensions: two cells that span everything between them.
    "far.xlsx": lambda: workbook(far_cells(' r="1048576"')),
    "far-without-rows.xlsx": lambda: workbook(far_cells("")),
    "far-with-blanks.xlsx": lambda: workbook(far_cells(' r = "1048576"').replace('c r="', 'c r = "')),
    "far-in-small-letters.xlsx": lambda: workbook(far_cells("").replace("XFD", "xfd")),
    "far-without-addresses.xlsx": lambda: workbook(
        f'<row>{f"<c>{NUMBER}</c>" * 100_000}</row><row r="500"><c>{NUMBER}</c></row>'
    ),
    "far-many-sheets.xls": lambda: spreadsheet(
        '<Row ss:Index="9000"><Cell ss:Index="1000"><Data ss:Type="Number">1</Data></Cell></Row>', sheets=40
    ),
    "merged.xlsx": lambda: workbook(
        ONE_ROW, after='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    ),
    "merged.xls": lambda: spreadsheet(
        '<Row><Cell ss:MergeAcross="1000000000" ss:MergeDown="1000000000"><Data ss:Type="Number">1</Data></Cell></Row>'
    ),
    "merged.docx": lambda: word(
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>{WORD_TEXT}</w:tc></w:tr></w:tbl>'
    ),
    "merged.htm": lambda: f"<table>{'<tr><td rowspan=1000 colspan=1000>1</td></tr>' * 1000}</table>".encode(),
    "wide.csv": lambda: b"a;" * 11_000_000,
    "long.csv": lambda: b"\n" * 11_000_000,
    "cell.csv": lambda: b"a;b\n" + b"x" * 200_000 + b";1\n",
    # Depth, and texts on which a search could go on for ever.
    "deep.xlsx": lambda: workbook(row(cell("A1", "<a>" * 100_000 + "#" + "</a>" * 100_000, "e"))),
    "deep.xls": lambda: spreadsheet(f"<Row>{SHOWN.format('<a>' * 100_000 + 'x' + '</a>' * 100_000)}</Row>"),
    "deep.docx": lambda: word(
        f"<w:tbl><w:tr><w:tc>{'<w:sdt>' * 100_000}{WORD_TEXT}{'</w:sdt>' * 100_000}</w:tc></w:tr></w:tbl>"
    ),
    "deep.htm": lambda: b"<table><tr><td>" * 50_000 + b"x",
    "rows-in-text.xlsx": lambda: workbook(row(cell("A1", "<is><t>" + "row " * 300_000 + "</t></is>", "inlineStr"))),
    "attribute.htm": lambda: b"<table><tr><td " + b"a" * 300_000 + b">1</td></tr></table>",
    # What a program would run, and letters that hide or turn others.
    "formula.xlsx": lambda: workbook(f"<row>{cell('A1', '<f>WEBSERVICE(&quot;http://a&quot;)</f><v>7</v>')}</row>"),
    "script.htm": lambda: b"<table><tr><td><script>alert(1)</script><b onclick='x'>2005</b></td></tr></table>",
    "nul.csv": lambda: b"a;b\n1\x00;2\n",
    "control.csv": lambda: "a;b\n\x01\x0b;\u202e12\n".encode(),
}
