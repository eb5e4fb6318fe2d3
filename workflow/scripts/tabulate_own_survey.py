from regioncodes.ground.tables import write_table
from regioncodes.surveys.cleaning import read_rules
from regioncodes.surveys.codebooks import read_codebook
from regioncodes.surveys.survey_tables import survey_tables

files = snakemake.input
tables = survey_tables(files.dump, read_codebook(files.codebook), read_rules(files.cleaning))
for name, path in snakemake.output.items():
    write_table(tables[name], path)
