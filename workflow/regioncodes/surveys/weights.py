"""Weights of respondents: read with every fault named, and what they cost in precision."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from regioncodes.errors import raise_problems
from regioncodes.surveys.answers import Answers
from regioncodes.surveys.described_columns import located
from regioncodes.surveys.exports import Export


def weighted(answers: Answers, texts: pd.Series, exclude: Collection[str] = ()) -> tuple[Answers, np.ndarray]:
    """The answers with the weight of each respondent, without the respondents named in `exclude`.

    texts: the weights as the dump has them, with decimal comma or point, in the order of the respondents; its
    index counts rows as the dump's program shows them. A weight of 0 is kept: that respondent counts as
    unweighted and adds nothing to a weighted number. Raises StudyError that names every row whose weight is
    missing, negative or no number, every name in `exclude` that nobody has, and weights that are all 0.
    """
    kept = ~answers.respondents.isin(list(exclude))
    strangers = sorted(set(exclude) - set(answers.respondents))
    problems = [f"respondent '{name}' is to be excluded and is not there" for name in strangers]
    problems += weight_problems(texts[kept], answers.respondents[kept])
    weights = weights_in(texts[kept])
    if not problems and not (weights > 0).any():
        problems.append("every weight is 0; at least one respondent needs a weight above 0")
    raise_problems(problems, f"the weights '{texts.name}'")
    return Answers(answers.respondents[kept], answers.options, answers.statuses[kept]), weights


def weight_problems(texts: pd.Series, respondents: pd.Index) -> list[str]:
    """Sentences on the weights that are missing, negative or no number, one a respondent, with its row."""
    values = weights_in(texts)
    return [
        f"{texts.index.name} {texts.index[place]}: respondent '{respondents[place]}' has "
        f"{_fault(texts.iloc[place], values[place])}; mend it or exclude the respondent"
        for place in np.flatnonzero(~((values >= 0) & (values < np.inf)))
    ]


def survey_weights(export: Export, codebook: pd.DataFrame) -> pd.Series | None:
    """Texts of the column of kind `weight`, one a row of the export; None where the codebook has no such column.

    Raises StudyError where the codebook has several.
    """
    entries = located(export, codebook).query("kind == 'weight'")
    several = ["one column of kind 'weight' is allowed"] if len(entries) > 1 else []
    raise_problems(several, f"the codebook of {codebook['survey'].iloc[0]}")
    if entries.empty:
        return None
    return export.cells[entries["position"].iloc[0]].rename(entries["column"].iloc[0])


def weights_in(texts: pd.Series) -> np.ndarray:
    """Weights as numbers, decimal comma or point alike; missing where a text is empty or no number."""
    pointed = texts.str.strip().str.replace(",", ".", regex=False)
    return pd.to_numeric(pointed, errors="coerce").to_numpy(dtype=float)


def effective_size(weights: np.ndarray) -> float:
    """Number of equally weighted respondents that would tell as much. Reference: Kish (1965), Survey Sampling."""
    return weights.sum() ** 2 / (weights**2).sum()


def _fault(text: str, value: float) -> str:
    if not text.strip():
        return "no weight"
    return f"the weight '{text}', which is {'negative' if value < 0 else 'no number'}"
