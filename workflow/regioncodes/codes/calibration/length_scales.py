"""Prior predictive check of the length scale: what its prior makes of it, beside what the real series do.

Series drawn from the model have, on average, the prior itself as the posterior of their length scale. Where real
series of the same years put their weight elsewhere, the prior is not what makes such series.
"""

import numpy as np
import pandas as pd

from regioncodes.codes.calibration.calibration import SPANS, STUDY
from regioncodes.codes.derivatives.gaussian_process import grid_points, likelihood_roots
from regioncodes.ground.code_names import CODES
from regioncodes.ground.options import Calibration, Derivative, Period
from regioncodes.ground.regions import leaf_regions
from regioncodes.statistics.rounding import ROUNDING, is_nothing

COLUMNS = [
    "span",
    "code",
    "length_scale_years",
    "prior_percent",
    "simulated_percent",
    "real_percent",
    "n",
    "n_years",
    "distance",
]


def length_scales(
    series: pd.DataFrame,
    regions: pd.DataFrame,
    *,
    study: Period,
    calibration: Calibration,
    derivative: Derivative,
    seed: int,
) -> pd.DataFrame:
    """Mean posterior weight of each length scale, in per cent: of the real series, and of series from the prior.

    series, regions, study: as for calibration.predictions_of_spans. Of each span the series of the commonest set of
    years are taken. distance: of Kolmogorov and Smirnov, between the posterior mean log length scales of the real
    series of a code and of those drawn; the same in all its rows. n: real series, n_years: years of each.
    """
    own = series[series["region"].isin(leaf_regions(regions))].dropna(subset="value_sd")
    frames = [pd.DataFrame(columns=COLUMNS)]
    for span in SPANS:
        part = own[own["year"].between(study.first, study.last)] if span == STUDY else own
        for code in CODES:
            wide = part[part["code"] == code].pivot(index="region", columns="year", values="value_sd")
            seen, counts = np.unique(wide.notna(), axis=0, return_counts=True)
            # The last of the commonest, as the order of sets is that of their first year without a figure.
            common = seen[np.flatnonzero(counts == counts.max(initial=0))[-1:]].ravel()
            if common.sum() > calibration.fewest_years:
                complete = wide.loc[(wide.notna() == common).all(axis=1), common]
                compared = _compared(complete, calibration.simulated_series, derivative, seed)
                frames.append(compared.assign(span=span, code=code))
    return pd.concat(frames, ignore_index=True)[COLUMNS]


def _compared(complete: pd.DataFrame, draws: int, derivative: Derivative, seed: int) -> pd.DataFrame:
    """The rows of one code in one span; complete: regions × years without gaps."""
    from scipy.stats import ks_2samp

    years, lengths = complete.columns.to_numpy(), np.unique(grid_points(derivative)[0])
    simulated = _weights(years, _from_prior(years, draws, derivative, seed), derivative)
    real = _weights(years, complete.to_numpy(), derivative)
    return pd.DataFrame(
        {
            "length_scale_years": lengths,
            "prior_percent": 100 / len(lengths),
            "simulated_percent": 100 * simulated.mean(axis=0),
            "real_percent": 100 * real.mean(axis=0),
            "n": len(complete),
            "n_years": len(years),
            "distance": ks_2samp(real @ np.log(lengths), simulated @ np.log(lengths)).statistic,
        }
    )


def _weights(years: np.ndarray, values: np.ndarray, derivative: Derivative) -> np.ndarray:
    """Posterior weight of each length scale, series × lengths; a straight line, which says nothing, keeps the prior."""
    roots, log_determinant = likelihood_roots(years, derivative)
    centred = values - values.mean(axis=1, keepdims=True)
    squares = np.square(np.einsum("gmn,sn->sgm", roots, centred)).sum(axis=2)
    is_line = is_nothing(squares, np.square(values).max(axis=1, keepdims=True), ROUNDING)
    likelihood = -0.5 * log_determinant - 0.5 * roots.shape[1] * np.log(np.where(is_line, 1.0, squares))
    weights = np.exp(likelihood - likelihood.max(axis=1, keepdims=True))
    weights = np.where(is_line.any(axis=1, keepdims=True), 1.0, weights)
    lengths, place = np.unique(grid_points(derivative)[0], return_inverse=True)
    summed = weights @ (place[:, None] == np.arange(len(lengths)))
    return summed / summed.sum(axis=1, keepdims=True)


def _from_prior(years: np.ndarray, draws: int, derivative: Derivative, seed: int) -> np.ndarray:
    """Series drawn from the model, every grid point as often as any other but for one; without a trend."""
    roots, _ = likelihood_roots(years, derivative)
    points = np.arange(draws) * len(roots) // draws
    normal = np.random.default_rng(seed).standard_normal((draws, roots.shape[1]))
    return np.einsum("snm,sm->sn", np.linalg.pinv(roots)[points], normal)
