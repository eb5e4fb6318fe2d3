"""Well-formed choices that the figures cannot serve are refused before a step runs, each in one sentence."""

import copy

import pandas as pd
import pytest
import yaml

from project import ROOT
from regioncodes.ground.choices import printed_years, unserved, untouched
from regioncodes.ground.config import checked
from regioncodes.ground.errors import StudyError
from regioncodes.ground.tables import read_table

SHIPPED = yaml.safe_load((ROOT / "workflow/config.yaml").read_text(encoding="utf-8"))
TABLES = read_table(ROOT / "data/reference/tables.csv")


@pytest.fixture
def problems(regions, indicators, sources):
    """What is said of the shipped choices with some of them changed, by dotted key."""

    def told(changes, tables=TABLES):
        config = copy.deepcopy(SHIPPED)
        for key, value in changes.items():
            *blocks, name = key.split(".")
            place = config
            for block in blocks:
                place = place[block]
            place[name] = value
        return unserved(checked(config, regions, indicators, sources), tables, sources)

    return told


def test_the_shipped_choices_are_served(problems):
    assert problems({}) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"codes.base_period": {"first": 1990, "last": 1995}},
            ["codes.base_period: 1990–1995 found", "has figures for"],
        ),
        (
            {"sensitivity.base_periods": [{"first": 2030, "last": 2031}]},
            ["sensitivity.base_periods.0: 2030–2031 found"],
        ),
        ({"codes.price_base_year": 2000}, ["codes.price_base_year: 2000 found; 2001–2021 is allowed", "cpi_dec_dec"]),
        ({"sensitivity.price_base_years": [2009, 2040]}, ["sensitivity.price_base_years.1: 2040 found"]),
        ({"years": {"first": 2014, "last": 2020}}, ["years: 2014–2020 found", "1998–2013"]),
        (
            {"correlation.edition": "icsid-v121"},
            ["correlation.edition: 'icsid-v121'", "newest, regions-of-russia-2022"],
        ),
        ({"vintage": "2017-06-30"}, ["correlation.edition: 'regions-of-russia-2022'", "2017-06-30", "allowed: newest"]),
        (
            {"correlation.outcomes": ["innovative_goods_share"], "years": {"first": 1998, "last": 1999}},
            ["correlation.outcomes.0: 'innovative_goods_share' has figures for", "1998–1999 is needed"],
        ),
    ],
)
def test_a_choice_without_figures_is_one_line_with_key_found_and_allowed(problems, changes, words):
    (line,) = [line for line in problems(changes) if line.startswith(words[0])]
    assert all(word in line for word in words)


def test_every_key_that_needs_an_indicator_without_a_table_is_named(problems):
    without = TABLES[~TABLES["indicator"].isin(["cpi_dec_dec", "employment_avg", "grp_per_capita"])]
    lines = problems(
        {
            "codes.mappings": {"proxies": SHIPPED["codes"]["mappings"]["proxies"]},
            "codes.main_mapping": "proxies",
            "correlation.edition": "newest",
        },
        without,
    )
    assert [line.partition(": ")[0] for line in lines] == [
        "codes.mappings.proxies.institutional.0.deflator",
        "codes.mappings.proxies.institutional.1.deflator",
        "correlation.outcomes.0",
    ]
    assert all("data/reference/tables.csv" in line for line in lines)


def test_lines_that_do_not_say_their_years_serve_nothing():
    lines = pd.DataFrame(
        {"indicator": ["a", "a", "b"], "first_year": [2000, 2005, "?"], "last_year": [2001, 2005, 2009]}
    )
    assert printed_years(lines) == {"a": {2000, 2001, 2005}}
    assert printed_years(pd.DataFrame({"file": ["x"]})) == {}


def test_choices_that_nothing_serves_stop_the_study_with_all_lines_at_once(regions, indicators, sources):
    config = SHIPPED | {"years": {"first": 2014, "last": 2020}, "vintage": "2017-06-30"}
    with pytest.raises(StudyError, match=r"(?s)2 problems in workflow/config.yaml.*years: .*correlation.edition: "):
        checked(config, regions, indicators, sources, TABLES)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"real_prices": {"adv_tech_developed": "cpi"}}, ["real_prices.adv_tech_developed: 'cpi' found", "grp_total"]),
        (
            {"real_prices": {"consumer_spending_per_capita_month": "volume"}},
            ["real_prices.consumer_spending_per_capita_month: 'volume' found", "grp_per_capita", "indicators.csv"],
        ),
        ({"scenario_guide": "cpi_dec_dec"}, ["scenario_guide: 'cpi_dec_dec' found", "employed_25_64"]),
        ({"scenario_guide": "grp_total"}, ["scenario_guide: 'grp_total' found"]),
    ],
)
def test_prices_and_guide_are_of_their_kind(regions, indicators, sources, changes, words):
    config = copy.deepcopy(SHIPPED)
    config["correlation"] |= changes
    with pytest.raises(StudyError) as error:
        checked(config, regions, indicators, sources)
    assert all(word in str(error.value) for word in words)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({}, []),
        ({"years": {"first": 2010, "last": 2015}}, ["composite_without_breaks"]),  # employment's is in the first year
        ({"years": {"first": 2010, "last": 2016}}, []),
    ],
)
def test_a_mapping_that_leaves_breaks_out_is_touched_by_one_within_the_years(
    regions, indicators, sources, changes, named
):
    config = checked(SHIPPED | changes, regions, indicators, sources)
    lines = untouched(config, read_table(ROOT / "data/reference/breaks.csv"))
    assert [line.split(".")[2] for line in lines] == named
    assert all("breaks.csv" in line and "'as_printed'" in line for line in lines)
