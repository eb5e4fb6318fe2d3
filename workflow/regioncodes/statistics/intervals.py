"""Standard errors, intervals and p-values of one slope: classical, HC3, clustered, over time.

The slope is the first coefficient of a fit. What statsmodels has is statsmodels'; the bias-reduced errors and the
fixed-b distribution, which it lacks, are ours.
"""

from typing import NamedTuple

import numpy as np

from regioncodes.statistics.fixed_b import bartlett_critical_value, bartlett_p_value
from regioncodes.statistics.gate import ERRORS_CANCEL, FLOORS, NEGATIVE_VARIANCE, PINNED_POINT, too_few
from regioncodes.statistics.least_squares import LeastSquares
from regioncodes.statistics.rounding import HAIR, is_nothing

FEWEST_GROUPS = FLOORS["cr1"].fewest
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
    return _of_results(fit, fit.scaled)


def hc3(fit: LeastSquares) -> Slope:
    """Slope with heteroscedasticity-robust errors that approximate the jackknife, t with n − k degrees.

    The design must be whole (nothing absorbed), else leverages are too small. Status `too_few_points`, or
    `pinned_point` where the line runs through a point whatever it is. MacKinnon and White (1985) Journal of
    Econometrics 29:305-325.
    """
    if status := too_few("hc3", len(fit.response)) or (PINNED_POINT if has_pinned_point(fit) else ""):
        return _without_error(fit, status)
    return _of_results(fit, fit.scaled.get_robustcov_results("HC3", use_t=True))


def has_pinned_point(fit: LeastSquares) -> bool:
    """Whether a point has all the leverage (1), so that the line runs through it whatever it is."""
    return bool((fit.leverages >= HIGHEST_LEVERAGE).any())


def group_status(terms: np.ndarray, groups: np.ndarray, method: str) -> str:
    """Why an error summed by group would be no evidence, or "": fewer groups than the method's floor, `errors_cancel`.

    terms (n,): regressor times residual of each point. They cancel within every group by construction where, for
    instance, the regressor moves in one region alone, and what rounding leaves of them makes any t-ratio.
    """
    scores = summed_by(terms, groups)
    if status := too_few(method, len(scores)):
        return status
    return ERRORS_CANCEL if is_nothing(scores, np.abs(terms).sum()).all() else ""


def fixed_b(fit: LeastSquares, years: np.ndarray) -> Slope:
    """Slope robust to any weak dependence over the years, and between all points of a year.

    Bartlett weights over the whole sample (b = 1) of T years, with the fixed-b distribution and the factor of clustered
    errors, T/(T−1) · (n−1)/(n−k), which is n/(n−k) for one series: the distribution is that of long series, and
    without the factor the test of nine points has twice its size.
    years: (n,), the time of each point. For one series that is Kiefer and Vogelsang (2002) Econometric Theory
    18:1350-1366; for a panel it is Driscoll and Kraay's error (Vogelsang 2012, Journal of Econometrics 166:303-319).
    Status as of group_status.
    """
    if status := group_status(fit.slope_weights * fit.residuals, years, "fixed_b"):
        return _without_error(fit, status)
    numbers = _numbered(years)
    found = fit.scaled.get_robustcov_results(
        "hac-groupsum", time=numbers, maxlags=int(numbers.max()), use_correction="cluster"
    )
    slope, error = float(fit.coefficients[0]), float(found.bse[0] / fit.lengths[0])
    half = bartlett_critical_value(0.05) * error
    return Slope(slope, error, np.nan, slope - half, slope + half, float(bartlett_p_value(slope / error)))


def cr1(fit: LeastSquares, clusters: np.ndarray) -> Slope:
    """Slope with clustered errors, factor G/(G−1) · (n−1)/(n−k), t with G − 1 degrees.

    k counts the columns of the design; effects nested in the clusters, absorbed before, do not count.
    Status as of group_status. Cameron and Miller (2015) Journal of Human Resources 50:317-372.
    """
    if status := group_status(fit.slope_weights * fit.residuals, clusters, "cr1"):
        return _without_error(fit, status)
    return _of_results(fit, fit.scaled.get_robustcov_results("cluster", groups=_numbered(clusters), use_t=True))


def cr2(fit: LeastSquares, clusters: np.ndarray) -> Slope:
    """Slope with bias-reduced clustered errors and Satterthwaite degrees of freedom, both under equal variances.

    Effects nested in the clusters may be absorbed, others must be columns of the design. Status as of group_status.
    Bell and McCaffrey (2002) Survey Methodology 28:169-181; Pustejovsky and Tipton (2018) Journal of Business &
    Economic Statistics 36:672-683.
    """
    if status := group_status(fit.slope_weights * fit.residuals, clusters, "cr2"):
        return _without_error(fit, status)
    gram, residuals = fit.inverse_gram, fit.residuals
    scores, lengths, sums = [], [], []
    for members in members_of(clusters):
        part = fit.design[members]
        own = _inverse_root(np.eye(len(part)) - part @ gram @ part.T) @ (part @ gram[:, 0])
        scores.append(own @ residuals[members])
        lengths.append(own @ own)
        sums.append(part.T @ own)
    spread = np.diag(lengths) - np.array(sums) @ gram @ np.array(sums).T
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
    if status := group_status(terms, clusters, "cr_region_year") or group_status(terms, years, "two_way_years"):
        return _without_error(fit, status)
    groups = np.column_stack([_numbered(clusters), _numbered(years)])
    found = fit.scaled.get_robustcov_results("cluster", groups=groups, use_t=True)
    variance = found.cov_params()[0, 0]
    if variance <= HAIR * fit.scaled.cov_params()[0, 0]:
        return _without_error(fit, NEGATIVE_VARIANCE)
    return with_t(fit.coefficients[0], np.sqrt(variance) / fit.lengths[0], groups.max(axis=0).min())


def with_t(slope: float, error: float, degrees: float) -> Slope:
    """A slope with the interval and p-value of Student's t."""
    from scipy.special import stdtr, stdtrit

    half = stdtrit(degrees, 0.975) * error
    p_value = 2 * stdtr(degrees, -abs(slope) / error)
    return Slope(float(slope), float(error), float(degrees), slope - half, slope + half, float(p_value))


def _of_results(fit: LeastSquares, results) -> Slope:
    """The first coefficient of statsmodels' results for columns of length one, in units."""
    unit = fit.lengths[0]
    lower, upper = results.conf_int()[0] / unit
    degrees = getattr(results, "df_resid_inference", results.df_resid)
    numbers = (results.params[0] / unit, results.bse[0] / unit, degrees, lower, upper, results.pvalues[0])
    return Slope(*map(float, numbers))


def _numbered(groups: np.ndarray) -> np.ndarray:
    """Groups as whole numbers from 0, in their order."""
    return np.unique(groups, return_inverse=True)[1]


def _without_error(fit: LeastSquares, status: str) -> Slope:
    return Slope(float(fit.coefficients[0]), *[np.nan] * 5, status)


def members_of(groups: np.ndarray) -> list[np.ndarray]:
    """Positions of the points of each group, groups sorted."""
    numbers = _numbered(groups)
    order = np.argsort(numbers, kind="stable")
    return np.split(order, np.cumsum(np.bincount(numbers))[:-1]) if len(order) else []


def summed_by(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Sums of values (n,) over each group, groups sorted."""
    return np.bincount(_numbered(groups), weights=values)


def _inverse_root(matrix: np.ndarray) -> np.ndarray:
    """Symmetric inverse square root; directions without length (a cluster that fixes a coefficient) are left out."""
    values, vectors = np.linalg.eigh(matrix)
    kept = values > 1e-10
    return (vectors[:, kept] / np.sqrt(values[kept])) @ vectors[:, kept].T
