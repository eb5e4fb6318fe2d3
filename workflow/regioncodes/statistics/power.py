"""What a test could have seen: its power, the smallest slope it sees, and what its outcome allows to say."""

import numpy as np

from regioncodes.statistics.rounding import reaches

LEVEL = 0.05
# What a test says of a slope.
SEEN, EXCLUDED, CANNOT_BE_TOLD = "seen", "excluded", "cannot_be_told"
OUTCOMES = (SEEN, EXCLUDED, CANNOT_BE_TOLD)
# Ratios of slope to error between which the power of every test passes any share of use.
_LARGEST_RATIO = 60.0
_FAR_RATIO, _SURE_RATIO = 8.0, 30.0


def power(slope, standard_error, degrees_of_freedom) -> np.ndarray:
    """Probability that a two-sided t-test at 5 % rejects no slope where there is this one, all arguments (...).

    The noncentral t distribution with noncentrality slope/standard_error, both tails. degrees_of_freedom: infinite for
    a normal test. Missing where an argument is, or an error or the degrees are not above 0. With a noisy regressor
    the slope is the true one times the reliability.
    """
    slope, error, degrees = np.broadcast_arrays(
        *(np.asarray(x, float) for x in (slope, standard_error, degrees_of_freedom))
    )
    usable = (error > 0) & (degrees > 0) & np.isfinite(slope)
    ratio = np.divide(np.abs(slope), error, out=np.full(slope.shape, np.nan), where=usable)
    return _power(ratio, np.where(usable, degrees, np.nan))


def smallest_slope_seen(standard_error, degrees_of_freedom, *, share: float, reliability=1.0) -> np.ndarray:
    """The smallest true slope that a two-sided t-test at 5 % sees with a power of `share`, arguments (...).

    reliability: of the regressor in the form of the test: noise pulls the slope seen to that share of the true one.
    Missing where the error, the degrees or the reliability are missing or not above 0.
    """
    error, degrees, kept = np.broadcast_arrays(
        *(np.asarray(x, float) for x in (standard_error, degrees_of_freedom, reliability))
    )
    usable = (error > 0) & (degrees > 0) & (kept > 0)
    found, place = np.unique(np.where(usable, degrees, np.nan), return_inverse=True)
    ratios = _ratio_seen(found, share)[place].reshape(error.shape)
    return np.divide(ratios * error, kept, out=np.full(error.shape, np.nan), where=usable)


def outcome_of_test(
    *,
    slope,
    p_value,
    size_holds,
    lower_limit,
    upper_limit,
    reliability,
    slope_of_figure,
    share_of_slope: float,
    minimum_reliability: float,
) -> np.ndarray:
    """What each test (...) says: one of OUTCOMES.

    `seen`: the slope has the sign of Figure 2's and its two-sided p-value is 5 % or less, by a test whose size holds.
    Noise in the regressor makes no relation out of nothing, it only weakens one, so this asks for no reliability.
    `excluded`: the one-sided 95 % limit of the slope corrected for noise (upper_limit; lower_limit where Figure 2's
    slope is negative) lies below share_of_slope times Figure 2's; only where the size holds, the limit is finite, and
    the reliability is known and not below minimum_reliability. Else `cannot_be_told`: nothing is excluded by a test
    that could not have seen it.
    lower_limit, upper_limit: of errors_in_regressor.CorrectedSlope, infinite or missing where there is none. Raises
    ValueError where Figure 2 has no slope.
    """
    sign = np.sign(np.asarray(slope_of_figure, float))
    if not np.all(np.abs(sign) == 1):
        raise ValueError("Figure 2 has no slope that could be seen or excluded")
    holds = np.asarray(size_holds, bool)
    percent = largest_slope_not_excluded(lower_limit, upper_limit, slope_of_figure)
    kept = np.asarray(reliability, float)
    with np.errstate(invalid="ignore"):
        seen = holds & (np.asarray(p_value, float) <= LEVEL) & (sign * np.asarray(slope, float) > 0)
        sound = holds & reaches(kept, minimum_reliability) & (kept <= 1)
        excluded = sound & np.isfinite(percent) & (percent < 100 * share_of_slope)
    return np.select([seen, excluded], [SEEN, EXCLUDED], CANNOT_BE_TOLD)


def largest_slope_not_excluded(lower_limit, upper_limit, slope_of_figure) -> np.ndarray:
    """The largest slope of Figure 2's sign that a test leaves possible, in per cent of Figure 2's, arguments (...).

    Infinite where the set of slopes has no end on that side, missing where there is no set; below 0 where every slope
    of that sign is excluded.
    """
    figure = np.asarray(slope_of_figure, float)
    return 100 * np.where(figure > 0, upper_limit, lower_limit) / figure


def _ratio_seen(degrees: np.ndarray, share: float) -> np.ndarray:
    """Ratio of slope to error at which the power is `share`, by halving: the power rises with the ratio."""
    lower, upper = np.zeros(degrees.shape), np.full(degrees.shape, _LARGEST_RATIO)
    for _ in range(60):
        middle = (lower + upper) / 2
        enough = _power(middle, degrees) >= share
        lower, upper = np.where(enough, lower, middle), np.where(enough, middle, upper)
    return np.where(np.isnan(degrees), np.nan, upper)


def _power(ratio: np.ndarray, degrees: np.ndarray) -> np.ndarray:
    from scipy.special import nctdtr, ndtr, ndtri, stdtrit

    normal = np.isinf(degrees)
    finite = np.where(normal, 1.0, degrees)
    critical = np.where(normal, ndtri(1 - LEVEL / 2), stdtrit(finite, 1 - LEVEL / 2))
    # Beyond this ratio the other tail is below 1e-14, and scipy's function has holes there.
    near = np.minimum(ratio, _FAR_RATIO)
    other = np.where(ratio < _FAR_RATIO, 1 - nctdtr(finite, -near, critical), 0.0)
    # And far above it, with two degrees or more, the power is one to the last digit.
    sure = (ratio > _SURE_RATIO) & (finite >= 2)
    of_t = np.where(sure, 1.0, other + 1 - nctdtr(finite, np.where(sure, _SURE_RATIO, ratio), critical))
    return np.where(normal, ndtr(ratio - critical) + ndtr(-ratio - critical), of_t)
