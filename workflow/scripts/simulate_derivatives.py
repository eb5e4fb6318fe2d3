from regioncodes.codes.simulation import derivative_study
from regioncodes.ground.tables import write_table

write_table(derivative_study(**snakemake.params), snakemake.output[0])
