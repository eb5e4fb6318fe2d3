"""Old workbooks (xls), built record by record from [MS-XLS] and [MS-CFB]: no program that writes them is needed."""

import struct

RAISED, PLAIN = 1, 0


def record(code, data=b""):
    return struct.pack("<HH", code, len(data)) + data


def compound(streams, sector=512):
    """A compound file; streams below 4096 bytes are filled up, so that no second table is needed."""
    padded = {name: data + b"\0" * (max(4096, -(-len(data) // sector) * sector) - len(data)) for name, data in streams}
    chains, entries, body = [], [], b""
    for name, data in padded.items():
        first, count = len(chains), len(data) // sector
        chains += [*range(first + 1, first + count), 0xFFFFFFFE]
        entries.append((name, 2, first, len(data)))
        body += data
    directory = b""
    for place, (name, kind, first, size) in enumerate([("Root Entry", 5, 0xFFFFFFFE, 0), *entries]):
        text = name.encode("utf-16-le") + b"\0\0"
        # The root has the first stream as its child, each stream the next one as its right neighbour.
        following = place + 1 if place < len(entries) else 0xFFFFFFFF
        links = (0xFFFFFFFF, 0xFFFFFFFF, following) if kind == 5 else (0xFFFFFFFF, following, 0xFFFFFFFF)
        fields = struct.pack("<HBB3I", len(text), kind, 1, *links)
        directory += text.ljust(64, b"\0") + fields + b"\0" * 36 + struct.pack("<III", first, size, 0)
    directory = directory.ljust(-(-len(directory) // sector) * sector, b"\0")
    place = len(chains)
    chains += [*range(place + 1, place + len(directory) // sector), 0xFFFFFFFE]
    table = len(chains)
    chains += [0xFFFFFFFD]
    assert len(chains) <= sector // 4
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<9I", 0, 1, place, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", table, *[0xFFFFFFFF] * 108)
    return header + body + directory + struct.pack("<128I", *chains, *[0xFFFFFFFF] * (128 - len(chains)))


def font(raised):
    return record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, raised, 0, 0, 0, 0) + b"\x05\0Arial")


def style(number):
    return record(0xE0, struct.pack("<H", number) + b"\0" * 18)


def shared_texts(texts):
    """The record of shared texts; each text with the places where fonts change."""
    data = struct.pack("<II", len(texts), len(texts))
    for text, runs in texts:
        flags = 1 | (8 if runs else 0)
        data += struct.pack("<HB", len(text), flags) + (struct.pack("<H", len(runs)) if runs else b"")
        data += text.encode("utf-16-le") + b"".join(struct.pack("<HH", *run) for run in runs)
    return record(0xFC, data)


def workbook_8(cells, texts=(("", ()),), fonts=(PLAIN,), *, before=b"", shared=None):
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 6)) + before + record(0x42, b"\xb0\x04")
    start += b"".join(map(font, fonts)) + style(0) + style(len(fonts) - 1)
    shared = shared or shared_texts(texts)
    name = "Лист"
    listed = struct.pack("<BBBB", 0, 0, len(name), 1) + name.encode("utf-16-le")
    place = len(start) + len(listed) + 8 + len(shared) + 4
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 6)) + cells + record(0x0A)
    return start + record(0x85, struct.pack("<I", place) + listed) + shared + record(0x0A) + sheet


def dimensions(rows, columns):
    return record(0x200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))


def number(row, column, value):
    return record(0x203, struct.pack("<HHHd", row, column, 0, value))


def label(row, column, text, form=0):
    return record(0xFD, struct.pack("<HHHI", row, column, form, text))


def error(row, column, code):
    return record(0x205, struct.pack("<HHHBB", row, column, 0, code, 1))
