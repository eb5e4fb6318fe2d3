"""The codes, their rates, the two formulas and the regressions of Figure 2."""

PERIOD = {"first_year": config["years"]["first"], "last_year": config["years"]["last"]}
METHODS = config["derivative"]["methods"]
DERIVATIVE = {**PERIOD, **{key: value for key, value in config["derivative"].items() if key != "methods"}}


rule build_codes:
    """Defining codes of every region and year, in standard deviations of the base period."""
    input:
        panel=rules.build_panel.output.parquet,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("build_codes"),
    output:
        "results/models/codes.csv",
    params:
        **PERIOD,
        mappings=config["codes"]["mappings"],
        base_first_year=config["codes"]["base_period"]["first"],
        base_last_year=config["codes"]["base_period"]["last"],
        price_base_year=config["codes"]["price_base_year"],
    script:
        "../scripts/build_codes.py"


rule differentiate_codes:
    """Rates of the defining codes: the dynamic codes of Formula (1), with bands."""
    input:
        codes=rules.build_codes.output[0],
        regions=REFERENCE["regions"],
        code=modules("differentiate_codes"),
    output:
        "results/models/rates.csv",
    params:
        district=config["district"],
        methods=METHODS,
        options=DERIVATIVE,
    script:
        "../scripts/differentiate_codes.py"


rule compute_formulas:
    """Formula (1) and Formula (2) for every unit and year, in every reading, with bands."""
    input:
        codes=rules.build_codes.output[0],
        regions=REFERENCE["regions"],
        code=modules("compute_formulas"),
    output:
        "results/models/nid.csv",
    params:
        district=config["district"],
        methods=METHODS,
        options={**DERIVATIVE, **config["formulas"], "seed": config["seed"]},
    script:
        "../scripts/compute_formulas.py"


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
