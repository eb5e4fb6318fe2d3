import pandas as pd

from regioncodes.education.outcomes import of_period, outcome_points
from regioncodes.education.panel_models import cells_without_logarithm, panel_models
from regioncodes.ground.options import Figure2, Period
from regioncodes.ground.regions import regions_of
from regioncodes.ground.tables import read_table, write_table
from regioncodes.panel.panel import as_printed_in
from regioncodes.statistics.trends import rejections, sizes

names = ("panel", "revisions", "regions", "indicators")
panel, revisions, regions, indicators = (read_table(snakemake.input[name]) for name in names)
figure, wild = Figure2(**snakemake.params.figure, period=Period(**snakemake.params.period)), snakemake.params.wild
printed = as_printed_in(figure.edition, panel, revisions)
units = {district: regions_of(district, regions) for district in snakemake.params.districts}
facts = (printed, indicators, regions, figure)
points = {district: of_period(outcome_points(*facts, own), figure) for district, own in units.items()}
cells = {district: own[own["prices"].eq("nominal")] for district, own in points.items()}
models = [panel_models(own, scope=scope, outcomes=figure.outcomes, **wild) for scope, own in cells.items()]
write_table(pd.concat(models), snakemake.output.models)
write_table(cells_without_logarithm(cells["RU"]), snakemake.output.left_out)
write_table(sizes(rejections(**snakemake.params.size)), snakemake.output.sizes)
