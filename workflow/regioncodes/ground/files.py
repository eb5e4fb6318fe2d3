"""Files written whole or not at all, and their fingerprints."""

import contextlib
import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from regioncodes.ground.errors import StudyError

PARTIAL = ".partial"
# What office programs and desktops leave beside the files of a folder.
LITTER = re.compile(r"~\$.*|\.~lock\..*#|\._.*|(eh)?thumbs\.db|desktop\.ini|\.ds_store|\.directory", re.IGNORECASE)


def write_whole(content: bytes, path: str | Path) -> None:
    """Write bytes under a partial name beside the target, then rename: no reader ever meets half a file.

    Raises StudyError that names the file where the disk is full or the folder may not be written; what stood under
    the name before stays.
    """
    target = Path(path)
    # The number of the process keeps apart two that write the same file.
    partial = target.with_name(f".{target.name}.{os.getpid()}{PARTIAL}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content)
        os.replace(partial, target)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise StudyError(
            f"{path}: cannot be written ({error.strerror}); free space on the disk or allow writing there, "
            "then say the command again: what is finished is kept"
        ) from None


def write_text(text: str, path: str | Path) -> None:
    """Write a text as UTF-8 with a line end at its end, whole or not at all."""
    write_whole(f"{text.rstrip()}\n".encode(), path)


def is_litter(path: str | Path) -> bool:
    """Whether a file is no data: the lock of an open workbook, a desktop's settings or its small pictures."""
    return LITTER.fullmatch(Path(path).name) is not None


def composed(name: str) -> str:
    """A name with й and ё as one letter each; some systems store them as a letter and a sign (NFD)."""
    return unicodedata.normalize("NFC", name)


def twin(name: str, others: Iterable[str]) -> str:
    """The one of the other names that reads the same and has other bytes, or ""."""
    return next((other for other in others if other != name and composed(other) == composed(name)), "")


def present(path: Path) -> Path:
    """The path, or that of a file in its folder whose name reads the same and is stored in other bytes."""
    if path.exists() or not path.parent.is_dir():
        return path
    found = twin(path.name, sorted(os.listdir(path.parent)))
    return path.with_name(found) if found else path


def sha256(content: bytes) -> str:
    """SHA-256 of some bytes in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def checksum_lines(files: Iterable[str]) -> str:
    """Lines of sha256 and path, sorted by path, as the program sha256sum writes and checks them."""
    return "".join(checksum_text({file: Path(file).read_bytes()}) for file in sorted(files))


def checksum_text(contents: Mapping[str, bytes]) -> str:
    """Lines as `checksum_lines` writes them, of bytes by path."""
    return "".join(f"{sha256(contents[file])}  {file}\n" for file in sorted(contents))


def read_checksums(listed: str) -> dict[str, str]:
    """Checksums by path, from lines as `checksum_lines` writes them; a line that is none has no path."""
    parts = (line.partition("  ") for line in listed.splitlines())
    return {file: checksum for checksum, _, file in parts}


def altered(listed: str) -> list[str]:
    """The files that are there and are not what the lines say; a file that is gone is not among them.

    listed: lines as `checksum_lines` writes them. Paths are taken from the folder that one is in.
    """
    checksums = read_checksums(listed).items()
    return [
        file for file, checksum in checksums if Path(file).is_file() and sha256(Path(file).read_bytes()) != checksum
    ]


def abandoned(listed: str, made: Iterable[str]) -> tuple[list[str], list[str]]:
    """The results that an older seal lists and that no choice makes any more: those as sealed, and those changed since.

    listed: lines as `checksum_lines` writes them. made: what the present choices make. A file that the seal does not
    list is the user's own and in neither list, and so is one outside results/.
    """
    kept = set(made)
    left = [file for file in read_checksums(listed) if file not in kept and _is_result(file) and Path(file).is_file()]
    changed = set(altered(listed))
    return [file for file in left if file not in changed], [file for file in left if file in changed]


def _is_result(file: str) -> bool:
    path = Path(file)
    return path.parts[:1] == ("results",) and ".." not in path.parts
