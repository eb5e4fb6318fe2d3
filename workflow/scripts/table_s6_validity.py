from regioncodes.exhibits.printing.printed_documents import write_printed
from regioncodes.exhibits.tables.table_s6_validity import table
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

validity, indicators = map(read_table, snakemake.input[:2])
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    write_printed(table(validity, indicators, texts, mapping=snakemake.params.mapping), files)
