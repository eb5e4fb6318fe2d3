from regioncodes.codes.connections import connections
from regioncodes.ground.tables import read_table, write_table
from regioncodes.panel.units import usable_values

panel, codes, regions, indicators = map(read_table, snakemake.input[:4])
own = codes[codes["mapping"] == snakemake.params.mapping]
result = connections(own, usable_values(panel, indicators), regions, **snakemake.params.options)
write_table(result, snakemake.output[0])
