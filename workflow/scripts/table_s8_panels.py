from regioncodes.exhibits.printing.outcome_words import with_outcomes
from regioncodes.exhibits.printing.printed_documents import write_printed
from regioncodes.exhibits.tables.table_s8_panels import table
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

models, sizes, fits, regions = map(read_table, snakemake.input[:4])
catalogue = with_outcomes(read_table(snakemake.input.texts), read_table(snakemake.input.indicators))
for texts, files in in_each_language(catalogue, snakemake.output):
    write_printed(table(models, sizes, fits, regions, texts, **snakemake.params), files)
