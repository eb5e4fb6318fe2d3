"""Units of measurement as publications spell them, and what makes one of another."""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.ground.tables import INDICATORS, TABLES, UNITS
from regioncodes.reading.numbers import levelled

# Between the parts of a unit line; a comma between digits belongs to the number.
PARTS = re.compile(r"\s*(?:;|,(?!\d))\s*")
NUMBER = "number"


class UnitError(ValueError):
    """A unit that is not the indicator's and that nothing joins with it; the message says what to mend."""


class Meaning(NamedTuple):
    """What a spelling measures, and how much of it one is: a thousand roubles are 1000 of rouble."""

    quantity: str
    size: Fraction


Meanings = dict[str, list[Meaning]]  # by levelled spelling; [] where it says nothing of the unit


def unit_meanings(units: pd.DataFrame) -> Meanings:
    """What every spelling of data/reference/units.csv means, by levelled spelling.

    units: columns spelling, quantity (empty for words that only say when or at which prices), size.
    Raises StudyError for a size that is no number above zero, naming the line.
    """
    meanings: Meanings = {}
    problems = []
    for line, row in enumerate(units.fillna({"quantity": ""}).itertuples(), start=2):
        known = meanings.setdefault(_spelling(row.spelling), [])
        if not row.quantity:
            continue
        try:
            size = Fraction(str(row.size))
        except ValueError:
            size = Fraction(0)
        if size <= 0:
            problems.append(f"line {line}: size {row.size!r} of {row.spelling!r}; a number above 0 is allowed")
        known.append(Meaning(row.quantity, size))
    raise_problems(problems, UNITS)
    return meanings


def unit_factor(text: str, indicator: pd.Series, meanings: Meanings) -> Fraction:
    """The factor that makes a figure in a printed unit one in its indicator's: 1/1000 of thousands for millions.

    text: the unit as printed; an empty one says nothing, factor 1. indicator: its line, with unit and unit_ru.
    Raises UnitError where a part of the text is unknown, where it names no unit or two, or one of another quantity.
    """
    parts = _parts(text, meanings)
    if not parts or parts == _parts(indicator["unit_ru"], meanings):
        return Fraction(1)
    wanted = f"the unit of {indicator.name} is {indicator['unit']!r} in {INDICATORS}"
    found = [_meaning(part, meanings) for part in parts]
    if len(found) > 1 and all(found):
        raise UnitError(f"unit {text!r} names {len(found)} units ({wanted}); leave the right one")
    if len(found) != 1 or not found[0]:
        raise UnitError(f"unit {text!r} is not known ({wanted}); add its spelling to {UNITS}")
    own = {meaning.quantity: meaning.size for meaning in _meaning(_spelling(indicator["unit"]), meanings)}
    joined = {meaning.size / own[meaning.quantity] for meaning in found[0] if meaning.quantity in own}
    if len(joined) != 1:
        raise UnitError(f"unit {text!r} is of another kind ({wanted}); mend the file, or the indicator in {TABLES}")
    return joined.pop()


def times(value: float, factor: Fraction) -> float:
    """A value by a factor, divided where this is below 1: a decimal fraction has no exact binary form, 1000 has one."""
    return value * float(factor) if factor >= 1 else value / float(1 / factor)


def in_words(factor: Fraction) -> str:
    """'times 1000' or 'divided by 1000'."""
    return f"times {float(factor):g}" if factor >= 1 else f"divided by {float(1 / factor):.15g}"


def _parts(text: str, meanings: Meanings) -> list[str]:
    """The parts of a unit line that say what the unit is."""
    line = levelled(text)
    spellings = map(_spelling, PARTS.split(line[1:-1] if line.startswith("(") and line.endswith(")") else line))
    return [part for part in spellings if part and meanings.get(part) != []]


def _meaning(part: str, meanings: Meanings) -> Iterable[Meaning]:
    """What a part means: as the table has it, or its first word a number that multiplies the rest."""
    if part in meanings:
        return meanings[part]
    first, _, rest = part.partition(" ")
    multipliers = [meaning.size for meaning in meanings.get(first, []) if meaning.quantity == NUMBER]
    return [
        Meaning(meaning.quantity, size * meaning.size) for size in multipliers for meaning in meanings.get(rest, [])
    ]


def _spelling(text: str) -> str:
    """A spelling without points, doubled blanks, capital letters and ё."""
    return " ".join(levelled(text).lower().replace("ё", "е").replace(".", " ").split())
