from regioncodes.exhibits.printed_documents import write_printed
from regioncodes.exhibits.selection import shown_codes
from regioncodes.exhibits.table_s1_codes import table
from regioncodes.exhibits.texts import Texts
from regioncodes.tables import read_table

texts = Texts(read_table(snakemake.input.texts), snakemake.wildcards.language)
nid = shown_codes(read_table(snakemake.input.nid), **snakemake.params.shown)
write_printed(table(nid, read_table(snakemake.input.regions), texts), snakemake.output)
