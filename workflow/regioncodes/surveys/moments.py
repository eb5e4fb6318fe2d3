"""Sums over respondents from which every share, base and variance follows."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.surveys.answers import STATUSES, TICKED, Answers

MEASURES = ("respondents", "with_weight", "weight", "squared_weight")
RESPONDENTS, WITH_WEIGHT, WEIGHT, SQUARED_WEIGHT = range(len(MEASURES))


class Moments(NamedTuple):
    """Sums over respondents, of each measure in MEASURES.

    options: as in Answers. statuses: (options, statuses, measures), by the status at the option. ticked_any:
    (options, measures), over those who ticked some option of the question. mentions: (options, 4): the number of
    ticks at the question's options, their weight, Σ w²m² with m ticks a respondent, and Σ w²m over those who
    ticked the option. is_weighted: whether weights were given; without them every weight is 1.
    """

    options: pd.DataFrame
    statuses: np.ndarray
    ticked_any: np.ndarray
    mentions: np.ndarray
    is_weighted: bool


def moments(answers: Answers, weights: np.ndarray | None = None) -> Moments:
    """Moments of the answers; weights: one number of 0 or more a respondent, in their order (`weights.weights_of`)."""
    number, width = answers.statuses.shape
    by_status = np.empty((width, len(STATUSES), len(MEASURES)))
    ticked_any, mentions = np.empty((width, len(MEASURES))), np.empty((width, 4))
    measures = None if weights is None else [None, weights > 0, weights, weights**2]
    for place, column in enumerate(answers.statuses.T):
        by_status[place] = _sums(column, measures, len(STATUSES))
    for columns in answers.options.groupby("question", sort=False).indices.values():
        ticked = answers.statuses[:, columns] == TICKED
        ticks = np.count_nonzero(ticked, axis=1)
        weight = np.ones(number) if weights is None else weights
        ticked_any[columns] = _sums((ticks > 0).astype(np.int8), measures, 2)[1]
        mentions[columns, :3] = ticks.sum(), ticks @ weight, (ticks * weight) @ (ticks * weight)
        crossed = weight**2 * ticks
        mentions[columns, 3] = [np.bincount(chosen, weights=crossed, minlength=2)[1] for chosen in ticked.T]
    return Moments(answers.options, by_status, ticked_any, mentions, weights is not None)


def _sums(codes: np.ndarray, measures: list[np.ndarray | None] | None, length: int) -> np.ndarray:
    """Each measure summed by code, shape (length, measures); without weights all are the counts."""
    if measures is None:
        return np.repeat(np.bincount(codes, minlength=length)[:, None], len(MEASURES), axis=1)
    return np.stack([np.bincount(codes, weights=measure, minlength=length) for measure in measures], axis=1)
