"""What the estimates say: the verdicts on the article's claims, and the findings of the study."""


rule check_article:
    """Verdict and reason of every claim of the article, from the results that bear on it."""
    input:
        claims="data/article/claims.csv",
        article_table_1="data/article/table_1.csv",
        article_table_2="data/article/table_2.csv",
        article_sample="data/article/sample.csv",
        article_figure_2="data/article/figure_2.csv",
        survey_table_1="results/surveys/table_1.csv",
        survey_table_2="results/surveys/table_2.csv",
        survey_sample="results/surveys/sample.csv",
        fits=rules.fit_education.output.fits,
        placebos=rules.fit_education.output.placebo_fits,
        estimates=rules.weigh_evidence.output.estimates,
        connections=rules.validate_codes.output.connections,
        rates=rules.compute_codes.output.rates,
        nid=rules.compute_codes.output.nid,
        foresight=rules.foretell_growth.output.scores,
        stability=rules.foretell_growth.output.stability,
        reading=rules.verify_tables.output.reading,
        sources=rules.verify_sources.output[0],
        regions=REFERENCE["regions"],
        texts=TEXTS,
        code=modules("scripts/check_article.py"),
    output:
        "results/article/claims.csv",
    params:
        district=config["district"],
    script:
        "../scripts/check_article.py"


# By the name under which the findings and the page of conclusions ask for it.
CONCLUSION_TABLES = {
    "points": rules.fit_education.output.points,
    "fits": rules.fit_education.output.fits,
    "placebos": rules.fit_education.output.placebo_fits,
    "walks": rules.fit_education.output.placebo_walks,
    "pairs": rules.fit_education.output.walk_pairs,
    "checks": rules.fit_education.output.checks,
    "estimates": rules.weigh_evidence.output.estimates,
    "evidence": rules.weigh_evidence.output.evidence,
    "findings": rules.weigh_evidence.output.findings,
    "reliability": rules.measure_reliability.output.reliability,
    "forms": rules.fit_education.output.forms,
    "summary": rules.fit_specifications.output.summary,
    "joint": rules.fit_specifications.output.joint,
    "ways": rules.fit_specifications.output.ways,
    "shares": rules.cross_choices.output.shares,
    "choices": rules.cross_choices.output.choices,
    "foresight": rules.foretell_growth.output.scores,
    "nid": rules.compute_codes.output.nid,
    "composition": rules.compose_codes.output[0],
    "connections": rules.validate_codes.output.connections,
    "validity": rules.validate_codes.output.validity,
    "table_1": "results/surveys/table_1.csv",
    "granularity": rules.tabulate_surveys.output.granularity,
    "claims": rules.check_article.output[0],
}
# Of whom the findings are asked, and by which tests.
ASKED = {
    "district": config["district"],
    **SHOWN,
    **{name: config["correlation"]["reliability"][name] for name in ("share_of_slope", "power")},
}


rule write_conclusions:
    """The findings of the study with their strength, and the page that tells them: sentences chosen by the numbers."""
    input:
        **CONCLUSION_TABLES,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        texts=TEXTS,
        code=modules("scripts/write_conclusions.py"),
    output:
        table="results/conclusions.csv",
        pages=expand("results/conclusions.{language}.md", language=LANGUAGES),
    params:
        tables=list(CONCLUSION_TABLES),
        asked=ASKED,
    script:
        "../scripts/write_conclusions.py"
