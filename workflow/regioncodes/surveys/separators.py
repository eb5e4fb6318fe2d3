"""Whether a column holds several options in one cell, guessed from its texts alone."""

from collections import Counter
from itertools import pairwise

import pandas as pd

SEPARATORS = [";", " | ", "|", ", ", ","]
# Assumption: where parts are answers ticked independently, a part stands in half as many different cells again as
# there are parts; a comma inside the options of a single answer makes parts that stand in one text each.
CELLS_A_PART = 1.5
MOST_OPTIONS = 40


def guessed_separator(texts: pd.Series) -> str:
    """The separator that cuts the cells of a column into recurring options, or "" where none does."""
    different = list(dict.fromkeys(texts[texts != ""]))
    for separator in SEPARATORS:
        cut = [parts_of(text, separator) for text in different]
        parts = Counter(part for cell in cut for part in dict.fromkeys(cell))
        joined = any(len(cell) > 1 for cell in cut)
        recurring = sum(parts.values()) >= CELLS_A_PART * len(parts)
        ends = bool(different) and all(text.endswith(separator.strip()) for text in different)
        if (joined and recurring and len(parts) <= MOST_OPTIONS) or (joined and ends):
            return separator
    return ""


def separated_options(texts: pd.Series, separator: str) -> dict[str, int]:
    """Number of cells with each option of a column of several options a cell, in the order met.

    Parts that never stand apart, one always right before the other, are taken for one option that contains the
    separator, as in "Friends, relatives".
    """
    cells = Counter(texts[texts != ""])
    cut = {text: parts_of(text, separator) for text in cells}
    while pair := _inseparable(cut):
        cut = {text: _merged(parts, pair, separator) for text, parts in cut.items()}
    found: Counter[str] = Counter()
    for text, number in cells.items():
        found.update({part: number for part in cut[text]})
    return dict(found)


def parts_of(text: str, separator: str) -> list[str]:
    """Parts of a cell between separators, without the empty one that some forms leave at the end."""
    return [part.strip() for part in text.split(separator) if part.strip()]


def _inseparable(cut: dict[str, list[str]]) -> tuple[str, str] | None:
    """A pair of parts of which neither ever stands without the other on its right or left."""
    single = Counter(part for parts in cut.values() for part in parts)
    pairs = Counter((first, second) for parts in cut.values() for first, second in pairwise(parts))
    # One text alone cannot tell two options from one.
    return next(
        (pair for pair, times in pairs.items() if times > 1 and {single[part] for part in pair} == {times}), None
    )


def _merged(parts: list[str], pair: tuple[str, str], separator: str) -> list[str]:
    merged: list[str] = []
    for part in parts:
        if merged and (merged[-1], part) == pair:
            merged[-1] = f"{merged[-1]}{separator}{part}"
        else:
            merged.append(part)
    return merged
