"""The collected cases of rows that do not count, each on its own file.

The kind of both is cured by tests/surveys/test_survey_cleaning.py.
"""

from pathlib import Path

import pandas as pd
import pytest

from answer_frames import answer_frame
from regioncodes.surveys.cleaning import RULE_COLUMNS, kept_and_dropped
from regioncodes.surveys.codebook_drafts import drafted_codebook
from regioncodes.surveys.codebooks import option_entries
from regioncodes.surveys.dumps import read_survey, survey_answers
from regioncodes.surveys.exports import read_export
from regioncodes.surveys.inspection import guessed_columns

INPUTS = Path(__file__).parents[3] / "shared/cases/inputs"
pytestmark = pytest.mark.skipif(not INPUTS.is_dir(), reason="the collected cases are not beside the project")


def cleaned(file, *lines, notes=()):
    """Answers to the questions of a file and the report, after rules (rule, column, value) on a drafted codebook.

    notes: columns that the draft would drop and that a rule reads.
    """
    path = INPUTS / file
    export = read_export(path)
    codebook = drafted_codebook(export, guessed_columns(export), path)
    codebook["kind"] = codebook["kind"].mask(codebook["column"].isin(notes), "note")
    rows = [(path.stem, str(order), *line, "a reason") for order, line in enumerate(lines, 1)]
    rules = pd.DataFrame(rows, columns=RULE_COLUMNS, dtype="str")
    kept, report = kept_and_dropped(read_survey(path, codebook), codebook, rules)
    answers = answer_frame(survey_answers(kept, codebook, file)).merge(
        option_entries(codebook)[["question", "option", "label_ru"]], on=["question", "option"], validate="many_to_one"
    )
    return answers, report


def test_s10_six_interviews_of_thirteen_count_and_seven_have_one_reason_each():
    answers, report = cleaned(
        "S10.xlsx",
        ("equals", "Код респондента", "test"),
        ("equals", "Комментарий", "тест"),
        ("differs", "Завершено", "да"),
        ("impossible_time", "", ""),
        ("shorter_than_seconds", "", "60"),
        ("duplicate", "Код респондента", "first"),
        ("longer_than_seconds", "", "7200"),
        notes=["Комментарий"],
    )
    assert answers["respondent"].unique().tolist() == ["1", "2", "7", "8", "11", "13"]
    assert answers[answers["status"] == "ticked"]["label_ru"].value_counts().to_dict() == {"Да": 3, "Нет": 3}
    # The id is one less than the row: the header is row 1.
    dropped = report[report["outcome"] == "dropped"].set_index("row")
    assert dropped["rule"].to_dict() == {
        5: "equals",
        6: "differs",
        11: "impossible_time",
        4: "shorter_than_seconds",
        13: "shorter_than_seconds",
        7: "duplicate",
        10: "duplicate",
    }
    assert dropped.loc[7, "detail"] == "repeats row 2, which is kept; conflict: the answers differ in 'Q1'"
    assert dropped.loc[10, "detail"] == "repeats row 3, which is kept; the same answers"
    assert (dropped.loc[11, "detail"], dropped.loc[4, "detail"]) == ("-5 s", "20 s")
    assert report[report["outcome"] == "kept"][["row", "detail"]].to_numpy().tolist() == [[12, "86000 s"]]


def test_s03_the_preview_and_the_unfinished_interview_are_dropped_and_headers_are_no_answers():
    answers, report = cleaned("S03.csv", ("equals", "Status", "Survey Preview"), ("differs", "Finished", "True"))
    assert answers["respondent"].unique().tolist() == ["R_2", "R_4", "R_5", "R_6"]
    ticked = answers[answers["status"] == "ticked"]["label_ru"].value_counts().to_dict()
    assert ticked == {"Женский": 2, "Мужской": 2, "Цена": 3, "Качество": 2}
    assert report["detail"].tolist() == ["'Status' is 'Survey Preview'", "'Finished' is not 'True'"]
