"""What Figure 2 is worth: its fits, placebos, panels, sizes of tests and specifications."""

FIGURE_2 = {
    "district": config["district"],
    "regressor": config["correlation"]["regressor"],
    "outcomes": config["correlation"]["outcomes"],
    "price_base_year": config["codes"]["price_base_year"],
    "real_prices": config["correlation"]["real_prices"],
}
SIZE = config["correlation"]["size"]
RELIABILITY = {name: value for name, value in config["correlation"]["reliability"].items() if name != "draws"}
EDITION = {"edition": config["correlation"]["edition"]}


rule fit_education:
    """Points and lines of Figure 2, what else fits its outcomes, every change of method, the forms, the scenario."""
    input:
        panel=rules.build_panel.output.parquet,
        revisions=rules.build_panel.output.revisions,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("scripts/fit_education.py"),
    output:
        points="results/models/education_points.csv",
        fits="results/models/education_fits.csv",
        lines="results/models/education_lines.csv",
        placebo_fits="results/models/placebo_fits.csv",
        placebo_walks="results/models/placebo_walks.csv",
        placebo_draws="results/models/placebo_draws.csv",
        walk_pairs="results/models/walk_pairs.csv",
        checks="results/models/robustness.csv",
        readings="results/models/readings_of_points.csv",
        forms="results/models/functional_forms.csv",
        bridge="results/models/bridged_education.csv",
        scenario="results/models/scenario_points.csv",
    params:
        figure={**FIGURE_2, **EDITION},
        period=config["years"],
        models={
            "walks": config["correlation"]["placebo_walks"],
            "scenario_draws": config["correlation"]["scenario_draws"],
            "scenario_guide": config["correlation"]["scenario_guide"],
            "seed": config["seed"],
        },
    script:
        "../scripts/fit_education.py"


rule fit_panels:
    """Slopes on education in the panel of regions, the district's and the country's, under every error, the shocks that regions share, and how often each test is wrong."""
    input:
        panel=rules.build_panel.output.parquet,
        revisions=rules.build_panel.output.revisions,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("scripts/fit_panels.py"),
    output:
        models="results/models/panel_models.csv",
        left_out="results/models/panel_cells_left_out.csv",
        sizes="results/models/test_sizes.csv",
        shocks="results/models/common_factors.csv",
    params:
        figure={**FIGURE_2, **EDITION},
        period=config["years"],
        scopes=list(dict.fromkeys([config["district"], "RU"])),
        wild={"draws": config["correlation"]["wild_draws"], "seed": config["seed"]},
        size={
            "series": config["district"],
            "series_draws": SIZE["draws"],
            "panel_draws": {config["district"]: SIZE["district_draws"], "RU": SIZE["country_draws"]},
            "drift_sd": SIZE["drift_sd"],
            "seed": config["seed"],
        },
    script:
        "../scripts/fit_panels.py"


rule test_cointegration:
    """Whether outcomes and education of all regions are held together or only trend: one test, its null and power."""
    input:
        panel=rules.build_panel.output.parquet,
        revisions=rules.build_panel.output.revisions,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("scripts/test_cointegration.py"),
    output:
        "results/models/cointegration.csv",
    params:
        figure={**FIGURE_2, **EDITION},
        period=config["years"],
        draws={**config["correlation"]["cointegration"], "seed": config["seed"]},
    script:
        "../scripts/test_cointegration.py"


rule fit_specifications:
    """The specification curve of Figure 2: every defensible choice, every status, and the joint test."""
    input:
        panel=rules.build_panel.output.parquet,
        revisions=rules.build_panel.output.revisions,
        codes=rules.compute_codes.output.codes,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        sources=REFERENCE["sources"],
        code=modules("scripts/fit_specifications.py"),
    output:
        curve="results/models/specifications.csv",
        summary="results/models/specification_summary.csv",
        choices="results/models/specification_choices.csv",
        joint="results/models/specification_joint_test.csv",
        ways="results/models/specification_ways.csv",
    params:
        figure=FIGURE_2,
        period=config["years"],
        specifications=config["correlation"]["specifications"],
        mapping=SHOWN["mapping"],
        seed=config["seed"],
    script:
        "../scripts/fit_specifications.py"


rule measure_reliability:
    """How much of the education share is noise in each form of a test, and what corrected slopes and tests tell where the slope is known."""
    input:
        panel=rules.build_panel.output.parquet,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        survey_sizes=REFERENCE["survey_sizes"],
        code=modules("scripts/measure_reliability.py"),
    output:
        reliability="results/models/reliability.csv",
        simulation="results/models/corrected_slopes_simulation.csv",
    params:
        figure=FIGURE_2,
        period=config["years"],
        reliability=RELIABILITY,
        simulation={"draws": config["correlation"]["reliability"]["draws"], "seed": config["seed"]},
    script:
        "../scripts/measure_reliability.py"


rule weigh_evidence:
    """Every slope of Figure 2 beside what its test could have seen, and the evidence for and against each outcome."""
    input:
        panel=rules.build_panel.output.parquet,
        revisions=rules.build_panel.output.revisions,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        survey_sizes=REFERENCE["survey_sizes"],
        fits=rules.fit_education.output.fits,
        placebos=rules.fit_education.output.placebo_fits,
        walks=rules.fit_education.output.placebo_walks,
        checks=rules.fit_education.output.checks,
        models=rules.fit_panels.output.models,
        sizes=rules.fit_panels.output.sizes,
        cointegration=rules.test_cointegration.output[0],
        code=modules("scripts/weigh_evidence.py"),
    output:
        estimates="results/models/estimates.csv",
        evidence="results/models/evidence.csv",
        findings="results/models/findings.csv",
    params:
        figure={**FIGURE_2, **EDITION},
        period=config["years"],
        reliability=RELIABILITY,
    script:
        "../scripts/weigh_evidence.py"
