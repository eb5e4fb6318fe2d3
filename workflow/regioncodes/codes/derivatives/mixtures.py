"""Finite mixtures of Student t distributions: their distribution function, quantiles and chance of a false sign.

A posterior that is Student t at every point of a grid is such a mixture with the grid's weights, so that its bands need
no draws and are the same on every processor.
"""

from typing import NamedTuple

import numpy as np

# Of the widest component; a quantile is printed with nine digits at most.
_TOLERANCE = 1e-12
_MOST_STEPS = 100


class StudentMixture(NamedTuple):
    """S mixtures of G components for each of F quantities. A component without scale is a point."""

    weights: np.ndarray  # S × G, each row summing to one
    mean: np.ndarray  # S × G × F
    scale: np.ndarray  # S × G × F
    degrees: int

    @property
    def estimate(self) -> np.ndarray:
        """Mean of every mixture, S × F: the median where there is one degree of freedom."""
        return np.einsum("sg,sgf->sf", self.weights, self.mean)

    def below(self, value: np.ndarray) -> np.ndarray:
        """Probability of less than a value, S × F; a point that is the value counts half. value: S × F, or a number."""
        from scipy.special import stdtr

        gap = np.broadcast_to(value, self.mean.shape[::2])[:, None] - self.mean
        with np.errstate(divide="ignore", invalid="ignore"):
            own = stdtr(self.degrees, gap / self.scale)
        # Not by the closed form: a small chance keeps its digits.
        return np.einsum("sg,sgf->sf", self.weights, np.where(self.scale == 0, (np.sign(gap) + 1) / 2, own))

    def quantile(self, probability: np.ndarray) -> np.ndarray:
        """The value below which a mixture lies with a probability, S × F. probability: S × F, S × 1 or a number.

        The quantile of a mixture lies between the lowest and the highest of its components. In that bracket Newton's
        step is taken, or the middle where the step would leave it, until the step is rounding.
        """
        from scipy.special import stdtrit

        wanted = np.broadcast_to(probability, self.mean.shape[::2])
        ends = self.mean + stdtrit(self.degrees, wanted)[:, None] * self.scale
        low, high = ends.min(axis=1), ends.max(axis=1)
        value, smallest = np.einsum("sg,sgf->sf", self.weights, ends), _TOLERANCE * self.scale.max(axis=1)
        spread = self.degrees * self.scale**2
        for _ in range(_MOST_STEPS):
            below, density = self._at(value, spread)
            low, high = np.where(below < wanted, value, low), np.where(below >= wanted, value, high)
            with np.errstate(divide="ignore", invalid="ignore"):
                step = value - (below - wanted) / density
            following = np.where((step >= low) & (step <= high), step, (low + high) / 2)
            moved = np.abs(following - value)
            value = following
            if not (moved > smallest).any():
                break
        return value

    def false_sign_probability(self) -> np.ndarray:
        """Probability that the sign is not that of the more probable side, S × F, at most a half; to nine decimals."""
        below = self.below(0.0)
        # What is left of a small chance beyond its absolute rounding differs between processors.
        return np.round(np.minimum(below, 1 - below), 9)

    def positive_part(self) -> np.ndarray:
        """Mean of what lies above zero, zero below it, S × F; two degrees of freedom or more."""
        from scipy.special import stdtr

        degrees = self.degrees
        with np.errstate(divide="ignore", invalid="ignore"):
            distance = self.mean / self.scale
            # E max(m + s T, 0) = m F(m / s) + s (ν + (m / s)²) / (ν - 1) f(m / s).
            spread = self.scale * (degrees + distance**2) / (degrees - 1) * student_density(distance, degrees)
        own = np.where(self.scale == 0, np.maximum(self.mean, 0.0), self.mean * stdtr(degrees, distance) + spread)
        return np.einsum("sg,sgf->sf", self.weights, own)

    def _at(self, value: np.ndarray, spread: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Distribution function and density at one value of every mixture; a point has no density. spread: ν scale²."""
        from scipy.special import gammaln

        degrees, gap = self.degrees, value[:, None] - self.mean
        length = gap * gap + spread
        some = np.where(length > 0, length, 1.0)
        root, cosine2 = np.sqrt(some), spread / some
        height = np.exp(gammaln((degrees + 1) / 2) - gammaln(degrees / 2)) / np.sqrt(np.pi)
        below = (1 + _area(gap / root, cosine2, degrees)) / 2
        density = height * _half_power(cosine2, degrees) / root
        return np.einsum("sg,sgf->sf", self.weights, below), np.einsum("sg,sgf->sf", self.weights, density)


def student_density(distance: np.ndarray, degrees: np.ndarray | int) -> np.ndarray:
    """Density of the Student t of unit scale. degrees: a number, or of the shape of the distances."""
    from scipy.special import gammaln

    height = np.exp(gammaln((degrees + 1) / 2) - gammaln(degrees / 2)) / np.sqrt(degrees * np.pi)
    return height * (1 + distance**2 / degrees) ** (-(degrees + 1) / 2)


def student_below_zero(mean: np.ndarray, spread: np.ndarray | float, degrees: int) -> np.ndarray:
    """Probability that a Student t is below zero; a point that is zero counts half. spread: degrees times scale²."""
    length = mean * mean + spread
    some = np.where(length > 0, length, 1.0)
    return (1 + _area(-mean / np.sqrt(some), spread / some, degrees)) / 2


def _area(sine: np.ndarray, cosine2: np.ndarray, degrees: int) -> np.ndarray:
    """Probability of less than √ν tan θ less that of more, for a Student t with ν degrees. cosine2: cos² θ.

    A = sin θ (1 + cos² θ / 2 + 1 · 3 cos⁴ θ / (2 · 4) + …) for even degrees, for odd ones
    2 / π (θ + sin θ (cos θ + 2 cos³ θ / 3 + …)); each stops at the degrees less two.
    Reference: Abramowitz and Stegun (1964), eq. 26.7.3-4.
    """
    total = np.ones_like(sine)
    for power in range(degrees - 3, 0, -2):
        total = 1 + total * cosine2 * (power / (power + 1))
    if degrees % 2 == 0:
        return sine * total
    angle = np.arcsin(sine)
    return 2 / np.pi * (angle if degrees == 1 else angle + sine * np.sqrt(cosine2) * total)


def _half_power(base: np.ndarray, exponent: int) -> np.ndarray:
    """The square root of a whole power, by squaring: several times faster than a power of any exponent."""
    result = np.sqrt(base) if exponent % 2 else np.ones_like(base)
    exponent //= 2
    while exponent:
        if exponent % 2:
            result = result * base
        base, exponent = base * base, exponent // 2
    return result
