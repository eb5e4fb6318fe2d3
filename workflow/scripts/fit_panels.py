import pandas as pd

from regioncodes.education.panel_models import cells_without_logarithm, panel_cells, panel_models
from regioncodes.ground.regions import regions_of
from regioncodes.ground.tables import read_table, write_table
from regioncodes.panel.panel import as_printed_in

panel, revisions, regions, indicators = map(read_table, snakemake.input[:4])
printed = as_printed_in(snakemake.params.edition, panel, revisions)
points, wild = snakemake.params.points, snakemake.params.wild
cells = {
    district: panel_cells(printed, indicators, regions_of(district, regions), **points)
    for district in snakemake.params.districts
}
models = [panel_models(own, scope=scope, outcomes=points["outcomes"], **wild) for scope, own in cells.items()]
write_table(pd.concat(models), snakemake.output.models)
write_table(cells_without_logarithm(cells["RU"]), snakemake.output.left_out)
