from regioncodes.ranks import ranks
from regioncodes.tables import read_table, write_table
from regioncodes.units import units_of

codes = read_table(snakemake.input.codes)
district = snakemake.params.district
own = codes[codes["region"].isin(units_of(district, read_table(snakemake.input.regions)))]
write_table(ranks(own, district=district, **snakemake.params.options), snakemake.output[0])
