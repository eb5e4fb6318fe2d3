from regioncodes.specification_tables import specification_part
from regioncodes.tables import read_table, write_table

tables = map(read_table, snakemake.input[:5])
part, parts = map(int, snakemake.wildcards.scatteritem.split("-of-"))
write_table(specification_part(*tables, **snakemake.params.options, part=part, parts=parts), snakemake.output[0])
