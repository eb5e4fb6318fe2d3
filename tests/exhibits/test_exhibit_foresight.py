"""Figure 4 and what stands beside it: whole, true to the rows, the finding computed and free to turn out either way."""

import numpy as np
import pandas as pd
import pytest

from project import ROOT
from regioncodes.codes.foresight import names as foresight_names
from regioncodes.codes.foresight.bands import COLUMNS as BANDS
from regioncodes.codes.foresight.district_origins import COLUMNS
from regioncodes.codes.foresight.stability import COLUMNS as STABILITY
from regioncodes.codes.foresight.tables import SCORES
from regioncodes.exhibits.figures import figure_4_foresight, figure_s15_hedgehog
from regioncodes.exhibits.printing import style
from regioncodes.exhibits.printing.drawn_faults import drawn_faults
from regioncodes.exhibits.printing.foresight_facts import finding, over_years
from regioncodes.exhibits.tables import table_4_foresight, table_s16_foresight, table_s17_stability
from regioncodes.ground.tables import read_table
from regioncodes.words.numbers import MISSING, interval, number

FORESIGHT = {
    "first_origin": 2009,
    "window_years": 10,
    "horizons": [1, 2, 3, 5],
    "primary_target": "real_grp_per_head",
    "primary_horizons": [1, 3],
    "permutations": 999,
}
CHOICES = {"foresight": FORESIGHT, "power": 0.8}
SMALLEST_POINTS = 6.0
ROLES = {
    "code_id": "descriptive",
    "code_nid": "descriptive",
    "condition": "descriptive",
    "past_growth": "rival",
    "level": "rival",
    "shrunk_ar1": "rival",
    "education": "rival",
    "technologies": "rival",
    "years_mean": "rival",
    "shuffled_code_id": "rival",
    "shuffled_code_nid": "rival",
}
TARGETS = ("real_grp_per_head", "real_income", "investment", "innovative_goods_share", "technologies_used")
ORIGINS = ("all", "2009", "2010", "2011")


def score_rows(figures, target, roles):
    return [
        {
            "figures": figures,
            "target": target,
            "horizon_years": horizon,
            "predictor": predictor,
            "origin": origin,
            "role": role,
            "n": 80 if origin != "all" else 240,
            "regions": 80,
            "origins": 3 if origin == "all" else 1,
            "rank_correlation": np.nan if predictor == "years_mean" else round(0.04 * place - 0.05 + 0.01 * horizon, 3),
            "p_value": 0.2,
            "lowest_p_value": 0.001,
            "smallest_seen": 0.13,
            "smallest_seen_alone": 0.1,
            "block_p_value": 0.3,
            "r2_out_of_sample": 0.004 * place,
            "mean_absolute_error": 2.3,
            "auc": 0.5 + 0.01 * place,
            "growth_above_less_below": 0.2,
            "status": "constant" if predictor == "years_mean" else "estimated",
        }
        for place, (predictor, role) in enumerate(roles.items())
        for horizon in FORESIGHT["horizons"]
        for origin in ORIGINS
    ]


@pytest.fixture(scope="module")
def scores():
    """Invented: past growth above the codes, and none of the four correlations told from zero."""
    rows = [row for target in TARGETS for row in score_rows("lagged", target, ROLES)]
    rows += score_rows("without_lag", "real_grp_per_head", ROLES) + score_rows(
        "as_published", "real_grp_per_head", ROLES
    )
    drivers = {"growth_of_product": "placebo", "growth_of_income": "placebo", "code_id": "descriptive"}
    rows += score_rows("lagged", "codes", drivers | {"code_nid": "descriptive", "past_growth": "rival"})
    table = pd.DataFrame(rows).reindex(columns=SCORES)
    table = table.astype({"p_value_holm": float, "verdict": object})
    own = table["figures"].eq("lagged") & table["target"].eq("real_grp_per_head") & table["origin"].eq("all")
    own &= table["predictor"].isin(["code_id", "code_nid"]) & table["horizon_years"].isin([1, 3])
    table.loc[own, ["role", "p_value_holm", "verdict"]] = ["primary", 0.6, "not_distinguishable"]
    return table


@pytest.fixture(scope="module")
def nothing(scores):
    """No trial has a number."""
    numbers = [name for name in SCORES if scores[name].dtype == float and name != "horizon_years"]
    without = scores.assign(status="too_few_regions", n=0, **dict.fromkeys(numbers, np.nan))
    return without.assign(verdict=without["verdict"].where(without["verdict"].isna(), "too_few_regions"))


def with_verdicts(scores, verdicts):
    """The scores with other verdicts of the primary test, by code and horizon."""
    table = scores.copy()
    for (formula, horizon), verdict in verdicts.items():
        own = table["role"].eq("primary") & table["predictor"].eq(formula) & table["horizon_years"].eq(horizon)
        table.loc[own, "verdict"] = verdict
    return table


def test_the_finding_says_that_nothing_is_seen_where_nothing_is_told_from_zero(scores, texts):
    sentence = finding(scores, texts)
    assert texts["foresight.finding.none"][1:] in sentence
    assert sentence.endswith(texts["foresight.finding.past_above"])


@pytest.mark.parametrize("verdict", ["positive", "negative"])
def test_the_finding_names_the_code_the_direction_and_the_horizons(scores, texts, verdict):
    seen = with_verdicts(scores, {("code_nid", 1): verdict, ("code_nid", 3): verdict})
    clause = texts(f"foresight.finding.{verdict}", formula="Code NID", over=over_years([1, 3], texts))
    sentence = finding(seen, texts)
    assert clause[1:] in sentence
    assert texts["foresight.finding.rest_none"] in sentence
    opposite = {"positive": "negative", "negative": "positive"}[verdict]
    assert (
        texts(f"foresight.finding.{opposite}", formula="Code NID", over=over_years([1, 3], texts))[1:] not in sentence
    )


def test_the_finding_of_four_seen_correlations_has_no_rest(scores, texts):
    every = {(code, horizon): "positive" for code in ("code_id", "code_nid") for horizon in (1, 3)}
    sentence = finding(with_verdicts(scores, every), texts)
    assert texts["foresight.finding.rest_none"] not in sentence
    assert sentence.count(over_years([1, 3], texts)) == 2


def test_past_growth_is_above_only_where_it_is_at_every_primary_horizon(scores, texts):
    own = scores["predictor"].eq("code_id") & scores["role"].eq("primary") & scores["horizon_years"].eq(3)
    strong = scores.assign(rank_correlation=scores["rank_correlation"].mask(own, -0.5))
    assert finding(strong, texts).endswith(texts["foresight.finding.past_not_above"])


def test_without_a_number_the_finding_says_that_it_cannot_be_told(nothing, texts):
    assert finding(nothing, texts)[1:] == texts["foresight.finding.untold"][1:]


def test_horizons_are_counted_in_the_right_form(texts):
    expected = {
        "en": ["over 1 year", "over 1 and 3 years", "over 1, 2 and 5 years"],
        "ru": ["за 1 год", "за 1 и 3 года", "за 1, 2 и 5 лет"],
    }
    assert [over_years(years, texts) for years in ([1], [3, 1], [1, 2, 5])] == expected[texts.language]


def test_spread_keeps_order_distance_and_floor():
    values = [0.3, 0.0, 0.01, 0.02, -0.5]
    places = figure_4_foresight.spread(values, 0.1, -0.5)
    assert np.argsort(places).tolist() == np.argsort(values).tolist()
    assert np.diff(np.sort(places)).min() >= 0.1 - 1e-12
    assert min(places) >= -0.5
    assert places[0] == 0.3


def test_no_text_of_figure_4_is_cut_overlapping_tiny_or_lost(scores, texts, tmp_path):
    seen = with_verdicts(scores, {("code_nid", 1): "negative", ("code_id", 3): "positive"})
    drawing = figure_4_foresight.figure(seen, texts, **CHOICES)
    assert drawn_faults(drawing, texts.language) == []
    style.save_figure(drawing, [tmp_path / "drawing.png"])


def test_figure_4_draws_the_correlations_and_fills_what_was_told_from_zero(scores, texts):
    drawing = figure_4_foresight.figure(with_verdicts(scores, {("code_nid", 1): "negative"}), texts, **CHOICES)
    [axes] = drawing.axes
    lines = {line.get_color(): line for line in axes.lines if line.get_linewidth() == 2.2}
    own = scores[scores["figures"].eq("lagged") & scores["target"].eq("real_grp_per_head") & scores["origin"].eq("all")]
    for name, look in list(figure_4_foresight.LINES.items())[:2]:
        expected = own[own["predictor"].eq(name)].sort_values("horizon_years")["rank_correlation"]
        assert lines[look["color"]].get_ydata().tolist() == expected.tolist()
    large = [line for line in axes.lines if line.get_markersize() == 7.5]
    filled = [line for line in large if line.get_markerfacecolor() != "white"]
    assert (len(large), len(filled)) == (4, 1)
    assert filled[0].get_xdata()[0] == 1


def test_figure_4_and_its_caption_stand_without_a_number(nothing, texts, tmp_path):
    style.save_figure(figure_4_foresight.figure(nothing, texts, **CHOICES), [tmp_path / "drawing.png"])
    assert texts["foresight.finding.untold"][1:] in figure_4_foresight.figure_caption(nothing, texts, **CHOICES)


def test_the_caption_of_figure_4_prints_the_primary_tests_and_those_without_lag(scores, texts):
    found = figure_4_foresight.figure_caption(scores, texts, **CHOICES)
    for p_value, count in ((0.6, 4), (0.2, 4)):
        assert found.count(f"(p = {number(p_value, texts.language, 3)})") == count
    assert number(0.001, texts.language, 3) in found


DISTRICT = ["RU-KGN", "RU-SVE", "RU-TYU-0", "RU-KHM", "RU-YAN", "RU-CHE"]


@pytest.fixture(scope="module")
def regions():
    """As published: the captions print whole names, the figures short ones."""
    return read_table(ROOT / "data/reference/regions.csv")


@pytest.fixture(scope="module")
def origins():
    """Invented: bands of half a unit about an estimate that is 0.3 above what all years say; no code in 2009."""
    keys = pd.MultiIndex.from_product([DISTRICT, range(2009, 2024), [1, 3]], names=COLUMNS[:3]).to_frame(index=False)
    level = 0.2 * np.sin(keys["origin"] / 3) + 0.1 * keys["region"].map(DISTRICT.index)
    level = level.where(keys["origin"].gt(2009))
    shown = {}
    for formula in ("code_id", "code_nid"):
        shown |= {formula: level, f"{formula}_lower_95": level - 0.5, f"{formula}_upper_95": level + 0.5}
        shown |= {f"{formula}_of_all_years": (level - 0.3).where(keys["origin"].lt(2023))}
    foretold = {f"foretold_by_{name}": level / 10 for name in ("code_id", "code_nid", "past_growth")}
    came = (5 * level).where(keys["origin"].lt(2022))
    table = keys.assign(last_year=keys["origin"] - 1, later_change=came, later_difference=came, **shown, **foretold)
    return table.assign(status="estimated").reindex(columns=COLUMNS)


def test_no_text_of_the_hedgehog_is_cut_overlapping_tiny_or_lost(origins, regions, texts, tmp_path):
    drawing = figure_s15_hedgehog.figure(origins, regions, texts, horizon=1)
    assert len(drawing.axes) == 3 * len(DISTRICT)
    assert drawn_faults(drawing, texts.language) == []
    style.save_figure(drawing, [tmp_path / "drawing.png"])


def test_more_regions_than_columns_stand_in_a_further_row(origins, regions, texts):
    more = regions[~regions["region"].isin(DISTRICT)]["region"].head(2).tolist()
    others = [origins[origins["region"].eq("RU-KGN")].assign(region=region) for region in more]
    drawing = figure_s15_hedgehog.figure(pd.concat([origins, *others]), regions, texts, horizon=1)
    assert len(drawing.axes) == 3 * (len(DISTRICT) + len(more))
    assert drawn_faults(drawing, texts.language) == []


def test_the_hedgehog_stands_without_a_number(origins, regions, texts, tmp_path):
    numbers = origins.columns[3:-1]
    empty = origins.assign(**dict.fromkeys(numbers, np.nan), status="no_code")
    style.save_figure(figure_s15_hedgehog.figure(empty, regions, texts, horizon=1), [tmp_path / "drawing.png"])
    options = {"district": "RU-UFD", "foresight": FORESIGHT, "horizon": 1}
    assert "n = 0" in figure_s15_hedgehog.figure_caption(empty, regions, texts, **options)


def test_the_caption_of_the_hedgehog_counts_bands_and_signs_once_an_origin(origins, regions, texts):
    moved = origins["region"].eq("RU-KGN") & origins["origin"].eq(2015)
    later = origins["code_id_of_all_years"].mask(moved, 9.0)
    table = origins.assign(code_id_of_all_years=later)
    own = table[table["horizon_years"].eq(1) & table["code_id_of_all_years"].notna()]
    same = int((np.sign(own["code_id"]) == np.sign(own["code_id_of_all_years"])).sum())
    options = {"district": "RU-UFD", "foresight": FORESIGHT, "horizon": 1}
    found = figure_s15_hedgehog.figure_caption(table, regions, texts, **options)
    count = 6 * 13
    of = {"en": "{} of {} cases for Code ID", "ru": "{} случаях из {} для Code ID"}[texts.language]
    assert of.format(count - 1, count) in found
    assert str(same) in found
    assert 0 < same < count


@pytest.fixture(scope="module")
def skills():
    """Invented: the codes lose to past growth, with limits over one year alone."""
    keys = pd.MultiIndex.from_product(
        [["lagged"], ["real_grp_per_head"], [1, 2, 3, 5], ["code_id", "code_nid"], ["past_growth", "years_mean"]],
        names=["figures", "target", "horizon_years", "predictor", "rival"],
    ).to_frame(index=False)
    limits = {"lower_95": (-4.0, np.nan), "upper_95": (1.0, np.nan)}
    parts = {name: np.where(keys["horizon_years"].eq(1), *ends) for name, ends in limits.items()}
    return keys.assign(skill_percent=-1.5, status="estimated", **parts)


def printed(table, measure, predictor):
    [row] = [row for row in table.rows if row[0] == measure and row[1] == predictor]
    return row[2:]


def test_table_4_marks_the_primary_tests_and_stars_what_they_tell(scores, skills, texts):
    seen = with_verdicts(scores, {("code_nid", 1): "negative"})
    table = table_4_foresight.table(seen, skills, texts, for_paper=False, **CHOICES)
    cells = printed(table, texts["table_4.correlation"], "Code NID")
    language = texts.language
    assert cells[0] == f"{number(0.0, language, 3)} ({number(0.6, language, 3)})†*"
    assert cells[1] == f"{number(0.01, language, 3)} ({number(0.2, language, 3)})"
    assert cells[2].endswith("†")
    assert sum("†" in cell for row in table.rows if row[0] == texts["table_4.correlation"] for cell in row) == 4
    assert printed(table, texts["table_4.smallest"], "Code NID")[:2] == (
        f"{number(0.13, language, 3)}†",
        number(0.1, language, 3),
    )


def test_table_4_prints_limits_of_skill_where_there_are_any(scores, skills, texts):
    table = table_4_foresight.table(scores, skills, texts, for_paper=False, **CHOICES)
    heading = texts("table_4.skill", rival=texts["foresight.over_rival.past_growth"])
    alone = number(-1.5, texts.language, 1)
    assert printed(table, heading, "Code ID") == (f"{alone} {interval(-4, 1, texts.language, 1)}", *[alone] * 3)


def test_table_4_for_the_paper_is_a_part_of_the_whole(scores, skills, texts):
    whole, short = (
        table_4_foresight.table(scores, skills, texts, for_paper=is_short, **CHOICES) for is_short in (False, True)
    )
    assert set(short.rows) < set(whole.rows)
    assert {row[0] for row in short.rows} < {row[0] for row in whole.rows}


def test_table_4_says_why_there_is_no_number(nothing, skills, texts):
    table = table_4_foresight.table(nothing, skills.iloc[:0], texts, for_paper=False, **CHOICES)
    assert set(printed(table, texts["table_4.correlation"], "Code ID")) == {texts["foresight.status.too_few_regions"]}
    heading = texts("table_4.skill", rival=texts["foresight.over_rival.past_growth"])
    assert set(printed(table, heading, "Code ID")) == {MISSING}


def test_every_status_of_a_trial_has_words(texts):
    statuses = [
        foresight_names.CONSTANT,
        foresight_names.TOO_FEW_REGIONS,
        foresight_names.NO_YEAR_LEFT,
        foresight_names.TARGET_NOT_PUBLISHED,
        foresight_names.NO_FIGURES_OUT,
        foresight_names.TOO_FEW_INDICATORS,
        foresight_names.NOT_IN_VINTAGE,
    ]
    assert [status for status in statuses if f"foresight.status.{status}" not in texts] == []


@pytest.fixture(scope="module")
def bands():
    """Invented: nine of ten bands held, no band excluded zero, every probability has 40 cases but the last."""
    rows = [
        {"measure": measure, "formula": formula, "origin": origin, "n": n, "share_percent": share}
        for formula in ("code_id", "code_nid")
        for measure, n, share in (("band_held", 300, 90.0), ("sign_held", 300, 60.0), ("told_sign_held", 0, np.nan))
        for origin in ("all", "2009")
    ]
    rows += [
        {"measure": "above_median", "formula": formula, "origin": "all", "horizon_years": horizon}
        | {"probability_from": low / 10, "probability_to": low / 10 + 0.2}
        | {"n": 40 if low < 8 else 0, "share_percent": 50.0 + low if low < 8 else np.nan}
        for formula in ("code_id", "code_nid")
        for horizon in FORESIGHT["horizons"]
        for low in (0, 2, 4, 6, 8)
    ]
    table = pd.DataFrame(rows).reindex(columns=BANDS)
    limits = {"share_lower_95": table["share_percent"] - 5, "share_upper_95": table["share_percent"] + 5}
    return table.assign(**limits, status=np.where(table["n"].gt(0), "estimated", "no_figures"))


def test_table_s16_has_every_target_what_was_known_and_the_other_direction(scores, bands, texts):
    table = table_s16_foresight.table(scores, bands, texts, for_paper=True, **CHOICES)
    headings = list(dict.fromkeys(row[0] for row in table.rows))
    names = [texts[f"foresight.target.{name}"] for name in TARGETS]
    assert headings == [
        *(texts("table_s16.lagged", target=name) for name in names),
        texts("table_s16.without_lag", target=names[0]),
        texts("table_s16.as_published", target=names[0]),
        texts("table_s16.other_direction", target=texts["foresight.target.codes"]),
    ]
    marked = [row for row in table.rows if any("†" in cell for cell in row)]
    assert {row[0] for row in marked} == {headings[0]}
    drivers = [row[1] for row in table.rows if row[0] == headings[-1]]
    assert drivers[0] == texts["table_s16.codes.growth_of_product"]
    assert printed(table, headings[0], texts["table_s16.origins"]) == ("3 (240)",) * 4


def test_table_s16_prints_every_origin_as_it_is_in_the_scores(scores, bands, texts):
    own = scores["predictor"].eq("code_id") & scores["origin"].eq("2010") & scores["horizon_years"].eq(5)
    own &= scores["target"].eq("real_grp_per_head") & scores["figures"].eq("lagged")
    table = scores.assign(
        status=scores["status"].mask(own, "no_year_left"),
        rank_correlation=scores["rank_correlation"].mask(own),
        p_value=scores["p_value"].where(scores["origin"].eq("all")),
    )
    cells = printed(
        table_s16_foresight.table(table, bands, texts, for_paper=False, **CHOICES),
        texts("table_s16.by_year", predictor="Code ID"),
        "2010",
    )
    assert cells[:3] == tuple(number(value, texts.language, 3) for value in (-0.04, -0.03, -0.02))
    assert cells[3] == texts["foresight.status.no_year_left"]


def test_table_s16_judges_bands_and_probabilities(scores, bands, texts):
    table = table_s16_foresight.table(scores, bands, texts, for_paper=False, **CHOICES)
    heading = texts("table_s16.probability", formula="Code NID")
    language = texts.language
    label = "–".join(number(end, language, 1) for end in (0.2, 0.4))
    assert printed(table, heading, label) == (f"52 {interval(47, 57, language)} (40)",) * 4
    last = "–".join(number(end, language, 1) for end in (0.8, 1.0))
    assert printed(table, heading, last) == (MISSING,) * 4
    assert table.caption.count(texts["table_s16.no_case"]) == 2
    assert (
        table.caption.count(texts("table_s16.share", share="90", limits=f" {interval(85, 95, language)}", n="300")) == 2
    )


def test_table_s16_stands_without_a_number(nothing, bands, texts):
    table = table_s16_foresight.table(nothing, bands.iloc[:0], texts, for_paper=False, **CHOICES)
    heading = texts("table_s16.lagged", target=texts["foresight.target.real_grp_per_head"])
    assert set(printed(table, heading, "Code ID")) == {texts["foresight.status.too_few_regions"]}
    assert table.caption.count(texts["table_s16.no_case"]) == 6


@pytest.fixture(scope="module")
def stability():
    rows = [
        ("production", "defining", 0.5, 0.3, 0.7, 1.0, 0.6, 1.9, "estimated", "slower"),
        ("innovation", "dynamic", *[np.nan] * 5, 0.5, "shorter_than_can_be_told", np.nan),
        ("social", "defining", *[np.nan] * 4, 1.4, np.nan, "longer_than_can_be_told", "cannot_be_told"),
    ]
    names = ["code", "kind", "persistence", "persistence_lower_95", "persistence_upper_95", "half_life_years"]
    names += ["half_life_lower_95", "half_life_upper_95", "status", "verdict"]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(regions=80, years=24, variance_between=0.00033, variance_within=0.1, between_percent=0.4)


def test_table_s17_groups_the_kinds_and_says_what_cannot_be_told(stability, texts):
    table = table_s17_stability.table(stability.reindex(columns=STABILITY), texts)
    language = texts.language
    assert [row[1] for row in table.rows] == [texts[f"code.{code}"] for code in ("production", "social", "innovation")]
    assert len(table.blocks()) == 2
    production, social, innovation = table.rows
    assert production[3] == number(0.00033, language, 5)
    assert production[7:] == (
        f"{number(0.5, language, 2)} {interval(0.3, 0.7, language, 2)}",
        f"{number(1, language, 1)} {interval(0.6, 1.9, language, 1)}",
        texts["table_s17.verdict.slower"],
    )
    assert social[7:] == (
        texts["table_s17.status.longer_than_can_be_told"],
        f"{MISSING} {interval(1.4, np.nan, language, 1)}",
        texts["table_s17.verdict.cannot_be_told"],
    )
    assert innovation[7] == texts["table_s17.status.shorter_than_can_be_told"]
    assert innovation[9] == MISSING
