from regioncodes.exhibits.printing.printed_documents import write_printed
from regioncodes.exhibits.printing.selection import shown_codes
from regioncodes.exhibits.tables.table_s1_codes import table
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

nid = shown_codes(read_table(snakemake.input.nid), **snakemake.params.shown)
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    write_printed(table(nid, read_table(snakemake.input.regions), texts), files)
