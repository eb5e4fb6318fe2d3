"""Reference results: what a finished study gave, small enough to be committed."""

import lzma
import shutil
from pathlib import Path, PurePosixPath

import pandas as pd

from regioncodes.ground.errors import StudyError
from regioncodes.ground.files import sha256, write_whole
from regioncodes.ground.tables import write_table
from regioncodes.publication.archive.contents import result_files
from regioncodes.publication.archive.machine import facts
from regioncodes.publication.archive.pages_compared import page_words
from regioncodes.publication.archive.pictures_compared import reduced
from regioncodes.publication.archive.tables_compared import cells

FOLDER = "tests/reference"
LIST, MACHINE = "files.csv", "machine.csv"
LARGE = 100_000
ENDINGS = {".csv": "table", ".txt": "text", ".md": "text", ".tex": "text", ".html": "text", ".png": "picture"}
# What is kept of a result, by kind; of a copy nothing is.
KEPT = {"table": bytes, "text": bytes, "page": page_words, "picture": reduced}
RESTORE = f"put it back: git checkout -- {FOLDER}, or the bundle's copy"
RESTORE_OR_MAKE = f"{RESTORE}, or say make reference after a study that you trust"


class BrokenReferenceError(Exception):
    """What the reference keeps of a result is missing or damaged; says in a sentence which file, and what to do."""


def kind(file: str) -> str:
    """How a result is compared: table (by cell), text (exactly), page (by its words), picture (by distance) or copy
    (bytes, for notice).

    file: path from the project's folder. A copy shows again what another result holds: a PDF or SVG its PNG, a DOCX
    its HTML, panel.parquet panel.csv, readings and rows the panel and its revisions, site and notebooks the tables.
    """
    path = PurePosixPath(file)
    if path.suffix == ".html" and not file.startswith("results/tables/"):
        return "page" if file.startswith("results/passports/") else "copy"
    return ENDINGS.get(path.suffix, "copy")


def write_reference(folder: Path) -> list[str]:
    """Replace the reference results by those of the finished study in the folder; returns the results' paths.

    Tables and texts are kept whole, those over 100 kB compressed; pages by their words; pictures are reduced; of a
    copy the sum is kept. Beside them stand the facts of this machine.
    """
    reference, files = folder / FOLDER, result_files(folder)
    shutil.rmtree(reference, ignore_errors=True)
    rows = []
    for file in files:
        content, its_kind = (folder / file).read_bytes(), kind(file)
        rows.append({"result": file, "kind": its_kind, "sha256": sha256(content)})
        if its_kind in KEPT:
            _keep(KEPT[its_kind](content), reference / _kept(file, its_kind), its_kind)
    write_table(pd.DataFrame(rows, columns=["result", "kind", "sha256"]), reference / LIST)
    write_machine(folder)
    return files


def write_machine(folder: Path) -> None:
    """Write the facts of this machine beside the reference results, as the machine that made them."""
    write_table(pd.DataFrame(facts().items(), columns=["fact", "value"]), folder / FOLDER / MACHINE)


def reference_list(folder: Path) -> pd.DataFrame:
    """The results that the reference lists: columns result, kind and sha256, all texts.

    Raises StudyError where the list is not there or cannot be read, with what to do.
    """
    path = folder / FOLDER / LIST
    if not path.is_file():
        raise StudyError(f"{path} is not there; {RESTORE_OR_MAKE}")
    listed = _texts_of(path, ["result", "kind", "sha256"])
    unknown = sorted(set(listed["kind"]) - {*KEPT, "copy"})
    if unknown:
        raise StudyError(f"{path}: found the kinds {', '.join(unknown)}; allowed are {', '.join([*KEPT, 'copy'])}")
    return listed


def reference_machine(folder: Path) -> dict[str, str]:
    """Facts of the machine that made the reference; none where the reference does not name it.

    Raises StudyError where the file is there and cannot be read.
    """
    path = folder / FOLDER / MACHINE
    if not path.is_file():
        return {}
    table = _texts_of(path, ["fact", "value"])
    return dict(zip(table["fact"], table["value"], strict=True))


def reference_path(folder: Path, file: str, its_kind: str) -> Path:
    """Where the reference keeps a result that is no copy. Raises BrokenReferenceError where nothing is there."""
    path = folder / FOLDER / _kept(file, its_kind)
    found = [place for place in (path.with_name(f"{path.name}.xz"), path) if place.is_file()]
    if not found:
        raise BrokenReferenceError(f"{FOLDER}/{_kept(file, its_kind)} is listed in {LIST} and is not there; {RESTORE}")
    return found[0]


def read_reference(folder: Path, file: str, its_kind: str, total: str) -> bytes:
    """What the reference keeps of one result, unpacked.

    total: sha256 of the result. Raises BrokenReferenceError where the file is missing, damaged, or not the listed one.
    """
    path = reference_path(folder, file, its_kind)
    name = path.relative_to(folder).as_posix()
    content = path.read_bytes()
    if path.suffix == ".xz":
        try:
            content = lzma.decompress(content)
        except (lzma.LZMAError, EOFError) as error:
            raise BrokenReferenceError(f"{name} is damaged ({error}); {RESTORE}") from None
    if KEPT[its_kind] is bytes and sha256(content) != total:
        raise BrokenReferenceError(f"{name} is not what {LIST} lists (another sha256); {RESTORE}")
    return content


def _texts_of(path: Path, columns: list[str]) -> pd.DataFrame:
    try:
        table = cells(path.read_bytes())
    except ValueError as error:
        raise StudyError(f"{path} cannot be read ({error}); {RESTORE}") from None
    if list(table) != columns:
        raise StudyError(f"{path}: found the columns {', '.join(table)}; needed are {', '.join(columns)}; {RESTORE}")
    return table


def _keep(content: bytes, path: Path, its_kind: str) -> None:
    """Write what is kept of a result, a large table or text compressed."""
    is_large = len(content) > LARGE and its_kind != "picture"
    write_whole(
        lzma.compress(content, preset=9) if is_large else content,
        path.with_name(path.name + ".xz" * is_large),
    )


def _kept(file: str, its_kind: str) -> str:
    return file.removeprefix("results/") + ".txt" * (its_kind == "page")
