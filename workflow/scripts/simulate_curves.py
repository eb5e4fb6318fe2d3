from regioncodes.parts import numbered
from regioncodes.simulation import derivative_study
from regioncodes.tables import write_table

part = numbered(snakemake.wildcards.scatteritem)
write_table(derivative_study(**snakemake.params, **part), snakemake.output[0])
