"""One survey from its dump to clean answers, with what was dropped and guessed on the way."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from regioncodes.surveys.answers import Answers
from regioncodes.surveys.cleaning import kept_and_dropped, read_rules
from regioncodes.surveys.codebooks import read_codebook
from regioncodes.surveys.dump_reports import dump_report
from regioncodes.surveys.dumps import read_survey, survey_answers


class CleanedSurvey(NamedTuple):
    """Answers of the interviews that were kept and their codebook; the rows dropped; what was guessed on reading."""

    answers: Answers
    codebook: pd.DataFrame
    dropped: pd.DataFrame
    reading: pd.DataFrame


def cleaned_survey(dump: str | Path, codebook_file: str | Path, rules_file: str | Path) -> CleanedSurvey:
    """A survey read by its codebook and cleaned by the rules for dropping rows.

    Raises StudyError as `read_rules`, `read_codebook`, `read_survey` and `survey_answers` do.
    """
    codebook = read_codebook(codebook_file)
    export = read_survey(dump, codebook)
    interviews, dropped = kept_and_dropped(export, codebook, read_rules(rules_file))
    return CleanedSurvey(
        survey_answers(interviews, codebook, str(dump)), codebook, dropped, dump_report(export, codebook)
    )
