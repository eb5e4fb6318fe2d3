"""What the estimates say: the verdicts on the article's claims, and the conclusions on Figure 2."""


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


rule write_conclusions:
    """What the estimates allow one to say of Figure 2, in plain sentences chosen by the numbers."""
    input:
        points=rules.fit_education.output.points,
        fits=rules.fit_education.output.fits,
        placebos=rules.fit_education.output.placebo_fits,
        walks=rules.fit_education.output.placebo_walks,
        pairs=rules.fit_education.output.walk_pairs,
        checks=rules.fit_education.output.checks,
        estimates=rules.weigh_evidence.output.estimates,
        evidence=rules.weigh_evidence.output.evidence,
        findings=rules.weigh_evidence.output.findings,
        reliability=rules.measure_reliability.output.reliability,
        forms=rules.fit_education.output.forms,
        summary=rules.fit_specifications.output.summary,
        joint=rules.fit_specifications.output.joint,
        ways=rules.fit_specifications.output.ways,
        shares=rules.cross_choices.output.shares,
        choices=rules.cross_choices.output.choices,
        foresight=rules.foretell_growth.output.scores,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        texts=TEXTS,
        code=modules("scripts/write_conclusions.py"),
    output:
        expand("results/conclusions.{language}.md", language=LANGUAGES),
    params:
        district=config["district"],
        judged={name: config["correlation"]["reliability"][name] for name in ("share_of_slope", "power")},
    script:
        "../scripts/write_conclusions.py"
