"""Connections: the test keeps its size, known links are found, and nothing is asked of too little."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.stats.multitest import multipletests

from regioncodes.codes.connections import before_and_after, connections, grp_growth
from regioncodes.ground.options import CodeYears, Derivative, Period
from regioncodes.statistics.permutations import holm, partial_correlation, sign_flip_p_value, with_verdicts

YEARS = np.arange(2005, 2017)
OPTIONS = {
    "years": CodeYears(Period(2005, 2016), base_period=Period(2005, 2009), price_base_year=2009),
    "derivative": Derivative(grid=4),
    "power": 0.8,
}


def panel(seed, blocks=8, size=4, link=0.0):
    """Cells of three unrelated columns, or of two that share `link` of their moves; regions in blocks."""
    generator = np.random.default_rng(seed)
    count = blocks * size
    walks = generator.normal(size=(3, count, 12)).cumsum(axis=2)
    walks[1] += link * walks[0]
    frame = {"region": np.repeat(np.arange(count), 12), "year": np.tile(YEARS, count)}
    frame |= dict(zip("abc", walks.reshape(3, -1), strict=True))
    return pd.DataFrame(frame).assign(block=lambda table: table["region"] // size)


def estimated(cells, **choices):
    options = {"controls": ["c"], "effects": ["region", "year"], "block": "block", **choices}
    return partial_correlation(cells, "a", "b", **options)


def test_the_partial_correlation_is_that_of_least_squares_residuals():
    cells = panel(1, link=0.4).drop(index=[3, 50, 51])
    design = pd.get_dummies(cells[["region", "year"]].astype(str), dtype=float, drop_first=True)
    design = design.assign(c=cells["c"], one=1.0)
    rest = [sm.OLS(cells[name].to_numpy(), design.to_numpy()).fit().resid for name in "ab"]
    found = estimated(cells)
    assert found["correlation"] == pytest.approx(np.corrcoef(*rest)[0, 1])
    assert (found["n"], found["regions"], found["blocks"]) == (len(cells), 32, 8)


def test_the_sign_patterns_are_all_there():
    scores = np.array([3.0, 1.0, 1.0])
    # Sums of the eight patterns: ±5, ±3, ±3, ±1.
    assert sign_flip_p_value(scores) == 2 / 8
    assert sign_flip_p_value(np.array([1.0, -1.0, 0.0])) == 1.0
    assert sign_flip_p_value(np.ones(8)) == 2 / 2**8


def twoway(values):
    """Regions × years net of the means of both."""
    return values - values.mean(0) - values.mean(1, keepdims=True) + values.mean()


def test_unrelated_trending_codes_are_seldom_told_apart_while_circular_shifts_often_do():
    # Of 200 pairs 10 rejections (5 %) are expected, 24 are beyond four standard errors, 50 far beyond.
    flipped = shifted = 0
    generator = np.random.default_rng(9)
    for _ in range(200):
        walks = generator.normal(size=(2, 32, 12)).cumsum(axis=2)
        left, right = map(twoway, walks + generator.normal(size=(2, 32, 1)) * np.arange(12))
        scores = (left * right).reshape(8, -1).sum(axis=1)
        flipped += sign_flip_p_value(scores) <= 0.05
        steps = generator.integers(0, 12, size=(99, 32, 1))
        turned = np.take_along_axis(left[None], (np.arange(12) + steps) % 12, axis=2)
        others = np.abs((turned * right).sum(axis=(1, 2)))
        shifted += (1 + (others >= abs(scores.sum())).sum()) / 100 <= 0.05
    assert flipped < 24
    assert shifted > 50


def test_a_link_is_found_with_its_sign():
    tests = pd.DataFrame([estimated(panel(4, link=link)) | {"family": link} for link in (0.8, -0.8)])
    assert with_verdicts(tests, ["family"])["verdict"].tolist() == ["positive", "negative"]


def test_scale_shift_and_effects_of_regions_and_years_change_nothing():
    cells = panel(2, link=0.3)
    moved = cells.assign(
        a=5 + 3 * cells["a"] + 10 * cells["region"] + np.sin(cells["year"]), b=cells["b"] - 2 * cells["year"]
    )
    one, other = estimated(cells), estimated(moved)
    assert other["correlation"] == pytest.approx(one["correlation"])
    assert other["p_value"] == one["p_value"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda cells: cells.head(13), "too_few_cells"),
        (lambda cells: cells.iloc[:0], "too_few_cells"),
        (lambda cells: cells.assign(block=1), "too_few_blocks"),
        (lambda cells: cells.assign(a=cells["region"] + cells["year"]), "constant"),
        (lambda cells: cells.assign(a=cells["c"]), "constant"),
    ],
)
def test_what_cannot_be_estimated_has_a_status_and_no_number(change, status):
    found = estimated(change(panel(3)))
    assert found["status"] == status
    assert "p_value" not in found


def test_holm_is_that_of_statsmodels_and_missing_ones_do_not_count():
    p_values = pd.Series([0.01, np.nan, 0.04, 0.03, 0.2])
    expected = multipletests(p_values.dropna(), method="holm")[1]
    assert holm(p_values).dropna().to_numpy() == pytest.approx(expected)
    assert holm(p_values).isna().tolist() == [False, True, False, False, False]


def test_few_blocks_have_no_power_whatever_the_data_say():
    tests = pd.DataFrame([estimated(panel(5, blocks=4, link=2.0)) | {"family": 1} for _ in range(3)])
    assert set(with_verdicts(tests, ["family"])["verdict"]) == {"no_power"}


def series(values):
    keys = pd.MultiIndex.from_tuples(values, names=["indicator", "year", "region"])
    return pd.Series(list(values.values()), index=keys, dtype=float)


def test_growth_per_head_is_that_of_the_product_less_that_of_the_people():
    values = series(
        {
            ("grp_volume_index", 2006, "RU-KGN"): 105.0,
            ("population_avg", 2005, "RU-KGN"): 100.0,
            ("population_avg", 2006, "RU-KGN"): 105.0,
            ("grp_volume_index", 2007, "RU-KGN"): 110.0,
        }
    )
    growth = grp_growth(values)
    assert growth["RU-KGN", 2006] == pytest.approx(0.0)
    assert np.isnan(growth["RU-KGN", 2007])


def simulated(regions, seed=1):
    """Codes whose growth after 2009 falls with their level before it."""
    generator = np.random.default_rng(seed)
    rows = []
    for region in regions:
        for code in ("production", "institutional", "social"):
            level = generator.normal()
            path = np.where(YEARS <= 2009, level, level - 0.2 * level * (YEARS - 2009))
            values = path + generator.normal(scale=0.02, size=12)
            rows += [("composite", region, code, year, value) for year, value in zip(YEARS, values, strict=True)]
    return pd.DataFrame(rows, columns=["mapping", "region", "code", "year", "value_sd"])


def test_the_level_before_and_the_growth_after_share_no_observation():
    codes = simulated(["RU-KGN"])
    stages = before_and_after(codes, 2009)
    early = codes.assign(value_sd=codes["value_sd"].mask(codes["year"] <= 2009, 77.0))
    moved = before_and_after(early, 2009)
    assert moved["innovation"].to_numpy() == pytest.approx(stages["innovation"].to_numpy())
    assert moved["production"].tolist() == [77.0]


def test_every_arrow_of_figure_1_is_estimated_in_both_scopes(regions):
    leaves = regions[regions["level"].isin(["region", "part"])]
    some = leaves.groupby("district").head(4)["region"].tolist()
    codes = simulated(some)
    values = series({("grp_volume_index", 2006, "RU-KGN"): 105.0})
    table = connections(codes, values, regions, district="RU-UFD", **OPTIONS)
    assert table.groupby("scope").size().to_dict() == {"country": 12, "district": 12}
    own = table[(table["scope"] == "country") & (table["kind"] == "intraspecific")]
    assert set(own["verdict"]) == {"negative"}
    assert (own["first_year"].tolist(), own["last_year"].tolist()) == ([2005] * 3, [2016] * 3)
    outside = table[table["kind"] == "object_oriented"]
    assert set(outside["verdict"]) == {"too_few_cells"}
    assert outside["p_value"].isna().all()
    assert len(connections(codes, values, regions, district="RU", **OPTIONS)) == 12
