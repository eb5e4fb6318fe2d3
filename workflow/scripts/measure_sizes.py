from regioncodes.statistics.trends import rejection_rates
from regioncodes.tables import write_table

write_table(rejection_rates(**snakemake.params.options), snakemake.output[0])
