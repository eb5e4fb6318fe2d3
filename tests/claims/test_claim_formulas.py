"""Figures of the formulas, on codes whose derivatives are known."""

import numpy as np
import pandas as pd
import pytest

from regioncodes.claims.district_figures import told_rates
from regioncodes.claims.figures import NoFigureError
from regioncodes.claims.study_figures import (
    codes_of,
    faded_year_influence,
    foretold,
    formula_1_gap,
    inner_year_influence,
    lasting_percent,
    second_derivative_gap,
    slower_codes,
    smallest_connection,
    told_connections,
)

PAIRS = {"production": "innovation", "institutional": "information", "social": "value"}


@pytest.fixture
def tables():
    """Codes 1·t, 2·t and 3·t of Russia and one region: rates 1, 2 and 3, Code_ID 6."""
    rows = [
        {
            "mapping": "m",
            "region": region,
            "code": code,
            "dynamic_code": dynamic,
            "year": year,
            "method": "gp",
            "order": order,
            "estimate": float(place * (year - 2005 if order == 0 else 1)),
            "joint_lower_95": 0.5,
            "joint_upper_95": 9.0,
            "edge": False,
        }
        for region in ("RU", "RU-SVE")
        for place, (code, dynamic) in enumerate(PAIRS.items(), start=1)
        for year in range(2005, 2013)
        for order in (0, 1)
    ]
    nid = [
        {
            "mapping": "m",
            "region": region,
            "year": year,
            "method": "gp",
            "formula": "code_id",
            "sign": "signed",
            "estimate": 6.0,
        }
        for region in ("RU", "RU-SVE")
        for year in range(2005, 2013)
    ]
    return {"rates": pd.DataFrame(rows), "nid": pd.DataFrame(nid)}


def test_formula_1_is_the_sum_of_the_rates(tables):
    assert formula_1_gap(tables).value == 0
    moved = tables | {"nid": tables["nid"].assign(estimate=6.5)}
    assert formula_1_gap(moved).value == pytest.approx(0.5)
    rounded = tables | {"nid": tables["nid"].assign(estimate=np.nextafter(6.0, 7.0))}
    assert formula_1_gap(rounded).value == 0


def test_the_two_forms_of_formula_2_agree_on_any_codes(tables):
    noise = np.random.default_rng(1).normal(size=len(tables["rates"]))
    assert second_derivative_gap({"rates": tables["rates"].assign(estimate=noise)}).value == 0


def test_years_between_the_ends_move_formula_2_under_weights_that_fade_and_not_under_equal_ones(tables):
    assert inner_year_influence(tables).value == 0
    # exp(-1/τ) (exp(1/τ) - 2 + exp(-1/τ)): the second difference of the weights at the latest year between the ends.
    assert faded_year_influence(tables, 5.0).value == pytest.approx(1 - 2 * np.exp(-0.2) + np.exp(-0.4))


def test_rates_are_told_by_the_joint_band_in_inner_years_of_the_regions_alone(tables):
    rates = tables["rates"]
    is_rate, is_region = rates["order"].eq(1), rates["region"].eq("RU-SVE")
    early, late = rates["year"].lt(2008), rates["year"].eq(2009)
    banded = rates.assign(
        edge=rates["year"].isin([2005, 2006, 2011, 2012]),
        joint_lower_95=np.where(is_rate & is_region & (early | rates["edge"]), 0.5, -1.0),
        joint_upper_95=np.where(is_rate & is_region & late, -0.5, 2.0),
    )
    # Of the inner years 2007 to 2010 one lies above zero, one below; those of edges and of the country count nowhere.
    assert told_rates({"rates": banded}, "innovation", "above").value == 25
    assert told_rates({"rates": banded}, "innovation", "below").value == 25
    with pytest.raises(ValueError, match="above, below"):
        told_rates({"rates": banded}, "innovation", "beside")


def test_dynamic_codes_measured_directly_enter_no_sum_or_share_of_the_defining_ones(tables):
    rates = tables["rates"]
    direct = rates.assign(mapping="a", code=rates["code"].map(PAIRS), estimate=-9.0, joint_lower_95=-10.0)
    both = tables | {"rates": pd.concat([direct, rates], ignore_index=True)}
    for figure in (formula_1_gap, second_derivative_gap, inner_year_influence):
        assert figure(both) == figure(tables)
    assert told_rates(both, "innovation", "above").value == 100
    assert codes_of(both, "defining").value == codes_of(both, "dynamic").value == 3


def test_the_model_has_three_codes_of_each_kind(tables):
    assert codes_of(tables, "defining").value == codes_of(tables, "dynamic").value == 3


def test_what_the_codes_foretell_and_how_lasting_they_are_is_read_from_the_tables():
    keys = {"figures": "lagged", "target": "codes", "predictor": "code_nid", "origin": "all"}
    scores = pd.DataFrame([keys | {"horizon_years": years, "rank_correlation": years / 10} for years in (1, 3)])
    scores = pd.concat([scores, scores.assign(origin="2012", rank_correlation=9.0)])
    assert foretold({"foresight": scores}, "code_nid", "codes", 3.0).value == pytest.approx(0.3)
    with pytest.raises(NoFigureError):
        foretold({"foresight": scores}, "code_nid", "codes", 2.0)
    with pytest.raises(ValueError, match="code_id"):
        foretold({"foresight": scores}, "code_id", "codes", 3.0)
    lasting = pd.DataFrame({"code": ["production", "innovation"], "between_percent": [80.0, 2.0]})
    assert lasting_percent({"stability": lasting}, "innovation").value == 2
    told = lasting.assign(verdict=["slower", "cannot_be_told"])
    assert slower_codes({"stability": told}).value == 1


def test_connections_are_told_by_holm_with_their_sign_and_what_could_have_been_seen():
    connections = pd.DataFrame(
        {
            "scope": ["country"] * 3 + ["district"],
            "kind": "object_oriented",
            "correlation": [0.4, -0.5, 0.3, 0.9],
            "p_value_holm": [0.04, 0.01, 0.06, 0.001],
            "smallest_seen": [0.3, 0.39, 0.2, 0.1],
        }
    )
    tables = {"connections": connections}
    told = {sign: told_connections(tables, "object_oriented", sign).value for sign in ("positive", "negative", "any")}
    assert told == {"positive": 1, "negative": 1, "any": 2}
    assert smallest_connection(tables, "object_oriented").value == 0.39
    with pytest.raises(ValueError, match="positive, negative, any"):
        told_connections(tables, "object_oriented", "up")
    with pytest.raises(NoFigureError):
        smallest_connection({"connections": connections.assign(smallest_seen=np.nan)}, "object_oriented")


def test_an_unknown_kind_of_code_is_answered_with_the_kinds_there_are(tables):
    with pytest.raises(ValueError, match="allowed: defining, dynamic"):
        codes_of(tables, "third")
