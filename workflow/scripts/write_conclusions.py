from regioncodes.claims.conclusions import page
from regioncodes.claims.findings import asked_in_each_language, check_results, conclusions
from regioncodes.exhibits.printing.outcome_words import with_outcomes
from regioncodes.ground.files import write_text
from regioncodes.ground.tables import read_table, write_table

files = {name: snakemake.input[name] for name in snakemake.params.tables}
tables = {name: read_table(file) for name, file in files.items()}
check_results(tables, files)
regions, indicators, texts = (read_table(snakemake.input[name]) for name in ("regions", "indicators", "texts"))
catalogue = with_outcomes(texts, indicators)
asked = asked_in_each_language(catalogue, regions, indicators, tables["composition"], **snakemake.params.asked)
findings = conclusions(tables, asked)
pages = {file: page(tables, findings, asked[file.split(".")[-2]]) for file in snakemake.output.pages}
write_table(findings, snakemake.output.table)
for file, text in pages.items():
    write_text(text, file)
