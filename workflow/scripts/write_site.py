from pathlib import Path

from regioncodes.ground.files import write_text
from regioncodes.ground.options import CodeYears, Derivative, Formulas, Period, SiteChoices
from regioncodes.ground.tables import read_table
from regioncodes.publication.site.exhibit_files import exhibits
from regioncodes.publication.site.region_map import MapChoices
from regioncodes.publication.site.site import site
from regioncodes.publication.site.trial import TrialChoices

params = snakemake.params
tables = {name: read_table(snakemake.input[name]) for name in params.tables}
exhibits_shown = {language: exhibits(snakemake.input.exhibits, language) for language in params.languages}
shown = SiteChoices(**params.shown)
years = CodeYears(Period(**params.period), Period(**params.base_period), params.price_base_year)
methods = Derivative(**params.derivative), Formulas(**params.formulas)
trial = TrialChoices(shown.district, shown.terms, years, *methods)
made = site(tables, exhibits_shown, shown, trial=trial, growth=MapChoices(**params.growth), **params.options)
for file in snakemake.output:
    write_text(made[Path(file).name], file)
