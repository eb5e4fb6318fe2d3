from pathlib import Path

from regioncodes.ground.files import write_text
from regioncodes.ground.options import SiteChoices
from regioncodes.ground.tables import read_table
from regioncodes.publication.site.exhibit_files import exhibits
from regioncodes.publication.site.site import site

tables = {name: read_table(snakemake.input[name]) for name in snakemake.params.tables}
shown = {language: exhibits(snakemake.input.exhibits, language) for language in snakemake.params.languages}
choices = SiteChoices(**snakemake.params.shown)
beside = [*snakemake.input.exhibits, *snakemake.params.options["files"]]
made = site(tables, shown, choices, beside=beside, **snakemake.params.options)
for file in snakemake.output:
    write_text(made[Path(file).name], file)
