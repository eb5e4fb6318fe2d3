"""Slopes on a regressor that is measured with noise of known variance: reliability, correction, sets, bounds.

The observed regressor is e = ξ + u with independent noise of variance σ². In a form A (statistics.forms) its sum of
squares S_xx holds c = tr(A'A) times σ² too much, so the slope is β = S_xy / (S_xx − cσ²) (Fuller 1987, Measurement
Error Models, section 1.2). Its interval is the set of β₀ for which the moment m(β₀) = S_xy − β₀(S_xx − cσ²) is no
further from zero than its error allows (Fieller 1954, JRSS B 16:175-185; Anderson and Rubin 1949, Annals of
Mathematical Statistics 20:46-63): a quadratic inequality. Where the noise leaves too little, the set has no end.
"""

from typing import NamedTuple

import numpy as np

from regioncodes.statistics.forms import Form
from regioncodes.statistics.gate import (
    CONSTANT_REGRESSOR,
    CONSTANT_RESPONSE,
    NO_NOISE_SEEN,
    NO_SIGNAL_SEEN,
    NOT_FINITE,
    REFUSED,
    too_few,
)
from regioncodes.statistics.rounding import ROUNDING, cleared, is_nothing

# Of a set of slopes.
INTERVAL, OUTSIDE, ALL, EMPTY = "interval", "outside", "all", "empty"
_FEWEST_DEGREES = 2


class SlopeSet(NamedTuple):
    """Slopes a test does not reject: kind and two ends, each (...).

    kind: `interval` (between the ends), `outside` (below the lower or above the upper end), `all` or `empty`.
    """

    kind: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


class CorrectedSlope(NamedTuple):
    """A slope with the noise of its regressor taken into account, each (...); missing where there is a status.

    naive_slope: of least squares, pulled to nothing by the noise, with its standard_error and degrees_of_freedom.
    p_value: two-sided, of no slope at all. The noise has no part in these, so they stand where it has a status. slope:
    corrected. set_95: two-sided. lower_limit, upper_limit: one-sided 95 % limits, infinite where nothing limits.
    status: of gate.STATUSES, or "".
    """

    status: np.ndarray
    reliability: np.ndarray
    naive_slope: np.ndarray
    standard_error: np.ndarray
    degrees_of_freedom: int
    p_value: np.ndarray
    slope: np.ndarray
    set_95: SlopeSet
    lower_limit: np.ndarray
    upper_limit: np.ndarray


class Moments(NamedTuple):
    """Sums of a regressor and a response in a form: squares, products, and what unit noise adds to the squares.

    levels, response_levels: sums of squares before the form, against which nothing is nothing.
    """

    squares: np.ndarray
    products: np.ndarray
    response_squares: np.ndarray
    noise_squares: float
    levels: np.ndarray
    response_levels: np.ndarray


class Quadratic(NamedTuple):
    """A function of a slope: second·β² + first·β + constant, each (...)."""

    second: np.ndarray
    first: np.ndarray
    constant: np.ndarray

    def __call__(self, slope: np.ndarray) -> np.ndarray:
        """Its value, not below 0: it is a variance."""
        return np.maximum((self.second * slope + self.first) * slope + self.constant, 0.0)


def reliability(form: Form, values: np.ndarray, noise_variance, weights: np.ndarray | float = 1.0) -> np.ndarray:
    """Share of the sum of squares of values (..., n) in a form that is no noise: 1 − σ² tr(A V A') / ‖A e‖².

    weights: noise variances of the points in units of noise_variance. At or below 0, or above 1, it means nothing
    (reliability_status); missing where the values do not vary in the form.
    """
    squares, levels = (np.sum(own**2, axis=-1) for own in (form(values), np.asarray(values)))
    varies = ~is_nothing(np.sqrt(squares), np.sqrt(levels))
    noise = np.asarray(noise_variance * form.noise_squares(weights).sum())
    return 1 - np.divide(noise, squares, out=np.full(np.shape(noise * squares), np.nan), where=varies)


def reliability_status(share: np.ndarray) -> np.ndarray:
    """Why a reliability means nothing, or "" above 0 and up to 1.

    `no_signal_seen` (0 or less), `no_noise_seen` (above 1), `not_finite`.
    """
    share = np.asarray(share, dtype=float)
    return np.select([~np.isfinite(share), share <= 0, share > 1], [NOT_FINITE, NO_SIGNAL_SEEN, NO_NOISE_SEEN], "")


def bounds_of_slope(form: Form, regressor: np.ndarray, response: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slopes of the direct and of the reverse regression, S_xy/S_xx and S_yy/S_xy, the smaller first.

    With noise in both that is unrelated to either, the true slope lies between them and has the sign of both (Gini
    1921; Klepper and Leamer 1984, Econometrica 52:163-183). Missing where the two are unrelated.
    """
    sums = _moments(form, regressor, response, 1.0)
    related = ~is_nothing(sums.products, np.sqrt(sums.squares * sums.response_squares))
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = [sums.products / sums.squares, sums.response_squares / sums.products]
    return tuple(np.where(related, end, np.nan) for end in (np.minimum(*ends), np.maximum(*ends)))


def corrected_slope(
    form: Form,
    regressor: np.ndarray,
    response: np.ndarray,
    noise_variance,
    noise_error=0.0,
    *,
    weights: np.ndarray | float = 1.0,
) -> CorrectedSlope:
    """Corrected slope of one series, its errors alike and independent in the form.

    regressor, response: (..., n). noise_variance σ², noise_error: its standard error, both (...). The variance of the
    moment is S_xx s²(β₀) plus what noise does beyond that: it is correlated where A makes it so (changes share a
    level), its square varies, and σ² is itself an estimate: for normal noise with covariance K = σ²AVA' of Ae it is
    β₀²(e'A'KAe − tr(K)S_xx/d + tr(K²) + tr(AVA')² Var(σ²)), d the degrees of freedom. s²(β₀) has the residuals of β₀
    itself; without noise the set is exactly the textbook's interval. Status as of reliability_status, or `refused`
    (fewer than two degrees of freedom), `constant_regressor`, `constant_response`.
    """
    sums = _moments(form, regressor, response, weights)
    degrees = max(form.degrees_of_freedom, 1)
    covariance = form.noise_covariance(weights)
    changed = form(regressor)
    carried = np.einsum("...i,ij,...j->...", changed, covariance, changed)
    variance, doubt = np.asarray(noise_variance, dtype=float), np.asarray(noise_error, dtype=float) ** 2
    extra = variance * (carried - sums.noise_squares / degrees * sums.squares)
    extra = extra + variance**2 * np.sum(covariance**2) + sums.noise_squares**2 * doubt
    terms = (sums.squares, -2 * sums.products, sums.response_squares)
    plain = Quadratic(*(sums.squares / degrees * term for term in terms))
    quadratic = plain._replace(second=plain.second + extra)
    return _corrected(
        sums, variance, (plain, quadratic), degrees, REFUSED if form.degrees_of_freedom < _FEWEST_DEGREES else ""
    )


def corrected_panel_slope(
    form: Form,
    regressor: np.ndarray,
    response: np.ndarray,
    noise_variance,
    influences: np.ndarray | float = 0.0,
    noise_error=0.0,
    *,
    weights: np.ndarray | float = 1.0,
) -> CorrectedSlope:
    """Corrected slope of a panel with errors and noise clustered by region, t with G − 1 degrees.

    regressor, response: (..., n). influences: (..., G) of the regions of the form on σ² (noise_variance.Noise), whose
    doubt so enters with its relation to the rest; noise_error: a standard error of σ² that is unrelated to it, where σ²
    comes from elsewhere. The scores are those of β₀ itself, a_g − β₀(b_g − cψ_g), about
    their mean. Status as of corrected_slope, `too_few_clusters` with fewer than three regions.
    """
    sums = _moments(form, regressor, response, weights)
    changed, outcome = form(regressor), form(response)
    variance = np.asarray(noise_variance, dtype=float)
    of_noise = form.by_region(form.noise_squares(weights))
    products, squares = form.by_region(changed * outcome), form.by_region(changed**2)
    left = squares - of_noise * variance[..., None] - sums.noise_squares * np.asarray(influences)
    pair = tuple(
        Quadratic(*(np.sum(term, axis=-1) for term in (own**2, -2 * own * products, products**2)))
        for own in (squares, left)
    )
    doubt = (sums.noise_squares * np.asarray(noise_error)) ** 2
    pair = pair[0], pair[1]._replace(second=pair[1].second + doubt)
    count = len(of_noise)
    return _corrected(sums, variance, pair, count, too_few("cr1", count))


def bound_about_zero(count: int, level: float) -> float:
    """What m²/v may reach where v holds squares about zero of `count` terms and m is their sum: nF/(n − 1 + F).

    That is the same as Student's t² ≤ F on n − 1 degrees, about the terms' own mean or slope, F = t² at the level.
    """
    from scipy.special import stdtrit

    degrees = max(count - 1, 1)
    square = stdtrit(degrees, level) ** 2
    return float(count * square / (degrees + square))


def slopes_within(second, first, constant) -> SlopeSet:
    """The set of b with second·b² + first·b + constant ≤ 0, closed form; arguments (...)."""
    second, first, constant = (np.asarray(part, dtype=float) for part in (second, first, constant))
    size = first**2 + np.abs(4 * second * constant)
    discriminant = cleared(first**2 - 4 * second * constant, size, ROUNDING)
    # Through the sum of like signs: the other root loses its digits otherwise.
    half = -(first + np.where(first < 0, -1.0, 1.0) * np.sqrt(np.maximum(discriminant, 0))) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        roots = half / second, np.where(half == 0, 0.0, constant / half)
    upward, crossed = second > 0, discriminant >= 0
    kind = np.select([upward & crossed, upward, crossed & (second < 0)], [INTERVAL, EMPTY, OUTSIDE], ALL)
    ended = np.isin(kind, (INTERVAL, OUTSIDE))
    lower = np.select([ended, kind == ALL], [np.minimum(*roots), -np.inf], np.nan)
    upper = np.select([ended, kind == ALL], [np.maximum(*roots), np.inf], np.nan)
    return SlopeSet(kind, lower, upper)


def _moments(form: Form, regressor: np.ndarray, response: np.ndarray, weights) -> Moments:
    both = [np.asarray(values, dtype=float) for values in (regressor, response)]
    changed, outcome = (form(values) for values in both)
    products = np.sum(changed * outcome, axis=-1)
    squares, levels = ([np.sum(values**2, axis=-1) for values in two] for two in ((changed, outcome), both))
    noise = form.noise_squares(weights).sum()
    return Moments(squares[0], products, squares[1], noise, *levels)


def _corrected(
    sums: Moments, variance: np.ndarray, quadratics: tuple[Quadratic, Quadratic], count: int, refusal: str
) -> CorrectedSlope:
    """Slope, set and limits from the moments and the variance of the moment as it hangs on β₀, without noise and with.

    count: independent terms of that variance, which is of β₀ itself (bound_about_zero).
    """
    from scipy.special import stdtr

    plain, whole = quadratics
    degrees = max(count - 1, 1)
    left = sums.squares - sums.noise_squares * variance
    with np.errstate(divide="ignore", invalid="ignore"):
        share, naive, slope = left / sums.squares, sums.products / sums.squares, sums.products / left
        error = np.sqrt(plain(naive) * count / degrees) / sums.squares
        ratio = sums.products**2 / plain.constant
        p_value = 2 * stdtr(degrees, -np.sqrt(ratio * degrees / np.maximum(count - ratio, 0)))
    without_noise = _status(sums, refusal)
    of_noise = np.where(np.isfinite(variance), reliability_status(share), NOT_FINITE)
    status = np.where(without_noise == "", of_noise, without_noise)
    judged, told = without_noise == "", status == ""
    slope = np.where(told, slope, np.nan)

    def inverted(level: float) -> SlopeSet:
        bound = bound_about_zero(count, level)
        # By the distance from the corrected slope, where the moment is zero: nothing cancels there.
        about = (
            left**2 - bound * whole.second,
            -bound * (whole.first + 2 * whole.second * slope),
            -bound * whole(slope),
        )
        found = slopes_within(*about)
        return SlopeSet(np.where(told, found.kind, ""), slope + found.lower, slope + found.upper)

    one_sided = inverted(0.95)
    bounded = one_sided.kind == INTERVAL
    limits = ((one_sided.lower, -np.inf), (one_sided.upper, np.inf))
    lower, upper = (np.where(told, np.where(bounded, end, none), np.nan) for end, none in limits)
    return CorrectedSlope(
        status=status,
        reliability=np.where(told, share, np.nan),
        naive_slope=np.where(judged, naive, np.nan),
        standard_error=np.where(judged, error, np.nan),
        degrees_of_freedom=count - 1,
        p_value=np.where(judged, p_value, np.nan),
        slope=slope,
        set_95=inverted(0.975),
        lower_limit=lower,
        upper_limit=upper,
    )


def _status(sums: Moments, refusal: str) -> np.ndarray:
    """Why regressor and response have no slope, noise or not, or ""."""
    finite = np.isfinite(sums.squares) & np.isfinite(sums.response_squares)
    constant = is_nothing(np.sqrt(sums.squares), np.sqrt(sums.levels))
    still = is_nothing(np.sqrt(sums.response_squares), np.sqrt(sums.response_levels))
    conditions = [np.full(finite.shape, refusal != ""), ~finite, constant, still]
    return np.select(conditions, [refusal, NOT_FINITE, CONSTANT_REGRESSOR, CONSTANT_RESPONSE], "")
