"""Formulas (1) and (2): sums by hand, telescoping, variances, and what is said where a sum cannot be had."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from regioncodes.codes.derivatives.joint_process import joint_draws
from regioncodes.codes.derivatives.noise import noise_variance
from regioncodes.codes.derivatives.rates import LINEAR, differentiate, rates
from regioncodes.codes.formulas import nid
from regioncodes.codes.joint_sums import joint_sums
from regioncodes.ground.options import Derivative, Formulas, Period

CODES = ("production", "institutional", "social")
YEARS = np.arange(2005, 2017)
PERIOD = Period(2005, 2016)
FORMULAS = Formulas(draws=400)
DERIVATIVE = Derivative(grid=4)


def simulated(regions=("RU-KGN", "RU-SVE"), seed=1) -> pd.DataFrame:
    """Three noisy smooth codes for each region."""
    generator = np.random.default_rng(seed)
    rows = [
        ("article", region, year, code, value)
        for region in regions
        for code in CODES
        for year, value in zip(
            YEARS,
            np.sin(YEARS / 3 + generator.uniform(0, 6)) + generator.normal(scale=0.2, size=12),
            strict=True,
        )
    ]
    return pd.DataFrame(rows, columns=["mapping", "region", "year", "code", "value_sd"])


def quick(codes: pd.DataFrame, seed: int = 7, method: str = "gaussian_process", **changes) -> pd.DataFrame:
    """Both formulas from few draws and a coarse grid. changes: of Formulas."""
    formulas = replace(FORMULAS, **changes)
    return nid(codes, PERIOD, seed=seed, method=method, formulas=formulas, derivative=DERIVATIVE)


def by_year(table: pd.DataFrame, reading: str, sign: str, column: str, region="RU-SVE") -> pd.Series:
    chosen = table[(table["region"] == region) & (table["reading"] == reading) & (table["sign"] == sign)]
    return chosen.set_index("year")[column]


def rate_of(codes: pd.DataFrame, order: int, method: str) -> pd.DataFrame:
    """Derivatives of RU-SVE, year × code."""
    table = rates(codes, PERIOD, method=method, derivative=DERIVATIVE)
    table = table[(table["region"] == "RU-SVE") & (table["order"] == order)]
    return pd.DataFrame({code: rows.set_index("year")["estimate"] for code, rows in table.groupby("code")})


@pytest.mark.parametrize("method", ["gaussian_process", "central_difference"])
def test_signed_formulas_are_the_sums_of_the_rates(method):
    codes = simulated()
    table = quick(codes, method=method, periods=3, memory_years=2.0)
    first = rate_of(codes, 1, method=method).sum(axis=1, skipna=False)
    second = rate_of(codes, 2, method=method).sum(axis=1, skipna=False)
    for year in (2010, 2014):
        assert by_year(table, "sum", "signed", "estimate")[year] == pytest.approx(first[year], abs=1e-12)
        back = second.loc[year - 3 : year].to_numpy()[::-1]
        for reading, weights in {
            "literal": [1, 1, 1, 1],
            "memory": np.exp([0, -0.5, -1, -1.5]),
            "elapsed": [1, 0.75, 0.5, 0.25],
        }.items():
            estimate = by_year(table, reading, "signed", "estimate")[year]
            assert estimate == pytest.approx(back @ weights, abs=1e-12)


def test_the_signs_transform_each_code_before_the_sum():
    codes = simulated()
    table = quick(codes, method="central_difference")
    rate = rate_of(codes, 1, method="central_difference").loc[2006:2015]
    positive = by_year(table, "sum", "positive_part", "estimate").loc[2006:2015]
    count = by_year(table, "sum", "sign_only", "estimate").loc[2006:2015]
    np.testing.assert_allclose(positive, rate.clip(lower=0).sum(axis=1), atol=1e-12)
    np.testing.assert_array_equal(count, np.sign(rate).sum(axis=1))
    assert rate.lt(0).to_numpy().any()
    assert by_year(table, "sum", "positive_part", "lower_95").isna().all()


@pytest.mark.parametrize("method", ["gaussian_process", "central_difference"])
def test_a_falling_code_does_not_cancel_a_rising_one_in_the_sign_readings(method):
    slopes = {"production": 1.0, "institutional": -0.8, "social": -0.1}
    codes = simulated(regions=["RU-SVE"])
    codes = codes.assign(value_sd=codes["code"].map(slopes) * (codes["year"] - 2005))
    table = quick(codes, method=method)
    for sign, truth in {"signed": 0.1, "positive_part": 1.0, "sign_only": -1.0}.items():
        estimate = by_year(table, "sum", sign, "estimate").loc[2006:2015]
        np.testing.assert_allclose(estimate, truth, atol=1e-12)


def test_one_row_for_every_reading_and_sign_sorted():
    table = quick(simulated())
    keys = ["mapping", "region", "year", "formula", "reading", "sign"]
    assert len(table) == 2 * 12 * 4 * 3
    assert not table.duplicated(keys).any()
    pd.testing.assert_frame_equal(table, table.sort_values(keys, ignore_index=True))


@pytest.mark.parametrize("periods", [0, 1, 5, 8])
def test_the_literal_reading_of_differences_telescopes(periods):
    codes = simulated()
    table = quick(codes, method="central_difference", periods=periods)
    table = table[(table["reading"] == "literal") & (table["sign"] == "signed") & (table["year"] == 2015)]
    assert set(table["periods_used"]) == {periods + 1}
    growth = codes.groupby(["region", "year"])["value_sd"].sum().unstack("year").diff(axis=1)
    ends = growth[2016] - growth[2015 - periods]
    np.testing.assert_allclose(table.set_index("region")["estimate"].loc[ends.index], ends, atol=1e-12)


@pytest.mark.parametrize("periods", [1, 3, 5])
def test_the_literal_reading_has_four_noise_variances_however_long(periods):
    codes = simulated()
    table = quick(codes, method="central_difference", periods=periods)
    wide = codes[codes["region"] == "RU-SVE"].pivot_table(index="code", columns="year", values="value_sd")
    variance, degrees = noise_variance(wide.to_numpy())
    total = 4 * variance.sum()
    pooled = total**2 / ((4 * variance) ** 2 / degrees).sum()
    upper, lower = (by_year(table, "literal", "signed", end)[2014] for end in ("upper_95", "lower_95"))
    assert upper - lower == pytest.approx(2 * stats.t(pooled).ppf(0.975) * np.sqrt(total), rel=1e-9)


def test_the_weighted_reading_has_the_variance_of_simulated_noise():
    # The linear coefficients, found without them: the spread of the sum over 4,000 series of unit noise in
    # one code, the others straight lines. Its standard error is 1.1 %; three are allowed.
    generator = np.random.default_rng(3)
    noise = generator.normal(size=(4000, 12))
    second = noise[:, 2:] - 2 * noise[:, 1:-1] + noise[:, :-2]
    weights = np.exp(-np.arange(6) / 5.0)
    spread = (second[:, 9 : 9 - 6 : -1] @ weights).std()
    codes = simulated(regions=["RU-SVE"])
    straight = codes["code"] != "production"
    codes = codes.assign(value_sd=codes["value_sd"].mask(straight, codes["year"] - 2000.0))
    table = quick(codes, method="central_difference")
    production = codes.loc[~straight, "value_sd"].to_numpy()[None]
    variance, degrees = noise_variance(production)
    upper, estimate = (by_year(table, "memory", "signed", name)[2015] for name in ("upper_95", "estimate"))
    expected = stats.t(degrees[0]).ppf(0.975) * np.sqrt(variance[0]) * spread
    assert upper - estimate == pytest.approx(expected, rel=0.035)


def test_bands_know_that_codes_depend_on_each_other():
    # Two codes that move against each other but for a little: their sum is told far better than each of them.
    codes = simulated(regions=["RU-SVE"])
    wide = codes.pivot_table(index="year", columns="code", values="value_sd")
    against = codes["code"].eq("institutional")
    mirrored = (0.05 * wide["institutional"] - wide["production"]).reindex(codes["year"]).to_numpy()
    codes = codes.assign(value_sd=np.where(against, mirrored, codes["value_sd"]))
    both = codes[codes["code"] != "social"]
    flat = codes[codes["code"] == "social"].assign(value_sd=lambda own: 0.01 * (own["year"] - 2005))
    table = quick(pd.concat([both, flat]))
    single = rates(pd.concat([both, flat]), PERIOD, derivative=DERIVATIVE)
    single = single[(single["order"] == 1) & (single["code"] == "production")].set_index("year")
    own = single["upper_95"] - single["lower_95"]
    width = by_year(table, "sum", "signed", "upper_95") - by_year(table, "sum", "signed", "lower_95")
    assert (width < 0.2 * own).all()


def test_draws_of_the_codes_have_the_law_of_the_closed_form():
    codes = simulated(regions=["RU-SVE"])
    group = differentiate(codes, PERIOD, method="gaussian_process", derivative=DERIVATIVE).units[0]
    for reading in joint_sums(group, FORMULAS):
        drawn = joint_draws(group.posterior, reading.sums, 0, 40_000, np.random.default_rng(5)).sum(axis=2)
        for probability in (0.025, 0.5, 0.975):
            below = (drawn < reading.mixture.quantile(probability)[0]).mean(axis=0)
            # Four standard errors of a share of 40,000.
            np.testing.assert_allclose(below, probability, atol=4 * np.sqrt(probability * (1 - probability) / 40_000))
    rates_of_codes = group.sums(np.eye(12), 1)
    drawn = joint_draws(group.posterior, rates_of_codes, 0, 40_000, np.random.default_rng(6))
    table = quick(codes, periods=0)
    positive = np.maximum(drawn, 0).sum(axis=2)
    expected = by_year(table, "sum", "positive_part", "estimate")
    np.testing.assert_allclose(positive.mean(axis=0), expected, atol=4 * positive.std(axis=0).max() / 200)
    signs = np.sign(drawn).sum(axis=2)
    expected = by_year(table, "sum", "sign_only", "estimate")
    np.testing.assert_allclose(signs.mean(axis=0), expected, atol=4 * signs.std(axis=0).max() / 200)


def test_the_sum_of_the_process_of_one_series_stands_beside():
    codes = simulated(regions=["RU-SVE"])
    summed = codes.groupby("year", as_index=False)["value_sd"].sum()
    alone = rates(summed.assign(mapping="article", region="RU-SVE", code="social"), PERIOD, derivative=DERIVATIVE)
    own = alone[alone["order"] == 1].set_index("year")["estimate"]
    np.testing.assert_allclose(by_year(quick(codes), "sum", "signed", "univariate_estimate"), own, rtol=1e-9)


def test_a_sum_is_inner_where_its_whole_window_is_and_joint_bands_hold_for_whole_sums():
    table = quick(simulated(), periods=5)
    inner = by_year(table, "memory", "signed", "inner")
    assert inner[inner].index.tolist() == [2012, 2013, 2014]
    assert by_year(table, "sum", "signed", "inner").loc[lambda own: own].index.tolist() == list(range(2007, 2015))
    joint = by_year(table, "memory", "signed", "joint_lower_95")
    assert joint.loc[:2009].isna().all()
    assert joint.loc[2010:].notna().all()
    assert set(table["years_used"]) == {12}


def test_the_sign_readings_are_ordered():
    table = quick(simulated())
    positive = by_year(table, "sum", "positive_part", "estimate")
    assert (positive >= by_year(table, "sum", "signed", "estimate") - 0.05).all()
    assert (positive >= 0).all()
    assert by_year(table, "sum", "sign_only", "estimate").abs().max() <= 3
    assert by_year(table, "literal", "sign_only", "upper_95").max() <= 18


@pytest.mark.parametrize("method", ["gaussian_process", "central_difference"])
def test_permuting_rows_and_dropping_regions_changes_nothing(method):
    codes = simulated(regions=["RU-CHE", "RU-KGN", "RU-SVE"])
    whole = quick(codes, method=method)
    shuffled = quick(codes.sample(frac=1, random_state=2), method=method)
    pd.testing.assert_frame_equal(whole, shuffled)
    alone = quick(codes[codes["region"] == "RU-SVE"], method=method)
    left = whole[whole["region"] == "RU-SVE"].reset_index(drop=True)
    of_study = ["all_units_lower_95", "all_units_upper_95"]
    pd.testing.assert_frame_equal(left.drop(columns=of_study), alone.drop(columns=of_study), rtol=1e-12, atol=1e-13)


def test_the_seed_decides_the_bands_of_signs_and_nothing_of_signed_sums():
    codes = simulated()
    one, again, other = (quick(codes, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, again)
    signed = one["sign"] == "signed"
    pd.testing.assert_frame_equal(one[signed], other[signed])
    pd.testing.assert_series_equal(one["estimate"], other["estimate"])
    assert (one["lower_95"] != other["lower_95"]).any()


def test_scaling_every_code_scales_the_signed_results_alone():
    codes = simulated()
    table = quick(codes)
    scaled = quick(codes.assign(value_sd=3.0 * codes["value_sd"] + 8.0))
    factor = np.where(table["sign"] == "sign_only", 1.0, 3.0)
    for column in ("estimate", "lower_95", "upper_95"):
        np.testing.assert_allclose(scaled[column], factor * table[column], rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize(("method", "first"), [("gaussian_process", 2005), ("central_difference", 2006)])
def test_a_sum_that_begins_before_the_period_takes_the_years_there_are(method, first):
    table = quick(simulated(), method=method, periods=2)
    used, status = (by_year(table, "memory", "signed", name) for name in ("periods_used", "status"))
    assert [used[first + lag] for lag in range(4)] == [1, 2, 3, 3]
    assert [status[first + lag] for lag in range(3)] == ["short_window", "short_window", "estimated"]
    assert by_year(table, "sum", "signed", "status")[first] == "estimated"


@pytest.mark.parametrize("method", ["gaussian_process", "central_difference"])
def test_a_missing_code_leaves_no_estimate_in_any_sum_that_needs_it(method):
    codes = simulated()
    late = (codes["region"] == "RU-SVE") & (codes["code"] == "social") & (codes["year"] > 2012)
    table = quick(codes[~late], method=method)
    last = {"gaussian_process": 2012, "central_difference": 2011}[method]
    for reading in ("sum", "literal"):
        for sign in ("signed", "sign_only"):
            status = by_year(table, reading, sign, "status")
            assert (status.loc[last + 1 :] == "missing_code").all()
            assert status[last] == "estimated"
            assert by_year(table, reading, sign, "estimate").loc[last + 1 :].isna().all()
    assert by_year(table, "sum", "signed", "lower_95").loc[last + 1 :].isna().all()
    assert (by_year(table, "sum", "signed", "periods_used").loc[last + 1 :] == 0).all()
    other = by_year(table, "sum", "signed", "status", region="RU-KGN")
    assert (other.loc[2006:2015] == "estimated").all()


def test_a_region_without_one_of_the_codes_has_rows_and_no_estimates():
    codes = simulated(regions=["RU-SVE"])
    table = quick(codes[codes["code"] != "social"])
    assert len(table) == 12 * 4 * 3
    assert set(table["status"]) == {"missing_code"}
    assert table[["estimate", "lower_95", "upper_95"]].isna().all(axis=None)


@pytest.mark.parametrize("method", ["gaussian_process", "central_difference"])
def test_a_constant_code_adds_nothing_and_takes_the_band_away(method):
    codes = simulated(regions=["RU-SVE"])
    codes = codes.assign(value_sd=codes["value_sd"].mask(codes["code"] == "social", 0.4))
    table = quick(codes, method=method)
    rate = rate_of(codes, 1, method=method)
    estimate = by_year(table, "sum", "signed", "estimate").loc[2006:2015]
    expected = (rate["production"] + rate["institutional"]).loc[2006:2015]
    np.testing.assert_allclose(estimate, expected, atol=1e-12)
    assert table["lower_95"].isna().all()
    assert set(by_year(table, "sum", "signed", "status").loc[2006:2015]) == {"constant_code"}


@pytest.mark.parametrize("method", LINEAR)
def test_a_sum_of_one_year_has_the_pooled_variance_of_the_three_rates(method):
    codes = simulated(regions=["RU-SVE"])
    wide = codes.pivot_table(index="code", columns="year", values="value_sd").to_numpy()
    errors = LINEAR[method](YEARS, wide)
    place, orders = 6, {"sum": 1, "memory": 2}
    table = quick(codes, method=method, periods=0)
    for reading, order in orders.items():
        own = errors.variance * errors.covariance[:, order * 12 + place, order * 12 + place]
        degrees = own.sum() ** 2 / (own**2 / errors.degrees).sum()
        upper, estimate = (by_year(table, reading, "signed", name)[2011] for name in ("upper_95", "estimate"))
        assert upper - estimate == pytest.approx(stats.t(degrees).ppf(0.975) * np.sqrt(own.sum()), rel=1e-9)
        joint = by_year(table, reading, "signed", "joint_upper_95")[2011]
        # All twelve years together, by Bonferroni.
        assert joint - estimate == pytest.approx(stats.t(degrees).ppf(1 - 0.025 / 12) * np.sqrt(own.sum()), rel=1e-9)


@pytest.mark.parametrize("method", ["gaussian_process", *LINEAR])
def test_a_sum_that_lacks_years_has_no_part_in_a_band_of_several(method):
    table = quick(simulated(), method=method, periods=5)
    own = table[table["sign"].eq("signed") & table["estimate"].notna()]
    joint = own[["joint_lower_95", "joint_upper_95"]].notna().all(axis=1)
    assert joint.equals(own["status"].eq("estimated"))
    assert not joint.all()


@pytest.mark.parametrize("method", LINEAR)
def test_a_sum_of_years_knows_that_they_share_observations(method):
    # Noise of the sum found by doing it all again: 3,000 series, coefficients held at those of the first.
    codes = simulated(regions=["RU-SVE"])
    wide = codes.pivot_table(index="code", columns="year", values="value_sd").to_numpy()
    errors = LINEAR[method](YEARS, wide)
    draws = np.random.default_rng(4).normal(size=(3000, 36))
    weights = np.exp(-np.arange(3) / 2.0)
    total = 0.0
    for place in range(3):
        covariance = np.nan_to_num(errors.covariance[place])
        size, direction = np.linalg.eigh(covariance)
        noise = draws @ (direction * np.sqrt(np.maximum(size, 0))).T
        total += errors.variance[place] * (noise[:, 24 + 10 - np.arange(3)] @ weights).var()
    table = quick(codes, method=method, periods=2, memory_years=2.0)
    lower, upper = (by_year(table, "memory", "signed", name)[2015] for name in ("lower_95", "upper_95"))
    # A Student t of 7 to 27 degrees has its quantile between 2.05 and 2.37.
    assert 2 * 1.9 * np.sqrt(total) < upper - lower < 2 * 2.5 * np.sqrt(total)


@pytest.mark.parametrize("method", LINEAR)
def test_other_signs_of_a_linear_method_have_no_band(method):
    table = quick(simulated(), method=method)
    other = table[table["sign"] != "signed"]
    assert other[["lower_95", "upper_95"]].isna().all(axis=None)
    assert other.loc[other["year"] == 2011, "estimate"].notna().all()


def test_zeros_by_construction_count_as_no_sign_and_a_sum_of_them_has_no_band():
    codes = simulated(regions=["RU-SVE"])
    table = quick(codes, method="smoothing_spline", periods=1)
    second = rate_of(codes, 2, method="smoothing_spline")
    counts = np.sign(second.loc[2015]).sum()
    assert by_year(table, "literal", "sign_only", "estimate")[2016] == counts
    first = table[(table["year"] == 2005) & (table["formula"] == "code_nid")]
    assert set(first["status"]) == {"zero_by_construction"}
    assert set(first["estimate"]) == {0.0}
    assert first[["lower_95", "upper_95"]].isna().all(axis=None)
    later = table[(table["year"] > 2005) & (table["sign"] == "signed")]
    assert set(later["status"]) == {"estimated"}
    assert later["lower_95"].notna().all()


@pytest.mark.parametrize("method", LINEAR)
def test_straight_lines_have_no_sign_of_their_bend(method):
    codes = simulated(regions=["RU-SVE"])
    codes = codes.assign(value_sd=0.1 + codes["code"].map(len) / 3 * (codes["year"] - 2005))
    counted = by_year(quick(codes, method=method), "memory", "sign_only", "estimate").dropna()
    assert len(counted) >= 8
    assert set(counted) == {0.0}


@pytest.mark.parametrize("method", ["gaussian_process", "central_difference"])
def test_of_dynamic_codes_measured_directly_the_formulas_sum_an_order_less(method):
    dynamic = {"production": "innovation", "institutional": "information", "social": "value"}
    codes = simulated()
    table = quick(codes.assign(code=codes["code"].map(dynamic)), method=method)
    levels, speeds = (rate_of(codes, order, method).sum(axis=1, skipna=False) for order in (0, 1))
    assert by_year(table, "sum", "signed", "estimate").to_numpy() == pytest.approx(levels.to_numpy(), nan_ok=True)
    memory = sum(np.exp(-lag / FORMULAS.memory_years) * speeds[2013 - lag] for lag in range(FORMULAS.periods + 1))
    assert by_year(table, "memory", "signed", "estimate")[2013] == pytest.approx(memory)
    for sign in ("positive_part", "sign_only"):
        assert set(by_year(table, "sum", sign, "status")) == {"arbitrary_zero"}
        assert by_year(table, "sum", sign, "estimate").isna().all()
        assert by_year(table, "memory", sign, "estimate")[2013] != 0
