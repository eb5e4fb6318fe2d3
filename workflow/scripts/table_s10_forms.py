from regioncodes.exhibits.outcome_words import with_outcomes
from regioncodes.exhibits.printed_documents import write_printed
from regioncodes.exhibits.table_s10_forms import table
from regioncodes.exhibits.texts import in_each_language
from regioncodes.tables import read_table

forms, regions = map(read_table, snakemake.input[:2])
catalogue = with_outcomes(read_table(snakemake.input.texts), read_table(snakemake.input.indicators))
for texts, files in in_each_language(catalogue, snakemake.output):
    write_printed(table(forms, regions, texts, district=snakemake.params.district), files)
