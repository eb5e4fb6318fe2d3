from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from regioncodes.ground.tables import read_table, write_table
from regioncodes.surveys.synthetic_students import student_answers
from regioncodes.surveys.values import groups as module
from regioncodes.surveys.values.groups import MEASURES, SHARE

PROJECT = Path(__file__).resolve().parents[2]


def value_groups(known, *, draws, seed, minimum_n=1):
    return module.value_groups(known, draws=draws, seed=seed, minimum_n=minimum_n)


def scores(values, weights=None, faculty="economics"):
    """Scores that are the same on every measure."""
    frame = pd.DataFrame(dict.fromkeys(MEASURES, np.asarray(values, dtype=float)))
    weight = np.ones(len(frame)) if weights is None else weights
    return frame.assign(faculty=faculty, sex="female", weight=weight, status="synthetic")


def row(groups, measure, group="all"):
    return groups[groups["group"].eq(group) & groups["measure"].eq(measure)].iloc[0]


def test_means_and_shares_are_weighted():
    groups = value_groups(scores([0.5, -0.5, 0.1], [3.0, 1.0, 1.0]), draws=50, seed=1)
    assert row(groups, "secular_rational")["estimate"] == pytest.approx((1.5 - 0.5 + 0.1) / 5)
    assert row(groups, SHARE)["estimate"] == pytest.approx(80)
    assert row(groups, SHARE)["effective_respondents"] == pytest.approx(25 / 11)


def test_zero_on_an_axis_is_not_above_zero():
    assert row(value_groups(scores([0.0, 0.2]), draws=50, seed=1), SHARE)["estimate"] == pytest.approx(50)
    balanced = 0.7 + 0.1 - 0.8 + 1.1 - 1.1 + 2e-16
    assert row(value_groups(scores([balanced, 0.2]), draws=50, seed=1), SHARE)["estimate"] == pytest.approx(50)


def test_a_respondent_without_one_axis_counts_in_no_share():
    known = scores([0.2, 0.2, -0.2])
    known.loc[0, "self_expression"] = np.nan
    groups = value_groups(known, draws=50, seed=1)
    assert row(groups, SHARE)[["respondents", "estimate"]].tolist() == pytest.approx([2, 50])
    assert row(groups, "secular_rational")["respondents"] == 3


def test_equal_scores_have_an_interval_of_no_width():
    found = row(value_groups(scores([0.3] * 10), draws=99, seed=1), "self_expression")
    assert found[["estimate", "lower_95", "upper_95"]].tolist() == pytest.approx([0.3] * 3)


def test_the_scale_of_weights_changes_nothing():
    weights = np.linspace(0.5, 2, 40)
    values = np.random.default_rng(5).normal(size=40)
    once, tenfold = (value_groups(scores(values, factor * weights), draws=99, seed=1) for factor in (1, 10))
    pd.testing.assert_frame_equal(once, tenfold)


def test_the_seed_alone_decides_the_intervals():
    values = np.random.default_rng(5).normal(size=40)
    first, again, other = (value_groups(scores(values), draws=99, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert (first["lower_95"] != other["lower_95"]).any()


def test_the_interval_of_a_mean_agrees_with_its_textbook_error():
    values = np.random.default_rng(5).normal(size=400)
    found = row(value_groups(scores(values), draws=4000, seed=1), "secular_rational")
    error = values.std(ddof=0) / 20
    assert found["upper_95"] - found["lower_95"] == pytest.approx(2 * 1.96 * error, rel=0.05)


def test_intervals_cover_a_known_mean_nineteen_times_in_twenty():
    generator = np.random.default_rng(7)
    covered = 0
    for trial in range(200):
        weights = generator.uniform(0.5, 1.5, size=60)
        found = row(
            value_groups(scores(generator.normal(0.1, 0.4, size=60), weights), draws=199, seed=trial), MEASURES[0]
        )
        covered += found["lower_95"] <= 0.1 <= found["upper_95"]
    assert 0.90 <= covered / 200 <= 0.98


def test_groups_are_all_then_faculties_then_sexes():
    both = pd.concat([scores([0.1, 0.2], faculty="law"), scores([0.3, 0.5], faculty="art")], ignore_index=True)
    groups = value_groups(both, draws=20, seed=1)
    assert groups["group"].drop_duplicates().tolist() == ["all", "art", "law", "female"]
    assert row(groups, "secular_rational", "art")["estimate"] == pytest.approx(0.4)


ITEMS = read_table(PROJECT / "data/reference/value_items.csv")


def test_the_committed_student_survey_is_what_the_program_writes(tmp_path):
    write_table(student_answers(ITEMS, students=1500, seed=2017), tmp_path / "again.csv")
    committed = PROJECT / "data/raw/surveys/students-values-synthetic.csv"
    assert (tmp_path / "again.csv").read_bytes() == committed.read_bytes()


def test_synthetic_students_say_that_they_are_and_stay_in_the_ranges():
    students = student_answers(ITEMS, students=200, seed=3)
    assert (students["status"] == "synthetic").all()
    for item in ITEMS[ITEMS["origin"] == "asked"].itertuples():
        codes = students[item.item]
        assert codes[codes >= 0].between(item.low, item.high).all(), item.item
    answered = students[(students["E003"] > 0) & (students["E004"] > 0)]
    assert (answered["E003"] != answered["E004"]).all()


def test_another_seed_gives_other_students():
    assert not student_answers(ITEMS, students=20, seed=1).equals(student_answers(ITEMS, students=20, seed=2))


def test_a_group_of_fewer_than_the_least_number_shows_no_numbers():
    known = pd.concat([scores([0.1] * 5), scores([0.9] * 4, faculty="arts")], ignore_index=True)
    groups = value_groups(known, draws=20, seed=1, minimum_n=5)
    assert row(groups, "self_expression", "arts")[["estimate", "lower_95", "upper_95"]].isna().all()
    assert row(groups, "self_expression", "arts")["respondents"] == 4
    assert row(groups, "self_expression", "economics")["estimate"] == pytest.approx(0.1)
