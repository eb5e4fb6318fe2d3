"""Records of old Excel workbooks (BIFF5 of Excel 5 and 95, BIFF8 of Excel 97 to 2003; [MS-XLS])."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from regioncodes.reading.formats.compound_files import CompoundFile, stream
from regioncodes.reading.formats.documents import FileError

BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C
BOUNDSHEET, CODEPAGE, FILEPASS = 0x0085, 0x0042, 0x002F
SHARED_TEXTS = 0x00FC
LEAST_TEXT = 3  # bytes that the shortest text takes
BIFF8 = 0x0600
HEADER = struct.Struct("<HH")


class BoundSheet(NamedTuple):
    """A sheet as the workbook lists it: its name and where its records begin."""

    name: str
    start: int


class BinaryWorkbook(NamedTuple):
    """The stream of a workbook, its version (5 or 8) and its sheets in their order."""

    content: bytes
    version: int
    sheets: tuple[BoundSheet, ...]


def binary_workbook(container: CompoundFile) -> BinaryWorkbook:
    """The workbook within a compound file.

    Raises FileError for one that is encrypted or damaged.
    """
    name = next(name for name in ("Workbook", "Book") if name in container.streams)
    content = stream(container, name)
    if len(content) < 8 or HEADER.unpack_from(content)[0] != BOF:
        raise FileError("is an old workbook (xls) without its beginning; open it and save it again as .xlsx")
    version = 8 if struct.unpack_from("<H", content, 4)[0] == BIFF8 else 5
    code_page = "cp1252"
    sheets = []
    for code, start, length in records(content, 0):
        if code == FILEPASS:
            raise FileError(
                f"is an encrypted (password-protected) workbook, xls (BIFF{version}); "
                "open it with its password and save it without one"
            )
        if code == CODEPAGE:
            code_page = f"cp{struct.unpack_from('<H', content, start)[0]}"
        if code == SHARED_TEXTS and struct.unpack_from("<I", content, start + 4)[0] * LEAST_TEXT > len(content):
            raise FileError("is an old workbook (xls) that states more texts than it can hold; download it again")
        if code == BOUNDSHEET and length >= 6:
            name = _short_text(content[start + 6 : start + length], version, code_page)
            sheets.append(BoundSheet(name, struct.unpack_from("<I", content, start)[0]))
    return BinaryWorkbook(content, version, tuple(sheets))


def records(content: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Code, place of the data and length of every record from a beginning to its end, inner parts left out.

    Charts within a sheet are such inner parts: they have a beginning and an end of their own.
    """
    place, depth, size = start, 0, len(content)
    unpack = HEADER.unpack_from
    while place + 4 <= size:
        code, length = unpack(content, place)
        place += 4
        if code == BOF:
            depth += 1
        elif code == EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield code, place, min(length, size - place)
        place += length


def _short_text(data: bytes, version: int, code_page: str) -> str:
    """A text of at most 255 letters that begins with their number."""
    if version == 8:
        return data[2:].decode("utf-16-le" if data[1] & 1 else "latin-1", "replace")
    return data[1:].decode(code_page, "replace")
