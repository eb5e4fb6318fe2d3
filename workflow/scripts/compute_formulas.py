from regioncodes.ground.job_parts import put_together
from regioncodes.ground.tables import read_table, write_table

write_table(put_together([read_table(part) for part in snakemake.input.parts], by="method"), snakemake.output[0])
