from regioncodes.exhibits.printed_documents import write_printed
from regioncodes.exhibits.table_s5_sensitivity import table
from regioncodes.exhibits.texts import Texts
from regioncodes.tables import read_table

texts = Texts(read_table(snakemake.input.texts), snakemake.wildcards.language)
moves, regions = map(read_table, snakemake.input[:2])
write_printed(table(moves, regions, texts, **snakemake.params), snakemake.output)
