"""Least squares by Householder QR on columns of equal length: accurate to about machine precision times condition."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class LeastSquares:
    """One fit: coefficients (k,), residuals (n,), (X'X)⁻¹ (k, k) and the degrees of freedom left.

    absorbed: parameters swept out of design and response before, which take degrees of freedom too.
    """

    design: np.ndarray
    response: np.ndarray
    coefficients: np.ndarray
    residuals: np.ndarray
    inverse_gram: np.ndarray
    absorbed: int = 0

    @property
    def degrees_of_freedom(self) -> int:
        """Points less parameters, the absorbed ones counted."""
        return len(self.response) - self.design.shape[1] - self.absorbed

    @property
    def residual_variance(self) -> float:
        """Residual sum of squares by the degrees of freedom, in squared units of the response."""
        return float(self.residuals @ self.residuals) / self.degrees_of_freedom

    @property
    def slope_weights(self) -> np.ndarray:
        """Weights (n,) whose product with the response is the first coefficient: its regressor with the rest swept out.

        Frisch and Waugh (1933) Econometrica 1:387-401.
        """
        return self.design @ self.inverse_gram[:, 0]

    @property
    def r_squared(self) -> float:
        """Share of the variance about the mean that the fit explains; of the swept response where effects were."""
        deviations = self.response - self.response.mean()
        return 1 - float(self.residuals @ self.residuals) / float(deviations @ deviations)


def least_squares(design: np.ndarray, response: np.ndarray, *, absorbed: int = 0) -> LeastSquares:
    """Fit of a response (n,) on a design (n, k) of full rank; the gate (fit_status) is passed before.

    The columns are brought to length one and factored once; coefficients and residuals are then refined together,
    once, which wins one or two digits where residuals are large (Björck 1967, BIT 7:257-278).
    """
    lengths = np.linalg.norm(design, axis=0)
    columns = design / lengths
    orthogonal, triangle = np.linalg.qr(columns)
    inverse = np.linalg.inv(triangle)
    first = inverse @ (orthogonal.T @ response)
    residuals = response - columns @ first
    correction = inverse @ (
        orthogonal.T @ (response - residuals - columns @ first) + inverse.T @ (columns.T @ residuals)
    )
    coefficients = (first + correction) / lengths
    gram = inverse @ inverse.T / np.outer(lengths, lengths)
    return LeastSquares(design, response, coefficients, response - design @ coefficients, gram, absorbed)


def with_constant(regressors: np.ndarray) -> np.ndarray:
    """Design of a line or plane: the regressors, (n,) or (n, k), first, then the constant."""
    return np.column_stack([regressors, np.ones(len(regressors))])


def swept(values: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """What is left of values (n,) or (n, k) after their projection on the columns of rest (n, m), twice for accuracy.

    m may be 0; rest must have full rank. Frisch and Waugh (1933) Econometrica 1:387-401.
    """
    basis = np.linalg.qr(rest)[0]
    once = values - basis @ (basis.T @ values)
    return once - basis @ (basis.T @ once)


def durbin_watson(residuals: np.ndarray) -> float:
    """Durbin–Watson statistic of residuals in the order of time: 2 where neighbours are unrelated, 0 where equal."""
    return float(np.sum(np.diff(residuals) ** 2) / np.sum(residuals**2))
