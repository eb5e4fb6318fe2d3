"""The codes, their rates, the two formulas, and how far they hang on choices."""

METHODS = config["derivative"]["methods"]
# Arguments of the frozen objects of regioncodes/ground/options.py, each under the name that its step asks for it.
DERIVATIVE = {"derivative": {key: value for key, value in config["derivative"].items() if key != "methods"}}
CODE_YEARS = {
    "period": config["years"],
    "base_period": config["codes"]["base_period"],
    "price_base_year": config["codes"]["price_base_year"],
}
FORMULAS = {**DERIVATIVE, "formulas": config["formulas"], "seed": config["seed"]}


rule compute_codes:
    """Defining codes, their rates with bands, Formula (1) and Formula (2) in every reading, ranks as probabilities."""
    input:
        panel=rules.build_panel.output.parquet,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("scripts/compute_codes.py"),
    output:
        codes="results/models/codes.csv",
        rates="results/models/rates.csv",
        nid="results/models/nid.csv",
        ranks="results/models/ranks.csv",
    params:
        **CODE_YEARS,
        **FORMULAS,
        district=config["district"],
        mappings=config["codes"]["mappings"],
        methods=METHODS,
    script:
        "../scripts/compute_codes.py"


rule compute_region_codes:
    """Both formulas, growth and later growth of every region of Russia that overlaps no other: what the maps show."""
    input:
        codes=rules.compute_codes.output.codes,
        panel=rules.build_panel.output.parquet,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("scripts/compute_region_codes.py"),
    output:
        "results/models/region_codes.csv",
    params:
        **FORMULAS,
        period=config["years"],
        mapping=SHOWN["mapping"],
        target=config["foresight"]["primary_target"],
        later_years=max(config["foresight"]["primary_horizons"]),
    script:
        "../scripts/compute_region_codes.py"


rule compose_codes:
    """What every code is made of: the share of each indicator in its yearly change and in its level."""
    input:
        panel=rules.build_panel.output.parquet,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("scripts/compose_codes.py"),
    output:
        "results/models/code_composition.csv",
    params:
        **CODE_YEARS,
        district=config["district"],
        mappings=config["codes"]["mappings"],
        minimum_changes=config["codes"]["minimum_changes"],
    script:
        "../scripts/compose_codes.py"


rule vary_choices:
    """Code NID and rank of every unit with one choice changed at a time."""
    input:
        panel=rules.build_panel.output.parquet,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("scripts/vary_choices.py"),
    output:
        "results/models/sensitivity.csv",
    params:
        **CODE_YEARS,
        **FORMULAS,
        district=config["district"],
        choices={
            "mappings": config["codes"]["mappings"],
            "main_mapping": config["codes"]["main_mapping"],
            "methods": METHODS,
            "alternatives": config["sensitivity"],
        },
    script:
        "../scripts/vary_choices.py"


rule cross_choices:
    """In what share of all combinations of the choices the joint bands of both formulas exclude zero."""
    input:
        panel=rules.build_panel.output.parquet,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("scripts/cross_choices.py"),
    output:
        shares="results/models/multiverse.csv",
        choices="results/models/multiverse_choices.csv",
    params:
        **CODE_YEARS,
        **FORMULAS,
        district=config["district"],
        mappings=config["codes"]["mappings"],
        alternatives=config["sensitivity"],
        sample=config["multiverse"]["sample"],
    script:
        "../scripts/cross_choices.py"


rule validate_codes:
    """The connections of Figure 1 as partial correlations, and the dynamic codes against what measures the same."""
    input:
        panel=rules.build_panel.output.parquet,
        codes=rules.compute_codes.output.codes,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("scripts/validate_codes.py"),
    output:
        connections="results/models/connections.csv",
        validity="results/models/validity.csv",
    params:
        **CODE_YEARS,
        **DERIVATIVE,
        district=config["district"],
        main_mapping=SHOWN["mapping"],
        mapping=config["codes"]["mappings"][SHOWN["mapping"]],
        measures=config["validity"],
        power=config["correlation"]["reliability"]["power"],
    script:
        "../scripts/validate_codes.py"


rule simulate_derivatives:
    """Errors and coverage of every method on known curves under noise, and of the joint process on three codes."""
    input:
        code=modules("scripts/simulate_derivatives.py"),
    output:
        simulation="results/models/simulation.csv",
        joint_coverage="results/models/joint_coverage.csv",
    params:
        **DERIVATIVE,
        simulation=config["simulation"],
        methods=METHODS,
        seed=config["seed"],
    script:
        "../scripts/simulate_derivatives.py"


rule calibrate_bands:
    """Figures of all regions left out and predicted from the rest, beside a random walk; the prior of the length scale."""
    input:
        panel=rules.build_panel.output.parquet,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("scripts/calibrate_bands.py"),
    output:
        calibration="results/models/calibration.csv",
        places="results/models/calibration_pit.csv",
        length_scales="results/models/length_scales.csv",
    params:
        **CODE_YEARS,
        **DERIVATIVE,
        mapping=config["codes"]["mappings"][SHOWN["mapping"]],
        calibration=config["calibration"],
        seed=config["seed"],
    script:
        "../scripts/calibrate_bands.py"


rule foretell_growth:
    """Codes of every year from what was out by then, held against the growth that came and against rivals."""
    input:
        panel=rules.build_panel.output.parquet,
        revisions=rules.build_panel.output.revisions,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        sources=REFERENCE["sources"],
        publication_lags=REFERENCE["publication_lags"],
        code=modules("scripts/foretell_growth.py"),
    output:
        scores="results/models/foresight.csv",
        skills="results/models/foresight_skills.csv",
        origins="results/models/foresight_origins.csv",
        bands="results/models/foresight_bands.csv",
        left_out="results/models/foresight_left_out.csv",
        stability="results/models/stability.csv",
    params:
        **CODE_YEARS,
        **DERIVATIVE,
        formulas=config["formulas"],
        district=config["district"],
        mapping=config["codes"]["mappings"][SHOWN["mapping"]],
        foresight=config["foresight"],
        power=config["correlation"]["reliability"]["power"],
        seed=config["seed"],
    script:
        "../scripts/foretell_growth.py"
