"""Slopes on one scale, and the evidence: a country in which the relation is known."""

import numpy as np
import pandas as pd
import pytest

from regioncodes.education.estimates import (
    ESTIMATES,
    PANEL,
    SERIES,
    figure_slopes,
    samples_of_figure_2,
    slope_estimates,
)
from regioncodes.education.evidence import EVIDENCE, evidence, findings
from regioncodes.education.panel_models import panel_models
from regioncodes.ground.options import Figure2, Period, Reliability
from regioncodes.statistics.errors_in_regressor import corrected_panel_slope
from regioncodes.statistics.forms import form_of
from regioncodes.statistics.noise_variance import noise_design, noise_of
from regioncodes.statistics.power import power, smallest_slope_seen

SHARE, OUTCOME = "employed_higher_education_share", "income_per_capita_month"
FIGURE = Figure2("RU-D0", SHARE, [OUTCOME], Period(2005, 2013), price_base_year=2009)
OPTIONS = Reliability(0.2, (-0.25, 0.5), 2.0, 0.5, 0.8)
CODES = [f"RU-R{number:02d}" for number in range(40)]
YEARS = range(2000, 2014)
NOISE_SD = 0.7
INDICATORS = pd.DataFrame(
    {
        "indicator": [SHARE, OUTCOME, "employment_avg", "employment_rate", "cpi_dec_dec"],
        "kind": ["ratio", "ratio", "total", "ratio", "index"],
        "weight": ["employment_avg", None, None, None, None],
        "volume_index": None,
        "unit": ["%", "RUB", "persons", "%", "%"],
    }
)
REGIONS = pd.DataFrame(
    [
        ("RU", "country", None, None, None),
        *((f"RU-D{number}", "district", None, None, None) for number in range(10)),
        *((code, "region", f"RU-D{place // 4}", None, None) for place, code in enumerate(CODES)),
    ],
    columns=["region", "level", "district", "part_of", "since"],
)


def world(slope):
    """Forty regions whose log real income moves by `slope` per point of the true share, beside a common trend."""
    generator = np.random.default_rng(3)
    true = 22 + np.cumsum(generator.normal(0.6, 1.0, (40, 14)), axis=1)
    seen = true + generator.normal(0, NOISE_SD, true.shape)
    trend = 0.03 * np.arange(14) + np.cumsum(generator.normal(0, 0.02, (40, 14)), axis=1)
    income = np.exp(9 + slope * (true - 22) + trend)
    level = 1.1 ** np.arange(14)
    districts = [f"RU-D{number}" for number in range(10)]
    shares = np.vstack([seen, seen.reshape(10, 4, 14).mean(axis=1)])
    values = np.vstack([income, income.reshape(10, 4, 14).mean(axis=1)]) * level
    names = [*CODES, *districts]
    cells = [
        (name, indicator, year, table[place, step])
        for place, name in enumerate(names)
        for step, year in enumerate(YEARS)
        for indicator, table in ((SHARE, shares), (OUTCOME, values))
    ]
    cells += [(name, "cpi_dec_dec", year, 110.0) for name in names for year in YEARS]
    masses = {**dict.fromkeys(CODES, 100.0), **dict.fromkeys(districts, 400.0), "RU": 4000.0}
    cells += [(name, "employment_avg", year, mass) for name, mass in masses.items() for year in YEARS]
    cells += [("RU", "employment_rate", year, 50.0) for year in YEARS]
    panel = pd.DataFrame(cells, columns=["region", "indicator", "year", "value"])
    texts = dict.fromkeys(["file", "sheet", "cell", "raw_text", "flags"], "")
    return panel.assign(status="value", edition="newest", **texts)


def tables_of(slope):
    panel = world(slope)
    thousands = 2 * 25 * 75 / NOISE_SD**2 * 40 * 2 / 1000 / 4
    sizes = pd.DataFrame({"first_year": [2000], "last_year": [2013], "rounds": 4.0, "respondents_thousand": thousands})
    revisions = panel.iloc[:0].assign(superseded_edition="", superseded_value=0.0)
    tables = {"panel": panel, "revisions": revisions, "regions": REGIONS, "indicators": INDICATORS}
    tables |= {"survey_sizes": sizes}
    points = samples_of_figure_2(tables, FIGURE)
    models = [panel_models(points[scope, PANEL], scope=scope, draws=99, seed=1) for scope in ("RU-D0", "RU")]
    checks = [("levels", 9, 93.0), ("partial_on_trend", 9, 14.0), ("first_differences", 8, 5.0)]
    return points, tables | {
        "models": pd.concat(models).assign(size_percent=5.0),
        "sizes": pd.DataFrame(checks, columns=["check", "n", "size_percent"]),
    }


@pytest.fixture(scope="module", params=[0.05, 0.0])
def told(request):
    points, tables = tables_of(request.param)
    return request.param, points, tables, slope_estimates(points, tables, FIGURE, OPTIONS)


def of_country(estimates, form="region_year_effects"):
    rows = estimates[estimates["scope"].eq("RU") & estimates["form"].eq(form) & estimates["decides"]]
    return rows[rows["scale"].eq("log")].iloc[0]


def test_every_sample_form_and_scale_has_a_row_in_every_kind_of_prices(told):
    _, _, _, estimates = told
    assert list(estimates.columns) == ESTIMATES
    words = {"outcome", "prices", "scope", "sample", "form", "scale", "status", "source", "set_kind", "test_outcome"}
    assert set(estimates.select_dtypes(["object", "str"])) == words
    # No end is written as one: a spreadsheet would run the text -inf.
    open_sets = estimates[estimates["set_kind"].eq("all")]
    assert open_sets[["set_lower_95", "set_upper_95"]].isna().all(axis=None)
    assert not np.isinf(estimates[["set_lower_95", "lower_limit_95", "upper_limit_95"]].astype(float)).any(axis=None)
    counts = estimates.groupby(["prices", "scope", "sample"]).size().to_dict()
    assert set(counts.values()) == {6}
    assert set(estimates["prices"]) == {"nominal", "cpi"}
    assert estimates.loc[estimates["decides"], "prices"].unique().tolist() == ["cpi"]


def test_the_slope_of_figure_2_is_the_line_through_the_district_in_the_same_units(told):
    _, points, _, estimates = told
    own = points["RU-D0", SERIES]
    own = own[own["prices"].eq("cpi")]
    for scale, made in (("level", own["value"]), ("log", np.log(own["value"]))):
        expected = np.polyfit(own["education_percent"], made, 1)[0]
        assert figure_slopes(own)[OUTCOME, "cpi", scale].slope == pytest.approx(expected)
        row = estimates[estimates["form"].eq("levels") & estimates["prices"].eq("cpi") & estimates["scale"].eq(scale)]
        assert row["slope"].item() == pytest.approx(expected)
        assert row["slope_of_figure"].item() == pytest.approx(expected)


def test_the_correction_brings_back_what_the_noise_took(told):
    slope, _, _, estimates = told
    row = of_country(estimates)
    assert row["corrected_slope"] == pytest.approx(slope, abs=0.006)
    assert abs(row["slope"]) <= abs(row["corrected_slope"])
    assert row["set_lower_95"] < slope < row["set_upper_95"]
    assert row["lowest_reliability"] <= row["reliability"]


def test_the_corrected_numbers_are_those_of_the_arrays(told):
    _, points, _, estimates = told
    own = points["RU", PANEL]
    own = own[own["prices"].eq("cpi")]
    where, education = (own["region"].to_numpy(), own["year"].to_numpy()), own["education_percent"].to_numpy()
    noise = noise_of(noise_design(*where), education)
    for form in ("region_year_effects", "first_differences"):
        values = np.log(own["value"].to_numpy(float))
        facts = (form_of(*where, form), education, values, noise.noise_variance, noise.influences)
        expected, row = corrected_panel_slope(*facts), of_country(estimates, form)
        names = ["reliability", "corrected_slope", "set_lower_95", "set_upper_95", "upper_limit_95"]
        found = [expected.reliability, expected.slope, *expected.set_95[1:], expected.upper_limit]
        assert row[names].to_numpy(float) == pytest.approx([float(one) for one in found])


def test_instruments_never_stand_without_their_first_stage(told):
    _, _, _, estimates = told
    own = estimates[estimates["sample"].eq(PANEL) & estimates["form"].eq("first_differences_year_effects")]
    assert own["first_stage_f"].notna().all()
    assert own.loc[own["first_stage_f"] < 10, "instrumented_slope"].isna().all()
    assert estimates.drop(index=own.index)[["first_stage_f", "instrumented_slope"]].isna().all(axis=None)


def test_the_smallest_slope_seen_and_the_power_are_those_of_the_test_that_is_printed(told):
    _, _, _, estimates = told
    row = of_country(estimates)
    least = smallest_slope_seen(row["standard_error"], row["degrees_of_freedom"], share=0.8)
    assert row["smallest_slope_without_noise"] == pytest.approx(float(least))
    assert row["smallest_slope_seen"] == pytest.approx(float(least) / row["reliability"])
    seen = power(row["smallest_slope_without_noise"], row["standard_error"], row["degrees_of_freedom"])
    assert float(seen) == pytest.approx(0.8)


def test_a_planted_relation_is_seen_and_none_is_excluded_where_the_test_keeps_its_size(told):
    slope, points, tables, estimates = told
    assert of_country(estimates)["test_outcome"] == ("seen" if slope else "excluded")
    assert findings(estimates)["finding"].item() == ("seen" if slope else "excluded")
    large = tables | {"models": tables["models"].assign(size_percent=11.0)}
    again = slope_estimates(points, large, FIGURE, OPTIONS)
    assert of_country(again)["test_outcome"] == "cannot_be_told"
    assert findings(again)["finding"].item() == "cannot_be_told"
    assert findings(again)["tests"].item() == 1


def test_nothing_is_excluded_where_one_way_to_the_noise_leaves_too_little(told):
    slope, points, tables, _ = told
    strict = Reliability(0.99, (-0.25, 0.5), 2.0, 0.5, 0.8)
    row = of_country(slope_estimates(points, tables, FIGURE, strict))
    assert row["test_outcome"] == ("seen" if slope else "cannot_be_told")


def test_a_series_with_a_break_has_fewer_steps_and_the_level_of_a_sum_has_no_slope_to_compare_with(told):
    _, points, tables, _ = told
    broken = {name: own.assign(breaks=np.where(own["year"].eq(2010), "x", "")) for name, own in points.items()}
    sums = tables | {
        "indicators": INDICATORS.assign(kind=INDICATORS["kind"].mask(INDICATORS["indicator"].eq(OUTCOME), "total"))
    }
    estimates = slope_estimates(broken, sums, FIGURE, OPTIONS)
    steps = estimates[estimates["sample"].eq(SERIES) & estimates["form"].eq("first_differences")]
    assert set(steps["n"]) == {7}
    assert np.isnan(steps["size_percent"]).all()  # seven steps, of which no size was measured
    levels = estimates[estimates["sample"].eq(PANEL) & estimates["scale"].eq("level")]
    assert levels["slope_of_figure"].isna().all()
    assert set(levels["test_outcome"]) == {"cannot_be_told"}


def test_the_evidence_has_two_sides(told):
    slope, _, _, estimates = told
    facts = {"outcome": OUTCOME, "prices": "cpi", "decides": True, "status": "fitted", "n": 9}
    fits = pd.DataFrame(
        [facts | {"r_squared": 0.9, "hc3_p_value": 0.001, "slope": 1.0, "durbin_watson": 0.5, "last_year": 2013}]
    )
    checks = [("spearman", np.nan, 1.0, 0.0001), ("lag", "-1", 0.95, 0.01), ("without_year", "2013", 0.9, 0.01)]
    rows = [facts | dict(zip(("check", "variant", "correlation", "p_value"), own, strict=True)) for own in checks]
    placebos = [
        facts | {"kind": kind, "r_squared": fit, "education_r_squared": 0.9, "at_least_as_good": fit > 0.9}
        for kind, fit in (("year", 0.8), ("district", 0.95), ("district", 0.2))
    ]
    walks = pd.DataFrame([facts | {"education_r_squared": 0.9, "median_r_squared": 0.8, "p_value": 0.3}])
    held = facts | {"education_noise": "estimated", "trend": False, "statistic": -2.0, "null_median": -2.2}
    tables = {
        "fits": fits,
        "checks": pd.DataFrame(rows),
        "placebos": pd.DataFrame(placebos),
        "walks": walks,
        "cointegration": pd.DataFrame([held | {"p_value": 0.6, "power_50_percent": 85.0, "regions": 40}]),
        "sizes": pd.DataFrame([("levels", 9, 93.0), ("spearman", 9, 90.0)], columns=["check", "n", "size_percent"]),
    }
    table = evidence(tables, estimates)
    assert list(table.columns) == EVIDENCE
    sides = table.set_index("item")["side"]
    assert sides[["level", "durbin_watson", "ranks", "lead"]].tolist() == ["for", "against", "for", "against"]
    assert sides[["calendar", "districts", "walks", "cointegration"]].tolist() == [
        "for",
        "against",
        "neither",
        "against",
    ]
    assert sides["panel.country.region_year_effects"] == ("for" if slope else "against")
    assert sides["series.trend"] == "neither"
    weak = tables | {"cointegration": tables["cointegration"].assign(power_50_percent=20.0)}
    assert evidence(weak, estimates).set_index("item").loc["cointegration", "side"] == "neither"
    low = tables | {"fits": fits.assign(durbin_watson=2.0, hc3_p_value=0.2)}
    assert evidence(low, estimates).set_index("item")["side"][["level", "durbin_watson"]].tolist() == ["neither"] * 2
