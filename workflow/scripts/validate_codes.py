from regioncodes.tables import read_table, write_table
from regioncodes.validity import validity

panel, regions, indicators = map(read_table, snakemake.input[:3])
write_table(validity(panel, regions, indicators, **snakemake.params), snakemake.output[0])
