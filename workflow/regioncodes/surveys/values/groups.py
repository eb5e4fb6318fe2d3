"""Means of value scores by group, with bootstrap intervals, and the share above zero on both axes."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from regioncodes.statistics.rounding import reaches
from regioncodes.surveys.values.axes import AXES

GROUPINGS = ("all", "faculty", "sex")
MEASURES = (*AXES, "postmaterialism", "autonomy_index", "secular_values", "emancipative_values")
SHARE = "above_zero_on_both_axes_percent"


def value_groups(scores: pd.DataFrame, *, draws: int, minimum_n: int, seed: int) -> pd.DataFrame:
    """Weighted means of all respondents and of every faculty and sex, with 95 % percentile intervals.

    A measure that fewer than minimum_n of a group have is not shown: its numbers are missing.

    scores: as scores.value_scores returns them. Rows: grouping, group, measure, respondents (with a score),
    effective_respondents (Kish: square of the sum of weights over the sum of squares), estimate, lower_95, upper_95,
    status. The measure `above_zero_on_both_axes_percent` is the weighted share of respondents with both axes known.
    Respondents are drawn again with their weights within the group, `draws` times (Efron and Tibshirani 1993, ch. 13).
    Assumption: respondents are independent; a sample of whole student groups would need these drawn instead.
    """
    # Answers that balance each other are the middle of an axis, not above it, however their sum comes out.
    measured = scores.assign(**{SHARE: 100.0 * (~reaches(0.0, scores[list(AXES)])).all(axis=1)})
    measured.loc[measured[list(AXES)].isna().any(axis=1), SHARE] = np.nan
    rows = []
    for position, (grouping, group, own) in enumerate(_groups(measured)):
        estimates = _estimates(own[[*MEASURES, SHARE]], own["weight"], draws, np.random.default_rng([seed, position]))
        rows.append(estimates.assign(grouping=grouping, group=group))
    columns = [
        "grouping",
        "group",
        "measure",
        "respondents",
        "effective_respondents",
        "estimate",
        "lower_95",
        "upper_95",
    ]
    groups = pd.concat(rows, ignore_index=True)[columns].assign(status=scores["status"].iloc[0])
    numbers = ["effective_respondents", "estimate", "lower_95", "upper_95"]
    groups[numbers] = groups[numbers].where(groups["respondents"].ge(minimum_n))
    return groups


def _groups(scores: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    yield "all", "all", scores
    for grouping in GROUPINGS[1:]:
        for group, own in scores.groupby(grouping, sort=True):
            yield grouping, group, own


def _estimates(values: pd.DataFrame, weights: pd.Series, draws: int, generator: np.random.Generator) -> pd.DataFrame:
    """Means and intervals of every column: one set of draws serves all, as the same respondents answer."""
    count = len(values)
    drawn = generator.multinomial(count, np.full(count, 1 / count), size=draws).astype(float)
    known = values.notna().to_numpy() * weights.to_numpy()[:, None]
    weighted = values.fillna(0).to_numpy() * known
    with np.errstate(invalid="ignore"):  # a measure that nobody in the draw has is no number
        means = (drawn @ weighted) / (drawn @ known)
        estimates = weighted.sum(axis=0) / known.sum(axis=0)
        effective = known.sum(axis=0) ** 2 / (known**2).sum(axis=0)
    lower, upper = np.quantile(means, [0.025, 0.975], axis=0)
    return pd.DataFrame(
        {
            "measure": values.columns,
            "respondents": values.notna().sum().to_numpy(),
            "effective_respondents": effective,
            "estimate": estimates,
            "lower_95": lower,
            "upper_95": upper,
        }
    )
