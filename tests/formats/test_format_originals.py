"""Files as the statistical office published them, where they stand beside the project; they are no part of it."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from raised import superscript

from regioncodes.formats.opening import read_document

ORIGINALS = Path(__file__).parents[3] / "shared" / "originals"

pytestmark = pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the published files are not beside the project")


def test_every_file_opens_as_what_it_is():
    kinds = {path.name: read_document(path).true_format for path in sorted(ORIGINALS.rglob("*.*")) if path.is_file()}
    assert kinds
    for name, kind in kinds.items():
        assert kind == {".xlsx": "xlsx", ".xls": "xls (BIFF8)", ".docx": "docx"}[Path(name).suffix]


def test_every_cell_without_a_fault_is_what_the_bare_reader_gives():
    for path in sorted(ORIGINALS.rglob("*.xls*")):
        bare = CalamineWorkbook.from_path(path)
        sheets = read_document(path).sheets
        assert [sheet.name for sheet in sheets] == bare.sheet_names
        for sheet in sheets:
            assert sheet.grid == bare.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False), sheet.name
            assert all(sheet.grid[row][column] == "" for row, column in sheet.faults)


def test_what_is_hidden_and_faulty_in_the_yearbook_is_found():
    folder = ORIGINALS / "regions-of-russia-2022"
    faults = {
        (sheet.name, place): fault
        for sheet in read_document(folder / "section-03.xlsx").sheets
        for place, fault in sheet.faults.items()
    }
    assert faults == {("3.32.2.", (81, 10)): "#VALUE!"}
    hidden = {
        sheet.name: sheet.hidden_rows for sheet in read_document(folder / "section-18.xlsx").sheets if sheet.hidden_rows
    }
    assert hidden == {"18.12.1.": {109, 110}}


def test_a_note_mark_in_an_old_workbook_is_a_superscript():
    path = ORIGINALS / "other" / "science-2.xls"
    assert superscript(path, "2", 6, 10) == "5)"
