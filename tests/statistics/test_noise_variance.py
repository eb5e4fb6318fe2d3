"""Noise variances against R's whole matrices (tests/golden/reliability), identities and simulated truths."""

import numpy as np
import pandas as pd
import pytest

from project import ROOT
from regioncodes.statistics.forms import PANEL_FORMS, SERIES_FORMS, form_of
from regioncodes.statistics.noise_variance import (
    lag_one_autocorrelation,
    noise_design,
    noise_of,
    sampling_variance,
)

GOLDEN = ROOT / "tests/golden/reliability"
CELLS = pd.read_csv(GOLDEN / "panel.csv")
TRUE = pd.read_csv(GOLDEN / "reliability.csv").set_index("quantity")["value"]
REGIONS, YEARS, EDUCATION = (CELLS[name].to_numpy() for name in ("region", "year", "education_percent"))


@pytest.mark.parametrize("autocorrelation", [0, -0.25, 0.5])
def test_variances_of_a_panel_with_gaps_are_those_of_whole_matrices(autocorrelation):
    found = noise_of(noise_design(REGIONS, YEARS, autocorrelation=autocorrelation), EDUCATION)
    assert found.noise_variance == pytest.approx(TRUE[f"panel_noise_variance_{autocorrelation:g}"], rel=1e-10)
    assert found.signal_variance == pytest.approx(TRUE[f"panel_signal_variance_{autocorrelation:g}"], rel=1e-10)


def test_the_jackknife_is_that_of_regions_left_out_one_by_one():
    found = noise_of(noise_design(REGIONS, YEARS), EDUCATION)
    assert found.standard_error == pytest.approx(TRUE["panel_noise_error"], rel=1e-10)
    assert np.sum(found.influences**2) == pytest.approx(found.standard_error**2)


def test_the_order_of_the_points_and_a_trend_of_each_region_do_not_matter():
    base = noise_of(noise_design(REGIONS, YEARS), EDUCATION)
    order = np.random.default_rng(1).permutation(len(YEARS))
    steep = EDUCATION + np.unique(REGIONS, return_inverse=True)[1] * YEARS + np.sin(YEARS)
    for regions, years, values in ((REGIONS[order], YEARS[order], EDUCATION[order]), (REGIONS, YEARS, steep)):
        assert noise_of(noise_design(regions, years), values).noise_variance == pytest.approx(base.noise_variance)


def test_one_series_has_the_error_of_a_quadratic_form_of_normal_changes():
    own = REGIONS == "region_00"
    found = noise_of(noise_design(REGIONS[own], YEARS[own]), EDUCATION[own])
    for name, value in (("noise_variance", found.noise_variance), ("noise_error", found.standard_error)):
        assert value == pytest.approx(TRUE[f"series_{name}"], rel=1e-10)


def test_weights_of_the_points_scale_what_is_found():
    half = noise_of(noise_design(REGIONS, YEARS, weights=np.full(len(YEARS), 2.0)), EDUCATION)
    assert half.noise_variance == pytest.approx(noise_of(noise_design(REGIONS, YEARS), EDUCATION).noise_variance / 2)


@pytest.mark.parametrize("autocorrelation", [0.0, 0.4])
def test_known_noise_is_found_without_bias_and_with_the_error_that_it_has(autocorrelation):
    generator = np.random.default_rng(3)
    draws, count, length = 400, 30, 9
    steps = generator.normal(size=(draws, count, length))
    for year in range(1, length):
        kept = np.sqrt(1 - autocorrelation**2)
        steps[..., year] = autocorrelation * steps[..., year - 1] + kept * steps[..., year]
    values = np.cumsum(steps, axis=-1) + generator.normal(0, np.sqrt(0.8), (draws, count, length))
    values = (
        values + generator.normal(size=(draws, 1, length)) + generator.normal(size=(draws, count, 1)) * np.arange(9)
    )
    regions, years = np.repeat(np.arange(count), length), np.tile(np.arange(length), count)
    found = noise_of(noise_design(regions, years, autocorrelation=autocorrelation), values.reshape(draws, -1))
    spread = found.noise_variance.std()
    assert found.noise_variance.mean() == pytest.approx(0.8, abs=3 * spread / np.sqrt(draws))
    assert found.signal_variance.mean() == pytest.approx(1.0, abs=0.05)
    assert found.standard_error.mean() == pytest.approx(spread, rel=0.12)


def test_pure_noise_has_an_autocorrelation_of_one_half_below_zero():
    generator = np.random.default_rng(4)
    regions, years = np.repeat(np.arange(40), 9), np.tile(np.arange(9), 40)
    found = lag_one_autocorrelation(noise_design(regions, years), generator.normal(size=(200, 360)))
    assert np.mean(found) == pytest.approx(-0.5, abs=0.01)


@pytest.mark.parametrize(
    ("values", "status"),
    [
        (np.arange(1.0), "too_few_changes"),
        (np.arange(5.0), "too_few_changes"),
        (np.arange(9.0), "constant_regressor"),
        (np.full(9, 21.5), "constant_regressor"),
        (np.cumsum([0, 1, 1.1, 1, 3, 3.1, 3, 5, 5.2]), "no_noise_seen"),
        (np.array([0, 1, 0, 1, 0, 1, 0, 1.1, 0]), "no_signal_seen"),
    ],
)
def test_what_tells_nothing_of_noise_has_a_status(values, status):
    years = np.arange(2005, 2005 + len(values))
    assert str(noise_of(noise_design(np.zeros(len(values)), years), values).status) == status


def test_two_changes_a_region_cannot_tell_noise_from_signal_however_many_regions():
    regions, years = np.repeat(np.arange(40), 3), np.tile(np.arange(3), 40)
    found = noise_of(noise_design(regions, years), np.random.default_rng(8).normal(size=120))
    assert str(found.status) == "too_few_changes"
    assert np.isnan(found.noise_variance)


def test_a_gap_is_not_bridged():
    years = np.array([2001, 2002, 2003, 2005, 2006, 2007, 2008, 2009, 2010, 2011])
    design = noise_design(np.zeros(10), years)
    assert list(design.form.years) == [2002, 2003, 2006, 2007, 2008, 2009, 2010, 2011]
    assert len(design.pairs) == 6


@pytest.mark.parametrize("name", [*SERIES_FORMS, *PANEL_FORMS])
def test_what_a_form_adds_to_noise_is_the_trace_of_its_operator(name):
    form = form_of(REGIONS, YEARS, name)
    operator = form(np.eye(len(YEARS))).T
    assert form.noise_squares().sum() == pytest.approx(np.trace(operator.T @ operator))
    assert np.allclose(form.noise_covariance(), operator @ operator.T)
    assert form.degrees_of_freedom == np.linalg.matrix_rank(operator)


def test_closed_forms_of_the_forms_of_one_series():
    noise = {name: form_of(np.zeros(9), np.arange(9), name).noise_squares().sum() for name in SERIES_FORMS}
    # n − 1, n − 2, and 2(n − 1) less the mean change, which keeps the two ends: 2/(n − 1).
    assert noise == pytest.approx({"levels": 8, "trend": 7, "first_differences": 16 - 2 / 8})


def test_a_share_of_a_simple_sample_has_the_variance_of_the_binomial():
    assert sampling_variance(20.0, 400.0, 1.0) == pytest.approx(4.0)
    assert sampling_variance(20.0, 400.0, 2.0) == pytest.approx(8.0)
