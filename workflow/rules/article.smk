"""The article's claims, each held against the results; the verdicts are computed, never typed."""


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
        fits=rules.fit_correlations.output.fits,
        placebos=rules.fit_placebos.output.fits,
        checks=rules.check_robustness.output.checks,
        panels=rules.fit_panels.output.models,
        connections=rules.estimate_connections.output[0],
        rates=rules.differentiate_codes.output[0],
        nid=rules.compute_formulas.output[0],
        reading=rules.verify_tables.output.reading,
        sources=rules.verify_sources.output[0],
        texts=TEXTS,
        code=modules("check_article"),
    output:
        "results/article/claims.csv",
    params:
        district=config["district"],
    script:
        "../scripts/check_article.py"


rule table_3_claims:
    """Every claim of the article by its verdict, with the reason."""
    input:
        verdicts=rules.check_article.output[0],
        texts=TEXTS,
        code=modules("table_3_claims"),
    output:
        table("table_3_claims"),
    script:
        "../scripts/table_3_claims.py"


ARTICLE_EXHIBITS = rules.table_3_claims.output
