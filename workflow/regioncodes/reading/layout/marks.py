"""Note marks behind names and headings, and the notes that they refer to."""

import re
from functools import lru_cache
from typing import NamedTuple

from regioncodes.reading.cells import SUPERSCRIPTS

MARK = r"\d{1,2} ?\)|\*{1,3}\)?|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}[)⁾]?"
TRAILING = re.compile(rf"(?:[;,]?\s*(?:{MARK}))+[;,]?$")
# A raised mark that lost its shape in a copy: "Российская Федерация 1", "2016 2".
BARE = re.compile(r"(?<=[^\d\s])\s+(\d{1,2})$|(?<=\b\d{4})\s+(\d{1,2})$")
NOTE_LINE = re.compile(
    r"(\d{1,2}|\*{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})\s*[)⁾]\s*(\S.*)|([*]{1,3}|\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})\s+(\D.*)", re.S
)


class Marked(NamedTuple):
    """A text without its note marks, and the marks."""

    text: str
    notes: tuple[str, ...]


@lru_cache(maxsize=65536)
def without_marks(text: str) -> Marked:
    """Text without the note marks at its end, and these: 'Крым 2);3)' is 'Крым' with 2 and 3."""
    level = " ".join(text.split())
    match = TRAILING.search(level)
    if match and not _closes_a_bracket(level[: match.start()]):
        marks = re.findall(MARK, match.group(0))
        return Marked(level[: match.start()].strip(), tuple(_mark(mark) for mark in marks))
    if match := BARE.search(level):
        return Marked(level[: match.start()].strip(), (match.group(1) or match.group(2),))
    return Marked(level, ())


@lru_cache(maxsize=65536)
def note_line(text: str) -> tuple[str, str] | None:
    """Mark and text of a note under a table, or None for another text."""
    match = NOTE_LINE.fullmatch(text.strip())
    if not match:
        return None
    return _mark(match.group(1) or match.group(3)), " ".join((match.group(2) or match.group(4)).split())


def _closes_a_bracket(before: str) -> bool:
    """Whether the bracket after a text belongs to one opened in it, as in "(с 29.07.2016)"."""
    return before.count("(") > before.count(")")


def _mark(printed: str) -> str:
    return printed.translate(SUPERSCRIPTS).strip(" )")
