from regioncodes.connections import connections
from regioncodes.tables import read_table, write_table
from regioncodes.units import usable_values

panel, codes, regions, indicators = map(read_table, snakemake.input[:4])
own = codes[codes["mapping"] == snakemake.params.mapping]
result = connections(own, usable_values(panel, indicators), regions, **snakemake.params.options)
write_table(result, snakemake.output[0])
