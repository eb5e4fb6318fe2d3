import pandas as pd

from regioncodes.codes.formulas import nid
from regioncodes.ground.job_parts import numbered
from regioncodes.ground.regions import units_of
from regioncodes.ground.tables import read_table, write_table

codes = read_table(snakemake.input.codes)
units = units_of(snakemake.params.district, read_table(snakemake.input.regions))
own = codes[codes["region"].isin(units)]
options = {**snakemake.params.options, **numbered(snakemake.wildcards.scatteritem)}
results = [nid(own, method=method, **options) for method in snakemake.params.methods]
write_table(pd.concat(results), snakemake.output[0])
