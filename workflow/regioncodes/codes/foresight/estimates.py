"""Code ID, Code NID and the codes with their rates at given years of many units, by the study's own joint process.

Years count back from the last one, so that units and origins with the same gaps share one set of matrices.
"""

from typing import NamedTuple

import numpy as np

from regioncodes.codes.derivatives.gaussian_process import ORDERS, prepared
from regioncodes.codes.derivatives.joint_process import (
    Functionals,
    JointPosterior,
    fewest_years,
    functionals,
    is_straight,
    joint_posterior,
    of_functionals,
)
from regioncodes.codes.derivatives.joint_units import PROBABILITY
from regioncodes.codes.foresight.names import CODE_ID, CODE_NID
from regioncodes.codes.readings import readings, window
from regioncodes.ground.options import Derivative, Formulas

# The readings of the two formulas that the study shows first.
READINGS = {CODE_ID: "sum", CODE_NID: "memory"}


class Estimates(NamedTuple):
    """Of U units in Y years; NaN where a unit has no code in the year or too few years for a process of three codes."""

    levels: np.ndarray  # U × 3 × Y: SD
    rates: np.ndarray  # U × 3 × Y: SD per year
    formulas: np.ndarray  # U × 2 × Y, in the order of READINGS: SD per year, SD per year²
    lower: np.ndarray  # U × 2 × Y: of the 95 % band of one year; NaN unless bands are asked for
    upper: np.ndarray
    above: np.ndarray  # U × 2 × Y: probability of more than zero


def estimates(
    codes: np.ndarray, places: np.ndarray, formulas: Formulas, derivative: Derivative, *, with_bands: bool = False
) -> Estimates:
    """Estimates at some places of the years, in that order. codes: U × 3 × years, NaN where there is none."""
    units, count, length = codes.shape
    found = [np.full((units, size, len(places)), np.nan) for size in (count, count, 2, 2, 2, 2)]
    common = np.isfinite(codes).all(axis=1)
    years = np.arange(length) - (length - 1.0)
    for seen in np.unique(common, axis=0):
        # A straight line and one year more are needed to ask whether a code is one.
        if seen.sum() < fewest_years(1):
            continue
        rows = np.flatnonzero((common == seen).all(axis=1))
        inside = (years >= years[seen].min()) & (years <= years[seen].max())
        pattern = prepared(years[seen], years[inside], derivative)
        values = codes[rows][:, :, seen].transpose(0, 2, 1)
        moving = ~is_straight(pattern, values)
        for moves in np.unique(moving, axis=0):
            own = (moving == moves).all(axis=1)
            if seen.sum() < fewest_years(max(moves.sum(), 1)):
                continue
            posterior = joint_posterior(pattern, values[own], moves)
            known = np.isfinite(posterior.weights).all(axis=1)
            wanted = np.flatnonzero(seen[places])
            if known.any() and len(wanted):
                within = np.cumsum(inside)[places[wanted]] - 1
                parts = _of_group(posterior.only(known), pattern, within, inside.sum(), formulas, with_bands)
                for whole, part in zip(found, parts, strict=True):
                    whole[np.ix_(rows[own][known], np.arange(whole.shape[1]), wanted)] = part
    return Estimates(*found)


def _of_group(
    posterior: JointPosterior, pattern, within: np.ndarray, length: int, formulas: Formulas, with_bands: bool
) -> tuple[np.ndarray, ...]:
    """The arrays of Estimates for units of one pattern. within: places among the `length` targets."""
    count, every_year = posterior.values.shape[2], np.eye(length)[within]
    sums = [functionals(pattern, np.kron(np.eye(len(ORDERS))[order], every_year)) for order in (0, 1)]
    levels, rates = (
        np.stack([of_functionals(posterior, own, code).estimate for code in np.eye(count)], axis=1) for own in sums
    )
    mixtures = [
        of_functionals(posterior, own, np.ones(count)) for own in _formula_sums(pattern, within, length, formulas)
    ]
    shown = np.stack([mixture.estimate for mixture in mixtures], axis=1)
    if not with_bands:
        return levels, rates, shown, *[np.full_like(shown, np.nan)] * 3
    tail = (1 - PROBABILITY) / 2
    lower, upper = (np.stack([mixture.quantile(end) for mixture in mixtures], axis=1) for end in (tail, 1 - tail))
    above = np.stack([1 - mixture.below(0.0) for mixture in mixtures], axis=1)
    # A code that never moves says nothing of its noise, so that no band is right.
    is_known = np.full(shown.shape, posterior.contrasts.any(axis=1).all(axis=1)[:, None, None])
    return levels, rates, shown, *(np.where(is_known, part, np.nan) for part in (lower, upper, above))


def _formula_sums(pattern, within: np.ndarray, length: int, formulas: Formulas) -> list[Functionals]:
    """The weighted sums of both formulas at the places."""
    found = []
    for way in readings(formulas):
        if READINGS.get(way.formula) == way.reading:
            weights, _ = window(np.ones((1, length), dtype=bool), way.weights)
            found.append(functionals(pattern, np.kron(np.eye(len(ORDERS))[way.order], weights[within])))
    return found
