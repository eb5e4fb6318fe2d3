import pandas as pd

from regioncodes.codes.codes import codes
from regioncodes.codes.derivatives.rates import rates
from regioncodes.codes.formulas import nid
from regioncodes.codes.ranks import ranks
from regioncodes.ground.regions import units_of
from regioncodes.ground.tables import read_table, stored, write_table

panel, regions, indicators = (read_table(snakemake.input[name]) for name in ("panel", "regions", "indicators"))
district, methods, options = (snakemake.params[name] for name in ("district", "methods", "options"))
whole = stored(codes(panel, regions, indicators, **snakemake.params.codes), snakemake.output.codes)
own = whole[whole["region"].isin(units_of(district, regions))]
derivative = snakemake.params.derivative
write_table(pd.concat([rates(own, method=method, **derivative) for method in methods]), snakemake.output.rates)
write_table(pd.concat([nid(own, method=method, **options) for method in methods]), snakemake.output.nid)
write_table(ranks(own, district=district, **options), snakemake.output.ranks)
