from regioncodes.education.cointegration import cointegration
from regioncodes.education.outcomes import of_period, outcome_points
from regioncodes.ground.options import Figure2, Period
from regioncodes.ground.regions import regions_of
from regioncodes.ground.tables import read_table, write_table
from regioncodes.panel.panel import as_printed_in

names = ("panel", "revisions", "regions", "indicators")
panel, revisions, regions, indicators = (read_table(snakemake.input[name]) for name in names)
figure = Figure2(**snakemake.params.figure, period=Period(**snakemake.params.period))
printed = as_printed_in(figure.edition, panel, revisions)
units = (regions_of("RU", regions), [figure.district])
points = [of_period(outcome_points(printed, indicators, regions, figure, own), figure) for own in units]
write_table(cointegration(*points, **snakemake.params.draws), snakemake.output[0])
