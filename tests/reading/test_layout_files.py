"""The reader without coordinates against files: the transcriptions, and the originals they were made from."""

from functools import lru_cache
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from regioncodes.formats.documents import Sheet, plain, rectangular
from regioncodes.ground.tables import read_table
from regioncodes.reading.cells import CellError
from regioncodes.reading.layout import placed_cells, tables
from regioncodes.reading.region_names import normalised, region_index, without_okrugs
from regioncodes.reading.sources import read_source

ROOT = Path(__file__).parents[2]
ORIGINALS = ROOT.parent / "shared/originals"
LINES = read_table(ROOT / "data/reference/tables.csv").query("sheet != '' and not file.str.contains('/rosstat-')")
FILES = sorted(LINES["file"].unique())
# Sheets of the originals that are tables of something else, or whose header has a misprint (20009 for 2009).
NO_TABLES = {"Содержание", "Паспорт", "15"}
MISPRINTED = ("regions-of-russia-2022/section-12.xlsx", "12.10.")
NO_REGIONS = {("other/science-2.xls", sheet) for sheet in ("1", "3", "4", "5")}
needs_originals = pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the files as Rosstat published them are not here")


@lru_cache(maxsize=4)
def sheets(path: Path) -> dict[str, Sheet]:
    workbook = CalamineWorkbook.from_path(str(path))
    found = {}
    for name in workbook.sheet_names:
        source = workbook.get_sheet_by_name(name)
        areas = source.merged_cell_ranges or []
        merged = tuple((*first, *last) for first, last in areas)
        found[name] = Sheet(name, plain(rectangular(source.to_python(skip_empty_area=False))), merged=merged)
    return found


def cells(sheet, index):
    """Value, status, note and flags by region and year (and place) of a sheet that holds one table."""
    [table], findings = tables(sheet)
    assert [finding for finding in findings if finding.severity == "error"] == []
    return {
        (index[normalised(reading.row.name)], reading.heading.year, reading.place): reading.cell
        for reading in placed_cells(sheet, table, percent="процент" in table.unit_line)
        if not isinstance(reading.cell, CellError)
    }, table


@pytest.mark.parametrize("file", FILES)
def test_every_transcribed_sheet_is_read_as_with_its_coordinates(file, regions, aliases, indicators, monkeypatch):
    monkeypatch.chdir(ROOT)
    lines = LINES[LINES["file"] == file]
    rows, _ = read_source("", [file], lines, regions, aliases, indicators)
    index = region_index(regions, aliases)
    indices = {"with_okrugs": index, "without_okrugs": without_okrugs(index, regions)}
    units = indicators.set_index("indicator")["unit_ru"]
    for line in lines.to_dict("records"):
        found, table = cells(sheets(ROOT / file)[line["sheet"]], indices[line["bare_oblast_name"]])
        assert table.unit_line == units[line["indicator"]]
        factors = 1000 if line["row_factors"] else 1
        expected = rows[rows["sheet"] == line["sheet"]]
        assert len(found) == len(expected)
        for row in expected.itertuples():
            cell = found[row.region, row.year, row.cell]
            value = float("nan") if cell.value is None else cell.value * (factors if row.region == "RU" else 1)
            assert value == pytest.approx(row.value, rel=1e-12, nan_ok=True)
            note = None if pd.isna(row.note) else row.note
            assert (cell.status, cell.note, cell.flags) == (row.status, note, row.flags)


def originals():
    return sorted(ORIGINALS.glob("*/*.xls*")) if ORIGINALS.is_dir() else []


@needs_originals
@pytest.mark.parametrize("path", originals(), ids=lambda path: str(path.relative_to(ORIGINALS)))
def test_every_original_sheet_is_one_table_or_refused_with_a_reason(path):
    name = str(path.relative_to(ORIGINALS)).replace("\\", "/")
    for sheet in sheets(path).values():
        found, findings = tables(sheet)
        refused = sheet.name in NO_TABLES or sheet.name.startswith("Раздел") or (name, sheet.name) in NO_REGIONS
        if (name, sheet.name) == MISPRINTED:
            assert [(finding.place, "20009" in finding.finding) for finding in findings] == [("K6", True)]
        elif refused and not (name.endswith("1998-2023.xlsx") and sheet.name not in NO_TABLES):
            assert found == []
            assert findings[0].finding.startswith("no table of regions and years: ")
        else:
            assert len(found) == 1, sheet.name
            assert all(heading.year for heading in found[0].headings), sheet.name


def original_of(transcription: Path) -> Path:
    """The original of a transcribed workbook: the section of its yearbook, or the GRP file of its first years."""
    if transcription.name == "grp.xlsx":
        return ORIGINALS / f"other/{transcription.parent.name.split('-as-of')[0]}.xlsx"
    return ORIGINALS / transcription.parent.name / f"{transcription.name[:10]}.xlsx"


def same_value(ours, theirs):
    # The transcription was stored with 16 digits, the originals with 17.
    if ours.value is None or theirs.value is None:
        return ours.value is theirs.value
    return ours.value == pytest.approx(theirs.value, rel=1e-14)


def same_status(ours, theirs):
    # Two sheets were transcribed without the text that says that a mark stands for a confidential figure.
    pair = (ours.status, theirs.status)
    return ours.note == theirs.note and (pair[0] == pair[1] or pair == ("not_available", "suppressed"))


@needs_originals
@pytest.mark.parametrize("file", FILES)
def test_an_original_says_what_its_transcription_says(file, regions, aliases):
    transcription = ROOT / file
    original = original_of(transcription)
    if not original.exists():
        pytest.skip(f"{original.name} of {transcription.parent.name} is not among the originals")
    index = region_index(regions, aliases)
    theirs = {name.strip("."): sheet for name, sheet in sheets(original).items()}
    for sheet in LINES.loc[LINES["file"] == file, "sheet"]:
        ours = cells(sheets(transcription)[sheet], index)[0]
        printed = cells(theirs[sheet.strip(".")], index)[0]
        assert set(ours) <= set(printed), sheet
        different = {
            key: (ours[key], printed[key])
            for key in ours
            if not same_value(ours[key], printed[key]) or not same_status(ours[key], printed[key])
        }
        assert different == {}, sheet
