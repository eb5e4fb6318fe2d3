from typing import NamedTuple

import numpy as np
import pytest
from nist_sets import POWERS, SETS, WAMPLER_5

from regioncodes.statistics.gate import fit_status
from regioncodes.statistics.least_squares import durbin_watson, least_squares, swept, with_constant

PRECISION = np.finfo(float).eps
# The certificates give fifteen digits.
CERTIFIED = 1e-14


class Difficulty(NamedTuple):
    """How far rounding may move each number of a fit, from the data set alone.

    First-order bounds for a design and response each known to machine precision (Björck 1996, Numerical Methods for
    Least Squares Problems, section 1.4.5), with columns of equal length. Over all kernels of the linear algebra
    that were tried the errors stay below a tenth of them.
    """

    coefficients: np.ndarray  # ε (|X⁺| (|X| |b| + |y|) + |(X'X)⁻¹| |X|' |r|)
    residuals: float  # ε times the length of |X| |b| + |y|: residuals are differences of such numbers
    triangle: float  # ε times the condition number: of (X'X)⁻¹ relative to itself


def difficulty(design, response, coefficients) -> Difficulty:
    lengths = np.linalg.norm(design, axis=0)
    columns, scaled = design / lengths, np.array(coefficients) * lengths
    orthogonal, triangle = np.linalg.qr(columns)
    inverse = np.linalg.inv(triangle)
    residuals = response - design @ np.array(coefficients)
    terms = np.abs(columns) @ np.abs(scaled) + np.abs(response)
    moved = np.abs(inverse @ orthogonal.T) @ terms + np.abs(inverse @ inverse.T) @ np.abs(columns.T) @ np.abs(residuals)
    return Difficulty(
        coefficients=PRECISION * moved / lengths,
        residuals=PRECISION * np.linalg.norm(terms),
        triangle=PRECISION * np.linalg.cond(columns),
    )


@pytest.mark.parametrize("name", SETS)
def test_the_certified_values_of_nist_are_met_as_far_as_the_data_allow(name):
    design, response, coefficients, deviations, residual_deviation, _ = SETS[name]
    fit, hard = least_squares(design, response), difficulty(design, response, coefficients)
    certified, root = np.array(coefficients), np.sqrt(fit.degrees_of_freedom)
    assert (np.abs(fit.coefficients - certified) <= hard.coefficients + CERTIFIED * np.abs(certified)).all()
    if residual_deviation == 0:
        # Polynomials without noise, of which the residuals are what rounding leaves: no fit is made of them.
        assert fit_status(design[:, 1:], response) == "perfect_fit"
        return
    deviation = np.sqrt(fit.residual_variance)
    allowed = hard.residuals / root + CERTIFIED * residual_deviation
    assert abs(deviation - residual_deviation) <= allowed
    own = np.sqrt(np.diag(fit.inverse_gram))
    errors = allowed * own + (hard.triangle + CERTIFIED) * np.array(deviations)
    assert (np.abs(deviation * own - np.array(deviations)) <= errors).all()


@pytest.mark.parametrize("name", [name for name in SETS if not name.startswith("NoInt")])
def test_the_certified_r_squared_of_nist_is_met(name):
    design, response, coefficients, *_, r_squared = SETS[name]
    error = difficulty(design, response, coefficients).residuals
    residuals, deviations = (
        np.linalg.norm(part) for part in (response - design @ np.array(coefficients), response - response.mean())
    )
    share = (2 * residuals * error + error**2) / deviations**2
    assert abs(least_squares(design, response).r_squared - r_squared) <= share + CERTIFIED


def test_the_gate_shuts_before_powers_that_leave_half_of_the_digits():
    design, response = SETS["Filip"][:2]
    assert fit_status(design[:, 1:], response) == "collinear"


def test_an_exact_polynomial_is_a_perfect_fit_to_the_gate_and_a_noisy_one_is_not():
    assert fit_status(POWERS[:, 1:], POWERS.sum(axis=1)) == "perfect_fit"
    assert fit_status(POWERS[:, 1:], WAMPLER_5) == ""


def test_what_is_swept_out_is_gone_and_the_slope_stays():
    generator = np.random.default_rng(3)
    design, response = generator.standard_normal((20, 4)), generator.standard_normal(20)
    rest = swept(design[:, 0], design[:, 1:])
    assert rest @ design[:, 1:] == pytest.approx(np.zeros(3), abs=1e-12)
    fit = least_squares(design, response)
    assert rest @ response / (rest @ rest) == pytest.approx(fit.coefficients[0])
    assert fit.slope_weights == pytest.approx(rest / (rest @ rest))


def test_absorbed_effects_take_degrees_of_freedom():
    design, response = with_constant(np.arange(9.0)), np.arange(9.0) ** 2
    assert least_squares(design, response, absorbed=3).degrees_of_freedom == 4


def test_residuals_that_alternate_and_residuals_that_stay_are_told_apart():
    assert durbin_watson(np.array([1.0, -1, 1, -1])) == 3
    assert durbin_watson(np.array([1.0, 1, -1, -1])) == 1
