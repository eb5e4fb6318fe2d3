"""The exhibits, every figure and table of the article, and ours, in each language; and the verdicts they print."""

LANGUAGES = config["languages"]
FIGURE_FORMATS = ["pdf", "svg", "png", "txt"]  # the text is the caption
TABLE_FORMATS = ["csv", "html", "tex", "docx"]
TEXTS = "data/reference/texts.csv"
# The exhibits show one mapping by one method; results/models holds all of them.
SHOWN = {"mapping": config["codes"]["main_mapping"], "method": METHODS[0]}


def printed(folder, name, endings, shown):
    """Files of one exhibit in each language; the one to look at enters Snakemake's report, with its caption."""
    files = expand(f"results/{folder}/{name}.{{language}}.{{ending}}", language=LANGUAGES, ending=endings)
    return [in_report(file, folder, name) if file.endswith(shown) else file for file in files]


def in_report(file, folder, name):
    """A file marked for Snakemake's report. A figure's caption is the text beside it; a table holds its own."""
    caption = f"{file.removesuffix('png')}txt"
    from_rules = os.path.relpath(caption, os.path.join(PACKAGE_FOLDER, "rules")) if folder == "figures" else None
    labels = {"exhibit": name, "language": file.split(".")[-2]}
    return report(file, caption=from_rules, category=folder.capitalize(), labels=labels)


def figure(name):
    """Files of one figure in each language: three formats and the caption."""
    return printed("figures", name, FIGURE_FORMATS, "png")


def table(name):
    """Files of one printed table in each language."""
    return printed("tables", name, TABLE_FORMATS, "html")


rule figure_1_model:
    """The article's Figure 1 redrawn: two planes, six codes, three kinds of connection."""
    input:
        texts=TEXTS,
        code=modules("figure_1_model"),
    output:
        figure("figure_1_model"),
    script:
        "../scripts/figure_1_model.py"


rule figure_2_education:
    """The article's Figure 2: four outcomes of the district on the share of employed with higher education."""
    input:
        points=rules.fit_correlations.output.points,
        fits=rules.fit_correlations.output.fits,
        lines=rules.fit_correlations.output.lines,
        regions=REFERENCE["regions"],
        sources=REFERENCE["sources"],
        indicators=REFERENCE["indicators"],
        texts=TEXTS,
        code=modules("figure_2_education"),
    output:
        figure("figure_2_education"),
    params:
        district=config["district"],
        outcomes=config["correlation"]["outcomes"],
        edition=config["correlation"]["edition"],
    script:
        "../scripts/figure_2_education.py"


rule figure_s1_codes:
    """Code ID and Code NID of every region and year, with bands: Formula (1) and Formula (2)."""
    input:
        nid=rules.compute_formulas.output[0],
        regions=REFERENCE["regions"],
        texts=TEXTS,
        code=modules("figure_s1_codes"),
    output:
        figure("figure_s1_codes"),
    params:
        district=config["district"],
        shown=SHOWN,
    script:
        "../scripts/figure_s1_codes.py"


rule table_1_relevance:
    """The article's Table 1, counted from a reconstructed dump, with bases and intervals."""
    input:
        options="results/surveys/table_1.csv",
        texts=TEXTS,
        code=modules("table_1_relevance"),
    output:
        table("table_1_relevance"),
    script:
        "../scripts/table_1_relevance.py"


rule table_2_attitudes:
    """The article's Table 2, counted from a reconstructed dump, with base and intervals."""
    input:
        options="results/surveys/table_2.csv",
        texts=TEXTS,
        code=modules("table_2_attitudes"),
    output:
        table("table_2_attitudes"),
    script:
        "../scripts/table_2_attitudes.py"


rule table_s11_blocks:
    """Whether the blocks of Table 1 differ, as far as the printed shares tell."""
    input:
        differences=rules.compare_blocks.output[0],
        texts=TEXTS,
        code=modules("table_s11_blocks"),
    output:
        table("table_s11_blocks"),
    script:
        "../scripts/table_s11_blocks.py"


rule table_s1_codes:
    """Code ID and the three readings of Code NID in the last common year, for every region."""
    input:
        nid=rules.compute_formulas.output[0],
        regions=REFERENCE["regions"],
        texts=TEXTS,
        code=modules("table_s1_codes"),
    output:
        table("table_s1_codes"),
    params:
        shown=SHOWN,
    script:
        "../scripts/table_s1_codes.py"


rule figure_s2_vintages:
    """GRP per capita of the district's units: how far each older edition is from the newest."""
    input:
        panel=rules.build_panel.output.parquet,
        revisions=rules.build_panel.output.revisions,
        sources=REFERENCE["sources"],
        regions=REFERENCE["regions"],
        texts=TEXTS,
        code=modules("figure_s2_vintages"),
    output:
        figure("figure_s2_vintages"),
    params:
        district=config["district"],
        series={"per_capita": "grp_per_capita", "total": "grp_total", **PERIOD},
    script:
        "../scripts/figure_s2_vintages.py"


rule figure_s3_coverage:
    """Coverage of the study's period: which indicators lack values of the district's units, when, and why."""
    input:
        panel=rules.build_panel.output.parquet,
        indicators=REFERENCE["indicators"],
        regions=REFERENCE["regions"],
        texts=TEXTS,
        code=modules("figure_s3_coverage"),
    output:
        figure("figure_s3_coverage"),
    params:
        district=config["district"],
        period=PERIOD,
    script:
        "../scripts/figure_s3_coverage.py"


rule table_s2_revisions:
    """What newer editions revised: per indicator how many cells, by how much, where."""
    input:
        revisions=rules.build_panel.output.revisions,
        indicators=REFERENCE["indicators"],
        regions=REFERENCE["regions"],
        sources=REFERENCE["sources"],
        texts=TEXTS,
        code=modules("table_s2_revisions"),
    output:
        table("table_s2_revisions"),
    params:
        district=config["district"],
        period=PERIOD,
    script:
        "../scripts/table_s2_revisions.py"


rule table_s3_coverage:
    """The holes in the data by indicator, unit and year, the reason of each, and what would fill it."""
    input:
        panel=rules.build_panel.output.parquet,
        gaps="data/reference/gaps.csv",
        indicators=REFERENCE["indicators"],
        regions=REFERENCE["regions"],
        texts=TEXTS,
        code=modules("table_s3_coverage"),
    output:
        table("table_s3_coverage"),
    params:
        district=config["district"],
        period=PERIOD,
    script:
        "../scripts/table_s3_coverage.py"


rule figure_1b_connections:
    """Figure 1 with the strengths of its connections, where the data tell them from zero."""
    input:
        connections=rules.estimate_connections.output[0],
        texts=TEXTS,
        code=modules("figure_1b_connections"),
    output:
        figure("figure_1b_connections"),
    params:
        mapping=SHOWN["mapping"],
    script:
        "../scripts/figure_1b_connections.py"


rule figure_s5_profiles:
    """Code profiles: level and rate of the three defining codes of every unit, with bands."""
    input:
        rates=rules.differentiate_codes.output[0],
        regions=REFERENCE["regions"],
        texts=TEXTS,
        code=modules("figure_s5_profiles"),
    output:
        figure("figure_s5_profiles"),
    params:
        district=config["district"],
        shown=SHOWN,
    script:
        "../scripts/figure_s5_profiles.py"


rule figure_s7_ranks:
    """Ranks as probabilities: that a region is first, above the district, above zero by Code NID."""
    input:
        ranks=rules.rank_regions.output[0],
        regions=REFERENCE["regions"],
        texts=TEXTS,
        code=modules("figure_s7_ranks"),
    output:
        figure("figure_s7_ranks"),
    params:
        district=config["district"],
        shown={"mapping": SHOWN["mapping"], "edge_years": config["derivative"]["edge_years"]},
    script:
        "../scripts/figure_s7_ranks.py"


rule figure_s8_sensitivity:
    """Ranges of Code NID and ranks of every region over the choices of the study."""
    input:
        moves=rules.vary_choices.output[0],
        regions=REFERENCE["regions"],
        texts=TEXTS,
        code=modules("figure_s8_sensitivity"),
    output:
        figure("figure_s8_sensitivity"),
    params:
        district=config["district"],
    script:
        "../scripts/figure_s8_sensitivity.py"


rule table_s5_sensitivity:
    """How much each choice moves Code NID and the rank of every region."""
    input:
        moves=rules.vary_choices.output[0],
        regions=REFERENCE["regions"],
        texts=TEXTS,
        code=modules("table_s5_sensitivity"),
    output:
        table("table_s5_sensitivity"),
    params:
        district=config["district"],
    script:
        "../scripts/table_s5_sensitivity.py"


rule table_s6_validity:
    """The dynamic codes against measured innovation, information technology and education."""
    input:
        validity=rules.validate_codes.output[0],
        indicators=REFERENCE["indicators"],
        texts=TEXTS,
        code=modules("table_s6_validity"),
    output:
        table("table_s6_validity"),
    params:
        mapping=SHOWN["mapping"],
    script:
        "../scripts/table_s6_validity.py"


rule table_s7_connections:
    """The connections of Figure 1, estimated for the regions of Russia and of the district."""
    input:
        connections=rules.estimate_connections.output[0],
        regions=REFERENCE["regions"],
        texts=TEXTS,
        code=modules("table_s7_connections"),
    output:
        table("table_s7_connections"),
    params:
        mapping=SHOWN["mapping"],
        district=config["district"],
    script:
        "../scripts/table_s7_connections.py"


rule figure_s4_simulation:
    """Coverage and error of every method of the derivative on known curves under noise."""
    input:
        study=rules.simulate_derivatives.output[0],
        texts=TEXTS,
        code=modules("figure_s4_simulation"),
    output:
        figure("figure_s4_simulation"),
    script:
        "../scripts/figure_s4_simulation.py"


rule table_s4_simulation:
    """Bias, error and coverage of every method of the derivative by curve, length and noise."""
    input:
        study=rules.simulate_derivatives.output[0],
        texts=TEXTS,
        code=modules("table_s4_simulation"),
    output:
        table("table_s4_simulation"),
    script:
        "../scripts/table_s4_simulation.py"


EXHIBITS = [
    *rules.figure_1_model.output,
    *rules.figure_2_education.output,
    *rules.figure_s1_codes.output,
    *rules.table_1_relevance.output,
    *rules.table_2_attitudes.output,
    *rules.table_s11_blocks.output,
    *rules.table_s1_codes.output,
    *rules.figure_s2_vintages.output,
    *rules.figure_s3_coverage.output,
    *rules.table_s2_revisions.output,
    *rules.table_s3_coverage.output,
    *rules.figure_s4_simulation.output,
    *rules.table_s4_simulation.output,
    *rules.figure_1b_connections.output,
    *rules.figure_s5_profiles.output,
    *rules.figure_s7_ranks.output,
    *rules.figure_s8_sensitivity.output,
    *rules.table_s5_sensitivity.output,
    *rules.table_s6_validity.output,
    *rules.table_s7_connections.output,
]


rule table_s8_panels:
    """Slopes on education in the panel of regions under every error, beside how often each test is wrong."""
    input:
        models=rules.fit_panels.output.models,
        sizes=rules.measure_sizes.output[0],
        fits=rules.fit_correlations.output.fits,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        texts=TEXTS,
        code=modules("table_s8_panels"),
    output:
        table("table_s8_panels"),
    params:
        district=config["district"],
        outcomes=config["correlation"]["outcomes"],
    script:
        "../scripts/table_s8_panels.py"


rule figure_3_placebo:
    """Placebos: how well the calendar, other districts' education and mere walks fit the outcomes of Figure 2."""
    input:
        fits=rules.fit_placebos.output.fits,
        walks=rules.fit_placebos.output.walks,
        pairs=rules.fit_placebos.output.pairs,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        texts=TEXTS,
        code=modules("figure_3_placebo"),
    output:
        figure("figure_3_placebo"),
    params:
        district=config["district"],
    script:
        "../scripts/figure_3_placebo.py"


rule figure_s9_specifications:
    """The specification curve, its dashboard of choices, and the joint test."""
    input:
        curve=rules.fit_specifications.output.curve,
        summary=rules.fit_specifications.output.summary,
        joint=rules.fit_specifications.output.joint,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        texts=TEXTS,
        code=modules("figure_s9_specifications"),
    output:
        figure("figure_s9_specifications"),
    params:
        district=config["district"],
    script:
        "../scripts/figure_s9_specifications.py"


rule figure_s6_scenario:
    """Figure 2 with the years of unpublished education bridged: a scenario, flagged as an estimate."""
    input:
        scenario=rules.check_robustness.output.scenario,
        fits=rules.fit_correlations.output.fits,
        lines=rules.fit_correlations.output.lines,
        checks=rules.check_robustness.output.checks,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        texts=TEXTS,
        code=modules("figure_s6_scenario"),
    output:
        figure("figure_s6_scenario"),
    params:
        district=config["district"],
        outcomes=config["correlation"]["outcomes"],
    script:
        "../scripts/figure_s6_scenario.py"


rule table_s9_robustness:
    """Each panel of Figure 2 under every change of method, one at a time."""
    input:
        checks=rules.check_robustness.output.checks,
        regions=REFERENCE["regions"],
        sources=REFERENCE["sources"],
        indicators=REFERENCE["indicators"],
        texts=TEXTS,
        code=modules("table_s9_robustness"),
    output:
        table("table_s9_robustness"),
    params:
        district=config["district"],
    script:
        "../scripts/table_s9_robustness.py"


rule table_s10_forms:
    """Linear, logarithmic, exponential and power forms of Figure 2, compared out of sample."""
    input:
        forms=rules.check_robustness.output.forms,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        texts=TEXTS,
        code=modules("table_s10_forms"),
    output:
        table("table_s10_forms"),
    params:
        district=config["district"],
    script:
        "../scripts/table_s10_forms.py"


rule write_conclusions:
    """What the estimates allow one to say of Figure 2, in plain sentences chosen by the numbers."""
    input:
        points=rules.fit_correlations.output.points,
        fits=rules.fit_correlations.output.fits,
        placebos=rules.fit_placebos.output.fits,
        walks=rules.fit_placebos.output.walks,
        pairs=rules.fit_placebos.output.pairs,
        checks=rules.check_robustness.output.checks,
        models=rules.fit_panels.output.models,
        sizes=rules.measure_sizes.output[0],
        forms=rules.check_robustness.output.forms,
        summary=rules.fit_specifications.output.summary,
        joint=rules.fit_specifications.output.joint,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        texts=TEXTS,
        code=modules("write_conclusions"),
    output:
        expand("results/conclusions.{language}.md", language=LANGUAGES),
    params:
        district=config["district"],
    script:
        "../scripts/write_conclusions.py"


CORRELATION_EXHIBITS = [
    *rules.table_s8_panels.output,
    *rules.figure_3_placebo.output,
    *rules.figure_s6_scenario.output,
    *rules.figure_s9_specifications.output,
    *rules.table_s9_robustness.output,
    *rules.table_s10_forms.output,
    *rules.write_conclusions.output,
]


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
