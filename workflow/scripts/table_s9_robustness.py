from regioncodes.exhibits.printed_documents import write_printed
from regioncodes.exhibits.table_s9_robustness import table
from regioncodes.exhibits.texts import Texts
from regioncodes.tables import read_table

texts = Texts(read_table(snakemake.input.texts), snakemake.wildcards.language)
checks, regions, sources = map(read_table, snakemake.input[:3])
write_printed(table(checks, regions, sources, texts, district=snakemake.params.district), snakemake.output)
