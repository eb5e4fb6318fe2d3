configfile: "workflow/config.yaml"


include: "workflow/rules/study.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/surveys.smk"
include: "workflow/rules/codes.smk"
include: "workflow/rules/education.smk"
include: "workflow/rules/claims.smk"
include: "workflow/rules/exhibits.smk"
include: "workflow/rules/publication.smk"


rule all:
    """Everything the study makes."""
    default_target: True
    input:
        rules.verify_sources.output,
        rules.verify_tables.output,
        rules.build_panel.output,
        rules.compute_codes.output,
        rules.tabulate_surveys.output,
        OWN_TABLES,
        PRINTED,
        rules.write_conclusions.output,
        rules.write_summary.output,
        PASSPORTS,
        rules.write_workbook.output,
        rules.execute_notebooks.output,
        rules.write_site.output,
        rules.seal_results.output,
