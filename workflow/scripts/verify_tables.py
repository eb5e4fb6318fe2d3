import pandas as pd

from regioncodes.reading.report import reading_report
from regioncodes.tables import read_table, write_table

rows = pd.concat(map(read_table, snakemake.input.rows))
findings = pd.concat(map(read_table, snakemake.input.findings))
reading, notices = reading_report(rows, findings)
write_table(reading, snakemake.output.reading)
write_table(notices, snakemake.output.notices)
