"""The exhibits: every figure and table of the article, and ours, in each language."""

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
