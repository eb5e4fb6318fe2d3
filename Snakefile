configfile: "workflow/config.yaml"


include: "workflow/rules/study.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/surveys.smk"
include: "workflow/rules/models.smk"
include: "workflow/rules/exhibits.smk"
include: "workflow/rules/correlations.smk"


rule all:
    """Everything the study makes."""
    default_target: True
    input:
        rules.verify_sources.output,
        rules.verify_tables.output,
        rules.build_panel.output,
        rules.differentiate_codes.output,
        rules.compute_formulas.output,
        expand(rules.tabulate_survey.output, table=SURVEYS),
        rules.check_granularity.output,
        EXHIBITS,
        CORRELATION_EXHIBITS,
        rules.tour_results.output,
