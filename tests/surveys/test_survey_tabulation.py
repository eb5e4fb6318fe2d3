from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint
from survey_inputs import answers_of, codebook_for

from regioncodes.ground.errors import StudyError
from regioncodes.surveys.answers import NOT_ANSWERED, NOT_TICKED, TICKED, Answers
from regioncodes.surveys.intervals import wilson_interval
from regioncodes.surveys.tabulation import BASES, compare_with_print, tabulate

GOLDEN = Path(__file__).parents[1] / "golden/survey"
ANSWERS = answers_of({("support", "loans"): "xx-x?.", ("support", "taxes"): "x---?."})


def rows_of(table, base):
    return table[table["base_name"] == base].set_index("option")


def golden_answers():
    """The respondents of the golden numbers with their weights: an empty cell was not answered."""
    cells = pd.read_csv(GOLDEN / "respondents.csv", dtype={"respondent": str})
    options = ["loans", "taxes"]
    codes = cells[options].map(lambda mark: {0: NOT_TICKED, 1: TICKED}.get(mark, NOT_ANSWERED))
    described = pd.DataFrame({"question": "support", "option": options})
    return Answers(pd.Index(cells["respondent"]), described, codes.to_numpy(np.int8)), cells


def golden_numbers():
    return pd.read_csv(GOLDEN / "survey.csv").set_index(["case", "quantity"])["value"]


def test_every_base_is_named_and_has_its_own_share():
    table = tabulate(ANSWERS, codebook_for(ANSWERS))
    assert list(table["base_name"][:5]) == list(BASES)
    loans = table[table["option"] == "loans"].set_index("base_name")
    assert loans["base"].to_dict() == {"all": 6, "shown": 5, "answered": 4, "ticked_any": 3, "mentions": 4}
    assert set(loans["count"]) == {3}
    assert loans["percent"].to_dict() == pytest.approx(
        {"all": 50, "shown": 60, "answered": 75, "ticked_any": 100, "mentions": 75}
    )
    assert loans["not_shown"].tolist() == [1] * 5
    assert loans["not_answered"].tolist() == [1] * 5


def test_nothing_ticked_is_an_answer_and_no_tick():
    table = tabulate(ANSWERS, codebook_for(ANSWERS))
    assert rows_of(table, "answered")["base"].tolist() == [4, 4]
    assert rows_of(table, "ticked_any")["base"].tolist() == [3, 3]


def test_an_option_that_nobody_answered_has_no_share():
    answers = answers_of({("support", "loans"): "???"})
    row = rows_of(tabulate(answers, codebook_for(answers)), "answered").iloc[0]
    assert row["base"] == 0
    assert row[["percent", "lower_95_percent", "upper_95_percent", "effective_base"]].isna().all()


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(".?-x", min_size=7, max_size=7), min_size=1, max_size=4), st.permutations(range(7)))
def test_shares_do_not_hang_on_the_order_of_respondents(columns, order):
    answers = answers_of({("support", str(place)): signs for place, signs in enumerate(columns)})
    weights = np.array([0.5, 1, 2, 0, 1.5, 3, 1])
    shuffled = Answers(answers.respondents[order], answers.options, answers.statuses[order])
    codebook = codebook_for(answers)
    pd.testing.assert_frame_equal(
        tabulate(shuffled, codebook, weights[order]), tabulate(answers, codebook, weights), rtol=1e-9
    )


@settings(deadline=None, max_examples=30)
@given(st.text(".?-x", min_size=5, max_size=30), st.floats(0.1, 100))
def test_equal_weights_change_no_share(signs, weight):
    answers = answers_of({("support", "loans"): signs})
    columns = ["base_name", "base", "count", "percent"]
    plain, weighted = (
        tabulate(answers, codebook_for(answers), weights)[columns] for weights in (None, np.full(len(signs), weight))
    )
    pd.testing.assert_frame_equal(plain, weighted, rtol=1e-9)


def test_a_weighted_share_prints_both_numbers_of_respondents():
    answers = answers_of({("q", "yes"): "x-x-?x", ("q", "no"): "-x-x?-"})
    weights = np.array([1.5, 0.5, 0, 2, 1, 1])
    table = rows_of(tabulate(answers, codebook_for(answers), weights), "answered")
    assert table["base"].tolist() == [5, 5]
    assert table["base_weighted"].tolist() == [5.0, 5.0]
    assert table["count"].tolist() == [3, 2]
    assert table["count_weighted"].tolist() == [2.5, 2.5]
    assert table["percent"].tolist() == [50, 50]
    assert set(table["interval"]) == {"design"}


@pytest.mark.parametrize("option", ["loans", "taxes"])
def test_design_based_intervals_are_those_of_the_survey_package(option):
    answers, cells = golden_answers()
    table = tabulate(answers, codebook_for(answers), cells["weight"].to_numpy(float))
    golden = golden_numbers()
    # Closed forms on both sides: only rounding differs.
    for base in ["answered", "ticked_any"]:
        row = rows_of(table, base).loc[option]
        for limit in ["lower", "upper"]:
            assert row[f"{limit}_95_percent"] == pytest.approx(100 * golden[f"{base}.{option}", limit], rel=1e-10)
    assert rows_of(table, "answered")["percent"][option] == pytest.approx(
        100 * golden[f"answered.{option}", "share"], rel=1e-12
    )
    mentions = rows_of(table, "mentions").loc[option]
    assert mentions["percent"] == pytest.approx(100 * golden[f"mentions.{option}", "share"], rel=1e-12)


@pytest.mark.parametrize("option", ["loans", "taxes"])
def test_the_interval_of_mentions_has_the_error_of_a_ratio(option):
    from scipy.special import logit
    from scipy.stats import t

    answers, cells = golden_answers()
    weights = cells["weight"].to_numpy(float)
    row = rows_of(tabulate(answers, codebook_for(answers), weights), "mentions").loc[option]
    share = row["percent"] / 100
    ticked = (answers.statuses == TICKED).any(axis=1) & (weights > 0)
    half_width = logit(row["upper_95_percent"] / 100) - logit(share)
    error = half_width / t.ppf(0.975, ticked.sum() - 1) * share * (1 - share)
    assert error == pytest.approx(golden_numbers()[f"mentions.{option}", "se"], rel=1e-9)


@pytest.mark.parametrize("signs", ["xxxxx", "-----"])
def test_a_weighted_share_of_nothing_or_everything_has_wilsons_interval_on_the_effective_base(signs):
    answers = answers_of({("support", "loans"): signs})
    weights = np.array([1.0, 1, 1, 2, 3])
    row = rows_of(tabulate(answers, codebook_for(answers), weights), "answered").iloc[0]
    assert row["effective_base"] == pytest.approx(64 / 16)
    expected = proportion_confint(4 * (signs[0] == "x"), 4, method="wilson")
    assert (row["lower_95_percent"], row["upper_95_percent"]) == pytest.approx(tuple(100 * np.array(expected)))


@pytest.mark.parametrize(("count", "base"), [(0, 10), (10, 10), (91, 208), (6, 205), (1, 1)])
def test_the_interval_is_that_of_statsmodels(count, base):
    lower, upper = wilson_interval(np.array([count]), np.array([base]))
    expected = proportion_confint(count, base, alpha=0.05, method="wilson")
    assert (lower[0], upper[0]) == pytest.approx(expected, abs=1e-12)


def test_the_interval_of_a_textbook_case():
    lower, upper = wilson_interval(np.array([81]), np.array([263]))
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3: 81 of 263.
    assert (round(lower[0], 4), round(upper[0], 4)) == (0.2553, 0.3662)


def test_strange_options_are_errors():
    with pytest.raises(StudyError, match="option 'taxes' of 'support' is not in the codebook"):
        tabulate(ANSWERS, codebook_for(ANSWERS).head(1))


def printed(option="loans", percent=66.7):
    row = {"question": "support", "option": option, "printed_percent": percent, "decimals": 1}
    return pd.DataFrame([row | {"stated_base": None, "passage": "Table 1, row 1"}])


THREE = answers_of({("support", "loans"): "xx-?", ("support", "taxes"): "????"})


def test_a_printed_share_agrees_to_its_last_decimal_only():
    codebook = codebook_for(THREE)
    assert compare_with_print(THREE, codebook, printed(percent=66.7))["agrees"].tolist() == [True]
    assert compare_with_print(THREE, codebook, printed(percent=66.6))["agrees"].tolist() == [False]


def test_the_print_is_held_against_the_base_that_the_codebook_names():
    compared = compare_with_print(THREE, codebook_for(THREE, base="respondents"), printed(percent=50.0))
    assert compared["base_name"].tolist() == ["all"]
    assert compared["base"].tolist() == [4]
    assert compared["agrees"].tolist() == [True]


def test_a_question_not_asked_is_neither_agreement_nor_disagreement():
    elsewhere = printed().assign(question="occupation")
    compared = compare_with_print(THREE, codebook_for(THREE), elsewhere)
    assert compared["agrees"].isna().all()
    assert compared["input_status"].tolist() == ["none"]


def test_a_printed_option_that_was_not_offered_is_an_error():
    with pytest.raises(StudyError, match="Table 1, row 1: question 'support' has no option 'credit'"):
        compare_with_print(THREE, codebook_for(THREE), printed("credit"))
