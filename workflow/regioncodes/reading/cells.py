"""One cell of a statistical table: its value, its status, its note and its flags."""

import re
from typing import NamedTuple

BLANKS = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff\u00ad]+")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
TIMES = re.compile(r"в(\d+(?:[.,]\d+)?)р\.?(?:аза?)?")
GLUED_NOTE = re.compile(r"(.*?\d)(\d{1,2})\)")
MARK = re.compile(r"(-|\.{2,4}|…\.?|[xх])(?:(\d{1,2})\))?", re.IGNORECASE)
ALLOWED = "a number or one of - … x is allowed"
CONFIDENTIAL = re.compile("конфиденциальн|confidential", re.IGNORECASE)


class Cell(NamedTuple):
    """What a cell says: value (None where there is none), status (DESIGN of statuses in the README),
    note (the number of the note it refers to, or None) and flags."""

    value: float | None
    status: str
    note: int | None = None
    flags: str = ""


class CellError(ValueError):
    """A text that is neither a number nor a known mark; the message says what is allowed."""


def parse_cell(content: float | str, notes: dict[int, str], *, percent: bool = False) -> Cell:
    """Value, status, note and flags of one cell.

    content: what the file holds, a number or a text. notes: the notes under the table, by number;
    the last digits before a closing bracket are a note only if that note stands there.
    percent: whether the table is in per cent, so that "в 2,1 р." (2.1 times) is 210.
    Raises CellError for a text that is neither a number nor a mark.
    """
    if isinstance(content, (int, float)) and not isinstance(content, bool):
        return _number(float(content))
    text = BLANKS.sub("", str(content)).replace("\u2212", "-").replace("–", "-").replace("—", "-")
    if not text:
        return Cell(None, "blank")
    if NUMBER.fullmatch(text):
        return _number(float(text.replace(",", ".")))
    if mark := MARK.fullmatch(text):
        return _mark(mark.group(1).lower(), mark.group(2), notes)
    if times := TIMES.fullmatch(text):
        if not percent:
            raise CellError(f"found {content!r} (so many times) in a table that is not in per cent; {ALLOWED}")
        return Cell(round(float(times.group(1).replace(",", ".")) * 100, 6), "value", None, "times")
    if glued := GLUED_NOTE.fullmatch(text):
        return _glued(content, text, glued.group(0), notes)
    raise CellError(f"found {content!r}{_suspicion(text)}; {ALLOWED}")


def _number(value: float) -> Cell:
    return Cell(value, "rounds_to_zero" if value == 0 else "value")


def _mark(mark: str, note: str | None, notes: dict[int, str]) -> Cell:
    number = int(note) if note else None
    if mark == "-":
        return Cell(None, "absent", number)
    if mark in {"x", "х"}:
        return Cell(None, "not_applicable", number)
    if number and CONFIDENTIAL.search(notes.get(number, "")):
        return Cell(None, "suppressed", number)
    return Cell(None, "not_available", number)


def _glued(content: str, text: str, glued: str, notes: dict[int, str]) -> Cell:
    """A number with a note mark glued to it, such as 17,83): 17.8 with note 3."""
    readings = [
        (float(number.replace(",", ".")), note)
        for note in sorted(notes)
        if (number := glued.removesuffix(f"{note})")) != glued and NUMBER.fullmatch(number)
    ]
    if len(readings) != 1:
        listed = ", ".join(str(note) for note in sorted(notes)) or "none"
        raise CellError(
            f"found {content!r}: the digits before ')' fit no single note (notes under the table: {listed})"
        )
    value, note = readings[0]
    return _number(value)._replace(note=note)


def _suspicion(text: str) -> str:
    """A hint at what is wrong with a text that is almost a number."""
    digits = sum(letter.isdigit() for letter in text)
    letters = [letter for letter in text if letter.isalpha()]
    if digits and letters:
        return f" ({', '.join(repr(letter) for letter in letters[:3])} among digits)"
    return ""
