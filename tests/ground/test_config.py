import copy
import json

import pytest
import yaml

from project import ROOT
from regioncodes.ground.config import Config, checked
from regioncodes.ground.errors import StudyError

SHIPPED = yaml.safe_load((ROOT / "workflow/config.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def check(regions, indicators, sources):
    return lambda config: checked(config, regions, indicators, sources)


def changed(path, value):
    config = copy.deepcopy(SHIPPED)
    place = config
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return config


def test_the_shipped_config_passes_and_keeps_its_choices(check):
    result = check(SHIPPED)
    assert result["district"] == "RU-UFD"
    assert result["codes"]["mappings"]["composite"]["production"][4] == {
        "indicator": "fixed_assets_wear",
        "transform": "identity",
        "deflator": "none",
        "denominator": "none",
        "orientation": -1,
    }


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (["tau"], 5, ["tau", "unknown key", "5"]),
        (["district"], "RU-URAL", ["district", "'RU-URAL'", "ural", "RU-UFD", "all"]),
        (["years", "first"], 2020, ["years", "first year 2020 is after last year 2016"]),
        (["years", "first"], "early", ["years.first", "'early'", "integer"]),
        (["years"], {"first": 2005}, ["years.last", "missing"]),
        (["vintage"], "yesterday", ["vintage", "'yesterday'", "newest"]),
        (["languages"], ["de"], ["languages.0", "'de'", "'en' or 'ru'"]),
        (["formulas", "draws"], 3, ["formulas.draws", "3", "100"]),
        (
            ["correlation", "regressor"],
            "education",
            ["correlation.regressor", "'education'", "employed_higher_education_share"],
        ),
        (
            ["correlation", "reliability", "change_autocorrelation"],
            [-0.5, 0.5],
            ["correlation.reliability.change_autocorrelation.0", "-0.5", "greater than -0.5"],
        ),
        (
            ["correlation", "reliability", "change_autocorrelation"],
            [0.5, 0.0],
            ["change_autocorrelation", "lowest 0.5 is above highest 0"],
        ),
        (["correlation", "reliability", "minimum_reliability"], 1.0, ["minimum_reliability", "less than 1"]),
        (["correlation", "reliability", "design_effect"], 0.5, ["design_effect", "greater than or equal to 1"]),
        (["correlation", "reliability", "share_of_slope"], 0.0, ["share_of_slope", "greater than 0"]),
        (
            ["correlation", "size", "district_draws"],
            2,
            ["correlation.size.district_draws", "greater than or equal to 20"],
        ),
        (["correlation", "edition"], "2022", ["correlation.edition", "'2022'", "regions-of-russia-2022"]),
        (
            ["codes", "main_mapping"],
            "mine",
            ["codes.main_mapping", "'mine'", "is no mapping of codes.mappings", "composite"],
        ),
        (["codes", "main_mapping"], "article", ["codes", "'article' measures dynamic codes", "allowed: proxies, "]),
        (["codes", "mappings", "composite", "scaling"], "spread", ["composite.scaling", "'levels'", "'changes'"]),
        (["codes", "mappings", "composite", "breaks"], "mended", ["composite.breaks", "'as_printed'", "'left_out'"]),
        (["codes", "mappings", "composite", "production"], [], ["composite.production", "at least 1"]),
        (["codes", "mappings", "article", "social"], [{"indicator": "grp"}], ["social.0.indicator", "'grp'"]),
        (
            ["codes", "mappings", "article", "social"],
            [{"indicator": "grp_total", "denominator": "heads"}],
            ["social.0.denominator", "'heads'"],
        ),
        (["derivative", "methods"], ["magic"], ["derivative.methods.0", "'magic'", "gaussian_process"]),
        (
            ["derivative", "noise_to_signal"],
            [3.0, 0.03],
            ["derivative.noise_to_signal", "lowest 3 is above highest 0.03"],
        ),
        (
            ["derivative", "length_scale_years"],
            [1.5, float("inf")],
            ["derivative.length_scale_years.1", "finite number"],
        ),
        (["derivative", "grid"], 1, ["derivative.grid", "1", "greater than or equal to 2"]),
        (["derivative", "edge_years"], -1, ["derivative.edge_years", "-1", "greater than or equal to 0"]),
        (["derivative", "edge_years"], 5, ["simulation.years: 9 found", "11 or more", "5 years at either end"]),
        (["simulation", "years"], [4], ["simulation.years.0", "4", "greater than or equal to 5"]),
        (["simulation", "years"], [5, 6, 19], ["simulation.years: 6 found in the middle", "7 or more", "three codes"]),
        (["simulation", "units"], 0, ["simulation.units", "0", "greater than or equal to 20"]),
        (["simulation", "noise_sd"], [0], ["simulation.noise_sd.0", "0", "greater than 0"]),
        (["multiverse", "sample"], 20, ["multiverse.sample", "20", "greater than or equal to 100"]),
        (["simulation", "replications"], 0, ["simulation.replications", "0", "greater than or equal to 2"]),
        (["formulas", "periods"], -1, ["formulas.periods", "-1", "greater than or equal to 0"]),
        (["formulas", "memory_years"], 0.0, ["formulas.memory_years", "0.0", "greater than 0"]),
        (["seed"], -1, ["seed", "-1", "greater than or equal to 0"]),
        (["languages"], ["en", "ru", "en"], ["languages", "holds 'en' twice", "allowed once"]),
        (["passports"], [], ["at least 1 item", "passports"]),
        (["passports"], ["RU-SVE", "RU-SVE"], ["holds 'RU-SVE' twice", "passports"]),
        (
            ["correlation", "outcomes"],
            ["employed_higher_education_share"],
            ["correlation: outcomes hold the regressor"],
        ),
        (
            ["correlation", "regressor"],
            "grp_total",
            ["correlation.regressor", "'grp_total'", "allowed: employed_higher_education_share"],
        ),
        (
            ["codes", "mappings", "article", "minimum_indicators"],
            2,
            ["codes.mappings.article: minimum_indicators: 2 found; 1 to 1 is allowed"],
        ),
        (
            ["codes", "mappings", "article", "social"],
            [{"indicator": "grp_total"}, {"indicator": "grp_total"}],
            ["codes.mappings.article.social", "hold the indicator 'grp_total' twice"],
        ),
        (
            ["validity", "value"],
            [{"indicator": "grp_total", "denominator": "grp_total"}],
            ["validity.value.0", "'grp_total' is divided by itself"],
        ),
        (["granularity", "candidate_bases", "table_3"], [9], ["granularity.candidate_bases.table_3", "unknown key"]),
        (["granularity", "candidate_bases", "table_1"], [], ["granularity.candidate_bases.table_1", "at least 1"]),
        (["granularity", "highest_base"], 49, ["granularity: lowest_base 50 is above highest_base 49"]),
    ],
)
def test_a_wrong_choice_is_one_line_with_key_value_and_what_is_allowed(check, path, value, words):
    with pytest.raises(StudyError) as error:
        check(changed(path, value))
    line = next(line for line in str(error.value).splitlines() if words[0] in line)
    assert all(word in line for word in words)


@pytest.mark.parametrize(
    ("written", "code"),
    [("RU-SFD", "RU-SFD"), ("siberian", "RU-SFD"), ("Far Eastern", "RU-FEFD"), (" URAL ", "RU-UFD"), ("all", "RU")],
)
def test_a_district_may_be_written_as_its_code_its_word_or_all(check, written, code):
    assert check(changed(["district"], written))["district"] == code


def test_all_wrong_choices_are_named_at_once(check):
    config = changed(["seed"], -1)
    config["district"] = "RU"
    with pytest.raises(StudyError, match=r"2 problems in workflow/config.yaml"):
        check(config)


def test_the_schema_beside_the_config_is_the_models_own():
    committed = json.loads((ROOT / "workflow/config.schema.json").read_text(encoding="utf-8"))
    assert committed == Config.model_json_schema()


def test_every_choice_is_described_in_the_schema_or_named_by_its_own_title():
    schema = Config.model_json_schema()
    bare = [
        f"{title}.{name}"
        for title, block in {"Config": schema, **schema["$defs"]}.items()
        for name, field in block.get("properties", {}).items()
        if "description" not in field and "$ref" not in field
    ]
    assert bare == []
