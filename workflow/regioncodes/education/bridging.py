"""Years without a published figure bridged by a state-space trend: a scenario with its band, never a measurement."""

import numpy as np
import pandas as pd

from regioncodes.statistics.rounding import ROUNDING, is_nothing

BRIDGE = ["year", "value", "lower_95", "upper_95", "flags"]
FEWEST = 5  # published values that a trend needs
# Share of the random walk in the variance of a year's surprise, the rest being noise of one year; equal weights.
_SHARES = np.linspace(0.02, 0.98, 25)


def bridged(series: pd.Series, years: list[int], *, draws: int, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    """The series over the years asked for, gaps bridged with 95 % bands, and joint draws of the whole.

    series: published values indexed by year, at least five of them; years before and after those asked for
    help too. Model: a straight trend, a random walk about it and noise of one year. Trend and variance have flat
    priors and are integrated out in closed form, the share of the walk over a grid, so that a bridged value is a
    mixture of Student t. Returns columns BRIDGE (flags: `estimate` where bridged; the band is for a figure as it
    would be published, noise included) and an array of draws × years in which published years do not vary.
    Raises ValueError for fewer than five values.
    Reference: Harvey (1989) Forecasting, Structural Time Series Models and the Kalman Filter, section 2.3.
    """
    known = series.dropna().sort_index()
    if len(known) < FEWEST:
        raise ValueError(f"{len(known)} published values found; at least five are needed for a trend")
    gaps = [year for year in years if year not in known.index]
    paths = np.tile(known.reindex(years).to_numpy(float), (draws, 1))
    if gaps:
        paths[:, [years.index(year) for year in gaps]] = _draws(known, gaps, draws, np.random.default_rng(seed))
    lower, middle, upper = np.quantile(paths, [0.025, 0.5, 0.975], axis=0)
    flags = ["estimate" if year in gaps else "" for year in years]
    columns = (years, middle, lower, upper, flags)
    return pd.DataFrame(dict(zip(BRIDGE, columns, strict=True))), paths


def predicted(known: pd.Series, gaps: list[int], share: float) -> tuple[np.ndarray, np.ndarray, float]:
    """Mean and scale matrix of the Student t (n − 2 degrees) of the gaps, and the log marginal likelihood.

    known: values by year; share: of the random walk in the variance, 0 to 1. Values on a straight line leave no
    surprise to scale by: scale and log likelihood are zero, alike for every share.
    """
    at, new = known.index.to_numpy(float), np.array(gaps, dtype=float)
    start = min(at.min(), new.min())
    covariance = _covariance(at, at, share, start)
    trend, new_trend = (np.column_stack([np.ones_like(t), t - start]) for t in (at, new))
    solved = np.linalg.solve(covariance, np.column_stack([trend, known.to_numpy(float)]))
    information = trend.T @ solved[:, :2]
    coefficients = np.linalg.solve(information, trend.T @ solved[:, 2])
    residuals = known.to_numpy(float) - trend @ coefficients
    mean = new_trend @ coefficients
    if is_nothing(np.linalg.norm(residuals), np.linalg.norm(known), ROUNDING):
        return mean, np.zeros((len(gaps), len(gaps))), 0.0
    squares = residuals @ np.linalg.solve(covariance, residuals)
    cross = _covariance(new, at, share, start)
    rest = new_trend - cross @ solved[:, :2]
    weights = np.linalg.solve(covariance, cross.T)
    spread = _covariance(new, new, share, start) - cross @ weights + rest @ np.linalg.solve(information, rest.T)
    degrees = len(at) - 2
    evidence = -0.5 * (np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(information)[1])
    evidence -= 0.5 * degrees * np.log(squares)
    mean = mean + cross @ np.linalg.solve(covariance, residuals)
    return mean, squares / degrees * spread, float(evidence)


def _covariance(first: np.ndarray, second: np.ndarray, share: float, start: float) -> np.ndarray:
    walk = np.minimum.outer(first, second) - start
    return share * walk + (1 - share) * np.equal.outer(first, second)


def _draws(known: pd.Series, gaps: list[int], draws: int, random: np.random.Generator) -> np.ndarray:
    """Joint draws of the gaps: each from the Student t of a share drawn by its marginal likelihood."""
    found = [predicted(known, gaps, share) for share in _SHARES]
    evidence = np.array([one[2] for one in found])
    weights = np.exp(evidence - evidence.max())
    chosen = random.choice(len(found), size=draws, p=weights / weights.sum())
    degrees = len(known) - 2
    stretch = np.sqrt(degrees / random.chisquare(degrees, size=draws))
    normal = random.standard_normal((draws, len(gaps)))
    means = np.array([one[0] for one in found])
    roots = np.array([np.linalg.cholesky(scale) if scale.any() else scale for _, scale, _ in found])
    return means[chosen] + stretch[:, None] * np.einsum("dij,dj->di", roots[chosen], normal)
