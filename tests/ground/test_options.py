"""The frozen objects of the config: their fields are its keys, and their defaults those of the shipped one."""

from dataclasses import FrozenInstanceError, fields

import pytest
import yaml

from project import ROOT
from regioncodes.ground import config, config_codes, options

SHIPPED = yaml.safe_load((ROOT / "workflow/config.yaml").read_text(encoding="utf-8"))
BLOCKS = {
    options.Period: config_codes.Period,
    options.Derivative: config.Derivative,
    options.Simulation: config.Simulation,
    options.Formulas: config.Formulas,
    options.Specifications: config.Specifications,
    options.Reliability: config.Reliability,
}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.__name__)
def test_every_field_is_a_key_of_the_block_of_the_same_name(block):
    assert block.__name__ == BLOCKS[block].__name__
    assert {field.name for field in fields(block)} <= set(BLOCKS[block].model_fields)


def test_what_comes_from_several_blocks_has_their_keys_and_the_period_of_the_study():
    keys = {*config.Config.model_fields, *config_codes.Codes.model_fields, *config.Correlation.model_fields}
    for block in (options.CodeYears, options.Figure2):
        assert {field.name for field in fields(block)} - keys == {"period"}


def test_usual_options_are_those_of_the_shipped_config():
    for usual, key in ((options.USUAL_DERIVATIVE, "derivative"), (options.USUAL_FORMULAS, "formulas")):
        for field in fields(usual):
            value = getattr(usual, field.name)
            assert (list(value) if isinstance(value, tuple) else value) == SHIPPED[key][field.name]


def test_options_do_not_change_on_their_way():
    with pytest.raises(FrozenInstanceError):
        options.USUAL_FORMULAS.draws = 1
