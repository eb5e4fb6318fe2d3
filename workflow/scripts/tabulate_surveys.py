from pathlib import Path

import pandas as pd

from regioncodes.ground.tables import read_table, write_table
from regioncodes.surveys.block_differences import block_differences
from regioncodes.surveys.cleaned_surveys import cleaned_survey
from regioncodes.surveys.granularity import granularity
from regioncodes.surveys.tabulation import compare_with_print

files, output = snakemake.input, snakemake.output
dumps = {Path(file).stem: file for file in files.dumps}
surveys = {Path(file).stem: cleaned_survey(dumps[Path(file).stem], file, files.cleaning) for file in files.codebooks}
printed = {Path(file).stem: read_table(file) for file in files.printed}
for table, (survey, shares) in snakemake.params.tables.items():
    write_table(compare_with_print(surveys[survey].answers, surveys[survey].codebook, printed[shares]), output[table])
write_table(block_differences(read_table(output.table_1)), output.differences)
write_table(pd.concat([survey.dropped for survey in surveys.values()]), output.dropped)
write_table(pd.concat([survey.reading for survey in surveys.values()]), output.reading)
write_table(granularity(pd.concat(printed.values()), **snakemake.params.granularity), output.granularity)
