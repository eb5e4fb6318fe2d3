"""All tables of the trials on a small country: what they say, and what they say where there is nothing to say."""

from dataclasses import replace

import foresight_toys as toys
import numpy as np
import pandas as pd
import pytest

from project import ROOT
from regioncodes.codes.foresight.as_published import printed_editions, values_at
from regioncodes.codes.foresight.bands import bands_judged
from regioncodes.codes.foresight.foresight import foresight
from regioncodes.codes.foresight.lags import lags_of
from regioncodes.ground.tables import read_table, without_formulas
from regioncodes.panel.units import usable_values
from regioncodes.statistics.permutations import holm


@pytest.fixture(scope="module")
def made(regions, indicators):
    def run(panel, options=toys.OPTIONS, mapping=toys.MAPPING, lags=toys.LAGS, sources=toys.SOURCES):
        return foresight(
            panel,
            toys.revisions(panel),
            regions,
            indicators,
            sources,
            lags,
            district="RU-UFD",
            mapping=mapping,
            years=toys.CODE_YEARS,
            formulas=toys.FORMULAS,
            derivative=toys.DERIVATIVE,
            options=options,
            power=0.8,
            seed=1,
        )

    return run


@pytest.fixture(scope="module")
def tables(made):
    return made(toys.panel())


def of(table, **wanted):
    return table[(table[list(wanted)] == pd.Series(wanted)).all(axis=1)]


LAGGED = {"figures": "lagged", "target": "real_grp_per_head"}


def test_the_primary_test_is_of_four_correlations_and_holms(tables):
    primary = of(tables.scores, role="primary")
    assert set(zip(primary["predictor"], primary["horizon_years"], strict=True)) == {
        (name, years) for name in ("code_id", "code_nid") for years in (1, 3)
    }
    assert primary["origin"].eq("all").all()
    pd.testing.assert_series_equal(primary["p_value_holm"], holm(primary["p_value"]), check_names=False)
    others = tables.scores[tables.scores["role"] != "primary"]
    assert others[["p_value_holm", "verdict"]].isna().all(axis=None)
    assert set(others["role"]) == {"descriptive", "rival", "placebo"}
    # The four share the level of the hardest: a smaller correlation is seen alone.
    assert (primary["smallest_seen_alone"] < primary["smallest_seen"].fillna(1)).all()


def test_the_correlation_of_all_origins_is_the_mean_of_each(tables):
    for name in ("code_id", "past_growth"):
        own = of(tables.scores, **LAGGED, predictor=name, horizon_years=3)
        each = own[own["origin"].ne("all") & own["status"].eq("estimated")]
        whole = own[own["origin"] == "all"].iloc[0]
        assert whole["rank_correlation"] == pytest.approx(each["rank_correlation"].mean())
        assert (whole["origins"], whole["n"]) == (len(each), each["n"].sum())
        assert list(own.loc[own["status"] == "no_year_left", "origin"]) == ["2017", "2018"]


def test_a_row_of_the_district_is_what_the_scores_are_made_of(tables, indicators):
    origins = of(tables.origins, horizon_years=1, origin=2014)
    assert set(origins["region"]) == {"RU-CHE", "RU-KGN", "RU-KHM", "RU-SVE", "RU-TYU-0", "RU-YAN"}
    row = origins.set_index("region").loc["RU-SVE"]
    own = toys.panel().query("region == 'RU-SVE'").pivot(index="year", columns="indicator", values="value")
    growth = 100 * (np.log(own["grp_volume_index"] / 100) - np.log(own["population_avg"]).diff())
    assert row["later_change"] == pytest.approx(growth[2015])
    assert row["later_difference"] == pytest.approx(row["later_change"] - row["mean_later_change"])
    assert row["code_id_lower_95"] < row["code_id"] < row["code_id_upper_95"]
    assert row["last_year"] == 2013
    assert origins.set_index("region").loc["RU-KHM", "status"] == "no_code"
    # Outcomes of three origins are out three years after the third: lag of two and one year ahead.
    foretold = of(tables.origins, region="RU-SVE", horizon_years=1).set_index("origin")["foretold_by_code_id"]
    assert list(foretold.index[foretold.notna()]) == [2015, 2016, 2017, 2018]


def test_a_code_that_knows_what_comes_is_found(made):
    """Investment is made to grow as the product will in two years."""
    panel = toys.panel()
    wide = panel.pivot(index="year", columns=["indicator", "region"], values="value")
    coming = np.log(wide["grp_volume_index"] / 100).shift(-2).fillna(0.0).cumsum()
    for region in toys.REGIONS:
        is_own = panel["region"].eq(region) & panel["indicator"].eq("investment_per_capita")
        panel.loc[is_own, "value"] = 50 * np.exp(4 * coming[region]).to_numpy()
    found = of(made(panel).scores, **LAGGED, horizon_years=1, origin="all").set_index("predictor")
    assert found.loc["innovation", "rank_correlation"] > 0.4
    assert found.loc["innovation", "p_value"] < 0.02
    assert found.loc["innovation", "auc"] > 0.65
    assert found.loc["years_mean", "status"] == "constant"
    assert found.loc["years_mean", "r2_out_of_sample"] == pytest.approx(0)
    assert found.loc["innovation", "r2_out_of_sample"] > 0.05


def test_skills_compare_the_same_forecasts(tables):
    own = of(tables.skills, **LAGGED, horizon_years=1, predictor="code_id").set_index("rival")
    assert {"years_mean", "past_growth", "level", "shrunk_ar1", "education", "shuffled_code_id"} <= set(own.index)
    whole = of(tables.scores, **LAGGED, horizon_years=1, origin="all").set_index("predictor")
    # Against no difference at all the skill is the R² out of sample.
    assert own.loc["years_mean", "skill_percent"] == pytest.approx(100 * whole.loc["code_id", "r2_out_of_sample"])
    ratio = (1 - whole.loc["code_id", "r2_out_of_sample"]) / (1 - whole.loc["past_growth", "r2_out_of_sample"])
    assert own.loc["past_growth", "skill_percent"] == pytest.approx(100 * (1 - ratio))
    assert own.loc["technologies", "n"] == own.loc["years_mean", "n"]


def test_figures_of_the_time_are_those_of_its_editions(tables):
    scores = of(tables.scores, figures="as_published", origin="all", horizon_years=1).set_index("predictor")
    assert scores.loc["past_growth", "origins"] == 1
    panel = toys.panel()
    series = usable_values(panel, read_table(ROOT / "data/reference/indicators.csv"))
    printed = printed_editions(panel, toys.revisions(panel), toys.SOURCES, ["grp_volume_index"])
    of_2013, of_2012 = (values_at(series, printed, year) for year in (2013, 2012))
    cell = ("grp_volume_index", 2011, "RU-SVE")
    assert of_2013[cell] == pytest.approx(series[cell] * 1.01)
    assert ("grp_volume_index", 2012, "RU-SVE") not in of_2013
    assert "grp_volume_index" not in of_2012.index.unique("indicator")
    assert values_at(series, printed, 2021)[cell] == series[cell]
    pd.testing.assert_series_equal(of_2012.loc["fixed_assets"], series.loc["fixed_assets"].sort_index())


def test_nothing_that_is_missing_has_a_number(made):
    panel = toys.panel()
    never = panel["region"].eq("RU-SAK") & panel["indicator"].eq("grp_volume_index")
    found = made(panel[~never & panel["indicator"].ne("real_income_index")])
    income = of(found.scores, target="real_income")
    assert set(income["status"]) == {"target_not_published"}
    assert income[["rank_correlation", "p_value", "auc"]].isna().all(axis=None)
    assert set(of(found.scores, target="innovative_goods_share")["status"]) == {"target_not_published"}
    left = of(found.left_out, target="real_grp_per_head", horizon_years=1).set_index("region")
    assert left.loc["RU-SAK", "status"] == "target_never_published"
    assert "RU-SVE" not in left.index


def test_a_vintage_without_the_origin_has_a_status(made):
    late = toys.SOURCES.assign(published=["2022-01", "2023-01"])
    found = of(made(toys.panel(), sources=late).scores, figures="as_published")
    assert set(found["status"]) == {"vintage_without_origin"}
    assert found["rank_correlation"].isna().all()


def test_no_year_left_and_codes_without_indicators_have_a_status(made):
    late = replace(toys.OPTIONS, first_origin=2019)
    scores = of(made(toys.panel(), late).scores, **LAGGED)
    assert set(scores["status"]) == {"no_year_left"}
    both = {**toys.MAPPING, "minimum_indicators": 2}
    whole = of(made(toys.panel(), mapping=both).scores, **LAGGED, origin="all").set_index("predictor")
    assert set(whole.loc[["code_id", "condition", "social"], "status"]) == {"too_few_indicators"}
    assert whole.loc["code_id_whole", "status"].eq("estimated").all()
    assert of(made(toys.panel(), mapping=both).scores, role="primary")["verdict"].eq("too_few_indicators").all()


def test_results_hang_on_the_seed_alone_and_hold_no_infinity(tables, made):
    again = made(toys.panel())
    for one, other in zip(tables, again, strict=True):
        pd.testing.assert_frame_equal(one, other)
        numbers = one.select_dtypes("number").astype(float)
        assert not np.isinf(numbers.to_numpy()).any()
        without_formulas(one)


def test_every_column_is_explained(tables):
    lines = read_table(ROOT / "data/reference/columns.csv").fillna("")
    explained = set(zip(lines["column"], lines["table"], strict=True))
    names = {"scores": "foresight.csv", "stability": "stability.csv"}
    for name, table in tables._asdict().items():
        file = names.get(name, f"foresight_{name}.csv")
        assert [column for column in table if not {(column, ""), (column, file)} & explained] == []


def test_bands_are_judged_by_what_came():
    shape = (6, 10, 2)
    full = np.zeros(shape)
    estimate = np.where(np.arange(10)[:, None] < 7, 0.5, -0.5) * np.ones(shape)
    shown = {"estimate": estimate, "lower": estimate - 0.6, "upper": estimate + 0.6}
    shown["above"] = np.where(estimate > 0, 0.9, 0.1)
    full[:, :, 0] = np.where(np.arange(10) < 2, 2.0, 0.3)
    growth = np.where(np.arange(10) < 5, 1.0, 0.0) * np.ones((6, 1))
    found = bands_judged(shown, full, {1: growth}, np.arange(2010, 2016))
    held = of(found, measure="band_held", formula="code_id")
    assert held["share_percent"].iloc[0] == pytest.approx(50)
    assert of(found, measure="sign_held", formula="code_id")["share_percent"].iloc[0] == pytest.approx(70)
    assert of(found, measure="told_sign_held", formula="code_id")["status"].iloc[0] == "no_figures"
    bins = of(found, measure="above_median", formula="code_nid").set_index("probability_from")
    assert (bins.loc[0.8, "n"], bins.loc[0.0, "n"], bins.loc[0.4, "n"]) == (42, 18, 0)
    assert bins.loc[0.8, "share_percent"] == pytest.approx(100 * 5 / 7)
    assert bins.loc[0.0, "share_percent"] == pytest.approx(0)


def test_lags_are_those_that_the_editions_show(sources):
    """The smallest distance of an edition's year from the last that it prints is the lag of every indicator."""
    lines = read_table(ROOT / "data/reference/tables.csv").query("indicator != ''")
    published = sources.set_index("file")["published"].str[:4].astype(int)
    seen = (lines["file"].map(published) - lines["last_year"]).groupby(lines["indicator"]).min()
    # Two classifications ended before the first of our yearbooks, and a file has empty columns for years to come.
    seen = seen[~seen.index.str.contains("okved$|^employed_25_64")]
    lags = lags_of(read_table(ROOT / "data/reference/publication_lags.csv"), seen.index)
    assert {name: (lag, seen[name]) for name, lag in lags.items() if lag != seen[name]} == {}
    assert lags["grp_total"] == 2
