"""The sample of combinations: balanced, without repetition, decided by its seed."""

import numpy as np
import pandas as pd
import pytest

from regioncodes.codes.multiverse.sampling import ANY, balanced_sample

ONE = pd.DataFrame([(a, b if a == "x" else ANY) for a in "xyz" for b in range(1 + 9 * (a == "x"))], columns=["a", "b"])
OTHER = pd.DataFrame({"c": list("pqrst")})


def sampled(size, seed=1):
    rows, columns = balanced_sample(ONE, OTHER, size, seed)
    return pd.concat([ONE.iloc[rows].reset_index(drop=True), OTHER.iloc[columns].reset_index(drop=True)], axis=1)


def test_all_pairs_are_taken_where_they_are_no_more_than_asked_for():
    assert len(sampled(60)) == len(sampled(1000)) == len(ONE) * len(OTHER)
    assert not sampled(60).duplicated().any()


def test_levels_are_taken_alike_often_as_far_as_there_are_pairs():
    sample = sampled(20)
    assert not sample.duplicated().any()
    # y and z have five pairs each, all of which are taken before x is taken twice as often.
    assert sample["a"].value_counts().to_dict() == {"x": 10, "y": 5, "z": 5}
    assert sample["c"].value_counts().to_dict() == dict.fromkeys("pqrst", 4)
    assert sample.loc[sample["a"] == "x", "b"].value_counts().max() <= 2


def test_the_seed_alone_decides():
    pd.testing.assert_frame_equal(sampled(20, seed=4), sampled(20, seed=4))
    assert not sampled(20, seed=4).equals(sampled(20, seed=5))


@pytest.mark.parametrize("size", [7, 12])
def test_balanced_choices_differ_by_one_at_most(size):
    one, other = pd.DataFrame({"a": list("xyz")}), pd.DataFrame({"b": range(4)})
    rows, columns = balanced_sample(one, other, size, 3)
    for places, count in ((rows, 3), (columns, 4)):
        assert np.ptp(np.bincount(places, minlength=count)) <= 1
