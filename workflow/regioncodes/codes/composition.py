"""What a code is made of: how much of its yearly change, and of its level, is each of its indicators."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from regioncodes.codes.codes import (
    Frame,
    breaks_left_out,
    code_scores,
    indicator_weights,
    measured_code,
    price_levels,
    scaling_of,
    yearly_changes,
)
from regioncodes.ground.code_names import CODES
from regioncodes.ground.options import CodeYears
from regioncodes.ground.regions import leaf_regions
from regioncodes.panel.units import usable_values
from regioncodes.statistics.rounding import ROUNDING, is_nothing, reaches

# More than this share of the variance is one indicator's: the code's rate is then mostly that of the indicator.
DOMINANT = 0.5
_NO_BREAKS: Mapping[str, pd.MultiIndex] = {}
COLUMNS = [
    "mapping",
    "code",
    "region",
    "pooled",
    "form",
    "indicator",
    "transform",
    "deflator",
    "denominator",
    "orientation",
    "covariance_share",
    "n_indicator",
    "n",
    "spread_sd",
    "dominant",
    "status",
]


def composition(
    panel: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    mappings: dict,
    units: Sequence[str],
    pools: Mapping[str, Sequence[str]],
    years: CodeYears,
    minimum_changes: int,
) -> pd.DataFrame:
    """Covariance share of every indicator in its code, one row per mapping, code, unit, form and term of the code.

    panel … mappings, years: as for codes.codes. units: codes of regions. pools: by the code of a whole, the regions
    whose region-years are taken together, around one mean (column `pooled`).
    form: `change`, of a year to the next, or `level`. With c the contribution of an indicator (its weighted
    score in the level, its weighted change in the step of the linked code) and x the sum of all of them, which is the
    code, covariance_share = cov(c, x) / var(x). The shares of a code add up to one; one below zero moved against it.
    n: changes (or years) of the code; n_indicator: those in which the indicator takes part. spread_sd: standard
    deviation of x, in SD of the base period. dominant: more than half of the variance is this indicator's.
    status: `estimated`; without a share `missing_code` (no change at all), `too_few_changes` (fewer than
    minimum_changes) or `constant_code`.
    Source: the covariance decomposition of a sum (Shorrocks 1982, Econometrica 50: its natural decomposition).
    """
    groups = [(unit, False, [unit]) for unit in units] + [(pool, True, own) for pool, own in pools.items()]
    parts = []
    for name, code, forms in _contributions(panel, regions, indicators, mappings, years):
        terms, measured = pd.DataFrame(mappings[name][code]), measured_code(mappings[name], code)
        for form, (table, present) in forms.items():
            for region, pooled, own in groups:
                chosen = table.index.get_level_values("region").isin(own)
                found = _shares(table[chosen], present[chosen], minimum_changes)
                shares = terms.merge(found, on="indicator", validate="one_to_one")
                parts.append(shares.assign(mapping=name, code=measured, region=region, pooled=pooled, form=form))
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def by_term(scores: dict[str, Frame]) -> pd.DataFrame:
    """Scores of the terms of one code as (region, year) × indicator, years in order. scores: of codes.code_scores."""
    stacked = pd.concat(scores, names=["indicator", "year"]).rename_axis(columns="region").stack(future_stack=True)
    return stacked.unstack("indicator")[list(scores)].reorder_levels(["region", "year"]).sort_index()


def contributions_to_changes(changes: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """What each indicator adds to the change of the linked code since the year before, as changes has it, SD.

    changes: of codes.yearly_changes. weights: by indicator. An indicator without a change adds nothing; NaN where none
    has one.
    """
    return _weighed(changes, weights)


def contributions_to_levels(
    scores: pd.DataFrame, weights: pd.Series, minimum: int, breaks: Mapping[str, pd.MultiIndex] = _NO_BREAKS
) -> pd.DataFrame:
    """What each indicator adds to the linked code (codes.codes, value_sd), as scores has it, SD.

    In the first year of an unbroken run of years its weighted score, afterwards what it added to the changes since.
    minimum: indicators that the code needs. breaks: of codes.breaks_left_out. NaN where the code has no value.
    """
    _, steps, starts, defined = _steps(scores, weights, minimum, breaks)
    run = starts.groupby("region").cumsum()
    moves = steps.where(~starts, _weighed(scores, weights)).where(defined, 0.0)
    return moves.groupby([moves.index.get_level_values("region"), run]).cumsum().where(defined)


def _contributions(
    panel: pd.DataFrame, regions: pd.DataFrame, indicators: pd.DataFrame, mappings: dict, years: CodeYears
) -> Iterator[tuple[str, str, dict[str, tuple[pd.DataFrame, pd.DataFrame]]]]:
    """Mapping, code, and by form what each indicator contributes and whether it takes part.

    Both are (region, year) × indicator, where the code has a value, or a change.
    """
    values = usable_values(panel, indicators)
    terms = [term for mapping in mappings.values() for code in CODES for term in mapping[code]]
    levels = price_levels(values, terms, years.price_base_year, regions)
    leaves, base = leaf_regions(regions), years.base_period
    of_study = range(years.period.first, years.period.last + 1)
    for name, mapping in mappings.items():
        for code in CODES:
            scores = code_scores(values, mapping[code], levels, leaves, base, of_study, scaling_of(mapping))
            weights, minimum = indicator_weights(scores, mapping, leaves, base), mapping["minimum_indicators"]
            table, breaks = by_term(scores), breaks_left_out(panel, mapping, code)
            changes, steps, starts, defined = _steps(table, weights, minimum, breaks)
            whole, moved = contributions_to_levels(table, weights, minimum, breaks), defined & ~starts
            forms = {
                "change": (steps[moved], changes.notna()[moved]),
                "level": (whole[defined], table.notna()[defined]),
            }
            yield name, code, forms


def _steps(
    scores: pd.DataFrame, weights: pd.Series, minimum: int, breaks: Mapping[str, pd.MultiIndex]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series, pd.Series]:
    """Changes, contributions to them, whether a year begins a run of years, and whether the code has a value in it."""
    changes, _, ended = yearly_changes(scores, breaks)
    steps = contributions_to_changes(changes, weights)
    defined = scores.notna().sum(axis=1).ge(minimum) & ended.isna()
    before = defined.groupby("region").shift(1, fill_value=False)
    return changes, steps, defined & ~(before & steps.notna().all(axis=1)), defined


def _weighed(table: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """Entries times their weights over the sum of the sizes of the weights, over those present; absent ones are 0."""
    mass = table.notna().astype(float) @ weights.abs()
    known = mass > 0
    return table.mul(weights).div(mass.where(known), axis=0).fillna(0.0).where(known)


def _shares(contributions: pd.DataFrame, present: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Share, counts and status of every indicator. contributions, present: rows to take together × indicators."""
    n, size = len(contributions), contributions.abs().to_numpy().max(initial=0.0)
    apart = (contributions - contributions.mean()).to_numpy()
    whole = apart.sum(axis=1)
    constant = bool(np.all(is_nothing(whole, size, ROUNDING)))
    status = _status(n, minimum, constant)
    is_known = status == "estimated"
    shares = apart.T @ whole / (whole @ whole) if is_known else np.full(contributions.shape[1], np.nan)
    return pd.DataFrame(
        {
            "indicator": list(contributions),
            "covariance_share": shares,
            "n_indicator": present.sum().to_numpy(),
            "n": n,
            "spread_sd": np.sqrt(whole @ whole / (n - 1)) if is_known else np.nan,
            # A share of a half but for rounding is no more than a half.
            "dominant": ~reaches(DOMINANT, np.nan_to_num(shares)),
            "status": status,
        }
    )


def _status(n: int, minimum: int, constant: bool) -> str:
    if n == 0:
        return "missing_code"
    return "too_few_changes" if n < minimum else "constant_code" if constant else "estimated"
