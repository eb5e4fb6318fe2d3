from regioncodes.checks.raw_files import verified
from regioncodes.ground.tables import read_table, write_table

described = read_table(snakemake.input.tables)["file"]
write_table(verified(snakemake.input.raw, read_table(snakemake.input.sources), described), snakemake.output[0])
