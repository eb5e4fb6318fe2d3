from regioncodes.exhibits.printed_documents import write_printed
from regioncodes.exhibits.table_s10_forms import table
from regioncodes.exhibits.texts import Texts
from regioncodes.tables import read_table

texts = Texts(read_table(snakemake.input.texts), snakemake.wildcards.language)
forms, regions = map(read_table, snakemake.input[:2])
write_printed(table(forms, regions, texts, district=snakemake.params.district), snakemake.output)
