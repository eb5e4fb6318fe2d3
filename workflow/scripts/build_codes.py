from regioncodes.codes.codes import codes
from regioncodes.ground.tables import read_table, write_table

result = codes(
    read_table(snakemake.input.panel),
    read_table(snakemake.input.regions),
    read_table(snakemake.input.indicators),
    **snakemake.params,
)
write_table(result, snakemake.output[0])
