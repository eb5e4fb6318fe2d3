"""What the README says that the study finds, and what `make study` says at its end, are printed from its findings."""

import subprocess
from pathlib import Path

import pytest

from project import ROOT
from regioncodes.claims.findings import CONCLUSIONS, FINDINGS
from regioncodes.ground.errors import StudyError
from regioncodes.ground.tables import read_table
from regioncodes.publication.documentation.exhibit_list import main, with_findings
from regioncodes.publication.summary.__main__ import ending

REFERENCE = ROOT / "tests/reference/conclusions.csv"


@pytest.fixture
def conclusions():
    return read_table(REFERENCE)


def test_the_findings_of_the_readme_are_those_of_the_reference_results(conclusions):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert with_findings(readme, conclusions) == readme
    assert all(headline in readme for headline in conclusions["headline_en"])


def test_another_finding_makes_the_readme_another(conclusions):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    made = with_findings(readme, conclusions.replace({"headline_en": {conclusions["headline_en"][2]: "A <b> B"}}))
    assert "3. **A &lt;b&gt; B.**" in made
    assert made.count("\n") == readme.count("\n")


def test_the_reference_has_one_row_a_finding_with_every_column_filled(conclusions):
    assert list(conclusions) == CONCLUSIONS
    assert list(conclusions["finding"]) == list(FINDINGS)
    assert conclusions.ne("").all(axis=None)
    assert conclusions.notna().all(axis=None)


def test_a_readme_of_a_study_that_has_not_run_is_refused(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("as it was", encoding="utf-8")
    with pytest.raises(StudyError, match=r"conclusions\.csv is not there; say make study"):
        main(readme, ROOT / "workflow/exhibits.yaml", tmp_path / "conclusions.csv")
    assert readme.read_text(encoding="utf-8") == "as it was"


def test_the_study_ends_with_its_findings_and_what_to_open(conclusions, tmp_path):
    for language in ("en", "ru"):
        (tmp_path / f"summary.{language}.pdf").touch()
    lines = ending(conclusions, tmp_path).splitlines()
    assert [line.split(". ", 1)[1] for line in lines[1:8]] == [
        f"{headline} ({strength})"
        for headline, strength in zip(conclusions["headline_en"], conclusions["strength_en"], strict=True)
    ]
    assert [Path(line.strip()).name for line in lines[9:]] == ["index.html", "summary.en.pdf", "summary.ru.pdf"]


def test_make_study_says_what_it_finds_after_the_run():
    command = ["make", "--no-print-directory", "--dry-run", "study"]
    planned = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout.splitlines()
    assert planned[-1].endswith("-m regioncodes.publication.summary results/conclusions.csv")
    assert "-m snakemake" in planned[-2]
