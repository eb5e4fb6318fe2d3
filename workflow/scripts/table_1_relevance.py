from regioncodes.exhibits.printing.printed_documents import write_printed
from regioncodes.exhibits.tables.table_1_relevance import table
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    write_printed(table(read_table(snakemake.input.options), texts), files)
