from regioncodes.district_series import bridged_education, checks_of_figure_2
from regioncodes.functional_forms import compared_forms
from regioncodes.tables import read_table, write_table

panel, revisions, regions, indicators, points = map(read_table, snakemake.input[:5])
checks = checks_of_figure_2(panel, revisions, regions, indicators, **snakemake.params.options)
write_table(checks, snakemake.output.checks)
write_table(compared_forms(points), snakemake.output.forms)
write_table(bridged_education(panel, **snakemake.params.bridge), snakemake.output.bridge)
