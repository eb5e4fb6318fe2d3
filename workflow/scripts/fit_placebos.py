from regioncodes.education.placebos import education_elsewhere, paired_walks, placebo_fits, placebo_walks
from regioncodes.ground.tables import read_table, write_table

panel, regions, points = map(read_table, snakemake.input[:3])
elsewhere = education_elsewhere(panel, regions, **snakemake.params.elsewhere)
walks, draws = placebo_walks(points, **snakemake.params.walks)
write_table(placebo_fits(points, elsewhere), snakemake.output.fits)
write_table(walks, snakemake.output.walks)
write_table(draws, snakemake.output.draws)
write_table(paired_walks(**snakemake.params.pairs), snakemake.output.pairs)
