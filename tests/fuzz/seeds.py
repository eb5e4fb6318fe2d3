"""A small whole file of every format, the beginning of each damaged one."""

import io
import tempfile
from pathlib import Path

import docx
import pandas as pd
import pyreadstat
import xlsxwriter
from hostile_files import GENERIC, spreadsheet
from test_format_binary import compound as compound_file
from test_format_binary import dimensions, error, label, number, workbook_8

SURVEYS = Path(__file__).parents[2] / "data/raw/surveys"
HEADER = ["", "2005", "2006 2)", "20071)"]
ROWS = [["Российская Федерация", 1.5, "2,5", "…"], ["Курганская область", 3, "в 2,1 р.", "4 1)"], ["1) Оценка."]]


def _xlsx() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("1.1.")
        raised = book.add_format({"font_script": 1})
        for number_of_row, row in enumerate([["Население"], ["(тысяч)"], HEADER, *ROWS]):
            sheet.write_row(number_of_row, 0, row)
        sheet.write_rich_string(7, 1, "2007", raised, "1)")
        sheet.write_formula(8, 1, "=1/0", None, "#DIV/0!")
        sheet.merge_range(9, 0, 10, 2, "а")
        sheet.set_row(6, None, None, {"hidden": True})
    return content.getvalue()


def _docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("Население (тысяч)")
    table = document.add_table(rows=0, cols=4)
    for row in [HEADER, *ROWS[:2]]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = str(text)
    table.cell(0, 0).merge(table.cell(0, 1))
    document.add_paragraph("1) Оценка.")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _web() -> bytes:
    cells = ["".join(f"<td>{cell}<sup>1)</sup></td>" for cell in row) for row in [HEADER, *ROWS]]
    rows = "".join(f"<tr style='display:none'>{row}</tr>" for row in cells)
    return f"<html><meta charset='utf-8'><table><tr><td colspan=4>Население</td></tr>{rows}</table></html>".encode()


def _statistics() -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><GenericData xmlns="{GENERIC}">'
        '<CodeLists><CodeList id="s"><Name>Территория</Name><Code value="643"><Description>Россия</Description></Code>'
        '</CodeList></CodeLists><DataSet><Series><SeriesKey><Value concept="s" value="643"/></SeriesKey>'
        '<Obs><Time>2022</Time><ObsValue value="1,5"/></Obs></Series></DataSet></GenericData>'
    ).encode()


def _old_workbook() -> bytes:
    cells = (
        dimensions(4, 4) + label(0, 0, 0) + number(0, 1, 2005.0) + label(1, 0, 1) + number(1, 1, 1.5) + error(2, 1, 7)
    )
    texts = (("Население", ()), ("Курганская область1)", ((18, 1),)))
    return compound_file([("Workbook", workbook_8(cells, texts, (0, 1)))])


def _stata() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/survey.dta"
        answers = pd.DataFrame({"age": [30.0, 41.0, None], "answer": ["да", "нет", ""]})
        pyreadstat.write_dta(answers, path, variable_value_labels={"age": {30: "тридцать"}})
        return Path(path).read_bytes()


_CELL = '<Cell ss:Index="{}"><Data ss:Type="{}">{}</Data></Cell>'
# Names with an ending are survey files, told apart by it.
SEEDS = {
    "xlsx": _xlsx(),
    "docx": _docx(),
    "html": _web(),
    "sdmx": _statistics(),
    "xls": _old_workbook(),
    "spreadsheet": spreadsheet(
        f"<Row>{_CELL.format(2, 'Number', 2005)}{_CELL.format(3, 'Number', 2006)}</Row>"
        f'<Row ss:Index="3" ss:Hidden="1">{_CELL.format(1, "String", "Россия")}'
        f"{_CELL.format(2, 'Error', '#REF!')}</Row>"
    ),
    "csv": "\n".join(";".join(map(str, row)) for row in [HEADER, *ROWS]).encode("cp1251"),
    **{f"survey{path.suffix}": path.read_bytes()[:40_000] for path in sorted(SURVEYS.glob("*-2016*.*"))},
    "survey.xlsx": _xlsx(),
    "survey.dta": _stata(),
}
