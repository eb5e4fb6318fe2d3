from regioncodes.files import write_text
from regioncodes.site.exhibit_files import exhibits
from regioncodes.site.page import page
from regioncodes.tables import read_table

tables = {name: read_table(snakemake.input[name]) for name in snakemake.params.tables}
shown = exhibits(snakemake.input.exhibits)
write_text(page(tables, shown, **snakemake.params.options), snakemake.output[0])
