from regioncodes.ground.tables import read_table, write_table
from regioncodes.publication.passports.contributions import contributions
from regioncodes.publication.passports.figures_used import figures_used
from regioncodes.publication.passports.measures import measured

panel, codes, regions, indicators = map(read_table, snakemake.input[:4])
chosen, mapping = snakemake.params.chosen, snakemake.params.mapping
own = codes[codes["mapping"].eq(snakemake.params.name)]
rates, nid, ranks = measured(own, regions, chosen, **snakemake.params.options)
drivers = contributions(panel, regions, indicators, mapping=mapping, chosen=chosen, **snakemake.params.base)
figures = figures_used(panel, indicators, mapping=mapping, chosen=chosen, **snakemake.params.period)
for table, file in zip([rates, nid, ranks, drivers, figures], snakemake.output, strict=True):
    write_table(table, file)
