"""The site: one page that opens without network, from every number of which a way leads back to its cell."""

SITE_EXHIBITS = [
    *EXHIBITS,
    *CORRELATION_EXHIBITS,
    *VALUE_EXHIBITS,
    *ARTICLE_EXHIBITS,
    *PASSPORTS,
    *rules.write_workbook.output,
]
SITE_FOLDER = "results/site"
# By the name under which the page asks for it.
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
    "points": rules.fit_correlations.output.points,
    "fits": rules.fit_correlations.output.fits,
    "nid": rules.compute_formulas.output[0],
    "rates": rules.differentiate_codes.output[0],
    "codes": rules.build_codes.output[0],
    "curve": rules.fit_specifications.output.curve,
    "table_1": "results/surveys/table_1.csv",
    "table_2": "results/surveys/table_2.csv",
    "codebook_1": f"data/reference/codebooks/{SURVEYS['table_1']}.csv",
    "codebook_2": f"data/reference/codebooks/{SURVEYS['table_2']}.csv",
    "claims": rules.check_article.output[0],
}


rule write_site:
    """The whole study as one page in each language: claims, exhibits, interactive charts, and chains to the cells."""
    input:
        **SITE_TABLES,
        exhibits=SITE_EXHIBITS,
        assets=sorted(glob(os.path.relpath(os.path.join(PACKAGE_FOLDER, "regioncodes/site/page.[chj]*")))),
        code=modules("write_site"),
    output:
        f"{SITE_FOLDER}/index.html",
    params:
        tables=list(SITE_TABLES),
        options={
            "languages": LANGUAGES,
            "folder": SITE_FOLDER,
            "files": sorted(str(path) for path in SITE_TABLES.values() if path.startswith("results/")),
            "district": config["district"],
            "mapping": config["codes"]["main_mapping"],
            "method": METHODS[0],
            "terms": config["codes"]["mappings"][config["codes"]["main_mapping"]],
            "regressor": config["correlation"]["regressor"],
            "edition": config["correlation"]["edition"],
            "points": 3000,
        },
    script:
        "../scripts/write_site.py"
