from regioncodes.codes.foresight.foresight import foresight
from regioncodes.ground.options import CodeYears, Derivative, Foresight, Formulas, Period
from regioncodes.ground.tables import read_table, write_table

names = ("panel", "revisions", "regions", "indicators", "sources", "publication_lags")
params = snakemake.params
result = foresight(
    *(read_table(snakemake.input[name]) for name in names),
    years=CodeYears(Period(**params.period), Period(**params.base_period), params.price_base_year),
    formulas=Formulas(**params.formulas),
    derivative=Derivative(**params.derivative),
    options=Foresight(**params.foresight),
    **{name: params[name] for name in ("district", "mapping", "power", "seed")},
)
for name, table in result._asdict().items():
    write_table(table, snakemake.output[name])
