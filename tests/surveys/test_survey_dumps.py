import numpy as np
import pandas as pd
import pytest
import xlsxwriter

from answer_frames import read_dump
from regioncodes.ground.errors import StudyError
from regioncodes.surveys.answers import STATUSES, Answers
from regioncodes.surveys.codebooks import COLUMNS, OPTIONAL_COLUMNS, codebook_problems, option_entries, read_codebook
from regioncodes.surveys.dump_reports import dump_report, numbers
from regioncodes.surveys.dumps import read_survey
from regioncodes.surveys.writing import dump_frame, write_dump

SOURCES = ["Friends", "Friends, relatives", "Networks (one, two)", "Radio"]


def codebook_of(rows, ending="csv"):
    columns = [*COLUMNS, *OPTIONAL_COLUMNS]
    filled = [dict.fromkeys(columns, "") | {"base": "answered"} | row for row in rows]
    return pd.DataFrame(filled).assign(survey="small", file=f"small.{ending}", sheet="Answers")[columns]


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


def statuses(answers, respondent, question):
    own = answers.of(question)
    return [STATUSES[status] for status in own.statuses[own.respondents.get_loc(respondent)]]


def ticked(answers, respondent, question):
    options = answers.of(question).options["option"]
    return options[[status == "ticked" for status in statuses(answers, respondent, question)]].tolist()


def assert_same(found, expected):
    assert found.respondents.tolist() == expected.respondents.tolist()
    assert found.options.to_numpy().tolist() == expected.options.to_numpy().tolist()
    assert found.statuses.tolist() == expected.statuses.tolist()


HEADER = "id,Sex,Where from?,Why? [price],Why? [quality]\n"


def test_an_option_is_never_cut_at_a_separator_inside_it(tmp_path, codebook):
    rows = 'x,1,"Friends, relatives, Networks (one, two)",yes,no\ny,2,"Friends, Radio",no,\n'
    answers = read_dump(written(tmp_path / "small.csv", HEADER + rows), codebook)
    assert ticked(answers, "x", "source") == ["b", "c"]
    assert ticked(answers, "y", "source") == ["a", "d"]
    assert ticked(answers, "x", "sex") == ["female"]


def test_every_respondent_has_a_status_for_every_option(tmp_path, codebook):
    answers = read_dump(written(tmp_path / "small.csv", HEADER + "x,,,9,no\ny,2,Radio,yes,\n"), codebook)
    assert answers.statuses.shape == (2, 8)
    assert answers.statuses.dtype == "int8"
    assert statuses(answers, "x", "sex") == ["not_answered"] * 2
    assert statuses(answers, "x", "source") == ["not_answered"] * 4
    assert statuses(answers, "x", "reason") == ["not_answered", "not_ticked"]
    assert statuses(answers, "y", "source") == ["not_ticked"] * 3 + ["ticked"]
    assert statuses(answers, "y", "reason") == ["ticked", "not_answered"]


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
    assert_same(read_dump(path, codebook), answers)
    assert dump_frame(answers, codebook)["Where from?"].tolist()[0] == "Friends, relatives, Radio"


def test_a_sav_tells_unticked_from_unanswered(tmp_path):
    questions = [
        reason(option) | {"column": option, "code": "1", "code_not_ticked": "0"} for option in ["price", "quality"]
    ]
    codebook = codebook_of([{"column": "id", "kind": "respondent"}, *questions], "sav")
    options = pd.DataFrame({"question": "reason", "option": ["price", "quality"]})
    answers = Answers(pd.Index(["1", "2"]), options, np.array([[3, 2], [1, 3]], dtype="int8"))
    path = write_dump(answers, codebook, tmp_path, "note")
    assert_same(read_dump(path, codebook), answers)
    with pytest.raises(StudyError, match="case 2, column 'quality': found '1', which is no option"):
        read_dump(path, codebook.replace({"code": {"1": "2"}}))


def test_a_codebook_that_cannot_be_used_says_all_that_is_wrong(tmp_path, codebook):
    broken = codebook.assign(
        kind=["note", "several", *codebook["kind"][2:]], base=["", "answered", "everyone", *codebook["base"][3:]]
    )
    broken.loc[4, "code"] = "Friends"
    broken.loc[5, "separator"] = ""
    broken.to_csv(tmp_path / "small.csv", index=False)
    with pytest.raises(StudyError) as caught:
        read_codebook(tmp_path / "small.csv")
    message = str(caught.value)
    assert "column 'kind': found 'several'; allowed are respondent" in message
    assert "column 'base': found 'everyone'; allowed are answered" in message
    assert "column 'separator' is empty beside option 'c' of question 'source'" in message
    assert "'Where from?' and 'Friends' stand together twice in the columns column and position and code" in message
    assert "column 'Where from?' has 2 values in 'separator'; it has one" in message
    codebook.drop(columns="block").to_csv(tmp_path / "small.csv", index=False)
    with pytest.raises(StudyError, match="no column 'block'"):
        read_codebook(tmp_path / "small.csv")


def test_a_codebook_of_contradictions_is_refused(codebook):
    respondent = codebook.iloc[[0]]
    assert codebook_problems(codebook.drop(columns=OPTIONAL_COLUMNS)) == []
    assert codebook_problems(codebook.iloc[1:]) == []
    [twice] = codebook_problems(pd.concat([codebook, respondent.assign(column="other id")]))
    assert twice.startswith("one row of kind 'respondent' is allowed")
    [place] = codebook_problems(codebook.assign(position=["first", *[""] * 8]))
    assert place == "column 'position': found 'first'; the number of a column is allowed, from 1"
    [condition] = codebook_problems(codebook.assign(shown_if=["", "", "", *["sex=1"] * 4, "", ""]))
    assert condition.startswith("column 'shown_if': found 'sex=1'; a question and an option of this codebook")
    [label] = codebook_problems(codebook.assign(option="same", question="same", label_en=["", "a", "b", *"aaaaaa"]))
    assert label == "option 'same=same' has 2 values in 'label_en'; it has one"


def dump(tmp_path, text, *rows, ending="csv"):
    codebook = codebook_of(rows, ending)
    assert codebook_problems(codebook) == []
    return written(tmp_path / f"small.{ending}", text), codebook


def option(column, name, kind="multiple_columns", **codes):
    return {"column": column, "question": "q", "option": name, "kind": kind, "code": name} | codes


def rows_of(answers, question="q"):
    """Statuses of every respondent as letters: hidden, missing, unticked, ticked."""
    return ["".join("hmut"[status] for status in row) for row in answers.of(question).statuses]


def test_columns_that_hold_option_or_nothing_tell_unticked_where_another_is_filled(tmp_path):
    text = "Respondent ID,Collector ID,What matters?,,\n,,Price,Quality,Other\n1,9,Price,,\n2,9,,,a text\n3,9,,,\n"
    path, codebook = dump(
        tmp_path,
        text,
        {"column": "Respondent ID", "kind": "respondent"},
        {"column": "Collector ID", "kind": "drop"},
        option("What matters? [Price]", "Price"),
        option("What matters? [Quality]", "Quality"),
        option("What matters? [Other]", "other", kind="other_text", code=""),
    )
    assert rows_of(read_dump(path, codebook)) == ["tuu", "uut", "mmm"]
    hidden = codebook.assign(code_not_shown=["", "", "(empty)", "(empty)", "(empty)"])
    assert rows_of(read_dump(path, hidden)) == ["tuu", "uut", "hhh"]


def test_columns_that_each_hold_one_ticked_code(tmp_path):
    codes = [
        option(f"q1_{place}", name, code=code)
        for place in (1, 2)
        for name, code in [("a", "1"), ("b", "2"), ("c", "3")]
    ]
    for code in codes:
        code |= {"code_not_answered": "-1|-9", "code_not_shown": "-2"}
    path, codebook = dump(tmp_path, "q1_1,q1_2\n3,1\n2,\n,2\n1,-1\n-1,-9\n-2,-2\n,\n", *codes)
    answers = read_dump(path, codebook)
    assert answers.options["option"].tolist() == ["a", "b", "c"]
    assert rows_of(answers) == ["tut", "utu", "utu", "tuu", "mmm", "hhh"]
    assert answers.respondents.tolist() == ["2", "3", "4", "5", "6", "7"]


def test_not_shown_is_what_the_form_calls_so(tmp_path):
    stated = {"code": "Yes", "code_not_ticked": "No", "code_not_shown": "N/A"}
    path, codebook = dump(
        tmp_path,
        "id,Q4[1],Q4[2],Q4[other]\n1,Yes,No,\n2,No,No,\n3,N/A,N/A,N/A\n4,,,\n5,No,No,a text\n",
        {"column": "id", "kind": "respondent"},
        option("Q4[1]", "a", **stated),
        option("Q4[2]", "b", **stated),
        option("Q4[other]", "other", kind="other_text", code="", code_not_shown="N/A"),
    )
    assert rows_of(read_dump(path, codebook)) == ["tuu", "uuu", "hhh", "mmm", "uut"]


def test_an_empty_cell_is_unticked_where_the_codebook_says_so(tmp_path):
    columns = [option(name, name, code="1", code_not_ticked="(empty)") for name in "ab"]
    path, codebook = dump(tmp_path, "id,a,b\n1,1,\n2,,\n", {"column": "id", "kind": "respondent"}, *columns)
    assert rows_of(read_dump(path, codebook)) == ["tu", "uu"]


def test_a_question_behind_a_filter_was_not_shown_to_the_others(tmp_path):
    filtered = [option("Size", name, kind="single", shown_if="group=business") for name in ["small", "large"]]
    groups = [option("Group", name, kind="single", question="group") for name in ["business", "science"]]
    text = "id,Group,Size\n1,business,small\n2,business,\n3,science,\n4,,\n5,science,large\n"
    path, codebook = dump(tmp_path, text, {"column": "id", "kind": "respondent"}, *groups, *filtered)
    assert rows_of(read_dump(path, codebook)) == ["tu", "mm", "hh", "hh", "ut"]


def test_codes_that_changed_between_waves_are_one_option(tmp_path):
    changed = [option("Q", name, kind="single", code=code) for name, code in [("yes", "1"), ("no", "2"), ("yes", "да")]]
    path, codebook = dump(tmp_path, "id,Q\n1,1\n2,да\n3,2\n", {"column": "id", "kind": "respondent"}, *changed)
    assert option_entries(codebook)["option"].tolist() == ["yes", "no"]
    assert rows_of(read_dump(path, codebook)) == ["tu", "tu", "ut"]


def test_free_text_in_the_cell_counts_as_other_and_is_an_error_without_it(tmp_path):
    options = [option("Q", name, kind="multiple_cell", separator=", ") for name in ["Radio", "Friends, relatives"]]
    other = option("Q", "other", kind="other_text", code="")
    text = 'Q\n"Radio, at work, by chance"\nby chance\n"Friends, relatives, Radio"\n"chance, Radio"\n'
    path, codebook = dump(tmp_path, text.replace('"chance, Radio"\n', ""), *options, other)
    assert rows_of(read_dump(path, codebook)) == ["tut", "uut", "ttu"]
    with pytest.raises(StudyError, match="row 5, column 'Q': found 'chance, Radio'"):
        read_dump(*dump(tmp_path, text, *options, other))
    with pytest.raises(StudyError, match="row 3, column 'Q': found 'by chance', of which 'by chance' is no option"):
        read_dump(*dump(tmp_path, text, *options))
    named = option("Q", "other", kind="other_text", code="Other:")
    with pytest.raises(StudyError, match="row 3, column 'Q': found 'by chance'"):
        read_dump(*dump(tmp_path, text, *options, named))
    path, codebook = dump(tmp_path, 'Q\n"Radio, Other: my mother"\n', *options, named)
    assert rows_of(read_dump(path, codebook)) == ["tut"]


def test_none_is_an_answer(tmp_path):
    names = ["None", "NA", "Нет", "null"]
    path, codebook = dump(
        tmp_path, "Q\n" + "\n".join(names) + "\n", *(option("Q", name, kind="single") for name in names)
    )
    assert rows_of(read_dump(path, codebook)) == ["tuuu", "utuu", "uutu", "uuut"]


def test_repeated_headers_need_their_position(tmp_path):
    text = "id,Rate,Rate\n1,yes,no\n"
    identifier = {"column": "id", "kind": "respondent"}
    rate = [
        option("Rate", name, kind="single", question=f"q{place}", position=str(place))
        for place in (2, 3)
        for name in ("yes", "no")
    ]
    answers = read_dump(*dump(tmp_path, text, identifier, *rate))
    assert (rows_of(answers, "q2"), rows_of(answers, "q3")) == (["tu"], ["ut"])
    unplaced = [row | {"position": "", "question": "q2"} for row in rate[:2]]
    with pytest.raises(StudyError, match="column 'Rate' stands 2 times, at 2, 3; say which in the column 'position'"):
        read_dump(*dump(tmp_path, text, identifier, *unplaced))
    with pytest.raises(StudyError, match="column 'Rate' stands at 2, 3, not at 7 as data/reference"):
        read_dump(*dump(tmp_path, text, identifier, *(row | {"position": "7", "question": "q2"} for row in rate[:2])))
    with pytest.raises(StudyError, match=r"column 'Rate' \(column 3\) is not described"):
        read_dump(*dump(tmp_path, text, identifier, *rate[:2]))


def test_declared_missing_codes_of_1ka_are_missing_and_reported(tmp_path):
    options = [
        option("Q1", name, kind="single", code=code, code_not_shown="-2") for name, code in [("a", "1"), ("b", "2")]
    ]
    path, codebook = dump(
        tmp_path, "recnum;Q1\n1;1\n2;-1\n3;-2\n4;-3\n", {"column": "recnum", "kind": "respondent"}, *options
    )
    assert rows_of(read_dump(path, codebook)) == ["tu", "mm", "hh", "mm"]
    report = dump_report(read_survey(path, codebook), codebook)
    assert report[["finding", "found", "count"]].to_numpy().tolist() == [
        ["declared_missing", "-1", 1],
        ["declared_missing", "-3", 1],
    ]


def test_numbers_read_a_decimal_comma_and_name_what_is_none(tmp_path):
    lines = [{"column": "id", "kind": "respondent"}, {"column": "w", "kind": "weight", "code_not_answered": "99"}]
    path, codebook = dump(tmp_path, "id;w\n1;1,5\n2;\n3;99\n4;0.5\n", *lines)
    read = numbers(read_survey(path, codebook), codebook, "weight")["w"]
    assert read.fillna(-1).tolist() == [1.5, -1, -1, 0.5]
    assert read.index.tolist() == [2, 3, 4, 5]
    path, codebook = dump(tmp_path, "id;w\n1;half\n2;1\n", *lines)
    with pytest.raises(StudyError, match="row 2, column 'w': found 'half', which is no number"):
        numbers(read_survey(path, codebook), codebook, "weight")


def test_many_cells_of_one_fault_are_counted_and_not_all_listed(tmp_path):
    text = "Q\n" + "no option\n" * 80
    with pytest.raises(StudyError) as caught:
        read_dump(*dump(tmp_path, text, option("Q", "yes", kind="single")))
    assert str(caught.value).count("found 'no option'") == 50
    assert "column 'Q' has 30 more such cells" in str(caught.value)
