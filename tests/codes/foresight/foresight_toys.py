"""A small country whose figures are invented, with the choices that its trials hang on."""

import numpy as np
import pandas as pd

from regioncodes.ground.options import CodeYears, Derivative, Foresight, Formulas, Period

YEARS = range(2000, 2020)
CODE_YEARS = CodeYears(Period(2005, 2016), base_period=Period(2005, 2009), price_base_year=2009)
DERIVATIVE = Derivative(grid=4)
FORMULAS = Formulas(periods=3, memory_years=5.0, draws=100)
OPTIONS = Foresight(2010, 8, (1, 3), "real_grp_per_head", (1, 3), 199)
REGIONS = [
    "RU-KGN",
    "RU-SVE",
    "RU-CHE",
    "RU-PER",
    "RU-OMS",
    "RU-TOM",
    "RU-NGR",
    "RU-PSK",
    "RU-TUL",
    "RU-ROS",
    "RU-SAK",
    "RU-BU",
]
LAGS = pd.DataFrame({"indicator": ["", "grp_total", "grp_per_capita", "grp_volume_index"], "lag_years": [1, 2, 2, 2]})
SOURCES = pd.DataFrame({"edition": ["old", "new"], "published": ["2013-12", "2021-03"]})
# Indicators that grow, by the level that they begin at and the spread of their yearly steps; indices beside them.
GROWING = {
    "fixed_assets": (900.0, 0.03),
    "employment_avg": (500.0, 0.01),
    "population_avg": (1000.0, 0.004),
    "investment_per_capita": (60.0, 0.1),
    "regional_budget_spending": (30.0, 0.06),
    "regional_budget_revenue": (28.0, 0.08),
    "rd_spending_internal": (5.0, 0.1),
    "grp_total": (400.0, 0.04),
    "grp_per_capita": (400.0, 0.04),
    "employed_higher_education_share": (25.0, 0.03),
    "life_expectancy": (68.0, 0.006),
    "income_per_capita_month": (20.0, 0.04),
    "adv_tech_used": (900.0, 0.1),
}
INDICES = {
    "cpi_dec_dec": 107.0,
    "grp_volume_index": 103.0,
    "real_income_index": 102.0,
    "investment_volume_index": 104.0,
}


def term(indicator, **choices):
    plain = {"transform": "identity", "deflator": "none", "denominator": "none", "orientation": 1}
    return {"indicator": indicator, **plain, **choices}


MAPPING = {
    "minimum_indicators": 1,
    "production": [
        term("fixed_assets", transform="log", deflator="cpi", denominator="employment_avg"),
        term("investment_per_capita", transform="log", deflator="cpi"),
    ],
    "institutional": [
        term("regional_budget_revenue", denominator="regional_budget_spending"),
        term("rd_spending_internal", denominator="grp_total"),
    ],
    "social": [term("employed_higher_education_share"), term("life_expectancy")],
}


def panel(seed=1, regions=REGIONS):
    """Figures of every region, indicator and year, as panel.panel makes them."""
    random, rows = np.random.default_rng(seed), []
    for region in regions:
        for name, (level, spread) in GROWING.items():
            paths = level * np.exp(random.normal(0.02, spread, len(YEARS)).cumsum() + random.normal(0, 0.3))
            rows += [(region, name, year, value) for year, value in zip(YEARS, paths, strict=True)]
        for name, centre in INDICES.items():
            rows += [
                (region, name, year, value) for year, value in zip(YEARS, random.normal(centre, 3, 20), strict=True)
            ]
    table = pd.DataFrame(rows, columns=["region", "indicator", "year", "value"])
    return table.assign(status="value", flags="", edition="new")


def revisions(figures, last=2011):
    """The product as an older edition had it, to the year `last`."""
    names = ["grp_total", "grp_per_capita", "grp_volume_index"]
    old = figures[figures["indicator"].isin(names) & figures["year"].le(last)]
    return old[["region", "indicator", "year"]].assign(
        superseded_value=old["value"] * 1.01, superseded_edition="old", edition="new"
    )
