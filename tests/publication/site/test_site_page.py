"""The page: it points nowhere outside, escapes all that comes from the data, repeats, and shows whatever is there."""

import json
import re
import shutil
import subprocess
from itertools import pairwise

import pandas as pd
import pytest

from project import ROOT
from regioncodes.ground.errors import StudyError
from regioncodes.ground.options import SiteChoices
from regioncodes.ground.tables import read_table
from regioncodes.publication.site.charts import CHOICES, thinned
from regioncodes.publication.site.compact_json import columns_of, script_json
from regioncodes.publication.site.exhibit_files import exhibits
from regioncodes.publication.site.page import page, prose, sayer, spoken, with_sources
from regioncodes.publication.site.sections import sections
from regioncodes.publication.site.study_blocks import _data

EVIL = "</script><script>alert(1)</script>"
OUTSIDE = re.compile(
    r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?\s*(?:https?:)?//|fetch\(["']http|@import"""
)
UNITS = ["RU-UFD", "RU-KGN", "RU"]
# A number that only the real outcome has.
REAL = 2718281.5
OUTCOME, EDUCATION = "grp_per_capita", "employed_higher_education_share"
TERM = {"indicator": EDUCATION, "transform": "log", "deflator": "none", "denominator": "none", "orientation": 1}
TABLE = """<!DOCTYPE html><html><body><table id="table_s1_codes">
<caption><strong>Codes</strong><br>Caption</caption><tbody>
<tr><th scope="row">Kurgan</th><td class="number">1.0</td><td class="number">2.0</td></tr>
<tr><th scope="row">Other</th><td class="number">3.0</td></tr></tbody></table><p class="note">Note.</p></body></html>"""


def rows(columns, *values):
    return pd.DataFrame(list(values), columns=columns.split())


def panel_of(years):
    columns = (
        "region indicator year value unit status flags note edition file sheet cell region_text raw_text derivation"
    )
    made = [
        (unit, indicator, year, 10.0 + year % 7, "", "value", "", pd.NA, "e", "f.xlsx", "1", f"B{year}", EVIL, "1", "")
        for unit in UNITS
        for indicator in (OUTCOME, EDUCATION)
        for year in years
    ]
    return rows(columns, *made)


@pytest.fixture(scope="module")
def tables(regions, indicators, sources):
    years = range(2005, 2008)
    named = regions.assign(short_en=regions["short_en"].mask(regions["region"].eq("RU-KGN"), EVIL))
    code = [
        ("composite", unit, name, dynamic, year, "gaussian_process", order, 0.5, 0.1, 0.9, False, "estimated")
        for unit in UNITS
        for name, dynamic in (("social", "value"), ("production", "innovation"))
        for year in years
        for order in (0, 1, 2)
    ]
    readings = [("code_id", "sum"), ("code_nid", "memory"), ("code_nid", "literal"), ("code_nid", "elapsed")]
    nid = [
        ("composite", unit, year, *reading, "signed", "gaussian_process", 0.1, 0.0, 0.2, 1, False, "estimated")
        for unit in UNITS
        for reading in readings
        for year in years
    ]
    choice = (OUTCOME, "district", "least_squares", "levels", "none", "cpi", "2005–2013")
    curve = [(*choice, "newest", "share", "fitted", 9, share / 10, 0.01) for share in range(-5, 6)]
    option = ("q", "lending", EVIL, EVIL, 138, 208)
    book = ("s", "s.csv", None, "q", "lending", "Q1")
    survey = rows("question option label_en label_ru count base", option)
    codebook = rows("survey file sheet question option column", book)
    return {
        "texts": read_table(ROOT / "data/reference/texts.csv"),
        "site_texts": read_table(ROOT / "data/reference/site_texts.csv"),
        "regions": named,
        "indicators": indicators,
        "sources": sources,
        "panel": panel_of(years),
        "reading": rows("edition file sheet value", ("e", "f.xlsx", "1", 9)),
        "notices": rows("severity file sheet place finding", ("notice", "f.xlsx", "1", "row 1", EVIL)),
        "revisions": rows(
            "region indicator year value edition superseded_value change_percent superseded_edition file "
            "sheet cell raw_text",
            ("RU", OUTCOME, 2005, 1.0, "e", 2.0, 1.0, "o", "o.xlsx", "1", "A1", "2"),
        ),
        "points": rows(
            "outcome prices decides year education_percent value",
            *[
                (OUTCOME, prices, prices == "cpi", year, 20.0, value)
                for prices, value in (("nominal", 5000.0), ("cpi", REAL))
                for year in years
            ],
        ),
        "fits": rows(
            "outcome prices decides status slope r_squared p_value n",
            (OUTCOME, "nominal", False, "fitted", 2.5, 0.9, 0.00001, 3),
            (OUTCOME, "cpi", True, "fitted", REAL, 0.8, 0.00001, 3),
        ),
        "nid": rows(
            "mapping region year formula reading sign method estimate lower_95 upper_95 periods_used edge status", *nid
        ),
        "rates": rows(
            "mapping region code dynamic_code year method order estimate lower_95 upper_95 edge status", *code
        ),
        "codes": rows(
            "mapping region code year value_sd indicators_present indicators_expected",
            *[
                ("composite", unit, name, year, 0.5, 1, 1)
                for unit in UNITS
                for name in ("social", "production")
                for year in years
            ],
        ),
        "composition": rows(
            "mapping code region pooled form indicator deflator denominator orientation covariance_share dominant",
            ("composite", "social", "RU-UFD", True, "change", "life_expectancy", "none", "none", 1, 0.75, True),
        ),
        "curve": rows(" ".join(CHOICES) + " edition mapping status n correlation p_value", *curve),
        "table_1": survey,
        "table_2": survey,
        "codebook_1": codebook,
        "codebook_2": codebook,
        "claims": rows(
            "claim section passage statement_en statement_ru value unit computed verdict reason_en reason_ru",
            ("C1", "Table 1", EVIL, EVIL, EVIL, 66.3, "%", 66.35, "by_construction", EVIL, EVIL),
        ),
    }


SHOWN = SiteChoices(
    district="RU-UFD",
    mapping="composite",
    method="gaussian_process",
    terms={"production": [TERM], "institutional": [], "social": []},
    regressor=EDUCATION,
    edition="e",
)


@pytest.fixture(scope="module")
def options():
    return {
        "places": PLACES,
        "languages": ["en", "ru"],
        "folder": "results/site",
        "files": ["results/models/nid.csv"],
        "points": 5,
    }


PLACES = [("figure_2_education", "education"), ("table_s1_codes", "codes")]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exhibits")
    contents = {
        "table_s1_codes.en.html": TABLE,
        "table_s1_codes.en.docx": "",
        "figure_s9_new.en.svg": "<svg/>",
        "figure_s9_new.en.txt": EVIL,
        "figure_2_education.ru.svg": "<svg/>",
        "conclusions.en.md": f"# T\n\n- First {EVIL}\n",
        "RU-SVE.en.pdf": "",
        "RU-SVE.en.html": EVIL,
    }
    for name, text in contents.items():
        (folder / name).write_text(text, encoding="utf-8")
    return sorted(str(file) for file in folder.iterdir())


@pytest.fixture(scope="module")
def made(tables, files, options):
    return page(tables, exhibits(files), SHOWN, **options)


def data_of(html):
    return json.loads(re.search(r'id="page-data">(.*?)</script>', html, re.DOTALL)[1])


def test_the_page_points_at_no_outside_address(made):
    assert OUTSIDE.findall(made) == []
    assert "vega.github.io/editor" not in made


def test_nothing_of_the_data_becomes_markup(made):
    assert "<script>alert(1)" not in made
    assert data_of(made)["labels"]["en"]["region"]["RU-KGN"] == EVIL
    assert made.count("&lt;script&gt;alert(1)") > 5


def test_the_section_of_the_codes_says_which_indicator_a_code_mostly_is(made):
    assert "social code, life expectancy, 75\u00a0% over the regions together" in made
    assert "социальный код — ожидаемая продолжительность жизни, 75\u00a0% по регионам вместе" in made


def test_the_page_repeats_byte_for_byte(made, tables, files, options):
    assert page(tables, exhibits(files), SHOWN, **options) == made


def test_the_inputs_are_left_as_they_were(tables, files, options):
    before = {name: frame.copy() for name, frame in tables.items()}
    page(tables, exhibits(files), SHOWN, **options)
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_every_number_that_opens_a_chain_has_one(made):
    content = data_of(made)
    named = set(re.findall(r'data-chain="([^"]+)"', made))
    assert {"figure_2.grp_per_capita.2005", "figure_2.grp_per_capita.fit", "claims.C1"} <= named
    assert named <= set(content["chains"])
    for chain in content["chains"].values():
        assert set(chain["steps"]) <= set(content["steps"])
        assert not chain["cells"] or content["cells"][chain["cells"]]


def test_figure_2_is_shown_as_the_article_has_it_in_nominal_prices(made):
    assert data_of(made)["data"]["points"]["value"] == [5000.0] * 3
    assert "2,718,28" not in made
    assert "271828" not in made


def test_ids_are_unique_and_headings_are_in_order(made):
    shell = re.sub(r"<script.*?</script>", "", made, flags=re.DOTALL)
    ids = re.findall(r'\sid="([^"]+)"', shell)
    assert len(ids) == len(set(ids))
    levels = [int(level) for level in re.findall(r"<h([1-6])", shell)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_text_that_the_script_and_the_template_ask_for_is_in_the_catalogue(made):
    words = data_of(made)["texts"]["ru"]
    script = (ROOT / "workflow/regioncodes/publication/site/page.js").read_text(encoding="utf-8")
    asked = set(re.findall(r'word\("(site\.[^"]+)"\)', script)) | set(re.findall(r'data-label="(site[^"]+)"', made))
    assert len(asked) > 15
    assert asked <= set(words)
    shown = {f"site.column.{column}" for frame in data_of(made)["data"].values() for column in frame} - {
        "site.column.chain"
    }
    assert shown <= set(words)


def test_an_exhibit_named_nowhere_is_shown_in_the_last_section_and_a_document_among_the_passports(files):
    named = {section.key: section.blocks for section in sections(exhibits(files), PLACES, {})}
    assert list(named)[-1] == "more"
    assert [block.content.name for block in named["more"]] == ["figure_s9_new"]
    assert [block.content.name for block in named["passports"]] == ["RU-SVE"]
    assert list(named["passports"][0].content.files["en"]) == ["html", "pdf"]


def test_exhibits_come_in_the_order_of_their_numbers(tmp_path):
    names = ["table_s10_forms", "figure_1b_connections", "conclusions", "table_s2_revisions", "figure_1_model"]
    for name in names:
        (tmp_path / f"{name}.en.pdf").touch()
    found = exhibits([str(file) for file in tmp_path.iterdir()])
    assert [(one.kind, one.number) for one in found] == [
        ("figure", "1"),
        ("figure", "1b"),
        ("table", "S2"),
        ("table", "S10"),
        ("document", ""),
    ]


def test_a_file_without_a_language_is_an_error(tmp_path):
    with pytest.raises(StudyError, match="name of three parts"):
        exhibits([str(tmp_path / "figure.svg")])


def test_numbers_of_a_row_open_one_chain_each_or_the_same():
    each = with_sources(TABLE, {"Kurgan": ["a", "b"], "Other": ["c"]})
    assert re.findall(r'data-chain="(\w)">([\d.]+)<', each) == [("a", "1.0"), ("b", "2.0"), ("c", "3.0")]
    same = with_sources(TABLE, {"Kurgan": ["a"]})
    assert re.findall(r'data-chain="(\w)">([\d.]+)<', same) == [("a", "1.0"), ("a", "2.0")]
    assert with_sources(TABLE, {}) == TABLE


def test_prose_stands_two_headings_lower_and_passes_no_html():
    assert prose("# A\n\n- b <i>c</i>").split() == ["<h3>A</h3>", "<ul>", "<li>b", "&lt;i&gt;c&lt;/i&gt;</li>", "</ul>"]


def test_columns_say_what_the_frame_says():
    frame = pd.DataFrame({"a": [1.5, None], "b": ["x", "x"]})
    assert columns_of(frame) == {"a": [1.5, None], "b": {"values": ["x"], "places": [0, 0]}}


def test_json_inside_a_script_cannot_end_it():
    assert "<" not in script_json({"a": EVIL})
    assert json.loads(script_json({"a": EVIL})) == {"a": EVIL}


def test_thinning_keeps_the_order_and_at_most_so_many(tables):
    thin = thinned(tables["curve"], 5)
    assert len(thin) <= 5
    assert thin["correlation"].is_monotonic_increasing
    assert len(thinned(tables["curve"], 100)) == 11


def test_a_missing_text_names_the_catalogue_of_the_page(tables):
    broken = pd.DataFrame({"key": ["site.a"], "en": ["A"], "ru": [None]})
    with pytest.raises(StudyError, match="site_texts"):
        spoken(tables["texts"], broken, ["en", "ru"])


def test_a_fact_may_differ_by_language(tables):
    own = pd.DataFrame({"key": ["site.a"], "en": ["{n} in all"], "ru": ["всего {n}"]})
    say = sayer(spoken(tables["texts"], own, ["en", "ru"]))
    assert say("a", n={"en": "1.5", "ru": "1,5"}) == {"en": "1.5 in all", "ru": "всего 1,5"}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_browser_draws_every_chart_without_an_error(made, tmp_path, language):
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    (tmp_path / "index.html").write_text(made, encoding="utf-8")
    switches = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-sync",
        "--disable-component-update",
        "--no-first-run",
        f"--user-data-dir={tmp_path}/profile",
        "--enable-logging=stderr",
        "--virtual-time-budget=8000",
        "--window-size=1200,20000",
        "--dump-dom",
    ]
    address = f"{(tmp_path / 'index.html').as_uri()}?lang={language}"
    process = subprocess.run([chromium, *switches, address], capture_output=True, text=True, timeout=120, check=True)
    assert "CONSOLE" not in process.stderr
    assert process.stdout.count(f'data-drawn="{language}"') == 4
    assert process.stdout.count('class="marks"') == 4
    assert f'<html lang="{language}"' in process.stdout


def test_publisher_and_terms_of_a_file_stand_in_the_language_of_the_page_where_they_have_a_name_in_it():
    def say(key, **_):
        return {"en": key, "ru": key}

    lines = {"edition": "e", "title_en": "T", "title_ru": "Т", "published": "2022", "file": "f", "sha256": "0"}
    named = lines | {"publisher": "Rosstat", "publisher_ru": "Росстат", "licence": "free", "licence_ru": "свободно"}
    bare = lines | {"publisher": "Nobody", "publisher_ru": None, "licence": "CC BY 4.0"}
    empty = pd.DataFrame({"a": []})
    tables = {"sources": pd.DataFrame([named, bare]), "reading": empty, "notices": empty}
    first, second = _data(tables, say, ["en", "ru"])[0].content.rows
    assert [first[column].words["ru"] for column in (1, 2, 4)] == ["Т", "Росстат", "свободно"]
    assert [second[column].words["ru"] for column in (2, 4)] == ["Nobody", "CC BY 4.0"]
