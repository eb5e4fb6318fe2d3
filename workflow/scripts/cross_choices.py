from regioncodes.codes.multiverse.multiverse import multiverse
from regioncodes.ground.options import CodeYears, Derivative, Formulas, Period
from regioncodes.ground.tables import read_table, write_table

panel, regions, indicators = (read_table(snakemake.input[name]) for name in ("panel", "regions", "indicators"))
params = snakemake.params
result = multiverse(
    panel,
    regions,
    indicators,
    years=CodeYears(Period(**params.period), Period(**params.base_period), params.price_base_year),
    formulas=Formulas(**params.formulas),
    derivative=Derivative(**params.derivative),
    **{name: params[name] for name in ("district", "mappings", "alternatives", "sample", "seed")},
)
write_table(result.shares, snakemake.output.shares)
write_table(result.choices, snakemake.output.choices)
