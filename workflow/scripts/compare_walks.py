from regioncodes.parts import numbered
from regioncodes.statistics.trends import rejections
from regioncodes.tables import write_table

part = numbered(snakemake.wildcards.scatteritem)
write_table(rejections(**snakemake.params.options, **part), snakemake.output[0])
