"""One residual test of cointegration over all regions, beside unrelated panels that share their shocks.

Two panels that trend are cointegrated where what is left of one after a line on the other is pulled back to zero.
"""

from dataclasses import dataclass, replace

import numpy as np

from regioncodes.statistics.gate import FITTED, TOO_FEW_REGIONS, TOO_FEW_YEARS, fit_status
from regioncodes.statistics.rounding import reaches

# Assumption: below seven years a line with a trend leaves too little to judge its residuals by.
FEWEST_YEARS = 7
# Assumption: a mean over fewer regions, or a factor of fewer complete ones, is one region's.
FEWEST_REGIONS = 5
# How much of a year's residual is left a year later, in the alternatives whose power is told.
ALTERNATIVES = (0.3, 0.5, 0.7)
# Assumption: steps that hang on their forerunners more closely than this cannot be told from a second unit root.
_CLOSEST = 0.8
# Assumption: a regressor that moves at all is no more than nine tenths noise.
_MOST_NOISE = 0.9
_PANELS_READ = 60  # related panels from which the null that they meet is read


@dataclass(frozen=True)
class Shocks:
    """Yearly changes of a panel: each region's drift, its part in a common factor, steps of its own, and noise.

    drifts, loadings, own_sd, noise_sd: (G,), in units of the panel; the factor has unit variance. noise_sd: of the
    levels as they are read. persistence: lag-1 correlation of the regions' own steps; factor_persistence: of the
    factor's; common_share: mean share of the factor in the variance of changes.
    """

    drifts: np.ndarray
    loadings: np.ndarray
    own_sd: np.ndarray
    noise_sd: np.ndarray
    persistence: float
    factor_persistence: float
    common_share: float


@dataclass(frozen=True)
class CointegrationTest:
    """The mean statistic, its distribution in unrelated panels and its power, or a status and nothing else.

    null_lower_5: what it falls short of in 5 % of them. power_percent: by ALTERNATIVES.
    """

    status: str
    statistic: float = np.nan
    null_median: float = np.nan
    null_lower_5: float = np.nan
    p_value: float = np.nan
    power_percent: tuple[float, ...] = (np.nan,) * len(ALTERNATIVES)


def cointegration_tests(
    regressor: np.ndarray, response: np.ndarray, *, slope: float, noise_variance: float, draws: int, seed: int
) -> tuple[np.ndarray, dict[bool, CointegrationTest], tuple[Shocks, Shocks] | None]:
    """The group-mean test without and with a trend: regions used, tests by trend, and the shocks of both panels.

    regressor, response: (G, T), consecutive years, missing where not known. slope: of the response on the regressor in
    the alternatives, none of which is drawn where it is missing. noise_variance: of the regressor as it is read, in its
    units squared. draws: unrelated panels, and related ones for each alternative, with the same regions, years and
    gaps. Small values of the statistic speak against unrelated panels: p_value is (1 + draws as low) / (1 + draws).
    Status: `too_few_regions` below five regions that can be used or five of them complete, `too_few_years` where
    no region has seven years.
    Reference: Pedroni (1999) Oxford Bulletin of Economics and Statistics 61:653-670 (group t, parametric, no lags).
    """
    usable = usable_regions(regressor, response)
    known = np.isfinite(regressor) & np.isfinite(response)
    complete = known[usable].all(axis=1)
    if min(usable.sum(), complete.sum()) < FEWEST_REGIONS:
        is_short = not (known.sum(axis=1) >= FEWEST_YEARS).any()
        refused = CointegrationTest(TOO_FEW_YEARS if is_short else TOO_FEW_REGIONS)
        return usable, dict.fromkeys((False, True), refused), None
    known = known[usable]
    x, y = (np.where(known, values[usable], np.nan) for values in (regressor, response))
    shocks = shocks_of(x, noise_variance), shocks_of(y, 0.0)
    generator = np.random.default_rng(seed)
    true, read = drawn_panels(shocks[0], x.shape[1], draws, generator)
    unrelated = drawn_panels(shocks[1], x.shape[1], draws, generator)[0]
    alternatives = ALTERNATIVES if np.isfinite(slope) else ()
    related = [_related(true, shocks[1], slope, left, generator) for left in alternatives]
    mistaken = [_unrelated_like(one, known, generator) for one in related]
    tests = {}
    for trend in (False, True):
        observed = float(region_statistics(x, y, known, trend=trend).mean())
        null, *rest = (
            region_statistics(read, one, known, trend=trend).mean(axis=1) for one in (unrelated, *related, *mistaken)
        )
        tests[trend] = _judged(observed, null, rest[: len(related)], rest[len(related) :])
    return usable, tests, shocks


def usable_regions(regressor: np.ndarray, response: np.ndarray) -> np.ndarray:
    """Which regions (G,) have seven years, five pairs of consecutive ones, and a line with a trend to fit."""
    known = np.isfinite(regressor) & np.isfinite(response)
    usable = known.sum(axis=1) >= FEWEST_YEARS
    usable &= (known[:, 1:] & known[:, :-1]).sum(axis=1) >= FEWEST_YEARS - 2
    for place in np.flatnonzero(usable):
        own = known[place]
        columns = np.column_stack([regressor[place, own], np.flatnonzero(own)])
        usable[place] = not fit_status(columns, response[place, own])
    return usable


def region_statistics(regressor: np.ndarray, response: np.ndarray, known: np.ndarray, *, trend: bool) -> np.ndarray:
    """The Dickey–Fuller t of each region's residuals, without lags: (..., G).

    regressor, response: (..., G, T); known: (G, T), years of each region that are used. Residuals of a line with a
    constant, or a constant and a trend; their change on their level of the year before, without a constant, over
    consecutive years. Engle and Granger (1987) Econometrica 55:251-276.
    """
    found = np.empty(np.broadcast_shapes(regressor.shape, response.shape)[:-1])
    for pattern in np.unique(known, axis=0):
        regions, years = np.flatnonzero((known == pattern).all(axis=1)), np.flatnonzero(pattern)
        basis = np.linalg.qr(np.vander(years - years.mean(), 1 + trend, increasing=True))[0]
        left = np.eye(len(years)) - basis @ basis.T
        x, y = (values.take(regions, axis=-2).take(years, axis=-1) @ left for values in (regressor, response))
        slopes = np.einsum("...t,...t->...", x, y) / np.einsum("...t,...t->...", x, x)
        residuals = y - slopes[..., None] * x
        pairs = np.flatnonzero(np.diff(years) == 1)
        before = residuals.take(pairs, axis=-1)
        change = residuals.take(pairs + 1, axis=-1) - before
        squares = np.einsum("...t,...t->...", before, before)
        pull = np.einsum("...t,...t->...", before, change) / squares
        rest = np.einsum("...t,...t->...", change, change) - pull**2 * squares
        found[..., regions] = pull / np.sqrt(rest / (len(pairs) - 1) / squares)
    return found


def shocks_of(values: np.ndarray, noise_variance: float) -> Shocks:
    """The shocks of a panel (G, T), missing where not known, five regions of it complete.

    The factor is the first principal component of the standardised changes of complete regions; each region's loading
    is the slope of its changes on it. noise_variance: of the levels as read; it is taken from the regions' own steps,
    alike in proportion to their variance. So few years make the share of the factor, if anything, too large, which
    widens the null.
    """
    changes = np.diff(values, axis=1)
    complete = np.isfinite(changes).all(axis=1)
    factor = _factor(changes[complete])
    known = np.isfinite(changes)
    counts = known.sum(axis=1)
    drifts = np.nanmean(changes, axis=1)
    spread = np.where(known, changes - drifts[:, None], 0.0)
    around = np.where(known, factor - (known @ factor / counts)[:, None], 0.0)
    loadings = np.sum(spread * around, axis=1) / np.sum(around**2, axis=1)
    own = spread - loadings[:, None] * around
    design = np.column_stack([np.ones_like(factor), factor])
    squares = np.sum(own**2, axis=1) / (counts - 2)
    persistence, noise_share, stretch = _persistence(own[complete], design, 2 * noise_variance / squares.mean())
    variances = stretch * squares
    return Shocks(
        drifts,
        loadings,
        np.sqrt((1 - noise_share) * variances),
        np.sqrt(noise_share * variances / 2),
        persistence,
        _persistence(factor[None], design[:, :1], 0.0)[0],
        float(np.mean(loadings**2 / (loadings**2 + variances))),
    )


def drawn_panels(
    shocks: Shocks, years: int, draws: int, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Panels of such shocks and nothing else, as they are and as they are read: both (draws, G, years)."""
    changes = shocks.drifts[:, None] + _steps(shocks, years - 1, draws, generator)
    true = np.concatenate([np.zeros((*changes.shape[:2], 1)), changes.cumsum(axis=2)], axis=2)
    if not shocks.noise_sd.any():
        return true, true
    return true, true + shocks.noise_sd[:, None] * generator.standard_normal(true.shape)


def _factor(changes: np.ndarray) -> np.ndarray:
    """First principal component of complete changes (G, T − 1), of unit variance; most regions rise with it."""
    spread = changes - changes.mean(axis=1, keepdims=True)
    scaled = spread / spread.std(axis=1, keepdims=True)
    component = np.linalg.eigh(scaled.T @ scaled)[1][:, -1]
    sign = 1.0 if (scaled @ component).sum() >= 0 else -1.0
    return sign * component * np.sqrt(changes.shape[1] - 1)


def _persistence(residuals: np.ndarray, design: np.ndarray, noise: float) -> tuple[float, float, float]:
    """Lag-1 correlation of the steps behind residuals (G, n), the share of noise in them, and a factor of variance.

    Residuals are what a fit on the design (n, k) leaves of steps and of changes of noise; in n years it takes much of
    both, and more of what lasts, so that the correlation is the one under which residuals are expected as they are.
    noise: of levels, counted twice, in the variance of the residuals as if the fit took k years of n. The factor makes
    of that variance the one of the steps and noise.
    """
    n, degrees = len(design), len(design) - design.shape[1]
    basis = np.linalg.qr(design)[0]
    left = np.eye(n) - basis @ basis.T
    scaled = residuals / np.sqrt(np.sum(residuals**2, axis=1, keepdims=True))
    observed = np.sum(scaled[:, 1:] * scaled[:, :-1], axis=1).mean()
    distance = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    candidates = np.linspace(-_CLOSEST, _CLOSEST, 41)
    of_steps = left @ candidates[:, None, None] ** distance @ left
    # The noise of a level comes into two changes with opposite signs.
    of_noise = left @ np.where(distance == 0, 1.0, np.where(distance == 1, -0.5, 0.0)) @ left
    steps, noises = (np.trace(one, axis1=-2, axis2=-1) * noise / degrees for one in (of_steps, of_noise))
    # Noise over the variance, which itself depends on the share of noise, solved for the share.
    shares = np.minimum(steps / (1 + steps - noises), _MOST_NOISE)
    expected = (1 - shares)[:, None, None] * of_steps + shares[:, None, None] * of_noise
    sizes = np.trace(expected, axis1=1, axis2=2)
    ratios = np.trace(expected, offset=1, axis1=1, axis2=2) / sizes
    found = (candidates, shares, degrees / sizes)
    return tuple(float(np.interp(observed, ratios, one)) for one in found)


def _steps(shocks: Shocks, years: int, draws: int, generator: np.random.Generator) -> np.ndarray:
    """Changes about the drift: (draws, G, years)."""
    factor = _persistent(generator.standard_normal((draws, years)), shocks.factor_persistence)
    own = _persistent(generator.standard_normal((draws, len(shocks.drifts), years)), shocks.persistence)
    return shocks.loadings[:, None] * factor[:, None] + shocks.own_sd[:, None] * own


def _persistent(normal: np.ndarray, correlation: float) -> np.ndarray:
    """Series of unit variance and this lag-1 correlation along the last axis, from independent normal numbers."""
    found = normal.copy()
    rest = np.sqrt(1 - correlation**2)
    for year in range(1, normal.shape[-1]):
        found[..., year] = correlation * found[..., year - 1] + rest * normal[..., year]
    return found


def _related(true: np.ndarray, shocks: Shocks, slope: float, left: float, generator: np.random.Generator) -> np.ndarray:
    """Responses (draws, G, T) that keep to the slope, but for residuals of which the share `left` lasts a year.

    Residuals have the common factor of an unrelated panel, and yearly changes of the same variance.
    """
    draws, _, years = true.shape
    independent = replace(shocks, persistence=0.0, factor_persistence=0.0)
    residuals = np.sqrt((1 + left) / 2) * _steps(independent, years, draws, generator)
    residuals[..., 0] /= np.sqrt(1 - left**2)
    for year in range(1, years):
        residuals[..., year] += left * residuals[..., year - 1]
    return slope * true + residuals


def _unrelated_like(panels: np.ndarray, known: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Unrelated panels with the shocks that would be read off the first of related ones: the null that they meet.

    Residuals that undo themselves look like steps that do, and shift the null; power without that would be flattered.
    """
    count = min(_PANELS_READ, len(panels))
    made = [
        drawn_panels(shocks_of(np.where(known, one, np.nan), 0.0), known.shape[1], len(part), generator)[0]
        for one, part in zip(panels, np.array_split(panels, count), strict=False)
    ]
    return np.concatenate(made)


def _judged(
    observed: float, null: np.ndarray, alternatives: list[np.ndarray], mistaken: list[np.ndarray]
) -> CointegrationTest:
    critical, median = np.quantile(null, [0.05, 0.5])
    p_value = (1 + reaches(-null, -observed).sum()) / (1 + len(null))
    power = tuple(
        float(100 * np.mean(one <= np.quantile(own, 0.05))) for one, own in zip(alternatives, mistaken, strict=True)
    )
    untold = CointegrationTest("").power_percent
    return CointegrationTest(FITTED, observed, float(median), float(critical), float(p_value), power or untold)
