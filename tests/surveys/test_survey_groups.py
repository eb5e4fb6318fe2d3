from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact
from survey_inputs import answers_of, codebook_for

from regioncodes.ground.errors import StudyError
from regioncodes.surveys.groups import by_group, suppressed
from regioncodes.surveys.independence import fisher_p, independence

GOLDEN = Path(__file__).parents[1] / "golden/survey"
NUMBERS = pd.read_csv(GOLDEN / "survey.csv").set_index(["case", "quantity"])["value"]
RESPONDENTS = pd.read_csv(GOLDEN / "respondents.csv")


def answered(option):
    cells = RESPONDENTS.dropna(subset=[option])
    return cells[option].to_numpy() == 1, cells["group"].to_numpy(), cells["weight"].to_numpy(float)


@pytest.mark.parametrize("option", ["loans", "taxes"])
def test_weighted_tests_are_those_of_the_survey_package(option):
    found = independence(*answered(option), sample=len(RESPONDENTS))
    assert found.test == "rao_scott"
    assert found.statistic == pytest.approx(NUMBERS[f"rao_scott.{option}", "statistic"], rel=1e-10)
    assert found.p_value == pytest.approx(NUMBERS[f"rao_scott.{option}", "p"], rel=1e-10)


@pytest.mark.parametrize("option", ["loans", "taxes"])
def test_unweighted_tests_are_those_of_r(option):
    ticked, groups, _ = answered(option)
    table = pd.crosstab(ticked, groups).to_numpy()
    assert fisher_p(table) == pytest.approx(NUMBERS[f"fisher.{option}", "p"], rel=1e-6)
    found = independence(ticked, groups)
    expected = table.sum(axis=1)[:, None] * table.sum(axis=0) / table.sum()
    assert found.test == ("fisher" if expected.min() < 5 else "chi_square")
    assert found.p_value == pytest.approx(NUMBERS[f"{found.test}.{option}", "p"], rel=1e-6)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 12), min_size=4, max_size=4).filter(lambda cells: sum(cells) > 0))
def test_the_exact_test_of_two_groups_is_that_of_scipy(cells):
    table = np.array(cells).reshape(2, 2)
    assert fisher_p(table) == pytest.approx(fisher_exact(table).pvalue, rel=1e-6)


def test_more_tables_than_can_be_listed_are_left_to_chi_square():
    assert fisher_p(np.array([[400, 400, 400, 400], [400, 400, 400, 3]])) is None


@pytest.mark.parametrize("weights", [None, np.ones(4)])
def test_an_option_that_all_or_none_ticked_is_not_tested(weights):
    assert independence(np.ones(4, bool), np.array([0, 0, 1, 1]), weights).test == "none"
    assert independence(np.array([True, False] * 2), np.zeros(4, int), weights).test == "none"


def test_weights_that_empty_a_group_leave_nothing_to_test():
    found = independence(np.array([True, False, True, False]), np.array([0, 0, 1, 1]), np.array([1.0, 1, 0, 0]))
    assert found.test == "none"


ANSWERS = answers_of(
    {
        ("group", "a"): "x" * 10 + "-" * 10 + "?",
        ("group", "b"): "-" * 10 + "x" * 10 + "?",
        ("support", "loans"): "xxxxxxxx--" + "xx--------" + "x",
        ("support", "taxes"): "xxxxxxx---" + "xxxxxxx---" + "x",
    }
)


def codebook():
    return pd.concat(
        [codebook_for(ANSWERS.of("group"), kind="single"), codebook_for(ANSWERS.of("support"))], ignore_index=True
    )


def test_shares_are_those_within_a_group_and_the_tests_run_over_groups():
    table = by_group(ANSWERS, codebook(), "support", "group", minimum_n=1)
    cells = table.set_index(["option", "group"])
    assert cells["percent"].to_dict() == {
        ("loans", "a"): 80,
        ("loans", "b"): 20,
        ("taxes", "a"): 70,
        ("taxes", "b"): 70,
    }
    tests = cells.xs("a", level="group")
    assert tests.loc["loans", "p_value"] == pytest.approx(0.00729, abs=1e-4)
    assert tests.loc["taxes", "p_value"] == pytest.approx(1)
    assert tests.loc["loans", "p_value_holm"] == pytest.approx(2 * tests.loc["loans", "p_value"])


def test_a_small_cell_is_hidden_with_one_more_and_nothing_gives_it_away():
    table = by_group(ANSWERS, codebook(), "support", "group", minimum_n=5).set_index(["option", "group"])
    assert table["suppressed"].to_dict() == {
        ("loans", "a"): "complement",
        ("loans", "b"): "too_few",
        ("taxes", "a"): "",
        ("taxes", "b"): "",
    }
    assert table.loc["loans", ["count", "percent", "lower_95_percent"]].isna().all(axis=None)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 30), min_size=12, max_size=12), st.booleans())
def test_no_line_of_a_table_hides_one_cell_alone(counts, adds_up):
    cells = pd.DataFrame({"option": list("aaaabbbbcccc"), "group": list("wxyz") * 3, "count": counts})
    cells["hidden"] = suppressed(cells, 5, adds_up=adds_up) != ""
    assert cells.loc[cells["count"] < 5, "hidden"].all()
    for line in ["option", "group"] if adds_up else ["option"]:
        for _, part in cells.groupby(line):
            hidden = part.loc[part["hidden"], "count"]
            assert len(hidden) != 1
            assert hidden.empty or hidden.sum() >= 5 or part["hidden"].all()


def test_unknown_questions_and_groups_of_several_answers_are_errors():
    with pytest.raises(StudyError, match="'age' is no question; there are group, support"):
        by_group(ANSWERS, codebook(), "support", "age", minimum_n=5)
    with pytest.raises(StudyError, match="'support' allows several answers"):
        by_group(ANSWERS, codebook(), "group", "support", minimum_n=5)
