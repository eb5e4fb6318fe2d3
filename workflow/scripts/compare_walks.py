from regioncodes.statistics.trends import rejections
from regioncodes.tables import write_table

part, parts = map(int, snakemake.wildcards.scatteritem.split("-of-"))
write_table(rejections(**snakemake.params.options, part=part, parts=parts), snakemake.output[0])
