"""Values of students: raw items of the World Values Survey scored by published rules."""


rule score_values:
    """Value scores of every respondent, and means of groups with bootstrap intervals, from raw items."""
    input:
        dump="data/raw/surveys/students-values-synthetic.csv",
        questions="data/reference/value_items.csv",
        axes="data/reference/value_axes.csv",
        components="data/reference/value_indices.csv",
        substitutions="data/reference/value_substitutions.csv",
        sources=rules.verify_sources.output[0],
        code=modules("score_values"),
    output:
        scores="results/surveys/value_scores.csv",
        groups="results/surveys/value_groups.csv",
    params:
        **config["values"],
        seed=config["seed"],
    script:
        "../scripts/score_values.py"


rule figure_s10_values:
    """Students on the axes of secular-rational and self-expression values, and the means of groups; synthetic answers."""
    input:
        scores=rules.score_values.output.scores,
        groups=rules.score_values.output.groups,
        texts=TEXTS,
        code=modules("figure_s10_values"),
    output:
        figure("figure_s10_values"),
    script:
        "../scripts/figure_s10_values.py"


rule table_s12_values:
    """Means of axes and indices of values by group, with bootstrap intervals; synthetic answers."""
    input:
        groups=rules.score_values.output.groups,
        texts=TEXTS,
        code=modules("table_s12_values"),
    output:
        table("table_s12_values"),
    script:
        "../scripts/table_s12_values.py"


VALUE_EXHIBITS = [*rules.figure_s10_values.output, *rules.table_s12_values.output]
