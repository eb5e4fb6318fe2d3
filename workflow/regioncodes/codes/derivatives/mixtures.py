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
        return self._at(np.broadcast_to(value, self.mean.shape[::2]))[0]

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
        for _ in range(_MOST_STEPS):
            below, density = self._at(value)
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
        """Probability that the sign is not that of the more probable side, S × F, at most a half."""
        below = self.below(0.0)
        return np.minimum(below, 1 - below)

    def positive_part(self) -> np.ndarray:
        """Mean of what lies above zero, zero below it, S × F; two degrees of freedom or more."""
        from scipy.special import stdtr

        degrees = self.degrees
        with np.errstate(divide="ignore", invalid="ignore"):
            distance = self.mean / self.scale
            # E max(m + s T, 0) = m F(m / s) + s (ν + (m / s)²) / (ν - 1) f(m / s).
            spread = self.scale * (degrees + distance**2) / (degrees - 1) * self._height(distance)
        own = np.where(self.scale == 0, np.maximum(self.mean, 0.0), self.mean * stdtr(degrees, distance) + spread)
        return np.einsum("sg,sgf->sf", self.weights, own)

    def _height(self, distance: np.ndarray) -> np.ndarray:
        """Density of the Student t of unit scale."""
        from scipy.special import gammaln

        degrees = self.degrees
        height = np.exp(gammaln((degrees + 1) / 2) - gammaln(degrees / 2)) / np.sqrt(degrees * np.pi)
        return height * (1 + distance**2 / degrees) ** (-(degrees + 1) / 2)

    def _at(self, value: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Distribution function and density at one value of every mixture."""
        from scipy.special import stdtr

        with np.errstate(divide="ignore", invalid="ignore"):
            distance = (value[:, None] - self.mean) / self.scale
            own = self._height(distance) / self.scale
        is_point = self.scale == 0
        below = np.where(is_point, (np.sign(value[:, None] - self.mean) + 1) / 2, stdtr(self.degrees, distance))
        total = np.einsum("sg,sgf->sf", self.weights, below)
        return total, np.einsum("sg,sgf->sf", self.weights, np.where(is_point, 0.0, own))
