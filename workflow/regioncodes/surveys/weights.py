"""Weights of respondents, read with every fault named."""

import numpy as np
import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.surveys.described_columns import located
from regioncodes.surveys.exports import Export


def weights_of(texts: pd.Series, respondents: pd.Index) -> np.ndarray:
    """The weight of each respondent as a number, in their order.

    texts: the weights as the dump has them, with decimal comma or point, in the order of the respondents; its
    index counts rows as the dump's program shows them. A weight of 0 is kept: that respondent counts as
    unweighted and adds nothing to a weighted number. Raises StudyError that names every row whose weight is
    missing, negative or no number, and weights that are all 0.
    """
    values = pd.to_numeric(texts.str.strip().str.replace(",", ".", regex=False), errors="coerce").to_numpy(dtype=float)
    problems = [
        f"{texts.index.name} {texts.index[place]}: respondent '{respondents[place]}' has "
        f"{_fault(texts.iloc[place], values[place])}; mend it, or drop the row by a rule"
        for place in np.flatnonzero(~((values >= 0) & (values < np.inf)))
    ]
    if not problems and not (values > 0).any():
        problems.append("every weight is 0; at least one respondent needs a weight above 0")
    raise_problems(problems, f"the weights '{texts.name}'")
    return values


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


def _fault(text: str, value: float) -> str:
    if not text.strip():
        return "no weight"
    return f"the weight '{text}', which is {'negative' if value < 0 else 'no number'}"
