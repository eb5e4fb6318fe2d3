"""A small district whose figures are invented, and a few choices of what to make of them."""

import numpy as np
import pandas as pd

from regioncodes.ground.options import CodeYears, Derivative, Formulas, Period

YEARS = CodeYears(Period(2005, 2016), base_period=Period(2005, 2009), price_base_year=2009)
DERIVATIVE = Derivative(grid=4)
FORMULAS = Formulas(periods=3, memory_years=5.0, draws=100)
ALTERNATIVES = {
    "base_periods": [{"first": 2006, "last": 2011}],
    "price_base_years": [2012],
    "periods": [2, 3],
    "memory_years": [5.0, 8.0],
}
ONE_CHOICE = {name: [] for name in ALTERNATIVES}
REGIONS = ["RU-KGN", "RU-SVE", "RU-CHE", "RU-UFD"]
NAMES = ["life_expectancy", "employment_rate", "fixed_assets_wear", "investment_per_capita", "grp_total"]
# The year before a method changes, and what changes it.
BROKEN = ("employment_rate", 2011)


def term(indicator, **choices):
    plain = {"transform": "identity", "deflator": "none", "denominator": "none", "orientation": 1}
    return {"indicator": indicator, **plain, **choices}


MAPPING = {
    "minimum_indicators": 1,
    "production": [term("investment_per_capita", transform="log", deflator="cpi"), term("employment_rate")],
    "institutional": [term("fixed_assets_wear", orientation=-1)],
    "social": [term("life_expectancy")],
}


def panel(make, broken=BROKEN):
    """Figures of every region, indicator and year. make: from places of indicator and region, and years, to values."""
    years = np.arange(2004, 2017)
    rows = []
    for place, region in enumerate(REGIONS):
        for number, indicator in enumerate(NAMES):
            values = make(number, place, years)
            rows += [(region, indicator, year, value) for year, value in zip(years, values, strict=True)]
        rows += [(region, "cpi_dec_dec", year, 104 + year % 3 + place) for year in years]
        rows += [(region, "grp_volume_index", year, 102 + (year + place) % 4) for year in years]
    table = pd.DataFrame(rows, columns=["region", "indicator", "year", "value"])
    is_broken = table["indicator"].eq(broken[0]) & table["year"].eq(broken[1])
    return table.assign(status="value", flags=np.where(is_broken, "break_in_method", ""))


def waves(number, place, years):
    """Levels that differ between regions, waves that differ between indicators, and noise."""
    noise = np.random.default_rng([number, place]).normal(size=len(years))
    return 50 + 12 * place + 4 * np.sin(years / (2 + number) + place) + noise
