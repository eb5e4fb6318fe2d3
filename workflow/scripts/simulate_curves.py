from regioncodes.simulation import derivative_study
from regioncodes.tables import write_table

part, parts = map(int, snakemake.wildcards.scatteritem.split("-of-"))
write_table(derivative_study(**snakemake.params, part=part, parts=parts), snakemake.output[0])
