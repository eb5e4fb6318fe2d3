import pandas as pd

from regioncodes.surveys.granularity import granularity
from regioncodes.tables import read_table, write_table

printed = pd.concat(map(read_table, snakemake.input.printed))
write_table(granularity(printed, **snakemake.params), snakemake.output[0])
