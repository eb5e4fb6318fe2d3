"""Reference tables made to harm: names that lead out of the folder, and letters that nothing can show."""

import pandas as pd
import pytest
import yaml

from project import ROOT
from regioncodes.checks.raw_files import verified
from regioncodes.ground.config import checked
from regioncodes.ground.errors import StudyError
from regioncodes.ground.reference_tables import check_reference
from regioncodes.ground.tables import read_table, write_table

CONFIG = yaml.safe_load((ROOT / "workflow/config.yaml").read_text(encoding="utf-8"))
LEADING_ELSEWHERE = ["../../outside", "/etc/passwd", "..", "a/b", "a\\b", "C:x", "a\nb", "~", "a{b}"]


@pytest.mark.parametrize("name", LEADING_ELSEWHERE)
@pytest.mark.parametrize(("table", "column"), [("sources", "edition"), ("regions", "region")])
def test_a_name_that_leads_out_of_the_folder_stops_before_any_job(table, column, name, request, tmp_path):
    shipped = request.getfixturevalue(table)
    harmful = shipped.assign(**{column: shipped[column].mask(shipped.index == 3, name)})
    path = tmp_path / f"data/reference/{table}.csv"
    write_table(harmful, path)
    with pytest.raises(StudyError) as error:
        check_reference(tmp_path, [table])
    assert f"data/reference/{table}.csv" in str(error.value)
    assert f"line 5, column {column}: {name!r} is not allowed" in str(error.value)


def test_the_shipped_names_lead_nowhere(regions, indicators, sources):
    assert checked(CONFIG, regions, indicators, sources)["seed"] == CONFIG["seed"]


def test_no_file_outside_the_raw_folder_is_opened_however_it_is_listed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    secret = tmp_path / "secret.csv"
    secret.write_text("region;year\n", encoding="utf-8")
    listed = pd.DataFrame({"file": ["data/raw/../../secret.csv"], "sha256": ["0"]})
    with pytest.raises(StudyError, match="the file is missing"):
        verified([], listed, ["data/raw/../../secret.csv"])


@pytest.mark.parametrize("letter", ["\0", "\x07", "\x1b", "\x1f"])
def test_a_control_character_in_a_table_is_named_with_its_line(tmp_path, letter):
    path = tmp_path / "texts.csv"
    path.write_text(f"key,en\nfirst,one\nsecond,t{letter}wo\n", encoding="utf-8")
    with pytest.raises(StudyError, match=r"texts\.csv: line 3 holds a control character"):
        read_table(path)


def test_marks_that_turn_the_direction_of_writing_are_kept_as_letters(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("region,name\nRU-KGN,\u202eabc\n", encoding="utf-8")
    assert read_table(path)["name"].tolist() == ["\u202eabc"]
