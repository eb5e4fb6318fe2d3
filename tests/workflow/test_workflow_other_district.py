"""The real study for another district, from the config alone: every rule, both languages."""

import pytest
from fixture_study import copy_project, run

from regioncodes.ground.regions import units_of
from regioncodes.ground.tables import read_table

pytestmark = pytest.mark.slow

COPIED = ["Snakefile", "workflow", "profiles", "notebooks", "requirements.lock", "data"]
CHOICE = "district: RU-UFD "


@pytest.fixture(scope="module")
def siberian(tmp_path_factory):
    """The study's own files with one word of the config changed, run."""
    folder = tmp_path_factory.mktemp("siberian")
    copy_project(folder, *COPIED)
    config = folder / "workflow/config.yaml"
    text = config.read_text(encoding="utf-8")
    assert text.count(CHOICE) == 1
    config.write_text(text.replace(CHOICE, "district: siberian "), encoding="utf-8")
    process = run(folder)
    assert process.returncode == 0, process.stderr
    return folder


def test_every_unit_of_the_district_has_codes_formulas_and_ranks(siberian, regions):
    units = set(units_of("RU-SFD", regions))
    for name in ("rates", "nid", "ranks", "sensitivity"):
        table = read_table(siberian / f"results/models/{name}.csv")
        assert set(table["region"]) == units, name
    ranks = read_table(siberian / "results/models/ranks.csv")
    assert (ranks["mapping"] == "composite").any()
    composite = ranks[(ranks["mapping"] == "composite") & (ranks["year"] == 2014)]
    assert set(composite["status"]) == {"ranked", "whole"}
    assert (composite["ranked_regions"] == len(units) - 2).all()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_exhibits_are_those_of_the_district(siberian, regions, language):
    name = regions.set_index("region").loc["RU-SFD", f"name_{language}"]
    for exhibit in ("figure_s1_codes", "figure_s5_profiles", "figure_s7_ranks", "figure_s8_sensitivity"):
        folder = siberian / "results/figures"
        assert name in (folder / f"{exhibit}.{language}.txt").read_text(encoding="utf-8")
        assert (folder / f"{exhibit}.{language}.png").stat().st_size > 5000
    connections = (siberian / f"results/tables/table_s7_connections.{language}.html").read_text(encoding="utf-8")
    assert name in connections
