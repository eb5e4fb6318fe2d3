"""Provision 2 of the article: defining codes are stable and slow, dynamic ones quick.

Model of one code over T years of R regions: y = region + year + u + e, u an AR(1) with slope φ and e white noise. The
mean of the products, k = 0, 1, 2 years apart, of y less its region's and year's mean is expected to be
s² A_k(φ) + v² N_k, with A and N the same means of M Φ M and of M M (M takes the mean of T years out, Φ_ij = φ^|i - j|):
the bias of short series and the noise are both in it. The three equations are solved for φ, s² and v². A dynamic code
is the change of a defining one, y' = region + year + u' + Δe, with N of Δe: noise, which makes changes look hasty, is
known too.

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
    "verdict",
]


def stability(codes: np.ndarray) -> pd.DataFrame:
    """Variance between and within regions and half-life of every defining and every dynamic code.

    codes: R × 3 × T, the three defining codes in consecutive years, SD; regions and years are those without a gap.
    variance_between: of the regions' means; variance_within: around them, the years' means taken out; both in SD²,
    dynamic codes, the yearly changes, in SD² per year². persistence: φ, the share of a deviation that is left after a
    year, corrected for noise and the bias of short series, _uncorrected: as a plain regression has it. noise_percent:
    share of noise in the variance within. Limits are those of a jackknife over regions.
    status: `estimated`; `too_few` (years or regions without a gap); `constant`; without a half-life
    `longer_than_can_be_told` (φ above 0.99) or `shorter_than_can_be_told` (below 0.01); a limit beyond these ends is
    missing. verdict, of a defining code against its rate: `slower` or `quicker` where the limits of the two exclude
    each other, else `cannot_be_told`.
    """
    lines = []
    for place, code in enumerate(CODES):
        whole = _without_gaps(codes[:, place])
        level, rate = _measured(whole, differenced=False), _measured(np.diff(whole, axis=1), differenced=True)
        lines.append({"code": code, "kind": DEFINING, "verdict": _verdict(level, rate)} | level)
        lines.append({"code": DYNAMIC_CODES[code], "kind": DYNAMIC} | rate)
    return pd.DataFrame(lines).reindex(columns=COLUMNS)


def _verdict(level: dict, rate: dict) -> str:
    """Whether a defining code is slower than its rate, by their limits."""
    (low, high), (rate_low, rate_high) = (part.get("limits", (0.0, 1.0)) for part in (level, rate))
    return "slower" if low > rate_high else "quicker" if high < rate_low else "cannot_be_told"


def _without_gaps(values: np.ndarray) -> np.ndarray:
    """The last run of years that at least half of the regions have, in the regions that have all of it."""
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
    # Of all regions, then of all but one.
    products = np.stack([(rest[:, lag:] * rest[:, : years - lag]).mean(axis=1) for lag in range(3)], axis=1)
    total = products.sum(axis=0)
    return facts | _persistence(np.vstack([total, total - products]), years, differenced)


def _persistence(products: np.ndarray, years: int, differenced: bool) -> dict:
    """Slope, half-life and noise with limits. products: of all regions, then of all but one; rows × 3.

    The parts free of noise are c_k = p_k N_0 - p_0 N_k and, with A for p, a_k. The slope is where a_2 / a_1, which
    rises with it, is c_2 / c_1; limits of that ratio, by the jackknife, are those of the slope.
    """
    noise = _expected(np.array([0.5]), years, differenced)[1]
    first, second = _free_of_noise(products, noise).T
    if not (first > 0).all():
        # What is left without noise is no more alike after a year than after two.
        return {"status": SHORTER}
    ratios = second / first
    error = np.sqrt((len(ratios) - 2) / (len(ratios) - 1) * np.square(ratios[1:] - ratios[1:].mean()).sum())
    slopes, beyond = _solved(ratios[0] + 1.96 * error * np.array([0.0, -1.0, 1.0]), years, differenced)
    ends = {SHORTER: (0.0, _LOWEST), LONGER: (_HIGHEST, 1.0)}
    lower, upper = (
        ends.get(word, (slope, slope))[place]
        for place, (slope, word) in enumerate(zip(slopes[1:], beyond[1:], strict=True))
    )
    found = {"status": beyond[0], "limits": (lower, upper)}
    for name, slope, word in zip(("", "_lower_95", "_upper_95"), slopes, beyond, strict=True):
        if word == ESTIMATED:
            found |= {f"persistence{name}": slope, f"half_life{name or '_years'}": np.log(0.5) / np.log(slope)}
    if found["status"] == ESTIMATED:
        of_slope, _ = _expected(slopes[:1], years, differenced)
        signal = first[0] / _free_of_noise(of_slope, noise)[0, 0] * of_slope[0, 0]
        found["noise_percent"] = 100 * (1 - signal / products[0, 0])
    return found


def _expected(slopes: np.ndarray, years: int, differenced: bool) -> tuple[np.ndarray, np.ndarray]:
    """A (slopes × 3) and N (3): expected mean products of an AR(1) and of noise of variance one, means taken out."""
    centre = np.eye(years) - 1.0 / years
    apart = np.abs(np.subtract.outer(np.arange(years), np.arange(years)))
    noise = np.eye(years)
    if differenced:
        noise = 2 * np.eye(years) - (apart == 1)
    both = np.concatenate([np.power(slopes[:, None, None], apart), noise[None]])
    seen = centre @ both @ centre
    means = np.stack([np.diagonal(seen, lag, axis1=1, axis2=2).mean(axis=1) for lag in range(3)], axis=1)
    return means[:-1], means[-1]


def _solved(wanted: np.ndarray, years: int, differenced: bool) -> tuple[np.ndarray, list[str]]:
    """Slopes at which a_2 / a_1 has the ratios wanted, by halving, and ESTIMATED or the end beyond which each lies."""
    low, high = np.full(len(wanted), _LOWEST), np.full(len(wanted), _HIGHEST)
    is_short = wanted <= _ratio(low, years, differenced)
    is_long = wanted >= _ratio(high, years, differenced)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        is_below = _ratio(middle, years, differenced) < wanted
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return (low + high) / 2, list(np.select([is_short, is_long], [SHORTER, LONGER], default=ESTIMATED))


def _free_of_noise(parts: np.ndarray, noise: np.ndarray) -> np.ndarray:
    return parts[:, 1:] * noise[0] - parts[:, :1] * noise[1:]


def _ratio(slopes: np.ndarray, years: int, differenced: bool) -> np.ndarray:
    own = _free_of_noise(*_expected(slopes, years, differenced))
    return own[:, 1] / own[:, 0]
