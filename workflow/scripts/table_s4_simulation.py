from regioncodes.exhibits.printing.printed_documents import write_printed
from regioncodes.exhibits.tables.table_s4_simulation import table
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

study = read_table(snakemake.input.study)
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    # The page and the data hold the whole study, what goes into a paper the case of the study's own length.
    write_printed(table(study, texts, shown_only=False), files[:2])
    write_printed(table(study, texts, shown_only=True), files[2:])
