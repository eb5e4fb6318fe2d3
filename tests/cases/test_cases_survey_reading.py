"""The collected cases of reading answers, each on its own file against its own right outcome.

Their kinds are cured by tests/surveys/test_survey_exports.py, _dumps.py, _multiple_responses.py with inputs of our own.
"""

from pathlib import Path

import pandas as pd
import pytest

from answer_frames import read_dump
from regioncodes.ground.errors import StudyError
from regioncodes.surveys.answers import NOT_ANSWERED, NOT_SHOWN, NOT_TICKED, TICKED
from regioncodes.surveys.codebooks import COLUMNS, OPTIONAL_COLUMNS, codebook_problems
from regioncodes.surveys.dump_reports import dump_report, numbers
from regioncodes.surveys.dumps import read_survey, survey_answers
from regioncodes.surveys.exports import read_export

CASES = Path(__file__).parents[3] / "shared/cases"
INPUTS = CASES / "inputs"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the collected cases are not beside the project")


def expected(case):
    return pd.read_csv(CASES / f"expected/{case}.csv", dtype=str, keep_default_na=False)


def codebook_of(*rows):
    blank = dict.fromkeys([*COLUMNS, *OPTIONAL_COLUMNS], "") | {"survey": "case"}
    codebook = pd.DataFrame([blank | {"base": "answered"} | row for row in rows])
    assert codebook_problems(codebook) == []
    return codebook


def options(codes, **column):
    return [column | {"code": code, "option": code} for code in codes]


def status_counts(answers, status):
    counts = (answers.statuses == status).sum(axis=0).tolist()
    return dict(zip(answers.options["option"], counts, strict=True))


def test_s01_options_keep_their_commas_and_the_last_separator_makes_none():
    listed = pd.read_csv(INPUTS / "S01_options.csv").groupby("question")["option"].agg(list)
    columns = {
        "q1": "Откуда Вы узнаёте новости региона? (можно несколько)",
        "q2": "Что мешает участвовать? (можно несколько)",
    }
    shape = {"kind": "multiple_cell"}
    answers = read_dump(
        INPUTS / "S01.csv",
        codebook_of(
            {"column": "Отметка времени", "kind": "started"},
            *options(listed["q1"], column=columns["q1"], question="q1", separator=", ", **shape),
            *options(listed["q2"], column=columns["q2"], question="q2", separator=";", **shape),
        ),
    )
    for question, lines in expected("S01").groupby("question"):
        own = answers.of(question)
        assert status_counts(own, TICKED) == dict(zip(lines["option"], lines["mentions"].astype(int), strict=True))
        assert {str((own.statuses[:, 0] >= NOT_TICKED).sum())} == set(lines["n_answered"])
        assert {str(len(own.respondents))} == set(lines["n_asked"])


def test_s03_three_header_rows_are_no_answers():
    export = read_export(INPUTS / "S03.csv")
    assert export.kind == "qualtrics"
    assert export.cells.index.tolist() == [4, 5, 6, 7, 8, 9]
    assert export.columns["question"].tolist()[6:] == [
        "Ваш пол?",
        "Что важно? (отметьте всё)",
        "Что важно? (отметьте всё)",
        "Комментарий, если есть: свободно",
    ]
    assert export.columns["option"].tolist()[6:] == ["", "Цена", "Качество", ""]
    duration = {"column": "Duration (in seconds)", "kind": "duration"}
    codebook = codebook_of(
        {"column": "ResponseId", "kind": "respondent"},
        *({"column": name, "kind": "drop"} for name in ["StartDate", "Progress", "Q3"]),
        {"column": "Status", "kind": "status"},
        {"column": "Finished", "kind": "finished"},
        duration,
        *options(["Женский", "Мужской"], column="Q1", question="sex", kind="single"),
        *options(["Цена"], column="Q2_1", question="important", kind="multiple_columns"),
        *options(["Качество"], column="Q2_2", question="important", kind="multiple_columns"),
    )
    survey = read_survey(INPUTS / "S03.csv", codebook)
    assert numbers(survey, codebook, "duration").iloc[:, 0].tolist() == [20, 200, 90, 210, 220, 230]
    # The preview (row 4) and the unfinished interview (row 6) do not count; dropping them is not reading.
    answers = survey_answers(survey._replace(cells=survey.cells.drop([4, 6])), codebook, "S03")
    assert len(answers.respondents) == 4
    assert status_counts(answers, TICKED) == {"Женский": 2, "Мужской": 2, "Цена": 3, "Качество": 2}


def test_s04_one_text_over_three_columns_is_three_questions():
    header = "Оцените от 1 до 5"
    codebook = codebook_of(
        {"column": "ID", "kind": "respondent"},
        *({"column": header, "position": str(place), "question": f"q{place}", "kind": "number"} for place in [2, 3, 5]),
        {"column": f"{header}.1", "question": "q4", "kind": "number"},
        {"column": "Ваш регион", "kind": "note"},
    )
    survey = read_survey(INPUTS / "S04.csv", codebook)
    found = numbers(survey, codebook)
    for line in expected("S04").iloc[:4].itertuples():
        assert found[f"q{line.column}"].mean() == float(line.mean)
        assert found[f"q{line.column}"].count() == int(line.n)
    assert survey.columns["name"].tolist() == ["ID", header, header, f"{header}.1", header, "Ваш\nрегион"]
    assert "stands over the columns 2, 3, 5" in " ".join(survey.notices)


def test_s05_missing_codes_are_told_apart_and_a_code_without_label_is_named():
    listed = options(["1", "2", "3"], column="q1", question="q1", kind="single")
    groups = options(["a", "b"], column="q3", question="q3", kind="single")
    days = {"column": "q2", "question": "q2", "kind": "number"}
    with pytest.raises(
        StudyError, match="case 5, column 'q1': found '5', which is no option and has no label in the file"
    ):
        read_dump(INPUTS / "S05.sav", codebook_of(*listed, days, *groups))
    unlabelled = options(["5"], column="q1", question="q1", kind="single")
    codebook = codebook_of(*listed, *unlabelled, days, *groups)
    answers = read_dump(INPUTS / "S05.sav", codebook)
    assert status_counts(answers, TICKED) == {"1": 3, "2": 3, "3": 1, "5": 1, "a": 5, "b": 4}
    assert (answers.of("q1").statuses[:, 0] == NOT_ANSWERED).sum() == 4
    survey = read_survey(INPUTS / "S05.sav", codebook)
    assert numbers(survey, codebook)["q2"].agg(["mean", "count"]).tolist() == [21.25, 8]
    report = dump_report(survey, codebook)
    lines = report[["finding", "column", "found", "meaning", "count"]].fillna("").values.tolist()
    assert lines == [
        ["declared_missing", "q1", "97", "Затрудняюсь ответить", 1],
        ["declared_missing", "q1", "98", "Отказ от ответа", 1],
        ["declared_missing", "q1", "99", "Нет ответа", 1],
        ["empty", "q1", "", "", 1],
        ["declared_missing", "q2", "-1", "Не помню", 3],
        ["empty", "q2", "", "", 1],
        ["declared_missing", "q3", "Z", "Не указано", 2],
        ["empty", "q3", "", "", 1],
    ]


def test_s07_not_shown_is_not_the_same_as_nothing_ticked():
    shape = {"question": "q4", "code": "Да", "code_not_ticked": "Нет", "code_not_shown": "(empty)"}
    names = {"SQ001": "Телевизор", "SQ002": "Радио", "SQ003": "Интернет"}
    codebook = codebook_of(
        {"column": "id", "kind": "respondent"},
        {"column": "submitdate", "kind": "finished"},
        *(
            shape | {"column": f"Q4[{code}]. Чем пользуетесь? [{name}]", "option": name, "kind": "multiple_columns"}
            for code, name in names.items()
        ),
        {"column": "Q4[other]. Чем пользуетесь? [Другое]", "question": "q4", "option": "Другое", "kind": "other_text"},
    )
    answers = read_dump(INPUTS / "S07.csv", codebook)
    lines = expected("S07").iloc[:4]
    assert status_counts(answers, TICKED) == dict(zip(lines["option"], lines["mentions"].astype(int), strict=True))
    assert {str((answers.statuses[:, 0] != NOT_SHOWN).sum())} == set(lines["n_shown"])
    assert {str((answers.statuses == TICKED).any(axis=1).sum())} == set(lines["n_ticked_any"])
    assert status_counts(answers, NOT_SHOWN) == dict.fromkeys(lines["option"], 2)
    assert "газета" not in read_survey(INPUTS / "S07.csv", codebook).cells.to_string()


def test_s12_options_that_became_dates_are_restored_one_by_one_or_named():
    listed = pd.read_csv(INPUTS / "S12_options.csv")["option"].tolist()
    identifier = {"column": "id", "kind": "respondent"}
    codebook = codebook_of(identifier, *options(listed, column="Сколько раз в год?", question="q", kind="single"))
    with pytest.raises(StudyError) as caught:
        read_dump(INPUTS / "S12.xlsx", codebook)
    message = str(caught.value)
    assert message.splitlines()[1].startswith("  row 12, column 'Сколько раз в год?': found '2024-05-02'")
    assert message.count("found") == 1
    survey = read_survey(INPUTS / "S12.xlsx", codebook)
    answers = survey_answers(survey._replace(cells=survey.cells.drop(12)), codebook, "S12")
    lines = expected("S12").iloc[:5]
    assert status_counts(answers, TICKED) == dict(zip(lines["option"], lines["n"].astype(int), strict=True))
    report = dump_report(survey, codebook).sort_values("row")
    assert report["row"].tolist() == [3, 4, 5, 7, 8, 9, 11]
    assert report["meaning"].tolist() == ["1-3", "4-6", "7-10", "1-3", "1-3", "1-3", "4-6"]
