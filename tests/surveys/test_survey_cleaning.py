"""Rows of a dump that do not count: which rule drops which, in what order, and what the report says."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regioncodes.ground.errors import StudyError
from regioncodes.surveys.cleaning import RULE_COLUMNS, RULES, kept_and_dropped
from regioncodes.surveys.codebooks import COLUMNS
from regioncodes.surveys.exports import Export
from regioncodes.surveys.interview_times import clock_times

KINDS = {"number": "respondent", "start": "started", "end": "finished", "seconds": "duration", "key": "note"}


def export(columns, index=None):
    """An export whose columns stand in the order given, rows numbered from 2 as under a header."""
    number = len(next(iter(columns.values())))
    described = pd.DataFrame({"position": range(1, len(columns) + 1), "name": list(columns)})
    cells = pd.DataFrame(dict(enumerate(columns.values(), 1)), dtype="str")
    cells.index = pd.Index(index or range(2, number + 2), name="row")
    described = described.assign(question=described["name"], option="", duplicated=False)
    return Export("plain", described, cells, pd.DataFrame(), pd.DataFrame(), [])


def codebook(columns):
    """Every column by its kind; any that is not in KINDS is a single question."""
    rows = [{"survey": "trial", "column": name, "kind": KINDS.get(name, "single")} for name in columns]
    return pd.DataFrame(rows).reindex(columns=COLUMNS, fill_value="")


def rules(*lines):
    rows = [("trial", str(order), *line, "a reason") for order, line in enumerate(lines, 1)]
    return pd.DataFrame(rows, columns=RULE_COLUMNS, dtype="str")


def cleaned(columns, *lines):
    kept, report = kept_and_dropped(export(columns), codebook(columns), rules(*lines))
    return list(kept.cells.index), dict(zip(report["row"], report["detail"], strict=True))


def test_without_rules_every_row_stays_and_the_report_has_its_columns():
    table = export({"number": ["1", "2"], "q": ["a", "b"]})
    kept, report = kept_and_dropped(table, codebook(["number", "q"]), rules())
    assert kept.cells.equals(table.cells)
    assert list(report.columns) == ["survey", "row", "outcome", "rule", "reason", "detail"]
    assert report.empty


def test_rules_of_another_survey_are_left_aside():
    table = export({"number": ["1"], "q": ["a"]})
    others = rules(("equals", "q", "a")).assign(survey="another")
    assert len(kept_and_dropped(table, codebook(["number", "q"]), others)[0].cells) == 1


def test_test_rows_are_known_by_their_text_in_any_case_of_letters():
    columns = {"number": ["1", "2", "3"], "code": ["test", "A1", "A2"], "remark": ["", "ТЕСТ", "тестирую"]}
    kept, report = cleaned(columns, ("equals", "code", "Test"), ("equals", "remark", "тест"))
    assert kept == [4]
    assert report == {2: "'code' is 'Test'", 3: "'remark' is 'тест'"}


def test_unfinished_interviews_are_told_by_a_word_a_page_or_an_empty_date():
    columns = {
        "number": ["1", "2", "3", "4"],
        "Finished": ["True", "False", "True", "True"],
        "lastpage": ["5", "5", "4,5", ""],
        "submitdate": ["2024", "2024", "2024", ""],
    }
    assert cleaned(columns, ("differs", "Finished", "true"))[0] == [2, 4, 5]
    assert cleaned(columns, ("below", "lastpage", "5"))[0] == [2, 3]
    assert cleaned(columns, ("empty", "submitdate", ""))[0] == [2, 3, 4]


def test_each_row_is_dropped_once_by_the_first_rule_that_meets_it():
    columns = {"number": ["1", "2"], "seconds": ["5", "300"], "code": ["test", ""]}
    table = export(columns)
    _, report = kept_and_dropped(
        table, codebook(columns), rules(("equals", "code", "test"), ("shorter_than_seconds", "", "60"))
    )
    assert report["rule"].tolist() == ["equals"]


def test_the_order_is_a_number_and_not_a_text():
    columns = {"number": ["1"], "code": ["test"]}
    lines = rules(("equals", "code", "test"), ("empty", "number", "")).assign(order=["10", "9"])
    lines = pd.concat([lines, rules(("differs", "code", "x")).assign(order="2")])
    _, report = kept_and_dropped(export(columns), codebook(columns), lines)
    assert report["rule"].tolist() == ["differs"]


def test_an_interview_of_exactly_the_limit_passes():
    columns = {"number": ["1", "2", "3"], "seconds": ["59", "60", "59,9"]}
    kept, report = cleaned(columns, ("shorter_than_seconds", "", "60"))
    assert kept == [3]
    assert report == {2: "59 s", 4: "59.9 s"}


def test_a_share_of_the_median_is_taken_of_the_rows_that_are_left():
    columns = {"number": list("12345"), "seconds": ["1", "100", "200", "300", "60"], "code": ["test", "", "", "", ""]}
    line = ("shorter_than_share_of_median", "", "0.5")
    # Without the test row the median is 150, with it 100.
    assert cleaned(columns, ("equals", "code", "test"), line)[1][6] == "60 s, 0.5 of the median is 75 s"
    assert cleaned(columns, line)[0] == [3, 4, 5, 6]


def test_an_interview_that_ends_before_it_starts_is_impossible_and_a_very_long_one_only_flagged():
    columns = {
        "number": ["1", "2", "3"],
        "start": ["2024-06-01 10:40:00", "01.06.2024 10:50", "2024-06-01 11:10:00"],
        "end": ["2024-06-01 10:39:55", "02.06.2024 10:43", "2024-06-01 11:11:00"],
    }
    table = export(columns)
    lines = rules(("impossible_time", "", ""), ("longer_than_seconds", "", "3600"))
    kept, report = kept_and_dropped(table, codebook(columns), lines)
    assert list(kept.cells.index) == [3, 4]
    assert report[["row", "outcome", "detail"]].to_numpy().tolist() == [
        [2, "dropped", "-5 s"],
        [3, "kept", "85980 s"],
    ]


def test_an_interview_without_times_is_neither_short_nor_long_but_can_be_flagged():
    columns = {"number": ["1", "2"], "seconds": ["", "10"]}
    kept, report = cleaned(columns, ("shorter_than_seconds", "", "60"), ("without_time", "", ""))
    assert kept == [2]
    assert report == {3: "10 s", 2: "no time is told"}


@pytest.mark.parametrize(("which", "expected"), [("first", [2, 3, 6]), ("last", [4, 5, 6])])
def test_of_duplicates_the_first_or_last_stays_and_conflicts_are_named(which, expected):
    columns = {"number": list("12345"), "key": ["a", "b", "a", "b", ""], "q1": list("xyzyx"), "q2": list("ababa")}
    kept, report = cleaned(columns, ("duplicate", "key", which))
    assert kept == expected
    conflict, same = (2, 3) if which == "last" else (4, 5)
    assert report[same].endswith("which is kept; the same answers")
    assert "conflict: the answers differ in 'q1'" in report[conflict]


def test_a_respondent_without_a_key_repeats_nobody():
    columns = {"number": ["1", "2"], "key": ["", ""], "q": ["a", "a"]}
    assert cleaned(columns, ("duplicate", "key", "first"))[0] == [2, 3]


def test_identical_answers_are_repeated_interviews_but_empty_ones_are_not():
    columns = {"number": list("12345"), "q1": ["a", "a", "b", "", ""], "q2": ["x", "x", "x", "", ""]}
    kept, report = cleaned(columns, ("identical_answers", "", "first"))
    assert kept == [2, 4, 5, 6]
    assert report == {3: "repeats row 2, which is kept; the same answers"}


def test_no_cell_of_a_respondent_reaches_the_report():
    columns = {"number": ["7001", "7002"], "key": ["ivan@mail.ru"] * 2, "q": ["secret one", "secret two"]}
    _, report = kept_and_dropped(export(columns), codebook(columns), rules(("duplicate", "key", "first")))
    text = report.to_csv()
    assert len(report) == 1
    assert not re.search("ivan|secret|700", text)


def test_all_faults_of_the_rules_come_at_once():
    columns = {"number": ["1"], "q": ["a"]}
    lines = rules(
        ("dropp", "q", ""),
        ("equals", "Q9", "x"),
        ("below", "q", "many"),
        ("shorter_than_seconds", "", "60"),
        ("duplicate", "q", "best"),
    )
    with pytest.raises(StudyError) as caught:
        kept_and_dropped(export(columns), codebook(columns), lines)
    message = str(caught.value)
    assert message.startswith("5 problems in the rules for rows of survey 'trial'")
    assert "order 1: found rule 'dropp'; allowed are equals" in message
    assert "order 2: column 'Q9' stands 0 times among the columns read" in message
    assert "order 3: found value 'many'; rule 'below' needs a number" in message
    assert "order 4: rule 'shorter_than_seconds' needs times; mark a column of kind 'duration'" in message
    assert "order 5: found value 'best'; 'first' or 'last' says which row is kept" in message


def test_an_order_that_is_no_number_is_an_error():
    columns = {"number": ["1"], "q": ["a"]}
    with pytest.raises(StudyError, match="found order 'first'; a whole number is allowed"):
        kept_and_dropped(export(columns), codebook(columns), rules(("empty", "q", "")).assign(order="first"))


def test_a_time_that_cannot_be_read_is_an_error_only_where_a_rule_needs_it():
    columns = {"number": ["1", "2"], "seconds": ["soon", "90"]}
    assert cleaned(columns)[0] == [2, 3]
    with pytest.raises(StudyError, match="row 2, column 'seconds': found 'soon'; a number of seconds is allowed"):
        cleaned(columns, ("shorter_than_seconds", "", "60"))


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-01 10:00:05",
        "2024-03-01T10:00:05",
        "01.03.2024 10:00:05",
        "2024/3/1 10:00:05 GMT+3",
        "3/1/2024 10:00:05",
    ],
)
def test_a_moment_is_read_in_the_ways_forms_write_it(text):
    assert clock_times(pd.Series([text]))[0] == pd.Timestamp("2024-03-01 10:00:05")


def test_offsets_that_change_with_the_season_are_taken_off():
    found = clock_times(pd.Series(["2024-03-01T10:00:00+03:00", "2024-03-01T08:00:00Z", "2024-03-01 09:00"]))
    assert found.dt.hour.tolist() == [7, 8, 9]


def test_a_clock_of_twelve_hours_is_read():
    found = clock_times(pd.Series(["2024/03/01 1:00:00 PM GMT+3", "2024/03/01 12:30:00 AM GMT+3", ""]))
    assert found[0] == pd.Timestamp("2024-03-01 13:00:00")
    assert found[1] == pd.Timestamp("2024-03-01 00:30:00")
    assert pd.isna(found[2])


@settings(deadline=None, max_examples=30)
@given(keys=st.lists(st.sampled_from("abc"), min_size=1, max_size=12), which=st.sampled_from(["first", "last"]))
def test_one_row_of_every_key_stays_and_every_row_is_kept_or_reported(keys, which):
    columns = {"number": [str(place) for place in range(len(keys))], "key": keys}
    kept, report = cleaned(columns, ("duplicate", "key", which))
    assert sorted([*kept, *report]) == list(range(2, len(keys) + 2))
    assert len(kept) == len(set(keys))


def test_every_rule_is_described_as_dropping_or_flagging():
    assert {rule.meaning.split()[0] for rule in RULES.values() if rule.drops} == {"drops"}
    assert {rule.meaning.split()[0] for rule in RULES.values() if not rule.drops} == {"flags"}
