from regioncodes.ground.files import write_text
from regioncodes.publication.notebooks import executed_page

for notebook, page in zip(snakemake.input.notebooks, snakemake.output, strict=True):
    write_text(executed_page(notebook, ".", snakemake.params.choices), page)
