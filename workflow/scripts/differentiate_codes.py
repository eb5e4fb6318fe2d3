import pandas as pd

from regioncodes.codes.derivatives.rates import rates
from regioncodes.ground.regions import units_of
from regioncodes.ground.tables import read_table, write_table

codes = read_table(snakemake.input.codes)
units = units_of(snakemake.params.district, read_table(snakemake.input.regions))
own = codes[codes["region"].isin(units)]
results = [rates(own, method=method, **snakemake.params.options) for method in snakemake.params.methods]
write_table(pd.concat(results), snakemake.output[0])
