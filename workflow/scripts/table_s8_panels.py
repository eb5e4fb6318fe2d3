from regioncodes.exhibits.printed_documents import write_printed
from regioncodes.exhibits.table_s8_panels import table
from regioncodes.exhibits.texts import Texts
from regioncodes.tables import read_table

models, sizes, fits, regions, catalogue = map(read_table, snakemake.input[:5])
texts = Texts(catalogue, snakemake.wildcards.language)
write_printed(table(models, sizes, fits, regions, texts, **snakemake.params), snakemake.output)
