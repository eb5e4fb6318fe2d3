"""Where tables stand on a sheet: their header rows, region columns and the rows between one header and the next."""

from itertools import islice, pairwise
from typing import NamedTuple

from regioncodes.formats.documents import Area, Grid
from regioncodes.reading.layout.names import CORNER, is_lettered, is_region_like
from regioncodes.reading.layout.periods import HeaderPeriod, period_of

SAMPLE = 16  # rows below a header that show which columns hold names


class Block(NamedTuple):
    """One header with the rows that stand under it: a whole table, a page or one side of a page."""

    top: int
    bottom: int
    region_column: int
    first_column: int
    last_column: int


def is_filled(content: float | str) -> bool:
    """Whether a cell holds more than blanks."""
    return bool(content.strip()) if isinstance(content, str) else True


def blocks(grid: Grid, merged: tuple[Area, ...]) -> list[Block]:
    """Every header of a sheet with its region column, from top to bottom, the sides of a page one after another."""
    found: list[Block] = []
    bottom, corner = -1, None
    for number in range(len(grid)):
        if number <= bottom or not (start := _period_row(grid[number], corner)):
            continue
        region_column = _region_column(grid, number, start)
        if region_column is None:
            continue
        corner = str(grid[number][region_column]).strip()
        top = _top(grid, number, bottom + 1, region_column, merged)
        bottom = _bottom(grid, number, region_column)
        found += _sides(grid, Block(top, bottom, region_column, region_column + 1, len(grid[number]) - 1))
    return found


def block_at(grid: Grid, top: int, bottom: int, region_column: int | None) -> list[Block]:
    """The block whose header rows, and region column where it is not the first with names, are known."""
    column = region_column if region_column is not None else _region_column(grid, bottom, len(grid[bottom]))
    return [] if column is None else _sides(grid, Block(top, bottom, column, column + 1, len(grid[bottom]) - 1))


def _period_row(row: list[float | str], corner: str | None) -> int:
    """First column of a row that holds periods and no other numbers, or 0.

    corner: what stands left of the years in the header above, None where there is none; a row that begins
    with another text is a row of values, even where these look like years.
    """
    if corner is not None and is_lettered(row[0]) and row[0].strip() != corner and not CORNER.fullmatch(row[0].strip()):
        return 0
    filled = [(column, content) for column, content in enumerate(row) if is_filled(content)]
    if len(filled) > 1 and is_lettered(filled[0][1]) and (first := str(filled[0][1]).strip()):
        is_corner = corner is None and not is_region_like(first)
        if not (first == corner or CORNER.fullmatch(first) or is_corner or period_of(first)):
            return 0
    periods = [(column, period) for column, content in filled if column and (period := period_of(content))]
    pure = [(column, period) for column, period in periods if not period.label]
    others = sum(not is_lettered(content) for column, content in filled if column) - sum(
        not is_lettered(row[column]) for column, _ in periods
    )
    if not pure or others or len(periods) < sum(is_lettered(content) for _, content in filled) - len(periods):
        return 0
    return 0 if _looks_like_values(pure, filled) else periods[0][0]


def _looks_like_values(pure: list[tuple[int, HeaderPeriod]], filled: list[tuple[int, float | str]]) -> bool:
    """Whether years beside a name stand in no order, as values between 1900 and 2100 would."""
    years = [period.year for _, period in pure if period.year and period.period == "year"]
    named = filled[0][0] == 0 and is_lettered(filled[0][1])
    return named and len(years) == len(pure) and years != sorted(set(years))


def _region_column(grid: Grid, header: int, start: int) -> int | None:
    """The first column left of the periods that holds names below the header."""
    below = (grid[number] for number in range(header + 1, len(grid)))
    rows = list(islice((row for row in below if any(map(is_filled, row))), SAMPLE))
    for column in range(min(start, len(grid[header]))):
        if rows and 2 * sum(is_lettered(row[column]) for row in rows) >= len(rows):
            return column
    return None


def _bottom(grid: Grid, number: int, region_column: int) -> int:
    """Last row of a header that begins at a row: words and periods under blanks in the region column."""
    bottom = number
    for below in range(number + 1, min(number + 8, len(grid))):
        row = grid[below]
        if is_filled(row[region_column]):
            break
        filled = [content for content in row if is_filled(content)]
        if any(not is_lettered(content) and not period_of(content) for content in filled):
            break
        if filled:
            bottom = below
    return bottom


def _top(grid: Grid, number: int, highest: int, region_column: int, merged: tuple[Area, ...]) -> int:
    """First row of the header whose periods stand in a row: rows of labels right above belong to it."""
    top = number
    for above in range(number - 1, highest - 1, -1):
        row = grid[above]
        labels = [
            (column, content) for column, content in enumerate(row) if column > region_column and is_filled(content)
        ]
        spans = any(
            first == above and region_column < left < right and right - left + 1 < len(row) - region_column - 1
            for first, left, _, right in merged
        )
        words = [content for _, content in labels if is_lettered(content) and not str(content).strip().startswith("(")]
        if is_filled(row[region_column]) and not CORNER.fullmatch(str(row[region_column]).strip()):
            break
        if len(words) != len(labels) or not words or (len(words) < 2 and not spans):
            break
        top = above
    return top


def _sides(grid: Grid, block: Block) -> list[Block]:
    """The block, cut where names stand again right of the first years, as where a page holds two halves of a table."""
    below = (grid[number] for number in range(block.bottom + 1, len(grid)))
    rows = list(islice((row for row in below if is_filled(row[block.region_column])), SAMPLE))
    header = grid[block.top : block.bottom + 1]
    cuts = [
        column
        for column in range(block.region_column + 2, block.last_column + 1)
        if rows
        and not any(period_of(row[column]) for row in header)
        and 2 * sum(is_lettered(row[column]) and is_region_like(str(row[column])) for row in rows) > len(rows)
    ]
    edges = [block.region_column, *cuts, block.last_column + 1]
    return [
        block._replace(region_column=left, first_column=left + 1, last_column=right - 1)
        for left, right in pairwise(edges)
    ]
