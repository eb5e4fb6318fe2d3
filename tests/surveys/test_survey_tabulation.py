import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from regioncodes.errors import StudyError
from regioncodes.surveys.codebooks import COLUMNS
from regioncodes.surveys.tabulation import compare_with_print, tabulate, wilson_interval


def codebook_of(base):
    return pd.DataFrame(
        [
            dict.fromkeys(COLUMNS, "")
            | {"survey": "small", "question": "support", "option": option, "kind": "multiple_columns"}
            | {"base": base, "input_status": "published"}
            for option in ["loans", "taxes"]
        ]
    )


@pytest.fixture
def answers():
    loans = ["ticked", "ticked", "not_ticked", "not_answered"]
    taxes = ["not_answered"] * 4
    return pd.DataFrame(
        {
            "respondent": list("abcd") * 2,
            "question": "support",
            "option": ["loans"] * 4 + ["taxes"] * 4,
            "status": loans + taxes,
        }
    )


def printed(option="loans", percent=66.7):
    row = {"question": "support", "option": option, "printed_percent": percent, "decimals": 1}
    return pd.DataFrame([row | {"stated_base": None, "passage": "Table 1, row 1"}])


def test_the_base_is_those_who_answered(answers):
    table = tabulate(answers, codebook_of("answered"))
    assert table["count"].tolist() == [2, 0]
    assert table["base"].tolist() == [3, 0]
    assert table["not_answered"].tolist() == [1, 4]
    assert table["percent"].iloc[0] == pytest.approx(200 / 3)
    assert table[["percent", "lower_95_percent", "upper_95_percent"]].iloc[1].isna().all()


def test_the_base_is_all_respondents_where_the_codebook_says_so(answers):
    table = tabulate(answers, codebook_of("respondents"))
    assert table["base"].tolist() == [4, 4]
    assert table["percent"].tolist() == [50, 0]


def test_shares_do_not_hang_on_the_order_of_answers(answers):
    shuffled = answers.sample(frac=1, random_state=1)
    codebook = codebook_of("answered")
    pd.testing.assert_frame_equal(tabulate(shuffled, codebook), tabulate(answers, codebook))


@pytest.mark.parametrize(("count", "base"), [(0, 10), (10, 10), (91, 208), (6, 205), (1, 1)])
def test_the_interval_is_that_of_statsmodels(count, base):
    lower, upper = wilson_interval(pd.Series([count]), pd.Series([base]))
    expected = proportion_confint(count, base, alpha=0.05, method="wilson")
    assert (lower[0], upper[0]) == pytest.approx(expected, abs=1e-12)


def test_the_interval_of_a_textbook_case():
    lower, upper = wilson_interval(pd.Series([81]), pd.Series([263]))
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3: 81 of 263.
    assert (round(lower[0], 4), round(upper[0], 4)) == (0.2553, 0.3662)


def test_strange_and_repeated_answers_are_errors(answers):
    codebook = codebook_of("answered").assign(option=["loans", "grants"])
    with pytest.raises(StudyError, match="option 'taxes' of 'support' is not in the codebook"):
        tabulate(answers, codebook)
    with pytest.raises(StudyError, match="respondent 'a' answers 'loans' twice"):
        tabulate(pd.concat([answers, answers.head(1)]), codebook_of("answered"))


def test_a_printed_share_agrees_to_its_last_decimal_only(answers):
    codebook = codebook_of("answered")
    assert compare_with_print(answers, codebook, printed(percent=66.7))["agrees"].tolist() == [True]
    assert compare_with_print(answers, codebook, printed(percent=66.6))["agrees"].tolist() == [False]


def test_a_question_not_asked_is_neither_agreement_nor_disagreement(answers):
    elsewhere = printed().assign(question="occupation")
    compared = compare_with_print(answers, codebook_of("answered"), elsewhere)
    assert compared["agrees"].isna().all()
    assert compared["input_status"].tolist() == ["none"]


def test_a_printed_option_that_was_not_offered_is_an_error(answers):
    with pytest.raises(StudyError, match="Table 1, row 1: question 'support' has no option 'credit'"):
        compare_with_print(answers, codebook_of("answered"), printed("credit"))
