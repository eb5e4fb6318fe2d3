from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from regioncodes.education.district_series import (
    bridged_education,
    checks_of_figure_2,
    district_and_region_points,
    scenario_points,
)
from regioncodes.education.outcomes import of_period, outcome_points
from regioncodes.education.placebos import education_elsewhere
from regioncodes.ground.options import Figure2, Period
from regioncodes.panel.panel import as_printed_in

REGIONS = pd.DataFrame(
    [
        ("RU", "country", None, None),
        ("D", "district", None, "RU"),
        ("A", "region", None, "D"),
        ("B", "region", None, "D"),
        ("F", "district", None, "RU"),
    ],
    columns=["region", "level", "part_of", "district"],
)
INDICATORS = pd.DataFrame(
    [
        ("share", "ratio", "%", "heads", None),
        ("income", "ratio", "RUB", "heads", None),
        ("heads", "total", "persons", None, None),
        ("cpi_dec_dec", "index", "%", None, None),
    ],
    columns=["indicator", "kind", "unit", "weight", "volume_index"],
)
FIGURE = Figure2("D", "share", ["income"], Period(2005, 2012), edition="new", price_base_year=2009)


@pytest.fixture
def panel():
    random = np.random.default_rng(1)
    rows = []
    for year in range(2004, 2013):
        a, b = 100 + 9 * year % 40 + random.normal(), 140 + 3 * (year - 2004) ** 1.2
        rows += [("A", "income", year, a), ("B", "income", year, b), ("D", "income", year, (a + 3 * b) / 4)]
        rows += [("A", "heads", year, 1.0), ("B", "heads", year, 3.0), ("D", "heads", year, 4.0)]
        shares = 20 + (year - 2004) + random.normal(size=2)
        if year < 2011:
            rows += [("A", "share", year, shares[0]), ("B", "share", year, shares[1])]
            rows += [("D", "share", year, (shares[0] + 3 * shares[1]) / 4), ("F", "share", year, 30.0 + year % 7)]
        rows += [(region, "cpi_dec_dec", year, 110.0) for region in ("A", "B", "D")]
    frame = pd.DataFrame(rows, columns=["region", "indicator", "year", "value"])
    texts = dict.fromkeys(["file", "sheet", "cell", "raw_text"], "")
    return frame.assign(status="value", edition="new", flags="", **texts)


def checks(panel, revisions, figure=FIGURE, prices="nominal"):
    tables = {"panel": panel, "revisions": revisions, "regions": REGIONS, "indicators": INDICATORS}
    tables["printed"] = as_printed_in(figure.edition, panel, revisions)
    found = checks_of_figure_2(tables, figure, guide="older", draws=100, seed=1)
    return found[found["prices"].eq(prices)].set_index(["check", "variant"])


def older(panel):
    own = panel[panel["indicator"].eq("income") & panel["year"].between(2005, 2009)]
    return own.assign(superseded_value=own["value"] + 10, superseded_edition="old")


def test_education_of_other_districts_is_that_of_districts_alone(panel):
    found = education_elsewhere(panel, REGIONS, FIGURE)
    assert set(found["region"]) == {"F"}
    assert found["year"].tolist() == list(range(2005, 2011))


def test_both_readings_hold_the_figures_points_and_those_of_the_parts_without_overlap(panel):
    regions = pd.concat([REGIONS, pd.DataFrame([("A1", "part", "A", "D")], columns=REGIONS.columns)])
    inner = panel[panel["region"].eq("A")].assign(region="A1")
    facts = (pd.concat([panel, inner]), INDICATORS, regions, FIGURE)
    own, parts = (of_period(outcome_points(*facts, units), FIGURE) for units in (["D"], ["A", "B"]))
    both = district_and_region_points(own, parts)
    assert both.groupby("prices").size().to_dict() == {"nominal": 18, "cpi": 18}
    found = both[both["prices"].eq("nominal")]
    assert found.groupby(["points", "region"]).size().to_dict() == {
        ("district_years", "D"): 6,
        ("region_years", "A"): 6,
        ("region_years", "B"): 6,
    }
    values = found.pivot(index="year", columns="region", values="value")
    assert ((values["A"] + 3 * values["B"]) / 4).to_numpy() == pytest.approx(values["D"].to_numpy())


def test_a_region_left_out_of_two_leaves_the_other(panel):
    found = checks(panel, older(panel)).loc["without_region"]
    assert found.index.tolist() == ["A", "B"]
    wide = panel[panel["region"].eq("B") & panel["year"].between(2005, 2010)].pivot(
        index="year", columns="indicator", values="value"
    )
    expected = np.polyfit(wide["share"], wide["income"], 1)[0]
    assert found.loc["A", "slope"] == pytest.approx(expected)


def test_an_older_edition_is_a_row_over_the_years_that_it_prints(panel):
    found = checks(panel, older(panel))
    assert found.loc["edition"].index.tolist() == ["old"]
    assert found.loc[("edition", "old"), ["n", "first_year", "last_year"]].tolist() == [5, 2005, 2009]
    assert found.loc[("levels", ""), ["n", "last_year"]].tolist() == [6, 2010]
    assert found.loc[("bridged", "trend"), ["n", "last_year"]].tolist() == [8, 2012]
    assert found.loc[("bridged", "guided"), ["status", "n"]].tolist() == ["no_guide", 8]


def test_without_consumer_prices_the_real_panel_says_so_and_the_nominal_one_goes_on(panel):
    without = panel[panel["indicator"].ne("cpi_dec_dec")]
    assert checks(without, older(panel), prices="cpi").loc[("levels", ""), "status"] == "no_real_value"
    assert checks(without, older(panel)).loc[("levels", ""), "status"] == "fitted"


def test_real_income_is_income_at_the_prices_of_the_base_year(panel):
    nominal, real = (checks(panel, older(panel), prices=name) for name in ("nominal", "cpi"))
    own = panel[panel["region"].eq("D")].pivot(index="year", columns="indicator", values="value").loc[2005:2010]
    level = 1.1 ** (own.index.to_numpy() - 2009.0)
    expected = np.polyfit(own["share"], own["income"] / level, 1)[0]
    assert real.loc[("levels", ""), "slope"] == pytest.approx(expected)
    assert nominal.loc[("levels", ""), "slope"] == pytest.approx(np.polyfit(own["share"], own["income"], 1)[0])


def with_the_country(panel, first_guide=2008):
    """The panel with the country's education, two points above the district's, and a guide two above that."""
    district = panel[panel["region"].eq("D") & panel["indicator"].eq("share")]
    country = district.assign(region="RU", value=district["value"] + 2)
    late = [(year, 34.0 + year - 2011) for year in (2011, 2012)]
    guide = pd.concat([country, country.iloc[:2].assign(year=[year for year, _ in late])]).assign(indicator="older")
    guide["value"] = [*(country["value"] + 2), *(value for _, value in late)]
    return pd.concat([panel, country, guide[guide["year"].ge(first_guide)]], ignore_index=True)


def test_the_bridge_covers_every_year_by_both_methods_and_flags_those_without_published_education(panel):
    found = bridged_education(with_the_country(panel), FIGURE, guide="older", draws=100, seed=1)
    assert found["method"].unique().tolist() == ["trend", "guided"]
    for _, own in found.groupby("method"):
        assert own["year"].tolist() == list(range(2005, 2013))
        assert own["flags"].tolist() == [""] * 6 + ["estimate"] * 2
        assert own["status"].unique().tolist() == ["fitted"]
    # The guide stands four points above the district in every year: no gap of theirs varies.
    late = found[found["method"].eq("guided") & found["flags"].eq("estimate")]
    assert late["value"].tolist() == pytest.approx([30.0, 31.0])
    assert late["lower_95"].tolist() == pytest.approx([30.0, 31.0])
    few = panel[panel["year"].ge(2008) | panel["indicator"].ne("share")]
    assert bridged_education(few, FIGURE, guide="older", draws=100, seed=1).empty


@pytest.mark.parametrize(("first_guide", "status"), [(2009, "too_few_common_years"), (2013, "no_guide")])
def test_without_a_guide_the_trend_stands_alone_and_the_guided_years_say_why(panel, first_guide, status):
    found = bridged_education(with_the_country(panel, first_guide), FIGURE, guide="older", draws=100, seed=1)
    found = found.set_index(["method", "year"])
    assert found.loc["guided", "status"].tolist() == ["fitted"] * 6 + [status] * 2
    assert found.loc[("guided", 2011), ["value", "lower_95", "upper_95"]].isna().all()
    assert found.loc["guided", "flags"].tolist() == [""] * 6 + ["estimate"] * 2
    assert found.loc[("trend", 2011), ["value", "lower_95", "upper_95"]].notna().all()


def test_points_of_the_scenario_are_published_up_to_the_bridge_and_flagged_on_it(panel):
    bridge = bridged_education(with_the_country(panel), FIGURE, guide="older", draws=200, seed=1)
    points = outcome_points(panel, INDICATORS, REGIONS, FIGURE, ["D"])
    found = scenario_points(points, bridge, FIGURE)[lambda own: own["prices"].eq("nominal")]
    own = panel[panel["region"].eq("D") & panel["year"].ge(2005)].pivot(
        index="year", columns="indicator", values="value"
    )
    assert found["method"].tolist() == ["trend"] * 8 + ["guided"] * 8
    for _, method in found.groupby("method"):
        assert method["year"].tolist() == list(range(2005, 2013))
        assert method.loc[method["flags"].eq("estimate"), "year"].tolist() == [2011, 2012]
        assert method["value"].tolist() == own["income"].tolist()
        assert method["education_percent"].tolist()[:6] == pytest.approx(own["share"].tolist()[:6])
    none = bridged_education(panel[panel["indicator"].ne("share")], FIGURE, guide="older", draws=100, seed=1)
    assert scenario_points(points, none, FIGURE).empty


def test_an_index_cannot_be_had_without_a_region(panel):
    both = replace(FIGURE, outcomes=["income", "cpi_dec_dec"])
    left = checks(panel, older(panel).iloc[:0], both).loc["without_region"]
    assert set(left.loc[left["outcome"].eq("income"), "status"]) == {"fitted"}
    assert "fitted" not in set(left.loc[left["outcome"].eq("cpi_dec_dec"), "status"])
