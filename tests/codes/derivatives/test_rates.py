"""The table of rates: one row for everything asked, a status for everything that could not be done."""

from typing import get_args

import numpy as np
import pandas as pd
import pytest

from regioncodes.codes.derivatives.rates import METHODS, rates
from regioncodes.ground.config import Method
from regioncodes.ground.errors import StudyError
from regioncodes.ground.options import Derivative, Period

YEARS = list(range(2005, 2017))
PERIOD = Period(2005, 2016)
WAVE = dict(zip(YEARS, np.sin(np.arange(12) / 2) + 0.1 * (-1.0) ** np.arange(12), strict=True))


def codes_of(**regions: dict[int, float]) -> pd.DataFrame:
    """Codes with the production code of each region given by year; RU_SVE stands for RU-SVE."""
    rows = [
        ("article", region.replace("_", "-"), year, "production", value)
        for region, series in regions.items()
        for year, value in series.items()
    ]
    return pd.DataFrame(rows, columns=["mapping", "region", "year", "code", "value_sd"])


def statuses(table: pd.DataFrame, region: str, order: int) -> dict[int, str]:
    chosen = table[(table["region"] == region) & (table["order"] == order)]
    return dict(zip(chosen["year"], chosen["status"], strict=True))


@pytest.mark.parametrize("method", METHODS)
def test_every_series_year_and_order_has_one_row_in_order(method):
    table = rates(codes_of(RU_SVE=WAVE, RU_KGN={2010: 1.0}), PERIOD, method=method)
    keys = ["mapping", "region", "code", "year", "order"]
    assert len(table) == 2 * 12 * 3
    assert not table.duplicated(keys).any()
    pd.testing.assert_frame_equal(table, table.sort_values(keys, ignore_index=True))
    assert set(table["dynamic_code"]) == {"innovation"}
    assert set(table["method"]) == {method}


@pytest.mark.parametrize("method", METHODS)
def test_estimates_stand_at_their_year_and_order(method):
    line = {year: 4.0 + 0.5 * (year - 2005) for year in YEARS}
    table = rates(codes_of(RU_SVE=line, RU_KGN=WAVE), PERIOD, method=method)
    table = table[(table["region"] == "RU-SVE") & table["year"].between(2006, 2015)]
    truth = np.select([table["order"] == 0, table["order"] == 1], [4.0 + 0.5 * (table["year"] - 2005), 0.5], 0.0)
    np.testing.assert_allclose(table["estimate"], truth, atol=1e-12)
    np.testing.assert_allclose(table["lower_95"], truth, atol=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_permuting_the_rows_changes_nothing(method):
    codes = codes_of(RU_SVE=WAVE, RU_KGN={year: value**2 for year, value in WAVE.items()}, RU_CHE={2005: 1.0})
    shuffled = codes.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(rates(codes, PERIOD, method=method), rates(shuffled, PERIOD, method=method))


@pytest.mark.parametrize("method", METHODS)
def test_the_table_given_is_not_changed(method):
    codes = codes_of(RU_SVE=WAVE)
    before = codes.copy(deep=True)
    rates(codes, PERIOD, method=method)
    pd.testing.assert_frame_equal(codes, before)


@pytest.mark.parametrize("method", METHODS)
def test_a_bad_series_has_a_status_and_the_others_go_on(method):
    codes = codes_of(
        RU_A=WAVE,
        RU_B=dict(list(WAVE.items())[:4]),
        RU_C=dict.fromkeys(YEARS, np.nan),
        RU_D={**WAVE, 2009: np.inf},
        RU_E=WAVE,
        RU_F=dict.fromkeys(YEARS, -0.3),
    )
    codes = pd.concat([codes, codes_of(RU_E={2010: 0.0})])
    table = rates(codes, PERIOD, method=method)
    alone = rates(codes_of(RU_A=WAVE), PERIOD, method=method)
    own, of_study = (
        table[table["region"] == "RU-A"].reset_index(drop=True),
        ["all_units_lower_95", "all_units_upper_95"],
    )
    pd.testing.assert_frame_equal(own.drop(columns=of_study), alone.drop(columns=of_study))
    named = {
        "RU-B": "too_few_points",
        "RU-C": "too_few_points",
        "RU-D": "not_finite",
        "RU-E": "duplicate_years",
    }
    for region, status in named.items():
        rows = table[table["region"] == region]
        assert set(rows["status"]) == {status}
        assert rows[["estimate", "lower_95", "upper_95"]].isna().all(axis=None)


@pytest.mark.parametrize("method", METHODS)
def test_a_constant_has_no_rate_and_claims_no_certainty(method):
    # Equal but for rounding, as averages of the same numbers may be.
    series = dict.fromkeys(YEARS, 0.1) | {2009: np.nextafter(0.1, 1)}
    table = rates(codes_of(RU_SVE=series), PERIOD, method=method)
    inner = table[table["year"].between(2006, 2015)]
    assert set(inner["status"]) == {"constant"}
    np.testing.assert_allclose(inner.loc[inner["order"] == 0, "estimate"], 0.1)
    np.testing.assert_array_equal(inner.loc[inner["order"] > 0, "estimate"], 0.0)
    assert table[["lower_95", "upper_95"]].isna().all(axis=None)


def three_codes(**codes: dict[int, float]) -> pd.DataFrame:
    """The codes of one region."""
    return pd.concat([codes_of(RU_SVE=series).assign(code=code) for code, series in codes.items()])


def test_the_codes_of_a_unit_are_one_process_over_the_years_that_all_of_them_have():
    late = {year: value**2 for year, value in WAVE.items() if year > 2006}
    table = rates(three_codes(production=WAVE, social=late), PERIOD)
    assert set(table["years_used"]) == {10}
    assert set(table.loc[table["year"] < 2007, "status"]) == {"outside_observations"}
    alone = rates(three_codes(production={year: WAVE[year] for year in late}), PERIOD)
    together = table[table["code"] == "production"].reset_index(drop=True)
    # Another process than that of the code by itself, but of the same years.
    assert (together["estimate"].notna() == alone["estimate"].notna()).all()
    assert not np.allclose(together["estimate"].dropna(), alone["estimate"].dropna(), rtol=1e-6)


def test_too_few_common_years_and_codes_made_of_each_other_have_a_status_and_no_number():
    early = {year: value for year, value in WAVE.items() if year < 2011}
    late = {year: value**2 for year, value in WAVE.items() if year > 2006}
    apart = rates(three_codes(production=early, social=late), PERIOD)
    assert set(apart["status"]) == {"too_few_common_years"}
    twice = rates(three_codes(production=WAVE, social={year: 3 - 2 * value for year, value in WAVE.items()}), PERIOD)
    assert set(twice["status"]) == {"made_of_other_codes"}
    for table in (apart, twice):
        assert table[["estimate", "lower_95", "joint_lower_95", "false_sign_probability"]].isna().all(axis=None)


def test_bands_of_one_year_lie_in_those_of_all_years_and_these_in_those_of_all_units():
    table = rates(codes_of(RU_SVE=WAVE, RU_KGN={year: value**2 for year, value in WAVE.items()}), PERIOD)
    for one, more in (("", "joint_"), ("joint_", "all_units_")):
        assert (table[f"{more}lower_95"] < table[f"{one}lower_95"]).all()
        assert (table[f"{more}upper_95"] > table[f"{one}upper_95"]).all()
    assert table["false_sign_probability"].between(0, 0.5).all()
    # Half of what lies outside a pointwise band that ends at zero has the other sign.
    outside = (table["lower_95"] > 0) | (table["upper_95"] < 0)
    assert (outside == (table["false_sign_probability"] < 0.025)).all()
    plain = rates(codes_of(RU_SVE=WAVE), PERIOD, with_bands=False)
    assert plain[["lower_95", "joint_lower_95"]].isna().all(axis=None)
    assert plain["estimate"].notna().all()


def test_the_process_interpolates_gaps_and_stops_at_the_ends():
    series = {year: value for year, value in WAVE.items() if year not in (2005, 2010, 2016)}
    table = rates(codes_of(RU_SVE=series), PERIOD)
    expected = dict.fromkeys(YEARS, "estimated") | {
        2005: "outside_observations",
        2010: "interpolated",
        2016: "outside_observations",
    }
    for order in (0, 1, 2):
        assert statuses(table, "RU-SVE", order) == expected
    missing = table["status"] == "outside_observations"
    assert (table["estimate"].isna() == missing).all()


def test_what_a_spline_sets_to_zero_says_so_and_has_no_band():
    series = {year: value for year, value in WAVE.items() if year > 2005}
    table = rates(codes_of(RU_SVE=series), PERIOD, method="smoothing_spline")
    expected = dict.fromkeys(YEARS, "estimated") | {2005: "outside_observations"}
    assert statuses(table, "RU-SVE", 1) == expected
    assert statuses(table, "RU-SVE", 2) == expected | dict.fromkeys([2006, 2016], "zero_by_construction")
    ends = table[table["status"] == "zero_by_construction"]
    assert ends["estimate"].tolist() == [0.0, 0.0]
    assert ends[["lower_95", "upper_95"]].isna().all(axis=None)


def test_differences_stop_at_gaps_and_ends():
    series = {year: value for year, value in WAVE.items() if year not in (2005, 2010)}
    table = rates(codes_of(RU_SVE=series), PERIOD, method="central_difference")
    expected = dict.fromkeys(YEARS, "estimated") | {2005: "outside_observations", 2010: "not_observed"}
    assert statuses(table, "RU-SVE", 0) == expected
    beside = dict.fromkeys([2006, 2009, 2011, 2016], "no_neighbour")
    assert statuses(table, "RU-SVE", 1) == expected | beside
    assert statuses(table, "RU-SVE", 2) == expected | beside


def test_a_missing_value_is_the_same_as_a_missing_row():
    absent = codes_of(RU_SVE={year: value for year, value in WAVE.items() if year != 2010})
    pd.testing.assert_frame_equal(rates(codes_of(RU_SVE={**WAVE, 2010: np.nan}), PERIOD), rates(absent, PERIOD))


def test_observations_outside_the_period_are_not_used():
    wild = codes_of(RU_SVE={**WAVE, 2003: 50.0, 2017: -50.0})
    pd.testing.assert_frame_equal(rates(wild, PERIOD), rates(codes_of(RU_SVE=WAVE), PERIOD))


def test_edges_are_the_first_and_last_years_of_the_observations():
    short = {year: value for year, value in WAVE.items() if year <= 2013}
    table = rates(codes_of(RU_KGN=short, RU_SVE=WAVE), PERIOD, derivative=Derivative(edge_years=2))
    edges = table[table["edge"]].groupby("region")["year"].unique().map(list).to_dict()
    assert edges["RU-SVE"] == [2005, 2006, 2015, 2016]
    assert edges["RU-KGN"] == [2005, 2006, 2012, 2013, 2014, 2015, 2016]


def test_all_that_is_wrong_with_a_table_is_named_at_once():
    wrong = codes_of(RU_SVE=WAVE).replace("production", "produktion").assign(value_sd="high")
    with pytest.raises(StudyError, match=r"(?s)2 problems.*'produktion'.*'value_sd': found text"):
        rates(wrong, PERIOD)


def test_the_config_allows_the_methods_that_there_are_and_no_other():
    assert set(get_args(Method)) == set(METHODS)


def test_a_missing_column_is_named():
    with pytest.raises(StudyError, match="'value_sd' is missing"):
        rates(codes_of(RU_SVE=WAVE).drop(columns="value_sd"), PERIOD)
