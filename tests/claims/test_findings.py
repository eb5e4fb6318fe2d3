"""The findings: each with its strength by one rule, filled by its numbers, and named where its result is missing."""

import numpy as np
import pandas as pd
import pytest
from findings_toys import asked_of, composition, connections, granularity, of_the_model_and_the_article, sums

from project import ROOT
from regioncodes.claims.article_sentences import claims_finding, surveys_finding
from regioncodes.claims.code_sentences import codes_finding
from regioncodes.claims.education_sentences import education_finding
from regioncodes.claims.finding import HEADLINE_LETTERS, listed, missing, strength
from regioncodes.claims.findings import CONCLUSIONS, FINDINGS, check_results, conclusions
from regioncodes.claims.foresight_sentences import foresight_finding
from regioncodes.claims.model_sentences import composition_finding, connections_finding
from regioncodes.ground.errors import StudyError
from regioncodes.ground.tables import read_table
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

OUTCOMES = ("grp_per_capita", "income_per_capita_month")


@pytest.fixture(scope="module", params=["en", "ru"])
def texts(request):
    return Texts(read_table(ROOT / "data/reference/texts.csv"), request.param)


@pytest.fixture
def asked(texts):
    return asked_of(texts)


@pytest.fixture
def tables():
    return of_the_model_and_the_article() | {
        "findings": of_figure_2(["excluded", "cannot_be_told"]),
        "fits": pd.DataFrame({"prices": ["nominal"] * 2, "status": "fitted", "r_squared": [0.5, 0.9], "n": 9}).assign(
            first_year=2005, last_year=2013
        ),
        "placebos": pd.DataFrame(
            {"kind": "year", "status": "fitted", "prices": ["nominal", "cpi"], "decides": [False, True]}
        ).assign(at_least_as_good=[True, False]),
        "walks": pd.DataFrame({"decides": [True], "status": "fitted", "n": 9, "drift_to_noise": 1.0}),
        "pairs": pd.DataFrame({"n": [9, 9], "drift_to_noise": [0.0, 1.0], "median_r_squared": [0.3, 0.85]}),
        "reliability": pd.DataFrame(
            {"unit": ["RU"], "sample": "panel", "form": "first_differences", "source": "autocovariances"}
        ).assign(reliability=0.25),
        "shares": shares(),
        "foresight": of_foresight(["not_distinguishable", "negative"]),
    }


def of_figure_2(kinds):
    years = pd.array([50, None], dtype="Int64")
    return pd.DataFrame({"outcome": OUTCOMES, "finding": kinds, "tests": 3, "years_needed": years})


def shares():
    facts = {"formula": "code_id", "region": "RU-SVE", "inner": True}
    return pd.DataFrame(
        [facts | {"above_percent": 95.0, "below_percent": 0.0}, facts | {"above_percent": 10.0, "below_percent": 20.0}]
    )


def of_foresight(verdicts):
    rows = [
        {"predictor": formula, "role": "primary", "origin": "all", "rank_correlation": 0.1, "verdict": verdict}
        for formula, verdict in zip(["code_id", "code_nid"], verdicts, strict=True)
    ]
    rows += [rows[0] | {"role": "descriptive", "origin": "2011"}]
    rows += [rows[0] | {"predictor": "past_growth", "role": "rival", "rank_correlation": 0.15}]
    numbers = {"regions": 82, "p_value_holm": 0.04, "smallest_seen": 0.11, "r2_out_of_sample": 0.0, "auc": 0.5}
    return pd.DataFrame(rows).assign(figures="lagged", target="real_grp_per_head", horizon_years=3, **numbers)


@pytest.mark.parametrize(
    ("decided", "tests", "word"),
    [
        (0, 0, "not_testable"),
        (0, 5, "none"),
        (1, 3, "weak"),
        (2, 4, "moderate"),
        (17, 20, "moderate"),
        (9, 10, "strong"),
        (3, 3, "strong"),
    ],
)
def test_the_strength_is_the_share_of_tests_that_decide(decided, tests, word):
    assert strength(decided, tests) == word


def test_of_figure_2_is_told_what_is_seen_excluded_and_untold(tables, asked):
    def found(*kinds):
        return education_finding(tables | {"findings": of_figure_2(list(kinds))}, asked)

    one = found("excluded", "cannot_be_told")
    assert (one.decided, one.tests) == (1, 2)
    [(key, facts)] = one.headlines
    assert key == "finding.figure_2.headline.excluded"
    assert facts.items() >= {"seen": 0, "excluded": 1, "untold": 1, "panels": 2, "share": "40"}.items()
    bases = dict(one.basis)
    assert bases["finding.figure_2.basis.fits_and_walks"]["n"] == 9
    assert bases["finding.figure_2.basis.calendar"] == {"nominal": 1, "deciding": 0, "panels": 1}
    assert one.settle[1] == {"signal": "25", "fewest": 50, "most": 50}
    assert found("seen", "excluded").headlines[0][0] == "finding.figure_2.headline.seen"
    # Tests that disagree decide nothing.
    open_ = found("divided", "cannot_be_told")
    assert (open_.decided, open_.headlines[0][0]) == (0, "finding.figure_2.headline.open")
    untested = tables | {"findings": of_figure_2(["cannot_be_told"] * 2).assign(tests=0)}
    assert education_finding(untested, asked) == missing("figure_2")


def test_that_codes_foretell_growth_is_decided_by_the_primary_correlations(tables, asked):
    def found(*verdicts):
        return foresight_finding({"foresight": of_foresight(verdicts)}, asked)

    one = found("not_distinguishable", "negative")
    assert (one.decided, one.tests) == (1, 2)
    assert one.headlines[0] == (
        "finding.foresight.headline.negative",
        {"positive": 0, "negative": 1, "tests": 2, "regions": 82},
    )
    assert one.settle[1]["power"] == "70"
    # What is told is held against figures that were not yet out.
    assert "finding.foresight.basis.without_lag" not in dict(one.basis)
    scores = of_foresight(["not_distinguishable", "negative"])
    without = scores.assign(figures="without_lag", role="descriptive", rank_correlation=0.7, p_value=0.31)
    beside = dict(foresight_finding({"foresight": pd.concat([scores, without])}, asked).basis)
    assert f"{number(0.31, asked.texts.language, 3)}" in beside["finding.foresight.basis.without_lag"]["list"]
    assert beside["finding.foresight.basis.without_lag"]["list"].count("(p") == 1
    assert found("positive", "negative").headlines[0][0].endswith("seen")
    assert found("not_distinguishable", "not_distinguishable").decided == 0
    none = {"foresight": of_foresight(["negative"] * 2).assign(rank_correlation=np.nan)}
    assert foresight_finding(none, asked) == missing("foresight")


def test_of_the_codes_count_inner_years_of_whole_windows_as_shown(tables, asked):
    one = codes_finding(tables, asked)
    assert (one.decided, one.tests) == (1, 2)
    assert one.headlines[0][1] == {"code_id": 1, "code_id_years": 2, "code_nid": 0, "code_nid_years": 0}
    assert dict(one.basis)["finding.codes.basis.chosen"].items() >= {"held": 1, "region_years": 2, "most": "95"}.items()
    assert "2010" in dict(one.basis)["finding.codes.basis.told"]["list"]
    untold = codes_finding(tables | {"nid": sums([-1.0, -2.0])}, asked)
    assert (untold.decided, untold.do[0]) == (0, "finding.codes.do.none")
    edges = tables["nid"].assign(inner=False)
    assert codes_finding(tables | {"nid": edges}, asked) == missing("codes")


def test_of_a_long_list_a_few_are_named_and_the_others_counted(texts):
    assert listed(list("abcd"), texts) == "a; b; c; d"
    assert listed(list("abcdef"), texts) == f"a; b; c; d; {texts('conclusions.finding.more', more=2)}"


def test_the_composition_names_the_indicator_that_is_most_of_a_code(tables, asked):
    one = composition_finding(tables, asked)
    assert (one.decided, one.tests) == (3, 3)
    named, shorter = one.headlines
    assert named[1].items() >= {"dominated": 2, "codes": 3}.items()
    assert "revenue to spending" in named[1]["items"]
    assert "revenue to spending" not in shorter[1]["shares"]
    assert dict(one.basis)["finding.composition.basis.validity"] == {"tests": 2, "positive": 1, "negative": 0}
    spread = composition_finding(tables | {"composition": composition(0.4)}, asked)
    assert [key for key, _ in spread.headlines] == ["finding.composition.headline.spread"]
    short = tables["composition"].assign(status="too_few_changes")
    assert composition_finding(tables | {"composition": short}, asked) == missing("composition")


def test_the_connections_count_arrows_over_all_regions(tables, asked):
    one = connections_finding(tables, asked)
    assert (one.decided, one.tests) == (1, 2)
    assert one.headlines[0][0].endswith("some")
    assert dict(one.basis)["finding.connections.basis.district"] == {"untold": 1, "district_tests": 1}
    none = connections_finding(tables | {"connections": connections(["not_distinguishable"] * 2)}, asked)
    assert (none.decided, none.headlines[0][0]) == (0, "finding.connections.headline.none")
    few = tables["connections"].assign(status="too_few_cells")
    assert connections_finding(tables | {"connections": few}, asked) == missing("connections")


def test_the_surveys_count_shares_that_come_from_no_count(tables, asked):
    one = surveys_finding(tables, asked)
    assert (one.decided, one.tests) == (2, 2)
    assert one.headlines[0][0] == "finding.surveys.headline.rebuilt.some"
    assert one.headlines[0][1].items() >= {"impossible": 1, "shares": 2, "base": 10}.items()
    assert surveys_finding(tables | {"granularity": granularity([True])}, asked).headlines[0][0].endswith("none")
    own = tables["table_1"].assign(input_status="collected")
    assert surveys_finding(tables | {"table_1": own}, asked).headlines[0][0].endswith("counted.some")
    unstated = tables["table_1"].assign(stated_base=np.nan)
    assert surveys_finding(tables | {"table_1": unstated}, asked) == missing("surveys")


def test_claims_are_decided_by_figures_for_them_or_against(tables, asked):
    one = claims_finding(tables, asked)
    assert (one.decided, one.tests) == (3, 5)
    assert (
        one.headlines[0][1].items() >= {"reproduced": 1, "inconsistent": 1, "undecided": 2, "not_checkable": 0}.items()
    )
    open_ = pd.DataFrame({"verdict": ["not_checkable"] * 3})
    assert claims_finding({"claims": open_}, asked) == missing("claims")


def test_every_finding_has_a_row_whose_sentences_are_filled(tables, asked):
    table = conclusions(tables, {language: asked for language in ("en", "ru")})
    assert list(table) == CONCLUSIONS
    assert list(table["finding"]) == list(FINDINGS)
    assert list(table["strength"]) == ["moderate", "moderate", "moderate", "strong", "moderate", "strong", "moderate"]
    assert table["headline_en"].str.len().max() <= HEADLINE_LETTERS
    cells = table.to_numpy().ravel()
    assert all(isinstance(cell, str) and cell.strip() and "{" not in cell for cell in cells)


@pytest.mark.parametrize("name", FINDINGS)
def test_a_finding_without_a_test_says_what_is_missing(name, asked):
    found = missing(name)
    told = [
        asked.texts(f"conclusions.{key}")
        for key, _ in (*found.headlines, *found.basis, found.settle, found.do, found.avoid)
    ]
    assert len(set(told)) == 5
    assert len(told[0]) <= HEADLINE_LETTERS
    assert strength(found.decided, found.tests) == "not_testable"


def test_every_empty_result_is_named_with_its_finding_before_anything_is_told(tables):
    files = {name: f"results/models/{name}.csv" for name in tables}
    check_results(tables, files)
    empty = tables | {"foresight": tables["foresight"].iloc[:0], "claims": tables["claims"].iloc[:0]}
    with pytest.raises(StudyError) as raised:
        check_results(empty, files)
    said = str(raised.value)
    assert said.startswith("2 problems")
    assert "'foresight': results/models/foresight.csv" in said
    assert "'claims': results/models/claims.csv" in said
