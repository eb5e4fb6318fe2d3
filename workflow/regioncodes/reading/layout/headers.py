"""Headings of the value columns, from the rows of a header."""

import re
from itertools import pairwise

from regioncodes.formats.documents import Area, Grid
from regioncodes.reading.layout.blocks import Block, is_filled
from regioncodes.reading.layout.marks import without_marks
from regioncodes.reading.layout.periods import HeaderPeriod, is_like_a_month, is_part_of_year, period_of
from regioncodes.reading.layout.table_parts import Heading

Content = float | str
UNKNOWN_PERIOD = "unknown_period"
# Words for the whole year beside its months or quarters.
WHOLE_YEAR = re.compile(r"\b(?:год\w*|всего|итого|years?|annual|total)\b", re.I)


def headings(grid: Grid, block: Block, merged: tuple[Area, ...], number: int) -> list[Heading]:
    """Headings of a block's columns, from left to right; a column without any text above it has none.

    A text stands over all the columns it is merged over; where nothing is merged, over those up to the next text
    in its row, as far as a lower row names them and the text above stays the same.
    """
    rows = _spread([grid[row] for row in range(block.top, block.bottom + 1)], block, merged)
    unknown = frozenset(content for row in rows for content in _unknown_periods(row[block.first_column :]))
    found = (
        _heading(column, _stack(rows, column), unknown, number)
        for column in range(block.first_column, block.last_column + 1)
    )
    return [heading for heading in found if heading is not None]


def _spread(header: list[list[Content]], block: Block, merged: tuple[Area, ...]) -> list[list[Content]]:
    """The header rows with every text in each cell that it stands over."""
    rows = [list(row) for row in header]
    covered = set()
    for first, left, last, right in merged:
        top, bottom = max(first, block.top), min(last, block.bottom)
        if first < block.top or top > bottom or left <= block.region_column:
            continue
        for row in range(top, bottom + 1):
            for column in range(left, min(right, len(rows[0]) - 1) + 1):
                rows[row - block.top][column] = header[first - block.top][left]
                covered.add((row - block.top, column))
    for level in range(len(rows) - 1):
        _fill_groups(rows, level, block)
        for column in range(block.first_column + 1, block.last_column + 1):
            if is_filled(rows[level][column]) or (level, column - 1) in covered:
                continue
            named_below = any(is_filled(rows[lower][column]) for lower in range(level + 1, len(rows)))
            same_above = all(rows[upper][column] == rows[upper][column - 1] for upper in range(level))
            if named_below and same_above:
                rows[level][column] = rows[level][column - 1]
    return rows


def _fill_groups(rows: list[list[Content]], level: int, block: Block) -> None:
    """Set a text over its whole group of columns, wherever in the group it stands.

    A group begins where the first text of the lowest row comes again, as under years that are centred over the same
    few measures; a year set over the third of five measures belongs to all five.
    """
    lowest = rows[-1]
    starts = [
        column
        for column in range(block.first_column, block.last_column + 1)
        if is_filled(lowest[column]) and lowest[column] == lowest[block.first_column]
    ]
    for start, end in pairwise([*starts, block.last_column + 1]):
        named = [column for column in range(start, end) if is_filled(lowest[column])]
        texts = {rows[level][column] for column in named if is_filled(rows[level][column])}
        if len(starts) > 1 and len(texts) == 1:
            for column in named:
                rows[level][column] = next(iter(texts))


def _stack(rows: list[list[Content]], column: int) -> list[Content]:
    """The texts above a column, outermost first, none of them twice."""
    return list(dict.fromkeys(row[column] for row in rows if is_filled(row[column])))


def _unknown_periods(row: list[Content]) -> list[str]:
    """Texts of a header row that stand where months or quarters do, or look like a month, and name no period."""
    texts = {content: period_of(content) for content in row if isinstance(content, str) and is_filled(content)}
    among_parts = any(is_part_of_year(period) for period in texts.values())
    found = []
    for content, period in texts.items():
        words = without_marks(content).text if period is None else period.label
        is_odd = among_parts and not WHOLE_YEAR.search(words)
        if words and not is_part_of_year(period) and (is_odd or is_like_a_month(words)):
            found.append(content)
    return found


def _heading(column: int, stack: list[Content], unknown: frozenset[str], block: int) -> Heading | None:
    """Heading from the texts above a column: the year of one, the month of another, the words of the rest.

    unknown: texts that stand where a month or quarter is expected; their column is never a year.
    """
    periods = [(content, period_of(content)) for content in stack]
    if not periods:
        return None
    labels, notes, flags = [], [], []
    has_year = any(period and period.year for _, period in periods)
    time = HeaderPeriod(None, "other")
    for content, period in periods:
        if has_year and content in unknown:
            period = HeaderPeriod(period and period.year, "other", " ".join(content.split()), "", (), UNKNOWN_PERIOD)
        if period is None:
            marked = without_marks(str(content))
            labels.append(marked.text)
            notes += marked.notes
            continue
        other_year = period.label and time.year not in (None, period.year)
        time = _joined(time, period)
        labels += [without_marks(str(content)).text if other_year else period.label]
        notes += period.notes
        flags += [period.flags] if period.flags else []
    distinct = tuple(dict.fromkeys(label for label in labels if label))
    return Heading(
        column,
        time.year,
        time.period,
        time.detail,
        distinct,
        tuple(dict.fromkeys(notes)),
        " ".join(flags),
        block,
    )


def _joined(outer: HeaderPeriod, inner: HeaderPeriod) -> HeaderPeriod:
    """The time of two header cells one above the other: a year and a month; two different years are no one year."""
    if outer.year is not None and inner.year is not None and outer.year != inner.year:
        if bool(outer.label) != bool(inner.label):
            return inner if outer.label else outer
        return HeaderPeriod(None, "other", f"{outer.detail or outer.year} / {inner.detail or inner.year}")
    year = inner.year if outer.year is None else outer.year
    kinds = [
        period.period for period in (outer, inner) if period.period != "year" and period != HeaderPeriod(None, "other")
    ]
    details = [period.detail for period in (outer, inner) if period.detail]
    return HeaderPeriod(year, kinds[-1] if kinds else "year", " ".join(dict.fromkeys(details)))
