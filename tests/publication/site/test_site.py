"""The site: it points nowhere outside, escapes all that comes from the data, repeats, and every link of it lands."""

import json
import re
from itertools import pairwise

import pandas as pd
import pytest

from project import ROOT
from regioncodes.codes.region_codes import QUANTITIES
from regioncodes.exhibits.registry import SECTIONS
from regioncodes.ground.errors import StudyError
from regioncodes.ground.options import CodeYears, Derivative, Formulas, Period, SiteChoices
from regioncodes.ground.tables import read_table
from regioncodes.publication.site.charts import CHOICES, thinned
from regioncodes.publication.site.compact_json import columns_of, script_json
from regioncodes.publication.site.exhibit_files import MOST_ROWS, exhibits
from regioncodes.publication.site.first_page import check_findings, first_page
from regioncodes.publication.site.landings import check_landings
from regioncodes.publication.site.pages import PAGES, page_file, site_files
from regioncodes.publication.site.region_map import MapChoices
from regioncodes.publication.site.sections import sections
from regioncodes.publication.site.site import prose, site, speaker, with_sources
from regioncodes.publication.site.trial import TrialChoices

EVIL = "</script><script>alert(1)</script>"
OUTSIDE = re.compile(
    r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?\s*(?:https?:)?//|fetch\(["']http|@import"""
)
CONCLUSIONS = "finding page exhibit strength headline_en headline_ru strength_en strength_ru"
DRAWING = '<svg viewBox="0 0 300 150"/>'
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
        (
            "composite",
            unit,
            year,
            *reading,
            "signed",
            "gaussian_process",
            0.1,
            0.0,
            0.2,
            -0.1,
            0.3,
            1,
            False,
            True,
            "estimated",
        )
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
        # The first has no title, as a source of one's own may.
        "sources": sources.assign(title_en=sources["title_en"].where(sources.index > 0)),
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
            "mapping region year formula reading sign method estimate lower_95 upper_95 joint_lower_95 joint_upper_95 "
            "periods_used edge inner status",
            *nid,
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
        "region_codes": rows(
            "quantity region year estimate lower_95 upper_95 joint_lower_95 joint_upper_95 inner status",
            *[
                (quantity, "RU-KGN", year, 0.1, 0.0, 0.2, -0.1, 0.3, True, "estimated")
                for quantity in QUANTITIES
                for year in years
            ],
        ),
        "region_tiles": read_table(ROOT / "data/reference/region_tiles.csv"),
        "conclusions": rows(CONCLUSIONS, ("codes", "codes", "table_s1_codes", "weak", EVIL, EVIL, "weak", "слабые")),
    }


OPTIONS = {"measures": "defining", "weights": "equal", "scaling": "levels", "breaks": "kept", "minimum_indicators": 1}
MAPPING = {"production": [TERM], "institutional": [], "social": [], **OPTIONS}
SHOWN = SiteChoices(
    district="RU-UFD",
    mapping="composite",
    method="gaussian_process",
    terms=MAPPING,
    regressor=EDUCATION,
    edition="e",
)
YEARS = CodeYears(Period(2005, 2007), Period(2005, 2007), 2005)
TRIAL = TrialChoices("RU-UFD", MAPPING, YEARS, Derivative(edge_years=1), Formulas(1, 5.0, 10))
GROWTH = MapChoices("real_grp_per_head", 3, ["RU-SVE"])
PLACES = [("figure_2_education", "education"), ("table_s1_codes", "codes")]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exhibits")
    contents = {
        "table_s1_codes.en.html": TABLE,
        "table_s1_codes.en.docx": "",
        "table_s1_codes.csv": "",
        "figure_s9_new.en.svg": DRAWING,
        "figure_s9_new.en.txt": EVIL,
        "figure_2_education.ru.svg": DRAWING,
        "conclusions.en.md": f"# T\n\n- First {EVIL}\n",
        "RU-SVE.en.pdf": "",
        "RU-SVE.en.html": EVIL,
    }
    for name, text in contents.items():
        (folder / name).write_text(text, encoding="utf-8")
    return sorted(str(file) for file in folder.iterdir())


@pytest.fixture(scope="module")
def make(tables, files):
    """The site of the tables, or of changed ones."""

    def made(**changed):
        shown = {language: exhibits(files, language) for language in ("en", "ru")}
        options = {"places": PLACES, "folder": "results/site", "files": ["results/models/nid.csv"], "points": 5}
        beside = [*files, *options["files"]]
        return site({**tables, **changed}, shown, SHOWN, beside=beside, trial=TRIAL, growth=GROWTH, **options)

    return made


@pytest.fixture(scope="module", autouse=True)
def raw_file(tmp_path_factory):
    """The files that rows of the panel and of older editions name, in a folder of their own, where the site is made."""
    folder = tmp_path_factory.mktemp("project")
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "1"
    for row in range(2000, 2010):
        book.active.cell(row, 1, EVIL)
        book.active.cell(row, 2, row / 10)
    book.active.cell(1, 1, "Head")
    for name in ("f.xlsx", "o.xlsx"):
        book.save(folder / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield


@pytest.fixture(scope="module")
def made(make):
    return make()


def data_of(html):
    return json.loads(re.search(r'id="page-data">(.*?)</script>', html, re.DOTALL)[1])


def pages_of(made):
    return {name: text for name, text in made.items() if name.endswith(".html")}


def test_the_site_has_the_files_that_the_rule_names_in_both_languages(made):
    assert set(made) == set(site_files(["en", "ru"]))
    assert page_file("codes", "ru", ["ru", "en"]) == "codes.html"
    assert '<html lang="ru">' in made["codes.ru.html"]
    assert '<a class="language" href="codes.ru.html" hreflang="ru"' in made["codes.html"]


def test_no_page_points_at_an_outside_address(made):
    for text in made.values():
        assert OUTSIDE.findall(text) == []
    assert "vega.github.io/editor" not in made["charts.js"]


def test_nothing_of_the_data_becomes_markup(made):
    for name, text in made.items():
        if name != "charts.js":
            assert "<script>alert(1)" not in text
    assert data_of(made["codes.html"])["labels"]["region"]["RU-KGN"] == EVIL
    assert made["claims.html"].count("&lt;script&gt;alert(1)") > 3
    assert "&lt;script&gt;alert(1)" in made["index.html"]


def test_the_section_of_the_codes_says_which_indicator_a_code_mostly_is(made):
    assert "social code, life expectancy, 75\u00a0% over the regions together" in made["codes.html"]
    assert "социальный код — ожидаемая продолжительность жизни, 75" in made["codes.ru.html"]


def test_the_site_repeats_byte_for_byte(made, make):
    assert make() == made


def test_the_inputs_are_left_as_they_were(tables, make):
    before = {name: frame.copy() for name, frame in tables.items()}
    make()
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_every_number_that_opens_a_chain_has_one_on_its_own_page(made):
    known = set()
    for text in pages_of(made).values():
        content = data_of(text)
        named = set(re.findall(r'data-chain="([^"]+)"', text))
        assert named <= set(content["chains"])
        known |= named
        for chain in content["chains"].values():
            assert set(chain["steps"]) <= set(content["steps"])
            assert not chain["cells"] or content["cells"][chain["cells"]]
    assert {"figure_2.grp_per_capita.2005", "figure_2.grp_per_capita.fit", "claims.C1"} <= known


def test_the_rows_around_a_cell_are_there_to_be_shown(made):
    sheets = json.loads(made["sheets.js"].removeprefix("study.sheets=").rstrip().removesuffix(";"))
    shown = sheets["f.xlsx\n1"]
    assert shown["2005"] == [EVIL, "200.5"]
    assert set(shown) == {"1", *map(str, range(2004, 2009))}


def test_figure_2_is_shown_as_the_article_has_it_in_nominal_prices(made):
    assert data_of(made["figure_2.html"])["data"]["points"]["value"] == [5000.0] * 3
    assert all("2,718,28" not in text and "271828" not in text for text in pages_of(made).values())


def test_headings_are_in_order(made):
    for text in pages_of(made).values():
        levels = [
            int(level) for level in re.findall(r"<h([1-6])", re.sub(r"<script.*?</script>", "", text, flags=re.S))
        ]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels[:-1]))


def test_every_text_that_the_script_asks_for_is_in_the_catalogue(made):
    words = data_of(made["index.ru.html"])["texts"]
    asked = set(re.findall(r'word\("(site\.[^"]+)"\)', made["site.js"]))
    assert len(asked) > 15
    assert asked <= set(words)
    frames = [frame for text in pages_of(made).values() for frame in data_of(text)["data"].values()]
    shown = {f"site.column.{column}" for frame in frames for column in frame} - {"site.column.chain"}
    assert len(shown) > 10
    assert shown <= set(words)


def test_columns_of_the_rows_behind_a_number_have_words_in_both_languages(made):
    content = data_of(made["codes.ru.html"])
    columns = {f"site.column.{name}" for step in content["steps"].values() for name in step["columns"]}
    assert len(columns) > 10
    assert columns <= set(content["texts"])


def test_an_exhibit_named_nowhere_is_shown_in_the_last_section_and_a_document_among_the_passports(files):
    named = {section.key: section.blocks for section in sections(exhibits(files, "en"), PLACES, {})}
    assert list(named)[-1] == "more"
    assert [block.content.name for block in named["more"]] == ["figure_s9_new"]
    assert [one.name for one in named["passports"][0].content] == ["RU-SVE"]
    assert list(named["passports"][0].content[0].files) == ["html", "pdf"]


def test_an_exhibit_stands_in_its_language_and_a_file_without_one_in_each(files):
    names = {language: [one.name for one in exhibits(files, language)] for language in ("en", "ru")}
    assert names["en"] == ["table_s1_codes", "figure_s9_new", "RU-SVE", "conclusions"]
    assert names["ru"] == ["figure_2_education", "table_s1_codes"]
    assert set(exhibits(files, "en")[0].files) == {"csv", "docx"}


def test_a_drawing_keeps_its_place_free(files, tmp_path):
    image = exhibits(files, "ru")[0].image
    assert (image.width, image.height) == (400, 200)
    (tmp_path / "figure_1_x.en.svg").write_text("<svg/>")
    with pytest.raises(StudyError, match="viewBox"):
        exhibits([str(tmp_path / "figure_1_x.en.svg")], "en")


def test_a_table_that_is_too_long_is_offered_and_not_shown(tmp_path):
    body = "<tr><td>1</td></tr>" * MOST_ROWS
    for name, table in {"short": TABLE, "long": TABLE.replace("<tbody>", f"<tbody>{body}")}.items():
        (tmp_path / f"table_1_{name}.en.html").write_text(table)
    long, short = exhibits([str(file) for file in tmp_path.iterdir()], "en")
    assert (long.table, list(long.files)) == ("", ["html"])
    assert "Kurgan" in short.table
    assert short.files == {}


def test_exhibits_come_in_the_order_of_their_numbers(tmp_path):
    names = ["table_s10_forms", "figure_1b_connections", "conclusions", "table_s2_revisions", "figure_1_model"]
    for name in names:
        (tmp_path / f"{name}.en.pdf").touch()
    found = exhibits([str(file) for file in tmp_path.iterdir()], "en")
    assert [(one.kind, one.number) for one in found] == [
        ("figure", "1"),
        ("figure", "1b"),
        ("table", "S2"),
        ("table", "S10"),
        ("document", ""),
    ]


def test_a_file_of_another_form_of_name_is_an_error(tmp_path):
    with pytest.raises(StudyError, match=r"name such as name\.en\.svg"):
        exhibits([str(tmp_path / "figure")], "en")


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
    runs = pd.DataFrame({"b": ["x", "x", "x", "y", "y"]})
    assert columns_of(runs) == {"b": {"values": ["x", "y"], "runs": [0, 3, 1, 2]}}


def test_a_source_is_named_by_its_title_and_one_without_by_its_edition(made, tables):
    named, sources = data_of(made["codes.html"])["labels"]["publication"], tables["sources"]
    assert named[sources["file"][0]] == sources["edition"][0]
    assert named[sources["file"][1]] == sources["title_en"][1]


def test_json_inside_a_script_cannot_end_it():
    assert "<" not in script_json({"a": EVIL})
    assert json.loads(script_json({"a": EVIL})) == {"a": EVIL}


def test_thinning_keeps_the_order_and_at_most_so_many(tables):
    thin = thinned(tables["curve"], 5)
    assert len(thin) <= 5
    assert thin["correlation"].is_monotonic_increasing
    assert len(thinned(tables["curve"], 100)) == 11


def test_a_missing_text_names_the_catalogue_of_the_site(make):
    with pytest.raises(StudyError, match="site_texts"):
        make(site_texts=pd.DataFrame({"key": ["site.a"], "en": ["A"], "ru": [None]}))


def test_the_sites_own_text_stands_before_that_of_an_exhibit(tables):
    own = pd.DataFrame({"key": ["site.a", "a"], "en": ["{n} in all", "b"], "ru": ["всего {n}", "б"]})
    say = speaker({**tables, "site_texts": own}, "ru")
    assert say("a", n="1,5") == "всего 1,5"


def test_a_finding_leads_to_its_exhibit_with_its_picture_and_its_strength(tables, files):
    blocks = first_page(tables["conclusions"], {}, exhibits(files, "en"), speaker(tables, "en"))
    [finding] = next(block.content for block in blocks if block.kind == "findings")
    assert (finding.headline, finding.strength_word, finding.picture) == (EVIL, "weak", None)
    assert finding.exhibit == "table_s1_codes"


def test_a_finding_that_cannot_stand_on_the_first_page_is_named(tables):
    one = tables["conclusions"]
    check_findings(one)
    cases = {
        "room for 7": pd.concat([one] * 8),
        "no finding": one.iloc[:0],
        "page 'nowhere' found": one.assign(page="nowhere"),
        "finding codes: column headline_ru is empty": one.assign(headline_ru=" "),
    }
    for said, broken in cases.items():
        with pytest.raises(StudyError, match=said):
            check_findings(broken)


def page_with(body):
    return {"a.html": f"<html><body>{body}</body></html>", "b.html": "<p id='here'></p>", "c.js": ""}


@pytest.mark.parametrize(
    "body",
    [
        "<a href='b.html#here'>x</a><script src='c.js'></script>",
        "<a href='../tables/t.csv'>x</a>",
        "<img src='data:,' width='1' height='2' alt='a'>",
        "<p id='own'></p><a href='#own'>x</a><a href='b.html?lang=ru'>x</a>",
    ],
)
def test_a_link_that_lands_is_no_fault(body):
    check_landings(page_with(body), "results/site", ["results/tables/t.csv"])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<a href='b.html#there'>x</a>", "b.html has no place of that name"),
        ("<a href='#there'>x</a>", "a.html has no place of that name"),
        ("<a href='d.html'>x</a>", "no such file is made"),
        ("<a href='../tables/u.csv'>x</a>", "no such file is made"),
        ("<a href='https://example.org/'>x</a>", "leads to the outside"),
        ("<script src='//example.org/x.js'></script>", "leads to the outside"),
        ("<img src='data:,' height='2' alt='a'>", "it has no width"),
        ("<img src='data:,' width='1' height='2' alt=' '>", "no words"),
        ("<p id='a'></p><p id='a'></p>", "id 'a' stands more than once"),
    ],
)
def test_a_link_or_picture_that_fails_is_named_with_its_page(body, said):
    with pytest.raises(StudyError, match=r"results/site/a\.html: .*" + re.escape(said)):
        check_landings(page_with(body), "results/site", ["results/tables/t.csv"])


def test_every_section_of_the_list_of_exhibits_has_a_page():
    assert sorted(section for page in PAGES for section in page.sections) == sorted(SECTIONS)


def test_search_finds_what_is_there_and_leads_to_its_place(made):
    index = json.loads(made["search.ru.js"].removeprefix("study.search=").rstrip().removesuffix(";"))
    addresses = {title: address for title, _, address in index}
    assert addresses["Уральский федеральный округ"] == "data.ru.html?region=RU-UFD#chart-series"
    assert addresses[f"C1. {EVIL}"] == "claims.ru.html#claim-C1"
