"""Coverage of the joint process: units of three codes whose rates are known, and how often bands hold them.

Truths drawn from the model: every point of the grid as often as any other but for one, and Σ of unit variances with
one of PATTERNS of correlations, or drawn: the correlations of an inverse Wishart of four degrees, each of them uniform
(Barnard, McCulloch and Meng 2000, Statistica Sinica 10:1281-1311). They have no line: it would move truth and estimate
alike. Fixed curves, whose noise is independent: three smooth ones, and a kink or a step that all codes have in the same
year. Codes of unlike length scales: independent curves of the model, whose length scales are the lowest, the middle
and the highest of the grid, where the joint process knows one.

What to expect. Other combinations of the codes turn Σ and the posterior alike, so that in the model the coverage of
the joint process hangs on no Σ, fixed or drawn from any law: it has p - 1 degrees more than its prior grants, and bands
of 95 % cover 97. One series has all its degrees: bands of the sum as a series cover 95.
"""

from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

import numpy as np
import pandas as pd

from regioncodes.codes.derivatives.finite_differences import stencil
from regioncodes.codes.derivatives.gaussian_process import ORDERS, grid_points, prepared, prior_roots, student
from regioncodes.codes.derivatives.joint_bands import pointwise_levels
from regioncodes.codes.derivatives.joint_process import (
    Functionals,
    JointPosterior,
    functionals,
    joint_posterior,
    of_functionals,
)
from regioncodes.codes.derivatives.joint_units import PROBABILITY
from regioncodes.codes.derivatives.mixtures import StudentMixture, student_below_zero
from regioncodes.codes.simulation import PROBABILITIES, YEARS, curve, middle
from regioncodes.ground.code_names import CODES
from regioncodes.ground.options import Derivative, Simulation
from regioncodes.statistics.rounding import reaches

RATE = 1
SUM = "code_id"
JOINT, SUMMED, INDEPENDENT = "joint_process", "summed_series", "independent_codes"
ANY = "any"
# Three codes cannot all have -0.7 with each other; Σ would not be positive definite below -0.5.
PATTERNS = {
    "negative": np.array([[1.0, -0.7, 0.0], [-0.7, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    "none": np.eye(3),
    "positive": np.full((3, 3), 0.5) + 0.5 * np.eye(3),
}
FIXED = {"smooth": ("logistic", "sine", "parabola"), "kink": ("kink",) * 3, "step": ("step",) * 3}
UNLIKE = "unlike"
TRUTHS = (*(f"model_{name}" for name in (*PATTERNS, ANY)), *FIXED, UNLIKE)
# Units at once: the predictions of all grid points stay within the processor's cache.
_AT_ONCE = 25
# Whether a band holds the truth is told by the distribution function there; to find its ends takes ten times as long,
# and is done for every so many units.
_WIDTHS_EVERY = 5


class Units(NamedTuple):
    """N units of three codes over T years: what is observed, and the rates that are to be found."""

    values: np.ndarray  # N × T × 3
    rates: np.ndarray  # N × T × 3


class Bands(NamedTuple):
    """The 95 % bands of N units in T years, and where the truth lies."""

    estimate: np.ndarray  # N × T
    width: np.ndarray  # of every fifth unit, N / 5 × T
    place: np.ndarray  # N × T: the probability of the band around the median that just holds the truth
    holds: np.ndarray | None  # N: whether the joint band holds the truth in all years; None where there is no such band


def joint_coverage(simulation: Simulation, *, derivative: Derivative, seed: int) -> pd.DataFrame:
    """Errors and coverage of bands of Formula (1) and of one code: a row per truth, quantity, method and years.

    simulation: its middle length, noise of the fixed curves and number of units. seed: with a truth's name it decides
    its units, the same for every method.
    quantity: `code_id`, the sum of the rates, or a code: the first, and of the codes of unlike length scales each.
    method: joint_process (the study's), summed_series (the process of the sum) or independent_codes (the process
    of each code, variances added). Other columns as of simulation.derivative_study, for the rate alone, and: errors of
    coverage_95_percent and joint_coverage_95_percent, one standard error over units. joint_coverage_95_percent: share
    of units whose joint band holds in all years; in the rows of inner years. noise_sd: missing for that of the grid.
    """
    count, noise = (middle(values) for values in (simulation.years, simulation.noise_sd))
    years = np.arange(count)
    is_edge = (years < derivative.edge_years) | (years >= count - derivative.edge_years)
    rows = []
    for truth in TRUTHS:
        generator = np.random.default_rng(np.random.SeedSequence([seed, crc32(truth.encode())]))
        units = drawn(truth, years, simulation.units, noise, derivative, generator)
        keys = {"truth": truth, "n_years": count, "noise_sd": np.nan if truth.startswith("model") else noise}
        for quantity, method, codes, bands in _banded(units, truth, years, derivative):
            for kind, chosen in zip(YEARS, (~is_edge, is_edge), strict=True):
                measured = _measured(bands, units.rates @ codes, units.values @ codes, chosen)
                together = _together(bands, kind == YEARS[0])
                rows.append(keys | {"quantity": quantity, "method": method, "years": kind} | measured | together)
    return pd.DataFrame(rows).assign(units=simulation.units)


def drawn(
    truth: str, years: np.ndarray, count: int, noise: float, derivative: Derivative, generator: np.random.Generator
) -> Units:
    """Units of one of TRUTHS. noise: standard deviation around fixed curves and those of unlike length scales."""
    shocks = generator.standard_normal((count, len(years), len(CODES)))
    if truth in FIXED:
        curves = np.stack([curve(name, len(years)) for name in FIXED[truth]], axis=2)
        return Units(curves[0] + noise * shocks, np.broadcast_to(curves[RATE], shocks.shape))
    if truth == UNLIKE:
        three = Derivative(derivative.length_scale_years, derivative.noise_to_signal, grid=len(CODES))
        roots = prior_roots(years, three)[: len(CODES)]
        normals = generator.standard_normal((count, len(CODES), roots.shape[2]))
        curves = np.einsum("ctk,uck->utc", roots, normals)
        own = noise * shocks
    else:
        roots, points = prior_roots(years, derivative), np.arange(count) * derivative.grid**2 // count
        across = _across(truth.removeprefix("model_"), count, generator)
        normals = generator.standard_normal((count, roots.shape[2], len(CODES)))
        curves = roots[points] @ normals @ across
        own = grid_points(derivative)[1][points, None, None] * shocks @ across
    level, rate = curves[:, : len(years)], curves[:, len(years) : 2 * len(years)]
    return Units(level + own, rate)


def _across(pattern: str, count: int, generator: np.random.Generator) -> np.ndarray:
    """Roots A of correlations across codes, A'A, one for each unit or one for all."""
    if pattern != ANY:
        return np.linalg.cholesky(PATTERNS[pattern]).T
    width = len(CODES)
    # The inverse of Bartlett's triangle of a Wishart is a root of the inverse Wishart.
    triangle = np.tril(generator.standard_normal((count, width, width)), -1)
    place = np.arange(width)
    triangle[:, place, place] = np.sqrt(generator.chisquare(width + 1 - place, size=(count, width)))
    root = np.linalg.inv(triangle)
    return root / np.linalg.norm(root, axis=1, keepdims=True)


def _banded(
    units: Units, truth: str, years: np.ndarray, derivative: Derivative
) -> Iterator[tuple[str, str, np.ndarray, Bands]]:
    """Quantity, method, weights of the codes and bands of everything that is scored of one truth."""
    pattern = prepared(years, years, derivative)
    rates = functionals(pattern, np.kron(np.eye(len(ORDERS))[RATE], np.eye(len(years))))
    posterior = joint_posterior(pattern, units.values, np.ones(len(CODES), dtype=bool))
    summed = joint_posterior(pattern, units.values.sum(axis=2, keepdims=True), np.ones(1, dtype=bool))
    whole, each = np.ones(len(CODES)), np.eye(len(CODES))
    yield SUM, JOINT, whole, joint_bands(posterior, rates, units.rates @ whole, whole)
    yield SUM, SUMMED, whole, joint_bands(summed, rates, units.rates @ whole, np.ones(1))
    yield SUM, INDEPENDENT, whole, independent_bands(units, years, derivative)
    for place in range(len(CODES) if truth == UNLIKE else 1):
        own = each[place]
        yield CODES[place], JOINT, own, joint_bands(posterior, rates, units.rates @ own, own)


def joint_bands(posterior: JointPosterior, rates: Functionals, truth: np.ndarray, codes: np.ndarray) -> Bands:
    """Bands of the rate of a weighted sum of codes by the joint process. truth: N × T. codes: p, the weights."""
    levels = posterior.weights @ pointwise_levels(rates, posterior.degrees, PROBABILITY)
    tail, parts = (1 - PROBABILITY) / 2, []
    for start in range(0, len(truth), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        mixture = of_functionals(posterior.only(some), rates, codes)
        first = StudentMixture(*(part[::_WIDTHS_EVERY] for part in mixture[:3]), mixture.degrees)
        width = first.quantile(1 - tail) - first.quantile(tail)
        parts.append((mixture.estimate, width, np.abs(2 * _below(mixture, truth[some]) - 1)))
    estimate, width, place = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Bands(estimate, width, place, reaches(1 - levels[:, None], place).all(axis=1))


def _below(mixture: StudentMixture, value: np.ndarray) -> np.ndarray:
    """Probability of less than a value, by the closed form, which is several times faster."""
    own = student_below_zero(mixture.mean - value[:, None], mixture.degrees * mixture.scale**2, mixture.degrees)
    return np.einsum("sg,sgf->sf", mixture.weights, own)


def independent_bands(units: Units, years: np.ndarray, derivative: Derivative) -> Bands:
    """Bands of the sum of the rates from a process for each code, as if the codes had nothing to do with each other.

    Estimates and variances add up; Student t with Satterthwaite's degrees of freedom. There is no joint band.
    """
    from scipy.special import stdtr, stdtrit

    count, length, width = units.values.shape
    series = units.values.transpose(0, 2, 1).reshape(-1, length)
    estimate, scale, degrees = student(years, series, derivative)
    estimate, squares = (part[:, RATE].reshape(count, width, length) for part in (estimate, scale**2))
    total = squares.sum(axis=1)
    freedom = total**2 / (squares**2 / degrees.reshape(count, width, 1)).sum(axis=1)
    found, deviation = estimate.sum(axis=1), np.sqrt(total)
    distance = np.abs(units.rates.sum(axis=2) - found) / deviation
    half_width = stdtrit(freedom, (1 + PROBABILITY) / 2) * deviation
    return Bands(found, 2 * half_width[::_WIDTHS_EVERY], 1 - 2 * stdtr(freedom, -distance), None)


def _measured(bands: Bands, truth: np.ndarray, values: np.ndarray, chosen: np.ndarray) -> dict[str, float]:
    """Errors and coverage over units and the chosen years. truth: N × T. values: N × T, of which the rates are."""
    error, place = (bands.estimate - truth)[:, chosen], bands.place[:, chosen]
    differences = (values @ stencil(RATE, len(chosen)).T - truth)[:, chosen]
    shared = stencil(RATE, len(chosen)).any(axis=1)[chosen]
    covered = {percent: reaches(percent / 100, place) for percent in PROBABILITIES}
    return {
        "bias": np.sqrt(_mean(error.mean(axis=0) ** 2)),
        "rmse": np.sqrt(_mean(error**2)),
        "rmse_to_differences": np.sqrt(_mean(error[:, shared] ** 2) / _mean(differences[:, shared] ** 2)),
        **{f"coverage_{percent}_percent": 100 * _mean(own) for percent, own in covered.items()},
        "coverage_95_error_percent": _error_percent(covered[95].mean(axis=1)) if chosen.any() else np.nan,
        "width_95": _mean(bands.width[:, chosen]),
    }


def _together(bands: Bands, is_inner: bool) -> dict[str, float]:
    """Share of units whose joint band holds in all years; beside the inner years alone."""
    if bands.holds is None or not is_inner:
        return {"joint_coverage_95_percent": np.nan, "joint_coverage_95_error_percent": np.nan}
    return {
        "joint_coverage_95_percent": 100 * bands.holds.mean(),
        "joint_coverage_95_error_percent": _error_percent(bands.holds),
    }


def _mean(values: np.ndarray) -> float:
    """The mean, missing where there is no year."""
    return values.mean() if values.size else np.nan


def _error_percent(shares: np.ndarray) -> float:
    """One standard error of a mean of shares, in per cent."""
    return 100 * shares.std(ddof=1) / np.sqrt(len(shares))
