from regioncodes.parts import numbered
from regioncodes.specification_tables import specification_part
from regioncodes.tables import read_table, write_table

part = numbered(snakemake.wildcards.scatteritem)
tables = map(read_table, snakemake.input[:5])
write_table(specification_part(*tables, **snakemake.params.options, **part), snakemake.output[0])
