from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioncodes.errors import StudyError
from regioncodes.surveys.granularity import (
    admissible_counts,
    bases_that_fit,
    chance_percent,
    granularity,
    printed_share,
)
from regioncodes.tables import read_table

ARTICLE = Path(__file__).parents[2] / "data" / "article"


def test_sixteen_of_the_eighteen_shares_of_table_1_are_possible_on_208():
    shares = read_table(ARTICLE / "table_1.csv")["printed_percent"]
    impossible = [share for share in shares if not admissible_counts(share, 208, 1)]
    assert len(shares) == 18
    assert impossible == [56.9, 49.8]


def test_the_impossible_shares_fit_the_bases_just_below():
    assert admissible_counts(56.9, 204, 1) == [116]
    assert admissible_counts(49.8, 207, 1) == [103]
    assert bases_that_fit([56.9], range(185, 209), [1]) == [188, 195, 197, 202, 204]
    assert bases_that_fit([49.8], range(200, 209), [1]) == [201, 203, 205, 207]


def test_table_1_as_a_whole_fits_no_base_before_624():
    shares = read_table(ARTICLE / "table_1.csv")["printed_percent"]
    assert bases_that_fit(shares, range(100, 840), [1] * 18) == [624, 800, 808, 832, 838]


def test_table_2_fits_205_first_above_50():
    shares = [11.7, 29.8, 12.2, 3.4, 2.9]
    assert bases_that_fit(shares, range(50, 420), [1] * 5) == [205, 409, 410]
    counts = [admissible_counts(share, 205, 1) for share in shares]
    assert counts == [[24], [61], [25], [7], [6]]


@pytest.mark.parametrize("decimals", [[1, 0, 1], [1, 1, 1]])
def test_company_sizes_fit_63_first(decimals):
    assert bases_that_fit([60.3, 27.0, 12.7], range(1, 70), decimals) == [63]


def test_occupations_fit_no_base_near_the_business_subsample():
    assert bases_that_fit([47.5, 26, 34.2], range(62, 65), [1, 0, 1]) == []
    assert bases_that_fit([47.5, 26, 34.2], range(1, 209), [1, 0, 1]) == [120, 158, 202]


def test_decimals_decide_what_is_possible():
    assert admissible_counts(26, 62, 0) == [16]
    assert admissible_counts(26.0, 62, 1) == []


def test_a_share_between_two_printed_values_is_admitted_by_both():
    assert admissible_counts(43.8, 208, 1) == [91]
    assert admissible_counts(43.7, 208, 1) == [91]
    assert printed_share(91, 208, 1) == 43.8


@given(base=st.integers(1, 400), decimals=st.integers(0, 2), data=st.data())
def test_every_count_is_admissible_for_the_share_it_prints(base, decimals, data):
    count = data.draw(st.integers(0, base))
    assert count in admissible_counts(printed_share(count, base, decimals), base, decimals)


@given(base=st.integers(1, 60), printed=st.integers(0, 1000))
def test_admissible_counts_are_those_within_half_a_unit(base, printed):
    half = Fraction(1, 20)
    expected = [k for k in range(base + 1) if abs(Fraction(100 * k, base) - Fraction(printed, 10)) <= half]
    assert admissible_counts(printed / 10, base, 1) == expected


def test_nothing_stays_impossible_on_a_large_base():
    assert chance_percent(1000, 1) == 100
    assert chance_percent(1, 0) == pytest.approx(100 * 2 / 101)


@pytest.mark.parametrize(("share", "base", "decimals"), [(50.0, 0, 1), (56.94, 208, 1)])
def test_a_base_of_nobody_and_undeclared_decimals_are_errors(share, base, decimals):
    with pytest.raises(StudyError, match="1 problem in granularity"):
        admissible_counts(share, base, decimals)


def test_granularity_tries_each_share_on_each_base():
    printed = pd.DataFrame(
        {
            "table": "sizes",
            "question": "company_size",
            "option": ["small", "medium", "large"],
            "printed_percent": [60.3, 27.0, 12.7],
            "decimals": [1, 0, 1],
        }
    )
    found = granularity(printed, {"sizes": [62, 63]}, 1, 100)
    assert found["fits"].tolist() == [False, True, False, True, True, True]
    assert found["table_fits"].tolist() == [False] * 3 + [True] * 3
    assert found["counts"].tolist() == ["", "17", "", "38", "17", "8"]
    assert set(found["first_common_base"]) == {63}
    assert granularity(printed, {"sizes": [62]}, 1, 60)["first_common_base"].isna().all()
    with pytest.raises(StudyError, match="no candidate bases for 'sizes'"):
        granularity(printed, {}, 1, 100)


def test_granularity_names_the_largest_base_that_a_share_fits_alone():
    printed = pd.DataFrame(
        {
            "table": "table_1",
            "question": "value_instruments",
            "option": ["jobs", "diversification", "independence"],
            "printed_percent": [56.9, 49.8, 62.5],
            "decimals": 1,
        }
    )
    found = granularity(printed, {"table_1": [208]}, 1, 208)
    assert found["largest_base_that_fits"].tolist() == [204, 207, 208]
