from regioncodes.codes.composition import composition
from regioncodes.ground.options import CodeYears, Derivative, Formulas, Period
from regioncodes.ground.tables import read_table, write_table
from regioncodes.publication.passports.contributions import contributions
from regioncodes.publication.passports.figures_used import figures_used
from regioncodes.publication.passports.measures import measured

names = ("panel", "codes", "regions", "indicators")
panel, codes, regions, indicators = (read_table(snakemake.input[name]) for name in names)
params, period = snakemake.params, Period(**snakemake.params.period)
years = CodeYears(period, Period(**params.base_period), params.price_base_year)
options = {"seed": params.seed, "formulas": Formulas(**params.formulas), "derivative": Derivative(**params.derivative)}
own = {"mapping": params.mapping, "chosen": params.chosen}
shown = codes[codes["mapping"].eq(params.main_mapping)]
tables = dict(zip(("rates", "nid", "ranks"), measured(shown, regions, params.chosen, period, **options), strict=True))
tables["contributions"] = contributions(panel, regions, indicators, years=years, **own)
named = {"mappings": {params.main_mapping: params.mapping}, "minimum_changes": params.minimum_changes}
made_of = composition(panel, regions, indicators, units=params.chosen, pools={}, years=years, **named)
tables["code_composition"] = made_of
tables["figures"] = figures_used(panel, indicators, period=period, **own)
for name, table in tables.items():
    write_table(table, snakemake.output[name])
