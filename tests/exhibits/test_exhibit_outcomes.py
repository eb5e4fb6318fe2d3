"""Outcomes other than the article's four: each has its words, its letter and its panel."""

import numpy as np
import pandas as pd
import pytest

from regioncodes.education.placebos import FITS, WALKS
from regioncodes.education.robustness import ROBUSTNESS
from regioncodes.exhibits.figures import figure_2_education, figure_3_placebo, figure_s6_scenario
from regioncodes.exhibits.printing.drawn_faults import drawn_faults
from regioncodes.exhibits.printing.outcome_panels import decimals, divisor
from regioncodes.exhibits.printing.outcome_words import counted, with_outcomes
from regioncodes.words.captions import edition_title
from regioncodes.words.texts import Texts

YEARS = np.arange(2005, 2014)
EDUCATION = 20 + 0.8 * (YEARS - 2005)
OTHERS = ["life_expectancy", "grp_per_capita", "grp_total", "cpi_dec_dec", "unemployment_rate"]


@pytest.fixture(scope="module", params=["en", "ru"])
def named(request, catalogue, indicators):
    return Texts(with_outcomes(catalogue, indicators), request.param)


@pytest.fixture(scope="module")
def longest(indicators):
    """The outcome whose title is the longest of all."""
    return indicators.loc[indicators["title_ru"].str.len().idxmax(), "indicator"]


def frames(outcomes):
    """Points, fits and lines of the outcomes, on a straight line far above ten thousand units."""
    rows = [
        (outcome, year, share, 2e4 * share, "", "")
        for outcome in outcomes
        for year, share in zip(YEARS, EDUCATION, strict=True)
    ]
    points = pd.DataFrame(rows, columns=["outcome", "year", "education_percent", "value", "note", "breaks"])
    fits = pd.DataFrame(
        [(outcome, "fitted", 9, 2005, 2013, 2e4, 0.0, 0.99) for outcome in outcomes],
        columns=["outcome", "status", "n", "first_year", "last_year", "slope", "intercept", "r_squared"],
    )
    lines = points.assign(fitted=points["value"], lower_95=0.97 * points["value"], upper_95=1.03 * points["value"])
    return points, fits, lines


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_every_number_of_outcomes_has_its_panels_in_their_order(named, count, longest):
    outcomes = [longest, *OTHERS][:count]
    drawing = figure_2_education.figure(*frames(outcomes), named, outcomes=outcomes)
    titles = [axes.get_title(loc="left").replace("\n", " ") for axes in drawing.axes]
    letters = named["figure_2.letters"]
    assert titles == [
        named("figure_2.panel", letter=letters[place], title=named[f"figure_2.{outcome}.title"])
        for place, outcome in enumerate(outcomes)
    ]
    assert drawn_faults(drawing, named.language) == []


def test_the_scenario_has_the_panels_of_figure_2(named):
    points, fits, lines = frames(OTHERS[:3])
    edges = {"lower_95": points["education_percent"], "upper_95": points["education_percent"]}
    bridged = points.assign(method="trend", status="fitted", flags="", **edges)
    none = pd.DataFrame(columns=ROBUSTNESS)
    drawing = figure_s6_scenario.figure(bridged, fits, lines, none, named, outcomes=OTHERS[:3])
    labels = [axes.get_ylabel() for axes in drawing.axes]
    units = [named[f"figure_2.{name}.unit"] for name in OTHERS[:3]]
    assert labels[1] == units[1]
    assert [label.startswith(f"{unit} × 1") for label, unit in zip(labels, units, strict=True)] == [True, False, True]
    assert drawn_faults(drawing, named.language) == []


def test_the_placebos_have_room_for_the_names_of_other_outcomes(named, longest):
    facts = [(longest, "nominal", True), ("grp_total", "nominal", False), ("grp_total", "volume", True)]
    rows = [
        (*fact, kind, kind, "fitted", 9, 2005, 2013, share, share**0.5, 0.8, False)
        for fact in facts
        for kind, share in (("education", 0.8), ("year", 0.7))
    ]
    placebos = pd.DataFrame(rows, columns=FITS)
    none = pd.DataFrame(columns=WALKS)
    drawing = figure_3_placebo.figure(placebos, none, named)
    assert drawn_faults(drawing, named.language) == []


def test_an_outcome_without_a_year_of_both_figures_keeps_its_panel_and_says_so(named):
    drawing = figure_2_education.figure(*frames(OTHERS[:1]), named, outcomes=OTHERS[:2])
    assert [text.get_text() for text in drawing.axes[1].texts] == [named["figure_2.none"]]


def test_the_caption_counts_the_outcomes(named):
    fits = frames(OTHERS[:3])[1]
    caption = figure_2_education.figure_caption(fits, named, outcomes=3, district="—", edition="—", hollow="", walks="")
    assert counted("outcomes", 3, named) in caption
    assert "3" in counted("outcomes", 3, named)
    assert not any(character.isdigit() for character in counted("outcomes", 4, named))


def test_words_of_the_catalogue_go_before_those_of_the_indicator(catalogue, indicators):
    both = with_outcomes(catalogue, indicators).set_index("key")
    assert both.index.is_unique
    assert both.loc["outcome.grp_per_capita", "en"] == "GRP per capita"
    own = indicators.set_index("indicator").loc["life_expectancy"]
    assert tuple(both.loc["outcome.life_expectancy", ["en", "ru"]]) == (own["title_en"], own["title_ru"])


def test_numbers_beside_an_axis_have_at_most_four_digits_and_the_equation_its_own_unit(named):
    largest = [9_999, 10_001, 2e7, 0]
    assert [divisor("grp_total", pd.Series([value])) for value in largest] == [1, 1000, 1_000_000, 1]
    assert divisor("grp_per_capita", pd.Series([9.0])) == 1000
    fit = frames(["grp_total"])[1].iloc[0]
    unit = named["figure_2.grp_total.unit"]
    words = (figure_2_education.equation(fit, "grp_total", named, scale) for scale in (1, 1000))
    assert [unit in text for text in words] == [False, True]


def test_ticks_of_a_narrow_axis_differ():
    assert [decimals(pd.Series([0, span])) for span in (40_000, 4, 3, 0.3, 0)] == [0, 0, 1, 2, 0]


def test_an_edition_without_a_title_is_called_by_its_name_and_the_newest_in_words(named):
    sources = pd.DataFrame({"edition": ["titled", "bare"], "title_en": ["Title", None], "title_ru": ["Title", None]})
    assert [edition_title(name, sources, named) for name in ("titled", "bare")] == [
        named("edition.titled", title="Title"),
        "bare",
    ]
    assert edition_title("newest", sources, named) == named["edition.newest"]
