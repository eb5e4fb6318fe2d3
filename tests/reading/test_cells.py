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
    ],
)
def test_a_cell_means_what_a_reader_of_the_yearbook_sees(content, expected):
    assert parse_cell(content, NOTES) == expected


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


def decimal_comma(value: float, blank: str, minus: str) -> str:
    whole, digits = f"{abs(value):,.2f}".split(".")
    return (minus if value < 0 else "") + whole.replace(",", blank) + "," + digits


@given(
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 2)),
    st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", ""]),
    st.sampled_from(["-", "−", "–"]),
    st.sampled_from(["", "3)", " 3)"]),
)
def test_any_number_printed_in_any_style_is_read_back(value, blank, minus, note):
    cell = parse_cell(decimal_comma(value, blank, minus) + note, NOTES)
    assert cell.value == pytest.approx(value, abs=1e-9)
    assert cell.note == (3 if note else None)
