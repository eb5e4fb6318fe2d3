"""Sensitivity: which variants there are, that the main one is the study's own, and what a choice may not move."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from regioncodes.codes.codes import codes, first_component
from regioncodes.codes.formulas import nid
from regioncodes.codes.sensitivity import MAIN, ranges, sensitivity, variants, without_one
from regioncodes.ground.options import CodeYears, Derivative, Formulas, Period

YEARS = CodeYears(Period(2005, 2016), base_period=Period(2005, 2009), price_base_year=2009)
DERIVATIVE = Derivative(grid=4)
FORMULAS = Formulas(draws=200)
ALTERNATIVES = {
    "base_periods": [{"first": 2005, "last": 2009}, {"first": 2006, "last": 2010}],
    "price_base_years": [2009, 2012],
    "periods": [3, 5],
    "memory_years": [5.0, 8.0],
}
REGIONS = ["RU-KGN", "RU-SVE", "RU-CHE", "RU-UFD"]
NAMES = ["life_expectancy", "employment_rate", "fixed_assets_wear", "avg_wage_month"]


def term(indicator, **choices):
    plain = {"transform": "identity", "deflator": "none", "denominator": "none", "orientation": 1}
    return {"indicator": indicator, **plain, **choices}


MAPPINGS = {
    "main": {
        "minimum_indicators": 1,
        "production": [term("life_expectancy"), term("employment_rate")],
        "institutional": [term("fixed_assets_wear", orientation=-1), term("life_expectancy")],
        "social": [term("avg_wage_month", transform="log", deflator="cpi")],
    },
    "other": {
        "minimum_indicators": 1,
        **{code: [term("employment_rate")] for code in ("production", "institutional", "social")},
    },
}


@pytest.fixture(scope="module")
def panel():
    generator = np.random.default_rng(5)
    rows = [
        (region, indicator, year, 50 + np.sin(year / 3 + place) * 4 + generator.normal())
        for indicator in NAMES
        for place, region in enumerate(REGIONS)
        for year in range(2005, 2017)
    ]
    prices = [(region, "cpi_dec_dec", year, 108.0) for region in REGIONS for year in range(2004, 2017)]
    table = pd.DataFrame([*rows, *prices], columns=["region", "indicator", "year", "value"])
    return table.assign(status="value", flags="")


@pytest.fixture(scope="module")
def chosen():
    methods = ["gaussian_process", "central_difference"]
    return variants(MAPPINGS, "main", YEARS, methods, FORMULAS, ALTERNATIVES)


@pytest.fixture(scope="module")
def moves(panel, regions, indicators, chosen):
    return sensitivity(panel, regions, indicators, district="RU-UFD", variants=chosen, derivative=DERIVATIVE, seed=1)


def of(moves, choice, variant, year=2014):
    own = moves[(moves["choice"] == choice) & (moves["variant"] == variant) & (moves["year"] == year)]
    return own.set_index("region")


def test_a_variant_changes_one_choice_and_none_repeats_the_study(chosen):
    main, *others = chosen
    assert main.choice == MAIN
    for variant in others:
        assert sum(one != other for one, other in zip(variant[2:], main[2:], strict=True)) == 1, variant[:2]
    names = [variant[:2] for variant in others]
    assert ("base_period", "2006–2010") in names
    assert ("base_period", "2005–2009") not in names
    assert ("memory_years", "5") not in names
    assert len(set(names)) == len(names)


def test_the_only_indicator_of_a_code_cannot_be_left_out_and_the_minimum_follows():
    left_out = dict(without_one({**MAPPINGS["main"], "minimum_indicators": 2}))
    assert sorted(left_out) == [
        "institutional: fixed_assets_wear",
        "institutional: life_expectancy",
        "production: employment_rate",
        "production: life_expectancy",
    ]
    assert left_out["production: employment_rate"]["production"] == [term("life_expectancy")]
    assert left_out["production: employment_rate"]["minimum_indicators"] == 1


@pytest.mark.parametrize(
    ("choice", "variant", "change"),
    [
        ("main", "main", {}),
        ("reading", "elapsed", {"reading": "elapsed"}),
        ("method", "central_difference", {"method": "central_difference"}),
        ("periods", "3", {"periods": 3}),
        ("sign", "positive_part", {"sign": "positive_part"}),
    ],
)
def test_code_nid_of_a_variant_is_that_of_the_formulas(moves, panel, regions, indicators, choice, variant, change):
    own = codes(panel, regions, indicators, mappings={"main": MAPPINGS["main"]}, years=YEARS)
    wanted = {"reading": "memory", "sign": "signed", "method": "gaussian_process", "periods": 5, **change}
    formulas = replace(FORMULAS, periods=wanted["periods"])
    options = {"method": wanted["method"], "formulas": formulas, "derivative": DERIVATIVE}
    table = nid(own[own["region"].isin(REGIONS)], YEARS.period, seed=1, **options)
    table = table[(table["reading"] == wanted["reading"]) & (table["sign"] == wanted["sign"])]
    expected = table[table["year"] == 2014].set_index("region")["estimate"]
    assert of(moves, choice, variant)["nid_sd_year"].to_dict() == pytest.approx(expected.to_dict(), abs=1e-12)


def test_the_main_variant_moves_nothing_and_ranks_are_a_permutation(moves):
    assert (moves.loc[moves["choice"] == MAIN, "change_sd_year"] == 0).all()
    own = of(moves, "reading", "literal")
    assert sorted(own["rank"].dropna()) == [1, 2, 3]
    assert np.isnan(own.loc["RU-UFD", "rank"])
    assert own["nid_sd_year"].drop("RU-UFD").idxmax() == own["rank"].idxmin()


def test_another_price_base_moves_nothing_where_prices_are_the_same_everywhere(moves):
    assert of(moves, "price_base_year", "2012")["change_sd_year"].to_numpy() == pytest.approx(0, abs=1e-10)


def test_plain_and_linked_means_agree_where_nothing_is_missing(moves):
    assert of(moves, "linking", "mean_sd")["change_sd_year"].to_numpy() == pytest.approx(0, abs=1e-10)


def test_sums_of_another_meaning_are_not_compared(moves):
    own = of(moves, "sign", "sign_only")
    assert own["nid_sd_year"].notna().all()
    assert own["change_sd_year"].isna().all()
    assert own["rank"].notna().sum() == 3


def test_differences_have_no_number_in_the_last_year(moves):
    own = of(moves, "method", "central_difference", 2016)
    assert own["nid_sd_year"].isna().all()
    assert set(own["status"]) == {"missing_code"}


def test_a_range_holds_its_variants_and_the_study(moves):
    table = ranges(moves).set_index(["choice", "year", "region"])
    own = moves[(moves["choice"] == "indicator") & (moves["year"] == 2014) & (moves["region"] == "RU-KGN")]
    values = [*own["nid_sd_year"], own["main_nid_sd_year"].iloc[0]]
    found = table.loc[("indicator", 2014, "RU-KGN")]
    assert (found["lowest_sd_year"], found["highest_sd_year"]) == (min(values), max(values))
    places = [*own["rank"], own["main_rank"].iloc[0]]
    assert (found["highest_rank"], found["lowest_rank"]) == (min(places), max(places))
    assert np.isnan(table.loc[("sign", 2014, "RU-KGN"), "lowest_sd_year"])


def test_the_first_component_is_the_direction_of_most_variance():
    generator = np.random.default_rng(2)
    common = generator.normal(size=(12, 3))
    scores = {
        name: pd.DataFrame(
            share * common + generator.normal(scale=scale, size=(12, 3)), index=range(2005, 2017), columns=REGIONS[:3]
        )
        for name, share, scale in (("a", 1.0, 0.1), ("b", 1.0, 0.1), ("noise", 0.0, 1.0), ("turned", -1.0, 0.1))
    }
    weights = first_component(scores, REGIONS[:3], YEARS.period)
    # By singular values, an independent way to the same component.
    pool = np.column_stack([frame.to_numpy().ravel() for frame in scores.values()])
    direction = np.linalg.svd((pool - pool.mean(0)) / pool.std(0))[2][0]
    assert np.abs(weights.to_numpy()) == pytest.approx(np.abs(direction))
    assert weights.sum() > 0
    assert np.sign(weights["a"]) == np.sign(weights["b"]) == -np.sign(weights["turned"])
    assert abs(weights["noise"]) < 0.3


def test_equal_weights_are_the_rule_and_one_indicator_needs_none(panel, regions, indicators):
    ways = (MAPPINGS["main"] | choice for choice in ({"weights": "equal"}, {}, {"weights": "first_component"}))
    said, unsaid, weighted = (codes(panel, regions, indicators, mappings={"m": way}, years=YEARS) for way in ways)
    pd.testing.assert_frame_equal(said, unsaid)
    same = weighted["code"] == "social"
    assert weighted.loc[same, "value_sd"].to_numpy() == pytest.approx(unsaid.loc[same, "value_sd"].to_numpy())


def test_a_sum_of_zeros_by_construction_has_no_rank(panel, regions, indicators):
    # With n = 0 Code NID is f'' of the last year, which a natural spline sets to zero in every region.
    splines = variants(
        MAPPINGS,
        "main",
        YEARS,
        ["gaussian_process", "smoothing_spline"],
        Formulas(periods=0, draws=20),
        ALTERNATIVES | {"periods": []},
    )
    found = sensitivity(panel, regions, indicators, district="RU-UFD", variants=splines, derivative=DERIVATIVE, seed=1)
    last = of(found, "method", "smoothing_spline", 2016)
    assert set(last["status"]) == {"zero_by_construction"}
    assert set(last["nid_sd_year"]) == {0.0}
    assert last["rank"].isna().all()
    assert of(found, "method", "smoothing_spline", 2014)["rank"].notna().sum() == 3


@pytest.mark.parametrize("turned", [1.0, -1.0])
def test_indicators_that_go_against_each_other_keep_the_sign_of_the_first(turned):
    values = pd.DataFrame(np.random.default_rng(3).normal(size=(12, 3)), range(2005, 2017), REGIONS[:3])
    weights = first_component({"a": turned * values, "b": -turned * values}, REGIONS[:3], YEARS.period)
    assert weights.to_numpy() == pytest.approx([np.sqrt(0.5), -np.sqrt(0.5)])


def test_unrelated_indicators_have_no_first_component_and_equal_weights():
    years = range(2005, 2009)
    scores = {
        name: pd.DataFrame({"RU-SVE": values}, index=years)
        for name, values in (("a", [1.0, 1, -1, -1]), ("b", [0.1, -0.1, 0.1, -0.1]))
    }
    assert first_component(scores, ["RU-SVE"], Period(2005, 2008)).tolist() == [1, 1]


WAYS = {
    "main": {**MAPPINGS["main"], "scaling": "levels", "breaks": "as_printed", "measures": "defining"},
    "by_changes": {**MAPPINGS["main"], "scaling": "changes", "breaks": "as_printed", "measures": "defining"},
    "directly": {**MAPPINGS["main"], "scaling": "levels", "breaks": "as_printed", "measures": "dynamic"},
}
NO_OTHERS = {"base_periods": [], "price_base_years": [], "periods": [], "memory_years": []}


def test_scaling_breaks_and_direct_measures_are_choices_and_a_mapping_told_by_them_is_not_told_twice():
    names = [own[:2] for own in variants(WAYS, "main", YEARS, ["central_difference"], FORMULAS, NO_OTHERS)]
    assert names[:4] == [("main", "main"), ("mapping", "directly"), ("scaling", "changes"), ("breaks", "left_out")]
    turned = [own[:2] for own in variants(WAYS, "by_changes", YEARS, ["central_difference"], FORMULAS, NO_OTHERS)]
    assert ("scaling", "levels") in turned
    assert ("mapping", "main") not in turned


@pytest.mark.parametrize("method", ["gaussian_process", "central_difference"])
def test_sums_in_another_unit_have_ranks_and_are_not_compared(panel, regions, indicators, method):
    chosen = variants(WAYS, "main", YEARS, [method], FORMULAS, NO_OTHERS)
    options = {"district": "RU-UFD", "derivative": DERIVATIVE, "seed": 1}
    moves = sensitivity(panel, regions, indicators, variants=chosen, **options)
    table = codes(panel, regions, indicators, mappings=WAYS, years=YEARS)
    own = nid(table, YEARS.period, seed=1, method=method, formulas=FORMULAS, derivative=DERIVATIVE)
    own = (
        own[own["reading"].eq("memory") & own["sign"].eq("signed")]
        .set_index(["mapping", "year", "region"])
        .sort_index()
    )
    year = moves["year"].min()
    for choice, variant, name in [("mapping", "directly", "directly"), ("scaling", "changes", "by_changes")]:
        found = of(moves, choice, variant, year)
        expected = own.loc[(name, year), "estimate"].reindex(found.index)
        assert found["nid_sd_year"].to_numpy() == pytest.approx(expected.to_numpy(), rel=1e-6)
        assert found["change_sd_year"].isna().all()
        assert found["rank"].notna().sum() == 3
    assert of(moves, "breaks", "left_out", year)["change_sd_year"].tolist() == pytest.approx([0] * 4)


def test_a_mapping_whose_codes_share_no_year_has_no_number(panel, regions, indicators):
    early = panel[~panel["indicator"].eq("employment_rate") | panel["year"].le(2009)]
    other = {
        "only": WAYS["main"] | {code: [term("employment_rate")] for code in ("production", "institutional", "social")}
    }
    chosen = variants(WAYS | other, "main", YEARS, ["gaussian_process"], FORMULAS, NO_OTHERS)
    moves = sensitivity(early, regions, indicators, district="RU-UFD", variants=chosen, derivative=DERIVATIVE, seed=1)
    own = moves[moves["variant"].eq("only")]
    assert set(own["status"]) == {"missing_code"}
    assert own["nid_sd_year"].isna().all()
