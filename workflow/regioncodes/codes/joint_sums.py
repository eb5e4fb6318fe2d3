"""Both formulas by the joint process: every signed sum a mixture of Student t, the other signs from joint draws."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np

from regioncodes.codes.derivatives.joint_process import Functionals, joint_draws, joint_posterior, of_functionals
from regioncodes.codes.derivatives.joint_units import PROBABILITY, JointUnits, mixture_bands
from regioncodes.codes.derivatives.mixtures import StudentMixture
from regioncodes.codes.readings import FormulaReading, lowest_order, readings, window
from regioncodes.ground.code_names import CODES
from regioncodes.ground.options import Formulas

SIGNS = {"signed": np.positive, "positive_part": lambda rate: np.maximum(rate, 0.0), "sign_only": np.sign}
Columns = dict[str, np.ndarray]  # of one region, a value for each year of the study


class JointSums(NamedTuple):
    """One reading of the U units of a group in its T' years."""

    reading: FormulaReading
    weights: np.ndarray  # T' × T'
    used: np.ndarray  # T': years in the sum
    sums: Functionals
    mixture: StudentMixture  # U × G × T', of the signed sum


def joint_sums(group: JointUnits, formulas: Formulas) -> Iterator[JointSums]:
    """Every reading of a group of units; none where they lack one of the codes."""
    if group.rows.shape[1] < len(CODES):
        return
    for way in readings(formulas, lowest_order(group.codes)):
        weights, used = window(np.ones((1, int(group.inside.sum())), dtype=bool), way.weights)
        sums = group.sums(weights, way.order)
        yield JointSums(way, weights, used, sums, of_functionals(group.posterior, sums, np.ones(len(CODES))))


def joint_columns(
    groups: Sequence[JointUnits], formulas: Formulas, *, seed: int
) -> dict[tuple[str, str], dict[tuple[str, str], Columns]]:
    """By mapping and region, then by reading and sign: estimate, bands and univariate_estimate of every year.

    formulas.draws are behind the bands of the signs that are no weighted sums; seed and the region's name decide them.
    """
    found: dict = {}
    for group in groups:
        by_way = [(own, _of_units(group, own)) for own in joint_sums(group, formulas)]
        for place, region in enumerate(group.regions if by_way else []):
            name = crc32(f"{group.mapping}|{region}".encode())
            generator = np.random.default_rng(np.random.SeedSequence([seed, name]))
            drawn = _drawn(group, place, formulas.draws, generator)
            of_region = found.setdefault((group.mapping, region), {})
            for own, by_sign in by_way:
                for sign, columns in by_sign.items():
                    values = {name: column[place] for name, column in columns.items()}
                    if sign != "signed":
                        signed = SIGNS[sign](drawn[:, own.reading.order]).sum(axis=2) @ own.weights.T
                        tail = (1 - PROBABILITY) / 2
                        values["lower_95"], values["upper_95"] = np.quantile(signed, [tail, 1 - tail], axis=0)
                    of_region[own.reading.reading, sign] = {
                        name: group.over_study(column) for name, column in values.items()
                    }
    return found


def _of_units(group: JointUnits, own: JointSums) -> dict[str, Columns]:
    """Columns of every sign of one reading that need no draws, each U × T'."""
    posterior = group.posterior
    summed = joint_posterior(group.pattern, posterior.values.sum(axis=2, keepdims=True), np.ones(1, dtype=bool))
    whole = own.used == len(own.reading.weights)
    rates = group.sums(np.eye(len(own.weights)), own.reading.order)
    of_codes = [of_functionals(posterior, rates, code) for code in np.eye(len(CODES))]
    positive = sum(mixture.positive_part() for mixture in of_codes)
    sign = sum(1 - 2 * mixture.below(0.0) for mixture in of_codes)
    return {
        "signed": {
            "estimate": own.mixture.estimate,
            "univariate_estimate": of_functionals(summed, own.sums, np.ones(1)).estimate,
            **mixture_bands(group, own.sums, own.mixture, whole),
        },
        "positive_part": {"estimate": positive @ own.weights.T},
        "sign_only": {"estimate": sign @ own.weights.T},
    }


def _drawn(group: JointUnits, place: int, draws: int, generator: np.random.Generator) -> np.ndarray:
    """Joint draws of rates and accelerations of one unit, draws × order × T' × code; levels are left at zero."""
    count = int(group.inside.sum())
    sums = group.sums_of(np.eye(3 * count)[count:])
    curves = joint_draws(group.posterior, sums, place, draws, generator)
    levels = np.zeros((draws, 1, count, curves.shape[2]))
    return np.concatenate([levels, curves.reshape(draws, 2, count, -1)], axis=1)


def points_of(own: JointSums, place: int, uniform: np.ndarray) -> np.ndarray:
    """Values of one unit's signed sums at points of the unit square, points × T'. uniform: points × 2.

    The first coordinate chooses a grid point by its weight, the second a quantile of its Student t.
    """
    from scipy.special import stdtrit

    ends = np.cumsum(own.mixture.weights[place])
    at = np.searchsorted(ends, uniform[:, 0] * ends[-1])
    shock = stdtrit(own.mixture.degrees, uniform[:, 1])[:, None]
    return own.mixture.mean[place, at] + own.mixture.scale[place, at] * shock
