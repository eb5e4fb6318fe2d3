import re
from fractions import Fraction
from math import comb
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioncodes.__main__ import main
from regioncodes.ground.errors import StudyError
from regioncodes.ground.tables import read_table
from regioncodes.surveys.granularity import (
    admissible_counts,
    bases_that_fit,
    chance_of_fitting,
    chance_percent,
    granularity,
    misprints,
    printed_share,
)
from regioncodes.surveys.granularity_report import granularity_report
from regioncodes.surveys.printed_shares import read_printed_shares, shares_and_notices

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


def test_the_chance_of_fitting_is_a_binomial_tail_when_all_shares_have_the_same_decimals():
    chance = chance_percent(208, 1) / 100
    tail = [comb(18, k) * chance**k * (1 - chance) ** (18 - k) for k in range(16, 19)]
    assert chance_of_fitting(208, [1] * 18, 16) == pytest.approx(sum(tail), rel=1e-9)
    assert chance_of_fitting(208, [1] * 18, 0) == pytest.approx(1)
    assert chance_of_fitting(208, [0, 1], 2) == pytest.approx(chance)


def test_the_chance_of_fitting_counts_random_shares():
    possible = {printed_share(count, 20, 0) for count in range(21)}
    pairs = sum((first in possible) + (second in possible) >= 1 for first in range(101) for second in range(101))
    assert chance_of_fitting(20, [0, 0], 1) == pytest.approx(pairs / 101**2)


def test_misprints_are_one_slip_away_and_possible():
    near = [slip for slip in one_slip_from("56.9") if admissible_counts(float(slip), 208, 1)]
    assert misprints("56.9", 208) == near != []
    assert misprints("50", 3) == []
    assert misprints("6.6", 3) == []
    assert misprints("63.3", 3) == ["33.3"]
    assert misprints("36.3", 3) == ["33.3"]


def one_slip_from(printed):
    """Every share from 0 to 100 with one decimal that differs in one digit or by exchanging two neighbours."""
    length = len(printed)
    for tenths in range(1001):
        share = f"{tenths / 10:.1f}"
        if len(share) == length and share != printed:
            different = [place for place in range(length) if share[place] != printed[place]]
            swapped = sorted(share[place] for place in different) == sorted(printed[place] for place in different)
            near = len(different) == 2 and not share[different[0] + 1 : different[1]].strip(".")
            if len(different) == 1 or (near and swapped):
                yield share


def table(folder, text, encoding="utf-8"):
    path = folder / "shares.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_shares_are_read_as_printed_with_comma_and_sign_of_percent(tmp_path):
    path = table(tmp_path, "Мера;Доля, %\nЛьготы;66,3 %\nНалоги;49,0\nПрограммы;27\nБлок;\n")
    shares = read_printed_shares(path)
    assert shares["printed"].tolist() == ["66.3", "49.0", "27"]
    assert shares["decimals"].tolist() == [1, 1, 0]
    assert shares["label"].tolist() == ["Льготы", "Налоги", "Программы"]
    assert shares["row"].tolist() == [2, 3, 4]


def test_the_only_column_of_numbers_holds_the_shares_whatever_its_header(tmp_path):
    assert read_printed_shares(table(tmp_path, "option,2016\na,50.0\n"))["printed"].tolist() == ["50.0"]


def test_the_articles_tables_are_found_by_their_header_and_divided_by_their_column_table():
    shares = read_printed_shares(ARTICLE / "sample.csv")
    sizes = shares[shares["table"] == "sample_company_size"]
    assert sizes["printed"].tolist() == ["60.3", "27", "12.7"]
    assert sizes["decimals"].tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("option,percent\na,56.9\nb,1O.0\n", "row 3, column 'percent': found '1O.0'; a share from 0 to 100"),
        ("option,percent\na,156.9\n", "row 2, column 'percent': found '156.9'"),
        ("a,b\n1.0,2.0\n", "one column of shares is needed, the columns are 'a', 'b'; name it: --column NAME"),
    ],
)
def test_what_is_no_share_is_named_with_its_row(tmp_path, text, found):
    with pytest.raises(StudyError, match=re.escape(found)):
        read_printed_shares(table(tmp_path, text))


def test_a_named_column_is_taken(tmp_path):
    path = table(tmp_path, "a,b\n1.0,2.0\n")
    assert read_printed_shares(path, "b")["printed"].tolist() == ["2.0"]


def test_a_workbook_is_refused_since_it_loses_the_decimals(tmp_path):
    with pytest.raises(StudyError, match="does not keep the decimals as printed"):
        read_printed_shares(tmp_path / "shares.xlsx")


def test_the_report_on_table_1_names_the_two_impossible_shares_and_what_explains_them():
    report = granularity_report(read_printed_shares(ARTICLE / "table_1.csv"), 208, range(100, 701))
    assert "16 of 18 shares are possible on base 208" in report
    assert "56.9 (row 16) comes from no count: 118 of 208 is 56.73, 119 of 208 is 57.21." in report
    assert "49.8 (row 17) comes from no count: 103 of 208 is 49.52, 104 of 208 is 50.00." in report
    assert "with 204 (116), 202 (115), 197 (112), 195 (111), 188 (107) answering" in report
    assert "with 207 (103), 205 (102), 203 (101), 201 (100)" in report
    assert report.count("comes from no count") == 2
    assert "All 18 shares together are possible on 1 of the bases 100–700: 624;" in report


def test_the_report_on_table_2_adds_up_its_counts_on_205():
    report = granularity_report(read_printed_shares(ARTICLE / "table_2.csv"), 205, range(1, 411))
    assert "The counts add up to 24 + 61 + 25 + 7 + 6 = 123." in report
    assert "possible on 3 of the bases 1–410: 205, 409, 410;" in report


THIRDS = "option,{header}\nA,{0}\nB,{1}\nC,{2}\n"


@pytest.mark.parametrize("shares", [("0.450", "0.333", "0.217"), ("0.45", "0.333", "0.217")])
@pytest.mark.parametrize("header", ["share", "percent"])
def test_proportions_are_told_and_read_as_percent(tmp_path, shares, header):
    printed, notices = shares_and_notices(table(tmp_path, THIRDS.format(*shares, header=header)))
    assert printed["printed"].tolist() == ["45.0", "33.3", "21.7"]
    assert printed["decimals"].tolist() == [1, 1, 1]
    assert notices[0].startswith("the shares look like proportions (0 to 1) and are read as percent")
    assert ("lost zeros" in notices[0]) == (shares[0] == "0.45")


@pytest.mark.parametrize("text", ["option,percent\na,0.5\nb,0.3\n", "option,share\na,0.5 %\nb,0.25 %\n"])
def test_shares_under_one_percent_stay_what_header_or_cells_call_them(tmp_path, text):
    printed, notices = shares_and_notices(table(tmp_path, text))
    assert printed["printed"].iloc[0] == "0.5"
    assert notices == [
        "all shares are from 0 to 1 and are read as percent; if they are proportions, give them times 100"
    ]


def test_proportions_of_one_decimal_are_refused(tmp_path):
    with pytest.raises(StudyError, match=r"look like proportions .* with one decimal, which is 10 percent"):
        read_printed_shares(table(tmp_path, "option,share\na,0.4\nb,0.6\n"))


@pytest.mark.parametrize("total", ["Итого,100.0", "Total:,100", ",100.0"])
def test_a_total_is_told_and_no_share(tmp_path, total):
    printed, notices = shares_and_notices(table(tmp_path, f"option,percent\nA,45.0\nB,33.3\nC,21.7\n{total}\n"))
    assert printed["printed"].tolist() == ["45.0", "33.3", "21.7"]
    assert len(notices) == 1
    assert notices[0].startswith("row 5 ")


def test_a_hundred_that_is_no_total_stays(tmp_path):
    printed, notices = shares_and_notices(table(tmp_path, "option,percent\nA,45.0\nB,33.3\nC,100\n"))
    assert printed["printed"].tolist() == ["45.0", "33.3", "100"]
    assert notices == []


def test_lost_zeros_and_shares_of_one_answer_each_are_told(tmp_path):
    shares = read_printed_shares(table(tmp_path, THIRDS.format("45", "33.3", "21.7", header="percent")))
    report = granularity_report(shares, 60, range(1, 121))
    assert "45 (row 2) has fewer decimals than the others and is read as 44.5 to 45.5" in report
    assert "if 45.0 was printed and a program left the zero out, write 45.0." in report
    assert (
        "The shares add up to 100.0, as those of one answer a respondent do: the counts have to add up to 60." in report
    )
    several = granularity_report(shares.assign(printed=["45.0", "33.3", "60.0"], decimals=1), 60, range(1, 121))
    assert "has fewer decimals" not in several
    assert "The shares add up" not in several


def test_two_columns_of_shares_are_asked_for(tmp_path):
    with pytest.raises(StudyError, match=r"name it: --column NAME; which of 'men' and 'women' is meant\?"):
        read_printed_shares(table(tmp_path, "question,men,women\nA,45.0,47.1\nB,33.3,29.4\n"))


def test_a_base_that_allows_every_share_says_nothing():
    shares = pd.DataFrame({"table": "", "row": [2], "label": "", "printed": ["50"], "decimals": [0]})
    report = granularity_report(shares, 500, range(1, 10))
    assert "fitting says nothing" in report


def test_the_command_prints_each_table_of_a_file(capsys):
    main(["granularity", str(ARTICLE / "sample.csv"), "--base", "63", "--bases", "62-64"])
    printed = capsys.readouterr().out
    sizes = printed[printed.index("Table sample_company_size") :]
    occupations = printed[printed.index("Table sample_occupation") : printed.index("Table sample_company_size")]
    assert "3 of 3 shares are possible on base 63" in sizes
    assert "38 + 17 + 8 = 63" in sizes
    assert "possible on 1 of the bases 62–64: 63" in sizes
    assert "possible on none of the bases 62–64" in occupations


@pytest.mark.parametrize(
    "words", [["--base", "0"], ["--base", "10", "--bases", "20"], ["--base", "10", "--bases", "9-2"]]
)
def test_bases_that_are_none_are_errors(words):
    with pytest.raises(StudyError, match=r"is 1 or more|two numbers from 1 on"):
        main(["granularity", str(ARTICLE / "table_1.csv"), *words])
