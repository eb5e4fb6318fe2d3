from regioncodes.parts import put_together
from regioncodes.tables import read_table, write_table

write_table(put_together([read_table(part) for part in snakemake.input.parts]), snakemake.output[0])
