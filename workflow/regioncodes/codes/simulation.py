"""Simulation study of the derivatives: known curves, known noise, and what every method makes of them.

Each curve is scaled to a standard deviation of 1 over its years, so that a noise of 0.3 is the same share of
every curve. The kink and the step fall between two years, where every year has a derivative.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from regioncodes.codes.derivatives.rates import ORDERS, banded
from regioncodes.ground.options import Derivative, Simulation

SMOOTH = ("line", "parabola", "logistic", "sine")
TRUTHS = (*SMOOTH, "kink", "step")
PROBABILITIES = (50, 80, 95)
YEARS = ("inner", "edge")
# Growth from 10 to 90 % of the logistic takes 4.4 / 10 of the period, about five years of twelve.
_STEEPNESS = 10.0


def derivative_study(
    simulation: Simulation, *, methods: Sequence[str], derivative: Derivative, seed: int
) -> pd.DataFrame:
    """Errors of every method on every curve: one row per truth, n_years, noise_sd, method, years and order.

    methods: names in rates.METHODS. derivative: of the Gaussian process, and the edge years.
    seed: with its place in the study it decides the noise of a curve, the same for every method.
    Columns: years is `inner` or `edge` (the first and last edge_years); replications; bias, the root mean
    square over years of the mean error; rmse; both in SD, SD per year, SD per year²; rmse_to_differences, the
    ratio to the rmse of central differences over the years in which these exist, the edges' inner halves;
    coverage_50_percent, _80_, _95_ and width_95, the mean width, over the estimates that have a band;
    estimated_percent, the share of years with an estimate. Missing where there is none.
    """
    rows = []
    curves = list(enumerate((name, count) for name in TRUTHS for count in simulation.years))
    for place, (name, count) in curves:
        truth = curve(name, count)
        generator = np.random.default_rng(np.random.SeedSequence([seed, place]))
        shocks = generator.standard_normal((simulation.replications, count))
        for noise in simulation.noise_sd:
            values = truth[0] + noise * shocks
            keys = {"truth": name, "n_years": count, "noise_sd": noise}
            rows += [keys | row for row in _measured(values, truth, methods, derivative)]
    return pd.DataFrame(rows).assign(replications=simulation.replications)


def middle(values: Sequence[float]) -> float:
    """The middle one of some values, the lower middle of an even number."""
    return sorted(values)[(len(values) - 1) // 2]


def curve(name: str, count: int) -> np.ndarray:
    """Level, rate and acceleration of a truth at yearly points, order × year; the level has SD 1.

    name: one of TRUTHS. count: number of years. Units: SD, SD per year, SD per year².
    """
    time = np.arange(count, dtype=float)
    share, length = time / (count - 1), count - 1.0
    none, after = np.zeros(count), time > (count - 1) // 2
    logistic = 1 / (1 + np.exp(-_STEEPNESS * (share - 0.5)))
    slope = _STEEPNESS / length * logistic * (1 - logistic)
    angle, speed = 2 * np.pi * share, 2 * np.pi / length
    shapes = {
        "line": (time, np.ones(count), none),
        "parabola": (time**2, 2 * time, np.full(count, 2.0)),
        "logistic": (logistic, slope, _STEEPNESS / length * slope * (1 - 2 * logistic)),
        "sine": (np.sin(angle), speed * np.cos(angle), -(speed**2) * np.sin(angle)),
        "kink": (np.maximum(time - (count - 1) // 2 - 0.5, 0.0), after.astype(float), none),
        "step": (after.astype(float), none, none),
    }
    shape = np.stack(shapes[name])
    return shape / shape[0].std()


def _measured(values: np.ndarray, truth: np.ndarray, methods: Sequence[str], derivative: Derivative) -> Iterator[dict]:
    """One row per method, kind of years and order for replications of one curve."""
    count = values.shape[1]
    years = np.arange(count)
    is_edge = (years < derivative.edge_years) | (years >= count - derivative.edge_years)
    differences = banded(years, values, "central_difference", [0.95])[0][0] - truth
    for method in methods:
        bands = banded(years, values, method, [percent / 100 for percent in PROBABILITIES], derivative)
        by_probability = dict(zip(PROBABILITIES, bands, strict=True))
        for kind, chosen in zip(YEARS, (~is_edge, is_edge), strict=True):
            for order in ORDERS:
                own = {percent: [part[:, order, chosen] for part in parts] for percent, parts in by_probability.items()}
                row = _errors(own, truth[order, chosen], differences[:, order, chosen])
                yield {"method": method, "years": kind, "order": order} | row


def _errors(bands: dict[int, list], truth: np.ndarray, differences: np.ndarray) -> dict[str, float]:
    """Errors and coverage over replications × years; bands: estimate, lower and upper end by per cent."""
    estimate, lower_95, upper_95 = bands[95]
    there = np.isfinite(estimate)
    error = np.where(there, estimate - truth, 0.0)
    count = there.sum(axis=0)
    shared = there & np.isfinite(differences)
    has_band = np.isfinite(lower_95)
    squares = [np.square(part).sum(where=shared) for part in (error, differences)]
    covered = {
        f"coverage_{percent}_percent": _percent(((lower <= truth) & (truth <= upper)).sum(), has_band.sum())
        for percent, (_, lower, upper) in bands.items()
    }
    mean_error = error.sum(axis=0)[count > 0] / count[count > 0]
    return {
        "bias": np.sqrt(np.mean(mean_error**2)) if count.any() else np.nan,
        "rmse": np.sqrt(np.square(error).sum() / count.sum()) if count.any() else np.nan,
        "rmse_to_differences": np.sqrt(squares[0] / squares[1]) if shared.any() else np.nan,
        **covered,
        "width_95": np.mean((upper_95 - lower_95)[has_band]) if has_band.any() else np.nan,
        "estimated_percent": _percent(there.sum(), there.size),
    }


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else np.nan
