from regioncodes.exhibits.printed_documents import write_printed
from regioncodes.exhibits.selection import shown_codes
from regioncodes.exhibits.table_s1_codes import table
from regioncodes.exhibits.texts import in_each_language
from regioncodes.tables import read_table

nid = shown_codes(read_table(snakemake.input.nid), **snakemake.params.shown)
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    write_printed(table(nid, read_table(snakemake.input.regions), texts), files)
