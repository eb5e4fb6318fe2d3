"""Compound files, the containers of old Excel and Word files and of encrypted new ones ([MS-CFB]), by olefile."""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from regioncodes.formats.documents import FileError

if TYPE_CHECKING:
    from olefile import OleFileIO

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
MACROS = "_VBA_PROJECT"


class CompoundFile(NamedTuple):
    """An open container, what lies in it outside of any storage, and whether macros lie anywhere in it."""

    file: "OleFileIO"
    names: frozenset[str]
    has_macros: bool


def compound_file(content: bytes) -> CompoundFile:
    """The container with its directory read. Raises FileError where it is cut short or damaged."""
    import olefile

    with _damage_named():
        # A chain of sectors that runs in a circle is followed to the stated end, of up to 4 GB, unless defects stop.
        file = olefile.OleFileIO(io.BytesIO(content), raise_defects=olefile.DEFECT_INCORRECT)
        places = file.listdir()
        # Within storages lie other documents: a text in a workbook makes it no text.
        names = frozenset(place[0] for place in places if len(place) == 1)
        return CompoundFile(file, names, any(MACROS in place for place in places))


def stream(container: CompoundFile, name: str) -> bytes:
    """Content of one stream of a container. Raises FileError where it is cut short or damaged."""
    with _damage_named():
        return container.file.openstream(name).read()


@contextmanager
def _damage_named() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, LookupError, TypeError, RecursionError, struct.error) as error:
        raise FileError(
            f"is an old office file (compound file: xls, doc) that is cut short or damaged ({error}); "
            "download it again, or open it and save it as .xlsx"
        ) from None
