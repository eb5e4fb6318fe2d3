"""The exhibits that show what Figure 2 is worth: placebos, specification curve, robustness and forms."""

import re

import numpy as np
import pandas as pd
import pytest

from regioncodes.education.functional_forms import COMPARISON
from regioncodes.education.placebos import FITS, WALKS
from regioncodes.education.robustness import ROBUSTNESS
from regioncodes.education.specifications import CHOICES
from regioncodes.exhibits.figures import figure_3_placebo, figure_s6_scenario, figure_s9_specifications
from regioncodes.exhibits.printing import style
from regioncodes.exhibits.printing.drawn_faults import drawn_faults, drawn_texts
from regioncodes.exhibits.printing.outcome_prices import null_expectation, outcome_in_prices, prices_named
from regioncodes.exhibits.tables import table_s9_robustness, table_s10_forms
from regioncodes.words.numbers import MISSING, number, p_value_text

OUTCOMES = ("grp_per_capita", "adv_tech_developed", "income_per_capita_month", "consumer_spending_per_capita_month")
# Outcome, prices, whether they decide: as the study has them, with a real form that does not decide.
PRICES = [
    (OUTCOMES[0], "nominal", False),
    (OUTCOMES[0], "cpi", False),
    (OUTCOMES[0], "volume", True),
    (OUTCOMES[1], "nominal", True),
    *[(outcome, prices, prices == "cpi") for outcome in OUTCOMES[2:] for prices in ("nominal", "cpi")],
]
SHOWN = [facts for facts in PRICES if facts[1] == "nominal" or facts[2]]
NAMES = pd.DataFrame(
    {
        "region": ["RU-UFD", "RU-SVE"],
        "name_en": ["Ural FD", "Sverdlovsk"],
        "name_ru": ["Уральский ФО", "Свердловская"],
        "short_en": ["UFD", "Sverdlovsk"],
        "short_ru": ["УрФО", "Свердловская"],
    }
)
SOURCES = pd.DataFrame({"edition": ["old-one"], "title_en": ["Old one"], "title_ru": ["Прежнее"]})


@pytest.fixture(scope="module")
def placebo_fits():
    rows = []
    for place, facts in enumerate(PRICES):
        is_real = facts[1] != "nominal"
        for kind, regressor, r_squared in (
            ("education", "education", 0.86),
            ("year", "calendar_year", 0.6 if is_real or not place else 0.94),
            ("district", "RU-CFD", 0.7),
            ("district", "RU-SFD", 0.9),
        ):
            good = kind != "education" and r_squared >= 0.86
            rows.append((*facts, kind, regressor, "fitted", 9, 2005, 2013, r_squared, r_squared**0.5, 0.86, good))
    none = [np.nan] * 3
    rows.append((*PRICES[0], "district", "RU-VFD", "constant_regressor", 9, 2005, 2013, *none, False))
    return pd.DataFrame(rows, columns=FITS)


@pytest.fixture(scope="module")
def walks():
    rows = [
        (*facts, "fitted", 9, 1000, 0.97, 0.5 if facts[2] else 2.7, 0.86, 0.85, 0.55, 0.96, 49.0, 0.49)
        for facts in PRICES[1:]
    ]
    return pd.DataFrame([(*PRICES[0], "constant_response", 9, *[np.nan] * 9), *rows], columns=WALKS)


@pytest.fixture(scope="module")
def pairs():
    columns = ["n", "pairs", "drift_to_noise", "median_r_squared", "share_above_80_percent"]
    return pd.DataFrame(
        [(9, 1000, 1.0, 0.85, 61.0), (12, 1000, 2.0, 0.97, 99.0), (12, 1000, 1.0, 0.88, 74.0)], columns=columns
    )


@pytest.fixture(scope="module")
def curve():
    random = np.random.default_rng(1)
    values = {
        "outcome": OUTCOMES,
        "prices": ("nominal", "cpi", "volume"),
        "edition": ("newest", "regions-of-russia-2019"),
        "mapping": ("education_share", "social_code"),
        "transform": ("levels", "logarithms", "growth_rates"),
        "period": ("2005–2013", "2000–2013"),
        "units": ("district", "country_regions"),
        "estimator": ("least_squares", "ranks", "pooled"),
        "control": ("none", "trend", "country"),
    }
    table = pd.DataFrame({choice: random.choice(values[choice], 400) for choice in CHOICES})
    status = random.choice(["fitted", "fitted", "fitted", "collinear", "not_positive"], 400)
    correlation = np.where(status == "fitted", random.uniform(-1, 1, 400), np.nan)
    weight = np.where(status == "fitted", 1 / (status == "fitted").sum(), np.nan)
    found = table.assign(
        weight=weight,
        status=status,
        correlation=correlation,
        p_value=1 - np.abs(correlation),
        first_year=2005,
        last_year=2013,
    )
    return found.sort_values("correlation", ignore_index=True)


@pytest.fixture(scope="module")
def summary(curve):
    counts = curve["status"].value_counts()
    shares = {
        "median_correlation": 0.1,
        "positive_percent": 60.0,
        "negative_percent": 40.0,
        "significant_positive_percent": 20.0,
        "significant_negative_percent": 2.0,
    }
    return pd.DataFrame(
        {
            "mapping": "education_share",
            "outcome": "all",
            "specifications": 400,
            "status": status,
            "count": counts[status],
            **shares,
        }
        for status in ("fitted", "collinear", "not_positive")
    )


@pytest.fixture(scope="module")
def joint():
    columns = ["mapping", "null", "subset", "statistic", "draws", "p_value", "lowest_p_value"]
    rows = [
        ("education_share", "circular_shift", "all", "median_correlation", 13, 0.112, 0.071),
        ("education_share", "reordered_steps", "all", "median_correlation", 500, 0.341, 0.002),
        ("social_code", "reordered_steps", "all", "median_correlation", 500, 0.777, 0.002),
    ]
    return pd.DataFrame(rows, columns=columns)


@pytest.fixture(scope="module")
def ways():
    reasons = {"tried": 400, "period_not_covered": 1234, "collinear": 100, "same_figures": 55}
    own = pd.DataFrame({"mapping": "education_share", "reason": list(reasons), "ways": list(reasons.values())})
    return pd.concat([own, own.assign(mapping="social_code", ways=7)])


@pytest.fixture(scope="module")
def checks():
    rows = [
        (*facts, check, variant, status, 9, 2005, 2013, 0.93, 2.5, 1.5, 3.5, p_value, p_value, flags)
        for facts in PRICES
        for check, variant, status, p_value, flags in (
            ("levels", "", "fitted", 0.0003, ""),
            ("logarithms", "", "not_positive", np.nan, ""),
            ("first_differences", "", "fitted", 0.3, ""),
            ("first_differences", "over_breaks", "fitted", 0.2, ""),
            ("growth_rates", "over_breaks", "fitted", 0.2, ""),
            ("without_break", "2013", "fitted", 0.001, ""),
            ("without_region", "RU-SVE", "fitted", 0.2, ""),
            ("lag", "-2", "fitted", 0.04, ""),
            ("edition", "old-one", "fitted", 0.001, ""),
            ("bridged", "trend", "fitted", np.nan, "estimate"),
            ("bridged", "guided", "fitted", np.nan, "estimate"),
        )
    ]
    return pd.DataFrame(rows, columns=ROBUSTNESS)


@pytest.fixture(scope="module")
def forms():
    rows = [
        (
            points,
            *facts,
            form,
            status,
            n,
            clusters,
            2005,
            2013,
            "",
            -500.0,
            -25.0,
            -40.0,
            -10.0,
            *clustered,
            0.9,
            1234.5,
            12.3,
            99.0,
            difference,
        )
        for points, n, clusters, clustered in (
            ("district_years", 9, 1, (np.nan, np.nan)),
            ("region_years", 36, 4, (-90.0, 40.0)),
        )
        for facts in PRICES
        for form, status, difference in (("linear", "fitted", 0.0), ("power", "not_positive", np.nan))
    ]
    return pd.DataFrame(rows, columns=COMPARISON)


def test_no_text_of_the_placebo_figure_is_cut_overlapping_or_lost(placebo_fits, walks, texts, tmp_path):
    drawing = figure_3_placebo.figure(placebo_fits, walks, texts)
    drawn = drawn_texts(drawing)
    assert len(drawn) > 25
    assert drawn_faults(drawing, texts.language) == []
    style.save_figure(drawing, [tmp_path / "drawing.png"])


def test_every_fitted_regressor_has_its_mark_and_the_title_counts_the_calendar(placebo_fits, walks, texts):
    drawing = figure_3_placebo.figure(placebo_fits, walks, texts)
    marks = [line.get_xdata() for line in drawing.axes[0].lines if line.get_linestyle() == "None"]
    found = sorted(float(value) for values in marks for value in values)
    is_shown = placebo_fits["prices"].eq("nominal") | placebo_fits["decides"]
    assert found == sorted(placebo_fits.loc[is_shown, "r_squared"].dropna())
    bands = [patch for patch in drawing.axes[0].patches if patch.get_width() > 0]
    assert len(bands) == 6


def test_the_title_counts_the_calendar_in_nominal_and_in_real_terms_apart(placebo_fits, walks, texts):
    def title(fits):
        return figure_3_placebo.figure(fits, walks, texts).texts[0].get_text()

    def counts(nominal, real, of=4):
        words = (texts("prices.counted", better=better, panels=of) for better in (nominal, real))
        return texts("figure_3.title", **dict(zip(("nominal", "real"), words, strict=True)))

    assert title(placebo_fits) == counts(3, 1)
    income = placebo_fits["outcome"].eq(OUTCOMES[2]) & placebo_fits["kind"].eq("year")
    real = income & placebo_fits["prices"].eq("cpi")
    assert title(placebo_fits.assign(at_least_as_good=placebo_fits["at_least_as_good"] | real)) == counts(3, 2)
    # A panel that was not fitted is not counted.
    technologies = placebo_fits["outcome"].eq(OUTCOMES[1])
    refused = placebo_fits.assign(status=placebo_fits["status"].mask(technologies, "constant_response"))
    assert title(refused.assign(at_least_as_good=refused["at_least_as_good"] & ~technologies)) == counts(2, 0, of=3)


def test_rows_that_decide_are_strong_and_nominal_ones_pale(placebo_fits, walks, texts):
    axes = figure_3_placebo.figure(placebo_fits, walks, texts).axes[0]
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels == [prices_named(prices, decides, texts) for _, prices, decides in SHOWN]
    squares = [line.get_alpha() for line in axes.lines if line.get_marker() == "s"]
    assert [alpha == 1 for alpha in squares] == [decides for *_, decides in SHOWN]
    names = [text.get_text() for text in axes.texts if text.get_weight() == "bold"]
    assert names == [texts[f"outcome.{outcome}"] for outcome in OUTCOMES]


def test_the_null_is_that_of_the_longest_walks_that_occur_with_every_drift_beside_those_of_the_data(
    placebo_fits, walks, pairs, texts
):
    mark = "." if texts.language == "en" else ","
    said = null_expectation(pairs, walks, texts)
    assert f"1{mark}0 / 2{mark}0" in said
    assert f"0{mark}88 / 0{mark}97" in said
    assert f"0{mark}85" not in said
    assert f"0{mark}5–2{mark}7" in said
    assert said in figure_3_placebo.figure_caption(placebo_fits, walks, pairs, texts, district="UFD")


def test_no_text_of_the_specification_curve_is_cut_or_overlapping(curve, texts, tmp_path):
    drawing = figure_s9_specifications.figure(curve, texts)
    assert drawn_faults(drawing, texts.language) == []
    style.save_figure(drawing, [tmp_path / "drawing.png"])


def test_the_title_of_the_curve_counts_the_weight_that_is_significant_and_positive(texts):
    fitted = pd.DataFrame(
        {
            "outcome": "grp_per_capita",
            "prices": "cpi",
            "correlation": [-0.5, 0.1, 0.3, 0.9],
            "significant": [True, False, True, True],
            "weight": [0.25, 0.25, 0.1, 0.4],
        }
    )
    said = figure_s9_specifications.title(fitted, texts)
    mark = "." if texts.language == "en" else ","
    assert f"\u22120{mark}50" in said
    assert f"0{mark}90" in said
    assert re.search(r"\b50\W*%", said)


def test_the_curve_holds_every_fitted_specification_from_low_to_high(curve, texts):
    drawing = figure_s9_specifications.figure(curve, texts)
    drawn = drawing.axes[0].lines[0].get_ydata()
    own = curve[curve["status"].eq("fitted") & curve["mapping"].eq("education_share")]
    assert list(drawn) == sorted(own["correlation"])


def test_slices_of_the_dashboard_are_shares_of_the_weight():
    has = pd.Series([False] * 500 + [True] * 500)
    equal = pd.DataFrame({"weight": 0.001, "place": (np.arange(1000) + 0.5) / 1000})
    assert figure_s9_specifications.slice_shares(has, equal).tolist() == [0.0] * 50 + [1.0] * 50
    light = pd.DataFrame({"weight": np.where(has, 0.0016, 0.0004)})
    light["place"] = light["weight"].cumsum() - light["weight"] / 2
    assert figure_s9_specifications.slice_shares(has, light).sum() == pytest.approx(80, abs=1)


def test_every_status_is_named_and_counted_in_the_caption_of_the_curve(curve, summary, joint, ways, texts):
    caption = figure_s9_specifications.figure_caption(curve, summary, joint, ways, texts, district="UFD")
    counts = summary.set_index("status")["count"]
    for status in ("collinear", "not_positive"):
        assert f"{texts[f'status_of_fit.{status}']} {counts[status]}" in caption
    mark = "." if texts.language == "en" else ","
    for figure in (f"0{mark}341", f"0{mark}002", f"0{mark}112", f"0{mark}071", "13", "55"):
        assert figure in caption
    assert number(1334, texts.language) in caption
    assert f"0{mark}777" not in caption


@pytest.fixture(scope="module")
def scenario(points):
    bridged = points.assign(flags="", lower_95=points["education_percent"], upper_95=points["education_percent"])
    late = bridged["year"] > 2010
    education = bridged["education_percent"]
    trend = bridged.assign(
        method="trend",
        status="fitted",
        flags=bridged["flags"].mask(late, "estimate"),
        lower_95=(education - 2).where(late, education),
        upper_95=(education + 3).where(late, education),
    )
    narrower = {"lower_95": education.where(~late, education - 1), "education_percent": education + 0.2 * late}
    return pd.concat([trend, trend.assign(method="guided", **narrower)], ignore_index=True)


@pytest.fixture(scope="module")
def scenario_drawing(scenario, fits, lines, checks, texts):
    return figure_s6_scenario.figure(scenario, fits.assign(status="fitted"), lines, checks, texts, outcomes=OUTCOMES)


def test_no_text_of_the_scenario_is_cut_or_overlapping_and_its_face_says_estimate(scenario_drawing, texts, tmp_path):
    assert drawn_faults(scenario_drawing, texts.language) == []
    shown = [text.words for text in drawn_texts(scenario_drawing)]
    assert texts["figure_s6.flag"] in shown
    assert texts["figure_s6.trend"] in shown
    assert texts["figure_s6.guided"] in shown
    style.save_figure(scenario_drawing, [tmp_path / "drawing.png"])


def test_published_years_are_filled_and_bridged_ones_hollow_on_their_bands(scenario, scenario_drawing):
    own = scenario[scenario["outcome"].eq("grp_per_capita")]
    trend, guided = (own[own["method"].eq(method)] for method in ("trend", "guided"))
    axes = scenario_drawing.axes[0]
    filled, hollow, led = (collection.get_offsets()[:, 0].tolist() for collection in axes.collections)
    assert filled == trend.loc[trend["year"] <= 2010, "education_percent"].tolist()
    assert hollow == trend.loc[trend["year"] > 2010, "education_percent"].tolist()
    assert led == guided.loc[guided["year"] > 2010, "education_percent"].tolist()
    faces = [tuple(collection.get_facecolor()[0][:3]) for collection in axes.collections]
    assert faces[1] == faces[2] == (1.0, 1.0, 1.0)
    assert faces[0] != faces[1]
    bands = [tuple(line.get_xdata()) for line in axes.lines if len(line.get_xdata()) == 2]
    late = pd.concat([trend, guided])[lambda rows: rows["year"] > 2010]
    assert bands == list(zip(late["lower_95"], late["upper_95"], strict=True))


def test_a_scenario_without_a_guide_shows_the_trend_alone_and_says_why(scenario, fits, lines, checks, texts):
    is_led = scenario["method"].eq("guided") & scenario["flags"].eq("estimate")
    numbers = ["education_percent", "lower_95", "upper_95"]
    bare = scenario.assign(**{name: scenario[name].mask(is_led) for name in numbers})
    bare = bare.assign(status=bare["status"].mask(is_led, "no_guide"))
    refused = checks.assign(status=checks["status"].mask(checks["variant"].eq("guided"), "no_guide"))
    reason = texts["status_of_fit.no_guide"]
    assert reason in figure_s6_scenario.figure_caption(bare, fits, texts, district="UFD")
    assert reason not in figure_s6_scenario.figure_caption(scenario, fits, texts, district="UFD")
    drawing = figure_s6_scenario.figure(bare, fits.assign(status="fitted"), lines, refused, texts, outcomes=OUTCOMES)
    assert len(drawing.axes[0].collections[2].get_offsets()) == 0
    assert reason in drawing.axes[0].texts[0].get_text()


def test_the_caption_of_the_scenario_names_the_bridged_years_and_panels_without_points_say_so(
    scenario, fits, lines, checks, texts
):
    caption = figure_s6_scenario.figure_caption(scenario, fits, texts, district="UFD")
    assert "2005–2010" in caption
    assert "2011–2013" in caption
    none = checks.assign(status="refused")
    refused = fits.assign(status="perfect_fit")
    empty = figure_s6_scenario.figure(scenario.iloc[:0], refused, lines.iloc[:0], none, texts, outcomes=OUTCOMES)
    assert [text.get_text() for axes in empty.axes for text in axes.texts] == [texts["figure_s6.none"]] * 4
    figure_s6_scenario.figure(scenario, refused, lines.iloc[:0], none, texts, outcomes=OUTCOMES)


def test_a_check_that_could_not_be_made_says_why_in_place_of_numbers(checks, texts):
    table = table_s9_robustness.table(checks, NAMES, SOURCES, texts, district="RU-UFD")
    rows = {row[1]: row for row in table.rows[:6]}
    logs = rows[texts["table_s9.check.logarithms"]]
    assert logs[4] == texts["status_of_fit.not_positive"]
    assert {logs[2], logs[3], logs[5], logs[6]} == {"—"}
    assert texts("table_s9.refused", refused=7) in table.caption
    sound = table_s9_robustness.table(checks.assign(status="fitted"), NAMES, SOURCES, texts, district="RU-UFD")
    assert texts("table_s9.refused", refused=0) not in sound.caption


def test_checks_without_a_break_and_steps_over_breaks_say_so(checks, texts):
    named = [row[1] for row in table_s9_robustness.table(checks, NAMES, SOURCES, texts, district="RU-UFD").rows[:9]]
    assert named.count(texts("table_s9.check.without_break", variant="2013")) == 1
    for check in ("first_differences", "growth_rates"):
        assert named.count(texts[f"table_s9.check.{check}.over_breaks"]) == 1
    assert named.count(texts["table_s9.check.first_differences"]) == 1


def test_tables_print_nominal_prices_and_those_that_decide_and_name_the_others_in_their_notes(checks, forms, texts):
    other = outcome_in_prices(OUTCOMES[0], "cpi", False, texts)
    nine = table_s9_robustness.table(checks, NAMES, SOURCES, texts, district="RU-UFD")
    ten = table_s10_forms.table(forms, NAMES, texts, district="RU-UFD")
    for printed, blocks in ((nine, SHOWN), (ten, SHOWN * 2)):
        names = [outcome_in_prices(*facts, texts) for facts in blocks]
        assert [block[0][0].startswith(name) for block, name in zip(printed.blocks(), names, strict=True)]
        assert not any(row[0].startswith(other) for row in printed.rows)
        assert other in printed.note
    alone = checks[checks["prices"].ne("cpi") | checks["decides"]]
    assert other not in table_s9_robustness.table(alone, NAMES, SOURCES, texts, district="RU-UFD").note


def test_an_outcome_without_roubles_is_called_neither_nominal_nor_real(texts):
    assert prices_named("nominal", True, texts) == texts["prices.none"]
    assert prices_named("nominal", False, texts) == texts["prices.nominal"]
    assert prices_named("cpi", True, texts) == texts["prices.cpi"]


def test_regions_editions_and_lags_are_named_and_a_small_p_value_is_not_printed_as_zero(checks, texts):
    table = table_s9_robustness.table(checks, NAMES, SOURCES, texts, district="RU-UFD")
    named = [row[1] for row in table.rows]
    assert texts("table_s9.check.without_region", variant=NAMES[f"short_{texts.language}"][1]) in named
    assert texts("table_s9.check.edition", variant=SOURCES[f"title_{texts.language}"][0]) in named
    assert texts("table_s9.check.lag", variant="\u22122") in named
    assert table.rows[0][5].startswith("<")
    assert p_value_text(0.0004, "en") == "<\u00a00.001"


def test_an_edition_without_a_title_keeps_its_own_name(checks, texts):
    untitled = SOURCES.assign(title_en=np.nan, title_ru=np.nan)
    table = table_s9_robustness.table(checks, NAMES, untitled, texts, district="RU-UFD")
    assert texts("table_s9.check.edition", variant="old-one") in [row[1] for row in table.rows]


def test_of_the_years_left_out_the_two_extremes_are_printed():
    years = pd.DataFrame(
        {
            "outcome": "income",
            "prices": "nominal",
            "check": "without_year",
            "variant": ["2005", "2006", "2007"],
            "status": "fitted",
            "correlation": [0.9, 0.5, 0.95],
        }
    )
    assert table_s9_robustness.ranges(years)["variant"].tolist() == ["2006", "2007"]
    real = years.assign(prices="cpi", correlation=[0.1, 0.2, 0.3])
    both = table_s9_robustness.ranges(pd.concat([years, real], ignore_index=True))
    assert both.groupby("prices")["variant"].apply(list).to_dict() == {
        "cpi": ["2005", "2007"],
        "nominal": ["2006", "2007"],
    }


def test_the_table_of_forms_prints_errors_or_the_status(forms, texts):
    table = table_s10_forms.table(forms, NAMES, texts, district="RU-UFD")
    mark, gap = (".", ",") if texts.language == "en" else (",", "\u00a0")
    independent = f"[\u221240{mark}0; \u221210{mark}0]"
    clustered = f"[\u221290{mark}0; 40{mark}0]"
    cells = (f"1{gap}235 (12\u00a0%)", f"0{mark}0")
    assert table.rows[0][2:] == (f"0{mark}90", independent, MISSING, *cells)
    assert table.rows[14][2:] == (f"0{mark}90", independent, clustered, *cells)
    assert texts["status_of_fit.not_positive"] in table.rows[1]


def test_equations_of_the_forms_carry_their_signs_and_letters_stand_where_there_is_none(forms, texts):
    rows = table_s10_forms.table(forms, NAMES, texts, district="RU-UFD").rows
    mark = "." if texts.language == "en" else ","
    assert rows[0][1].endswith(f"y\u00a0= \u2212500{mark}0 − 25{mark}00 x")
    assert rows[1][1].endswith("y\u00a0= exp(a) x^b")
    falling = forms.assign(form="power", status="fitted")
    assert table_s10_forms.table(falling, NAMES, texts, district="RU-UFD").rows[0][1].endswith(f"x^\u221225{mark}00")


def test_the_caption_of_the_forms_counts_the_points_of_both_readings(forms, texts):
    table = table_s10_forms.table(forms, NAMES, texts, district="RU-UFD")
    assert "9" in table.caption
    assert "36" in table.caption
    assert len(table.blocks()) == 14
