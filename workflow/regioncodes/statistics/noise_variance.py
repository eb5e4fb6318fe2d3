"""How much of a yearly series is noise: from the autocovariances of its changes, or from the size of a survey.

Noise u that is independent over the years leaves a mark on the changes: Δ(x + u) has variance γ₀ = τ² + 2σ² and
autocovariance γ₁ = φτ² − σ² with the year before, where the true changes have variance τ² and autocorrelation φ.
Griliches and Hausman (1986) Journal of Econometrics 31:93-118.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from regioncodes.statistics.forms import Form, form_of
from regioncodes.statistics.gate import CONSTANT_REGRESSOR, NO_NOISE_SEEN, NO_SIGNAL_SEEN, TOO_FEW_CHANGES
from regioncodes.statistics.rounding import is_nothing

# With fewer the mean change takes up most of what the two autocovariances could tell.
FEWEST_CHANGES = 6
# Regions below which their spread says nothing about the error of what they share.
FEWEST_REGIONS = 3


class Noise(NamedTuple):
    """Noise variance σ² and what it was found with, each (...) for series or panels (..., n).

    signal_variance: τ² of the true changes. standard_error: of σ². influences: (..., G), by how much each region
    moves σ²; their squares add up to the squared standard error. status: of gate.STATUSES or "".
    """

    noise_variance: np.ndarray
    signal_variance: np.ndarray
    standard_error: np.ndarray
    influences: np.ndarray
    status: np.ndarray

    @property
    def reliability(self) -> np.ndarray:
        """Share of the variance of the changes that is no noise: 1 − 2σ²/γ₀."""
        return self.signal_variance / (self.signal_variance + 2 * self.noise_variance)


@dataclass(frozen=True)
class NoiseDesign:
    """The changes of a panel, and what their demeaned autocovariances are expected to be.

    form: the changes, net of the mean of each region and, with more regions than one, of each year. autocorrelation:
    φ of the true changes, as of a first-order autoregression. weights: noise variances of the points (n,) in units
    of σ², or 1 where all are equal.
    """

    form: Form
    autocorrelation: float = 0.0
    weights: np.ndarray | float = 1.0

    @cached_property
    def pairs(self) -> np.ndarray:
        """Rows of the changes that follow each other in one region: (p, 2), the earlier first."""
        numbers, years = self.form.region_numbers, self.form.years
        earlier = np.flatnonzero((numbers[1:] == numbers[:-1]) & (np.diff(years) == 1))
        return np.column_stack([earlier, earlier + 1])

    @cached_property
    def true_correlation(self) -> np.ndarray:
        """Correlation (m, m) of the true changes: φ to the power of the years between, none between regions."""
        numbers, years = self.form.region_numbers, self.form.years
        apart = np.abs(np.subtract.outer(years, years))
        return (numbers[:, None] == numbers) * float(self.autocorrelation) ** apart

    @cached_property
    def expected(self) -> np.ndarray:
        """What each region's two sums gain from τ² and from σ², (G, 2, 2): sums in rows, variances in columns."""
        sums = []
        for covariance in (self.true_correlation, (self.form.contrasts * self.weights) @ self.form.contrasts.T):
            sums.append(np.column_stack(self._sums_of(*self._demeaned(covariance))))
        return np.stack(sums, axis=-1)

    def sums(self, changes: np.ndarray) -> np.ndarray:
        """Squares of demeaned changes (..., m), and products with the year before, by region: (..., G, 2)."""
        earlier, later = self.pairs.T
        return np.stack(self._sums_of(changes**2, changes[..., earlier] * changes[..., later]), axis=-1)

    def _demeaned(self, covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Variances (m,) and covariances of the pairs (p,) once the effects are swept out of a covariance (m, m)."""
        basis = self.form.basis
        carried = covariance @ basis
        inner = basis @ (basis.T @ carried)
        earlier, later = self.pairs.T

        def entry(one, two, own):
            swept = -np.sum(basis[one] * carried[two], 1) - np.sum(carried[one] * basis[two], 1)
            return own + swept + np.sum(inner[one] * basis[two], 1)

        rows = np.arange(len(covariance))
        return entry(rows, rows, np.diag(covariance)), entry(earlier, later, covariance[earlier, later])

    def _sums_of(self, squares: np.ndarray, products: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        numbers = self.form.region_numbers
        places = np.arange(numbers.max(initial=-1) + 1)
        inside = (numbers[:, None] == places).astype(float)
        return squares @ inside, products @ inside[self.pairs[:, 0]]


def noise_design(
    regions: np.ndarray, years: np.ndarray, *, autocorrelation: float = 0.0, weights: np.ndarray | float = 1.0
) -> NoiseDesign:
    """The design of points (n,): changes net of region means, and of year means where there are several regions."""
    several = len(np.unique(regions)) > 1
    form = form_of(regions, years, "first_differences_both_effects" if several else "first_differences")
    return NoiseDesign(form, autocorrelation, weights)


def noise_of(design: NoiseDesign, values: np.ndarray) -> Noise:
    """Noise variance of values (..., n), both demeanings corrected exactly.

    The expected sums of squares and of products with the year before are linear in τ² and σ²: two equations. Standard
    error: the jackknife over regions in closed form (year means held), or, with fewer than three regions, that of
    the quadratic form of normal changes. Status `too_few_changes` (fewer than six net of the means, or
    in too few years to tell τ² from σ²),
    `constant_regressor`, `no_noise_seen` (σ² not above 0), `no_signal_seen` (τ² not above 0); in the last two the
    variances stay, to be judged, and the reliability means nothing.
    """
    values = np.asarray(values, dtype=float)
    shape = values.shape[:-1]
    if not _are_enough(design):
        nothing = np.full(shape, np.nan)
        return Noise(nothing, nothing, nothing, np.full((*shape, 0), np.nan), np.full(shape, TOO_FEW_CHANGES))
    changes = design.form(values)
    sums, expected = design.sums(changes), design.expected
    signal, noise = np.moveaxis(_solved(expected.sum(0), sums.sum(-2)), -1, 0)
    influences = _influences(sums, expected, noise)
    if influences.shape[-1] < FEWEST_REGIONS:
        error = _normal_error(design, np.maximum(signal, 0.0), np.maximum(noise, 0.0))
    else:
        error = np.sqrt(np.sum(influences**2, axis=-1))
    constant = is_nothing(np.abs(changes).max(-1), np.abs(values).max(-1))
    status = np.select(
        [constant, ~(noise > 0), ~(signal > 0)], [CONSTANT_REGRESSOR, NO_NOISE_SEEN, NO_SIGNAL_SEEN], default=""
    )
    return Noise(noise, signal, error, influences, status)


def lag_one_autocorrelation(design: NoiseDesign, values: np.ndarray) -> np.ndarray:
    """Autocorrelation γ₁/γ₀ of changes with those of the year before, both demeanings corrected; −0.5 is noise alone.

    Missing where nothing changes. The design must have autocorrelation 0 and equal weights, so that γ₀ = τ² + 2σ² and
    γ₁ = −σ².
    """
    found = noise_of(design, values)
    whole = np.asarray(found.signal_variance + 2 * found.noise_variance)
    return np.divide(-found.noise_variance, whole, out=np.full(whole.shape, np.nan), where=whole > 0)


def sampling_variance(share_percent: np.ndarray, respondents: np.ndarray, design_effect: float) -> np.ndarray:
    """Variance in squared points of a share that a sample of so many gives: p(100 − p)/n times the design effect.

    Kish (1965) Survey Sampling.
    """
    return share_percent * (100 - share_percent) / respondents * design_effect


def _are_enough(design: NoiseDesign) -> bool:
    """Whether the changes are six or more net of the means, and tell τ² from σ² without any one region too."""
    if min(design.form.degrees_of_freedom, len(design.pairs)) < FEWEST_CHANGES - 1:
        return False
    whole = design.expected.sum(0)
    without = whole - design.expected if len(design.expected) >= FEWEST_REGIONS else whole[None]
    size = np.prod(np.linalg.norm(without, axis=-1), axis=-1)
    return not is_nothing(np.linalg.det(without), size).any()


def _solved(matrix: np.ndarray, sums: np.ndarray) -> np.ndarray:
    return np.linalg.solve(matrix, sums[..., None])[..., 0]


def _influences(sums: np.ndarray, expected: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Moves of σ² by each region, scaled so that their squares add up to the jackknife variance: (..., G)."""
    count = len(expected)
    if count < FEWEST_REGIONS:
        return np.zeros((*noise.shape, count))
    without = _solved(expected.sum(0) - expected, sums.sum(-2, keepdims=True) - sums)[..., 1]
    return np.sqrt((count - 1) / count) * (without.mean(-1, keepdims=True) - without)


def _normal_error(design: NoiseDesign, signal: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Standard error √(2 tr((WΣ)²)) of σ² = r'Wr where the changes r are normal with covariance Σ."""
    weights = np.linalg.inv(design.expected.sum(0))[1]
    earlier, later = design.pairs.T
    form = weights[0] * np.eye(len(design.true_correlation))
    form[earlier, later] = form[later, earlier] = weights[1] / 2
    added_noise = (design.form.contrasts * design.weights) @ design.form.contrasts.T
    sweep = np.eye(len(form)) - design.form.basis @ design.form.basis.T
    own, added = (form @ sweep @ one @ sweep for one in (design.true_correlation, added_noise))
    parts = [np.sum(one * two.T) for one, two in ((own, own), (own, added), (added, added))]
    return np.sqrt(2 * (signal**2 * parts[0] + 2 * signal * noise * parts[1] + noise**2 * parts[2]))
