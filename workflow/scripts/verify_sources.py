from regioncodes.sources import verified
from regioncodes.tables import read_table, write_table

write_table(verified(snakemake.input.raw, read_table(snakemake.input.sources)), snakemake.output[0])
