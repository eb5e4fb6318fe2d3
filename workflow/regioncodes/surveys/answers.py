"""Answers of a survey as one small matrix: who ticked what, who did not, who was never asked."""

from typing import NamedTuple

import numpy as np
import pandas as pd

STATUSES = ["not_shown", "not_answered", "not_ticked", "ticked"]
NOT_SHOWN, NOT_ANSWERED, NOT_TICKED, TICKED = range(len(STATUSES))


class Answers(NamedTuple):
    """Status of every respondent (rows) at every option (columns).

    respondents: their ids as text, in the order of the dump. options: columns question and option, in the order
    of the codebook, numbered from 0. statuses: int8 of shape (respondents, options), positions in STATUSES.
    """

    respondents: pd.Index
    options: pd.DataFrame
    statuses: np.ndarray

    def of(self, question: str) -> "Answers":
        """The answers to one question."""
        chosen = (self.options["question"] == question).to_numpy()
        return Answers(self.respondents, self.options[chosen].reset_index(drop=True), self.statuses[:, chosen])
