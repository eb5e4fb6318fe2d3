from regioncodes.ground.tables import read_table, write_table
from regioncodes.publication.passports.contributions import contributions
from regioncodes.publication.passports.figures_used import figures_used
from regioncodes.publication.passports.measures import measured

names = ("panel", "codes", "regions", "indicators")
panel, codes, regions, indicators = (read_table(snakemake.input[name]) for name in names)
chosen, mapping = snakemake.params.chosen, snakemake.params.mapping
own = codes[codes["mapping"].eq(snakemake.params.name)]
rates, nid, ranks = measured(own, regions, chosen, **snakemake.params.options)
drivers = contributions(panel, regions, indicators, mapping=mapping, chosen=chosen, **snakemake.params.base)
figures = figures_used(panel, indicators, mapping=mapping, chosen=chosen, **snakemake.params.period)
tables = {"rates": rates, "nid": nid, "ranks": ranks, "contributions": drivers, "figures": figures}
for name, table in tables.items():
    write_table(table, snakemake.output[name])
