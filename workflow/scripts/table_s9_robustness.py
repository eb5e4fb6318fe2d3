from regioncodes.exhibits.printed_documents import write_printed
from regioncodes.exhibits.table_s9_robustness import table
from regioncodes.exhibits.texts import in_each_language
from regioncodes.tables import read_table

checks, regions, sources = map(read_table, snakemake.input[:3])
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    write_printed(table(checks, regions, sources, texts, district=snakemake.params.district), files)
