from pandas import concat

from regioncodes.tables import read_table, write_table

write_table(concat(map(read_table, snakemake.input.parts), ignore_index=True), snakemake.output[0])
