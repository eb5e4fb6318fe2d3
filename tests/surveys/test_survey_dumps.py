import pandas as pd
import pytest
import xlsxwriter

from regioncodes.errors import StudyError
from regioncodes.surveys.codebooks import COLUMNS, read_codebook
from regioncodes.surveys.dumps import read_dump
from regioncodes.surveys.multiple_responses import readings, unread
from regioncodes.surveys.writing import dump_frame, write_dump

SOURCES = ["Friends", "Friends, relatives", "Networks (one, two)", "Radio"]


def codebook_of(rows, ending="csv"):
    filled = [dict.fromkeys(COLUMNS, "") | {"base": "answered"} | row for row in rows]
    return pd.DataFrame(filled).assign(survey="small", file=f"small.{ending}", sheet="Answers")[COLUMNS]


def source(code, option):
    shape = {"question": "source", "column": "Where from?", "kind": "multiple_cell", "separator": ", "}
    return shape | {"code": code, "option": option}


def reason(option):
    shape = {"question": "reason", "column": f"Why? [{option}]", "kind": "multiple_columns"}
    return shape | {"code": "yes", "code_not_ticked": "no", "code_not_answered": "9", "option": option}


@pytest.fixture
def codebook():
    return codebook_of(
        [
            {"column": "id", "kind": "respondent"},
            {"column": "Sex", "question": "sex", "kind": "single", "code": "1", "option": "female"},
            {"column": "Sex", "question": "sex", "kind": "single", "code": "2", "option": "male"},
            *(source(code, option) for code, option in zip(SOURCES, "abcd", strict=True)),
            reason("price"),
            reason("quality"),
        ]
    )


def written(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def ticked(answers, respondent, question):
    chosen = answers.query("respondent == @respondent and question == @question and status == 'ticked'")
    return chosen["option"].tolist()


HEADER = "id,Sex,Where from?,Why? [price],Why? [quality]\n"


def test_an_option_is_never_cut_at_a_separator_inside_it(tmp_path, codebook):
    rows = 'x,1,"Friends, relatives, Networks (one, two)",yes,no\ny,2,"Friends, Radio",no,\n'
    answers = read_dump(written(tmp_path / "small.csv", HEADER + rows), codebook)
    assert ticked(answers, "x", "source") == ["b", "c"]
    assert ticked(answers, "y", "source") == ["a", "d"]
    assert ticked(answers, "x", "sex") == ["female"]


def test_every_respondent_has_a_status_for_every_option(tmp_path, codebook):
    answers = read_dump(written(tmp_path / "small.csv", HEADER + "x,,,9,no\ny,2,Radio,yes,\n"), codebook)
    assert len(answers) == 2 * 8
    statuses = answers.groupby(["respondent", "question"])["status"].agg(list)
    assert statuses["x", "sex"] == ["not_answered"] * 2
    assert statuses["x", "source"] == ["not_answered"] * 4
    assert statuses["x", "reason"] == ["not_answered", "not_ticked"]
    assert statuses["y", "source"] == ["not_ticked"] * 3 + ["ticked"]
    assert statuses["y", "reason"] == ["ticked", "not_answered"]


def test_a_cell_with_two_readings_is_not_decided():
    options = ["Friends", "relatives", "Friends, relatives"]
    assert readings("Friends, relatives", options, ", ") == [options[2:], options[:2]]
    assert readings("relatives, Friends", options, ", ") == [["relatives", "Friends"]]


def test_shorter_options_are_tried_where_the_longest_leads_nowhere():
    assert readings("A, B, C", ["A", "A, B", "B, C"], ", ") == [["A", "B, C"]]


def test_a_separator_at_the_end_and_a_repeated_option():
    assert readings("A;B;", ["A", "B"], ";") == [["A", "B"]]
    assert readings("A;A", ["A", "B"], ";") == []
    assert unread("A;B;Z;", ["A", "B"], ";") == "Z"


def test_all_problems_come_at_once_with_row_column_and_text(tmp_path, codebook):
    rows = 'x,3,"Radio, Teletype",yes,maybe\nx,1,Radio,yes,no\n,1,Radio,yes,no\n'
    header = HEADER.replace("\n", ",Extra\n")
    path = written(tmp_path / "small.csv", header + rows.replace("\n", ",\n"))
    with pytest.raises(StudyError) as caught:
        read_dump(path, codebook)
    message = str(caught.value)
    assert message.splitlines()[0] == f"9 problems in {path}"
    assert "column 'Extra' is not described; add it to data/reference/codebooks/small.csv" in message
    assert "row 2, column 'Sex': found '3', which is no option" in message
    assert "column 'Sex' allows '1', '2' or nothing" in message
    assert "row 2, column 'Where from?': found 'Radio, Teletype', of which 'Teletype' is no option" in message
    assert "row 2, column 'Why? [quality]': found 'maybe'" in message
    assert "column 'Why? [quality]' allows 'yes', 'no', '9' or nothing" in message
    assert "row 3: respondent 'x' stands above already" in message
    assert "row 4: the respondent has no id" in message


def test_missing_and_repeated_columns_are_named(tmp_path, codebook):
    path = written(tmp_path / "small.csv", "id,Sex,Sex,Where from?,Why? [price]\nx,1,2,Radio,yes\n")
    with pytest.raises(StudyError) as caught:
        read_dump(path, codebook)
    assert "no column 'Why? [quality]', which data/reference/codebooks/small.csv describes" in str(caught.value)
    assert "column 'Sex' stands 2 times" in str(caught.value)


def test_ragged_rows_other_encodings_and_unknown_endings_are_errors(tmp_path, codebook):
    with pytest.raises(StudyError, match="row 2 has 2 cells, the header has 5"):
        read_dump(written(tmp_path / "small.csv", HEADER + "x,1\n"), codebook)
    (tmp_path / "small.csv").write_bytes("id,Пол\n".encode("cp1251"))
    with pytest.raises(StudyError, match="byte 3 is not UTF-8"):
        read_dump(tmp_path / "small.csv", codebook)
    with pytest.raises(StudyError, match=r"the ending '\.ods' is not known"):
        read_dump(tmp_path / "small.ods", codebook)


def test_numbers_in_a_workbook_are_codes_and_rows_count_as_excel_counts(tmp_path, codebook):
    cells = [["id", "Sex", "Where from?", "Why? [price]", "Why? [quality]"], [7, 1, "Radio", "yes", "no"]]
    with xlsxwriter.Workbook(tmp_path / "small.xlsx") as workbook:
        sheet = workbook.add_worksheet("Answers")
        for number, row in enumerate([*cells, [8, 5, "Radio", "yes", "no"]]):
            sheet.write_row(number, 0, row)
    with pytest.raises(StudyError, match="row 3, column 'Sex': found '5'"):
        read_dump(tmp_path / "small.xlsx", codebook)
    with pytest.raises(StudyError, match="no sheet 'Wave 2', which the codebook names; there are 'Answers'"):
        read_dump(tmp_path / "small.xlsx", codebook.assign(sheet="Wave 2"))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_written_is_read_again(tmp_path, codebook, ending):
    rows = '4,1,"Friends, relatives, Radio",yes,no\n2,2,"Friends, Radio",9,9\n3,,,no,yes\n'
    answers = read_dump(written(tmp_path / "small.csv", HEADER + rows), codebook)
    path = write_dump(answers, codebook.assign(file=f"again.{ending}"), tmp_path, "note")
    pd.testing.assert_frame_equal(read_dump(path, codebook), answers)
    assert dump_frame(answers, codebook)["Where from?"].tolist()[0] == "Friends, relatives, Radio"


def test_a_sav_tells_unticked_from_unanswered(tmp_path):
    questions = [
        reason(option) | {"column": option, "code": "1", "code_not_ticked": "0"} for option in ["price", "quality"]
    ]
    codebook = codebook_of([{"column": "id", "kind": "respondent"}, *questions], "sav")
    answers = pd.DataFrame(
        {
            "respondent": ["1", "1", "2", "2"],
            "question": "reason",
            "option": ["price", "quality"] * 2,
            "status": ["ticked", "not_ticked", "not_answered", "ticked"],
        }
    )
    path = write_dump(answers, codebook, tmp_path, "note")
    pd.testing.assert_frame_equal(read_dump(path, codebook), answers)
    with pytest.raises(StudyError, match="case 2, column 'quality': found '1', which is no option"):
        read_dump(path, codebook.replace({"code": {"1": "2"}}))


def test_a_codebook_that_cannot_be_used_says_all_that_is_wrong(tmp_path, codebook):
    broken = codebook.assign(
        kind=["note", "several", *codebook["kind"][2:]], base=["", "everyone", *codebook["base"][2:]]
    )
    broken.loc[4, "option"] = "a"
    broken.loc[5, "separator"] = ""
    broken.to_csv(tmp_path / "small.csv", index=False)
    with pytest.raises(StudyError) as caught:
        read_codebook(tmp_path / "small.csv")
    message = str(caught.value)
    assert "column 'kind': found 'several'; allowed are respondent" in message
    assert "column 'base': found 'everyone'; allowed are answered" in message
    assert "column 'separator' is empty beside option 'c' of question 'source'" in message
    assert "'source' and 'a' stand together twice in the columns question and option" in message
    assert "exactly one row of kind 'respondent' is needed" in message
    assert "column 'Where from?' has 2 values in 'separator'; it has one" in message
    codebook.drop(columns="block").to_csv(tmp_path / "small.csv", index=False)
    with pytest.raises(StudyError, match="no column 'block'"):
        read_codebook(tmp_path / "small.csv")
