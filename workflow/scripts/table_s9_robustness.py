from regioncodes.exhibits.printing.outcome_words import with_outcomes
from regioncodes.exhibits.printing.printed_documents import write_printed
from regioncodes.exhibits.tables.table_s9_robustness import table
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

checks, regions, sources = map(read_table, snakemake.input[:3])
catalogue = with_outcomes(read_table(snakemake.input.texts), read_table(snakemake.input.indicators))
for texts, files in in_each_language(catalogue, snakemake.output):
    write_printed(table(checks, regions, sources, texts, district=snakemake.params.district), files)
