"""Figures of the formulas, on codes whose derivatives are known."""

import numpy as np
import pandas as pd
import pytest

from regioncodes.claims.study_figures import (
    codes_of,
    formula_1_gap,
    inner_year_influence,
    second_derivative_gap,
    told_rates,
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


def test_no_year_between_the_ends_moves_formula_2(tables):
    assert inner_year_influence(tables).value == 0


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
