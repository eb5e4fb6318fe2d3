"""What drove a code: the change between two periods, split among the indicators of the code."""

import pandas as pd

from regioncodes.codes.codes import (
    breaks_left_out,
    code_scores,
    indicator_weights,
    price_levels,
    scaling_of,
    yearly_changes,
)
from regioncodes.codes.composition import by_term, contributions_to_changes
from regioncodes.ground.code_names import CODES
from regioncodes.ground.options import CodeYears
from regioncodes.ground.regions import leaf_regions
from regioncodes.panel.units import usable_values

# Assumption: three years even out the noise of single years, and two such periods are recent enough to decide upon.
PERIOD_YEARS = 3
COLUMNS = ["region", "code", "indicator", "contribution_sd", "change_sd", "earlier", "later"]


def contributions(
    panel: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    mapping: dict,
    chosen: list[str],
    years: CodeYears,
) -> pd.DataFrame:
    """How much each indicator moved each code between the last two periods of three years, in standard deviations.

    Arguments as for codes.codes; mapping: the one of the passports. One row per region, code and indicator.
    change_sd: mean of the linked code over the later period minus its mean over the earlier; the contributions of
    its indicators add up to it. Both are missing where the code is, or changes all its indicators, in any year.
    An indicator without figures in two neighbouring years contributes nothing between them, and so does one whose
    change is left out for a break.
    """
    last = years.period.last
    both = range(last - 2 * PERIOD_YEARS + 1, last + 1)
    values = usable_values(panel, indicators)
    levels = price_levels(values, [term for code in CODES for term in mapping[code]], years.price_base_year, regions)
    leaves, base = leaf_regions(regions), years.base_period
    parts = []
    for code in CODES:
        scores = code_scores(values, mapping[code], levels, leaves, base, both, scaling_of(mapping))
        weights = indicator_weights(scores, mapping, leaves, base)
        breaks = breaks_left_out(panel, mapping, code)
        for region in chosen:
            own = {name: frame.reindex(columns=[region]) for name, frame in scores.items()}
            split = _split(by_term(own), breaks, weights, mapping["minimum_indicators"])
            parts.append(split.assign(region=region, code=code))
    earlier, later = (f"{half[0]}–{half[-1]}" for half in (both[:PERIOD_YEARS], both[PERIOD_YEARS:]))
    return pd.concat(parts, ignore_index=True).assign(earlier=earlier, later=later)[COLUMNS]


def _split(scores: pd.DataFrame, breaks: dict, weights: pd.Series, minimum: int) -> pd.DataFrame:
    """Contribution of each indicator of one code of one region.

    scores: of composition.by_term, two periods of years. breaks: of codes.breaks_left_out.
    """
    changes, _, _ = yearly_changes(scores, breaks)
    steps = contributions_to_changes(changes, weights).droplevel("region").iloc[1:]
    scores = scores.droplevel("region")
    # A step in year t lifts the mean of a period by the share of its years from t on.
    shares = pd.Series(1.0, index=scores.index).iloc[::-1].cumsum().iloc[::-1] / PERIOD_YEARS
    weight = (shares.clip(upper=1.0) - (shares - 1.0).clip(lower=0.0)).iloc[1:]
    found = steps.mul(weight, axis=0).sum()
    is_known = (scores.notna().sum(axis=1) >= minimum).all() and steps.notna().all(axis=None)
    return pd.DataFrame(
        {
            "indicator": list(scores),
            "contribution_sd": found.to_numpy() if is_known else float("nan"),
            "change_sd": found.sum() if is_known else float("nan"),
        }
    )
