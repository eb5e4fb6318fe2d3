"""docs/use-as-module.md followed to the letter: a study with its own config and data uses the steps of this one."""

import re
import shutil
import subprocess

import pytest
import yaml
from fixture_study import ROOT, figures, hashes, make_study, run

from regioncodes.ground.tables import read_table
from regioncodes.publication.documentation.pages import commands

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs/use-as-module.md").read_text(encoding="utf-8")


def block(language):
    return re.search(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[1]


@pytest.fixture(scope="module")
def study(new_study, tmp_path_factory):
    """A study with figures of its own, in English alone; regioncodes, with other figures, is a folder in it."""
    folder = tmp_path_factory.mktemp("own")
    shutil.copytree(new_study("regioncodes"), folder / "regioncodes")
    for command in commands(PAGE):
        if command != "snakemake":
            subprocess.run(command, shell=True, cwd=folder, check=True)
    shutil.copytree(make_study(tmp_path_factory.mktemp("other"), seed=2) / "data", folder / "data", dirs_exist_ok=True)
    config = yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8"))
    config["languages"] = ["en"]
    (folder / "config.yaml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    (folder / "Snakefile").write_text(block("snakemake"), encoding="utf-8")
    (folder / "count_positive_years.py").write_text(block("python"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def before(study):
    return hashes(study / "regioncodes")


@pytest.fixture(scope="module")
def done(before, study):
    process = run(study)
    assert process.returncode == 0, process.stderr
    return study


def test_the_study_gets_its_own_figure_and_table(done):
    assert (done / "results/figures/figure_s1_codes.en.png").stat().st_size > 10_000
    assert not (done / "results/figures/figure_s1_codes.ru.png").exists()
    assert set(read_table(done / "results/own/positive_years.csv").columns) == {"mapping", "reading", "region", "years"}


def test_figures_are_those_of_the_study_and_not_of_the_module(done):
    panel = read_table(done / "results/data/panel.csv").set_index(["indicator", "region", "year"])
    value = panel.loc[("population_avg", "RU-KGN", 2003), "value"]
    own, module = (figures(seed)["population_avg"].loc[2003, "RU-KGN"] for seed in (2, 1))
    assert value == own != module


def test_the_folder_of_the_module_stays_as_it_was(done, before):
    after = {name: value for name, value in hashes(done / "regioncodes").items() if "__pycache__" not in name}
    assert after == {name: value for name, value in before.items() if "__pycache__" not in name}


def test_said_again_there_is_nothing_to_do(done):
    again = run(done)
    assert "Nothing to be done" in again.stdout + again.stderr


def test_an_edit_to_the_module_reruns_what_hangs_on_it(done):
    module = done / "regioncodes/workflow/regioncodes/codes/formulas.py"
    text = module.read_text(encoding="utf-8")
    module.write_text(f"{text}\n# edited\n", encoding="utf-8")
    process = run(done, "--dry-run", "--quiet", "rules")
    module.write_text(text, encoding="utf-8")
    said = process.stdout + process.stderr
    assert "study_compute_codes" in said
    assert "study_build_panel" not in said


def test_the_whole_study_can_be_asked_for(done):
    process = run(done, "--dry-run", "study_all")
    assert process.returncode == 0, process.stderr
    assert "regioncodes/notebooks/tour_of_data.ipynb" in process.stdout + process.stderr


def test_a_prefix_is_refused_with_what_to_do_instead(done):
    snakefile = (done / "Snakefile").read_text(encoding="utf-8")
    (done / "Snakefile").write_text(
        snakefile.replace("    config:\n", '    prefix:\n        "place"\n    config:\n'), encoding="utf-8"
    )
    process = run(done, "--dry-run")
    (done / "Snakefile").write_text(snakefile, encoding="utf-8")
    assert process.returncode != 0
    assert "give each study a folder of its own" in process.stderr
