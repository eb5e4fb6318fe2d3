from regioncodes.codes.simulation import derivative_study
from regioncodes.ground.job_parts import numbered
from regioncodes.ground.tables import write_table

part = numbered(snakemake.wildcards.scatteritem)
write_table(derivative_study(**snakemake.params, **part), snakemake.output[0])
