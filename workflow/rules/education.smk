"""What Figure 2 is worth: its fits, placebos, panels, sizes of tests and specifications."""


rule fit_correlations:
    """Points, fits and bands of Figure 2: district outcomes on the share of employed with higher education."""
    input:
        panel=rules.build_panel.output.parquet,
        revisions=rules.build_panel.output.revisions,
        code=modules("fit_correlations"),
    output:
        points="results/models/education_points.csv",
        fits="results/models/education_fits.csv",
        lines="results/models/education_lines.csv",
    params:
        edition=config["correlation"]["edition"],
        points={
            "district": config["district"],
            "regressor": config["correlation"]["regressor"],
            "outcomes": config["correlation"]["outcomes"],
            **PERIOD,
        },
    script:
        "../scripts/fit_correlations.py"


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
