"""Notebooks that tour the results: executed to pages that need no network."""

NOTEBOOKS = ["tour_of_data", "tour_of_codes", "tour_of_correlations", "add_a_year_or_region"]


rule execute_notebooks:
    """The tours of data, codes and correlations, and the guide to a new year or region, executed."""
    input:
        notebooks=[os.path.relpath(os.path.join(PACKAGE_FOLDER, f"../notebooks/{name}.ipynb")) for name in NOTEBOOKS],
        results=[
            rules.verify_tables.output,
            rules.build_panel.output,
            rules.fit_correlations.output,
            EXHIBITS,
            CORRELATION_EXHIBITS,
            ARTICLE_EXHIBITS,
            VALUE_EXHIBITS,
        ],
        facts=[*REFERENCE.values(), "data/reference/corrections.csv"],
        code=modules("execute_notebooks"),
        notebook_code=[modules(f"../notebooks/{name}.ipynb") for name in NOTEBOOKS],
    output:
        expand("results/notebooks/{name}.html", name=NOTEBOOKS),
    params:
        choices={"language": LANGUAGES[0], "mapping": SHOWN["mapping"]},
    script:
        "../scripts/execute_notebooks.py"
