"""Every reader fed with damaged files for a bounded time: each must read or refuse, never fail.

`make fuzz` runs it for SECONDS; a file that made a reader fail is kept in tests/fuzz/found: its cause
is mended and a file of its kind added to tests/hostile/hostile_files.py.
"""

import hashlib
import random
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path

# The seeds are built by helpers of the tests.
sys.path[:0] = [str(Path(__file__).parents[1] / folder) for folder in ("hostile", "formats")]

from seeds import SEEDS  # noqa: E402

from regioncodes.formats.documents import FileError  # noqa: E402
from regioncodes.formats.opening import read_document, superscripts  # noqa: E402
from regioncodes.ground.errors import StudyError  # noqa: E402
from regioncodes.reading.layout import tables  # noqa: E402
from regioncodes.surveys.export_tables import csv_table, excel_table  # noqa: E402
from regioncodes.surveys.statistical_files import read_statistical  # noqa: E402

FOUND = Path(__file__).parent / "found"
LONGEST_SECONDS = 10
SURVEY_READERS = {".csv": csv_table, ".xlsx": excel_table}
# Bytes that mean something to one format or another.
TOKENS = [
    b"\x00",
    b"\xff\xff",
    b"\xff" * 4,
    b"\x00" * 4,
    b"\x80",
    b"<",
    b">",
    b"&",
    b'"',
    b";",
    b"\n",
    b"-1",
    b"9" * 12,
    b"A1",
    b"XFD1048576",
    b"<td colspan=9999>",
    b"</",
    b"<!--",
    b"\xef\xbb\xbf",
    b"1e999",
    b"nan",
    "\u0661\u00b2".encode(),
]


def opened(path: Path) -> None:
    """Read a file as the study does: a survey's answers, or values, superscripts of each sheet and the tables on it."""
    try:
        if path.suffix:
            SURVEY_READERS.get(path.suffix, read_statistical)(path)
            return
        for sheet in read_document(path).sheets:
            superscripts(path, sheet.name)
            tables(sheet)
    except (FileError, StudyError):
        return


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The bytes with a few places changed, cut out, doubled or filled with tokens; of an archive, those of a member."""
    if content.startswith(b"PK") and chance.random() < 0.9:
        return _damaged_member(content, chance)
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        place = chance.randrange(len(changed) + 1)
        length = chance.choice([1, 2, 4, 8, 64, 512])
        piece = changed[place : place + length]
        kind = chance.randrange(5)
        if kind == 0 and piece:
            changed[place] = chance.randrange(256)
        elif kind == 1:
            del changed[place : place + length]
        elif kind == 2:
            changed[place:place] = piece * chance.choice([1, 3, 50])
        elif kind == 3:
            changed[place:place] = chance.choice(TOKENS)
        else:
            token = chance.choice(TOKENS)
            changed[place : place + len(token)] = token
    return bytes(changed)


def _damaged_member(content: bytes, chance: random.Random) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(target, "w") as made:
        names = source.namelist()
        chosen = chance.choice(names)
        for name in names:
            part = source.read(name)
            made.writestr(zipfile.ZipInfo(name), damaged(part, chance) if name == chosen else part)
    return target.getvalue()


def fuzz(seconds: float, seed: int, folder: Path) -> list[str]:
    """Names of the files, kept in FOUND, at which a reader failed or took longer than LONGEST_SECONDS."""
    chance = random.Random(seed)
    end = time.monotonic() + seconds
    # Files of statistical packages are read in processes of their own, each of which takes half a second to start.
    weights = [1 if name.endswith((".sav", ".dta")) else 50 for name in SEEDS]
    found, tried = [], 0
    while time.monotonic() < end:
        (name,) = chance.choices(list(SEEDS), weights)
        content = damaged(SEEDS[name], chance)
        path = folder / name
        path.write_bytes(content)
        started = time.process_time()
        try:
            opened(path)
            reason = "slow" if time.process_time() - started > LONGEST_SECONDS else ""
        except Exception as error:
            reason = f"{type(error).__name__} {error}"
        tried += 1
        if reason:
            FOUND.mkdir(exist_ok=True)
            kept = FOUND / f"{hashlib.sha256(content).hexdigest()[:12]}.{name}"
            kept.write_bytes(content)
            found.append(f"{kept.name}: {reason}")
    print(f"{tried} damaged files read, {len(found)} failures, seed {seed}")
    return found


if __name__ == "__main__":
    import tempfile

    seconds, seed = (float(word) for word in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as place:
        failures = fuzz(seconds, int(seed), Path(place))
    print("\n".join(failures))
    sys.exit(bool(failures))
