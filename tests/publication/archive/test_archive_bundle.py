"""The bundle of a small finished study: the project's own facts and texts around invented results."""

import io
import json
import shutil
import subprocess
import zipfile

import pandas as pd
import pytest
import yaml

from project import ROOT
from regioncodes.ground.errors import StudyError
from regioncodes.ground.files import read_checksums, sha256
from regioncodes.ground.tables import write_table
from regioncodes.publication.archive.bundle import bundle_contents, write_bundle, zip_bytes
from regioncodes.publication.archive.contents import project_files
from regioncodes.publication.archive.datapackage import PANEL, check_package, resource_name

COPIED = [
    "CITATION.cff",
    "Snakefile",
    "requirements.lock",
    "docs/archive-readme.md",
    "workflow/config.yaml",
    "workflow/exhibits.yaml",
]
RESULTS = {
    "figures/figure_1_model.en.pdf": b"%PDF",
    "figures/figure_1_model.en.png": b"PNG",
    "models/rates.csv": b"region,year,rate,is_edge\nRU-KGN,2010,0.25,True\nRU-SVE,2010,,False\n",
    "surveys/table_1.csv": b"option,count\nfirst,3\n",
    "benchmarks/report.md": b"36 s",
}


PANEL_COLUMNS = ["region", "indicator", "year", "value", "unit", "status", "sheet", "cell"]


def panel(**changed) -> pd.DataFrame:
    row = dict.fromkeys(PANEL_COLUMNS, "") | {"region": "RU-SVE", "indicator": "grp_total", "year": 2010, "value": 1.5}
    return pd.DataFrame([row | {"year": 2009, "sheet": "1"}, row | changed])


def make_study(folder):
    exhibits = (ROOT / "workflow/regioncodes/exhibits").glob("*/*_*.py")
    copied = (path.relative_to(ROOT).as_posix() for path in [*exhibits, *(ROOT / "data/reference").rglob("*.csv")])
    for name in [*COPIED, *copied]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    (folder / "run").write_bytes(b"#!/bin/sh\n")
    (folder / ".gitignore").write_text("results/\n")
    for command in (["git", "init", "--quiet"], ["git", "add", "."]):
        subprocess.run(command, cwd=folder, check=True)
    for name, content in RESULTS.items():
        (folder / "results" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "results" / name).write_bytes(content)
    write_table(panel(), folder / PANEL)
    return folder


@pytest.fixture
def study(tmp_path):
    return make_study(tmp_path / "clone")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """Folder of a study and path of its bundle, to read and not to change."""
    folder = make_study(tmp_path_factory.mktemp("place") / "clone")
    return folder, write_bundle(folder)


@pytest.fixture(scope="module")
def contents(bundle):
    with zipfile.ZipFile(bundle[1]) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def unpacked(path, folder):
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return next(folder.iterdir())


def test_the_bundle_holds_the_project_its_results_and_their_descriptions(contents):
    assert {
        "Snakefile",
        "run",
        "requirements.lock",
        PANEL,
        "results/figures/figure_1_model.en.pdf",
        "SHA256SUMS",
        "REPLICATION.md",
        ".zenodo.json",
        "codecheck.yml",
        "datapackage.json",
        "ro-crate-metadata.json",
        "data/reference/codebooks/import-substitution-2016.csv",
    } <= set(contents)
    assert not [name for name in contents if "benchmarks" in name or ".git/" in name]


def test_every_file_has_its_sum(contents):
    sums = read_checksums(contents["SHA256SUMS"].decode())
    assert sums == {name: sha256(content) for name, content in contents.items() if name != "SHA256SUMS"}


def test_the_bundle_made_from_the_unpacked_bundle_is_the_same_to_the_byte(bundle, tmp_path):
    study, first = bundle
    other = unpacked(first, tmp_path / "elsewhere")
    assert not (other / ".git").exists()
    assert project_files(other) == project_files(study)
    assert write_bundle(other).read_bytes() == first.read_bytes()


def test_what_was_deleted_from_an_unpacked_bundle_is_no_file_of_the_project(bundle, tmp_path):
    study, first = bundle
    other = unpacked(first, tmp_path / "elsewhere")
    (other / "run").unlink()
    assert project_files(other) == [name for name in project_files(study) if name != "run"]


def test_a_zip_knows_neither_order_nor_day_and_keeps_what_is_a_program():
    contents = {"b": b"#!/bin/sh\n", "a": b"text"}
    packed = zip_bytes(contents, "top")
    assert packed == zip_bytes(dict(reversed(contents.items())), "top")
    entries = zipfile.ZipFile(io.BytesIO(packed)).infolist()
    assert [entry.filename for entry in entries] == ["top/a", "top/b"]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert [oct(entry.external_attr >> 16) for entry in entries] == ["0o100644", "0o100755"]


def test_the_crate_lists_each_file_once_with_its_sum_and_the_run_that_made_the_results(contents):
    graph = {entity["@id"]: entity for entity in json.loads(contents["ro-crate-metadata.json"])["@graph"]}
    files = {name: entity for name, entity in graph.items() if "File" in entity["@type"]}
    described = set(contents) - {"ro-crate-metadata.json", "SHA256SUMS"}
    assert set(files) == described
    assert all(entity["sha256"] == sha256(contents[name]) for name, entity in files.items())
    assert {part["@id"] for part in graph["./"]["hasPart"]} == described
    run = graph["#run"]
    assert (run["@type"], run["instrument"]["@id"], graph["./"]["mainEntity"]["@id"]) == (
        "CreateAction",
        "Snakefile",
        "Snakefile",
    )
    assert {result["@id"] for result in run["result"]} == {name for name in contents if name.startswith("results/")}
    assert {"@id": "https://w3id.org/ro/wfrun/workflow/0.5"} in graph["./"]["conformsTo"]


def test_the_crate_is_read_again_by_its_library(bundle, tmp_path):
    from rocrate.rocrate import ROCrate

    crate = ROCrate(unpacked(bundle[1], tmp_path / "elsewhere"))
    assert crate.mainEntity.id == "Snakefile"
    assert crate.dereference("#run")["instrument"].id == "Snakefile"


def test_the_readme_names_sources_measurements_and_the_program_of_each_exhibit(contents):
    text = contents["REPLICATION.md"].decode()
    assert "$" not in text
    assert "`figure_1_model` | `workflow/regioncodes/exhibits/figures/figure_1_model.py`" in text
    assert text.count("workflow/regioncodes/exhibits/tables/") >= 15
    assert "`results/figures/figure_1_model.*.{pdf,png}`" in text
    assert "public statistical figures, reuse with reference to Rosstat" in text
    measured = pd.read_csv(ROOT / "data/reference/measurements.csv", dtype="str")
    assert len(measured) >= 3
    assert all(f"{row.measure} | {row.value} | {row.unit}" in text for row in measured.itertuples())


def test_the_manifest_lists_files_that_are_there(contents):
    manifest = yaml.safe_load(contents["codecheck.yml"])["manifest"]
    assert [entry["file"] for entry in manifest] == ["results/figures/figure_1_model.en.pdf"]


def test_the_package_knows_the_types_of_columns_and_the_key_of_the_panel(contents):
    package = json.loads(contents["datapackage.json"])
    schemas = {resource["path"]: resource["schema"] for resource in package["resources"]}
    types = {field["name"]: field["type"] for field in schemas["results/models/rates.csv"]["fields"]}
    assert types == {"region": "string", "year": "integer", "rate": "number", "is_edge": "boolean"}
    assert schemas[PANEL]["primaryKey"] == ["region", "indicator", "year"]
    assert all(field["description"] for field in schemas[PANEL]["fields"])


@pytest.mark.parametrize("change", [{"year": 2009}, {"region": "RU-XXX"}])
def test_frictionless_finds_a_doubled_key_and_an_unknown_region(study, change):
    write_table(panel(**change), study / PANEL)
    with pytest.raises(StudyError, match=r"panel"):
        bundle_contents(study)


def test_frictionless_finds_a_table_that_was_changed_after_it_was_described(bundle, tmp_path):
    folder = unpacked(bundle[1], tmp_path / "elsewhere")
    (folder / "results/surveys/table_1.csv").write_bytes(b"option,count\nfirst,4\n")
    with pytest.raises(StudyError, match=r"table-1"):
        check_package(folder)


def test_a_folder_that_is_neither_clone_nor_bundle_and_an_unfinished_study_say_what_to_do(study, tmp_path):
    with pytest.raises(StudyError, match="neither a git clone nor an unpacked bundle"):
        project_files(tmp_path)
    (study / PANEL).unlink()
    with pytest.raises(StudyError, match="make study"):
        bundle_contents(study)


def test_tables_of_one_name_in_two_folders_are_two_resources():
    names = [resource_name(f"results/{folder}/reading.csv") for folder in ("data", "surveys")]
    assert names == ["data-reading", "surveys-reading"]
    assert resource_name("data/reference/regions.csv") == "regions"
