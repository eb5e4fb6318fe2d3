"""Code passports: one page on a region, for those who decide."""

from regioncodes.units import chosen_regions

PASSPORT_REGIONS = chosen_regions(config["passports"], config["district"], read_table(REFERENCE["regions"]))
PASSPORT_TABLES = ["rates", "nid", "ranks", "contributions", "figures"]
BASE_PERIOD = config["codes"]["base_period"]


rule measure_passports:
    """Levels, rates, Code NID, ranks, drivers and figures used, of every region that gets a passport."""
    input:
        panel=rules.build_panel.output.parquet,
        codes=rules.build_codes.output[0],
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("measure_passports"),
    output:
        expand("results/passports/tables/{table}.csv", table=PASSPORT_TABLES),
    params:
        chosen=PASSPORT_REGIONS,
        name=SHOWN["mapping"],
        mapping=config["codes"]["mappings"][SHOWN["mapping"]],
        options={**DERIVATIVE, **config["formulas"], "seed": config["seed"]},
        period=PERIOD,
        base={
            "last_year": PERIOD["last_year"],
            "base_first_year": BASE_PERIOD["first"],
            "base_last_year": BASE_PERIOD["last"],
            "price_base_year": config["codes"]["price_base_year"],
        },
    script:
        "../scripts/measure_passports.py"


rule write_passport:
    """The passport of a region, a page to print and a page to browse, in each language."""
    input:
        **dict(zip(PASSPORT_TABLES, rules.measure_passports.output)),
        codes=rules.build_codes.output[0],
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        sources=REFERENCE["sources"],
        texts=TEXTS,
        passport_texts="data/reference/passport_texts.csv",
        code=modules("write_passport"),
    output:
        expand(
            "results/passports/{{region}}.{language}.{ending}",
            language=LANGUAGES,
            ending=["pdf", "html"],
        ),
    wildcard_constraints:
        region="|".join(PASSPORT_REGIONS),
    params:
        notes={
            "base": f"{BASE_PERIOD['first']}–{BASE_PERIOD['last']}",
            "edge_years": config["derivative"]["edge_years"],
            "mapping": SHOWN["mapping"],
        },
    script:
        "../scripts/write_passport.py"


PASSPORTS = expand(rules.write_passport.output, region=PASSPORT_REGIONS)
