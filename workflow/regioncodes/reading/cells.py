"""One cell of a statistical table: its value, its status, its note and its flags."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from regioncodes.reading.explanations import ALIKE, explained_status
from regioncodes.reading.numbers import Marks, UndecidedError, levelled, number

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁾⁽", "0123456789)(")
TIMES = re.compile(r"в ?(\d+(?:[.,]\d+)?) ?р(?:\.|аза?|)")
RAISED = re.compile(r"(.*?)\s*([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})\s*[)⁾]?")
NOTE = re.compile(r"\d{1,2}|\*+")
RAISED_NOTES = re.compile(r"(?:\d{1,2}|\*+)(?:(?:[ ),;]+|(?<=\*)|(?=\*))(?:\d{1,2}|\*+))*[ ),;]*")
NOTED = re.compile(r"[\w*]")
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


class Surroundings(NamedTuple):
    """What the table around a cell tells of it: its notes by number or mark, whether it is in per cent, its marks."""

    notes: dict[str, str]
    percent: bool
    marks: Marks | None


class CellError(ValueError):
    """A text that is neither a number nor a known mark; the message says what is allowed."""


def parse_cell(
    content: float | str,
    notes: Mapping,
    *,
    percent: bool = False,
    superscript: str | None = None,
    marks: Marks | None = None,
) -> Cell:
    """Value, status, note and flags of one cell.

    content: what the file holds, a number or a text. notes: texts of the notes under the table by their
    number or mark. The last digits before a closing bracket are a note only if that note stands there.
    percent: whether the table is in per cent, so that "в 2,1 р." (2.1 times) is 210.
    superscript: what the file sets raised at the end of the cell, such as "2)": that, and no more, is the note.
    marks: what the numbers of the table put before decimals and between thousands (numbers.printed_marks).
    Raises CellError for a text that is neither a number nor a mark, or whose note cannot be told from its digits.
    """
    if isinstance(content, (int, float)) and not isinstance(content, bool):
        return numeric_cell(float(content))
    text = levelled(str(content))
    table = Surroundings({str(mark): words for mark, words in notes.items()}, percent, marks)
    try:
        raised = levelled(superscript or "")
        # A cell that is raised as a whole says nothing about where its note begins, and a raised bracket is no note.
        if raised != text and NOTED.search(raised):
            return _raised(text, raised, table)
        if not text:
            return Cell(None, "blank")
        cell = _plain(text, table) or _annotated(text, table)
    except UndecidedError:
        raise CellError(
            f"found {content!r}: thousands or decimals, and no other number of the table tells which; "
            "write it without a mark between thousands in a copy"
        ) from None
    if cell is None:
        raise CellError(f"found {content!r}{_suspicion(text)}; {ALLOWED}")
    return cell


def numeric_cell(value: float) -> Cell:
    """The cell that a number makes; zero is what rounds to zero, for nothing at all a dash is printed."""
    return Cell(value, "rounds_to_zero" if value == 0 else "value")


def _plain(text: str, table: Surroundings) -> Cell | None:
    """A number, a number in per cent, so many times, or a mark with or without its note."""
    if (value := number(text, table.marks)) is not None:
        return numeric_cell(value)
    if text.endswith("%") and (value := number(text[:-1].strip(), table.marks)) is not None:
        return numeric_cell(value)._replace(flags="percent_sign")
    if mark := MARK.fullmatch(text.lower()):
        return _mark(mark.group(1), mark.group(2), table.notes)
    if text.lower() in table.notes and explained_status(table.notes[text.lower()]) == "suppressed":
        return Cell(None, "suppressed")
    if times := TIMES.fullmatch(text.lower()):
        if not table.percent:
            raise CellError(f"found {text!r} (so many times) in a table that is not in per cent; {ALLOWED}")
        return Cell(round(float(times.group(1).replace(",", ".")) * 100, 6), "value", None, "times")
    return None


def _mark(mark: str, note: str | None, notes: dict[str, str]) -> Cell:
    """The cell that a mark makes; a note, its own or one to the mark itself, may say that the figure is confidential.

    note: a number, or asterisks, which become a flag.
    """
    explanation = notes.get(note or ALIKE.get(mark, mark), "")
    confidential = explanation and explained_status(explanation) == "suppressed"
    status = "suppressed" if confidential else MARKS[mark]
    if note and not note.isdigit():
        return Cell(None, status, None, note)
    return Cell(None, status, int(note) if note else None)


def _annotated(text: str, table: Surroundings) -> Cell | None:
    """A number or mark with a raised note, one set apart, one glued to its digits, an asterisk or a letter flag."""
    if (raised := RAISED.fullmatch(text)) and raised.group(1):
        return _noted(raised.group(1), raised.group(2).translate(SUPERSCRIPTS), table)
    if (apart := APART.fullmatch(text)) and (cell := _plain(apart.group(1), table)):
        if apart.group(2) not in table.notes:
            raise CellError(
                f"found {text!r}: note {apart.group(2)} does not stand under the table ({_listed(table.notes)})"
            )
        return cell._replace(note=int(apart.group(2)))
    if GLUED.fullmatch(text):
        return _glued(text, table)
    if asterisk := ASTERISK.fullmatch(text):
        return _noted(asterisk.group(1), asterisk.group(2), table)
    if (letters := EUROSTAT.fullmatch(text)) and (cell := _plain(letters.group(1), table)):
        status = EUROSTAT_STATUS.get(letters.group(2), cell.status) if cell.value is None else cell.status
        return cell._replace(status=status, flags=f"{cell.flags} {letters.group(2)}".strip())
    return None


def _noted(text: str, note: str, table: Surroundings) -> Cell | None:
    """The cell without its note, and the note: its number, or its asterisks among the flags."""
    if (mark := MARK.fullmatch(text.lower())) and not mark.group(2):
        return _mark(mark.group(1), note, table.notes)
    cell = _plain(text, table)
    if cell is None or note.isdigit():
        return cell and cell._replace(note=int(note))
    return cell._replace(flags=f"{cell.flags} {note}".strip())


def _raised(text: str, superscript: str, table: Surroundings) -> Cell:
    """A cell whose note is known from the raised letters at its end; of several notes the others are flags."""
    # The bracket of a note may stand on the line.
    parts = re.fullmatch(rf"(.+?) ?{re.escape(superscript)}[ );]*", text)
    marks = superscript.translate(SUPERSCRIPTS)
    if parts is None or not RAISED_NOTES.fullmatch(marks):
        raise CellError(f"found {text!r} with {superscript!r} raised, which is no note; {ALLOWED}")
    first, *others = sorted(NOTE.findall(marks), key=str.isdigit, reverse=True)
    cell = _noted(parts[1], first, table)
    if cell is None:
        raise CellError(f"found {text!r}{_suspicion(parts[1])}; {ALLOWED}")
    flags = [other if "*" in other else f"note_{other}" for other in others]
    return cell._replace(flags=" ".join([*cell.flags.split(), *flags]))


def _glued(text: str, table: Surroundings) -> Cell:
    """A number with a note mark glued to it, such as 17,83): 17.8 with note 3."""
    digits = text.rstrip(" )")
    readings = [
        (cell, note)
        for note in sorted(table.notes)
        if note.isdigit() and digits.endswith(note) and (cell := _plain(digits.removesuffix(note), table))
    ]
    if len(readings) != 1:
        raise CellError(f"found {text!r}: the digits before ')' fit no single note ({_listed(table.notes)})")
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
