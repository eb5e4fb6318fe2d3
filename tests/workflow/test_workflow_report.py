"""Snakemake's own report of the finished study: captions and categories on one page that needs no network."""

import json
import re
import zipfile

import pytest
from fixture_study import run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def report(copied):
    folder = copied()
    process = run(folder, "--report", "report.zip")
    assert process.returncode == 0, process.stderr
    with zipfile.ZipFile(folder / "report.zip") as archive:
        page = next(name for name in archive.namelist() if name.endswith("report.html"))
        return folder, archive.read(page).decode("utf-8")


def test_the_report_shows_every_exhibit_in_both_languages(report):
    folder, page = report
    shown = [*(folder / "results/figures").glob("*.png"), *(folder / "results/tables").glob("*.html")]
    assert len(shown) > 40
    assert [path.name for path in shown if f'"{path.name}"' not in page] == []


def test_the_captions_are_those_of_the_figures(report):
    folder, page = report
    for language in ("en", "ru"):
        caption = (folder / f"results/figures/figure_2_education.{language}.txt").read_text(encoding="utf-8")
        assert json.dumps(caption[:40])[1:-1] in page
    assert "system-message" not in page, "a caption is no valid reStructuredText"


def test_the_report_names_no_outside_address_to_load(report):
    assert re.findall(r"(?:src|href)=[\"']?https?://[^\"' >]+", report[1]) == []
