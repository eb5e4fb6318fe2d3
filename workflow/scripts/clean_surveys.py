import pandas as pd

from regioncodes.ground.tables import write_table
from regioncodes.surveys.cleaning import kept_and_dropped, read_rules
from regioncodes.surveys.codebooks import read_codebook
from regioncodes.surveys.dumps import read_survey
from regioncodes.surveys.reading_reports import reading_report

rules = read_rules(snakemake.input.cleaning)
codebooks = list(map(read_codebook, snakemake.input.codebooks))
surveys = [(read_survey(*each), each[1]) for each in zip(snakemake.input.dumps, codebooks, strict=True)]
write_table(pd.concat([kept_and_dropped(*survey, rules)[1] for survey in surveys]), snakemake.output.dropped)
write_table(pd.concat([reading_report(*survey) for survey in surveys]), snakemake.output.reading)
