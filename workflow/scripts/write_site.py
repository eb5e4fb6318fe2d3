from regioncodes.ground.files import write_text
from regioncodes.ground.options import SiteChoices
from regioncodes.ground.tables import read_table
from regioncodes.publication.site.exhibit_files import exhibits
from regioncodes.publication.site.page import page

tables = {name: read_table(snakemake.input[name]) for name in snakemake.params.tables}
shown = exhibits(snakemake.input.exhibits)
choices = SiteChoices(**snakemake.params.shown)
write_text(page(tables, shown, choices, **snakemake.params.options), snakemake.output[0])
