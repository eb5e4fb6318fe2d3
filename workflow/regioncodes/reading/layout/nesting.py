"""Levels of region rows and the row that encloses each."""

import re
from functools import lru_cache
from typing import NamedTuple

from regioncodes.reading.layout.marks import without_marks
from regioncodes.reading.layout.names import MARKER_BEFORE

COUNTRY, DISTRICT, REGION, PART = range(4)
TOTAL = re.compile(r".*\b(?:российск\w+ федераци\w+|всего|итого|total)\b.*", re.I | re.S)
FEDERAL_DISTRICT = re.compile(r".*федеральный округ\b.*", re.I | re.S)
OKRUG = re.compile(r".*(?:автономный округ|авт\. ?округ|\bАО\b|\bокруг\b).*", re.S)
WITHOUT = re.compile(r"(\w+)\s+\S+.*?(?:\bбез\b|\bкроме\b|without).*", re.I | re.S)
INSIDE = re.compile(r".*\((\w+)\s+область\)", re.I | re.S)


class PrintedName(NamedTuple):
    """One name as it is printed, and whether a line such as "в том числе:" stands right before it."""

    row: int
    name: str
    opened: bool


def nested(rows: list[PrintedName]) -> list[tuple[int, int | None]]:
    """Level (0 country, 1 district, 2 region, 3 part) and row of the enclosing region, for each row in order.

    Where no name says what it is, as in tables of other countries, blanks before the names decide.
    """
    kinds = _kinds(rows)
    if set(kinds) == {REGION}:
        depths = [len(row.name) - len(row.name.lstrip()) for row in rows]
        steps = sorted(set(depths))
        kinds = [steps.index(depth) for depth in depths] if len(steps) > 1 else kinds
    # The last row of each level above: what encloses the next row is among these, but for an oblast without its okrugs.
    open_rows: list[int] = []
    found = []
    for place, kind in enumerate(kinds):
        while open_rows and kinds[open_rows[-1]] >= kind:
            open_rows.pop()
        nearest = rows[open_rows[-1]].row if open_rows else None
        own = _without_okrugs(rows[place].name) if kind == PART else None
        found.append((kind, _oblast(rows, kinds, place, own, nearest) if own else nearest))
        open_rows.append(place)
    return found


def _kinds(rows: list[PrintedName]) -> list[int]:
    kinds: list[int] = []
    group = False  # whether the rows right before are parts of a region
    for row in rows:
        kind = _kind(row.name, row.opened, group)
        group = kind == PART
        kinds.append(kind)
    return kinds


@lru_cache(maxsize=65536)
def _kind(printed: str, opened: bool, group: bool) -> int:
    name = MARKER_BEFORE.sub("", without_marks(printed).text)
    opened = opened or bool(MARKER_BEFORE.match(printed))
    if TOTAL.fullmatch(name):
        return COUNTRY
    if FEDERAL_DISTRICT.fullmatch(name):
        return DISTRICT
    if WITHOUT.fullmatch(name) or INSIDE.fullmatch(name):
        return PART
    return PART if opened or (group and OKRUG.fullmatch(name)) else REGION


def _without_okrugs(printed: str) -> re.Match | None:
    """The first word of the name of an oblast without its okrugs."""
    name = " ".join(printed.split())
    return WITHOUT.fullmatch(name) or INSIDE.fullmatch(name)


def _oblast(rows: list[PrintedName], kinds: list[int], place: int, own: re.Match, nearest: int | None) -> int | None:
    """The nearest row above of a lower level with the name of the oblast, else the nearest of any."""
    above = (other for other in range(place - 1, -1, -1) if kinds[other] < kinds[place])
    same = (rows[other].row for other in above if rows[other].name.split()[:1] == [own.group(1)])
    return next(same, nearest)
