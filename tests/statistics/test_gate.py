import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioncodes.statistics.gate import STATUSES, TOO_FEW_YEARS, fit_status, told

LINE = np.arange(1.0, 7.0)
NOISY = np.array([2.1, 3.9, 6.2, 8.1, 9.8, 12.3])


@pytest.mark.parametrize(
    ("regressors", "response", "status"),
    [
        (np.array([[1.0, 2, 3], [2, 5, 1], [3, 1, 4]]), [1.0, 2, 3], "refused"),
        (np.array([[1.0, 2], [2, 5], [4, 1]]), [1.0, 2, 4], "saturated"),
        (LINE, 1 + 2 * LINE, "perfect_fit"),
        (np.array([1.0, 2, 4, 7, 9, 12]), np.full(6, 3.0), "constant_response"),
        (np.ones(6), [1.0, 2, 3, 4, 5, 7], "constant_regressor"),
        (np.column_stack([LINE, 2 * LINE + 1]), NOISY, "collinear"),
        (np.column_stack([LINE, LINE + 1e-10 * NOISY**2]), NOISY, "collinear"),
        ([1.0, np.nan, 3, 4, 5, 6], NOISY, "not_finite"),
        (LINE, [1.0, 2, 3, 4, 5, np.inf], "not_finite"),
        ([], [], "refused"),
        (LINE, NOISY, ""),
    ],
)
def test_a_fit_that_would_be_no_evidence_has_its_status(regressors, response, status):
    assert fit_status(np.array(regressors), np.array(response)) == status
    assert status in ("", *STATUSES)


def test_absorbed_effects_count_as_parameters():
    assert fit_status(LINE, NOISY, absorbed=4) == ""
    assert fit_status(LINE, NOISY, absorbed=5) == "saturated"
    assert fit_status(LINE, NOISY, absorbed=6) == "refused"


def test_a_polynomial_of_the_tenth_degree_is_collinear_and_one_of_the_second_is_not():
    values = np.linspace(-9, -3, 82)
    response = np.sin(values)
    assert fit_status(values[:, None] ** np.arange(1, 11), response) == "collinear"
    assert fit_status(values[:, None] ** np.arange(1, 3), response) == ""


def test_a_year_is_no_constant_and_a_large_level_hides_no_residual():
    assert fit_status(np.arange(2005.0, 2011.0), NOISY) == ""
    assert fit_status(LINE, 1e6 + NOISY) == ""


@given(shift=st.floats(-1e4, 1e4), scale=st.sampled_from([-1e3, -0.01, 1e-5, 1.0, 1e6]))
def test_units_do_not_matter(shift, scale):
    assert fit_status(shift + scale * LINE, scale * NOISY) == ""
    assert fit_status(shift + scale * LINE, shift + scale * 3 * LINE) in ("perfect_fit",)


@pytest.mark.parametrize("level", [1e2, 1e8])
def test_steps_of_a_level_are_constant_or_perfect_to_the_rounding_of_the_level(level):
    even, uneven = level + 0.1 * np.arange(8), level + 0.1 * np.array([0, 1, 3, 4, 8, 9, 11, 17.0])
    noise = np.array([0.3, 0.1, 0.4, 0.1, 0.5, 0.9, 0.2])
    assert np.ptp(np.diff(even)) > 0
    assert fit_status(np.diff(even), noise, levels=(level, 0.0)) == "constant_regressor"
    assert fit_status(np.diff(uneven), np.diff(even), levels=(level, level)) == "constant_response"
    assert fit_status(np.diff(uneven), np.diff(3 * uneven), levels=(level, 3 * level)) == "perfect_fit"
    assert fit_status(np.diff(uneven), noise, levels=(level, 1.0)) == ""


def test_every_status_of_a_fit_is_named_once_and_has_its_words_in_print(catalogue):
    words = {"status_of_fit": set(), "panel_status": set()}
    for kind, _, status in catalogue["key"].str.partition(".").itertuples(index=False):
        if kind in words:
            words[kind].add(status)
    # Tables of panels alone hold errors summed by year.
    assert words["status_of_fit"] == set(STATUSES) - {TOO_FEW_YEARS}
    assert words["panel_status"] <= set(STATUSES)
    assert TOO_FEW_YEARS in words["panel_status"]


def test_a_fit_with_nothing_to_tell_is_told_as_fitted():
    assert [told(status) for status in ("", "refused")] == ["fitted", "refused"]
