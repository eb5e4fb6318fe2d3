import pandas as pd
import pytest
from claims_toys import (
    ROOT,
    both_languages,
    figure_2_tests,
    judged,
    ledger_of,
    limits,
    printed_table,
    survey_table,
    toy_tables,
)

from regioncodes.claims.printed_figures import ARTICLE_TABLES, near
from regioncodes.claims.reasons import value_text
from regioncodes.claims.verdicts import VERDICTS, agrees, counts
from regioncodes.ground.errors import StudyError
from regioncodes.ground.tables import read_table

TAX = {"value": 58.7, "unit": "percent", "tolerance": 0.05, "relation": "equals"}
SHARE = TAX | {"expression": 'share("table_1", "tax")'}
SLOPE = {"relation": "holds", "expression": 'slope("grp_per_capita") > 0'}


def verdict_of(claim, **options):
    return judged(claim, **options)["verdict"].item()


def test_published_figures_that_agree_reproduce_a_claim():
    assert verdict_of(SLOPE) == "reproduced"


def test_published_figures_that_disagree_contradict_it():
    falling = toy_tables()["fits"].assign(slope=-2.0)
    assert verdict_of(SLOPE, fits=falling) == "contradicted"


def test_a_dump_rebuilt_from_the_print_proves_nothing_by_returning_it():
    assert verdict_of(SHARE) == "by_construction"


def test_a_dump_rebuilt_from_the_print_that_misses_it_is_the_article_against_itself():
    assert verdict_of(SHARE | {"value": 66.3}) == "inconsistent"


def test_a_collected_dump_reproduces_or_contradicts():
    collected = survey_table("table_1", {"tax": 58.68}, "published")
    assert verdict_of(SHARE, survey_table_1=collected) == "reproduced"
    assert verdict_of(SHARE, survey_table_1=collected.assign(percent=40.0)) == "contradicted"


@pytest.mark.parametrize("status", ["synthetic", "none"])
def test_invented_or_absent_answers_check_nothing(status):
    assert verdict_of(SHARE, survey_table_1=survey_table("table_1", {"tax": 58.7}, status)) == "not_checkable"


def test_the_print_against_itself_agrees_by_construction_or_is_inconsistent():
    claim = TAX | {"expression": 'printed("table_1", "tax")'}
    assert verdict_of(claim) == "by_construction"
    other = printed_table("table_1", {"tax": 35.6}, "institutional")
    assert verdict_of(claim, article_table_1=other) == "inconsistent"


def test_one_figure_of_the_article_among_published_ones_ends_independence():
    mixed = {"relation": "holds", "expression": 'slope("grp_per_capita") > 0 and printed("table_1", "tax") > 50'}
    assert verdict_of(mixed) == "by_construction"


def test_a_claim_without_expression_says_in_both_languages_what_is_missing():
    row = judged({"missing_en": "the report", "missing_ru": "отчёт"}).iloc[0]
    assert row["verdict"] == "not_checkable"
    assert "the report" in row["reason_en"]
    assert "отчёт" in row["reason_ru"]


def test_a_claim_that_only_figures_of_ours_could_check_has_them_beside_it_and_no_verdict():
    row = judged(SLOPE | {"missing_en": "the report", "missing_ru": "отчёт"}).iloc[0]
    assert (row["verdict"], row["computed"]) == ("not_checkable", 1.0)
    own = judged(SLOPE).iloc[0]
    assert row["inputs"] == own["inputs"]
    for said, needed in ((row["reason_en"], "the report"), (row["reason_ru"], "отчёт")):
        assert needed in said
        assert "2" in said


TOLD = '(slope_limit("grp_per_capita", "lower") > 0) - (slope_limit("grp_per_capita", "upper") < 0)'


@pytest.mark.parametrize(
    ("lower", "upper", "verdict"), [(1.0, 3.0, "reproduced"), (0.4, 3.0, "not_shown"), (-3.0, -1.0, "contradicted")]
)
def test_what_a_test_has_to_show_is_shown_excluded_or_left_open_by_the_widest_interval(lower, upper, verdict):
    fits = toy_tables()["fits"].assign(**limits(lower, upper))
    row = judged({"relation": "shown", "expression": TOLD}, fits=fits).iloc[0]
    assert row["verdict"] == verdict
    assert not row["reason_en"].startswith("claims.")
    with pytest.raises(StudyError, match="beside"):
        judged({"relation": "shown", "expression": 'slope_limit("grp_per_capita", "beside")'})


INFLUENCE = '(outcomes_seen("all") == panels()) - (outcomes_excluded("all", 0) > 0)'
SUBSTANTIAL = (
    '(outcomes_reached("regions_of_russia", 50) == panels()) - (outcomes_excluded("regions_of_russia", 50) > 0)'
)


@pytest.mark.parametrize(
    ("test", "influence", "substantial"),
    [
        ({"outcome": "seen", "lower": 0.5}, "reproduced", "not_shown"),
        ({"outcome": "seen", "lower": 1.0}, "reproduced", "reproduced"),
        ({"outcome": "cannot_be_told"}, "not_shown", "not_shown"),
        # What is not told from zero and is no half of Figure 2's slope may still be an influence.
        ({"outcome": "excluded", "largest": 40.0}, "not_shown", "contradicted"),
        ({"outcome": "excluded", "largest": -5.0}, "contradicted", "contradicted"),
        # A test too noisy to exclude anything excludes nothing, whatever its limit.
        ({"outcome": "cannot_be_told", "largest": 40.0}, "not_shown", "not_shown"),
    ],
)
def test_an_influence_and_its_size_are_shown_left_open_or_excluded_by_limits_of_tests_that_keep_their_size(
    test, influence, substantial
):
    estimates = figure_2_tests(**test)
    for expression, verdict in ((INFLUENCE, influence), (SUBSTANTIAL, substantial)):
        assert verdict_of({"relation": "shown", "expression": expression}, estimates=estimates) == verdict


def test_what_the_regions_of_russia_exclude_is_not_excluded_within_the_district():
    estimates = figure_2_tests("excluded", 40.0)
    inside = estimates["scope"].eq("RU-UFD")
    estimates.loc[inside, "test_outcome"] = "cannot_be_told"
    of_district = SUBSTANTIAL.replace("regions_of_russia", "regions_of_district")
    assert verdict_of({"relation": "shown", "expression": SUBSTANTIAL}, estimates=estimates) == "contradicted"
    assert verdict_of({"relation": "shown", "expression": of_district}, estimates=estimates) == "not_shown"


@pytest.mark.parametrize(
    ("expression", "words"),
    [('outcomes_seen("any")', "regions_of_district"), ('outcomes_excluded("any", 0)', "regions_of_russia")],
)
def test_tests_that_are_not_there_are_answered_with_those_there_are(expression, words):
    with pytest.raises(StudyError, match=words):
        judged({"relation": "shown", "expression": expression})


def test_a_figure_that_could_not_be_estimated_is_no_verdict_against_the_claim():
    assert verdict_of(SLOPE, fits=toy_tables()["fits"].assign(slope=None)) == "not_checkable"


@pytest.mark.parametrize("expression", ['slope("grp_per_capita") < 0', SUBSTANTIAL])
def test_a_claim_about_the_article_s_district_is_not_judged_by_another_and_names_both(expression):
    claim = {"relation": "shown", "expression": expression}
    excluding = {"estimates": figure_2_tests("excluded", -5.0)}
    assert verdict_of(claim, **excluding) != "not_checkable"
    row = judged(claim, district="RU-SFD", **excluding).iloc[0]
    assert row["verdict"] == "not_checkable"
    assert pd.isna(row["computed"])
    for name in ("Ural Federal District", "Siberian Federal District"):
        assert name in row["reason_en"]
    for name in ("Уральский федеральный округ", "Сибирский федеральный округ"):
        assert name in row["reason_ru"]


def test_what_is_missing_stands_before_the_district_that_was_studied():
    claim = SLOPE | {"missing_en": "the report", "missing_ru": "отчёт"}
    said = judged(claim, district="RU-SFD")["reason_en"].item()
    assert said.index("the report") < said.index("Siberian")


def test_the_print_and_the_sources_bear_on_a_claim_whatever_district_is_studied():
    lag = {"value": 2016, "unit": "year", "relation": "at_least", "expression": '2018 - publication_lag("grp_total")'}
    assert verdict_of(SHARE, district="RU-SFD") == "by_construction"
    assert verdict_of(lag, district="RU-SFD") == "reproduced"


@pytest.mark.parametrize(("value", "word"), [({}, "Recomputed"), ({"value": 2, "unit": "rows"}, "agree")])
def test_a_claim_without_a_printed_number_is_recomputed_not_reproduced(value, word):
    row = judged(SLOPE | value).iloc[0]
    assert row["verdict"] == "reproduced"
    assert word in row["reason_en"]


@pytest.mark.parametrize(
    ("relation", "value", "agrees"),
    [
        ("equals", 58.75, True),
        ("equals", 58.76, False),
        ("above", 58.7, False),
        ("above", 58.6, True),
        ("at_least", 58.7, True),
        ("at_least", 58.8, False),
        ("at_most", 58.7, True),
        ("at_most", 58.6, False),
    ],
)
def test_a_relation_holds_to_its_edge(relation, value, agrees):
    claim = TAX | {"expression": 'printed("table_1", "tax")', "relation": relation, "value": value}
    assert verdict_of(claim) == ("by_construction" if agrees else "inconsistent")


def test_claims_about_panels_that_the_study_has_not_are_not_checkable():
    claims = [
        {"expression": expression, "relation": "holds"}
        for expression in ('slope("grp_per_capita") > 0', "panels() == 1", "calendar_as_good() == 0")
    ]
    others = toy_tables()["fits"].assign(outcome="life_expectancy")
    assert list(judged(*claims, fits=others)["verdict"]) == ["not_checkable"] * 3
    both = pd.concat([toy_tables()["fits"], others])
    assert list(judged(*claims, fits=both)["verdict"]) == ["reproduced", "not_checkable", "not_checkable"]


def test_a_claim_can_be_held_against_other_claims():
    rows = judged(
        {"claim": "E2", "value": 129, "unit": "persons", "missing_en": "a", "missing_ru": "б"},
        {
            "claim": "E5",
            "value": 208,
            "unit": "persons",
            "tolerance": 0.5,
            "relation": "equals",
            "expression": 'claimed("E2") + 208',
        },
    )
    assert rows["computed"].tolist()[1] == 337
    assert rows["verdict"].tolist() == ["not_checkable", "inconsistent"]
    assert "208" in rows["reason_en"][1]
    assert "337" in rows["reason_en"][1]


def test_a_verdict_names_the_file_and_the_row_behind_it():
    row = judged(SHARE).iloc[0]
    assert row["inputs"] == "results/survey_table_1.csv: table_1/tax"
    assert row["evidence"] == "reconstructed"


def test_a_reason_prints_decimals_as_its_language_does():
    row = judged(SHARE).iloc[0]
    assert "58.7" in row["reason_en"]
    assert "58,7" in row["reason_ru"]
    assert "." not in row["reason_ru"].removesuffix(".")


def test_the_year_a_product_can_be_known_is_the_shortest_lag_of_the_editions():
    claim = {"value": 2016, "unit": "year", "relation": "at_least", "expression": '2017 - publication_lag("grp_total")'}
    assert judged(claim)["computed"].item() == 2015
    quick = pd.DataFrame({"edition": ["a", "b"], "published": ["2015", "2018"]})
    assert verdict_of(claim) == "contradicted"
    assert verdict_of(claim, sources=quick) == "reproduced"


def test_every_expression_that_cannot_be_evaluated_is_named_at_once():
    with pytest.raises(StudyError) as raised:
        judged(
            {"claim": "A", "relation": "holds", "expression": 'printed("table_1", "taxes") > 0'},
            {"claim": "B", "relation": "holds", "expression": "slope('grp_per_capita'"},
            {"claim": "C", "relation": "holds", "expression": "1 < 2"},
            SHARE,
        )
    message = str(raised.value)
    assert "3 problems in data/article/claims.csv" in message
    assert "claim A" in message
    assert "option 'taxes' found; there are tax, jobs" in message
    assert "claim B" in message
    assert "claim C" in message


def test_a_faulty_ledger_says_what_is_wrong_with_each_claim():
    with pytest.raises(StudyError) as raised:
        judged(
            {"claim": "A"},
            {"claim": "B", "relation": "like", "expression": "1", "unit": "miles"},
            TAX | {"claim": "C", "tolerance": None, "expression": 'printed("table_1", "tax")'},
            SHARE | {"claim": "C", "missing_en": "a report"},
        )
    message = str(raised.value)
    for words in (
        "claim A: an expression, or what",
        "relation 'like'",
        "unit 'miles'",
        "claim C: tolerance",
        "claim C: stands more",
        "missing_en and missing_ru",
    ):
        assert words in message


def test_a_typed_verdict_is_refused():
    from regioncodes.claims.ledger import check_ledger

    with pytest.raises(StudyError, match="column 'verdict' found"):
        check_ledger(ledger_of(SHARE).assign(verdict="reproduced"))


def test_every_verdict_has_a_word_and_a_meaning_in_both_languages_from_one_catalogue():
    for texts in both_languages():
        words = {texts[f"claims.verdict.{verdict}"] for verdict in VERDICTS}
        meanings = {texts[f"claims.verdict.{verdict}.meaning"] for verdict in VERDICTS}
        assert len(words) == len(meanings) == len(VERDICTS)
    site = read_table(ROOT / "data/reference/site_texts.csv")["key"]
    assert not site.str.startswith("site.verdict").any()


def test_counts_name_every_verdict_also_those_without_a_claim():
    assert counts(judged(SHARE, SLOPE)).to_dict() == {
        "reproduced": 1,
        "by_construction": 1,
        "contradicted": 0,
        "inconsistent": 0,
        "not_shown": 0,
        "not_checkable": 0,
    }


def test_a_share_within_a_tenth_of_another_is_near_it_in_binary_fractions_too():
    table = {"article_table_1": printed_table("table_1", {"tax": 57.0, "jobs": 40.0}, "institutional")}
    tables = {name: table.get(name, printed_table("other", {"x": 1.0}, "social")) for name in ARTICLE_TABLES}
    assert 57.0 - 56.9 > 0.1
    assert near(tables, "table_1", percent=56.9, within=0.1).value == 1


def test_a_number_that_reaches_the_printed_one_but_for_rounding_reaches_it():
    just_below, just_above = 0.1 + 0.7, 0.1 + 0.2
    at = {
        relation: pd.Series({"relation": relation, "value": 0.8 if relation == "at_least" else 0.3})
        for relation in ("at_least", "at_most", "above")
    }
    assert just_below < 0.8
    assert just_above > 0.3
    assert agrees(at["at_least"], just_below)
    assert agrees(at["at_most"], just_above)
    assert not agrees(at["above"], just_above)


def test_a_whole_number_reads_as_one_however_it_comes_out():
    assert value_text(100 * (29 / 100), "en") == "29"
    assert value_text(1e-16, "en").startswith("<")
