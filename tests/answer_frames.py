"""Answers of a survey from its dump, and as a long table, for comparisons in tests."""

import numpy as np
import pandas as pd

from regioncodes.surveys.answers import STATUSES, Answers
from regioncodes.surveys.dumps import read_survey, survey_answers


def answer_frame(answers: Answers) -> pd.DataFrame:
    """The answers as a long table: columns respondent, question, option, status; one row per respondent and option."""
    number, width = answers.statuses.shape
    return pd.DataFrame(
        {
            "respondent": np.repeat(answers.respondents.to_numpy(), width),
            "question": np.tile(answers.options["question"].to_numpy(), number),
            "option": np.tile(answers.options["option"].to_numpy(), number),
            "status": np.array(STATUSES, dtype=object)[answers.statuses.ravel()],
        }
    )


def read_dump(path, codebook) -> Answers:
    """Answers of every respondent in a dump to every option of its codebook."""
    return survey_answers(read_survey(path, codebook), codebook, f"{path}")
