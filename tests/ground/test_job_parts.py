"""Parts of a stage: every thing is done once, by parts of equal size, and comes back in its place."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from regioncodes.ground.job_parts import numbered, portion, put_together


@given(st.lists(st.integers(), max_size=30), st.integers(1, 40))
def test_every_thing_is_in_one_part_in_its_place_and_parts_are_of_one_size(things, parts):
    pieces = [portion(things, part, parts) for part in range(1, parts + 1)]
    assert [thing for piece in pieces for thing in piece] == things
    assert max(map(len, pieces)) - min(map(len, pieces)) <= 1


def test_rows_of_a_value_come_together_where_it_first_appears():
    parts = [
        pd.DataFrame({"method": ["b", "b", "a"], "value": [1, 2, 3]}),
        pd.DataFrame({"method": ["b", "a", "a"], "value": [4, 5, 6]}),
    ]
    assert put_together(parts, by="method")["value"].tolist() == [1, 2, 4, 3, 5, 6]
    assert put_together(parts)["value"].tolist() == [1, 2, 3, 4, 5, 6]


def test_a_part_that_had_nothing_to_do_changes_no_type():
    full = pd.DataFrame({"years": [3, 4], "edge": [True, False]})
    for empty in (pd.DataFrame(), full.iloc[:0].astype("object")):
        pd.testing.assert_frame_equal(put_together([empty, full, empty]), full)
    pd.testing.assert_frame_equal(put_together([full.iloc[:0], full.iloc[:0]]), full.iloc[:0])


def test_a_part_knows_its_number_and_how_many_there_are():
    assert numbered("2-of-13") == {"part": 2, "parts": 13}
