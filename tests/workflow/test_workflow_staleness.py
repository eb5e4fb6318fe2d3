import os
import re

import pytest
import yaml
from fixture_study import ECONOMY, mend_source, run, workbooks, write_workbook

pytestmark = pytest.mark.slow

# Every rule and the rules whose output it takes, kept by hand: what the workflow answers is held against it.
HANGS_ON = {
    "verify_sources": [],
    "read_tables": [],
    "verify_tables": ["read_tables"],
    "build_panel": ["verify_sources", "verify_tables"],
    "build_codes": ["build_panel"],
    "differentiate_codes": ["build_codes"],
    "simulate_curves": [],
    "simulate_derivatives": ["simulate_curves"],
    "estimate_formulas": ["build_codes"],
    "compute_formulas": ["estimate_formulas"],
    "rank_regions": ["build_codes"],
    "vary_choices": ["build_panel"],
    "estimate_connections": ["build_panel", "build_codes"],
    "validate_codes": ["build_panel"],
    "fit_correlations": ["build_panel"],
    "fit_panels": ["build_panel"],
    "compare_walks": [],
    "measure_sizes": ["compare_walks"],
    "table_s8_panels": ["fit_panels", "measure_sizes", "fit_correlations"],
    "tabulate_survey": ["verify_sources"],
    "clean_surveys": ["verify_sources"],
    "check_granularity": [],
    "compare_blocks": ["tabulate_survey"],
    "fit_placebos": ["build_panel", "fit_correlations"],
    "check_robustness": ["build_panel", "fit_correlations"],
    "fit_families": ["build_panel", "build_codes"],
    "fit_specifications": ["fit_families"],
    "figure_3_placebo": ["fit_placebos"],
    "figure_s6_scenario": ["check_robustness", "fit_correlations"],
    "figure_s9_specifications": ["fit_specifications"],
    "table_s9_robustness": ["check_robustness"],
    "table_s10_forms": ["check_robustness"],
    "write_conclusions": [
        "fit_correlations", "fit_panels", "measure_sizes", "fit_placebos", "check_robustness", "fit_specifications",
    ],
    "score_values": ["verify_sources"],
    "figure_s10_values": ["score_values"],
    "table_s12_values": ["score_values"],
    "check_article": [
        "verify_sources", "verify_tables", "tabulate_survey", "fit_correlations", "fit_placebos", "check_robustness",
        "fit_panels", "estimate_connections", "differentiate_codes", "compute_formulas",
    ],
    "table_3_claims": ["check_article"],
    "figure_1_model": [],
    "figure_2_education": ["fit_correlations"],
    "figure_s1_codes": ["compute_formulas"],
    "table_1_relevance": ["tabulate_survey"],
    "table_2_attitudes": ["tabulate_survey"],
    "table_s11_blocks": ["compare_blocks"],
    "table_s1_codes": ["compute_formulas"],
    "figure_s2_vintages": ["build_panel"],
    "figure_s3_coverage": ["build_panel"],
    "table_s2_revisions": ["build_panel"],
    "table_s3_coverage": ["build_panel"],
    "figure_s4_simulation": ["simulate_derivatives"],
    "table_s4_simulation": ["simulate_derivatives"],
    "figure_1b_connections": ["estimate_connections"],
    "figure_s5_profiles": ["differentiate_codes"],
    "figure_s7_ranks": ["rank_regions"],
    "figure_s8_sensitivity": ["vary_choices"],
    "table_s5_sensitivity": ["vary_choices"],
    "table_s6_validity": ["validate_codes"],
    "table_s7_connections": ["estimate_connections"],
}  # fmt: skip
HANGS_ON["measure_passports"] = ["build_panel", "build_codes"]
HANGS_ON["write_passport"] = ["measure_passports", "build_codes"]
HANGS_ON["write_workbook"] = [rule for rule in HANGS_ON if rule.startswith("table_")]
HANGS_ON["execute_notebooks"] = [
    "verify_tables", "build_panel", "fit_correlations",
    *(rule for rule in HANGS_ON if rule.startswith(("figure_", "table_", "write_conclusions"))),
]  # fmt: skip
HANGS_ON["write_site"] = [
    "verify_sources", "verify_tables", "build_panel", "build_codes", "differentiate_codes", "compute_formulas",
    "fit_correlations", "fit_specifications", "tabulate_survey", "check_article",
    *(rule for rule in HANGS_ON if rule.startswith(("figure_", "table_", "write_"))),
]  # fmt: skip
HANGS_ON["seal_results"] = list(HANGS_ON)
PASSPORTS = ["RU-KGN", "RU-TYU-0"]
EDITIONS = ["edition=education-2014", "edition=revision-2020", "edition=yearbook-2018"]
JOBS = {
    "read_tables": EDITIONS,
    **{
        rule: ["scatteritem=1-of-1"]
        for rule in ("simulate_curves", "estimate_formulas", "fit_families", "compare_walks")
    },
    "tabulate_survey": ["table=sample", "table=table_1", "table=table_1_spss", "table=table_2"],
    "write_passport": [f"region={region}" for region in PASSPORTS],
}
BLOCK = re.compile(r"^(?:local)?rule (\w+):\n((?: {4}.*\n)*)", re.MULTILINE)
WILDCARDS = re.compile(r"^ {4}wildcards: (.*)$", re.MULTILINE)


def named_jobs(output):
    """Jobs that a run of Snakemake names, such as 'read_tables edition=yearbook-2018', without the rule all."""
    found = [(rule, WILDCARDS.search(block)) for rule, block in BLOCK.findall(output) if rule != "all"]
    return sorted(f"{rule} {wildcards.group(1)}" if wildcards else rule for rule, wildcards in found)


def jobs_of(rules):
    """Every job of the rules."""
    return [f"{rule} {wildcards}".strip() for rule in rules for wildcards in JOBS.get(rule, [""])]


def dependents(*first):
    """The rules that hang on the first ones, directly or through others, without these."""
    found = set(first)
    for rule, needed in HANGS_ON.items():  # a rule stands after those it hangs on
        if found.intersection(needed):
            found.add(rule)
    return sorted(found.difference(first))


def with_dependents(*first):
    return sorted(jobs_of([*first, *dependents(*first)]))


def planned(folder):
    process = run(folder, "--dry-run")
    assert process.returncode == 0, process.stderr
    return named_jobs(process.stdout + process.stderr)


def append_comment(folder, file):
    with (folder / file).open("a", encoding="utf-8") as text:
        text.write("# a comment more\n")


def test_a_fresh_study_runs_every_job_of_the_list(finished):
    assert named_jobs(finished.process.stdout + finished.process.stderr) == sorted(jobs_of(HANGS_ON))


@pytest.mark.parametrize(
    ("file", "rules"),
    [
        (
            "workflow/regioncodes/codes/codes.py",
            ["build_codes", "vary_choices", "validate_codes", "check_robustness", "simulate_curves"],
        ),
        ("workflow/regioncodes/exhibits/figures/figure_1_model.py", ["figure_1_model", "figure_1b_connections"]),
        ("workflow/scripts/fit_correlations.py", ["fit_correlations"]),
    ],
)
def test_an_edit_to_code_reruns_its_rule_and_what_hangs_on_it(copied, file, rules):
    folder = copied()
    append_comment(folder, file)
    assert planned(folder) == with_dependents(*rules)


def test_another_font_redraws_every_figure_and_passport(copied):
    folder = copied()
    with (folder / "workflow/regioncodes/exhibits/printing/fonts/DejaVuSans.ttf").open("ab") as font:
        font.write(b"\0")
    drawing = [name for name in HANGS_ON if name.startswith("figure_")]
    assert planned(folder) == with_dependents(*drawing, "write_passport")


def test_an_edit_to_the_lock_reruns_every_rule(copied):
    folder = copied()
    append_comment(folder, "requirements.lock")
    assert planned(folder) == sorted(jobs_of(HANGS_ON))


def test_another_choice_reruns_the_rule_that_uses_it(copied):
    folder = copied()
    path = folder / "workflow/config.yaml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    config["formulas"]["memory_years"] += 1
    path.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")
    assert planned(folder) == with_dependents("estimate_formulas", "measure_passports", "rank_regions", "vary_choices")


def test_one_changed_cell_reruns_the_reading_of_its_edition_alone(copied):
    folder = copied()
    sheets = workbooks()[ECONOMY]
    sheets["8.1."][6][3] += 1
    write_workbook(folder / ECONOMY, sheets)
    mend_source(folder, ECONOMY)
    rest = jobs_of(["verify_sources", *dependents("verify_sources", "read_tables")])
    assert planned(folder) == sorted([*rest, "read_tables edition=yearbook-2018"])


def test_a_raw_file_touched_and_not_changed_reruns_nothing(copied):
    folder = copied()
    os.utime(folder / ECONOMY)
    assert planned(folder) == []
