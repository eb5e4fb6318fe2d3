"""Names of indicators as they are built into a code, and the sentence where one of them is most of it."""

import numpy as np
import pandas as pd
import pytest

from project import ROOT
from regioncodes.ground.tables import read_table
from regioncodes.words.code_terms import beside_a_rate, dominance, term_name, within
from regioncodes.words.texts import Texts

PLAIN = {"deflator": "none", "denominator": "none", "orientation": 1, "transform": "identity"}
NAMES = {"RU-KGN": "Kurgan", "RU-SVE": "Sverdlovsk", "RU-UFD": "Ural district", "RU": "Russia"}


@pytest.fixture
def english():
    return Texts(read_table(ROOT / "data/reference/texts.csv"), "en")


@pytest.fixture
def russian():
    return Texts(read_table(ROOT / "data/reference/texts.csv"), "ru")


def test_a_term_is_named_as_it_is_built(indicators, english, russian):
    budget = {**PLAIN, "indicator": "regional_budget_revenue", "denominator": "regional_budget_spending"}
    assert term_name(budget, indicators, english) == "regional budget revenue to budget spending"
    assert term_name(budget, indicators, russian) == "доходы регионального бюджета к расходам бюджета"
    assets = {**PLAIN, "indicator": "fixed_assets", "denominator": "employment_avg", "deflator": "cpi"}
    assert term_name(assets, indicators, english) == "fixed assets per employed person, real"
    wear = {**PLAIN, "indicator": "fixed_assets_wear", "orientation": -1}
    assert term_name(wear, indicators, english).replace("\u00a0", " ") == "depreciation of fixed assets (less is more)"


def test_an_indicator_without_a_short_name_is_called_by_its_title(indicators, english):
    term = {**PLAIN, "indicator": "innovation_spending", "denominator": "rd_personnel", "deflator": "grp_volume"}
    assert term_name(term, indicators, english) == "innovation expenditure / R&D personnel, at constant prices of GRP"
    without = indicators.drop(columns=["short_en", "short_ru", "per_en", "per_ru"])
    assets = {**PLAIN, "indicator": "fixed_assets", "denominator": "population_avg"}
    assert term_name(assets, without, english) == "fixed assets, end of year / population, annual average"


def test_every_term_of_the_shipped_mappings_has_a_name_in_both_languages(indicators, english, russian, shipped_terms):
    for term in shipped_terms:
        for texts in (english, russian):
            name = term_name(term, indicators, texts)
            assert name == within(name)
            assert " / " not in name
            assert "  " not in name


@pytest.fixture
def shipped_terms():
    import yaml

    config = yaml.safe_load((ROOT / "workflow/config.yaml").read_text(encoding="utf-8"))
    mappings = config["codes"]["mappings"].values()
    codes = ("production", "institutional", "social")
    return [PLAIN | term for mapping in mappings for code in codes for term in mapping[code]]


def composition(shares):
    """Rows of the changes of the social code: shares of two indicators by unit, the pooled ones under `pooled`."""
    rows = [
        ("invented", "social", "RU-UFD" if unit == "pooled" else unit, unit == "pooled", "change", name, share)
        for unit, own in shares.items()
        for name, share in zip(["employment_rate", "migration_growth_per_10k"], own, strict=True)
    ]
    columns = ["mapping", "code", "region", "pooled", "form", "indicator", "covariance_share"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(**PLAIN, dominant=table["covariance_share"] > 0.5)


def test_the_sentence_names_what_is_more_than_half_together_and_then_in_single_units(indicators, english):
    shares = {
        "pooled": (0.37, 0.63),
        "RU-KGN": (0.9, 0.1),
        "RU-SVE": (0.2, 0.8),
        "RU-UFD": (0.6, 0.4),
        "RU": (0.5, 0.5),
    }
    said = dominance(composition(shares), NAMES, indicators, english).replace("\u00a0", " ")
    assert said.endswith(
        "social code, net migration rate, 63 % over the regions together, 10 to 80 % by region; "
        "Kurgan, social code, employment rate, 90 %; Ural district, social code, employment rate, 60 %."
    )


def test_a_code_of_one_indicator_has_no_range(indicators, english):
    shares = {"pooled": (1.0, 0.0), "RU-KGN": (1.0, 0.0), "RU-SVE": (1.0, 0.0)}
    said = dominance(composition(shares), NAMES, indicators, english).replace("\u00a0", " ")
    assert said.endswith("social code, employment rate, 100 % over the regions together.")


def test_where_nothing_is_more_than_half_that_is_said(indicators, regions, english):
    shares = {"pooled": (0.5, 0.5), "RU-KGN": (np.nan, np.nan)}
    assert dominance(composition(shares), NAMES, indicators, english) == english["composition.none"]
    said = beside_a_rate(composition(shares), regions, indicators, english, "invented")
    assert said == f"{english['composition.none']} {english['composition.see']}"
