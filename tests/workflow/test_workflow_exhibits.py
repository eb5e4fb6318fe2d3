"""An exhibit more, added as CONTRIBUTING.md says: three files and its test; everything else follows from the list."""

import re

import openpyxl
import pytest
from fixture_study import hashes, run

pytestmark = pytest.mark.slow

KINDS = ("html", "tex", "docx")
LIST, TEXTS = "workflow/exhibits.yaml", "data/reference/texts.csv"
MODULE = "workflow/regioncodes/exhibits/tables/table_s99_years.py"
LINE = "- {name: table_s99_years, section: codes, reads: [nid], choices: [district]}\n"
PROGRAM = '''"""Supplementary table 99: how many years each region has."""

from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.words.captions import caption


def exhibit(results, choices, texts):
    """The table from what its line names."""
    years = results.nid[results.nid["region"] != choices.district].groupby("region")["year"].nunique()
    rows = tuple((region, str(count)) for region, count in years.items())
    columns = (Column(texts["table_s99.region"], 0.5), Column(texts["table_s99.years"], 0.5, True))
    words = caption("table_s99_years", texts, status="published")
    return PrintedTable("table_s99_years", texts.language, texts["table_s99.title"], columns, rows, words, "")
'''
WORDS = """table_s99.region,Region,Регион
table_s99.title,Supplementary table 99,Таблица Д99
table_s99.years,Years,Годы
table_s99_years.caption,{source}; {status},{source}; {status}
table_s99_years.source,Own computation,Собственный расчёт
"""


@pytest.fixture(scope="module")
def extended(copied):
    """A finished study to which the exhibit was added, run again; and the files that differ for it but its results."""
    folder = copied()
    before = {name: content for name, content in hashes(folder).items() if not name.startswith(("results/", "."))}
    (folder / MODULE).write_text(PROGRAM, encoding="utf-8")
    for file, more in {LIST: LINE, TEXTS: WORDS}.items():
        with (folder / file).open("a", encoding="utf-8") as text:
            text.write(more)
    process = run(folder)
    assert process.returncode == 0, process.stderr
    after = {name: content for name, content in hashes(folder).items() if not name.startswith(("results/", "."))}
    changed = {name for name in after if after[name] != before.get(name) and "__pycache__" not in name}
    return folder, changed


def test_three_files_are_touched(extended):
    assert extended[1] == {LIST, TEXTS, MODULE}


@pytest.mark.parametrize("ending", ["csv", *(f"{language}.{kind}" for language in ("en", "ru") for kind in KINDS)])
def test_the_table_is_there_in_every_format(extended, ending):
    assert (extended[0] / f"results/tables/table_s99_years.{ending}").stat().st_size > 40


def test_site_workbook_and_seal_have_it(extended):
    folder, _ = extended
    site = (folder / "results/site/codes.html").read_text(encoding="utf-8")
    assert "Supplementary table 99" in site.split('<section id="codes"')[1].split("<section ")[0]
    sheets = openpyxl.load_workbook(folder / "results/tables/tables.en.xlsx", read_only=True).sheetnames
    assert sheets[-1] == "table_s99_years"
    assert "results/tables/table_s99_years.ru.docx" in (folder / "results/SHA256SUMS").read_text(encoding="utf-8")


def test_a_list_with_faults_stops_before_anything_runs_and_tells_all_of_them(copied):
    folder = copied()
    path = folder / LIST
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{LINE}{LINE.replace('nid', 'nide')}- {{name: chart_1, section: maps}}\n", encoding="utf-8")
    process = run(folder, "--dry-run")
    assert process.returncode != 0
    told = re.findall(r"^  (table_s99_years|chart_1): (\w+)", process.stderr, re.MULTILINE)
    # The last is that the module is not there; that its texts are not either is told under their table.
    faults = [("table_s99_years", "reads"), ("chart_1", "name"), ("chart_1", "section")]
    faults += [("table_s99_years", "stands"), ("table_s99_years", "workflow")]
    assert told == faults
    assert "key 'table_s99_years.caption': no text in column ru" in process.stderr
    assert "Traceback" not in process.stderr


def test_a_region_without_a_square_and_two_on_one_stop_the_run_before_anything_is_written(new_study):
    folder = new_study("squares")
    path = folder / "data/reference/region_tiles.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(line for line in lines if line.startswith("RU-SVE,")).split(",")[1:3]
    changed = [
        ",".join(["RU-CHE", *place, *line.split(",")[3:]]) if line.startswith("RU-CHE,") else line
        for line in lines
        if not line.startswith("RU-KGN,")
    ]
    path.write_text("".join(changed), encoding="utf-8")
    process = run(folder)
    assert process.returncode != 0
    assert "2 problems in data/reference/region_tiles.csv" in process.stderr
    assert "RU-KGN: has no square" in process.stderr
    assert f"row {place[0]}, column {place[1]}: RU-SVE and RU-CHE" in process.stderr
    assert "Traceback" not in process.stderr
    assert not (folder / "results").exists()
