"""Years, academic years, quarters and months in all the spellings of table headings."""

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from regioncodes.reading.cells import SUPERSCRIPTS
from regioncodes.reading.layout.marks import without_marks
from regioncodes.reading.numbers import INVISIBLE

MONTHS = (
    "январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр|"
    "january|february|march|april|may|june|july|august|september|october|november|december"
)
SHORT_MONTHS = "янв|февр?|мар|апр|авг|сент?|окт|нояб?|дек|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
MONTH = rf"(?:(?:{MONTHS})[ьяаею]?|(?:{SHORT_MONTHS})\b\.?)"
# Shorter names, such as май, are like too many other words.
LONG_MONTHS = [f"{stem}{ending}" for stem in MONTHS.split("|") if len(stem) >= 5 for ending in "ья"]
LIKENESS = 0.8
YEAR = r"(?<!\d)(?:19|20)\d\d"
YEAR_WORD = r"(?:\s*(?:годы?|года|гг?\.?|жыл\w*|рік|рр?\.?)(?!\w))?"
ACADEMIC = re.compile(rf"({YEAR})\s?/\s?((?:19|20)\d\d|\d\d)(?:\s*(?:уч\w*\.?\s*)?(?:год\w*|г\.?)(?!\w))?", re.I)
SPAN = re.compile(rf"({YEAR})\s?[-–—]\s?{YEAR}(?!\d){YEAR_WORD}", re.I)
SINGLE = re.compile(rf"({YEAR})(?=\D|$|\d{{1,2}}\)){YEAR_WORD}", re.I)
DATE = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[T ][\d:.]+)?")
# A month in figures: 03.2019, 2019-03, 2019M03; 2001/02 is an academic year.
MONTH_IN_FIGURES = re.compile(
    r"(?:0?[1-9]|1[0-2])[./]((?:19|20)\d\d)|((?:19|20)\d\d)(?:[-.]|-?M)(?:0[1-9]|1[0-2])",
    re.I,
)
# Four digits of the year come first, or two after a stroke; what is glued to them is the note.
GLUED = re.compile(rf"({YEAR}|/\d\d)(\d{{1,2}}\))")
GLUED_TO_MONTH = re.compile(rf"\b((?:{MONTHS})[ьяаею]?)(\d{{1,2}})(?!\d)", re.I)
SUPERSCRIPT = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+[)⁾]?")
ORDINAL = r"(?:перв|втор|трет|четв[её]рт)\w+"
FLAGS = {
    "estimate": re.compile(r"\(?\b(?:оценка|estimate)\b\)?", re.I),
    "preliminary": re.compile(r"\(?\bпредв(?:арительн\w*(?: данн\w*)?|\.)\)?|\(?\bpreliminary\)?", re.I),
}
OTHERS = {
    "quarter": re.compile(
        r"(?<!\w)(?:(?:IV|I{1,3}|[1-4])\s*-?\s*(?:й|ый|ий)?\s*кв(?:арт\w*\.?|\.|(?!\w)))"
        rf"|\b{ORDINAL}\s+квартал\w*|(?<![^\W\d])Q[1-4](?!\w)",
        re.I,
    ),
    "other": re.compile(
        rf"{MONTH}\s?[-–—]\s?{MONTH}|\bна \d{{1,2}} {MONTH}|(?:I{{1,2}}|[12])(?:-?(?:ое|е))?\s*полугоди\w*"
        rf"|\b{ORDINAL}\s+полугоди\w*|\d+ мес(?:яц\w*|\.|(?!\w))"
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
    if month := MONTH_IN_FIGURES.fullmatch(text):
        return HeaderPeriod(int(month[1] or month[2]), "month", text)
    raised = SUPERSCRIPT.findall(text)
    apart = GLUED_TO_MONTH.sub(r"\1 \2", GLUED.sub(r"\1 \2", SUPERSCRIPT.sub("", text)))
    text, glued = without_marks(apart)
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


def is_part_of_year(period: HeaderPeriod | None) -> bool:
    """Whether a header cell names a month, a quarter or several months."""
    return period is not None and (period.period in OTHERS and bool(_part_of_year(period.detail)[0]))


def is_like_a_month(text: str) -> bool:
    """Whether a text that names no period is spelt almost as a month is: 'ноябь', 'сентбрь'."""
    return bool(get_close_matches(text.lower(), LONG_MONTHS, 1, LIKENESS))


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
