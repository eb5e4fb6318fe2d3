from regioncodes.ground.tables import read_table, write_table
from regioncodes.panel.panel import panel_and_revisions

panel, revisions = panel_and_revisions(
    read_table(snakemake.input.rows),
    read_table(snakemake.input.sources),
    read_table(snakemake.input.regions),
    read_table(snakemake.input.indicators),
    vintage=snakemake.params.vintage,
)
write_table(panel, snakemake.output.parquet)
write_table(panel, snakemake.output.csv)
write_table(revisions, snakemake.output.revisions)
