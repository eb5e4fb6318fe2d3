"""Names, notes, answers and claims made to harm: the study runs whole, and all that it makes shows them as texts."""

import csv
import json
import re
import shutil
import subprocess
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
from fixture_study import ECONOMY, mend_source, run, workbooks, write_workbook

from regioncodes.ground.tables import read_table

pytestmark = pytest.mark.slow

SCRIPT = "<script>alert(1)</script>"
PICTURE = '"><img src=x onerror=alert(1)>'
FORMULA = '=HYPERLINK("http://harm.example/";"click")'
COMMAND = "@SUM(1)*cmd|' /C calc'!A0"
TURNED = "\u202eturned\u202c $\\frac{$ \\input{/etc/passwd} {{ 7*7 }}"
NAMES = {"RU-KGN": SCRIPT, "RU-SVE": FORMULA, "RU-CHE": TURNED, "RU-YAN": PICTURE, "RU-KHM": COMMAND}
SURVEY = "data/raw/surveys/import-substitution-2016.csv"
CODEBOOK = "data/reference/codebooks/import-substitution-2016.csv"
ANSWERS = {
    "Льготное налогообложение": PICTURE,
    "Preferential taxation": PICTURE,
    "Заключение международных соглашений": SCRIPT,
    "Conclusion of international agreements": SCRIPT,
    "Наука и образование": FORMULA,
    "Science and education": FORMULA,
}
TEXTS = {
    "data/article/claims.csv": ["statement_en", "statement_ru", "passage", "missing_en", "missing_ru"],
    "data/reference/indicators.csv": ["title_en", "title_ru"],
    "data/reference/sources.csv": ["title_en", "title_ru", "publisher", "licence"],
}
ACTIVE = {"script", "img", "iframe", "object", "embed", "base", "form", "link", "meta", "svg", "math", "video", "audio"}
RUNS = re.compile(r"[=@][^\s]|[+-]\s*[A-Za-z(@=]")


class Active(HTMLParser):
    """Counts all in a page that can act: elements that load or run something, handlers, addresses that are programs."""

    def __init__(self, page):
        super().__init__()
        self.found = Counter()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.update([tag] if tag in ACTIVE else [])
        self.found.update(
            f"{tag} {name}"
            for name, value in attrs
            if name.startswith("on") or (value or "").strip().lower().startswith(("javascript:", "vbscript:"))
        )


def rename_regions(folder):
    """The printed names stay known, as aliases; what is shown is made to harm, in both languages, short and long."""
    regions, aliases = (folder / f"data/reference/{name}.csv" for name in ("regions", "region_aliases"))
    table = read_table(regions)
    is_renamed = table["region"].isin(NAMES)
    printed = table.loc[is_renamed, ["name_ru", "region"]].set_axis(["alias", "region"], axis=1).assign(reason="before")
    pd.concat([read_table(aliases), printed]).to_csv(aliases, index=False, lineterminator="\n")
    for column in ("name_ru", "name_en", "short_ru", "short_en"):
        harmful = table["region"].map(NAMES)
        table[column] = harmful.where(is_renamed, table[column])
    table.to_csv(regions, index=False, lineterminator="\n")


def change_answers(folder):
    """Options that respondents ticked, in the dump and in its codebook, with their labels."""
    for file in (SURVEY, CODEBOOK):
        with (folder / file).open(encoding="utf-8", newline="") as text:
            rows = list(csv.reader(text))
        for printed, harmful in ANSWERS.items():
            rows = [[cell.replace(printed, harmful) for cell in row] for row in rows]
        with (folder / file).open("w", encoding="utf-8", newline="") as text:
            csv.writer(text, lineterminator="\n").writerows(rows)
    mend_source(folder, SURVEY)


def change_texts(folder):
    """What is said of indicators, sources and claims; the titles as printed stay known to the list of tables."""
    printed = read_table(folder / "data/reference/indicators.csv").set_index("indicator")["title_ru"]
    tables = read_table(folder / "data/reference/tables.csv")
    tables["title_printed"] = tables["indicator"].map(printed).where(tables["sheet"] != "", "")
    tables.to_csv(folder / "data/reference/tables.csv", index=False, lineterminator="\n")
    for file, columns in TEXTS.items():
        table = read_table(folder / file)
        for column in columns:
            harmful = pd.Series([*NAMES.values()] * len(table), dtype="str")[: len(table)]
            table[column] = harmful.where(table[column].notna() & (table[column] != ""), table[column])
        table.to_csv(folder / file, index=False, lineterminator="\n")


def change_notes(folder):
    """The note under a printed table."""
    sheets = workbooks()[ECONOMY]
    sheets["8.1."][-1] = [f"3) {PICTURE}"]
    write_workbook(folder / ECONOMY, sheets)
    mend_source(folder, ECONOMY)


@pytest.fixture(scope="module")
def hostile(new_study):
    folder = new_study("hostile")
    for change in (rename_regions, change_answers, change_texts, change_notes):
        change(folder)
    process = run(folder)
    assert process.returncode == 0, process.stdout + process.stderr
    return folder / "results"


@pytest.fixture(scope="module")
def undisturbed(finished):
    assert finished.process.returncode == 0, finished.process.stderr
    return finished.folder / "results"


def pages(results):
    return {path.relative_to(results).as_posix(): path.read_text("utf-8") for path in sorted(results.rglob("*.html"))}


def test_no_page_holds_an_element_that_acts_beyond_those_of_the_undisturbed_run(hostile, undisturbed):
    expected = {name: Active(page).found for name, page in pages(undisturbed).items()}
    found = {name: Active(page).found for name, page in pages(hostile).items()}
    assert len(found) > 30
    assert {name: active - expected[name] for name, active in found.items() if active != expected[name]} == {}


def test_the_texts_made_to_harm_are_shown(hostile):
    shown = pages(hostile)
    for harmful in (SCRIPT, PICTURE):
        assert sum(harmful in unescape(page) for page in shown.values()) > 10
        for language in ("en", "ru"):
            assert harmful in unescape(shown[f"tables/table_1_relevance.{language}.html"])


def test_the_data_of_a_page_are_texts(hostile):
    for language, file in {"en": "codes.html", "ru": "codes.ru.html"}.items():
        page = (hostile / "site" / file).read_text("utf-8")
        (data,) = re.findall(r'<script[^>]*id="page-data"[^>]*>(.*?)</script>', page, re.DOTALL)
        labels = json.loads(data)["labels"]["region"]
        assert {region: labels[region] for region in NAMES} == NAMES, language


@pytest.mark.parametrize(("page", "charts"), [("index", 0), ("figure_2", 2), ("codes", 1), ("data", 1), ("claims", 0)])
def test_a_browser_runs_nothing_of_them(hostile, tmp_path, page, charts):
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    switches = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-sync",
        "--no-first-run",
        f"--user-data-dir={tmp_path}/profile",
        "--virtual-time-budget=8000",
        "--window-size=1200,20000",
        "--dump-dom",
    ]
    address = (hostile / f"site/{page}.html").as_uri()
    process = subprocess.run([chromium, *switches, address], capture_output=True, encoding="utf-8", timeout=120)
    assert process.stdout.count('data-drawn="en"') == charts
    assert [name for name in Active(process.stdout).found if " " in name] == []


def test_no_cell_of_a_table_is_a_formula(hostile):
    cells = Counter()
    for path in sorted(hostile.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as text:
            cells.update(cell for row in csv.reader(text) for cell in row)
    assert [cell for cell in cells if RUNS.match(cell)] == []
    assert f"'{FORMULA}" in cells
    assert f"'{COMMAND}" in cells


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(hostile, undisturbed):
    def kinds(results):
        books = [openpyxl.load_workbook(path) for path in sorted(results.rglob("*.xlsx"))]
        cells = [cell for book in books for sheet in book for row in sheet.iter_rows() for cell in row]
        return Counter(cell.data_type for cell in cells), {cell.hyperlink.target for cell in cells if cell.hyperlink}

    (types, links), (expected_types, expected_links) = kinds(hostile), kinds(undisturbed)
    assert types["f"] == expected_types["f"]
    assert links == expected_links


def test_drawings_are_well_formed_and_hold_no_program(hostile):
    drawings = sorted(hostile.rglob("*.svg"))
    assert len(drawings) > 20
    for path in drawings:
        tree = ElementTree.fromstring(path.read_text("utf-8"))
        assert not [element.tag for element in tree.iter() if element.tag.endswith(("}script", "}foreignObject"))]
        assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]


def test_no_text_is_a_command_of_latex(hostile):
    assert [path.name for path in sorted(hostile.rglob("*.tex")) if "\\input{" in path.read_text("utf-8")] == []
