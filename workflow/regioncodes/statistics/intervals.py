"""Standard errors, intervals and p-values of one slope: classical, HC3, clustered, over time.

The slope is the first coefficient of a fit. Sandwich formulas use the regressor with the rest of the design swept
out, which gives the same element of the covariance matrix (Frisch and Waugh 1933).
"""

from typing import NamedTuple

import numpy as np

from regioncodes.statistics.fixed_b import bartlett_critical_value, bartlett_p_value
from regioncodes.statistics.gate import (
    ERRORS_CANCEL,
    NEGATIVE_VARIANCE,
    PINNED_POINT,
    TOO_FEW_CLUSTERS,
    TOO_FEW_YEARS,
)
from regioncodes.statistics.least_squares import LeastSquares
from regioncodes.statistics.rounding import HAIR, is_nothing

# Fewer clusters or years than this leave one contrast or none: its error is a single number, or zero.
FEWEST_GROUPS = 3
# Assumption: a leverage that lacks no more than this to one is one. It is right to 16 digits less those of the squared
# condition number of the design, four for education (25 ± 2 per cent).
HIGHEST_LEVERAGE = 1 - 1e-10


class Slope(NamedTuple):
    """A slope with its standard error, degrees of freedom (nan where the test has none), 95 % interval and p-value.

    status: "", or why there is no error to judge the slope by; then the slope is the only number.
    """

    slope: float
    standard_error: float
    degrees_of_freedom: float
    lower_95: float
    upper_95: float
    p_value: float
    status: str = ""


def slopes_by_method(fit: LeastSquares, clusters: np.ndarray, years: np.ndarray) -> dict[str, Slope]:
    """The slope of a panel fit under every error that has a formula; HC3 where no effects were swept out before."""
    whole = {"hc3": hc3(fit)} if fit.absorbed == 0 else {}
    return {
        "classical": classical(fit),
        **whole,
        "cr1": cr1(fit, clusters),
        "cr2": cr2(fit, clusters),
        "driscoll_kraay": fixed_b(fit, years),
        "cr_region_year": two_way(fit, clusters, years),
    }


def classical(fit: LeastSquares) -> Slope:
    """The textbook slope: equal variances, independent errors."""
    error = np.sqrt(fit.residual_variance * fit.inverse_gram[0, 0])
    return with_t(fit.coefficients[0], error, fit.degrees_of_freedom)


def hc3(fit: LeastSquares) -> Slope:
    """Slope with heteroscedasticity-robust errors that approximate the jackknife, t with n − k degrees.

    The design must be whole (nothing absorbed), else leverages are too small. Status `pinned_point` where the line runs
    through a point whatever it is. MacKinnon and White (1985) Journal of Econometrics 29:305-325.
    """
    if has_pinned_point(fit):
        return _without_error(fit, PINNED_POINT)
    scores = fit.slope_weights * fit.residuals / (1 - leverages(fit))
    return with_t(fit.coefficients[0], np.sqrt(scores @ scores), fit.degrees_of_freedom)


def leverages(fit: LeastSquares) -> np.ndarray:
    """Pull (n,) of each point on its own fitted value: the diagonal of the hat matrix of a whole design."""
    return np.einsum("ij,jk,ik->i", fit.design, fit.inverse_gram, fit.design)


def has_pinned_point(fit: LeastSquares) -> bool:
    """Whether a point has all the leverage (1), so that the line runs through it whatever it is."""
    return bool((leverages(fit) >= HIGHEST_LEVERAGE).any())


def group_status(terms: np.ndarray, groups: np.ndarray, too_few: str = TOO_FEW_CLUSTERS) -> str:
    """Why an error summed by group would be no evidence, or "": too few groups, or `errors_cancel`.

    terms (n,): regressor times residual of each point. They cancel within every group by construction where, for
    instance, the regressor moves in one region alone, and what rounding leaves of them makes any t-ratio.
    """
    scores = summed_by(terms, groups)
    if len(scores) < FEWEST_GROUPS:
        return too_few
    return ERRORS_CANCEL if is_nothing(scores, np.abs(terms).sum()).all() else ""


def fixed_b(fit: LeastSquares, years: np.ndarray) -> Slope:
    """Slope robust to any weak dependence over the years, and between all points of a year.

    Bartlett weights over the whole sample (b = 1), with the fixed-b distribution; no correction for the small sample.
    years: (n,), the time of each point. For one series that is Kiefer and Vogelsang (2002) Econometric Theory
    18:1350-1366; for a panel it is Driscoll and Kraay's error (Vogelsang 2012, Journal of Econometrics 166:303-319).
    Status as of group_status, `too_few_years` with fewer than three.
    """
    terms = fit.slope_weights * fit.residuals
    if status := group_status(terms, years, TOO_FEW_YEARS):
        return _without_error(fit, status)
    scores = summed_by(terms, years)
    length = len(scores)
    weights = 1 - np.abs(np.subtract.outer(np.arange(length), np.arange(length))) / length
    error = np.sqrt(scores @ weights @ scores)
    half = bartlett_critical_value(0.05) * error
    slope = float(fit.coefficients[0])
    return Slope(slope, error, np.nan, slope - half, slope + half, bartlett_p_value(slope / error))


def cr1(fit: LeastSquares, clusters: np.ndarray) -> Slope:
    """Slope with clustered errors, factor G/(G−1) · (n−1)/(n−k), t with G − 1 degrees.

    k counts the columns of the design; effects nested in the clusters, absorbed before, do not count.
    Status as of group_status. Cameron and Miller (2015) Journal of Human Resources 50:317-372.
    """
    terms = fit.slope_weights * fit.residuals
    if status := group_status(terms, clusters):
        return _without_error(fit, status)
    scores = summed_by(terms, clusters)
    groups, points, parameters = len(scores), *fit.design.shape
    factor = groups / (groups - 1) * (points - 1) / (points - parameters)
    return with_t(fit.coefficients[0], np.sqrt(factor * (scores @ scores)), groups - 1)


def cr2(fit: LeastSquares, clusters: np.ndarray) -> Slope:
    """Slope with bias-reduced clustered errors and Satterthwaite degrees of freedom, both under equal variances.

    Effects nested in the clusters may be absorbed, others must be columns of the design. Status as of group_status.
    Bell and McCaffrey (2002) Survey Methodology 28:169-181; Pustejovsky and Tipton (2018) Journal of Business &
    Economic Statistics 36:672-683.
    """
    if status := group_status(fit.slope_weights * fit.residuals, clusters):
        return _without_error(fit, status)
    scores, lengths, sums = [], [], []
    for members in members_of(clusters):
        part = fit.design[members]
        own = _inverse_root(np.eye(len(part)) - part @ fit.inverse_gram @ part.T) @ (part @ fit.inverse_gram[:, 0])
        scores.append(own @ fit.residuals[members])
        lengths.append(own @ own)
        sums.append(part.T @ own)
    spread = np.diag(lengths) - np.array(sums) @ fit.inverse_gram @ np.array(sums).T
    degrees = np.trace(spread) ** 2 / np.sum(spread**2)
    return with_t(fit.coefficients[0], np.sqrt(np.sum(np.square(scores))), degrees)


def two_way(fit: LeastSquares, clusters: np.ndarray, years: np.ndarray) -> Slope:
    """Slope with errors clustered by region and by year at once, t with the smaller number of both less one.

    The variance by region plus that by year less that by both (here one point each), each with its own factor
    G/(G−1) · (n−1)/(n−k); k counts the columns of the design. Status as of group_status, or `negative_variance`
    where the difference is not positive. Cameron, Gelbach and Miller (2011) Journal of Business & Economic
    Statistics 29:238-249.
    """
    terms = fit.slope_weights * fit.residuals
    if status := group_status(terms, clusters) or group_status(terms, years, TOO_FEW_YEARS):
        return _without_error(fit, status)
    points, parameters = fit.design.shape
    sums = [summed_by(terms, clusters), summed_by(terms, years), terms]
    region, year, both = (len(own) / (len(own) - 1) * (own @ own) for own in sums)
    if region + year - both <= HAIR * both:
        return _without_error(fit, NEGATIVE_VARIANCE)
    variance = (region + year - both) * (points - 1) / (points - parameters)
    return with_t(fit.coefficients[0], np.sqrt(variance), min(len(sums[0]), len(sums[1])) - 1)


def with_t(slope: float, error: float, degrees: float) -> Slope:
    """A slope with the interval and p-value of Student's t."""
    from scipy.special import stdtr, stdtrit

    half = stdtrit(degrees, 0.975) * error
    p_value = 2 * stdtr(degrees, -abs(slope) / error)
    return Slope(float(slope), float(error), float(degrees), slope - half, slope + half, float(p_value))


def _without_error(fit: LeastSquares, status: str) -> Slope:
    return Slope(float(fit.coefficients[0]), *[np.nan] * 5, status)


def members_of(groups: np.ndarray) -> list[np.ndarray]:
    """Positions of the points of each group, groups sorted."""
    numbers = np.unique(groups, return_inverse=True)[1]
    order = np.argsort(numbers, kind="stable")
    return np.split(order, np.cumsum(np.bincount(numbers))[:-1]) if len(order) else []


def summed_by(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Sums of values (n,) over each group, groups sorted."""
    return np.bincount(np.unique(groups, return_inverse=True)[1], weights=values)


def _inverse_root(matrix: np.ndarray) -> np.ndarray:
    """Symmetric inverse square root; directions without length (a cluster that fixes a coefficient) are left out."""
    values, vectors = np.linalg.eigh(matrix)
    kept = values > 1e-10
    return (vectors[:, kept] / np.sqrt(values[kept])) @ vectors[:, kept].T
