"""The codes, their rates, the two formulas, and how far they hang on choices."""

PERIOD = {"first_year": config["years"]["first"], "last_year": config["years"]["last"]}
METHODS = config["derivative"]["methods"]
DERIVATIVE = {**PERIOD, **{key: value for key, value in config["derivative"].items() if key != "methods"}}


# One part is fastest for the study as it is; a larger one is spread by --set-scatter simulation=6 specifications=3, with
# the same results. What a part does hangs on its number alone: nothing is drawn otherwise.
scattergather:
    simulation=1,
    formulas=1,
    specifications=1,
    sizes=1,


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


rule simulate_curves:
    """A part of the simulation study: every method of the derivative on some of the known curves under noise."""
    input:
        code=modules("simulate_curves"),
    output:
        "results/models/simulation/{scatteritem}.parquet",
    params:
        **config["simulation"],
        **config["derivative"],
        seed=config["seed"],
    script:
        "../scripts/simulate_curves.py"


rule simulate_derivatives:
    """Errors and coverage of every method of the derivative on known curves under noise."""
    input:
        parts=gather.simulation(rules.simulate_curves.output[0]),
        code=modules("simulate_derivatives"),
    output:
        "results/models/simulation.csv",
    script:
        "../scripts/simulate_derivatives.py"


rule estimate_formulas:
    """A part of the formulas: some of the units, in every year and reading, with joint draws for the bands."""
    input:
        codes=rules.build_codes.output[0],
        regions=REFERENCE["regions"],
        code=modules("estimate_formulas"),
    output:
        "results/models/formulas/{scatteritem}.parquet",
    params:
        district=config["district"],
        methods=METHODS,
        options={**DERIVATIVE, **config["formulas"], "seed": config["seed"]},
    script:
        "../scripts/estimate_formulas.py"


rule compute_formulas:
    """Formula (1) and Formula (2) for every unit and year, in every reading, with bands."""
    input:
        parts=gather.formulas(rules.estimate_formulas.output[0]),
        code=modules("compute_formulas"),
    output:
        "results/models/nid.csv",
    script:
        "../scripts/compute_formulas.py"


rule rank_regions:
    """Probabilities that a region is first, above the district, above zero, by Code ID and Code NID."""
    input:
        codes=rules.build_codes.output[0],
        regions=REFERENCE["regions"],
        code=modules("rank_regions"),
    output:
        "results/models/ranks.csv",
    params:
        district=config["district"],
        options={**DERIVATIVE, **config["formulas"], "seed": config["seed"]},
    script:
        "../scripts/rank_regions.py"


rule vary_choices:
    """Code NID and rank of every unit with one choice changed at a time."""
    input:
        panel=rules.build_panel.output.parquet,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("vary_choices"),
    output:
        "results/models/sensitivity.csv",
    params:
        district=config["district"],
        choices={
            "mappings": config["codes"]["mappings"],
            "main_mapping": config["codes"]["main_mapping"],
            "base_period": config["codes"]["base_period"],
            "price_base_year": config["codes"]["price_base_year"],
            "methods": METHODS,
            "formulas": config["formulas"],
            "alternatives": config["sensitivity"],
        },
        options=DERIVATIVE,
        seed=config["seed"],
    script:
        "../scripts/vary_choices.py"


rule estimate_connections:
    """The connections of Figure 1: partial correlations of codes, rates and growth between regions and years."""
    input:
        panel=rules.build_panel.output.parquet,
        codes=rules.build_codes.output[0],
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("estimate_connections"),
    output:
        "results/models/connections.csv",
    params:
        mapping=config["codes"]["main_mapping"],
        options={**DERIVATIVE, "district": config["district"], "base_last_year": config["codes"]["base_period"]["last"]},
    script:
        "../scripts/estimate_connections.py"


rule validate_codes:
    """The dynamic codes against measured innovation, information technology and education."""
    input:
        panel=rules.build_panel.output.parquet,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("validate_codes"),
    output:
        "results/models/validity.csv",
    params:
        mapping=config["codes"]["mappings"][config["codes"]["main_mapping"]],
        measures=config["validity"],
        code_options={
            **PERIOD,
            "base_first_year": config["codes"]["base_period"]["first"],
            "base_last_year": config["codes"]["base_period"]["last"],
            "price_base_year": config["codes"]["price_base_year"],
        },
        rate_options=DERIVATIVE,
    script:
        "../scripts/validate_codes.py"
