from regioncodes.files import sums, write_text
from regioncodes.sources import verified
from regioncodes.tables import read_table

# A raw file that was replaced while the run went on is told here.
verified(snakemake.input.raw, read_table(snakemake.input.sources), [])
write_text(sums(snakemake.input.results), snakemake.output[0])
