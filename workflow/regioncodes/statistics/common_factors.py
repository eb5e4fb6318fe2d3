"""Shocks that regions share: factors of their yearly changes, estimated from a panel and simulated.

The changes of region i in year t are √share · loading_i · factor_t and noise of its own. The factor is an
autoregression of order one; loadings have a mean, which is what all regions have in common and year effects take out,
and a spread about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# Fewer regions or changes than this cannot tell two factors from noise.
FEWEST_REGIONS = 5
FEWEST_CHANGES = 5
# Assumption: shocks do not swing back from year to year, nor stay for ever. A factor of eight changes tells its
# persistence to ±0.35, so that estimates outside stand for the nearer edge.
_PERSISTENCE = (0.0, 0.9)


@dataclass(frozen=True)
class Factor:
    """A factor's share of the variance of the changes, its persistence, and the part of it that all regions have alike.

    share: of the variance within regions, 0 to 1. persistence: autoregressive coefficient, 0 to 0.9. alike: squared
    mean of the loadings to their mean square, 0 (regions differ in sign) to 1 (a year effect).
    """

    share: float
    persistence: float
    alike: float


def common_factors(changes: np.ndarray, years: np.ndarray, count: int) -> list[Factor]:
    """The first `count` principal components of the changes of regions, as factors, the largest first.

    changes: (G, T) without missing values, at least FEWEST_REGIONS and FEWEST_CHANGES; the mean of each region is taken
    out and each is brought to unit variance. years: (T,) of the changes; persistence is read off consecutive ones.
    Principal components of noise have variance too: shares are those of a spiked covariance that gives such components
    (Paul 2007, Statistica Sinica 17:1617-1642, theorem 2). One within noise is no factor, and its numbers are zero.
    A persistent factor strays little from its own mean in few years, which is made up for. The persistence is corrected
    for the short series (Kendall 1954, Biometrika 41:403-404).
    """
    centred = changes - changes.mean(axis=1, keepdims=True)
    scaled = centred / np.sqrt(np.mean(centred**2, axis=1, keepdims=True))
    regions, length = scaled.shape
    values, vectors = np.linalg.eigh(scaled.T @ scaled / regions)
    # The mean taken out of every region leaves one direction without variance.
    values, vectors = values[::-1][: length - 1], vectors[:, ::-1]
    noise = values[count:].mean()
    ratio = (length - 1) / regions
    found = []
    for place in range(count):
        if _is_within_noise(values[place] / noise, ratio):
            found.append((0.0, 0.0, 0.0))
            continue
        path = vectors[:, place]
        persistence = _persistence(path, years)
        within = noise * (_spike(values[place] / noise, ratio) - 1) / length
        # Noise is part of every loading, and a little of it of their mean.
        mean_squared = (scaled @ path).mean() ** 2 - noise / regions
        alike = np.clip(mean_squared / (values[place] - noise), 0, 1)
        found.append((within / _variance_about_mean(persistence, length), persistence, float(alike)))
    whole = noise + sum(variance for variance, *_ in found)
    return [Factor(float(variance / whole), *rest) for variance, *rest in found]


def steps_with_factors(shape: tuple[int, int, int], factors: Sequence[Factor], generator: np.random.Generator):
    """Yearly steps (d, G, T) of mean zero and unit variance, of which the factors explain their shares.

    Every draw has factors, loadings (normal) and noise of its own.
    """
    draws, regions, years = shape
    own = 1 - sum(factor.share for factor in factors)
    steps = np.sqrt(own) * generator.standard_normal(shape)
    for factor in factors:
        loadings = np.sqrt(factor.alike) + np.sqrt(1 - factor.alike) * generator.standard_normal((draws, regions, 1))
        path = _autoregression((draws, years), factor.persistence, generator)
        steps += np.sqrt(factor.share) * loadings * path[:, None]
    return steps


def _autoregression(shape: tuple[int, int], persistence: float, generator: np.random.Generator) -> np.ndarray:
    """Stationary autoregressions (d, T) of unit variance."""
    shocks = generator.standard_normal(shape)
    path = shocks.copy()
    for year in range(1, shape[1]):
        path[:, year] = persistence * path[:, year - 1] + np.sqrt(1 - persistence**2) * shocks[:, year]
    return path


def _variance_about_mean(persistence: float, length: int) -> float:
    """Expected variance about its own mean of an autoregression of unit variance over so many years."""
    lags = np.arange(1, length)
    return 1 - (1 + 2 * np.sum((1 - lags / length) * persistence**lags)) / length


def _is_within_noise(observed: float, ratio: float) -> bool:
    """Whether noise of variance one has principal components as large; ratio: years to regions."""
    return observed <= (1 + np.sqrt(ratio)) ** 2


def _spike(observed: float, ratio: float) -> float:
    """Variance along a factor, noise being one, whose principal component has the variance observed."""
    middle = observed + 1 - ratio
    return float((middle + np.sqrt(middle**2 - 4 * observed)) / 2)


def _persistence(path: np.ndarray, years: np.ndarray) -> float:
    """Slope of a factor on its year before, corrected for the bias of few years, within the limits."""
    follows = np.diff(years) == 1
    before, after = path[:-1][follows], path[1:][follows]
    deviations = before - before.mean()
    slope = deviations @ after / (deviations @ deviations)
    pairs = len(before)
    return float(np.clip((pairs * slope + 1) / (pairs - 3), *_PERSISTENCE))
