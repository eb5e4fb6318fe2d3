from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from regioncodes.ground.errors import StudyError
from regioncodes.ground.tables import read_table
from regioncodes.surveys.values.axes import axis_scores
from regioncodes.surveys.values.items import autonomy_index, item_answers, postmaterialism, voice
from regioncodes.surveys.values.scores import value_scores
from regioncodes.surveys.values.welzel import overall_indices, sub_indices

REFERENCE = Path(__file__).resolve().parents[2] / "data" / "reference"
ITEMS, AXES, COMPONENTS, SUBSTITUTIONS = (
    read_table(REFERENCE / f"value_{name}.csv") for name in ("items", "axes", "indices", "substitutions")
)
ASKED = ITEMS[ITEMS["origin"] == "asked"].set_index("item")
# One respondent: every code chosen by hand, so that both axes and all indices can be worked out on paper.
PERSON = {
    "A006": 3,
    "A008": 1,
    "A029": 1,
    "A034": 0,
    "A039": 1,
    "A040": 0,
    "A042": 1,
    "A165": 1,
    "C001": 3,
    "D054": 2,
    "D059": 3,
    "D060": 4,
    "E001": 1,
    "E002": 3,
    "E003": 4,
    "E004": 1,
    "E018": 2,
    "E025": 2,
    "E069_02": 2,
    "E069_06": 3,
    "E069_17": 4,
    "F028": 4,
    "F034": 2,
    "F063": 4,
    "F115": 1,
    "F116": 2,
    "F117": 10,
    "F118": 10,
    "F120": 7,
    "F121": 4,
    "G006": 3,
}


def dump(*people):
    described = {"faculty": "economics", "sex": "female", "weight": 1.0, "status": "synthetic"}
    return pd.DataFrame([{"respondent": row, **described, **PERSON, **changed} for row, changed in enumerate(people)])


def answers(*people):
    return item_answers(dump(*people), ITEMS, "the dump")


def scored(*people):
    return value_scores(dump(*people), ITEMS, AXES, COMPONENTS, SUBSTITUTIONS, "the dump")


def towards(pole):
    """Codes of the respondent at one end of every scale."""
    codes = {row.Index: row.high if row.pole * pole > 0 else row.low for row in ASKED.itertuples()}
    aims = {"E001": 3, "E002": 1, "E003": 2, "E004": 4} if pole > 0 else {"E001": 1, "E002": 2, "E003": 1, "E004": 3}
    return codes | aims | {"C001": 2 if pole > 0 else 1}


@pytest.mark.parametrize(
    ("first", "second", "index"), [(1, 3, 1), (3, 1, 1), (1, 2, 2), (4, 3, 2), (2, 4, 3), (4, 2, 3)]
)
def test_postmaterialism_counts_the_choices_of_say_and_free_speech(first, second, index):
    assert postmaterialism(pd.Series([first]), pd.Series([second])).tolist() == [index]


def test_postmaterialism_needs_both_choices():
    assert postmaterialism(pd.Series([2.0, np.nan]), pd.Series([np.nan, 4.0])).isna().all()


@pytest.mark.parametrize(
    ("independence", "determination", "faith", "obedience", "index"),
    [(1, 1, 0, 0, 2), (0, 0, 1, 1, -2), (1, 0, 0, 0, 1), (1, 0, 1, 0, 0), (0, 0, 0, 0, 0)],
)
def test_the_autonomy_index_sets_two_qualities_against_two(independence, determination, faith, obedience, index):
    named = pd.DataFrame([{"A029": independence, "A039": determination, "A040": faith, "A042": obedience}])
    assert autonomy_index(named).tolist() == [index]


def test_the_first_choice_counts_twice_for_voice():
    first, second = pd.Series([2, 2, 1, 1]), pd.Series([4, 1, 4, 3])
    assert voice(first, second, (2, 4)).tolist() == [3, 2, 1, 0]


def test_the_axes_of_one_respondent_are_those_worked_out_by_hand():
    scores = scored({}).iloc[0]
    # F063 4 of 1..10: -(4 - 5.5) / 4.5 = 1/3; Y003 = 1 + 1 - 0 - 1: 1/2; F120 7: 1/3; G006 3 of 1..4: 1/3; E018 2: 0.
    assert scores["secular_rational"] == pytest.approx((0.91 / 3 + 0.88 / 2 + 0.82 / 3 + 0.81 / 3) / 4.15)
    # Y002 = 2: 0; A008 1: 1; F118 10: 1; E025 2 of 1..3: 0; A165 1: 1.
    assert scores["self_expression"] == pytest.approx((0.81 + 0.77 + 0.46) / 3.65)


def test_the_indices_of_one_respondent_are_those_worked_out_by_hand():
    scores = scored({}).iloc[0]
    wanted = {
        "defiance": (0.5 + 0.66 + 0.33) / 3,
        "disbelief": (0.66 + 1 + 0.5) / 3,
        "relativism": 2 / 3,
        "scepticism": (0.33 + 0.66 + 1) / 3,
        "autonomy": (1 + 0 + 0) / 3,
        "equality": (0.5 + 0.66 + 1) / 3,
        "choice": (1 + 6 / 9 + 3 / 9) / 3,
        "voice": (0.66 + 0.5) / 2,
    }
    assert scores[list(wanted)].to_dict() == pytest.approx(wanted, abs=1e-4)
    secular, emancipative = list(wanted.values())[:4], list(wanted.values())[4:]
    assert scores["secular_values"] == pytest.approx(sum(secular) / 4, abs=1e-4)
    assert scores["emancipative_values"] == pytest.approx(sum(emancipative) / 4, abs=1e-4)


def test_the_ends_of_all_scales_are_the_ends_of_axes_and_indices():
    scores = scored(towards(1), towards(-1))
    axes = scores[["secular_rational", "self_expression"]]
    assert axes.to_numpy() == pytest.approx(np.array([[1, 1], [-1, -1]]))
    indices = scores[list(dict.fromkeys([*COMPONENTS["overall"], *COMPONENTS["sub_index"]]))]
    assert indices.iloc[0].to_numpy() == pytest.approx(1)
    assert indices.iloc[1].to_numpy() == pytest.approx(0)


@pytest.mark.parametrize("item", [row.Index for row in ASKED.itertuples() if row.pole])
def test_every_item_moves_no_score_away_from_its_pole(item):
    step = 1 if ASKED["pole"][item] > 0 else -1
    lower, higher = ASKED["low"][item], ASKED["high"][item]
    if item == "C001":  # 3 is the middle answer of this one
        lower, higher = 1, 2
    ends = scored({item: lower}, {item: higher})[
        ["secular_rational", "self_expression", "secular_values", "emancipative_values"]
    ]
    moved = (ends.iloc[1] - ends.iloc[0]) * step
    assert (moved > -1e-12).all()
    assert moved.max() > 0


def test_an_axis_needs_all_its_items_and_leaves_the_other_alone():
    scores = scored({}, {"F063": -1}, {"A165": None})
    assert scores["secular_rational"].isna().tolist() == [False, True, False]
    assert scores["self_expression"].isna().tolist() == [False, False, True]


def test_axes_do_not_depend_on_the_other_respondents():
    alone, among = scored({}), scored({}, towards(1), towards(-1))
    pd.testing.assert_frame_equal(alone, among.iloc[:1])


def test_doubled_loadings_change_no_score():
    doubled = axis_scores(answers({}), ITEMS, AXES.assign(loading=2 * AXES["loading"]))
    pd.testing.assert_frame_equal(doubled, axis_scores(answers({}), ITEMS, AXES))


def test_a_missing_item_of_defiance_is_predicted_by_the_published_regression():
    found = scored({"G006": -2}, {"E018": -1}, {"D054": -5})["defiance"]
    wanted = [
        0.077 + 0.463 * 0.33 + 0.384 * 0.5,
        0.103 + 0.385 * 0.66 + 0.434 * 0.33,
        0.202 + 0.372 * 0.66 + 0.363 * 0.5,
    ]
    assert found.tolist() == pytest.approx(wanted)


def test_a_sub_index_needs_two_items_and_an_overall_index_three_sub_indices():
    two_gone = {"F118": -1, "F120": -1}
    scores = scored({"F121": -1}, two_gone, two_gone | {"E001": -1})
    assert scores["choice"].iloc[0] == pytest.approx((1 + 6 / 9) / 2, abs=1e-4)
    assert scores["choice"].isna().tolist() == [False, True, True]
    whole = scores.iloc[1]
    assert whole["emancipative_values"] == pytest.approx(whole[["autonomy", "equality", "voice"]].mean())
    assert scores["emancipative_values"].isna().tolist() == [False, False, True]


def test_parts_alone_give_the_same_indices_as_the_whole_chain():
    parts = sub_indices(answers({}), ITEMS, COMPONENTS, SUBSTITUTIONS)
    overall = overall_indices(parts, COMPONENTS)
    pd.testing.assert_frame_equal(scored({})[[*overall, *parts]], pd.concat([overall, parts], axis="columns"))


def test_every_wrong_code_is_named_with_its_rows_at_once():
    with pytest.raises(StudyError) as caught:
        scored({"F118": 11}, {"F118": 11, "A165": 1.5}, {"G006": "very"}, {"E003": 2, "E004": 2})
    message = str(caught.value)
    assert "4 problems in the dump" in message
    assert "column F118: found '11' in row 2, 3; 1 to 10 is allowed" in message
    assert "column A165: found '1.5' in row 3" in message
    assert "column G006: found 'very' in row 4" in message
    assert "columns E003 and E004: the same aim is chosen twice in row 5" in message


def test_an_absent_item_stops_the_run():
    with pytest.raises(StudyError, match="column F120 is missing"):
        item_answers(dump({}).drop(columns="F120"), ITEMS, "the dump")


@pytest.mark.parametrize("weight", [0, -1, None, "heavy"])
def test_a_weight_that_is_no_positive_number_is_an_error(weight):
    with pytest.raises(StudyError, match=r"row 2: weight .* found; a number above zero is allowed"):
        scored({"weight": weight})


def test_every_item_is_used_and_every_recode_has_a_value_for_each_code():
    sizes = ITEMS.set_index("item").eval("high - low + 1")
    assert (COMPONENTS["values"].str.split().str.len().to_numpy() == sizes[COMPONENTS["item"]].to_numpy()).all()
    behind = {"A029", "A039", "A040", "A042", "E001", "E002", "E003", "E004"}
    assert set(ITEMS["item"]) == set(AXES["item"]) | set(COMPONENTS["item"]) | behind
    assert AXES["axis"].value_counts().tolist() == [5, 5]
