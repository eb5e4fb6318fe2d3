"""Choices that are choices: another admissible value of every key of the config goes through the whole study."""

import shutil

import pytest
import yaml
from choice_keys import EACH, keys, values
from fixture_study import ROOT, hashes, run

from regioncodes.exhibits.printing.outcome_words import with_outcomes
from regioncodes.ground.config import Config, checked
from regioncodes.ground.files import read_checksums
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import Texts

SECOND = ROOT / "tests/workflow/second_choices.yaml"
SEAL = "SHA256SUMS"
# Keys of which the schema admits one value only; that any other is refused is a test of tests/ground/test_config.py.
ONLY_ONE = {("correlation", "regressor")}


def choices(folder, file):
    """The config of a file, its defaults filled in, held against the figures of the study in the folder."""
    names = ("regions", "indicators", "sources", "tables", "breaks")
    facts = (read_table(folder / f"data/reference/{name}.csv") for name in names)
    return checked(yaml.safe_load(file.read_text(encoding="utf-8")), *facts)


def test_every_key_of_the_schema_has_a_second_admissible_value(new_study):
    study = new_study("study")
    first, second = (choices(study, file) for file in (study / "workflow/config.yaml", SECOND))
    every = keys(Config.model_json_schema())
    assert {path[0] for path in every} == set(first)
    assert ("codes", "mappings", EACH, "social", EACH, "transform") in every
    same = {path for path in every if all(value in values(first, path) for value in values(second, path))}
    assert same == ONLY_ONE


@pytest.fixture(scope="module")
def changed(copied):
    """The finished fixture study with every choice changed at once, run again; and what the run said."""
    folder = copied()
    shutil.copyfile(SECOND, folder / "workflow/config.yaml")
    return folder, run(folder)


@pytest.mark.slow
def test_the_second_value_of_every_choice_goes_through_the_whole_study(changed):
    folder, process = changed
    assert process.returncode == 0, process.stderr
    assert (folder / "results/passports/RU-SVE.ru.pdf").is_file()
    texts, indicators = (read_table(folder / f"data/reference/{name}.csv") for name in ("texts", "indicators"))
    words = Texts(with_outcomes(texts, indicators), "ru")
    printed = (folder / "results/tables/table_s10_forms.csv").read_text(encoding="utf-8")
    outcomes = choices(folder, SECOND)["correlation"]["outcomes"]
    assert [outcome for outcome in outcomes if words[f"outcome.{outcome}"] not in printed] == []


@pytest.mark.slow
def test_results_that_the_older_choices_made_are_named_and_gone(changed, finished):
    folder, process = changed
    made, before = hashes(folder / "results"), hashes(finished.folder / "results")
    sealed = read_checksums((folder / "results" / SEAL).read_text(encoding="utf-8"))
    assert {f"results/{name}" for name in made} == {*sealed, f"results/{SEAL}"}
    gone = before.keys() - made.keys()
    assert "passports/RU-KGN.en.pdf" in gone
    assert [name for name in gone if f"results/{name}: no present choice makes it; removed" not in process.stdout] == []
