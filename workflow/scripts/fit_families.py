from regioncodes.education.specification_tables import specification_part
from regioncodes.ground.job_parts import numbered
from regioncodes.ground.tables import read_table, write_table

part = numbered(snakemake.wildcards.scatteritem)
tables = map(read_table, snakemake.input[:5])
write_table(specification_part(*tables, **snakemake.params.options, **part), snakemake.output[0])
