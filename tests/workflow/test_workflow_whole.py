import re

import pytest
import yaml
from fixture_study import hashes, run

from project import ROOT

pytestmark = pytest.mark.slow

LIST = yaml.safe_load((ROOT / "workflow/exhibits.yaml").read_text(encoding="utf-8"))
ENDINGS = {"figure": ("pdf", "svg", "png", "txt"), "table": ("html", "tex", "docx")}
EXHIBITS = [
    f"{kind}s/{line['name']}.{language}.{ending}"
    for line in LIST
    for kind in [line["name"].split("_")[0]]
    for language in ("en", "ru")
    for ending in ENDINGS[kind]
]
EXHIBITS += [f"tables/{line['name']}.csv" for line in LIST if line["name"].startswith("table")]
OUR_FILES = re.compile(r"workflow/|\.snakemake/scripts/")


def test_the_bare_word_makes_every_exhibit_in_both_languages(finished):
    assert finished.process.returncode == 0, finished.process.stderr
    made = hashes(finished.folder / "results")
    assert len(EXHIBITS) >= 29 * 8
    assert [name for name in EXHIBITS if name not in made] == []


def test_the_run_raises_no_warning_in_the_studys_own_code(finished):
    lines = finished.process.stderr.splitlines()
    assert [line for line in lines if "Warning" in line and OUR_FILES.search(line)] == []


def test_said_again_the_word_has_nothing_to_do(finished):
    again = run(finished.folder)
    assert again.returncode == 0
    assert "Nothing to be done" in again.stdout + again.stderr


def test_snakemakes_lint_says_nothing_that_the_page_on_the_house_does_not_answer(finished):
    said = run(finished.folder, "--lint")
    kinds = set(re.findall(r"^    \* ([^:]+)", said.stdout + said.stderr, re.MULTILINE))
    assert {kind.split(" used but")[0] for kind in kinds} <= {
        "No log directive defined",
        "Specify a conda environment or container for each rule.",
        "Environment variable PYTHONPATH",
        "Mixed rules and functions in same snakefile.",
    }
    assert "## What Snakemake's own lint says" in (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
