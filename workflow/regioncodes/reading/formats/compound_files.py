"""Compound files, the containers of old Excel and Word files and of encrypted new ones ([MS-CFB])."""

import struct
from typing import NamedTuple

from regioncodes.reading.formats.documents import FileError

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
LAST_SECTOR = 0xFFFFFFFA  # this and greater numbers are marks: end of chain, free, tables
MINI_SECTOR = 64
ENTRY = 128


class CompoundFile(NamedTuple):
    """An open container: its bytes, the chains of its sectors and its streams (first sector and size by name)."""

    content: bytes
    sector_size: int
    chains: tuple[int, ...]
    mini_chains: tuple[int, ...]
    mini_cutoff: int
    mini_stream: bytes
    streams: dict[str, tuple[int, int]]


def compound_file(content: bytes) -> CompoundFile:
    """The container with its directory read.

    Raises FileError where it is cut short or its chains of sectors run in a circle.
    """
    try:
        return _opened(content)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise _damaged(str(error)) from None


def stream(container: CompoundFile, name: str) -> bytes:
    """Content of one stream of a container. Raises FileError where it is cut short."""
    first, size = container.streams[name]
    if size < container.mini_cutoff:
        places = _chain(first, container.mini_chains)
        whole = b"".join(container.mini_stream[place * MINI_SECTOR : (place + 1) * MINI_SECTOR] for place in places)
    else:
        whole = _sectors(container.content, container.sector_size, _chain(first, container.chains))
    if len(whole) < size:
        raise _damaged(f"{len(whole):,} of {size:,} bytes of {name} are there")
    return whole[:size]


def _opened(content: bytes) -> CompoundFile:
    shift, _ = struct.unpack_from("<HH", content, 30)
    if shift not in (9, 12):
        raise _damaged(f"sectors of 2^{shift} bytes")
    size = 1 << shift
    directory, _, cutoff, mini_first, _, table_first, _ = struct.unpack_from("<7I", content, 48)
    chains = _table(content, size, _table_places(content, size, table_first))
    entries = _sectors(content, size, _chain(directory, chains))
    streams, root = {}, (LAST_SECTOR, 0)
    for place in range(0, len(entries) - ENTRY + 1, ENTRY):
        length, kind = struct.unpack_from("<HB", entries, place + 64)
        extent = struct.unpack_from("<II", entries, place + 116)
        if kind == 5:
            root = extent
        elif kind == 2:
            name = entries[place : place + max(length - 2, 0)].decode("utf-16-le")
            streams.setdefault(name, extent)
    mini_chains = _table(content, size, _chain(mini_first, chains))
    mini_stream = _sectors(content, size, _chain(root[0], chains))
    return CompoundFile(content, size, chains, mini_chains, cutoff, mini_stream, streams)


def _table_places(content: bytes, size: int, following: int) -> list[int]:
    """Sectors that hold the table of chains: 109 of them in the header, the others in a list of their own."""
    places = list(struct.unpack_from("<109I", content, 76))
    seen = 0
    while following < LAST_SECTOR:
        *more, following = struct.unpack_from(f"<{size // 4}I", content, (following + 1) * size)
        places.extend(more)
        seen += 1
        if seen > len(content) // size:
            raise _damaged("its table of sectors runs in a circle")
    return [place for place in places if place < LAST_SECTOR]


def _table(content: bytes, size: int, places: list[int]) -> tuple[int, ...]:
    raw = _sectors(content, size, places)
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def _chain(first: int, chains: tuple[int, ...]) -> list[int]:
    """Numbers of the sectors of one chain, in their order."""
    places = []
    while first < LAST_SECTOR:
        if first >= len(chains) or len(places) > len(chains):
            raise _damaged("a chain of sectors leads nowhere or runs in a circle")
        places.append(first)
        first = chains[first]
    return places


def _sectors(content: bytes, size: int, places: list[int]) -> bytes:
    return b"".join(content[(place + 1) * size : (place + 2) * size] for place in places)


def _damaged(reason: str) -> FileError:
    return FileError(
        f"is an old office file (compound file: xls, doc) that is cut short or damaged ({reason}); "
        "download it again, or open it and save it as .xlsx"
    )
