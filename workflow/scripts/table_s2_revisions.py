from regioncodes.exhibits.printing.printed_documents import write_printed
from regioncodes.exhibits.tables.table_s2_revisions import table
from regioncodes.ground.regions import units_of
from regioncodes.ground.tables import read_table
from regioncodes.panel.vintages import revision_summary
from regioncodes.words.texts import in_each_language

indicators, regions, sources = map(read_table, snakemake.input[1:4])
study = {"district": snakemake.params.district, **snakemake.params.period}
units = units_of(study["district"], regions)
summary = revision_summary(read_table(snakemake.input.revisions), units, **snakemake.params.period)
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    facts = (summary, indicators, regions, sources, texts)
    # The page and the data hold every pair of editions, what goes into a paper the revised ones.
    write_printed(table(*facts, **study, revised_only=False), files[:2])
    write_printed(table(*facts, **study, revised_only=True), files[2:])
