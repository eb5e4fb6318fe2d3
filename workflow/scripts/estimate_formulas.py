import pandas as pd

from regioncodes.formulas import nid
from regioncodes.parts import numbered
from regioncodes.tables import read_table, write_table
from regioncodes.units import units_of

codes = read_table(snakemake.input.codes)
units = units_of(snakemake.params.district, read_table(snakemake.input.regions))
own = codes[codes["region"].isin(units)]
options = {**snakemake.params.options, **numbered(snakemake.wildcards.scatteritem)}
results = [nid(own, method=method, **options) for method in snakemake.params.methods]
write_table(pd.concat(results), snakemake.output[0])
