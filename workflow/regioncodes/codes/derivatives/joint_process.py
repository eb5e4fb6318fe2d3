"""The codes of a unit as one Gaussian process: they depend on each other, and their sum is that of its parts.

Model. The n × p values Y of p codes, in the years that all of them have, are a straight line for each code, curves
and noise. Curves and noise have the covariance R(l, r) of gaussian_process over the years, with one length scale l and
one noise-to-signal ratio r for all codes, and Σ across codes: matrix normal, R ⊗ Σ. The lines have flat priors, Σ the
reference prior |Σ|^(-(p + 1) / 2).

Posterior. Z are the m = n - 2 contrasts of Y that no line touches, R their covariance, S = Z' R⁻¹ Z. Integrating Σ out,

    p(Z | l, r) ∝ |R|^(-p / 2) |S|^(-m / 2),    Σ | l, r ~ inverse Wishart(S, m).

Given l, r and Σ the derivatives at any years are matrix normal, their mean and covariance V over time those of one
code, so that L = Σ_c a_c Σ_t w_t f_c(t), any rate, sum of rates or weighted sum of accelerations, is normal with
variance (w' V w) (a' Σ a). As a' Σ a is inverse gamma with ν = m - p + 1 degrees and scale a' S a, L is Student t with
ν degrees and scale² = (w' V w) (a' S a) / ν, and over the grid a finite mixture. With p = 1 it is the process of one
series. For one fixed Σ a' S a has m degrees, p - 1 more than the prior grants: bands then cover .97 rather than .95.

References: Dawid (1981) Biometrika 68:265-274 (matrix normal and t); Geisser and Cornfield (1963) JRSS B 25:368-376
(the prior, and what it costs); Rasmussen and Williams (2006), eq. 2.41-2.42.
"""

from dataclasses import dataclass

import numpy as np

from regioncodes.codes.derivatives.gaussian_process import ORDERS, Pattern
from regioncodes.codes.derivatives.mixtures import StudentMixture
from regioncodes.statistics.rounding import HAIR, ROUNDING, is_nothing

# Degrees of freedom below which a band would be wider than any finding: the variance of a Student t needs three.
FEWEST_DEGREES = 3


@dataclass(frozen=True, eq=False)
class Functionals:
    """F weighted sums over time of level, rate and acceleration, at every grid point of a pattern."""

    line: np.ndarray  # F × n: of the observations' straight line
    level: np.ndarray  # F: what a constant of one adds
    smoother: np.ndarray  # G × F × (n - 2)
    root: np.ndarray  # G × F × K: of their covariance over the variance of the signal

    @property
    def variance(self) -> np.ndarray:
        """G × F diagonal of the covariance."""
        return np.square(self.root).sum(axis=2)

    def only(self, chosen: np.ndarray) -> "Functionals":
        """Some of the sums. chosen: F, true or false."""
        return Functionals(self.line[chosen], self.level[chosen], self.smoother[:, chosen], self.root[:, chosen])


def functionals(pattern: Pattern, weights: np.ndarray) -> Functionals:
    """Weighted sums over time as the pattern's matrices. weights: F × 3T, for f, f' and f'' at all targets in turn."""
    targets = weights.shape[1] // len(ORDERS)
    return Functionals(
        line=weights @ pattern.line,
        level=weights[:, :targets].sum(axis=1),
        smoother=weights @ pattern.smoother,
        root=weights @ pattern.root,
    )


@dataclass(frozen=True, eq=False)
class JointPosterior:
    """U units of p codes in one pattern of years, at G grid points."""

    values: np.ndarray  # U × n × p
    contrasts: np.ndarray  # U × (n - 2) × p: Z, zero for a code that is a straight line
    weights: np.ndarray  # U × G; NaN for a unit one of whose codes is made of the others
    squares: np.ndarray  # U × G × p × p: S
    degrees: int  # ν

    def only(self, units: np.ndarray) -> "JointPosterior":
        """Some of the units. units: U, true or false."""
        parts = (part[units] for part in (self.values, self.contrasts, self.weights, self.squares))
        return JointPosterior(*parts, degrees=self.degrees)


def fewest_years(codes: int) -> int:
    """The years that a joint process of so many codes needs, for FEWEST_DEGREES: n = ν + p + 1."""
    return FEWEST_DEGREES + codes + 1


def is_straight(pattern: Pattern, values: np.ndarray) -> np.ndarray:
    """Which codes of which units are straight lines but for rounding, U × p. values: U × n × p."""
    size = np.linalg.norm(_contrasts(pattern, values), axis=1)
    return is_nothing(size, np.abs(values).max(axis=1), ROUNDING)


def joint_posterior(pattern: Pattern, values: np.ndarray, moving: np.ndarray) -> JointPosterior:
    """Weights of the grid and S of every unit.

    values: U × n × p, without gaps. moving: p, which codes are no straight line, in all units alike (`is_straight`);
    the others are known without error and do not count in p. n is `fewest_years` or more: fewer say nothing.
    """
    contrasts = np.where(moving, _contrasts(pattern, values), 0.0)
    size = np.linalg.norm(contrasts, axis=1, keepdims=True)
    direction = contrasts / np.where(size > 0, size, 1.0)
    white = np.einsum("gvw,uwp->ugvp", pattern.whitening, direction, optimize=True)
    squares = np.einsum("ugvp,ugvq->ugpq", white, white)
    own = squares[:, :, moving][..., moving]
    count = int(moving.sum())
    # Of directions: scaling a code would only add a constant.
    likelihood = -0.5 * (count * pattern.log_determinant + pattern.degrees * np.linalg.slogdet(own)[1])
    made_of_others = is_nothing(np.linalg.svd(direction[..., moving], compute_uv=False), share=HAIR).any(axis=1)
    likelihood = np.where(made_of_others[:, None], np.nan, likelihood)
    weights = np.exp(likelihood - likelihood.max(axis=1, keepdims=True))
    return JointPosterior(
        values=values,
        contrasts=contrasts,
        weights=weights / weights.sum(axis=1, keepdims=True),
        squares=squares * (size[:, 0, :, None] * size[:, 0, None, :])[:, None],
        degrees=pattern.degrees - max(count, 1) + 1,
    )


def of_functionals(posterior: JointPosterior, sums: Functionals, codes: np.ndarray) -> StudentMixture:
    """Mixtures of U units for F weighted sums over time of one weighted sum of codes. codes: p, the weights a.

    Units: those of the values, per year and per year² as the weights over time say.
    """
    series = posterior.values @ codes
    first = series[:, :1]
    line = (series - first) @ sums.line.T + first * sums.level
    mean = line[:, None] + np.einsum("gfv,uv->ugf", sums.smoother, posterior.contrasts @ codes, optimize=True)
    squares = np.einsum("p,ugpq,q->ug", codes, posterior.squares, codes, optimize=True)
    scale = np.sqrt(np.maximum(squares, 0.0)[..., None] * sums.variance / posterior.degrees)
    return StudentMixture(posterior.weights, mean, scale, posterior.degrees)


def joint_draws(
    posterior: JointPosterior, sums: Functionals, unit: int, draws: int, generator: np.random.Generator
) -> np.ndarray:
    """Draws of weighted sums over time of every code of one unit, draws × F × p: for what is no weighted sum of codes.

    A grid point is drawn by its weight, Σ from its inverse Wishart by Bartlett's triangle, then the curves.
    """
    values, contrasts = posterior.values[unit], posterior.contrasts[unit]
    moving = contrasts.any(axis=0)
    count = int(moving.sum())
    line = sums.line @ (values - values[0]) + np.outer(sums.level, values[0])
    points = np.sort(generator.choice(len(posterior.weights[unit]), size=draws, p=posterior.weights[unit]))
    shocks = generator.standard_normal((draws, sums.root.shape[2], count))
    triangle = np.tril(generator.standard_normal((draws, count, count)), -1)
    freedom = posterior.degrees + count - 1 - np.arange(count)
    triangle[:, np.arange(count), np.arange(count)] = np.sqrt(generator.chisquare(freedom, size=(draws, count)))
    half = np.linalg.cholesky(posterior.squares[unit][:, moving][..., moving])
    across = np.linalg.inv(triangle) @ half[points].transpose(0, 2, 1)
    found = line + sums.smoother[points] @ contrasts
    for point in np.unique(points):
        own = points == point
        found[own] += sums.root[point] @ (shocks[own] @ across[own]) @ np.eye(len(moving))[moving]
    return found


def _contrasts(pattern: Pattern, values: np.ndarray) -> np.ndarray:
    """Contrasts free of the trend, U × (n - 2) × p; relative to the first year, so that a shift moves nothing."""
    return np.einsum("nv,unp->uvp", pattern.contrasts, values - values[:, :1])
