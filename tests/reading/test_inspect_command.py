"""`python -m regioncodes inspect` where something is in its way: one sentence with the way out, never a traceback."""

import unicodedata

import pyreadstat
import pytest

from project import ROOT
from regioncodes.__main__ import main
from regioncodes.ground.errors import StudyError
from regioncodes.reading.sources import LINE

TIDY = "indicator,region,year,value\ngrp_total,Россия,2023,2\n"
PICTURES = {"chart.png": b"\x89PNG\r\n\x1a\n", "scan.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF", "chart.gif": b"GIF89a"}
SURVEY = "python -m regioncodes survey inspect FILE"


def said(path, folder=ROOT):
    with pytest.raises(StudyError) as error:
        main(["inspect", str(path), "--folder", str(folder)])
    assert "\n" not in str(error.value)
    return str(error.value)


def test_outside_of_the_project_the_way_to_its_tables_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "regions.csv is not in .; name the project's folder" in said("a.xlsx", ".")


def test_a_table_of_facts_that_may_not_be_so_is_told_before_the_file_is_read(tmp_path):
    for name in ("regions", "indicators", "region_aliases", "units"):
        text = (ROOT / f"data/reference/{name}.csv").read_text(encoding="utf-8")
        path = tmp_path / f"data/reference/{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(",RU-MOW,", ",RU-MSK,", 1) if name == "region_aliases" else text, encoding="utf-8")
    with pytest.raises(StudyError, match=r"region_aliases\.csv\n  line \d+, column region: 'RU-MSK' is no region"):
        main(["inspect", "a.xlsx", "--folder", str(tmp_path)])


@pytest.mark.parametrize("name", ["answers.dta", "answers.sav"])
def test_a_file_of_a_statistics_program_leads_to_the_command_for_surveys(tmp_path, name):
    import pandas as pd

    table, path = pd.DataFrame({"q1": [1.0, 2.0]}), tmp_path / name
    pyreadstat.write_dta(table, path) if name.endswith("dta") else pyreadstat.write_sav(table, path)
    assert SURVEY in said(path)
    if name.endswith("dta"):
        pyreadstat.write_dta(table, path, version=8)
        assert "is a Stata file" in said(path)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_called_one(tmp_path, name):
    (tmp_path / name).write_bytes(PICTURES[name] + bytes(60))
    assert "is a picture; " in said(tmp_path / name)


@pytest.mark.parametrize("text", ['{"region": "RU"}', '[\n  {"region": "RU"}\n]', "[[1, 2]]"])
def test_json_is_no_table_of_one_column(tmp_path, text):
    (tmp_path / "data.json").write_text(text, encoding="utf-8")
    assert "is a JSON file; " in said(tmp_path / "data.json")


def test_parquet_is_called_so(tmp_path):
    (tmp_path / "data.parquet").write_bytes(b"PAR1" + bytes(60))
    assert "is a Parquet file; " in said(tmp_path / "data.parquet")


@pytest.mark.parametrize("name", ["~$grp.xlsx", "Thumbs.db", "desktop.ini", ".DS_Store", ".~lock.grp.xlsx#"])
def test_what_a_desktop_leaves_behind_is_no_data(tmp_path, name):
    (tmp_path / name).write_bytes(b"\5User")
    assert "it is no data" in said(tmp_path / name)


def test_a_name_typed_with_one_letter_finds_the_file_stored_with_two(tmp_path, capsys):
    stored = unicodedata.normalize("NFD", "Край.csv")
    (tmp_path / stored).write_text(TIDY, encoding="utf-8")
    main(["inspect", str(tmp_path / "Край.csv"), "--folder", str(ROOT)])
    assert f"{stored},,tidy,,2023,2023" in capsys.readouterr().out


def test_the_lines_name_the_file_as_the_project_does_wherever_one_is(tmp_path, monkeypatch, capsys):
    for name in ("regions", "indicators", "region_aliases", "units"):
        path = tmp_path / f"data/reference/{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((ROOT / f"data/reference/{name}.csv").read_bytes())
    raw = tmp_path / "data/raw/rosstat/new"
    raw.mkdir(parents=True)
    (raw / "tidy.csv").write_text(TIDY, encoding="utf-8")
    monkeypatch.chdir(raw)
    main(["inspect", "tidy.csv", "--folder", "../../../.."])
    printed = capsys.readouterr().out
    assert f"{','.join(LINE)}\ndata/raw/rosstat/new/tidy.csv,,tidy," in printed
    assert "\ndata/raw/rosstat/new/tidy.csv,,,,,,," in printed
