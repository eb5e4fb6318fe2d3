import pandas as pd

from regioncodes.reading.report import reading_report
from regioncodes.tables import read_table, write_table

rows = pd.concat(map(read_table, snakemake.input.rows))
findings = pd.concat(map(read_table, snakemake.input.findings))
write_table(reading_report(rows, findings), snakemake.output[0])
