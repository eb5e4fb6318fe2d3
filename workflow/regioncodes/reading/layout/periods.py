"""Years, academic years, quarters and months in all the spellings of table headings."""

import re
from functools import lru_cache
from typing import NamedTuple

from regioncodes.reading.cells import SUPERSCRIPTS
from regioncodes.reading.layout.marks import without_marks
from regioncodes.reading.numbers import INVISIBLE

MONTHS = (
    "январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр|"
    "january|february|march|april|may|june|july|august|september|october|november|december"
)
MONTH = rf"(?:{MONTHS})[ьяаею]?"
YEAR = r"(?<!\d)(?:19|20)\d\d"
YEAR_WORD = r"(?:\s*(?:годы?|года|гг?\.?|жыл\w*|рік|рр?\.?)(?!\w))?"
ACADEMIC = re.compile(rf"({YEAR})\s?/\s?((?:19|20)\d\d|\d\d)(?:\s*(?:уч\w*\.?\s*)?(?:год\w*|г\.?)(?!\w))?", re.I)
SPAN = re.compile(rf"({YEAR})\s?[-–—]\s?{YEAR}(?!\d){YEAR_WORD}", re.I)
SINGLE = re.compile(rf"({YEAR})(?=\D|$|\d{{1,2}}\)){YEAR_WORD}", re.I)
DATE = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[T ][\d:.]+)?")
# Four digits of the year come first, or two after a stroke; what is glued to them is the note.
GLUED = re.compile(rf"({YEAR}|/\d\d)(\d{{1,2}}\))")
SUPERSCRIPT = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+[)⁾]?")
FLAGS = {
    "estimate": re.compile(r"\(?\b(?:оценка|estimate)\b\)?", re.I),
    "preliminary": re.compile(r"\(?\bпредв(?:арительн\w*(?: данн\w*)?|\.)\)?|\(?\bpreliminary\)?", re.I),
}
OTHERS = {
    "quarter": re.compile(
        r"(?<!\w)(?:(?:IV|I{1,3}|[1-4])\s*-?\s*(?:й|ый|ий)?\s*кв(?:артал\w*|\.|(?!\w))|Q[1-4])", re.I
    ),
    "other": re.compile(
        rf"{MONTH}\s?[-–—]\s?{MONTH}|\bна \d{{1,2}} {MONTH}|(?:I{{1,2}}|[12])(?:-?ое)?\s*полугоди\w*|\d+ месяц\w*"
        r"|\b\d{1,2}\.\d{1,2}\.(?=(?:19|20)\d\d)",
        re.I,
    ),
    "month": re.compile(rf"\b{MONTH}(?!\w)", re.I),
}


class HeaderPeriod(NamedTuple):
    """What a header cell says of time.

    year: None where only a month stands. period, detail: which kind of period it is, and its words. label: the text
    beside it. notes: its note marks. flags: separated by blanks.
    """

    year: int | None
    period: str
    detail: str = ""
    label: str = ""
    notes: tuple[str, ...] = ()
    flags: str = ""


def period_of(content: float | str) -> HeaderPeriod | None:
    """The time that a header cell names, or None: 2005.0, '2012 г.', '20212)', '2019/20', 'III квартал', 'май'."""
    if isinstance(content, str):
        return _period_of_text(content)
    return HeaderPeriod(int(content), "year") if 1900 <= content < 2100 and float(content).is_integer() else None


@lru_cache(maxsize=65536)
def _period_of_text(content: str) -> HeaderPeriod | None:
    text = " ".join(INVISIBLE.sub("", content).split())
    if len(text) < 3:
        return None
    if date := DATE.fullmatch(text):
        year, month, day = (int(part) for part in date.groups())
        return HeaderPeriod(year, "year") if (month, day) == (1, 1) else HeaderPeriod(year, "month", text)
    raised = SUPERSCRIPT.findall(text)
    text, glued = without_marks(GLUED.sub(r"\1 \2", SUPERSCRIPT.sub("", text)))
    notes = tuple(mark.translate(SUPERSCRIPTS).strip(")") for mark in raised) + glued
    flags = " ".join(flag for flag, pattern in FLAGS.items() if pattern.search(text))
    for pattern in FLAGS.values():
        text = pattern.sub("", text)
    part, detail, rest = _part_of_year(text)
    year, kind, words, label = _year(rest)
    if year is None and not part:
        return None
    period = part if part and kind in ("year", "") else kind
    if part == "month" and label and year is None:
        return None
    return HeaderPeriod(year, period, detail or words, label.strip(" ,;:.()"), notes, flags)


def _part_of_year(text: str) -> tuple[str, str, str]:
    """Kind and words of a part of a year, and the text without it."""
    for kind, pattern in OTHERS.items():
        if match := pattern.search(text):
            return kind, match.group(0).strip(), f"{text[: match.start()]} {text[match.end() :]}".strip()
    return "", "", text


def _year(text: str) -> tuple[int | None, str, str, str]:
    """Year, kind of period, its words, and the text beside it."""
    if (match := ACADEMIC.search(text)) and (int(match.group(1)) + 1 - int(match.group(2))) % 100 == 0:
        return (
            int(match.group(1)),
            "academic_year",
            match.group(0),
            text[: match.start()] + text[match.end() :],
        )
    if match := SPAN.search(text):
        return int(match.group(1)), "other", match.group(0), text[: match.start()] + text[match.end() :]
    found = list(SINGLE.finditer(text))
    if not found:
        return None, "", "", text
    if len({match.group(1) for match in found}) > 1:
        return int(found[0].group(1)), "other", text, text
    match = found[0]
    return int(match.group(1)), "year", "", text[: match.start()] + text[match.end() :]
