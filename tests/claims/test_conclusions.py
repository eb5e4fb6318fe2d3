import numpy as np
import pandas as pd
import pytest

from project import ROOT
from regioncodes.claims.conclusions import (
    curve_sentences,
    form_sentences,
    page,
    panel_sentences,
    placebo_sentences,
    robustness_sentences,
    verdict,
)
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
FITTED = {"status": "fitted", "p_value": 0.001}


@pytest.fixture(scope="module", params=["en", "ru"])
def texts(request):
    return Texts(read_table(ROOT / "data/reference/texts.csv"), request.param)


def tables(values):
    """Every table of the page, estimated from one set of yearly values by outcome and an education that wobbles."""
    random = np.random.default_rng(1)
    education = 20 + np.arange(9) + random.standard_normal(9)
    points = pd.concat(
        pd.DataFrame({"outcome": outcome, "year": YEARS, "education_percent": education, "value": make(education)})
        for outcome, make in zip(OUTCOMES, values, strict=True)
    )
    elsewhere = pd.DataFrame({"region": "RU-CFD", "year": YEARS, "education_percent": 30 + np.sqrt(range(9))})
    none = pd.DataFrame(columns=["check", "variant", "outcome", "year", "education_percent", "value"])
    checks = robustness(
        points,
        pd.Series(education, YEARS),
        pd.Series(1.0, YEARS),
        none,
        money=list(OUTCOMES),
        draws=100,
        seed=1,
    )
    fits = checks[checks["check"].eq("as_printed")].assign(r_squared=lambda own: own["correlation"] ** 2)
    parts = pd.concat(
        points.assign(points="region_years", region=region, value=points["value"] * scale)
        for region, scale in (("RU-KGN", 0.5), ("RU-SVE", 1.0), ("RU-CHE", 1.5))
    )
    return {
        "points": points,
        "fits": fits,
        "placebos": placebo_fits(points, elsewhere),
        "walks": placebo_walks(points, walks=99, seed=1)[0],
        "pairs": paired_walks([12], [1.0], pairs=500, seed=1),
        "checks": checks,
        "forms": compared_functional_forms(pd.concat([points.assign(points="district_years", region="RU-UFD"), parts])),
        "models": models(),
        "sizes": sizes(),
        "summary": curves(),
        "joint": joint(0.01),
        "ways": ways(),
    }


SIZES_OF_CR2 = (
    ("pooled", 63.4),
    ("region_effects", 93.1),
    ("region_year_effects", 3.9),
    ("first_differences", 5.6),
)


def models():
    rows = [
        (scope, outcome, "log", estimator, method, status, p_value, clusters)
        for scope, clusters in (("RU-UFD", 6), ("RU", 83))
        for outcome, low in zip(OUTCOMES, (0.004, 0.4), strict=True)
        for estimator, method, status, p_value in (
            ("pooled", "cr2", "fitted", 0.0001),
            ("region_year_effects", "cr2", "fitted", 0.4),
            ("region_year_effects", "classical", "fitted", 0.0001),
            ("first_differences", "cr2", "fitted", low),
        )
    ]
    names = ["scope", "outcome", "form", "estimator", "method", "status", "p_value", "clusters"]
    return pd.DataFrame(rows, columns=names).assign(
        size_percent=lambda table: table["estimator"].map(dict(SIZES_OF_CR2)),
        enters_verdict=lambda table: table["size_percent"].le(10),
    )


def sizes():
    rows = [("panel", estimator, "cr2", size) for estimator, size in SIZES_OF_CR2]
    return pd.DataFrame(rows, columns=["reading", "estimator", "method", "size_percent"])


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


def test_outcomes_that_follow_the_calendar_get_the_verdict_of_a_common_trend():
    [(key, facts)] = verdict(tables([trend, trend]))
    assert key == "verdict.trend_alone"
    assert facts == {"beaten": 2, "panels": 2, "surviving": 0, "tested": 2}


def test_outcomes_that_follow_education_year_by_year_get_the_other_verdict():
    assert verdict(tables([follower, follower]))[0][0] == "verdict.more_than_trend"


def test_one_of_each_is_mixed_evidence():
    key, facts = verdict(tables([trend, follower]))[0]
    assert (key, facts["beaten"], facts["surviving"]) == ("verdict.mixed", 1, 1)


def test_constant_outcomes_allow_no_conclusion_and_stop_nothing(texts):
    flat = tables([lambda _: np.full(9, 5.0)] * 2)
    assert verdict(flat)[0][0] == "verdict.no_fit"
    assert texts["conclusions.verdict.no_fit"] in page(flat, texts, district="UFD")


def test_sentences_follow_the_numbers(texts):
    own = tables([trend, trend])
    keys = [key for key, _ in placebo_sentences(own, texts)]
    assert keys[0] == "placebos.calendar.all"
    assert keys[-1] == "placebos.null.near"
    followed = dict(placebo_sentences(tables([follower, follower]), texts))
    assert "placebos.calendar.none" in followed
    robust = [key for key, _ in robustness_sentences(tables([follower, follower])["checks"], texts)]
    assert "robustness.all" in robust
    assert "robustness.none" not in robust
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
    other = own | {"pairs": paired_walks([12], [0.0], pairs=500, seed=1)}
    assert placebo_sentences(other, texts)[-1][0] == "placebos.null.other"


def test_the_page_fills_every_sentence_and_states_source_and_status(texts):
    text = page(tables([trend, follower]), texts, district="UFD")
    assert "{" not in text
    assert text.startswith("# ")
    assert text.count("\n## ") == 7
    assert texts["conclusions.source"] in text
    assert texts["status.published"] in text


def test_the_panel_speaks_of_models_without_trend_and_of_the_sizes_of_their_tests(texts):
    sentences = panel_sentences(models(), sizes(), texts)
    assert [key for key, _ in sentences] == ["panel.district"] * 2 + ["panel.country"] * 2 + ["panel.sizes"]
    found = [(facts["clusters"], facts["kept"], facts["panels"]) for _, facts in sentences[:4]]
    assert found == [(6, 0, 2), (6, 1, 2), (83, 0, 2), (83, 1, 2)]
    assert sentences[-1][1] == {"low": "4", "high": "6", "worse": "63"}
    shaken = models().assign(enters_verdict=lambda table: table["estimator"].eq("region_year_effects"))
    assert [facts["kept"] for _, facts in panel_sentences(shaken, sizes(), texts)[:-1]] == [0, 0]
    refused = models().assign(status="too_few_clusters")
    assert panel_sentences(refused, sizes(), texts) == [("panel.none", {})]


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
