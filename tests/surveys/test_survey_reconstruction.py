import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from answer_frames import answer_frame, read_dump
from regioncodes.ground.tables import read_table
from regioncodes.surveys.codebooks import read_codebook
from regioncodes.surveys.exports import read_export
from regioncodes.surveys.reconstruction import (
    attitude_answers,
    attitude_counts,
    import_substitution_answers,
    instrument_counts,
    sample_counts,
)
from regioncodes.surveys.tabulation import compare_with_print, tabulate

PROJECT = Path(__file__).parents[2]
DUMPS = PROJECT / "data" / "raw" / "surveys"
FILES = [
    "import-substitution-2016.csv",
    "import-substitution-2016-spss.sav",
    "neo-industrialization-attitudes.xlsx",
]


def codebook_of(file):
    return read_codebook(PROJECT / "data" / "reference" / "codebooks" / f"{Path(file).stem}.csv")


def printed(name):
    return read_table(PROJECT / "data" / "article" / f"{name}.csv")


@pytest.fixture(scope="module")
def answers():
    return {file: read_dump(DUMPS / file, codebook_of(file)) for file in FILES}


@pytest.mark.parametrize(("zone", "seed"), [("UTC", "0"), ("Asia/Yekaterinburg", "7")])
def test_the_program_writes_the_committed_dumps_byte_for_byte(tmp_path, zone, seed):
    program = [sys.executable, "-m", "regioncodes.surveys.reconstruction", str(tmp_path)]
    subprocess.run(program, cwd=PROJECT, check=True, env={"TZ": zone, "PYTHONHASHSEED": seed})
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    for file in FILES:
        assert (tmp_path / file).read_bytes() == (DUMPS / file).read_bytes(), file


def test_of_two_counts_equally_near_to_a_printed_share_the_lower_is_taken():
    """13 and 14 of 1,350 are as near to 1.0 %: 13.5 would be exact."""
    rows = [
        {"question": "group", "option": "business", "printed_percent": 1.0, "decimals": 1, "stated_base": 1350},
        {"question": "company_size", "option": "all", "printed_percent": 100.0, "decimals": 1, "stated_base": 1350},
    ]
    counts = sample_counts(pd.DataFrame([*rows[:1], {**rows[0], "option": "science"}, rows[1]]))
    assert counts.set_index("option")["count"]["science"] == 13


def test_the_form_and_the_sav_hold_the_same_answers(answers):
    pd.testing.assert_frame_equal(answer_frame(answers[FILES[0]]), answer_frame(answers[FILES[1]]))


@pytest.mark.parametrize("file", FILES[:2])
def test_table_1_prints_as_in_the_article(answers, file):
    table = compare_with_print(answers[file], codebook_of(file), printed("table_1"))
    assert len(table) == 18
    assert table["agrees"].all()
    assert table["base"].tolist() == [208] * 14 + [204, 207] + [208] * 2
    assert (table["lower_95_percent"] < table["percent"]).all()
    assert (table["percent"] < table["upper_95_percent"]).all()
    assert set(table["input_status"]) == {"reconstructed"}


def test_table_2_prints_as_in_the_article(answers):
    table = compare_with_print(answers[FILES[2]], codebook_of(FILES[2]), printed("table_2"))
    assert table["agrees"].tolist() == [True] * 5
    assert set(table["base"]) == {205}


def test_the_sample_prints_as_in_the_article_but_for_the_occupations(answers):
    table = compare_with_print(answers[FILES[0]], codebook_of(FILES[0]), printed("sample"))
    assert table.loc[table["question"] != "occupation", "agrees"].tolist() == [True] * 6
    assert table.loc[table["question"] == "occupation", "agrees"].isna().all()
    group = tabulate(answers[FILES[0]], codebook_of(FILES[0])).query("question == 'group'")
    assert set(group["not_answered"]) == {8}


def test_printed_shares_lead_to_the_counts_of_the_design():
    instruments = instrument_counts(printed("table_1"))
    institutional, information = [138, 122, 119, 114, 102, 74], [102, 91, 87, 77, 76, 63]
    assert instruments["count"].tolist() == [*institutional, *information, 130, 119, 116, 103, 90, 83]
    assert sample_counts(printed("sample"))["count"].tolist() == [104, 63, 33, 38, 17, 8]
    assert attitude_counts(printed("table_2"))["count"].tolist() == [24, 61, 25, 7, 6, 82]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_seed_moves_answers_and_no_total(answers, seed):
    codebook = codebook_of(FILES[0])
    other = import_substitution_answers(printed("table_1"), printed("sample"), seed)
    assert (other.statuses != answers[FILES[0]].statuses).any()
    # How many ticked anything at all hangs on who ticked what together, which is dealt out.
    totals = [
        tabulate(given, codebook).query("base_name in ['all', 'shown', 'answered']")
        for given in (other, answers[FILES[0]])
    ]
    pd.testing.assert_frame_equal(*totals)
    attitudes = attitude_answers(printed("table_2"), seed)
    assert (attitudes.statuses != answers[FILES[2]].statuses).any()


def test_choices_are_possible_on_a_form(answers):
    ticks = answer_frame(answers[FILES[0]]).query("status == 'ticked'")
    per_respondent = ticks.groupby(["question", "respondent"]).size()
    assert set(per_respondent["group"]) == {1}
    assert len(per_respondent["institutional_instruments"]) == 208
    assert len(per_respondent["information_instruments"]) == 208
    business = ticks.query("option == 'business'")["respondent"]
    assert set(ticks.query("question == 'company_size'")["respondent"]) == set(business)
    attitudes = answer_frame(answers[FILES[2]]).query("status == 'ticked'")
    assert attitudes["respondent"].is_unique


def test_every_dump_says_that_it_is_reconstructed():
    for file in FILES:
        assert set(codebook_of(file)["input_status"]) == {"reconstructed"}
    for file in [FILES[0], FILES[2]]:
        export = read_export(DUMPS / file)
        position = export.columns.set_index("name").loc["Происхождение данных", "position"]
        origin = export.cells[position]
        assert origin.str.contains("reconstructed from printed shares").all()
    _, description = pyreadstat.read_sav(DUMPS / FILES[1], metadataonly=True)
    assert "Reconstructed from printed shares" in " ".join(description.notes)


def test_a_statistics_package_sees_labels_and_declared_missing_answers():
    _, description = pyreadstat.read_sav(DUMPS / FILES[1], user_missing=True)
    label = description.column_names_to_labels["value_productive_jobs"]
    assert label == "Создание высокопроизводительных рабочих мест"
    assert description.missing_ranges["value_productive_jobs"] == [{"lo": 9.0, "hi": 9.0}]
    assert description.variable_value_labels["group"][2.0] == "Бизнес"
    assert description.creation_time.isoformat() == "2016-01-01T00:00:00"
