"""Superscripts in the cells of an old Excel workbook (xls), from the runs of fonts in its texts."""

import itertools
import struct
from typing import NamedTuple

from regioncodes.reading.formats.binary_records import CONTINUE, SHARED_TEXTS, BinaryWorkbook, records
from regioncodes.reading.formats.documents import Cell

FONT, STYLE = 0x0031, 0x00E0
SHARED_CELL, RICH_CELL, PLAIN_CELL = 0x00FD, 0x00D6, 0x0204
SUPERSCRIPT = 1
MISSING_FONT = 4  # No font has this number: the fifth font of a file is number 5.


class RichText(NamedTuple):
    """A text and where its fonts change: pairs of a position in the text and the number of a font."""

    text: str
    runs: tuple[tuple[int, int], ...] = ()


class Styles(NamedTuple):
    """Numbers of the fonts that are superscript, the font of each cell style, and the texts that cells share."""

    raised_fonts: frozenset[int]
    fonts: list[int]
    shared: list[RichText]


def binary_superscripts(workbook: BinaryWorkbook, sheet: str) -> dict[Cell, str]:
    """The superscript text of every cell that has any in one sheet, by row and column counted from 0.

    Empty where the workbook has no such sheet.
    [MS-XLS] 2.4.122 (Font), 2.5.293 (XLUnicodeRichExtendedString).
    """
    start = next((listed.start for listed in workbook.sheets if listed.name == sheet), None)
    if start is None:
        return {}
    styles = _styles(workbook)
    content = workbook.content
    found = {}
    for code, place, length in records(content, start):
        if code not in (SHARED_CELL, RICH_CELL, PLAIN_CELL):
            continue
        row, column, style = struct.unpack_from("<HHH", content, place)
        if code == SHARED_CELL:
            number = struct.unpack_from("<I", content, place + 6)[0]
            rich = styles.shared[number] if number < len(styles.shared) else RichText("")
        else:
            rich = _own_text(content[place + 6 : place + length], workbook.version)
        if text := _raised(rich, styles, style):
            found[row, column] = text
    return found


def _raised(rich: RichText, styles: Styles, style: int) -> str:
    font = styles.fonts[style] if style < len(styles.fonts) else 0
    starts = [(0, font), *rich.runs, (len(rich.text), font)]
    pieces = [
        rich.text[first:last]
        for (first, chosen), (last, _) in itertools.pairwise(starts)
        if chosen in styles.raised_fonts
    ]
    return "".join(pieces)


def _styles(workbook: BinaryWorkbook) -> Styles:
    raised, fonts, shared, count = set(), [], [], 0
    segments: list[bytes] = []
    collecting = False
    content = workbook.content
    for code, place, length in records(content, 0):
        if code == FONT:
            if struct.unpack_from("<H", content, place + 8)[0] == SUPERSCRIPT:
                raised.add(count + (count >= MISSING_FONT))
            count += 1
        elif code == STYLE:
            fonts.append(struct.unpack_from("<H", content, place)[0])
        collecting = code == SHARED_TEXTS or (collecting and code == CONTINUE)
        if collecting:
            segments.append(content[place : place + length])
    if segments:
        shared = _shared_texts(segments)
    return Styles(frozenset(raised), fonts, shared)


def _own_text(data: bytes, version: int) -> RichText:
    """Text of a cell that holds its own, with the runs that follow it in a rich one."""
    length = struct.unpack_from("<H", data)[0]
    if version == 8:
        wide = data[2] & 1
        end = 3 + length * (1 + wide)
        text = data[3:end].decode("utf-16-le" if wide else "latin-1", "replace")
        size, form = 4, "<HH"
        count = struct.unpack_from("<H", data, end)[0] if len(data) >= end + 2 else 0
        first = end + 2
    else:
        end = 2 + length
        text = data[2:end].decode("cp1251", "replace")
        size, form = 2, "<BB"
        count = data[end] if len(data) > end else 0
        first = end + 1
    runs = (struct.unpack_from(form, data, first + size * run) for run in range(count))
    return RichText(text, tuple(runs))


def _shared_texts(segments: list[bytes]) -> list[RichText]:
    """The texts that cells share, from a record and its continuations."""
    reader = _Segments(segments)
    _, count = struct.unpack("<II", reader.take(8))
    texts = []
    for _ in range(count):
        length, flags = struct.unpack("<HB", reader.take(3))
        runs = struct.unpack("<H", reader.take(2))[0] if flags & 8 else 0
        extension = struct.unpack("<I", reader.take(4))[0] if flags & 4 else 0
        text = reader.letters(length, bool(flags & 1))
        changes = tuple(struct.unpack("<HH", reader.take(4)) for _ in range(runs))
        reader.take(extension)
        texts.append(RichText(text, changes))
    return texts


class _Segments:
    """A place in a record and its continuations; letters that go on in the next one begin there with a new flag."""

    def __init__(self, segments: list[bytes]) -> None:
        self.segments = segments
        self.number = 0
        self.place = 0

    def take(self, size: int) -> bytes:
        """The next bytes, across continuations; fewer where the record ends."""
        pieces = []
        while size > 0 and self._rest():
            piece = self.segments[self.number][self.place : self.place + size]
            self.place += len(piece)
            size -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def letters(self, count: int, wide: bool) -> str:
        """The next letters of a text, of two bytes each where wide and of one byte otherwise."""
        pieces = []
        while count > 0:
            here = len(self.segments[self.number]) - self.place
            if not here:
                if not self._rest():
                    break
                wide = bool(self.take(1)[0] & 1)
                continue
            taken = min(count, here // (1 + wide))
            if not taken:
                break
            pieces.append(self.take(taken * (1 + wide)).decode("utf-16-le" if wide else "latin-1", "replace"))
            count -= taken
        return "".join(pieces)

    def _rest(self) -> bool:
        """Whether anything is left, moving on to the next continuation where this one is used up."""
        while self.place >= len(self.segments[self.number]):
            if self.number + 1 == len(self.segments):
                return False
            self.number += 1
            self.place = 0
        return True
