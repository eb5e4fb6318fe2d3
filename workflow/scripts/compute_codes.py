import pandas as pd

from regioncodes.codes.codes import codes
from regioncodes.codes.derivatives.rates import rates
from regioncodes.codes.formulas import nid
from regioncodes.codes.ranks import ranks
from regioncodes.ground.options import CodeYears, Derivative, Formulas, Period
from regioncodes.ground.regions import units_of
from regioncodes.ground.tables import read_table, stored, write_table

panel, regions, indicators = (read_table(snakemake.input[name]) for name in ("panel", "regions", "indicators"))
output, params = snakemake.output, snakemake.params
period, derivative = Period(**params.period), Derivative(**params.derivative)
options = {"seed": params.seed, "formulas": Formulas(**params.formulas), "derivative": derivative}
years = CodeYears(period, Period(**params.base_period), params.price_base_year)
whole = stored(codes(panel, regions, indicators, mappings=params.mappings, years=years), output.codes)
own = whole[whole["region"].isin(units_of(params.district, regions))]
write_table(pd.concat([rates(own, period, method=one, derivative=derivative) for one in params.methods]), output.rates)
write_table(pd.concat([nid(own, period, method=one, **options) for one in params.methods]), output.nid)
write_table(ranks(own, period, district=params.district, **options), output.ranks)
