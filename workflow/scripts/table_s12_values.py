from regioncodes.exhibits.printing.printed_documents import write_printed
from regioncodes.exhibits.tables.table_s12_values import table
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    write_printed(table(read_table(snakemake.input.groups), texts), files)
