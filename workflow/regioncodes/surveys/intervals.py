"""Intervals of a share: Wilson's for a simple random sample, by linearisation under weights."""

import numpy as np


def wilson_interval(count: np.ndarray, base: np.ndarray, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limit of a share, each between 0 and 1; missing where the base is 0.

    Simple random sampling is assumed. Reference: Wilson (1927), JASA 22(158), 209-212.
    """
    from statsmodels.stats.proportion import proportion_confint

    size = np.where(np.asarray(base) > 0, base, np.nan).astype(float)
    return proportion_confint(np.asarray(count, dtype=float), size, alpha=1 - confidence, method="wilson")


def logit_interval(
    share: np.ndarray, variance: np.ndarray, freedom: np.ndarray, confidence: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limit of a share with a known variance, by Student's t on the logit.

    share: between 0 and 1, variance in its square, freedom: degrees of freedom. Missing where the share is 0 or 1,
    which have no logit, and where no degree of freedom is left. Reference: Korn and Graubard (1998), Survey
    Methodology 24(2), 193-201; R's `svyciprop(method = "xlogit")`.
    """
    from scipy.special import expit, logit, stdtrit

    inner = np.where((share > 0) & (share < 1), share, np.nan)
    quantile = stdtrit(np.where(freedom > 0, freedom, np.nan), 0.5 + confidence / 2)
    half_width = quantile * np.sqrt(variance) / (inner * (1 - inner))
    return expit(logit(inner) - half_width), expit(logit(inner) + half_width)
