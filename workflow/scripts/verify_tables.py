from pathlib import Path

import pandas as pd

from regioncodes.checks.report import checked_rows, reading_report
from regioncodes.ground.tables import read_table, write_table
from regioncodes.reading.region_names import region_matches

facts = {Path(path).stem: read_table(path) for path in snakemake.input.facts}
findings = pd.concat(map(read_table, snakemake.input.findings))
rows, findings = checked_rows(pd.concat(map(read_table, snakemake.input.rows)), findings, facts)
reading, notices = reading_report(rows, findings)
write_table(rows, snakemake.output.rows)
write_table(reading, snakemake.output.reading)
write_table(notices, snakemake.output.notices)
aliases = read_table(snakemake.input.aliases)
write_table(region_matches(rows["region_text"], facts["regions"], aliases), snakemake.output.names)
