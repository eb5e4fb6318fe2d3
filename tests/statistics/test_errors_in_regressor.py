"""Corrected slopes against R (tests/golden/reliability), statsmodels, closed forms and properties."""

import numpy as np
import pandas as pd
import pytest

from project import ROOT
from regioncodes.statistics.errors_in_regressor import (
    bounds_of_slope,
    corrected_panel_slope,
    corrected_slope,
    reliability,
    reliability_status,
    slopes_within,
)
from regioncodes.statistics.forms import form_of
from regioncodes.statistics.noise_variance import noise_design, noise_of

GOLDEN = ROOT / "tests/golden/reliability"
CELLS = pd.read_csv(GOLDEN / "panel.csv")
TRUE = pd.read_csv(GOLDEN / "reliability.csv").set_index("quantity")["value"]
REGIONS, YEARS, EDUCATION, VALUE = (CELLS[name].to_numpy() for name in ("region", "year", "education_percent", "value"))
OWN = REGIONS == "region_00"
SERIES = form_of(REGIONS[OWN], YEARS[OWN], "first_differences")
PANEL = form_of(REGIONS, YEARS, "first_differences_year_effects")


def test_without_noise_the_set_is_the_interval_of_lm():
    found = corrected_slope(SERIES, EDUCATION[OWN], VALUE[OWN], 0.0)
    assert found.naive_slope == found.slope == pytest.approx(TRUE["series_naive_slope"], rel=1e-10)
    assert found.set_95.kind == "interval"
    assert found.set_95.lower == pytest.approx(TRUE["series_naive_lower_95"], rel=1e-9)
    assert found.set_95.upper == pytest.approx(TRUE["series_naive_upper_95"], rel=1e-9)
    assert found.p_value == pytest.approx(TRUE["series_naive_p_value"], rel=1e-9)
    assert found.reliability == 1


@pytest.mark.parametrize("form", ["levels", "trend", "first_differences"])
def test_without_noise_every_form_has_the_interval_of_statsmodels(form):
    import statsmodels.api as sm

    x, y, years = EDUCATION[OWN], VALUE[OWN], YEARS[OWN]
    if form == "first_differences":
        x, y, years = np.diff(x), np.diff(y), years[1:]
    columns = [x, np.ones_like(x), *([years - 2005] if form == "trend" else [])]
    fit = sm.OLS(y, np.column_stack(columns)).fit()
    found = corrected_slope(form_of(REGIONS[OWN], YEARS[OWN], form), EDUCATION[OWN], VALUE[OWN], 0.0)
    assert [found.set_95.lower, found.set_95.upper] == pytest.approx(list(fit.conf_int()[0]))
    assert [found.lower_limit, found.upper_limit] == pytest.approx(list(fit.conf_int(0.1)[0]))
    assert found.p_value == pytest.approx(fit.pvalues[0])
    assert found.standard_error == pytest.approx(fit.bse[0])
    assert found.degrees_of_freedom == fit.df_resid


def test_the_set_of_a_series_ends_where_the_test_of_r_reaches_its_bound():
    found = corrected_slope(SERIES, EDUCATION[OWN], VALUE[OWN], 0.05, 0.01)
    assert found.reliability == pytest.approx(TRUE["series_reliability"], rel=1e-10)
    assert found.slope == pytest.approx(TRUE["series_slope"], rel=1e-10)
    assert found.set_95.lower == pytest.approx(TRUE["series_lower_95"], rel=1e-8)
    assert found.set_95.upper == pytest.approx(TRUE["series_upper_95"], rel=1e-8)
    assert found.upper_limit == pytest.approx(TRUE["series_upper_limit"], rel=1e-8)


def test_the_set_of_a_panel_ends_where_the_t_test_of_its_scores_does():
    noise = noise_of(noise_design(REGIONS, YEARS), EDUCATION)
    found = corrected_panel_slope(PANEL, EDUCATION, VALUE, noise.noise_variance, noise.influences)
    assert found.reliability == pytest.approx(TRUE["panel_reliability"], rel=1e-9)
    assert found.slope == pytest.approx(TRUE["panel_slope"], rel=1e-9)
    assert found.set_95.lower == pytest.approx(TRUE["panel_lower_95"], rel=1e-8)
    assert found.set_95.upper == pytest.approx(TRUE["panel_upper_95"], rel=1e-8)
    assert found.upper_limit == pytest.approx(TRUE["panel_upper_limit"], rel=1e-8)
    assert found.p_value == pytest.approx(TRUE["panel_p_value"], rel=1e-8)


def test_direct_and_reverse_regression_bound_the_slope():
    lower, upper = bounds_of_slope(SERIES, EDUCATION[OWN], VALUE[OWN])
    assert [lower, upper] == pytest.approx([TRUE["series_bound_direct"], TRUE["series_bound_reverse"]], rel=1e-9)
    mirrored = bounds_of_slope(SERIES, EDUCATION[OWN], -VALUE[OWN])
    assert list(mirrored) == pytest.approx([-upper, -lower])
    alternating = np.array([0.0, 0, 1, 1, 0, 0, 1, 1, 0])
    unrelated = np.array([0.0, 1, 1, 0, 0, 1, 1, 0, 0])
    assert np.isnan(
        bounds_of_slope(form_of(np.zeros(9), np.arange(9), "first_differences"), alternating, unrelated)
    ).all()


def test_the_corrected_slope_is_the_naive_one_over_the_reliability_in_every_unit():
    base = corrected_slope(SERIES, EDUCATION[OWN], VALUE[OWN], 0.05, 0.01)
    assert base.slope == pytest.approx(base.naive_slope / base.reliability)
    thousand = corrected_slope(SERIES, EDUCATION[OWN] / 100, VALUE[OWN] * 1000 + 7, 0.05 / 1e4, 0.01 / 1e4)
    for one, other in zip(base.set_95[1:], thousand.set_95[1:], strict=True):
        assert other == pytest.approx(one * 1e5)
    assert thousand.p_value == pytest.approx(base.p_value)


def test_more_noise_or_more_doubt_of_it_never_makes_the_set_smaller():
    ends = [
        corrected_slope(SERIES, EDUCATION[OWN], VALUE[OWN], one, doubt)
        for one, doubt in ((0.0, 0.0), (0.05, 0.0), (0.05, 0.05))
    ]
    widths = [float(found.set_95.upper - found.set_95.lower) for found in ends]
    assert widths[0] < widths[1] < widths[2]


def test_where_the_noise_leaves_too_little_the_set_has_no_end_and_says_so():
    found = corrected_slope(SERIES, EDUCATION[OWN], VALUE[OWN], 1.5, 1.0)
    assert found.set_95.kind in ("outside", "all")
    assert found.upper_limit == np.inf
    assert found.lower_limit == -np.inf


@pytest.mark.parametrize(
    ("noise", "status"), [(2.0, "no_signal_seen"), (-0.1, "no_noise_seen"), (np.nan, "not_finite")]
)
def test_a_reliability_without_meaning_has_a_status_and_no_number(noise, status):
    found = corrected_slope(SERIES, EDUCATION[OWN], VALUE[OWN], noise)
    assert found.status == status
    for number in (found.reliability, found.slope, found.set_95.lower, found.set_95.upper, found.upper_limit):
        assert np.isnan(number)
    assert found.set_95.kind == ""
    # That there is a relation at all needs no correction.
    assert found.p_value == pytest.approx(TRUE["series_naive_p_value"])


@pytest.mark.parametrize(
    ("regressor", "response", "years", "status"),
    [
        (np.full(9, 20.0), np.arange(9.0), 9, "constant_regressor"),
        (np.arange(9.0) ** 2, np.arange(9.0), 9, "constant_response"),
        (np.array([1.0]), np.array([1.0]), 1, "refused"),
        (np.array([1.0, 3]), np.array([1.0, 2]), 2, "refused"),
        (np.array([1.0, 3, 2]), np.array([1.0, 2, 2]), 3, "refused"),
    ],
)
def test_what_cannot_be_fitted_has_a_status(regressor, response, years, status):
    form = form_of(np.zeros(years), np.arange(years), "first_differences")
    assert corrected_slope(form, regressor, response, 0.01).status == status


def test_two_regions_are_too_few_for_scores():
    two = np.isin(REGIONS, ["region_00", "region_01"])
    form = form_of(REGIONS[two], YEARS[two], "region_effects")
    assert corrected_panel_slope(form, EDUCATION[two], VALUE[two], 0.1).status == "too_few_clusters"


@pytest.mark.parametrize(
    ("quadratic", "kind", "ends"),
    [
        ((1, -3, 2), "interval", (1, 2)),
        ((-1, 3, -2), "outside", (1, 2)),
        ((1, 0, 1), "empty", (np.nan, np.nan)),
        ((-1, 0, -1), "all", (-np.inf, np.inf)),
        ((1, -1e8, 1), "interval", (1e-8, 1e8)),
        ((1, -2, 1), "interval", (1, 1)),
        ((1, 0, -4), "interval", (-2, 2)),
        ((1, 0, 0), "interval", (0, 0)),
    ],
)
def test_sets_of_slopes(quadratic, kind, ends):
    found = slopes_within(*quadratic)
    assert found.kind == kind
    assert [found.lower, found.upper] == pytest.approx(list(ends), rel=1e-12, nan_ok=True)


def test_a_set_holds_what_its_inequality_allows():
    generator = np.random.default_rng(5)
    second, first, constant = generator.normal(size=(3, 500))
    found = slopes_within(second, first, constant)
    assert set(found.kind) == {"interval", "outside", "all", "empty"}
    for slope in (-2.0, -0.3, 0.0, 0.7, 3.0):
        between = (found.lower <= slope) & (slope <= found.upper)
        held = np.select(
            [found.kind == "outside", found.kind == "empty"],
            [(slope <= found.lower) | (slope >= found.upper), False],
            between,
        )
        assert (held == (second * slope**2 + first * slope + constant <= 0)).all()


def test_reliability_of_a_panel_is_one_less_the_share_of_the_noise_in_its_squares():
    form = form_of(REGIONS, YEARS, "region_effects")
    within = EDUCATION - pd.Series(EDUCATION).groupby(REGIONS).transform("mean").to_numpy()
    assert reliability(form, EDUCATION, 0.3) == pytest.approx(1 - 0.3 * (len(YEARS) - 12) / np.sum(within**2))
    weights = np.linspace(0.5, 1.5, len(YEARS))
    assert reliability(form, EDUCATION, 0.3, weights) != reliability(form, EDUCATION, 0.3)
    assert list(reliability_status([0.5, 0.0, -1.0, 1.2, np.nan, 1.0])) == [
        "",
        "no_signal_seen",
        "no_signal_seen",
        "no_noise_seen",
        "not_finite",
        "",
    ]
