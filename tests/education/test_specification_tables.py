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
    [("share", "ratio", "%"), ("income", "ratio", "RUB"), ("patents", "total", "units"), ("cpi_dec_dec", "index", "%")],
    columns=["indicator", "kind", "unit"],
)
YEARS = range(2004, 2014)
PERIOD = Period(2005, 2013)
FIGURE = Figure2("D", "share", ["income", "patents"], PERIOD, price_base_year=2009)


def study(panel, revisions, codes=None):
    return {"panel": panel, "revisions": revisions, "codes": codes, "regions": REGIONS, "indicators": INDICATORS}


def family_rows(tables, figure=FIGURE, draws=20):
    tried = Specifications([PERIOD], draws=draws)
    return specification_family_rows(tables, figure, tried, mapping="composite", seed=1)


@pytest.fixture(scope="module")
def panel():
    random = np.random.default_rng(1)
    rows = []
    for indicator, level, drift in (
        ("share", 20, 0.5),
        ("income", 100, 9),
        ("patents", 30, 2),
        ("cpi_dec_dec", 110, 0),
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
        ("income", "real", "newest"),
        ("income", "nominal", "old"),
        ("income", "real", "old"),
        ("patents", "nominal", "newest"),
    ]
    newest, old, real = (
        tables["income", *key] for key in (("nominal", "newest"), ("nominal", "old"), ("real", "newest"))
    )
    assert (old / newest).loc[[2007, 2008], "A"].tolist() == pytest.approx([2, 1])
    assert real.loc[2009].to_numpy() == pytest.approx(newest.loc[2009].to_numpy())
    assert (real.loc[2013] < newest.loc[2013]).all()


def test_the_curve_of_a_small_study_is_whole(panel, revisions, codes):
    rows = family_rows(study(panel, revisions, codes))
    # Five outcomes, two mappings, five transforms, three controls; years, the district's regions, the country's.
    assert len(rows) == 5 * 2 * 5 * 3 * (2 + 3 + 3)
    assert set(rows["units"]) == {"district", "district_regions", "country_regions"}
    summary = curve_summary(curve(rows), ["income", "patents"])
    whole = summary[summary["outcome"].eq("all")]
    assert whole["count"].sum() == len(rows) == whole["specifications"].iloc[0]
    assert joint_test(rows)["p_value"].between(0, 1).all()
    again = family_rows(study(panel.sample(frac=1, random_state=1), revisions, codes))
    pd.testing.assert_frame_equal(rows, again)


def test_shares_are_counted_over_fitted_specifications_alone():
    table = pd.DataFrame(
        {
            "outcome": ["income", "income", "patents", "income"],
            "status": ["fitted", "fitted", "fitted", "collinear"],
            "correlation": [0.5, -0.2, 0.4, np.nan],
            "p_value": [0.01, 0.5, 0.04, np.nan],
        }
    )
    summary = curve_summary(table, ["income", "patents"]).set_index(["outcome", "status"])
    assert summary.loc[("all", "fitted"), "positive_percent"] == pytest.approx(200 / 3)
    assert summary.loc[("all", "fitted"), "significant_positive_percent"] == pytest.approx(200 / 3)
    assert summary.loc[("income", "fitted"), ["median_correlation", "negative_percent"]].tolist() == [0.15, 50]
    assert summary.loc[("income", "collinear"), "count"] == 1
    assert np.isnan(summary.loc[("income", "collinear"), "positive_percent"])


def test_medians_are_given_for_every_value_of_every_choice(panel, revisions, codes):
    rows = family_rows(study(panel, revisions, codes), replace(FIGURE, outcomes=["income"]), draws=10)
    medians = choice_medians(curve(rows)).set_index(["choice", "value"])
    fitted = rows[rows["status"].eq("fitted")]
    expected = fitted.loc[fitted["control"].eq("trend"), "correlation"].median()
    assert medians.loc[("control", "trend"), "median_correlation"] == expected
    assert medians.loc["control"]["count"].sum() == len(fitted)
