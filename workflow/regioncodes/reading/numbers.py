"""Numbers as statistical offices print them: blanks between thousands, comma or point, every kind of minus."""

import re

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
BLANKS = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
# Blanks stand where thousands end and nowhere else; around the comma they are a slip of the typist.
NUMBER = re.compile(r"([+-]?) ?(\d{1,3}(?: \d{3})+|\d+)(?: ?[.,] ?(\d+))?")


def levelled(text: str) -> str:
    """Text with one plain blank for every run of blanks, one dash for every dash and nothing invisible."""
    return BLANKS.sub(" ", INVISIBLE.sub("", text)).translate(DASHES).strip()


def number(text: str) -> float | None:
    """The number that a levelled text prints, or None: '1 234,5' is 1234.5, '12 34' is no number."""
    match = NUMBER.fullmatch(text)
    if not match:
        return None
    sign, whole, digits = match.groups()
    return float(f"{sign}{whole.replace(' ', '')}.{digits or 0}")
