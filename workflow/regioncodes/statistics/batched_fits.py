"""Many least-squares fits at once: specifications that share rows and nuisance columns are one product of matrices."""

from dataclasses import dataclass, replace

import numpy as np

from regioncodes.statistics.gate import (
    COLLINEAR,
    CONSTANT_REGRESSOR,
    CONSTANT_RESPONSE,
    ERRORS_CANCEL,
    FITTED,
    PERFECT_FIT,
    REFUSED,
    SATURATED,
    TOO_FEW_CLUSTERS,
)
from regioncodes.statistics.intervals import FEWEST_GROUPS
from regioncodes.statistics.rounding import HAIR, cleared, is_nothing

FIT = ["status", "n", "clusters", "degrees", "correlation", "slope", "standard_error", "t_value"]
# What is left of a square above this share of it has nine digits and more.
_LITTLE = 1e-6


@dataclass(frozen=True)
class Nuisance:
    """What is taken out of both sides: the mean of every block of rows, then orthonormal columns within blocks.

    starts: first row of each block, from 0; a single block holds the constant alone. columns: (n, q).
    """

    starts: np.ndarray
    columns: np.ndarray

    @property
    def count(self) -> int:
        """Number of parameters that it takes up."""
        return len(self.starts) + self.columns.shape[1]


@dataclass(frozen=True)
class Sample:
    """Rows that several outcomes share, in one specification of the rest.

    regressor: (n,). outcomes: (k, n). control: (k, n), one column of each outcome's own, or None. clusters: (n,)
    whole numbers from 0, or None where the errors are taken as independent.
    """

    regressor: np.ndarray
    outcomes: np.ndarray
    nuisance: Nuisance
    control: np.ndarray | None = None
    clusters: np.ndarray | None = None

    @property
    def parameters(self) -> int:
        """Number of coefficients of one fit."""
        return self.nuisance.count + 1 + (self.control is not None)


def fits(sample: Sample) -> dict[str, np.ndarray]:
    """Slope of every outcome on the regressor, with its error: the columns FIT, one value an outcome.

    By the theorem of Frisch, Waugh and Lovell: nuisance and control are taken out of both sides first.
    correlation is the partial one. Errors: classical with n − parameters degrees of freedom, or, with clusters,
    CR1 with G − 1. Statuses other than `fitted` have no numbers: `refused` (fewer rows than parameters),
    `saturated` (as many), `too_few_clusters`, `constant_response`, `constant_regressor`, `collinear`, `perfect_fit`,
    `errors_cancel` (within every cluster, by construction: intervals.group_status).
    """
    k, n = sample.outcomes.shape
    x = np.broadcast_to(without(sample.regressor, sample.nuisance), (k, n))
    y = without(sample.outcomes, sample.nuisance)
    control_is_nothing = np.zeros(k, dtype=bool)
    if sample.control is not None:
        unit, control_is_nothing = _unit_of_control(sample)
        x, y = (side - (side * unit).sum(axis=1, keepdims=True) * unit for side in (x, y))
    parameters = sample.parameters
    clusters = 0 if sample.clusters is None else int(sample.clusters.max(initial=-1)) + 1
    xx, xy, yy = (x * x).sum(axis=1), (x * y).sum(axis=1), (y * y).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = xy / xx
        residuals = y - slope[:, None] * x
        rest = (residuals**2).sum(axis=1)
        variance = rest / max(n - parameters, 1) / xx
        errors_cancel = np.zeros(k, dtype=bool)
        if sample.clusters is not None:
            terms = x * residuals
            scores = terms @ np.eye(clusters)[sample.clusters]
            errors_cancel = is_nothing(scores, np.abs(terms).sum(axis=1, keepdims=True)).all(axis=1)
            small = clusters / max(clusters - 1, 1) * (n - 1) / max(n - parameters, 1)
            variance = small * (scores**2).sum(axis=1) / xx**2
        error = np.sqrt(variance)
        numbers = {
            "correlation": cleared(xy / np.sqrt(xx * yy)),
            "slope": slope,
            "standard_error": error,
            "t_value": slope / error,
        }
    status = _statuses(sample, x, y, rest, clusters, control_is_nothing, errors_cancel)
    degrees = clusters - 1 if sample.clusters is not None else n - parameters
    facts = {"status": status, "n": np.full(k, n), "clusters": np.full(k, clusters), "degrees": np.full(k, degrees)}
    return facts | {name: np.where(status == FITTED, value, np.nan) for name, value in numbers.items()}


def correlations(sample: Sample, regressors: np.ndarray) -> np.ndarray:
    """Partial correlation of every outcome (columns) with every regressor (rows) that takes the sample's place.

    regressors: (draws, n), each with mean zero. Zero where nothing is left of a regressor.
    Only the outcomes have nuisance and control taken out: what is left of them is orthogonal to these anyway.
    """
    y = without(sample.outcomes, sample.nuisance)
    size = np.einsum("dn,dn->d", regressors, regressors)
    xx = (size - _explained(regressors, sample.nuisance))[:, None]
    if sample.control is not None:
        unit, _ = _unit_of_control(sample)
        y = y - (y * unit).sum(axis=1, keepdims=True) * unit
        xx = xx - (regressors @ unit.T) ** 2
    xy, yy = regressors @ y.T, (y * y).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = xy / np.sqrt(xx * yy)
    # Squares lose digits by subtraction: where little is left, it is formed before it is squared, as in `fits`.
    for place in np.flatnonzero((xx <= _LITTLE * size[:, None]).any(axis=1)):
        found[place] = fits(replace(sample, regressor=regressors[place], clusters=None))["correlation"]
    return cleared(np.where(np.isfinite(found), found, 0.0))


def without(values: np.ndarray, nuisance: Nuisance) -> np.ndarray:
    """What is left of rows of values, (…, n), once the nuisance is taken out."""
    sizes = np.diff(nuisance.starts, append=values.shape[-1])
    means = np.add.reduceat(values, nuisance.starts, axis=-1) / sizes
    rest = values - np.repeat(means, sizes, axis=-1)
    return rest - (rest @ nuisance.columns) @ nuisance.columns.T


def constant(n: int) -> Nuisance:
    """The constant alone, for n rows."""
    return Nuisance(np.zeros(1, dtype=int), np.empty((n, 0)))


def effects(blocks: np.ndarray, others: np.ndarray | None = None) -> Nuisance:
    """One intercept for every block and, where given, for every value of another grouping.

    blocks: (n,) whole numbers in ascending order; others: (n,) whole numbers from 0.
    """
    starts = np.flatnonzero(np.diff(blocks, prepend=-1))
    base = Nuisance(starts, np.empty((len(blocks), 0)))
    if others is None:
        return base
    rest = without(without(np.eye(int(others.max()) + 1)[:, others], base), base)
    squares, directions = np.linalg.eigh(rest @ rest.T)
    kept = squares > HAIR
    return Nuisance(starts, rest.T @ (directions[:, kept] / np.sqrt(squares[kept])))


def with_column(nuisance: Nuisance, column: np.ndarray) -> Nuisance | None:
    """The nuisance with one more column, or None where it spans it already."""
    rest = without(column, nuisance)
    if _is_nothing(rest[None], column[None])[0]:
        return None
    return Nuisance(nuisance.starts, np.hstack([nuisance.columns, (rest / np.linalg.norm(rest))[:, None]]))


def _unit_of_control(sample: Sample) -> tuple[np.ndarray, np.ndarray]:
    """The control of every outcome less the nuisance, brought to length one, and where nothing is left of it."""
    rest = without(sample.control, sample.nuisance)
    nothing = _is_nothing(rest, sample.control)
    return rest / np.where(nothing, 1.0, np.linalg.norm(rest, axis=1))[:, None], nothing


def _explained(values: np.ndarray, nuisance: Nuisance) -> np.ndarray:
    """Sum of squares of every row of values that the nuisance explains."""
    sizes = np.diff(nuisance.starts, append=values.shape[-1])
    sums = np.add.reduceat(values, nuisance.starts, axis=-1)
    return (sums**2 / sizes).sum(axis=-1) + ((values @ nuisance.columns) ** 2).sum(axis=-1)


def _is_nothing(rest: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Whether what is left of each row is no more than the rounding of its values."""
    return is_nothing(np.linalg.norm(rest, axis=-1), np.linalg.norm(values, axis=-1))


def _statuses(sample, x, y, rest, clusters: int, control_is_nothing, errors_cancel) -> np.ndarray:
    (k, n), parameters = sample.outcomes.shape, sample.parameters
    if n <= parameters:
        return np.full(k, REFUSED if n < parameters else SATURATED, dtype=object)
    if sample.clusters is not None and clusters < FEWEST_GROUPS:
        return np.full(k, TOO_FEW_CLUSTERS, dtype=object)
    deviations = sample.outcomes - sample.outcomes.mean(axis=1, keepdims=True)
    own = sample.regressor - sample.regressor.mean()
    is_flat = _is_nothing(own, sample.regressor)
    # A deviation of the whole, not of what is left, tells a constant column from one that the rest spans.
    spans_regressor = is_nothing(np.linalg.norm(x, axis=1), np.linalg.norm(own))
    spans_outcome = is_nothing(np.linalg.norm(y, axis=1), np.linalg.norm(deviations, axis=1))
    perfect = is_nothing(np.sqrt(rest), np.linalg.norm(y, axis=1))
    conditions = [
        _is_nothing(deviations, sample.outcomes),
        np.full(k, is_flat),
        control_is_nothing,
        spans_regressor,
        spans_outcome,
        perfect,
        errors_cancel,
    ]
    names = [
        CONSTANT_RESPONSE,
        CONSTANT_REGRESSOR,
        COLLINEAR,
        COLLINEAR,
        PERFECT_FIT,
        PERFECT_FIT,
        ERRORS_CANCEL,
    ]
    return np.select(conditions, names, default=FITTED).astype(object)
