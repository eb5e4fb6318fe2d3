from regioncodes.codes.region_codes import region_codes
from regioncodes.ground.options import Derivative, Formulas, Period
from regioncodes.ground.tables import read_table, write_table

params = snakemake.params
codes, *facts = (read_table(snakemake.input[name]) for name in ("codes", "panel", "regions", "indicators"))
result = region_codes(
    codes[codes["mapping"].eq(params.mapping)],
    *facts,
    Period(**params.period),
    formulas=Formulas(**params.formulas),
    derivative=Derivative(**params.derivative),
    **{name: params[name] for name in ("target", "later_years", "seed")},
)
write_table(result, snakemake.output[0])
