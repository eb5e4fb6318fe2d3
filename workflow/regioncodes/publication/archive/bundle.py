"""The bundle: one ZIP of code, data, results, lock and what describes them; equal contents give equal bytes."""

import io
import re
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from regioncodes.exhibits.registry import LIST
from regioncodes.ground.errors import StudyError
from regioncodes.ground.files import checksum_text, write_whole
from regioncodes.ground.tables import read_table
from regioncodes.publication.archive.citation import codecheck, read_citation, zenodo
from regioncodes.publication.archive.contents import SUMS, project_files, result_files
from regioncodes.publication.archive.crate import NAME as CRATE
from regioncodes.publication.archive.crate import crate_metadata
from regioncodes.publication.archive.datapackage import PANEL, check_package, data_package, packaged_tables
from regioncodes.publication.archive.replication import manifest, replicated, replication_text
from regioncodes.publication.documentation.dictionary import COLUMNS, meanings
from regioncodes.publication.documentation.exhibit_list import described

TEMPLATE = "docs/archive-readme.md"
REFERENCE = ("sources", "measurements")
MOMENT = (1980, 1, 1, 0, 0, 0)


def bundle_contents(folder: Path) -> dict[str, bytes]:
    """Bytes of every file of the bundle by path: the project, its results, and their descriptions.

    folder: a clone or an unpacked bundle with a finished study. Raises StudyError where the study is not finished,
    the citation is wrong, or frictionless finds fault with the data package.
    """
    if not (folder / PANEL).is_file():
        raise StudyError(f"{folder / PANEL} is not there; say make study first")
    names = [*project_files(folder), *result_files(folder)]
    contents = {name: (folder / name).read_bytes() for name in names}
    citation = read_citation(folder / "CITATION.cff")
    contents |= {name: text.encode() for name, text in _descriptions(folder, contents, citation).items()}
    _check_package(contents)
    engine = re.search(r"^snakemake==(\S+)", contents["requirements.lock"].decode(), re.MULTILINE)
    contents[CRATE] = crate_metadata(citation, contents, engine[1]).encode()
    return contents | {SUMS: checksum_text(contents).encode()}


def zip_bytes(contents: Mapping[str, bytes], top: str) -> bytes:
    """A ZIP of the contents under one folder: sorted, every file of the same moment, programs marked as such."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(f"{top}/{name}", MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            mode = 0o755 if contents[name].startswith(b"#!") else 0o644
            entry.external_attr = (0o100000 | mode) << 16
            file.writestr(entry, contents[name])
    return archive.getvalue()


def write_bundle(folder: Path) -> Path:
    """Make the bundle of the project in the folder; returns its path, results/bundle/regioncodes-VERSION.zip."""
    contents = bundle_contents(folder)
    version = read_citation(folder / "CITATION.cff")["version"]
    path = folder / f"results/bundle/regioncodes-{version}.zip"
    write_whole(zip_bytes(contents, f"regioncodes-{version}"), path)
    return path


def _descriptions(folder: Path, contents: Mapping[str, bytes], citation: Mapping[str, Any]) -> dict[str, str]:
    facts = {name: read_table(folder / f"data/reference/{name}.csv") for name in REFERENCE}
    exhibits = described(contents[LIST].decode(), lambda module: contents[f"workflow/{module}"].decode())
    shown = replicated(exhibits, sorted(name for name in contents if name.startswith("results/")))
    packaged = packaged_tables(sorted(contents))
    tables = {name: pd.read_csv(folder / name, low_memory=False) for name in packaged}
    columns = meanings(folder / COLUMNS)
    counts = {
        "files": f"{len(contents):,}",
        "megabytes": f"{sum(map(len, contents.values())) / 1e6:.0f}",
        "lock": str(len(set(re.findall(r"^([\w.-]+)==", contents["requirements.lock"].decode(), re.MULTILINE)))),
        "seed": re.search(r"^seed: (\d+)", contents["workflow/config.yaml"].decode(), re.MULTILINE)[1],
    }
    return {
        "REPLICATION.md": replication_text(
            contents[TEMPLATE].decode(), citation, shown, facts["sources"], facts["measurements"], counts
        ),
        ".zenodo.json": zenodo(citation),
        "codecheck.yml": codecheck(citation, manifest(shown)),
        "datapackage.json": data_package(citation, contents, tables, columns),
    }


def _check_package(contents: Mapping[str, bytes]) -> None:
    """Let frictionless read the package as the bundle will hold it."""
    with tempfile.TemporaryDirectory() as name:
        for path in ["datapackage.json", *packaged_tables(list(contents))]:
            write_whole(contents[path], Path(name) / path)
        check_package(Path(name))
