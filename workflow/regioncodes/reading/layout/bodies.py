"""Region rows and notes of one block."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from regioncodes.formats.documents import Grid
from regioncodes.reading.explanations import explained_mark
from regioncodes.reading.findings import Finding, Place
from regioncodes.reading.layout.blocks import Block, is_filled
from regioncodes.reading.layout.captions import CONTINUED
from regioncodes.reading.layout.marks import note_line, without_marks
from regioncodes.reading.layout.names import is_lettered, is_marker, is_region_like, is_rule
from regioncodes.reading.layout.nesting import PrintedName, nested
from regioncodes.reading.layout.table_parts import Heading, RegionRow
from regioncodes.reading.numbers import levelled

PAGE = re.compile(r"\d{1,4}")


class Body(NamedTuple):
    """What stands under one header."""

    rows: list[RegionRow]
    notes: list[tuple[str, str]]  # mark and text, in their order
    findings: list[Finding]


class Line(NamedTuple):
    """One row of a body: its name, whether it holds values, and the texts between name and values."""

    row: int
    name: str
    valued: bool
    labels: tuple[str, ...]


def body(grid: Grid, block: Block, headings: list[Heading], end: int, number: int) -> Body:
    """Region rows, notes and findings of the rows from a header to `end` (not included)."""
    columns = [heading.column for heading in headings]
    lines = [line for row in range(block.bottom + 1, end) if (line := _line(grid[row], row, block, columns))]
    last = max((place for place, line in enumerate(lines) if line.valued and line.name), default=-1)
    inside, under = lines[: last + 1], lines[last + 1 :]
    first = next((line.name.strip() for line in inside if line.valued and line.name), "")
    printed, labels, notes, findings = [], [], [], []
    opened, band = False, ()
    for place, line in enumerate(inside):
        if not line.name:
            findings.append(_nameless(line))
        elif line.valued:
            printed.append(PrintedName(line.row, line.name, opened))
            labels.append((*band, *line.labels))
            opened = False
        elif is_marker(line.name):
            opened = True
        elif note := note_line(line.name) or (explained_mark(line.name) if not is_region_like(line.name) else None):
            notes.append(note)
        elif is_rule(line.name) or CONTINUED.fullmatch(line.name.strip()):
            continue
        elif not is_region_like(line.name) and _following(inside, place) == first:
            band = (without_marks(line.name).text,)
        else:
            printed.append(PrintedName(line.row, line.name, opened))
            labels.append((*band, *line.labels))
            opened = False
    more, rest, below = _under(under)
    printed += more
    labels += [band] * len(more)
    rows = [
        RegionRow(item.row, item.name, level, parent, without_marks(item.name).notes, label, number)
        for item, label, (level, parent) in zip(printed, labels, nested(printed), strict=True)
    ]
    return Body(rows, notes + rest, findings + below)


def _following(lines: list[Line], place: int) -> str | None:
    """Name of the next line with values, None where there is none."""
    following = (lines[other].name.strip() for other in range(place + 1, len(lines)) if lines[other].valued)
    return next(following, None)


def _line(row: list[float | str], number: int, block: Block, columns: list[int]) -> Line | None:
    """The row as a line, or None where it is blank or only numbers the columns."""
    content = row[block.region_column]
    name = content if isinstance(content, str) else f"{content:g}"
    letters = len(name.strip())
    # The first column tells of most rows.
    valued = bool(columns) and (type(row[columns[0]]) is float or any(is_filled(row[column]) for column in columns))
    if not letters and not valued:
        return None
    if valued and letters <= 2 and _counts([row[column] for column in columns if is_filled(row[column])]):
        return None
    between = row[block.first_column : columns[0]] if columns else []
    labels = tuple([" ".join(content.split()) for content in between if is_lettered(content)]) if between else ()
    return Line(number, name if letters else "", valued, labels)


def _counts(values: list[float | str]) -> bool:
    """Whether the values are 1, 2, 3, … or 2, 3, 4, …, as where the columns are numbered."""
    texts = [str(value).strip().removesuffix(".0") for value in values]
    return len(texts) > 1 and any(texts == [str(start + place) for place in range(len(texts))] for start in (1, 2))


def _nameless(line: Line) -> Finding:
    return Place(place=f"row {line.row + 1}").error("holds values and no region")


def _lines_apart(lines: list[Line]) -> Iterator[tuple[Line, str]]:
    """Lines with their texts; notes that stand one under another within a cell are texts of their own."""
    for line in lines:
        texts = [" ".join(text.split()) for text in line.name.split("\n") if text.strip()]
        if any(map(note_line, texts)):
            yield from ((line, text) for text in texts)
        else:
            yield line, " ".join(texts)


def _explanation(text: str, notes: list[tuple[str, str]]) -> tuple[str, str] | None:
    """Mark and text of a line that calls a mark confidential; without a mark it goes on with the note before it."""
    found = explained_mark(text)
    return None if found and notes and found[1] == levelled(text) else found


def _under(lines: list[Line]) -> tuple[list[PrintedName], list[tuple[str, str]], list[Finding]]:
    """Regions without any value, notes and findings among the lines below the last value."""
    printed, notes, findings = [], [], []
    ended = False
    for line, text in _lines_apart(lines):
        if not text:
            findings.append(_nameless(line))
        elif note := note_line(text) or _explanation(text, notes):
            notes.append(note)
        elif is_rule(text):
            ended = True
        elif notes and not CONTINUED.fullmatch(text):
            notes[-1] = (notes[-1][0], f"{notes[-1][1]} {text}")
        elif not ended and is_region_like(text):
            printed.append(PrintedName(line.row, line.name, False))
        elif not (is_marker(text) or CONTINUED.fullmatch(text) or PAGE.fullmatch(text)):
            findings.append(Place(place=f"row {line.row + 1}").notice(f"text under the table: {text!r}"))
    return printed, notes, findings
