import pandas as pd

from regioncodes.surveys.cleaning import kept_and_dropped, read_rules
from regioncodes.surveys.codebooks import read_codebook
from regioncodes.surveys.dumps import read_survey
from regioncodes.tables import write_table

rules = read_rules(snakemake.input.cleaning)
dumps = zip(snakemake.input.dumps, map(read_codebook, snakemake.input.codebooks), strict=True)
reports = [kept_and_dropped(read_survey(dump, codebook), codebook, rules)[1] for dump, codebook in dumps]
write_table(pd.concat(reports), snakemake.output[0])
