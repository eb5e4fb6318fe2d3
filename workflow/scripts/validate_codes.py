from regioncodes.codes.validity import validity
from regioncodes.ground.tables import read_table, write_table

panel, regions, indicators = map(read_table, snakemake.input[:3])
write_table(validity(panel, regions, indicators, **snakemake.params), snakemake.output[0])
