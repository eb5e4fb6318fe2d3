"""How a printed table stands on A4: upright or on its side, and how wide its columns are."""

import re
from typing import NamedTuple

from regioncodes.exhibits.printing.printed_tables import PrintedTable

# A4 with margins of two centimetres, upright; on its side where the longest words of the columns have no room.
PAGE_CM = (21.0, 29.7)
MARGIN_CM = 2.0
# A wide letter at 8 points, and one in bold, as headings are.
LETTER_CM, BOLD_CM = 0.18, 0.2
PADDING_CM = 0.4
# By which widths may exceed their room: letters are counted wide.
SPARE = 1.03


class Paper(NamedTuple):
    """Width and height of the page in centimetres, and the widths of the columns, which fill it between its margins."""

    width: float
    height: float
    columns: list[float]

    @property
    def is_landscape(self) -> bool:
        return self.width > self.height


def paper(table: PrintedTable) -> Paper:
    """The page on which the longest word of every column stands unbroken, upright where it can be."""
    width, height = PAGE_CM
    if sum(least_widths_cm(table)) > SPARE * (width - 2 * MARGIN_CM):
        width, height = height, width
    return Paper(width, height, widths_cm(table, width - 2 * MARGIN_CM))


def least_widths_cm(table: PrintedTable) -> list[float]:
    """Width of each column in which its longest word stands unbroken; no-break spaces keep words together."""
    columns = zip(table.columns, zip(*table.rows, strict=True), strict=True)
    return [
        PADDING_CM + max(BOLD_CM * _longest_word(column.heading), LETTER_CM * max(map(_longest_word, cells)))
        for column, cells in columns
    ]


def _longest_word(text: str) -> int:
    return max(map(len, re.split(r"[ \-/]", text)))


def widths_cm(table: PrintedTable, room_cm: float) -> list[float]:
    """Widths of the columns that fill the room: by their shares, none narrower than its longest word needs."""
    least = least_widths_cm(table)
    if sum(least) >= room_cm:
        return [room_cm * width / sum(least) for width in least]
    fixed: set[int] = set()
    while True:
        left = room_cm - sum(least[place] for place in fixed)
        total = sum(column.share for place, column in enumerate(table.columns) if place not in fixed)
        widths = [
            least[place] if place in fixed else left * column.share / total
            for place, column in enumerate(table.columns)
        ]
        narrow = {place for place, width in enumerate(widths) if place not in fixed and width < least[place]}
        if not narrow:
            return widths
        fixed |= narrow
