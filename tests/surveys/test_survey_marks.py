"""Texts and codes that stand where an answer would: told in the draft, outside the base, never silently inside."""

import pandas as pd
import pytest
from survey_inputs import answers_of, codebook_for

from project import ROOT
from regioncodes.__main__ import main
from regioncodes.ground.errors import StudyError
from regioncodes.surveys.codebooks import codebook_problems
from regioncodes.surveys.groups import by_group
from regioncodes.surveys.marks import is_kept_apart, mark_of, marked_codes, read_marks
from regioncodes.surveys.tabulation import substantive, tabulate

MARKS = read_marks(ROOT / "data/reference/survey_marks.csv")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("N/A", "not_shown"),
        ("n/a", "not_shown"),
        ("Не применимо.", "not_shown"),
        ("No answer", "not_answered"),
        ("99. Нет  ответа", "not_answered"),
        ("Отказ от ответа (не зачитывать)", "refused"),
        ("Затрудняюсь ответить", "dont_know"),
        ("97 - Затрудняюсь ответить (НЕ ЗАЧИТЫВАТЬ)", "dont_know"),
        ("Don’t know", "dont_know"),
        ("Нет", ""),
        ("None", ""),
        ("Нет ответа от чиновников", ""),
        ("-1", ""),
        ("", ""),
    ],
)
def test_a_mark_is_known_in_any_dress(text, kind):
    assert mark_of(text, MARKS) == kind


def test_the_label_in_the_file_says_what_a_code_is():
    labels = {"1": "Доверяю", "2": "Не доверяю", "8": "Затрудняюсь", "99": "Другой суд"}
    assert marked_codes(["1", "2", "8", "99"], labels, MARKS) == {"8": "dont_know"}


@pytest.mark.parametrize(
    ("codes", "apart"),
    [
        (["1", "2", "3", "97", "98", "99"], ["97", "98", "99"]),
        (["1", "2", "3", "4", "-1", "-2", "-5"], ["-1", "-2", "-5"]),
        (["0", "1", "-9"], ["-9"]),
        (["-2", "-1", "0", "1", "2"], []),
        (["18", "35", "77", "99"], []),
        ([str(age) for age in range(18, 100)], []),
        (["0.5", "1", "99"], []),
        (["да", "нет", "99"], []),
        (["1", "99"], []),
    ],
)
def test_codes_without_a_label_are_no_answers_where_they_stand_apart_from_a_scale(codes, apart):
    assert marked_codes(codes, {}, MARKS) == dict.fromkeys(apart, "not_answered")


def test_a_table_of_marks_with_an_unknown_kind_is_refused(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_text("mark,kind,language,met_in\nN/A,nothing,en,\n", encoding="utf-8")
    with pytest.raises(StudyError, match="'N/A' has the kind 'nothing'; allowed are not_shown"):
        read_marks(path)


def test_codes_kept_for_missing_answers_are_known():
    declared = pd.DataFrame({"low": ["a"], "high": ["a"]})
    assert [is_kept_apart(code, declared) for code in ("-1", "98", "a", "2", "text")] == [
        True,
        True,
        True,
        False,
        False,
    ]


KNOWING = {("q", "yes"): "x--x-?", ("q", "no"): "-x---?", ("q", "dont_know"): "--x-x?"}


def knowing_codebook(base):
    codebook = codebook_for(answers_of(KNOWING), kind="single", base=base, column="q")
    codes = ["1", "2", "-1"]
    return codebook.assign(code=codes, dont_know=["", "", "yes"])


def test_shares_with_and_without_dont_know_stand_side_by_side():
    table = tabulate(answers_of(KNOWING), knowing_codebook("substantive"))
    told = table[table["base_name"] == "substantive"].set_index("option")
    assert told[["count", "base", "not_answered"]].to_numpy().tolist() == [[2, 3, 3], [1, 3, 3]]
    assert told.index.tolist() == ["yes", "no"]
    answered = table[table["base_name"] == "answered"].set_index("option")
    assert answered[["count", "base"]].to_numpy().tolist() == [[2, 5], [1, 5], [2, 5]]
    assert table["option"].drop_duplicates().tolist() == ["yes", "no", "dont_know"]


def test_dont_know_beside_a_tick_leaves_the_tick():
    answers = answers_of({("q", "radio"): "x-", ("q", "sites"): "--", ("q", "dont_know"): "xx"})
    codebook = codebook_for(answers).assign(dont_know=["", "", "yes"])
    assert substantive(answers, codebook).statuses.tolist() == [[3, 2], [1, 1]]


def test_groups_leave_dont_know_out_where_the_codebook_does():
    columns = KNOWING | {("g", "a"): "xxx---", ("g", "b"): "---xxx"}
    answers = answers_of(columns)
    own = {"code": ["1", "2", "-1", "a", "b"], "dont_know": ["", "", "yes", "", ""]}
    codebook = codebook_for(answers, kind="single").assign(**own, base=["substantive"] * 3 + ["answered"] * 2)
    cells = by_group(answers, codebook, "q", "g", minimum_n=0)
    assert cells["option"].unique().tolist() == ["yes", "no"]
    assert cells.groupby("group")["base"].first().to_dict() == {"a": 2, "b": 1}


def test_a_base_without_dont_know_needs_an_option_that_says_so():
    codebook = knowing_codebook("substantive").assign(dont_know="")
    assert any("has the base 'substantive' and no option" in line for line in codebook_problems(codebook))
    wrong = knowing_codebook("answered").assign(dont_know=["", "", "perhaps"])
    assert any("column 'dont_know': found 'perhaps'" in line for line in codebook_problems(wrong))


ANSWERS = ["Да", "Нет", "Затрудняюсь ответить", "Нет ответа", "Отказ", "N/A", "Да", "Нет", "Да", ""]


def test_marks_are_drafted_outside_the_base_and_dont_know_is_printed_on_both(tmp_path, capsys):
    path, draft = tmp_path / "answers.csv", tmp_path / "draft.csv"
    lines = [f"{number},{text}" for number, text in enumerate(ANSWERS, 1)]
    path.write_text("id,Доверяете?\n" + "\n".join(lines) + "\n", encoding="utf-8")
    main(["survey", "inspect", str(path), "--write", str(draft)])
    inspected = capsys.readouterr().out
    assert "1  Нет ответа: not answered: outside the base of who answered" in inspected
    assert "1  Отказ: refused: outside the base of who answered" in inspected
    assert "1  N/A: not shown: outside the base of who answered" in inspected
    assert "1  Затрудняюсь ответить: don't know: an option that shares are printed with and without" in inspected
    main(["survey", "tabulate", str(path), str(draft)])
    printed = capsys.readouterr().out
    assert "base: who answered, of 10 respondents (1 not shown, 3 without an answer)" in printed
    assert "3 of 6  Да" in printed
    assert "1 of 6  Затрудняюсь ответить" in printed
    assert "the same without 'Затрудняюсь ответить':" in printed
    assert "3 of 5  Да" in printed


def test_an_option_that_is_a_mark_is_told_by_tabulate(tmp_path, capsys):
    path, codebook = tmp_path / "answers.csv", tmp_path / "codebook.csv"
    path.write_text("q\nYes\nN/A\nNot sure\n", encoding="utf-8")
    answers = answers_of({("q", name): "x" for name in ("Yes", "N/A", "Not sure")})
    entries = codebook_for(answers, kind="single", file="answers.csv").assign(column="q")
    entries.assign(code=entries["option"]).to_csv(codebook, index=False)
    main(["survey", "tabulate", str(path), str(codebook)])
    printed = capsys.readouterr().out
    assert "option 'N/A' of 'q' stands by convention for 'not_shown' and counts as an answer here" in printed
    assert "option 'Not sure' of 'q' stands by convention for 'dont_know'" in printed
    assert "option 'Yes'" not in printed
