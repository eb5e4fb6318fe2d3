from regioncodes.exhibits.printing.printed_documents import write_printed
from regioncodes.exhibits.tables.table_s7_connections import table
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

connections, regions = map(read_table, snakemake.input[:2])
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    write_printed(table(connections, regions, texts, **snakemake.params), files)
