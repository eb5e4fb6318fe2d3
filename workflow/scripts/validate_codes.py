from regioncodes.codes.connections import connections
from regioncodes.codes.validity import validity
from regioncodes.ground.tables import read_table, write_table
from regioncodes.panel.units import usable_values

panel, regions, indicators = (read_table(snakemake.input[name]) for name in ("panel", "regions", "indicators"))
codes, params = read_table(snakemake.input.codes), snakemake.params
own = codes[codes["mapping"] == params.mapping]
estimated = connections(own, usable_values(panel, indicators), regions, **params.connections)
write_table(estimated, snakemake.output.connections)
write_table(validity(panel, regions, indicators, **params.validity), snakemake.output.validity)
