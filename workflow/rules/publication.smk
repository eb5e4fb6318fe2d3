"""What is given away: passports, the workbook of tables, notebooks, the site, and the seal of it all."""

import re
from regioncodes.ground.modules import source
from regioncodes.ground.regions import chosen_regions
from regioncodes.publication.site.pages import site_files

# Code passports: one page on a region, for those who decide.
PASSPORT_REGIONS = chosen_regions(config["passports"], config["district"], read_table(REFERENCE["regions"]))
PASSPORT_TABLES = ["rates", "nid", "ranks", "contributions", "code_composition", "figures"]
BASE_PERIOD = config["codes"]["base_period"]


rule measure_passports:
    """Levels, rates, Code NID, ranks, drivers, composition and figures used, of every region that gets a passport."""
    input:
        panel=rules.build_panel.output.parquet,
        codes=rules.compute_codes.output.codes,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("scripts/measure_passports.py"),
    output:
        **{table: f"results/passports/tables/{table}.csv" for table in PASSPORT_TABLES},
    params:
        **CODE_YEARS,
        **FORMULAS,
        chosen=PASSPORT_REGIONS,
        main_mapping=SHOWN["mapping"],
        mapping=config["codes"]["mappings"][SHOWN["mapping"]],
        minimum_changes=config["codes"]["minimum_changes"],
    script:
        "../scripts/measure_passports.py"


rule write_passport:
    """The passport of a region, a page to print and a page to browse, in each language."""
    input:
        **dict(zip(PASSPORT_TABLES, rules.measure_passports.output)),
        codes=rules.compute_codes.output.codes,
        foresight_bands=rules.foretell_growth.output.bands,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        sources=REFERENCE["sources"],
        texts=TEXTS,
        passport_texts="data/reference/passport_texts.csv",
        code=modules("scripts/write_passport.py"),
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


# All printed tables in one workbook, for those who compute on.
PRINTED_TABLES = [file for file in PRINTED if file.startswith("results/tables/") and file.endswith((".csv", ".html"))]


rule write_workbook:
    """One Excel workbook of all printed tables in each language: contents, then a sheet a table, numbers as numbers."""
    input:
        tables=PRINTED_TABLES,
        texts=TEXTS,
        code=modules("scripts/write_workbook.py"),
    output:
        expand("results/tables/tables.{language}.xlsx", language=LANGUAGES),
    script:
        "../scripts/write_workbook.py"


# Of what the findings rest on, that which their pictures show.
PICTURED = ("findings", "fits", "foresight", "nid", "composition", "connections", "table_1", "granularity", "claims")
SUMMARY_TABLES = {name: CONCLUSION_TABLES[name] for name in PICTURED} | {"sources": rules.verify_sources.output[0]}


rule write_summary:
    """Four pages for those who decide, in each language: the question, all findings, and each with its picture."""
    input:
        **SUMMARY_TABLES,
        conclusions=rules.write_conclusions.output.table,
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        texts=TEXTS,
        code=modules("scripts/write_summary.py"),
    output:
        expand("results/summary.{language}.pdf", language=LANGUAGES),
    params:
        tables=list(SUMMARY_TABLES),
        asked=ASKED,
    script:
        "../scripts/write_summary.py"


# Notebooks that tour the results: executed to pages that need no network.
NOTEBOOKS = ["tour_of_data", "tour_of_codes", "tour_of_correlations", "add_a_year_or_region"]
NOTEBOOK_FILES = [os.path.relpath(os.path.join(PACKAGE_FOLDER, f"../notebooks/{name}.ipynb")) for name in NOTEBOOKS]
# Results that their code names, such as `results / f"figures/figure_1_model.{language}.png"`.
NAMED_RESULTS = [name for file in NOTEBOOK_FILES for name in re.findall(r'results / f?"([^"]+)"', source(file))]


rule execute_notebooks:
    """The tours of data, codes and correlations, and the guide to a new year or region, executed."""
    input:
        notebooks=NOTEBOOK_FILES,
        results=sorted({f"results/{name.format(language=LANGUAGES[0])}" for name in NAMED_RESULTS}),
        facts=[*REFERENCE.values(), "data/reference/corrections.csv"],
        code=modules("scripts/execute_notebooks.py"),
        notebook_code=[modules(f"../notebooks/{name}.ipynb") for name in NOTEBOOKS],
    output:
        expand("results/notebooks/{name}.html", name=NOTEBOOKS),
    params:
        choices={"language": LANGUAGES[0], "mapping": SHOWN["mapping"]},
    script:
        "../scripts/execute_notebooks.py"


# The site: pages that open without network, from every number of which a way leads back to its cell.
SITE_EXHIBITS = [
    *PRINTED,
    *rules.write_conclusions.output.pages,
    *PASSPORTS,
    *rules.write_workbook.output,
    *rules.write_summary.output,
]
SITE_FOLDER = "results/site"
# By the name under which the site asks for it.
SITE_TABLES = {
    "texts": TEXTS,
    "site_texts": "data/reference/site_texts.csv",
    "regions": REFERENCE["regions"],
    "indicators": REFERENCE["indicators"],
    "sources": rules.verify_sources.output[0],
    "reading": rules.verify_tables.output.reading,
    "notices": rules.verify_tables.output.notices,
    "panel": rules.build_panel.output.parquet,
    "revisions": rules.build_panel.output.revisions,
    "points": rules.fit_education.output.points,
    "fits": rules.fit_education.output.fits,
    "nid": rules.compute_codes.output.nid,
    "rates": rules.compute_codes.output.rates,
    "codes": rules.compute_codes.output.codes,
    "composition": rules.compose_codes.output[0],
    "region_codes": rules.compute_region_codes.output[0],
    "region_tiles": TILES,
    "connections": rules.validate_codes.output.connections,
    "estimates": rules.weigh_evidence.output.estimates,
    "foresight": rules.foretell_growth.output.scores,
    "granularity": rules.tabulate_surveys.output.granularity,
    "curve": rules.fit_specifications.output.curve,
    "table_1": "results/surveys/table_1.csv",
    "table_2": "results/surveys/table_2.csv",
    "codebook_1": f"data/reference/codebooks/{SURVEYS['table_1']}.csv",
    "codebook_2": f"data/reference/codebooks/{SURVEYS['table_2']}.csv",
    "claims": rules.check_article.output[0],
    "conclusions": rules.write_conclusions.output.table,
}
SITE_RESULTS = sorted(str(path) for path in SITE_TABLES.values() if path.startswith("results/"))


rule write_site:
    """The whole study as pages in each language: findings, exhibits, interactive charts, and chains to the cells."""
    input:
        **SITE_TABLES,
        exhibits=SITE_EXHIBITS,
        raw=rules.read_tables.input.raw,
        assets=sorted(
            file
            for ending in ("html", "css", "js")
            for file in glob(os.path.relpath(os.path.join(PACKAGE_FOLDER, f"regioncodes/publication/site/*.{ending}")))
        ),
        code=modules("scripts/write_site.py"),
    output:
        expand(f"{SITE_FOLDER}/{{file}}", file=site_files(LANGUAGES)),
    params:
        **CODE_YEARS,
        **FORMULAS,
        languages=LANGUAGES,
        tables=list(SITE_TABLES),
        options={
            "places": [(line.name, line.section) for line in EXHIBITS],
            "folder": SITE_FOLDER,
            "files": SITE_RESULTS,
            "beside": [*map(str, SITE_EXHIBITS), *SITE_RESULTS],
            "points": 3000,
        },
        shown={
            "district": config["district"],
            **SHOWN,
            "terms": config["codes"]["mappings"][SHOWN["mapping"]],
            "regressor": config["correlation"]["regressor"],
            "edition": config["correlation"]["edition"],
        },
        growth={
            "target": config["foresight"]["primary_target"],
            "later_years": max(config["foresight"]["primary_horizons"]),
            "passports": PASSPORT_REGIONS,
        },
    script:
        "../scripts/write_site.py"


# The seal of a finished study: what every result was when it was made.
RULES_FOLDER = os.path.join(PACKAGE_FOLDER, "rules")
OWN_RULES = [rule for rule in workflow.rules if os.path.dirname(os.path.abspath(rule.snakefile)) == RULES_FOLDER]
# Every file that a rule of the study makes, also those between two steps; a pattern carries what its wildcards match.
PATTERNS = [re.sub(r",[^{}]*}", "}", str(output)) for rule in OWN_RULES for output in rule.output]


rule seal_results:
    """Fingerprints of all results, by which a file that was cut short, edited by hand or left by other choices is found."""
    input:
        results=expand(PATTERNS, region=PASSPORT_REGIONS, survey=OWN_SURVEYS),
        raw=rules.verify_sources.input.raw,
        sources=rules.verify_sources.output[0],
        code=modules("scripts/seal_results.py"),
    output:
        # The seal before tells which results were made by choices that have changed since.
        update("results/SHA256SUMS"),
    script:
        "../scripts/seal_results.py"
