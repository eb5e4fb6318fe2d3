from regioncodes.codes.sensitivity import sensitivity, variants
from regioncodes.ground.regions import regions_of, units_of
from regioncodes.ground.tables import read_table, write_table

panel, regions, indicators = (read_table(snakemake.input[name]) for name in ("panel", "regions", "indicators"))
choices = snakemake.params.choices
result = sensitivity(
    panel,
    regions,
    indicators,
    units=units_of(snakemake.params.district, regions),
    ranked=regions_of(snakemake.params.district, regions),
    variants=variants(**choices),
    options=snakemake.params.options,
    seed=snakemake.params.seed,
    draws=choices["formulas"]["draws"],
)
write_table(result, snakemake.output[0])
