import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regioncodes.publication.archive.tables_compared import cells, key_columns, table_differences

EXPECTED = b"region,year,value,note\nRU-KGN,2010,1.5,\nRU-SVE,2010,2.25,estimate\nRU-SVE,2011,1e-05,\n"


def differences(found: bytes, expected: bytes = EXPECTED) -> list[tuple]:
    table = table_differences(cells(found), cells(expected)).drop(columns="relative_difference")
    return list(table.itertuples(index=False, name=None))


def test_a_table_agrees_with_itself():
    assert differences(EXPECTED) == []


def test_the_way_a_number_is_written_does_not_count():
    assert differences(EXPECTED.replace(b"1e-05", b"0.00001").replace(b"1.5", b"1.50")) == []


def test_the_order_of_rows_and_columns_does_not_count():
    table = cells(EXPECTED)
    other = table.iloc[::-1][["note", "value", "year", "region"]]
    assert table_differences(other, table).empty


def test_numbers_may_differ_by_a_billionth_and_no_more():
    assert differences(EXPECTED.replace(b"2.25", b"2.250000001")) == []
    assert differences(EXPECTED.replace(b"2.25", b"2.25000001")) == [
        ("region=RU-SVE, year=2010", "value", "2.25000001", "2.25")
    ]


def test_the_relative_difference_is_a_share_of_the_larger_number():
    found = table_differences(cells(EXPECTED.replace(b"2.25", b"2.5")), cells(EXPECTED))
    assert found["relative_difference"].tolist() == pytest.approx([0.1])


def test_two_rounding_errors_around_zero_are_both_zero_and_a_zero_is_no_number():
    expected = b"region,value\na,1e-17\nb,0.25\n"
    assert differences(b"region,value\na,-3e-16\nb,0.25\n", expected) == []
    assert differences(b"region,value\na,\nb,0.25\n", expected) == [("region=a", "value", "", "1e-17")]
    assert len(differences(b"region,value\na,1e-11\nb,0.25\n", expected)) == 1


def test_texts_are_held_to_the_letter():
    assert differences(EXPECTED.replace(b"estimate", b"Estimate")) == [
        ("region=RU-SVE, year=2010", "note", "Estimate", "estimate")
    ]


def test_a_missing_row_an_extra_row_and_a_missing_column_are_named():
    assert differences(EXPECTED.replace(b"RU-KGN,2010,1.5,\n", b"")) == [
        ("region=RU-KGN, year=2010", "", "(absent)", "a row")
    ]
    assert differences(EXPECTED + b"RU-CHE,2010,1.5,\n") == [("region=RU-CHE, year=2010", "", "a row", "(absent)")]
    without = cells(EXPECTED).drop(columns="note")
    assert table_differences(without, cells(EXPECTED))["column"].tolist() == ["note"]


def test_a_second_row_of_the_same_key_is_an_extra_row():
    line = b"RU-KGN,2010,1.5,\n"
    assert differences(EXPECTED + line) == [("region=RU-KGN, year=2010, row 2 of these", "", "a row", "(absent)")]


def test_a_table_without_a_key_is_compared_by_position():
    expected = b"mean,error\n0.5,0.1\n0.7,0.2\n"
    assert key_columns(cells(expected)) == []
    assert differences(expected.replace(b"0.7", b"0.8"), expected) == [("row 2 of these", "mean", "0.8", "0.7")]


def test_the_key_is_the_first_columns_that_tell_rows_apart():
    assert key_columns(cells(EXPECTED)) == ["region", "year"]


@settings(deadline=None, max_examples=40)
@given(
    values=st.lists(st.floats(-1e9, 1e9).filter(lambda number: abs(number) > 1e-6), min_size=1, max_size=8),
    where=st.integers(0, 7),
    size=st.sampled_from([1e-12, 1e-10, 1e-8, 1e-3]),
)
def test_a_changed_number_is_found_exactly_where_it_exceeds_the_tolerance(values, where, size):
    where %= len(values)
    expected = pd.DataFrame({"unit": [f"u{n}" for n in range(len(values))], "value": list(map(repr, values))})
    changed = expected.copy()
    changed.loc[where, "value"] = repr(values[where] * (1 + size))
    found = table_differences(changed, expected)
    assert found["row"].tolist() == ([f"unit=u{where}"] if size > 1e-9 else [])
