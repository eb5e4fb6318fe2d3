"""Codes at an origin: those that the study itself would have printed then, of figures that were out and no others."""

from dataclasses import replace

import foresight_toys as toys
import numpy as np
import pandas as pd
import pytest

from regioncodes.codes.codes import codes
from regioncodes.codes.derivatives.rates import rates
from regioncodes.codes.foresight.estimates import estimates
from regioncodes.codes.foresight.histories import code_predictors, growth_rivals, left_out_terms, series_at
from regioncodes.codes.foresight.lags import lags_of, without_lag
from regioncodes.codes.foresight.origins import codes_at, deals, figures_of, lag_of_codes
from regioncodes.codes.foresight.setting import Setting
from regioncodes.codes.foresight.targets import TARGETS
from regioncodes.codes.formulas import nid
from regioncodes.ground.code_names import CODES
from regioncodes.ground.errors import StudyError
from regioncodes.ground.options import CodeYears, Period
from regioncodes.ground.regions import leaf_regions


@pytest.fixture(scope="module")
def make(regions, indicators):
    def made(panel, mapping=toys.MAPPING, lags=None, years=toys.CODE_YEARS):
        lags = lags_of(toys.LAGS, indicators["indicator"]) if lags is None else lags
        return figures_of(panel, regions, indicators, mapping=mapping, years=years, lags=lags)

    return made


@pytest.fixture(scope="module")
def figures(make):
    return make(toys.panel())


def rows_of(figures):
    return [figures.leaves.index(region) for region in toys.REGIONS]


@pytest.mark.parametrize("origin", [2010, 2015])
@pytest.mark.parametrize("ways", [{}, {"weights": "first_component"}, {"scaling": "changes"}])
def test_without_lags_they_are_those_of_a_study_of_the_window(make, regions, indicators, origin, ways):
    panel, mapping = toys.panel(), {**toys.MAPPING, **ways}
    figures = make(panel, mapping, without_lag(lags_of(toys.LAGS, indicators["indicator"])))
    found = codes_at(figures, origin, origin, 8)[rows_of(figures)]
    years = CodeYears(Period(origin - 7, origin), toys.CODE_YEARS.base_period, toys.CODE_YEARS.price_base_year)
    table = codes(panel, regions, indicators, mappings={"toy": mapping}, years=years)
    wide = table[table["region"].isin(toys.REGIONS)].pivot(index=["region", "code"], columns="year", values="value_sd")
    for row, region in zip(found, toys.REGIONS, strict=True):
        np.testing.assert_allclose(row, wide.loc[region].loc[CODES].to_numpy(), rtol=1e-9)


def test_estimates_are_those_of_the_formulas(figures, regions):
    values = codes_at(figures, 2012, 2012 - 1, 8)[rows_of(figures)]
    values[3, 1, 2] = np.nan
    found = estimates(values, np.array([7, 3]), toys.FORMULAS, toys.DERIVATIVE, with_bands=True)
    keys = pd.MultiIndex.from_product([toys.REGIONS, CODES, range(2004, 2012)], names=["region", "code", "year"])
    table = keys.to_frame(index=False).assign(mapping="toy", value_sd=values.ravel())
    period = Period(2004, 2011)
    formulas = nid(table, period, seed=1, formulas=toys.FORMULAS, derivative=toys.DERIVATIVE)
    own = formulas[formulas["sign"].eq("signed") & formulas["reading"].isin(["sum", "memory"])]
    own = own.set_index(["formula", "region", "year"]).sort_index()
    curves = rates(table, period, derivative=toys.DERIVATIVE, with_bands=False)
    curves = curves.set_index(["code", "order", "year", "region"])["estimate"].sort_index()
    for place, year in enumerate([2011, 2007]):
        for number, formula in enumerate(["code_id", "code_nid"]):
            wanted = own.loc[formula].xs(year, level="year").loc[toys.REGIONS]
            np.testing.assert_allclose(found.formulas[:, number, place], wanted["estimate"], rtol=1e-9)
            np.testing.assert_allclose(found.lower[:, number, place], wanted["lower_95"], rtol=1e-9)
            np.testing.assert_allclose(found.upper[:, number, place], wanted["upper_95"], rtol=1e-9)
            side = np.minimum(found.above, 1 - found.above)[:, number, place]
            # The study's own is told to nine decimals.
            np.testing.assert_allclose(side, wanted["false_sign_probability"], atol=1e-9)
        for number, code in enumerate(CODES):
            for order, part in enumerate([found.levels, found.rates]):
                np.testing.assert_allclose(
                    part[:, number, place], curves.loc[code, order, year].loc[toys.REGIONS], rtol=1e-9
                )


def test_the_lag_of_the_codes_is_that_of_the_slowest_that_is_needed(figures, make, indicators):
    assert lag_of_codes(figures) == 1
    both = {**toys.MAPPING, "minimum_indicators": 2}
    assert lag_of_codes(make(toys.panel(), both)) == 2
    assert lag_of_codes(make(toys.panel(), both), frozenset({"grp_total"})) is None
    assert lag_of_codes(figures, frozenset({"grp_total"})) == 1


def test_a_term_that_is_a_target_or_divided_by_one_is_left_out(figures):
    assert left_out_terms(figures, TARGETS["real_grp_per_head"]) == {"grp_total"}
    assert left_out_terms(figures, TARGETS["investment"]) == {"investment_per_capita"}
    assert left_out_terms(figures, TARGETS["real_income"]) == frozenset()
    with_it, without = (
        codes_at(figures, 2012, 2011, 8, part)[rows_of(figures)] for part in (frozenset(), {"grp_total"})
    )
    np.testing.assert_array_equal(with_it[:, [0, 2]], without[:, [0, 2]])
    assert not np.allclose(with_it[:, 1], without[:, 1])


def out_by(panel, origin):
    """Which figures were out at the end of a year."""
    lags = panel["indicator"].map(toys.LAGS.set_index("indicator")["lag_years"]).fillna(1)
    return panel["year"] + lags <= origin


@pytest.mark.parametrize("price_base_year", [2009, 2015])
def test_no_figure_that_was_not_out_moves_anything_at_an_origin(make, price_base_year):
    # Prices of a year that was still to come are those of the last that was out.
    panel, origin, years = toys.panel(), 2013, replace(toys.CODE_YEARS, price_base_year=price_base_year)
    other = toys.panel(seed=2)
    changed = panel.assign(value=panel["value"].where(out_by(panel, origin), other["value"] * 1.3))
    settings = [
        Setting(make(part, years=years), toys.OPTIONS, toys.FORMULAS, toys.DERIVATIVE) for part in (panel, changed)
    ]
    places = settings[0].study.origins <= origin
    assert places.sum() == 4
    tables = [list(setting.trials(toys.revisions(panel), toys.SOURCES, seed=1)) for setting in settings]
    moved = 0
    for (figures, target, one), (_, _, two) in zip(*tables, strict=True):
        if figures != "lagged":
            continue
        for name in one.predictors:
            first, second = one.predictors[name].values, two.predictors[name].values
            np.testing.assert_array_equal(first[places], second[places], err_msg=f"{target} {name}")
            moved += not np.array_equal(first[~places], second[~places], equal_nan=True)
            if (target, price_base_year) == ("codes", 2015):
                continue  # the scale of what came of the codes is that of today
            forecasts = [part.over_all_origins(name, part.forecast(name)) for part in (one, two)]
            np.testing.assert_array_equal(forecasts[0][places], forecasts[1][places], err_msg=f"{target} {name}")
    assert moved > 50
    np.testing.assert_array_equal(*(setting.shown.lower[places] for setting in settings))
    assert not np.array_equal(*(setting.shown.lower[~places] for setting in settings))


def test_the_newest_figures_that_were_out_are_used(make):
    panel = toys.panel()
    is_last = panel["indicator"].eq("life_expectancy") & panel["year"].eq(2012)
    changed = panel.assign(value=panel["value"].where(~is_last, panel["value"] * 1.2))
    one, two = (codes_at(make(part), 2013, 2012, 8)[:, 2] for part in (panel, changed))
    rows = rows_of(make(panel))
    assert (two[rows, -1] > one[rows, -1]).all()
    np.testing.assert_array_equal(one[:, :-1], two[:, :-1])


def test_only_leaf_regions_are_in(figures, regions):
    assert figures.leaves == leaf_regions(regions)
    assert not {"RU", "RU-UFD", "RU-TYU"} & set(figures.leaves)


def test_deals_exchange_whole_histories_among_regions_that_have_them(figures):
    (deal,) = deals(figures, 2010, seed=1, count=1)
    rows = set(rows_of(figures))
    for order in deal.values():
        assert sorted(order) == list(range(len(figures.leaves)))
        assert {place for place in range(len(order)) if order[place] != place} <= rows
    assert not np.array_equal(deal["life_expectancy"], deal["fixed_assets"])
    dealt, own = (codes_at(figures, 2012, 2011, 8, deal=part) for part in (deal, None))
    assert not np.allclose(dealt[rows_of(figures)], own[rows_of(figures)])
    np.testing.assert_allclose(np.nanmean(dealt[:, 0], axis=0)[0], np.nanmean(own[:, 0], axis=0)[0])


def test_a_table_of_lags_without_a_line_for_all_others_is_refused():
    with pytest.raises(StudyError, match="no line without an indicator"):
        lags_of(toys.LAGS.iloc[1:], ["grp_total"])


def test_rivals_know_what_was_out(figures):
    setting = Setting(figures, toys.OPTIONS, toys.FORMULAS, toys.DERIVATIVE)
    target = TARGETS["real_grp_per_head"]
    series = series_at(setting.lagged, target)
    found = growth_rivals(series, setting.study, 3, len(figures.leaves))
    row = figures.leaves.index("RU-SVE")
    own = toys.panel().query("region == 'RU-SVE'").pivot(index="year", columns="indicator", values="value")
    growth = 100 * (np.log(own["grp_volume_index"] / 100) - np.log(own["population_avg"]).diff())
    place = list(setting.study.origins).index(2014)
    assert found["past_growth"].values[place, row] == pytest.approx(growth.loc[2010:2012].mean())
    assert found["level"].values[place, row] == pytest.approx(np.log(own.loc[2012, "grp_per_capita"]))
    assert code_predictors(setting.shown, setting.lagged)["condition"].values[place, row] in (0.0, 1.0)
