import pandas as pd

from regioncodes.education.common_shocks import measured_sizes, shared_shocks, with_sizes
from regioncodes.education.outcomes import of_period, outcome_points
from regioncodes.education.panel_models import cells_without_logarithm, panel_models
from regioncodes.ground.options import Figure2, Period
from regioncodes.ground.regions import regions_of
from regioncodes.ground.tables import read_table, write_table
from regioncodes.panel.panel import as_printed_in
from regioncodes.statistics.trends import sizes_of_tests

names = ("panel", "revisions", "regions", "indicators")
panel, revisions, regions, indicators = (read_table(snakemake.input[name]) for name in names)
options, districts = snakemake.params, regions.set_index("region")["district"]
figure = Figure2(**options.figure, period=Period(**options.period))
printed = as_printed_in(figure.edition, panel, revisions)
made = {own: outcome_points(printed, indicators, regions, figure, regions_of(own, regions)) for own in options.scopes}
points = {scope: of_period(own, figure) for scope, own in made.items()}
labels = {scope: districts if scope == "RU" else None for scope in points}
models = pd.concat(
    [panel_models(own, scope=scope, districts=labels[scope], **options.wild) for scope, own in points.items()]
)
shocks = shared_shocks(points["RU"])
found = measured_sizes(models, points, shocks, districts, **options.size, workers=snakemake.threads)
write_table(with_sizes(models, sizes_of_tests(found)), snakemake.output.models)
write_table(cells_without_logarithm(points["RU"]), snakemake.output.left_out)
write_table(found, snakemake.output.sizes)
write_table(shocks, snakemake.output.shocks)
