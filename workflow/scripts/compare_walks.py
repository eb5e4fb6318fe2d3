from regioncodes.ground.job_parts import numbered
from regioncodes.ground.tables import write_table
from regioncodes.statistics.trends import rejections

part = numbered(snakemake.wildcards.scatteritem)
write_table(rejections(**snakemake.params.options, **part), snakemake.output[0])
