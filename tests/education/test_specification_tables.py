from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from regioncodes.education.joint_test import joint_test
from regioncodes.education.specification_tables import (
    choice_medians,
    curve_summary,
    outcome_tables,
    specification_family_rows,
)
from regioncodes.education.specifications import curve
from regioncodes.ground.options import Figure2, Period, Specifications

REGIONS = pd.DataFrame(
    [
        ("RU", "country", None, None),
        ("D", "district", None, "RU"),
        ("A", "region", None, "D"),
        ("B", "region", None, "D"),
        ("E", "region", None, "F"),
        ("F", "district", None, "RU"),
    ],
    columns=["region", "level", "part_of", "district"],
)
INDICATORS = pd.DataFrame(
    [
        ("share", "ratio", "%", "jobs", None),
        ("income", "ratio", "RUB", None, "income_index"),
        ("patents", "total", "units", None, None),
        ("cpi_dec_dec", "index", "%", None, None),
        ("income_index", "index", "%", None, None),
    ],
    columns=["indicator", "kind", "unit", "weight", "volume_index"],
)
SOURCES = pd.DataFrame({"edition": ["new", "old", "older"], "published": ["2022", "2019-12", "2016"]})
YEARS = range(2004, 2014)
PERIOD = Period(2005, 2013)
FIGURE = Figure2("D", "share", ["income", "patents"], PERIOD, price_base_year=2009)


def study(panel, revisions, codes=None):
    return {
        "panel": panel,
        "revisions": revisions,
        "codes": codes,
        "regions": REGIONS,
        "indicators": INDICATORS,
        "sources": SOURCES,
    }


def family_rows(tables, figure=FIGURE, draws=20):
    tried = Specifications([PERIOD], draws=draws)
    return specification_family_rows(tables, figure, tried, mapping="composite", seed=1)[0]


@pytest.fixture(scope="module")
def panel():
    random = np.random.default_rng(1)
    rows = []
    for indicator, level, drift in (
        ("share", 20, 0.5),
        ("income", 100, 9),
        ("patents", 30, 2),
        ("cpi_dec_dec", 110, 0),
        ("income_index", 103, 0),
    ):
        for region in REGIONS["region"]:
            values = level + np.cumsum(drift + random.standard_normal(len(YEARS)))
            rows += [(region, indicator, year, value) for year, value in zip(YEARS, values, strict=True)]
    frame = pd.DataFrame(rows, columns=["region", "indicator", "year", "value"])
    texts = dict.fromkeys(["file", "sheet", "cell", "raw_text"], "")
    return frame.assign(status="value", edition="new", flags="", **texts)


@pytest.fixture(scope="module")
def revisions(panel):
    own = panel[panel["indicator"].eq("income") & panel["year"].lt(2008)]
    return own.assign(superseded_value=own["value"] * 2, superseded_edition="old")


@pytest.fixture(scope="module")
def codes(panel):
    own = panel[panel["indicator"].eq("share")]
    return own[["region", "year"]].assign(mapping="composite", code="social", value_sd=np.sin(own["value"]))


def test_outcomes_have_a_table_for_each_price_and_edition(panel, revisions):
    tables = outcome_tables(study(panel, revisions), FIGURE, PERIOD)
    assert list(tables) == [
        ("income", "nominal", "newest"),
        ("income", "cpi", "newest"),
        ("income", "volume", "newest"),
        ("patents", "nominal", "newest"),
        ("income", "nominal", "old"),
        ("income", "cpi", "old"),
    ]
    newest, old, real, old_real = (
        tables["income", *key].values
        for key in (("nominal", "newest"), ("nominal", "old"), ("cpi", "newest"), ("cpi", "old"))
    )
    assert (old / newest).loc[[2007, 2008], "A"].tolist() == pytest.approx([2, 1])
    assert (old_real / real).loc[[2007, 2008], "A"].tolist() == pytest.approx([2, 1])
    assert real.loc[2009].to_numpy() == pytest.approx(newest.loc[2009].to_numpy())
    assert (real.loc[2013] < newest.loc[2013]).all()
    assert [table.decides for table in tables.values()] == [False, True, False, True, False, True]


def test_an_older_edition_that_rounds_more_prints_the_same(panel, revisions):
    exact = panel["indicator"].eq("income")
    printed = panel.assign(value=panel["value"].where(~exact, panel["value"].round(2)))
    own = printed[exact & printed["year"].between(2005, 2007)]
    coarse = own.assign(superseded_value=own["value"].round(1), superseded_edition="old")
    other = own.assign(superseded_value=own["value"].round(1) + (own["region"].eq("A") * 7), superseded_edition="older")
    tables = outcome_tables(study(printed, pd.concat([coarse, other])), FIGURE, PERIOD)
    newest, old, older = (tables["income", "nominal", name].values for name in ("newest", "old", "older"))
    pd.testing.assert_frame_equal(old, newest, check_names=False)
    assert older.loc[2006].drop("A").tolist() == newest.loc[2006].drop("A").tolist()
    assert older.loc[2006, "A"] != newest.loc[2006, "A"]
    assert older.loc[2008, "A"] == newest.loc[2008, "A"]


def test_a_break_that_the_panel_flags_is_one_of_the_outcome(panel, revisions):
    flagged = panel.assign(
        flags=panel["flags"].mask(panel["indicator"].eq("income") & panel["year"].eq(2010), "break_in_method")
    )
    tables = outcome_tables(study(flagged, revisions), FIGURE, PERIOD)
    for key in (("nominal", "newest"), ("cpi", "newest"), ("nominal", "old")):
        breaks = tables["income", *key].breaks["A"]
        assert breaks[breaks].index.tolist() == [2010]
    assert not tables["income", "volume", "newest"].breaks.any(axis=None)
    assert not tables["patents", "nominal", "newest"].breaks.any(axis=None)


def test_the_curve_of_a_small_study_is_whole(panel, revisions, codes):
    tables = study(panel, revisions, codes)
    rows, ways = specification_family_rows(
        tables, FIGURE, Specifications([PERIOD], draws=20), mapping="composite", seed=1
    )
    counted = ways.groupby("mapping")["ways"].sum()
    # Six outcomes, five transforms, three controls; two estimators of years, three of the regions of two sets.
    assert counted.tolist() == [6 * 5 * 3 * (2 + 3 + 3)] * 2
    assert ways.loc[ways["reason"].eq("tried"), "ways"].sum() == len(rows)
    assert set(rows["units"]) == {"district", "district_regions", "country_regions"}
    table = curve(rows)
    summary = curve_summary(table, ["income", "patents"])
    for mapping, whole in summary[summary["outcome"].eq("all")].groupby("mapping"):
        assert whole["count"].sum() == table["mapping"].eq(mapping).sum() == whole["specifications"].iloc[0]
    joint = joint_test(rows)
    assert joint["p_value"].between(0, 1).all()
    medians = summary.query("outcome == 'all' and status == 'fitted'").set_index("mapping")["median_correlation"]
    whole = joint.query("subset == 'all' and statistic == 'median_correlation' and null == 'reordered_steps'")
    assert whole.set_index("mapping")["observed"].to_dict() == pytest.approx(medians.abs().to_dict())
    again = family_rows(study(panel.sample(frac=1, random_state=1), revisions, codes))
    pd.testing.assert_frame_equal(rows, again)


def test_shares_are_weighted_so_that_outcomes_count_alike():
    table = pd.DataFrame(
        {
            "mapping": "education_share",
            "outcome": ["income", "income", "income", "patents", "income"],
            "prices": ["nominal", "nominal", "cpi", "nominal", "cpi"],
            "status": [*["fitted"] * 4, "collinear"],
            "correlation": [0.5, -0.2, 0.3, 0.4, np.nan],
            "p_value": [0.01, 0.5, 0.2, 0.04, np.nan],
        }
    )
    summary = curve_summary(table, ["income", "patents"]).set_index(["outcome", "status"])
    whole = summary.loc[("all", "fitted")]
    # Weights 1/8, 1/8, 1/4 and 1/2: up to 0.3 three eighths, with 0.4 more than half.
    assert whole["median_correlation"] == 0.4
    assert whole["positive_percent"] == pytest.approx(87.5)
    assert whole["significant_positive_percent"] == pytest.approx(62.5)
    income = summary.loc[("income", "fitted")]
    assert income["median_correlation"] == 0.3
    assert income["negative_percent"] == pytest.approx(25)
    assert summary.loc[("income", "collinear"), "count"] == 1
    assert np.isnan(summary.loc[("income", "collinear"), "positive_percent"])


def test_medians_are_given_for_every_value_of_every_choice(panel, revisions, codes):
    rows = family_rows(study(panel, revisions, codes), replace(FIGURE, outcomes=["income"]), draws=10)
    medians = choice_medians(curve(rows)).set_index(["mapping", "choice", "value"]).sort_index()
    fitted = rows[rows["status"].eq("fitted") & rows["mapping"].eq("education_share")]
    own = fitted[fitted["control"].eq("trend") & fitted["prices"].eq("volume")]
    one = choice_medians(curve(own)).set_index(["choice", "value"])
    assert one.loc[("control", "trend"), "median_correlation"] == own["correlation"].median()
    assert medians.loc["education_share", "control"]["count"].sum() == len(fitted)
    assert "mapping" not in medians.index.unique("choice")
