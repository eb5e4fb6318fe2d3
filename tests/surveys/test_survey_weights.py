import numpy as np
import pandas as pd
import pytest
from survey_inputs import answers_of

from regioncodes.errors import StudyError
from regioncodes.surveys.weights import effective_size, weighted

ANSWERS = answers_of({("q", "yes"): "x-x-x-"})


def texts_of(*texts):
    return pd.Series(texts, index=pd.RangeIndex(2, 8, name="row"), name="weight")


def test_decimal_commas_and_points_are_read_alike_and_zero_is_kept():
    answers, weights = weighted(ANSWERS, texts_of("1,5", "0.5", "0", " 2 ", "1", "1,0"))
    assert weights.tolist() == [1.5, 0.5, 0, 2, 1, 1]
    assert len(answers.respondents) == 6


def test_every_faulty_weight_is_named_with_its_row():
    with pytest.raises(StudyError) as caught:
        weighted(ANSWERS, texts_of("1", "", "-1", "many", "inf", "1"))
    message = str(caught.value)
    assert message.splitlines()[0] == "4 problems in the weights 'weight'"
    assert "row 3: respondent '2' has no weight; mend it or exclude the respondent" in message
    assert "row 4: respondent '3' has the weight '-1', which is negative" in message
    assert "row 5: respondent '4' has the weight 'many', which is no number" in message
    assert "row 6: respondent '5'" in message


def test_only_respondents_excluded_by_name_are_left_out():
    answers, weights = weighted(ANSWERS, texts_of("1", "", "-1", "1", "1", "1"), exclude=["2", "3"])
    assert answers.respondents.tolist() == ["1", "4", "5", "6"]
    assert answers.statuses.shape == (4, 1)
    assert weights.tolist() == [1] * 4
    with pytest.raises(StudyError, match="respondent '77' is to be excluded and is not there"):
        weighted(ANSWERS, texts_of(*["1"] * 6), exclude=["77"])


def test_weights_that_are_all_zero_are_an_error():
    with pytest.raises(StudyError, match="every weight is 0"):
        weighted(ANSWERS, texts_of(*["0"] * 6))


def test_equal_weights_cost_nothing_and_one_large_weight_costs_most():
    assert effective_size(np.full(9, 3.0)) == pytest.approx(9)
    assert effective_size(np.array([1e9, 1, 1])) == pytest.approx(1)


def test_respondents_over_their_effective_number_are_one_plus_the_squared_coefficient_of_variation():
    weights = np.array([0.5, 1, 1.5, 4])
    assert len(weights) / effective_size(weights) == pytest.approx(1 + weights.var() / weights.mean() ** 2)
