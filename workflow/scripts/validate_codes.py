from regioncodes.codes.connections import connections
from regioncodes.codes.validity import validity
from regioncodes.ground.options import CodeYears, Derivative, Period
from regioncodes.ground.tables import read_table, write_table
from regioncodes.panel.units import usable_values

panel, regions, indicators = (read_table(snakemake.input[name]) for name in ("panel", "regions", "indicators"))
codes, params = read_table(snakemake.input.codes), snakemake.params
years = CodeYears(Period(**params.period), Period(**params.base_period), params.price_base_year)
options = {"years": years, "derivative": Derivative(**params.derivative), "power": params.power}
own, values = codes[codes["mapping"] == params.main_mapping], usable_values(panel, indicators)
write_table(connections(own, values, regions, district=params.district, **options), snakemake.output.connections)
agreement = validity(panel, regions, indicators, mapping=params.mapping, measures=params.measures, **options)
write_table(agreement, snakemake.output.validity)
