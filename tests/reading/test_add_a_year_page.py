"""What the page "Add a year" shows is what the program prints, and the tables that it names are there."""

import re

import pytest

from project import ROOT
from regioncodes.ground.tables import HINTS_OF_TABLES
from regioncodes.reading.inspection import inspected

PAGE = (ROOT / "docs/add-a-year.md").read_text(encoding="utf-8")
FILE = re.search(r"python -m regioncodes inspect (data/\S+)", PAGE)[1]


@pytest.fixture
def in_the_project(monkeypatch):
    monkeypatch.chdir(ROOT)


def test_the_command_of_the_page_prints_what_the_page_shows(in_the_project, regions, aliases, indicators):
    (shown,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    lines = [line.removeprefix("   ") for line in shown.rstrip().splitlines()]
    printed = inspected(FILE, regions, aliases, indicators).splitlines()
    assert len(lines) > 3
    assert printed[1 : 1 + len(lines)] == lines


def test_the_lines_that_the_command_drafts_are_those_of_the_study(in_the_project, regions, aliases, indicators):
    report = inspected(FILE, regions, aliases, indicators).splitlines()
    described, listed = [line for line in report if line.startswith(f"{FILE},")]
    assert described in (ROOT / "data/reference/tables.csv").read_text(encoding="utf-8").splitlines()
    assert listed[-64:] in (ROOT / "data/reference/sources.csv").read_text(encoding="utf-8")


def test_every_table_that_the_page_names_is_there_with_the_columns_it_names():
    for name in re.findall(r"`data/reference/(\w+\.csv)`", PAGE):
        assert (ROOT / "data/reference" / name).is_file(), name
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "`data/reference/tables.csv`" in line]
    named = {word for line in rows for word in re.findall(r"`(\w+)`", line)} - {"none", "without_okrugs", "inspect"}
    assert named == {"labels", "title_printed", "unit_printed", "bare_oblast_name"} <= set(HINTS_OF_TABLES)
