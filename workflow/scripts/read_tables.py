from regioncodes.ground.tables import read_table, write_table
from regioncodes.reading.sources import read_source

rows, findings = read_source(
    snakemake.wildcards.edition,
    snakemake.input.raw,
    tables=read_table(snakemake.input.tables),
    regions=read_table(snakemake.input.regions),
    aliases=read_table(snakemake.input.aliases),
    indicators=read_table(snakemake.input.indicators),
)
write_table(rows, snakemake.output.rows)
write_table(findings, snakemake.output.findings)
