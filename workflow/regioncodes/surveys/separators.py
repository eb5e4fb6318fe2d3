"""Whether a column holds several options in one cell, guessed from its texts alone."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import pandas as pd

from regioncodes.surveys.multiple_responses import LINE_BREAK, LIST, list_items
from regioncodes.surveys.multiple_responses import joined as join

SEPARATORS = [LIST, LINE_BREAK, ";", " | ", "|", " / ", ", ", ",", "/"]
# What stands in a cell of those that the codebook spells out.
MARKS = {LIST: "[", LINE_BREAK: "\n"}
# Assumption: where parts are answers ticked independently, a part stands in half as many different cells again as
# there are parts; a comma inside the options of a single answer makes parts that stand in one text each.
CELLS_A_PART = 1.5
MOST_OPTIONS = 40


def guessed_separator(texts: pd.Series) -> str:
    """The separator that cuts the cells of a column into recurring options, or "" where none does.

    Of several the first is taken that leaves no option joined to another by one of the others.
    """
    different = texts[texts != ""].unique().tolist()
    whole = "\0".join(different)
    found = {
        separator: parts
        for separator in SEPARATORS
        if MARKS.get(separator, separator) in whole and (parts := _recurring_parts(different, separator))
    }
    clean = (separator for separator, parts in found.items() if not compounds(parts, separator))
    return next(clean, next(iter(found), ""))


def _recurring_parts(different: list[str], separator: str) -> list[str]:
    """The parts of different cells where they recur, or all cells end with the separator; else none."""
    ends = separator not in MARKS and all(text.endswith(separator.strip()) for text in different)
    parts: Counter[str] = Counter()
    joined = False
    for text in different:
        cell = dict.fromkeys(parts_of(text, separator))
        joined |= len(cell) > 1
        parts.update(cell.keys())
        if len(parts) > MOST_OPTIONS and not ends:
            return []
    recurring = sum(parts.values()) >= CELLS_A_PART * len(parts)
    worded = any(letter.isalpha() for part in parts for letter in part)
    return list(parts) if joined and worded and (recurring or ends) else []


def separated_options(texts: pd.Series, separator: str) -> dict[str, int]:
    """Number of cells with each option of a column of several options a cell, in the order met.

    Parts that never stand apart, one always right before the other, are taken for one option that contains the
    separator, as in "Friends, relatives".
    """
    cells = Counter(texts[texts != ""].tolist())
    cut = {text: parts_of(text, separator) for text in cells}
    while pair := _inseparable(cut):
        cut = {text: _merged(parts, pair, separator) for text, parts in cut.items()}
    found: Counter[str] = Counter()
    for text, number in cells.items():
        found.update({part: number for part in cut[text]})
    return dict(found)


def parts_of(text: str, separator: str) -> list[str]:
    """Parts of a cell between separators, without the empty one that some forms leave at the end."""
    if separator == LIST:
        return list_items(text) or [text]
    parts = text.split("\n" if separator == LINE_BREAK else separator)
    return [part.strip() for part in parts if part.strip()]


def compounds(options: Iterable[str], separator: str) -> list[str]:
    """Those options that other options make up, joined by another mark than the separator.

    Each of their parts stands in another option too: "grants, loans" beside "grants" alone is an option of its own.
    Of a mark that differs from the separator by blanks, as "a,b" beside "a, c", one such part is enough.
    """
    known, found = dict.fromkeys(options), set()
    for mark in SEPARATORS:
        cut = {option: dict.fromkeys(parts_of(option, mark)) for option in known} if mark != separator else {}
        standing = Counter(part for parts in cut.values() for part in parts)
        enough = any if mark.strip() == separator.strip() else all
        found |= {
            option for option, parts in cut.items() if len(parts) > 1 and enough(standing[part] > 1 for part in parts)
        }
    return sorted(found)


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
            merged[-1] = join([merged[-1], part], separator)
        else:
            merged.append(part)
    return merged
