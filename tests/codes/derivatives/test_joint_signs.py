"""Signs of joint bands: those of the bands themselves, found by their quantiles."""

import numpy as np
import pytest
from scipy import stats

from regioncodes.codes.derivatives.gaussian_process import prepared
from regioncodes.codes.derivatives.joint_bands import joint_band, pointwise_levels
from regioncodes.codes.derivatives.joint_process import functionals, joint_posterior, of_functionals
from regioncodes.codes.derivatives.joint_signs import joint_signs
from regioncodes.codes.derivatives.mixtures import student_below_zero
from regioncodes.ground.options import Derivative

YEARS = np.arange(2005, 2017)


@pytest.mark.parametrize("degrees", range(1, 13))
def test_the_probability_below_zero_is_that_of_a_student_t(degrees):
    mean = np.array([-30.0, -2.0, -0.1, 0.0, 0.4, 3.0, 50.0])
    scale = np.array([1.0, 0.5, 2.0, 1.0, 0.3, 1.0, 2.0])
    found = student_below_zero(mean, degrees * scale**2, degrees)
    assert found == pytest.approx(stats.t.cdf(0, degrees, loc=mean, scale=scale), abs=1e-13)


def test_a_point_lies_below_zero_or_does_not():
    assert student_below_zero(np.array([-1.0, 0.0, 1.0]), np.zeros(3), 8).tolist() == [1.0, 0.5, 0.0]


def test_signs_are_those_of_the_joint_bands():
    generator = np.random.default_rng(1)
    slopes = generator.normal(scale=0.4, size=(60, 1, 3))
    values = slopes * (YEARS - 2010)[:, None] + generator.normal(scale=0.5, size=(60, len(YEARS), 3))
    pattern = prepared(YEARS, YEARS, Derivative(grid=5))
    rates = functionals(pattern, np.kron(np.eye(3)[1], np.eye(len(YEARS))))
    posterior = joint_posterior(pattern, values, np.ones(3, dtype=bool))
    levels = pointwise_levels(rates, posterior.degrees)
    lower, upper = joint_band(of_functionals(posterior, rates, np.ones(3)), levels)
    wanted = np.where(lower > 0, 1, np.where(upper < 0, -1, 0))
    assert set(np.unique(wanted)) == {-1, 0, 1}
    np.testing.assert_array_equal(joint_signs(posterior, rates, levels), wanted)
