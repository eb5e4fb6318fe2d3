from regioncodes.exhibits.printing.printed_documents import write_printed
from regioncodes.exhibits.tables.table_3_claims import table
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

judged = read_table(snakemake.input.verdicts)
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    write_printed(table(judged, texts), files)
