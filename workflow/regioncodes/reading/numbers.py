"""Numbers as statistical offices print them: blanks between thousands, comma or point, every kind of minus."""

import re
from collections.abc import Iterable
from typing import NamedTuple

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
BLANKS = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
# Blanks stand where thousands end and nowhere else; around the comma they are a slip of the typist.
NUMBER = re.compile(r"([+-]?) ?(\d{1,3}(?: \d{3})+|\d+)(?: ?[.,] ?(\d+))?")
# Thousands or decimals: which, only other numbers can tell.
EITHER = re.compile(r"[+-]? ?[1-9]\d{0,2}[.,]\d{3}")
# Marks between thousands that show themselves: two of a kind, or another one before the decimals.
GROUPED = re.compile(r"([+-]?) ?([1-9]\d{0,2}(?:([.,])\d{3})(?:\3\d{3})*)(?:(?!\3)([.,])(\d+))?")
OTHER = {",": ".", ".": ","}


class UndecidedError(ValueError):
    """A number that could be of thousands or of thousandths."""


class Marks(NamedTuple):
    """What the numbers of a table put before decimals and between thousands, as far as they show it."""

    decimal: frozenset[str]  # of comma and point
    thousands: frozenset[str]  # of comma, point and blank

    def parts_thousands(self, mark: str) -> bool:
        """Whether a comma or a point stands between thousands. Raises UndecidedError where the table does not tell."""
        does = mark in self.thousands or OTHER[mark] in self.decimal
        does_not = mark in self.decimal or OTHER[mark] in self.thousands or " " in self.thousands
        if does == does_not:
            raise UndecidedError
        return does


def levelled(text: str) -> str:
    """Text with one plain blank for every run of blanks, one dash for every dash and nothing invisible."""
    return BLANKS.sub(" ", INVISIBLE.sub("", text)).translate(DASHES).strip()


def compared_title(text: str) -> str:
    """A title as titles are compared: levelled, in lower case, "е" for "ё", which publications print either way."""
    return levelled(text).lower().replace("ё", "е")


def number(text: str, marks: Marks | None = None) -> float | None:
    """The number that a levelled text prints, or None: '1 234,5' is 1234.5, '12 34' is no number.

    marks: of the table that it stands in; without them comma and point both stand before decimals.
    Raises UndecidedError for a number such as 1,234 in a table whose numbers do not tell what the comma is.
    """
    if marks is not None and (parts := GROUPED.fullmatch(text)) and (EITHER.fullmatch(text) or _is_grouped(parts)):
        sign, whole, mark, _, digits = parts.groups()
        if _is_grouped(parts) and mark in marks.decimal:
            return None
        if _is_grouped(parts) or marks.parts_thousands(mark):
            return float(f"{sign}{whole.replace(mark, '')}.{digits or 0}")
    match = NUMBER.fullmatch(text)
    if not match:
        return None
    sign, whole, digits = match.groups()
    return float(f"{sign}{whole.replace(' ', '')}.{digits or 0}")


def printed_marks(texts: Iterable[str]) -> Marks:
    """The marks of a table, from the texts of its cells; what is no number tells nothing."""
    decimal, thousands = set(), set()
    for text in texts:
        bare = levelled(text).rstrip("% ")
        if (parts := GROUPED.fullmatch(bare)) and _is_grouped(parts):
            thousands.add(parts[3])
            decimal |= {parts[4]} - {None}
        elif (match := NUMBER.fullmatch(bare)) and not EITHER.fullmatch(bare):
            thousands |= {" "} & set(match[2])
            decimal |= {",", "."} & set(bare)
    return Marks(frozenset(decimal), frozenset(thousands))


def _is_grouped(parts: re.Match) -> bool:
    """Whether a number shows by itself that its first mark stands between thousands."""
    return parts[2].count(parts[3]) > 1 or parts[4] is not None
