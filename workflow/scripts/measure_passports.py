from regioncodes.codes.composition import composition
from regioncodes.ground.options import CodeYears, Derivative, Formulas, Period
from regioncodes.ground.tables import read_table, write_table
from regioncodes.publication.passports.contributions import contributions
from regioncodes.publication.passports.figures_used import figures_used
from regioncodes.publication.passports.measures import measured

codes, *facts = (read_table(snakemake.input[name]) for name in ("codes", "panel", "regions", "indicators"))
panel, regions, indicators = facts
params, period = snakemake.params, Period(**snakemake.params.period)
years = CodeYears(period, Period(**params.base_period), params.price_base_year)
options = {"seed": params.seed, "formulas": Formulas(**params.formulas), "derivative": Derivative(**params.derivative)}
own, shown = {"mapping": params.mapping, "chosen": params.chosen}, codes[codes["mapping"].eq(params.main_mapping)]
tables = dict(zip(("rates", "nid", "ranks"), measured(shown, regions, params.chosen, period, **options), strict=True))
tables["contributions"] = contributions(*facts, years=years, **own)
named = {"mappings": {params.main_mapping: params.mapping}, "units": params.chosen, "pools": {}}
tables["code_composition"] = composition(*facts, years=years, minimum_changes=params.minimum_changes, **named)
tables["figures"] = figures_used(panel, indicators, period=period, **own)
for name, table in tables.items():
    write_table(table, snakemake.output[name])
