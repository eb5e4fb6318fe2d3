import numpy as np
import pytest

from regioncodes.statistics.fixed_b import bartlett_critical_value, bartlett_p_value


@pytest.mark.parametrize(("upper_tail", "printed"), [(0.10, 2.740), (0.05, 3.764), (0.025, 4.771), (0.01, 6.090)])
def test_critical_values_are_those_printed_by_kiefer_and_vogelsang(upper_tail, printed):
    # Kiefer and Vogelsang (2002) Econometric Theory 18:1350-1366, table of the t statistic, upper tails.
    assert bartlett_critical_value(2 * upper_tail) == pytest.approx(printed, abs=6e-4)


def test_p_values_fall_from_one_to_zero():
    ratios = np.concatenate([[0.0], np.geomspace(1e-6, 1e4, 60)])
    p_values = [bartlett_p_value(ratio) for ratio in ratios]
    assert p_values[0] == 1
    assert p_values[1] == pytest.approx(1, abs=1e-5)
    assert (np.diff(p_values) <= 1e-12).all()
    assert 0 <= p_values[-1] < 1e-12
    assert bartlett_p_value(-3.0) == bartlett_p_value(3.0)


def test_the_distribution_is_that_of_a_long_simulated_series():
    generator = np.random.default_rng(4)
    noise = generator.standard_normal((10_000, 400))
    deviations = np.cumsum(noise - noise.mean(axis=1, keepdims=True), axis=1)
    # The Bartlett sum over all lags is twice the mean square of the partial sums (Kiefer and Vogelsang 2002).
    ratios = noise.sum(axis=1) / np.sqrt(2 * np.mean(deviations**2, axis=1))
    for ratio in (1.0, 3.0, 4.771):
        share = np.mean(np.abs(ratios) > ratio)
        expected = bartlett_p_value(ratio)
        assert abs(share - expected) < 4 * np.sqrt(expected * (1 - expected) / len(ratios))
