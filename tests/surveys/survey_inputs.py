"""Small answers and codebooks written by value, for the tests of surveys."""

import numpy as np
import pandas as pd

from regioncodes.surveys.answers import NOT_ANSWERED, NOT_SHOWN, NOT_TICKED, TICKED, Answers
from regioncodes.surveys.codebooks import COLUMNS, completed

SIGNS = {".": NOT_SHOWN, "?": NOT_ANSWERED, "-": NOT_TICKED, "x": TICKED}


def answers_of(columns):
    """Answers from a text a question and option, one sign a respondent: `{("support", "loans"): "xx-?."}`."""
    [number] = {len(signs) for signs in columns.values()}
    statuses = np.array([[SIGNS[sign] for sign in signs] for signs in columns.values()], dtype=np.int8).T
    respondents = pd.Index([str(place) for place in range(1, number + 1)], name="respondent")
    return Answers(respondents, pd.DataFrame(list(columns), columns=["question", "option"]), statuses)


def codebook_for(answers, kind="multiple_columns", base="answered", **facts):
    """A codebook with the options of the answers."""
    filled = [
        dict.fromkeys(COLUMNS, "")
        | {"survey": "small", "question": option.question, "option": option.option, "column": option.option}
        | {"kind": kind, "base": base, "input_status": "published"}
        | facts
        for option in answers.options.itertuples()
    ]
    return pd.DataFrame(filled)


def codebook_of_one_cell(column, options, separator, weight=""):
    """A codebook of ids, one question whose options share a cell, and a column of weights where it is named."""
    rows = [{"column": "id", "kind": "respondent"}]
    rows += [{"column": weight, "kind": "weight"}] if weight else []
    shape = {"column": column, "question": "which", "kind": "multiple_cell", "separator": separator, "base": "answered"}
    rows += [shape | {"code": option, "option": f"option_{place}"} for place, option in enumerate(options)]
    return filled_codebook(rows)


def filled_codebook(rows):
    """A codebook of the rows with every column, the shares of whoever answered."""
    facts = {"survey": "small", "input_status": "synthetic", "base": "answered"}
    return completed(pd.DataFrame([dict.fromkeys(COLUMNS, "") | facts | row for row in rows]))
