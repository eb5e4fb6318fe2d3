"""Archives that office files are packed in, expanded under a limit."""

import io
import re
import zipfile
import zlib
from typing import NamedTuple

from regioncodes.formats.documents import MOST_BYTES, FileError

MOST_MEMBERS = 10_000
# Tables of figures shrink 5 to 50 times; only a file made to swell reaches this ratio at this size.
SUSPECT_BYTES = 64 * 1024 * 1024
SUSPECT_RATIO = 250
# Parts of office files without cells or texts of tables; a workbook has hundreds of them.
UNREAD = re.compile(r"(?:^|/)(?:drawings|charts|theme|diagrams|ctrlProps|customXml|docProps|worksheets/_rels)/")


class Archive(NamedTuple):
    """The names of all members, in their order, and the content of those that hold values or texts."""

    names: tuple[str, ...]
    parts: dict[str, bytes]


def expanded(content: bytes) -> Archive:
    """Members of a zip archive, none of them expanded beyond the size that its directory declares.

    Raises FileError for an archive that is cut short, damaged, locked by a password, or swells beyond MOST_BYTES.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_limits(members, len(content))
            parts = {
                member.filename: _expanded_member(archive, member)
                for member in members
                if member.filename.endswith((".xml", ".rels")) and not UNREAD.search(member.filename)
            }
            return Archive(tuple(member.filename for member in members), parts)
    except zipfile.BadZipFile as error:
        raise FileError(
            f"is an office file (zip archive) that is cut short or damaged ({error}); download it again"
        ) from None
    except (NotImplementedError, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        if isinstance(error, FileError):
            raise
        raise FileError(f"is a zip archive that cannot be expanded ({error}); open and save it again") from None


def packed(archive: Archive) -> bytes:
    """The expanded members of an archive as a zip archive without compression.

    What is handed on was expanded here, under the limits, so no reader after this one can be made to swell.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as stored:
        for name, part in archive.parts.items():
            stored.writestr(zipfile.ZipInfo(name), part)
    return target.getvalue()


def _check_limits(members: list[zipfile.ZipInfo], size: int) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise FileError("is a zip archive locked by a password; unpack it and put the files themselves here")
    if len(members) > MOST_MEMBERS:
        raise FileError(
            f"is a zip archive of {len(members):,} members and {MOST_MEMBERS:,} are allowed; open and save it again"
        )
    total = sum(member.file_size for member in members)
    if total > MOST_BYTES or (total > SUSPECT_BYTES and total > SUSPECT_RATIO * size):
        raise FileError(
            f"is a zip archive that expands from {size:,} to {total:,} bytes; at most {MOST_BYTES:,} are allowed, and "
            f"at most {SUSPECT_RATIO} times its size beyond {SUSPECT_BYTES:,}; delete empty formatted rows and "
            "pictures, or split the file"
        )


def _expanded_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Content of one member; reading a stated number of bytes keeps a lying directory from mattering."""
    with archive.open(member) as stream:
        part = stream.read(member.file_size)
        if len(part) < member.file_size:
            raise zipfile.BadZipFile(f"{member.filename} is shorter than stated")
        return part
