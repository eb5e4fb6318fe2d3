from regioncodes.exhibits.printed_documents import write_printed
from regioncodes.exhibits.table_s12_values import table
from regioncodes.exhibits.texts import in_each_language
from regioncodes.tables import read_table

for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    write_printed(table(read_table(snakemake.input.groups), texts), files)
