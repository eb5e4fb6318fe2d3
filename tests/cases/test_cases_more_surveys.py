"""More collected exports: inspected, tabulated by the codebook drafted of them, and held against their right outcome.

Their kinds are cured by tests with inputs of our own in tests/surveys.
"""

from pathlib import Path

import pandas as pd
import pytest

from regioncodes.__main__ import main
from regioncodes.ground.errors import StudyError
from regioncodes.surveys.codebooks import COLUMNS

CASES = Path(__file__).parents[3] / "shared/cases/more"
INPUTS = CASES / "inputs"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the further collected cases are not beside the project")
NEWS = {"Интернет": 6, "Радио": 4, "ТВ": 6}
JOINED = {"Интернет": 12, "Радио": 8, "ТВ": 12}
# Input, question, base of the shares, number in the base, counts by label.
COUNTS = [
    ("S1_kobo.csv", "q5", "answered", 6, {"радио": 2, "тв": 4, "интернет": 3}),
    ("S1b_kobo_na.csv", "q5", "answered", 6, {"радио": 2, "тв": 4, "интернет": 3}),
    ("S2_google_grids.csv", "q2", "answered", 8, {"Хорошо": 5, "Плохо": 3}),
    ("S2_google_grids.csv", "q4", "answered", 8, {"Интернет": 5, "Телевидение": 5, "Радио": 2}),
    ("S2_google_grids.csv", "q5", "answered", 7, {"Интернет": 5, "Радио": 4}),
    ("S3_limesurvey_codes.csv", "q6", "answered", 7, {"A1": 3, "A2": 2, "-oth-": 2}),
    ("S3_limesurvey_codes.csv", "q8", "answered", 6, {"SQ001": 3, "SQ002": 3, "other": 1}),
    ("S3b_limesurvey_na.csv", "q7", "answered", 4, {"Нет денег": 2, "Нет времени": 2, "Другое": 1}),
    (
        "S5_wvs.sav",
        "q1",
        "substantive",
        8,
        {"Very important": 4, "Rather important": 3, "Not very important": 1, "Not at all important": 0},
    ),
    ("S6_stata_missing.dta", "q1", "substantive", 6, {"Yes": 4, "No": 2}),
    ("S6_stata_missing.dta", "q1", "answered", 7, {"Yes": 4, "No": 2, "Don't know": 1}),
    ("S6e_yes_no.dta", "q2", "substantive", 40, {"No": 24, "Yes": 16}),
    ("S6e_yes_no.dta", "q2", "answered", 44, {"No": 24, "Yes": 16, "Don't know": 4}),
    ("S6e_yes_no.dta", "q3", "substantive", 42, {"No": 26, "Yes": 16}),
    ("S6e_yes_no.dta", "q3", "answered", 49, {"No": 26, "Yes": 16, "Don't know": 7}),
    ("S7_cp1251.dta", "q1", "answered", 7, {"Да, доверяю": 4, "Нет, не доверяю": 2, "Затрудняюсь": 1}),
    ("S7_cp1251.dta", "q1", "substantive", 6, {"Да, доверяю": 4, "Нет, не доверяю": 2}),
    *((f"SEP{name}.csv", "q2", "answered", 10, NEWS) for name in ("1_semicolon_blank", "2_semicolon", "3_slash")),
    *((f"SEP{name}.csv", "q2", "answered", 10, NEWS) for name in ("5_comma_noblank", "8_mixed")),
    *((f"T{name}.xlsx", "q4", "answered", 20, JOINED) for name in ("1_title_above", "2_blank_rows", "3_total_row")),
    ("D1_times.csv", "q4", "answered", 5, {"да": 3, "нет": 2}),
    (
        "A1_own_survey.csv",
        "q4",
        "answered",
        39,
        {
            "Гранты (субсидии), в том числе региональные": 18,
            "Налоговые льготы": 19,
            "Льготные кредиты": 18,
            "Консультации": 18,
            "Другое": 7,
        },
    ),
    ("wave_2.sav", "q1", "answered", 5, {"Нет": 3, "Да": 2}),
]
# What is told on standard output beside the shares.
TOLD = [
    ("T1_title_above.xlsx", "rows 1–2 above the header are left aside ('Опрос студентов, 2024')"),
    ("T3_total_row.xlsx", "row 22 begins with 'Итого': a total, left aside"),
    ("D1_times.csv", "1 row dropped by 'shorter_than_seconds': Too fast."),
    ("D1_times.csv", "1 row kept by 'longer_than_seconds': Left open."),
    ("S1_kobo.csv", "of 8 respondents (2 not shown)"),
    ("S7_cp1251.dta", "by its letters it is windows-1251"),
]


@pytest.fixture(scope="module")
def tabulated(tmp_path_factory):
    """What `survey tabulate` writes and prints of one input, by the codebook that `survey inspect` drafts."""
    done = {}

    def tables(name, capsys):
        if name not in done:
            folder = tmp_path_factory.mktemp("case")
            main(["survey", "inspect", str(INPUTS / name), "--write", str(folder / "draft.csv")])
            rules = INPUTS / f"{name.split('_')[0]}_rules.csv"
            words = ["--rules", str(rules)] if rules.is_file() else []
            files = [str(INPUTS / name), str(folder / "draft.csv"), "--write", str(folder / "tables")]
            main(["survey", "tabulate", *files, *words])
            done[name] = pd.read_csv(folder / "tables/shares.csv"), capsys.readouterr().out
        return done[name]

    return tables


@pytest.mark.parametrize(("name", "question", "base", "number", "counts"), COUNTS)
def test_the_drafted_codebook_counts_what_was_answered(tabulated, capsys, name, question, base, number, counts):
    shares = tabulated(name, capsys)[0].query("question == @question and base_name == @base")
    # A text that a spreadsheet would run, such as -oth-, is written behind an apostrophe.
    assert dict(zip(shares["label_ru"].str.lstrip("'"), shares["count"], strict=True)) == counts
    assert set(shares["base"]) == {number}


@pytest.mark.parametrize(("name", "told"), TOLD)
def test_what_was_left_out_is_told(tabulated, capsys, name, told):
    assert told in tabulated(name, capsys)[1]


@pytest.mark.parametrize("codebook", ["S6e_codebook.csv", "S6e_codebook_voted.csv"])
def test_letters_and_system_missing_values_are_outside_the_base(capsys, codebook):
    main(["survey", "tabulate", str(INPUTS / "S6e_yes_no.dta"), str(INPUTS / codebook)])
    printed = capsys.readouterr().out
    assert "60.0       44.6-73.7       24 of 40  No" in printed
    assert ("26 of 42  No" in printed) == (codebook == "S6e_codebook.csv")


def test_a_codebook_that_calls_no_yes_is_stopped(tmp_path):
    entry = dict.fromkeys(COLUMNS, "") | {"survey": "wave", "file": "wave_2.sav", "question": "uses", "column": "q1"}
    entry |= {"kind": "single", "base": "answered"}
    options = [("1", "yes", "Yes", "Да"), ("2", "no", "No", "Нет")]
    names = ["code", "option", "label_en", "label_ru"]
    rows = [entry | dict(zip(names, option, strict=True)) for option in options]
    pd.DataFrame(rows).to_csv(tmp_path / "codebook.csv", index=False)
    with pytest.raises(
        StudyError, match="variable 'q1', code 1: the file's label is 'Нет', the codebook's 'Yes' or 'Да'"
    ):
        main(["survey", "tabulate", str(INPUTS / "wave_2.sav"), str(tmp_path / "codebook.csv")])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("GR1_zeros.csv", "27 + 20 + 13 = 60"),
        ("GR1b_zeros_lost.csv", "27 + 20 + 13 = 60"),
        ("GR1b_zeros_lost.csv", "45 (row 2) has fewer decimals than the others"),
        ("GR1c_ru.csv", "27 + 20 + 13 = 60"),
        ("GR1f_fraction.csv", "the shares look like proportions (0 to 1)"),
        ("GR1f_fraction.csv", "27 + 20 + 13 = 60"),
        ("GR1i_100.csv", "The shares add up to 100"),
    ],
)
def test_printed_shares_are_read_as_they_were_meant(capsys, name, told):
    main(["granularity", str(INPUTS / name), "--base", "60"])
    assert told in capsys.readouterr().out


def test_two_columns_of_shares_are_asked_for():
    with pytest.raises(StudyError, match=r"which of 'men' and 'women' is meant\?"):
        main(["granularity", str(INPUTS / "GR1e_two.csv"), "--base", "60"])
