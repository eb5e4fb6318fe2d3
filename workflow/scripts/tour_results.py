from regioncodes.files import write_text
from regioncodes.notebooks import executed_page

write_text(executed_page(snakemake.input.notebook, folder="."), snakemake.output[0])
