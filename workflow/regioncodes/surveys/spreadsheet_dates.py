"""Options such as "1-3" that a spreadsheet program turned into dates, found again."""

import re
from collections.abc import Sequence

MONTHS = {
    name: number
    for names in [
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        ["янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
        ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
    ]
    for number, name in enumerate(names, 1)
}
DASH = r"\s*[-–—‑−./]\s*"
RANGE = re.compile(rf"^(\d+){DASH}(\d+)$")
FULL_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?: 00:00:00)?$")
NUMBER_AND_MONTH = re.compile(rf"^(\d{{1,2}}){DASH}([a-zа-я]{{3}})[a-zа-я]*\.?$")
MONTH_AND_NUMBER = re.compile(rf"^([a-zа-я]{{3}})[a-zа-я]*{DASH}(\d{{1,2}})$")


def restored(text: str, options: Sequence[str]) -> str:
    """The one option that a cell was before it became a date or got another dash; "" where none or several fit.

    Read are dates (day and month in both orders, month and year), "5-Jan", "янв.50" and "4–6". A date of the first
    day of a month may have been a month and a year, for that is what a program makes of "2-50".
    """
    wanted = _pairs(text.lower())
    found = [option for option in options if (match := RANGE.match(option)) and _numbers(match) in wanted]
    return found[0] if len(found) == 1 else ""


def _pairs(text: str) -> set[tuple[int, int]]:
    """Every pair of numbers that a program may have made this text of."""
    if match := FULL_DATE.match(text):
        year, month, day = map(int, match.groups())
        return {(day, month), (month, day)} | ({(month, year % 100), (month, year)} if day == 1 else set())
    if (match := NUMBER_AND_MONTH.match(text)) and match[2] in MONTHS:
        return {(int(match[1]), MONTHS[match[2]]), (MONTHS[match[2]], int(match[1]))}
    if (match := MONTH_AND_NUMBER.match(text)) and match[1] in MONTHS:
        return {(MONTHS[match[1]], int(match[2])), (int(match[2]), MONTHS[match[1]])}
    match = RANGE.match(text)
    return {_numbers(match)} if match else set()


def _numbers(match: re.Match) -> tuple[int, int]:
    return int(match[1]), int(match[2])
