"""Provision 2 of the article: defining codes are stable and slow, dynamic ones quick.

Model of one code over T years of R regions: y = region + year + u + e, u an AR(1) with slope φ and e white noise. The
mean of the squares and products, k = 0, 1, 2 years apart, of y less its region's and year's mean is expected to be
s² A_k(φ) + v² N_k, with A and N the same means of M Φ M and M M (M takes the mean of T years, Φ_ij = φ^|i - j|): the
bias of short series and the noise are both in it. Its three equations are solved for φ, s² and v². A dynamic code is the
change of a defining one, y' = region + u' + Δe, with N of Δe; so its noise, which makes changes look hasty, is known too.

References: Nickell (1981) Econometrica 49:1417-1426 (the bias); Griliches and Hausman (1986) J. Econometrics 31:93-118
(noise from autocovariances further apart); Efron and Stein (1981) Annals of Statistics 9:586-596 (jackknife).
"""

import numpy as np
import pandas as pd

from regioncodes.ground.code_names import CODES, DYNAMIC_CODES
from regioncodes.statistics.rounding import is_nothing

DEFINING, DYNAMIC = "defining", "dynamic"
ESTIMATED, LONGER, SHORTER = "estimated", "longer_than_can_be_told", "shorter_than_can_be_told"
# Assumption: fewer years or regions tell no half-life.
FEWEST_YEARS, FEWEST_REGIONS = 8, 10
# Slopes that are tried; at the upper end half a deviation lasts for 69 years.
_LOWEST, _HIGHEST = 0.01, 0.99
_HALVINGS = 60
COLUMNS = [
    "code",
    "kind",
    "regions",
    "years",
    "variance_between",
    "variance_within",
    "between_percent",
    "persistence_uncorrected",
    "persistence",
    "persistence_lower_95",
    "persistence_upper_95",
    "half_life_years",
    "half_life_lower_95",
    "half_life_upper_95",
    "noise_percent",
    "status",
]


def stability(codes: np.ndarray) -> pd.DataFrame:
    """Variance between and within regions and half-life of every defining and every dynamic code.

    codes: R × 3 × T, the three defining codes in consecutive years, SD; regions and years are those without a gap.
    variance_between: of the regions' means; variance_within: around them, the years' means taken out; both in SD²,
    dynamic codes, the yearly changes, in SD² per year². persistence: φ, the share of a deviation that is left after a
    year, corrected for noise and the bias of short series, _uncorrected: as a plain regression has it. noise_percent:
    share of noise in the variance within. Limits are those of a jackknife over regions.
    status: `estimated`; `too_few` (years or regions without a gap); `constant`; without a half-life
    `longer_than_can_be_told` (φ above 0.99) or `shorter_than_can_be_told` (below 0.01).
    """
    lines = []
    for place, code in enumerate(CODES):
        whole = _without_gaps(codes[:, place])
        lines.append({"code": code, "kind": DEFINING} | _measured(whole, differenced=False))
        lines.append({"code": DYNAMIC_CODES[code], "kind": DYNAMIC} | _measured(np.diff(whole, axis=1), differenced=True))
    return pd.DataFrame(lines).reindex(columns=COLUMNS)


def _without_gaps(values: np.ndarray) -> np.ndarray:
    """The longest run of years up to the last that at least half of the regions have, in the regions that have it all."""
    enough = 2 * np.isfinite(values).sum(axis=0) >= len(values)
    if not enough.any():
        return values[:0, :0]
    last = np.flatnonzero(enough)[-1]
    gaps = np.flatnonzero(~enough[:last])
    own = values[:, gaps[-1] + 1 if len(gaps) else 0 : last + 1]
    return own[np.isfinite(own).all(axis=1)]


def _measured(values: np.ndarray, *, differenced: bool) -> dict:
    """One line's numbers. values: regions × years."""
    regions, years = values.shape
    facts = {"regions": regions, "years": max(years, 0)}
    if years < FEWEST_YEARS or regions < FEWEST_REGIONS:
        return facts | {"status": "too_few"}
    own = values - values.mean(axis=0)
    means = own.mean(axis=1)
    rest = own - means[:, None]
    within = np.square(rest).sum() / ((regions - 1) * (years - 1))
    between = np.square(means).sum() / (regions - 1)
    if is_nothing(within, np.square(values).max()):
        return facts | {"status": "constant"}
    plain = (rest[:, 1:] * rest[:, :-1]).sum() / np.square(rest[:, :-1]).sum()
    facts |= {
        "variance_between": between,
        "variance_within": within,
        "between_percent": 100 * between / (between + within),
        "persistence_uncorrected": plain,
    }
    # Of every region, then of all regions but one.
    products = np.stack([(rest[:, lag:] * rest[:, : years - lag]).mean(axis=1) for lag in range(3)], axis=1)
    total = products.sum(axis=0)
    slopes, noise, status = _solved(np.vstack([total, total - products]), years, differenced)
    if status[0] != ESTIMATED:
        return facts | {"status": status[0]}
    kept = slopes[1:][np.isfinite(slopes[1:])]
    error = np.sqrt((len(kept) - 1) / len(kept) * np.square(kept - kept.mean()).sum()) if len(kept) == regions else np.nan
    limits = slopes[0] + 1.96 * error * np.array([0.0, -1.0, 1.0])
    lives = [np.log(0.5) / np.log(slope) if 0 < slope < 1 else np.nan for slope in limits]
    names = ("", "_lower_95", "_upper_95")
    facts |= {f"persistence{name}": slope for name, slope in zip(names, limits, strict=True)}
    facts |= {f"half_life{name or '_years'}": life for name, life in zip(names, lives, strict=True)}
    return facts | {"noise_percent": 100 * noise[0], "status": ESTIMATED}


def _expected(slopes: np.ndarray, years: int, differenced: bool) -> tuple[np.ndarray, np.ndarray]:
    """A (slopes × 3) and N (3): expected mean products of an AR(1) of variance one and of the noise, means taken out."""
    centre = np.eye(years) - 1.0 / years
    apart = np.abs(np.subtract.outer(np.arange(years), np.arange(years)))
    noise = np.eye(years)
    if differenced:
        noise = 2 * np.eye(years) - (apart == 1)
    both = np.concatenate([np.power(slopes[:, None, None], apart), noise[None]])
    seen = centre @ both @ centre
    means = np.stack([np.diagonal(seen, lag, axis1=1, axis2=2).mean(axis=1) for lag in range(3)], axis=1)
    return means[:-1], means[-1]


def _solved(products: np.ndarray, years: int, differenced: bool) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """The slope of every row of products (S × 3), the share of noise, and ESTIMATED or why there is no slope.

    Of products, A and N the parts free of noise are c_k = p_k N_0 - p_0 N_k and a_k = A_k N_0 - A_0 N_k; the slope is
    where a_2 / a_1, which rises with it, is c_2 / c_1: found by halving.
    """
    c = _free_of_noise(products, _expected(np.array([0.5]), years, differenced)[1])
    low, high = np.full(len(products), _LOWEST), np.full(len(products), _HIGHEST)
    wanted = np.divide(c[:, 1], c[:, 0], out=np.full(len(products), -np.inf), where=c[:, 0] > 0)
    is_short = wanted <= _ratio(low[:1], years, differenced)
    is_long = wanted >= _ratio(high[:1], years, differenced)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        is_below = _ratio(middle, years, differenced) < wanted
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    slopes = np.where(is_short | is_long, np.nan, (low + high) / 2)
    of_slope, of_noise = _expected((low + high) / 2, years, differenced)
    own = _free_of_noise(of_slope, of_noise)
    # Of the variance: what the AR(1) does not explain.
    signal = c[:, 0] / own[:, 0] * of_slope[:, 0]
    status = np.select([is_short, is_long], [SHORTER, LONGER], default=ESTIMATED)
    return slopes, 1 - signal / products[:, 0], list(status)


def _free_of_noise(parts: np.ndarray, noise: np.ndarray) -> np.ndarray:
    return parts[:, 1:] * noise[0] - parts[:, :1] * noise[1:]


def _ratio(slopes: np.ndarray, years: int, differenced: bool) -> np.ndarray:
    own = _free_of_noise(*_expected(slopes, years, differenced))
    return own[:, 1] / own[:, 0]
