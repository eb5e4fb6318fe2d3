from regioncodes.education.correlations import education_fits, education_points
from regioncodes.ground.tables import read_table, write_table
from regioncodes.panel.panel import as_printed_in

panel = read_table(snakemake.input.panel)
printed = as_printed_in(snakemake.params.edition, panel, read_table(snakemake.input.revisions))
points = education_points(printed, **snakemake.params.points)
fits, lines = education_fits(points)
write_table(points, snakemake.output.points)
write_table(fits, snakemake.output.fits)
write_table(lines, snakemake.output.lines)
