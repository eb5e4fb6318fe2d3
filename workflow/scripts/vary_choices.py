from regioncodes.codes.sensitivity import sensitivity, variants
from regioncodes.ground.options import CodeYears, Derivative, Formulas, Period
from regioncodes.ground.tables import read_table, write_table

panel, regions, indicators = (read_table(snakemake.input[name]) for name in ("panel", "regions", "indicators"))
params = snakemake.params
years = CodeYears(Period(**params.period), Period(**params.base_period), params.price_base_year)
result = sensitivity(
    panel,
    regions,
    indicators,
    district=params.district,
    variants=variants(**params.choices, years=years, formulas=Formulas(**params.formulas)),
    derivative=Derivative(**params.derivative),
    seed=params.seed,
)
write_table(result, snakemake.output[0])
