from regioncodes.exhibits.printed_documents import write_printed
from regioncodes.exhibits.table_s8_panels import table
from regioncodes.exhibits.texts import in_each_language
from regioncodes.tables import read_table

models, sizes, fits, regions = map(read_table, snakemake.input[:4])
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    write_printed(table(models, sizes, fits, regions, texts, **snakemake.params), files)
