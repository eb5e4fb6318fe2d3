"""Interactive charts: drawn whole on a telephone, with units, whole years, and the colours of the static figures."""

import json
import re

import pandas as pd
import pytest
import vl_convert

from project import ROOT
from regioncodes.exhibits.printing import colours
from regioncodes.ground.code_names import DYNAMIC_CODES
from regioncodes.ground.tables import read_table
from regioncodes.publication.site import charts
from regioncodes.words.texts import Texts

CATALOGUE = pd.concat([read_table(ROOT / f"data/reference/{name}.csv") for name in ("texts", "site_texts")])
REGIONS = {"RU-UFD": "Ural district", "RU-TYU-0": "Tyumen without okrugs", "RU-YAN": "Ямало-Ненецкий АО"}
OUTCOMES = ("grp_per_capita", "adv_tech_developed")
# A telephone of 390 pixels less the margins of the page and of the card about a chart.
TELEPHONE = 320
# The narrowest that the page makes a panel.
NARROWEST = 180
FORKS = {name: "a" for name in charts.CHOICES} | {"outcome": OUTCOMES[0], "period": "2005–2013"}


@pytest.fixture(scope="module", params=["en", "ru"])
def words(request):
    return Texts(CATALOGUE, request.param)


def curve():
    values = {"units": "district", "estimator": "ranks", "transform": "levels", "control": "none", "prices": "cpi"}
    rows = [FORKS | values | {"correlation": step / 10, "p_value": 0.03 * step, "n": 9} for step in range(-9, 10)]
    return pd.DataFrame(rows)


def specifications(words):
    return {
        "codes": charts.codes_chart(words, REGIONS),
        "points": charts.education_chart(words, OUTCOMES),
        "curve": charts.specifications_chart(words, curve()),
        "series": charts.series_chart(words, {OUTCOMES[0]: "roubles of the day"}),
    }


def data(words):
    both = {code: words[f"code.{code}"] for pair in DYNAMIC_CODES.items() for code in pair}
    codes = [
        {"region": region, "region_name": name, "code_name": both[code], "year": year, "order": order, "estimate": 0.1}
        | {"lower_95": -0.5, "upper_95": 1.2}
        for region, name in REGIONS.items()
        for order, own in enumerate((DYNAMIC_CODES, DYNAMIC_CODES.values()))
        for code in own
        for year in range(2005, 2017)
    ]
    points = [
        {"outcome": name, "outcome_name": words[f"outcome.{name}"], "year": year, "education_percent": year - 1980.0}
        | {"value": 1000.0 * (year - 2000) ** 2, "source": "a"}
        for name in OUTCOMES
        for year in range(2005, 2014)
    ]
    chosen = [row | {f"{name}_name": "a" for name in charts.CHOICES} for row in curve().to_dict("records")]
    series = [
        {
            "indicator": OUTCOMES[0],
            "year": year,
            "value": 1e5 * (year - 2000),
            "edition": f"regions-of-russia-{edition}",
        }
        for edition in range(2015, 2022)
        for year in range(2005, 2017)
    ]
    return {"codes": codes, "points": points, "curve": chosen, "series": series}


def drawn(name, words, **signals):
    """SVG of a chart at the narrowest panels, its parameters set to the values given."""
    text = json.dumps(specifications(words)[name])
    spec = json.loads(re.sub(r'"width": \d+', f'"width": {NARROWEST}', text))
    for parameter in spec.get("params", []):
        parameter["value"] = signals.get(parameter["name"], parameter.get("value"))
    if "columns" in spec:
        spec["columns"] = 1
    return vl_convert.vegalite_to_svg({**spec, "datasets": {name: data(words)[name]}})


@pytest.mark.parametrize("name", ["codes", "points", "curve", "series"])
def test_a_chart_is_whole_on_a_telephone(name, words):
    width = float(re.search(r'<svg[^>]* width="([\d.]+)"', drawn(name, words))[1])
    assert NARROWEST < width <= TELEPHONE


def test_the_axis_of_the_codes_names_the_unit_of_what_is_chosen(words):
    level, rate = (words[f"site.chart.codes.{name}_unit"] for name in ("level", "rate"))
    shown = [drawn("codes", words, order=order) for order in (0, 1)]
    assert [level in svg for svg in shown] == [True, False]
    assert [rate in svg for svg in shown] == [False, True]
    # Its key holds the codes of that derivative alone.
    assert [f">{words['code.innovation']}<" in svg for svg in shown] == [False, True]


def test_a_code_and_its_rate_have_the_colour_of_the_static_figures(words):
    text = json.dumps(charts.codes_chart(words, REGIONS), ensure_ascii=False)
    scale = json.loads(re.search(r'"scale": (\{"domain": \[.*?\]\})', text)[1])
    found = dict(zip(scale["domain"], scale["range"], strict=True))
    for code, rate in DYNAMIC_CODES.items():
        assert found[words[f"code.{code}"]] == found[words[f"code.{rate}"]] == colours.DEFINING[code]


def test_points_have_units_and_the_colour_of_what_they_are_fitted_on(words):
    on_education, on_year = (drawn("points", words, against=value) for value in ("education", "year"))
    for svg in (on_education, on_year):
        assert words["figure_2.grp_per_capita.unit"] in svg
    assert words["site.chart.education.education"] in on_education
    assert words["site.chart.education.year"] in on_year
    assert colours.EDUCATION.lower() in on_education.lower()
    assert colours.EDUCATION.lower() not in on_year.lower()
    assert colours.CALENDAR.lower() in on_year.lower()
    # 169,000 roubles stand on an axis of thousands.
    assert ">200<" in on_education or ">150<" in on_education


@pytest.mark.parametrize("name", ["codes", "points", "series"])
def test_years_have_no_thousands_mark_and_none_is_printed_over_another(name, words):
    svg = drawn(name, words, against="year")
    assert re.search(r">20\d\d<", svg)
    assert not re.search(r">2[,.\u00a0 ]0\d\d<", svg)


def test_an_indicator_has_its_unit_and_the_curve_its_axis_and_its_colours(words):
    assert "roubles of the day" in drawn("series", words)
    svg = drawn("curve", words)
    assert words["site.chart.curve.correlation"] in svg
    for shown in (words["site.chart.significant"], words["site.chart.not_significant"]):
        assert shown.replace("<", "&lt;") in svg
    assert {colours.EDUCATION.lower(), colours.NOT_TOLD.lower()} <= set(re.findall(r"#[0-9a-f]{6}", svg.lower()))
