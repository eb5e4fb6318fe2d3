"""Title, number, unit and moment of a table, from the lines above its header."""

import re
from collections.abc import Container
from typing import NamedTuple

from regioncodes.reading.layout.marks import Marked, without_marks
from regioncodes.reading.layout.periods import MONTH

BACK_LINK = re.compile(r"(?:←\s*)?(?:к содержанию|содержание|назад|back to contents|contents)", re.I)
CONTINUED = re.compile(r"(?:продолжение|окончание|continued|end of table)\b.*", re.I | re.S)
SECTION = re.compile(r"\d{1,2}\.\s*\D.*", re.S)
NUMBER = re.compile(r"(?:табл\w*\.?\s*)?(\d{1,2}(?:\.\d{1,2})+)\.?\s+(?=\S)", re.I)
# Units that stand without brackets; a title is longer, or has a number before it.
UNIT = re.compile(
    r"(?:на \d[\d ]*\D.{0,60}|(?:в )?(?:%|процент|рубл|руб\b|тыс|млн|млрд|миллион|миллиард|человек|единиц"
    r"|штук|тонн|гектар|percent|per cent|thousand|million|number).{0,60})",
    re.I | re.S,
)
# A unit that closes the title: "Валовой региональный продукт в 2016-2023 гг.1)2) (в текущих ценах; миллионов рублей)".
UNIT_INSIDE = re.compile(r"(.*\S)\s+(\([^()]{4,}\))", re.S)
MOMENT = re.compile(
    rf"(?:оценка )?на (?:конец|начало|середину|\d{{1,2}} {MONTH}|год\b)|в среднем за|в месяц\b|за год\b"
    r"|end of|beginning of",
    re.I,
)


class Caption(NamedTuple):
    """What stands above a table."""

    number: str
    title: str
    notes: tuple[str, ...]
    unit: str
    moment: str
    unit_line: str


def caption(lines: list[str], known: Container[str]) -> Caption:
    """Caption from the texts above a header, in their order.

    known: the marks of the notes under the table; they decide what "ОКВЭД21)" means.
    The running head and the section ("5. ЗДРАВООХРАНЕНИЕ") are left out where the title of the table follows.
    """
    texts = list(dict.fromkeys(" ".join(line.split()) for line in lines))
    texts = [text for text in texts if text and not BACK_LINK.fullmatch(text) and not CONTINUED.fullmatch(text)]
    if texts and (inside := UNIT_INSIDE.fullmatch(texts[-1])):
        texts[-1:] = inside.groups()
    unit_line = next((text for text in reversed(texts) if _is_unit(text, texts)), "")
    titles = [text for text in texts if text != unit_line]
    section = max((place for place, text in enumerate(titles[:-1]) if SECTION.fullmatch(text)), default=-1)
    number, parts, notes = "", [], []
    for text in titles[section + 1 :]:
        bare, marks = _unglued(text, known)
        if match := NUMBER.match(bare):
            number, bare = match.group(1), bare[match.end() :]
        parts.append(bare)
        notes += marks
    inner = re.sub(r"^\((.*)\)$", r"\1", unit_line).strip()
    pieces = [piece.strip() for piece in inner.split(";")]
    moments = [piece for piece in pieces if MOMENT.match(piece)] if len(pieces) > 1 else []
    unit = "; ".join(piece for piece in pieces if piece not in moments)
    return Caption(number, ". ".join(parts), tuple(notes), unit, "; ".join(moments), "; ".join(pieces) if inner else "")


def _unglued(text: str, known: Container[str]) -> Marked:
    """Text and marks; of two digits glued to a word the first belongs to the word if only the second is a note."""
    bare, marks = without_marks(text)
    if marks and len(marks[0]) == 2 and marks[0] not in known and marks[0][1] in known:
        return Marked(bare + marks[0][0], (marks[0][1], *marks[1:]))
    return Marked(bare, marks)


def _is_unit(text: str, texts: list[str]) -> bool:
    """Whether a line is the unit: all of it in brackets, or a unit by its first word below another line."""
    bracketed = text.startswith("(") and without_marks(text).text.endswith(")")
    return bracketed or (len(texts) > 1 and text != texts[0] and bool(UNIT.fullmatch(text)))
