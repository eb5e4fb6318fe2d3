from regioncodes.exhibits.printed_documents import write_printed
from regioncodes.exhibits.table_s11_blocks import table
from regioncodes.exhibits.texts import in_each_language
from regioncodes.tables import read_table

differences = read_table(snakemake.input.differences)
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    write_printed(table(differences, texts), files)
