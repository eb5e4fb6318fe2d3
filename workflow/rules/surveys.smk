"""The survey dumps, tabulated and held against the article's printed shares; values scored from raw items."""

from pathlib import Path

# By table of the article: the survey behind it, its dump and its codebook.
SURVEYS = {
    "table_1": "import-substitution-2016",
    "table_2": "neo-industrialization-attitudes",
    "sample": "import-substitution-2016",
    "table_1_spss": "import-substitution-2016-spss",  # the same answers in another format: the same table
}
# Every other codebook is that of a survey of which the article prints nothing.
OWN_SURVEYS = sorted({Path(file).stem for file in glob("data/reference/codebooks/*.csv")} - set(SURVEYS.values()))
OWN_DUMPS = {survey: glob(f"data/raw/surveys/{survey}.*") for survey in OWN_SURVEYS}
OWN_TABLES = [
    f"results/surveys/{table}_{own}.csv" for own in OWN_SURVEYS for table in ("shares", "dropped_rows", "reading")
]
raise_problems(
    [
        *(
            f"found {len(dumps)} files {survey}.*; data/reference/codebooks/{survey}.csv describes one, put it there"
            for survey, dumps in OWN_DUMPS.items()
            if len(dumps) != 1
        ),
        *(
            f"found a survey '{survey}'; letters, digits and _ are allowed in its name, rename it and its codebook"
            for survey in OWN_SURVEYS
            if not survey.isidentifier()
        ),
    ],
    "data/raw/surveys",
)


rule tabulate_surveys:
    """Counts, bases, shares and intervals beside the article's printed shares; what these shares allow; rows dropped."""
    input:
        dumps=[file for survey in dict.fromkeys(SURVEYS.values()) for file in glob(f"data/raw/surveys/{survey}.*")],
        codebooks=[f"data/reference/codebooks/{survey}.csv" for survey in dict.fromkeys(SURVEYS.values())],
        printed=["data/article/table_1.csv", "data/article/table_2.csv", "data/article/sample.csv"],
        cleaning="data/reference/survey_rules.csv",
        sources=rules.verify_sources.output[0],
        code=modules("scripts/tabulate_surveys.py"),
    output:
        **{table: f"results/surveys/{table}.csv" for table in SURVEYS},
        dropped="results/surveys/dropped_rows.csv",
        reading="results/surveys/reading.csv",
        differences="results/surveys/block_differences.csv",
        granularity="results/surveys/granularity.csv",
    params:
        tables={table: [survey, table.removesuffix("_spss")] for table, survey in SURVEYS.items()},
        granularity=config["granularity"],
    script:
        "../scripts/tabulate_surveys.py"


rule tabulate_own_survey:
    """Shares of a survey of which the article prints nothing, on every base; rows dropped; what was guessed on reading."""
    input:
        dump=lambda wildcards: OWN_DUMPS[wildcards.survey][0],
        codebook="data/reference/codebooks/{survey}.csv",
        cleaning="data/reference/survey_rules.csv",
        sources=rules.verify_sources.output[0],
        code=modules("scripts/tabulate_own_survey.py"),
    output:
        shares="results/surveys/shares_{survey}.csv",
        dropped_rows="results/surveys/dropped_rows_{survey}.csv",
        reading="results/surveys/reading_{survey}.csv",
    wildcard_constraints:
        survey="|".join(OWN_SURVEYS) or "(?!)",
    script:
        "../scripts/tabulate_own_survey.py"


rule score_values:
    """Value scores of every respondent, and means of groups with bootstrap intervals, from raw items."""
    input:
        dump="data/raw/surveys/students-values-synthetic.csv",
        questions="data/reference/value_items.csv",
        axes="data/reference/value_axes.csv",
        components="data/reference/value_indices.csv",
        substitutions="data/reference/value_substitutions.csv",
        sources=rules.verify_sources.output[0],
        code=modules("scripts/score_values.py"),
    output:
        scores="results/surveys/value_scores.csv",
        groups="results/surveys/value_groups.csv",
    params:
        **config["values"],
        seed=config["seed"],
    script:
        "../scripts/score_values.py"
