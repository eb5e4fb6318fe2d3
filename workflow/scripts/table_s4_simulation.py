from regioncodes.exhibits.printed_documents import write_printed
from regioncodes.exhibits.table_s4_simulation import table
from regioncodes.exhibits.texts import Texts
from regioncodes.tables import read_table

texts = Texts(read_table(snakemake.input.texts), snakemake.wildcards.language)
study = read_table(snakemake.input.study)
# The page and the data hold the whole study, what goes into a paper the case of the study's own length.
write_printed(table(study, texts, shown_only=False), snakemake.output[:2])
write_printed(table(study, texts, shown_only=True), snakemake.output[2:])
