from regioncodes.codes.ranks import ranks
from regioncodes.ground.regions import units_of
from regioncodes.ground.tables import read_table, write_table

codes = read_table(snakemake.input.codes)
district = snakemake.params.district
own = codes[codes["region"].isin(units_of(district, read_table(snakemake.input.regions)))]
write_table(ranks(own, district=district, **snakemake.params.options), snakemake.output[0])
