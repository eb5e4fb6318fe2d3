"""Every sheet of the files as Rosstat published them: read or refused by name, and the same as its transcription."""

from functools import lru_cache
from pathlib import Path

import pytest
from originals_table import page, sheets_read
from python_calamine import CalamineWorkbook

from regioncodes.formats.documents import cell_name
from regioncodes.formats.opening import read_document
from regioncodes.ground.tables import read_table
from regioncodes.reading.layout import placed_cells, tables
from regioncodes.reading.region_names import normalised, region_index
from regioncodes.reading.sheets import raised_marks

ROOT = Path(__file__).parents[2]
ORIGINALS = ROOT.parent / "shared/originals"
LINES = read_table(ROOT / "data/reference/tables.csv").query("sheet != ''")
# The text that says that a mark stands for a confidential figure was not transcribed with these two tables.
WITHOUT_NOTE_TEXT = {"12.2.1.", "18.11."}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the files as Rosstat published them are not beside the project"),
]


def workbooks():
    return sorted(ORIGINALS.rglob("*.xls*")) if ORIGINALS.is_dir() else []


def original_of(file: str) -> Path:
    """The original of a transcribed workbook: the section of its yearbook, or the GRP file of its first years."""
    transcription = Path(file)
    if transcription.name == "grp.xlsx":
        return ORIGINALS / f"other/{transcription.parent.name.split('-as-of')[0]}.xlsx"
    return ORIGINALS / transcription.parent.name / f"{transcription.name[:10]}.xlsx"


def transcribed():
    return [file for file in sorted(LINES["file"].unique()) if original_of(file).is_file()]


@lru_cache(maxsize=1)
def records(regions_and_aliases):
    return sheets_read(ORIGINALS, dict(regions_and_aliases))


@pytest.fixture
def sheets(regions, aliases):
    return records(tuple(region_index(regions, aliases).items()))


def test_the_page_in_the_docs_says_what_the_files_say(sheets):
    committed = (ROOT / "docs/originals.md").read_text(encoding="utf-8")
    assert page(sheets) == committed, "say python tests/reading/originals_table.py FOLDER docs/originals.md"


def test_every_sheet_of_every_workbook_is_read_or_refused_by_name(sheets):
    listed = [
        (path.relative_to(ORIGINALS).as_posix(), sheet)
        for path in workbooks()
        for sheet in CalamineWorkbook.from_path(path).sheet_names
    ]
    assert [(sheet.file, sheet.sheet) for sheet in sheets if not sheet.file.endswith(".docx")] == listed
    for sheet in sheets:
        assert sheet.statuses if sheet.tables else sheet.said, sheet
        assert sheet.tables or all(text.startswith("refused: ") for text in sheet.said), sheet


@pytest.mark.parametrize("path", workbooks(), ids=lambda path: path.name)
def test_every_number_on_a_sheet_that_is_read_is_one_cell_of_a_table_or_a_year(path):
    bare = CalamineWorkbook.from_path(path)
    for sheet in read_document(path).sheets:
        found, _ = tables(sheet)
        read = [part for table in found for part in placed_cells(sheet, table, percent=True)]
        values = {part.place: part.cell for part in read}
        assert len(values) == len(read), f"{sheet.name}: a cell is read twice"
        if not found:
            continue
        for number, row in enumerate(bare.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)):
            for column, content in enumerate(row):
                if isinstance(content, (int, float)) and not isinstance(content, bool):
                    place = cell_name(number, column)
                    if place in values:
                        assert values[place].value == content, f"{sheet.name} {place}"
                    else:
                        assert content in range(1990, 2031), f"{sheet.name} {place}: {content} is left out"


def cells(path, sheet, index):
    """What every cell says, by region, year and place, of a sheet that holds one table."""
    raised = raised_marks(path, sheet)
    [table], _ = tables(sheet, superscript=raised)
    read = placed_cells(sheet, table, superscript=raised, percent="процент" in table.unit_line)
    return {(index[normalised(part.row.name)], part.heading.year, part.place): part.cell for part in read}


@pytest.mark.parametrize("file", transcribed())
def test_a_sheet_says_what_its_transcription_says(file, regions, aliases):
    index = region_index(regions, aliases)
    original = original_of(file)
    printed = {sheet.name.strip("."): sheet for sheet in read_document(original).sheets}
    copied = {sheet.name: sheet for sheet in read_document(ROOT / file).sheets}
    for name in LINES.loc[LINES["file"] == file, "sheet"]:
        ours, theirs = cells(ROOT / file, copied[name], index), cells(original, printed[name.strip(".")], index)
        assert {region for region, _, _ in ours} <= {region for region, _, _ in theirs}
        for key, cell in ours.items():
            other = theirs[key]
            # The transcription was stored with 16 digits, the originals with 17.
            assert cell.value == (None if other.value is None else pytest.approx(other.value, rel=1e-14)), (name, key)
            untold = name in WITHOUT_NOTE_TEXT and other.status == "suppressed"
            assert cell.status == ("not_available" if untold else other.status), (name, key)
            assert cell.note == other.note, (name, key)
