from regioncodes.surveys.block_differences import block_differences
from regioncodes.tables import read_table, write_table

write_table(block_differences(read_table(snakemake.input.options)), snakemake.output[0])
