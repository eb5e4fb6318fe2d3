from regioncodes.exhibits.printed_documents import write_printed
from regioncodes.exhibits.table_s6_validity import table
from regioncodes.exhibits.texts import Texts
from regioncodes.tables import read_table

texts = Texts(read_table(snakemake.input.texts), snakemake.wildcards.language)
validity, indicators = map(read_table, snakemake.input[:2])
write_printed(table(validity, indicators, texts, mapping=snakemake.params.mapping), snakemake.output)
