from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from regioncodes.ground.errors import StudyError
from regioncodes.surveys.block_differences import block_differences, error_bounds


def options_of(blocks, base=200):
    rows = [
        {"block": block, "count": count, "base": base, "input_status": "reconstructed"}
        for block, counts in blocks.items()
        for count in counts
    ]
    return pd.DataFrame(rows)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.floats(0.05, 0.95), min_size=4, max_size=4))
def test_the_bounds_are_those_of_a_program_over_all_joint_answers(shares):
    first, second = np.array(shares[:2]), np.array(shares[2:])
    patterns = np.array(list(product([0, 1], repeat=4)))
    differences = patterns[:, :2].sum(axis=1) - patterns[:, 2:].sum(axis=1)
    equalities = np.vstack([np.ones(16), patterns.T])
    targets = [1, *shares]
    mean = first.sum() - second.sum()
    found = error_bounds(first, second, 50)
    for name, sign in [("lowest", 1), ("highest", -1)]:
        program = linprog(sign * differences**2, A_eq=equalities, b_eq=targets, bounds=(0, 1))
        variance = sign * program.fun - mean**2
        assert found[name] ** 2 * 4 * 50 == pytest.approx(variance, abs=1e-7)
    assert found["lowest"] <= found["independent"] + 1e-9
    assert found["independent"] <= found["highest"] + 1e-9


def test_a_difference_is_found_only_where_every_joint_answer_shows_it():
    table = block_differences(options_of({"a": [180, 190], "b": [20, 10], "c": [30, 20]}))
    findings = table.set_index(["first_block", "second_block"])["finding"].to_dict()
    assert findings == {("a", "b"): "differ", ("a", "c"): "differ", ("b", "c"): "not_decided"}
    first = table.iloc[0]
    assert first["difference_points"] == pytest.approx(85)
    assert first["lower_95_points"] < 85 < first["upper_95_points"]
    assert (table["lowest_p_value_holm"] <= table["highest_p_value_holm"]).all()


def test_equal_blocks_are_not_told_apart_whatever_the_joint_answers():
    table = block_differences(options_of({"a": [100, 60], "b": [60, 100]}))
    assert table["finding"].tolist() == ["not_told"]
    assert table["difference_points"].tolist() == pytest.approx([0])


def test_the_least_answered_instrument_gives_the_number_of_respondents():
    options = pd.concat([options_of({"a": [100]}), options_of({"b": [60]}, base=150)])
    assert block_differences(options)["respondents"].tolist() == [150]


def test_blocks_of_different_sizes_are_an_error():
    with pytest.raises(StudyError, match="block 'b' has 1 instruments, the first 2"):
        block_differences(options_of({"a": [100, 60], "b": [60]}))


def test_blocks_with_equal_counts_are_equal_whatever_shares_their_counts_make():
    random = np.random.default_rng(4)
    for _ in range(200):
        base = int(random.integers(50, 1000))
        counts = random.integers(4, base // 2, 6)
        moved = counts + random.permutation([3, 2, 1, -1, -2, -3])
        row = block_differences(options_of({"a": counts, "b": moved}, base)).iloc[0]
        assert (row["difference_points"], row["lowest_error_points"]) == (0, 0)
        assert row["lowest_p_value"] == 1


def test_a_whole_number_of_ticks_on_average_leaves_no_least_error():
    """4 is the sum of 0.78, 0.68, 0.69 and 1 less 0.18, 0.35, 0.62; in binary fractions it is 3.999…"""
    row = block_differences(options_of({"a": [78, 68, 69], "b": [18, 35, 62]}, 100)).iloc[0]
    assert row["lowest_error_points"] == 0
    assert row["lowest_p_value"] == 0
