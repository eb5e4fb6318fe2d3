from regioncodes.exhibits.printed_documents import write_printed
from regioncodes.exhibits.table_s10_forms import table
from regioncodes.exhibits.texts import in_each_language
from regioncodes.tables import read_table

forms, regions = map(read_table, snakemake.input[:2])
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    write_printed(table(forms, regions, texts, district=snakemake.params.district), files)
