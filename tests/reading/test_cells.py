import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioncodes.reading.cells import Cell, CellError, parse_cell

NOTES = {1: "Значение не публикуется: конфиденциально.", 3: "См. примечание издания к этой таблице."}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (412.5, Cell(412.5, "value")),
        (0.0, Cell(0.0, "rounds_to_zero")),
        ("0,0", Cell(0.0, "rounds_to_zero")),
        ("1\u00a0234,5", Cell(1234.5, "value")),
        ("\n4 805", Cell(4805.0, "value")),
        ("−12,3", Cell(-12.3, "value")),
        ("–0,7", Cell(-0.7, "value")),
        ("", Cell(None, "blank")),
        ("\u00a0", Cell(None, "blank")),
        ("-", Cell(None, "absent")),
        ("–", Cell(None, "absent")),
        ("…", Cell(None, "not_available")),
        ("...", Cell(None, "not_available")),
        ("….", Cell(None, "not_available")),
        ("х", Cell(None, "not_applicable")),
        ("x", Cell(None, "not_applicable")),
        ("... 1)", Cell(None, "suppressed", 1)),
        ("…3)", Cell(None, "not_available", 3)),
        ("…2)", Cell(None, "not_available", 2)),
        ("17,83)", Cell(17.8, "value", 3)),
        ("1878,23)", Cell(1878.2, "value", 3)),
        ("1\u202f250,25", Cell(1250.25, "value")),
        ("1\u2009300", Cell(1300.0, "value")),
        ("1\u00a0234\u00a0567,8", Cell(1234567.8, "value")),
        (" 77,0\u00a0", Cell(77.0, "value")),
        ("+3,4", Cell(3.4, "value")),
        ("‐5", Cell(-5.0, "value")),
        ("1569, 8", Cell(1569.8, "value")),
        ("41.0", Cell(41.0, "value")),
        ("12,5%", Cell(12.5, "value", None, "percent_sign")),
        ("0.0", Cell(0.0, "rounds_to_zero")),
        ("‐", Cell(None, "absent")),
        ("−", Cell(None, "absent")),
        ("\u00a0-", Cell(None, "absent")),
        ("—", Cell(None, "absent")),
        ("..", Cell(None, "not_available")),
        ("…\u00a0", Cell(None, "not_available")),
        ("н/д", Cell(None, "not_available")),
        ("2 345,61)", Cell(2345.6, "value", 1)),
        ("45 1)", Cell(45.0, "value", 1)),
        ("1203)", Cell(120.0, "value", 3)),
        ("4 805 3)", Cell(4805.0, "value", 3)),
        ("98,4³⁾", Cell(98.4, "value", 3)),
        ("98,4³", Cell(98.4, "value", 3)),
        ("…¹", Cell(None, "suppressed", 1)),
        ("5,3*", Cell(5.3, "value", None, "*")),
    ],
)
def test_a_cell_means_what_a_reader_of_the_yearbook_sees(content, expected):
    assert parse_cell(content, NOTES) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("71.3 ", Cell(71.3, "value")),
        ("72.4 b", Cell(72.4, "value", None, "b")),
        ("70.1 bu", Cell(70.1, "value", None, "bu")),
        ("0.0 n", Cell(0.0, "rounds_to_zero", None, "n")),
        (": ", Cell(None, "not_available")),
        (": c", Cell(None, "suppressed", None, "c")),
        (": u", Cell(None, "not_available", None, "u")),
        (": z", Cell(None, "not_applicable", None, "z")),
    ],
)
def test_every_letter_of_a_eurostat_flag_is_kept(content, expected):
    assert parse_cell(content, {}) == expected


def test_a_note_is_confidential_by_its_words():
    assert parse_cell("…4)", {"4": "Данные не публикуются."}).status == "suppressed"
    assert parse_cell("…4)", {"4": "Без учета города."}).status == "not_available"


@pytest.mark.parametrize(
    ("superscript", "value", "note"),
    [("2)", 98.11, 2), ("12)", 98.1, 12), ("2", 98.11, 2), ("98,112)", None, None)],
)
def test_a_superscript_decides_what_the_note_is(superscript, value, note):
    content = "98,112)" if superscript.endswith(")") else "98,112"
    notes = {"2": "a", "12": "b"}
    if value is None:  # all of the cell is raised, which decides nothing
        with pytest.raises(CellError, match="fit no single note"):
            parse_cell(content, notes, superscript=superscript)
    else:
        cell = parse_cell(content, notes, superscript=superscript)
        assert (cell.value, cell.note) == (value, note)


@pytest.mark.parametrize(
    ("content", "superscript", "expected"),
    [
        ("1452", "2", Cell(145.0, "value", 2)),
        ("1452)", "2", Cell(145.0, "value", 2)),
        ("145 2)", "2)", Cell(145.0, "value", 2)),
        ("1452)3)", "2)3)", Cell(145.0, "value", 2, "note_3")),
        ("1452,3", "2,3", Cell(145.0, "value", 2, "note_3")),
        ("145*", "*", Cell(145.0, "value", None, "*")),
        ("145*2", "*2", Cell(145.0, "value", 2, "*")),
        ("…1", "1", Cell(None, "suppressed", 1)),
        ("…1,3", "1,3", Cell(None, "suppressed", 1, "note_3")),
        ("145 ", " ", Cell(145.0, "value")),
    ],
)
def test_what_is_raised_is_the_note_and_the_rest_the_figure(content, superscript, expected):
    assert parse_cell(content, NOTES, superscript=superscript) == expected


@pytest.mark.parametrize(("content", "superscript"), [("145)", ")"), ("145123", "123"), ("14⁶5", "6")])
def test_what_is_raised_and_no_note_is_refused(content, superscript):
    with pytest.raises(CellError, match=f"found '{re.escape(content)}'"):
        parse_cell(content, NOTES, superscript=superscript)


def test_a_raised_unit_is_no_note():
    with pytest.raises(CellError, match="which is no note"):
        parse_cell("15м", {}, superscript="м")


def test_a_note_set_apart_must_stand_under_the_table():
    with pytest.raises(CellError, match="note 7 does not stand under the table"):
        parse_cell("45 7)", NOTES)


@pytest.mark.parametrize("content", ["12 34", "1 2345", "1,234.5", "ё", "5 3", "12a"])
def test_a_number_that_could_mean_two_things_is_an_error(content):
    with pytest.raises(CellError, match="is allowed"):
        parse_cell(content, NOTES)


def test_an_error_of_the_spreadsheet_is_called_one():
    with pytest.raises(CellError, match="an error of the spreadsheet"):
        parse_cell("#DIV/0!", {})


@pytest.mark.parametrize("text", ["в 2.3 р.", "в 2,3 раза", "В 2,3р"])
def test_so_many_times_is_read_in_each_spelling(text):
    assert parse_cell(text, {}, percent=True) == Cell(230.0, "value", None, "times")


def test_so_many_times_is_hundreds_of_per_cent():
    assert parse_cell("в 2,1 р.", {}, percent=True) == Cell(210.0, "value", None, "times")


def test_so_many_times_outside_a_table_in_per_cent_is_an_error():
    with pytest.raises(CellError, match="not in per cent"):
        parse_cell("в 2,1 р.", {})


@pytest.mark.parametrize("content", ["412З45", "12а", "1,2,3", "5 раз", "#REF!", "17,82)", True])
def test_a_text_that_is_no_number_is_an_error_that_quotes_it(content):
    with pytest.raises(CellError, match=re.escape(f"found {content!r}")):
        parse_cell(content, NOTES)


def test_digits_that_fit_two_notes_are_undecidable():
    with pytest.raises(CellError, match="fit no single note"):
        parse_cell("98,112)", {2: "a", 12: "b"})


def printed(value: float, blank: str, mark: str, minus: str) -> str:
    whole, digits = f"{abs(value):,.2f}".split(".")
    return (minus if value < 0 else "") + whole.replace(",", blank) + mark + digits


@given(
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 2)),
    st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", "\u2007", ""]),
    st.sampled_from([",", "."]),
    st.sampled_from(["-", "−", "–", "—", "‐", "- "]),
    st.sampled_from(
        [("", None), ("3)", 3), (" 3)", 3), ("³⁾", 3), ("\u00a03)", 3), ("12)", 12), (" 12)", 12), ("¹²", 12)]
    ),
    st.sampled_from(["", " ", "\n", "\u00ad", "\ufeff"]),
)
def test_any_number_printed_in_any_style_is_read_back(value, blank, mark, minus, note, padding):
    notes = {str(note[1]): "Без учета района."} if note[1] else {"3": "а", "12": "б"}
    cell = parse_cell(padding + printed(value, blank, mark, minus) + note[0] + padding, notes)
    assert cell.value == pytest.approx(value, abs=1e-9)
    assert cell.note == note[1]


@given(st.integers(0, 10**6), st.integers(1, 99), st.integers(1, 99))
def test_a_glued_note_is_read_or_refused_but_never_guessed(whole, first, second):
    notes = {str(first): "а", str(second): "б"}
    text = f"{whole},5{first})"
    fitting = {note for note in notes if f"5{first}".endswith(note) and f"5{first}" != note}
    if fitting == {str(first)}:
        assert parse_cell(text, notes) == Cell(whole + 0.5, "value", first)
    else:
        with pytest.raises(CellError):
            parse_cell(text, notes)
