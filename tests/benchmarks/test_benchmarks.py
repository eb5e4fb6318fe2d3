"""The benchmarks' own parts: synthetic countries, exponents, and jobs that run without Snakemake."""

import json
import platform
import subprocess
import sys

import bench_growth
import bench_jobs
import bench_workflow
import growth_panels
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_series_equal

import kernels
from regioncodes.panel.panel import panel_and_revisions
from regioncodes.reading.findings import FINDINGS


@pytest.fixture(scope="module")
def nation():
    return growth_panels.country(4)


def test_a_country_has_as_many_rows_as_times_the_district_study(nation):
    assert len(nation.regions) == 4 * growth_panels.UNITS
    assert nation.regions["region"].is_unique
    assert nation.regions["name_ru"].is_unique


def test_totals_add_up_and_means_lie_between_their_parts(nation):
    leaves = nation.regions.loc[nation.regions["level"] == "region", "region"]
    total, share = nation.figures["grp_total"], nation.figures["employment_rate"]
    assert np.allclose(total["RU"], total[leaves].sum(axis=1), rtol=1e-6)
    assert share["RU"].between(share[leaves].min(axis=1), share[leaves].max(axis=1)).all()


def test_the_same_seed_gives_the_same_country_and_another_another(nation):
    again, other = growth_panels.country(4), growth_panels.country(4, seed=2)
    assert_series_equal(nation.figures["grp_total"]["RU"], again.figures["grp_total"]["RU"])
    assert not nation.figures["grp_total"]["RU"].equals(other.figures["grp_total"]["RU"])


def test_the_checks_of_figures_find_no_error_in_a_synthetic_country(nation):
    names = ("corrections", "ranges", "identities", "district_changes", "accepted_findings", "breaks")
    facts = {name: bench_growth.read_table(bench_growth.REFERENCE / f"{name}.csv") for name in names}
    facts |= {name: facts[name].iloc[:0] for name in ("district_changes", "accepted_findings")}
    facts |= {"regions": nation.regions, "indicators": nation.indicators}
    rows = growth_panels.tidy_rows(nation)
    _, findings = bench_growth.checked_rows(rows, pd.DataFrame(columns=FINDINGS), facts)
    assert list(findings.loc[findings["severity"] == "error", "finding"]) == []


def test_the_newer_edition_revises_every_total_of_its_years_but_one_that_is_not_available(nation):
    rows = growth_panels.tidy_rows(nation)
    _, revisions = panel_and_revisions(rows, growth_panels.SOURCES, nation.regions, nation.indicators, vintage="newest")
    totals = (nation.indicators["kind"] == "total").sum()
    assert len(revisions) == (len(nation.regions) * len(growth_panels.REVISED_YEARS) - 1) * totals


def test_the_exponent_of_a_power_is_its_power():
    lines = [{"size": size, "seconds": 3 * size**1.5} for size in (1, 10, 100)]
    assert bench_growth.exponent(lines) == pytest.approx(1.5)
    assert bench_growth.foretold(lines, 1000, "seconds") == pytest.approx(3 * 1000**1.5)


def test_files_answer_by_position_name_and_slice_as_in_scripts():
    files = bench_jobs.Files(["a", "b", "c"], {"first": [0, None], "rest": [1, 3]})
    assert (files[0], files["first"], files.first, files[:2]) == ("a", "a", "a", ["a", "b"])
    assert files.rest == ["b", "c"]


def test_a_job_runs_its_script_with_names_as_snakemake_gives_them(tmp_path, monkeypatch):
    script = tmp_path / "workflow/scripts/write_sum.py"
    script.parent.mkdir(parents=True)
    (tmp_path / "workflow/rules").mkdir()
    script.write_text(
        "from pathlib import Path\n"
        "terms = Path(snakemake.input.terms).read_text().split()\n"
        "total = sum(map(int, terms)) * snakemake.params['factor'] + snakemake.params.more\n"
        "Path(snakemake.output[0]).write_text(f'{snakemake.wildcards.name} {total}')\n",
        encoding="utf-8",
    )
    (tmp_path / "terms.txt").write_text("1 2 3", encoding="utf-8")
    job = {
        "script": "../scripts/write_sum.py",
        "input": [["terms.txt"], {"terms": [0, None]}],
        "output": [["results/sum.txt"], {}],
        "params": {"factor": 10, "more": 1},
        "wildcards": {"name": "six"},
    }
    monkeypatch.chdir(tmp_path)
    bench_jobs.run_job(json.loads(json.dumps(job)))
    assert (tmp_path / "results/sum.txt").read_text(encoding="utf-8") == "six 61"


def test_the_jobs_of_a_run_are_counted_from_what_it_says():
    assert bench_workflow.steps("1 of 3 steps (33%) done\n3 of 3 steps (100%) done") == 3
    assert bench_workflow.steps("Nothing to be done") == 0


def test_make_runs_a_program_whose_folder_has_blanks_letters_and_signs_in_its_name(tmp_path):
    program = tmp_path / "мой клон $(HOME) 'с' #пробелами/program.py"
    program.parent.mkdir()
    program.write_text("import sys; print(sys.argv[1:])", encoding="utf-8")
    text = f"all:\n{bench_workflow.recipe(sys.executable, str(program), 'a b', '1')}\n"
    (tmp_path / "Makefile").write_text(text, encoding="utf-8")
    _, _, said = bench_workflow.run(["make", "-s"], tmp_path)
    assert said == "['a b', '1']\n"


def test_the_newest_edition_taken_out_and_put_back_leaves_the_study_as_it_was(tmp_path):
    study = tmp_path / "study"
    edition = study / "data/raw/rosstat" / bench_workflow.NEW_EDITION
    edition.mkdir(parents=True)
    (study / "data/reference").mkdir()
    texts = {}
    for name in ("sources", "tables"):
        texts[name] = f"file\ndata/raw/rosstat/{bench_workflow.NEW_EDITION}/tidy.csv\ndata/raw/other.csv\n"
        (study / f"data/reference/{name}.csv").write_text(texts[name], encoding="utf-8")
    kept = bench_workflow.split_off_newest_year(study)
    assert not edition.exists()
    assert (study / "data/reference/tables.csv").read_text(encoding="utf-8") == "file\ndata/raw/other.csv\n"
    bench_workflow.add_newest_year(study, kept)
    assert edition.is_dir()
    assert (study / "data/reference/sources.csv").read_text(encoding="utf-8") == texts["sources"]


def test_a_kernel_is_tried_once_under_the_first_name_that_runs_it():
    answers = {"default": "Haswell", "Nehalem": "Nehalem", "Barcelona": "Nehalem", "Zen": "Haswell", "SkylakeX": None}

    def ask(name):
        return answers[name] and {kernels.KERNEL: answers[name]}

    assert kernels.distinct(answers, ask) == ["default", "Nehalem"]


def test_a_failed_check_says_its_last_line():
    said = "NOT VERIFIED: 13 of 347 results\n\n=== 2 failed, 9 passed ===\n\n"
    assert kernels.outcome(subprocess.CompletedProcess([], 1, said)) == "2 failed, 9 passed"
    assert kernels.outcome(subprocess.CompletedProcess([], 0, said)) == "passed"
    assert kernels.outcome(subprocess.CompletedProcess([], -4, "")) == "ended with code -4"


def test_the_kernel_that_ran_is_told_by_the_process_that_ran_it(monkeypatch):
    # Under make kernels the tests themselves run under a kernel that was asked for.
    monkeypatch.delenv("OPENBLAS_CORETYPE", raising=False)
    found = kernels.facts_under("no such kernel")
    assert found == kernels.facts_under("default")
    assert found["Python"] == platform.python_version()
