"""Compound files, the containers of old Excel and Word files and of encrypted new ones ([MS-CFB]), by olefile."""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import olefile

from regioncodes.reading.formats.documents import FileError

SIGNATURE = olefile.MAGIC


class CompoundFile(NamedTuple):
    """An open container and the names of all that it holds."""

    file: olefile.OleFileIO
    names: frozenset[str]


def compound_file(content: bytes) -> CompoundFile:
    """The container with its directory read. Raises FileError where it is cut short or damaged."""
    with _damage_named():
        # A chain of sectors that runs in a circle is followed to the stated end, of up to 4 GB, unless defects stop.
        file = olefile.OleFileIO(io.BytesIO(content), raise_defects=olefile.DEFECT_INCORRECT)
        return CompoundFile(file, frozenset(name for place in file.listdir(storages=True) for name in place))


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
