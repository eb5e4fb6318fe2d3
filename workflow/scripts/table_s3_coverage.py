from regioncodes.exhibits.printing.printed_documents import write_printed
from regioncodes.exhibits.tables.table_s3_coverage import table
from regioncodes.ground.regions import units_of
from regioncodes.ground.tables import read_table
from regioncodes.panel.coverage import coverage, filled_by
from regioncodes.words.texts import in_each_language

panel, gaps, indicators, regions = map(read_table, snakemake.input[:4])
district = snakemake.params.district
cells = filled_by(coverage(panel, indicators, units_of(district, regions), **snakemake.params.period), gaps)
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    facts = (cells, indicators, regions, texts)
    # The page and the data hold every cell of the study, what goes into a paper the holes.
    write_printed(table(*facts, district=district, holes_only=False), files[:2])
    write_printed(table(*facts, district=district, holes_only=True), files[2:])
