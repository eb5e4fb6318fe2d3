"""Invented inputs for the exhibits: the numbers mean nothing, the shapes are those of the study."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
OUTCOMES = (
    "grp_per_capita",
    "adv_tech_developed",
    "income_per_capita_month",
    "consumer_spending_per_capita_month",
)
LARGEST = (650_000.0, 180.0, 30_000.0, 25_000.0)
READINGS = {"code_id": ("sum",), "code_nid": ("memory", "literal", "elapsed")}


@pytest.fixture(scope="session")
def points():
    education = [21.5, 22.3, 25.25, 25.5, 25.3, 26.0, 26.5, 27.4, 29.2]
    rows = [
        (outcome, 2005 + step, share, largest * (0.4 + 0.6 * step / 8), None, outcome if step == 8 else None)
        for outcome, largest in zip(OUTCOMES, LARGEST, strict=True)
        for step, share in enumerate(education)
    ]
    return pd.DataFrame(rows, columns=["outcome", "year", "education_percent", "value", "note", "breaks"])


@pytest.fixture(scope="session")
def fits():
    rows = [
        (outcome, 9, 2005, 2013, largest / 12, -1.26 * largest, 0.864, 0.0003)
        for outcome, largest in zip(OUTCOMES, LARGEST, strict=True)
    ]
    names = ["outcome", "n", "first_year", "last_year", "slope", "intercept", "r_squared", "p_value"]
    return pd.DataFrame(rows, columns=names)


@pytest.fixture(scope="session")
def lines(fits):
    parts = []
    for fit in fits.itertuples():
        education = np.linspace(21.5, 29.2, 30)
        fitted = fit.intercept + fit.slope * education
        half = fit.slope * (0.6 + 0.2 * np.abs(education - 25.5))
        columns = {"education_percent": education, "fitted": fitted}
        edges = {"lower_95": fitted - half, "upper_95": fitted + half}
        parts.append(pd.DataFrame({"outcome": fit.outcome, **columns, **edges}))
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="session")
def regions():
    rows = [
        ("RU-KGN", "Kurgan Oblast", "Курганская область"),
        ("RU-SVE", "Sverdlovsk Oblast", "Свердловская область"),
        ("RU-TYU-0", "Tyumen Oblast without okrugs", "Тюменская область без округов"),
        ("RU-KHM", "Khanty-Mansi Okrug", "Ханты-Мансийский АО"),
        ("RU-YAN", "Yamalo-Nenets Okrug", "Ямало-Ненецкий АО"),
        ("RU-CHE", "Chelyabinsk Oblast", "Челябинская область"),
        ("RU-UFD", "Ural Federal District", "Уральский ФО"),
        ("RU", "Russia", "Россия"),
        ("RU-SFD", "Siberian Federal District", "Сибирский ФО"),
    ]
    levels = {"RU": "country", "RU-UFD": "district", "RU-SFD": "district"}
    table = pd.DataFrame(rows, columns=["region", "short_en", "short_ru"])
    return table.assign(level=table["region"].map(levels).fillna("region"))


def _code_row(place, region, year, formula, reading):
    is_missing = region == "RU-YAN" and year in (2009, 2010, 2012, 2016)
    is_edge = year in (2005, 2006, 2015, 2016)
    estimate = np.nan if is_missing else round(0.3 * np.sin((year - 2005) / 3 + place / 2), 3)
    half = 0.4 if is_edge else 0.2
    used = min(year - 2004, 3) if formula == "code_nid" else 1
    short = formula == "code_nid" and used < 3
    return {
        "mapping": "composite",
        "region": region,
        "year": year,
        "formula": formula,
        "reading": reading,
        "sign": "signed",
        "method": "gaussian_process",
        "estimate": estimate,
        "lower_95": estimate - half,
        "upper_95": estimate + half,
        "false_sign_probability": 0.25 if formula == "code_id" else np.nan,
        "joint_lower_95": estimate - 1.5 * half,
        "joint_upper_95": estimate + 1.5 * half,
        "periods_used": used,
        "edge": is_edge,
        "inner": not is_edge and year - used >= 2006 and not is_missing,
        "status": "missing_code" if is_missing else "short_window" if short else "estimated",
    }


@pytest.fixture(scope="session")
def nid(regions):
    return pd.DataFrame(
        _code_row(place, region, year, formula, reading)
        for place, region in enumerate(regions["region"][:8])
        for formula, readings in READINGS.items()
        for reading in readings
        for year in range(2005, 2017)
    )


@pytest.fixture(scope="session")
def options():
    """Three instruments, one a block, the last block first; the third disagrees with its printed share."""
    return pd.DataFrame(
        {
            "block": ["value", "institutional", "institutional", "information"],
            "option": ["jobs", "lending", "taxation", "patents"],
            "label_en": ["Jobs <b>new</b>", "Lending & loans", "Taxation", "Patents 50 %"],
            "label_ru": ["Рабочие места <b>", "Кредиты & займы", "Налоги", "Патенты 50 %"],
            "count": [116, 138, 122, 91],
            "base": [204, 208, 208, 208],
            "base_name": "answered",
            "percent": [56.8627, 66.3462, 58.6538, 43.75],
            "lower_95_percent": [50.0, 59.7, 51.9, 37.2],
            "upper_95_percent": [63.5, 72.4, 65.1, 50.5],
            "printed_percent": [56.9, 66.3, 58.7, 43.7],
            "agrees": [True, True, True, False],
        }
    )
