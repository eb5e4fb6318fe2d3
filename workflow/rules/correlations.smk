"""What Figure 2 is worth: the panel of regions, the size of the tests, and the exhibits that show it."""


rule fit_panels:
    """Slopes on education in the panel of regions, the district's and the country's, under every estimator and error."""
    input:
        panel=rules.build_panel.output.parquet,
        revisions=rules.build_panel.output.revisions,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("fit_panels"),
    output:
        models="results/models/panel_models.csv",
        left_out="results/models/panel_cells_left_out.csv",
    params:
        edition=config["correlation"]["edition"],
        districts=list(dict.fromkeys([config["district"], "RU"])),
        points={
            "regressor": config["correlation"]["regressor"],
            "outcomes": config["correlation"]["outcomes"],
            **PERIOD,
        },
        wild={"draws": config["correlation"]["wild_draws"], "seed": config["seed"]},
    script:
        "../scripts/fit_panels.py"


rule compare_walks:
    """A part of the sizes of the tests: unrelated walks with a trend, of some lengths and in some panels."""
    input:
        code=modules("compare_walks"),
    output:
        "results/models/sizes/{scatteritem}.parquet",
    params:
        options={**config["correlation"]["size"], "seed": config["seed"]},
    script:
        "../scripts/compare_walks.py"


rule measure_sizes:
    """How often every test finds a relation between unrelated walks with a trend, at the 5 % level."""
    input:
        parts=gather.sizes(rules.compare_walks.output[0]),
        code=modules("measure_sizes"),
    output:
        "results/models/test_sizes.csv",
    script:
        "../scripts/measure_sizes.py"


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


rule fit_placebos:
    """What else fits the outcomes of Figure 2: the calendar, other districts' education, independent walks."""
    input:
        panel=rules.build_panel.output.parquet,
        regions=REFERENCE["regions"],
        points=rules.fit_correlations.output.points,
        code=modules("fit_placebos"),
    output:
        fits="results/models/placebo_fits.csv",
        walks="results/models/placebo_walks.csv",
        draws="results/models/placebo_draws.csv",
        pairs="results/models/walk_pairs.csv",
    params:
        elsewhere={"district": config["district"], "regressor": config["correlation"]["regressor"], **PERIOD},
        walks={"walks": config["correlation"]["placebo_walks"], "seed": config["seed"]},
        pairs={
            "lengths": config["correlation"]["size"]["years"],
            "ratios": [0.0, 0.5, 1.0, 2.0, 3.0],
            "pairs": config["correlation"]["placebo_walks"],
            "seed": config["seed"],
        },
    script:
        "../scripts/fit_placebos.py"


rule check_robustness:
    """Every panel of Figure 2 under each change of method, and its four functional forms."""
    input:
        panel=rules.build_panel.output.parquet,
        revisions=rules.build_panel.output.revisions,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        points=rules.fit_correlations.output.points,
        code=modules("check_robustness"),
    output:
        checks="results/models/robustness.csv",
        readings="results/models/readings_of_points.csv",
        forms="results/models/functional_forms.csv",
        bridge="results/models/bridged_education.csv",
        scenario="results/models/scenario_points.csv",
    params:
        options={
            "edition": config["correlation"]["edition"],
            "district": config["district"],
            "regressor": config["correlation"]["regressor"],
            "outcomes": config["correlation"]["outcomes"],
            "price_base_year": config["codes"]["price_base_year"],
            "draws": config["correlation"]["scenario_draws"],
            "seed": config["seed"],
            **PERIOD,
        },
        readings={
            "district": config["district"],
            "regressor": config["correlation"]["regressor"],
            "outcomes": config["correlation"]["outcomes"],
            **PERIOD,
        },
        bridge={
            "district": config["district"],
            "regressor": config["correlation"]["regressor"],
            "draws": config["correlation"]["scenario_draws"],
            "seed": config["seed"],
            **PERIOD,
        },
    script:
        "../scripts/check_robustness.py"


rule fit_families:
    """A part of the specification curve: its fits, and its correlations with regressors that know nothing."""
    input:
        panel=rules.build_panel.output.parquet,
        revisions=rules.build_panel.output.revisions,
        codes=rules.build_codes.output[0],
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("fit_families"),
    output:
        "results/models/specifications/{scatteritem}.parquet",
    params:
        options={
            "district": config["district"],
            "regressor": config["correlation"]["regressor"],
            "outcomes": config["correlation"]["outcomes"],
            "mapping": config["codes"]["main_mapping"],
            "price_base_year": config["codes"]["price_base_year"],
            **config["correlation"]["specifications"],
            "seed": config["seed"],
        },
    script:
        "../scripts/fit_families.py"


rule fit_specifications:
    """The specification curve of Figure 2: every defensible choice, every status, and the joint test."""
    input:
        parts=gather.specifications(rules.fit_families.output[0]),
        code=modules("fit_specifications"),
    output:
        curve="results/models/specifications.csv",
        summary="results/models/specification_summary.csv",
        choices="results/models/specification_choices.csv",
        joint="results/models/specification_joint_test.csv",
    params:
        outcomes=config["correlation"]["outcomes"],
    script:
        "../scripts/fit_specifications.py"


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
