from regioncodes.ground.tables import read_table, write_table
from regioncodes.surveys.block_differences import block_differences

write_table(block_differences(read_table(snakemake.input.options)), snakemake.output[0])
