"""Code passports: the split of a change, the sentences, the page and its one page."""

import re

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from project import ROOT
from regioncodes.codes.codes import codes
from regioncodes.codes.composition import composition
from regioncodes.ground.errors import StudyError
from regioncodes.ground.options import CodeYears, Derivative, Formulas, Period
from regioncodes.ground.regions import chosen_regions
from regioncodes.ground.tables import read_table
from regioncodes.publication.passports import words
from regioncodes.publication.passports.contributions import PERIOD_YEARS, contributions
from regioncodes.publication.passports.facts import facts, names
from regioncodes.publication.passports.figures_used import figures_used
from regioncodes.publication.passports.measures import measured
from regioncodes.publication.passports.page import page
from regioncodes.publication.passports.web import drawing, web_page
from regioncodes.publication.passports.wrapped_text import width_cm, wrapped
from regioncodes.words.code_terms import within
from regioncodes.words.texts import LANGUAGE_NAMES, Texts

MAPPING = {
    "minimum_indicators": 1,
    **{
        code: [
            {"indicator": name, "transform": "identity", "deflator": "none", "denominator": "none", "orientation": 1}
            for name in found
        ]
        for code, found in {
            "production": ["adv_tech_used", "fixed_assets_wear"],
            "institutional": ["regional_budget_revenue"],
            "social": ["employment_rate", "life_expectancy"],
        }.items()
    },
}
INDICATORS = [term["indicator"] for code in ("production", "institutional", "social") for term in MAPPING[code]]
YEARS = range(2005, 2017)
UNITS = ["RU-KGN", "RU-SVE", "RU-CHE", "RU-KHM", "RU-YAN", "RU-TYU-0", "RU-UFD", "RU"]
CODE_YEARS = CodeYears(Period(2005, 2016), base_period=Period(2005, 2009), price_base_year=2009)
NOTES = {"base": "2005–2009", "edge_years": 2, "mapping": "invented"}


@pytest.fixture(scope="module")
def panel():
    """Invented figures; one indicator ends in 2013, and one region begins in 2014."""
    random = np.random.default_rng(3)
    rows = [
        (region, indicator, year, 50 + 10 * place + year - 2005 + random.normal())
        for place, region in enumerate(UNITS)
        for indicator in INDICATORS
        for year in YEARS
        if not (indicator == "life_expectancy" and year > 2013) and not (region == "RU-YAN" and year < 2014)
    ]
    table = pd.DataFrame(rows, columns=["region", "indicator", "year", "value"])
    return table.assign(status="value", flags="", edition="<b>edition</b>")


@pytest.fixture(scope="module")
def tables(panel, regions, indicators):
    own = codes(panel, regions, indicators, mappings={"invented": MAPPING}, years=CODE_YEARS)
    options = {"seed": 1, "formulas": Formulas(draws=200), "derivative": Derivative(grid=4)}
    rates, nid, ranks = measured(own, regions, UNITS, CODE_YEARS.period, **options)
    drivers = contributions(panel, regions, indicators, mapping=MAPPING, chosen=UNITS, years=CODE_YEARS)
    used = figures_used(panel, indicators, mapping=MAPPING, chosen=UNITS, period=CODE_YEARS.period)
    options = {"mappings": {"invented": MAPPING}, "units": UNITS, "pools": {}, "minimum_changes": 5}
    made_of = composition(panel, regions, indicators, years=CODE_YEARS, **options)
    measures = {"rates": rates, "nid": nid, "ranks": ranks}
    own_tables = {"codes": own, "contributions": drivers, "code_composition": made_of, "figures": used}
    return measures | own_tables | {"foresight_bands": judged(n=100)}


def judged(n):
    """What came after each probability of a Code NID above zero: its bin begins with the share that grew faster."""
    bins = [(start / 10, (start + 2) / 10, horizon) for start in range(0, 10, 2) for horizon in (1, 3)]
    table = pd.DataFrame(bins, columns=["probability_from", "probability_to", "horizon_years"])
    share = 100 * table["probability_from"] + table["horizon_years"]
    ends = {"share_percent": share, "share_lower_95": share - 5, "share_upper_95": share + 5}
    return table.assign(measure="above_median", formula="code_nid", n=n, **ends)


@pytest.fixture(params=["en", "ru"])
def texts(request):
    catalogues = [read_table(ROOT / f"data/reference/{name}.csv") for name in ("texts", "passport_texts")]
    return Texts(pd.concat(catalogues, ignore_index=True), request.param)


@pytest.fixture
def printed(tables, texts, regions, indicators, sources):
    return names(regions, indicators, sources, tables["code_composition"], texts)


def test_contributions_add_up_to_the_change_of_the_linked_code_between_the_two_periods(tables):
    values = tables["codes"].set_index(["region", "code", "year"])["value_sd"]
    for (region, code), rows in tables["contributions"].groupby(["region", "code"]):
        if region == "RU-YAN":
            continue
        own = values.loc[region, code]
        means = [own.loc[last - PERIOD_YEARS + 1 : last].mean() for last in (2013, 2016)]
        assert rows["contribution_sd"].sum() == pytest.approx(means[1] - means[0], abs=1e-12)
        assert rows["change_sd"].tolist() == pytest.approx([means[1] - means[0]] * len(rows), abs=1e-12)


@pytest.mark.parametrize("scaling", ["levels", "changes"])
def test_the_split_of_a_code_without_breaks_adds_up_to_its_linked_change(panel, regions, indicators, scaling):
    broken = panel["indicator"].eq("adv_tech_used") & panel["year"].eq(2014)
    given = panel.assign(flags=panel["flags"].mask(broken, "break_in_method"))
    mapping = MAPPING | {"breaks": "left_out", "scaling": scaling}
    options = {"chosen": ["RU-SVE"], "years": CODE_YEARS}
    rows = contributions(given, regions, indicators, mapping=mapping, **options).query("code == 'production'")
    table = codes(given, regions, indicators, mappings={"m": mapping}, years=CODE_YEARS)
    own = table.query("region == 'RU-SVE' and code == 'production'").set_index("year")["value_sd"]
    moved = own.loc[2014:2016].mean() - own.loc[2011:2013].mean()
    assert rows["contribution_sd"].sum() == pytest.approx(moved, abs=1e-12)
    printed = contributions(given, regions, indicators, mapping=MAPPING | {"scaling": scaling}, **options)
    assert printed.query("code == 'production'")["contribution_sd"].sum() != pytest.approx(moved, abs=1e-6)


def test_a_code_without_values_in_some_year_has_no_split(tables):
    rows = tables["contributions"].query("region == 'RU-YAN'")
    assert rows["contribution_sd"].isna().all()
    assert len(rows) == len(INDICATORS)


def test_every_figure_of_the_study_is_counted_once(tables):
    counted = tables["figures"].groupby("region")["figures"].sum()
    assert counted.eq(len(INDICATORS) * len(YEARS)).all()
    missing = tables["figures"].query("region == 'RU-SVE' and reason == 'not_in_files'")
    assert missing[["indicator", "years"]].to_numpy().tolist() == [["life_expectancy", "2014–2016"]]


def test_passports_are_those_of_the_district_of_all_regions_or_those_listed(regions):
    assert set(chosen_regions("district", "RU-UFD", regions)) == set(UNITS)
    every = chosen_regions("all", "RU-UFD", regions)
    assert {"RU", "RU-SFD", "RU-TYU", "RU-TYU-0", "RU-CR"} < set(every)
    assert not [code for code in every if code.startswith("KZ")]
    assert chosen_regions(["RU-PER"], "RU-UFD", regions) == ["RU-PER"]


def test_a_region_is_ranked_in_its_own_district_and_a_whole_is_not(tables):
    last = tables["ranks"].query("year == 2016 and reading == 'memory'").set_index("region")
    assert last.loc["RU-SVE", ["district", "status", "ranked_regions"]].tolist() == ["RU-UFD", "ranked", 5]
    assert last.loc[["RU-UFD", "RU"], "status"].tolist() == ["whole", "whole"]
    assert last.loc[["RU-UFD", "RU"], "district"].tolist() == ["RU-UFD", "RU"]


def test_what_such_a_code_has_meant_for_growth_is_that_of_its_own_probability(tables, texts):
    probability = tables["ranks"].query("region == 'RU-SVE' and reading == 'memory' and year == 2014")
    start = 20 * min(int(5 * probability["probability_above_zero"].item()), 4)
    (said,) = words.chance_sentences(facts("RU-SVE", tables), texts)
    for number in (start, start + 20, start + 3, 100):
        assert str(number) in said
    assert words.chance_sentences(facts("RU-SVE", tables | {"foresight_bands": judged(n=19)}), texts) == []
    # Bins begin with their lower end; the last one ends with certainty.
    for probability, share in ((1.0, "83"), (0.4, "43"), (0.0, "3")):
        ranks = tables["ranks"].assign(probability_above_zero=probability)
        (said,) = words.chance_sentences(facts("RU-SVE", tables | {"ranks": ranks}), texts)
        assert f" {share}\u00a0%" in said


@pytest.mark.parametrize(
    ("lower", "upper", "side"), [(0.1, 0.3, "above"), (-0.3, -0.1, "below"), (-0.1, 0.3, "unclear")]
)
def test_the_band_decides_whether_a_code_rises_or_falls(tables, texts, lower, upper, side):
    rates = tables["rates"].assign(
        estimate=(lower + upper) / 2, lower_95=0.9, upper_95=1.1, joint_lower_95=lower, joint_upper_95=upper
    )
    said = words.code_sentence(facts("RU-SVE", tables | {"rates": rates}), "social", texts, "2005–2009")
    expected = texts(f"passport.rate.{side}", **words._printed(rates.iloc[0], texts))
    assert expected in said


def test_what_drove_a_code_that_stood_still_does_not_hang_on_rounding(tables, texts, printed):
    table = tables["contributions"]
    moved = table["contribution_sd"].mask(table["indicator"].eq("employment_rate"), 0.1 + 0.2)
    moved = moved.mask(table["indicator"].eq("life_expectancy"), -0.3)
    said = [
        words.driver_sentences(
            facts("RU-SVE", tables | {"contributions": table.assign(contribution_sd=moved, change_sd=change)}),
            printed,
            texts,
        )[2]
        for change in (6e-17, -6e-17)
    ]
    assert said[0] == said[1]


def test_a_region_with_three_years_says_why_it_has_no_rate_no_sum_and_no_place(tables, texts, printed):
    own = facts("RU-YAN", tables)
    said = words.short(own, printed, texts, "2005–2009")
    assert len(said) == 5
    assert all(re.search(r"\b3\b", sentence) for sentence in said[:3])
    assert said[3] == texts("passport.nid.missing", year=2016)
    assert said[4] == texts["passport.rank.missing"]
    missing = words.figure_sentences(own, printed, texts)
    assert any("2005–2013" in sentence for sentence in missing)


@pytest.mark.parametrize("region", ["RU-SVE", "RU-YAN", "RU"])
def test_the_page_is_one_sheet_of_a4_and_nothing_leaves_it(tables, texts, printed, region):
    drawing = page(facts(region, tables), printed, texts, **NOTES)
    assert (drawing.get_size_inches() * 2.54).tolist() == pytest.approx([21.0, 29.7])
    frame = drawing.bbox
    for text in drawing.texts:
        box = text.get_window_extent()
        assert box.x0 >= 0, text.get_text()
        assert box.x1 <= frame.x1, text.get_text()
        assert box.y0 >= 0, text.get_text()


def test_more_text_than_a_page_holds_is_an_error(tables, texts, printed):
    own = facts("RU-SVE", tables)
    long = printed._replace(indicators={name: "word " * 3000 for name in INDICATORS})
    with pytest.raises(StudyError, match="RU-SVE"):
        page(own, long, texts, **NOTES)


def test_the_web_page_holds_every_sentence_escaped_and_no_outside_address(tables, texts, printed):
    own = facts("RU-SVE", tables)
    html = web_page(own, printed, texts, languages=["en", "ru"], **NOTES)
    for key in ("passport.heading.short", "passport.heading.figures"):
        assert texts[key] in html
    assert "&lt;b&gt;edition" in html
    assert "<b>edition" not in html
    assert not re.search(r"(?:src|href)\s*=\s*[\"']\s*(?:https?:)?//", html)
    assert html == web_page(own, printed, texts, languages=["en", "ru"], **NOTES)


def test_ways_lead_to_the_site_and_to_the_other_language_where_it_is_made(tables, texts, printed):
    own, other = facts("RU-SVE", tables), {"en": "ru", "ru": "en"}[texts.language]
    html = web_page(own, printed, texts, languages=["en", "ru"], **NOTES)
    ways = re.findall(r'<a href="([^"]+)"', html)
    ending = {"en": "html", "ru": "ru.html"}[texts.language]
    assert ways == [f"../site/index.{ending}", f"../site/codes.{ending}", f"RU-SVE.{other}.html"]
    assert re.search(rf'lang="{other}"\s+hreflang="{other}">{LANGUAGE_NAMES[other]}</a>', html)
    alone = web_page(own, printed, texts, languages=[texts.language], **NOTES)
    assert "RU-SVE." not in alone


def test_the_web_page_is_drawn_for_a_desk_and_for_a_phone_and_no_id_is_there_twice(tables, texts, printed):
    html = web_page(facts("RU-SVE", tables), printed, texts, languages=["en"], **NOTES)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)) > 20
    assert set(re.findall(r'(?:url\(#|href="#)([^")]+)', html)) <= set(ids)
    assert re.findall(r'<svg class="(\w+)"', html) == ["wide", "narrow"]


def _within(place, first, last):
    return min(first, last) <= place <= max(first, last)


@pytest.mark.parametrize("narrow", [False, True])
def test_no_text_of_a_drawing_leaves_it_and_none_is_smaller_than_six_points(tables, texts, printed, narrow):
    figure = drawing(facts("RU-SVE", tables), printed, texts, narrow=narrow)
    figure.draw_without_rendering()
    # A tick beyond the ends of its axis keeps its label and is not drawn.
    ticks = [(axis, tick) for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for tick in axis.majorTicks]
    hidden = {tick.label1 for axis, tick in ticks if not _within(tick.get_loc(), *axis.get_view_interval())}
    shown = [text for text in figure.findobj(Text) if text.get_text() and text not in hidden]
    assert len(shown) > 20
    for text in shown:
        box = text.get_window_extent()
        assert -0.5 <= box.x0 < box.x1 <= figure.bbox.x1 + 0.5, text.get_text()
        assert -0.5 <= box.y0 < box.y1 <= figure.bbox.y1 + 0.5, text.get_text()
        assert text.get_fontsize() >= 6, text.get_text()


def test_names_of_bars_stand_whole_below_each_other(tables, texts, printed):
    own = facts("RU-SVE", tables)
    long = {key: f"{name} {'and more of it ' * 6}end" for key, name in printed.terms.items()}
    figure = drawing(own, printed._replace(terms=long), texts)
    said = " ".join(text.get_text() for text in figure.findobj(Text))
    assert "…" not in said
    assert said.count(" end") >= 3


def test_the_page_speaks_of_the_last_year_whose_window_is_inner(tables, texts, printed):
    own = facts("RU-SVE", tables)
    assert (own.year, own.last_year) == (2014, 2016)
    said = words.short(own, printed, texts, "2005–2009")
    assert len(said) == 6
    assert all("2014" in sentence and "2016" not in sentence for sentence in said[:4])


def test_a_region_without_inner_years_says_so(tables, texts, printed):
    nid = tables["nid"].assign(edge=True, inner=False)
    own = facts("RU-SVE", tables | {"nid": nid})
    said = words.short(own, printed, texts, "2005–2009")
    assert own.year == 2016
    assert said[-1] == texts("passport.edge", year=2016)


def test_a_sum_of_a_short_window_is_not_printed_and_says_why(tables, texts, printed):
    nid = tables["nid"].assign(
        status=tables["nid"]["status"].mask(tables["nid"]["formula"].eq("code_nid"), "short_window")
    )
    own = facts("RU-SVE", tables | {"nid": nid})
    assert own.nid.loc[own.nid["formula"].eq("code_nid"), "estimate"].isna().all()
    assert texts("passport.nid.short", year=2014) in words.short(own, printed, texts, "2005–2009")
    assert all(not re.search(r"\d", row[1]) for row in words.reading_rows(own, ("memory", "literal"), texts))


def test_drivers_are_named_as_built_and_a_code_of_one_indicator_says_so(tables, texts, printed):
    own = facts("RU-SVE", tables)
    assert printed.terms["institutional", "regional_budget_revenue"] in words.short(own, printed, texts, "2005–2009")[1]
    said = words.driver_sentences(own, printed, texts)
    assert len(said) == 3
    assert printed.terms["social", "life_expectancy"] in said[2]
    built = words.composition_sentence(own, printed, texts)
    assert [name for name in printed.terms.values() if name not in built] == []
    assert built.count("(n = ") == words.composition_sentence(own, printed, texts, largest=1).count("(n = ") == 3
    shares = tables["code_composition"].query("region == 'RU-SVE' and form == 'change' and code == 'production'")
    for share in shares["covariance_share"]:
        assert f"{100 * share:.0f}".replace("-", "−") in built


def test_lines_keep_to_their_room_and_lose_no_word():
    text = "Численность студентов программ высшего образования на 10\u00a0000 человек населения"
    lines = wrapped(text, 4.0, 8)
    assert " ".join(lines) == text
    assert len(lines) > 1
    assert max(width_cm(line, 8) for line in lines) <= 4.0


def test_a_title_within_a_sentence_begins_small_unless_it_is_an_abbreviation():
    assert [within(title) for title in ("Net migration rate", "GRP volume index")] == [
        "net migration rate",
        "GRP volume index",
    ]
