from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from regioncodes.errors import StudyError
from regioncodes.surveys.raking import rake

GOLDEN = Path(__file__).parents[1] / "golden/survey"
SEXES = [("sex", "female", 540), ("sex", "male", 460)]
GROUPS = [("group", "business", 200), ("group", "others", 300), ("group", "science", 500)]
MARGINS = pd.DataFrame([*SEXES, *GROUPS], columns=["variable", "category", "target"])
RESPONDENTS = pd.read_csv(GOLDEN / "respondents.csv")[["sex", "group"]]
ONES = np.ones(len(RESPONDENTS))


def test_raked_weights_are_those_of_the_survey_package():
    golden = pd.read_csv(GOLDEN / "survey.csv")
    expected = golden.loc[golden["case"].str.startswith("raked."), "value"]
    raked = rake(RESPONDENTS, MARGINS, ONES)
    assert raked.converged
    # Both stop when the margins are met to 1e-9 or better, which leaves as much in the weights.
    assert raked.weights == pytest.approx(expected.to_numpy(), rel=1e-8)


def test_every_margin_is_met():
    raked = rake(RESPONDENTS, MARGINS, ONES)
    for row in MARGINS.itertuples():
        assert raked.weights[RESPONDENTS[row.variable] == row.category].sum() == pytest.approx(row.target)


def test_weights_that_meet_the_margins_stay():
    first = rake(RESPONDENTS, MARGINS, ONES)
    again = rake(RESPONDENTS, MARGINS, first.weights)
    assert again.weights == pytest.approx(first.weights, rel=1e-9)
    assert set(again.report["iteration"]) == {0}


def test_the_report_has_every_round_and_ends_at_the_targets():
    report = rake(RESPONDENTS, MARGINS, ONES).report
    assert report.groupby("iteration").size().eq(5).all()
    worst = report.groupby("iteration")["difference_percent"].agg(lambda values: values.abs().max())
    assert worst.is_monotonic_decreasing
    assert worst.iloc[-1] < 1e-7


def test_weights_are_cut_to_the_limits_and_margins_out_of_reach_are_not_met():
    wide = rake(RESPONDENTS, MARGINS, ONES, limits=(0.5, 1.5))
    assert wide.converged
    assert wide.weights.max() <= 1.5 * wide.weights.mean() * (1 + 1e-8)
    narrow = rake(RESPONDENTS, MARGINS, ONES, limits=(0.99, 1.01))
    assert not narrow.converged
    assert narrow.report["iteration"].max() == 200


def test_all_faults_of_the_margins_come_at_once():
    faulty = pd.DataFrame(
        [("sex", "female", 540), ("sex", "other", 460), ("group", "science", 0), ("age", "young", 1)],
        columns=["variable", "category", "target"],
    )
    with pytest.raises(StudyError) as caught:
        rake(RESPONDENTS, faulty, ONES)
    message = str(caught.value)
    assert "'sex', category 'other': no respondent with a weight; join categories" in message
    assert f"'sex': {(RESPONDENTS['sex'] == 'male').sum()} respondents are 'male', which has no target" in message
    assert "'group', category 'science': target 0; it must be above 0" in message
    assert "'age' is no question of the survey; there are sex, group" in message
    assert "the targets add up to different totals" in message


def test_a_category_whose_respondents_all_weigh_nothing_is_empty():
    weights = (RESPONDENTS["sex"] == "male").to_numpy(float)
    with pytest.raises(StudyError, match="'sex', category 'female': no respondent with a weight"):
        rake(RESPONDENTS, MARGINS, weights)
