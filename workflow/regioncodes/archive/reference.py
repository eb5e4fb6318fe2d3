"""Reference results: what a finished study gave, small enough to be committed."""

import lzma
import shutil
from pathlib import Path, PurePosixPath

import pandas as pd

from regioncodes.archive.contents import result_files, sha256
from regioncodes.archive.pictures_compared import reduced
from regioncodes.files import write_whole
from regioncodes.tables import write_table

FOLDER = "tests/reference"
LIST = "files.csv"
LARGE = 100_000
ENDINGS = {".csv": "table", ".txt": "text", ".md": "text", ".tex": "text", ".html": "text", ".png": "picture"}


def kind(file: str) -> str:
    """How a result is compared: table (by cell), text (exactly), picture (by distance) or copy (bytes, for notice).

    file: path from the project's folder. A copy shows again what another result holds: a PDF or SVG its PNG, a DOCX
    its CSV, panel.parquet panel.csv, readings and rows the panel and its revisions, site and notebooks the tables.
    """
    path = PurePosixPath(file)
    is_page = path.suffix == ".html" and not file.startswith("results/tables/")
    return "copy" if is_page else ENDINGS.get(path.suffix, "copy")


def write_reference(folder: Path) -> list[str]:
    """Replace the reference results by those of the finished study in the folder; returns the results' paths.

    Tables and texts are kept whole, those over 100 kB compressed; pictures are reduced; of a copy the sum is kept.
    """
    reference, files = folder / FOLDER, result_files(folder)
    shutil.rmtree(reference, ignore_errors=True)
    rows = []
    for file in files:
        content = (folder / file).read_bytes()
        rows.append({"result": file, "kind": kind(file), "sha256": sha256(content)})
        if rows[-1]["kind"] == "picture":
            write_whole(reduced(content), reference / _kept(file))
        elif rows[-1]["kind"] != "copy":
            is_large = len(content) > LARGE
            kept = reference / (_kept(file) + ".xz" * is_large)
            write_whole(lzma.compress(content, preset=9) if is_large else content, kept)
    write_table(pd.DataFrame(rows, columns=["result", "kind", "sha256"]), reference / LIST)
    return files


def read_reference(folder: Path, file: str) -> bytes:
    """What the reference keeps of one result, unpacked."""
    path = folder / FOLDER / _kept(file)
    compressed = path.with_name(path.name + ".xz")
    return lzma.decompress(compressed.read_bytes()) if compressed.is_file() else path.read_bytes()


def _kept(file: str) -> str:
    return file.removeprefix("results/")
