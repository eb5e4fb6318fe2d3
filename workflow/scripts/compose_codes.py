from regioncodes.codes.composition import composition
from regioncodes.ground.options import CodeYears, Period
from regioncodes.ground.regions import regions_of, units_of
from regioncodes.ground.tables import read_table, write_table

tables = [read_table(snakemake.input[name]) for name in ("panel", "regions", "indicators")]
params, regions = snakemake.params, tables[1]
years = CodeYears(Period(**params.period), Period(**params.base_period), params.price_base_year)
own = {"units": units_of(params.district, regions), "pools": {params.district: regions_of(params.district, regions)}}
options = {"mappings": params.mappings, "minimum_changes": params.minimum_changes}
write_table(composition(*tables, years=years, **own, **options), snakemake.output[0])
