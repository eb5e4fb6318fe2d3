import pandas as pd

from regioncodes.education.panel_models import cells_without_logarithm, panel_models, panel_observations
from regioncodes.ground.options import Figure2, Period
from regioncodes.ground.regions import regions_of
from regioncodes.ground.tables import read_table, write_table
from regioncodes.panel.panel import as_printed_in
from regioncodes.statistics.trends import rejections, sizes

names = ("panel", "revisions", "regions", "indicators")
panel, revisions, regions, indicators = (read_table(snakemake.input[name]) for name in names)
figure, models = Figure2(**snakemake.params.figure, period=Period(**snakemake.params.period)), []
printed = as_printed_in(figure.edition, panel, revisions)
for district in snakemake.params.districts:
    cells = panel_observations(printed, indicators, regions_of(district, regions), figure)
    models.append(panel_models(cells, scope=district, outcomes=figure.outcomes, **snakemake.params.wild))
write_table(pd.concat(models), snakemake.output.models)
# The last of the districts is the country.
write_table(cells_without_logarithm(cells), snakemake.output.left_out)
write_table(sizes(rejections(**snakemake.params.size)), snakemake.output.sizes)
