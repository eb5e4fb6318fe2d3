"""The fixed-b distribution of a t-ratio whose error takes in all autocovariances with Bartlett weights (b = 1).

In the limit t = W(1) / √(2 ∫B²) with a Brownian motion W and its bridge B, which are independent (Kiefer and
Vogelsang 2002, Econometric Theory 18:1350-1366). Craig's form of the normal tail and the Laplace transform
E exp(−s ∫B²) = (√(2s) / sinh √(2s))^½ (Anderson and Darling 1952, Annals of Mathematical Statistics 23:193-212)
turn the p-value into one smooth integral, so that no table or simulation is needed:

    P(|t| > x) = (2/π) ∫₀^{π/2} E exp(−x² ∫B² / sin²θ) dθ.
"""

from functools import cache

import numpy as np

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(64)
_SINE = np.sin((_NODES + 1) * np.pi / 4)


@np.errstate(divide="ignore", invalid="ignore")  # at zero, where the p-value is one
def bartlett_p_value(t_ratio: float | np.ndarray) -> float | np.ndarray:
    """Two-sided p-value of a t-ratio, or of each of an array; 1 at zero, missing where the ratio is."""
    ratio = np.abs(np.asarray(t_ratio, dtype=float))
    root = np.sqrt(2.0) * ratio[..., None] / _SINE
    # log sinh r = r + log(1 − exp(−2r)) − log 2, which does not overflow.
    logarithm = np.log(root) - root - np.log1p(-np.exp(-2 * root)) + np.log(2)
    return np.where(ratio == 0, 1.0, np.exp(logarithm / 2) @ _WEIGHTS / 2)[()]


@cache
def bartlett_critical_value(level: float) -> float:
    """Absolute t-ratio that is exceeded with probability `level` under no slope: 4.77 at 0.05."""
    from scipy.optimize import brentq

    return float(brentq(lambda ratio: bartlett_p_value(ratio) - level, 1e-6, 1e3, xtol=1e-12))
