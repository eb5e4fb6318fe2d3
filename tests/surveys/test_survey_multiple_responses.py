import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioncodes.surveys.multiple_responses import (
    LIST,
    joined,
    list_items,
    loose_ticks,
    option_splits,
    separated_cells,
    ticks,
    unread,
)
from regioncodes.surveys.spreadsheet_dates import restored

# Short words over few letters and separators: options that contain, begin or end each other are common.
TEXTS = st.text(alphabet="ab,; ", min_size=1, max_size=5).map(str.strip).filter(bool)


def slow_ticks(texts, options, separator):
    found = [option_splits(text, options, separator) for text in texts]
    return [[option in ways[0] if len(ways) == 1 else False for option in options] for ways in found]


def test_a_cell_with_two_readings_is_not_decided():
    options = ["Friends", "relatives", "Friends, relatives"]
    assert option_splits("Friends, relatives", options, ", ") == [options[2:], options[:2]]
    assert option_splits("relatives, Friends", options, ", ") == [["relatives", "Friends"]]
    assert ticks(["Friends, relatives", "relatives, Friends"], options, ", ").tolist() == [[0, 0, 0], [1, 1, 0]]


def test_shorter_options_are_tried_where_the_longest_leads_nowhere():
    assert option_splits("A, B, C", ["A", "A, B", "B, C"], ", ") == [["A", "B, C"]]
    assert ticks(["A, B, C"], ["A", "A, B", "B, C"], ", ").tolist() == [[True, False, True]]


def test_a_separator_at_the_end_and_a_repeated_option():
    assert option_splits("A;B;", ["A", "B"], ";") == [["A", "B"]]
    assert option_splits("A;A", ["A", "B"], ";") == []
    assert unread("A;B;Z;", ["A", "B"], ";") == "Z"
    assert ticks(["A;B;", "A;A", ";".join("A" * 257)], ["A", "B"], ";").tolist() == [[1, 1], [0, 0], [0, 0]]


@given(
    options=st.lists(TEXTS, min_size=1, max_size=5, unique=True),
    order=st.lists(st.lists(st.integers(0, 4), max_size=6), max_size=8),
    noise=st.lists(TEXTS, max_size=5),
    separator=st.sampled_from([", ", ",", ";", ";;", "; ", "\n"]),
    end=st.booleans(),
)
def test_the_fast_way_reads_every_cell_as_the_exact_one_does(options, order, noise, separator, end):
    joined = [separator.join(options[place % len(options)] for place in places) for places in order]
    texts = [*(text + separator * end for text in joined), *noise]
    assert ticks(texts, options, separator).tolist() == slow_ticks(texts, options, separator)


@given(st.lists(st.booleans(), min_size=4, max_size=4))
def test_whatever_was_ticked_is_read_from_what_the_form_joins(ticked):
    options = ["Loans, with a guarantee", "Taxes", "Fairs (small, large)", "None"]
    cell = ", ".join(option for option, is_ticked in zip(options, ticked, strict=True) if is_ticked)
    assert ticks([cell], options, ", ").tolist() == [ticked]


def test_a_long_option_list_without_shared_words_never_goes_cell_by_cell(monkeypatch):
    monkeypatch.setattr("regioncodes.surveys.multiple_responses.option_splits", None)
    options = [f"option {number}, with part {number + 100}" for number in range(18)]
    ticked = np.random.default_rng(1).random((1000, 18)) < 0.4
    ticked[:, 0] |= ~ticked.any(axis=1)
    cells = [", ".join(np.array(options)[row]) for row in ticked]
    assert (ticks(cells, options, ", ") == ticked).all()


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("2024-03-01", "1-3"),
        ("2024-01-03", "1-3"),
        ("2024-03-01 00:00:00", "1-3"),
        ("01.мар", "1-3"),
        ("3-Jan", "1-3"),
        ("Mar-01", "1-3"),
        ("4–6", "4-6"),
        ("4 - 6", "4-6"),
        ("1950-02-01", "2-50"),
        ("Feb-50", "2-50"),
        ("фев.50", "2-50"),
        ("окт.20", "10-20"),
        ("2020-10-01", "10-20"),
        ("2-May", ""),
        ("2024-05-02", ""),
        ("3-1", ""),
        ("Mayor", ""),
        ("never", ""),
    ],
)
def test_a_date_is_the_one_option_it_can_have_been(text, option):
    assert restored(text, ["never", "1-3", "4-6", "2-50", "10-20"]) == option


def test_a_date_that_fits_two_options_is_left_alone():
    assert restored("2024-03-01", ["1-3", "3-1"]) == ""
    assert restored("1–3", ["1-3", "3-1"]) == "1-3"


NEWS = ["ТВ", "Интернет", "Радио"]


@pytest.mark.parametrize("separator", [";", "; ", "/", " / ", "\n"])
def test_blanks_around_a_separator_do_not_count(separator):
    mark = separator.strip(" ")
    cells = [f"ТВ{mark}Интернет", f"ТВ{mark} Радио", f"Радио {mark} ТВ", "Интернет", f"ТВ{mark}Газета"]
    expected = [[1, 1, 0], [1, 0, 1], [1, 0, 1], [0, 1, 0], [0, 0, 0]]
    assert loose_ticks(cells, NEWS, separator).tolist() == expected


def test_a_cell_with_two_readings_to_the_letter_is_not_decided_by_its_blanks():
    options = ["Friends", "relatives", "Friends, relatives"]
    assert loose_ticks(["Friends, relatives"], options, ", ").tolist() == [[0, 0, 0]]
    assert loose_ticks(["1,5"], ["1", "5", "1,5"], ", ").tolist() == [[0, 0, 1]]


@pytest.mark.parametrize("cell", ['["ТВ", "Радио"]', "['ТВ', 'Радио']", '["ТВ","Радио"]'])
def test_a_list_is_read_whoever_wrote_it(cell):
    assert list_items(cell) == ["ТВ", "Радио"]
    cells, separator = separated_cells([cell, "Интернет"], LIST)
    assert loose_ticks(cells, NEWS, separator).tolist() == [[1, 0, 1], [0, 1, 0]]


@pytest.mark.parametrize("cell", ["[ТВ]", "[1, 2]", "ТВ", "[", '["ТВ"'])
def test_what_is_no_list_of_texts_has_no_items(cell):
    assert list_items(cell) == []


@pytest.mark.parametrize("separator", [LIST, "(line break)", "; "])
def test_what_is_joined_is_read_again(separator):
    cells, read = separated_cells([joined(["ТВ", "Радио"], separator)], separator)
    assert loose_ticks(cells, NEWS, read).tolist() == [[1, 0, 1]]
