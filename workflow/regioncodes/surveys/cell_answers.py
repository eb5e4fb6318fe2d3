"""What the different texts of one column say about its options."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.surveys.answers import NOT_ANSWERED, NOT_SHOWN, NOT_TICKED, TICKED
from regioncodes.surveys.codebooks import codes
from regioncodes.surveys.multiple_responses import loose_ticks, loosened, option_splits, separated_cells, unread
from regioncodes.surveys.spreadsheet_dates import restored

# Beside the statuses of answers: a cell leaves an option open, or cannot be read.
OPEN, UNREAD = -1, -2


class Meanings(NamedTuple):
    """What each text of a column means.

    statuses: int8 of shape (texts, entries), statuses of answers, OPEN or UNREAD. filled: the text answers the
    question. restored: of a text that was an option before a spreadsheet program changed it, that option's code.
    """

    statuses: np.ndarray
    filled: np.ndarray
    restored: dict[str, str]


def meanings(texts: pd.Index, entries: pd.DataFrame, missing: pd.DataFrame) -> Meanings:
    """What each of the different texts of one column means for each of its codebook's entries.

    texts: each once. entries: the column's rows, see `codebooks.completed`. missing: low and high of the codes that
    the file itself declares missing; one that the codebook lists as an option is an answer all the same.
    """
    statuses = np.tile(_without_answer(texts, entries, missing)[:, None], len(entries))
    answers = np.flatnonzero((statuses == UNREAD).all(axis=1))
    ticked, changed = _ticked(texts if len(answers) == len(texts) else texts[answers], entries)
    read = ticked.any(axis=1)
    statuses[answers[read]] = np.where(ticked[read], TICKED, OPEN if _holds_codes(entries) else NOT_TICKED)
    return Meanings(statuses, (statuses >= NOT_TICKED).any(axis=1), changed)


def is_declared(texts: pd.Index | pd.Series, missing: pd.DataFrame) -> np.ndarray:
    """Whether each text is a code in one of the ranges (low, high) that a file declares missing."""
    declared = np.zeros(len(texts), dtype=bool)
    for limits in missing.itertuples():
        declared |= np.asarray(texts.isin([limits.low, limits.high]))
        low, high = pd.to_numeric(pd.Series([limits.low, limits.high]), errors="coerce")
        if low < high:
            declared |= np.asarray(pd.Series(pd.to_numeric(texts, errors="coerce")).between(low, high))
    return declared


def is_without_answer(texts: pd.Series, entries: pd.DataFrame, missing: pd.DataFrame) -> np.ndarray:
    """Whether each text of a column says that nothing was ticked, answered or shown."""
    text_of, different = pd.factorize(texts)
    return (_without_answer(different, entries, missing) != UNREAD)[text_of]


def unread_reason(text: str, entries: pd.DataFrame) -> str:
    """Why a text cannot be read, as the end of a sentence."""
    listed = entries.loc[entries["kind"] == "multiple_cell", "code"].tolist()
    if not listed:
        return ", which is no option"
    [cell], separator = separated_cells([text], entries["separator"].max())
    cell, listed = loosened(cell, separator), [loosened(option, separator) for option in listed]
    mark = separator.strip(" ") or separator
    if option_splits(cell, listed, mark):
        return ", which can be read in more than one way"
    return f", of which '{unread(cell, listed, mark)}' is no option or stands twice"


def _without_answer(texts: pd.Index, entries: pd.DataFrame, missing: pd.DataFrame) -> np.ndarray:
    """Status of each text that stands for no tick at all, OPEN of the empty one, UNREAD of all others."""
    # A column that holds the code of one ticked option is missing where fewer were ticked: that says nothing yet.
    not_answered = OPEN if _holds_codes(entries) else NOT_ANSWERED
    statuses = np.where(is_declared(texts, missing), not_answered, UNREAD).astype(np.int8)
    said = {"": OPEN}
    for column, status in [
        ("code_not_shown", NOT_SHOWN),
        ("code_not_answered", not_answered),
        ("code_not_ticked", NOT_TICKED),
    ]:
        said |= {code: status for stated in entries[column].unique() for code in codes(stated) if code}
    said |= dict.fromkeys(entries.loc[entries["kind"] != "other_text", "code"], UNREAD)
    # Some forms write the separator behind the last option, and behind a mark that stands for none.
    mark = entries["separator"].iloc[0].strip() if entries["kind"].iloc[0] == "multiple_cell" else ""
    bare = texts if not mark else pd.Index([text.removesuffix(mark) for text in texts])
    for code, status in said.items():
        statuses[np.asarray((texts == code) | (bare == code))] = status
    return statuses


def _ticked(texts: pd.Index, entries: pd.DataFrame) -> tuple[np.ndarray, dict[str, str]]:
    """Entries that each text ticks, none where it cannot be read, and codes restored from dates."""
    coded = np.flatnonzero(entries["kind"] != "other_text")
    free = np.flatnonzero(entries["kind"] == "other_text")
    ticked, changed = np.zeros((len(texts), len(entries)), dtype=bool), {}
    if len(coded) == 0:
        return np.ones_like(ticked), {}
    listed = entries["code"].iloc[coded].tolist()
    cells, separator = separated_cells(texts, entries["separator"].iloc[coded[0]])
    ticked[:, coded] = _named(cells, listed, separator)
    for row in np.flatnonzero(~ticked.any(axis=1)):
        if code := restored(texts[row], listed):
            changed[texts[row]] = code
            ticked[row, coded] = np.isin(listed, code)
        elif len(free):
            before, written = _parted(cells[row], listed, separator)
            if written and written.startswith(entries["code"].iloc[free[0]]):
                ticked[row, coded] = np.isin(listed, before)
                ticked[row, free] = True
    return ticked, changed


def _named(texts: Sequence[str], listed: Sequence[str], separator: str) -> np.ndarray:
    if separator:
        return loose_ticks(texts, listed, separator)
    return np.asarray(texts, dtype=object)[:, None] == np.array(listed, dtype=object)


def _parted(text: str, listed: Sequence[str], separator: str) -> tuple[list[str], str]:
    """The options at the beginning of a cell and the free text behind them; none where an option follows it."""
    if not separator:
        return [], text
    mark = separator.strip(" ") or separator
    loose = {loosened(option, separator): option for option in listed}
    text = loosened(text, separator)
    written = unread(text, list(loose), mark)
    bounded = f"{mark}{written}{mark}"
    if any(f"{mark}{option}{mark}" in bounded for option in loose):
        return [], ""
    before = option_splits(text.strip().removesuffix(mark).removesuffix(written), list(loose), mark)
    return ([loose[option] for option in before[0]] if before else []), written


def _holds_codes(entries: pd.DataFrame) -> bool:
    """Whether the column holds the code of whichever option was ticked, and not yes or no to one option."""
    return entries["kind"].iloc[0] == "multiple_columns" and entries["option"].nunique() > 1
