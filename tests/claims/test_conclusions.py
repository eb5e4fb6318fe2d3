import numpy as np
import pandas as pd
import pytest
from findings_toys import asked_of, of_the_model_and_the_article

from project import ROOT
from regioncodes.claims.code_sentences import code_sentences
from regioncodes.claims.conclusions import (
    curve_sentences,
    form_sentences,
    page,
    placebo_sentences,
    robustness_sentences,
    sample_sentences,
    verdict,
)
from regioncodes.claims.education_sentences import settling
from regioncodes.claims.findings import conclusions
from regioncodes.claims.foresight_sentences import foresight_sentences
from regioncodes.education.correlations import education_fits
from regioncodes.education.evidence import findings
from regioncodes.education.functional_forms import compared_functional_forms
from regioncodes.education.joint_test import JOINT
from regioncodes.education.placebos import paired_walks, placebo_fits, placebo_walks
from regioncodes.education.robustness import robustness
from regioncodes.education.specification_tables import SUMMARY
from regioncodes.ground.tables import read_table
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

YEARS = list(range(2005, 2014))
OUTCOMES = ("grp_per_capita", "income_per_capita_month")


@pytest.fixture(scope="module", params=["en", "ru"])
def texts(request):
    return Texts(read_table(ROOT / "data/reference/texts.csv"), request.param)


def tables(values):
    """Every table of the page, estimated from one set of yearly values by outcome and an education that wobbles."""
    random = np.random.default_rng(1)
    education = 20 + np.arange(9) + random.standard_normal(9)
    facts = {"prices": "nominal", "decides": True, "region": "RU-UFD", "note": "", "breaks": "", "year": YEARS}
    points = pd.concat(
        pd.DataFrame({"outcome": outcome, **facts, "education_percent": education, "value": make(education)})
        for outcome, make in zip(OUTCOMES, values, strict=True)
    )
    elsewhere = pd.DataFrame({"region": "RU-CFD", "year": YEARS, "education_percent": 30 + np.sqrt(range(9))})
    none = points.iloc[:0].assign(check="", variant="")
    checks = robustness(points, pd.Series(education, YEARS), none, draws=100, seed=1)
    parts = pd.concat(
        points.assign(points="region_years", region=region, value=points["value"] * scale)
        for region, scale in (("RU-KGN", 0.5), ("RU-SVE", 1.0), ("RU-CHE", 1.5))
    )
    return {
        "points": points,
        "fits": education_fits(points)[0],
        "placebos": placebo_fits(points, elsewhere),
        "walks": placebo_walks(points, walks=99, seed=1)[0],
        "pairs": paired_walks([9, 12], [0.0, 1.0, 3.0], pairs=500, seed=1),
        "checks": checks,
        "forms": compared_functional_forms(pd.concat([points.assign(points="district_years"), parts])),
        "estimates": estimates(),
        "evidence": weighed(),
        "findings": findings(estimates()),
        "reliability": reliability(0.25),
        "summary": curves(),
        "joint": joint(0.01),
        "ways": ways(),
        "shares": shares(95.0),
        "choices": moves(),
        "foresight": foresight(["positive", "negative"]),
        **of_the_model_and_the_article(),
    }


def foresight(verdicts):
    """Correlations of two codes fixed before looking, those of one origin beside them, and past growth."""
    rows = [
        (formula, "primary", "all", 0.2 - 0.3 * place, found)
        for place, (formula, found) in enumerate(zip(["code_id", "code_nid"], verdicts, strict=True))
    ]
    rows += [("code_id", "descriptive", "2011", 0.1, None), ("past_growth", "rival", "all", 0.15, None)]
    table = pd.DataFrame(rows, columns=["predictor", "role", "origin", "rank_correlation", "verdict"])
    numbers = {"regions": 82, "p_value_holm": 0.04, "smallest_seen": 0.11, "r2_out_of_sample": 0.005, "auc": 0.48}
    return table.assign(figures="lagged", target="real_grp_per_head", horizon_years=3, **numbers)


def shares(most):
    """Shares of combinations of one region, `most` of them above zero in 2010; another unit and an edge year beside."""
    rows = [
        ("code_id", "RU-SVE", 2010, True, most, 0.0),
        ("code_id", "RU-SVE", 2011, True, 0.0, 30.0),
        ("code_id", "RU-SVE", 2015, False, 100.0, 0.0),
        ("code_id", "RU", 2010, True, 100.0, 0.0),
    ]
    names = ["formula", "region", "year", "inner", "above_percent", "below_percent"]
    return pd.DataFrame(rows, columns=names).assign(sampled_combinations=700)


def moves():
    return pd.DataFrame({"formula": "code_id", "choice": ["weights", "scaling"], "spread_percent": [1.0, 2.0]})


def estimates(outcomes=("seen", "excluded"), size=5.0):
    """Two tests of each outcome: a panel test with the outcome given, and one of a series that is never judged."""
    facts = {"prices": "nominal", "decides": True, "scale": "log", "status": "fitted", "n": 9}
    rows = [
        facts
        | {"outcome": outcome, "sample": sample, "scope": scope, "form": form, "test_outcome": told}
        | {"size_percent": own, "enters_verdict": own <= 10, "p_value": 0.001 if told == "seen" else 0.5}
        for outcome, found in zip(OUTCOMES, outcomes, strict=True)
        for sample, scope, form, told, own in (
            ("panel", "RU", "region_year_effects", found, size),
            ("series", "RU-UFD", "trend", "cannot_be_told", 14.0),
            ("series", "RU-UFD", "first_differences", "cannot_be_told", 5.0),
        )
    ]
    numbers = {
        "reliability": 0.3,
        "lowest_reliability": [0.3 if row["sample"] == "panel" else 0.1 for row in rows],
        "slope_of_figure": 2.0,
        "smallest_slope_seen": 1.0,
        "largest_not_excluded_percent": 30.0,
    }
    return pd.DataFrame(rows).assign(**numbers)


def reliability(share):
    facts = {"unit": "RU", "sample": "panel", "form": "first_differences", "source": "autocovariances"}
    others = {"unit": "RU-UFD"}, {"form": "region_effects"}, {"source": "survey_size"}
    return pd.DataFrame([facts | {"reliability": share}, *(facts | own | {"reliability": 0.9} for own in others)])


def weighed():
    items = {"level": "for", "calendar": "against", "panel.country.region_year_effects": "neither"}
    rows = [(outcome, "nominal", item, side) for outcome in OUTCOMES for item, side in items.items()]
    return pd.DataFrame(rows, columns=["outcome", "prices", "item", "side"])


def curves():
    rows = [
        (mapping, "all", 100, *own)
        for mapping, count, median in (("education_share", 80, 0.2), ("social_code", 70, 0.3))
        for own in (("fitted", count, median, 84.0, 16.0, 25.0, 0.4), ("collinear", 100 - count, *[np.nan] * 5))
    ]
    return pd.DataFrame(rows, columns=SUMMARY)


def joint(p_value, shift="no_power"):
    verdict = "distinguishable" if p_value <= 0.05 else "not_distinguishable"
    steps = [
        (mapping, "reordered_steps", subset, "median_correlation", 500, 0.2, 0.08, 0.15, own, 0.002, verdict)
        for mapping in ("education_share", "social_code")
        for subset, own in (("all", p_value), ("district_series", 0.612))
    ]
    shifts = ("education_share", "circular_shift", "all", "median_correlation", 13, 0.2, 0.1, 0.15, 0.071, 0.071, shift)
    return pd.DataFrame([*steps, shifts], columns=[name for name in JOINT if name != "specifications"])


def ways():
    reasons = {"tried": 100, "period_not_covered": 40, "collinear": 2, "same_figures": 17}
    return pd.DataFrame({"mapping": "education_share", "reason": list(reasons), "ways": list(reasons.values())})


def trend(_):
    return 100 + 10 * np.arange(9) + np.sin(3 * np.arange(9.0))


def follower(education):
    return 5 * education + 0.05 * np.cos(5 * np.arange(9.0))


def whole_page(own, texts, **changed):
    """The page of conclusions of the tables."""
    asked = asked_of(texts, **changed)
    return page(own, conclusions(own, {language: asked for language in ("en", "ru")}), asked)


def test_the_verdict_counts_what_is_seen_excluded_and_cannot_be_told(texts):
    [(key, facts), *outcomes] = verdict(findings(estimates()), weighed(), texts, share_of_slope=0.4)
    assert key == "verdict.findings"
    assert facts == {"panels": 2, "seen": 1, "excluded": 1, "divided": 0, "cannot_be_told": 0, "share": "40"}
    assert [key for key, _ in outcomes] == ["verdict.outcome.limited"] * 2
    assert outcomes[0][1]["pro"] == texts["evidence.short.level"]
    assert outcomes[0][1]["contra"] == texts["evidence.short.calendar"]
    assert (outcomes[0][1]["untold"], outcomes[0][1]["tests"]) == (1, 2)


def test_one_number_changes_the_sentences_that_hang_on_it(texts):
    def told(own):
        return verdict(findings(own), weighed(), texts, share_of_slope=0.4)

    one = estimates()
    assert told(one.assign(test_outcome="cannot_be_told"))[0][1]["cannot_be_told"] == 2
    assert told(one.assign(p_value=0.04))[0][1]["seen"] == 0  # by Holm over the outcome's tests
    assert told(one.assign(largest_not_excluded_percent=np.inf))[1][0] == "verdict.outcome.open"
    noisy = one.assign(test_outcome=["excluded", "cannot_be_told", "seen", *one["test_outcome"][3:]], p_value=0.001)
    assert told(noisy)[0][0] == "verdict.divided"
    assert told(estimates(size=11.0))[0][1]["seen"] == 0


def test_without_a_test_that_keeps_its_size_there_is_no_conclusion(texts):
    none = findings(estimates().assign(enters_verdict=False))
    assert verdict(none, weighed(), texts, share_of_slope=0.5) == [("verdict.no_fit", {})]


def test_what_would_settle_it_is_computed_and_said_only_where_there_is_a_signal(texts):
    own = estimates()
    known = settling(findings(own), reliability(0.25), texts)
    # Nine changes see half of Figure 2's slope already; four times the slope needs sixteen times as many.
    assert known == ("finding.figure_2.settle.known", {"signal": "25", "fewest": 10, "most": 10})
    weaker = own.assign(smallest_slope_seen=8.0)
    assert settling(findings(weaker), reliability(0.25), texts)[1]["most"] == 1 + 9 * 16
    unknown = ("finding.figure_2.settle.unknown", {})
    assert settling(findings(own.assign(smallest_slope_seen=np.nan)), reliability(0.25), texts) == unknown
    assert settling(findings(own), reliability(np.nan), texts) == unknown


def test_a_test_is_judged_or_named_with_its_size(texts):
    series = sample_sentences(estimates(), "series", texts, power=0.7)
    assert [key for key, _ in series] == ["tests.not_judged", "tests.judged"]
    assert series[0][1]["size"] == "14"
    [(key, facts)] = sample_sentences(estimates(), "panel", texts, power=0.7)
    assert key == "tests.judged"
    assert [facts[name] for name in ("seen", "excluded", "cannot_be_told", "panels", "low", "power")] == [
        1,
        1,
        0,
        2,
        "50",
        "70",
    ]


def test_constant_outcomes_stop_nothing(texts):
    flat = tables([lambda _: np.full(9, 5.0)] * 2)
    assert texts["conclusions.forms.none"] in whole_page(flat, texts)


def test_sentences_follow_the_numbers(texts):
    own = tables([trend, trend])
    keys = [key for key, _ in placebo_sentences(own, texts)]
    assert keys[:2] == ["placebos.calendar.all"] * 2
    null = placebo_sentences(own, texts)[-1]
    assert null[0] == "placebos.null"
    assert null[1]["points"] == 9
    followed = dict(placebo_sentences(tables([follower, follower]), texts))
    assert "placebos.calendar.none" in followed
    robust = [key for key, _ in robustness_sentences(own["checks"], texts)]
    assert robust[0] == "robustness.left_out"
    forms = pd.DataFrame(
        {
            "points": "district_years",
            "outcome": ["grp_per_capita"] * 2,
            "form": ["linear", "power"],
            "status": "fitted",
            "leave_one_out_error": [2.0, 1.0],
            "aicc_difference": [9.0, 0.0],
        }
    )
    assert [key for key, _ in form_sentences(forms, texts)] == ["forms.best", "forms.apart"]
    close = forms.assign(aicc_difference=[1.0, 0.0])
    assert form_sentences(close, texts)[-1] == ("forms.alike", {"close": 1, "panels": 1})
    regions = forms.assign(points="region_years", n=36, r_squared=0.4, cr2_lower_95=[-1.0, 1.0], cr2_upper_95=2.0)
    unsure = {"n": "36", "low": number(0.4, texts.language, 2), "kept": 0, "panels": 1}
    assert unsure.items() <= dict(form_sentences(pd.concat([forms, regions]), texts))["forms.regions"].items()


def test_the_page_fills_every_sentence_and_states_source_and_status(texts):
    text = whole_page(tables([trend, follower]), texts)
    assert "{" not in text
    assert text.startswith("# ")
    assert text.count("\n## ") == 11
    assert text.count("\n### ") == 7
    assert texts["conclusions.source"] in text
    assert texts["status.published"] in text
    assert texts["status.reconstructed"] in text


def test_a_name_is_a_text_and_never_an_element_of_the_page(texts):
    names = {"RU-UFD": "<b>District", "RU-SVE": "<script>alert(1)</script>"}
    page_of_names = whole_page(tables([trend, follower]), texts, names=names)
    assert "<script>" not in page_of_names
    assert "<b>" not in page_of_names
    assert "&lt;script&gt;alert(1)" in page_of_names


def test_of_the_codes_is_said_what_holds_in_nine_tenths_and_what_comes_nearest(texts):
    names = {"RU-SVE": "Sverdlovsk"}
    hold, most = code_sentences(shares(95.0), moves(), names, texts)
    assert {"held": 1, "above": 1, "below": 0, "region_years": 2, "sampled": "700"}.items() <= hold[1].items()
    assert {"region": "Sverdlovsk", "year": 2010, "percent": "95"}.items() <= most[1].items()
    assert most[1]["mover"] == texts["multiverse.choice.scaling"]
    (hold, _) = code_sentences(shares(89.0), moves(), names, texts)
    assert hold[1]["held"] == 0
    assert code_sentences(shares(95.0).query("not inner"), moves(), names, texts) == [("codes.none", {})]


def test_that_the_codes_foretell_growth_is_said_as_the_primary_test_has_it(texts):
    first, could, rival, forecasts = foresight_sentences(foresight(["positive", "negative"]), texts, power=0.8)
    assert first[0] == "foresight.seen"
    assert {"tests": 2, "positive": 1, "negative": 1, "regions": 82, "first": "2011"}.items() <= first[1].items()
    assert could[1]["power"] == "80"
    # Past growth lies between the two codes.
    assert rival[1].items() >= {"above": 1, "tests": 2}.items()
    assert forecasts[0] == "foresight.forecasts"
    unseen = foresight(["not_distinguishable", "negative"])
    assert foresight_sentences(unseen, texts, power=0.8)[0][0] == "foresight.not_seen"
    none = unseen.assign(rank_correlation=np.nan)
    assert foresight_sentences(none, texts, power=0.8) == [("foresight.none", {})]


def test_beside_every_p_of_the_curve_stands_the_smallest_possible(texts):
    summary = curves()
    sentences = [
        texts(f"conclusions.{key}", **facts) for key, facts in curve_sentences(summary, joint(0.01), ways(), texts)
    ]
    mark = "." if texts.language == "en" else ","
    shares, untried, steps, shifts, parts, other = sentences
    assert f"0{mark}20" in shares
    assert f"0{mark}4" in shares  # a small share is not printed as none
    assert "42" in untried
    assert "17" in untried
    assert all(f"0{mark}{digits}" in steps for digits in ("010", "002", "08", "15"))
    assert f"0{mark}071" in shifts
    assert f"0{mark}612" in parts
    assert f"0{mark}002" in parts
    assert "70" in other
    assert f"0{mark}002" in other


def test_a_curve_without_a_fitted_specification_says_so(texts):
    summary = curves().query("status != 'fitted'")
    assert curve_sentences(summary, joint(0.01).iloc[:0], ways(), texts) == [("curve.none", {})]


def test_sentences_of_the_curve_follow_the_verdicts(texts):
    summary = curves()
    keys = ["curve.shares", "curve.ways", "curve.steps.distinguishable", "curve.shifts.no_power"]
    keys += ["curve.parts", "curve.other"]
    assert [key for key, _ in curve_sentences(summary, joint(0.01), ways(), texts)] == keys
    other = curve_sentences(summary, joint(0.4, "not_distinguishable"), ways(), texts)
    assert [key for key, _ in other][2:4] == ["curve.steps.not_distinguishable", "curve.shifts.not_distinguishable"]
