"""All printed tables in one workbook, for those who compute on."""

PRINTED_TABLES = [
    file
    for file in [*EXHIBITS, *CORRELATION_EXHIBITS, *VALUE_EXHIBITS, *ARTICLE_EXHIBITS]
    if file.startswith("results/tables/") and file.endswith((".csv", ".html"))
]


rule write_workbook:
    """One Excel workbook of all printed tables in each language: contents, then a sheet a table, numbers as numbers."""
    input:
        tables=PRINTED_TABLES,
        texts=TEXTS,
        code=modules("write_workbook"),
    output:
        expand("results/tables/tables.{language}.xlsx", language=LANGUAGES),
    script:
        "../scripts/write_workbook.py"
