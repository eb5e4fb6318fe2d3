import pandas as pd
import pytest

from regioncodes.ground.errors import StudyError
from regioncodes.surveys.weights import weights_of

RESPONDENTS = pd.Index(list("123456"))


def read(*texts):
    return weights_of(pd.Series(texts, index=pd.RangeIndex(2, 8, name="row"), name="weight"), RESPONDENTS)


def test_decimal_commas_and_points_are_read_alike_and_zero_is_kept():
    assert read("1,5", "0.5", "0", " 2 ", "1", "1,0").tolist() == [1.5, 0.5, 0, 2, 1, 1]


def test_every_faulty_weight_is_named_with_its_row():
    with pytest.raises(StudyError) as caught:
        read("1", "", "-1", "many", "inf", "1")
    message = str(caught.value)
    assert message.splitlines()[0] == "4 problems in the weights 'weight'"
    assert "row 3: respondent '2' has no weight; mend it, or drop the row by a rule" in message
    assert "row 4: respondent '3' has the weight '-1', which is negative" in message
    assert "row 5: respondent '4' has the weight 'many', which is no number" in message
    assert "row 6: respondent '5'" in message


def test_weights_that_are_all_zero_are_an_error():
    with pytest.raises(StudyError, match="every weight is 0"):
        read(*["0"] * 6)
