"""The survey dumps, tabulated and held against the article's printed shares; values scored from raw items."""

# By table of the article: the survey behind it, its dump and its codebook.
SURVEYS = {
    "table_1": "import-substitution-2016",
    "table_2": "neo-industrialization-attitudes",
    "sample": "import-substitution-2016",
    "table_1_spss": "import-substitution-2016-spss",  # the same answers in another format: the same table
}


rule tabulate_survey:
    """Counts, bases, shares and intervals of one survey table, beside the shares that the article prints."""
    input:
        dump=lambda wildcards: glob(f"data/raw/surveys/{SURVEYS[wildcards.table]}.*"),
        codebook=lambda wildcards: f"data/reference/codebooks/{SURVEYS[wildcards.table]}.csv",
        cleaning="data/reference/survey_rules.csv",
        printed=lambda wildcards: f"data/article/{wildcards.table.removesuffix('_spss')}.csv",
        sources=rules.verify_sources.output[0],
        code=modules("tabulate_survey"),
    output:
        "results/surveys/{table}.csv",
    wildcard_constraints:
        table="|".join(SURVEYS),
    script:
        "../scripts/tabulate_survey.py"


rule clean_surveys:
    """What was guessed or declared missing on reading every dump, and the rows dropped, each with rule and reason."""
    input:
        dumps=[glob(f"data/raw/surveys/{survey}.*") for survey in dict.fromkeys(SURVEYS.values())],
        codebooks=[f"data/reference/codebooks/{survey}.csv" for survey in dict.fromkeys(SURVEYS.values())],
        cleaning="data/reference/survey_rules.csv",
        sources=rules.verify_sources.output[0],
        code=modules("clean_surveys"),
    output:
        dropped="results/surveys/dropped_rows.csv",
        reading="results/surveys/reading.csv",
    script:
        "../scripts/clean_surveys.py"


rule compare_blocks:
    """Differences between the blocks of Table 1, with all that a test can say from printed shares alone."""
    input:
        options="results/surveys/table_1.csv",
        code=modules("compare_blocks"),
    output:
        "results/surveys/block_differences.csv",
    script:
        "../scripts/compare_blocks.py"


rule check_granularity:
    """Which numbers of respondents the article's printed shares can come from (GRIM)."""
    input:
        printed=["data/article/table_1.csv", "data/article/table_2.csv", "data/article/sample.csv"],
        code=modules("check_granularity"),
    output:
        "results/surveys/granularity.csv",
    params:
        **config["granularity"],
    script:
        "../scripts/check_granularity.py"


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
