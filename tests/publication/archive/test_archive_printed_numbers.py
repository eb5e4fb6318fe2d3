import pandas as pd
import pytest

from regioncodes.publication.archive.printed_numbers import is_printed, numbers_that_differ, printed_lines
from regioncodes.publication.archive.tables_compared import ABSENT

TABLE, MODEL = "results/tables/table_s4_simulation.en.html", "results/models/nid.csv"


def lines(*differences: tuple, files: tuple = ()) -> list[str]:
    """The sentences for differences (result, row, column, found, expected, size) and files (result, kind, state)."""
    columns = ["result", "row", "column", "found", "expected", "relative_difference"]
    table = pd.DataFrame(differences, columns=columns)
    known = files or tuple((result, "table", "differs") for result in table["result"].unique())
    states = pd.DataFrame(known, columns=["result", "kind", "state"]).assign(problem="")
    return printed_lines(states, table)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("results/tables/table_s4_simulation.ru.tex", True),
        ("results/tables/table_s4_simulation.en.docx", False),
        ("results/tables/table_s4_simulation.csv", False),
        ("results/figures/figure_s7_ranks.en.txt", True),
        ("results/figures/figure_s7_ranks.en.png", False),
        ("results/conclusions.ru.md", True),
        ("results/passports/RU-SVE.en.html", True),
        ("results/passports/tables/nid.csv", False),
        ("results/models/nid.csv", False),
    ],
)
def test_printed_is_what_a_reader_sees_as_it_stands(result, expected):
    assert is_printed(result) == expected


@pytest.mark.parametrize(
    ("found", "expected", "count"),
    [
        ("68", "74", 1),
        ("0.10 [−0.29; 0.32]", "0.10 [0.29; 0.33]", 2),
        ("4 000 draws", "5 000 draws", 1),
        ("rises", "falls", 0),
        ("in 2016, 5", "5 in 2016", 0),
        ("", "a 1 and a 2", 2),
        ("1, 1", "1", 1),
        ("<td width='3'>7</td>", "<td width='4'>7</td>", 0),
        (r"p{\dimexpr 0.0995\linewidth} & 7", r"p{\dimexpr 0.1003\linewidth} & 7", 0),
        (ABSENT, "a row", 1),
    ],
)
def test_numbers_are_counted_where_only_one_text_has_them(found, expected, count):
    assert numbers_that_differ(found, expected) == numbers_that_differ(expected, found) == count


def test_differences_of_unrounded_tables_alone_leave_every_printed_number():
    found = lines(
        (MODEL, "year=2010", "estimate", "1.0", "1.1", 0.09),
        (MODEL, "year=2011", "lower_95", "1.0", "1.2", 0.17),
        (MODEL, "year=2012", "status", "whole", "part", None),
    )
    assert found == [
        "No printed number differs.",
        f"The largest relative difference of an unrounded number is 0.17: {MODEL}, year=2011, column lower_95, "
        "found 1.0, expected 1.2.",
        "In unrounded tables 1 difference is of words, empty cells, whole rows or whole columns.",
    ]


def test_printed_numbers_that_differ_are_counted_and_their_places_named():
    found = lines(
        (TABLE, "Curve=line", "In 95 % band, %", "68", "74", 0.08),
        (TABLE, "Curve=kink", "In 95 % band, %", "1", "", None),
        ("results/conclusions.en.md", "line 3", "", "word " * 20 + "1 and 2", "word " * 20 + "3 and 4", None),
    )
    assert found == [
        "4 printed numbers differ:",
        f"  {TABLE}, Curve=line, column In 95 % band, %: 68, not 74",
        f"  {TABLE}, Curve=kink, column In 95 % band, %: 1, not nothing",
        "  results/conclusions.en.md, line 3",
    ]


def test_one_is_said_in_the_singular():
    assert lines((TABLE, "", "Bias", "68", "74", 0.08))[0] == "1 printed number differs:"


def test_words_that_differ_are_told_beside_numbers_that_do_not():
    found = lines(("results/conclusions.en.md", "line 3", "", "It rises.", "It falls.", None))
    assert found == ["No printed number differs.", "Printed words alone differ in 1 place."]


@pytest.mark.parametrize("state", ["missing", "reference_broken", "other_bytes"])
def test_nothing_is_promised_of_a_printed_result_that_could_not_be_compared(state):
    found = lines(files=((TABLE, "table", state), (MODEL, "table", "differs")))
    assert found[0].startswith("Whether a printed number differs cannot be said: 1 printed result could not be")
    assert "No printed number differs." not in found
    found = lines((MODEL, "", "estimate", "1", "2", 0.5), files=((MODEL, "table", state),))
    assert found[0] == "No printed number differs."


def test_pictures_are_told_to_be_beyond_this_reading():
    found = lines(files=(("results/figures/figure_1_model.en.png", "picture", "differs"),))
    assert found[-1] == "1 picture differs: numbers drawn in pictures are not read."


def test_beyond_fifty_places_the_rest_is_counted():
    found = lines(*[(TABLE, f"row={n}", "Bias", "1", "2", 0.5) for n in range(60)])
    assert (len(found), found[0], found[-1]) == (52, "60 printed numbers differ:", "  and in 10 more places")
