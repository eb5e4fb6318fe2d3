"""What leads others in is true: CONTRIBUTING.md, the forge's check, what Zenodo and the catalogue of workflows read."""

import json
import re

import pytest
import yaml

from project import ROOT
from regioncodes.publication.archive.citation import read_citation, zenodo

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# A path has a folder, or is a page or table at the top; words in capitals that stand for many make it a pattern.
NAMED = re.compile(r"`([\w.-]+/[\w./*-]*|[\w-]+\.(?:md|cff|toml|yaml|yml|lock|json)|LICENSE)`")
PLACEHOLDER = re.compile(r"\b(EDITION|FILE|NAME|ROOM)\b|_NAME\b")
RECIPE = re.compile(r"^## (An? [a-z ]+): (\d+) files$\n(.+?)(?=^## )", re.MULTILINE | re.DOTALL)
# An item with the lines that go on with it.
ITEM = re.compile(r"^(?:\d+\.|-) .+\n(?: +.+\n)*", re.MULTILINE)
RECIPES = {name: (int(count), text) for name, count, text in RECIPE.findall(PAGE)}
CFF = read_citation(ROOT / "CITATION.cff")
DEPOSIT = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))


def read_yaml(name):
    """The file with its texts as they stand: `on` is a word and no truth."""
    return yaml.load((ROOT / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def files(path):
    """The files that a path of the page means, itself where it is a pattern for one that is yet to be written."""
    return {path} if PLACEHOLDER.search(path) else {found.as_posix() for found in ROOT.glob(path)}


def test_every_place_that_the_page_names_is_there():
    named = [path for path in NAMED.findall(PAGE) if not PLACEHOLDER.search(path)]
    assert {"workflow/exhibits.yaml", "data/reference/codebooks/*.csv", ".ci/run", "CHANGELOG.md"} <= set(named)
    assert [path for path in named if not files(path)] == []


def test_the_folder_of_a_file_that_is_yet_to_be_written_is_there():
    patterns = [path for path in NAMED.findall(PAGE) if PLACEHOLDER.search(path)]
    assert len(patterns) > 5
    assert [path for path in patterns if not (ROOT / PLACEHOLDER.split(path)[0]).parent.is_dir()] == []


def test_there_is_a_recipe_for_whatever_is_added():
    assert set(RECIPES) == {
        "A year",
        "An indicator",
        "An exhibit",
        "A claim",
        "A method of the derivative",
        "A language",
    }


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_names_as_many_files_as_it_says(name):
    count, text = RECIPES[name]
    paths = NAMED.findall("".join(ITEM.findall(text)))
    assert len(set().union(*map(files, paths))) == count
    assert len(paths) == len(set(paths))


def test_every_word_of_make_that_the_page_names_is_a_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"`make ([a-z-]+)", PAGE)
    assert {"test", "proof", "lint", "reference"} <= set(named)
    assert [target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


def test_zenodo_is_told_what_the_citation_says():
    assert (DEPOSIT["title"], DEPOSIT["keywords"]) == (CFF["title"], CFF["keywords"])
    assert DEPOSIT["license"] == CFF["license"][0].lower()


def test_zenodo_reads_the_same_from_the_repository_and_from_the_bundle():
    assert (ROOT / ".zenodo.json").read_text(encoding="utf-8") == zenodo(CFF), (
        "CITATION.cff has changed: write what zenodo(read_citation(…)) returns into .zenodo.json"
    )


def test_the_forge_passes_the_check_of_the_project_on_every_push_and_proposal():
    check = read_yaml(".github/workflows/check.yml")
    assert set(check["on"]) == {"push", "pull_request"}
    job = check["jobs"]["check"]
    commands = {run["python"]: run["command"] for run in job["strategy"]["matrix"]["include"]}
    assert commands == {"3.11": ".ci/run", "3.12": "make test", "3.13": "make test"}
    assert job["steps"][-1] == {"run": "${{ matrix.command }}"}
    assert (ROOT / ".ci/run").stat().st_mode & 0o100


def test_the_forge_uses_actions_of_a_stated_major_version():
    steps = read_yaml(".github/workflows/check.yml")["jobs"]["check"]["steps"]
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"]) for step in steps if "uses" in step)


def test_the_catalogue_is_told_that_snakemake_deploys_no_software():
    usage = read_yaml(".snakemake-workflow-catalog.yml")["usage"]
    assert set(usage) == {"mandatory-flags", "software-stack-deployment", "report"}
    rules = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "workflow/rules").glob("*.smk"))
    deployed = str(bool(re.search(r"^ *(conda|container):", rules, re.MULTILINE))).lower()
    assert set(usage["software-stack-deployment"].values()) == {deployed} == {"false"}
