"""Years without a published figure bridged by a trend or along a guide: a scenario with its band, no measurement."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from regioncodes.statistics.gate import FITTED, NO_GUIDE, REFUSED, TOO_FEW_COMMON_YEARS
from regioncodes.statistics.rounding import ROUNDING, is_nothing

BRIDGE = ["year", "value", "lower_95", "upper_95", "flags"]
TREND = "trend"
GUIDED = "guided"
FEWEST = 5  # published values that a trend needs
FEWEST_COMMON = 3  # years that a series and its guide share: a line through two leaves no doubt to measure
# Share of the random walk in the variance of a year's surprise, the rest being noise of one year; equal weights.
_SHARES = np.linspace(0.02, 0.98, 25)


@dataclass(frozen=True)
class Bridge:
    """Status (`fitted`, or why there is no bridge), the columns BRIDGE by year, and draws × years behind them."""

    status: str
    table: pd.DataFrame | None = None
    paths: np.ndarray | None = None


def bridges(
    series: pd.Series, guides: Sequence[pd.Series], years: list[int], *, draws: int, seed: int
) -> dict[str, Bridge]:
    """The series bridged by its trend alone (`trend`) and along its guides (`guided`), or a status in its place.

    Arguments as of bridged and guided.
    """
    has_trend = series.notna().sum() >= FEWEST
    status = guide_status(series, guides, years)
    random = {"draws": draws, "seed": seed}
    return {
        TREND: Bridge(FITTED, *bridged(series, years, **random)) if has_trend else Bridge(REFUSED),
        GUIDED: Bridge(status) if status else Bridge(FITTED, *guided(series, guides, years, **random)),
    }


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
    return _table(paths, years, gaps), paths


def guided(
    series: pd.Series, guides: Sequence[pd.Series], years: list[int], *, draws: int, seed: int
) -> tuple[pd.DataFrame, np.ndarray]:
    """The same as bridged, gaps filled along guides that are published in them.

    guides: by year, the nearest to the series first; each stands in the gaps of the one before it, and the last is
    published in all that is left. Where a series is missing it is its guide plus their difference, and the difference
    is bridged by the trend model from the years that both are known: its drift, its walk and its noise are in the band,
    a Student t of two degrees less than the common years.
    Raises ValueError where guide_status has something to say.
    """
    status = guide_status(series, guides, years)
    if status:
        raise ValueError(f"no bridge along a guide: {status}")
    # Assumption: a percentage point more of the guide is one more of the series, up to that drift, and differences of
    # neighbouring guides err independently. What errs in the guide between them enters the two with opposite signs, so
    # that the band is, if anything, too wide.
    random = np.random.default_rng(seed)
    *others, last = guides
    paths = np.tile(last.reindex(years).to_numpy(float), (draws, 1))
    farther, gaps = last, []
    for nearer in [*reversed(others), series]:
        known = nearer.dropna()
        gaps = [year for year in years if year not in known.index]
        places = [years.index(year) for year in gaps]
        own = np.tile(known.reindex(years).to_numpy(float), (draws, 1))
        if gaps:
            difference = (known - farther).dropna().sort_index()
            own[:, places] = paths[:, places] + _draws(difference, gaps, draws, random)
        paths, farther = own, known
    return _table(paths, years, gaps), paths


def guide_status(series: pd.Series, guides: Sequence[pd.Series], years: list[int]) -> str:
    """Why the guides cannot bridge the series over these years, or "" where they can.

    `no_guide` where none is published in a year of the gaps, `too_few_common_years` where the series and its guide, or
    two guides, share fewer than three years.
    """
    gaps, nearer = set(years) - set(series.dropna().index), series.dropna()
    for guide in guides:
        if not gaps:
            break
        known = guide.dropna()
        if known.empty:
            return NO_GUIDE
        if len(known.index.intersection(nearer.index)) < FEWEST_COMMON:
            return TOO_FEW_COMMON_YEARS
        gaps, nearer = gaps - set(known.index), known
    return NO_GUIDE if gaps or not guides else ""


def _table(paths: np.ndarray, years: list[int], gaps: list[int]) -> pd.DataFrame:
    lower, middle, upper = np.quantile(paths, [0.025, 0.5, 0.975], axis=0)
    flags = ["estimate" if year in gaps else "" for year in years]
    return pd.DataFrame(dict(zip(BRIDGE, (years, middle, lower, upper, flags), strict=True)))


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
