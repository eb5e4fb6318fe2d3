"""Ranks of the regions by Code ID and Code NID, as probabilities: what the bands of one region do not tell."""

import numpy as np
import pandas as pd

from regioncodes.codes.formulas import nid_points
from regioncodes.codes.readings import lowest_order
from regioncodes.ground.options import Derivative, Formulas, Period

COLUMNS = [
    "mapping",
    "reading",
    "year",
    "region",
    "mean_sd_year",
    "rank_median",
    "rank_lower_95",
    "rank_upper_95",
    "probability_first",
    "probability_above_district",
    "probability_above_zero",
    "ranked_regions",
    "draws",
    "status",
]


def ranks(
    codes: pd.DataFrame, period: Period, *, district: str, seed: int, formulas: Formulas, derivative: Derivative
) -> pd.DataFrame:
    """Probabilities that a region is first, above the district and above zero, per mapping, reading and year.

    codes: as for `nid`, the units of a study. The other arguments are those of formulas.nid_points, Gaussian process.
    Readings: `sum` (Code_ID), `literal`, `memory` and `elapsed` (Code_NID), signed. Rank 1 is the highest.
    mean_sd_year: mean of the points, SD per year; rank_lower_95 and rank_upper_95: the central 95 % of ranks.
    draws: D points; a probability p is nearer to its limit than D draws would put it, sqrt(p (1 - p) / D).
    probability_above_zero is missing for the Code_ID of dynamic codes measured directly, whose zero is arbitrary.
    status: `ranked`; `whole` (the district or the country: not ranked, it contains the others);
    `missing_code` (no estimate: all empty). Regions without an estimate are left out of the ranks of their year.

    # Assumption: the errors of regions, and of a region and its district, are independent. The district is made
    # of its regions, so that its error moves with theirs and probability_above_district is nearer to a half
    # than it would be with the dependence known.
    """
    # One mapping after another: the points of all the regions of a country take more than a gigabyte each.
    parts, directly = [], []
    for mapping, own in codes.groupby("mapping", sort=True):
        points = nid_points(own, period, seed=seed, formulas=formulas, derivative=derivative)
        parts += _of_mapping(points, district)
        directly += [mapping] if lowest_order(own["code"]) == 0 else []
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.concat(parts)[COLUMNS].sort_values(COLUMNS[:4], ignore_index=True)
    is_arbitrary = table["mapping"].isin(directly) & table["reading"].eq("sum")
    return table.assign(probability_above_zero=table["probability_above_zero"].mask(is_arbitrary))


def _of_mapping(draws: pd.DataFrame, district: str) -> list[pd.DataFrame]:
    """Rows of every reading and year of one mapping; draws: of formulas.nid_points."""
    of_year = draws.columns.groupby(draws.columns.droplevel("region"))
    keys = ["mapping", "reading", "year"]
    return [
        _probabilities(draws[columns].droplevel(keys, axis=1), district).assign(**dict(zip(keys, key, strict=True)))
        for key, columns in of_year.items()
    ]


def _probabilities(draws: pd.DataFrame, district: str) -> pd.DataFrame:
    """Rows of one reading and year; draws: one row per draw, one column per unit."""
    known = draws.columns[draws.notna().all()]
    ranked = known.difference([district, "RU"])
    places = _places(draws[ranked])
    own = {
        "mean_sd_year": draws[known].mean(),
        "rank_median": places.median(),
        "rank_lower_95": places.quantile(0.025, interpolation="lower"),
        "rank_upper_95": places.quantile(0.975, interpolation="higher"),
        "probability_first": places.eq(1).mean(),
        "probability_above_zero": draws[known].gt(0).mean(),
    }
    if district in known:
        own["probability_above_district"] = draws[ranked].gt(draws[district], axis=0).mean()
    table = pd.DataFrame(own, index=draws.columns).reindex(columns=[name for name in COLUMNS if name in COLUMNS[4:11]])
    whole = draws.columns.isin([district, "RU"])
    return (
        table.assign(
            ranked_regions=len(ranked),
            draws=len(draws),
            status=np.select([~draws.columns.isin(known), whole], ["missing_code", "whole"], default="ranked"),
        )
        .rename_axis("region")
        .reset_index()
    )


def _places(draws: pd.DataFrame) -> pd.DataFrame:
    """Rank of every region in every draw, 1 for the highest; regions that tie share the better rank."""
    return draws.rank(axis=1, method="min", ascending=False)
