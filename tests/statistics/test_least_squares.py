import numpy as np
import pytest
from nist_sets import POWERS, SETS, WAMPLER_5

from regioncodes.statistics.gate import fit_status
from regioncodes.statistics.least_squares import durbin_watson, least_squares, swept, with_constant

# Correct digits of the coefficients where they are not ten. Wampler 4 and 5: powers up to the fifth with a condition
# number above a million and residuals up to ten million times the coefficients leave double precision eight and six.
# Filip: powers up to the tenth, condition number 2e15 (5e9 with columns of equal length), leave seven.
DIGITS = {"Wampler4": 8, "Wampler5": 6, "Filip": 7}
# Correct digits of the errors, likewise: they come from the residuals of those coefficients.
DIGITS_OF_ERRORS = {"Filip": 6}


@pytest.mark.parametrize("name", SETS)
def test_the_certified_values_of_nist_are_met(name):
    design, response, coefficients, deviations, residual_deviation, _ = SETS[name]
    fit = least_squares(design, response)
    digits = DIGITS.get(name, 10)
    assert fit.coefficients == pytest.approx(np.array(coefficients), rel=10.0**-digits, abs=0)
    scale, share = np.abs(response).max(), 10.0 ** -DIGITS_OF_ERRORS.get(name, 10)
    assert np.sqrt(fit.residual_variance) == pytest.approx(residual_deviation, rel=share, abs=1e-12 * scale)
    own = np.sqrt(fit.residual_variance * np.diag(fit.inverse_gram))
    # An exact fit has errors of zero, up to rounding.
    assert own == pytest.approx(np.array(deviations), rel=share, abs=0 if residual_deviation else 1e-9)


@pytest.mark.parametrize("name", [name for name in SETS if not name.startswith("NoInt")])
def test_the_certified_r_squared_of_nist_is_met(name):
    design, response, *_, r_squared = SETS[name]
    share = 1e-9 if name == "Filip" else 1e-11
    assert least_squares(design, response).r_squared == pytest.approx(r_squared, rel=share)


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
