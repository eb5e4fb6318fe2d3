import pandas as pd

from regioncodes.ground.tables import read_table, write_table
from regioncodes.surveys.granularity import granularity

printed = pd.concat(map(read_table, snakemake.input.printed))
write_table(granularity(printed, **snakemake.params), snakemake.output[0])
