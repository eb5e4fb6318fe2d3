"""Codebooks of surveys: what stands in each column of a dump, and which option it means."""

from pathlib import Path

import pandas as pd

from regioncodes.errors import raise_problems

COLUMNS = [
    "survey",
    "file",
    "sheet",
    "question",
    "column",
    "kind",
    "separator",
    "code",
    "code_not_ticked",
    "code_not_answered",
    "option",
    "label_en",
    "label_ru",
    "block",
    "base",
    "input_status",
]
KINDS = {
    "respondent": "the respondent's id",
    "note": "a remark that is no answer",
    "single": "one option a cell",
    "multiple_cell": "several options in one cell, joined by the separator",
    "multiple_columns": "one column an option",
}
BASES = {
    "answered": "the respondents who answered",
    "respondents": "all respondents, answering or not",
}


def read_codebook(path: str | Path) -> pd.DataFrame:
    """Codebook of one survey as text, one row per option and one per column that holds no answers.

    Columns as in COLUMNS. `column` is the header in the dump; `kind` one of KINDS. `code` is what stands in
    the dump for a ticked option, `code_not_ticked` (columns of one option) for one left blank on purpose,
    `code_not_answered` for a declared missing answer; an empty cell is always a missing answer.
    `base` says, per question, of whom the shares are taken: one of BASES.
    Raises StudyError that lists every row which cannot be used.
    """
    codebook = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    raise_problems(codebook_problems(codebook), f"{path}")
    return codebook


def codebook_problems(codebook: pd.DataFrame) -> list[str]:
    """Sentences that say what keeps a codebook from being used; empty when nothing does."""
    absent = [name for name in COLUMNS if name not in codebook.columns]
    if absent:
        return [f"no column '{name}'; a codebook has the columns {', '.join(COLUMNS)}" for name in absent]
    answers = answer_entries(codebook)
    problems = [
        *_unknown(codebook, "kind", KINDS),
        *_unknown(answers, "base", BASES),
        *_blank(codebook, "column"),
        *_blank(answers, "question"),
        *_blank(answers, "option"),
        *_blank(answers, "code"),
        *_blank(answers[answers["kind"] == "multiple_cell"], "separator"),
        *_repeated(answers, ["question", "option"]),
        *_repeated(answers, ["column", "code"]),
    ]
    if list(codebook["kind"]).count("respondent") != 1:
        problems.append("exactly one row of kind 'respondent' is needed: the column of the respondents' ids")
    for name in ["survey", "file", "sheet"]:
        values = sorted(codebook[name].unique())
        if len(values) > 1:
            found = "', '".join(values)
            problems.append(f"column '{name}' holds '{found}'; one codebook describes one {name}")
    return problems + _divided(answers)


def answer_entries(codebook: pd.DataFrame) -> pd.DataFrame:
    """The rows of a codebook that describe options, in its order, numbered from 0."""
    return codebook[~codebook["kind"].isin(["respondent", "note"])].reset_index(drop=True)


def _unknown(codebook: pd.DataFrame, column: str, allowed: dict[str, str]) -> list[str]:
    found = sorted(set(codebook[column]) - set(allowed))
    choices = "; ".join(f"{name} ({meaning})" for name, meaning in allowed.items())
    return [f"column '{column}': found '{value}'; allowed are {choices}" for value in found]


def _blank(codebook: pd.DataFrame, column: str) -> list[str]:
    return [
        f"column '{column}' is empty beside option '{entry.option}' of question '{entry.question}'"
        for entry in codebook[codebook[column] == ""].itertuples()
    ]


def _repeated(answers: pd.DataFrame, columns: list[str]) -> list[str]:
    twice = answers.loc[answers.duplicated(columns), columns].drop_duplicates()
    return [
        f"'{pair[0]}' and '{pair[1]}' stand together twice in the columns {' and '.join(columns)}"
        for pair in twice.itertuples(index=False)
    ]


def _divided(answers: pd.DataFrame) -> list[str]:
    """Sentences on columns that differ where they have to be the same."""
    rules = [("column", "question"), ("column", "kind"), ("column", "separator"), ("question", "base")]
    return [
        f"{whole} '{name}' has {count} values in '{part}'; it has one"
        for whole, part in rules
        for name, count in answers.groupby(whole)[part].nunique().items()
        if count > 1
    ]
