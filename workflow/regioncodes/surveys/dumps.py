"""Answers of a survey from its dump, whatever the form or the package that wrote it."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.surveys.answers import NOT_ANSWERED, NOT_SHOWN, NOT_TICKED, TICKED, Answers
from regioncodes.surveys.cell_answers import OPEN, UNREAD, Meanings, meanings, unread_reason
from regioncodes.surveys.codebooks import answer_entries, codes, option_entries
from regioncodes.surveys.described_columns import header_problems, located, source_of, without_personal_data
from regioncodes.surveys.exports import Export, read_export
from regioncodes.surveys.label_comparison import label_problems
from regioncodes.surveys.personal_data import looks_personal

NAMED_CELLS = 50


class Column(NamedTuple):
    """One column of answers: the codebook's entries, its different texts, which of them each row holds, meanings."""

    entries: pd.DataFrame
    texts: pd.Index
    text_of: np.ndarray
    means: Meanings


def read_survey(path: str | Path, codebook: pd.DataFrame) -> Export:
    """The export behind a codebook without its personal data: columns dropped or hashed as the codebook says.

    Raises StudyError that lists every column which the dump or the codebook lacks, which stands more than once
    without a position or which looks personal and is not marked, and every label that contradicts the codebook's;
    then with the problems of the answers.
    """
    first = codebook.iloc[0]
    export = read_export(path, sheet=first["sheet"], encoding=first.get("encoding", ""))
    if problems := [*header_problems(export, codebook), *label_problems(export, codebook)]:
        raise_problems([*problems, *answer_problems(export, codebook)], f"{path}")
    return without_personal_data(export, codebook)


def survey_answers(export: Export, codebook: pd.DataFrame, subject: str) -> Answers:
    """Answers of every respondent in the rows of an export to every option. subject: the file, for messages.

    Respondents come in the order of the dump, options in that of the codebook (`codebooks.read_codebook`). The same
    answers give the same result from every format. Respondents without a column of ids are called by their row.

    Raises StudyError that lists every respondent without an id or with one used before and every cell that is no
    option, with row and text.
    """
    columns = answer_columns(export, codebook)
    raise_problems(_answer_problems(export, codebook, columns), subject)
    entries = located(export, codebook)
    options = option_entries(entries)
    statuses = np.empty((len(export.cells), len(options)), dtype=np.int8)
    for question, wanted in options.groupby("question", sort=False):
        own = [column for column in columns if column.entries["question"].iloc[0] == question]
        statuses[:, wanted.index] = _question_statuses(wanted["option"].tolist(), own)
    answers = Answers(_respondents(export, entries), options[["question", "option"]], statuses)
    return _filtered(answers, options["shown_if"])


def answer_problems(export: Export, codebook: pd.DataFrame) -> list[str]:
    """Sentences on the cells that are no options and on the respondents' ids, as far as their columns are found."""
    return _answer_problems(export, codebook, answer_columns(export, codebook))


def answer_columns(export: Export, codebook: pd.DataFrame) -> list[Column]:
    """The columns of answers with the meaning of each of their texts, in the order of the codebook."""
    columns, described = [], answer_entries(located(export, codebook))
    for position, entries in described[described["position"] > 0].groupby("position", sort=False):
        text_of, texts = pd.factorize(export.cells[position])
        missing = export.missing[export.missing["position"] == position]
        columns.append(Column(entries, texts, text_of, meanings(texts, entries, missing)))
    return columns


def _answer_problems(export: Export, codebook: pd.DataFrame, columns: list[Column]) -> list[str]:
    problems = [problem for column in columns for problem in _cell_problems(export, column)]
    entries = located(export, codebook)
    if not ((entries["kind"] == "respondent") & (entries["position"] > 0)).any():
        return problems
    ids, where = _respondents(export, entries).to_series(index=export.cells.index), export.cells.index
    problems += [f"{where.name} {row}: the respondent has no id" for row in where[ids == ""]]
    repeated = ids.duplicated() & (ids != "")
    return problems + [
        f"{where.name} {row}: respondent '{name}' stands above already; keep one of the two"
        for row, name in zip(where[repeated], ids[repeated], strict=True)
    ]


def _respondents(export: Export, entries: pd.DataFrame) -> pd.Index:
    """Ids of the respondents, by default the numbers of their rows."""
    positions = entries.loc[entries["kind"] == "respondent", "position"]
    ids = export.cells.index if positions.empty else export.cells[positions.iloc[0]]
    return pd.Index(ids, name="respondent", dtype="str")


def _question_statuses(options: list[str], columns: list[Column]) -> np.ndarray:
    """Status of each row at each option of one question: int8 of shape (rows, options)."""
    if len(columns) == 1:
        # What one column alone says hangs on its text: it is settled once per text, not once per respondent.
        [column] = columns
        return _settled(options, [column._replace(text_of=np.arange(len(column.texts)))])[column.text_of]
    return _settled(options, columns)


def _settled(options: list[str], columns: list[Column]) -> np.ndarray:
    """The same, settled row by row."""
    filled = np.logical_or.reduce([column.means.filled[column.text_of] for column in columns])
    wholly_empty = np.logical_and.reduce([(column.texts == "")[column.text_of] for column in columns])
    statuses = np.full((len(filled), len(options)), OPEN, dtype=np.int8)
    unticked = np.zeros_like(statuses)
    hidden = False
    for column in columns:
        entries = column.entries.reset_index(drop=True)
        hidden |= entries["code_not_shown"].map(codes).map(lambda listed: "" in listed).any()
        for place, entry in entries.iterrows():
            option = options.index(entry["option"])
            found = column.means.statuses[column.text_of, place]
            np.maximum(statuses[:, option], found, out=statuses[:, option])
            stated = codes(entry["code_not_ticked"])
            unticked[:, option] |= np.full(len(found), "" in stated) | (filled & (not stated))
    opened = np.where(unticked, NOT_TICKED, NOT_ANSWERED).astype(np.int8)
    if hidden:
        opened[wholly_empty] = NOT_SHOWN
    return np.where(statuses == OPEN, opened, statuses)


def _filtered(answers: Answers, shown_if: pd.Series) -> Answers:
    """Answers in which a question without an answer was not shown where its filter is not ticked."""
    statuses = answers.statuses.copy()
    keys = (answers.options["question"] + "=" + answers.options["option"]).tolist()
    for _, wanted in answers.options.groupby("question", sort=False):
        if condition := shown_if[wanted.index[0]]:
            closed = answers.statuses[:, keys.index(condition)] != TICKED
            open_rows = (answers.statuses[:, wanted.index] == NOT_ANSWERED).all(axis=1)
            statuses[np.ix_(closed & open_rows, wanted.index)] = NOT_SHOWN
    return answers._replace(statuses=statuses)


def _cell_problems(export: Export, column: Column) -> list[str]:
    """Sentences on the cells of a column that are no options, in the order of rows."""
    entries, first = column.entries, column.entries.iloc[0]
    unread = np.flatnonzero((column.means.statuses == UNREAD).any(axis=1))
    if len(unread) == 0:
        return []
    where, name = export.cells.index.name, first["column"]
    rows = np.flatnonzero(np.isin(column.text_of, unread))
    labels = export.labels.loc[export.labels["position"] == first["position"], "code"].tolist()
    problems = []
    for row in rows[:NAMED_CELLS]:
        text = column.texts[column.text_of[row]]
        problems.append(f"{where} {export.cells.index[row]}, column '{name}': {_described(text, entries, labels)}")
    if len(rows) > NAMED_CELLS:
        problems.append(f"column '{name}' has {len(rows) - NAMED_CELLS} more such cells")
    stated = [
        code for part in ["code_not_ticked", "code_not_answered", "code_not_shown"] for code in codes(first[part])
    ]
    allowed = "', '".join([*filter(None, entries["code"]), *dict.fromkeys(filter(None, stated))])
    return [*problems, f"column '{name}' allows '{allowed}' or nothing; add an option to {source_of(entries)}"]


def _described(text: str, entries: pd.DataFrame, labels: list[str]) -> str:
    """What stands in a cell that cannot be read; personal data are not shown."""
    if what := looks_personal("", pd.Series([text], dtype="str")):
        return f"found what looks like {what}, which is no option"
    unlabelled = " and has no label in the file" if labels and text not in labels else ""
    return f"found '{text}'{unread_reason(text, entries)}{unlabelled}"
