"""One cell of a statistical table: its value, its status, its note and its flags."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from regioncodes.reading.numbers import levelled, number

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁾⁽", "0123456789)(")
TIMES = re.compile(r"в ?(\d+(?:[.,]\d+)?) ?р(?:\.|аза?|)")
RAISED = re.compile(r"(.*?)\s*([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})\s*[)⁾]?")
APART = re.compile(r"(.*\S) (\d{1,2}) ?\)")
GLUED = re.compile(r"(.*\d)(\d{1,2}) ?\)")
ASTERISK = re.compile(r"(.*[^*\s])\s*(\*+)\)?")
# Marks of Russian and neighbouring offices, and those of Eurostat, by status.
MARKS = {
    "-": "absent",
    **dict.fromkeys(["…", "….", "..", "...", "....", "н/д", "н.д.", "нд", "нет данных", "n/a", ":"], "not_available"),
    **dict.fromkeys(["x", "х"], "not_applicable"),
}
MARK = re.compile(
    rf"({'|'.join(re.escape(mark) for mark in sorted(MARKS, key=len, reverse=True))})(?: ?(\d{{1,2}})\))?"
)
EUROSTAT = re.compile(r"(.*\S) ([bcdefinprsuz]{1,3})")
EUROSTAT_STATUS = {"c": "suppressed", "z": "not_applicable"}
ALLOWED = "a number or one of - … x is allowed"
CONFIDENTIAL = re.compile("конфиденциальн|не публику|confidential|not published", re.IGNORECASE)
ERROR = re.compile(r"#[A-Z0-9/]+[!?]?")


class Cell(NamedTuple):
    """What a cell says: its value, its status, its note and its flags.

    value: None where there is none. status: as in the README. note: the number of the note that the cell refers to,
    or None. flags: separated by blanks.
    """

    value: float | None
    status: str
    note: int | None = None
    flags: str = ""


class CellError(ValueError):
    """A text that is neither a number nor a known mark; the message says what is allowed."""


def parse_cell(content: float | str, notes: Mapping, *, percent: bool = False, superscript: str | None = None) -> Cell:
    """Value, status, note and flags of one cell.

    content: what the file holds, a number or a text. notes: texts of the notes under the table by their
    number or mark. The last digits before a closing bracket are a note only if that note stands there.
    percent: whether the table is in per cent, so that "в 2,1 р." (2.1 times) is 210.
    superscript: what the file sets raised at the end of the cell, such as "2)": that, and no more, is the note.
    Raises CellError for a text that is neither a number nor a mark, or whose note cannot be told from its digits.
    """
    if isinstance(content, (int, float)) and not isinstance(content, bool):
        return numeric_cell(float(content))
    text = levelled(str(content))
    known = {str(mark): text for mark, text in notes.items()}
    # A cell that is raised as a whole says nothing about where its note begins.
    if superscript and levelled(superscript) != text:
        return _raised(text, levelled(superscript), known, percent)
    if not text:
        return Cell(None, "blank")
    cell = _plain(text, known, percent) or _annotated(text, known, percent)
    if cell is None:
        raise CellError(f"found {content!r}{_suspicion(text)}; {ALLOWED}")
    return cell


def numeric_cell(value: float) -> Cell:
    """The cell that a number makes; zero is what rounds to zero, for nothing at all a dash is printed."""
    return Cell(value, "rounds_to_zero" if value == 0 else "value")


def _plain(text: str, notes: dict[str, str], percent: bool) -> Cell | None:
    """A number, a number in per cent, so many times, or a mark with or without its note."""
    if (value := number(text)) is not None:
        return numeric_cell(value)
    if text.endswith("%") and (value := number(text[:-1].strip())) is not None:
        return numeric_cell(value)._replace(flags="percent_sign")
    if mark := MARK.fullmatch(text.lower()):
        return _mark(mark.group(1), mark.group(2), notes)
    if times := TIMES.fullmatch(text.lower()):
        if not percent:
            raise CellError(f"found {text!r} (so many times) in a table that is not in per cent; {ALLOWED}")
        return Cell(round(float(times.group(1).replace(",", ".")) * 100, 6), "value", None, "times")
    return None


def _mark(mark: str, note: str | None, notes: dict[str, str]) -> Cell:
    status = MARKS[mark]
    if note and status == "not_available" and CONFIDENTIAL.search(notes.get(note, "")):
        status = "suppressed"
    return Cell(None, status, int(note) if note else None)


def _annotated(text: str, notes: dict[str, str], percent: bool) -> Cell | None:
    """A number or mark with a raised note, one set apart, one glued to its digits, an asterisk or a letter flag."""
    if (raised := RAISED.fullmatch(text)) and raised.group(1):
        return _noted(raised.group(1), raised.group(2).translate(SUPERSCRIPTS), notes, percent)
    if (apart := APART.fullmatch(text)) and (cell := _plain(apart.group(1), notes, percent)):
        if apart.group(2) not in notes:
            raise CellError(f"found {text!r}: note {apart.group(2)} does not stand under the table ({_listed(notes)})")
        return cell._replace(note=int(apart.group(2)))
    if GLUED.fullmatch(text):
        return _glued(text, notes, percent)
    if (asterisk := ASTERISK.fullmatch(text)) and (cell := _plain(asterisk.group(1), notes, percent)):
        return cell._replace(flags=f"{cell.flags} {asterisk.group(2)}".strip())
    if (letters := EUROSTAT.fullmatch(text)) and (cell := _plain(letters.group(1), notes, percent)):
        status = EUROSTAT_STATUS.get(letters.group(2), cell.status) if cell.value is None else cell.status
        return cell._replace(status=status, flags=f"{cell.flags} {letters.group(2)}".strip())
    return None


def _noted(text: str, note: str, notes: dict[str, str], percent: bool) -> Cell | None:
    """The cell without its note, and the note's number."""
    if (mark := MARK.fullmatch(text.lower())) and not mark.group(2):
        return _mark(mark.group(1), note, notes)
    cell = _plain(text, notes, percent)
    return cell and cell._replace(note=int(note))


def _raised(text: str, superscript: str, notes: dict[str, str], percent: bool) -> Cell:
    """A cell whose note is known from the raised letters at its end."""
    rest = text.removesuffix(superscript).strip()
    note = superscript.translate(SUPERSCRIPTS).strip(" )*;")
    if rest == text or not note.isdigit():
        cell = _plain(rest, notes, percent)
        if cell is None or not set(superscript) <= set("*) "):
            raise CellError(f"found {text!r} with {superscript!r} raised, which is no note; {ALLOWED}")
        return cell._replace(flags=f"{cell.flags} {superscript.strip(' )')}".strip())
    cell = _noted(rest, note, notes, percent)
    if cell is None:
        raise CellError(f"found {text!r}{_suspicion(rest)}; {ALLOWED}")
    return cell


def _glued(text: str, notes: dict[str, str], percent: bool) -> Cell:
    """A number with a note mark glued to it, such as 17,83): 17.8 with note 3."""
    digits = text.rstrip(" )")
    readings = [
        (cell, note)
        for note in sorted(notes)
        if note.isdigit() and digits.endswith(note) and (cell := _plain(digits.removesuffix(note), notes, percent))
    ]
    if len(readings) != 1:
        raise CellError(f"found {text!r}: the digits before ')' fit no single note ({_listed(notes)})")
    cell, note = readings[0]
    return cell._replace(note=int(note))


def _listed(notes: dict[str, str]) -> str:
    return f"notes under the table: {', '.join(sorted(notes)) or 'none'}"


def _suspicion(text: str) -> str:
    """A hint at what is wrong with a text that is almost a number."""
    if ERROR.fullmatch(text):
        return " (an error of the spreadsheet)"
    digits = sum(letter.isdigit() for letter in text)
    letters = [letter for letter in text if letter.isalpha()]
    if digits and letters:
        return f" ({', '.join(repr(letter) for letter in letters[:3])} among digits)"
    return ""
