"""Least squares of what is fitted once: statsmodels on columns brought to length one, and what is swept out before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from regioncodes.statistics.rounding import HAIR

if TYPE_CHECKING:
    from statsmodels.regression.linear_model import RegressionResults


@dataclass(frozen=True)
class LeastSquares:
    """One fit of a response (n,) on a design (n, k), in its units.

    scaled: statsmodels' results for the columns brought to length one; lengths (k,) bring them back to units.
    absorbed: parameters swept out of design and response before, which take degrees of freedom too.
    """

    design: np.ndarray
    response: np.ndarray
    lengths: np.ndarray
    scaled: RegressionResults
    absorbed: int = 0

    @property
    def coefficients(self) -> np.ndarray:
        """Coefficients (k,), in units of the response for one unit of each column."""
        return self.scaled.params / self.lengths

    @property
    def residuals(self) -> np.ndarray:
        """Response less fitted values, (n,)."""
        return self.scaled.resid

    @property
    def inverse_gram(self) -> np.ndarray:
        """(X'X)⁻¹ of the design, (k, k)."""
        return self.scaled.normalized_cov_params / np.outer(self.lengths, self.lengths)

    @property
    def degrees_of_freedom(self) -> int:
        """Points less parameters, the absorbed ones counted."""
        return int(self.scaled.df_resid)

    @property
    def residual_variance(self) -> float:
        """Residual sum of squares by the degrees of freedom, in squared units of the response."""
        return float(self.scaled.scale)

    @property
    def slope_weights(self) -> np.ndarray:
        """Weights (n,) whose product with the response is the first coefficient: its regressor with the rest swept out.

        Frisch and Waugh (1933) Econometrica 1:387-401.
        """
        return self.design @ self.inverse_gram[:, 0]

    @property
    def leverages(self) -> np.ndarray:
        """Pull (n,) of each point on its own fitted value: the diagonal of the hat matrix of the design."""
        return self.scaled.get_influence().hat_matrix_diag

    @property
    def r_squared(self) -> float:
        """Share of the variance about the mean that the fit explains; of the swept response where effects were."""
        return float(self.scaled.rsquared)

    @property
    def partial_correlation(self) -> float:
        """Correlation of response and first column once the other columns, and what was absorbed, are out of both."""
        ratio = float(self.scaled.tvalues[0])
        return ratio / np.sqrt(ratio**2 + self.degrees_of_freedom)


def least_squares(design: np.ndarray, response: np.ndarray, *, absorbed: int = 0) -> LeastSquares:
    """Fit of a response (n,) on a design (n, k) of full rank; the gate (fit_status) is passed before.

    statsmodels' `qr` inverts R'R for the errors, which loses the digits of the condition number twice: four of the
    twelve that Longley's data allow. Its `pinv` loses them once, but cuts off columns that are small beside others, so
    these are brought to length one.
    """
    from statsmodels.regression.linear_model import OLS

    lengths = np.linalg.norm(design, axis=0)
    model = OLS(response, design / lengths)
    model.df_resid = len(response) - design.shape[1] - absorbed
    return LeastSquares(design, response, lengths, model.fit(method="pinv"), absorbed)


def with_constant(regressors: np.ndarray) -> np.ndarray:
    """Design of a line or plane: the regressors, (n,) or (n, k), first, then the constant."""
    return np.column_stack([regressors, np.ones(len(regressors))])


def basis_of(columns: np.ndarray) -> np.ndarray:
    """Orthonormal columns (n, r) that span the columns (n, m) of rank r; m may be 0, and columns may repeat.

    Each column counts whatever its size, so that none may be what rounding left of another.
    """
    lengths = np.linalg.norm(columns, axis=0)
    directions, sizes, _ = np.linalg.svd(columns / np.where(lengths > 0, lengths, 1), full_matrices=False)
    return directions[:, sizes > HAIR * sizes.max(initial=0)]


def swept(values: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """What is left of values (n,) or (n, k) after their projection on the columns of rest (n, m), twice for accuracy.

    Frisch and Waugh (1933) Econometrica 1:387-401.
    """
    basis = basis_of(rest)
    once = values - basis @ (basis.T @ values)
    return once - basis @ (basis.T @ once)


def durbin_watson(residuals: np.ndarray) -> float:
    """Durbin–Watson statistic of residuals in the order of time: 2 where neighbours are unrelated, 0 where equal."""
    from statsmodels.stats import stattools

    return float(stattools.durbin_watson(residuals))
