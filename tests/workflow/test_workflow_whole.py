import re

import pytest
from fixture_study import hashes, run

pytestmark = pytest.mark.slow

FIGURES = [
    "figure_1_model",
    "figure_2_education",
    "figure_s1_codes",
    "figure_s2_vintages",
    "figure_s3_coverage",
    "figure_s4_simulation",
    "figure_1b_connections",
    "figure_s5_profiles",
    "figure_s7_ranks",
    "figure_s8_sensitivity",
    "figure_3_placebo",
    "figure_s6_scenario",
    "figure_s9_specifications",
    "figure_s10_values",
]
TABLES = [
    "table_1_relevance",
    "table_2_attitudes",
    "table_3_claims",
    "table_s1_codes",
    "table_s2_revisions",
    "table_s3_coverage",
    "table_s4_simulation",
    "table_s5_sensitivity",
    "table_s6_validity",
    "table_s7_connections",
    "table_s8_panels",
    "table_s9_robustness",
    "table_s10_forms",
    "table_s11_blocks",
    "table_s12_values",
]
EXHIBITS = [
    *(f"figures/{name}.{language}.{ending}"
      for name in FIGURES for language in ("en", "ru") for ending in ("pdf", "svg", "png", "txt")),
    *(f"tables/{name}.{language}.{ending}"
      for name in TABLES for language in ("en", "ru") for ending in ("csv", "html", "tex", "docx")),
]  # fmt: skip
OUR_FILES = re.compile(r"workflow/|\.snakemake/scripts/")


def test_the_bare_word_makes_every_exhibit_in_both_languages(finished):
    assert finished.process.returncode == 0, finished.process.stderr
    made = hashes(finished.folder / "results")
    assert [name for name in EXHIBITS if name not in made] == []


def test_the_run_raises_no_warning_in_the_studys_own_code(finished):
    lines = finished.process.stderr.splitlines()
    assert [line for line in lines if "Warning" in line and OUR_FILES.search(line)] == []


def test_said_again_the_word_has_nothing_to_do(finished):
    again = run(finished.folder)
    assert again.returncode == 0
    assert "Nothing to be done" in again.stdout + again.stderr
