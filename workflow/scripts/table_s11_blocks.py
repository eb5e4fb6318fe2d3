from regioncodes.exhibits.printing.printed_documents import write_printed
from regioncodes.exhibits.tables.table_s11_blocks import table
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

differences = read_table(snakemake.input.differences)
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    write_printed(table(differences, texts), files)
