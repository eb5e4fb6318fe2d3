from regioncodes.exhibits.printed_documents import write_printed
from regioncodes.exhibits.table_1_relevance import table
from regioncodes.exhibits.texts import Texts
from regioncodes.tables import read_table

texts = Texts(read_table(snakemake.input.texts), snakemake.wildcards.language)
write_printed(table(read_table(snakemake.input.options), texts), snakemake.output)
