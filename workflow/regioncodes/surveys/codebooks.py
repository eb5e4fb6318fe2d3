"""Codebooks of surveys: what stands in each column of a dump, and which option it means."""

from pathlib import Path

import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.surveys.export_tables import folded

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
OPTIONAL_COLUMNS = ["position", "encoding", "code_not_shown", "shown_if", "dont_know"]
ANSWER_KINDS = {
    "single": "one option a cell",
    "multiple_cell": "several options in one cell, joined by the separator",
    "multiple_columns": "one column an option, or columns that each hold the code of one ticked option",
    "other_text": "free text beside or in place of an option: whether it is filled counts, the text is never kept",
}
KINDS = {
    "respondent": "the respondent's id",
    "note": "a remark that is no answer",
    **ANSWER_KINDS,
    "number": "a number",
    "weight": "the weight of the respondent",
    "started": "when the interview began",
    "finished": "when it ended, or whether it was finished",
    "duration": "how long it took, in seconds",
    "status": "how the form marks the interview",
    "drop": "left out on reading: personal data and what nobody needs",
    "hash": "replaced by a keyed hash on reading: personal data that tell respondents apart",
}
BASES = {
    "answered": "the respondents who answered",
    "substantive": "those who answered anything but an option marked in 'dont_know'",
    "respondents": "all respondents, answering or not",
}
# Stands in a column of codes for a cell in which nothing stands.
EMPTY = "(empty)"


def read_codebook(path: str | Path) -> pd.DataFrame:
    """Codebook of one survey as text, one row per code of an option and one per column that holds no answers.

    Columns as in COLUMNS and OPTIONAL_COLUMNS ("" where the file has none of these). `column` is the header or
    variable in the dump, `position` its number, needed only where the header stands more than once; `kind` is
    one of KINDS. `code` is what stands in the dump for a ticked option. `code_not_ticked` stands for one left
    blank on purpose, `code_not_answered` for a missing answer, `code_not_shown` for a question not put to the
    respondent ("N/A" in LimeSurvey, "-2" in 1ka); each may hold several, joined by |, and `(empty)` for an empty cell.
    An empty cell of a question in several columns, without `code_not_ticked`, is not ticked where another column
    of the question is filled; any other empty cell is a missing answer. `code_not_shown` = (empty) says so of a
    respondent in whose row all columns of the question are empty. `shown_if` (question=option) names the answer
    that lets the question be shown: without it an unanswered question was not shown.
    Codes that changed between waves or a free text of its own column: further rows with the same option.
    `other_text` in the column of another kind: any text that is no option, behind `code` where it has one ("Other:").
    `dont_know`: yes beside an option that says so; shares are given with and without it.
    `base` says, per question, of whom the shares are taken: one of BASES. `encoding`: of the dump, where its own is
    wrong. Raises StudyError that lists every row which cannot be used.
    """
    codebook = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    raise_problems(codebook_problems(codebook), f"{path}")
    return completed(codebook)


def completed(codebook: pd.DataFrame) -> pd.DataFrame:
    """A codebook with all columns, the optional ones empty where it has none."""
    return codebook.reindex(columns=[*COLUMNS, *OPTIONAL_COLUMNS], fill_value="")


def codebook_problems(codebook: pd.DataFrame) -> list[str]:
    """Sentences that say what keeps a codebook from being used; empty when nothing does."""
    absent = [name for name in COLUMNS if name not in codebook.columns]
    if absent:
        return [f"no column '{name}'; a codebook has the columns {', '.join(COLUMNS)}" for name in absent]
    codebook = completed(codebook)
    codebook = codebook.assign(place=codebook["column"].map(folded) + codebook["position"].map(" ({})".format))
    answers = answer_entries(codebook)
    coded = answers[answers["kind"] != "other_text"]
    problems = [
        *_unknown(codebook, "kind", KINDS),
        *_unknown(answers, "base", BASES),
        *_blank(codebook, "column"),
        *_blank(answers, "question"),
        *_blank(answers, "option"),
        *_blank(coded, "code"),
        *_blank(coded[coded["kind"] == "multiple_cell"], "separator"),
        *_repeated(coded, ["column", "position", "code"]),
        *_unknown(codebook, "dont_know", {"": "an answer", "yes": "an option that says don't know"}),
        *_baseless(answers),
        *_positions(codebook),
        *_filters(answers),
    ]
    if list(codebook["kind"]).count("respondent") > 1:
        problems.append("one row of kind 'respondent' is allowed: the column of the respondents' ids")
    for name in ["survey", "file", "sheet", "encoding"]:
        values = sorted(codebook[name].unique())
        if len(values) > 1:
            found = "', '".join(values)
            problems.append(f"column '{name}' holds '{found}'; one codebook describes one {name}")
    return problems + _divided(coded, answers)


def answer_entries(codebook: pd.DataFrame) -> pd.DataFrame:
    """The rows of a codebook that describe answers, in its order, numbered from 0: one per column and code."""
    return codebook[codebook["kind"].isin(ANSWER_KINDS)].reset_index(drop=True)


def option_entries(codebook: pd.DataFrame) -> pd.DataFrame:
    """The first row of every option, in the codebook's order, numbered from 0: as `answers.Answers.options`."""
    return answer_entries(codebook).drop_duplicates(["question", "option"]).reset_index(drop=True)


def codes(text: str) -> list[str]:
    """The codes that a cell of a codebook lists, an empty cell of the dump as ""."""
    return ["" if code == EMPTY else code for code in text.split("|")] if text else []


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
    quoted = ["' and '".join(filter(None, values)) for values in twice.itertuples(index=False)]
    return [f"'{values}' stand together twice in the columns {' and '.join(columns)}" for values in quoted]


def _baseless(answers: pd.DataFrame) -> list[str]:
    told = answers.loc[answers["dont_know"] == "yes", "question"]
    lacking = answers[(answers["base"] == "substantive") & ~answers["question"].isin(told)]
    return [
        f"question '{name}' has the base 'substantive' and no option with 'yes' in 'dont_know'; mark one"
        for name in lacking["question"].unique()
    ]


def _positions(codebook: pd.DataFrame) -> list[str]:
    wrong = [position for position in codebook["position"].unique() if position and not position.isdecimal()]
    return [f"column 'position': found '{position}'; the number of a column is allowed, from 1" for position in wrong]


def _filters(answers: pd.DataFrame) -> list[str]:
    known = (answers["question"] + "=" + answers["option"]).tolist()
    return [
        f"column 'shown_if': found '{text}'; a question and an option of this codebook are allowed, as {known[0]}"
        for text in answers["shown_if"].unique()
        if text and text not in known
    ]


def _divided(coded: pd.DataFrame, answers: pd.DataFrame) -> list[str]:
    """Sentences on columns, questions and options that differ where they have to be the same."""
    names = {"place": "column"}
    options = answers.assign(option=answers["question"] + "=" + answers["option"])
    rules = [
        *((coded, "place", part) for part in ["question", "kind", "separator"]),
        *((answers, "question", part) for part in ["base", "shown_if"]),
        *((options, "option", part) for part in ["label_en", "label_ru", "block"]),
    ]
    return [
        f"{names.get(whole, whole)} '{name.removesuffix(' ()')}' has {count} values in '{part}'; it has one"
        for frame, whole, part in rules
        for name, count in frame.groupby(whole)[part].nunique().items()
        if count > 1
    ]
