"""Units of a study by the years that all of their codes have: each such group is one joint process."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.codes.derivatives.gaussian_process import ORDERS, Pattern, prepared
from regioncodes.codes.derivatives.joint_bands import joint_band, pointwise_levels
from regioncodes.codes.derivatives.joint_process import (
    Functionals,
    JointPosterior,
    fewest_years,
    functionals,
    is_straight,
    joint_posterior,
)
from regioncodes.codes.derivatives.mixtures import StudentMixture
from regioncodes.ground.options import Derivative

BANDS = (
    "lower_95",
    "upper_95",
    "joint_lower_95",
    "joint_upper_95",
    "all_units_lower_95",
    "all_units_upper_95",
    "false_sign_probability",
)
PROBABILITY = 0.95
TOO_FEW_COMMON_YEARS, MADE_OF_OTHERS = "too_few_common_years", "made_of_other_codes"


class JointUnits(NamedTuple):
    """U units of one mapping with p codes in the same years, the same codes of which move."""

    mapping: str
    codes: list[str]  # p
    regions: list[str]  # U
    rows: np.ndarray  # U × p: places of their series
    common: np.ndarray  # T: years that all codes have
    inside: np.ndarray  # T: years between the first and the last of them, the T' targets
    pattern: Pattern
    posterior: JointPosterior
    of_mapping: int  # units that the mapping has

    def sums(self, weights: np.ndarray, order: int) -> Functionals:
        """Weighted sums over the targets of one derivative. weights: F × T'."""
        return self.sums_of(np.kron(np.eye(len(ORDERS))[order], weights))

    def sums_of(self, weights: np.ndarray) -> Functionals:
        """Weighted sums over the targets of all derivatives. weights: F × 3T'."""
        return functionals(self.pattern, weights)

    def over_study(self, values: np.ndarray) -> np.ndarray:
        """Values of the targets in their places among all years, the others missing."""
        whole = np.full(len(self.inside), np.nan)
        whole[self.inside] = values
        return whole


def joint_units(
    series: pd.DataFrame, years: np.ndarray, values: np.ndarray, derivative: Derivative
) -> tuple[list[JointUnits], np.ndarray]:
    """Groups of units, and of every series what keeps it out of one, else its own status.

    series: mapping, region, code and status ("" or `constant` where there are observations enough), one row per row of
    values. values: series × years, NaN where not observed. A unit with fewer common years than its codes need is
    `too_few_common_years`, one whose codes are sums of each other `made_of_other_codes`.
    """
    status = series["status"].to_numpy(dtype=object).copy()
    # Equal but for rounding, which would give a constant a direction.
    constant = status == "constant"
    levels = np.nanmax(values[constant], axis=1, keepdims=True)
    values = values.copy()
    values[constant] = np.where(np.isfinite(values[constant]), levels, np.nan)
    members: dict[tuple, list[np.ndarray]] = {}
    usable = series[np.isin(status, ["", "constant"])]
    for (mapping, _), rows in usable.groupby(["mapping", "region"]).groups.items():
        own = rows.to_numpy()
        common = np.isfinite(values[own]).all(axis=0)
        moving = np.zeros(len(own), dtype=bool)
        if common.sum() > 2:  # fewer leave nothing beside a line
            pattern = prepared(years[common], _targets(years, common), derivative)
            moving = ~is_straight(pattern, values[own][:, common].T[None])[0]
        if common.sum() < fewest_years(max(moving.sum(), 1)):
            status[own] = TOO_FEW_COMMON_YEARS
            continue
        members.setdefault((mapping, tuple(common), tuple(moving)), []).append(own)
    of_mapping = usable.drop_duplicates(["mapping", "region"])["mapping"].value_counts()
    groups = []
    for (mapping, common, moving), rows in members.items():
        group = _group(mapping, np.stack(rows), np.array(common), np.array(moving), years, values, derivative)
        independent = np.isfinite(group.posterior.weights).all(axis=1)
        status[group.rows[~independent].ravel()] = MADE_OF_OTHERS
        groups.append(
            group._replace(
                codes=series["code"].iloc[group.rows[0]].tolist(),
                regions=series["region"].iloc[group.rows[independent, 0]].tolist(),
                rows=group.rows[independent],
                posterior=group.posterior.only(independent),
                of_mapping=int(of_mapping[mapping]),
            )
        )
    return [group for group in groups if len(group.rows)], status


def _targets(years: np.ndarray, common: np.ndarray) -> np.ndarray:
    return years[(years >= years[common].min()) & (years <= years[common].max())]


def _group(
    mapping: str,
    rows: np.ndarray,
    common: np.ndarray,
    moving: np.ndarray,
    years: np.ndarray,
    values: np.ndarray,
    derivative: Derivative,
) -> JointUnits:
    """The units of the rows (U × p), whose posterior has no weights where codes are made of each other."""
    targets = _targets(years, common)
    pattern = prepared(years[common], targets, derivative)
    posterior = joint_posterior(pattern, values[rows][:, :, common].transpose(0, 2, 1), moving)
    return JointUnits(mapping, [], [], rows, common, np.isin(years, targets), pattern, posterior, 0)


def mixture_bands(
    group: JointUnits, sums: Functionals, mixture: StudentMixture, together: np.ndarray
) -> dict[str, np.ndarray]:
    """The columns of BANDS for one mixture of a group, each U × F. together: F, which sums the joint bands hold for.

    Pointwise: of one year. Joint: of all years of a unit together. All units: of all years of all units of the mapping
    together, the joint band at one less 0.05 over their number (Bonferroni), whatever their dependence.
    """
    bands = {name: np.full(mixture.estimate.shape, np.nan) for name in BANDS}
    tail = (1 - PROBABILITY) / 2
    bands["lower_95"], bands["upper_95"] = mixture.quantile(tail), mixture.quantile(1 - tail)
    bands["false_sign_probability"] = mixture.false_sign_probability()
    if not together.any():
        return bands
    own = StudentMixture(mixture.weights, mixture.mean[..., together], mixture.scale[..., together], mixture.degrees)
    for name, units in {"joint": 1, "all_units": group.of_mapping}.items():
        levels = pointwise_levels(sums.only(together), mixture.degrees, 1 - (1 - PROBABILITY) / units)
        ends = joint_band(own, levels)
        for end, value in zip(("lower", "upper"), ends, strict=True):
            bands[f"{name}_{end}_95"][:, together] = value
    return bands
