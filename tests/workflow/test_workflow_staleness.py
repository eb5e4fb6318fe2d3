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
    "compute_codes": ["build_panel"],
    "compute_region_codes": ["build_panel", "compute_codes"],
    "compose_codes": ["build_panel"],
    "simulate_derivatives": [],
    "vary_choices": ["build_panel"],
    "cross_choices": ["build_panel"],
    "validate_codes": ["build_panel", "compute_codes"],
    "calibrate_bands": ["build_panel"],
    "foretell_growth": ["build_panel"],
    "fit_education": ["build_panel"],
    "fit_panels": ["build_panel"],
    "measure_reliability": ["build_panel"],
    "test_cointegration": ["build_panel"],
    "weigh_evidence": ["build_panel", "fit_education", "fit_panels", "test_cointegration"],
    "fit_specifications": ["build_panel", "compute_codes"],
    "tabulate_surveys": ["verify_sources"],
    "score_values": ["verify_sources"],
    "check_article": [
        "verify_sources",
        "verify_tables",
        "tabulate_surveys",
        "fit_education",
        "weigh_evidence",
        "validate_codes",
        "compute_codes",
        "foretell_growth",
    ],
    "write_conclusions": [
        "fit_education",
        "measure_reliability",
        "weigh_evidence",
        "fit_specifications",
        "cross_choices",
        "foretell_growth",
        "compute_codes",
        "compose_codes",
        "validate_codes",
        "tabulate_surveys",
        "check_article",
    ],
    "figure_1_model": [],
    "figure_1b_connections": ["validate_codes"],
    "figure_2_education": ["fit_education"],
    "figure_3_placebo": ["fit_education"],
    "figure_s1_codes": ["compute_codes", "compose_codes"],
    "figure_s2_vintages": ["build_panel"],
    "figure_s3_coverage": ["build_panel"],
    "figure_s4_simulation": ["simulate_derivatives"],
    "figure_s5_profiles": ["compute_codes", "compose_codes"],
    "figure_s6_scenario": ["fit_education"],
    "figure_s7_ranks": ["compute_codes", "compose_codes"],
    "figure_s8_sensitivity": ["vary_choices"],
    "figure_s9_specifications": ["fit_specifications"],
    "figure_s10_values": ["score_values"],
    "figure_s11_composition": ["compose_codes"],
    "figure_s12_estimates": ["weigh_evidence"],
    "figure_s13_multiverse": ["cross_choices"],
    "figure_s14_calibration": ["calibrate_bands"],
    "figure_s15_hedgehog": ["foretell_growth"],
    "figure_s16_map": ["compute_region_codes"],
    "figure_4_foresight": ["foretell_growth"],
    "tables_of_claims": ["check_article"],
    "tables_of_model": ["validate_codes"],
    "tables_of_foresight": ["foretell_growth"],
    "tables_of_placebo": ["fit_education", "fit_panels", "weigh_evidence"],
    "tables_of_codes": ["compute_codes", "compose_codes", "vary_choices", "validate_codes"],
    "tables_of_surveys": ["tabulate_surveys", "score_values"],
    "tables_of_data": ["build_panel"],
    "tables_of_methods": ["simulate_derivatives", "calibrate_bands"],
}
HANGS_ON["measure_passports"] = ["build_panel", "compute_codes"]
HANGS_ON["write_passport"] = ["measure_passports", "compute_codes", "foretell_growth"]
HANGS_ON["write_workbook"] = [rule for rule in HANGS_ON if rule.startswith("tables_")]
# The tours show neither the scenario nor the values nor the composition nor the estimates nor all combinations of
# choices nor the calibration nor the forecasts nor the map.
HIDDEN = (
    "s6_scenario",
    "s10_values",
    "s11_composition",
    "s12_estimates",
    "s13_multiverse",
    "s14_calibration",
    "s15_hedgehog",
    "s16_map",
    "4_foresight",
)
HANGS_ON["execute_notebooks"] = [
    "verify_tables",
    "build_panel",
    "compute_codes",
    "fit_education",
    "write_conclusions",
    *(rule for rule in HANGS_ON if rule.startswith("figure_") and not rule.endswith(HIDDEN)),
    "tables_of_claims",
    "tables_of_placebo",
    "tables_of_codes",
    "tables_of_data",
]
HANGS_ON["write_summary"] = [
    "verify_sources",
    "compute_codes",
    "compose_codes",
    "validate_codes",
    "foretell_growth",
    "fit_education",
    "weigh_evidence",
    "tabulate_surveys",
    "check_article",
    "write_conclusions",
]
HANGS_ON["write_site"] = [
    "verify_sources",
    "verify_tables",
    "build_panel",
    "compute_codes",
    "compose_codes",
    "fit_education",
    "fit_specifications",
    "tabulate_surveys",
    "check_article",
    "compute_region_codes",
    "validate_codes",
    "weigh_evidence",
    "foretell_growth",
    *(rule for rule in HANGS_ON if rule.startswith(("figure_", "tables_", "write_"))),
]
HANGS_ON["seal_results"] = list(HANGS_ON)
PASSPORTS = ["RU-KGN", "RU-TYU-0"]
JOBS = {"write_passport": [f"region={region}" for region in PASSPORTS]}
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
            [
                "compute_codes",
                "compose_codes",
                "vary_choices",
                "validate_codes",
                "calibrate_bands",
                "foretell_growth",
                "fit_education",
                "fit_panels",
                "test_cointegration",
                "weigh_evidence",
                "fit_specifications",
                "measure_passports",
                "figure_s8_sensitivity",
                "cross_choices",
                "tables_of_codes",
            ],
        ),
        ("workflow/regioncodes/exhibits/figures/figure_1_model.py", ["figure_1_model", "figure_1b_connections"]),
        ("workflow/regioncodes/exhibits/figures/figure_s10_values.py", ["figure_s10_values"]),
        ("workflow/regioncodes/exhibits/tables/table_s4_simulation.py", ["tables_of_methods"]),
        ("workflow/scripts/fit_education.py", ["fit_education"]),
    ],
)
def test_an_edit_to_code_reruns_its_rule_and_what_hangs_on_it(copied, file, rules):
    folder = copied()
    append_comment(folder, file)
    assert planned(folder) == with_dependents(*rules)


def test_another_font_redraws_every_figure_passport_and_summary(copied):
    folder = copied()
    with (folder / "workflow/regioncodes/exhibits/printing/fonts/DejaVuSans.ttf").open("ab") as font:
        font.write(b"\0")
    drawing = [name for name in HANGS_ON if name.startswith("figure_")]
    assert planned(folder) == with_dependents(*drawing, "write_passport", "write_summary")


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
    named = ("compute_codes", "cross_choices", "foretell_growth", "measure_passports", "vary_choices")
    assert planned(folder) == with_dependents(*named)


def test_one_changed_cell_reruns_the_reading_and_what_hangs_on_it(copied):
    folder = copied()
    sheets = workbooks()[ECONOMY]
    sheets["8.1."][6][3] += 1
    write_workbook(folder / ECONOMY, sheets)
    mend_source(folder, ECONOMY)
    assert planned(folder) == with_dependents("verify_sources", "read_tables")


def test_a_raw_file_touched_and_not_changed_reruns_nothing(copied):
    folder = copied()
    os.utime(folder / ECONOMY)
    assert planned(folder) == []
